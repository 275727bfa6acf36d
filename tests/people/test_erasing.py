"""Erasing a person: nothing that names her is left in any table; what was counted stays; nobody brings her back."""

import uuid
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection

from tests.people.test_retention import visit
from tungnha.field.models import Visit
from tungnha.identity import names
from tungnha.ledger.models import Claim
from tungnha.people.finding.searching import Question, find
from tungnha.people.models import (
    Consent,
    ConsentNotice,
    Erasure,
    Establishment,
    Household,
    Identifier,
    Person,
    PersonChange,
    PersonGroup,
    RosterEntry,
    Telephone,
    Tombstone,
)
from tungnha.people.operations.erasing import (
    NOBODY,
    Erased,
    blank_persons,
    erase,
    living,
    mentions,
    refuse_erased,
)
from tungnha.people.operations.history import remember
from tungnha.people.queries import counted
from tungnha.units.models import Event
from tungnha.units.protection import EncryptedTextField

pytestmark = pytest.mark.django_db
AN = "Nguyễn Văn An"


def everything(model) -> str:
    """All that a table says, opened."""
    fields = [f.name for f in model._meta.fields]
    return "\n".join(str(row) for row in model._default_manager.values_list(*fields))


def everywhere(*words: str) -> dict[str, list[str]]:
    """Where these words still stand, in any table of the product."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("tungnha.") and not model._meta.auto_created:
            said = everything(model)
            if hits := [word for word in words if word in said]:
                found[model._meta.label] = hits
    return found


@pytest.fixture
def erased(people, households, members, commune, villages, units, campaign, service, at_tuesday):
    """An, with one of everything; then erased. Bảo, Chi and Duy live on in the same house."""
    an = people.an
    an.relation = "con rể ông Khải"
    an.save()
    visit(an, members.lan, campaign, service, at_tuesday, note="Anh An hẹn tối", reason="An sợ lừa đảo")
    visit(people.bao, members.lan, campaign, service, at_tuesday, note="Bà Bảo đang ốm", reason="chưa quen")
    RosterEntry.objects.create(person=an, organisation=units.school, position="giáo viên")
    PersonGroup.objects.create(person=an, kind="worker")
    remember("corrected", person=an, before={"full_name": AN}, at=at_tuesday, by=members.mai, reason="An nhờ sửa")
    remember("moved", household=households.one, after={"head": AN}, at=at_tuesday, by=members.mai)
    notice = ConsentNotice.objects.create(
        area=commune, purpose="Chụp ảnh", text="Xin phép chụp ảnh", by=members.mai, at=at_tuesday
    )
    Consent.objects.create(
        person=an, notice=notice, channel="oral", given_at=at_tuesday, evidence="sổ của An", witness="Phùng Thị Sửu",
        collected_by=members.lan, stored_at=at_tuesday,
    )  # fmt: skip
    Establishment.objects.create(name="Tạp hóa An Bình Phát", kind="household_business", village=villages[0], owner=an)
    Establishment.objects.create(name="Công ty Hoa Sen", kind="enterprise", village=villages[0], owner=an)
    told = {"key": an.pk, "old_key": Person.objects.get(pk=an.pk).key}
    told["done"] = erase(person=an, why="request", area=commune, by=members.dung, at=at_tuesday)
    told["person"] = Person.objects.get(pk=an.pk)
    return told


def test_no_table_names_the_person_any_more(erased):
    left = everywhere(AN, names.fold(AN), "019080000011", "0912000011", "ông Khải", "hẹn tối", "sợ lừa", "nhờ sửa",
                      "Phùng Thị Sửu", "Tạp hóa An", "sổ của An", "1980-03-15")  # fmt: skip
    assert left == {}


def test_nothing_of_it_stands_encrypted_either(erased, people):
    """The ciphertexts of An's number and telephone are gone; Em's are still there."""
    with connection.cursor() as cursor:
        cursor.execute("select value from people_identifier where person_id = %s", [people.an.pk])
        assert cursor.fetchall() == [("",)]
    assert Identifier.objects.get(person=people.em).value == "019075000015"


def test_the_row_keeps_what_past_figures_rest_on(erased):
    person = erased["person"]
    assert (person.full_name, person.sex, person.birth_date) == (NOBODY, "male", date(1980, 1, 1))
    assert person.birth_precision == "year"
    assert person.household is None
    assert person.erased_at is not None
    assert Claim.objects.filter(person=person).count() == 1
    assert not counted("all", date(2026, 5, 26)).filter(pk=person.pk).exists()


def test_the_others_of_the_house_keep_what_is_theirs(erased, households, people):
    households.one.refresh_from_db()
    assert households.one.lane == "Ngõ Trên"
    assert households.one.left_on is None
    notes = set(Visit.objects.values_list("note", flat=True))
    assert notes == {"", "Bà Bảo đang ốm"}
    assert Person.objects.get(pk=people.bao.pk).full_name == "Trần Thị Bảo"


def test_places_on_rosters_and_in_groups_have_ended(erased, at_tuesday):
    assert RosterEntry.objects.get(person=erased["person"]).to_on == at_tuesday.date()
    assert PersonGroup.objects.get(person=erased["person"]).to_on == at_tuesday.date()
    assert Telephone.objects.get(person=erased["person"]).to_on == at_tuesday.date()


def test_a_business_lives_on_without_its_owner(erased):
    assert Establishment.objects.filter(name="Công ty Hoa Sen", owner=None).exists()
    assert Establishment.objects.filter(owner=None, kind="household_business").count() == 1


def test_the_log_says_that_and_why_but_nothing_of_whom(erased, at_tuesday):
    done = Erasure.objects.get()
    assert done == erased["done"]
    assert (done.persons, done.why) == (1, "request")
    assert done.rows["people.Identifier"] == 1
    assert Event.objects.filter(verb="person.erased", about="people.Erasure").exists()
    assert PersonChange.objects.get(person=erased["person"], kind="erased").before == {}
    assert not Event.objects.filter(verb="person.erased", about="people.Person").exists()


def test_a_phone_cannot_bring_the_key_back(erased, households):
    old = erased["old_key"]
    assert Tombstone.objects.get(key=old).kind == "person"
    assert erased["person"].key != old
    with pytest.raises(Erased, match="đã được xóa"):
        Person.objects.create(key=old, full_name=AN, household=households.one)
    with pytest.raises(Erased):
        Household.objects.create(key=old, code="99", village=households.one.village)
    with pytest.raises(Erased):
        refuse_erased([uuid.uuid4(), old])
    with pytest.raises(Erased):
        living(Person.objects.all(), old)
    assert living(Person.objects.all(), uuid.uuid4()) is None
    assert Erased().status == 410


def test_the_search_does_not_find_the_erased(erased, members):
    from tungnha.people import finding

    finding.refresh([erased["person"].pk])
    assert find(Question(AN), members.mai).people == []
    assert find(Question("đã xóa thông tin"), members.mai).people == []
    assert find(Question("019080000011"), members.mai).people == []


def test_a_visit_that_a_phone_sends_late_is_refused_with_a_sentence(erased, members, campaign, service, at_tuesday):
    from tungnha.units.problems import BadInput

    with pytest.raises(BadInput, match="không thuộc hộ này"):
        visit(erased["person"], members.lan, campaign, service, at_tuesday, household=Household.objects.first())


def test_erasing_twice_changes_nothing(erased, commune, members, at_tuesday):
    again = erase(person=erased["person"], why="request", area=commune, by=members.dung, at=at_tuesday)
    assert (again.persons, again.rows) == (0, {})
    assert Tombstone.objects.count() == 1


def test_the_last_of_a_house_takes_the_address_along(
    people, households, members, commune, at_tuesday, campaign, service
):
    visit(people.em, members.hung, campaign, service, at_tuesday, note="nhà có chó dữ", reason="bận")
    old = households.two.key
    erase(person=people.em, why="request", area=commune, by=members.dung, at=at_tuesday)
    households.two.refresh_from_db()
    assert households.two.lane == "Ngõ Dưới"  # Gấm still lives there
    erase(person=people.gam, why="request", area=commune, by=members.dung, at=at_tuesday + timedelta(days=1))
    households.two.refresh_from_db()
    assert (households.two.lane, households.two.left_on) == ("", date(2026, 5, 27))
    assert Visit.objects.get().note == ""
    assert Tombstone.objects.get(key=old).kind == "household"


def test_records_merged_into_the_person_go_along(people, commune, members, at_tuesday):
    people.duy.merged_into, people.duy.household = people.an, None
    people.duy.save()
    erase(person=people.duy, why="request", area=commune, by=members.dung, at=at_tuesday)
    assert set(Person.objects.exclude(erased_at=None)) == {people.an, people.duy}
    assert everywhere("Nguyễn Văn Duy", AN) == {}


def test_two_telephones_and_two_numbers_of_one_person_go_without_colliding(people, commune, members, at_tuesday):
    for digits in ("0912000091", "0912000092"):
        telephone = Telephone(person=people.an, main=False)
        telephone.set_number(digits)
        telephone.save()
    old = Identifier(person=people.an, kind="cmnd")
    old.set_value("950000011")
    old.save()
    rows = blank_persons([people.an, people.em], why="request", by=members.dung, at=at_tuesday)
    assert rows["people.Telephone"] == 4
    assert len(set(Telephone.objects.values_list("number_ix", flat=True))) == 4


def test_every_table_that_points_at_a_person_can_be_blanked():
    """A new table with a personal field is erased without anybody thinking of it: its blanks must be possible."""
    from tungnha.people.operations.erasing import DELETED, _blank_of, _pointing_at

    for relation in _pointing_at(Person):
        model = relation.related_model
        if model._meta.label in DELETED:
            continue
        for name, how in model.privacy.personal.items():
            field = model._meta.get_field(name)
            blank = _blank_of(field, how)
            assert blank is not None or field.null, f"{model._meta.label}.{name}"
            assert not (isinstance(field, EncryptedTextField) and how == "name"), f"{model._meta.label}.{name}"


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("gặp nguyen van an ở chợ", True), ("Anh An hẹn tối", True), ("an toàn, bình an", False), ("", False),
        ("Bà Ánh", False), ("NGUYỄN VĂN AN", True), ("AnAn", False),
    ],
)  # fmt: skip
def test_which_notes_name_somebody(text, hit):
    assert mentions(text, AN) is hit
