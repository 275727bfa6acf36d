"""What is being written into a unit's report is kept as it is typed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tungnha.drafting.dates import clock_time
from tungnha.reports.models import Obligation, UnitDraft
from tungnha.reports.sending import rules, who
from tungnha.units.models import Member
from tungnha.units.problems import OutOfDate

from . import steps

LONGEST_DRAFT = 200_000  # characters of all fields together: far above any report


def save_draft(
    *, obligation: Obligation, sitting: uuid.UUID, seen: int, content: Mapping[str, str], by: Member, at: datetime
) -> UnitDraft:
    """Keep what one opened page holds now. `seen` is the number of the draft the page began with (0: none).

    Raises OutOfDate when somebody else wrote into the draft since: both are kept, this page's beside the line.
    """
    with transaction.atomic():
        owed = steps.held(obligation.pk)
        latest = steps.latest_of(owed)
        who.permit(who.state_of(latest), rules.SAVE, by=by, owed=owed)
        after = latest.number if latest is not None else 0
        line = UnitDraft.objects.filter(obligation=owed, after=after, number__isnull=False).order_by("-number").first()
        mine = UnitDraft.objects.filter(obligation=owed, after=after, sitting=sitting).first()
        if mine is None:
            mine = UnitDraft(obligation=owed, after=after, sitting=sitting)
            if line is None or line.number == seen:
                mine.number = (line.number or 0) + 1 if line is not None else 1
        mine.content, mine.saved_at, mine.saved_by = _clean(content), at, by
        mine.save()
    if line is not None and line.pk != mine.pk and (mine.number is None or mine.number < (line.number or 0)):
        raise OutOfDate(
            f"{line.saved_by.user.full_name} cũng đang viết báo cáo này (lưu lúc {clock_time(line.saved_at)}). "
            "Cả hai bản đều được giữ: xin tải lại trang để xem, rồi thống nhất một bản để gửi."
        )
    return mine


def _clean(content: Mapping[str, str]) -> dict[str, str]:
    """The fields as typed; what is beyond all measure is cut, so that nobody fills the disk."""
    room, kept = LONGEST_DRAFT, {}
    for name, text in content.items():
        kept[name] = str(text).replace("\0", "")[:room]
        room -= len(kept[name])
    return kept
