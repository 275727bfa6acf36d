"""Labels of sections that letters read by eye get wrong in a way that cannot be meant otherwise.

Only the label of a heading in capitals is mended ("L MỤC ĐÍCH" → "I. MỤC ĐÍCH", "HI. MỤC TIÊU" → "III. …"); words,
numbers and dates are left as read, with the doubt they were read with.
"""

import re
from dataclasses import replace

from ..fold import is_upper
from .words import Row

_LABEL = re.compile(r"^([IVXLHTlịỊ1!|]{1,6})[.,:]?$")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_READ = {"L": "I", "l": "I", "1": "I", "!": "I", "|": "I", "H": "II", "T": "I", "ị": "I", "Ị": "I"}


def mend_label(row: Row) -> None:
    """Mend the first word of a heading in capitals, in place, where what was read is no Roman number."""
    if len(row.words) < 3:
        return
    first = row.words[0]
    found = _LABEL.match(first.text)
    rest = " ".join(word.text for word in row.words[1:])
    if found is None or not is_upper(rest) or found.group(1).isdigit() or found.group(1) in _ROMAN:
        return
    label = "".join(_READ.get(letter, letter) for letter in found.group(1))
    if label in _ROMAN:
        row.words[0] = replace(first, text=f"{label}.")


_ANNEX = re.compile(r"^(?:Phụ lục|PHỤ LỤC)$")


def mend_annex(row: Row) -> None:
    """ "Phụ lục H" on a line of its own is Phụ lục II."""
    if len(row.words) != 3 or not _ANNEX.match(" ".join(word.text for word in row.words[:2])):
        return
    last = row.words[2]
    label = "".join(_READ.get(letter, letter) for letter in last.text.rstrip(".:"))
    if label in _ROMAN and not last.text.rstrip(".:").isdigit():
        row.words[2] = replace(last, text=label)
