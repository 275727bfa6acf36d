"""Households follow a merged village; a split one needs a list."""

from datetime import date

import pytest

from tungnha.people.models import Household
from tungnha.people.register.moving import move_households
from tungnha.units import setup
from tungnha.units.models import Area
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db


@pytest.fixture
def merge(villages, members, at_tuesday):
    def into(*successors):
        setup.end_village(
            village=villages[0], successors=successors, on=date(2026, 5, 1), decision="", by=members.mai, at=at_tuesday
        )

    return into


def test_households_of_a_merged_village_keep_their_people_and_get_a_free_code(
    merge, villages, people, members, client_of, at_tuesday
):
    merge(villages[1])
    mai = client_of(members.mai)
    assert "Chuyển các hộ sang thôn mới" in mai.get(f"/thiet-lap/thon/{villages[0].pk}/").content.decode()
    mai.post(f"/ho/chuyen-thon/{villages[0].pk}/")
    assert list(Household.objects.values_list("code", "village__name", "order")) == [("01", "2", 1), ("01-01", "2", 2)]
    people.an.refresh_from_db()
    assert people.an.household.code == "01-01"
    page = mai.get(f"/nhan-khau/?thon={villages[1].pk}").content.decode()
    assert "Thấy 6 người." in page


def test_a_village_that_goes_on_or_was_split_moves_nobody(merge, villages, people, members, commune, at_tuesday):
    with pytest.raises(BadInput, match="còn hoạt động"):
        move_households(village=villages[0], by=members.mai, at=at_tuesday)
    (three,) = setup.add_villages(commune=commune, text="thôn 3", by=members.mai, at=at_tuesday)
    merge(villages[1], three)
    with pytest.raises(BadInput, match="chia về nhiều thôn"):
        move_households(village=Area.objects.get(pk=villages[0].pk), by=members.mai, at=at_tuesday)
    assert Household.objects.filter(village=villages[0]).count() == 1


def test_a_team_member_moves_nobody(villages, members, client_of, people):
    assert client_of(members.lan).post(f"/ho/chuyen-thon/{villages[0].pk}/").status_code == 404
