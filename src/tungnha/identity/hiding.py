"""Telephones and personal numbers inside a text are hidden before it is stored, letter for letter."""

from __future__ import annotations

import re

from tungnha.identity.numbers import read_personal_number
from tungnha.identity.phones import read_phones

_DIGITS = re.compile(r"(?<![\d/.])(?:\+84|0)\d(?:[ .\-]?\d){7,10}(?![\d/])")
_RUN = re.compile(r"\d{9,}")
SHOWN = 3  # digits left at each end
# A word that says a secret follows, then one with a digit in it: “mật khẩu Lan1980”, “OTP: 482913”. It goes whole.
_SECRET = re.compile(
    r"\b((?:mật\s*khẩu|mat\s*khau|password|passwd|pass|mk|otp|pin|mã\s*(?:xác\s*(?:thực|nhận)|pin|otp))\s*(?:là|:|=)?\s*)"
    r"((?=[^\s,;.]*\d)[^\s,;.]{4,})",
    re.IGNORECASE,
)


def hide_numbers(text: str) -> str:
    """`0912.345.678` → `091*.***.678`: of the same length, so that the places of the finds still hold."""
    return _DIGITS.sub(lambda found: _hidden(found[0]), text)


def hide_typed_numbers(text: str) -> str:
    """The same in what somebody types about people, where a long run of digits is a card, an account or a telephone,
    and what follows “mật khẩu”, “OTP” is a secret."""
    text = _SECRET.sub(lambda found: found[1] + "*" * len(found[2]), text)
    return _RUN.sub(lambda found: _starred(found[0]), hide_numbers(text))


def _hidden(shown: str) -> str:
    digits = re.sub(r"\D", "", shown)
    known = read_phones(shown) or read_personal_number(digits) or len(digits) in (10, 11)
    return _starred(shown) if known else shown


def _starred(shown: str) -> str:
    count, seen, out = sum(letter.isdigit() for letter in shown), 0, []
    for letter in shown:
        if letter.isdigit():
            seen += 1
            letter = letter if seen <= SHOWN or seen > count - SHOWN else "*"
        out.append(letter)
    return "".join(out)
