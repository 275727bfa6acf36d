"""How far a task is, by what was recorded about it (docs/decisions/0039-tasks-worked.md). Pure: no database, no clock.

The one rule. Of what was said of a task (or of one place of its grid) and not taken back, the last word tells: nothing
= new, taken, doing, done, confirmed; “sent back” is doing again. Where that is neither done nor confirmed, and the last
day is over, it is overdue; work that goes on (thường xuyên, hằng tháng) never is, but falls quiet.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tungnha.drafting.numbers import in_prose
from tungnha.identity import names
from tungnha.units.problems import BadInput

DAY = dt.timedelta(days=1)
WORKING_DAYS = 5  # of a week
LARGEST_OUTPUT = 9_999_999
MOST_OUTPUTS = 12


class State(StrEnum):
    """The codes are those of web/words.py."""

    NEW = "new"
    TAKEN = "taken"
    DOING = "doing"
    DONE = "done"
    CONFIRMED = "confirmed"
    OVERDUE = "overdue"
    STEADY = "always"


LABELS = {
    State.OVERDUE: "quá hạn", State.NEW: "chưa nhận", State.TAKEN: "đã nhận", State.DOING: "đang làm",
    State.DONE: "xong, chờ xác nhận", State.CONFIRMED: "đã xác nhận", State.STEADY: "thường xuyên",
}  # fmt: skip
FINISHED = (State.DONE, State.CONFIRMED)
_OF_STEP = {
    "taken": State.TAKEN, "doing": State.DOING, "done": State.DONE, "confirmed": State.CONFIRMED,
    "returned": State.DOING,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One recorded entry: of the whole task (`unit` "") or of one place of its grid (`a12` an area, `o7` a body)."""

    pk: int
    step: str
    on: dt.date
    at: dt.datetime
    unit: str = ""
    outputs: Mapping[str, int] = field(default_factory=dict)
    retracts: int | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """An extension that was granted: of the whole (`unit` "") or of one place."""

    until: dt.date
    decided_at: dt.datetime
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when: the last day it may still be done on, None where the plan names none, and whether it goes on."""

    last_day: dt.date | None
    goes_on: bool = False  # never overdue
    goes_on_after: bool = False  # “đến 31/10, sau đó duy trì thường xuyên”: due, then steady


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a task or one place of it stands on a day."""

    state: State
    last_day: dt.date | None = None
    last: Said | None = None
    done_on: dt.date | None = None
    is_quiet: bool = False

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def is_late(self) -> bool:
        """Done, but after its last day."""
        return self.done_on is not None and self.last_day is not None and self.done_on > self.last_day

    def days_over(self, on: dt.date) -> int:
        return (on - self.last_day).days if self.state is State.OVERDUE and self.last_day else 0


# --- until when ------------------------------------------------------------------------------------------------------

_BEFORE_DAY = re.compile(r"\btruoc (?:ngay )?(?=\d)")
_BEFORE_MONTH = re.compile(r"\btruoc thang \d")
_UNTIL_END = re.compile(r"\btruoc het\b")
_HOUR = re.compile(r"\btruoc (?:\d{1,2} ?(?:h|g|gio)\d*\b|\d{1,2}:\d{2})")
_GOES_ON = re.compile(r"\bthuong xuyen\b|\bhang (?:ngay|tuan|thang|quy|nam)\b|\bdinh ky\b")


def terms_of(due_on: dt.date | None, due_text: str, *, steady: bool, rule: str = "before") -> Terms:
    """What a task's own words say of its time. `due_on` is the day the reader found: of a month its last.

    “Trước ngày 15/6” ends with the 14th where the house reads it strictly (`rule` "before",
    docs/decisions/0007-before-day.md); “trước 17 giờ ngày 15/6” ends that day, “tháng 5/2026” with the 31st.
    """
    words = names.fold(" ".join(due_text.split()))
    on_and_on = steady or bool(_GOES_ON.search(words))
    if due_on is None:
        return Terms(None, goes_on=on_and_on)
    return Terms(_last_day(due_on, words, rule), goes_on=steady, goes_on_after=on_and_on)


def _last_day(due_on: dt.date, words: str, rule: str) -> dt.date:
    if rule != "before" or _HOUR.search(words) or _UNTIL_END.search(words):
        return due_on
    if _BEFORE_MONTH.search(words):
        return due_on.replace(day=1) - DAY
    return due_on - DAY if _BEFORE_DAY.search(words) else due_on


def extended(terms: Terms, granted: Iterable[Granted], unit: str = "") -> Terms:
    """The terms after the extension decided last, of the whole or of this place."""
    mine = [one for one in granted if one.unit in ("", unit)]
    if not mine:
        return terms
    latest = max(mine, key=lambda one: one.decided_at)
    return Terms(latest.until, goes_on=terms.goes_on, goes_on_after=terms.goes_on_after)


# --- how far ---------------------------------------------------------------------------------------------------------


def standing_words(said: Iterable[Said]) -> list[Said]:
    """What was said and not taken back, in order."""
    rows = sorted(said, key=lambda one: one.pk)
    gone = {one.retracts for one in rows}
    return [one for one in rows if one.step != "withdrawn" and one.pk not in gone]


def stand(
    said: Iterable[Said], terms: Terms, on: dt.date, *, is_quiet: Callable[[dt.date | None], bool] = lambda _: False
) -> Stand:
    """Where it stands on a day. `is_quiet` is asked of the day of the last word (None: never a word)."""
    rows = standing_words(said)
    last = rows[-1] if rows else None
    is_over = terms.last_day is not None and on > terms.last_day
    if terms.goes_on or (terms.goes_on_after and is_over):
        return Stand(State.STEADY, terms.last_day, last, is_quiet=is_quiet(last.on if last else None))
    state = _OF_STEP[last.step] if last else State.NEW
    if state in FINISHED:
        return Stand(state, terms.last_day, last, done_on=_done_on(rows))
    return Stand(State.OVERDUE if is_over else state, terms.last_day, last)


def _done_on(rows: Sequence[Said]) -> dt.date | None:
    """The day it was done: of the last word that says so; of a confirmation without one, that day."""
    return next((one.on for one in reversed(rows) if one.step == "done"), rows[-1].on if rows else None)


def roll(states: Iterable[State]) -> State:
    """Of several, how far the whole is: the rows under a row (4 → 4.1 … 4.4), the places of a grid."""
    found = list(states)
    counted = [state for state in found if state is not State.STEADY]
    if not counted:
        return State.STEADY if found else State.NEW
    if State.OVERDUE in counted:
        return State.OVERDUE
    if all(state is State.CONFIRMED for state in counted):
        return State.CONFIRMED
    if all(state in FINISHED for state in counted):
        return State.DONE
    if any(state is not State.NEW and state is not State.TAKEN for state in counted):
        return State.DOING
    return State.TAKEN if State.TAKEN in counted else State.NEW


def is_quiet(last_on: dt.date | None, since: dt.date, on: dt.date, weeks: int, worked: Callable[..., int]) -> bool:
    """Whether steady work has had no word for so many weeks of work. Days nobody works are none: Tết makes nobody
    quiet. `worked(a, b)` counts the working days after a up to and with b."""
    begun = max(last_on, since) if last_on else since
    days = (on - begun).days
    if days <= weeks * 7:
        return False
    return days > weeks * 7 * 3 or worked(begun, on) > weeks * WORKING_DAYS


# --- what can be counted ---------------------------------------------------------------------------------------------

_OUTPUT = re.compile(r"^(\d{1,3}(?:\.\d{3})+|\d+)\s+(\D.*)$")


def read_outputs(text: str) -> dict[str, int]:
    """`03 tin, 01 hội nghị` → {"tin": 3, "hội nghị": 1}. Raises BadInput for a part without a whole number."""
    found: dict[str, int] = {}
    for part in re.split(r"[,;\n]", text):
        words = " ".join(part.split()).rstrip(".")
        if not words:
            continue
        hit = _OUTPUT.match(words)
        if hit is None:
            raise BadInput(f"“{words[:60]}”: mời ghi số rồi đến tên, ví dụ 03 tin, 01 hội nghị.")
        count, noun = int(hit[1].replace(".", "")), hit[2].strip().lower()[:40]
        if count > LARGEST_OUTPUT:
            raise BadInput(f"“{words[:60]}”: số này lớn quá; mời xem lại.")
        found[noun] = found.get(noun, 0) + count
    if len(found) > MOST_OUTPUTS:
        raise BadInput(f"Mỗi lần ghi nhiều nhất {MOST_OUTPUTS} loại đầu ra; mời ghi thành hai lần.")
    return found


def output_words(outputs: Mapping[str, int]) -> str:
    """`03 tin, 01 hội nghị`, as an office writes it."""
    return ", ".join(f"{in_prose(count)} {noun}" for noun, count in outputs.items())


def summed(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for row in rows:
        for noun, count in row.items():
            total[noun] = total.get(noun, 0) + count
    return total
