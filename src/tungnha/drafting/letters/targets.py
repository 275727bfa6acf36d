"""Figures against targets, in the house style: two percentages side by side, and the growth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tungnha.drafting.annexes import MISSING_NOTE, ProgressRow
from tungnha.drafting.document import Bullet, Column, Table
from tungnha.drafting.letters.parts import lower_first, out_of
from tungnha.drafting.numbers import MISSING_IN_PROSE, change, count, in_prose, percent, rate
from tungnha.drafting.text import one_line

NAMES_IN_A_TIE = 3  # more than this and only their number is printed
SINCE_BEFORE = "so với kỳ trước"
SINCE_START = "từ đầu kỳ"  # nothing was reported before: told from the eve of the period


@dataclass(frozen=True)
class TargetFigure:
    """One target (chỉ tiêu) at the end of a period. A rate names its base, and whose figure that is."""

    name: str
    reached: int | None
    base: int | None = None
    base_name: str = ""  # người trên 15 tuổi
    base_source: str = ""  # Công an xã, số liệu ngày 30/6/2026
    target: int | None = None
    increase: int | None = None  # negative when some expired
    unit: str = "người"
    lessens: bool = False  # what was cut down, of what it was at first: days of a procedure
    since: str = SINCE_BEFORE  # what the increase is told from

    @property
    def base_in_words(self) -> str:
        """A figure nobody's rows make has no name for its base: the first measurement is the base."""
        if not self.base_name:
            return self.base_source
        return self.base_name + (f" (nguồn: {self.base_source})" if self.base_source else "")


def target_bullet(of: TargetFigure) -> Bullet:
    """`Chữ ký số: hiện có 368 người, đạt 6,72% so với số người trên 15 tuổi (5.480 người), đạt 10,53% …`"""
    name = one_line(of.name)
    if of.reached is None:
        return Bullet(f"{name}: {MISSING_IN_PROSE}.", bold=(name,))
    if of.lessens:
        return Bullet(f"{name}: {', '.join(_lessened(of))}.", bold=(name,))
    said = [f"hiện có {in_prose(of.reached)} {of.unit}"]
    if of.base is not None and of.base_name:
        said.append(f"đạt {percent(of.reached, of.base)} so với số {of.base_name} ({in_prose(of.base)} {of.unit})")
    if of.target is not None:
        said.append(f"đạt {percent(of.reached, of.target)} so với chỉ tiêu giao ({in_prose(of.target)} {of.unit})")
    if of.increase is not None:
        said.append(growth(of.increase, of.unit, of.since))
    return Bullet(f"{name}: {', '.join(said)}.", bold=(name,))


def _lessened(of: TargetFigure) -> list[str]:
    """`đã giảm 03 ngày làm việc trên tổng số 10 ngày làm việc ở lần đo đầu (30,00%), cần giảm 03 ngày làm việc`"""
    said = [f"đã giảm {in_prose(of.reached)} {of.unit}"]
    if of.base is not None:
        said[0] += f" trên tổng số {count(of.base)} {of.unit} ở lần đo đầu ({percent(of.reached, of.base)})"
    if of.target is not None:
        said.append(f"cần giảm {in_prose(of.target)} {of.unit}")
    if of.increase:
        word = "giảm thêm" if of.increase > 0 else "tăng lại"
        said.append(f"{word} {in_prose(abs(of.increase))} {of.unit} {of.since}")
    return said


def growth(increase: int, unit: str, since: str) -> str:
    if increase == 0:
        return f"không tăng {since}"
    word = "tăng" if increase > 0 else "giảm"
    return f"{word} {in_prose(abs(increase))} {unit} {since}"


def targets_table(figures: Sequence[TargetFigure]) -> Table:
    """Bases are named under the table; numbered there when the rows do not share one."""
    bases = list(dict.fromkeys(figure.base_in_words for figure in figures if figure.base_in_words))
    marks = {base: f" ({place})" if len(bases) > 1 else "" for place, base in enumerate(bases, 1)}
    rows = tuple(
        (
            str(place),
            one_line(of.name),
            count(of.reached),
            count(of.base) + marks.get(of.base_in_words, ""),
            rate(of.reached, of.base),
            count(of.target),
            rate(of.reached, of.target),
            change(of.increase),
        )
        for place, of in enumerate(figures, 1)
    )
    notes = [f"Cơ sở tính{mark}: {base}." for base, mark in marks.items()]
    if any("-" in row[2:] for row in rows):
        notes.append(MISSING_NOTE)
    return Table(
        columns=(
            Column("TT", 9, "center"),
            Column("Chỉ tiêu", 42),
            Column("Hiện có", 18, "right"),
            Column("Cơ sở tính", 21, "right"),
            Column("Đạt so với cơ sở tính (%)", 20, "right"),
            Column("Chỉ tiêu giao", 18, "right"),
            Column("Đạt so với chỉ tiêu giao (%)", 20, "right"),
            Column("Tăng (+), giảm (-) trong kỳ", 19, "right"),
        ),
        rows=rows,
        note="\n".join(notes),
    )


def ranking_bullets(rows: Sequence[ProgressRow], *, noun: str = "thôn") -> list[Bullet]:
    """Who has reached the target, who leads, who is last, who has nothing yet and who has not said."""
    said: list[str] = []
    with_target = [row for row in rows if row.target and row.reached is not None]
    if with_target:
        done = sum(1 for row in with_target if achieved(row) >= 1)
        said.append(f"Có {out_of(done, len(rows))} {noun} hoàn thành chỉ tiêu giao.")
    active = [row for row in with_target if row.reached]
    if len({achieved(row) for row in active}) > 1:
        said.append(f"Cao nhất là {at_the(max, active, noun)}; thấp nhất là {at_the(min, active, noun)}.")
    said += named("chưa phát sinh số liệu (bằng 0)", [row for row in rows if row.reached == 0], noun)
    said += named(MISSING_IN_PROSE, [row for row in rows if row.reached is None], noun)
    return [Bullet(sentence) for sentence in said]


def achieved(row: ProgressRow) -> Fraction:
    return Fraction(row.reached or 0, row.target or 1)


def at_the(end: Callable[[Sequence[Fraction]], Fraction], rows: Sequence[ProgressRow], noun: str) -> str:
    """The units at one end; those that share the place are named together."""
    value = end([achieved(row) for row in rows])
    there = [row for row in rows if achieved(row) == value]
    if len(there) > NAMES_IN_A_TIE:
        share = percent(there[0].reached, there[0].target)
        return f"{in_prose(len(there))} {noun} cùng đạt {share} chỉ tiêu giao"
    return ", ".join(map(with_figures, there))


def with_figures(row: ProgressRow) -> str:
    share = percent(row.reached, row.target)
    return f"{lower_first(one_line(row.unit))} (đạt {share}: {count(row.reached)}/{count(row.target)} chỉ tiêu giao)"


def named(state: str, rows: Sequence[ProgressRow], noun: str) -> list[str]:
    if not rows:
        return []
    names = ", ".join(lower_first(one_line(row.unit)) for row in rows)
    return [f"{in_prose(len(rows))} {noun} {state}: {names}."]
