"""What the text of a cell looks like: one of a few forms, so that a column can be told by what stands in it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from tungnha.identity.letters import folded
from tungnha.identity.mending import FAMILIES
from tungnha.matching.repair.letters import (
    A_BLANK,
    A_DIGIT,
    A_LETTER,
    A_POINT,
    A_SIGN,
    DIGIT,
    STRANGE,
    Letters,
    letter_table,
    slashed,
)

Bytes = npt.NDArray[np.uint8]


class Form(IntEnum):
    """What a cell can be. Numbers that may be two things have a form of their own: the block decides."""

    EMPTY = 0
    NUMBER_12 = 1  # the personal number
    NUMBER_11 = 2  # the same without its first zero
    NUMBER_10 = 3  # without two
    CARD_9 = 4  # nine digits that no telephone begins with
    PHONE_9 = 5  # nine digits that a telephone without its zero begins with
    PHONE = 6
    PHONE_84 = 7  # 84…, eleven digits: also a number of Trà Vinh without its zero
    PHONES = 8  # several in one cell
    ROUNDED = 9  # 3.81990E+10
    DATE = 10
    DATE_NOW = 11  # of the last years: rather the day something was done
    YEAR = 12
    SERIAL = 13  # five digits: a spreadsheet's day
    DIGITS_8 = 14
    SMALL = 15  # up to three digits: a running number, an age
    DIGITS = 16  # any other
    SEX = 17
    MARK = 18  # x
    NAME = 19  # begins as Vietnamese names do
    PLACE = 20  # begins as places do
    WORDS = 21
    WORD = 22  # a single one
    MIXED = 23  # words, and in them digits that a telephone, a number or a date may be
    NAME_AND_MORE = 24  # begins as names do, and something stands behind it
    DATE_8 = 25  # 31071990 or 19900731


COUNT = len(Form)
TEXTS = (Form.NAME, Form.PLACE, Form.WORDS, Form.WORD)
PERSONAL = (
    Form.NUMBER_12, Form.NUMBER_11, Form.NUMBER_10, Form.CARD_9, Form.PHONE_9, Form.PHONE, Form.PHONE_84, Form.PHONES,
    Form.ROUNDED, Form.DATE, Form.DATE_8, Form.YEAR, Form.SERIAL,
)  # fmt: skip

FIRST_OF_NOW = 2015  # the first year whose dates are rather of deeds than of births
FAMILY_WORDS = frozenset(folded(word) for word in FAMILIES)
_PLACES = """
    thon xom ban lang to tdp khu kp khom ap buon bon khoi pho phuong xa duong ngo ngach hem doi so tk tieu soc plei thi
    tran huyen tinh quan
"""
PLACE_WORDS = frozenset(_PLACES.split())
_SEXES = frozenset({"nam", "nu", "nữ", "m", "f", "male", "female", "gai", "gái", "trai", "ông", "bà"})
_MARKS = frozenset({"x", "v", "✓", "✔", "√", "x.", "+", "*"})

_DATE = re.compile(
    r"(?:(?:\d{1,2}[/.\- ]+){1,2}(?P<late>\d{4})|(?P<early>\d{4})[/.\-]\d{1,2}[/.\-]\d{1,2}"
    r"|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2})"
    r"(?:[T ]+\d{1,2}:\d{2}.*)?"
)
_IN_WORDS = re.compile(
    r"(?:(?:sinh|ngày|ngay|mồng|mùng)\s*)*\d{1,2}\s*(?:tháng|thang)\s*\d{1,2}\s*,?\s*(?:năm|nam)?\s*\d{4}"
    r"|(?:năm|sinh năm|sn)\s*\d{4}",
    re.I,
)
_ENGLISH = re.compile(
    r"(?:\d{1,2}[ \-/.]*M|M[ \-]*\d{1,2})[ \-/.,]*(?:(?:18|19|20)\d\d|\d\d)".replace(
        "M", r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
    ), re.I,
)  # fmt: skip
_PACKED = re.compile(
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
_DROPPED = str.maketrans("", "", " .,'’‘`\"()-_\u00a0\u200b\ufeff")
_LOOK_LIKE_DIGITS = str.maketrans("OoQlIi|", "0001111")
_DIGITS_AND_LIKES = re.compile(r"[\dOoQlIi|]{9,12}")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_TELLING_DIGITS = re.compile(r"\d{9,}|(?:\d{1,2}[/.\-]){1,2}\d{4}|(?<!\d)(?:19|20)\d\d(?!\d)")
_OPENS_A_NUMBER = frozenset("0123456789+'’‘`\"(")
_BY_LENGTH = {12: Form.NUMBER_12, 11: Form.NUMBER_11, 7: Form.DIGITS_8, 8: Form.DIGITS_8}
_BEHIND = re.compile(
    r"([^\d(\[,;:/|\n–]*?)"
    r"(?:\s*[\d(\[,;:/|\n–]|\s-\s|\s(?:thôn|thon|xóm|xom|khu phố|khu pho|tổ dân phố|tdp|kp|sinh|sn|ns)\b)",
    re.I,
)
_COMMUNE_BEHIND = re.compile(r"\s*[,\-–]\s*(?:xã|xa|phường|phuong|huyện|huyen|tỉnh|tinh|thị trấn|thi tran|tp)\b", re.I)
_SHORT_PLACE = re.compile(r"(?:t|x|b|kp|tdp|tk)\.\s*\w")  # T.Đồng Tâm, T. 3
_INITIALS = re.compile(r"(?:[^\W\d_]{1,4}[.~]\s*){2,}[^\W\d_ ]*(?:\s+[^\W\d_]+)*")  # N.V.Hùng, Ng. T. Lan
_TWO_PHONES = re.compile(r"(?:\+?84|0)?[35789][\d .]{8,12}\D+(?:\+?84|0)?[35789][\d .]{8,12}\D*")


def form_of(cell: str) -> Form:
    """The form of one cell, without what its column may teach."""
    if not cell:
        return Form.EMPTY
    if cell[0] in _OPENS_A_NUMBER:
        found = _of_number(cell)
        if found is not None:
            return found
    return _of_text(cell)


def _of_number(cell: str) -> Form | None:
    if date := _DATE.fullmatch(cell):
        year = int(date["late"] or date["early"] or 0)
        return Form.DATE_NOW if year >= FIRST_OF_NOW else Form.DATE
    if cell[-1].isdecimal() and not cell.isdecimal() and (_IN_WORDS.fullmatch(cell) or _ENGLISH.fullmatch(cell)):
        return Form.DATE
    digits = cell.translate(_DROPPED)
    if digits[:1] == "+":
        digits = digits[1:]
    if digits.isdecimal():
        return _of_digits(digits)
    if _ROUNDED.fullmatch(cell):
        return Form.ROUNDED
    if _TWO_PHONES.fullmatch(cell):
        return Form.PHONES
    if _DIGITS_AND_LIKES.fullmatch(digits):
        return _of_digits(digits.translate(_LOOK_LIKE_DIGITS))
    return None


def _of_digits(digits: str) -> Form:
    size = len(digits)
    if size == 10:
        return Form.PHONE if digits[0] == "0" else Form.NUMBER_10
    if size == 12:
        return Form.PHONE if digits[:4] == "0084" else Form.NUMBER_12
    if size == 11 and digits[:2] == "84" and digits[2] in "35789":
        return Form.PHONE_84
    if size == 11 and digits[0] == "0":
        return Form.PHONE  # of before 2018, or a landline
    if size == 9:
        return Form.PHONE_9 if digits[0] in "35789" else Form.CARD_9
    if size == 4 and digits[:2] in ("18", "19", "20"):
        return Form.YEAR
    if size == 5:
        return Form.SERIAL
    if size <= 3:
        return Form.SMALL
    if size == 8 and _PACKED.fullmatch(digits):
        return Form.DATE_8
    return _BY_LENGTH.get(size, Form.DIGITS if size < 18 else Form.PHONES)


def _of_text(cell: str) -> Form:
    low = cell.lower()
    if len(low) < 7:
        if low in _SEXES:
            return Form.SEX
        if low in _MARKS:
            return Form.MARK
    first, _, rest = low.partition(" ")
    if not rest and len(first) < 13 and _DIGITS_AND_LIKES.fullmatch(cell):
        return _of_digits(cell.translate(_LOOK_LIKE_DIGITS))
    if "." in cell and _INITIALS.fullmatch(cell):
        return Form.NAME
    if _SHORT_PLACE.match(low):
        return Form.PLACE
    opens = _opens(first, rest)
    if not cell.isalpha() and opens == Form.NAME and (found := _BEHIND.match(cell)) and " " in found[1].strip():
        return Form.PLACE if _COMMUNE_BEHIND.match(cell, found.end(1)) else Form.NAME_AND_MORE
    if _TELLING_DIGITS.search(cell):
        return Form.DATE if _IN_WORDS.fullmatch(cell) or _ENGLISH.fullmatch(cell) else Form.MIXED
    if opens == Form.PLACE or "," in rest or (rest and rest[-1].isdecimal()):
        return Form.PLACE
    if not rest:
        return Form.PLACE if "." in first and first[:2] in ("t.", "x.", "b.") else Form.WORD
    return opens


def _opens(first: str, rest: str) -> Form:
    """NAME or PLACE by the first word, with its marks where it has some: bàn is a family, bản a village."""
    word = _first_word(first)
    family, place = word in FAMILY_WORDS, word in PLACE_WORDS
    if family and place:
        if not first.isascii():
            return Form.NAME if first in FAMILIES else Form.PLACE
        second = rest.partition(" ")[0]
        return Form.NAME if " " in rest and not second[:1].isdecimal() else Form.PLACE
    return Form.NAME if family else Form.PLACE if place else Form.WORDS


_FOLDED: dict[str, str] = {}


def _first_word(word: str) -> str:
    """Folded; the few thousand first words there are get remembered."""
    known = _FOLDED.get(word)
    if known is None:
        if len(_FOLDED) > 50_000:
            _FOLDED.clear()
        known = _FOLDED[word] = folded(word).strip(".,:;")
    return known


def first_word(cell: str) -> str:
    return _first_word(cell.partition(" ")[0].lower())


def of_distinct(cells: Sequence[str], tell: Callable[[str], int], kind: type[np.generic] = np.uint8) -> npt.NDArray:  # type: ignore[type-arg]
    """`tell` of each cell, asked once for each text there is."""
    known: dict[str, int] = {text: tell(text) for text in set(cells)}
    return np.fromiter(map(known.__getitem__, cells), kind, len(cells))


def forms_of(cells: Sequence[str], letters: Letters | None = None) -> Bytes:
    """The form of each cell. What is plainly a number, a date or words is told at once, the rest text by text."""
    some = cells[:: max(1, len(cells) // LOOKED_AT)]
    if len(cells) < FEW_TEXTS or len(set(some)) * 8 < len(some):
        return of_distinct(cells, form_of)
    letters = letters or Letters(cells)
    forms = np.where(letters.sizes == 0, np.uint8(Form.EMPTY), UNTOLD)
    _tell_numbers(letters, forms)
    _tell_dates(letters, forms)
    _tell_words(letters, cells, forms)
    left = np.flatnonzero(forms == UNTOLD)
    forms[left] = of_distinct([cells[row] for row in left.tolist()], form_of)
    return forms


# -- forms of a whole column; each says of a cell what `form_of` would

FEW_TEXTS = 64
LOOKED_AT = 4_000  # cells that tell whether a column says the same few texts over and over
UNTOLD = np.uint8(255)
_SIGNS = letter_table(" .'-")  # of those that may stand in a number
_NUMBER_OPENS = letter_table("0123456789'+")
_BUT_LETTERS = A_BLANK | A_DIGIT | A_POINT | A_SIGN | STRANGE
# By size, what digits alone are; UNTOLD where more than their first four tell.
_BY_SIZE = np.full(16, UNTOLD)
_BY_SIZE[1:8] = (Form.SMALL, Form.SMALL, Form.SMALL, Form.DIGITS, Form.SERIAL, Form.DIGITS, Form.DIGITS_8)
_BY_SIZE[9:13] = (Form.CARD_9, Form.NUMBER_10, Form.NUMBER_11, Form.NUMBER_12)
_OF_A_MOVING_PHONE = np.zeros(11, bool)
_OF_A_MOVING_PHONE[[3, 5, 7, 8, 9]] = True


def _tell_numbers(letters: Letters, forms: Bytes) -> None:
    """Digits alone, or nine to twelve of them with a few signs between."""
    asked = np.flatnonzero((letters.kinds & A_DIGIT > 0) & (letters.kinds & (A_LETTER | STRANGE) == 0))
    if len(asked) * 2 > len(forms):
        _tell_numbers_of(letters, forms)
    elif len(asked):
        some = forms[asked]
        _tell_numbers_of(letters.of(asked), some)
        forms[asked] = some


def _tell_numbers_of(letters: Letters, forms: Bytes) -> None:
    codes, sizes = letters.codes, letters.sizes
    opens = _NUMBER_OPENS[codes[letters.starts]]
    digit = DIGIT.take(codes)
    count = letters.count(digit)
    alone = (count == sizes) & (_BY_SIZE[np.minimum(count, 15)] != UNTOLD)
    signed = opens & ~alone
    if signed.any():
        plus = codes[letters.starts] == ord("+")
        signed &= (count + letters.count(_SIGNS.take(codes)) + plus == sizes) & (count >= 9) & (count <= 12)
    rows = np.flatnonzero(alone | signed)
    if not len(rows):
        return
    digits = np.concatenate([codes[digit], np.zeros(4, np.uint16)])
    before = (np.cumsum(count) - count)[rows]
    first, second, third, fourth = (digits[before + by] - np.uint16(ord("0")) for by in range(4))
    size = count[rows]
    told = _BY_SIZE[size]
    moving = _OF_A_MOVING_PHONE[np.minimum(first, 10)]
    told[(size == 9) & moving] = Form.PHONE_9
    told[((size == 10) | (size == 11)) & (first == 0)] = Form.PHONE
    told[(size == 11) & (first == 8) & (second == 4) & _OF_A_MOVING_PHONE[np.minimum(third, 10)]] = Form.PHONE_84
    told[(size == 12) & (first == 0) & (second == 0) & (third == 8) & (fourth == 4)] = Form.PHONE
    told[(size == 4) & _opens_a_year(first, second)] = Form.YEAR
    forms[rows] = told


def _opens_a_year(first: npt.NDArray[np.uint16], second: npt.NDArray[np.uint16]) -> npt.NDArray[np.bool_]:
    return np.asarray(((first == 1) & (second >= 8) & (second <= 9)) | ((first == 2) & (second == 0)))


def _tell_dates(letters: Letters, forms: Bytes) -> None:
    dates = slashed(letters)
    forms[dates.rows] = np.where(dates.year >= FIRST_OF_NOW, Form.DATE_NOW, Form.DATE)


def _tell_words(letters: Letters, cells: Sequence[str], forms: Bytes) -> None:
    """Names and places of several words, by the first; what stands behind a name is left to `form_of`."""
    codes = letters.codes
    whole = (forms == UNTOLD) & letters.opens_with(A_LETTER) & (codes[np.maximum(letters.ends - 2, 0)] != 32)
    if not whole.any():
        return
    kinds = letters.kinds
    whole &= kinds & (A_BLANK | A_POINT | STRANGE) == A_BLANK
    numbered = np.flatnonzero(whole & (kinds & A_DIGIT > 0))
    if len(numbered):
        some = letters.of(numbered)
        whole[numbered] = some.count(DIGIT[some.codes]) <= 3
    rows = np.flatnonzero(whole)
    if not len(rows):
        return
    firsts = [cells[row].partition(" ")[0] for row in rows.tolist()]
    at = {first: at for at, first in enumerate(dict.fromkeys(firsts))}
    of_two, of_more = (np.array([_opens(first.lower(), rest) for first in at], np.uint8) for rest in ("x", "x x"))
    which = np.fromiter(map(at.__getitem__, firsts), np.int64, len(rows))
    several = np.diff(np.searchsorted(letters.blanks, letters.ends), prepend=0)[rows] > 1
    opens = np.where(several, of_more[which], of_two[which])
    behind = np.zeros(len(cells), bool)
    behind[letters.rows_at(words_behind(letters))] = True
    told = (kinds[rows] & _BUT_LETTERS == A_BLANK) & (~behind[rows] | (opens != Form.NAME))
    told |= (opens == Form.PLACE) & ((of_two == of_more)[which] | (kinds[rows] & A_DIGIT == 0))
    forms[rows[told]] = opens[told]


# The words at which `_BEHIND` parts a name from what stands behind it, by their first three letters.
_PARTING = ("tho", "thô", "xo", "xó", "khu", "tổ", "tdp", "kp", "sin", "sn", "ns")
_IDS = {letter: at for at, letter in enumerate(sorted(set("".join(_PARTING))), start=1)}


def _tables_of_parting() -> tuple[Bytes, npt.NDArray[np.bool_]]:
    ids = np.zeros(0x10000, np.uint8)
    for letter, at in _IDS.items():
        ids[[ord(letter), ord(letter.upper())]] = at
    begins = np.zeros((32, 32, 32), bool)
    for word in _PARTING:
        begins[tuple(_IDS[letter] for letter in word)] = True
    return ids, begins


_ID_OF, _BEGINS = _tables_of_parting()


def words_behind(letters: Letters) -> npt.NDArray[np.int64]:
    """The blanks behind which one of the words may begin."""
    codes, at = letters.codes, letters.blanks
    places = []
    for by in (1, 2, 3):
        place = _ID_OF[codes[np.minimum(at + by, len(codes) - 1)]]
        if by == 1:
            at, place = at[place > 0], place[place > 0]
        places.append(place)
    return at[_BEGINS[tuple(places)]]


class Vocabulary:
    """How names and places begin in this list: learnt from the columns already known as such."""

    def __init__(self, names: Iterable[str], places: Iterable[str]) -> None:
        self._names = Counter(map(first_word, names))
        self._places = Counter(map(first_word, places))
        self._of_names = max(sum(self._names.values()), 1)
        self._of_places = max(sum(self._places.values()), 1)

    def form(self, cell: str, form: int) -> int:
        """NAME, PLACE or WORDS for a text of several words, by its first one."""
        word = first_word(cell)
        name = (self._names[word] + (2 if word in FAMILY_WORDS else 0.05)) / (self._of_names + 20)
        place = (self._places[word] + (2 if word in PLACE_WORDS else 0.05)) / (self._of_places + 20)
        if name > 4 * place:
            return Form.NAME
        return Form.PLACE if place > 4 * name else form

    def told(self, cells: Sequence[str], forms: Bytes) -> Bytes:
        """Forms of a column, its texts told again by the words of this list."""
        known: dict[str, int] = {}
        again = forms.copy()
        texts = np.flatnonzero((forms == Form.NAME) | (forms == Form.PLACE) | (forms == Form.WORDS))
        for at in texts.tolist():
            text = cells[at]
            if text not in known:
                known[text] = self.form(text, int(forms[at]))
            again[at] = known[text]
        return again
