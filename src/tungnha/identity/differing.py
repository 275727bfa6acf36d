"""Where two written forms of one thing differ: letters of names, digits of numbers, parts of dates; to be marked.

Each function gives both sides as parts (text, whether it is marked). Put together again, the texts of a side are
what was written there; only the digits of a number are hidden where they agree.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from tungnha.identity import letters
from tungnha.identity.dates import PartialDate

__all__ = ["Part", "Parts", "dates", "digits", "words"]

Part = tuple[str, bool]
Parts = tuple[Part, ...]

HIDDEN = "•"
MOST_DIGITS = 3  # that may be shown of two numbers: more would spell the number out
_LETTER = 0.7  # two words this alike are one word written differently: only their letters are marked


def words(a: str, b: str) -> tuple[Parts, Parts]:
    """Two names or places: the letters that differ, case and the place of a tone mark left aside. A word that only
    one side has is marked whole."""
    one, other = _spelled(a), _spelled(b)
    marked_a, marked_b = [False] * len(one), [False] * len(other)
    for first, second in _aligned(_words(one), _words(other)):
        _mark(one, first, marked_a, other, second, marked_b)
    return _parts(one, marked_a), _parts(other, marked_b)


def digits(a: str, b: str) -> tuple[Parts, Parts]:
    """Two numbers of digits: those that differ are shown and marked, all others are hidden. Where more than three
    differ, or the lengths do, no digit is shown: they are two numbers, not one mistyped."""
    places = [at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    if len(a) != len(b) or len(places) > MOST_DIGITS:
        return ((HIDDEN * len(a), True),) if a else (), ((HIDDEN * len(b), True),) if b else ()
    marked = [at in places for at in range(len(a))]
    hidden = [[x if at else HIDDEN for x, at in zip(text, marked, strict=True)] for text in (a, b)]
    return _parts(hidden[0], marked), _parts(hidden[1], marked)


def dates(a: PartialDate, b: PartialDate) -> tuple[Parts, Parts]:
    """Two births: the day, the month or the year that differs. What only one side knows contradicts nothing."""
    one, other = a.show().split("/"), b.show().split("/")
    width = max(len(one), len(other))
    padded = [[None] * (width - len(parts)) + parts for parts in (one, other)]
    marked = [x is not None and y is not None and x != y for x, y in zip(*padded, strict=True)]
    return _dated(one, marked[width - len(one) :]), _dated(other, marked[width - len(other) :])


def _dated(parts: Sequence[str], marked: Sequence[bool]) -> Parts:
    pieces = [
        piece for text, is_marked in zip(parts, marked, strict=True) for piece in (("/", False), (text, is_marked))
    ]
    return _joined(pieces[1:])


# -- words and letters

Span = tuple[int, int]


def _spelled(text: str) -> list[str]:
    """Letter by letter, each with its marks."""
    return list(unicodedata.normalize("NFC", text))


def _words(text: Sequence[str]) -> list[tuple[str, Span]]:
    """Each word with where it stands."""
    found, start = [], None
    for at, letter in enumerate([*text, " "]):
        if letter.isspace():
            if start is not None:
                found.append(("".join(text[start:at]), (start, at)))
            start = None
        elif start is None:
            start = at
    return found


def _aligned(a: list[tuple[str, Span]], b: list[tuple[str, Span]]) -> list[tuple[Span | None, Span | None]]:
    """Which word of one side is which of the other: the cheapest way, words left out included."""
    cost = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a), -1, -1):
        for j in range(len(b), -1, -1):
            if i < len(a) or j < len(b):
                cost[i][j] = min(price for price, _, _ in _ways(a, b, i, j, cost))
    i = j = 0
    pairs: list[tuple[Span | None, Span | None]] = []
    while i < len(a) or j < len(b):
        _, di, dj = min(_ways(a, b, i, j, cost), key=lambda way: way[0])
        pairs.append((a[i][1] if di else None, b[j][1] if dj else None))
        i, j = i + di, j + dj
    return pairs


def _ways(
    a: list[tuple[str, Span]], b: list[tuple[str, Span]], i: int, j: int, cost: list[list[float]]
) -> list[tuple[float, int, int]]:
    """(what it costs from here on, step in a, step in b), pairing first where it costs the same."""
    found = []
    if i < len(a) and j < len(b):
        found.append((_unlike(a[i][0], b[j][0]) + cost[i + 1][j + 1], 1, 1))
    if i < len(a):
        found.append((0.7 + cost[i + 1][j], 1, 0))
    if j < len(b):
        found.append((0.7 + cost[i][j + 1], 0, 1))
    return found


def _unlike(a: str, b: str) -> float:
    """0 for one word, 1.3 for two that have little in common."""
    if letters.toned(a) == letters.toned(b):
        return 0.0
    plain_a, plain_b = letters.folded(a), letters.folded(b)
    if plain_a == plain_b:
        return 0.2
    alike = SequenceMatcher(None, plain_a, plain_b, autojunk=False).ratio()
    return 1.0 - alike / 2 if alike >= _LETTER else 1.3


def _mark(
    one: list[str], a: Span | None, marked_a: list[bool], other: list[str], b: Span | None, marked_b: list[bool]
) -> None:
    if a is None or b is None:
        for span, marked in ((a, marked_a), (b, marked_b)):
            for at in range(*span) if span else ():
                marked[at] = True
        return
    x, y = one[slice(*a)], other[slice(*b)]
    unlike = _unlike("".join(x), "".join(y))
    if unlike == 0.0:  # hoà and hòa are one word
        return
    if unlike >= 1.0:  # two words: a letter they share by chance says nothing
        marked_a[slice(*a)], marked_b[slice(*b)] = [True] * len(x), [True] * len(y)
        return
    lower_x, lower_y = [letter.lower() for letter in x], [letter.lower() for letter in y]
    for word, i, k, j, m in SequenceMatcher(None, lower_x, lower_y, autojunk=False).get_opcodes():
        if word != "equal":
            marked_a[a[0] + i : a[0] + k] = [True] * (k - i)
            marked_b[b[0] + j : b[0] + m] = [True] * (m - j)


# -- parts


def _parts(text: Sequence[str], marked: Sequence[bool]) -> Parts:
    return _joined(zip(text, marked, strict=True))


def _joined(parts: Iterable[Part]) -> Parts:
    """Neighbours of one kind put together."""
    found: list[Part] = []
    for text, is_marked in parts:
        if found and found[-1][1] == is_marked:
            found[-1] = (found[-1][0] + text, is_marked)
        else:
            found.append((text, is_marked))
    return tuple(found)
