"""Names as syllable codes: every written name is looked at once, every syllable of all names once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tungnha.identity import names as written
from tungnha.identity.letters import plain
from tungnha.identity.mending import mend_name
from tungnha.identity.syllables import is_syllable
from tungnha.identity.typing_keys import typed
from tungnha.matching.arrays import Bools, Ints, Longs, Words, joined, mixed, unique_codes

LONGEST = 6  # syllables of a name that are looked at; of longer names the first and the last five
WIDTH = 10  # letters of a syllable that are looked at
_EARS = (("ngh", "ng"), ("gh", "g"), ("tr", "ch"), ("gi", "d"))
_SOUNDS = str.maketrans({"y": "i", "s": "x", "l": "n", "k": "c"})
_TITLES = "ông bà cụ anh chị em cô chú bác cháu mr mrs ms đồng gs ts pgs ths bs ds ks cn ls đc"
_OPENERS = frozenset(_TITLES.split())
_PLAIN_LETTERS = re.compile(r"[a-z]+(?:\s+[a-z]+)*\s*", re.I)
_KEYS = re.compile(r"aa|ee|oo|dd|w|[fsrxj](?!\w)", re.I)  # what TELEX leaves in a name


class SyllableBook:
    """Syllables of both files, each with its code. Code 0 is no syllable. Codes only ever tell equal from unequal."""

    def __init__(self) -> None:
        self.of_word: dict[str, int] = {}  # words that need no mending, as written
        self.of_odd_word: dict[str, int] = {}
        self.toned: dict[str, int] = {"": 0}
        self.folded: dict[str, int] = {"": 0}
        self.fold_of: list[int] = [0]  # by code of the toned syllable
        self.unmarked: list[bool] = [True]
        self.reread: dict[str, str] = {}  # names that are read otherwise than written, and why

    def code(self, word: str) -> int:
        """The code of a syllable, marks and all; 0 where no letter is in it."""
        key = written.tone_key(word).replace(" ", "")
        found = self.toned.get(key)
        if found is None:
            fold = written.fold(word).replace(" ", "")
            if not fold:
                return 0
            found = self.toned[key] = len(self.toned)
            self.fold_of.append(self.folded.setdefault(fold, len(self.folded)))
            self.unmarked.append(plain(word) == fold)
        return found

    def sound(self, word: str) -> int | None:
        """The same, for a word of a name that may be taken as it stands; None where the name must be looked at."""
        plain_slip = _PLAIN_LETTERS.fullmatch(word) and not _KEYS.search(word)  # NGUYEN, Thnah
        if not (plain_slip or is_syllable(word)) or word.lower() in _OPENERS:
            return None
        code = self.of_word[word] = self.code(word)
        return code

    def later(self, word: str) -> int:
        """The code of a word that a look at its name left, 0 for none."""
        found = self.of_odd_word.get(word)
        if found is None:
            found = self.of_odd_word[word] = self.code(word)
        return found

    def letters(self) -> Words:
        """uint8[syllable, letter] of the folded syllables, 0 behind the end."""
        return _letters(self.folded)

    def ears(self) -> Ints:
        """A code by folded syllable: equal where two syllables are said alike somewhere in the country."""
        keys: dict[str, int] = {}
        return np.array([keys.setdefault(_ear(text), len(keys)) for text in self.folded], dtype=np.int32)

    def typed(self) -> Ints:
        """By folded syllable: the one it makes when it was typed in TELEX with the keyboard off, or itself."""
        return np.array([self._typed(text, at) for text, at in self.folded.items()], dtype=np.int32)

    def _typed(self, text: str, at: int) -> int:
        if len(text) < 3 or is_syllable(text):
            return at
        made = typed(text, "telex")
        return self.folded.get(written.fold(made), at) if made else at


def _ear(text: str) -> str:
    for spelt, heard in _EARS:
        if text.startswith(spelt):
            text = heard + text.removeprefix(spelt)
    if text.endswith(("ng", "nh")):
        text = text[:-1]
    return text.translate(_SOUNDS)


def _letters(texts: Iterable[str]) -> Words:
    held = [text.encode("ascii", "replace")[:WIDTH].ljust(WIDTH, b"\0") for text in texts]
    return np.frombuffer(b"".join(held), dtype=np.uint8).reshape(-1, WIDTH)


@dataclass(frozen=True)
class Names:
    """Distinct names as rows of syllable codes, marks and all. Name 0 is no name."""

    book: SyllableBook
    toned: Ints  # [name, LONGEST], 0 behind the end
    hashes: Longs  # of the rows, ascending for the first `sorted_to`

    @classmethod
    def of(cls, book: SyllableBook, texts: Sequence[str]) -> tuple[Names, Ints]:
        """The distinct names of `texts`, and the name of each text."""
        rows = _rows(book, texts)
        return cls(book, np.zeros((1, LONGEST), np.int32), np.zeros(1, np.int64)).with_rows(rows)

    def with_texts(self, texts: Sequence[str]) -> tuple[Names, Ints]:
        """These names and those of `texts` behind them."""
        return self.with_rows(_rows(self.book, texts))

    def with_rows(self, rows: Ints) -> tuple[Names, Ints]:
        hashes = mixed(rows)
        known, first, code = np.unique(np.concatenate([self.hashes, hashes]), return_index=True, return_inverse=True)
        held = len(self.hashes)
        fresh = np.sort(first[first >= held])
        place = np.empty(len(known), np.int32)  # by rank of the hash: the code of its name
        old = first < held
        place[old] = first[old]
        rank = np.searchsorted(fresh, first[~old])
        place[~old] = held + rank
        toned = np.concatenate([self.toned, rows[fresh - held]])
        return Names(self.book, toned, joined(self.hashes, hashes[fresh - held])), place[code[held:]]

    def __len__(self) -> int:
        return len(self.hashes)

    @cached_property
    def folded(self) -> Ints:
        """[name, LONGEST]: syllables without marks."""
        return np.asarray(np.array(self.book.fold_of, dtype=np.int32)[self.toned])

    @cached_property
    def lengths(self) -> Ints:
        return np.asarray(np.count_nonzero(self.toned, axis=1), np.int32)

    @cached_property
    def unmarked(self) -> Bools:
        """Written without a single diacritic."""
        return np.asarray(np.array(self.book.unmarked)[self.toned].all(axis=1))

    @cached_property
    def fold(self) -> Ints:
        """A code by name: equal where the names are the same without marks. No name is 0."""
        return unique_codes(self.folded)

    @cached_property
    def first(self) -> Ints:
        return np.ascontiguousarray(self.folded[:, 0])

    @cached_property
    def last(self) -> Ints:
        return np.asarray(self.folded[np.arange(len(self)), np.maximum(self.lengths - 1, 0)])

    @cached_property
    def last_toned(self) -> Ints:
        return np.asarray(self.toned[np.arange(len(self)), np.maximum(self.lengths - 1, 0)])

    @cached_property
    def ends(self) -> Ints:
        """Family and given name together."""
        return unique_codes(np.stack([self.first, self.last], axis=1))

    @cached_property
    def bag(self) -> Ints:
        """The syllables whatever their order."""
        return unique_codes(np.sort(self.folded, axis=1))

    @cached_property
    def less_one(self) -> list[Longs]:
        """For each place a code of the syllables without the one that stands there; 0 where fewer than two are left."""
        found = []
        for at in range(LONGEST):
            code = mixed(np.delete(self.folded, at, axis=1))
            code[(self.lengths <= at) | (self.lengths < 3)] = 0
            found.append(code)
        return found

    @cached_property
    def but_last(self) -> Ints:
        rows = self.folded.copy()
        rows[np.arange(len(self)), np.maximum(self.lengths - 1, 0)] = 0
        return unique_codes(rows)

    @cached_property
    def but_first(self) -> Ints:
        return unique_codes(self.folded[:, 1:])


def _rows(book: SyllableBook, texts: Sequence[str]) -> Ints:
    """Syllable codes of each text, [text, LONGEST]."""
    known = book.of_word.get
    flat: list[int] = []
    lengths: list[int] = []
    for text in texts:
        words = text.split()
        codes: list[int | None] = list(map(known, words))
        if None in codes:
            codes = _codes(words, book) or _looked_at(book, text)
        if len(codes) > LONGEST:
            codes = [codes[0], *codes[1 - LONGEST :]]
        flat += codes  # type: ignore[arg-type]
        lengths.append(len(codes))
    counts = np.array(lengths, dtype=np.int64)
    rows = np.zeros((len(texts), LONGEST), np.int32)
    if flat:
        at = np.arange(len(flat)) - np.repeat(np.cumsum(counts) - counts, counts)
        rows[np.repeat(np.arange(len(texts)), counts), at] = flat
    return rows


def _codes(words: list[str], book: SyllableBook) -> list[int | None] | None:
    """The codes of words that may all be taken as they stand; None where one may not."""
    codes: list[int | None] = []
    for word in words:
        code = book.of_word.get(word)
        if code is None:
            titled = codes and word.lower() in _OPENERS and is_syllable(word)  # no title behind the first word: Lan Anh
            code = book.later(word) if titled else book.sound(word)
            if code is None:
                return None
        codes.append(code)
    return codes


def may_be_mended(text: str) -> bool:
    """Quick: everything else is read as it stands."""
    words = text.split()
    odd = not _PLAIN_LETTERS.fullmatch(text) or words[0].lower() in _OPENERS
    return odd or (len(words) > 1 and _KEYS.search(text) is not None)


def _looked_at(book: SyllableBook, text: str) -> list[int | None]:
    """A name with something in it that is no plain syllable: a title, a bracket, an initial, an old font, a slip."""
    words = text.split()
    if may_be_mended(text):
        mended = mend_name(text)
        if mended.reason:
            book.reread[text] = mended.reason
        words = written.bare(mended.text).replace(".", " ").replace(",", " ").split()
    return [code for code in map(book.later, words) if code]
