"""Whether two tellings are the same story, however they are spelled: with marks, without, in TELEX or VNI keys.

A share of 0 to 100. Whoever says no (“cài VNeID không mất tiền”) tells another story than who says yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tungnha.identity import names
from tungnha.identity.typing_keys import is_strong, is_typed_tone_only, typed

SAME, MAYBE = 75, 45  # joined by itself; offered to an officer

_WORD = re.compile(r"[^\W_]+")
_INSIDE = re.compile(r"^[a-zA-Z]+[1-9][a-zA-Z]*$")  # a key of VNI: ca2i, la2
# What holds a sentence together and says nothing of the story.
_FILLING_WORDS = """
    la thi ma va rang bao nghe noi don nguoi ta ho bi se da dang cac nhung mot nay kia ay do neu khi lai nua cung
    roi cho voi cua o tai thon ba con co duoc hay hom qua moi nhieu ai deu luon day den tu vi nen hoi oi a nhe
"""
_FILLING = frozenset(_FILLING_WORDS.split())
_NO_WORDS = "khong chang cha chua dung ko k kg hong"
_NO = frozenset(_NO_WORDS.split())
_SHORT = {
    "dt": "dien thoai", "tk": "tai khoan", "nh": "ngan hang", "cccd": "can cuoc", "cmnd": "can cuoc", "ca": "cong an",
    "vned": "vneid", "vneit": "vneid", "vn-eid": "vneid", "xien": "tien", "mk": "mat khau", "lua": "lua",
}  # fmt: skip


@lru_cache(maxsize=4000)
def tokens(text: str) -> tuple[str, ...]:
    """The words that tell the story, folded, keys of TELEX and VNI read, short forms written out."""
    found: list[str] = []
    for word in _WORD.findall(text.replace("VN-eID", "VNeID")):
        folded = names.fold(_read(word))
        found += _SHORT.get(folded, folded).split()
    return tuple(word for word in found if word not in _FILLING)


def _read(word: str) -> str:
    if word.isascii() and (is_strong(word) or is_typed_tone_only(word) or _INSIDE.search(word)):
        for how in ("telex", "vni-typing"):
            if read := typed(word, how):
                return read
    return word


def likeness(one: str, other: str) -> int:
    """0 to 100: the mean of the shared words, as a share of the shorter telling, and of shared threes of letters."""
    left, right = tokens(one), tokens(other)
    if not left or not right or _denies(left) != _denies(right):
        return 0
    shared = len(set(left) & set(right))
    words = shared / min(len(set(left)), len(set(right)))
    a, b = _threes(left), _threes(right)
    threes = 2 * len(a & b) / (len(a) + len(b))
    if min(len(set(left)), len(set(right))) < 2:  # one word is a subject, no story
        words *= 0.5
    return round(50 * (words + threes))


def _denies(words: Iterable[str]) -> bool:
    return any(word in _NO for word in words)


def _threes(words: tuple[str, ...]) -> set[str]:
    text = f" {' '.join(sorted(set(words)))} "
    return {text[at : at + 3] for at in range(len(text) - 2)}
