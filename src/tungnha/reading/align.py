"""Where the words of a file as taken in stand in the text after the repair of its lines.

Both run in one order; the repair drops page numbers and repeated heads, mends what is between words, joins lines.
"""

import re
from collections.abc import Iterator, Sequence

_AHEAD = 80  # words looked ahead for one that stands later
_NEAR = 3  # a word this near needs no second word to be believed


def place(text: str, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """(index of the word, start, end in `text`) of each word that was found again."""
    found = [(m.start(), m.end(), m.group()) for m in re.finditer(r"\S+", text)]
    at = 0
    for index, word in enumerate(words):
        after = words[index + 1] if index + 1 < len(words) else None
        for i in range(at, min(at + _AHEAD, len(found))):
            start, _, said = found[i]
            if said != word and not (len(word) > 2 and word in said):
                continue
            believed = i - at <= _NEAR or after is None or (i + 1 < len(found) and found[i + 1][2] == after)
            if not believed:
                continue
            inner = start + said.index(word)
            yield index, inner, inner + len(word)
            at = i + 1 if said == word or said.endswith(word) else i
            break


def page_starts(raw: str, text: str) -> list[int]:
    """For each page of `raw` ("\\f" between pages) where its first line begins in `text`; never decreasing."""
    words: list[str] = []
    page_of: list[int] = []
    pages = raw.split("\f")
    for number, page in enumerate(pages):
        here = page.split()
        words += here
        page_of += [number] * len(here)
    starts: dict[int, int] = {}
    for index, start, _ in place(text, words):
        starts.setdefault(page_of[index], text.rfind("\n", 0, start) + 1)
    out: list[int] = []
    for number in range(len(pages)):
        before = out[-1] if out else 0
        out.append(max(before, starts.get(number, before)) if number else 0)
    return out


def with_page_marks(raw: str, text: str) -> str:
    """The text with a line before each page; the file's own words stay as they are."""
    starts = page_starts(raw, text)
    if len(starts) < 2:
        return text
    parts = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(text)
        parts.append(f"--- Trang {number + 1} ---\n{text[start:end].rstrip()}\n")
    return "\n".join(parts)
