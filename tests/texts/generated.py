"""The texts the product makes for people, taken out of what it answers: Word files and PDFs' sources, words to be
copied or read aloud, pages to be printed, pages for everybody."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_READY = re.compile(r"<textarea\b[^>]*\breadonly\b[^>]*>(.*?)</textarea>", re.S)
_MAIN = re.compile(r"<main\b[^>]*>(.*?)</main>", re.S)
_DROPPED = re.compile(r"<(script|style|svg|form|nav|select)\b.*?</\1>|<!--.*?-->", re.S)
_BREAKS = re.compile(r"</?(?:p|div|li|ul|ol|h\d|tr|br|section|table|dt|dd|caption|article|header|footer)\b[^>]*>")


@dataclass(frozen=True)
class Text:
    """`official`: a paper of an office, held to how these write their numbers."""

    words: str
    official: bool = False


def texts_of(name: str, answer: Any) -> Iterator[Text]:
    """`name`: of the route. Pages are what is worked with, no texts; those for paper and for everybody are."""
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != 200 or getattr(answer, "streaming", False):
        return
    if kind.startswith(WORD):
        yield Text(of_word(answer.content), official=True)
    elif kind.startswith("text/html"):
        said = answer.content.decode()
        for words in _READY.findall(said):
            yield Text(html.unescape(words).strip())
        if is_for_paper_or_everybody(name):
            yield Text(of_page(said))


def is_for_paper_or_everybody(name: str) -> bool:
    return bool(re.search(r"print|poster|sheet|public|invitations|messages-by-hand", name))


def of_word(content: bytes) -> str:
    """Paragraphs, then the cells of tables, each a line."""
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def of_page(said: str) -> str:
    """What a page says, a block a line."""
    found = _MAIN.search(said)
    inside = _DROPPED.sub(" ", found.group(1) if found else said)
    lines = re.sub(r"<[^>]+>", "", _BREAKS.sub("\n", re.sub(r"\s+", " ", inside))).split("\n")
    return "\n".join(line for one in lines if (line := re.sub(r"[ ]+", " ", html.unescape(one)).strip()))
