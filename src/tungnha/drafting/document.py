"""What an official document is made of. Plain values: how they look on paper is the writer's business."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tungnha.drafting.form import CURRENT, Form, form

Alignment = Literal["left", "center", "right"]
DRAFT = "DỰ THẢO"


@dataclass(frozen=True)
class Letterhead:
    """The top of page one: who writes, under which number, where and when.

    `issuer` and `superior` may hold a line break where the officer wants one. Without `number` or
    `issued_on` the place stays blank, to be filled when the document is numbered and signed.
    """

    issuer: str  # ỦY BAN NHÂN DÂN\nXÃ NÀ HẠ
    symbol: str  # BC-UBND; for a công văn UBND-VHXH
    place: str
    superior: str = ""
    number: int | None = None
    issued_on: date | None = None
    year: int | None = None  # printed when issued_on is still blank
    address: tuple[str, ...] = ()  # address, telephone, e-mail: at the foot of page one

    @property
    def reference(self) -> str:
        """`05/BC-UBND`, or blank before the symbol."""
        return f"{'' if self.number is None else f'{self.number:02d}'}/{self.symbol}"


@dataclass(frozen=True)
class Signature:
    """Who signs and by what authority: ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"). Never derived, always given."""

    lines: tuple[str, ...]
    name: str = ""
    concurrent_title: str | None = None  # title in the agency itself, for the head of a committee


@dataclass(frozen=True)
class Heading:
    """Level 1 `I. TÌNH HÌNH`, level 2 `1. Kết quả`, level 3 `a) Tuyên truyền`.

    `number=None` counts by itself, so a part that is left out leaves no gap; `""` prints no number.
    """

    level: int
    text: str
    number: str | None = None


@dataclass(frozen=True)
class Paragraph:
    """Running text. A line break starts a new paragraph; the phrases in `bold` stand out."""

    text: str
    bold: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bullet:
    text: str
    bold: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prompt:
    """Something a person still has to write. Allowed in a draft only."""

    text: str


@dataclass(frozen=True)
class Column:
    title: str
    width_mm: float
    align: Alignment = "left"


@dataclass(frozen=True)
class Table:
    """Cells arrive as they are to be read. The heading repeats on every page; no row is torn."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    note: str = ""
    unit: str = ""  # Đơn vị tính: người
    size_pt: float = 12


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG in the middle of the line, such as the QR code of a plan's materials."""

    data: bytes
    width_mm: float = 30
    caption: str = ""


Block = Heading | Paragraph | Bullet | Prompt | Table | Picture


@dataclass(frozen=True)
class Annex:
    """A Phụ lục: own pages, own page numbers. Roman numbers come by themselves when there are two or more."""

    title: str
    body: tuple[Block, ...]
    landscape: bool = False
    attached_to: str | None = None  # None: built from the document; "": no such line


@dataclass(frozen=True)
class PaperLink:
    """A code at the foot of the text that opens `address`, with `words` and the address itself beside it for those who
    type. None of it is the paper's own text: it is no part of what the paper says."""

    address: str  # https://tungnha.example.gov.vn/k/7K3F9Q/
    words: str = "Tài liệu, liên hệ:"

    @property
    def typed(self) -> str:
        """The address as it is typed off paper: `tungnha.example.gov.vn/k/7K3F9Q`."""
        return self.address.split("://", 1)[-1].rstrip("/")


@dataclass(frozen=True)
class OfficialDocument:
    """A document in the form of Nghị định 30/2020/NĐ-CP. `kind=""` makes a công văn."""

    letterhead: Letterhead
    subject: str
    body: tuple[Block, ...]
    signature: Signature
    kind: str = "BÁO CÁO"
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    archive: str = "VT"  # printed as "- Lưu: VT."
    annexes: tuple[Annex, ...] = ()
    issuer_in_prose: str = ""  # Ủy ban nhân dân xã Nà Hạ, used where an annex names its document
    draft_mark: str = DRAFT  # empty only for a report that is frozen
    urgency: str = ""  # KHẨN, THƯỢNG KHẨN, HỎA TỐC
    also_signed: Signature | None = None  # the second body of a paper that two bodies issue together: signs on the left
    form: str = CURRENT  # which version of the form it is made with
    link: PaperLink | None = None  # the lasting address of the plan the paper belongs to
    mark: str = ""  # kept among the file's properties (keywords), which Word keeps: what the draft was made from

    @property
    def is_draft(self) -> bool:
        return bool(self.draft_mark.strip())

    @property
    def form_data(self) -> Form:
        return form(self.form)
