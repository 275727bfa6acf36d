"""What everybody may know of the demonstration's commune: badges of its teams, the way to each meeting place."""

from __future__ import annotations

from datetime import date, datetime

from tungnha.demo.commune import DemoCommune
from tungnha.field.models import WayThere
from tungnha.people.models import Place
from tungnha.units.badges import operations as badges
from tungnha.units.models import Member, Role
from tungnha.units.models.members import VILLAGE_ROLES

WAYS = (
    "Từ UBND xã đi về phía chợ, qua cầu nhỏ rẽ trái, nhà mái ngói cạnh sân bóng.",
    "Cạnh trường tiểu học, đối diện cây đa; có chỗ để xe.",
    "Theo đường bê tông từ ngã ba đến cuối thôn, ngay sau trạm bơm.",
)


def live(made: DemoCommune, now: datetime) -> None:
    """The teams hold badges to the end of the year; every place says how it is found."""
    rows = Member.objects.filter(area__path__startswith=made.area.path)
    officer = rows.filter(area=made.area, role=Role.OFFICER).select_related("area").order_by("pk").first()
    if officer is None:
        return
    teams = rows.filter(role__in=VILLAGE_ROLES).select_related("user", "area", "organisation").order_by("pk")
    badges.issue(members=list(teams), valid_to=date(now.year, 12, 31), by=officer, at=now)
    places = Place.objects.filter(area__path__startswith=made.area.path).order_by("pk")
    WayThere.objects.bulk_create(
        [WayThere(place=place, words=WAYS[n % len(WAYS)], by=officer, at=now) for n, place in enumerate(places)],
        ignore_conflicts=True,
    )
