"""The same plan as text and as officials' Word files, and as LibreOffice saves those: the finds are the same."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tungnha import reading
from tungnha.reading import intake

from .test_reference_plans import PLANS, scorer
from .word_files import word_file

SAMPLES = Path(__file__).parents[2] / "samples" / "plans"
SLUGS = sorted(path.stem for path in SAMPLES.glob("*.txt"))
FINDS = {
    "targets": ("value", "comparator", "due", "population"),
    "assignments": ("unit",),
    "reporting": ("frequency", "day", "hour", "weekday", "to", "via"),
    "tasks": ("no", "name", "lead", "co", "result", "due_text"),
    "legal_bases": ("number", "symbol"),
}


def finds(draft):
    out = {name: [[x.get(f) for f in fields] for x in draft[name]] for name, fields in FINDS.items()}
    out["header"] = [draft["header"][f] for f in ("number", "symbol", "place", "date", "title")]
    out["signer"] = [draft["signer"][f] for f in ("authority", "title", "name")]
    out["recipients"] = draft["recipients"]
    out["annex"] = [
        {k: v for k, v in row.items() if k not in ("span", "quote", "confidence", "at")}
        for row in draft["appendix_targets"]
    ]
    return out


def taken(name, data):
    return intake.take(name, data)


def read(name, data):
    return reading.read_text(taken(name, data).text)


def as_text(slug):
    return (SAMPLES / f"{slug}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", SLUGS)
def test_an_officials_word_file_reads_like_the_text(slug):
    assert finds(read("a.docx", word_file(as_text(slug)))) == finds(reading.read_text(as_text(slug)))


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_off_the_printed_page_is_read(slug):
    text = taken("a.docx", word_file(as_text(slug))).text
    for off in ("99%", "77%", "01/01/2031"):
        assert off not in text
    before_stamps, stamps = text.split("Dấu trên văn bản:")
    assert "913" not in before_stamps
    assert stamps.count("CÔNG VĂN ĐẾN") == 1


@pytest.mark.skipif(not (PLANS / "score.py").exists(), reason="the five reference plans are not beside this checkout")
def test_the_reference_plans_score_as_word_files_what_they_score_as_text():
    score = scorer().score
    for gold in sorted((PLANS / "gold").glob("*.json")):
        wanted = json.loads(gold.read_text(encoding="utf-8"))
        raw = (PLANS / f"{gold.stem}.txt").read_text(encoding="utf-8")
        as_is = score(wanted, reading.read_text(raw))[1]
        in_word = score(wanted, read("a.docx", word_file(raw)))[1]
        assert in_word >= as_is - 0.02, (gold.stem[:3], as_is, in_word)


office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def saved_by_office(tmp_path_factory):
    """Every sample's Word file saved by LibreOffice in each of its formats: {(slug, suffix): bytes}."""
    folder = tmp_path_factory.mktemp("office")
    out = {}
    for slug in SLUGS:
        (folder / f"{slug}.docx").write_bytes(word_file(as_text(slug)))
    for kind, plain in (("odt", ""), ("rtf", ""), ("doc", ""), ("html", "plain"), ("doc", "plain")):
        if plain:  # without revisions: some programs write or read the deleted words as well, unmarked
            for slug in SLUGS:
                (folder / f"{slug}.docx").write_bytes(word_file(as_text(slug), revised=False))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder / kind)]
        files = [str(folder / f"{slug}.docx") for slug in SLUGS]
        subprocess.run([*command, *files], capture_output=True, timeout=180, check=True)
        for slug in SLUGS:
            out[slug, plain + kind] = (folder / kind / f"{slug}.{kind}").read_bytes()
    return out


@office
@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["odt", "rtf", "plainhtml", "doc"])
def test_what_libreoffice_saves_reads_like_the_text(saved_by_office, kind):
    for slug in SLUGS:
        got = finds(read(f"a.{kind.removeprefix('plain')}", saved_by_office[slug, kind]))
        assert got == finds(reading.read_text(as_text(slug))), slug


@office
@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_a_file_of_another_kind_is_read_from_end_to_end(saved_by_office, kind):
    for name in (f"a.{kind}", "a.doc"):
        draft = reading.read_bytes(name, saved_by_office["hiep-luc", kind])
        assert finds(draft) == finds(reading.read_text(as_text("hiep-luc")))
        assert draft["source"]["kind"] == kind


@office
@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("antiword"), reason="antiword is not installed")
@pytest.mark.parametrize("slug", SLUGS)
def test_without_libreoffice_antiword_reads_a_doc(monkeypatch, saved_by_office, slug):
    antiword = shutil.which("antiword")
    monkeypatch.setattr(intake.doc.shutil, "which", lambda program: antiword if program == "antiword" else None)
    taken = intake.take("a.doc", saved_by_office[slug, "plaindoc"])
    got, wanted = finds(reading.read_text(taken.text)), finds(reading.read_text(as_text(slug)))
    for name in ("header", "legal_bases", "tasks", "annex"):
        assert got[name] == wanted[name]
    assert "soát kỹ" in taken.notes[0]  # its automatic numbers are not there


@office
@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_scanned_pages_set_into_a_document_are_read_by_eye(tmp_path, saved_by_office, kind):
    import docx
    import pypdfium2

    (tmp_path / "a.doc").write_bytes(saved_by_office["nhu-thanh", "plaindoc"])
    _convert(tmp_path, "a.doc", "pdf")
    scanned = docx.Document()
    for number, page in enumerate(pypdfium2.PdfDocument(tmp_path / "a.pdf")):
        page.render(scale=200 / 72).to_pil().convert("L").save(tmp_path / f"{number}.png")
        scanned.add_picture(str(tmp_path / f"{number}.png"), width=docx.shared.Cm(16))
    scanned.save(tmp_path / "b.docx")
    if kind == "odt":
        _convert(tmp_path, "b.docx", "odt")
    draft = reading.read(tmp_path / f"b.{kind}")
    assert draft["source"]["ocr"]
    assert draft["header"]["symbol"] == "KH-UBND"
    assert len(draft["recipients"]) >= 4
    assert "Trung tâm Phục vụ hành chính công" in draft["text"]


def _convert(folder, name, kind):
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(folder / name)]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
