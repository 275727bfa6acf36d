"""Telephones and personal numbers of a plan's text are hidden before it is stored, letter for letter."""

from __future__ import annotations

import re
from typing import Any

from tungnha.identity.numbers import read_personal_number
from tungnha.identity.phones import read_phones

_DIGITS = re.compile(r"(?<![\d/.])(?:\+84|0)\d(?:[ .\-]?\d){7,10}(?![\d/])")
SHOWN = 3  # digits left at each end


def hide_numbers(text: str) -> str:
    """`0912.345.678` → `091*.***.678`: of the same length, so that the places of the finds still hold."""
    return _DIGITS.sub(lambda found: _hidden(found[0]), text)


def hide_all(value: Any) -> Any:
    """The same in every text of a draft."""
    if isinstance(value, str):
        return hide_numbers(value)
    if isinstance(value, list):
        return [hide_all(item) for item in value]
    return {key: hide_all(item) for key, item in value.items()} if isinstance(value, dict) else value


def _hidden(shown: str) -> str:
    digits = re.sub(r"\D", "", shown)
    if not (read_phones(shown) or read_personal_number(digits) or len(digits) in (10, 11)):
        return shown
    seen, out = 0, []
    for letter in shown:
        if letter.isdigit():
            seen += 1
            letter = letter if seen <= SHOWN or seen > len(digits) - SHOWN else "*"
        out.append(letter)
    return "".join(out)
