"""QR codes in an uploaded plan: the address is kept, and nothing that is no address."""

import io

import docx
import pytest
from docx.shared import Mm
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.reading.test_extras import PARENT, PLAN
from tungnha.drafting.qr import qr_png
from tungnha.reading import read_bytes
from tungnha.reading.intake.codes import read_codes

ADDRESS = "https://xa-nui-xanh.example.gov.vn/tai-lieu?ke-hoach=12"
CARD = "001090000011||NGUYEN VAN MAU|01011990|Nam|Thon Mau, Xa Mau|15042021"
SAYS = "(Gửi kèm mã QR truy cập tài liệu hướng dẫn)"


def word_file(*codes, words=""):
    made = docx.Document()
    for line in words.split("\n"):
        made.add_paragraph(line)
    for code in codes:
        made.add_picture(io.BytesIO(qr_png(code)), width=Mm(25))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pdf_file(*codes):
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 760, "Ke hoach")
    for place, code in enumerate(codes):
        canvas.drawImage(ImageReader(io.BytesIO(qr_png(code))), 72, 600 - 90 * place, 60, 60)
    canvas.save()
    return out.getvalue()


def photograph(code):
    """The code on a page, a little turned, in uneven light, as a telephone sees it."""
    page = Image.new("L", (1600, 2200), 236)
    page.paste(Image.open(io.BytesIO(qr_png(code))).convert("L").resize((420, 420)), (900, 1500))
    out = io.BytesIO()
    page.rotate(4, fillcolor=200, resample=Image.Resampling.BICUBIC).save(out, "JPEG", quality=70)
    return out.getvalue()


@pytest.mark.parametrize("made", [lambda: word_file(ADDRESS), lambda: pdf_file(ADDRESS), lambda: photograph(ADDRESS)])
def test_a_code_is_read_from_word_pdf_and_photograph(made):
    assert read_codes(made()) == (ADDRESS,)


def test_what_is_no_address_is_kept_by_nobody():
    assert read_codes(word_file(CARD, "WIFI:S:nha;P:123;;", "javascript:alert(1)", ADDRESS)) == (ADDRESS,)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"%PDF-1.7 nothing", b"\xff\xd8\xff\xe0", b"Ke hoach"])
def test_what_cannot_be_looked_at_has_none(data):
    assert read_codes(data) == ()


def test_the_sentence_that_speaks_of_a_code_gets_what_it_opens():
    draft = read_bytes("ke-hoach.docx", word_file(ADDRESS, words=PLAN.format(body=SAYS, bases=PARENT, end="II")))
    (one,) = draft["materials"]
    assert (one["kind"], one["url"], one["text"]) == ("qr", ADDRESS, SAYS.strip("()"))


def test_a_code_no_sentence_speaks_of_stands_for_itself_and_one_the_words_give_is_told_once():
    words = f"Tài liệu hướng dẫn tại {ADDRESS} của xã."
    draft = read_bytes(
        "ke-hoach.docx", word_file(ADDRESS, f"{ADDRESS}&hai", words=PLAN.format(body=words, bases=PARENT, end="II"))
    )
    assert [(one["kind"], one["url"]) for one in draft["materials"]] == [("url", ADDRESS), ("qr", f"{ADDRESS}&hai")]
