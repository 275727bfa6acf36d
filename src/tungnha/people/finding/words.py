"""What it means that words typed agree with a name, and how names are kept so that a database can say so at once.

A name agrees when every word typed is the beginning of one of its words, in any order. A word typed without marks
agrees whatever the marks; one typed with marks is held against them (hương is not hường), the place of the tone and
i/y forgiven. `agrees` is the definition; ranges and patterns say the same to a database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tungnha.identity import names

Range = tuple[int, int]  # codes from the first up to, not including, the second

CODED = 8  # letters of a word that its code holds; longer words are told apart by what is spelled
LETTER, SHAPE, TONE = 5, 2, 3  # bits
MARKS = SHAPE * CODED + TONE
BEARING = "aeoud"  # letters that come in several shapes
NO_TONE = "1"
PACKED = 24  # characters of middle and family name that decide the order, in 16 bytes
LONGEST_SPELLED = 400

_WORD = re.compile(r"[^\W_][\w'\-\u0300-\u036f\u00ad]*")
_ORDER = {letter: at for at, letter in enumerate("0123456789abcdefghijklmnopqrstuvwxyz", 1)}


@dataclass(frozen=True, slots=True)
class Word:
    """One syllable: its bare letters, the shape of each ("0" plain, "1" ă đ, "2" â ê ô, "3" ơ ư), its tone 1–6."""

    letters: str
    shapes: str
    tone: str

    @property
    def marked(self) -> bool:
        return self.tone != NO_TONE or self.shapes.strip("0") != ""

    @property
    def drawn(self) -> str:
        """The letters with their shapes: "hu3o3ng"."""
        pairs = zip(self.letters, self.shapes, strict=True)
        return "".join(letter + shape if letter in BEARING else letter for letter, shape in pairs)

    @property
    def spelled(self) -> str:
        return self.tone + self.drawn

    @property
    def code(self) -> int:
        """A number that keeps the order of the alphabet, words of one spelling side by side."""
        shapes = 0
        for shape in self.shapes[:CODED].ljust(CODED, "0"):
            shapes = shapes << SHAPE | (int(shape) & 3)
        return _letters_code(self.letters) << MARKS | shapes << TONE | int(self.tone)

    def unmarked(self) -> Word:
        return Word(self.letters, "0" * len(self.letters), NO_TONE)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as it is searched: its words, the given name last."""

    words: tuple[Word, ...]
    rest: bytes

    @property
    def spelled(self) -> str:
        """ " 4ngu0ye2n 6thi  2hu3o3ng": a space before each word, two before the given name."""
        before = "".join(f" {word.spelled}" for word in self.words[:-1])
        return f"{before}  {self.words[-1].spelled}"[-LONGEST_SPELLED:]

    @property
    def spelled_as_other(self) -> str:
        """The name of a merged record: none of its words is the given name of whom it leads to."""
        return "".join(f" {word.spelled}" for word in self.words)[-LONGEST_SPELLED:]

    def place(self, gone: bool) -> bytes:
        """Bytes in the order of results: who is here, the given name, then middle and family name."""
        return bytes([gone]) + self.words[-1].code.to_bytes(8, "big") + self.rest


# -- reading


@lru_cache(maxsize=50_000)
def read_word(word: str) -> Word | None:
    """One word of a name or of a search; None for what has no letter. Digits stay letters of their own."""
    loose = names.loose_key(word)
    tone = "" if any(map(str.isdigit, word)) else loose[len(loose.rstrip("23456")) :]
    letters: list[str] = []
    shapes: list[str] = []
    for sign in unicodedata.normalize("NFD", loose[: len(loose) - len(tone)]):
        if sign in names.SHAPES and shapes:
            shapes[-1] = names.SHAPES[sign] if letters[-1] in BEARING else "0"
        elif sign == "đ":
            letters.append("d")
            shapes.append("1")
        elif sign.isalnum():
            letters.append(sign)
            shapes.append("0")
    return Word("".join(letters), "".join(shapes), tone[:1] or NO_TONE) if letters else None


def read_words(text: str) -> list[Word]:
    found = _WORD.findall(names.tidy(text).lower().replace("_", " "))
    return [word for word in map(read_word, found) if word is not None]


def spell(full_name: str) -> Spelling | None:
    """A name of the register. What stands in brackets or before it can be searched too; a year behind it cannot."""
    written = read_words(full_name)
    words = read_words(names.bare(full_name)) or written
    if not words:
        return None
    beside = [word for word in written if word not in words and not word.letters.isdigit()]
    return Spelling((*beside, *words), _packed(tuple(words[1:-1]), words[0] if len(words) > 1 else None))


@lru_cache(maxsize=50_000)
def _packed(middle: tuple[Word, ...], family: Word | None) -> bytes:
    """Middle and family name in the order of letters, shapes and tones: three characters in two bytes."""
    key = "".join(word.drawn + word.tone for word in middle) + "0" + (family.drawn + family.tone if family else "")
    key = key[:PACKED].ljust(PACKED)
    packed = bytearray()
    for at in range(0, PACKED, 3):
        value = 0
        for sign in key[at : at + 3]:
            value = value * 37 + _ORDER.get(sign, 36 if sign > "z" else 0)
        packed += value.to_bytes(2, "big")
    return bytes(packed)


# -- the definition


def agrees(typed: Sequence[Word], name: Spelling) -> bool:
    return all(one_agrees(word, name.words) for word in typed)


def on_given(typed: Sequence[Word], name: Spelling) -> bool:
    """That one of the words typed is the beginning of the given name: such names come first."""
    return any(one_agrees(word, name.words[-1:]) for word in typed)


def one_agrees(typed: Word, words: Sequence[Word]) -> bool:
    if not typed.marked:
        return any(word.letters.startswith(typed.letters) for word in words)
    begun = [word for word in words if word.drawn.startswith(typed.drawn)]
    if typed.tone != NO_TONE:
        return any(word.tone == typed.tone for word in begun)
    # The tone is typed last: until the word is whole, one without a tone may still get it.
    return any(w.tone == NO_TONE for w in begun) or (begun != [] and all(w.drawn != typed.drawn for w in begun))


# -- the same, for a database


def ranges(typed: Word) -> list[Range]:
    """Where the codes of the words lie that a word typed may begin."""
    first = _letters_code(typed.letters)
    beyond = first + (1 << LETTER * max(CODED - len(typed.letters), 0))
    if not typed.marked or len(typed.letters) >= CODED:
        return [(first << MARKS, beyond << MARKS)]
    longer = first + (1 << LETTER * (CODED - 1 - len(typed.letters)))
    return [(typed.code, typed.code + 1), (longer << MARKS, beyond << MARKS)]


Test = tuple[str, tuple[str, ...]]  # SQL on the column `spelled`, and its parameters


def any_test(typed: Word) -> Test:
    return _test(typed, " ", whole=("% _{} %", "% _{}"))


def given_test(typed: Word) -> Test:
    return _test(typed, "  ", whole=("%  _{}",))


def _test(typed: Word, before: str, whole: tuple[str, ...]) -> Test:
    if not typed.marked:
        letters = "".join(letter + "_" if letter in BEARING else letter for letter in typed.letters)
        return "spelled LIKE %s", (f"%{before}_{letters}%",)
    drawn = typed.drawn
    if typed.tone != NO_TONE:
        return "spelled LIKE %s", (f"%{before}{typed.tone}{drawn}%",)
    no_other = " OR ".join(["spelled LIKE %s"] * len(whole))
    sql = f"(spelled LIKE %s AND (spelled LIKE %s OR NOT ({no_other})))"
    return sql, (f"%{before}_{drawn}%", f"%{before}{NO_TONE}{drawn}%", *(form.format(drawn) for form in whole))


def _letters_code(letters: str) -> int:
    code = 0
    for letter in letters[:CODED]:
        code = code << LETTER | _letter_code(letter)
    return code << LETTER * (CODED - min(len(letters), CODED))


def _letter_code(letter: str) -> int:
    if "a" <= letter <= "z":
        return ord(letter) - 96
    return 27 if letter.isdigit() else 28


def without_marks(typed: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(word.unmarked() if word.marked else word for word in typed)
