"""PDFs, scans and photographs of plans, printed by LibreOffice and read again. Needs LibreOffice and tesseract."""

import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.reading import printing
from tests.reading.test_reference_plans import PLANS, scorer
from tungnha import reading
from tungnha.drafting.pdf import to_pdf

pytestmark = pytest.mark.office
SAMPLES = Path(__file__).parents[2] / "samples" / "plans"
FINDS = ("targets", "assignments", "reporting", "tasks", "recipients", "legal_bases")


@pytest.fixture(scope="module")
def printed():
    """The PDF of a sample plan's Word file, made once."""
    made = {}

    def of(slug):
        if slug not in made:
            made[slug] = to_pdf((SAMPLES / f"{slug}.docx").read_bytes())
        return made[slug]

    return of


def words_right(truth: str, read: str) -> float:
    a, b = truth.split(), read.split()
    same = sum(m.size for m in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return same / max(1, len(a))


@pytest.mark.parametrize("slug", sorted(path.stem for path in SAMPLES.glob("*.docx")))
def test_a_plan_printed_to_pdf_reads_as_its_word_file(slug, printed):
    from_word = reading.read(SAMPLES / f"{slug}.docx")
    from_pdf = reading.read_bytes("a.pdf", printed(slug))
    assert from_pdf["source"]["kind"] == "pdf"
    assert {name: len(from_pdf[name]) for name in FINDS} == {name: len(from_word[name]) for name in FINDS}
    for name in ("number", "symbol", "place", "date", "title"):
        assert from_pdf["header"][name] == from_word["header"][name], name
    assert from_pdf["signer"]["name"] == from_word["signer"]["name"]
    assert [t["value"] for t in from_pdf["targets"]] == [t["value"] for t in from_word["targets"]]


def test_head_and_foot_are_read_column_by_column(printed):
    text = reading.take_in("a.pdf", printed("hiep-luc")).text
    order = ["ỦY BAN NHÂN DÂN", "Số:", "CỘNG HÒA XÃ HỘI", "Độc lập", "KẾ HOẠCH", "Nơi nhận:", "- Lưu:", "KT. CHỦ TỊCH"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_table_over_several_pages_is_one_table(printed):
    text = reading.take_in("a.pdf", printed("hiep-luc")).text
    annex = text[text.rindex("Phụ lục II") :].replace("\f", "")
    rows = [row.split("\t") for row in annex.split("\n") if row.count("\t") == 5]
    assert rows[0][0] == "STT"
    numbers = [row[0].rstrip(".") for row in rows[1:] if row[0] != "STT"]
    assert [n for n in numbers if n.isdigit()] == [str(n) for n in range(1, 13)]


def test_a_scan_gives_the_finds_of_the_print_and_doubts_its_numbers(printed):
    from_print = reading.read_bytes("a.pdf", printed("so-khcn-thanh-hoa"))
    pages = printing.pages_of(printed("so-khcn-thanh-hoa"))
    heard = []
    from_scan = reading.read_bytes("b.pdf", printing.scanned(pages), lambda done, of: heard.append((done, of)))
    assert from_scan["source"]["ocr"]
    assert from_scan["source"]["scanned_pages"] == list(range(1, len(pages) + 1))
    assert heard[0] == (0, len(pages))
    assert heard[-1] == (len(pages), len(pages))
    assert [t["value"] for t in from_scan["targets"]] == [t["value"] for t in from_print["targets"]]
    for target, printed_one in zip(from_scan["targets"], from_print["targets"], strict=True):
        assert target["confidence"] < printed_one["confidence"]
        assert "cần người xem lại" in target["doubt"]
    assert not any("doubt" in target for target in from_print["targets"])


def test_pages_that_are_scans_among_pages_with_letters(printed):
    """One file of both: the letters that are there are taken, the picture is read."""
    import io

    import pypdfium2 as pdfium

    whole, scan = pdfium.PdfDocument(printed("thieu-trung")), pdfium.PdfDocument.new()
    pictures = pdfium.PdfDocument(printing.scanned(printing.pages_of(printed("thieu-trung"))))
    scan.import_pages(whole, [0])
    scan.import_pages(pictures, [1])
    scan.import_pages(whole, list(range(2, len(whole))))
    out = io.BytesIO()
    scan.save(out)
    draft = reading.read_bytes("a.pdf", out.getvalue())
    assert draft["source"]["scanned_pages"] == [2]
    starts = draft["source"]["page_starts"]
    doubted = [d["span"][0] for d in draft["assignments"] if "doubt" in d]
    assert all(starts[1] - 400 <= at < starts[2] for at in doubted)


def test_a_leaning_photograph_with_a_shadow_is_read(printed):
    page = printing.pages_of(printed("hiep-luc"))[0]
    truth = reading.take_in("a.pdf", printed("hiep-luc")).text.split("\f")[0]
    taken = reading.take_in("anh.jpg", printing.photographed(page, lean=2.0))
    assert taken.kind == "picture"
    assert words_right(truth, taken.text) > 0.9


@pytest.mark.parametrize("turn", [180, 90, 270])
def test_a_page_on_its_head_or_side_is_set_upright(printed, turn):
    pages = printing.pages_of(printed("hiep-luc"))
    truth = reading.take_in("a.png", printing.picture(pages[1])).text
    assert words_right(truth, reading.take_in("a.png", printing.picture(pages[1], turn)).text) > 0.95


# -- the five reference plans (not part of the repository)

REFERENCES = sorted(path.stem for path in (PLANS / "gold").glob("*.json")) if PLANS.exists() else []


@pytest.fixture(scope="module")
def reference():
    made = {}

    def of(stem):
        if stem not in made:
            text = (PLANS / f"{stem}.txt").read_text(encoding="utf-8")
            word = printing.docx_of(text)
            gold = json.loads((PLANS / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
            made[stem] = (gold, text, word, to_pdf(word))
        return made[stem]

    return of


def score(gold, draft) -> float:
    return scorer().score(gold, draft)[1]


@pytest.mark.skipif(not REFERENCES, reason="the five reference plans are not beside this checkout")
@pytest.mark.parametrize("stem", REFERENCES)
def test_a_reference_plan_in_word_and_pdf_scores_as_its_text(stem, reference):
    gold, text, word, pdf = reference(stem)
    as_text = score(gold, reading.read_text(text))
    assert score(gold, reading.read_bytes("a.docx", word)) >= as_text - 0.02
    assert score(gold, reading.read_bytes("a.pdf", pdf)) >= as_text - 0.02


@pytest.mark.slow
@pytest.mark.skipif(not REFERENCES, reason="the five reference plans are not beside this checkout")
def test_scans_of_the_reference_plans_score_well(reference):
    scores = {}
    for stem in REFERENCES:
        gold, _, _, pdf = reference(stem)
        scores[stem[:3]] = score(gold, reading.read_bytes("a.pdf", printing.scanned(printing.pages_of(pdf))))
    print(scores)  # noqa: T201
    assert sum(scores.values()) / len(scores) >= 0.85, scores
