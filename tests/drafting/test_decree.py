"""Each kind of paper held against Nghị định 30/2020/NĐ-CP, element by element, as a Word file and as a PDF.

What the decree asks is written here anew from its text, not taken from the data the product draws by.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from tests.drafting.kinds import KINDS, Kind, an_annexed
from tests.drafting.measure import Printed, PrintedLine, Word, WordLine, printed, word
from tungnha.drafting import to_pdf, write_annex_docx, write_annex_pdf, write_docx, write_pdf
from tungnha.drafting.pdf import converter

COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


class Asked(NamedTuple):
    """Sizes from … to …, bold, italic, capitals, where it stands."""

    low: float
    high: float
    bold: bool
    italic: bool
    capitals: bool
    align: str


# Phụ lục I, phần I: mục II (ô 1 to 9), mục III (phụ lục); phần V "mẫu chữ và chi tiết trình bày".
DECREE = {
    "country": Asked(12, 13, True, False, True, "center"),
    "motto": Asked(13, 14, True, False, False, "center"),
    "superior": Asked(12, 13, False, False, True, "center"),
    "issuer": Asked(12, 13, True, False, True, "center"),
    "number": Asked(13, 13, False, False, False, "center"),
    "place": Asked(13, 14, False, True, False, "center"),
    "kind": Asked(13, 14, True, False, True, "center"),
    "subject": Asked(13, 14, True, False, False, "center"),
    "about": Asked(12, 13, False, False, False, "center"),
    "addressee": Asked(13, 14, False, False, False, "center"),
    "addressees": Asked(13, 14, False, False, False, "left"),
    "dash": Asked(13, 14, False, False, False, "left"),
    "basis": Asked(13, 14, False, True, False, "justify"),
    "body": Asked(13, 14, False, False, False, "justify"),
    "part": Asked(13, 14, True, False, True, "justify"),
    "clause": Asked(13, 14, True, False, False, "justify"),
    "point": Asked(13, 14, False, False, False, "justify"),
    "copies_label": Asked(12, 12, True, True, False, "left"),
    "copies": Asked(11, 11, False, False, False, "left"),
    "archive": Asked(11, 11, False, False, False, "left"),
    "authority": Asked(13, 14, True, False, True, "center"),
    "authority2": Asked(13, 14, True, False, True, "center"),
    "state": Asked(13, 14, True, False, True, "center"),
    "signer": Asked(13, 14, True, False, False, "center"),
    "annex": Asked(14, 14, True, False, False, "center"),
    "annex2": Asked(14, 14, True, False, False, "center"),
    "annex_title": Asked(13, 14, True, False, True, "center"),
}
NAMES = [kind.name for kind in KINDS]


@pytest.fixture(scope="module")
def words() -> dict[str, Word]:
    return {kind.name: word(write_docx(kind.make())) for kind in KINDS}


@pytest.fixture(scope="module")
def prints() -> dict[str, Printed]:
    return {kind.name: printed(write_pdf(kind.make())) for kind in KINDS}


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0]+", " ", text)


def told(kind: Kind) -> dict[str, str]:
    return {"country": COUNTRY, "motto": MOTTO, "copies_label": "Nơi nhận:", **kind.says}


def word_line(file: Word, element: str, text: str) -> WordLine:
    places = [one for one in file.lines if squeezed(one.text) == text]
    if element in ("about", "body") and not places:
        places = [one for one in file.lines if squeezed(one.text).startswith(text)]
    if element in ("issuer", "superior"):
        places = [one for one in places if one.cell and one.cell[0] == 0]
    if element in ("copies", "archive"):
        places = [one for one in places if one.cell and one.cell[0] > 0]
    if element == "subject":
        places = [one for one in places if one.part == 0]
    if element in ("annex_title", "annex"):
        places = places[-1:]
    assert len(places) == 1, (element, text, [one.text for one in file.lines][:30])
    return places[0]


def printed_line(file: Printed, element: str, text: str) -> PrintedLine:
    first = text[:44]
    places = [one for one in file.lines if squeezed(one.text).startswith(first)]
    if element in ("place", "number"):
        places = [one for one in file.lines if squeezed(one.text).startswith(first[:3])]
    assert places, (element, text, [one.text for one in file.lines][:40])
    return places[-1] if element.startswith(("annex", "copies")) and element != "copies_label" else places[0]


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_every_element_of_the_word_file_is_as_the_decree_asks(kind: Kind, words: dict[str, Word]) -> None:
    file = words[kind.name]
    for element, text in told(kind).items():
        line, asked = word_line(file, element, text), DECREE[element]
        said = f"{kind.name}: {element} {line.text!r}"
        assert line.fonts == {"Times New Roman"}, said
        assert line.colours == {"000000"}, said
        assert all(asked.low <= size <= asked.high for size in line.sizes), f"{said} {line.sizes}"
        wanted = {(asked.bold, asked.italic)}
        assert line.weights == wanted or (element == "body" and (False, False) in line.weights), (
            f"{said} {line.weights}"
        )
        assert line.align == asked.align, f"{said} {line.align}"
        if asked.capitals:
            assert line.text == line.text.upper(), said


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_every_element_of_the_pdf_is_as_the_decree_asks(kind: Kind, prints: dict[str, Printed]) -> None:
    file = prints[kind.name]
    faces = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}
    for element, text in told(kind).items():
        line, asked = printed_line(file, element, text), DECREE[element]
        said = f"{kind.name}: {element} {line.text!r}"
        assert all(asked.low <= size <= asked.high for size in line.sizes), f"{said} {line.sizes}"
        own = {"LiberationSerif" + faces[asked.bold, asked.italic].replace("Regular", "")}
        own |= {name.replace("Serif", "Serif-") for name in own}
        plain = {name.rstrip("-") for name in own}
        found = {name.rstrip("-").replace("-Regular", "") for name in line.faces}
        assert found <= own | plain or (element == "body" and "LiberationSerif" in found), f"{said} {line.faces}"
        if asked.capitals:
            assert line.text == line.text.upper(), said


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_the_paper_its_margins_and_its_page_numbers(
    kind: Kind, words: dict[str, Word], prints: dict[str, Printed]
) -> None:
    file = words[kind.name]
    assert [part.landscape for part in file.parts] == [False, *kind.annexes]
    for part in file.parts:
        sides = sorted((part.width, part.height))
        assert sides == [pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1)]
        assert (part.width > part.height) == part.landscape
        assert 20 <= round(part.top, 1) <= 25
        assert 20 <= round(part.bottom, 1) <= 25
        assert 30 <= round(part.left, 1) <= 35
        assert 15 <= round(part.right, 1) <= 20
        assert part.header < part.top  # inside the top margin
        assert (part.starts_at, part.own_first_page) == (1, True)
        assert part.page_fields == {"default": 1, "first": 0}
        (number,) = [line for line in part.headers["default"] if line.pieces]
        assert number.align == "center"
        assert number.sizes <= {13, 14}
        assert number.weights == {(False, False)}
    check_printed_numbers(prints[kind.name], [False, *kind.annexes])


def check_printed_numbers(file: Printed, parts: list[bool]) -> None:
    """Shown from the second sheet of each part, counted from 1, in the middle of the text, above its margin."""
    counted, seen = 0, 0
    for place, (width, height) in enumerate(file.sheets):
        above = [line for line in file.lines if line.page == place and line.baseline < 20]
        assert {round(width), round(height)} == {210, 297}
        if not above:  # the first sheet of a part
            counted, seen = 1, seen + 1
            assert (width > height) == parts[seen - 1]
            continue
        counted += 1
        (number,) = above
        assert number.text == str(counted)
        assert number.sizes <= {13.0, 14.0}
        assert number.middle == pytest.approx((30 + width - 15) / 2, abs=0.5)
    assert seen == len(parts)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_the_rules_are_as_long_as_they_shall_be(kind: Kind, words: dict[str, Word], prints: dict[str, Printed]) -> None:
    """Under the motto as long as the motto; under the issuer and the subject from a third to a half, in the middle."""
    paper = prints[kind.name]
    motto = paper.line(MOTTO)
    rule = paper.rule_below(motto)
    assert rule.right - rule.left == pytest.approx(motto.right - motto.left, abs=0.8)
    for element in ("issuer", "subject"):
        if element not in kind.says:
            continue
        line = printed_line(paper, element, kind.says[element])
        rule = paper.rule_below(line)
        assert 1 / 3 <= (rule.right - rule.left) / (line.right - line.left) <= 1 / 2, element
        assert (rule.left + rule.right) / 2 == pytest.approx(line.middle, abs=0.6)
        _, length = words[kind.name].rule_after(kind.says[element])
        assert length == pytest.approx(rule.right - rule.left, abs=1.2)
    _, length = words[kind.name].rule_after(MOTTO)
    assert length == pytest.approx(motto.right - motto.left, abs=0.8)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_where_things_stand_on_page_one(kind: Kind, prints: dict[str, Printed]) -> None:
    file = prints[kind.name]
    country, motto = file.line(COUNTRY), file.line(MOTTO)
    number, day = (printed_line(file, name, kind.says[name]) for name in ("number", "place"))
    assert country.baseline < motto.baseline < number.baseline
    assert country.middle == pytest.approx(motto.middle, abs=0.3)
    assert kind.name == "giấy mời" or country.middle == pytest.approx(day.middle, abs=4)
    assert number.baseline == pytest.approx(day.baseline, abs=0.3)  # the number and the day on one line
    assert number.right < country.left
    for line in file.lines:
        width = file.sheets[line.page][0]
        assert line.left >= 30 - 0.3, line.text
        assert line.right <= width - 15 + 0.3, line.text
    if kind.name == "giấy mời":  # room for the number and the day, to be written when it is signed
        symbol = next(one for one in file.lines if one.text == "/GM-UBND")
        assert symbol.left - number.right > 7
    label = next(one for one in file.lines if one.text == "Nơi nhận:")
    authority = next(one for one in file.lines if one.text == kind.says["authority"])
    signer = next(one for one in file.lines if one.text == kind.says["signer"])
    assert label.left == pytest.approx(30, abs=0.3)
    assert label.baseline == pytest.approx(authority.baseline, abs=1.5)
    assert authority.middle == pytest.approx(signer.middle, abs=0.3)
    assert signer.baseline - authority.baseline > 22  # room for the signature and the seal


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_paragraphs_are_indented_and_spaced_and_the_text_is_closed(
    kind: Kind, words: dict[str, Word], prints: dict[str, Printed]
) -> None:
    file = words[kind.name]
    running = [line for line in file.lines if line.align == "justify" and line.part == 0]
    assert running
    for line in running:
        assert line.first_indent_mm == pytest.approx(12.7, abs=0.1) or line.first_indent_mm == pytest.approx(
            10, abs=0.1
        )
        assert line.after >= 6
        assert 1 <= line.spacing <= 1.5
    assert running[-1].text.endswith("./.")
    assert sum(line.text.endswith("./.") for line in file.lines) == 1
    for start in (line for line in prints[kind.name].lines if re.match(r"[IV]+\. [A-ZĐ]|\d\. [A-ZĐ]", line.text)):
        assert start.left == pytest.approx(30 + 12.7, abs=0.3), start.text


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_the_pdf_can_be_copied_with_its_marks_and_is_the_same_each_time(
    kind: Kind, words: dict[str, Word], prints: dict[str, Printed]
) -> None:
    """Every word of the Word file is in the PDF, in the same order of letters."""
    assert prints[kind.name].version >= 14
    copied = set(squeezed(" ".join(prints[kind.name].texts)).split())
    typed = {token for line in words[kind.name].lines for token in squeezed(line.text).split()}
    assert typed - copied == set()
    assert write_pdf(kind.make()) == write_pdf(kind.make())


def test_addressees_have_their_dashes_under_the_colon(words: dict[str, Word], prints: dict[str, Printed]) -> None:
    paper = prints["công văn"]
    label, dash = paper.line("Kính gửi:"), paper.line("- Thôn Nà Vang 1;")
    colon = label.right - 0.278 * 14 / (72 / 25.4)
    assert dash.left == pytest.approx(colon, abs=0.8)
    line, label_word = words["công văn"].line("- Thôn Nà Vang 1;"), words["công văn"].line("Kính gửi:")
    assert 30 + line.left_mm + line.first_indent_mm == pytest.approx(dash.left, abs=0.3)
    assert 30 + label_word.left_mm == pytest.approx(label.left, abs=0.3)


def test_an_annex_says_what_it_belongs_to_and_repeats_the_heading_of_its_table(
    words: dict[str, Word], prints: dict[str, Printed]
) -> None:
    file = words["phụ lục"]
    attached = [line for line in file.lines if line.text.startswith("(Kèm theo")]
    assert [squeezed(line.text) for line in attached] == [
        "(Kèm theo Báo cáo số 09/BC-UBND ngày 03 tháng 02 năm 2026 của Ủy ban nhân dân xã Nà Hạ)"
    ] * 2
    assert {(size, *weight) for line in attached for size in line.sizes for weight in line.weights} <= {
        (13.0, False, True), (14.0, False, True),
    }  # fmt: skip
    table = next(one for one in file.tables if one["rows"] == 168)
    assert table["repeated"] == [True] + [False] * 167
    assert all(table["whole"])
    pages = [text for text in prints["phụ lục"].texts if "Xã Nà Vang" in text]
    assert len(pages) > 3
    assert all("Xã, phường" in text and "Hiện có" in text for text in pages)
    last = next(text for text in pages if "Tổng cộng" in text)
    assert "Xã Nà Vang 166" in last  # never alone


@pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed")
@pytest.mark.office
def test_libreoffice_opens_all_kinds_as_they_are(words: dict[str, Word], prints: dict[str, Printed]) -> None:
    """Nothing is mended away: every word is on its pages, the letterhead stands where our own PDF has it."""
    for kind in KINDS:
        paper = printed(to_pdf(write_docx(kind.make())))
        said = {token for text in paper.texts for token in squeezed(text).split()}
        typed = {token for line in words[kind.name].lines for token in squeezed(line.text).split()}
        assert typed - said == set(), kind.name
        ours = prints[kind.name]
        assert abs(len(paper.sheets) - len(ours.sheets)) <= 1
        for text in (COUNTRY, MOTTO, kind.says.get("kind") or "Kính gửi:"):
            there, here = paper.line(text), ours.line(text)
            assert there.sizes == here.sizes
            assert there.left == pytest.approx(here.left, abs=0.6)
            assert there.baseline == pytest.approx(here.baseline, abs=3.0), (kind.name, text)


def test_an_annex_of_its_own_file_tells_its_signature_top_right() -> None:
    signed = datetime(2026, 2, 3, 2, 15, 30, tzinfo=UTC)
    file = word(write_annex_docx(an_annexed(), 1, signed_at=signed))
    lines = file.lines[:3]
    assert [line.text for line in lines] == ["09/BC-UBND", "2026-02-03T09:15:30+07:00", "Phụ lục I"]
    assert [(line.align, line.sizes) for line in lines[:2]] == [("right", {10.0})] * 2
    assert file.parts[0].landscape
    paper = printed(write_annex_pdf(an_annexed(), 2, signed_at=signed))
    assert paper.sheets[0][0] < paper.sheets[0][1]
    assert paper.line("2026-02-03T09:15:30+07:00").right == pytest.approx(210 - 15, abs=0.3)
    assert paper.line("Phụ lục II").sizes == {14.0}
