"""One screen for who decides: what is red, what to decide, who to call. One sentence each, no more than fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from tungnha.drafting.numbers import decimal_vi
from tungnha.plans.models import Proposal
from tungnha.plans.work import queries as work
from tungnha.plans.work.rules import State
from tungnha.progress import queries as progress
from tungnha.progress import showing
from tungnha.progress.beside.below import FromBelow, from_below
from tungnha.progress.figures import VillageRow
from tungnha.progress.rules_ranking import worst
from tungnha.reports import queries as reports
from tungnha.reports.requests import queries as requests
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.voices.queries import waiting as voices
from tungnha.web import formats

MOST = 4  # of each part: what does not fit on one screen is not looked at
RED = ("overdue", "behind")


@dataclass(frozen=True)
class Line:
    """One sentence, where it opens, and the word of its state."""

    words: str
    url: str
    status: str = ""
    label: str = ""


@dataclass(frozen=True)
class Call:
    """Whom to ring, and about what. `member`: whose number can be asked for; None where nobody has one here."""

    name: str
    office: str
    why: str
    url: str = ""
    member: int | None = None


@dataclass(frozen=True)
class Part:
    """One of the three parts: the first few, and how many more there are and where."""

    lines: Sequence[Any]
    more: int = 0
    more_url: str = ""


@dataclass(frozen=True)
class Screen:
    figures: Sequence[dict[str, Any]] = field(default_factory=list)
    red: Part = field(default_factory=lambda: Part([]))
    decide: Part = field(default_factory=lambda: Part([]))
    call: Part = field(default_factory=lambda: Part([]))


def screen(member: Member, now: datetime) -> Screen:
    page = progress.leader_page(member, now.date())
    boards = reports.boards(reports.agenda(member, now).open[:2], now)
    tasks = [row for row in work.of_area(member, now) if not row.children]
    level = reverse("progress:level", args=[member.area.code])
    told = from_below([figure.target for figure in page.figures], member.area, now.date())
    return Screen(
        figures=[showing.headline(figure) | {"below": told.get(figure.target.pk)} for figure in page.figures[:3]],
        red=_first([*_red_targets(page), *_red_tasks(tasks), *_red_places(page), *_red_reported(told.values())], level),
        decide=_first(_to_decide(member, page, tasks, now), reverse("plans:area-work")),
        call=_first([*_call_places(page), *_call_units(boards)], level),
    )


def _first(lines: Iterable[Any], url: str) -> Part:
    found = list(lines)
    return Part(found[:MOST], max(len(found) - MOST, 0), url)


# --- what is red -----------------------------------------------------------------------------------------------------


def _red_targets(page: progress.LeaderPage) -> list[Line]:
    return [_target(figure) for figure in page.figures if figure.state in RED]


def _target(figure: progress.Figure) -> Line:
    said = f"{figure.target.label}: {_count(figure.now)}/{_count(figure.needed.count)}"
    if figure.state == "behind" and figure.expected_today is not None:
        said += f", lẽ ra nay đã có {_count(figure.expected_today)}"
    pace = showing.per_day_words(figure)
    return Line(f"{said}{f'; {pace}' if pace else ''}.", showing.village_link(figure), figure.state)


def _red_tasks(tasks: Sequence[work.Row]) -> list[Line]:
    late = [row for row in tasks if row.state is State.OVERDUE]
    return [
        Line(f"{row.task.name.strip().rstrip('.')}: quá hạn, {row.lacking_words() or _leads(row)}.",
             reverse("plans:work-task", args=[row.task.pk]), "overdue")
        for row in late
    ]  # fmt: skip


def _leads(row: work.Row) -> str:
    return ", ".join(body.label for body in row.leads) or "chưa có đơn vị chủ trì"


def _red_places(page: progress.LeaderPage) -> list[Line]:
    """The last of the ranking, first the one that is furthest behind its own way."""
    return [
        Line(f"{found.area.title}: {_count(found.now)}, lẽ ra nay đã có {_count(placed.entry.goal)}.",
             reverse("progress:level", args=[found.area.code]), "far" if placed.is_far else "behind")
        for placed in worst([row.placed for row in reversed(page.red)], MOST) for found in [placed.entry.key]
    ]  # fmt: skip


def _red_reported(told: Iterable[FromBelow]) -> list[Line]:
    """Communes behind by their own reports, and how many have not reported at all: told as reported."""
    found = []
    for one in told:
        found += [
            Line(f"{place.area.title} báo cáo {_count(place.count)}/{_count(place.needed)}: {one.target.label}.",
                 place.word.url, place.state)
            for place in one.red[:2] if place.word is not None
        ]  # fmt: skip
        if one.missing:
            found.append(
                Line(f"{len(one.missing)}/{len(one.places)} xã, phường chưa báo số: {one.target.label}.",
                     showing.link("progress:target", one.target.pk), "missing")
            )  # fmt: skip
    return found


# --- what to decide --------------------------------------------------------------------------------------------------


def _to_decide(member: Member, page: progress.LeaderPage, tasks: Sequence[work.Row], now: datetime) -> list[Line]:
    """What waits for a word of this level: extensions, proposals, questions asked of us, what a plan leaves open."""
    found = [
        Line(f"Xin gia hạn đến {formats.day(one.until_on)}: {row.task.name.strip().rstrip('.')}.",
             reverse("plans:work-task", args=[row.task.pk]) + "#gia-han", "ask", "cho hay không")
        for row in tasks for one in row.waiting
    ]  # fmt: skip
    proposals = Proposal.objects.visible_to(member).filter(accepted=None, plan__campaign__area=member.area)
    found += [
        Line(f"Kiến nghị sửa kế hoạch: {one.label[:120]}.", reverse("plans:plan", args=[one.plan_id]) + "#kien-nghi",
             "ask", "nhận hay không")
        for one in proposals.order_by("made_at")
    ]  # fmt: skip
    found += [
        Line(f"Cấp trên hỏi: {row.ask.request.title}.", reverse("reports:answer", args=[row.ask.pk]), "due", "trả lời")
        for row in requests.waiting_for(member, now)
    ]
    found += [Line(words, url, "ask", label) for words, url, label in voices.to_decide(member)]
    if page.questions:
        found.append(Line(f"Kế hoạch còn bỏ ngỏ {page.questions} điều.", reverse("plans:index"), "ask", "trả lời"))
    if page.contested and page.first is not None:
        where = reverse("progress:other-way", args=[page.first.pk])
        found.append(Line(f"{page.contested} người có hai ghi nhận trái nhau.", where, "contested", "xem lại"))
    no_lead = sum(row.needs_lead for row in tasks)
    if no_lead:
        found.append(
            Line(f"{no_lead} nhiệm vụ chưa có đơn vị chủ trì.", reverse("plans:area-work"), "ask", "giao việc")
        )
    return found


# --- who to call -----------------------------------------------------------------------------------------------------


def _call_places(page: progress.LeaderPage) -> list[Call]:
    """The heads of the places furthest behind, and of those that are silent."""
    by_area = {row.village.pk: row for row in page.red}
    rows: list[VillageRow] = [
        by_area[placed.entry.key.area.pk] for placed in worst([row.placed for row in reversed(page.red)], 3)
    ]
    rows += [row for row in page.silent if row not in rows and row.level != "reached"][: MOST - len(rows)]
    heads = _heads([row.village for row in rows])
    return [
        Call(
            name=head.user.full_name if head else _nobody(row.village), office=row.village.title,
            why="im ắng" if row.silent and row not in page.red else _behind(row), member=head.pk if head else None,
            url=reverse("progress:level", args=[row.village.code]),
        )
        for row in rows for head in [heads.get(row.village.pk)]
    ]  # fmt: skip


def _nobody(area: Area) -> str:
    whom = "tổ trưởng" if area.kind == Area.Kind.VILLAGE else "cán bộ"
    return f"chưa có {whom} trong danh sách"


def _behind(row: VillageRow) -> str:
    return f"còn phải thêm {_count(row.figure.remaining)}{', im ắng' if row.silent else ''}"


def _heads(areas: Sequence[Area]) -> dict[int, Member]:
    """The head of each village's team, the officer of each commune."""
    roles = [Role.TEAM_LEADER if area.kind == Area.Kind.VILLAGE else Role.OFFICER for area in areas]
    rows = Member.objects.filter(area__in=areas, role__in=set(roles)).select_related("user").order_by("-pk")
    return {one.area_id: one for one in rows if one.is_current}


def _call_units(boards: Sequence[reports.Board]) -> list[Call]:
    """Who has not sent what is due already."""
    late: dict[int, tuple[Organisation, reports.Board]] = {}
    for board in boards:
        if not board.duty.compiled:
            for row in board.missing:
                late.setdefault(row.obligation.organisation_id, (row.obligation.organisation, board))
    officers = {
        one.organisation_id: one
        for one in Member.objects.filter(organisation__in=late, role__in=(Role.UNIT_OFFICER, Role.TEAM_LEADER))
        .select_related("user").order_by("-pk") if one.is_current
    }  # fmt: skip
    found = []
    for pk, (unit, board) in late.items():
        who = officers.get(pk)
        title = f"{unit.head_title} " if unit.head_title else ""
        name = (
            f"{title}{unit.head_name}" if unit.head_name else who.user.full_name if who else "chưa ghi người đứng đầu"
        )
        where = reverse("reports:board", args=[board.duty.pk, board.period])
        found.append(Call(name, unit.label, f"chưa gửi: {board.title}", where, who.pk if who else None))
    return found


def _count(number: int | None) -> str:
    return "chưa có số liệu" if number is None else decimal_vi(number, 0)
