"""The lasting address of a plan at the foot of a paper: a code read off the print, and the words beside it."""

import io
from dataclasses import replace

import docx
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from tests.drafting.examples import full_report, reminder, small_document
from tungnha.drafting import write_docx, write_pdf
from tungnha.drafting.document import PaperLink, Signature
from tungnha.drafting.letters import reminder_letter, weekly_report

LINK = PaperLink("https://tungnha.xa-na-ha.example.gov.vn/k/7K3F9Q/")
TWO_BODIES = {"also_signed": Signature(("BÍ THƯ ĐOÀN",), "Ma Thị Hai")}
KINDS = {
    "report": lambda: weekly_report(full_report()),
    "letter": lambda: reminder_letter(reminder()),
    "letter to many": lambda: reminder_letter(reminder(missing=12)),
    "two bodies": lambda: small_document(**TWO_BODIES),
}


@pytest.fixture(scope="module", params=KINDS)
def paper(request):
    return replace(KINDS[request.param](), link=LINK)


def codes_on(pdf):
    """What a camera reads off each page, printed at 110 dots an inch."""
    pages = pypdfium2.PdfDocument(pdf)
    return [[code.text for code in zxingcpp.read_barcodes(page.render(scale=1.5).to_pil())] for page in pages]


def test_the_code_on_the_printed_page_opens_the_address(paper):
    found = [code for page in codes_on(write_pdf(paper)) for code in page]
    assert found == [LINK.address]


def test_the_code_stands_on_the_page_that_is_signed_and_takes_no_page_of_its_own(paper):
    pdf = write_pdf(paper)
    page = next(place for place, codes in enumerate(codes_on(pdf)) if codes)
    said = pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_range()
    assert "tungnha.xa-na-ha.example.gov.vn/k/7K3F9Q" in said.replace("\r\n", "")
    assert "Nơi nhận" in said
    assert len(pypdfium2.PdfDocument(pdf)) == len(pypdfium2.PdfDocument(write_pdf(replace(paper, link=None))))


def test_the_word_file_has_the_same_code_a_text_for_those_who_cannot_see_it_and_the_words(paper):
    opened = docx.Document(io.BytesIO(write_docx(paper)))
    cells = [cell for row in opened.tables[-1 if not paper.annexes else _closing(opened)].rows for cell in row.cells]
    lines = [paragraph.text for cell in cells for paragraph in cell.paragraphs]
    assert lines.count("tungnha.xa-na-ha.example.gov.vn/k/7K3F9Q") == 1
    drawn = [shape for shape in opened.inline_shapes if shape._inline.docPr.get("descr")]
    assert [shape._inline.docPr.get("descr") for shape in drawn] == [
        "Mã QR mở tungnha.xa-na-ha.example.gov.vn/k/7K3F9Q"
    ]
    blip = drawn[0]._inline.graphic.graphicData.pic.blipFill.blip.embed
    picture = Image.open(io.BytesIO(opened.part.related_parts[blip].blob))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [LINK.address]


def _closing(opened):
    return next(
        place
        for place, table in enumerate(opened.tables)
        if table.rows and table.rows[0].cells[0].text.startswith("Nơi nhận")
    )


def test_a_paper_of_no_plan_has_no_code():
    assert codes_on(write_pdf(small_document())) == [[]]
    assert "Tài liệu, liên hệ" not in "".join(
        p.text
        for t in docx.Document(io.BytesIO(write_docx(small_document()))).tables
        for c in t._cells
        for p in c.paragraphs
    )


def test_the_same_paper_gives_the_same_bytes():
    paper = replace(small_document(), link=LINK)
    assert (write_docx(paper), write_pdf(paper)) == (write_docx(paper), write_pdf(paper))
