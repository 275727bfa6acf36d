"""From every page below a room's own there is one way back: the path at a desk, the arrow on a team's phone."""

import re

import pytest

from tests.outreach.test_campaign_pages import lan, mai, on_air, said
from tungnha.outreach.models import Material, News, Posting, ReadyText
from tungnha.outreach.operations import news
from tungnha.units.models import Campaign

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
__all__ = ["lan", "mai", "on_air", "said"]
MATERIAL = {"title": "Năm điều", "kind": "warning", "words": "Không hỏi.", "for_door": "on", "order": "1",
            "audience": "elderly"}  # fmt: skip


@pytest.fixture
def made(mai, lan, on_air, members, villages, at_tuesday):
    """One of each: a material, what hangs, news of a broadcast."""
    mai.post("/tai-lieu/them/", MATERIAL)
    mai.post(f"/tai-lieu/{Material.objects.get().pk}/duyet/")
    mai.post("/niem-yet/them/", {"title": "Băng rôn", "form": "banner", "houses": "on"})
    lan.post(f"/tuyen-truyen/phan/{on_air.pk}/", {"on": "2026-05-26", "times": "1"})
    on_air.refresh_from_db()
    news.write_news(part=on_air, title="Tin", words="Lời", by=members.lan, at=at_tuesday)


def below(on_air, of_desk):
    campaign, material, posting = Campaign.objects.get(), Material.objects.get(), Posting.objects.first()
    shared = {
        f"/tuyen-truyen/phan/{on_air.pk}/", f"/tuyen-truyen/loi/{ReadyText.objects.first().pk}/",
        f"/tuyen-truyen/tin/{News.objects.get().pk}/", f"/tuyen-truyen/hoat-dong/{on_air.activity_id}/",
        f"/tai-lieu/{material.pk}/", f"/tai-lieu/dia-chi/{campaign.pk}/",
        *([f"/niem-yet/{posting.pk}/", f"/niem-yet/noi/{posting.sites.order_by('pk')[0].pk}/"] if posting else []),
    }  # fmt: skip
    desk = {
        "/tai-lieu/them/", f"/tai-lieu/{material.pk}/sua/", f"/tai-lieu/{material.pk}/chuyen/", "/niem-yet/them/",
        "/uu-dai/them/", "/tuyen-truyen/mau/lua-dao/zalo/", f"/tuyen-truyen/thon/{on_air.area_id}/",
    }  # fmt: skip
    return shared | desk if of_desk else shared


def test_mai_at_her_desk_sees_the_path(mai, made, on_air):
    for where in below(on_air, of_desk=True):
        shown = mai.get(where).content.decode()
        path = "".join(re.findall(r'<nav class="crumbs".*?</nav>', shown, re.S))
        assert '<a href="/' in path, where
        assert '<html lang="vi" class=""' in shown, where


def test_lan_has_one_arrow_on_her_phone(lan, made, on_air):
    for where in below(on_air, of_desk=False):
        shown = lan.get(where).content.decode()
        assert '<html lang="vi" class="phone"' in shown, where
        assert shown.count('class="phone-back"') == 1, where
        assert 'class="crumbs"' not in shown, where


@pytest.mark.parametrize("where", ["/tai-lieu/", "/tai-lieu/dia-chi/", "/niem-yet/", "/uu-dai/"])
def test_the_rooms_of_materials_are_a_phones_pages_for_a_team(lan, mai, where):
    assert 'class="phone"' in lan.get(where).content.decode()
    assert 'class="phone"' not in mai.get(where).content.decode()
