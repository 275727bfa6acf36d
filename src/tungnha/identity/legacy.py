"""Vietnamese text of before Unicode: TCVN3 (ABC, fonts .VnTime), VNI-Windows, VISCII, Windows-1258.

All four keep Vietnamese letters in the codes of Western ones, so their text looks like "Uû ban nh©n d©n" or
"UÛY BAN NHAÂN DAÂN". `mend` recognises that in text, passage by passage, by whether the words become Vietnamese
syllables; `decode` does it for bytes. Text that is Vietnamese, English or French already stays as it is.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from .syllables import is_syllable

NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viscii": "VISCII", "windows-1258": "Windows-1258"}


def told(codec: str) -> str:
    """The sentence for whoever sent the file."""
    return f"Văn bản dùng bảng mã cũ {NAMES.get(codec, codec)}, đã được chuyển sang Unicode; hãy soát lại chữ."


# -- TCVN3: one code for each small letter; capitals with a tone exist only as capital fonts (.VnTimeH)

_TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
# TCVN 5712 gives these capitals codes which the fonts leave empty; some converters write them.
_TCVN3_CAPITALS = str.maketrans("¯º¿ÀÁÂÃÄÅÍÙÚÛàðÿ", "ẰẲẴẮẦẨẪẤỀỂỄẾỒỔỖỐ")
_TCVN3 = {**_TCVN3_CAPITALS, **str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)}


def _from_tcvn3(text: str) -> str:
    # A hat typed as a code of its own before a capital is rare; what is not in the table stays.
    return _capitals_restored(text.translate(_TCVN3))


def _capitals_restored(text: str) -> str:
    """ "CéNG HßA" comes out as "CộNG HòA": a line set in the capital font gets its capitals back."""
    return "\n".join(map(_capital_line, text.split("\n")))


# The one word of plans whose first capital has a tone; TCVN3 has no code for it outside the capital fonts.
_COMMITTEE = re.compile(r"\bủy ban(?= nhân dân| mặt trận| MTTQ| kiểm tra)")


def _capital_line(line: str) -> str:
    plain = [c for c in line if c.isascii() and c.isalpha()]
    if plain and all(c.isupper() for c in plain) and re.search(r"[A-Z]\w*[A-Z]", line):
        return line.upper()
    return _COMMITTEE.sub("Ủy ban", re.sub(r"\w+", lambda word: _capital_word(word.group()), line))


def _capital_word(word: str) -> str:
    """ "HOạCH" amid a mixed line: all its plain letters are capitals, and there are two at least."""
    plain = [c for c in word if c.isascii() and c.isalpha()]
    return word.upper() if len(plain) >= 2 and all(c.isupper() for c in plain) else word


# -- VNI: the plain letter and then a letter for its hat and tone

_VNI_MARKS = {
    "a": dict(zip("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _vni_table() -> dict[str, str]:
    table = {}
    for base, marks in _VNI_MARKS.items():
        for mark, letter in marks.items():
            table[base + mark] = letter
            table[base.upper() + mark] = table[base.upper() + mark.upper()] = letter.upper()
    for code, letter in _VNI_SINGLE.items():
        table[code], table[code.upper()] = letter, letter.upper()
    return table


_VNI = _vni_table()
_VNI_CODES = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


def _from_vni(text: str) -> str:
    return _VNI_CODES.sub(lambda found: _VNI[found.group()], text)


# -- VISCII (RFC 1456)

_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđự"
    "òóôõỏọụùúũủýợỮ"
)
_VISCII = str.maketrans(
    {
        **dict(zip(range(0x80, 0x100), _VISCII_HIGH, strict=True)),
        2: "Ẳ",
        5: "Ẵ",
        6: "Ẫ",
        0x14: "Ỷ",
        0x19: "Ỹ",
        0x1E: "Ỵ",
    }
)


def _from_viscii(text: str) -> str:
    return text.translate(_VISCII)


def _from_1258(text: str) -> str:
    return unicodedata.normalize("NFC", text.encode("latin-1", errors="replace").decode("cp1258", errors="replace"))


_DECODERS: dict[str, Callable[[str], str]] = {
    "tcvn3": _from_tcvn3,
    "vni": _from_vni,
    "viscii": _from_viscii,
}


def decoder(encoding: str) -> Callable[[str], str]:
    """How text of an old one-byte page, read as Latin-1, becomes Unicode: for files too large to be held whole."""
    return _from_1258 if encoding == "windows-1258" else _DECODERS[encoding]


# -- by font

_FONT = re.compile(r"^(?:(?P<tcvn>\.?vn[a-z0-9 ]+)|(?P<vni>vni[- ].+))$", re.IGNORECASE)


def codec_of_font(font: str | None) -> str | None:
    """ ".VnTime" → "tcvn3", ".VnTimeH" → "tcvn3-capitals", "VNI-Times" → "vni"; None for a font of Unicode."""
    name = (font or "").strip()
    found = _FONT.match(name)
    if not found or not name.startswith((".", "VNI", "Vni", "vni")):
        return None
    if found.group("vni"):
        return "vni"
    return "tcvn3-capitals" if name.rstrip("0123456789 ").endswith("H") else "tcvn3"


def from_font(text: str, codec: str) -> str:
    """Text of a run set in an old font. Kept as it is where it holds Unicode Vietnamese (only the font is old)."""
    name, _, capitals = codec.partition("-")
    if any(ord(c) > 0xFF and unicodedata.category(c).startswith("L") for c in text):
        return text.upper() if capitals else text
    plain = _from_vni(text) if name == "vni" else text.translate(_TCVN3)
    before, after = Score.of(text), Score.of(plain)
    if before.marked and before.wrong == 0 and after.wrong > 0:
        return text.upper() if capitals else text  # Latin-1 letters that are right already: "xã", "và"
    return plain.upper() if capitals else plain


# -- by the words themselves

_WORD = re.compile(r"[^\W\d_]+")
# Signs that are letters in TCVN3 or VNI files read as Western text.
_CODES = re.compile(r"(?:[^\W\d_]|[\u00a1-\u00bf\u00d7\u00f7\u0080-\u009f\u0002\u0005\u0006\u0014\u0019\u001e])+")


SAMPLE = 60_000  # characters; more words tell no more


@dataclass(frozen=True)
class Score:
    """Words with letters beyond ASCII: how many can be Vietnamese and how many cannot."""

    right: int = 0
    wrong: int = 0
    kinds: int = 0  # different right words

    @property
    def marked(self) -> int:
        return self.right + self.wrong

    @property
    def share(self) -> float:
        return self.right / self.marked if self.marked else 0.0

    @staticmethod
    def of(text: str) -> "Score":
        right, wrong = 0, 0
        kinds = set()
        for word in _CODES.findall(text[:SAMPLE]):
            if word.isascii():
                continue
            if _WORD.fullmatch(word) and _one_case(word) and is_syllable(word):
                right += 1
                kinds.add(word.lower())
            else:
                wrong += 1
        return Score(right, wrong, len(kinds))


def _one_case(word: str) -> bool:
    return word.islower() or word.isupper() or word[1:].islower()


_UNICODE = re.compile("[\u1ea0-\u1ef9đĐăĂơƠưƯĩĨũŨ]")  # letters only Unicode Vietnamese has
SURE_SHARE = 0.85  # of the decoded words with marks that must be syllables
SURE_KINDS = 4  # different ones, before a passage may show by itself that a file is encoded so
MOST_PASSAGES = 2_000  # looked at; a file of 1,000 pages shows its encoding long before
NEAR_SHARE = 0.6  # above this a passage is taken for Vietnamese as it stands


def _best(text: str, codecs: tuple[str, ...], kinds: int, usual: str | None = None) -> str | None:
    """The codec that turns the words of a passage into Vietnamese, None when none clearly does.

    Where two do as well (short passages), it is the usual one of the file, or none.
    """
    if text.isascii() or _UNICODE.search(text):
        return None
    now = Score.of(text)
    if not now.marked or now.share > NEAR_SHARE:
        return None
    shares: dict[str, float] = {}
    for codec in codecs:
        plain = Score.of(_DECODERS[codec](text))
        if plain.share >= SURE_SHARE and plain.kinds >= kinds and plain.share > now.share + 0.2:
            shares[codec] = plain.share
    best = [codec for codec, share in shares.items() if share >= max(shares.values()) - 0.05]
    return best[0] if len(best) == 1 else usual if usual in best else None


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Text with its TCVN3, VNI and VISCII passages decoded, and which codecs they were in.

    A codec must first show itself in a passage of some length; then the short passages of the same text (a title,
    a signature) are decoded by it too. Where there is Unicode Vietnamese as well, only those that need it are.
    """
    if text.isascii() or not _CODES.search(text):
        return text, ()
    passages = re.split(r"(\n\s*\n)", text)
    counts: dict[str, int] = {}
    for passage in passages[:MOST_PASSAGES]:
        codec = _best(passage, tuple(_DECODERS), SURE_KINDS)
        if codec:
            counts[codec] = counts.get(codec, 0) + len(passage)
    if not counts:
        return text, ()
    most = max(counts, key=lambda codec: counts[codec])
    usual = None if _UNICODE.search(text) else most
    if usual and len(counts) == 1 and Score.of(_DECODERS[usual](text)).share >= SURE_SHARE:
        return _DECODERS[usual](text), (usual,)
    decoded = [_passage(passage, tuple(counts), most, usual) for passage in passages]
    return "".join(words for words, _ in decoded), tuple(sorted({codec for _, codec in decoded if codec}))


def _passage(passage: str, codecs: tuple[str, ...], most: str, usual: str | None) -> tuple[str, str | None]:
    """One passage decoded; lines and cells that Unicode letters show to be right already stay."""
    codec = _best(passage, codecs, 1, most)
    if codec is None and usual and Score.of(_DECODERS[usual](passage)).share >= Score.of(passage).share:
        codec = usual
    if codec:
        return _DECODERS[codec](passage), codec
    if not _UNICODE.search(passage):
        return passage, None
    lines = re.split(r"(\n|\t)", passage)
    used = None
    for at, line in enumerate(lines):
        one = _best(line, codecs, 1, most)
        if one:
            lines[at], used = _DECODERS[one](line), one
    return "".join(lines), used


def decode(data: bytes) -> tuple[str, str]:
    """Bytes of a text file → (text, encoding). Never fails; bytes that mean nothing become U+FFFD."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "utf-16"
    try:
        text, encoding = data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        if data.count(b"\x00") > len(data) // 8:
            even = data[0::2].count(b"\x00") > data[1::2].count(b"\x00")
            name = "utf-16-be" if even else "utf-16-le"
            return data.decode(name, errors="replace"), name
        return _decode_bytes(data)
    mended, codecs = mend(text)
    return mended, "+".join(codecs) or encoding


def _decode_bytes(data: bytes) -> tuple[str, str]:
    """One byte for each letter: Windows-1258 unless another page makes better Vietnamese of it."""
    damaged = data[:SAMPLE].decode("utf-8", errors="replace")
    if damaged.count("\ufffd") * 50 < len(damaged) and Score.of(damaged).share > NEAR_SHARE:
        return data.decode("utf-8", errors="replace"), "utf-8"  # UTF-8 with a few bytes lost
    western = data.decode("latin-1")
    makers = {"windows-1258": _from_1258, **_DECODERS}
    scores = {name: Score.of(make(western[:SAMPLE])).share for name, make in makers.items()}
    best = max(scores, key=lambda name: (round(scores[name], 2), name == "windows-1258"))
    if best == "windows-1258" or scores[best] < NEAR_SHARE:
        return _from_1258(western), "windows-1258"
    mended, codecs = mend(western)
    return (mended, "+".join(codecs)) if codecs else (makers[best](western), best)
