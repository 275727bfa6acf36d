"""Numbers and telephones whose digits a hand or a spreadsheet wrote otherwise, where nothing is lost by it."""

from __future__ import annotations

import re

from tungnha.matching.repair.facts import ROUNDED, plain_number, plain_phone
from tungnha.matching.repair.work import NOT_USED, Rows, Work, distrust, put

_LIKE_DIGITS = str.maketrans("OoQDlIi|Bb", "0000111188")
_LETTERED = re.compile(r"['’\s]*[\dOoQDlIi|Bb][\dOoQDlIi|Bb .\-]{7,16}")
_ROUNDED = re.compile(r"(\d)[.,](\d+)[eE]\+?(\d+)")


def with_digits(cell: str) -> str:
    """ "O38l9OOOl234" → "038190001234"; a text with few digits is no number."""
    made = cell.translate(_LIKE_DIGITS)
    return made if made != cell and sum(map(str.isdecimal, cell)) >= 5 and _LETTERED.fullmatch(cell) else cell


def unrounded(cell: str) -> str:
    """ "3.8190001234E+10" → "38190001234" when all the digits are there; trailing zeros may have been left out."""
    found = _ROUNDED.fullmatch(cell.strip())
    if not found:
        return cell
    power, digits = int(found[3]), found[1] + found[2]
    # A spreadsheet shows as many digits as fit: six or fewer were cut off, more than nine were not.
    if power not in (8, 9, 10, 11) or len(digits) < 10 or len(digits) > power + 1:
        return cell
    return digits.ljust(power + 1, "0")


def doubt_rounded(work: Work, people: Rows) -> None:
    """Numbers of which a spreadsheet kept only the first digits and filled up with zeros."""
    column = work.cells.fields.get("personal_number")
    if column is None:
        return
    rows = [row for row in people.tolist() if column[row][-5:] == ROUNDED and len(column[row]) > 8]
    if len(rows) >= 3:
        title = work.title("personal_number")
        words = f"cột {title} bị bảng tính làm tròn, những chữ số cuối thành 0; không dùng những số ấy"
        work.do("rounded", "personal_number", rows, words, distrust("personal_number", rows, NOT_USED))


def mend_digits(work: Work, people: Rows) -> None:
    doubt_rounded(work, people)
    for field, read in (("personal_number", plain_number), ("old_number", plain_number), ("phone", plain_phone)):
        column = work.cells.fields.get(field)
        if column is None:
            continue
        odd = [row for row in people.tolist() if column[row] and not column[row].isdecimal()]
        for kind, change, words in (
            ("letters", with_digits, "chữ O, l viết thay cho số 0, 1; đã sửa"),
            ("unrounded", unrounded, "số bị bảng tính viết dạng 3.8E+10 nhưng còn đủ chữ số; đã viết lại"),
        ):
            rows, texts = [], []
            for row in odd:
                cell = column[row]
                if not cell.isdecimal() and (text := change(cell)) != cell and read(text):
                    rows.append(row)
                    texts.append(text)
            work.do(kind, field, rows, f"cột {work.title(field)}: {words}", put(field, rows, texts))
