"""Words for a message by hand. Pure."""

from __future__ import annotations

import unicodedata

SMS = 160  # letters without marks that go as one message


def unmarked(text: str) -> str:
    """The same words without marks, capitals and signs as they are: with marks a message holds 70 letters."""
    plain = text.replace("đ", "d").replace("Đ", "D").replace("–", "-").replace("“", '"').replace("”", '"')
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def sms(text: str) -> str:
    """One message: cut between words where it is longer."""
    plain = unmarked(text)
    return plain if len(plain) <= SMS else f"{plain[: SMS - 3].rsplit(' ', 1)[0]}..."
