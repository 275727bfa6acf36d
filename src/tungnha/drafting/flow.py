"""What both writers say alike: numbers of headings, phrases that stand out, heads of annexes, the end of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from tungnha.drafting.dates import VIETNAM, day_in_words
from tungnha.drafting.document import Annex, Block, Bullet, OfficialDocument, Paragraph, Table
from tungnha.drafting.form import Form
from tungnha.drafting.front import GAP, evenly
from tungnha.drafting.problems import WrongShape
from tungnha.drafting.text import clean, ended, one_line, sentence_case

ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    letters = ""
    for value, letter in ROMAN:
        times, number = divmod(number, value)
        letters += letter * times
    return letters


class HeadingNumbers:
    """Counts the headings that number themselves: I., 1., a)."""

    def __init__(self, form: Form) -> None:
        self.letters = form.point_letters
        self.counters = [0, 0, 0]

    def next(self, level: int, given: str | None) -> str:
        """The number with the blank after it; `given` as it stands, "" for none."""
        if given is not None:
            return f"{one_line(given)} " if given else ""
        self.counters[level - 1] += 1
        self.counters[level:] = [0] * (3 - level)
        count = self.counters[level - 1]
        if level == 1:
            return f"{roman(count)}. "
        if level == 2:
            return f"{count}. "
        return f"{self.letters[(count - 1) % len(self.letters)]}) "


def level_of(level: int) -> int:
    return min(max(level, 1), 3)


def bullet_text(line: str) -> str:
    return "- " + line.lstrip("-–• ")


def with_emphasis(text: str, bold: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each phrase of `bold` marked where it first stands."""
    spots = sorted((text.index(phrase), phrase) for phrase in map(one_line, bold) if phrase and phrase in text)
    done = 0
    for start, phrase in spots:
        if start < done:
            continue
        if start > done:
            yield text[done:start], False
        yield phrase, True
        done = start + len(phrase)
    if done < len(text):
        yield text[done:], False


def with_end_mark(body: tuple[Block, ...], mark: str) -> tuple[Block, ...]:
    """Close the text with `./.`, on its last sentence where there is one."""
    last = body[-1] if body else None
    if isinstance(last, Paragraph | Bullet) and clean(last.text):
        lines = clean(last.text).split("\n")
        closed = "\n".join([*lines[:-1], ended(lines[-1], mark)])
        return (*body[:-1], replace(last, text=closed))
    return (*body, Paragraph(mark))


def table_lines(block: Table) -> list[tuple[str, ...]]:
    """All rows, the total last, each checked."""
    lines = [row for row in (*block.rows, block.total) if row is not None]
    for place, row in enumerate(lines, 1):
        if len(row) != len(block.columns):
            raise WrongShape(place, len(row), len(block.columns))
    return lines


def column_widths_mm(block: Table, inside_mm: float) -> list[float]:
    """As wished, narrowed together when they do not fit."""
    shrink = min(1.0, inside_mm / sum(column.width_mm for column in block.columns))
    return [column.width_mm * shrink for column in block.columns]


# --- annexes ---------------------------------------------------------------------------------------------------------


def annex_number(of: OfficialDocument, place: int) -> str:
    """Roman, and only where there are two or more."""
    return roman(place) if len(of.annexes) > 1 else ""


def annex_head(of: OfficialDocument, annex: Annex, number: str) -> list[tuple[str, str]]:
    """(look, line): Phụ lục I · TITLE · (Kèm theo …)."""
    form = of.form_data
    width = form.page.landscape_mm if annex.landscape else form.page.text_mm
    title = [line if line.startswith("(") else line.upper() for line in clean(annex.title).split("\n")]
    attached = attachment_line(of) if annex.attached_to is None else one_line(annex.attached_to)
    lines = [("annex_label", f"Phụ lục {number}".strip()), *(("annex_title", line) for line in title)]
    lines += [("annex_attached", attached)] if attached else []
    return [(look, evenly(line, form.look(look), width)) for look, line in lines]


def attachment_line(of: OfficialDocument) -> str:
    """`(Kèm theo Báo cáo số 05/BC-UBND ngày 28 tháng 5 năm 2026 của …)`; blanks stay blank."""
    head = of.letterhead
    kind = sentence_case(one_line(of.kind).lower()) if of.kind else of.form_data.kinds["letter"].word
    blank = GAP * 6 if head.number is None else ""
    day = day_in_words(head.issued_on, year=head.year, blank=GAP * 5)
    of_whom = f" của {one_line(of.issuer_in_prose)}" if of.issuer_in_prose else ""
    return f"(Kèm theo {kind} số {blank}{one_line(head.reference)} {day}{of_whom})"


def annex_signed_lines(of: OfficialDocument, signed_at: datetime | None) -> list[str]:
    """Top right of an annex that is a file of its own: number and symbol, and when it was signed (ISO 8601, +07:00)."""
    lines = [of.letterhead.reference] if of.letterhead.number is not None else []
    if signed_at is not None:
        lines.append(signed_at.astimezone(VIETNAM).isoformat(timespec="seconds"))
    return lines
