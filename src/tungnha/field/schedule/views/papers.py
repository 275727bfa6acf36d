"""The schedule as it goes out: on paper, as a calendar, as a workbook. For everybody: web/public/sessions.py."""

from __future__ import annotations

from calendar import Calendar as Month
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tungnha.drafting.workbook import Sheet, SheetColumn, write_xlsx
from tungnha.field.campaigns import campaign_of
from tungnha.field.models import SupportSession
from tungnha.field.schedule import queries, words
from tungnha.field.schedule.texts import said_of
from tungnha.field.schedule.views.common import AT_SESSIONS
from tungnha.people.protection.giving import as_file
from tungnha.units import clock, ical
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.calendar import VIETNAM, Calendar
from tungnha.units.days import calendar_of
from tungnha.units.models import Area, Organisation
from tungnha.units.requests import MemberRequest

CALENDAR = "text/calendar; charset=utf-8"
KEPT_PAST = timedelta(days=60)  # what a calendar still tells of
COLUMNS = (
    SheetColumn("STT", 6, "count"), SheetColumn("Thứ", 10), SheetColumn("Ngày", 12), SheetColumn("Từ", 8),
    SheetColumn("Đến", 8), SheetColumn("Thôn", 24), SheetColumn("Địa điểm", 34), SheetColumn("Nội dung", 34),
    SheetColumn("Đơn vị", 28), SheetColumn("Người trực", 30), SheetColumn("Máy móc", 24), SheetColumn("Tình trạng", 16),
)  # fmt: skip


# --- on paper --------------------------------------------------------------------------------------------------------


@only(*AT_SESSIONS)
def print_month(request: MemberRequest, month: str) -> HttpResponse:
    """A4 landscape, one page a month: weeks with a session only, days off said. What is not agreed yet is marked."""
    member, now = request.member, clock.now()
    first = _month(month)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    campaign = campaign_of(request)
    rows = queries.sessions_for(member).filter(cancelled_at=None)
    rows = rows.filter(campaign=campaign) if campaign else rows
    found = queries.shown(queries.between(rows, first, last).order_by("starts_at", "area__order"), now)
    commune = member.area.commune or member.area
    context = {
        "first": first, "weeks": _weeks(first, found, member.area), "rows": found, "campaign": campaign,
        "waiting": sum(row.state in ("waiting", "refused") for row in found), "printed_at": None, "today": now.date(),
        "commune": commune, "villages": len({r.session.area_id for r in found if r.session.area.kind == "village"}),
        "bodies": _bodies(found),
        "back_url": reverse("field:sessions"), "signer": campaign.organisation if campaign else None,
        "offers": words.listed(list(dict.fromkeys(o for row in found for o in row.offers))),
        "previous": (first - timedelta(days=1)).strftime("%Y-%m"), "next": (last + timedelta(days=1)).strftime("%Y-%m"),
    }  # fmt: skip
    return render(request, "field/schedule_print.html", context)


def _bodies(rows: Iterable[queries.Shown]) -> list[str]:
    """Who takes part; the teams of the villages together."""
    found = {s.organisation for row in rows for s in row.session.staffing.all()}
    teams = [o for o in found if o.kind == Organisation.Kind.TEAM]
    others = sorted(o.label for o in found if o.kind != Organisation.Kind.TEAM)
    return others + (["Tổ công nghệ số cộng đồng các thôn"] if len(teams) > 1 else [o.label for o in teams])


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as wrong:
        raise Http404("no such month") from wrong


def _weeks(first: date, rows: Iterable[queries.Shown], area: Area) -> list[list[dict[str, Any]]]:
    by_day: dict[date, list[queries.Shown]] = {}
    for row in rows:
        by_day.setdefault(row.on, []).append(row)
    calendar = calendar_of(area)
    weeks = []
    for week in Month().monthdatescalendar(first.year, first.month):
        if not any(by_day.get(day) and day.month == first.month for day in week):
            continue
        weeks.append(
            [_day(day, by_day.get(day, []) if day.month == first.month else [], first, calendar) for day in week]
        )
    return weeks


def _day(day: date, rows: list[queries.Shown], first: date, calendar: Calendar) -> dict[str, Any]:
    off = calendar.why_off(day) if day.weekday() < 5 else ""
    return {"on": day, "inside": day.month == first.month, "rows": rows, "off": off}


# --- as a calendar ---------------------------------------------------------------------------------------------------


def events_of(
    rows: Iterable[SupportSession], request: HttpRequest, *, staff: bool, clean: Callable[[str], str] = str
) -> list[ical.Event]:
    """`staff`: names of those who work there are said; never on what everybody may read, where what officers typed is
    made `clean` of names and numbers besides."""
    found = []
    for session in rows:
        said = said_of(session)
        lines = [f"Giúp làm: {words.listed(said.offers)}." if said.offers else "", clean(session.name)]
        if not session.is_published and not session.is_cancelled:
            lines.insert(0, "Dự kiến: giờ, nơi này đang chờ các bên đồng ý.")
        lines.append(f"Mang theo: {clean(session.bring)}." if session.bring else "")
        lines.append(f"Đơn vị: {words.listed(said.helpers)}." if said.helpers else "")
        if staff:
            names = [s.member.user.full_name for s in session.staffing.all() if s.member is not None]
            lines.append(f"Người trực: {words.listed(names)}." if names else "")
        if session.cancelled_why:
            lines.append(f"Đã hủy: {clean(session.cancelled_why)}")
        found.append(
            ical.Event(
                uid=str(session.key), starts_at=session.starts_at, ends_at=session.ends_at,
                summary=f"Hỗ trợ số: {session.area.full_name}",
                location=f"{clean(session.place.name)}, {session.area.full_name}",
                description="\n".join(line for line in lines if line), sequence=session.sequence,
                changed_at=session.changed_at or session.starts_at, cancelled=session.is_cancelled,
                tentative=not session.is_published,
                url=request.build_absolute_uri(reverse("field:session", args=[session.pk])) if staff else "",
            )
        )  # fmt: skip
    return found


def recent(rows: Any) -> Any:
    return rows.filter(ends_at__gte=clock.now() - KEPT_PAST).order_by("starts_at", "pk")


@only(*AT_SESSIONS)
def ics(request: MemberRequest) -> HttpResponse:
    """The whole schedule the member sees, or a village's (?thon=): cancelled ones too, so that calendars drop them."""
    rows = recent(queries.sessions_for(request.member))
    name = f"Buổi hỗ trợ {request.member.area.full_name}"
    if code := request.GET.get("thon"):
        area = get_visible_or_404(Area, request.member, code=code[:20])
        rows = rows.filter(Q(area=area) | Q(area__path__in=area.ancestor_paths()))
        name = f"Buổi hỗ trợ {area.full_name}"
    return as_calendar(events_of(rows, request, staff=True), name, "lich-buoi-ho-tro.ics")


@only(*AT_SESSIONS)
def my_ics(request: MemberRequest) -> HttpResponse:
    """Where the member has to be: by user, so that two memberships are one calendar."""
    rows = queries.loaded(SupportSession.objects.visible_to(request.member))
    mine = recent(rows.filter(staffing__member__user=request.member.user).distinct())
    return as_calendar(events_of(mine, request, staff=True), "Buổi hỗ trợ của tôi", "lich-cua-toi.ics")


def as_calendar(events: list[ical.Event], name: str, file: str) -> HttpResponse:
    return as_file(ical.calendar(events, name=name, at=clock.now()), file, CALENDAR)


# --- as a workbook ---------------------------------------------------------------------------------------------------


@only(*AT_SESSIONS)
def xlsx(request: MemberRequest) -> HttpResponse:
    """Every session of the campaign in one sheet: no citizen stands in it."""
    now, campaign = clock.now(), campaign_of(request)
    rows = queries.sessions_for(request.member).prefetch_related("equipment__equipment").order_by("starts_at", "pk")
    rows = rows.filter(campaign=campaign) if campaign else rows
    lines = [_line(n, row) for n, row in enumerate(queries.shown(rows, now), 1)]
    sheet = Sheet(
        name="Lịch", columns=COLUMNS, rows=lines, landscape=True,
        title_lines=("Lịch buổi hỗ trợ", campaign.name if campaign else request.member.area.title),
    )  # fmt: skip
    return as_file(write_xlsx([sheet], title="Lịch buổi hỗ trợ"), "lich-buoi-ho-tro.xlsx")


def _line(n: int, row: queries.Shown) -> tuple[Any, ...]:
    session = row.session
    starts, ends = (t.astimezone(VIETNAM) for t in (session.starts_at, session.ends_at))
    names = [s.member.user.full_name for s in session.staffing.all() if s.member is not None]
    things = [f"{use.equipment.name}: {use.count}" for use in session.equipment.all()]  # type: ignore[attr-defined]
    return (
        n, words.WEEKDAYS[starts.weekday()], f"{starts:%d/%m/%Y}", f"{starts:%H:%M}", f"{ends:%H:%M}",
        session.area.full_name, session.place.name, ", ".join(row.offers), ", ".join(row.bodies), ", ".join(names),
        ", ".join(things), row.status[1],
    )  # fmt: skip
