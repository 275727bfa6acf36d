"""What each role must see first: what is due, what is red, what to do next (design.md, "Who comes to the house")."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tungnha.field import queries as field
from tungnha.field import rosters
from tungnha.field.schedule import queries as schedule
from tungnha.field.sync import waiting as phones
from tungnha.lists import handed_queries as handed_lists
from tungnha.lists.handed_showing import must_delete, state_of
from tungnha.lists.models import IncomingList
from tungnha.people.protection import stewarding
from tungnha.people.rosters.rules import why_no_roster
from tungnha.plans.models import Plan
from tungnha.plans.queries import plans_visible
from tungnha.plans.work import pages as work_pages
from tungnha.plans.work import queries as work
from tungnha.plans.work.rules import FINISHED
from tungnha.progress import queries as progress
from tungnha.progress import showing as progress_showing
from tungnha.progress.beside.below import from_below
from tungnha.progress.missing import renewal
from tungnha.reports import queries as reports
from tungnha.reports import showing as reports_showing
from tungnha.reports.duties import reminding
from tungnha.reports.requests import queries as requests
from tungnha.reports.requests.views import ask_row
from tungnha.units import clock
from tungnha.units.models import Member, Role
from tungnha.voices.queries import waiting as voices
from tungnha.web import formats, navigation
from tungnha.web.navigation import DESK, TEAM

RED_VILLAGES = 6


def about(member: Member) -> tuple[str, dict[str, Any]]:
    """The template and its data for one member's first page."""
    if member.has_role(*DESK):
        return "web/home_desk.html", _desk(member)
    if member.has_role(*TEAM):
        return "web/home_team.html", _team(member)
    if member.has_role(Role.PROVINCE_OFFICER):
        return "web/home_province.html", _province(member)
    return "web/home_unit.html", _unit(member)


def _desk(member: Member) -> dict[str, Any]:
    now = clock.now()
    agenda = reports.agenda(member, now)
    pressing = reports.boards(agenda.open[:1] + agenda.coming[:2], now)
    page = progress.leader_page(member, now.date())
    return {
        "boards": [reports_showing.headed(board, opens=True) for board in pressing],
        **_asked(member),
        "figures": [progress_showing.headline(figure) for figure in page.figures[:3]],
        "red": page.red[:RED_VILLAGES],
        "red_count": len(page.red),
        "silent": page.silent[:RED_VILLAGES],
        "to_do": _waiting(member, page),
        "plans": list(plans_visible(member)[:5]),
        "may_upload": member.has_role(Role.OFFICER, Role.DATA_STEWARD),
    }


def _waiting(member: Member, page: progress.LeaderPage) -> list[dict[str, Any]]:
    """What waits for someone at this desk, as rows."""
    lists = IncomingList.objects.visible_to(member).filter(confirmed_at=None).count()
    rows: list[dict[str, Any]] = []
    if page.questions:
        rows.append(_row("Điều kế hoạch còn bỏ ngỏ, chờ trả lời", reverse("plans:index"), page.questions, "điều"))
    late = handed_lists.how_many_late(member, clock.today()) if member.has_role(*handed_lists.DESK) else 0
    if late:
        rows.append(_row("Đơn vị chưa báo xóa danh sách quá hạn", reverse("lists:handed"), late, "danh sách"))
    if lists and member.has_role(Role.OFFICER, Role.DATA_STEWARD):
        rows.append(_row("Danh sách chờ đối chiếu, xác nhận", reverse("lists:index"), lists, "danh sách"))
    if member.has_role(Role.DATA_STEWARD) and (due := stewarding.how_many_due(member, clock.now())):
        rows.append(_row("Bảo vệ dữ liệu: việc đến hạn", reverse("people:protection"), due, "việc"))
    if from_phones := phones.waiting_for(member).count():
        rows.append(
            _row("Việc máy của Tổ gửi lên, chưa ghi được vào sổ", reverse("field:team-today"), from_phones, "việc")
        )
    if page.contested and page.first is not None and page.first.measure is not None:
        of_people = page.first.measure.counts == "person"
        where = reverse("progress:other-rows", args=[page.first.pk, "trai-nhau"]) if of_people else reverse(
            "progress:index")  # fmt: skip
        rows.append(_row("Người có hai ghi nhận trái nhau", where, page.contested, "người"))
    rows += voices.rows_for(member, clock.now())
    rows += _running_out(member)
    return rows


def _running_out(member: Member) -> list[dict[str, Any]]:
    """What runs out soon, where something does."""
    count = renewal.due_soon(member, clock.today())
    title = f"Chữ ký số, thẻ sắp hết hạn trong {renewal.windows()[0]} ngày"
    return [_row(title, reverse("progress:renewals"), count, "người")] if count else []


def _row(title: str, url: str, count: int, unit: str) -> dict[str, Any]:
    return {"title": title, "url": url, "status": "ask", "status_label": f"{count} {unit}"}


def _team(member: Member) -> dict[str, Any]:
    today = clock.today()
    campaign = field.campaigns_for(member, today).order_by("-pk").first()
    mine = reports.my_obligations(member).filter(closed_at=None, due_at__gt=clock.now()).order_by("due_at")
    standing = reports.standings(list(mine[:2]), clock.now()) if member.has_role(Role.TEAM_LEADER) else []
    return {
        "campaign": campaign,
        "progress": field.village_progress(member, campaign, today) if campaign else None,
        "next_houses": _next_houses(member, campaign),
        "sessions": schedule.next_for(member, clock.now()),
        "obligations": [reports_showing.obligation_row(row, clock.now()) for row in standing],
        **_asked(member),
        "elsewhere": navigation.beside_the_bar(member),
        "from_phones": phones.waiting_for(member).count(),
        "voices": voices.rows_for(member, clock.now()),
        "running_out": _running_out(member),
    }


def _asked(member: Member) -> dict[str, Any]:
    """What the member was reminded of and has not sent; what it is asked beside the plan."""
    now = clock.now()
    return {
        "reminded": reminding.still_waiting(member, now),
        "asked": [ask_row(row, now) for row in requests.waiting_for(member, now)[:5]],
    }


def _next_houses(member: Member, campaign: Any) -> list[Any]:
    today = clock.today()
    rows = field.worklist(member, campaign, today)[:3] if campaign else []
    return field.with_missing(rows, campaign, today, member) if campaign else []


def _unit(member: Member) -> dict[str, Any]:
    now = clock.now()
    rows = reports.my_obligations(member).filter(closed_at=None)
    ahead = reports.standings(list(rows.filter(due_at__gt=now).order_by("due_at")[:3]), now)
    behind = reports.standings(list(rows.filter(due_at__lte=now).order_by("-due_at")[:5]), now)
    partner = member.has_role(Role.PARTNER)
    return {
        "voices": voices.rows_for(member, now),
        "behind": [reports_showing.obligation_row(row, now) for row in behind if not row.is_in],
        "ahead": [reports_showing.obligation_row(row, now) for row in ahead],
        **_asked(member),
        "sessions": schedule.next_for(member, now) if partner else [],
        "lists": list(IncomingList.objects.visible_to(member).defer("content")[:5]) if partner else [],
        "partner": partner,
        "handed": _handed(member),
        "own": _own_people(member),
        "tasks": _tasks(member),
        "plans": list(plans_visible(member)[:5]),
    }


def _handed(member: Member) -> list[dict[str, Any]]:
    """Lists the commune handed to the member's unit: to be deleted first, then those nobody has taken yet."""
    today = clock.today()
    rows = [handed for handed in handed_lists.lists_for(member) if must_delete(handed, today)]
    rows += handed_lists.lists_for(member).filter(taken_at=None, called_back_at=None, export__expires_on__gt=today)[:5]
    return [
        {
            "title": handed.choice_words[:1].upper() + handed.choice_words[1:], "status": code, "status_label": label,
            "meta": f"{handed.export.mark}, phải xóa trước {formats.day(handed.export.expires_on)}",
            "url": reverse("lists:handed-list", args=[handed.pk]),
        }
        for handed in rows for code, label in [state_of(handed, today)]
    ]  # fmt: skip


def _own_people(member: Member) -> dict[str, Any] | None:
    """The own roster of a unit's officer: how many there are, and how many have what is asked."""
    unit = member.organisation
    if unit is None or not member.has_role(Role.UNIT_OFFICER):
        return None
    campaign = field.campaigns_for(member, clock.today()).order_by("-pk").first()
    lines = [] if why_no_roster(unit.kind) else rosters.lines_of(unit, campaign, clock.today())
    return {
        "unit": unit,
        "people": len(lines),
        "refused": why_no_roster(unit.kind),
        "columns": rosters.columns_of(lines),
    }


def _tasks(member: Member) -> list[dict[str, Any]]:
    """What the member's unit still has to do, the most pressing first."""
    rows = [work_pages.shown(row, mine=True) for row in work.mine(member, clock.now()) if not row.co_operates]
    return [row for row in rows if row["state"] not in FINISHED][:8]


def _province(member: Member) -> dict[str, Any]:
    now = clock.now()
    page = progress.leader_page(member, now.date())
    told = from_below([figure.target for figure in page.figures], member.area, now.date())
    below = Plan.objects.visible_to(member).exclude(campaign__area=member.area).select_related("campaign__area")
    agenda = reports.agenda(member, now)
    return {
        "voices": voices.rows_for(member, now),
        "figures": [
            progress_showing.headline(figure) | {"below": told.get(figure.target.pk)} for figure in page.figures[:6]
        ],
        "boards": [reports_showing.headed(board, opens=False) for board in reports.boards(agenda.coming[:2], now)],
        "communes": list(below[:50]),
        "reports": list(reports.reports_for(member).order_by("-frozen_at")[:8]),
    }
