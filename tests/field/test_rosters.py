"""The head of an organisation: own people, who is missing, one form; and counts without names."""

from datetime import date

import pytest
from django.urls import reverse

from tests.conftest import make_member
from tests.people.test_rosters import facts
from tungnha.field import rosters
from tungnha.ledger.models import CampaignService, Claim, CountClaim, Measure, Service, Standing
from tungnha.ledger.operations import NewClaim, record_claim
from tungnha.people.models import RosterEntry
from tungnha.people.operations.rosters import add_entry, end_entry
from tungnha.units.models import Event, Organisation, Role
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 26)


@pytest.fixture
def asked(campaign, service):
    """The campaign asks a signature of everybody, integrated of officials, and one of the pupils."""
    CampaignService.objects.create(campaign=campaign, service=service, group="adult15", level=1)
    CampaignService.objects.create(campaign=campaign, service=service, group="official", level=2, order=1)
    vneid = Service.objects.get(code="vneid")
    CampaignService.objects.create(campaign=campaign, service=vneid, group="adult15", level=2, order=2)
    return CampaignService.objects.create(campaign=campaign, service=service, group="pupil", level=1, order=3)


@pytest.fixture
def school(units, members, at_tuesday, people):
    """An of the register, Cúc and Dương from elsewhere."""
    said = (("Nguyễn Văn An", {"number": "019080000011"}), ("Trần Thị Cúc", {"birth": "1985"}), ("Lò Văn Dương", {}))
    for name, more in said:
        add_entry(organisation=units.school, facts=facts(name, **more), by=members.thu, at=at_tuesday)
    return units.school


def table(school, campaign):
    lines = rosters.lines_of(school, campaign, TODAY)
    return [(c.asked.service.code, c.asked.level, c.have, len(c.missing)) for c in rosters.columns_of(lines)]


def say(school, campaign, members, at, ticked, since=TODAY):
    return rosters.say_who_has(
        organisation=school, campaign=campaign, ticked=ticked, since_on=since, by=members.thu, at=at
    )


def test_of_its_own_group_the_level_asked_of_it_counts(school, campaign, asked):
    assert table(school, campaign) == [("chu-ky-so", 2, 0, 3), ("vneid", 2, 0, 3)]


def test_a_course_asked_of_the_units_people_is_ticked_like_what_they_have(
    school, campaign, asked, members, at_tuesday, people
):
    course = Service.objects.get(code="dao-tao-so")
    lesson = Service.objects.get(code="bai-hoc-so")
    CampaignService.objects.create(campaign=campaign, service=course, group="official", order=4)
    CampaignService.objects.create(campaign=campaign, service=lesson, group="adult15", order=5)
    assert ("dao-tao-so", 1, 0, 3) in table(school, campaign)
    assert "bai-hoc-so" not in {row[0] for row in table(school, campaign)}, "asked of everybody, and not of the unit"
    entry = school.roster_entries.first()
    assert say(school, campaign, members, at_tuesday, [(entry.person_id, course.pk)]) == 1
    assert ("dao-tao-so", 1, 1, 2) in table(school, campaign)


def test_a_tick_is_a_claim_by_the_units_word(school, campaign, asked, members, at_tuesday, service, people):
    assert say(school, campaign, members, at_tuesday, [(people.an.pk, service.pk)], date(2026, 5, 1)) == 1
    claim = Claim.objects.get()
    assert (claim.source, claim.stated_by, claim.level, claim.since_on, claim.person) == (
        "unit", school, 2, date(2026, 5, 1), people.an,
    )  # fmt: skip
    assert table(school, campaign) == [("chu-ky-so", 2, 1, 2), ("vneid", 2, 0, 3)]


def test_ticked_twice_counts_once(school, campaign, asked, members, at_tuesday, service, people):
    told = [say(school, campaign, members, at_tuesday, [(people.an.pk, service.pk)] * 2) for _ in range(2)]
    assert (told, Claim.objects.count()) == ([1, 0], 1)


def test_a_unit_says_nothing_of_others_people_and_nothing_that_nobody_asks(
    school, campaign, asked, members, at_tuesday, service, people
):
    other = Service.objects.get(code="tai-khoan")
    ticked = [(people.em.pk, service.pk), (people.an.pk, other.pk), (999_999, service.pk)]
    assert say(school, campaign, members, at_tuesday, ticked) == 0
    assert Claim.objects.count() == 0


def test_who_has_left_is_no_longer_the_units_to_speak_of(school, campaign, asked, members, at_tuesday, service, people):
    entry = RosterEntry.objects.get(person=people.an)
    end_entry(entry=entry, on=date(2026, 5, 25), why="left", by=members.thu, at=at_tuesday)
    assert say(school, campaign, members, at_tuesday, [(people.an.pk, service.pk)]) == 0
    assert (len(rosters.lines_of(school, campaign, TODAY)), rosters.former_of(school, TODAY).count()) == (2, 1)


def test_the_unit_takes_back_its_own_word_and_nobody_elses(
    school, campaign, asked, members, at_tuesday, service, people
):
    say(school, campaign, members, at_tuesday, [(people.an.pk, service.pk)])
    listed = NewClaim(subject={"person_id": people.an.pk}, service=service, since_on=TODAY, source="list", level=1)
    record_claim(listed, by=None, at=at_tuesday)
    back = {"organisation": school, "ticked": [(people.an.pk, service.pk)], "by": members.thu, "at": at_tuesday}
    assert [rosters.take_back(**back), rosters.take_back(**back)] == [1, 0]
    assert Standing.objects.get(person=people.an).decided_by.source == "list"


def test_a_day_ahead_is_refused(school, campaign, asked, members, at_tuesday, service, people):
    with pytest.raises(BadInput, match="còn ở phía trước"):
        say(school, campaign, members, at_tuesday, [(people.an.pk, service.pk)], date(2026, 5, 27))


def test_what_the_head_ticks_is_what_progress_counts(school, campaign, asked, members, at_tuesday, service, people):
    """The roster makes the base, the tick the count: no second book."""
    from tungnha.progress.counting import counted_q, things

    say(school, campaign, members, at_tuesday, [(people.an.pk, service.pk)])
    measure = Measure.objects.get(code="chu-ky-so-can-bo")
    base, now = counted_q(measure, TODAY, school.area)
    rows = things(measure, school.area)
    assert (rows.filter(base).count(), rows.filter(now).count()) == (3, 1)


def test_the_page_asks_the_database_as_often_for_many_as_for_few(
    school, campaign, asked, members, at_tuesday, django_assert_max_num_queries
):
    for n in range(20):
        add_entry(organisation=school, facts=facts(f"Người Số {n}"), by=members.thu, at=at_tuesday)
    with django_assert_max_num_queries(6):
        rosters.columns_of(rosters.lines_of(school, campaign, TODAY))


# -- counts without names


def state(school, campaign, members, at, **said):
    given = {"wholes": {}, "counts": {}, "on": TODAY, "document": ""} | said
    return rosters.state_counts(organisation=school, campaign=campaign, by=members.thu, at=at, **given)


def test_a_school_states_its_pupils_without_names(school, campaign, asked, members, at_tuesday, service):
    assert state(school, campaign, members, at_tuesday, wholes={"pupil": 412}, counts={asked.pk: 37}) == 2
    rows = CountClaim.objects.values_list("group", "service", "count", "base")
    assert set(rows) == {("pupil", None, 412, None), ("pupil", service.pk, 37, 412)}


def test_the_same_figures_again_change_nothing(school, campaign, asked, members, at_tuesday):
    said = {"wholes": {"pupil": 412}, "counts": {asked.pk: 37}}
    assert [state(school, campaign, members, at_tuesday, **said) for _ in range(2)] == [2, 0]


def test_more_than_the_whole_is_refused(school, campaign, asked, members, at_tuesday):
    with pytest.raises(BadInput, match="lớn hơn tổng số"):
        state(school, campaign, members, at_tuesday, wholes={"pupil": 30}, counts={asked.pk: 37})


# -- the pages


@pytest.fixture
def thu(client_of, members, school, asked):
    return client_of(members.thu)


def test_thu_comes_to_her_own_roster_sees_who_is_missing_and_ticks(thu, school, people, service, campaign):
    assert thu.get("/nguoi-don-vi/").url == f"/nguoi-don-vi/{school.pk}/"
    page = thu.get(f"/nguoi-don-vi/{school.pk}/").content.decode()
    assert ("0/3 có Chữ ký số" in page, "Còn thiếu 3" in page, "Nguyễn Văn An" in page) == (True,) * 3
    done = {"co": f"{people.an.pk}-{service.pk}", "since_on": "2026-05-26", "dot": campaign.pk}
    assert thu.post(f"/nguoi-don-vi/{school.pk}/", done).status_code == 302
    page = thu.get(f"/nguoi-don-vi/{school.pk}/?thieu={service.pk}&dot={campaign.pk}").content.decode()
    assert ("1/3 có Chữ ký số" in page, "Trần Thị Cúc" in page) == (True, True)
    assert "Nguyễn Văn An" not in page.partition("<tbody>")[2]
    back = {"rut": f"{people.an.pk}-{service.pk}", "since_on": "2026-05-26", "dot": campaign.pk}
    thu.post(f"/nguoi-don-vi/{school.pk}/", back)
    assert "0/3 có Chữ ký số" in thu.get(f"/nguoi-don-vi/{school.pk}/").content.decode()


def test_nothing_ticked_is_said_in_one_sentence(thu, school, campaign):
    answer = thu.post(f"/nguoi-don-vi/{school.pk}/", {"since_on": "2026-05-26", "co": ["x", "1-²"]})
    assert (answer.status_code, "Chưa đánh dấu ai" in answer.content.decode()) == (400, True)


def test_thu_adds_corrects_and_ends(thu, school):
    new = {"full_name": "vi thị mơ", "birth": "1990", "kind": "staff", "position": "Kế toán", "lives": "elsewhere"}
    assert thu.post(f"/nguoi-don-vi/{school.pk}/them/", new).status_code == 302
    entry = RosterEntry.objects.get(position="Kế toán")
    assert entry.person.full_name == "Vi Thị Mơ"
    where = f"/nguoi-don-vi/nguoi/{entry.pk}/"
    thu.post(where, {"do": "place", "place-kind": "staff", "place-position": "Văn thư", "place-room": "Tổ Văn phòng"})
    thu.post(where, {"do": "name", "name-full_name": "Vi Thị Mơ Hoa", "name-birth": "02/03/1990"})
    assert thu.post(where, {"do": "end", "end-why": "retired", "end-on": "2026-05-26"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.position, entry.room, entry.to_on) == ("Văn thư", "Tổ Văn phòng", TODAY)
    page = thu.get(where).content.decode()
    assert ("Nghỉ hưu" in page, "Vi Thị Mơ Hoa" in page, "chức vụ: Văn thư" in page) == (True, True, True)


def test_a_child_is_refused_on_the_form_and_what_was_typed_stays(thu, school):
    new = {"full_name": "Hà Thị Bé", "birth": "05/05/2014", "kind": "staff"}
    answer = thu.post(f"/nguoi-don-vi/{school.pk}/them/", new)
    page = answer.content.decode()
    assert (answer.status_code, "chưa đủ 16 tuổi" in page, 'value="Hà Thị Bé"' in page) == (400, True, True)


@pytest.mark.parametrize("who", ["lan", "son", "hung", "viet", "phuc", "binh"])
def test_nobody_else_keeps_the_schools_people(who, client_of, members, school, asked):
    client = client_of(getattr(members, who))
    entry = RosterEntry.objects.first()
    pages = [f"{school.pk}/them/", f"nguoi/{entry.pk}/", f"{school.pk}/nhap/", f"{school.pk}/so-lieu/"]
    answers = [client.get(f"/nguoi-don-vi/{page}").status_code for page in pages]
    assert answers == [404] * 4
    assert client.post(f"/nguoi-don-vi/{school.pk}/", {"co": "1-1", "since_on": "2026-05-26"}).status_code == 404
    assert client.get(f"/nguoi-don-vi/{school.pk}/").status_code == (200 if who == "binh" else 404)


def test_thu_does_not_open_another_units_people(thu, units, members, at_tuesday, client_of):
    add_entry(organisation=units.culture, facts=facts("Vi Văn Tài"), by=members.mai, at=at_tuesday)
    other = RosterEntry.objects.get(organisation=units.culture)
    pages = [f"{units.culture.pk}/", f"nguoi/{other.pk}/", f"{units.culture.pk}/them/"]
    assert [thu.get(f"/nguoi-don-vi/{page}").status_code for page in pages] == [404] * 3
    assert Event.objects.filter(verb="scope.refused").count() == 3
    assert client_of(members.mai).get(f"/nguoi-don-vi/{units.culture.pk}/").status_code == 200


def test_the_police_are_told_to_state_numbers(client_of, members, units, campaign):
    mai = client_of(members.mai)
    page = mai.get(f"/nguoi-don-vi/{units.police.pk}/").content.decode()
    assert ("không lập danh sách tên" in page, "Ghi số liệu" in page, "Thêm người" in page) == (True, True, False)
    answer = mai.post(f"/nguoi-don-vi/{units.police.pk}/so-lieu/", {"whole-armed_forces": "9", "on": "2026-05-26"})
    assert (answer.status_code, CountClaim.objects.get().count) == (302, 9)
    assert mai.get(f"/nguoi-don-vi/{units.police.pk}/them/").url == f"/nguoi-don-vi/{units.police.pk}/"


def test_more_than_the_whole_is_told_beside_the_field(thu, school, asked):
    said = {"whole-pupil": "30", f"has-{asked.pk}": "37", "on": "2026-05-26"}
    answer = thu.post(f"/nguoi-don-vi/{school.pk}/so-lieu/", said)
    assert (answer.status_code, "lớn hơn tổng số" in answer.content.decode()) == (400, True)


def test_the_desk_sees_all_units(client_of, members, school):
    page = client_of(members.mai).get("/nguoi-don-vi/").content.decode()
    assert ("Trường THCS Mẫu Sơn" in page, "không lập tên" in page) == (True, True)


def test_a_unit_without_an_organisation_kind_of_names_states_none(client_of, members, units, campaign):
    assert client_of(members.mai).get(f"/nguoi-don-vi/{units.culture.pk}/so-lieu/").status_code == 404


def test_the_head_sees_the_own_people_first_thing(thu, school, people):
    page = thu.get("/").content.decode()
    assert ("0/3</b> có Chữ ký số" in page, f'href="/nguoi-don-vi/{school.pk}/"' in page) == (True, True)


def test_who_works_for_a_body_reads_the_names_of_its_rooms_and_writes_none(
    school, campaign, asked, units, members, client_of, at_tuesday
):
    body = Organisation.objects.create(name="Sở Mẫu", kind="department", area=school.area, must_report=False)
    Organisation.objects.filter(pk=school.pk).update(parent=body)
    office = make_member("Vân", Role.UNIT_OFFICER, school.area, body)
    page = client_of(office).get(reverse("field:rosters")).content.decode()
    assert "Người của các phòng" in page
    assert "Trần Thị Cúc" in page
    room = client_of(office).get(reverse("field:roster", args=[school.pk]))
    assert "Trần Thị Cúc" in room.content.decode()
    assert "Ghi nhận" not in room.content.decode()
    assert client_of(office).post(reverse("field:roster", args=[school.pk]), {}).status_code == 404
    entry = school.roster_entries.first()
    assert client_of(office).get(reverse("people:roster-entry", args=[entry.pk])).status_code == 404
    beside = make_member("Quyên", Role.UNIT_OFFICER, units.vnpt.area, units.vnpt)
    assert client_of(beside).get(reverse("field:roster", args=[school.pk])).status_code == 404
    above = make_member("Phong", Role.PROVINCE_OFFICER, school.area, body)
    assert client_of(above).get(reverse("field:roster", args=[school.pk])).status_code == 404
