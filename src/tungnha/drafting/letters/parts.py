"""What every letter has: a sender, sentences about who has reported, and words typed by an officer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tungnha.drafting.dates import moment
from tungnha.drafting.document import Block, Bullet, Column, Heading, Letterhead, Paragraph, Prompt, Signature, Table
from tungnha.drafting.numbers import in_prose
from tungnha.drafting.text import one_line, paragraphs

NAMES_ON_PAGE_ONE = 6  # more addressees than this go to an annex


@dataclass(frozen=True)
class Sender:
    """The body that writes, and the hand that signs."""

    letterhead: Letterhead
    signature: Signature
    in_prose: str  # Ủy ban nhân dân xã Nà Hạ
    archive: str = "VT, VHXH"
    contact: str = ""  # Phòng Văn hóa - Xã hội


@dataclass(frozen=True)
class LateUnit:
    unit: str
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Attendance:
    """Which units had sent their report at the deadline. Late and not sent are two different things."""

    deadline: datetime
    expected: int
    late: tuple[LateUnit, ...] = ()
    missing: tuple[str, ...] = ()
    noun: str = "đơn vị"  # what those who report are together: xã, thôn

    @property
    def on_time(self) -> int:
        return self.expected - len(self.late) - len(self.missing)


def attendance_sentence(of: Attendance) -> str:
    """`Đến 10 giờ 00 ngày 28/5/2026 có 11/14 đơn vị gửi báo cáo; gửi muộn: …; chưa gửi: ….`"""
    said = [f"Đến {moment(of.deadline)} có {out_of(of.on_time, of.expected)} {of.noun} gửi báo cáo"]
    if of.late:
        late = ", ".join(
            lower_first(one_line(who.unit)) + (f" ({moment(who.sent_at)})" if who.sent_at else "") for who in of.late
        )
        said.append(f"gửi muộn {in_prose(len(of.late))} {of.noun}: {late}")
    if of.missing:
        names = ", ".join(lower_first(one_line(unit)) for unit in of.missing)
        said.append(f"chưa gửi {in_prose(len(of.missing))} {of.noun}: {names}")
    if not of.late and not of.missing:
        said[0] += " đầy đủ, đúng hạn"
    return "; ".join(said) + "."


def out_of(part: int, whole: int) -> str:
    return f"{in_prose(part)}/{in_prose(whole)}"


def lower_first(text: str) -> str:
    """For a name in the middle of a sentence: `Thôn Nà Vang` → `thôn Nà Vang`; `UBND` and `Ủy ban` stay."""
    kinds = ("Thôn ", "Bản ", "Xóm ", "Khu phố ", "Tổ dân phố ", "Ấp ", "Làng ", "Buôn ")
    return text[:1].lower() + text[1:] if text.startswith(kinds) else text


def narrative(text: str) -> list[Block]:
    """Words an officer typed: a line that starts with a dash is a point, the others are paragraphs."""
    return [
        Bullet(line.lstrip("-–• ")) if line[0] in "-–•" and line.lstrip("-–• ") else Paragraph(line)
        for line in paragraphs(text)
    ]


def part(level: int, title: str, blocks: Sequence[Block], *, is_draft: bool, prompt: str = "") -> list[Block]:
    """A headed part. Empty, it asks to be written in a draft, and is left out of what is sent."""
    if blocks:
        return [Heading(level, title), *blocks]
    if is_draft and prompt:
        return [Heading(level, title), Prompt(prompt)]
    return []


def via(contact: str) -> str:
    return f" (qua {one_line(contact)})" if contact else ""


def unit_table(units: Sequence[str]) -> Table:
    return Table(
        columns=(Column("TT", 12, "center"), Column("Tên đơn vị", 108), Column("Ghi chú", 45)),
        rows=tuple((str(place), one_line(unit), "") for place, unit in enumerate(units, 1)),
        size_pt=13,
    )
