"""Those who need more help: first in the worklist, why stays with the desk, small numbers stay hidden (C20)."""

import uuid
from datetime import date

import pytest

from tungnha.field import queries as field
from tungnha.field.operations import NewResult, record_visit
from tungnha.ledger.models import CampaignService
from tungnha.people.helping import needs
from tungnha.people.helping.rules import help_words, shown_count, shown_total
from tungnha.people.models import Household, Need, Person
from tungnha.people.operations import needs as operations
from tungnha.units.models import Event
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 26)


@pytest.fixture
def add(members, at_tuesday, units):
    def write(person, kind="home", body=None, from_on=TODAY):
        return operations.add(
            person=person,
            kind=kind,
            purpose="đến nhà hướng dẫn",
            body=body,
            from_on=from_on,
            by=members.mai,
            at=at_tuesday,
        )

    return write


@pytest.fixture
def asked(campaign, service):
    return CampaignService.objects.create(campaign=campaign, service=service, group="adult15", level=1)


# -- who


def test_an_elder_alone_is_offered_and_an_officer_confirms(people, members, at_tuesday, commune):
    """Bảo, 76, is alone once the others of her house are away; Em and Gấm are younger."""
    Person.objects.filter(pk__in=[people.an.pk, people.chi.pk]).update(residence="away")
    told = [operations.offer_elders(area=commune, by=members.mai, at=at_tuesday) for _ in range(2)]
    need = Need.objects.get()
    assert (told, need.person, need.state, need.said_by) == ([1, 0], people.bao, "offered", "register")
    assert needs.help_for([people.bao.pk], TODAY) == {}
    operations.decide(offered=[need], are=True, by=members.mai, at=at_tuesday)
    assert needs.help_for([people.bao.pk], TODAY) == {people.bao.pk: ("đến tận nhà",)}


def test_with_somebody_younger_at_home_nobody_is_offered(people, commune):
    assert list(needs.elders_alone(commune, TODAY)) == []


def test_two_elders_together_are_both_offered(people, commune):
    Person.objects.filter(pk=people.em.pk).update(birth_date=date(1950, 5, 26))
    Person.objects.filter(pk=people.gam.pk).update(birth_date=date(1956, 5, 26))
    assert list(needs.elders_alone(commune, TODAY)) == [people.em, people.gam]
    Person.objects.filter(pk=people.gam.pk).update(birth_date=date(1956, 5, 27))
    assert list(needs.elders_alone(commune, TODAY)) == []


def test_what_was_declined_is_not_asked_again(people, members, at_tuesday, commune):
    Person.objects.filter(pk__in=[people.an.pk, people.chi.pk]).update(residence="away")
    operations.offer_elders(area=commune, by=members.mai, at=at_tuesday)
    operations.decide(offered=Need.objects.all(), are=False, by=members.mai, at=at_tuesday)
    assert operations.offer_elders(area=commune, by=members.mai, at=at_tuesday) == 0
    assert operations.decide(offered=Need.objects.all(), are=True, by=members.mai, at=at_tuesday) == 0
    assert Need.objects.get().state == "declined"


@pytest.mark.parametrize("kind", ["merit", "welfare"])
def test_merit_and_welfare_only_by_the_word_of_their_body(add, people, kind, units, members, at_tuesday):
    with pytest.raises(BadInput, match="cơ quan có thẩm quyền"):
        add(people.an, kind)
    with pytest.raises(BadInput, match="cơ quan có thẩm quyền"):
        operations.offer(persons=[people.an], kind=kind, said_by="visit", by=members.lan, at=at_tuesday)
    need = add(people.an, kind, units.culture)
    assert (need.said_by, need.body, needs.help_for([people.an.pk], TODAY)) == (
        "body",
        units.culture,
        {people.an.pk: ()},
    )


def test_a_need_holds_from_its_first_to_its_last_day(add, people, members, at_tuesday):
    need = add(people.an, from_on=date(2026, 5, 20))
    with pytest.raises(BadInput, match="từ ngày đó trở đi"):
        operations.end(need=need, on=date(2026, 5, 19), by=members.mai, at=at_tuesday)
    operations.end(need=need, on=date(2026, 5, 25), by=members.mai, at=at_tuesday)
    days = [date(2026, 5, 19), date(2026, 5, 20), date(2026, 5, 25), date(2026, 5, 26)]
    assert [bool(needs.help_for([people.an.pk], on)) for on in days] == [False, True, True, False]
    assert add(people.an).pk != need.pk


def test_the_same_is_not_written_twice(add, people):
    add(people.an)
    with pytest.raises(BadInput, match="đã ghi"):
        add(people.an)


def test_nothing_of_the_kind_is_in_the_log(add, people, members, at_tuesday):
    operations.end(need=add(people.an, "cannot_read"), on=TODAY, by=members.mai, at=at_tuesday)
    assert "cannot_read" not in " ".join(f"{e.verb} {e.data}" for e in Event.objects.all())


# -- at the door


def visit(people, campaign, members, at, service, **said):
    results = [NewResult(person=people.bao, service=service, outcome="no_smartphone")]
    return record_visit(
        visit_id=uuid.uuid4(), household=people.bao.household, campaign=campaign, outcome="met", made_at=at,
        by=members.lan, at=at, results=results, **said,
    )  # fmt: skip


def test_no_smartphone_at_the_door_is_laid_before_the_desk_once(people, campaign, members, at_tuesday, service, asked):
    for _ in range(2):
        visit(people, campaign, members, at_tuesday, service, cannot_read=[people.an, people.em])
    rows = Need.objects.order_by("kind").values_list("person", "kind", "state", "said_by", "offered_by")
    lan = members.lan.pk
    assert list(rows) == [
        (people.an.pk, "cannot_read", "offered", "visit", lan), (people.bao.pk, "no_device", "offered", "visit", lan),
    ]  # fmt: skip


def test_what_stands_is_not_asked_again_at_the_door(people, campaign, asked, add):
    add(people.an, "cannot_read")
    rows = {row.person: (row.ask_reading, row.help) for row in field.at_the_door(people.an.household, campaign, TODAY)}
    assert rows == {people.an: (False, ("đọc giúp",)), people.bao: (True, None)}


def test_the_team_writes_it_on_the_form_of_the_door(client_of, members, people, campaign, asked, at_tuesday):
    lan = client_of(members.lan)
    where = f"/ho-can-den/{people.an.household_id}/"
    assert "Không đọc được chữ" in lan.get(where).content.decode()
    lan.post(where, {"visit_id": str(uuid.uuid4()), "outcome": "met", f"p{people.bao.pk}-read": "on"})
    assert list(Need.objects.values_list("person", "kind")) == [(people.bao.pk, "cannot_read")]


# -- first in the worklist


def test_the_house_of_who_needs_help_stands_first(people, households, campaign, asked, members, add, villages):
    """Hộ 00 would come first along the lane, and has an appointment; hộ 01 has somebody to help."""
    first = Household.objects.create(code="00", village=villages[0], order=0)
    Person.objects.create(full_name="Vi Văn Tài", household=first, birth_date=date(1980, 1, 1), birth_precision="day",
                          residence="at_home")  # fmt: skip
    codes = lambda: [home.code for home in field.worklist(members.lan, campaign, TODAY)]  # noqa: E731
    assert codes() == ["00", "01"]
    add(people.bao, "no_device")
    assert codes() == ["01", "00"]
    rows = field.with_missing(field.worklist(members.lan, campaign, TODAY), campaign, TODAY, members.lan)
    assert [row.help for row in rows] == [("mang máy theo",), None]


def test_the_team_sees_the_mark_and_what_to_bring_and_not_why(client_of, members, people, campaign, asked, add, units):
    add(people.bao, "cannot_read")
    add(people.an, "merit", units.culture)
    lan = client_of(members.lan)
    pages = [lan.get(where).content.decode() for where in ("/ho-can-den/", f"/ho-can-den/{people.an.household_id}/")]
    assert [("Ưu tiên hỗ trợ" in page, "đọc giúp" in page) for page in pages] == [(True, True)] * 2
    assert [word for page in pages for word in ("có công", "an sinh", "người cao tuổi") if word in page] == []


def test_kinds_are_for_the_desk_only(members, people, add):
    add(people.an)
    seen = {name: Need.objects.visible_to(member).count() for name, member in vars(members).items()}
    assert seen == {"mai": 1, "dung": 1} | dict.fromkeys(("lan", "son", "hung", "binh", "thu", "viet", "phuc"), 0)


# -- counted


@pytest.mark.parametrize(("count", "shown"), [(0, None), (4, None), (5, 5), (6, 6)])
def test_a_small_number_is_not_shown(count, shown):
    assert shown_count(count, 5) == shown


@pytest.mark.parametrize(
    ("counts", "total"),
    [([6, 7], 13), ([6, 4], None), ([6, 4, 0], None), ([6, 4, 3], 13), ([0, 0], None), ([], None)],
)
def test_no_total_tells_what_a_hidden_number_is(counts, total):
    assert shown_total(counts, 5) == total


def test_what_to_bring_is_said_once():
    assert help_words(["home", "alone", "merit", "no_device"]) == ("đến tận nhà", "mang máy theo")


def test_the_counts_of_the_villages_hide_the_few(client_of, members, people, add, villages, make_crowd):
    for person in make_crowd(villages[0], 5):
        add(person, "no_device")
    add(people.em, "no_device")
    page = client_of(members.binh).get("/can-ho-tro/theo-thon/").content.decode()
    said = needs.counts_by_village(villages[0].parent, TODAY)
    column = said["kinds"].index("không có điện thoại thông minh")
    assert [numbers[column] for _, numbers in said["rows"]] == [5, None]
    assert (said["totals"][column], "dưới 5" in page, "không hiện" in page) == (None, True, True)


@pytest.fixture
def make_crowd(db):
    def make(village, how_many):
        home = Household.objects.create(code="99", village=village)
        return [
            Person.objects.create(full_name=f"Người Số {n}", household=home, residence="at_home")
            for n in range(how_many)
        ]

    return make


# -- the pages


def test_mai_confirms_what_waits_and_ends_it(client_of, members, people, at_tuesday):
    operations.offer(persons=[people.an], kind="no_device", said_by="visit", by=members.lan, at=at_tuesday)
    mai, need = client_of(members.mai), Need.objects.get()
    page = mai.get("/can-ho-tro/").content.decode()
    assert ("Nguyễn Văn An" in page, "Tổ ghi khi đến nhà: Lan" in page) == (True, True)
    nobody = mai.post("/can-ho-tro/xac-nhan/", {"la": "dung", "nguoi": ["²"]}, follow=True).content.decode()
    assert ("Chưa đánh dấu ai" in nobody, Need.objects.get().state) == (True, "offered")
    assert mai.post("/can-ho-tro/xac-nhan/", {"la": "dung", "nguoi": [need.pk, 10**9]}).status_code == 302
    assert "Nguyễn Văn An" in mai.get("/can-ho-tro/?loc=dang").content.decode()
    assert mai.post(f"/can-ho-tro/{need.pk}/ket-thuc/", {"on": "2026-05-26"}).status_code == 302
    assert Need.objects.get().to_on == TODAY


def test_mai_writes_one_down_and_the_form_says_what_is_missing(client_of, members, people, at_tuesday):
    mai, where = client_of(members.mai), f"/can-ho-tro/nguoi/{people.an.pk}/"
    said = {"kind": "merit", "purpose": "ưu tiên đến trước", "from_on": "2026-05-26"}
    answer = mai.post(where, said)
    assert (answer.status_code, "chọn cơ quan có thẩm quyền" in answer.content.decode()) == (400, True)
    assert mai.post(where, said | {"kind": "home"}).status_code == 302
    assert Need.objects.get().state == "confirmed"


@pytest.mark.parametrize("who", ["lan", "son", "hung", "binh", "thu", "viet", "phuc"])
def test_nobody_else_opens_them(who, client_of, members, people, add):
    need, client = add(people.an), client_of(getattr(members, who))
    pages = ["", f"nguoi/{people.an.pk}/", f"{need.pk}/ket-thuc/"]
    assert [client.get(f"/can-ho-tro/{page}").status_code for page in pages] == [404] * 3
    assert client.get("/can-ho-tro/theo-thon/").status_code == (200 if who == "binh" else 404)


def test_on_a_persons_page_the_desk_reads_why_and_the_team_what_to_bring(client_of, members, people, add):
    add(people.bao, "cannot_read")
    where = f"/nhan-khau/{people.bao.pk}/"
    mai, lan, binh = (client_of(m).get(where).content.decode() for m in (members.mai, members.lan, members.binh))
    assert [("Không đọc được chữ" in page, "đọc giúp" in page) for page in (mai, lan, binh)] == [
        (True, False), (False, True), (False, False),
    ]  # fmt: skip
    assert f"/can-ho-tro/nguoi/{people.bao.pk}/" in mai
