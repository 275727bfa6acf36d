"""Names and numbers are taken out of what is told before it is stored.

Numbers go everywhere. Names of people on the register go where a room above can tell them (`register`): this room
knows no people. Of rumours and opinions whatever reads as somebody's name goes as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from tungnha.identity import names
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.identity.mending import FAMILIES
from tungnha.units.models import Area

SOMEBODY = "[tên đã che]"
HideNames = Callable[[str, Area], str]
_hide: list[HideNames] = []

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_TITLE_WORDS = "ông bà anh chị cô chú bác cụ em thầy mợ dì cậu thím o mệ con vợ chồng mế lão"
_TITLES = frozenset(_TITLE_WORDS.split())
# What stands where a name was, with the titles before it: “bà [tên đã che]”, “vợ ông [tên đã che]”.
SOMEBODY_WITH_TITLE = rf"(?i:\b(?:{_TITLE_WORDS.replace(' ', '|')})\s+)*{re.escape(SOMEBODY)}"
_FREQUENT = "nguyen tran le pham hoang huynh phan vu vo dang bui do ngo duong ly dinh trinh"
_FOLDED_FAMILIES = frozenset(names.fold(one) for one in FAMILIES)
_MIDDLES = frozenset({"thi", "van"})
# Families so frequent that two words are enough; “Hà Nội”, “Kim Sơn” are places.
_TWO_WORDS = frozenset(_FREQUENT.split())
_MOST = 5  # words of a name


def register(hide: HideNames) -> None:
    """Let a room that knows the register hide the names in it: hide(words, area) → words."""
    if hide not in _hide:
        _hide.append(hide)


def clean(text: str, area: Area) -> str:
    """Words about a difficulty: numbers, secrets and names on the register hidden."""
    text = hide_typed_numbers(" ".join(text.split()))
    for hide in _hide:
        text = hide(text, area)
    return text


def without_anybody(text: str, area: Area) -> str:
    """Words about a rumour or an opinion: also whatever reads as a name: after a title, or that begins with a family
    name. “bà Hoa chợ dưới bảo” → “bà [tên đã che] chợ dưới bảo”."""
    text = clean(text, area)
    spans = _merged([*_after_titles(text), *_whole_names(text)])
    for start, end in reversed(spans):
        text = text[:start] + SOMEBODY + text[end:]
    return text


def said_of_nobody(words: str) -> str:
    """As it can be read out, without what stands where a name was: “Bà [tên đã che] nói cài là mất tiền” → “có người
    nói cài là mất tiền”."""
    words = re.sub(rf"^{SOMEBODY_WITH_TITLE}", "có người", words.rstrip(". …"))
    return re.sub(SOMEBODY_WITH_TITLE, "một người", words)


def hides_somebody(text: str) -> bool:
    return SOMEBODY in text


def _words(text: str) -> list[re.Match[str]]:
    return list(_WORD.finditer(text))


def _after_titles(text: str) -> Iterable[tuple[int, int]]:
    """Words with a capital straight after a title."""
    words = _words(text)
    for at, title in enumerate(words[:-1]):
        if title[0].lower() not in _TITLES:
            continue
        last = at
        while last + 1 < len(words) and last - at < _MOST and _goes_on(text, words[last], words[last + 1]):
            last += 1
        if last > at:
            yield words[at + 1].start(), words[last].end()


def _goes_on(text: str, one: re.Match[str], following: re.Match[str]) -> bool:
    return following[0][0].isupper() and not text[one.end() : following.start()].strip(" ")


def _whole_names(text: str) -> Iterable[tuple[int, int]]:
    """Capitals that begin with a family name (Nguyễn Văn An), or small letters with “văn”, “thị” as the second word, as
    on a keyboard without Vietnamese (nguyen thi hoa)."""
    words = _words(text)
    for at, first in enumerate(words):
        folded = names.fold(first[0])
        if folded not in _FOLDED_FAMILIES:
            continue
        last = at
        while last + 1 < len(words) and last - at < _MOST - 1 and _goes_on(text, words[last], words[last + 1]):
            last += 1
        if first[0][0].isupper() and last - at >= (1 if folded in _TWO_WORDS else 2):
            yield first.start(), words[last].end()
        elif _is_small_name(text, words, at):
            yield first.start(), words[min(at + 2, len(words) - 1)].end()


def _is_small_name(text: str, words: list[re.Match[str]], at: int) -> bool:
    if at + 2 >= len(words) or names.fold(words[at + 1][0]) not in _MIDDLES:
        return False
    return not text[words[at].end() : words[at + 2].start()].replace(words[at + 1][0], "", 1).strip(" ")


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
