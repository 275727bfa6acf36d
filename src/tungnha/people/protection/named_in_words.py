"""Names of people on the register that somebody typed into words meant for others: found, so that they can be hidden.

Only what stands in the register is found, written as there (Hòa = Hoà), or without any marks as on a keyboard without
Vietnamese. Names of bodies and places (“Trường THCS Lê Hồng Phong”) are no people. A name many bear is found as well:
nobody can tell from the words which of them is meant, so an officer looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db.models import Q

from tungnha.identity import names
from tungnha.people.models import Person
from tungnha.units.models import Area, Organisation

HIDDEN = "[tên đã che]"
FEWEST, MOST = 2, 6  # words of a name
AT_ONCE = 500  # keys asked of the database in one question
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GAP = re.compile(r"[ \u00a0]+")

Span = tuple[int, int]


def names_in(texts: Iterable[str], area: Area) -> list[str]:
    """The names as they stand in the words, each once, in their order. `area`: whose register is asked."""
    texts = list(texts)
    known = _on_register({key for text in texts for *_, key in _windows(text)}, area)
    bodies = _bodies(area) if known else []
    found = [text[start:end] for text in texts for start, end in _spans(text, known, bodies)]
    return list(dict.fromkeys(found))


def hide_names(text: str, found: Iterable[str]) -> str:
    """The words without these names, as `names_in` gave them; the longest first, and only as whole words."""
    for name in sorted(found, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", HIDDEN, text)
    return text


def _windows(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, key) of all that could be a name: two to six words with only spaces between. Of words that do not
    begin with a capital at least three, for two small words are too often no name."""
    words = list(_WORD.finditer(text))
    for first, begin in enumerate(words):
        capitals = True
        for place in range(first, min(first + MOST, len(words))):
            if place > first and not _GAP.fullmatch(text, words[place - 1].end(), words[place].start()):
                break
            capitals = capitals and words[place][0][0].isupper()
            count = place - first + 1
            if count >= (FEWEST if capitals else FEWEST + 1):
                start, end = begin.start(), words[place].end()
                yield start, end, names.fold(text[start:end])


def _on_register(keys: set[str], area: Area) -> dict[str, set[str]]:
    """Folded name → the names with their tones of those who bear it."""
    rows = Person.objects.filter(Q(household__village__path__startswith=area.path) | Q(household=None))
    asked, found = sorted(keys), dict[str, set[str]]()
    for at in range(0, len(asked), AT_ONCE):
        part = rows.filter(folded_name__in=asked[at : at + AT_ONCE])
        for folded, full in part.values_list("folded_name", "full_name").order_by().distinct():
            found.setdefault(folded, set()).add(names.tone_key(full))
    return found


def _spans(text: str, known: dict[str, set[str]], bodies: list[str]) -> list[Span]:
    """Where names stand, the longest of those that overlap."""
    taken = [found.span() for name in bodies for found in re.finditer(re.escape(name), text, re.IGNORECASE)]
    spans: list[Span] = []
    for start, end, key in sorted(_windows(text), key=lambda one: (one[0] - one[1], one[0])):
        if key not in known or any(start < last and first < end for first, last in (*taken, *spans)):
            continue
        written = text[start:end]
        if names.is_unmarked(written) or names.tone_key(written) in known[key]:
            spans.append((start, end))
    return sorted(spans)


def _bodies(area: Area) -> list[str]:
    """What bodies and places of the area are called."""
    below = Area.objects.filter(Q(path__startswith=area.path) | Q(path__in=area.ancestor_paths()))
    called = [one.full_name for one in below]
    called += Organisation.objects.filter(area__path__startswith=area.path).values_list("name", flat=True)
    return [name for name in called if " " in name]
