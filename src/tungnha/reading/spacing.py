"""Spaces set right: those that fell inside words ("di đ ộng") and those lost between them ("thựchiện").

Only spaces are added or taken away, and only beside words in small letters that are no Vietnamese syllable as they
stand; letters, figures and names are never touched.
"""

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from .fold import UPPER, fold
from .syllables import cut, is_syllable

_SMALL = "a-zà-öø-ýăđĩũơưạ-ỹ"
_LOOSE = re.compile(
    rf"(?<![^\s(“\"])(?:([{_SMALL}]{{1,6}}) )?([bcdđghklmnpqrstvx]{{1,3}})(?: ([{_SMALL}]{{1,6}})(?!\w)|(?=[,;:.]))"
)
_LONG = re.compile(rf"(?<!\w)[{_SMALL}]{{5,14}}(?![\w@/.\-]\w)(?!\w)")
_GLUED = re.compile(rf"(?<!\w)([{_SMALL}]{{2,6}})(?=[{UPPER}][{_SMALL}]{{1,6}}(?!\w))")
_SPACED_OUT = re.compile(rf"(?:[{UPPER}] ){{3,}}[{UPPER}](?!\w)")


def words_of(texts: Iterable[str]) -> AbstractSet[str]:
    """The syllables a text uses more than once: by them the halves of glued words are known."""
    counts = Counter(word for text in texts for word in re.findall(r"[a-z]+", fold(text)))
    return {word for word, n in counts.items() if n > 1 and is_syllable(word)}


def respace(text: str, known: AbstractSet[str]) -> str:
    """A paragraph with its stray spaces taken out and its lost ones set back."""
    text = _SPACED_OUT.sub(_close_up, text)
    text = _LOOSE.sub(lambda hit: _take_in(hit, known), text)
    text = _LONG.sub(lambda hit: _part(hit.group(), known), text)
    return _GLUED.sub(_before_name, text)


def _close_up(hit: re.Match[str]) -> str:
    """ "K Ế H O Ạ C H", set wide: the letters of as many syllables as they make."""
    letters = hit.group().replace(" ", "")
    folded = fold(letters)
    if is_syllable(folded):
        return letters
    at = cut(folded, frozenset())
    return f"{letters[:at]} {letters[at:]}" if at else hit.group()


def _take_in(hit: re.Match[str], known: AbstractSet[str]) -> str:
    """A loose piece goes to the word after it ("đ ộng") or before it ("phươn g"), as the text's other words tell."""
    before, piece, after = hit.group(1) or "", hit.group(2), hit.group(3) or ""
    if hit.string[: hit.start(2)].rstrip()[-1:].isdigit():
        return hit.group()  # "500 m ở": a measure
    onward, back = fold(piece + after), fold(before + piece)
    fits_after = bool(after) and is_syllable(onward)
    fits_before = any(ord(c) > 127 for c in before) and is_syllable(back) and back[-1:] in "cghmnpt"
    if fits_before and (back in known or not fits_after) and not (fits_after and onward in known and back not in known):
        return f"{before}{piece} {after}".rstrip()
    if not fits_after:
        return hit.group()
    return f"{before} {piece}{after}" if before else f"{piece}{after}"


def _part(word: str, known: AbstractSet[str]) -> str:
    if all(ord(c) < 128 for c in word):
        return word  # "video", "facebook": no word of ours without a mark is surely two
    at = cut(fold(word), known)
    return f"{word[:at]} {word[at:]}" if at else word


def _before_name(hit: re.Match[str]) -> str:
    word = hit.group(1)
    marked = any(ord(c) > 127 for c in word)
    return f"{word} " if marked and is_syllable(fold(word)) else word
