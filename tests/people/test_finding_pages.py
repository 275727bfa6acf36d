"""The page “Tìm người”: what is typed, what is shown, and that nobody finds anyone outside the own scope."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.conftest import make_member
from tests.guards import world
from tungnha.people.finding import searching
from tungnha.people.finding.searching import Question, find
from tungnha.people.models import Household, Identifier, Person, RosterEntry, Telephone
from tungnha.units.models import Area, Event, Organisation, Role

pytestmark = pytest.mark.django_db


def names_of(found):
    return [one.person.full_name for one in found.people]


@pytest.fixture
def mai(client_of, members, at_tuesday):
    return client_of(members.mai)


# -- what is typed


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("an", ["Nguyễn Văn An"]),
        ("nguyen", ["Nguyễn Văn An", "Nguyễn Thị Chi", "Nguyễn Văn Duy"]),
        ("  van   ng ", ["Nguyễn Văn An", "Nguyễn Văn Duy"]),
        ("van", ["Nguyễn Văn An", "Nguyễn Văn Duy", "Hoàng Văn Em"]),
        ("nguyen 1990", ["Nguyễn Văn Duy"]),
        ("1950", ["Trần Thị Bảo"]),
        ("bảo 1950", ["Trần Thị Bảo"]),
        ("01", ["Nguyễn Văn An", "Trần Thị Bảo", "Nguyễn Văn Duy", "Nguyễn Thị Chi", "Hoàng Văn Em", "Nông Thị Gấm"]),
        ("0912 000 011", ["Nguyễn Văn An"]),
        ("+84 912000011", ["Nguyễn Văn An"]),
        ("019080000011", ["Nguyễn Văn An"]),
        ("019080000099", []),
        ("không ai", []),
        ("%", ["Nguyễn Văn An", "Trần Thị Bảo", "Nguyễn Thị Chi", "Nguyễn Văn Duy", "Hoàng Văn Em", "Nông Thị Gấm"]),
        ("a_", ["Nguyễn Văn An"]),
    ],
)
def test_mai_finds_who_she_means(typed, names, people, members, at_tuesday):
    assert names_of(find(Question(typed), members.mai)) == names


def test_marks_typed_wrongly_are_forgiven_and_said(people, mai):
    page = mai.get("/nhan-khau/?tim=gầm").content.decode()
    assert "Không có ai viết đúng dấu như vậy" in page
    assert "Gấm" in re.sub(r"</?mark>", "", page)
    assert "Không có ai viết đúng dấu" not in mai.get("/nhan-khau/?tim=gấm").content.decode()


def test_a_word_of_address_before_the_name_is_left_out(people, members, at_tuesday):
    found = find(Question("bà gấm"), members.mai)
    assert (names_of(found), found.note) == (["Nông Thị Gấm"], "title")


def test_an_old_number_and_a_merged_record_lead_to_the_person_of_today(people, members, at_tuesday):
    old = Identifier(person=people.gam, kind="cmnd", status="cancelled")
    old.set_value("095012345")
    old.save()
    people.gam.household, people.gam.merged_into = None, people.em
    people.gam.save()
    for text in ("095012345", "019178000016", "nong thi gam"):
        assert names_of(find(Question(text), members.mai)) == ["Hoàng Văn Em"]
    shown = find(Question("gam"), members.mai).people[0]
    assert "".join(text for text, _ in shown.other) == "Nông Thị Gấm"


def test_who_was_erased_is_found_by_nothing(people, members, at_tuesday):
    people.an.erased_at = at_tuesday
    people.an.save()
    for text in ("van an", "019080000011", "0912000011", "01"):
        assert "Nguyễn Văn An" not in names_of(find(Question(text), members.mai))


def test_who_moved_away_or_died_comes_last_and_can_be_asked_for(people, members, villages, at_tuesday):
    people.an.residence = "deceased"
    people.an.save()
    everyone = ["Nguyễn Thị Chi", "Nguyễn Văn Duy", "Nguyễn Văn An"]
    assert names_of(find(Question("nguyen"), members.mai)) == everyone
    by_state = {state: names_of(find(Question("nguyen", state=state), members.mai)) for state in searching.STATE_OF}
    assert by_state == {"o-day": everyone[:1], "di-xa": everyone[1:2], "khong-con": everyone[2:]}
    assert names_of(find(Question("0912000011", state="o-day"), members.mai)) == []
    assert names_of(find(Question("nguyen", village=villages[1].pk), members.mai)) == []


# -- the page


def test_a_name_looked_for_goes_on_in_the_address_and_a_number_never_does(people, mai):
    by_name = mai.post("/nhan-khau/", {"tim": "van an"})
    assert (by_name.status_code, by_name.url) == (302, "/nhan-khau/?tim=van+an")
    for number in ("0912 000 011", "019080000011", "0190800000"):
        assert mai.post("/nhan-khau/", {"tim": number}).status_code == 200
    assert names_of(mai.post("/nhan-khau/", {"tim": "0912 000 011"}).context["found"]) == ["Nguyễn Văn An"]


def test_a_search_by_number_is_logged_without_the_number(people, mai):
    mai.post("/nhan-khau/", {"tim": "019080000011"}, headers={"HX-Request": "true"})
    mai.post("/nhan-khau/", {"tim": "van an"}, headers={"HX-Request": "true"})
    (event,) = Event.objects.filter(verb="people.searched_by_number")
    assert (event.data, event.about_id) == ({"found": 1}, "")


def test_while_typing_the_pages_of_a_name_keep_it_and_those_of_a_number_do_not(people, mai, monkeypatch):
    monkeypatch.setattr("tungnha.people.finding.searching.PAGE", 1)
    typed = mai.post("/nhan-khau/", {"tim": "nguyen", "cu-tru": "o-day"}, headers={"HX-Request": "true"})
    assert "?tim=nguyen&amp;cu-tru=o-day&amp;trang=2" in typed.content.decode()
    typed = mai.post("/nhan-khau/", {"tim": "nguyen"}, headers={"HX-Request": "true"}).content.decode()
    Telephone.objects.update(number_ix=Telephone.objects.get(person=people.an).number_ix)
    number = mai.post("/nhan-khau/", {"tim": "0912000011"}, headers={"HX-Request": "true"}).content.decode()
    assert ("?tim=nguyen&amp;trang=2" in typed, "tim=" in number, "<html" in typed) == (True, False, False)


def test_pages_follow_one_another_and_end(people, members, at_tuesday, monkeypatch):
    monkeypatch.setattr("tungnha.people.finding.searching.PAGE", 2)
    pages = [find(Question("n", page=n), members.mai) for n in (1, 2, 3)]
    assert [names_of(page) for page in pages] == [
        ["Nguyễn Văn An", "Nguyễn Thị Chi"],
        ["Nguyễn Văn Duy", "Nông Thị Gấm"],
        [],
    ]
    assert [(page.has_next, page.count) for page in pages] == [(True, 4), (False, 4), (False, 4)]


def test_more_than_can_be_paged_through_says_so(people, mai, monkeypatch):
    monkeypatch.setattr("tungnha.people.finding.searching.MOST", 2)
    monkeypatch.setattr("tungnha.people.finding.searching.COUNTED", 2)
    page = mai.get("/nhan-khau/?tim=n").content.decode()
    assert "Thấy hơn 2 người: gõ thêm chữ" in page


def test_the_search_asks_by_post_and_an_older_answer_gives_way(people, mai):
    page = mai.get("/nhan-khau/").content.decode()
    assert ('hx-post="/nhan-khau/"' in page, "hx-get" in page, 'hx-sync="this:replace"' in page) == (True, False, True)


@pytest.mark.parametrize(
    "address", ["?thon=²", "?thon=99999999999999999999", "?tim=%00An", "?trang=²", "?trang=9999", "?cu-tru=x", "?xa=1"]
)
def test_an_address_that_makes_no_sense_still_answers(address, people, mai):
    assert mai.get(f"/nhan-khau/{address}").status_code == 200


def test_the_part_that_was_typed_is_marked_and_nothing_typed_becomes_html(people, mai):
    assert "<mark>Ng</mark>uyễn Văn <mark>A</mark>n" in mai.get("/nhan-khau/?tim=a+ng").content.decode()
    Person.objects.filter(pk=people.an.pk).update(full_name="<b>Nguyễn</b> An")
    assert "<b>Nguy" not in re.sub("</?mark>", "", mai.get("/nhan-khau/?tim=<b>an").content.decode())


# -- who finds whom


@pytest.fixture
def two(db, at_tuesday):
    province = Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")
    return world.build("Alpha", "99901", province), world.build("Beta", "99902", province)


def test_nobody_finds_anyone_outside_the_own_scope_and_everybody_finds_those_inside(two):
    """By the name of everybody, the own number and telephone, the code of every household; as every member."""
    province = two[0].area.province
    outside = Person.objects.create(full_name="Lường Thị Ngoài")  # a teacher who lives elsewhere
    RosterEntry.objects.create(person=outside, organisation=two[0].units["school"])
    science = Organisation.objects.create(name="Sở", kind="department", area=province)
    members = [*two[0].members.values(), make_member("Phúc", Role.PROVINCE_OFFICER, province, science)]
    members.append(make_member("Trang", Role.UNIT_OFFICER, two[1].area, two[0].units["school"]))
    everyone = list(Person.objects.prefetch_related("identifiers", "telephones"))
    codes = list(Household.objects.values_list("code", flat=True))
    leaks, misses = [], []
    for member in members:
        mine = set(Person.objects.visible_to(member).values_list("pk", flat=True))
        for person in everyone:
            texts = [person.full_name] + [i.value for i in person.identifiers.all()]
            texts += ["luong thi"] if person.full_name.startswith("Lường Thị") else []
            texts += [t.number for t in person.telephones.all()]
            found = {text: {one.person.pk for one in find(Question(text), member).people} for text in texts}
            leaks += [(str(member), text) for text, ids in found.items() if ids - mine]
            misses += [(str(member), text) for text, ids in found.items() if person.pk in mine and person.pk not in ids]
        leaks += [(str(member), c) for c in codes if {o.person.pk for o in find(Question(c), member).people} - mine]
    assert (leaks, misses) == ([], [])


def test_a_village_next_door_cannot_be_chosen(two):
    for who in ("mai", "lan", "thu", "viet"):
        member = two[0].members[who]
        village = two[1].villages[0]
        assert find(Question("luong", village=village.pk), member).people == []
        assert find(Question("luong", commune=two[1].area.pk), member).count == find(Question("luong"), member).count


def test_the_team_of_a_village_finds_its_own_village_only(two):
    lan, hung = two[0].members["lan"], two[0].members["hung"]
    assert names_of(find(Question("luong"), lan)) == [
        "Lường Thị Alpha1",
        "Lường Thị Alpha1Buổi",
        "Lường Thị Alpha1Giáo",
    ]
    assert names_of(find(Question("alpha1"), hung)) == []


def test_an_officer_of_the_province_chooses_a_commune_and_a_number_needs_none(two, client_of):
    province = two[0].area.province
    quang = make_member("Quang", Role.DATA_STEWARD, province, None)
    asked = find(Question("alpha1"), quang)
    assert (asked.choose_commune, asked.people) == (True, [])
    assert names_of(find(Question("alpha1", commune=two[0].area.pk), quang))[0] == "Lường Thị Alpha1"
    person = two[1].people["Beta1"]
    number = person.identifiers.first().value
    assert [one.person for one in find(Question(number), quang).people] == [person]
    page = client_of(quang).get("/nhan-khau/").content.decode()
    assert "Chọn một xã, phường để tìm theo tên" in page
    assert 'id="xa-select"' in page


def test_the_unit_finds_its_staff_by_a_part_of_the_name(two):
    thu = two[0].members["thu"]
    teacher = Person.objects.create(full_name="Đặng Thị Hường", birth_date=date(1985, 1, 1), birth_precision="year")
    RosterEntry.objects.create(person=teacher, organisation=two[0].units["school"])
    assert names_of(find(Question("huong"), thu)) == ["Đặng Thị Hường"]
    assert names_of(find(Question("hường 1985"), thu)) == ["Đặng Thị Hường"]
    assert names_of(find(Question("hường 1986"), thu)) == []
    assert find(Question("hương"), thu).note == "marks"


def test_a_household_code_is_not_taken_for_that_of_another_village(people, members, villages, at_tuesday):
    assert names_of(find(Question("01", village=villages[1].pk), members.mai)) == ["Hoàng Văn Em", "Nông Thị Gấm"]
    assert names_of(find(Question("01"), members.hung)) == ["Hoàng Văn Em", "Nông Thị Gấm"]
