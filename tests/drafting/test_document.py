"""The .docx, opened again: is it what the decree asks for?"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree

from tungnha.drafting import write_docx
from tungnha.drafting.annexes import ProgressRow, progress_annex, progress_table
from tungnha.drafting.document import (
    Annex,
    Bullet,
    Column,
    Heading,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Picture,
    Prompt,
    Signature,
    Table,
)
from tungnha.drafting.problems import PromptLeft, UnreadablePicture, WrongShape

from .examples import COMMUNE, LETTERHEAD, picture, small_document, villages


def opened(document: OfficialDocument) -> WordDocument:
    return Document(io.BytesIO(write_docx(document)))


def texts(document: OfficialDocument) -> list[str]:
    return [paragraph.text for paragraph in opened(document).paragraphs if paragraph.text]


def paragraph_named(word: WordDocument, text: str) -> WordParagraph:
    return next(paragraph for paragraph in everywhere(word) if paragraph.text == text)


def everywhere(word: WordDocument) -> Iterator[WordParagraph]:
    yield from word.paragraphs
    for table in word.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def sizes(paragraph: WordParagraph) -> set[float]:
    return {run.font.size.pt for run in paragraph.runs if run.font.size}


def test_the_paper_is_a4_with_the_decrees_margins() -> None:
    section = opened(small_document()).sections[0]
    lengths = (
        section.page_width, section.page_height, section.top_margin, section.bottom_margin,
        section.left_margin, section.right_margin,
    )  # fmt: skip
    assert [round(length.mm) for length in lengths if length] == [210, 297, 20, 20, 30, 15]


def test_one_typeface_everywhere_in_vietnamese() -> None:
    packed = zipfile.ZipFile(io.BytesIO(write_docx(small_document())))
    styles, body = packed.read("word/styles.xml").decode(), packed.read("word/document.xml").decode()
    fonts = {
        value
        for xml in (styles, body)
        for found in etree.fromstring(xml.encode()).iter(qn("w:rFonts"))
        for value in found.attrib.values()
    }
    languages = {found.get(qn("w:val")) for found in etree.fromstring(styles.encode()).iter(qn("w:lang"))}
    normal = opened(small_document()).styles["Normal"]
    assert "Times New Roman" in fonts
    assert languages == {"vi-VN"}
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)  # type: ignore[attr-defined]


def test_the_letterhead_has_its_sizes_rules_and_columns_that_do_not_wrap() -> None:
    word = opened(small_document(letterhead=replace(LETTERHEAD, superior="UBND TỈNH BÌNH LÂM")))
    head = word.tables[0]
    left, right = head.rows[0].cells
    assert [paragraph.text for paragraph in left.paragraphs] == [
        "UBND TỈNH BÌNH LÂM", "ỦY BAN NHÂN DÂN", "XÃ NÀ HẠ", "",
    ]  # fmt: skip
    assert [bool(paragraph.runs[0].bold) for paragraph in left.paragraphs[:3]] == [False, True, True]
    assert [paragraph.text for paragraph in right.paragraphs] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "",
    ]  # fmt: skip
    for cell in (left, right):  # the last paragraph is the rule
        assert cell.paragraphs[-1]._p.find(f".//{qn('w:pBdr')}/{qn('w:top')}") is not None
    assert [sizes(paragraph) for paragraph in right.paragraphs[:2]] == [{12}, {13}]
    assert [round(column.width.mm) for column in head.columns if column.width] == [67, 98]
    assert head.autofit is False


def test_number_and_date_stand_on_one_line() -> None:
    number, day = opened(small_document()).tables[0].rows[1].cells
    assert (number.text, day.text) == ("Số: 05/BC-UBND", "Nà Hạ, ngày 28 tháng 5 năm 2026")
    assert all(run.italic for run in day.paragraphs[0].runs)


def test_a_document_not_yet_numbered_keeps_blanks_to_be_filled() -> None:
    head = Letterhead("XÃ NÀ HẠ", "BC-UBND", "Nà Hạ", year=2026)
    number, day = opened(small_document(letterhead=head)).tables[0].rows[1].cells
    assert number.text.replace("\u00a0", "") == "Số: /BC-UBND"
    assert " ".join(day.text.replace("\u00a0", "").split()) == "Nà Hạ, ngày tháng năm 2026"


def test_a_letter_has_no_type_line_and_its_subject_under_the_number() -> None:
    letter = small_document(kind="", subject="đôn đốc gửi báo cáo", addressees=("Trạm Y tế",))
    cell = opened(letter).tables[0].rows[1].cells[0]
    assert [paragraph.text for paragraph in cell.paragraphs] == ["Số: 05/BC-UBND", "V/v đôn đốc gửi báo cáo"]
    assert sizes(cell.paragraphs[1]) == {12}
    assert texts(letter) == ["Kính gửi: Trạm Y tế", "Việc nhỏ đã làm xong./."]


def test_several_addressees_take_a_line_each() -> None:
    assert texts(small_document(addressees=("Trạm Y tế;", "- Trường học"))) == [
        "BÁO CÁO", "Kết quả một việc nhỏ", "Kính gửi:", "- Trạm Y tế;", "- Trường học.", "Việc nhỏ đã làm xong./.",
    ]  # fmt: skip


def test_legal_bases_are_italic_lines_closed_by_a_stop() -> None:
    word = opened(small_document(bases=("Căn cứ Luật Một;", "Căn cứ Luật Hai")))
    for line in ("Căn cứ Luật Một;", "Căn cứ Luật Hai."):
        assert all(run.italic for run in paragraph_named(word, line).runs)


def test_body_text_is_justified_indented_and_spaced() -> None:
    paragraph = paragraph_named(opened(small_document()), "Việc nhỏ đã làm xong./.")
    layout = paragraph.style.paragraph_format  # type: ignore[union-attr]
    assert layout.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert layout.first_line_indent is not None
    assert round(layout.first_line_indent.cm, 2) == 1.27
    assert layout.space_after is not None
    assert layout.space_after.pt >= 6


def test_headings_count_by_themselves_in_the_vietnamese_alphabet() -> None:
    points = tuple(Heading(3, "việc") for _ in range(6))
    body = (Heading(1, "Một"), Heading(2, "Hai"), *points, Heading(1, "Bốn"), Heading(2, "Năm"), Paragraph("Hết"))
    assert texts(small_document(body=body))[2:-1] == [
        "I. MỘT", "1. Hai", "a) việc", "b) việc", "c) việc", "d) việc", "đ) việc", "e) việc", "II. BỐN", "1. Năm",
    ]  # fmt: skip


def test_a_phrase_can_stand_out() -> None:
    body = (Paragraph("Gửi trước 10 giờ 00, không muộn hơn.", bold=("trước 10 giờ 00",)),)
    paragraph = opened(small_document(body=body)).paragraphs[-2]
    assert [(run.text, bool(run.bold)) for run in paragraph.runs] == [
        ("Gửi ", False), ("trước 10 giờ 00", True), (", không muộn hơn./.", False),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["Đã xong", "Đã xong.", "Đã xong./.", "Đã xong;"])
def test_the_text_ends_with_one_closing_mark(typed: str) -> None:
    assert texts(small_document(body=(Bullet(typed),)))[-1] == "- Đã xong./."


def test_text_that_ends_in_a_table_or_is_empty_still_gets_its_closing_mark() -> None:
    assert texts(small_document(body=()))[-1] == "./."
    assert texts(small_document(body=(progress_table([], None),)))[-1] == "./."


def test_recipients_begin_with_as_above_and_end_with_the_archive() -> None:
    cell = opened(
        small_document(
            addressees=("Sở A",),
            recipients=("Thường trực Đảng ủy (để b/c);", "Các thôn."),
            archive="VT, VHXH",
        )
    ).tables[-1].rows[0].cells[0]  # fmt: skip
    assert [paragraph.text for paragraph in cell.paragraphs] == [
        "Nơi nhận:", "- Như trên;", "- Thường trực Đảng ủy (để b/c);", "- Các thôn;", "- Lưu: VT, VHXH.",
    ]  # fmt: skip
    label = cell.paragraphs[0].runs[0]
    assert (label.bold, label.italic, label.font.size.pt if label.font.size else 0) == (True, True, 12)
    assert [sizes(paragraph) for paragraph in cell.paragraphs[1:]] == [{11}] * 4


def test_the_signature_leaves_room_and_a_committee_shows_both_titles() -> None:
    signature = Signature(("TM. BAN CHỈ ĐẠO", "PHÓ TRƯỞNG BAN"), "Lò Văn Bách", "Phó Chủ tịch UBND")
    cell = opened(small_document(signature=signature)).tables[-1].rows[0].cells[1]
    assert [paragraph.text for paragraph in cell.paragraphs] == [
        "TM. BAN CHỈ ĐẠO", "PHÓ TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND", "Lò Văn Bách",
    ]  # fmt: skip
    assert all(run.bold for paragraph in cell.paragraphs for run in paragraph.runs)
    before = cell.paragraphs[2].paragraph_format.space_before
    assert before is not None
    assert before.pt >= 60


def test_a_table_repeats_its_heading_and_tears_no_row() -> None:
    table = opened(small_document(body=(progress_table(villages(), ProgressRow("", 9, 10, 8)),))).tables[1]
    assert [cell.text for cell in table.rows[0].cells] == [
        "TT", "Thôn", "Tổng số hiện có", "Số người trên 15 tuổi", "Đạt tỷ lệ (%)", "Chỉ tiêu",
    ]  # fmt: skip
    assert [cell.text for cell in table.rows[-1].cells] == ["", "Tổng cộng", "9", "10", "90,00", "8"]
    assert [cell.text for cell in table.rows[5].cells] == ["5", "Thôn Nà Vang 5", "-", "125", "-", "85"]
    assert [cell.text for cell in table.rows[9].cells] == ["9", "Thôn Nà Vang 9", "0", "129", "0,00", "89"]
    repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert repeated == [True] + [False] * 38
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)


def test_a_table_too_wide_for_the_page_is_narrowed_to_fit() -> None:
    wide = Table(tuple(Column(f"Cột {n}", 60) for n in range(6)), (("a",) * 6,))
    table = opened(small_document(body=(wide,))).tables[1]
    assert round(sum(column.width.mm for column in table.columns if column.width)) == 165


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(WrongShape, match="Dòng 1 của bảng có 1 ô, nhưng bảng có 2 cột"):
        write_docx(small_document(body=(Table((Column("A", 10), Column("B", 10)), (("một",),)),)))


def test_an_annex_has_its_own_pages_and_names_its_document() -> None:
    word = opened(small_document(annexes=(progress_annex(villages(3), None, title="Kết quả", landscape=True),)))
    annex = word.sections[1]
    assert annex.orientation == WD_ORIENT.LANDSCAPE
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    after_signature = [paragraph.text for paragraph in word.paragraphs if paragraph.text][-3:]
    assert after_signature == [
        "Phụ lục", "KẾT QUẢ", f"(Kèm theo Báo cáo số 05/BC-UBND ngày 28 tháng 5 năm 2026 của {COMMUNE})",
    ]  # fmt: skip


def test_two_annexes_are_numbered_in_roman() -> None:
    annexes = (Annex("Một", (Paragraph("a"),)), Annex("Hai", (Paragraph("b"),)))
    found = [line for line in texts(small_document(annexes=annexes)) if line.startswith("Phụ lục")]
    assert found == ["Phụ lục I", "Phụ lục II"]


def test_the_page_number_is_in_the_top_margin_but_not_on_page_one() -> None:
    for section in opened(small_document(annexes=(Annex("Một", (Paragraph("a"),)),))).sections:
        assert section.different_first_page_header_footer
        assert section.header.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert [f.get(qn("w:instr")) for f in section.header._element.iter(qn("w:fldSimple"))] == ["PAGE"]
        assert list(section.first_page_header._element.iter(qn("w:fldSimple"))) == []


def test_a_draft_is_marked_on_every_page_and_an_issued_report_on_none() -> None:
    def marks(document: OfficialDocument) -> list[bool]:
        return [
            "DỰ THẢO" in etree.tostring(header._element, encoding="unicode")
            for section in opened(document).sections
            for header in (section.first_page_header, section.header)
        ]

    annexes = (Annex("Một", (Paragraph("a"),)),)
    assert marks(small_document(draft_mark="DỰ THẢO", annexes=annexes)) == [True] * 4
    assert marks(small_document(annexes=annexes)) == [False] * 4


def test_an_unanswered_prompt_is_seen_in_a_draft_and_refused_in_an_issued_report() -> None:
    body = (Prompt("bổ sung khó khăn"), Paragraph("Hết"))
    draft = opened(small_document(body=body, draft_mark="DỰ THẢO"))
    assert paragraph_named(draft, "[bổ sung khó khăn]").runs[0].font.highlight_color is not None
    with pytest.raises(PromptLeft, match="bổ sung khó khăn"):
        write_docx(small_document(body=body))


def test_the_file_names_its_title_and_issuer_and_not_the_library() -> None:
    about = opened(small_document()).core_properties
    assert (about.title, about.author, about.language, about.comments) == (
        "BÁO CÁO Kết quả một việc nhỏ", COMMUNE, "vi-VN", "",
    )  # fmt: skip
    assert about.created is not None
    assert about.created.date() == date(2026, 5, 28)


def test_the_same_document_is_the_same_bytes() -> None:
    assert write_docx(small_document()) == write_docx(small_document())


def test_no_cell_and_no_page_begins_with_an_empty_line() -> None:
    word = opened(small_document(body=(progress_table(villages(2), None), Paragraph("Hết"))))
    assert word.element.body[0].tag == qn("w:tbl")
    for table in word.tables:
        for row in table.rows[:1]:
            assert all(cell.paragraphs[0].text for cell in row.cells)


def test_words_that_could_break_the_file_do_not() -> None:
    nasty = "A\x00\x08 <b>&amp; ]]> \"'\ud800 \u202eđảo\x1b $& {{ten}}"
    document = small_document(
        letterhead=Letterhead(nasty, nasty, nasty, superior=nasty),
        subject=nasty, addressees=(nasty, nasty), bases=(nasty,), recipients=(nasty,), archive=nasty,
        signature=Signature((nasty,), nasty, nasty), draft_mark=nasty, issuer_in_prose=nasty,
        body=(
            Heading(1, nasty), Paragraph(nasty), Bullet(nasty), Prompt(nasty),
            Table((Column(nasty, 50),), ((nasty,),), note=nasty),
        ),
        annexes=(Annex(nasty, (Picture(picture(), caption=nasty),)),),
    )  # fmt: skip
    clean = "A <b>&amp; ]]> \"' đảo $& {{ten}}"
    word = opened(document)
    assert clean in [paragraph.text for paragraph in word.paragraphs]


def test_a_picture_that_is_not_one_is_refused_in_words() -> None:
    for data in (b"", b"not a picture", b"\x89PNG\r\n\x1a\n", picture()[:30]):
        with pytest.raises(UnreadablePicture, match="PNG hoặc JPEG"):
            write_docx(small_document(body=(Picture(data),)))
