"""Who came somewhere, as times and not as persons (lượt): the desk, the support sessions, the faces tapped (C8).

A flow is what is told here once; the figures of plans count its rows, knowing neither desk nor session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tungnha.field.models import CheckIn, CheckInService, DeskService, DeskVisit, SatisfactionMark


@dataclass(frozen=True)
class FlowRows:
    """Each row is one time somebody came. `area` leads to where, `at` to when (a moment, or only a day); `done` is what
    the measure asks for."""

    rows: QuerySet[Any]
    area: str
    at: str
    done: Q
    only_day: bool = False


@dataclass(frozen=True)
class Flow:
    """label: who came, in words. asks: what may be asked of each time, code → words; of some a service is named too.
    route, page: where the flow is written down, and what that page is called."""

    label: str
    asks: Mapping[str, str]
    route: str
    page: str
    rows: Callable[[Mapping[str, Any]], FlowRows]


ADVISED, SERVED, OFFERED, HAPPY, FAIR = "advised", "served", "offered", "happy", "fair"


def _desk(source: Mapping[str, Any]) -> FlowRows:
    """Whoever refused was told; only those nobody spoke with were not (decision 0034)."""
    rows = DeskVisit.objects.filter(taken_back_at=None)
    served = DeskService.objects.filter(visit=OuterRef("pk"), service__code=source.get("service", ""))
    done = Q(Exists(served)) if source.get("asks") == SERVED else Q(outcome__in=DeskVisit.TOLD)
    return FlowRows(rows, "area", "made_at", done)


def _sessions(source: Mapping[str, Any]) -> FlowRows:
    """Who came to a sitting; of those who came for one service (`among`) where the measure says so. Offered is done or
    refused: somebody spoke with them about it."""
    rows = CheckIn.objects.filter(session__cancelled_at=None)
    if among := source.get("among"):
        rows = rows.filter(Exists(CheckInService.objects.filter(check_in=OuterRef("pk"), service__code=among)))
    said = CheckInService.objects.filter(check_in=OuterRef("pk"), service__code=source.get("service", ""))
    if source.get("asks") == SERVED:
        said = said.filter(outcome=CheckInService.Outcome.DONE)
    return FlowRows(rows, "session__area", "made_at", Q(Exists(said)))


def _faces(source: Mapping[str, Any]) -> FlowRows:
    """Faces tapped, wherever (decision 0034: a face keeps its day and place only)."""
    least = SatisfactionMark.Mark.FAIR if source.get("asks") == FAIR else SatisfactionMark.Mark.HAPPY
    return FlowRows(SatisfactionMark.objects.all(), "area", "on", Q(mark__gte=least), only_day=True)


FLOWS: dict[str, Flow] = {
    "desk": Flow(
        "người đến bộ phận một cửa", {ADVISED: "được tư vấn", SERVED: "được làm dịch vụ"}, "field:desk-days", "Một cửa",
        _desk,
    ),
    "session": Flow(
        "người đến buổi hỗ trợ", {OFFERED: "được mời làm, được tư vấn", SERVED: "được làm dịch vụ"}, "field:sessions",
        "Buổi hỗ trợ", _sessions,
    ),
    "faces": Flow(
        "người bấm chọn mức hài lòng", {HAPPY: "hài lòng", FAIR: "hài lòng hoặc bình thường"}, "field:desk-days",
        "Một cửa", _faces,
    ),
}  # fmt: skip


def rows_of(source: Mapping[str, Any]) -> FlowRows:
    """The rows of a measure's flow: {"flow": "desk", "asks": "advised"}. KeyError for a flow nobody knows."""
    return FLOWS[source["flow"]].rows(source)
