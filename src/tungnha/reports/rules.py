"""When a report is sent, late or missing, what a period is called, and which numbers a unit itself states. Pure.

docs/decisions/0009-compiling.md says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tungnha.drafting.bodies import in_full as in_full
from tungnha.drafting.bodies import issuer_lines as issuer_lines
from tungnha.drafting.dates import short_date
from tungnha.units.calendar import Calendar

# Groups that are only ever counted, never named: which of them a kind of unit is asked about first.
OWN_GROUPS: dict[str, frozenset[str]] = {
    "school": frozenset({"pupil"}),
    "police": frozenset({"armed_forces"}),
    "military": frozenset({"armed_forces"}),
    "operator": frozenset({"worker"}),
    "company": frozenset({"worker"}),
}
SOON = timedelta(hours=24)
QUARTERS = ("I", "II", "III", "IV")


# --- one obligation --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """What the rule needs to know of one submission."""

    at: datetime
    is_returned: bool = False


def counting(sent: Iterable[Sent]) -> Sent | None:
    """The submission that decides on time or late: the first that was not returned. A correction makes nobody late."""
    return min((one for one in sent if not one.is_returned), key=lambda one: one.at, default=None)


def state_of(
    *, due_at: datetime, at: datetime, sent: Iterable[Sent], is_closed: bool = False, is_excused: bool = False
) -> str:
    """sent · late · returned · excused · closed · missing (due has passed) · due (within a day) · upcoming.

    Who was excused and sent all the same in time has sent; nobody is late or missing who need not report.

    `due_at` is the first instant that is late: 10:00:00 sharp is late where the plan says “trước 10 giờ 00”. Whoever
    had a correction returned owes again, too: the text it corrected was given up.
    """
    sent = list(sent)
    first = counting(sent)
    if is_excused and (first is None or first.at >= due_at):
        return "excused"
    if sent and max(sent, key=lambda one: one.at).is_returned:
        return "returned"
    if first is not None:
        return "late" if first.at >= due_at else "sent"
    if is_closed:
        return "closed"
    if at >= due_at:
        return "missing"
    return "due" if due_at - at <= SOON else "upcoming"


HANDED_IN = ("sent", "late")
# state → (the page's word and tone in web.words, our own label). Late is orange, not sent is red.
SHOWN = {
    "sent": ("sent", "Đúng hạn"),
    "late": ("due", "Gửi muộn"),
    "returned": ("returned", ""),
    "closed": ("locked", "Không còn phải nộp"),
    "excused": ("waiting", "Được miễn"),
    "missing": ("missing", ""),
    "due": ("due", "Chưa gửi, sắp đến hạn"),
    "upcoming": ("upcoming", "Chưa đến hạn"),
}


def new_hour(due_at: datetime, at: datetime, calendar: Calendar) -> datetime:
    """By when a reminder asks for a report: the deadline itself; once it has passed, 16:00 of the day, or 10:00 of
    the next working day when it is afternoon or a day off. The letter is a draft: the officer may write another."""
    if at < due_at:
        return due_at
    if at.hour < 15 and calendar.is_working(at.date()):
        return at.replace(hour=16, minute=0, second=0, microsecond=0)
    return datetime.combine(calendar.add_working_days(at.date(), 1), time(10), at.tzinfo)


# --- words -----------------------------------------------------------------------------------------------------------


def countdown(due_at: datetime, at: datetime) -> str:
    """`còn 50 phút`, `còn 2 ngày 3 giờ`, `quá hạn 7 phút`."""
    if at >= due_at:
        late = _length(at - due_at)
        return f"quá hạn {late}" if late else "vừa quá hạn"
    return f"còn {_length(due_at - at) or 'chưa đến 1 phút'}"


def _length(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [(days, "ngày"), (hours, "giờ"), (minutes, "phút")]
    said = [f"{number} {word}" for number, word in parts if number]
    return " ".join(said[:2])


def period_words(key: str, starts_on: date, ends_on: date) -> str:
    """As an official report names it: `tuần từ ngày 21/5/2026 đến ngày 27/5/2026`, `tháng 6/2026`, `quý II/2026`."""
    if re.fullmatch(r"\d{4}-W\d{2}", key):
        return f"tuần từ ngày {short_date(starts_on)} đến ngày {short_date(ends_on)}"
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", key):
        return f"quý {QUARTERS[int(found[2]) - 1]}/{found[1]}"
    if found := re.fullmatch(r"(\d{4})-(\d{2})", key):
        return f"tháng {int(found[2])}/{found[1]}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", key):
        return f"ngày {short_date(ends_on)}"
    return f"đến hết ngày {short_date(ends_on)}"


def period_title(key: str, starts_on: date, ends_on: date) -> str:
    """For a heading or a row: `Tuần 22 (21/5 – 27/5/2026)`, `Tháng 6/2026`."""
    if found := re.fullmatch(r"\d{4}-W(\d{2})", key):
        first = f"{starts_on.day}/{starts_on.month}"
        return f"Tuần {int(found[1])} ({first} – {ends_on.day}/{ends_on.month}/{ends_on.year})"
    words = period_words(key, starts_on, ends_on)
    return "Báo cáo một lần" if key == "once" else words[:1].upper() + words[1:]


# --- names of bodies on paper ----------------------------------------------------------------------------------------


def report_symbol(plan_symbol: str) -> str:
    """The report's symbol from the plan's: KH-UBND → BC-UBND."""
    tail = re.sub(r"\s", "", plan_symbol).partition("-")[2]
    return f"BC-{tail}" if tail else "BC-UBND"


def letter_symbol(plan_symbol: str) -> str:
    """A công văn has no type code: KH-UBND → UBND-VHXH. Other bodies' units are not guessed: KH-SKHCN → SKHCN."""
    tail = re.sub(r"\s", "", plan_symbol).partition("-")[2] or "UBND"
    return "UBND-VHXH" if tail == "UBND" else tail


def superior_lines(kind: str, commune: str, province: str, *, is_province_body: bool) -> str:
    """Who stands above the issuer on paper. A People's Committee has nobody; a department or a steering committee
    stands under its committee."""
    if kind in ("committee", "party"):
        return ""
    return f"UBND {province}" if is_province_body else f"UBND {commune}"
