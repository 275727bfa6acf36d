"""The Zalo group of a village: who is in it is noted with consent, and leaves the count with it."""

import datetime

import pytest

from tungnha.ledger.models import Standing
from tungnha.outreach.models import ZaloHousehold
from tungnha.outreach.operations import zalo
from tungnha.outreach.queries import zalo as queries
from tungnha.people.models import Consent
from tungnha.people.operations import consents
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
LINK = "https://zalo.me/g/abcd1234"


def begin(village, by, at, **more):
    told = {"name": "Thôn 1 số", "keeper_name": "Bà Tư", "join_url": LINK, "created_on": at.date(), **more}
    return zalo.begin_group(village=village, by=by, at=at, **told)


def agreed(at, **more):
    return zalo.Agreed(**{"channel": "paper", "given_at": at, "evidence": "tờ họp thôn số 3", **more})


@pytest.fixture
def group(villages, members, commune, at_tuesday):
    zalo.lay_notice(commune=commune, by=members.mai, at=at_tuesday)
    return begin(villages[0], members.lan, at_tuesday)


def tick(group, who, by, at, **more):
    return zalo.tick(group=group, who=who, on=at.date(), agreed=agreed(at, **more), by=by, at=at)


def line(village, at):
    return queries.by_village(village, at.date())[0]


def test_a_household_ticked_with_consent_is_counted_here_and_by_the_ledger(
    group, households, people, members, at_tuesday
):
    who = [(households.one, people.an)]
    assert tick(group, who, members.lan, at_tuesday) == 1
    assert tick(group, who, members.lan, at_tuesday) == 0  # ticked twice is once
    assert (line(group.village, at_tuesday).inside, line(group.village, at_tuesday).base) == (1, 1)
    assert Consent.objects.get().person == people.an
    assert Standing.objects.filter(service__code="nhom-zalo", household=households.one, level=1).exists()


def test_consent_that_is_withdrawn_takes_the_household_out_whoever_had_said_so(
    group, households, people, members, campaign, at_tuesday
):
    from tungnha.field.homes import operations as homes

    homes.tick(
        households=[households.one], campaign=campaign, form="zalo", on=at_tuesday.date(), by=members.lan, at=at_tuesday
    )
    tick(group, [(households.one, people.an)], members.lan, at_tuesday)
    consents.withdraw(consent=Consent.objects.get(), how="nói với Tổ", by=members.lan, at=at_tuesday)
    assert line(group.village, at_tuesday).inside == 0
    assert ZaloHousehold.objects.get().ended_why == "withdrawn"


def test_a_household_told_through_the_group_is_in_it_and_waits_to_be_asked(
    group, households, members, campaign, at_tuesday
):
    from tungnha.field.homes import operations as homes

    homes.tick(
        households=[households.one], campaign=campaign, form="zalo", on=at_tuesday.date(), by=members.lan, at=at_tuesday
    )
    assert (line(group.village, at_tuesday).inside, line(group.village, at_tuesday).unasked) == (1, 1)


def test_without_words_of_consent_nobody_is_ticked(villages, households, people, members, at_tuesday):
    group = begin(villages[0], members.lan, at_tuesday)
    with pytest.raises(BadInput, match="lời xin đồng ý"):
        tick(group, [(households.one, people.an)], members.lan, at_tuesday)
    assert not Consent.objects.exists()


def test_oral_consent_needs_a_witness_and_nothing_is_half_ticked(group, households, people, members, at_tuesday):
    with pytest.raises(BadInput, match="làm chứng"):
        tick(group, [(households.one, people.an)], members.lan, at_tuesday, channel="oral")
    assert line(group.village, at_tuesday).inside == 0


def test_a_village_has_one_group_and_a_closed_one_holds_nobody(group, households, people, members, at_tuesday):
    tick(group, [(households.one, people.an)], members.lan, at_tuesday)
    with pytest.raises(BadInput, match="đã có nhóm"):
        begin(group.village, members.lan, at_tuesday)
    zalo.close_group(group=group, by=members.lan, at=at_tuesday)
    assert line(group.village, at_tuesday).inside == 0
    again = begin(group.village, members.lan, at_tuesday)
    assert tick(again, [(households.one, people.an)], members.lan, at_tuesday) == 1
    assert Consent.objects.count() == 1  # the consent still stands: not asked twice


def test_who_left_is_no_longer_counted_and_may_come_back(group, households, people, members, at_tuesday):
    tick(group, [(households.one, people.an)], members.lan, at_tuesday)
    zalo.end_household(row=ZaloHousehold.objects.get(), why="left", by=members.lan, at=at_tuesday)
    assert line(group.village, at_tuesday).outside == 1
    with pytest.raises(BadInput, match="từ trước"):
        zalo.end_household(row=ZaloHousehold.objects.get(), why="left", by=members.lan, at=at_tuesday)
    assert tick(group, [(households.one, people.an)], members.lan, at_tuesday) == 1
    assert line(group.village, at_tuesday).inside == 1


@pytest.mark.parametrize(
    "link", ["http://zalo.me/g/abcd1234", "https://zalo.me.xau.vn/g/abcd", "https://bit.ly/x", "zalo"]
)
def test_only_a_link_of_zalo_is_drawn_on_a_poster(villages, members, at_tuesday, link):
    with pytest.raises(BadInput, match=r"zalo\.me/g/"):
        begin(villages[0], members.lan, at_tuesday, join_url=link)


def test_a_keeper_is_a_name_and_no_telephone(villages, members, at_tuesday):
    with pytest.raises(BadInput, match="không ghi số điện thoại"):
        begin(villages[0], members.lan, at_tuesday, keeper_name="Bà Tư 0912000123")


def test_a_notice_keeps_its_words_without_numbers_and_is_not_of_tomorrow(group, members, at_tuesday):
    made = zalo.note_notice(
        group=group, words="Mai họp. Hỏi số 0912000123", on=at_tuesday.date(), by=members.lan, at=at_tuesday
    )
    assert "0912000123" not in made.words
    tomorrow = at_tuesday.date() + datetime.timedelta(days=1)
    with pytest.raises(BadInput, match="chưa đến"):
        zalo.note_notice(group=group, words="x", on=tomorrow, by=members.lan, at=at_tuesday)


def test_the_figure_of_progress_says_the_same(group, households, people, members, at_tuesday):
    from tungnha.ledger.models import Measure
    from tungnha.ledger.queries import households_holding
    from tungnha.ledger.rules import parse_rule
    from tungnha.people.models import Household

    tick(group, [(households.one, people.an)], members.lan, at_tuesday)
    measure = Measure.objects.get(code="ho-nhom-zalo")
    counted = Household.objects.filter(households_holding(parse_rule(measure.rule), at_tuesday.date()))
    assert list(counted) == [households.one]
