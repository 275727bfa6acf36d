"""What the demonstration's commune gives out and shows: materials passed on, banners at most culture houses, an offer
told to most villages, the plan's address."""

from __future__ import annotations

from datetime import datetime, timedelta

from tungnha.demo.commune import DemoCommune
from tungnha.outreach.models import Material
from tungnha.outreach.operations import addresses, offers, passing, sites
from tungnha.outreach.queries import sites as site_queries
from tungnha.outreach.queries.materials import bodies_of, materials_of
from tungnha.units.models import Campaign, Role

WITHOUT_BANNER, NOT_TOLD, NOT_RECEIVED = 4, 5, 3  # villages at the end of the list


def give_out(commune: DemoCommune, campaign: Campaign, began: datetime, now: datetime) -> None:
    addresses.address_of(campaign, began)
    shown = list(materials_of(commune.area, began.date()).order_by("order"))
    _pass_on(commune, shown[:2], began, now)
    _put_up(commune, campaign, began, now)
    _offer(commune, campaign, began, now)


def _pass_on(commune: DemoCommune, shown: list[Material], began: datetime, now: datetime) -> None:
    """The villages' leaders opened them, but for the last."""
    officer = commune.members[Role.OFFICER]
    for material in shown:
        passing.pass_on(
            material=material, areas=commune.villages, organisations=bodies_of(commune.area)[3:6], by=officer, at=began
        )
    for place in range(len(commune.villages) - NOT_RECEIVED):
        if team := commune.teams.get(place):
            at = min(now, began + timedelta(hours=3 + place))
            passing.receive(materials=[m.pk for m in shown], how="opened", by=team[0], at=at)


def _put_up(commune: DemoCommune, campaign: Campaign, began: datetime, now: datetime) -> None:
    officer = commune.members[Role.OFFICER]
    day = began.date()
    posting = sites.ask_posting(
        area=commune.area, form="banner", title="Băng rôn “Mỗi người dân một chữ ký số”", campaign=campaign,
        sites=site_queries.culture_houses(commune.area, day), due_on=day + timedelta(days=10), by=officer, at=began,
    )  # fmt: skip
    up = list(posting.sites.select_related("posting", "area"))[:-WITHOUT_BANNER]
    at = min(now, began + timedelta(days=2))
    sites.tick(sites=dict.fromkeys(up, 1), on=at.date(), by=officer, at=at)


def _offer(commune: DemoCommune, campaign: Campaign, began: datetime, now: datetime) -> None:
    officer, day = commune.members[Role.OFFICER], began.date()
    offer = offers.write_offer(
        area=commune.area, organisation=commune.organisations["VNPT Hiệp Lực"], campaign=campaign,
        title="Chữ ký số cá nhân miễn phí 12 tháng", for_whom="người từ 15 tuổi đăng ký trong đợt cao điểm",
        words="Mang thẻ căn cước đến buổi hỗ trợ, hoặc đăng ký trên VNeID.", until=day + timedelta(days=150),
        by=commune.members[Role.PARTNER], at=began,
    )  # fmt: skip
    offers.agree(offer=offer, by=officer, at=began)
    at = min(now, began + timedelta(days=3))
    told = commune.villages[:-NOT_TOLD]
    offers.tell(offer=offer, areas=told, on=at.date(), how="meeting", by=officer, at=at)
