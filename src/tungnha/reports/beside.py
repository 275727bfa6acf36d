"""What units gave in their reports, told to the page of the three figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from tungnha.plans.models import Target
from tungnha.progress.beside.reported import Reported
from tungnha.reports.models import SubmittedFigure
from tungnha.reports.rules import period_title
from tungnha.units.models import Area


def tell(targets: Sequence[Target], root: Area, on: date) -> Iterable[Reported]:
    """The figures of the latest submission of each obligation, newest last; one that was returned says nothing."""
    rows = SubmittedFigure.objects.filter(
        target__in=[target.pk for target in targets], submission__sent_at__date__lte=on,
        submission__obligation__organisation__area__path__startswith=root.path,
    ).select_related("submission__obligation__organisation")  # fmt: skip
    latest: dict[int, SubmittedFigure] = {}
    for row in rows.order_by("submission__obligation", "submission__number"):
        latest[row.submission.obligation_id] = row
    for row in sorted(latest.values(), key=lambda figure: figure.submission.sent_at):
        if row.submission.returned_at is None and row.count is not None:
            yield _reported(row)


def _reported(row: SubmittedFigure) -> Reported:
    owed = row.submission.obligation
    unit = owed.organisation
    return Reported(
        unit.area_id, unit, row.count or 0, timezone.localtime(row.submission.sent_at).date(), computed=row.computed,
        document=period_title(owed.period, owed.starts_on, owed.ends_on),
        url=reverse("reports:obligation", args=[owed.pk]),
    )  # fmt: skip
