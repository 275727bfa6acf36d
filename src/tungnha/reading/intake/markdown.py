"""A plan kept as Markdown: the marks go, the lines stay (the repair of lines joins what was wrapped)."""

import re

_FENCE = re.compile(r"^\s*(?:```|~~~)")
_ALIGNMENT = re.compile(r"^\s*(?=.*\|)\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*\s*$")
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?(?!\s*\d))+")  # "> 64%" is a comparator
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?:[^()\n]|\([^()\n]*\))*\)")
_NOTE = re.compile(r"\[\^([\w-]+)\]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&/:\"'])")
_STRONG = re.compile(r"(\*{1,3}|_{1,3}|~~)(?=\S)(.+?)(?<=\S)\1(?!\w)", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HELD = "\ue000"  # stands for an escaped sign while marks are taken off


def looks_like_markdown(text: str) -> bool:
    """Whether marks of Markdown shape the text: headings with #, alignment rows, bold lines."""
    lines = text[:100_000].split("\n")
    headings = sum(bool(_HEADING.match(line)) for line in lines)
    return headings >= 2 or any(_ALIGNMENT.match(line) and "|" in line for line in lines)


def read_markdown(text: str) -> str:
    text = re.sub(r"\A---\n.*?\n(?:---|\.\.\.)\n", "", text.replace("\r\n", "\n"), count=1, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    lines = [_line(line) for line in text.split("\n") if not _FENCE.match(line)]
    return _unmarked("\n".join(line for line in lines if line is not None))


def _line(line: str) -> str | None:
    line = _QUOTE.sub("", line.rstrip())
    if _ALIGNMENT.match(line) and "|" in line:
        return None
    if line.lstrip().startswith("|") or (line.count("|") >= 2 and line.rstrip().endswith("|")):
        return _row(line)
    heading = _HEADING.match(line)
    if heading:
        return f"\n{heading.group(1)}\n"
    return re.sub(r"\\$", "", line)


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
    blocks = re.split(r"(\n\s*\n)", text)
    text = "".join(_bare(block) for block in blocks)
    signs = iter(held)
    return re.sub(_HELD, lambda _: next(signs), text)


def _bare(block: str) -> str:
    """Bold and italic marks off, inner ones too; "* " at the start of a line is a bullet and stays."""
    for _ in range(3):
        new = _STRONG.sub(_without_mark, block)
        if new == block:
            break
        block = new
    return block


def _without_mark(found: re.Match[str]) -> str:
    """ "snake_case" and "____" are words and rules, not marks."""
    before = found.string[found.start() - 1] if found.start() else " "
    is_word = found.group(1).startswith("_") and (before.isalnum() or set(found.group(2)) <= set("_ ."))
    return found.group() if is_word else found.group(2)
