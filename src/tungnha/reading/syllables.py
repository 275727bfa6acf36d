"""Vietnamese syllables, by which a letter misread and a space gone astray are known without any dictionary.

A written syllable is an onset, a rhyme and a tone, and both lists are closed: "t1nh" is none, "tinh" is one; "đ" is
none and "ộng" follows it, so "di đ ộng" is "di động". All functions take folded words (see fold.py).
"""

from collections.abc import Set as AbstractSet
from functools import lru_cache

ONSETS = (
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
    "b", "c", "d", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
)  # fmt: skip
_WRITTEN = (
    "a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu"
    " im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oat oay oc oe oen oeo oet oi om on ong ooc oong op ot"
    " u ua uan uang uac uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych"
    " uyen uyet uynh uyt uyu y yem yen yet yeu yt ynh"
)
_RHYMES = frozenset(_WRITTEN.split())


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether folded letters can be one syllable."""
    if word in _RHYMES:
        return True
    return any(word.startswith(onset) and word[len(onset) :] in _RHYMES for onset in ONSETS)


_TWINS = {"l": "i", "1": "i", "0": "o"}


@lru_cache(maxsize=8192)
def as_meant(word: str) -> str:
    """A word with i read as l or 1, or o as 0, set right where only that makes it a syllable; else as it is."""
    if is_syllable(word) or len(word) < 3:
        return word
    for i, letter in enumerate(word[:-1]):
        if i and letter in _TWINS:
            other = word[:i] + _TWINS[letter] + word[i + 1 :]
            if is_syllable(other):
                return other
    return word


def cut(word: str, known: AbstractSet[str]) -> int | None:
    """Where two words written as one part, or None. Of several ways the one whose halves the text knows is taken."""
    if is_syllable(word):
        return None
    ways = [i for i in range(2, len(word) - 1) if is_syllable(word[:i]) and is_syllable(word[i:])]
    sure = [i for i in ways if word[:i] in known and word[i:] in known]
    best = sure if sure else ways
    return best[0] if len(best) == 1 else None
