"""The PDF of our own: what would break it, what it must never do."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest

from tungnha.drafting import write_docx, write_pdf
from tungnha.drafting.annexes import ProgressRow, progress_annex
from tungnha.drafting.document import Column, Heading, Letterhead, Paragraph, Picture, Prompt, Signature, Table
from tungnha.drafting.problems import PromptLeft, UnreadablePicture

from .examples import LETTERHEAD, picture, small_document, villages
from .measure import printed, word


def test_the_letters_are_in_the_file_and_only_those_it_uses() -> None:
    data = write_pdf(small_document())
    assert data.startswith(b"%PDF-1.")
    assert data.count(b"/FontFile2") >= 4  # upright, bold, italic, both
    assert data.count(b"/ToUnicode") >= 4
    assert len(data) < 150_000


def test_very_long_names_stay_on_the_paper_and_tear_nothing() -> None:
    long = "Ủy ban nhân dân " + "rất dài " * 40
    document = small_document(
        letterhead=Letterhead(long, "BC-UBND", "Nà Hạ", superior="X" * 200), subject=long,
        addressees=(long, "Y" * 300), body=(Heading(1, "V" * 90), Paragraph("Z" * 500)), recipients=("W" * 200,),
        draft_mark="DỰ THẢO LẦN THỨ HAI",
    )  # fmt: skip
    paper = printed(write_pdf(document))
    assert len(paper.sheets) <= 4
    assert all(line.right <= 210 and line.left >= 0 for line in paper.lines if line.sizes != {110.0})


def test_a_row_higher_than_a_page_is_torn_rather_than_lost() -> None:
    row = ("1", "Một câu rất dài trong một ô. " * 400)
    table = Table((Column("TT", 12), Column("Nội dung", 150)), (row, ("2", "ngắn")))
    paper = printed(write_pdf(small_document(body=(table, Paragraph("Hết")))))
    assert len(paper.sheets) > 2
    assert sum(text.count("Một câu rất") for text in paper.texts) >= 390


def test_all_rows_of_a_long_table_are_there_once_and_in_order() -> None:
    annex = progress_annex(villages(700), ProgressRow("", 9, 10, 8), title="Kết quả")
    pages = pypdfium2.PdfDocument(write_pdf(small_document(annexes=(annex,))))
    said = "".join(page.get_textpage().get_text_bounded() for page in pages)
    assert [int(found) for found in re.findall(r"Thôn Nà Vang (\d+)", said)] == list(range(1, 701))


def test_words_that_could_break_the_file_do_not() -> None:
    nasty = "A\x00 <b>&amp; ]]> <br/> \"'\ud800 \u202eđảo $& {{ten}} <font size=90>"
    document = small_document(
        letterhead=Letterhead(nasty, "BC", nasty, superior=nasty), subject=nasty, addressees=(nasty, nasty),
        bases=(nasty,), recipients=(nasty,), archive=nasty, signature=Signature((nasty,), nasty, nasty),
        draft_mark=nasty,
        body=(Paragraph(nasty, bold=("đảo",)), Prompt(nasty), Table((Column(nasty, 50),), ((nasty,),))),
    )  # fmt: skip
    copied = " ".join(printed(write_pdf(document)).texts)
    assert "<b>&amp;" in copied
    assert "<font size=90>" in copied


def test_what_the_word_file_refuses_the_pdf_refuses_too() -> None:
    with pytest.raises(PromptLeft, match="viết thêm"):
        write_pdf(small_document(body=(Prompt("viết thêm"),)))
    for data in (b"", b"not a picture", picture()[:30]):
        with pytest.raises(UnreadablePicture):
            write_pdf(small_document(body=(Picture(data),)))


def test_two_bodies_that_write_together_sign_side_by_side_and_the_copies_stand_below() -> None:
    document = replace(
        small_document(), letterhead=replace(LETTERHEAD, issuer="CÔNG AN XÃ -\nĐOÀN THANH NIÊN", symbol="KHPH-CA-ĐTN"),
        also_signed=Signature(("TM. BAN THƯỜNG VỤ", "BÍ THƯ"), "Vi Thị Én"),
    )  # fmt: skip
    paper, file = printed(write_pdf(document)), word(write_docx(document))
    left, right = paper.line("BÍ THƯ"), paper.line("PHÓ CHỦ TỊCH")
    assert left.right < right.left
    assert left.baseline == pytest.approx(right.baseline, abs=0.3)
    assert paper.line("Nơi nhận:").baseline > paper.line("Vi Thị Én").baseline
    cells = {line.text: line.cell for line in file.lines if line.cell}
    assert cells["BÍ THƯ"] == (1, 0, 0)
    assert cells["PHÓ CHỦ TỊCH"] == (1, 0, 1)
    assert cells["Nơi nhận:"] == (1, 1, 0)


@pytest.mark.parametrize(("mark", "width"), [("KHẨN", 20), ("THƯỢNG KHẨN", 40), ("HỎA TỐC", 30)])
def test_how_urgent_it_is_stands_in_a_red_box_of_its_own_size(mark: str, width: float) -> None:
    document = replace(small_document(), urgency=mark)
    paper = printed(write_pdf(document))
    said = paper.line(mark)
    (box,) = [
        one for one in paper.strokes if one.top < said.baseline < one.bottom and one.left < said.middle < one.right
    ]
    assert box.right - box.left == pytest.approx(width, abs=0.6)  # the stroke itself has a width
    assert box.bottom - box.top == pytest.approx(8, abs=0.6)
    line = word(write_docx(document)).line(mark)
    assert (line.colours, line.weights) == ({"FF0000"}, {(True, False)})
    assert set(line.borders) == {"top", "left", "bottom", "right"}
    assert line.cell_mm - line.left_mm - line.right_mm == pytest.approx(width, abs=0.5)


def test_the_address_stands_at_the_foot_of_page_one_under_a_line_as_wide_as_the_text() -> None:
    address = ("Địa chỉ: Thôn Nà Vang 1, xã Nà Hạ", "Thư điện tử: naha@binhlam.example")
    body = tuple(Paragraph("Dài thêm. " * 40) for _ in range(14))
    document = small_document(letterhead=replace(LETTERHEAD, address=address), body=body)
    paper, file = printed(write_pdf(document)), word(write_docx(document))
    for said in address:
        line = paper.line(said)
        assert (line.page, line.sizes <= {11.0, 12.0}) == (0, True)
        assert line.baseline > 270
    (rule,) = [one for one in paper.strokes if one.page == 0 and one.top > 270]
    assert (rule.left, rule.right) == (pytest.approx(30, abs=0.3), pytest.approx(195, abs=0.3))
    body_below = [line.baseline for line in paper.lines if line.page == 0 and line.text.startswith("Dài")]
    assert max(body_below) < rule.top
    assert [line.text for line in file.parts[0].footers["first"]] == list(address)
