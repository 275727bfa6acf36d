"""What a report says to another installation: counts, whose and of which day, words; never a row or a number of a
person, and no name of the register in the words unless an officer looked at it and said that it may go.

Small groups are left out (`settings.SMALL_GROUP`): of a group of fewer people neither the group nor the count goes, and
a count of fewer people in a larger group is said to be small. None at all of a large group is a number like others.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from tungnha.ledger.models import Measure
from tungnha.ledger.models.services import Counted
from tungnha.plans.models import Duty, Plan, Target
from tungnha.plans.rules import VIETNAM
from tungnha.progress.openers import rows_behind
from tungnha.progress.ways import is_named, way_of
from tungnha.reports import documents
from tungnha.reports.exchange import commitment
from tungnha.reports.exchange.envelope import NotTaken
from tungnha.reports.models import Destination, Report
from tungnha.reports.sending.copies import canonical
from tungnha.reports.words import without_people

FORM = 1
OF_PEOPLE = (Counted.PERSON, Counted.HOUSEHOLD, Counted.TELEPHONE, Counted.VISIT)
MOST_FIGURES, MOST_WORDS, MOST_COUNT = 500, 20_000, 2**31 - 1
SALT_BYTES = 32


@dataclass(frozen=True)
class CountedRows:
    """The rows behind one number, as they stand when the file is made."""

    measure: Measure
    on: date
    ids: list[int]
    salt: str
    root: str


def build(
    report: Report, destination: Destination, *, number: int, to: str, at: datetime, kept: Collection[str] = ()
) -> tuple[dict[str, Any], list[CountedRows]]:
    """(the body to be signed, the lists that prove its numbers). `kept`: names in the words that an officer has said
    may go; all others that stand on the register are hidden."""
    figures, lists = _figures(report)
    duty = report.duty
    assert duty is not None
    hidden = [(row["hidden"], row["unit"]) for row in figures if row["hidden"] is not None]
    body = {
        "form": FORM, "kind": "report", "to": to, "number": number, "made_at": at.isoformat(),
        "from": {"area": report.area.code, "name": report.organisation.name},
        "plan": plan_of(report.plan),
        "above": {
            "symbol": destination.above_symbol,
            "issued_on": destination.above_on.isoformat() if destination.above_on else None,
        },
        "duty": {"frequency": duty.frequency},
        "period": report.period, "starts_on": report.starts_on.isoformat(), "ends_on": report.ends_on.isoformat(),
        "report": {
            "symbol": report.full_symbol, "issued_on": report.issued_on.isoformat() if report.issued_on else None,
            "edition": report.edition, "sha256": report.sha256, "figures_at": report.figures_at.isoformat(),
            "frozen_at": report.frozen_at.isoformat() if report.frozen_at else None,
        },
        "figures": [{key: value for key, value in row.items() if key != "hidden"} for row in figures],
        "words": {part: _words(text, hidden) for part, text in without_people(report, kept).items()},
        "attendance": _attendance(report),
    }  # fmt: skip
    return body, lists


def plan_of(plan: Plan) -> dict[str, Any]:
    return {
        "symbol": plan.full_symbol, "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "title": plan.title[:300],
    }  # fmt: skip


def mark_of(measure: Measure) -> str:
    """What is counted and how, whatever it is called: two installations mean the same where the marks are the same."""
    said = {
        "counts": measure.counts, "group": measure.group, "rule": measure.rule, "way": way_of(measure),
        "source": measure.source, "residence": measure.residence, "each": measure.each,
    }  # fmt: skip
    return hashlib.sha256(canonical(said).encode()).hexdigest()[:32]


def _figures(report: Report) -> tuple[list[dict[str, Any]], list[CountedRows]]:
    """One row for each thing counted: two targets that count the same say it once."""
    targets = {t.pk: t for t in Target.ever.filter(plan=report.plan_id).select_related("measure")}
    on = report.figures_at.astimezone(VIETNAM).date()
    rows, lists, seen = [], [], set()
    for told in report.figures.get("targets", []):
        target = targets.get(told["target"])
        measure = target.measure if target is not None else None
        if measure is None or (mark := mark_of(measure)) in seen:
            continue
        seen.add(mark)
        row = _figure(measure, mark, told, on)
        if told["reached"] is not None and not row["small"] and "computed" not in told and is_named(measure):
            kept = _rows(measure, report, on)
            row["proof"] = {"rows": len(kept.ids), "root": kept.root}
            lists.append(kept)
        rows.append(row)
    return rows, lists


def _figure(measure: Measure, mark: str, told: Mapping[str, Any], on: date) -> dict[str, Any]:
    count, base = told["reached"], told["base"]
    of_people, least = measure.counts in OF_PEOPLE, settings.SMALL_GROUP
    small_base = of_people and base is not None and base < least
    small = count is not None and (small_base or (of_people and 0 < count < least))
    whose = "reports" if "computed" in told else "register" if is_named(measure) else "units"
    return {
        "measure": measure.code, "mark": mark, "name": measure.name, "unit": told["unit"],
        "count": None if small else count, "small": small or small_base,
        "base": None if small_base else base, "base_whose": told["base_whose"], "base_on": told["base_on"],
        "whose": whose, "on": on.isoformat(), "proof": None,
        "hidden": count if small else None,
    }  # fmt: skip


def _rows(measure: Measure, report: Report, on: date) -> CountedRows:
    ids = sorted(rows_behind(measure, report.area, "now", on=on, since=on).values_list("pk", flat=True).distinct())
    salt = secrets.token_hex(SALT_BYTES)
    return CountedRows(measure, on, ids, salt, commitment.root(commitment.leaves(map(str, ids), salt)))


def _words(text: str, hidden: list[tuple[int, str]]) -> str:
    """Words without what the figures beside them do not say: counts of small groups."""
    for count, unit in hidden:
        text = re.sub(rf"(?<![\d.,/])0?{count}(?=\s+{re.escape(unit)})", f"dưới {settings.SMALL_GROUP}", text)
    return text[:MOST_WORDS]


def _attendance(report: Report) -> dict[str, Any]:
    """Which units sent: bodies, no people."""
    told = report.figures.get("attendance") or {}
    return {
        "expected": told.get("expected", 0), "handed_in": told.get("handed_in", 0),
        "late": [row["unit"] for row in told.get("late", [])],
        "missing": [row["unit"] for row in told.get("missing", [])],
    }  # fmt: skip


# --- read on the other side ------------------------------------------------------------------------------------------

NOT_OF_FORM = "Tệp có chữ ký đúng nhưng nội dung không theo mẫu báo cáo: xin báo nơi gửi xem lại phần mềm."


def check_report(body: Mapping[str, Any]) -> None:
    """Raises NotTaken unless a body is a report of this form, every part of the kind and size it must be of."""
    try:
        if body["form"] != FORM:
            raise NotTaken("newer", "Tệp theo mẫu mới hơn: xin cập nhật phần mềm ở đây rồi bấm “Thử nhận lại”.")
        if body["kind"] != "report":
            raise NotTaken("other_kind", "Tệp này không phải báo cáo. Tệp khóa, phiếu trả lời có chỗ nhận riêng.")
        ok = (
            _is_text(body["to"], 64) and _is_count(body["number"]) and body["number"] > 0
            and datetime.fromisoformat(body["made_at"]).tzinfo is not None
            and _is_text(body["from"]["area"], 20) and _is_text(body["from"]["name"], 200)
            and all(_is_text(body[of]["symbol"], 80) and _is_day(body[of]["issued_on"]) for of in ("plan", "above"))
            and _is_text(body["plan"]["title"], 300)
            and body["duty"]["frequency"] in Duty.Frequency.values
            and _is_text(body["period"], 20)
            and date.fromisoformat(body["starts_on"]) <= date.fromisoformat(body["ends_on"])
            and _is_text(body["report"]["sha256"], 64) and _is_text(body["report"]["symbol"], 80)
            and _is_count(body["report"]["edition"])
            and isinstance(body["figures"], list) and len(body["figures"]) <= MOST_FIGURES
            and all(_is_figure(row) for row in body["figures"])
            and set(body["words"]) <= set(documents.PARTS)
            and all(_is_text(text, MOST_WORDS) for text in body["words"].values())
            and all(_is_count(body["attendance"][key]) for key in ("expected", "handed_in"))
            and all(_is_text(name, 200) for key in ("late", "missing") for name in body["attendance"][key])
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise NotTaken("form", NOT_OF_FORM) from problem
    if not ok:
        raise NotTaken("form", NOT_OF_FORM)


def _is_figure(row: Mapping[str, Any]) -> bool:
    proof = row["proof"]
    return (
        _is_text(row["mark"], 32) and _is_text(row["name"], 200) and _is_text(row["unit"], 40)
        and all(row[key] is None or _is_count(row[key]) for key in ("count", "base"))
        and isinstance(row["small"], bool) and _is_day(row["on"]) and row["on"] is not None
        and (proof is None or (_is_count(proof["rows"]) and _is_text(proof["root"], 64)))
    )  # fmt: skip


def _is_text(value: Any, most: int) -> bool:
    """Text a database takes: no NUL, no half of a letter."""
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        return False
    value.encode()  # UnicodeEncodeError is a ValueError
    return True


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MOST_COUNT


def _is_day(value: Any) -> bool:
    return value is None or bool(date.fromisoformat(value))
