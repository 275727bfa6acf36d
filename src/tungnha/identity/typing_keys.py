"""What the keys of TELEX and VNI typing stand for, read word by word: Nguyeenx, Nguye6n4 → Nguyễn."""

from __future__ import annotations

import re
import unicodedata

_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = {"o": "ơ", "u": "ư"}
_VOWELS = "aăâeêioôơuưy"
_STRONG = re.compile(
    r"(?:aa|ee|oo|uo?w|[aou]w|^dd).*[fsrxj]$|[fsrxj].*(?:aa|ee|oo)|[6-9](?=[a-z])|\d.*\d|^dd|uow|uwow", re.I
)


def typed(word: str, how: str) -> str | None:
    """The word its keys were meant to make, cased as it was; None when they make none."""
    read = _read(word.lower(), _VNI_TONES if how == "vni-typing" else _TELEX_TONES, digits=how == "vni-typing")
    if read is None:
        return None
    return read.upper() if word.isupper() and len(read) > 1 else read.capitalize() if word[0].isupper() else read


def is_strong(word: str) -> bool:
    """Keys that no other language writes so: a hat and a tone in one word, a horn or hat in the middle, two digits.

    One digit at the end may only count namesakes: Lan6 is the sixth Lan.
    """
    return bool(_STRONG.search(word))


def is_typed_tone_only(word: str) -> bool:
    """Ends in the key of nặng or huyền; s, r and x end too many foreign names (Max, Lux)."""
    return word.lower().endswith(("j", "f"))


def _read(word: str, tones: dict[str, str], *, digits: bool) -> str | None:
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in tones and _has_vowel(letters):
            tone = tones[key] if not tone else "?"
        elif not (_shape_by_digit(letters, key) if digits else _shape(letters, key)):
            letters.append(key)
    if not word.isalnum() or tone == "?" or any(letter.isdigit() for letter in letters):
        return None
    return _with_tone(re.sub("ươ$", "uơ", "".join(letters)), tone)  # thuở, quơ


def _has_vowel(letters: list[str]) -> bool:
    return any(letter in _VOWELS for letter in letters)


def _shape(letters: list[str], key: str) -> bool:
    """Apply a key of TELEX that shapes a letter before it; False when the key is a letter of its own."""
    if key == "d" and letters == ["d"]:
        letters[0] = "đ"
        return True
    if key == "w":
        return _horn(letters, "oua")
    return key in _HATS and _change(letters, key, _HATS[key])


def _shape_by_digit(letters: list[str], key: str) -> bool:
    match key:
        case "6":
            return any(_change(letters, plain, hat) for plain, hat in _HATS.items())
        case "7":
            return _horn(letters, "ou")
        case "8":
            return _change(letters, "a", "ă")
        case "9":
            return _change(letters, "d", "đ")
    return False


def _horn(letters: list[str], of: str) -> bool:
    """uo together become ươ, whichever key came; else the last o or u, or a, takes its mark."""
    text = "".join(letters)
    if pair := re.search("(?<!q)[uư]o", text):
        letters[pair.start() : pair.end()] = "ươ"
        return True
    if "a" in of and re.search("oa|qua", text):  # hoawcj, quawng
        return _change(letters, "a", "ă")
    return any(_change(letters, plain, {**_HORNS, "a": "ă"}[plain]) for plain in of)


def _change(letters: list[str], plain: str, shaped: str) -> bool:
    """The last such letter takes its shape."""
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] == plain:
            letters[at] = shaped
            return True
    return False


def _with_tone(word: str, tone: str) -> str:
    """The tone where the old style puts it: hòa, thúy, quý, Nguyễn, khuỷu."""
    vowels = [at for at, letter in enumerate(word) if letter in _VOWELS]
    if word.startswith("qu") or (word.startswith("gi") and len(vowels) > 1):
        vowels = vowels[1:]
    if not tone or not vowels:
        return word
    at = vowels[_bearer([word[v] for v in vowels], closed=vowels[-1] < len(word) - 1)]
    return unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :])


def _bearer(vowels: list[str], *, closed: bool) -> int:
    shaped = [at for at, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    if len(vowels) == 1:
        return 0
    return 1 if closed or len(vowels) > 2 else 0
