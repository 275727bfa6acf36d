"""The keys of names by their plain definition, a whole text at a time: what the fast ones are held against."""

import re
import unicodedata

from tungnha.identity.asides import _bare_of
from tungnha.identity.letters import _LOOK_ALIKES, _TORN, OTHER_SHAPE, SHAPES, TONES, VOWELS
from tungnha.identity.names import SORT_KEY_LENGTH

NOT_IN_KEYS = re.compile(r"['\-\u00ad]")


def tidy(text):
    clean = unicodedata.normalize("NFC", _TORN.sub(r"\1'", text)).translate(_LOOK_ALIKES)
    return unicodedata.normalize("NFC", " ".join(clean.split()))


def plain(text):
    return " ".join(NOT_IN_KEYS.sub("", tidy(text).lower()).split())


def fold(text):
    marks_off = "".join(
        letter
        for letter in unicodedata.normalize("NFD", tidy(text).lower().replace("đ", "d"))
        if not unicodedata.combining(letter)
    )
    return " ".join(NOT_IN_KEYS.sub("", marks_off).split())


def tone_key(text):
    return " ".join(_toneless(word) + _tone(word) for word in _words(text))


def loose_key(text):
    return " ".join(_y_to_i(_toneless(word)) + _tone(word) for word in _words(text))


def bare(text):
    return _bare_of(tidy(text))


def sort_key(text):
    words = bare(text).split()
    family, middle, given = (
        (words[0], " ".join(words[1:-1]), words[-1]) if len(words) > 1 else ("", "", " ".join(words))
    )
    parts = ("".join(map(_order, _words(part))) for part in (given, middle, family))
    return "0".join(parts)[:SORT_KEY_LENGTH]


def _words(text):
    return [unicodedata.normalize("NFD", word) for word in plain(text).split()]


def _letters(word):
    return re.findall(r"\W*\w[^\w]*|\W+", word)


def _is_tone(letter, mark):
    return mark in TONES and letter[:1] in VOWELS


def _toneless(word):
    kept = [
        letter[:1] + "".join(mark for mark in letter[1:] if not _is_tone(letter, mark)) for letter in _letters(word)
    ]
    return unicodedata.normalize("NFC", "".join(kept))


def _tone(word):
    return "".join(sorted(TONES[mark] for letter in _letters(word) for mark in letter[1:] if _is_tone(letter, mark)))


def _y_to_i(word):
    return re.sub(r"(?<![aăâeêioôơuưy])y|(?<=^qu)y", "i", word)


def _order(word):
    return "".join(map(_letter_order, _letters(unicodedata.normalize("NFD", _toneless(word))))) + (_tone(word) or "1")


def _letter_order(letter):
    base, marks = letter[:1], letter[1:]
    if base == "đ":
        return "d1"
    if "a" <= base <= "z":
        return base + SHAPES.get(marks, OTHER_SHAPE)
    return f"zz{ord(base):x}" if base.isalnum() else ""
