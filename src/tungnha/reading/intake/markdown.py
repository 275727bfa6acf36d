"""A plan kept as Markdown: the marks go, the lines stay (the repair of lines joins what was wrapped)."""

import re

from .html import without_comments

_FENCE = re.compile(r"^\s*(?:```|~~~)")
_ALIGNMENT = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")  # of a stripped line
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?(?!\s*\d))+")  # "> 64%" is a comparator
_ADDRESS = r"\((?:[^()\n]|\([^()\n]{0,500}\)){0,1000}\)"
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]" + _ADDRESS)
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]" + _ADDRESS)
_NOTE = re.compile(r"\[\^([\w-]+)\]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&/:\"'])")
# Marks of bold and italic where they open or close a word; "snake_case" and "____" are words and rules.
_EMPHASIS = re.compile(
    r"\*{2,3}|~~|(?<!\S)\*(?=[^\s*])|(?<=[^\s*(])\*(?![\w)])"
    r"|(?<![\w])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?!\w)"
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HELD = "\ue000"  # stands for an escaped sign while marks are taken off


def looks_like_markdown(text: str) -> bool:
    """Whether marks of Markdown shape the text: headings with #, alignment rows, bold lines."""
    lines = text[:100_000].split("\n")
    headings = sum(_heading(line) is not None for line in lines)
    return headings >= 2 or any(map(_is_alignment, lines))


def read_markdown(text: str) -> str:
    text = re.sub(r"\A---\n.*?\n(?:---|\.\.\.)\n", "", text.replace("\r\n", "\n"), count=1, flags=re.DOTALL)
    lines = [_line(line) for line in without_comments(text).split("\n") if not _FENCE.match(line)]
    return _unmarked("\n".join(line for line in lines if line is not None))


def _line(line: str) -> str | None:
    line = _QUOTE.sub("", line.rstrip())
    if _is_alignment(line):
        return None
    if line.lstrip().startswith("|") or (line.count("|") >= 2 and line.rstrip().endswith("|")):
        return _row(line)
    heading = _heading(line)
    return line.removesuffix("\\") if heading is None else f"\n{heading}\n"


def _is_alignment(line: str) -> bool:
    return "|" in line and "-" in line and bool(_ALIGNMENT.fullmatch(line.strip()))


def _heading(line: str) -> str | None:
    """The words of "## Mục đích ##", None for another line."""
    words = line.strip()
    depth = len(words) - len(words.lstrip("#"))
    return words[depth:].rstrip("#").strip() if 1 <= depth <= 6 and words[depth : depth + 1] in (" ", "\t") else None


def _row(line: str) -> str:
    """Cells between bars; "\\|" is a bar that belongs to the words."""
    inner = line.strip().removeprefix("|")
    inner = re.sub(r"(?<!\\)\|$", "", inner)
    cells = re.split(r"(?<!\\)\|", inner)
    return "\t".join(_BREAK.sub(" ", cell).replace("\\|", "|").strip() for cell in cells)


def _unmarked(text: str) -> str:
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found.group(1))
        return _HELD

    text = _ESCAPED.sub(hold, text.replace(_HELD, ""))
    text = re.sub(r"(?<!`)`([^`\n]+)`(?!`)", r"\1", text)
    text = _NOTE.sub(r" [\1] ", text)
    text = _EMPHASIS.sub("", text)
    signs = iter(held)
    return re.sub(_HELD, lambda _: next(signs), text)
