"""What units gave in their reports, told to the page of the three figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse
from django.utils import timezone

from tungnha.plans.models import Target
from tungnha.progress.beside.below import Word
from tungnha.progress.beside.reported import Reported
from tungnha.reports.below.said import SPEAKERS
from tungnha.reports.models import Obligation, Submission, SubmittedFigure
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


# --- communes of a province, for all its targets at once -------------------------------------------------------------


BY_COMMUNE = ("target", "submission__obligation__organisation__area")


def tell_below(targets: Sequence[Target], root: Area, on: date) -> Iterable[Word]:
    """The number of each commune's latest period about each target: two statements, however many communes and periods
    there are. A report that was returned to be mended says nothing, and neither does what it was to correct."""
    sent_back = Submission.objects.filter(
        obligation=OuterRef("submission__obligation"), number__gte=OuterRef("submission__number"),
        returned_at__isnull=False,
    )  # fmt: skip
    said = SubmittedFigure.objects.filter(
        target__in=[target.pk for target in targets], count__isnull=False, submission__sent_at__date__lte=on,
        submission__obligation__organisation__kind__in=SPEAKERS,
        submission__obligation__organisation__area__parent=root,
    ).exclude(Exists(sent_back)).order_by()  # fmt: skip
    last = said.values_list(*BY_COMMUNE).annotate(last=Max("submission__obligation__ends_on"))
    newest = {(target, area): ends_on for target, area, ends_on in last}
    rows = said.filter(submission__obligation__ends_on__in=set(newest.values())).order_by("submission__number", "pk")
    found: dict[tuple[int, int], Word] = {}
    columns = ("submission__obligation__ends_on", "count", "base", "submission__sent_at", "submission__obligation")
    for target, area, ends_on, count, base, sent_at, owed in rows.values_list(*BY_COMMUNE, *columns):
        if newest[target, area] == ends_on:
            day = timezone.localtime(sent_at).date()
            found[target, area] = Word(target, area, count, base, day, reverse("reports:obligation", args=[owed]))
    return found.values()


def awaited_below(targets: Sequence[Target], root: Area) -> set[int]:
    """The communes that owe reports in the plans of these targets."""
    owing = Obligation.objects.filter(
        duty__plan__in={target.plan_id for target in targets}, organisation__kind__in=SPEAKERS,
        organisation__area__parent=root,
    )  # fmt: skip
    return set(owing.order_by().values_list("organisation__area", flat=True).distinct())
