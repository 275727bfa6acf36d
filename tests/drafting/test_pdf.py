"""The page as it comes out of the printer: LibreOffice draws it, and we look where things stand."""

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from tungnha.drafting import pdf, to_pdf, write_docx
from tungnha.drafting.document import Letterhead, OfficialDocument, Paragraph
from tungnha.drafting.letters import weekly_report
from tungnha.drafting.problems import ConversionFailed, ConverterMissing

from .examples import full_report, small_document

needs_office = pytest.mark.skipif(pdf.converter() is None, reason="LibreOffice is not installed")
MM = 72 / 25.4


class Pages:
    """A PDF and where its words stand, in millimetres from the top left."""

    def __init__(self, data: bytes) -> None:
        self.document = pypdfium2.PdfDocument(data)
        self.texts = [page.get_textpage().get_text_range() for page in self.document]

    def box(self, page: int, words: str) -> tuple[float, float, float, float]:
        """left, top, right, bottom of the first place where the words stand on one line."""
        paper = self.document[page]
        found = paper.get_textpage()
        start, length = found.search(words).get_next()
        boxes = [found.get_charbox(place) for place in range(start, start + length) if words[place - start] != " "]
        height = paper.get_height()
        return (
            min(box[0] for box in boxes) / MM,
            (height - max(box[3] for box in boxes)) / MM,
            max(box[2] for box in boxes) / MM,
            (height - min(box[1] for box in boxes)) / MM,
        )


def fonts(data: bytes, folder: Path) -> set[str]:
    (folder / "a.pdf").write_bytes(data)
    listed = subprocess.run(["pdffonts", "a.pdf"], cwd=folder, capture_output=True, text=True, check=True).stdout
    return {re.sub(r"^[A-Z]{6}\+", "", line.split()[0]) for line in listed.splitlines()[2:]}


@needs_office
@pytest.mark.office
def test_the_weekly_report_prints_as_an_office_would_send_it(tmp_path: Path) -> None:
    made = to_pdf(write_docx(weekly_report(full_report())))
    pages = Pages(made)
    if shutil.which("pdffonts"):
        assert {name.split("-")[0] for name in fonts(made, tmp_path)} == {"LiberationSerif"}
    assert len(pages.texts) == 5  # three pages of report, two of annex
    country, motto = pages.box(0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), pages.box(0, "Độc lập - Tự do")
    assert country[3] - country[1] < 7  # one line
    assert country[2] <= 195.5  # inside the right margin
    assert 20 <= country[1] < motto[1] < 35
    number, day = pages.box(0, "Số: 05/BC-UBND"), pages.box(0, "Nà Hạ, ngày 28")
    assert abs(number[3] - day[3]) < 1.5  # on the same line
    assert pages.box(0, "Thực hiện Kế hoạch")[0] == pytest.approx(30 + 12.7, abs=0.7)
    assert not pages.texts[0].strip().startswith("1")
    for page, printed in ((1, "2"), (2, "3"), (4, "2")):  # the annex begins again at 1
        left, top, right, _ = pages.box(page, printed)
        assert top < 20
        assert (left + right) / 2 == pytest.approx(30 + 165 / 2, abs=1)
    assert "Lục Thị Hoài An" in pages.texts[2]
    assert "kính báo cáo" in " ".join(pages.texts[2].split())  # the signature is not alone on its page
    assert pages.texts[4].count("Tổng số hiện") == 1  # the heading of the table is repeated
    assert "Tổng cộng" in pages.texts[4]


@needs_office
@pytest.mark.office
def test_very_long_names_stay_on_the_paper() -> None:
    long = "Ủy ban nhân dân " + "rất dài " * 40
    document: OfficialDocument = small_document(
        letterhead=Letterhead(long, "BC-UBND", "Nà Hạ", superior="X" * 200),
        subject=long,
        addressees=(long, "Y" * 300),
        body=(Paragraph("Z" * 500),),
        recipients=("W" * 200,),
        draft_mark="DỰ THẢO LẦN THỨ HAI",
    )
    pages = Pages(to_pdf(write_docx(document)))
    assert len(pages.texts) <= 4
    for page in pages.document:
        found = page.get_textpage()
        rights = [found.get_charbox(place)[2] for place in range(found.count_chars())]
        assert max(rights) / MM <= 210


def test_without_the_converter_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PROGRAMS", ("no-such-program",))
    with pytest.raises(ConverterMissing, match=r"Hãy tải bản Word \(.docx\)"):
        to_pdf(b"")


def test_a_converter_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nsleep 30\n")
    slow.chmod(0o755)
    monkeypatch.setattr(pdf, "converter", lambda: str(slow))
    with pytest.raises(ConversionFailed, match="quá 0,2 giây"):
        to_pdf(b"", timeout=0.2)
