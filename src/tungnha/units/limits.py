"""How often a door without a log-in may be used from one address, and in all (docs/decisions/0051).

    limits.allow("voices.feedback", limits.who(request), most=5, within=timedelta(minutes=15), at=now)
    limits.allow("voices.feedback", limits.EVERYBODY, most=300, within=timedelta(hours=1), at=now)

raises TooMany (429) before anything is stored. What is counted lies in the database, so all processes count together.
The window slides: what was used in the stretch before counts by the part of it that the window still covers. A refused
knock is not counted: who waits gets in. Log-in has its own limit (django-axes), which needs the name that was tried.
"""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from tungnha.units.login import client_address
from tungnha.units.models.knocks import Knock
from tungnha.units.problems import Problem
from tungnha.units.protection import blind_index

EVERYBODY = "*"
KEPT = timedelta(days=2)


class TooMany(Problem):
    """One address used a door too often, or all of them together did."""

    status = 429

    def __init__(self, within: timedelta) -> None:
        minutes = max(1, round(within.total_seconds() / 60))
        wait = f"{minutes} phút" if minutes < 120 else f"{round(minutes / 60)} giờ"
        super().__init__(f"Vừa có quá nhiều lượt gửi từ chỗ này nên tạm dừng nhận: xin chờ {wait} rồi thử lại.")


def who(request: HttpRequest) -> str:
    """Whose knocks are counted together: an address of IPv4, the network of a house (/64) of IPv6."""
    address = client_address(request) or ""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ipaddress.ip_network(f"{found}/64", strict=False))


@transaction.atomic
def allow(door: str, who: str, *, most: int, within: timedelta, at: datetime) -> None:
    """Count one use. Raises TooMany when the last `within` already held `most`."""
    since = _stretch(at, within)
    row, _ = Knock.objects.get_or_create(door=door, who_ix=_trace(who, since), since=since)
    held = Knock.objects.select_for_update().get(pk=row.pk)
    rows = Knock.objects.filter(door=door, who_ix=_trace(who, since - within), since=since - within)
    earlier = rows.values_list("count", flat=True)
    still_covered = 1 - (at - since) / within
    if held.count + sum(earlier) * still_covered + 1 > most:
        raise TooMany(within)
    Knock.objects.filter(pk=held.pk).update(count=F("count") + 1)


def _trace(who: str, on: datetime) -> str:
    """An address without the address, another one each day: two days' visits of one house do not lead to each other."""
    return str(blind_index(who if who == EVERYBODY else f"{on:%Y%m%d} {who}", "units.limits"))


def _stretch(at: datetime, within: timedelta) -> datetime:
    """When the stretch of time began that an instant lies in: the same for all processes."""
    whole = int(within.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // whole * whole, UTC)


def let_go(at: datetime) -> None:
    """Counts that bound nothing any more (`tungnha tick`)."""
    Knock.objects.filter(since__lt=at - KEPT).delete()
