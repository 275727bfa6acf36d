"""The zones of a plan: head, title, body, foot and annexes, also where another document stands before or after it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .fold import is_upper

if TYPE_CHECKING:
    from .document import Line

_TYPE = re.compile(r"^(ke hoach|chuong trinh hanh dong|chuong trinh|phuong an|de an|kich ban)\b[\s.:]*(.*)$")
_ANNEX = re.compile(r"^(?:phu luc|bieu mau|mau so|bieu so|bieu(?= \d))(?:\s+(?:so\s+)?[\divx]+)?\b")
_FOOT = re.compile(r"^noi nhan\b|^n\wi n[hb]\w{1,3}\s*:$")  # "Nơi nhậu:" of a scan
_SIGN = re.compile(r"^(?:(?:tm|kt|tl|tuq|q)\s?\.|[tk]/[mtl]\.?\s)\s?[a-z]")
_TITLE_WORDS = re.compile(
    r"^(?:(?:q\.|quyen)\s*)?(?:pho )?(?:chu tich|giam doc|truong ban|bi thu|truong phong|hieu truong|cuc truong"
    r"|vien truong|chanh van phong|tong giam doc|chi cuc truong|truong cong an|thu truong|bo truong|to truong"
    r"|tram truong"
    r"|truong (?:thon|ap|xom|khom|khu pho|khu dan cu)$)\b"
)
_DECISION = re.compile(r"^(?:quyet dinh|nghi quyet)\s*:?$")
_TOP = re.compile(
    r"^(?:cong hoa xa hoi|dang cong san|uy ban nhan dan|so\s*:|dang uy|dang bo|hoi dong nhan dan|ban chi dao)"
)
_LAST = "./."


@dataclass(frozen=True)
class Zones:
    """Indexes into the lines; a zone that is not there is empty. `end` is where another document begins."""

    head: tuple[int, int]
    body: tuple[int, int]
    foot: tuple[int, int]
    annex: tuple[int, int]
    end: int
    kind: str | None = None
    title_inline: str = ""


def is_signature_line(line: "Line") -> bool:
    return (
        not line.is_row
        and is_upper(line.text)
        and len(line.text) < 80
        and bool(_SIGN.match(line.folded) or _TITLE_WORDS.match(line.folded))
    )


def is_foot_line(line: "Line") -> bool:
    """ "Nơi nhận:"."""
    return not line.is_row and bool(_FOOT.match(line.folded)) and len(line.text) < 400


def _type_at(line: "Line") -> tuple[str, str] | None:
    """(kind, title on the same line) of the line KẾ HOẠCH. Capitals are asked for: text says "Kế hoạch" too."""
    found = None if line.is_row else _TYPE.match(line.folded)
    if not found:
        return None
    words = line.text[: found.end(1)]
    if is_upper(words) or (len(line.text) < 12 and not found.group(2)):
        return words.capitalize(), line.text[found.start(2) :].strip()
    return None


def find_zones(lines: "Sequence[Line]") -> Zones:
    first = next((i for i, line in enumerate(lines[:400]) if _type_at(line)), None)
    kind, title = (_type_at(lines[first]) or (None, "")) if first is not None else (None, "")
    head_end, start = (0, 0) if first is None else (first, first + 1)
    end = _next_document(lines, start)
    body_end, foot, annex = _after_body(lines, start, end)
    head_start = 0
    before = next((i for i in range(head_end) if is_foot_line(lines[i])), None)
    if before is not None:
        own_foot = any(is_foot_line(lines[i]) for i in range(*foot))
        decided = any(_DECISION.match(line.folded) for line in lines[:head_end])
        if not own_foot:
            foot = (before, head_end)  # annexed to a decision: number, recipients and signature stand before the plan
        elif not decided:
            head_start = _top_after(lines, before, head_end)  # a letter sent along stands before it
    return Zones((head_start, head_end), (start, body_end), foot, annex, end, kind, title)


def _top_after(lines: "Sequence[Line]", foot: int, head_end: int) -> int:
    """Where the plan's own head starts, after the foot of a letter."""
    tops = (i for i in range(foot + 1, head_end) if _TOP.match(lines[i].folded) and not lines[i].text.startswith("-"))
    return next((i for i in tops if not is_signature_line(lines[i])), head_end)


def _next_document(lines: "Sequence[Line]", after: int) -> int:
    """Where a second plan begins in the same file: its head, below the foot of this one."""
    foot = next((i for i in range(after, len(lines)) if is_foot_line(lines[i])), None)
    if foot is None:
        return len(lines)
    for i in range(foot + 1, len(lines)):
        if not _type_at(lines[i]):
            continue
        top = next((k for k in range(foot + 1, i) if _is_top(lines[k])), None)
        if top is not None and any(is_foot_line(line) for line in lines[i:]):
            return top
    return len(lines)


def _is_top(line: "Line") -> bool:
    return bool(_TOP.match(line.folded)) and not is_signature_line(line) and not line.text.startswith(("-", "+"))


def _after_body(lines: "Sequence[Line]", start: int, end: int) -> tuple[int, tuple[int, int], tuple[int, int]]:
    """(end of the body, foot, annex)."""
    foot = next((i for i in range(start, end) if is_foot_line(lines[i])), None)
    if foot is not None:
        while foot > start and (is_signature_line(lines[foot - 1]) or _looks_like_name(lines, foot - 1, start)):
            foot -= 1
    else:
        foot = next((i for i in range(start, end) if is_signature_line(lines[i])), None)
    if foot is None:
        stop = _unsigned_end(lines, start, end)
        return stop, (stop, stop), (stop, end)
    annex = _find_annex(lines, foot, end)
    early = _annex_before(lines, start, foot)
    if early is not None:
        return early, (foot, annex), (early, foot) if annex == end else (early, end)
    return foot, (foot, annex), (annex, end)


def _unsigned_end(lines: "Sequence[Line]", start: int, end: int) -> int:
    """No recipients and no signature: the body ends with "./.", else where an annex is headed, else with the text."""
    for i in range(start, end):
        if lines[i].text.rstrip().endswith(_LAST):
            return i + 1
        if i > start and _is_annex_head(lines[i]):
            return i
        if _is_list_head(lines, i, end):
            return i
    return end


def _is_annex_head(line: "Line") -> bool:
    if line.is_row or not _ANNEX.match(line.folded) or len(line.text) >= 120:
        return False
    return is_upper(line.text) or (len(line.text) < 40 and not line.text.rstrip().endswith((".", ";", ",")))


def _is_list_head(lines: "Sequence[Line]", i: int, end: int) -> bool:
    """ "DANH MỤC NHIỆM VỤ …" in capitals with a table below it."""
    heading = is_upper(lines[i].text) and re.match(r"^(?:danh muc|bang|bieu)\b", lines[i].folded)
    return bool(heading) and any(line.is_row for line in lines[i + 1 : min(i + 4, end)])


def _annex_before(lines: "Sequence[Line]", start: int, foot: int) -> int | None:
    """An annex between the end of the body and the signature."""
    closed = next((i for i in range(start, foot) if lines[i].text.rstrip().endswith(_LAST)), None)
    for i in range(start, foot):
        below_end = closed is not None and i > closed
        if _is_annex_head(lines[i]) and (below_end or is_upper(lines[i].text)):
            return i
    return None


def _looks_like_name(lines: "Sequence[Line]", i: int, after: int) -> bool:
    words = lines[i].text.split()
    above = any(is_signature_line(x) for x in lines[max(after, i - 2) : i])
    return above and 2 <= len(words) <= 5 and all(w[0].isupper() for w in words if w[0].isalpha())


def _find_annex(lines: "Sequence[Line]", after: int, end: int) -> int:
    for i in range(after, end):
        line = lines[i]
        if line.is_row and line.text.count("\t") >= 2:
            return _above_table(lines, i, after)  # the table's own heading lines stand just above it
        if _is_annex_head(line):
            return i
        if i > after + 3 and is_upper(line.text) and re.match(r"^(?:danh muc|bang|bieu)\b", line.folded):
            return i
    return end


def _above_table(lines: "Sequence[Line]", row: int, after: int) -> int:
    i = row
    while i - 1 > after and (is_upper(lines[i - 1].text) or lines[i - 1].text.startswith("(")):
        if is_signature_line(lines[i - 1]):
            break
        i -= 1
    return i
