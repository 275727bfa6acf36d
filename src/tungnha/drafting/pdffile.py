"""From an OfficialDocument to the bytes of a PDF, at once and without any other program: the same form, the same parts.

The Word file stays the original. Letters are embedded; their text can be copied with all its marks.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from reportlab.lib.colors import HexColor, black
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
    Table,
)
from reportlab.platypus.doctemplate import LayoutError

from tungnha.drafting.closing import CODE_MM, LABEL, authority_lines, lines_below, link_lines, recipient_lines
from tungnha.drafting.document import OfficialDocument, Signature
from tungnha.drafting.flow import annex_head, annex_number, annex_signed_lines, with_end_mark
from tungnha.drafting.form import Form, Look
from tungnha.drafting.front import (
    BOX_PADDING_MM,
    about_line,
    addressee_lefts_mm,
    addressee_texts,
    columns,
    day_line,
    issuer_rule_mm,
    issuer_texts,
    number_line,
    subject_lines,
    subject_rule_mm,
)
from tungnha.drafting.pdfbody import PdfBody
from tungnha.drafting.pdfparts import ASCENT, FAMILY, MM, SINGLE, Boxed, Line, face, ready, text, width_pt
from tungnha.drafting.qr import qr_png
from tungnha.drafting.text import as_list, bold_width_mm, one_line, regular_width_mm

AFTER_ANNEX_HEAD_PT = 10
TOP = [("VALIGN", (0, 0), (-1, -1), "TOP")] + [
    (f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")
]


def write_pdf(of: OfficialDocument) -> bytes:
    """The whole document. The same document always gives the same bytes."""
    return _laid_out(of, lambda split: _whole(of, split), landscape=False)


def write_annex_pdf(of: OfficialDocument, place: int = 1, *, signed_at: datetime | None = None) -> bytes:
    """One annex as a file of its own (place counts from 1), with the agency's signature told top right on page 1."""
    look = of.form_data.look("annex_signed")

    def story(split: bool) -> list[Flowable]:
        return [*(text(line, look) for line in annex_signed_lines(of, signed_at)), *_annex(of, place, split)]

    return _laid_out(of, story, landscape=of.annexes[place - 1].landscape)


def _laid_out(of: OfficialDocument, story: Callable[[bool], list[Flowable]], *, landscape: bool) -> bytes:
    """A row higher than a page is torn; in all other tables no row is."""
    ready()
    try:
        return _built(of, story(False), landscape)
    except LayoutError:
        return _built(of, story(True), landscape)


def _built(of: OfficialDocument, story: list[Flowable], landscape: bool) -> bytes:
    written = io.BytesIO()
    paper = Paper(written, of)
    paper.addPageTemplates(sorted(paper.templates(), key=lambda one: one.id != _first(landscape)))
    paper.build([NextPageTemplate(_later(landscape)), *story])
    return written.getvalue()


def _whole(of: OfficialDocument, split: bool) -> list[Flowable]:
    form = of.form_data
    body = PdfBody(form, width_mm=form.page.text_mm, is_draft=of.is_draft, split_rows=split)
    blocks = body.write(with_end_mark(of.body, form.end_mark))
    held = 2 if len(blocks) > 1 and not isinstance(blocks[-2], Table) else 1
    story = [*_front(of), *blocks[:-held], KeepTogether([*blocks[-held:], _closing(of)])]
    for place, annex in enumerate(of.annexes, 1):
        story += [NextPageTemplate(_first(annex.landscape)), PageBreak(), NextPageTemplate(_later(annex.landscape))]
        story += _annex(of, place, split)
    return story


def _annex(of: OfficialDocument, place: int, split: bool) -> list[Flowable]:
    form, annex = of.form_data, of.annexes[place - 1]
    width = form.page.landscape_mm if annex.landscape else form.page.text_mm
    head = [text(line, form.look(look), as_typed=True) for look, line in annex_head(of, annex, annex_number(of, place))]
    body = PdfBody(form, width_mm=width, is_draft=of.is_draft, split_rows=split)
    return [*head, Spacer(0, AFTER_ANNEX_HEAD_PT), *body.write(annex.body)]


# --- pages -----------------------------------------------------------------------------------------------------------


def _first(landscape: bool) -> str:
    return "first-across" if landscape else "first"


def _later(landscape: bool) -> str:
    return "later-across" if landscape else "later"


class Paper(BaseDocTemplate):
    """Sheets upright and across; the first of each part begins its numbers anew and bears none."""

    def __init__(self, written: io.BytesIO, of: OfficialDocument) -> None:
        self.of, self.form, self.began_on = of, of.form_data, 1
        title = " ".join(filter(None, (of.kind, one_line(of.subject))))
        super().__init__(
            written, title=title[:255], author=one_line(of.issuer_in_prose or of.letterhead.issuer)[:255],
            subject=f"Số {one_line(of.letterhead.reference)}"[:255], keywords=of.mark or None, creator=of.form,
            lang=self.form.language, invariant=1, pageCompression=1, pdfVersion=(1, 7),
            initialFontName=f"{FAMILY}-Regular",
        )  # fmt: skip

    def templates(self) -> list[PageTemplate]:
        return [
            PageTemplate(
                id=name(across), frames=[self._frame(across, with_address=name is _first and not across)],
                pagesize=self._size(across), onPage=self._begin if name is _first else self._go_on,
            )
            for across in (False, True)
            for name in (_first, _later)
        ]  # fmt: skip

    def _size(self, across: bool) -> tuple[float, float]:
        page = self.form.page
        size = page.width_mm * MM, page.height_mm * MM
        return (size[1], size[0]) if across else size

    def _frame(self, across: bool, *, with_address: bool) -> Frame:
        page, (width, height) = self.form.page, self._size(across)
        bottom = page.bottom_mm * MM + (self._address_height() if with_address else 0)
        return Frame(
            page.left_mm * MM, bottom, width - (page.left_mm + page.right_mm) * MM, height - page.top_mm * MM - bottom,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip

    def _address_height(self) -> float:
        """The foot of page one, where it is higher than the bottom margin leaves room for."""
        size = self.form.look("address").size
        needed = len(self.of.letterhead.address) * size * SINGLE + self.form.page.header_mm * MM + 6
        return max(0.0, needed - self.form.page.bottom_mm * MM) if self.of.letterhead.address else 0

    def _begin(self, canvas: Canvas, _document: object) -> None:
        self.began_on = canvas.getPageNumber()
        self._watermark(canvas)
        if self.began_on == 1:
            self._address(canvas)

    def _go_on(self, canvas: Canvas, _document: object) -> None:
        self._watermark(canvas)
        look, page = self.form.look("page_number"), self.form.page
        width, height = canvas._pagesize
        canvas.setFillColor(black)
        canvas.setFont(face(look), look.size)
        middle = (page.left_mm * MM + width - page.right_mm * MM) / 2
        down = page.header_mm * MM + look.size * ASCENT
        canvas.drawCentredString(middle, height - down, str(canvas.getPageNumber() - self.began_on + 1))

    def _address(self, canvas: Canvas) -> None:
        lines, look, page = self.of.letterhead.address, self.form.look("address"), self.form.page
        if not lines:
            return
        left, right = page.left_mm * MM, (page.width_mm - page.right_mm) * MM
        canvas.setFont(face(look), look.size)
        up = page.header_mm * MM + (len(lines) - 1) * look.size * SINGLE
        canvas.setLineWidth(0.75)
        canvas.line(left, up + look.size + 3, right, up + look.size + 3)
        for place, line in enumerate(lines):
            canvas.drawCentredString((left + right) / 2, up - place * look.size * SINGLE, one_line(line))

    def _watermark(self, canvas: Canvas) -> None:
        """Pale letters across the page, so that no single sheet of a draft passes for an issued paper."""
        mark = one_line(self.of.draft_mark).upper()
        if not mark:
            return
        width, height = canvas._pagesize
        font = f"{FAMILY}-Regular"
        size = min(110.0, 0.95 * (width**2 + height**2) ** 0.5 / max(width_pt(mark, font, 1), 1) * 0.55)
        canvas.saveState()
        canvas.setFillColor(HexColor("#E8E8E8"))
        canvas.setFont(font, size)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(45)
        canvas.drawCentredString(0, -size * 0.33, mark)
        canvas.restoreState()


# --- the top of page one ---------------------------------------------------------------------------------------------


def _front(of: OfficialDocument) -> list[Flowable]:
    form = of.form_data
    story: list[Flowable] = [_letterhead(of)]
    if of.kind:
        story.append(text(one_line(of.kind), form.look("kind")))
        story += [text(line, form.look("subject")) for line in subject_lines(of)]
        story.append(Line(subject_rule_mm(of), after_pt=8))
    look = form.look("basis")
    return [*story, *_addressees(of), *(_indented(base, look, form) for base in as_list(of.bases))]


def _indented(words: str, look: Look, form: Form) -> Flowable:
    return text(words, look, hang_mm=-form.look("body").indent_mm)


def _letterhead(of: OfficialDocument) -> Flowable:
    form, head = of.form_data, of.letterhead
    lines = issuer_texts(head, form)
    issuer = [*(text(line, form.look(look)) for look, line in lines), Line(issuer_rule_mm(lines, form))]
    motto = form.look("motto")
    country = [
        text(form.country, form.look("country")),
        text(form.motto, motto),
        Line(bold_width_mm(form.motto, motto.size) * form.rules["motto"].share),
    ]
    day = form.look("place_and_day")
    widths = [width * MM for width in columns(form)]
    cells = [[issuer, country], [_below(of), [Spacer(0, day.before), text(day_line(head), day, before=0)]]]
    return Table(cells, colWidths=widths, style=TOP)


def _below(of: OfficialDocument) -> list[Flowable]:
    """Number, V/v, how urgent, and the mark of a draft."""
    form = of.form_data
    number = form.look("number")
    made: list[Flowable] = [Spacer(0, number.before), text(number_line(of.letterhead), number, before=0)]
    if not of.kind:
        made.append(text(about_line(of), form.look("about")))
    if of.urgency:
        mark = one_line(of.urgency).upper()
        size = form.urgency_mm.get(mark, next(iter(form.urgency_mm.values())))
        made.append(Boxed(mark, form.look("urgency"), *size))
    if of.draft_mark:
        look, mark = form.look("draft"), one_line(of.draft_mark).upper()
        made.append(Boxed(mark, look, bold_width_mm(mark, look.size) + 2 * BOX_PADDING_MM, 7))
    return made


def _addressees(of: OfficialDocument) -> list[Flowable]:
    if not of.addressees:
        return []
    form = of.form_data
    look, before, texts = form.look("addressee"), 4 if of.kind else 14, addressee_texts(of)
    if len(texts) == 1:
        return [text(f"Kính gửi: {texts[0]}", replace(look, align="center"), before=before)]
    label_mm, dash_mm = addressee_lefts_mm(form)
    hang, close = regular_width_mm("- ", look.size), replace(look, after=0)
    story: list[Flowable] = [text("Kính gửi:", close, before=before, left_mm=label_mm, keep=True)]
    for place, line in enumerate(texts, 1):
        last = look if place == len(texts) else close
        story.append(text(line, last, left_mm=dash_mm + hang, hang_mm=hang))
    return story


# --- the end of the text ---------------------------------------------------------------------------------------------


def _closing(of: OfficialDocument) -> Flowable:
    form = of.form_data
    left = form.page.recipients_mm
    widths = [left * MM, (form.page.text_mm - left) * MM]
    if of.also_signed is not None:
        cells = [[_signed(of.also_signed, form), _signed(of.signature, form)], [_copies(of), []]]
        return Table(cells, colWidths=widths, style=TOP)
    return Table([[_copies(of), _signed(of.signature, form)]], colWidths=widths, style=TOP)


def _copies(of: OfficialDocument) -> list[Flowable]:
    form = of.form_data
    label = form.look("recipients_label")
    lines: Sequence[Flowable] = [text(line, form.look("recipients")) for line in recipient_lines(of)]
    return [Spacer(0, label.before), text(LABEL, label, before=0), *lines, *_link(of)]


def _link(of: OfficialDocument) -> list[Flowable]:
    if of.link is None:
        return []
    look, side = of.form_data.look("link"), CODE_MM * MM
    code = Image(io.BytesIO(qr_png(of.link.address)), side, side, hAlign="LEFT")
    return [Spacer(0, look.before), code, *(text(line, look, before=0) for line in link_lines(of.link))]


def _signed(signature: Signature, form: Form) -> list[Flowable]:
    authority, signer = form.look("authority"), form.look("signer")
    return [
        Spacer(0, form.look("recipients_label").before),
        *(text(line, authority) for line in authority_lines(signature)),
        Spacer(0, form.page.room_to_sign_pt),
        *(text(line, signer, as_typed=True) for line in lines_below(signature)),
    ]
