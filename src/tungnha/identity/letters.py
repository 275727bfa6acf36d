"""Letters, marks and tones of Vietnamese text: cleaned, and made into keys syllable by syllable.

A register says the same few thousand syllables over and over, so what is worked out for one is remembered.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# Vietnamese dictionary order of the tones: ngang, huyền, hỏi, ngã, sắc, nặng.
TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
# Order of the shapes of one base letter: a ă â, e ê, o ô ơ, u ư; others (č ñ ĕ ŏ) come after them.
SHAPES = {"": "0", "\u0306": "1", "\u0302": "2", "\u031b": "3"}
OTHER_SHAPE = "4"
VOWELS = frozenset("aeiouy")
LONGEST_KEPT = 24  # letters; longer words are no syllables and are not remembered
REMEMBERED = 50_000

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
_APOSTROPHES = "'\u2018\u2019\u02bc\u00b4\u1ffd`\u1fef\u2032"
# What `tidy` changes beside spaces and normal form; nearly no name has any of it.
_NOT_PLAIN = re.compile(f"[{_APOSTROPHES}{''.join(map(chr, _LOOK_ALIKES))}]")
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
# H' Bia, K 'Brêu: one word with a space that slipped in.
_TORN = re.compile(rf"(?<!\S)([HhKk])(?:\s?[{_APOSTROPHES}]\s+|\s[{_APOSTROPHES}])(?=[^\W\d_])")


def tidy(text: str, *, proper_case: bool = False) -> str:
    """NFC, single spaces, look-alikes made Vietnamese; `proper_case` re-cases a name all in one case."""
    if _NOT_PLAIN.search(text):
        clean = unicodedata.normalize("NFC", _mended(text)).translate(_LOOK_ALIKES)
    else:
        clean = unicodedata.normalize("NFC", text)
    clean = " ".join(clean.split())
    if proper_case and (clean == clean.upper() or clean == clean.lower()):
        clean = re.sub(r"[^\W\d_]+", lambda word: word[0][0].upper() + word[0][1:].lower(), clean)
    return unicodedata.normalize("NFC", clean)  # a mark may have been parted from its letter by a sign taken out


def _mended(text: str) -> str:
    return _TORN.sub(r"\1'", text) if _APOSTROPHE.search(text) else text


def _by_syllable(key: Callable[[str], str]) -> Callable[[str], list[str]]:
    """The key of one syllable, remembered, made the keys of a text, word for word ("" where nothing is left)."""
    kept = lru_cache(maxsize=REMEMBERED)(key)

    def each(text: str) -> list[str]:
        return [kept(word) if len(word) <= LONGEST_KEPT else key(word) for word in _mended(text).split()]

    return each


def _plain_word(word: str) -> str:
    return _NOT_IN_KEYS.sub("", tidy(word).lower())


def _fold_word(word: str) -> str:
    marked = unicodedata.normalize("NFD", tidy(word).lower().replace("đ", "d"))
    return _NOT_IN_KEYS.sub("", "".join(letter for letter in marked if not unicodedata.combining(letter)))


def _tone_word(word: str) -> str:
    parts = _nfd(word)
    return _toneless(parts) + _tone(parts)


def _loose_word(word: str) -> str:
    parts = _nfd(word)
    return _y_to_i(_toneless(parts)) + _tone(parts)


def _order_word(word: str) -> str:
    parts = _nfd(word)
    toneless = unicodedata.normalize("NFD", _toneless(parts))
    return "".join(map(_letter_order, _letters(toneless))) + (_tone(parts) or "1") if parts else ""


_plain = _by_syllable(_plain_word)
_folded = _by_syllable(_fold_word)
_toned = _by_syllable(_tone_word)
_loose = _by_syllable(_loose_word)
ordered = _by_syllable(_order_word)


def plain(text: str) -> str:
    """Lower case, without apostrophes and hyphens, marks and all."""
    return " ".join(filter(None, _plain(text)))


def folded(text: str) -> str:
    return " ".join(filter(None, _folded(text)))


def toned(text: str) -> str:
    return " ".join(filter(None, _toned(text)))


def loose(text: str) -> str:
    return " ".join(filter(None, _loose(text)))


# -- one word


def _nfd(word: str) -> str:
    return unicodedata.normalize("NFD", _plain_word(word))


def _letters(word: str) -> list[str]:
    """An NFD word as letters, each with its own marks behind it."""
    return re.findall(r"\W*\w[^\w]*|\W+", word)


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


def _letter_order(letter: str) -> str:
    base, marks = letter[:1], letter[1:]
    if base == "đ":
        return "d1"
    if "a" <= base <= "z":
        return base + SHAPES.get(marks, OTHER_SHAPE)
    return f"zz{ord(base):x}" if base.isalnum() else ""
