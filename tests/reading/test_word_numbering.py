"""The numbers Word keeps outside the text, each rule of its lists on its own."""

import random
import shutil
import subprocess

import pytest

from tungnha.reading import intake

from .word_files import abstract, level, num, numbered, package, paragraph, run, start_at


def lines(body, numbering="", **parts):
    text = intake.take("a.docx", package(body, numbering=numbering, **parts)).text
    return [line for line in text.split("\n") if line.strip()]


def items(*places, numbering, **parts):
    """The labels of paragraphs "x" put at (num, level)."""
    body = "".join(numbered("x", n, at) for n, at in places)
    return [line.removesuffix("x").rstrip() for line in lines(body, numbering, **parts)]


PLAN = abstract(
    0,
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "decimal", "%2.%3."),
    level(3, "lowerLetter", "%4)"),
    level(4, "bullet", "-"),
    level(5, "bullet", "+"),
)


def test_deeper_levels_start_again_under_each_higher_number():
    places = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 3), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 0), (1, 1)]
    labels = items(*places, numbering=PLAN + num(1, 0))
    assert labels == ["I.", "1.", "1.1.", "1.2.", "a)", "2.", "2.1.", "a)", "-", "+", "II.", "1."]


def test_lists_of_one_abstract_list_count_on_and_a_start_override_begins_anew_once():
    numbering = PLAN + num(1, 0) + num(2, 0) + num(3, 0, start_at(0, 5))
    assert items((1, 0), (2, 0), (3, 0), (3, 0), (1, 0), numbering=numbering) == ["I.", "II.", "V.", "VI.", "VII."]


def test_a_level_may_restart_late_or_never():
    never = abstract(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", lvlRestart="0"))
    assert items((1, 0), (1, 1), (1, 0), (1, 1), numbering=never + num(1, 0)) == ["I.", "1.", "II.", "2."]
    late = abstract(
        0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "%3)", lvlRestart="1")
    )
    places = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)]
    assert items(*places, numbering=late + num(1, 0)) == ["1.", "1.1", "a)", "1.2", "b)", "2.", "a)"]


def test_legal_numbering_shows_arabic_figures():
    numbering = abstract(0, level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", isLgl="1")) + num(1, 0)
    assert items((1, 0), (1, 0), (1, 1), numbering=numbering) == ["I.", "II.", "2.1."]


def test_a_level_never_used_counts_from_its_start():
    assert items((1, 2), (1, 2), numbering=PLAN + num(1, 0)) == ["1.1.", "1.2."]


def test_formats():
    for form, labels in {
        "decimalZero": ["01.", "02."],
        "lowerRoman": ["i.", "ii."],
        "upperLetter": ["A.", "B."],
        "none": ["Chú ý", "Chú ý"],
        "vietnameseCounting": ["một.", "hai."],
    }.items():
        template = "Chú ý" if form == "none" else "%1."
        numbering = abstract(0, level(0, form, template)) + num(1, 0)
        assert items((1, 0), (1, 0), numbering=numbering) == labels


def test_letters_are_those_word_shows_without_a_barred_d():
    numbering = abstract(0, level(0, "lowerLetter", "%1)")) + num(1, 0)
    assert items(*[(1, 0)] * 6, numbering=numbering) == ["a)", "b)", "c)", "d)", "e)", "f)"]
    assert items(*[(1, 0)] * 28, numbering=numbering)[26:] == ["aa)", "bb)"]


def test_words_in_a_label_and_no_gap_after_it():
    numbering = abstract(0, level(0, "decimal", "Điều %1.", suff="space")) + num(1, 0)
    assert lines(numbered("Phạm vi", 1) + numbered("Đối tượng", 1), numbering) == [
        "Điều 1. Phạm vi",
        "Điều 2. Đối tượng",
    ]
    tight = abstract(0, level(0, "decimal", "%1.", suff="nothing")) + num(1, 0)
    assert lines(numbered("Mục đích", 1), tight) == ["1.Mục đích"]


def test_an_override_may_change_the_form_of_a_level():
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1)")}</w:lvlOverride>'
    assert items((1, 0), (2, 0), numbering=PLAN + num(1, 0) + num(2, 0, own)) == ["I.", "b)"]


def test_bullets_of_symbol_fonts():
    symbol, arrow, ring = (
        f'<w:lvl w:ilvl="{at}"><w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/>'
        f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr></w:lvl>'
        for at, (sign, font) in enumerate([("\uf0b7", "Symbol"), ("\uf0d8", "Wingdings"), ("o", "Courier New")])
    )
    assert items((1, 0), (1, 1), (1, 2), numbering=abstract(0, symbol, arrow, ring) + num(1, 0)) == ["•", "-", "○"]


def style(name, inner, based="", kind="paragraph"):
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}">{base}<w:pPr>{inner}</w:pPr></w:style>'


def numbering_of(of, at=None):
    deep = f'<w:ilvl w:val="{at}"/>' if at is not None else ""
    return f'<w:numPr>{deep}<w:numId w:val="{of}"/></w:numPr>'


def styled(name, text="x", more=""):
    return paragraph(text, f'<w:pStyle w:val="{name}"/>{more}')


def test_numbers_come_from_a_style_and_those_it_is_based_on():
    styles = (
        style("Muc", numbering_of(1))
        + style("MucCon", numbering_of(1, 1), "Muc")
        + style("Chau", "", "MucCon")
        + style("Khong", numbering_of(0), "Muc")
    )
    body = styled("Muc") + styled("MucCon") + styled("Chau") + styled("Khong") + styled("Muc")
    assert lines(body, PLAN + num(1, 0), styles=styles) == ["I. x", "1. x", "2. x", "x", "II. x"]


def test_a_list_names_the_style_of_each_level():
    tied = abstract(0, level(0, "upperRoman", "%1.", pStyle="H1"), level(1, "decimal", "%2.", pStyle="H2"))
    styles = style("H1", numbering_of(1)) + style("H2", numbering_of(1))
    assert lines(styled("H1") + styled("H2") + styled("H2"), tied + num(1, 0), styles=styles) == [
        "I. x",
        "1. x",
        "2. x",
    ]


def test_a_paragraph_may_take_its_number_off_or_only_change_its_level():
    styles = style("Muc", numbering_of(1))
    off = styled("Muc", more=numbering_of(0))
    deeper = styled("Muc", more='<w:numPr><w:ilvl w:val="1"/></w:numPr>')
    assert lines(styled("Muc") + off + deeper, PLAN + num(1, 0), styles=styles) == ["I. x", "x", "1. x"]


def test_a_list_may_point_to_a_list_style():
    linked = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="Ke"/></w:abstractNum>'
    styles = style("Ke", numbering_of(1), kind="numbering")
    numbering = PLAN + linked + num(1, 0) + num(2, 7)
    assert items((2, 0), (2, 1), numbering=numbering, styles=styles) == ["I.", "1."]


def test_rings_of_styles_and_links_end():
    ring = style("A", "", "B") + style("B", "", "A") + style("Ke", numbering_of(2), kind="numbering")
    linked = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="Ke"/></w:abstractNum>'
    assert lines(styled("A") + numbered("y", 2), linked + num(2, 7), styles=ring) == ["x", "y"]


def test_a_numbered_paragraph_that_was_deleted_is_not_counted():
    gone = paragraph(
        f'<w:del w:id="1">{run("bỏ", tag="delText")}</w:del>',
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="2"/></w:rPr>',
    )
    assert lines(numbered("một", 1) + gone + numbered("hai", 1), PLAN + num(1, 0)) == ["I. một", "II. hai"]


def test_the_list_a_paragraph_had_before_a_revision_does_not_count():
    old = '<w:pPrChange w:id="3"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    assert lines(paragraph("x", old), PLAN + num(1, 0)) == ["x"]


def test_numbers_that_are_no_numbers_are_borne():
    broken = abstract(0, level(0, "decimal", "%1.", start="không"), level(1, "decimal", "%9%2.")) + num(1, 0)
    assert items((1, 0), (9, 0), (1, 77), numbering=broken)[:2] == ["1.", ""]


# -- against another reader of the same rules

FORMS = ("decimal", "upperRoman", "lowerRoman", "lowerLetter", "upperLetter", "decimalZero")


def any_list(rng):
    """Four levels of random form, each showing some of the numbers above it."""
    levels = []
    for at in range(4):
        template = "".join(f"%{i + 1}." for i in range(rng.randrange(at + 1), at + 1))
        start = {"start": rng.choice("1235")} if rng.random() < 0.25 else {}
        levels.append(level(at, rng.choice(FORMS), template, **start))
    return levels


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_random_lists_show_what_libreoffice_shows(tmp_path):
    """Lists sharing abstract lists, levels skipped. (LibreOffice 7 knows neither isLgl nor lvlRestart.)"""
    rng = random.Random(5)
    ours = {}
    for case in range(40):
        numbering = abstract(0, *any_list(rng)) + abstract(1, *any_list(rng))
        numbering += "".join(num(n, rng.choice([0, 0, 1])) for n in range(1, 5))
        places = [(rng.choice([1, 1, 2, 3, 4]), rng.randrange(4)) for _ in range(18)]
        data = package("".join(numbered("x", n, at) for n, at in places) + "<w:sectPr/>", numbering=numbering)
        (tmp_path / f"{case}.docx").write_bytes(data)
        ours[case] = [line for line in intake.take("a.docx", data).text.split("\n") if line]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, *(str(tmp_path / f"{case}.docx") for case in ours)], capture_output=True, timeout=180)
    for case, lines in ours.items():
        shown = (tmp_path / f"{case}.txt").read_text(encoding="utf-8-sig").split("\n")
        assert lines == [line.strip() for line in shown if line.strip()], case
