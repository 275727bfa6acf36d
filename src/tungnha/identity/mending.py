"""Names that came damaged: old encodings, UTF-8 read as Western text, and TELEX or VNI keys left as typed.

A guess is made only when what stands there cannot be Vietnamese and what comes out is Vietnamese throughout; English
names, names of the highlands and names without diacritics stay as they are. What was done is said, and the caller
shows it: the officer decides.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tungnha.identity import legacy
from tungnha.identity.letters import tidy
from tungnha.identity.syllables import is_syllable
from tungnha.identity.typing_keys import is_strong, is_typed_tone_only, typed

# Where the first word is one of these, the rest is taken for a Vietnamese name.
_FAMILIES = """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trịnh lương mai đào cao hà lâm
    phùng trương tạ tô tống thái quách chu châu triệu nông ma bế đàm lường vi lục la lưu lò quàng cà tòng giàng vàng
    sùng thào kiều nghiêm doãn khổng ninh âu bạch bàn cù đồng giáp hứa mạc nhâm phí quản sầm tăng thạch thân tiêu
    tôn từ ứng văn viên vương uông cấn đới mông mùa lã lại hoa kim tiên mạnh hạ đậu thiều lều trang
"""
FAMILIES = frozenset(_FAMILIES.split())
MARKERS = frozenset({"thị", "văn"})
TELEX, VNI, UTF8 = "telex", "vni-typing", "utf-8"
_HOW = {
    TELEX: "gõ kiểu TELEX khi bộ gõ chưa bật",
    VNI: "gõ kiểu VNI khi bộ gõ chưa bật",
    UTF8: "chữ Unicode bị đọc nhầm bảng mã",
}
_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"[ \t\r\n\u00a0]+")  # other signs that str.split takes for space are letters of VISCII
_LASTING = re.compile("[A-Za-z\u1ea0-\u1ef9đĐăĂơƠưƯĩĨũŨ]+")  # no old font has the others at their codes
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True)
class Mended:
    """A name as it was probably meant. `how` is "" when nothing was done."""

    text: str
    written: str
    how: str = ""  # a codec of legacy.NAMES, "telex", "vni-typing" or "utf-8"

    @property
    def reason(self) -> str | None:
        """What was done, without the name: for what is kept of a line. None when nothing was done."""
        return f"Họ tên được đọc lại: {self._how_in_words}; hãy soát." if self.how else None

    def explain(self) -> str | None:
        """The sentence for whoever looks at the line itself; None when nothing was done."""
        if not self.how:
            return None
        return f"“{self.written}” được đọc là “{self.text}” ({self._how_in_words}); hãy soát lại."

    @property
    def _how_in_words(self) -> str:
        return _HOW.get(self.how) or f"bảng mã cũ {legacy.NAMES[self.how]}"


def mend_name(written: str) -> Mended:
    """What a damaged name was probably meant to be. A sound name comes back tidied, with nothing said."""
    clean = tidy(written)
    if is_vietnamese(clean):
        return Mended(clean, written)
    for how, text in _readings(written):
        return Mended(text, written, how)
    return Mended(tidy(clean.replace(_SOFT_HYPHEN, "")), written)


def is_vietnamese(text: str) -> bool:
    """Every word of it can be a Vietnamese syllable."""
    words = text.split()
    return bool(words) and all(is_syllable(word) for word in words)


def _readings(written: str) -> list[tuple[str, str]]:
    """(how, text) of each way of reading that makes a Vietnamese name, the surest first."""
    found = []
    if not written.isascii() and not _has_a_lasting_slip(written):
        found = [(how, text) for how, text in _decoded(written) if _is_better(text, written)]
        found.sort(key=lambda one: -_name_likeness(one[1]))
    if not found and (read := _from_keys(tidy(written))):
        found = [read]
    return found


# -- encodings


def _has_a_lasting_slip(written: str) -> bool:
    """A word that is no syllable and whose letters no reading would change into others."""
    words = _SPACE.split(unicodedata.normalize("NFC", written))
    return any(_LASTING.fullmatch(word) and not is_syllable(word) for word in words)


def _decoded(written: str) -> list[tuple[str, str]]:
    spaced = " ".join(_SPACE.split(unicodedata.normalize("NFC", written))).strip()
    made = [(UTF8, text) for text in _from_western(spaced)]
    return made + [(codec, legacy.decoder(codec)(spaced)) for codec in legacy.NAMES]


def _from_western(text: str) -> list[str]:
    """UTF-8 that was read as Latin-1 or Windows-1252: "Nguyá»…n"."""
    made = []
    for western in ("cp1252", "latin-1"):
        try:
            made.append(tidy(text.encode(western).decode("utf-8")))
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return made


def _is_better(text: str, written: str) -> bool:
    """Vietnamese throughout, with marks, and some word of it was none before."""
    return text != written and not text.isascii() and is_vietnamese(text) and _is_cased_as_a_name(text)


def _is_cased_as_a_name(text: str) -> bool:
    return all(word.islower() or word.isupper() or word[1:].islower() for word in text.split())


def _name_likeness(text: str) -> int:
    words = text.lower().split()
    return 2 * (words[0] in FAMILIES) + bool(MARKERS.intersection(words[1:-1]))


# -- keys left as typed


def _from_keys(clean: str) -> tuple[str, str] | None:
    words = clean.split()
    if not all(_WORD.fullmatch(word) for word in words):
        return None
    how = VNI if re.search(r"[^\W\d_]\d", clean) else TELEX
    read = [word if is_syllable(word) else typed(word, how) for word in words]
    if not words or not all(word and is_syllable(word) for word in read):
        return None
    changed = [(word, made) for word, made in zip(words, read, strict=True) if made and word != made]
    if not _is_proven(words, [str(word) for word in read], changed):
        return None
    return how, " ".join(_oo_too(word, str(made), how) for word, made in zip(words, read, strict=True))


def _is_proven(words: list[str], read: list[str], changed: list[tuple[str, str]]) -> bool:
    """Enough speaks for a Vietnamese name: Max Foster, Bruce Lee, "Hùng2" (the second Hùng) must not come through."""
    strong = any(is_strong(word) for word, _ in changed)
    in_a_marked_name = any(not word.isascii() and is_syllable(word) for word in words)
    if in_a_marked_name:
        return strong or any(is_typed_tone_only(word) for word, _ in changed)
    marker = any(made.lower() in MARKERS for word, made in changed)
    known = read[0].lower() in FAMILIES
    return known and len(words) > 1 and (marker or strong or len(changed) > 2)


def _oo_too(word: str, made: str, how: str) -> str:
    """Coong is a syllable as it stands (cải xoong); in a name that was typed so it is Công."""
    again = typed(word, how) if word == made and "oong" in word.lower() else None
    return again if again and is_syllable(again) else made
