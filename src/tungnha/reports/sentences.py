"""The first sentences of a report, in official style, from its figures. An officer changes them as she likes. Pure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tungnha.drafting.dates import moment, short_date
from tungnha.drafting.letters.targets import SINCE_BEFORE, SINCE_START, growth
from tungnha.drafting.numbers import count, decimal_vi, in_prose, percent
from tungnha.reports.below.parts import words_for
from tungnha.units.models import Area

MOST_NAMES = 20
PARTS = ("situation", "outreach", "assessment", "difficulties", "next_tasks", "proposals")


def lower_first(text: str) -> str:
    """For the middle of a sentence: `Chữ ký số` → `chữ ký số`; `VNeID` and `UBND` stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def generate(found: dict[str, Any], *, plan: Any, area: Area, at: datetime) -> dict[str, str]:
    """Each part's proposed words. A part of which nothing is known stays blank, to be written."""
    return {
        "situation": _with(found, "situation", situation(found, area, at)),
        "outreach": _with(found, "outreach", ""),
        "assessment": _with(found, "assessment", assessment(found), shortcomings(found)),
        "difficulties": _with(found, "difficulties", gathered(found["difficulties"])),
        "next_tasks": _with(found, "next_tasks", next_tasks(found, at)),
        "proposals": _with(found, "proposals", gathered(found["proposals"])),
    }


def _with(found: dict[str, Any], part: str, *said: str) -> str:
    """A part's own sentences, then what other rooms tell for it (`reports.below.parts`)."""
    return "\n".join(text for text in (*said, words_for(found.get("sections", []), part)) if text)


def shortcomings(found: dict[str, Any]) -> str:
    """What units themselves say was left undone."""
    said = gathered(found.get("shortcomings", []))
    return f"Các đơn vị nêu tồn tại, hạn chế:\n{said}" if said else ""


def situation(found: dict[str, Any], area: Area, at: datetime) -> str:
    """`Tính đến 09 giờ 10 ngày 28/5/2026, toàn xã có 368 người có chữ ký số, …; 11/14 đơn vị đã gửi báo cáo, ….`"""
    row = headline_row(found)
    said = [s for s in (headline(row, area, since_words(found)) if row else "", attended(found["attendance"])) if s]
    return f"Tính đến {moment(at)}, {'; '.join(said)}." if said else ""


def headline_row(found: dict[str, Any]) -> dict[str, Any] | None:
    """The row the annex is about."""
    if not found.get("villages"):
        return None
    return next((row for row in found["targets"] if row["target"] == found["villages"]["target"]), None)


def since_words(found: dict[str, Any]) -> str:
    """What every change is told from: the report before this one, or the start of the period where there is none."""
    return SINCE_BEFORE if found.get("before", True) else SINCE_START  # figures of old do not say: as they were read


def headline(row: dict[str, Any], area: Area, since: str) -> str:
    unit, reached = row["unit"], row["reached"]
    what = having(row["has"]) if row["has"] else f"đạt nội dung “{lower_first(row['name'])}”"
    if reached is None:
        return f"toàn {area.type_name} chưa có số liệu về số {unit} {what}"
    said = [f"toàn {area.type_name} có {in_prose(reached)} {unit} {what}"]
    if "known" in row and row["known"] < row["of"]:
        said[0] += f" (số của {in_prose(row['known'])}/{in_prose(row['of'])} {row['noun']} đã báo cáo)"
    if row["base"]:
        said.append(
            f"đạt {percent(reached, row['base'])} số {row['base_name'] or unit} ({count(reached)}/{count(row['base'])})"
        )
    if row["needed"]:
        said.append(f"đạt {percent(reached, row['needed'])} chỉ tiêu ({count(reached)}/{count(row['needed'])})")
    if row["change"] is not None:
        said.append(growth(row["change"], unit, since))
    return ", ".join(said)


def having(what: str) -> str:
    """`có chữ ký số`; what is done to a household is not had: `được làm mẫu`."""
    return what if what.startswith(("được ", "đã ", "có ")) else f"có {what}"


def attended(of: dict[str, Any]) -> str:
    """`11/14 đơn vị đã gửi báo cáo, 01 đơn vị gửi muộn (Trường THCS), 03 đơn vị chưa gửi (…)`"""
    if not of["expected"]:
        return ""
    noun = of.get("noun", "đơn vị")
    said = [f"{in_prose(of['handed_in'])}/{in_prose(of['expected'])} {noun} đã gửi báo cáo"]
    for key, words in (("late", "gửi muộn"), ("missing", "chưa gửi")):
        if of[key]:
            said.append(f"{in_prose(len(of[key]))} {noun} {words} ({named(of[key])})")
    return ", ".join(said)


def named(rows: list[dict[str, Any]]) -> str:
    """By name, as long as a sentence can hold them; the others stand in the part on the reporting duty."""
    names = [row["unit"] for row in rows]
    more = f" và {in_prose(len(names) - MOST_NAMES)} nơi khác" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more


def assessment(found: dict[str, Any]) -> str:
    """Where the headline target stands against the way the plan leads."""
    row = headline_row(found)
    if row is None or row["reached"] is None or row["expected"] is None:
        return ""
    gap = row["reached"] - row["expected"]
    path = f"so với lộ trình đến thời điểm báo cáo ({count(row['expected'])} {row['unit']})"
    if gap == 0:
        return f"Kết quả đúng bằng mức cần có {path}."
    word = "cao hơn" if gap > 0 else "thấp hơn"
    return f"Kết quả {word} {in_prose(abs(gap))} {row['unit']} {path}."


def next_tasks(found: dict[str, Any], at: datetime) -> str:
    """What each dated target still asks for a day: `Phấn đấu đến 31/7/2026 đạt 1.918 người …`"""
    lines, seen = [], set()
    for row in found["targets"]:
        if not row["headline"] or row["per_day"] is None or row["due_on"] is None or not row["needed"]:
            continue
        key = (row["due_on"], row["needed"])
        remaining = row["needed"] - (row["reached"] or 0)
        if key in seen or remaining <= 0:
            continue
        seen.add(key)
        due = short_date(date.fromisoformat(row["due_on"]))
        what = f" {having(row['has'])}" if row["has"] else ""
        each_day = Decimal(row["per_day"])
        pace = f", bình quân mỗi ngày {decimal_vi(each_day, 1)} {row['unit']}" if each_day else ""
        lines.append(
            f"- Phấn đấu đến ngày {due} đạt {count(row['needed'])} {row['unit']}{what}: còn {count(remaining)} "
            f"{row['unit']}{pace}."
        )
    missing = found["attendance"]["missing"]
    if missing:
        lines.append(
            f"- Đôn đốc {in_prose(len(missing))} {found['attendance'].get('noun', 'đơn vị')} chưa gửi báo cáo: "
            f"{named(missing)}."
        )
    return "\n".join(lines)


def gathered(rows: list[dict[str, Any]]) -> str:
    """Each unit's words as a point of its own, said by whom."""
    by_text: dict[str, list[str]] = {}
    for row in rows:
        by_text.setdefault(" ".join(row["text"].split()), []).append(row["unit"])
    return "\n".join(f"- {_who(units)}: {text}" for text, units in by_text.items())


def _who(units: list[str]) -> str:
    """Who said the same is named once for all of them."""
    return units[0] if len(units) == 1 else f"{in_prose(len(units))} đơn vị ({', '.join(units)})"
