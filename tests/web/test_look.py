"""Guards of the look: contrast, what we carry from others, and no code inside pages."""

import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest

import tungnha

HOUSE = Path(tungnha.__file__).parent
STATIC = HOUSE / "web/static/web"
TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", (STATIC / "tokens.css").read_text("utf-8")))


def light(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


TEXT_ON = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "indigo", "tile") for ground in ("paper", "surface", "sunken")],
    *[("ink", f"{tone}-soft") for tone in ("indigo", "tile", "rice", "leaf", "grey")],
    ("indigo-deep", "indigo-soft"), ("tile-deep", "tile-soft"), ("rice-deep", "rice-soft"),
    ("leaf-deep", "leaf-soft"), ("ink-soft", "grey-soft"), ("leaf", "paper"), ("ink-soft", "rice-soft"),
    ("on-indigo", "indigo"), ("on-indigo", "indigo-deep"), ("on-indigo-soft", "indigo-deep"),
    ("surface", "tile"), ("surface", "tile-deep"),
]  # fmt: skip


@pytest.mark.parametrize(("ink", "ground"), TEXT_ON)
def test_text_stands_out_enough(ink, ground):
    found = tokens()
    assert contrast(found[ink], found[ground]) >= 4.5


@pytest.mark.parametrize(
    ("edge", "ground"),
    [("line-strong", "surface"), ("line-strong", "paper"), ("ink", "focus"), ("focus", "indigo-deep"),
     ("tile", "surface"), ("leaf", "grey-soft"), ("indigo", "grey-soft")],
)  # fmt: skip
def test_edges_and_marks_stand_out_enough(edge, ground):
    found = tokens()
    assert contrast(found[edge], found[ground]) >= 3


def tile_colours() -> dict[str, str]:
    return dict(re.findall(r"^\.l-(\w+) \{ fill: (#\w{6})", (STATIC / "charts.css").read_text("utf-8"), re.M))


def test_letters_on_tiles_stand_out_enough():
    tiles, ink = tile_colours(), tokens()["ink"]

    assert contrast("#ffffff", tiles["reached"]) >= 4.5
    assert contrast("#ffffff", tiles["on_path"]) >= 4.5
    assert contrast(ink, tiles["behind"]) >= 4.5
    assert contrast(ink, tiles["far"]) >= 4.5


def test_tiles_differ_in_grey_too():
    """Those of one sheet: states, or fifths of a per cent."""
    for fifths in (True, False):
        sheet = [c for name, c in tile_colours().items() if bool(re.fullmatch(r"b\d", name)) is fifths]
        greys = sorted(map(light, sheet))
        assert len(greys) >= 4
        assert all((b + 0.05) / (a + 0.05) >= 1.25 for a, b in pairwise(greys))


def test_no_text_is_smaller_than_sixteen_pixels():
    for sheet in ("tokens.css", "tungnha.css", "parts.css"):
        sizes = re.findall(r"(?:font-size|--text[\w-]*):\s*([\d.]+)rem", (STATIC / sheet).read_text("utf-8"))
        assert [size for size in sizes if float(size) < 1] == []


def test_what_we_carry_from_others_is_what_they_published():
    listed = re.findall(
        r"^\| ([\w.-]+) \|.*\| ([0-9a-f]{64}) \|$", (STATIC / "vendor/VENDOR.md").read_text("utf-8"), re.M
    )
    carried = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (STATIC / "vendor").iterdir()
        if file.suffix != ".md"
    }

    assert dict(listed) == carried


FORBIDDEN = {
    "a script inside the page": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "a script tag with a body": re.compile(r"<script[^>]*>\s*[^<\s]", re.I),
    "a style sheet inside the page": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "an event handler attribute": re.compile(r"<[^>]*\son(click|change|submit|load|input|key\w+|focus|blur)\s*=", re.I),
    "htmx code in an attribute": re.compile(r"\shx-on", re.I),
    "a foreign address": re.compile(r"<(?:script|link|img|iframe|source)[^>]*(?:src|href)=[\"']?(?:https?:)?//", re.I),
}


def faults(html: str) -> list[str]:
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(html)]


def test_no_template_carries_code_or_style():
    found = {str(path.relative_to(HOUSE)): faults(path.read_text("utf-8")) for path in TEMPLATES}

    assert TEMPLATES
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    "html",
    ["<script>x()</script>", '<script type="module">x()</script>', '<p style="color:red">', "<b onclick=x>",
     "<style>p{}</style>", '<img src="//cdn.example/x.png">', '<a hx-on:click="x()">'],
)  # fmt: skip
def test_the_guard_sees_what_it_should(html):
    assert faults(html) != []


def test_own_scripts_stay_tiny():
    lines = {file.name: len(file.read_text("utf-8").splitlines()) for file in (STATIC / "js").glob("*.js")}

    assert {name: size for name, size in lines.items() if size > 60} == {}


def test_style_sheets_fetch_nothing_from_elsewhere():
    for sheet in STATIC.glob("*.css"):
        found = re.findall(r"url\(([^)]+)\)|@import", sheet.read_text("utf-8"))
        assert [address for address in found if address.strip('"') not in ("eaves.svg",)] == []
