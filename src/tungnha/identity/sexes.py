"""Sex as lists and cards write it."""

from typing import Literal

from tungnha.identity.names import fold

Sex = Literal["male", "female"]

_MALE = frozenset({"nam", "male", "m", "trai", "ong"})
_FEMALE = frozenset({"nu", "female", "f", "gai", "ba"})


def read_sex(text: object) -> Sex | None:
    """Nam, Nữ, M, female …; None for what does not say. Digits are not read: lists disagree on 0 and 1."""
    word = fold(str(text or "")).strip(" .")
    if word in _MALE:
        return "male"
    return "female" if word in _FEMALE else None


def show_sex(sex: Sex) -> str:
    return "Nam" if sex == "male" else "Nữ"
