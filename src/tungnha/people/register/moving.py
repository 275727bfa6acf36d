"""Households follow their village into the one that took it over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from tungnha.people import finding
from tungnha.people.models import Household
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

LONGEST_CODE = 30


@transaction.atomic
def move_households(*, village: Area, by: Member, at: datetime) -> int:
    """All households of a village that has ended go to its one successor. Returns how many.

    A village that was split has several successors: then only a list can say who lives where. A code that the
    successor uses already gets the old village's number behind it.
    """
    successions = list(village.successions.select_related("successor"))
    if village.valid_to is None or village.valid_to >= at.date():
        raise BadInput(f"{village.title} còn hoạt động: chỉ chuyển hộ sau khi thôn đã kết thúc.")
    if len(successions) != 1:
        raise BadInput(f"{village.title} chia về nhiều thôn: hãy nhập lại danh sách nhân khẩu theo thôn mới.")
    into = successions[0].successor
    homes = list(village.households.order_by("order", "code"))
    taken = set(into.households.values_list("code", flat=True))
    latest = into.households.aggregate(last=Max("order"))["last"] or 0
    for order, home in enumerate(homes, latest + 1):
        home.code = _free(home.code, village.code.rpartition("-")[2], taken)
        home.village, home.order = into, order
        taken.add(home.code)
    Household.objects.bulk_update(homes, ["village", "code", "order"], batch_size=200)
    finding.refresh_households([home.pk for home in homes])
    log_event("households.moved", about=village, by=by, at=at, households=len(homes), into=into.code)
    return len(homes)


def _free(code: str, mark: str, taken: set[str]) -> str:
    wanted, again = code, 1
    while wanted in taken:
        ending = f"-{mark}" if again == 1 else f"-{mark}.{again}"
        wanted, again = code[: LONGEST_CODE - len(ending)] + ending, again + 1
    return wanted
