"""What voices tell in reports: difficulties raised and answered, rumours answered, what the official app counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils import timezone

from tungnha.drafting.dates import short_date
from tungnha.drafting.numbers import count, in_prose, percent
from tungnha.reports.below.parts import ReportPeriod, Section, shortened
from tungnha.reports.sending.known import Told, UnitPeriod
from tungnha.units.models import Area
from tungnha.voices.models import AppMonth, Difficulty, Rumour
from tungnha.voices.queries import difficulties
from tungnha.voices.queries.rumours import shown_all

MOST_OWN = 8


def tell_unit(period: UnitPeriod) -> Iterator[Told]:
    """A unit's own report: what it raised in the period, each with what came of it, and what still waits."""
    rows = difficulties.raised_between(period.area, *period.instants)
    if not period.is_village:
        rows = rows.filter(unit=period.owed.organisation)
    found = list(rows)
    for group in difficulties.groups(found)[:MOST_OWN]:
        yield Told("difficulties", f"{_capital(_own(group))}.")
    waiting = sum(row.is_open for row in found)
    if waiting:
        yield Told("proposals", f"Đề nghị trả lời {in_prose(waiting)} khó khăn, vướng mắc đã nêu.")


def _own(group: difficulties.Group) -> str:
    times = f" (nêu {in_prose(len(group.rows))} lần)" if len(group.rows) > 1 else ""
    return f"{group.said}{times}, {_outcome(group.rows)}"


def _outcome(rows: list[Difficulty]) -> str:
    tally = difficulties.tally(rows, rows[0].stored_at)
    if tally.answered == 0:
        return "chưa có trả lời"
    told = "đã được trả lời" if tally.answered == tally.raised else f"đã được trả lời {in_prose(tally.answered)} lần"
    days = sorted(set(tally.decisions))
    return told + (f", lãnh đạo quyết định ngày {', '.join(map(short_date, days))}" if days else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def raised(period: ReportPeriod) -> Section | None:
    """The compiled report: grouped, counted, with the days of decisions; each line opens the list."""
    rows = list(difficulties.raised_between(period.area, *_instants(period)))
    if not rows:
        return None
    whole = difficulties.tally(rows, period.at)
    heading = (
        f"Trong kỳ có {in_prose(whole.raised)} khó khăn, vướng mắc được nêu; đã trả lời {in_prose(whole.answered)}"
        f"{f', đúng hạn {in_prose(whole.on_time)}' if whole.answered else ''}"
        f"{f'; {in_prose(whole.late)} việc quá hạn' if whole.late else ''}:"
    )
    groups = difficulties.groups(rows)
    lines = shortened([f"{_capital(_compiled(group, period.at))}." for group in groups], "nhóm")
    opens = tuple(["voices:difficulties-group", [group.code]] for group in groups[: len(lines)])
    return Section("difficulties", heading, lines, opens=opens)


def _compiled(group: difficulties.Group, at: datetime) -> str:
    tally = difficulties.tally(group.rows, at)
    places = [area.title for area in group.villages]
    named = f" ({', '.join(places)})" if 1 < len(places) <= 3 else ""
    said = f"{_where(group)}: {group.said}{named}; đã trả lời {count(tally.answered)}/{count(tally.raised)}"
    days = sorted(set(tally.decisions))
    said += f", lãnh đạo quyết định ngày {', '.join(map(short_date, days))}" if days else ""
    return said + (f", quá hạn {in_prose(tally.late)}" if tally.late else "")


def _where(group: difficulties.Group) -> str:
    places = group.villages
    if len(places) == 1 and len(group.rows) == 1:
        return places[0].title
    return f"{in_prose(len(places))} thôn" if places else f"{in_prose(len(group.rows))} lượt nêu"


def heard(period: ReportPeriod) -> Section | None:
    """Rumours and fraud answered: how many villages read the answer out, and whether it is still heard."""
    first, last = _instants(period)
    commune = period.area if period.area.kind == Area.Kind.COMMUNE else None
    rows = Rumour.objects.filter(merged_into=None, first_at__lte=last, last_at__gte=first).select_related(
        "area", "owner"
    )
    rows = rows.filter(area=commune) if commune else rows.filter(area__path__startswith=period.area.path)
    stories = shown_all(list(rows.order_by("first_at", "pk")))
    if not stories:
        return None
    lines = []
    for one in stories:
        who = one.rumour.owner.label if one.rumour.owner else "xã"
        named = f"{_capital(one.rumour.get_kind_display())} “{one.rumour.title.rstrip('. ')}”"
        what = f"{named}: nghe ở {in_prose(len(one.heard_in))} nơi"
        if one.answer:
            what += f"; {who} đã trả lời, {count(len(one.confirmed))}/{count(len(one.places))} thôn đã báo cho dân"
            what += f", còn nghe ở {in_prose(len(one.still))} thôn" if one.still else ""
        else:
            what += "; chưa trả lời"
        lines.append(f"{what}.")
    opens = tuple(["voices:rumour", [one.rumour.pk]] for one in stories[: len(lines)])
    return Section("outreach", "Tin đồn, lừa đảo đã xử lý:", shortened(lines, "tin"), opens=opens)


def app_months(period: ReportPeriod) -> Section | None:
    """What the official app counted in the months of the period, with its source; the latest word of each body."""
    rows = AppMonth.objects.filter(
        area=period.area, month__gte=period.since.replace(day=1), month__lte=period.until, at__lte=period.at
    )
    latest: dict[tuple[date, int | None], AppMonth] = {}
    for row in rows.select_related("organisation").order_by("at", "pk"):
        latest[row.month, row.organisation_id] = row
    lines = [_month(row) for row in sorted(latest.values(), key=lambda row: (row.month, row.pk))]
    return Section("situation", "Phản ánh hiện trường trên ứng dụng:", tuple(lines)) if lines else None


def _month(row: AppMonth) -> str:
    who = f"{row.organisation.label}: " if row.organisation else ""
    share = f" ({percent(row.answered, row.sent)})" if row.sent else ""
    return _capital(
        f"{who}tháng {row.month.month}/{row.month.year} có {count(row.sent)} phản ánh gửi đến, đã trả lời "
        f"{count(row.answered)}{share}, đúng hạn {count(row.on_time)}; nguồn: {row.source.rstrip('. ')}."
    )


def _instants(period: ReportPeriod) -> tuple[datetime, datetime]:
    return (
        timezone.make_aware(datetime.combine(period.since, time.min)),
        min(period.at, timezone.make_aware(datetime.combine(period.until, time.max))),
    )
