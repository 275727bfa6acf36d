"""What an officer may do while setting a commune up, and what is refused."""

from datetime import date

import pytest

from tests.conftest import PASSWORD
from tungnha.units import setup
from tungnha.units.models import Area, AreaSuccession, Event, Group, GroupMember, Member, Organisation, Role
from tungnha.units.problems import BadInput
from tungnha.units.queries_setup import group_table
from tungnha.units.rules_setup import VillageName, read_villages

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 26)


@pytest.fixture
def by_mai(members, at_tuesday):
    return {"by": members.mai, "at": at_tuesday}


# -- villages


def test_a_pasted_list_is_read_line_by_line():
    text = "1. Thôn Đông\n\n- khu phố 3\n tổ dân phố Tân  Lập \nbản nà mèo\n"
    assert read_villages(text) == [
        VillageName("thôn", "Đông"),
        VillageName("khu phố", "3"),
        VillageName("tổ dân phố", "Tân Lập"),
        VillageName("bản", "Nà mèo"),
    ]


def test_villages_are_added_with_codes_of_their_own(by_mai, commune, villages):
    setup.add_villages(commune=commune, text="thôn Đông\nkhu phố 3", **by_mai)
    assert list(Area.objects.villages().values_list("code", "type_name", "name", "order")) == [
        ("99901-01", "thôn", "1", 1),
        ("99901-02", "thôn", "2", 2),
        ("99901-03", "thôn", "Đông", 3),
        ("99901-04", "khu phố", "3", 4),
    ]


def test_two_villages_that_differ_by_a_mark_are_two(by_mai, commune):
    made = setup.add_villages(commune=commune, text="thôn Hà\nthôn Hạ", **by_mai)
    assert [village.full_name for village in made] == ["thôn Hà", "thôn Hạ"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("thôn Đông\nTây", "Dòng “Tây”: hãy ghi loại rồi đến tên"),
        ("thôn Hòa\nthôn Hoà", "có hai lần trong danh sách"),
        ("thôn Đông\nThôn 1", "Đã có “thôn 1”"),
        (" \n", "Chưa có tên thôn nào"),
    ],
)
def test_one_wrong_line_and_no_village_is_added(by_mai, commune, villages, text, sentence):
    with pytest.raises(BadInput, match=sentence):
        setup.add_villages(commune=commune, text=text, **by_mai)
    assert Area.objects.villages().count() == 2


def test_a_village_is_renamed_and_moved_up_its_code_stays(by_mai, villages):
    setup.edit_village(village=villages[1], full_name="bản Lùng", place=1, **by_mai)
    assert list(Area.objects.villages().values_list("code", "type_name", "name")) == [
        ("99901-02", "bản", "Lùng"),
        ("99901-01", "thôn", "1"),
    ]


def test_a_merged_village_ends_the_day_before_and_tells_its_successor(by_mai, villages):
    one, two = villages
    setup.end_village(village=one, successors=[two], on=date(2026, 7, 1), decision="12/NQ-HĐND", **by_mai)
    one.refresh_from_db()
    assert one.valid_to == date(2026, 6, 30)
    assert list(AreaSuccession.objects.values_list("predecessor", "successor", "on", "decision")) == [
        (one.pk, two.pk, date(2026, 7, 1), "12/NQ-HĐND")
    ]


def test_a_village_never_ends_into_itself_or_into_one_that_has_ended(by_mai, villages):
    one, two = villages
    for successors in ([], [one]):
        with pytest.raises(BadInput):
            setup.end_village(village=one, successors=successors, on=TODAY, decision="", **by_mai)
    setup.end_village(village=one, successors=[two], on=TODAY, decision="", **by_mai)
    with pytest.raises(BadInput, match="không thể nhận"):
        setup.end_village(village=two, successors=[one], on=TODAY, decision="", **by_mai)
    with pytest.raises(BadInput, match="đã kết thúc"):
        setup.end_village(village=one, successors=[two], on=TODAY, decision="", **by_mai)


# -- organisations


def test_an_organisation_is_corrected_and_the_log_keeps_no_name(by_mai, units, commune):
    facts = setup.OrganisationFacts(
        name="Trường THCS Mẫu Sơn", kind="school", area=commune, head_name="Lý Văn Khánh", collector=units.culture
    )
    setup.edit_organisation(organisation=units.school, facts=facts, **by_mai)
    units.school.refresh_from_db()
    assert (units.school.head_name, units.school.collector) == ("Lý Văn Khánh", units.culture)
    event = Event.objects.get(verb="organisation.edited")
    assert event.data == {"fields": ["head_name", "collector"]}


def test_no_ring_of_collectors(by_mai, units, commune):
    def report_through(one, other):
        facts = setup.OrganisationFacts(name=one.name, kind=one.kind, area=commune, collector=other)
        setup.edit_organisation(organisation=one, facts=facts, **by_mai)

    report_through(units.school, units.culture)
    for one, other in ((units.culture, units.economy), (units.police, units.school), (units.police, units.police)):
        with pytest.raises(BadInput):
            report_through(one, other)


def test_an_organisation_name_is_used_once(by_mai, units, commune):
    with pytest.raises(BadInput, match="đã có “Công an xã”"):
        setup.add_organisation(facts=setup.OrganisationFacts("Công an xã", "police", commune), **by_mai)


def test_an_organisation_ends_when_nobody_depends_on_it(by_mai, units, members):
    with pytest.raises(BadInput, match="Còn 1 người dùng"):
        setup.end_organisation(organisation=units.school, on=TODAY, **by_mai)
    setup.end_member(member=members.thu, on=TODAY, **by_mai)
    assert setup.end_organisation(organisation=units.school, on=TODAY, **by_mai).valid_to == TODAY


# -- members


def admit(by_mai, area, organisation=None, **more):
    asked = {"full_name": "Kiên", "role": Role.TEAM_MEMBER, "phone": "0987000123", "email": ""} | more
    return setup.admit_member(area=area, organisation=organisation, **asked, **by_mai)


def test_a_new_member_gets_a_password_that_opens(by_mai, villages, units):
    new = admit(by_mai, villages[0], units.team1)
    assert len(new.password) >= 18
    assert new.member.user.check_password(new.password)
    assert not new.password.isdigit()


def test_who_logs_in_already_gets_a_role_more_and_keeps_her_password(by_mai, villages, commune):
    first = admit(by_mai, villages[0])
    second = admit(by_mai, commune, role=Role.LEADER, full_name="Kien")
    assert (second.password, second.member.user) == (None, first.member.user)
    assert first.member.user.check_password(first.password)
    with pytest.raises(BadInput, match="đang là Thành viên Tổ"):
        admit(by_mai, villages[0])
    with pytest.raises(BadInput, match="người tên khác"):
        admit(by_mai, villages[1], full_name="Hạnh")


@pytest.mark.parametrize(
    ("role", "where", "sentence"),
    [
        (Role.TEAM_LEADER, "commune", "phải gắn với một thôn"),
        (Role.OFFICER, "village", "làm việc cho cả xã"),
        (Role.PARTNER, "commune", "phải thuộc một đơn vị"),
        (Role.PROVINCE_OFFICER, "commune", "phải gắn với tỉnh"),
        (Role.PROVINCE_OFFICER, "province", "nằm ngoài địa bàn phụ trách"),
        (Role.OFFICER, "province", "nằm ngoài địa bàn phụ trách"),
    ],
)
def test_a_role_fits_its_area_and_lies_within_that_of_the_officer(
    by_mai, commune, villages, province, role, where, sentence
):
    area = {"commune": commune, "village": villages[0], "province": province}[where]
    with pytest.raises(BadInput, match=sentence):
        admit(by_mai, area, role=role)


def test_nobody_ends_her_own_last_officer_membership(by_mai, members, commune, at_tuesday):
    admit(by_mai, commune, role=Role.OFFICER)  # another officer is there: still not by herself
    with pytest.raises(BadInput, match="cuối cùng của chính mình"):
        setup.end_member(member=members.mai, on=TODAY, **by_mai)
    assert setup.end_member(member=members.mai, on=TODAY, by=members.dung, at=at_tuesday).valid_to == TODAY


def test_a_commune_is_never_left_without_an_officer(members, at_tuesday):
    with pytest.raises(BadInput, match="chỉ còn một cán bộ phụ trách"):
        setup.end_member(member=members.mai, on=TODAY, by=members.dung, at=at_tuesday)


def test_a_password_is_reset_only_where_it_opens_nothing_elsewhere(by_mai, members, province, units):
    password = setup.reset_password(member=members.lan, **by_mai)
    members.lan.user.refresh_from_db()
    assert members.lan.user.check_password(password)
    assert not members.lan.user.check_password(PASSWORD)
    Member.objects.create(user=members.thu.user, role=Role.PROVINCE_OFFICER, area=province, organisation=units.science)
    with pytest.raises(BadInput, match="làm việc ở địa bàn khác"):
        setup.reset_password(member=members.thu, **by_mai)


# -- groups (scenario A.3)


@pytest.fixture
def thirty_four(commune, villages, by_mai):
    setup.add_villages(commune=commune, text="\n".join(f"thôn {n}" for n in range(3, 35)), **by_mai)
    return list(Area.objects.villages())


def test_33_of_34_villages_then_the_last_one_by_name(thirty_four, commune, units, by_mai):
    youth = Organisation.objects.create(name="Đoàn Thanh niên", kind="union", area=commune)
    rule = [{"organisation": units.vnpt.pk, "at_least": 1}, {"organisation": youth.pk, "at_least": 1}]
    decision = {"rule": rule, "number": "45/QĐ-UBND", "signed_on": date(2026, 4, 20)}
    groups = setup.found_groups(kind="working", areas=thirty_four[:33], **decision, **by_mai)
    for group in groups:
        setup.add_place(group=group, full_name="A", part="head", sent_by=units.vnpt, from_on=TODAY, **by_mai)
    for group in groups[:30]:
        setup.add_place(group=group, full_name="B", part="member", sent_by=youth, from_on=TODAY, **by_mai)
    table = group_table("working", commune, TODAY)
    assert (table.founded, len(table.rows), table.complete, table.lacking) == (33, 34, 30, ["thôn 34"])
    lacking = {row.area.name: row.missing for row in table.rows if row.missing}
    assert lacking == {"31": ["Đoàn Thanh niên"], "32": ["Đoàn Thanh niên"], "33": ["Đoàn Thanh niên"]}
    setup.found_groups(kind="working", areas=[thirty_four[33]], **decision, **by_mai)
    assert group_table("working", commune, TODAY).founded == 34


def test_kien_toan_is_a_second_decision_and_the_first_stays(villages, units, by_mai):
    (group,) = setup.found_groups(
        kind="team", areas=villages[:1], rule=[], number="1/QĐ", signed_on=date(2026, 1, 5), **by_mai
    )
    assert group.organisation == units.team1
    with pytest.raises(BadInput, match="phải ký sau"):
        setup.renew_group(group=group, number="0/QĐ", signed_on=date(2026, 1, 4), **by_mai)
    setup.renew_group(group=group, number="2/QĐ", signed_on=date(2026, 5, 20), **by_mai)
    assert list(group.decisions.order_by("pk").values_list("number", "renews")) == [("1/QĐ", False), ("2/QĐ", True)]


def test_who_left_a_group_no_longer_fulfils_its_rule(villages, units, commune, by_mai):
    rule = [{"organisation_kind": "operator", "at_least": 1}]
    (group,) = setup.found_groups(
        kind="working", areas=villages[:1], rule=rule, number="1/QĐ", signed_on=date(2026, 1, 5), **by_mai
    )
    place = setup.add_place(group=group, full_name="A", part="head", sent_by=units.vnpt, from_on=TODAY, **by_mai)
    with pytest.raises(BadInput, match="đang có trưởng"):
        setup.add_place(group=group, full_name="B", part="head", sent_by=None, from_on=TODAY, **by_mai)
    assert group_table("working", commune, TODAY).rows[0].missing == []
    setup.end_place(place=place, on=TODAY, **by_mai)
    assert group_table("working", commune, date(2026, 5, 27)).rows[0].missing == ["doanh nghiệp viễn thông"]
    assert GroupMember.objects.count() == 1


def test_a_second_founding_is_refused_whole(villages, by_mai):
    decision = {"rule": [], "number": "1/QĐ", "signed_on": date(2026, 1, 5)}
    setup.found_groups(kind="team", areas=villages[:1], **decision, **by_mai)
    with pytest.raises(BadInput, match="quyết định kiện toàn"):
        setup.found_groups(kind="team", areas=villages, **decision, **by_mai)
    with pytest.raises(BadInput, match="Ngày ký còn ở phía trước"):
        setup.found_groups(
            kind="team", areas=villages[1:], rule=[], number="1/QĐ", signed_on=date(2026, 6, 1), **by_mai
        )
    assert Group.objects.count() == 1
