"""An organisation's own people: who is linked to the register, who is asked about, who may not stand there at all."""

from datetime import date

import pytest

from tungnha.identity.dates import read_date
from tungnha.identity.numbers import read_personal_number
from tungnha.identity.phones import read_phones
from tungnha.people.models import Identifier, Person, PersonChange, PersonGroup, RosterEntry, RosterQuestion, Telephone
from tungnha.people.operations import roster_links, rosters
from tungnha.people.queries import in_group
from tungnha.people.rosters.rules import RosterFacts, group_of, names_a_pupil, usual_kind
from tungnha.units.models import Event, Organisation
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db

AN = "019080000011"


def facts(name="Trần Thị Cúc", **said):
    birth, number, phone = said.pop("birth", None), said.pop("number", None), said.pop("phone", None)
    return RosterFacts(
        full_name=name, birth=read_date(birth) if birth else None,
        number=read_personal_number(number) if number else None, phones=read_phones(phone) if phone else (), **said,
    )  # fmt: skip


@pytest.fixture
def union(commune):
    return Organisation.objects.create(name="Hội Phụ nữ xã", kind="union", area=commune)


@pytest.fixture
def add(units, members, at_tuesday):
    def put(name="Trần Thị Cúc", unit=None, **said):
        return rosters.add_entry(
            organisation=unit or units.school, facts=facts(name, **said), by=members.thu, at=at_tuesday
        )

    return put


@pytest.fixture
def end(members, at_tuesday):
    def leave(entry, on=date(2026, 5, 26), why="left"):
        return rosters.end_entry(entry=entry, on=on, why=why, by=members.thu, at=at_tuesday)

    return leave


def test_one_who_lives_elsewhere_is_a_person_without_a_household(add):
    entry = add(birth="1/2/1985", number="019185000077", phone="0912000077", position="Giáo viên", room="Tổ Toán",
                lives_here=False)  # fmt: skip
    person = entry.person
    assert (person.household, person.residence, person.birth_date) == (None, "non_resident", date(1985, 2, 1))
    assert (entry.room, entry.position, entry.kind, entry.to_on) == ("Tổ Toán", "Giáo viên", "staff", None)
    assert Identifier.objects.get(person=person).value == "019185000077"
    assert Telephone.objects.get(person=person).number == "0912000077"
    assert PersonGroup.objects.get(person=person).kind == "official"


def test_a_number_that_fits_the_name_links_to_the_register_at_once(add, people):
    entry = add("nguyễn văn an", number=AN)
    assert (entry.person, Person.objects.filter(folded_name="nguyen van an").count()) == (people.an, 1)


def test_a_number_of_somebody_else_stays_unsure_and_the_desk_is_asked(add, people):
    entry = add("Phạm Thị Lài", number=AN)
    assert entry.person != people.an
    assert Identifier.objects.get(person=entry.person).status == "unsure"
    assert list(RosterQuestion.objects.values_list("candidate", "why")) == [(people.an.pk, "number")]


@pytest.mark.parametrize("state", [{"residence": "deceased"}, {"birth_date": date(1981, 3, 15)}])
def test_a_number_does_not_link_to_the_dead_or_to_another_birth(add, people, state):
    Person.objects.filter(pk=people.an.pk).update(**state)
    assert add("Nguyễn Văn An", number=AN, birth="15/3/1980").person != people.an


def test_a_name_and_a_birth_only_raise_a_question(add, people):
    entry = add("Nguyễn Văn An", birth="15/3/1980")
    assert entry.person.household is None
    assert list(RosterQuestion.objects.values_list("candidate", "why")) == [(people.an.pk, "name")]


@pytest.mark.parametrize(
    ("name", "birth"), [("Nguyễn Văn An", None), ("Nguyễn Văn An", "16/3/1980"), ("Nguyễn Văn Án", "15/3/1980")]
)
def test_nothing_is_asked_where_it_does_not_fit(add, people, name, birth):
    add(name, birth=birth)
    assert RosterQuestion.objects.count() == 0


def test_the_unit_never_learns_that_the_register_has_a_namesake(add, people, members, client_of):
    add("Nguyễn Văn An", birth="15/3/1980")
    assert RosterQuestion.objects.visible_to(members.thu).count() == 0
    assert [RosterQuestion.objects.visible_to(m).count() for m in (members.mai, members.lan, members.binh)] == [1, 0, 0]
    assert not Person.objects.visible_to(members.thu).filter(pk=people.an.pk).exists()


def test_who_is_there_already_is_refused(add, people):
    add("Nguyễn Văn An", number=AN)
    with pytest.raises(BadInput, match="đã có trong danh sách"):
        add("Nguyễn Văn An", number=AN)


def test_who_leaves_keeps_the_days_and_may_come_back(add, end, people):
    first = add("Nguyễn Văn An", number=AN, from_on=date(2026, 1, 5))
    end(first, date(2026, 3, 31))
    second = add("Nguyễn Văn An", number=AN, from_on=date(2026, 5, 1))
    days = [date(2026, 1, 4), date(2026, 1, 5), date(2026, 3, 31), date(2026, 4, 15), date(2026, 5, 1)]
    assert [Person.objects.filter(in_group("official", on)).count() for on in days] == [0, 1, 1, 0, 1]
    assert (first.pk != second.pk, RosterEntry.objects.filter(person=people.an).count()) == (True, 2)
    told = [(c.before, c.after, c.reason) for c in PersonChange.objects.filter(kind="roster").order_by("pk")]
    assert told[1] == ({"to_on": None}, {"to_on": "2026-03-31"}, "nghỉ việc")


def test_once_gone_the_unit_sees_the_person_no_more(add, end, people, members, client_of):
    entry = add("Nguyễn Văn An", number=AN)
    thu = client_of(members.thu)
    assert thu.get(f"/nhan-khau/{people.an.pk}/").status_code == 200
    end(entry, date(2026, 5, 25))
    assert thu.get(f"/nhan-khau/{people.an.pk}/").status_code == 404
    assert not Telephone.objects.visible_to(members.thu).exists()
    assert RosterEntry.objects.visible_to(members.thu).count() == 1


def test_one_written_by_mistake_counts_on_no_day(add, end):
    end(add(from_on=date(2026, 1, 5)), why="mistake")
    assert PersonGroup.objects.count() == 0


def test_a_day_before_the_first_is_no_last_day(add, end):
    with pytest.raises(BadInput, match="từ ngày đó trở đi"):
        end(add(from_on=date(2026, 5, 5)), date(2026, 5, 4))


def test_a_post_is_corrected_and_what_stood_is_kept(add, members, at_tuesday):
    entry = add(room="Tổ Toán", position="Giáo viên", home="xã bên")
    rosters.change_entry(
        entry=entry, kind="member", room="Tổ Lý", position="", home="xã bên", from_on=date(2026, 1, 1), by=members.thu,
        at=at_tuesday,
    )  # fmt: skip
    change = PersonChange.objects.filter(kind="roster").latest("pk")
    assert change.before == {"kind": "staff", "room": "Tổ Toán", "position": "Giáo viên", "from_on": None}
    assert change.after == {"kind": "member", "room": "Tổ Lý", "position": "", "from_on": "2026-01-01"}
    assert list(PersonGroup.objects.values_list("kind", "from_on")) == [("union_member", date(2026, 1, 1))]


def test_only_a_person_the_register_does_not_know_is_corrected_by_her_unit(add, people, members, at_tuesday):
    said = {"full_name": "Trần Thị Cúc Hoa", "birth_date": date(1985, 1, 1), "birth_precision": "year"}
    person = rosters.correct_person(entry=add(), **said, by=members.thu, at=at_tuesday)
    assert (person.full_name, person.folded_name, person.birth_shown) == (
        "Trần Thị Cúc Hoa",
        "tran thi cuc hoa",
        "1985",
    )
    with pytest.raises(BadInput, match="báo cán bộ xã"):
        rosters.correct_person(entry=add("Nguyễn Văn An", number=AN), **said, by=members.thu, at=at_tuesday)


# -- no armed forces, no children


@pytest.mark.parametrize("kind", ["police", "military"])
def test_armed_forces_have_no_roster(add, commune, kind):
    unit = Organisation.objects.create(name="Đơn vị vũ trang", kind=kind, area=commune)
    with pytest.raises(BadInput, match="không lập danh sách tên"):
        add(unit=unit)
    assert (Person.objects.count(), RosterEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"position": "Học sinh"}, "không ghi tên trẻ em"),
        ({"room": "Lớp 3A"}, "không ghi tên trẻ em"),
        ({"birth": "27/5/2010"}, "chưa đủ 16 tuổi"),
        ({"birth": "2010"}, "chưa chắc đã đủ 16 tuổi"),
        ({"birth": "2012"}, "chưa đủ 16 tuổi"),
    ],
)
def test_no_child_is_named_on_a_roster(add, said, why):
    with pytest.raises(BadInput, match=why):
        add(**said)
    assert Person.objects.count() == 0


def test_one_who_turns_16_today_may_stand_there(add):
    assert add(birth="26/5/2010").pk


@pytest.mark.parametrize(
    ("position", "room", "pupil"),
    [
        ("Học sinh", "", True), ("", "lớp 3A", True), ("HS", "", True), ("Trẻ", "", True), ("Lớp 9B", "", True),
        ("Giáo viên chủ nhiệm lớp 3A", "Lớp 3A", False), ("", "Lớp học tình thương", False),
        ("Bảo mẫu", "Lớp 1", False),
        ("Tổng phụ trách Đội", "", False), ("Chủ tịch", "Chi hội thôn Đông", False), ("", "", False),
    ],
)  # fmt: skip
def test_the_words_that_tell_of_a_pupil(position, room, pupil):
    assert names_a_pupil(position, room) is pupil


# -- groups


@pytest.mark.parametrize(
    ("unit", "kind", "group"),
    [
        ("school", "staff", "official"), ("department", "staff", "official"), ("union", "staff", "official"),
        ("union", "member", "union_member"), ("school", "member", "union_member"), ("company", "staff", "worker"),
        ("operator", "staff", "worker"), ("team", "staff", "team_member"), ("police", "staff", None),
    ],
)  # fmt: skip
def test_the_group_follows_from_the_kind_of_unit(unit, kind, group):
    assert group_of(unit, kind) == group


def test_every_kind_of_organisation_says_what_its_staff_is():
    unsaid = [kind for kind in Organisation.Kind.values if group_of(kind, "staff") is None]
    assert unsaid == ["police", "military"]
    assert (usual_kind("union"), usual_kind("school")) == ("member", "staff")


def test_a_teacher_in_the_union_counts_once_in_each_and_once_in_both(add, union, people):
    add("Nguyễn Văn An", number=AN)
    add("Nguyễn Văn An", number=AN, unit=union)
    add("Trần Thị Cúc", number="019185000077", birth="1985", unit=union)
    add("Trần Thị Cúc", number="019185000077", birth="1985")
    on = date(2026, 5, 26)
    official, member = in_group("official", on), in_group("union_member", on)
    assert [Person.objects.filter(q).count() for q in (official, member, official | member)] == [2, 2, 2]


def test_nothing_of_a_name_or_number_is_in_the_log(add, people):
    add("Nguyễn Văn An", number=AN, birth="15/3/1980")
    told = " ".join(str(e.data) for e in Event.objects.all())
    assert ("An" in told, AN in told) == (False, False)


# -- the desk answers


def test_one_person_and_the_units_record_goes_into_the_registers(add, people, members, at_tuesday):
    entry = add("Nguyễn Văn An", birth="15/3/1980", position="Bảo vệ", phone="0912000077")
    gone = entry.person
    roster_links.answer(question=RosterQuestion.objects.get(), same=True, by=members.mai, at=at_tuesday)
    entry.refresh_from_db()
    gone.refresh_from_db()
    assert (entry.person, gone.merged_into, gone.household) == (people.an, people.an, None)
    people.an.refresh_from_db()
    assert (people.an.full_name, people.an.household.code, people.an.residence) == ("Nguyễn Văn An", "01", "at_home")
    assert PersonGroup.objects.get(kind="official").person == people.an
    assert Person.objects.filter(in_group("official", date(2026, 5, 26))).count() == 1


def test_two_people_and_nobody_asks_again(add, people, members, at_tuesday):
    entry = add("Nguyễn Văn An", birth="15/3/1980")
    question = RosterQuestion.objects.get()
    roster_links.answer(question=question, same=False, by=members.mai, at=at_tuesday)
    entry.refresh_from_db()
    assert entry.person != people.an
    with pytest.raises(Locked):
        roster_links.answer(question=question, same=True, by=members.mai, at=at_tuesday)


def test_mai_answers_on_the_page(add, people, members, client_of):
    add("Nguyễn Văn An", birth="15/3/1980")
    mai, question = client_of(members.mai), RosterQuestion.objects.get()
    page = mai.get("/nguoi-don-vi/can-xac-nhan/").content.decode()
    assert ("Cùng họ tên và ngày sinh" in page, "thôn 1" in page) == (True, True)
    assert mai.post(f"/nguoi-don-vi/can-xac-nhan/{question.pk}/", {"same": "yes"}).status_code == 302
    assert RosterQuestion.objects.get().same is True
    assert client_of(members.thu).get("/nguoi-don-vi/can-xac-nhan/").status_code == 404
