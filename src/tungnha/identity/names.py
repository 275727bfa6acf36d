"""Vietnamese names: make keys of them, order them, say why two of them agree.

The keys get weaker: `tone_key` forgives only the place of the tone mark, `loose_key` i/y as well, `fold` every
mark. A weaker key finds more pairs and proves less.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from tungnha.identity import letters
from tungnha.identity.asides import bare, take_apart, year_in_name
from tungnha.identity.letters import SHAPES, TONES, tidy

__all__ = [
    "SHAPES", "TONES", "NameAgreement", "NameParts", "bare", "compare", "fold", "given_name", "is_unmarked",
    "loose_key", "sort_key", "split", "take_apart", "tidy", "tone_key", "year_in_name",
]  # fmt: skip

Level = Literal[
    "same",
    "tone_placement",
    "i_y",
    "one_diacritic",
    "no_diacritics",
    "initials",
    "missing_middle",
    "order",
    "different",
    "missing",
]

SORT_KEY_LENGTH = 240  # twice the 120 characters a name may have; only absurd names are cut


class NameParts(NamedTuple):
    family: str
    middle: str
    given: str


@dataclass(frozen=True)
class NameAgreement:
    """How far two written names agree (mức độ trùng tên), with the sentence an officer reads."""

    level: Level
    words: str

    @property
    def agrees(self) -> bool:
        return self.level not in ("different", "missing")

    @property
    def same_words(self) -> bool:
        """The same syllables in the same order once the marks are taken off."""
        return self.level in ("same", "tone_placement", "i_y", "one_diacritic", "no_diacritics")


def fold(text: str) -> str:
    """The weakest key: no marks, đ→d, lower case, no apostrophes or hyphens, single spaces."""
    return letters.folded(text)


def tone_key(text: str) -> str:
    """Each syllable without its tone, then the tone as a digit 2–6: hoà and hòa are both "hoa2"."""
    return letters.toned(text)


def loose_key(text: str) -> str:
    """`tone_key` with a lone vowel y written i: lý = lí, quý = quí. Vy = Vi too, so it proves nothing."""
    return letters.loose(text)


def sort_key(full_name: str) -> str:
    """A string of a–z and 0–9 that any database sorts as Vietnamese officers do: given name, middle, family.

    Letters a ă â b c d đ e ê …, then the tones ngang huyền hỏi ngã sắc nặng, syllable by syllable. Only small
    Latin letters and digits are used, so that the C order and a locale's order agree.
    """
    words = letters.ordered(bare(full_name))
    if len(words) < 2:
        return "".join([*words, "00"])[:SORT_KEY_LENGTH]
    return "0".join((words[-1], "".join(words[1:-1]), words[0]))[:SORT_KEY_LENGTH]


def split(full_name: str) -> NameParts:
    """First syllable, the rest, last syllable; says nothing true of names in another order (H'Bia Êban)."""
    words = bare(full_name).split()
    if len(words) < 2:
        return NameParts("", "", " ".join(words))
    return NameParts(words[0], " ".join(words[1:-1]), words[-1])


def given_name(full_name: str) -> str:
    return split(full_name).given


def is_unmarked(text: str) -> bool:
    """Written without a single diacritic, as on a keyboard without Vietnamese (or truly without: Lan)."""
    return letters.plain(text) == fold(text)


class _Name:
    """One side of a comparison: its keys, each worked out once and only when a test asks for it."""

    def __init__(self, written: str) -> None:
        self.written = bare(written)
        self.folded = fold(self.written)

    @cached_property
    def plain(self) -> str:
        return letters.plain(self.written)

    @cached_property
    def toned(self) -> str:
        return tone_key(self.written)

    @cached_property
    def loose(self) -> str:
        return loose_key(self.written)

    @cached_property
    def words(self) -> list[str]:
        return self.folded.split()

    @property
    def is_unmarked(self) -> bool:
        return self.plain == self.folded


def compare(a: str, b: str) -> NameAgreement:
    """Why two written names may be one person's: the strongest agreement that holds, in words."""
    one, other = _Name(a), _Name(b)
    if not one.folded or not other.folded:
        return NameAgreement("missing", "thiếu họ tên để so")
    for test in _TESTS:
        if found := test(one, other):
            return _with_a_doubt(found, a, b)
    return NameAgreement("different", "khác họ tên")


def _with_a_doubt(found: NameAgreement, a: str, b: str) -> NameAgreement:
    if take_apart(a).may_be_husbands_name == take_apart(b).may_be_husbands_name:
        return found
    return NameAgreement(found.level, f"{found.words}; nhưng “bà” đứng trước có thể là gọi theo tên chồng")


# -- the tests of `compare`, strongest first


def _same(a: _Name, b: _Name) -> NameAgreement | None:
    if a.plain == b.plain:
        return NameAgreement("same", "cùng họ tên")
    return None


def _tone_placement(a: _Name, b: _Name) -> NameAgreement | None:
    if a.toned == b.toned:
        return NameAgreement("tone_placement", "cùng họ tên, chỉ khác chỗ đặt dấu thanh")
    return None


def _joined(a: _Name, b: _Name) -> NameAgreement | None:
    """Y Blơ Niê, Y-Blơ Niê: one name, cut into words differently."""
    if a.toned.replace(" ", "") == b.toned.replace(" ", ""):
        return NameAgreement("same", "cùng họ tên, chỉ khác chỗ viết liền hay rời")
    return None


def _i_y(a: _Name, b: _Name) -> NameAgreement | None:
    if a.loose == b.loose:
        return NameAgreement("i_y", "cùng họ tên, chỉ khác i/y")
    return None


def _diacritics(a: _Name, b: _Name) -> NameAgreement | None:
    if a.folded != b.folded:
        return None
    if a.is_unmarked or b.is_unmarked:
        return NameAgreement("no_diacritics", "cùng họ tên, một bên viết không dấu")
    differing = _differing_words(a, b)
    if len(differing) == 1:
        return NameAgreement("one_diacritic", f"tên khác dấu một chữ ({differing[0]})")
    return NameAgreement("no_diacritics", f"tên khác dấu {max(len(differing), 2)} chữ")


def _initials(a: _Name, b: _Name) -> NameAgreement | None:
    one, other = _initial_words(a), _initial_words(b)
    if len(one) > 1 and len(one) == len(other) and all(map(_could_be_initial, one, other)):
        return NameAgreement("initials", "tên viết tắt khớp với tên đầy đủ")
    return None


def _missing_middle(a: _Name, b: _Name) -> NameAgreement | None:
    short, long = (a.words, b.words) if len(a.words) < len(b.words) else (b.words, a.words)
    if len(short) < 2 or len(short) == len(long) or (short[0], short[-1]) != (long[0], long[-1]):
        return None
    if _is_subsequence(short[1:-1], long[1:-1]):
        return NameAgreement("missing_middle", "cùng họ và tên, một bên thiếu chữ đệm")
    return None


def _order(a: _Name, b: _Name) -> NameAgreement | None:
    """Hương, Nguyễn Thị: the comma is no part of a name."""
    one, other = (sorted(name.folded.replace(",", " ").split()) for name in (a, b))
    if len(one) > 1 and one == other:
        return NameAgreement("order", "cùng các chữ, khác thứ tự")
    return None


_TESTS: tuple[Callable[[_Name, _Name], NameAgreement | None], ...] = (
    _same,
    _tone_placement,
    _joined,
    _i_y,
    _diacritics,
    _initials,
    _missing_middle,
    _order,
)


# -- small parts


def _differing_words(a: _Name, b: _Name) -> list[str]:
    """The syllables that are written differently; none when a lone mark stands among them as a word."""
    columns = a.plain.split(), b.plain.split(), a.toned.split(), b.toned.split()
    if len({len(column) for column in columns}) > 1:
        return []
    return [f"{x} / {y}" for x, y, key_x, key_y in zip(*columns, strict=True) if key_x != key_y]


def _initial_words(name: _Name) -> list[str]:
    """The words of a name, an abbreviated one with its point: ["nguyen", "v.", "hung"], ["n.", "v.", "h."].

    A lone last letter may be the whole name (Nguyễn Thị Y), a lone first Y, H or K as well (Y Blơ): there only a
    point makes an initial, or a name that is written in single letters throughout.
    """
    words = name.folded.replace(".", ". ").split()
    if all(len(word.rstrip(".")) == 1 for word in words):
        return [word.rstrip(".") + "." for word in words]
    whole = {len(words) - 1} | ({0} if words[0] in ("y", "h", "k") else set())
    return [word + "." if len(word) == 1 and at not in whole else word for at, word in enumerate(words)]


def _could_be_initial(a: str, b: str) -> bool:
    return a == b or (a[1:] == "." and b.startswith(a[0])) or (b[1:] == "." and a.startswith(b[0]))


def _is_subsequence(short: list[str], long: list[str]) -> bool:
    remaining = iter(long)
    return all(word in remaining for word in short)
