"""A row of a list that is somebody the register does not know: she is put on the register, and the row is hers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from tungnha.lists.models import ListRow, ReviewDecision
from tungnha.lists.operations.settling import Said, look_at, settle
from tungnha.people.models import Household
from tungnha.people.operations.adding import Home, NewPerson, add_household, add_person
from tungnha.units.models import Area, Member
from tungnha.units.problems import BadInput

UNKNOWN_HOME = "CHƯA RÕ"  # in each village the household of those whose door nobody knows yet


@transaction.atomic
def add_and_settle(
    *, row: ListRow, new: NewPerson, village: Area, home_code: str | None, not_the_same: Collection[int], said: Said,
    by: Member, at: datetime,
) -> ReviewDecision:  # fmt: skip
    """Put the person of a row on the register and say that the row is hers: both or neither.

    `home_code`: of a household of the village; None where the door is not known. `not_the_same`: those she was held
    against and is not. Raises what settle and add_person raise; BadInput for a code nobody has.
    """
    look_at(row=row, said=said, by=by, at=at)
    home = _unknown_home(village, by, at) if home_code is None else _home_of(village, home_code)
    reason = f"Thêm từ danh sách {row.incoming.sender.label} gửi, số liệu đến ngày {row.incoming.as_of_on:%d/%m/%Y}"
    person = add_person(new=new, household=home, not_the_same=not_the_same, reason=reason, by=by, at=at)
    return settle(row=row, said=replace(said, what=ReviewDecision.What.ADDED, person=person), by=by, at=at)


def _home_of(village: Area, code: str) -> Household:
    found = Household.objects.filter(village=village, code__iexact=" ".join(code.split())).first()
    if found is None:
        raise BadInput(
            f"{village.title} không có hộ mang mã {code.strip()[:30]}: mời xem lại mã, hoặc chọn “chưa rõ hộ”."
        )
    return found


def _unknown_home(village: Area, by: Member, at: datetime) -> Household:
    found = Household.objects.filter(village=village, code=UNKNOWN_HOME).first()
    if found is not None:
        return found
    home = Home(village=village, code=UNKNOWN_HOME, house="chưa rõ hộ nào")
    return add_household(home=home, by=by, at=at, reason="Người chưa rõ ở hộ nào, thêm từ danh sách gửi đến")
