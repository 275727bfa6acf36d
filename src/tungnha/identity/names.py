"""Vietnamese names: clean them, make keys of them, order them, say why two of them agree.

The keys get weaker: `tone_key` forgives only the place of the tone mark, `loose_key` i/y as well, `fold` every
mark. A weaker key finds more pairs and proves less.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

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

# Vietnamese dictionary order of the tones: ngang, huyền, hỏi, ngã, sắc, nặng.
TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
# Order of the shapes of one base letter: a ă â, e ê, o ô ơ, u ư; others (č ñ ĕ ŏ) come after them.
SHAPES = {"": "0", "\u0306": "1", "\u0302": "2", "\u031b": "3"}
OTHER_SHAPE = "4"
VOWELS = frozenset("aeiouy")
SORT_KEY_LENGTH = 240  # twice the 120 characters a name may have; only absurd names are cut

_LOOK_ALIKES = str.maketrans(
    {
        **dict.fromkeys("\u00d0\u0189", "Đ"),  # Icelandic eth and African D look the same as Đ
        **dict.fromkeys("\u00f0\u0256", "đ"),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`\u2032", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
# U+00AD is not removed by `tidy`: in old .VnTime (TCVN3) files it is the letter ư. The keys leave it out.
_NOT_IN_KEYS = re.compile(r"['\-\u00ad]")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_TRAILING_YEAR = re.compile(
    r"[\s,;:\-]*\b(?:sinh năm|sinh|sn|ns)?[\s.:]*(?:\d{1,2}[/.\-]){0,2}(?:18|19|20)\d\d\s*$", re.I
)
_ACADEMIC = re.compile(r"^(?:(?:PGS|GS|TS|ThS|BS|DS|KS|CN|LS|CK1|CKI|CK2|CKII)\s*\.\s*)+", re.I)
_TITLES = frozenset(["ông", "bà", "cụ", "anh", "chị", "em", "cô", "chú", "bác", "cháu", "mr", "mrs", "ms"])
_LONG_TITLE = re.compile(r"^(?:đồng chí|đ\s*/\s*c|đc\.|ông\s*/\s*bà|ông\s*\(bà\)|ông bà)[\s.:]+", re.I)
_FAMILY_FOLLOWERS = frozenset({"thi", "van"})  # Ông Thị Hoa, Bà Văn Nam: here Ông, Bà are family names


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


def tidy(text: str, *, proper_case: bool = False) -> str:
    """NFC, single spaces, look-alikes made Vietnamese; `proper_case` re-cases a name all in one case."""
    clean = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)
    clean = " ".join(clean.split())
    if proper_case and (clean == clean.upper() or clean == clean.lower()):
        clean = re.sub(r"[^\W\d_]+", lambda word: word[0][0].upper() + word[0][1:].lower(), clean)
    return unicodedata.normalize("NFC", clean)


def bare(text: str) -> str:
    """The name alone: without "bà", "đ/c", "TS.", brackets and a year of birth written behind it."""
    name = _TRAILING_YEAR.sub("", _BRACKETS.sub(" ", tidy(text)))
    name = _ACADEMIC.sub("", _LONG_TITLE.sub("", name.strip(" .,;:-"))).strip(" .,;:-")
    return tidy(_without_title(name))


def fold(text: str) -> str:
    """The weakest key: no marks, đ→d, lower case, no apostrophes or hyphens, single spaces."""
    marks_off = "".join(
        letter
        for letter in unicodedata.normalize("NFD", tidy(text).lower().replace("đ", "d"))
        if not unicodedata.combining(letter)
    )
    return " ".join(_NOT_IN_KEYS.sub("", marks_off).split())


def tone_key(text: str) -> str:
    """Each syllable without its tone, then the tone as a digit 2–6: hoà and hòa are both "hoa2"."""
    return " ".join(_toneless(word) + _tone(word) for word in _key_words(text))


def loose_key(text: str) -> str:
    """`tone_key` with a lone vowel y written i: lý = lí, quý = quí. Vy = Vi too, so it proves nothing."""
    return " ".join(_y_to_i(_toneless(word)) + _tone(word) for word in _key_words(text))


def sort_key(full_name: str) -> str:
    """A string of a–z and 0–9 that any database sorts as Vietnamese officers do: given name, middle, family.

    Letters a ă â b c d đ e ê …, then the tones ngang huyền hỏi ngã sắc nặng, syllable by syllable. Only small
    Latin letters and digits are used, so that the C order and a locale's order agree.
    """
    family, middle, given = split(full_name)
    parts = ("".join(map(_syllable_order, _key_words(part))) for part in (given, middle, family))
    return "0".join(parts)[:SORT_KEY_LENGTH]


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
    return _plain(text) == fold(text)


def compare(a: str, b: str) -> NameAgreement:
    """Why two written names may be one person's: the strongest agreement that holds, in words."""
    one, other = bare(a), bare(b)
    if not fold(one) or not fold(other):
        return NameAgreement("missing", "thiếu họ tên để so")
    for test in _TESTS:
        if found := test(one, other):
            return found
    return NameAgreement("different", "khác họ tên")


# -- the tests of `compare`, strongest first


def _same(a: str, b: str) -> NameAgreement | None:
    if _plain(a) == _plain(b):
        return NameAgreement("same", "cùng họ tên")
    return None


def _tone_placement(a: str, b: str) -> NameAgreement | None:
    if tone_key(a) == tone_key(b):
        return NameAgreement("tone_placement", "cùng họ tên, chỉ khác chỗ đặt dấu thanh")
    return None


def _i_y(a: str, b: str) -> NameAgreement | None:
    if loose_key(a) == loose_key(b):
        return NameAgreement("i_y", "cùng họ tên, chỉ khác i/y")
    return None


def _diacritics(a: str, b: str) -> NameAgreement | None:
    if fold(a) != fold(b):
        return None
    if is_unmarked(a) or is_unmarked(b):
        return NameAgreement("no_diacritics", "cùng họ tên, một bên viết không dấu")
    differing = _differing_words(a, b)
    if len(differing) == 1:
        return NameAgreement("one_diacritic", f"tên khác dấu một chữ ({differing[0]})")
    return NameAgreement("no_diacritics", f"tên khác dấu {max(len(differing), 2)} chữ")


def _initials(a: str, b: str) -> NameAgreement | None:
    one, other = _initial_words(a), _initial_words(b)
    if len(one) > 1 and len(one) == len(other) and all(map(_could_be_initial, one, other)):
        return NameAgreement("initials", "tên viết tắt khớp với tên đầy đủ")
    return None


def _missing_middle(a: str, b: str) -> NameAgreement | None:
    short, long = sorted((fold(a).split(), fold(b).split()), key=len)
    if len(short) < 2 or len(short) == len(long) or (short[0], short[-1]) != (long[0], long[-1]):
        return None
    if _is_subsequence(short[1:-1], long[1:-1]):
        return NameAgreement("missing_middle", "cùng họ và tên, một bên thiếu chữ đệm")
    return None


def _order(a: str, b: str) -> NameAgreement | None:
    one, other = fold(a).split(), fold(b).split()
    if len(one) > 1 and sorted(one) == sorted(other):
        return NameAgreement("order", "cùng các chữ, khác thứ tự")
    return None


_TESTS: tuple[Callable[[str, str], NameAgreement | None], ...] = (
    _same,
    _tone_placement,
    _i_y,
    _diacritics,
    _initials,
    _missing_middle,
    _order,
)


# -- small parts


def _without_title(name: str) -> str:
    """Drop a leading "bà", unless it may be the family name: Ông Cao Thắng, Ông Thị Hoa."""
    first, _, rest = name.partition(" ")
    words = rest.split()
    if first.lower().strip(".:") not in _TITLES or len(words) < 2 or fold(words[0]) in _FAMILY_FOLLOWERS:
        return name
    written_as_title = first[-1] in ".:" or (first[0].islower() and words[0][0].isupper())
    return rest if written_as_title or len(words) > 2 or fold(first) != "ong" else name


def _plain(text: str) -> str:
    return " ".join(_NOT_IN_KEYS.sub("", tidy(text).lower()).split())


def _key_words(text: str) -> list[str]:
    return [unicodedata.normalize("NFD", word) for word in _plain(text).split()]


def _letters(word: str) -> list[str]:
    """An NFD word as letters, each with its own marks behind it."""
    return re.findall(r"\W*\w[^\w]*|\W+", word) if word else []


def _is_tone(letter: str, mark: str) -> bool:
    return mark in TONES and letter[:1] in VOWELS  # the tilde of ñ is no tone


def _toneless(word: str) -> str:
    kept = [
        letter[:1] + "".join(mark for mark in letter[1:] if not _is_tone(letter, mark)) for letter in _letters(word)
    ]
    return unicodedata.normalize("NFC", "".join(kept))


def _tone(word: str) -> str:
    return "".join(sorted(TONES[mark] for letter in _letters(word) for mark in letter[1:] if _is_tone(letter, mark)))


def _y_to_i(word: str) -> str:
    return re.sub(r"(?<![aăâeêioôơuưy])y|(?<=^qu)y", "i", word)


def _syllable_order(word: str) -> str:
    return "".join(_letter_order(letter) for letter in _letters(_nfd_toneless(word))) + (_tone(word) or "1")


def _nfd_toneless(word: str) -> str:
    return unicodedata.normalize("NFD", _toneless(word))


def _letter_order(letter: str) -> str:
    base, marks = letter[:1], letter[1:]
    if base == "đ":
        return "d1"
    if "a" <= base <= "z":
        return base + SHAPES.get(marks, OTHER_SHAPE)
    return f"zz{ord(base):x}" if base.isalnum() else ""


def _differing_words(a: str, b: str) -> list[str]:
    """The syllables that are written differently; none when the two are cut into words differently."""
    one, other = tone_key(a).split(), tone_key(b).split()
    if len(one) != len(other):
        return []
    shown = zip(_plain(a).split(), _plain(b).split(), one, other, strict=True)
    return [f"{x} / {y}" for x, y, key_x, key_y in shown if key_x != key_y]


def _initial_words(text: str) -> list[str]:
    return fold(text.replace(".", " ")).split()


def _could_be_initial(a: str, b: str) -> bool:
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))


def _is_subsequence(short: list[str], long: list[str]) -> bool:
    remaining = iter(long)
    return all(word in remaining for word in short)
