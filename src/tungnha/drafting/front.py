"""The top of page one: letterhead, title or V/v, addressees, legal bases."""

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from tungnha.drafting.dates import full_date
from tungnha.drafting.document import Letterhead, OfficialDocument
from tungnha.drafting.form import Form, Look
from tungnha.drafting.ooxml import add_row, border, first_paragraph, fixed_table, make_rule
from tungnha.drafting.page import BODY_STYLE, put
from tungnha.drafting.text import as_list, balanced, bold_width_mm, clean, one_line, regular_width_mm

GAP = "\u00a0"  # blanks that a line break cannot eat
ADDRESSEE_LEFT_MM = 32.0  # of the words "Kính gửi:" where several lines follow
BOX_PADDING_MM = 4.0


def write_front(document: Document, of: OfficialDocument) -> None:
    write_letterhead(document, of)
    if of.kind:
        write_title(document, of)
    write_addressees(document, of)
    look = of.form_data.look("basis")
    for base in as_list(of.bases):
        paragraph = document.add_paragraph(style=BODY_STYLE)
        put(paragraph, base, look)


def write_letterhead(document: Document, of: OfficialDocument) -> None:
    head, form = of.letterhead, of.form_data
    left, right = columns(form)
    table = fixed_table(document, (left, right))
    names, places = add_row(table), add_row(table)
    write_issuer(names.cells[0], head, form)
    write_country(names.cells[1], form)
    write_number(places.cells[0], of)
    put(first_paragraph(places.cells[1]), day_line(head), form.look("place_and_day"))


def columns(form: Form) -> tuple[float, float]:
    left = form.page.left_column_mm
    return left, form.page.text_mm - left


def issuer_texts(head: Letterhead, form: Form) -> list[tuple[str, str]]:
    """(look, line) of ô 2: the body above, then the body that issues; a long name is broken into even lines."""
    width = columns(form)[0]
    return [
        (name, evenly(typed, form.look(name), width))
        for name, text in (("superior", head.superior), ("issuer", head.issuer))
        for typed in capital_lines(text)
    ]


def evenly(text: str, look: Look, width_mm: float) -> str:
    """The text with line breaks where it is longer than its place."""
    return "\n".join(balanced(text, look.size, width_mm, bold=look.bold))


def last_line(text: str) -> str:
    return text.rpartition("\n")[2]


def issuer_rule_mm(lines: list[tuple[str, str]], form: Form) -> float:
    size, (left, _) = form.look("issuer").size, columns(form)
    longest = bold_width_mm(last_line(lines[-1][1]), size) if lines else 0
    return min(longest, left) * form.rules["issuer"].share


def day_line(head: Letterhead) -> str:
    return full_date(one_line(head.place), head.issued_on, year=head.year, blank=GAP * 6)


def number_line(head: Letterhead) -> str:
    """`Số: 05/BC-UBND`; room before the stroke while the number is blank."""
    blank = GAP * 8 if head.number is None else ""
    return f"Số: {blank}{one_line(head.reference)}"


def about_line(of: OfficialDocument) -> str:
    """`V/v …` under the number, in even lines."""
    form = of.form_data
    return evenly(f"V/v {one_line(of.subject)}", form.look("about"), columns(form)[0])


def write_issuer(cell: _Cell, head: Letterhead, form: Form) -> None:
    lines = issuer_texts(head, form)
    for place, (name, line) in enumerate(lines):
        put(first_paragraph(cell) if place == 0 else cell.add_paragraph(), line, form.look(name))
    make_rule(cell.add_paragraph(), length_mm=issuer_rule_mm(lines, form), inside_mm=columns(form)[0])


def write_country(cell: _Cell, form: Form) -> None:
    put(first_paragraph(cell), form.country, form.look("country"))
    look = form.look("motto")
    put(cell.add_paragraph(), form.motto, look)
    length = bold_width_mm(form.motto, look.size) * form.rules["motto"].share
    make_rule(cell.add_paragraph(), length_mm=length, inside_mm=columns(form)[1])


def write_number(cell: _Cell, of: OfficialDocument) -> None:
    form = of.form_data
    put(first_paragraph(cell), number_line(of.letterhead), form.look("number"))
    if not of.kind:
        put(cell.add_paragraph(), about_line(of), form.look("about"))
    if of.urgency:
        write_urgency(cell, one_line(of.urgency).upper(), form)
    if of.draft_mark:
        write_draft_box(cell, one_line(of.draft_mark).upper(), form)


def write_urgency(cell: _Cell, mark: str, form: Form) -> None:
    width, height = form.urgency_mm.get(mark, next(iter(form.urgency_mm.values())))
    look = form.look("urgency")
    box = cell.add_paragraph()
    put(box, mark, look)
    _boxed(box, width, columns(form)[0], colour=look.colour)
    box.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    box.paragraph_format.line_spacing = Mm(height)


def write_draft_box(cell: _Cell, mark: str, form: Form) -> None:
    look = form.look("draft")
    box = cell.add_paragraph()
    put(box, mark, look)
    _boxed(box, bold_width_mm(mark, look.size) + 2 * BOX_PADDING_MM, columns(form)[0], space=2)


def _boxed(box: Paragraph, width_mm: float, inside_mm: float, *, space: int = 0, colour: str = "000000") -> None:
    border(box, "top", "left", "bottom", "right", space=space, colour=colour)
    side = Mm(max(1.0, (inside_mm - width_mm) / 2))
    box.paragraph_format.left_indent = box.paragraph_format.right_indent = side


def subject_lines(of: OfficialDocument) -> list[str]:
    """The lines a person typed, each broken evenly where it is longer than the paper."""
    look, width = of.form_data.look("subject"), of.form_data.page.text_mm
    return [evenly(typed, look, width) for typed in clean(of.subject).split("\n")]


def subject_rule_mm(of: OfficialDocument) -> float:
    form = of.form_data
    length = bold_width_mm(last_line(subject_lines(of)[-1]), form.look("subject").size)
    return min(length, form.page.text_mm) * form.rules["subject"].share


def write_title(document: Document, of: OfficialDocument) -> None:
    form = of.form_data
    put(document.add_paragraph(), one_line(of.kind), form.look("kind"))
    for line in subject_lines(of):
        put(document.add_paragraph(), line, form.look("subject"))
    rule = document.add_paragraph()
    make_rule(rule, length_mm=subject_rule_mm(of), inside_mm=form.page.text_mm)
    rule.paragraph_format.space_after = Pt(8)


def addressee_texts(of: OfficialDocument) -> list[str]:
    """One addressee as it is; several each with a dash and `;`, the last with a stop."""
    if len(of.addressees) == 1:
        return [one_line(of.addressees[0]).rstrip(" .;,")]
    return as_list(of.addressees, dash="- ")


def addressee_lefts_mm(form: Form) -> tuple[float, float]:
    """Where "Kính gửi:" begins, and where the dashes stand: straight under its colon."""
    colon = regular_width_mm("Kính gửi", form.look("addressee").size)
    return ADDRESSEE_LEFT_MM, ADDRESSEE_LEFT_MM + colon


def write_addressees(document: Document, of: OfficialDocument) -> None:
    """One addressee stands on the same line; several take a line each, their dashes under the colon."""
    if not of.addressees:
        return
    look, before = of.form_data.look("addressee"), Pt(4 if of.kind else 14)
    texts = addressee_texts(of)
    if len(of.addressees) == 1:
        only = document.add_paragraph()
        put(only, f"Kính gửi: {texts[0]}", look)
        only.alignment = WD_ALIGN_PARAGRAPH.CENTER
        only.paragraph_format.space_before = before
        return
    label_mm, dash_mm = addressee_lefts_mm(of.form_data)
    label = document.add_paragraph()
    put(label, "Kính gửi:", look)
    layout = label.paragraph_format
    layout.left_indent, layout.space_before, layout.space_after, layout.keep_with_next = (
        Mm(label_mm),
        before,
        Pt(0),
        True,
    )
    hang = regular_width_mm("- ", look.size)
    for place, line in enumerate(texts, 1):
        paragraph = document.add_paragraph()
        put(paragraph, line, look)
        paragraph.paragraph_format.left_indent = Mm(dash_mm + hang)
        paragraph.paragraph_format.first_line_indent = Mm(-hang)
        paragraph.paragraph_format.space_after = Pt(look.after if place == len(texts) else 0)


def capital_lines(name: str) -> list[str]:
    return [line.strip().upper() for line in clean(name).split("\n") if line.strip()]
