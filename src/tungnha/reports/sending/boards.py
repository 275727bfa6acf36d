"""The board of one period as the desk works through it: read, accept many, return one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from tungnha.reports import showing
from tungnha.reports.models import Submission
from tungnha.reports.queries import Board, Standing
from tungnha.reports.sending import changes, reading, rules, who
from tungnha.units.models import Member


def told(board: Board, member: Member, *, shows: str, opens: bool) -> dict[str, Any]:
    """The rows of the board and the choices over them. Who may not open units' forms reads their names and hours."""
    latest = [row.latest for row in board.rows if row.latest is not None]
    prefetch_related_objects(
        latest, "figures__target__measure", "sent_by__user", "steps__by__user", "named_lists__service"
    )
    shows = shows if shows in showing.BOARD_VIEWS else ""
    changed = changes.of_board(latest, board.duty.plan.campaign.area) if opens else {}
    rows = [_row(row, member, changed, opens=opens) for row in board.rows]
    return {
        "rows": [row for row in rows if not shows or _fits(row, shows)],
        "shows": shows,
        "views": _views(board, rows, shows),
        "changed": sum(bool(row["changes"]) for row in rows),
        "to_accept": sum(row["may_accept"] for row in rows),
        "may_decide": any(row["may_accept"] or row["may_return"] for row in rows),
    }


def _fits(row: dict[str, Any], shows: str) -> bool:
    states = showing.BOARD_VIEWS[shows][1]
    if states is None:
        return bool(row["is_missing"])
    return row["state"] in states


def _views(board: Board, rows: list[dict[str, Any]], shows: str) -> list[dict[str, Any]]:
    here = reverse("reports:board", args=[board.duty.pk, board.period])
    made = [{"label": f"Tất cả ({len(rows)})", "url": here, "current": not shows}]
    for key, (label, _) in showing.BOARD_VIEWS.items():
        number = sum(_fits(row, key) for row in rows)
        made.append({"label": f"{label} ({number})", "url": f"{here}?xem={key}", "current": shows == key})
    return made


def _row(row: Standing, member: Member, changed: Mapping[int, list[changes.Change]], *, opens: bool) -> dict[str, Any]:
    """One unit: where it stands in time and with the desk; the text of its report where the reader may open it."""
    latest = row.latest
    may: frozenset[str] = frozenset()
    if latest is not None and opens:
        may = rules.open_to(latest.state, who.actors(member, row.obligation))
    step, label = showing.APPROVAL[latest.state] if latest is not None else ("", "")
    return showing.shown(row, opens=opens) | {
        "unit": row.name,
        "pk": latest.pk if latest is not None else None,
        "state": latest.state if latest is not None else "",
        "is_missing": not row.is_in and row.state not in ("excused", "closed"),
        "sent_at": row.first.sent_at if row.first else None,
        "corrections": row.corrections,
        "note": "gửi sau khi tổng hợp" if row.after_compiling else "",
        "step": step,
        "step_label": label,
        "may_accept": rules.ACCEPT in may,
        "may_return": rules.RETURN in may,
        "changes": changed.get(latest.pk, []) if latest is not None else [],
        "asks": reading.latest_step(latest, rules.ASK) if opens else None,
        "text": _text(latest) if latest is not None and opens else None,
    }


def _text(latest: Submission) -> dict[str, Any]:
    figures = [reading.figure_told(figure) for figure in latest.figures.all()]
    return {
        "by": latest.sent_by.user.full_name,
        "figures": figures,
        "parts": latest.parts(),
        "doubts": sum(len(figure["checked"]) for figure in figures),
        "lists": [(listed.service.label, listed.people) for listed in latest.named_lists.all()],
    }
