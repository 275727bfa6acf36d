"""What stands around a name in lists: "bà", "đ/c", "TS.", brackets, a year of birth.

Taken off for comparing, never lost: `take_apart` gives each of them back, and what it hints.
"""

import re
from dataclasses import dataclass
from typing import Literal

from tungnha.identity.dates import FIRST_YEAR, LAST_YEAR
from tungnha.identity.letters import folded, tidy

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_TRAILING_YEAR = re.compile(
    r"[\s,;:\-]*\b(?:sinh năm|sinh|sn|ns)?[\s.:]*(?:\d{1,2}[/.\-]){0,2}(?:18|19|20)\d\d\s*$", re.I
)
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_ACADEMIC = re.compile(r"^(?:(?:PGS|GS|TS|ThS|BS|DS|KS|CN|LS|CK1|CKI|CK2|CKII)\s*\.\s*)+", re.I)
_TITLES = frozenset(["ông", "bà", "cụ", "anh", "chị", "em", "cô", "chú", "bác", "cháu", "mr", "mrs", "ms"])
_LONG_TITLE = re.compile(r"^(?:đồng chí|đ\s*/\s*c|đc\.|ông\s*/\s*bà|ông\s*\(bà\)|ông bà)[\s.:]+", re.I)
_FAMILY_FOLLOWERS = frozenset({"thi", "van"})  # Ông Thị Hoa, Bà Văn Nam: here Ông, Bà are family names
_WORDS_ONLY = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_MAY_OPEN_A_TITLE = _TITLES | {"đồng"}
_TITLE_SEX: dict[str, Literal["male", "female"]] = {
    "ông": "male", "anh": "male", "chú": "male", "mr": "male",
    "bà": "female", "chị": "female", "cô": "female", "mrs": "female", "ms": "female",
}  # fmt: skip
_MENS_MIDDLES = frozenset({"văn", "đình", "hữu", "đức", "bá", "công", "mạnh", "sỹ", "sĩ", "trọng", "viết", "duy"})
_EDGES = " .,;:-"


@dataclass(frozen=True)
class Written:
    """A name as a list writes it, taken apart. Hints only: none of them proves anything."""

    name: str
    title: str = ""  # as written: "Bà", "Đ/c", "TS."
    year: int | None = None  # of birth, when one and only one is written
    aside: str = ""  # what else stood in brackets: "con ông B"

    @property
    def title_sex(self) -> Literal["male", "female"] | None:
        return _TITLE_SEX.get(self.title.lower().strip(".:"))

    @property
    def may_be_husbands_name(self) -> bool:
        """ "Bà Nguyễn Văn Hùng", "bà Hùng": a woman called by her husband's name."""
        words = self.name.lower().split()
        return self.title_sex == "female" and (len(words) == 1 or bool(_MENS_MIDDLES.intersection(words[1:-1])))

    def explain(self) -> tuple[str, ...]:
        """A sentence for each thing that was taken off or looks odd; none for a plain name."""
        said = []
        if self.title:
            said.append(f"Đã bỏ “{self.title}” trước họ tên.")
        if self.may_be_husbands_name:
            said.append(f"“{self.title} {self.name}” có thể là gọi theo tên chồng; hãy hỏi họ tên khai sinh.")
        if self.year:
            said.append(f"Năm {self.year} ghi cạnh tên có thể là năm sinh.")
        if self.aside:
            said.append(f"Phần trong ngoặc “{self.aside}” không thuộc họ tên.")
        if len(self.name.split()) == 1:
            said.append("Chỉ có một chữ: thiếu họ hoặc tên.")
        if re.search(r"\d", self.name):
            said.append("Trong họ tên có chữ số.")
        return tuple(said)


def take_apart(text: str) -> Written:
    """The name and what stood around it; nothing of the text is lost but the marks between."""
    clean = tidy(text)
    if _is_plain(clean):
        return Written(clean)
    without = _BRACKETS.sub(" ", clean)
    name = _bare_of(clean)
    return Written(name, _title(tidy(without), name), _only_year(clean, name), _aside(clean))


def bare(text: str) -> str:
    """The name alone: without "bà", "đ/c", "TS.", brackets and a year of birth written behind it."""
    clean = tidy(text)
    return clean if _is_plain(clean) else _bare_of(clean)


def year_in_name(text: str) -> int | None:
    """The year of birth written beside a name: "(1950)", "sn 1950", "- 12/3/1950"; None when there are two."""
    return take_apart(text).year


def _is_plain(clean: str) -> bool:
    """Words with single spaces and nothing before the family name: as nearly every name is written."""
    if not _WORDS_ONLY.fullmatch(clean):
        return not clean
    return clean.partition(" ")[0].lower() not in _MAY_OPEN_A_TITLE


def _bare_of(clean: str) -> str:
    name = _TRAILING_YEAR.sub("", _BRACKETS.sub(" ", clean))
    name = _ACADEMIC.sub("", _LONG_TITLE.sub("", name.strip(_EDGES))).strip(_EDGES)
    return tidy(_without_title(name))


def _without_title(name: str) -> str:
    """Drop a leading "bà", unless it may be the family name: Ông Cao Thắng, Ông Thị Hoa, Anh Đào."""
    first, _, rest = name.partition(" ")
    words = rest.split()
    if first.lower().strip(".:") not in _TITLES or not words or folded(words[0]) in _FAMILY_FOLLOWERS:
        return name
    if first[-1] in ".:" or (first[0].islower() and words[0][0].isupper()):  # written as a title
        return rest
    return rest if len(words) > 2 or (len(words) == 2 and folded(first) != "ong") else name


def _title(whole: str, name: str) -> str:
    return whole[: whole.find(name)].strip(_EDGES)


def _only_year(clean: str, name: str) -> int | None:
    years = {int(year) for year in _YEAR.findall(clean.replace(name, " ", 1))}
    known = {year for year in years if FIRST_YEAR <= year <= LAST_YEAR}
    return known.pop() if len(known) == 1 else None


def _aside(clean: str) -> str:
    inside = [_TRAILING_YEAR.sub("", found[1:-1]).strip(_EDGES) for found in _BRACKETS.findall(clean)]
    return "; ".join(part for part in inside if part)
