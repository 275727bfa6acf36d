"""What a plan of communication wants said, and in which forms: the numbered points of its sections on content and on
forms, and the lines it puts in quotation marks as its slogan. A plan without such sections gives nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .document import Document, open_document
from .sections import Node, build_tree, preamble_end

_CONTENT = re.compile(r"\bnoi dung\b.*\b(?:tuyen truyen|truyen thong|tuyen van)\b")
_FORMS = re.compile(r"\b(?:hinh thuc|phuong thuc|kenh)\b.*\b(?:tuyen truyen|truyen thong)\b|^hinh thuc$")
_SLOGAN = re.compile(
    r"(?:phương châm|khẩu hiệu|thông điệp|chủ đề)(?: [^“”\"\s]+){0,8}?\s*:?\s*\**[“\"]([^“”\"]{8,200})[”\"]",
    re.IGNORECASE,
)
LEAST_POINTS = 2  # one point alone is no list of themes


@dataclass(frozen=True)
class Point:
    """One numbered point: `section` “II.5”, its heading, and the lines under it."""

    section: str
    heading: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spoken:
    themes: tuple[Point, ...] = ()
    forms: tuple[Point, ...] = ()
    slogans: tuple[Point, ...] = field(default=())


def read_spoken(text: str) -> Spoken:
    """Read the repaired text of a plan."""
    doc = open_document(text)
    root = build_tree(doc, preamble_end(doc), doc.body_end)
    headings = [node for node in root.walk() if node.is_heading]
    return Spoken(
        themes=_points(headings, _CONTENT), forms=_points(headings, _FORMS), slogans=tuple(_slogans(doc, headings))
    )


def _points(headings: list[Node], wanted: re.Pattern[str]) -> tuple[Point, ...]:
    """The numbered points of the first section so called that has some."""
    for node in headings:
        if wanted.search(node.folded) and len(node.text) <= 160:
            points = [child for child in node.children if child.is_heading and child.label]
            if len(points) >= LEAST_POINTS:
                return tuple(_point(child) for child in points)
    return ()


def _point(node: Node) -> Point:
    lines = (_plain(child.text) for child in node.walk() if child is not node)
    return Point(node.path, _plain(node.text).rstrip(" :;."), tuple(line for line in lines if line))


def _slogans(doc: Document, headings: list[Node]) -> Iterator[Point]:
    seen: set[str] = set()
    for node in headings:
        for child in node.children:
            if child.is_heading:
                continue
            for found in _SLOGAN.finditer(_plain(child.text)):
                words = " ".join(found[1].split())
                if words not in seen:
                    seen.add(words)
                    yield Point(node.path, words)


def _plain(text: str) -> str:
    return " ".join(text.replace("*", "").split())
