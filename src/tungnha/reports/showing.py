"""Rows and tables of reports as plain data for the templates: no model, no request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse

from tungnha.drafting.dates import clock_time, short_date
from tungnha.drafting.numbers import count, decimal_vi
from tungnha.plans.queries import before_rule
from tungnha.plans.rules import VIETNAM, WEEKDAYS, due_words, named_day, short_day, weekend_note
from tungnha.reports.figures import url_of
from tungnha.reports.queries import Board, Standing
from tungnha.reports.rules import SHOWN, SOON, countdown, period_title

__all__ = ["countdown", "short_day"]

PAST_COLUMNS = [
    {"key": "title", "label": "Kỳ báo cáo", "link": "url"},
    {"key": "due", "label": "Hạn"},
    {"key": "sent", "label": "Đã gửi"},
    {"key": "late", "label": "Muộn", "kind": "count"},
    {"key": "missing", "label": "Chưa gửi", "kind": "count"},
    {"key": "report", "label": "Báo cáo tổng hợp", "link": "report_url"},
]
REPORTED_COLUMNS = [
    {"key": "unit", "label": "Đơn vị", "link": "url"},
    {"key": "name", "label": "Chỉ tiêu"},
    {"key": "count", "label": "Đơn vị báo cáo", "kind": "count", "link": "url"},
    {"key": "computed", "label": "Tính được", "kind": "count"},
    {"key": "gap", "label": "Chênh lệch", "kind": "delta"},
]


# where a report stands with the desk → status and our own label
APPROVAL = {
    "sent": ("ask", "Chờ tiếp nhận"),
    "returned": ("returned", ""),
    "accepted": ("accepted", "Đã tiếp nhận"),
    "locked": ("locked", ""),
    "reopened": ("returned", "Đã mở lại, chờ bản sửa"),
}
# The board by what is to be done: key of the address → (label, states of the latest submission; None: not handed in)
BOARD_VIEWS: dict[str, tuple[str, frozenset[str] | None]] = {
    "cho": ("Chờ tiếp nhận", frozenset({"sent"})),
    "da": ("Đã tiếp nhận", frozenset({"accepted", "locked"})),
    "tra": ("Trả lại, mở lại", frozenset({"returned", "reopened"})),
    "chua": ("Chưa gửi", None),
}


def duty_words(duty: Any) -> str:
    """One duty in a list of others: whose plan, who reports to whom, by when."""
    return f"{duty.plan.campaign.name}: {direction(duty)}, {due_words_of(duty)}"


def due_words_of(duty: Any) -> str:
    """The deadline in words, as this house reads “trước ngày D”."""
    return due_words(duty, before_rule())


def last_instant(due_at: datetime) -> str:
    """The deadline as people say it: `10 giờ 00 thứ Năm, 28/5/2026`; midnight is `24 giờ` of the day before."""
    at = due_at.astimezone(VIETNAM)
    hour = f"{at.hour} giờ {at.minute:02d}"
    if (at.hour, at.minute) == (0, 0):
        at, hour = at - timedelta(days=1), "24 giờ"
    return f"{hour} {WEEKDAYS[at.weekday()]}, {short_day(at.date())}"


def direction(duty: Any) -> str:
    """Who reports to whom, in the plan's own words, so that two reports of one week or month are told apart."""
    if duty.compiled:
        whom = duty.addressee.label if duty.addressee else duty.to
        return f"{duty.plan.organisation.label} gửi {whom}" if whom else "Báo cáo lên cấp trên"
    who = duty.who.strip()
    whom = duty.addressee.label if duty.addressee else duty.plan.organisation.label
    return f"{who[:1].upper()}{who[1:]} gửi {whom}" if who else f"Các đơn vị gửi {whom}"


def shown(row: Standing, *, opens: bool) -> dict[str, Any]:
    """One unit in a list, with its state in the tone of the house: late orange, not sent red."""
    status, label = SHOWN[row.state]
    return {
        "title": row.name,
        "url": reverse("reports:obligation", args=[row.obligation.pk]) if opens else "",
        "meta": sent_words(row),
        "status": status,
        "status_label": label,
    }


def sent_words(row: Standing) -> str:
    said = []
    if row.first is not None:
        at = row.first.sent_at.astimezone(VIETNAM)
        said.append(f"gửi lúc {clock_time(at)} ngày {at.day}/{at.month}")
    if row.corrections:
        said.append(f"đã sửa {row.corrections} lần")
    if row.after_compiling:
        said.append("gửi sau khi tổng hợp")
    return ", ".join(said)


def headed(board: Board, *, opens: bool) -> dict[str, Any]:
    """A board on the front page: the count, the names, how long there is left."""
    duty = board.duty
    args = [duty.pk, board.period]
    day = named_day(board.due_at, time=duty.time, inclusive=duty.inclusive, rule=before_rule())
    return {
        "board": board,
        "words": due_words_of(duty),
        "due": last_instant(board.due_at),
        "direction": direction(duty),
        "is_upward": duty.compiled,
        "is_near": board.due_at - board.at <= SOON,
        "countdown": countdown(board.due_at, board.at),
        "is_over": board.at >= board.due_at,
        "weekend": weekend_note(day),
        "late": [shown(row, opens=opens) for row in board.late],
        "missing": [shown(row, opens=opens) for row in board.missing],
        "on_time": [shown(row, opens=opens) for row in board.of("sent")],
        "url": reverse("reports:board", args=args),
        "compile_url": reverse("reports:compile", args=args),
        "reminder_url": reverse("reports:reminder", args=args)
        if board.missing and not duty.compiled and board.due_at - board.at <= SOON
        else "",
        "report_url": reverse("reports:report", args=[board.report.pk]) if board.report else "",
    }


def past_row(board: Board, *, opens_report: bool) -> dict[str, Any]:
    report = board.report
    may_open = report is not None and (opens_report or report.is_frozen)
    return {
        "title": f"{board.title}: {direction(board.duty)}",
        "url": reverse("reports:board", args=[board.duty.pk, board.period]),
        "due": last_instant(board.due_at),
        "sent": f"{board.handed_in}/{board.expected}",
        "late": len(board.late),
        "missing": len(board.missing),
        "report": "" if report is None else f"Đã chốt, {report.full_symbol}" if report.is_frozen else "Bản nháp",
        "report_url": reverse("reports:report", args=[report.pk]) if report is not None and may_open else "",
    }


def obligation_row(row: Standing, at: datetime) -> dict[str, Any]:
    """One of the unit's own reports, in its list."""
    obligation = row.obligation
    return shown(row, opens=True) | {
        "title": period_title(obligation.period, obligation.starts_on, obligation.ends_on),
        "text": obligation.duty.plan.campaign.name,
        "meta": sent_words(row) or f"Hạn cuối {last_instant(obligation.due_at)}; {countdown(obligation.due_at, at)}",
    }


# --- the compiled report ---------------------------------------------------------------------------------------------


def figure_of(row: dict[str, Any]) -> dict[str, Any]:
    """A frozen target row for the figure tag: the number, its base by name and date, where all of them open."""
    on = date.fromisoformat(row["base_on"]) if row["base_on"] else None
    whose = f"{row['base_name']} ({row['base_whose']}{f', {on.day}/{on.month}/{on.year}' if on else ''})"
    due = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    return row | {
        "url": url_of(row["opens"]),
        "base_url": url_of(row["opens_base"]) if row["base"] is not None else "",
        "change_url": url_of(row["opens_change"]) if row["change"] else "",
        "computed_gap": row["reached"] - row["computed"]
        if row.get("computed") is not None and row["reached"] is not None
        else None,
        "base_label": whose if row["base"] is not None else row["why_none"],
        "pace": _pace_of(row, due),
        "status": {"overdue": "overdue", "behind": "behind", "reached": "reached", "on_path": "on_path"}.get(
            row["state"], "no_data" if row["reached"] is None else ""
        ),
    }


def _pace_of(row: dict[str, Any], due: date | None) -> str:
    """`Cần 2,2 người mỗi ngày, còn 191 ngày đến 31/12/2026`; nothing where it is reached or the day has passed."""
    if due is None or row["per_day"] is None or row["reached"] is None or not row["needed"]:
        return ""
    remaining, a_day = row["needed"] - row["reached"], Decimal(row["per_day"])
    if remaining <= 0:
        return ""
    many = f"{decimal_vi(a_day, 1)} {row['unit']} mỗi ngày" if a_day else f"thêm {count(remaining)} {row['unit']}"
    return f"Cần {many}, còn {row['days_left']} ngày đến {short_date(due)}"


def opened(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"url": url_of(row.get("opens"))}


def reported_rows(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What units stated, beside what was counted for them, with the gap."""
    return [
        opened(row) | {"gap": None if row["computed"] is None else row["count"] - row["computed"]} for row in rows
    ]  # fmt: skip


def without_forms(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """For who may not open the units' own forms: the same rows, opening nothing."""
    return [row | {"url": ""} for row in rows]


def attendance_of(of: dict[str, Any]) -> dict[str, Any]:
    def units(key: str, status: str, label: str) -> list[dict[str, Any]]:
        return [
            {
                "title": row["unit"], "url": url_of(row["opens"]), "status": status, "status_label": label,
                "meta": _sent(row["sent_at"]),
            }
            for row in of[key]
        ]  # fmt: skip

    return {
        "expected": of["expected"],
        "handed_in": of["handed_in"],
        "noun": of.get("noun", "đơn vị"),
        "waiting": of.get("waiting", 0),
        "excused": of.get("excused", []),
        "url": url_of(of["opens"]),
        "late": units("late", *SHOWN["late"]),
        "missing": units("missing", *SHOWN["missing"]),
        "on_time": units("on_time", *SHOWN["sent"]),
    }


def _sent(text: str | None) -> str:
    if not text:
        return ""
    at = datetime.fromisoformat(text)
    return f"gửi lúc {clock_time(at)} ngày {at.day}/{at.month}"
