"""Names in blocks: turned round, abbreviated by one clerk, keys of TELEX or VNI left as typed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import numpy as np
import numpy.typing as npt

from tungnha.identity.asides import bare
from tungnha.identity.letters import folded
from tungnha.identity.mending import mend_name
from tungnha.identity.syllables import is_syllable
from tungnha.identity.typing_keys import typed
from tungnha.matching.repair.facts import Registered
from tungnha.matching.repair.forms import FAMILY_WORDS, first_word
from tungnha.matching.repair.letters import A_POINT, A_SIGN, NO_VIETNAMESE, STRANGE, Letters, letter_table
from tungnha.matching.repair.paths import blocks
from tungnha.matching.repair.work import Rows, Work, put

_KEYS = re.compile(r"aa|ee|oo|dd|[aou]w|[^\W\d_][fjwz]|[^\W\d_]\d", re.I)
_DOUBLED = letter_table("aeod")
_SHORT = re.compile(r"[.~*]|(?:\A|\s)[^\W\d_](?=\s)")
_PARTS = re.compile(r"[\s.~*]+")
SURE, SURE_BY_REGISTER, LEAST_PAIRS = 0.93, 0.88, 4
FEWEST_ODD = 4
MANY_NAMES = 100
LEARNT_FROM = 5_000  # names
IN_A_BLOCK = -2.0  # nats: in a block of turned names one is left only when much speaks against it
FEWEST = 8  # names of a kind before something is called a habit

_folds: dict[str, str] = {}


def fold(word: str) -> str:
    known = _folds.get(word)
    if known is None:
        if len(_folds) > 100_000:
            _folds.clear()
        known = _folds[word] = folded(word).strip(".,;")
    return known


# -- the keys of TELEX or VNI


def mend_typing(work: Work, people: Rows) -> None:
    """Names typed with the keyboard switched off, where several of a block are proven so."""
    column = work.cells.fields.get("full_name")
    if column is None:
        return
    cells = [column[row] for row in people.tolist()]
    odd = [at for at in _with_keys(work.letters.of(cells)).tolist() if _KEYS.search(cells[at])]
    odd = [at for at in odd if not all(map(is_syllable, column[int(people[at])].split()))]
    if len(odd) < FEWEST:
        return
    proven = {at: mended for at in odd if (mended := mend_name(column[int(people[at])])).how in ("telex", "vni-typing")}
    gains = np.full((len(people), 1), -1.2)
    for at, _ in proven.items():
        gains[at] = 3.0
    for block in blocks(gains, 9.0, 3.0):
        hows = Counter(proven[at].how for at in proven if block.first <= at <= block.last)
        how = hows.most_common(1)[0][0]
        inside = range(block.first, block.last + 1)
        rows, texts = [], []
        for at in inside:
            row = int(people[at])
            text = _typed(proven[at].text if at in proven else column[row], how)
            if text != column[row]:
                rows.append(row)
                texts.append(text)
        words = "họ tên gõ khi bộ gõ tiếng Việt chưa bật; đã đọc lại"
        work.do("typing", "full_name", rows, words, put("full_name", rows, texts))


def _with_keys(letters: Letters) -> Rows:
    """Cells with letters that Vietnamese has not, or one of a e o d twice."""
    low = letters.codes | 32
    twice = np.flatnonzero(low[1:] == low[:-1])
    return np.union1d(letters.rows_of(NO_VIETNAMESE), letters.rows_at(twice[_DOUBLED[low[twice]]]))


def _typed(text: str, how: str) -> str:
    made = []
    for word in text.split():
        # Coong is a syllable as it stands (cải xoong); in a block that was typed so it is Công.
        keys = not is_syllable(word) or "oong" in word.lower()
        read = typed(word, how) if keys and len(word) > 2 else None
        made.append(read if read and is_syllable(read) else word)
    return " ".join(made)


# -- order


class Positions:
    """How likely each word begins a name and ends one, learnt from the names that surely begin with a family name."""

    def __init__(self, names: list[list[str]]) -> None:
        sure = [
            words for words in names if len(words) > 1 and words[0] in FAMILY_WORDS and words[-1] not in FAMILY_WORDS
        ]
        self._first = Counter(words[0] for words in sure)
        self._last = Counter(words[-1] for words in sure)
        self._middle = Counter(word for words in sure for word in words[1:-1])
        self._sure = len(sure)
        self._known: dict[tuple[str, ...], tuple[float, float]] = {}

    def turned(self, words: tuple[str, ...]) -> tuple[float, float]:
        """How much likelier the name has its given name before the rest, and is written backwards (log ratios)."""
        known = self._known.get(words)
        if known is None:
            straight = np.log(self.first(words[0])) + np.log(self.last(words[-1]))
            behind = np.log(self.last(words[0])) + np.log(self.first(words[1]))
            if len(words) > 2:
                behind += np.log(self.middle(words[-1])) - np.log(self.middle(words[1]))
            backwards = np.log(self.last(words[0])) + np.log(self.first(words[-1])) - 0.1
            known = self._known[words] = (float(behind - straight), float(backwards - straight))
        return known

    def first(self, word: str) -> float:
        return (self._first[word] + (0.3 if word in FAMILY_WORDS else 0.02)) / (self._sure + 30)

    def last(self, word: str) -> float:
        return (self._last[word] + 0.1) / (self._sure + 30)

    def middle(self, word: str) -> float:
        return (self._middle[word] + 0.1) / (2 * self._sure + 30)


def mend_order(work: Work, people: Rows) -> None:
    """Given name first ("Hùng Nguyễn Văn"), or the whole name backwards ("Hùng Văn Nguyễn"), in a block."""
    column = work.cells.fields.get("full_name")
    if column is None or len(people) < FEWEST:
        return
    cells = [column[row] for row in people.tolist()]
    firsts = [cell.partition(" ")[0] for cell in cells]
    families = {first for first in set(firsts) if first_word(first) in FAMILY_WORDS}
    odd = [at for at, first in enumerate(firsts) if first not in families and cells[at]]
    if len(odd) < FEWEST_ODD:
        return
    names = _Split(cells)
    titled = {at for at in odd if bare(cells[at]) != " ".join(cells[at].split())}
    step = -(-len(cells) // LEARNT_FROM)
    like = Positions([names[at] for at in range(0, len(cells), step)])
    found = blocks(_turns(names, odd, titled, like), 10.0, 3.0)
    if not found:
        return
    outside = np.ones(len(cells), bool)
    for block in found:
        outside[block.first : block.last + 1] = False
    if outside.sum() > MANY_NAMES:  # names of the blocks themselves would teach the wrong places
        step = -(-int(outside.sum()) // LEARNT_FROM)
        like = Positions([names[at] for at in np.flatnonzero(outside)[::step].tolist()])
        found = blocks(_turns(names, odd, titled, like), 10.0, 3.0)
    for block in found:
        inside = [at for at in range(block.first, block.last + 1) if len(names[at]) > 1]
        turned = [at for at in inside if like.turned(tuple(names[at]))[block.state] > IN_A_BLOCK]
        if len(turned) < FEWEST_ODD:
            continue
        texts = [_in_order(cells[at].replace(",", " ").split(), block.state) for at in turned]
        rows = people[np.array(turned)]
        how = "tên ghi trước họ; đã đổi lại họ trước, tên sau" if block.state == 0 else "họ tên ghi ngược; đã đổi lại"
        work.do("order", "full_name", rows, how, put("full_name", rows, texts))


class _Split:
    """Names as folded words, made when they are asked for."""

    def __init__(self, cells: list[str]) -> None:
        self.cells = cells
        self._known: dict[int, list[str]] = {}

    def __getitem__(self, at: int) -> list[str]:
        words = self._known.get(at)
        if words is None:
            words = self._known[at] = [fold(word) for word in self.cells[at].replace(",", " ").split()]
        return words


def _turns(names: _Split, odd: list[int], titled: set[int], like: Positions) -> npt.NDArray[np.float64]:
    """Row by row, what speaks for either way of turning; "Anh" may be a title or a given name and says nothing."""
    gains = np.zeros((len(names.cells), 2))
    gains[[" " in cell for cell in names.cells]] = -3.0  # begins with a family name
    for at in odd:
        plain = len(names[at]) > 1 and at not in titled
        gains[at] = [min(max(gain, -4.0), 3.0) for gain in like.turned(tuple(names[at]))] if plain else 0.0
    return gains


def _in_order(words: list[str], state: int) -> str:
    return " ".join([*words[1:], words[0]] if state == 0 else words[::-1])


# -- abbreviations


def mend_short(work: Work, people: Rows, by_number: Registered | None, by_phone: Registered | None) -> None:
    """One clerk's abbreviations, each learnt from those whose full name the register or the list itself has."""
    column = work.cells.fields.get("full_name")
    if column is None:
        return
    cells = [column[row] for row in people.tolist()]
    short = _shortened(cells, work.letters.of(cells))
    if len(short) < FEWEST:
        return
    gains = np.full((len(cells), 1), np.log(0.4 / 0.98))
    gains[short] = np.log(0.6 / max(0.02, min(len(short) / len(cells), 0.15)))
    clerks = blocks(gains, 9.0, 3.0)
    if not clerks:
        return
    book = _Book(cells, set(short))
    for known in (by_number, by_phone):
        if known is not None:
            book.learn_pairs(cells, short, known)
    for block in clerks:
        _write_out(work, people, book, cells, [at for at in short if block.first <= at <= block.last])


def _shortened(cells: list[str], letters: Letters) -> list[int]:
    """Names in which a word is cut short or a single letter, though not the last."""
    at = letters.blanks
    before = letters.codes[at - 2]
    alone = letters.rows_at(at[(before == 0) | (before == ord(" "))])
    asked = np.union1d(alone, letters.rows_of(A_POINT | A_SIGN | STRANGE))
    return [row for row in asked.tolist() if _SHORT.search(cells[row])]


def _write_out(work: Work, people: Rows, book: _Book, cells: list[str], short: list[int]) -> None:
    rows, texts = [], []
    for at in short:
        text = book.written_out(cells[at])
        if text != cells[at]:
            rows.append(int(people[at]))
            texts.append(text)
    words = "họ, chữ đệm viết tắt; đã viết đủ những chữ chắc chắn"
    work.do("short", "full_name", rows, words, put("full_name", rows, texts))


def _parts(cell: str) -> list[str]:
    return [part for part in _PARTS.split(cell) if part]


class _Book:
    """What an abbreviation stands for at a place of the name: 0 the first word, 1 between, 2 the last."""

    def __init__(self, cells: list[str], short: set[int]) -> None:
        self._full: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
        self._pairs: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        self._surface: dict[str, Counter[str]] = defaultdict(Counter)
        names = [words for at, cell in enumerate(cells) if at not in short and len(words := cell.split()) > 1]
        placed = ([words[0] for words in names], [word for words in names for word in words[1:-1]])
        for where, found in enumerate((*placed, [words[-1] for words in names])):
            for word, count in Counter(found).items():
                self._full[where][fold(word)] += count
        for word, count in Counter(word for words in names for word in words[:-1]).items():
            self._surface[fold(word)][word] = count
        self._memo: dict[tuple[int, str], str | None] = {}

    def learn_pairs(self, cells: list[str], short: list[int], known: Registered) -> None:
        for at in short:
            name = known.name_of.get(at)
            if not name:
                continue
            ours, theirs = [fold(part) for part in _parts(cells[at])], name.split()
            if len(ours) != len(theirs) or len(ours) < 2 or not all(map(_may_stand_for, ours, theirs)):
                continue
            for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
                where = 0 if place == 0 else 2 if place == len(ours) - 1 else 1
                self._pairs[(where, one)][other] += 1

    def written_out(self, cell: str) -> str:
        parts = _parts(cell)
        if len(parts) < 2:
            return cell
        made = []
        for place, part in enumerate(parts):
            where = 0 if place == 0 else 2 if place == len(parts) - 1 else 1
            full = self.full(where, part) if where < 2 else None
            made.append(full or part)
        return " ".join(made)

    def full(self, where: int, part: str) -> str | None:
        """The word an abbreviation stands for; a first letter where it may be several; None where it is a word."""
        key = (where, part)
        if key not in self._memo:
            self._memo[key] = self._sought(where, fold(part), part)
        return self._memo[key]

    def _sought(self, where: int, key: str, part: str) -> str | None:
        if (
            len(key) > 3
            or not key
            or (len(key) > 1 and self._full[where][key] > 1)
            or (len(key) > 1 and is_syllable(key))
        ):
            return None
        pairs = self._pairs.get((where, key), Counter())
        total = sum(pairs.values())
        if total >= LEAST_PAIRS:
            word, count = pairs.most_common(1)[0]
            if count >= SURE_BY_REGISTER * total:
                return self._as_written(word, part)
        fitting = {
            word: count for word, count in self._full[where].items() if _may_stand_for(key, word) and word != key
        }
        total = sum(fitting.values())
        if total >= 20:
            word = max(fitting, key=lambda one: (fitting[one], one))
            if fitting[word] >= SURE * total:
                return self._as_written(word, part)
        return part[0] if len(key) > 1 and fitting else None

    def _as_written(self, word: str, part: str) -> str:
        forms = self._surface.get(word)
        return forms.most_common(1)[0][0] if forms else word


def _may_stand_for(short: str, word: str) -> bool:
    """ "ng" for nguyen, "ngn" for nguyen, "t" for thi: its first letter, and the others in their order."""
    if not short or not word or short[0] != word[0]:
        return False
    left = iter(word)
    return all(letter in left for letter in short)
