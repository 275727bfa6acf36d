"""What was said, taught, paid and praised in a campaign, as a compiled report tells it (`reports.below.parts`)."""

from __future__ import annotations

from collections import defaultdict

from django.utils import timezone

from tungnha.drafting.dates import short_date
from tungnha.drafting.numbers import count, in_prose, percent
from tungnha.outreach.models import Commendation, CommendationStep, Course
from tungnha.outreach.queries import activities
from tungnha.outreach.queries.courses import outcomes_of
from tungnha.outreach.queries.money import Quarter, ReportLine, active_in, report_lines
from tungnha.plans.models import Duty
from tungnha.reports.below.parts import MOST_LINES, ReportPeriod, Section, shortened
from tungnha.reports.sending.spoken import in_figures
from tungnha.units.models import Area

STANDS = {
    "": "chưa thẩm định", "agreed": "đã thẩm định, đồng ý trình", "objected": "đã thẩm định, chưa đồng ý",
    "decided": "đã có quyết định", "refused": "không khen",
}  # fmt: skip


def told(period: ReportPeriod) -> Section | None:
    """Kind by kind; views of a post are never added to people who came."""
    rows = activities.counts(period.plan.campaign, period.area, period.since, period.until)
    lines = []
    for row in rows:
        said = [f"{in_prose(row.times)} lần ở {in_prose(row.parts)} nơi"]
        said += [f"{in_prose(row.people)} người dự, tiếp cận"] if row.people else []
        said += [f"{in_prose(row.views)} lượt xem"] if row.views else []
        said += [f"{in_prose(row.households)} hộ có mặt"] if row.households else []
        lines.append(f"{row.label[:1].upper()}{row.label[1:]}: {', '.join(said)}.")
    opens = tuple(["outreach:campaign", []] for _ in lines)
    return Section("outreach", "Tuyên truyền trong kỳ:", tuple(lines), opens=opens) if lines else None


def taught(period: ReportPeriod) -> Section | None:
    """Courses whose results were closed, by the last day of the course."""
    rows = Course.objects.filter(
        campaign=period.plan.campaign, area__path__startswith=period.area.path, cancelled_at=None,
        closed_at__lte=period.at, ends_at__date__range=(period.since, period.until),
    ).order_by("ends_at", "pk")  # fmt: skip
    found = list(rows.select_related("programme"))
    if not found:
        return None
    lines = shortened([_course(one) for one in found], "lớp")
    opens = tuple(["outreach:course", [one.pk]] for one in found[:MOST_LINES])
    return Section("outreach", "Tập huấn trong kỳ:", lines, opens=opens)


def _course(course: Course) -> str:
    """`Lớp “…” ngày 17/6/2026: mời 36 người, 30 người dự, 28 người đạt (77,78%).`"""
    results = list(outcomes_of(course))
    asked, came, passed = len(results), sum(r.present for r in results), sum(r.passed for r in results)
    day = short_date(timezone.localtime(course.ends_at).date())
    said = f"Lớp “{course.name}” ngày {day}: mời {in_prose(asked)} người, {in_prose(came)} người dự"
    return f"{said}, {in_prose(passed)} người đạt ({percent(passed, asked)})." if asked else f"{said}."


def active(period: ReportPeriod) -> Section | None:
    """How many of the teams' members were active in the quarter a report is of, by the norm's rule; team by team in
    the annex."""
    duty = Duty.objects.filter(pk=period.duty, frequency=Duty.Frequency.QUARTERLY).exists()
    villages = Area.objects.villages().filter(path__startswith=period.area.path).standing_on(period.until)
    if not duty or period.area.kind != Area.Kind.COMMUNE:
        return None
    found = active_in(period.area, list(villages), Quarter.of(period.until))
    if found is None:
        return None
    line = f"{in_figures(found)}, tính ở {in_prose(len(found.teams))} Tổ."
    rows = tuple(
        (t.village.title, count(t.members), count(t.active), percent(t.active, t.members)) for t in found.teams
    )
    return Section(
        "situation", f"Thành viên Tổ hoạt động trong {found.quarter}:", (line,), title="Thành viên hoạt động theo Tổ",
        columns=("Tổ của", "Thành viên", "Hoạt động", "Tỷ lệ"), rows=rows, opens=(["outreach:money-quarter", []],),
    )  # fmt: skip


def paid(period: ReportPeriod) -> Section | None:
    """By source, with the resolution each norm rests on; team by team in the annex. A report of a quarter falls due
    before its quarter ends: the list of the quarter it ends in is told."""
    rows = report_lines(period.plan.campaign, period.area, period.since, Quarter.of(period.until).to_on)
    if not rows:
        return None
    by_source: dict[str, list[ReportLine]] = defaultdict(list)
    for row in rows:
        by_source[row.source].append(row)
    table = [
        (row.source, row.team, row.quarter, f"{count(row.active)}/{count(row.members)}", count(row.amount),
         "đã chi" if row.paid else "chờ chi", row.legal_source)
        for row in rows
    ]  # fmt: skip
    return Section(
        "situation", "Kinh phí hỗ trợ Tổ:", tuple(_source(name, own) for name, own in by_source.items()),
        title="Kinh phí hỗ trợ Tổ theo nguồn, theo Tổ",
        columns=("Nguồn", "Tổ của", "Quý", "Thành viên hoạt động", "Số tiền (đồng)", "Hiện nay", "Căn cứ"),
        rows=tuple(table), opens=tuple(["outreach:money", []] for _ in by_source),
    )  # fmt: skip


def _source(name: str, rows: list[ReportLine]) -> str:
    laws = "; ".join(dict.fromkeys(row.legal_source for row in rows))
    whole, given = sum(row.amount for row in rows), sum(row.amount for row in rows if row.paid)
    return f"{name}: {in_prose(len(rows))} khoản, {count(whole)} đồng, đã chi {count(given)} đồng, theo mức tại {laws}."


def praised(period: ReportPeriod) -> Section | None:
    """Proposals of the period that were not taken back: of which place, in which form, where each stands. Nobody's
    name: the list with names is a paper of its own."""
    rows = Commendation.objects.filter(
        campaign=period.plan.campaign, area__path__startswith=period.area.path, made_at__lte=period.at,
        made_at__date__range=(period.since, timezone.localtime(period.at).date()),
    ).order_by("pk")  # fmt: skip
    steps: dict[int, str] = dict(
        CommendationStep.objects.filter(commendation__in=rows, at__lte=period.at)
        .order_by("pk")
        .values_list("commendation", "step")
    )
    found = [row for row in rows.select_related("village", "organisation") if steps.get(row.pk) != "taken_back"]
    if not found:
        return None
    heading = f"Đề nghị khen thưởng {in_prose(len(found))} tập thể, cá nhân:"
    lines = shortened([_praise(row, steps.get(row.pk, "")) for row in found], "đề nghị")
    opens = tuple(["outreach:commendation", [row.pk]] for row in found[:MOST_LINES])
    return Section("proposals", heading, lines, opens=opens)


def _praise(row: Commendation, step: str) -> str:
    whom = f"một cá nhân của {row.place}" if row.person_name else row.place
    form = row.get_form_display()
    return f"{form[:1].upper()}{form[1:]}: {whom} ({STANDS.get(step, STANDS[''])})."
