"""A paragraph cut so that each figure has its own words: sentences, pieces between semicolons, one segment a figure."""

import re
from dataclasses import dataclass

from .figures import Figure
from .fold import UPPER

_PAREN = re.compile(r"\([^()\n\t]*\)")
_SENTENCE = re.compile(
    rf"[\n\t]|(?<!\bTP)(?<!\bTS)(?<!\bKT)(?<!\bTM)(?<!\bThS)\.\s+(?=[{UPPER}\d\"“+\-–])|(?<=[.;:])\s[-+•]\s(?=\S)|\.\./"
)
_TURN = re.compile(r"\b(?:ty le|ti le|muc do|so luong|trong do)\b")
_JOIN = re.compile(r"^\s*(?:,|va\b|con\b|;|-|rieng\b|trong do\b)")
# What may stand between a joint and the number that follows it at once.
_OPENING = re.compile(
    r"(?:,\s*(?:va\s)?|\bva\s|\bvoi\s|\bcung\s|\bcon\s)\s*(?:(?:co|dat|phan dau|dam bao|bao dam|trong do|hon|tren"
    r"|it nhat|toi thieu|khoang|gan"
    r"|(?:den |het |vao )*(?:cuoi )?nam 20\d\d|(?:den|het|cuoi) )[\s,:]*)*$"
)


@dataclass(frozen=True)
class Segment:
    """The words that belong to one figure.

    `lead` stands before a colon above it, `opening` before the first figure of its sentence.
    """

    start: int
    end: int
    figure: Figure
    lead: tuple[int, int] | None
    own_lead: bool
    opening: tuple[int, int]
    sentence: tuple[int, int]
    aside: bool = False


def blank_parens(folded: str) -> str:
    """The text with what stands in parentheses blanked, every offset kept."""
    return _PAREN.sub(lambda m: " " * len(m.group()), folded)


def _split(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    out, at = [], start
    for hit in pattern.finditer(text, start, end):
        out.append((at, hit.start()))
        at = hit.end()
    out.append((at, end))
    return [(a, b) for a, b in out if text[a:b].strip()]


def _cut(plain: str, before: Figure, after: Figure) -> int:
    """Where the words of one figure end and those of the next begin."""
    gap = plain[before.end : after.start]
    rest = re.sub(
        r"^\s*(?:tro len|/\s?(?:nam|thang|quy)|(?:vao|trong|den|het)[ a-z]{0,12} (?:nam|quy|thang) [\d/]+"
        r"|so voi [^,;]{0,40})",
        lambda m: " " * len(m.group()),
        gap,
    )
    joint = _JOIN.match(rest)
    if joint:
        return before.end + len(rest) - len(rest.lstrip())
    opening = _OPENING.search(gap)
    if opening:
        return before.end + opening.start()
    turns = [m.start() for m in _TURN.finditer(gap) if m.start() > 0]
    commas = [m.start() for m in re.finditer(r",|\bva\b", gap)]
    if turns:
        near = [c for c in commas if c < turns[-1]]
        return before.end + (near[-1] if near else turns[-1])
    return before.end + commas[-1] if commas else after.start


def cut_segments(text: str, folded: str, figures: list[Figure]) -> list[Segment]:
    """Every figure of a paragraph with its words, in order; those in parentheses are asides."""
    plain = blank_parens(folded)
    inside = {f for f in figures if not plain[f.at : f.end].strip()}
    # Capitals decide where a sentence ends, so its cut is looked for in the text as written.
    shown = "".join(c if p != " " or c in "\n\t" else " " for c, p in zip(text, plain, strict=True))
    out: list[Segment] = []
    for a, b in _split(shown, 0, len(shown), _SENTENCE):
        own = [f for f in figures if a <= f.at < b and f not in inside]
        if own:
            out += _of_sentence(plain, a, b, own)
        out += [_aside(folded, a, b, f) for f in figures if a <= f.at < b and f in inside]
    return sorted(out, key=lambda s: s.figure.at)


def _of_sentence(plain: str, a: int, b: int, figures: list[Figure]) -> list[Segment]:
    out: list[Segment] = []
    lead: tuple[int, int] | None = None
    opening = (a, figures[0].start)
    for p, q in _split(plain, a, b, re.compile(";")):
        mine = [f for f in figures if p <= f.at < q]
        colon = plain.rfind(":", p, mine[0].start if mine else q)
        here = p
        if colon >= 0:
            lead, here = (p, colon), colon + 1
        for i, figure in enumerate(mine):
            stop = _cut(plain, figure, mine[i + 1]) if i + 1 < len(mine) else q
            out.append(Segment(here, stop, figure, lead, colon >= 0 and i == 0, opening, (a, b)))
            here = stop
    return out


def _aside(folded: str, a: int, b: int, figure: Figure) -> Segment:
    left = max(folded.rfind("(", a, figure.at), folded.rfind(";", a, figure.at), a - 1) + 1
    stops = [x for x in (folded.find(")", figure.end, b), folded.find(";", figure.end, b)) if x >= 0]
    right = min(stops) if stops else b
    opened = folded.rfind("(", a, figure.at)
    return Segment(left, right, figure, None, False, (a, opened if opened >= 0 else left), (a, b), aside=True)
