"""A document's text as lines an officer edits, and back; what no line can hold (tables, pictures) is kept beside them.

`# ` begins a part (I.), `## ` a clause (1.), `### ` a point (a), `- ` a dash; `**…**` is bold; `[?] …` is still to be
written; `[bảng 1]` is where the first table kept beside stands, `[hình 2]` a picture. Everything else is a paragraph.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from tungnha.drafting.document import Annex, Block, Bullet, Column, Heading, Paragraph, Picture, Prompt, Table
from tungnha.drafting.text import clean, one_line, paragraphs

KEPT = {Table: "bảng", Picture: "hình"}
_PLACE = re.compile(r"\[(?:bảng|hình) (\d+)\]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_NUMBERED = re.compile(r"\{([^}]*)\} ")


def to_words(body: Iterable[Block]) -> tuple[str, list[Block]]:
    """The lines, and the blocks they point at (from 1)."""
    lines: list[str] = []
    kept: list[Block] = []
    for block in body:
        match block:
            case Heading():
                given = "" if block.number is None else f"{{{block.number}}} "
                lines.append(f"{'#' * min(max(block.level, 1), 3)} {given}{one_line(block.text)}")
            case Paragraph():
                lines += [_starred(line, block.bold) for line in paragraphs(block.text)]
            case Bullet():
                lines += [f"- {_starred(line.lstrip('-–• '), block.bold)}" for line in paragraphs(block.text)]
            case Prompt():
                lines.append(f"[?] {one_line(block.text)}")
            case Table() | Picture():
                kept.append(block)
                lines.append(f"[{KEPT[type(block)]} {len(kept)}]")
    return "\n".join(lines), kept


def from_words(words: str, kept: Sequence[Block] = ()) -> tuple[Block, ...]:
    """The blocks of the lines. A place that points at nothing kept stays as it was typed."""
    blocks: list[Block] = []
    for line in paragraphs(words):
        found = _PLACE.fullmatch(line)
        if found and 1 <= int(found[1]) <= len(kept):
            blocks.append(kept[int(found[1]) - 1])
        elif line.startswith("[?]"):
            blocks.append(Prompt(line.removeprefix("[?]").strip() or "Viết thêm"))
        elif heading := re.match(r"(#{1,3})\s+(\S.*)", line):
            blocks.append(_heading(len(heading[1]), heading[2]))
        elif line[0] in "-–•" and line.lstrip("-–• "):
            blocks.append(Bullet(*_unstarred(line.lstrip("-–• "))))
        else:
            blocks.append(Paragraph(*_unstarred(line)))
    return tuple(blocks)


def left_out(words: str, kept: Sequence[Block]) -> list[int]:
    """Which of the kept tables and pictures no line points at any more (from 1)."""
    there = {int(place) for place in _PLACE.findall(clean(words))}
    return [place for place in range(1, len(kept) + 1) if place not in there]


def parts_of(words: str) -> list[str]:
    """The text in parts, each from one `# ` to the next: a form shows a box for each."""
    parts: list[list[str]] = [[]]
    for line in clean(words).split("\n"):
        if line.startswith("# ") and parts[-1]:
            parts.append([])
        parts[-1].append(line)
    return ["\n".join(part).strip("\n") for part in parts]


def _heading(level: int, text: str) -> Heading:
    given = _NUMBERED.match(text)
    return Heading(level, text[given.end() :] if given else text, given[1] if given else None)


def _starred(line: str, bold: Sequence[str]) -> str:
    for phrase in map(one_line, bold):
        line = line.replace(phrase, f"**{phrase}**", 1) if phrase else line
    return line


def _unstarred(line: str) -> tuple[str, tuple[str, ...]]:
    return _BOLD.sub(r"\1", line), tuple(_BOLD.findall(line))


# --- as data ---------------------------------------------------------------------------------------------------------


def as_data(block: Block) -> dict[str, Any]:
    """A block as JSON can keep it."""
    found = asdict(block)
    if isinstance(block, Picture):
        found["data"] = base64.b64encode(block.data).decode()
    return {"is": type(block).__name__, **found}


def of_data(found: dict[str, Any]) -> Block:
    told = {key: value for key, value in found.items() if key != "is"}
    match found["is"]:
        case "Table":
            columns = tuple(Column(**column) for column in told.pop("columns"))
            rows = tuple(map(tuple, told.pop("rows")))
            total = told.pop("total")
            return Table(columns=columns, rows=rows, total=tuple(total) if total is not None else None, **told)
        case "Picture":
            return Picture(data=base64.b64decode(told.pop("data")), **told)
        case "Heading":
            return Heading(**told)
        case "Prompt":
            return Prompt(**told)
        case "Bullet":
            return Bullet(told["text"], tuple(told["bold"]))
        case _:
            return Paragraph(told["text"], tuple(told["bold"]))


def annex_data(annex: Annex) -> dict[str, Any]:
    return {
        "title": annex.title, "landscape": annex.landscape, "attached_to": annex.attached_to,
        "body": [as_data(block) for block in annex.body],
    }  # fmt: skip


def annex_of(found: dict[str, Any]) -> Annex:
    return Annex(found["title"], tuple(map(of_data, found["body"])), found["landscape"], found["attached_to"])
