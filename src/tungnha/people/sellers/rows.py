"""How a line of a tax office's or an economy desk's list becomes an establishment or a product. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from tungnha.identity import names
from tungnha.identity.dates import BadDate, read_date
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.identity.phones import read_phones
from tungnha.people.importing import rules as common
from tungnha.people.importing.rules import Cells, Columns, Refused
from tungnha.people.sellers.columns import PRODUCTS, Found, name_of, words_of
from tungnha.people.sellers.rules import (
    OCOP_MONTHS,
    BadCode,
    clean_url,
    kind_of_name,
    months_after,
    read_code,
    read_stars,
    read_yes,
)  # fmt: skip

KIND_WORDS = {
    "household_business": ("ho kinh doanh", "hkd", "ho ca the", "ca the"), "cooperative": ("hop tac xa", "htx"),
    "enterprise": ("doanh nghiep", "cong ty", "dn"), "workshop": ("co so san xuat", "co so", "xuong"),
    "school": ("truong hoc", "truong"),
}  # fmt: skip
LONGEST = {"name": 200, "owner_name": 120, "address": 200, "trade": 120, "why": 200, "decision": 80, "floor": 60}
_VILLAGE_TITLE = re.compile(r"^(?:thôn|bản|khu phố|tổ dân phố|xóm|ấp|làng|khối phố)\s", re.I)


@dataclass(frozen=True)
class SellerRow:
    """One line of an establishment. None and "" are what the file does not speak of."""

    line: int
    name: str
    kind: str  # "" where neither a column nor the name says it
    village_id: int | None
    moves: bool  # the village stands in a column of its own
    facts: Mapping[str, object]
    eligible: bool | None = None
    why: str = ""


@dataclass(frozen=True)
class ProductRow:
    line: int
    name: str
    producer: str
    village_id: int | None
    facts: Mapping[str, object]
    producer_facts: Mapping[str, object]
    floor: str = ""
    url: str = ""


@dataclass(frozen=True)
class Line:
    number: int
    cells: Cells
    place: str  # what the line, or the title it stands under, writes for its village
    explicit: bool


@dataclass
class Reading:
    """Every line is a row or refused. `unknown`: words for a village that nobody here knows → how many lines."""

    rows: list[SellerRow] = field(default_factory=list)
    products: list[ProductRow] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    lines: int = 0
    headings: int = 0


# -- lines


def lines_of(found: Found, columns: Columns) -> Iterator[Line | None]:
    """Lines that say something; None for a title, a total, a heading printed anew, a signature."""
    under, header = "", frozenset(names.fold(text) for text in found.header)
    for number, cells in found.rows:
        title = common.lone_text(cells)
        if title and _VILLAGE_TITLE.match(title):
            under = title.split(":")[0].split("(")[0]
            yield None
        elif _is_no_row(cells, columns, header):
            yield None
        else:
            own = _said(cells, columns, "village")
            place = own or under or _said(cells, columns, "address")
            yield Line(number, cells, names.tidy(place), explicit=bool(own or under))


def _is_no_row(cells: Cells, columns: Columns, header: frozenset[str]) -> bool:
    named = {"full_name": columns.get("name", columns.get("owner_name", -1))}
    return (
        common.counts_its_columns(cells)
        or common.is_total(cells, named)
        or common.is_signature(cells)
        or _repeats_the_header(cells, header)
    )


def _repeats_the_header(cells: Cells, header: frozenset[str]) -> bool:
    """The heading printed anew on each page of paper."""
    filled = [names.fold(words_of(cell)) for cell in cells if words_of(cell)]
    return len(filled) > 1 and sum(one in header for one in filled) * 5 >= len(filled) * 4


def _said(cells: Cells, columns: Columns, name: str) -> str:
    at = columns.get(name)
    text = words_of(cells[at]) if at is not None and at < len(cells) else ""
    return "" if common.ERROR.match(text) else names.tidy(text)


def read(
    found: Found,
    columns: Columns,
    about: str,
    villages: Sequence[tuple[int, str, str]],
    answers: Mapping[str, str],
    today: date,
) -> Reading:
    """Every line becomes a row or is refused with its reason."""
    reading, known = Reading(), dict[str, int | None]()
    for line in lines_of(found, columns):
        if line is None:
            reading.headings += 1
            continue
        reading.lines += 1
        if line.place not in known:
            known[line.place] = _village(line.place, villages, answers)
        village = known[line.place]
        if village is None and answers.get(line.place, "") == "":
            reading.unknown[line.place] = reading.unknown.get(line.place, 0) + 1
        try:
            if answers.get(line.place) == NOT_HERE:
                raise Refused(f"“{line.place[:60]}” được trả lời là không thuộc xã.")
            if about == PRODUCTS:
                reading.products.append(_product(line, columns, village, today))
            else:
                reading.rows.append(_seller(line, columns, village))
        except Refused as problem:
            reading.refused[line.number] = str(problem)
    return reading


NOT_HERE = "none"  # the answer "this is no village of the commune"


def _village(text: str, villages: Sequence[tuple[int, str, str]], answers: Mapping[str, str]) -> int | None:
    answered = answers.get(text, "")
    if answered and answered != NOT_HERE:
        return int(answered)
    return common.find_village(text, villages) if text else None


def _seller(line: Line, columns: Columns, village: int | None) -> SellerRow:
    def said(name: str) -> str:
        return _cut(_said(line.cells, columns, name), name)

    owner = said("owner_name")
    name = said("name") or (f"Hộ kinh doanh {owner}" if owner else "")
    if not any(letter.isalpha() for letter in name):
        raise Refused("Thiếu tên cơ sở, hộ kinh doanh.")
    facts: dict[str, object] = {
        "owner_name": names.tidy(owner, proper_case=True), "address": said("address"), "trade": said("trade"),
        "code": _code(line, columns), "phone": _phone(_said(line.cells, columns, "phone")), "workers": _workers(said),
    }  # fmt: skip
    eligible = _eligible(said("eligible"))
    why = said("why") if eligible is False else ""
    if eligible is False and not why:
        why = "theo danh sách gửi đến"
    return SellerRow(
        line=line.number, name=name, kind=_kind(said("kind"), name), village_id=village, moves=line.explicit,
        facts={key: value for key, value in facts.items() if value not in ("", None)}, eligible=eligible, why=why,
    )  # fmt: skip


def _product(line: Line, columns: Columns, village: int | None, today: date) -> ProductRow:
    def said(name: str) -> str:
        return _cut(_said(line.cells, columns, name), name)

    if not any(letter.isalpha() for letter in said("name")):
        raise Refused("Thiếu tên sản phẩm.")
    if not any(letter.isalpha() for letter in said("producer")):
        raise Refused("Thiếu tên chủ thể làm ra sản phẩm.")
    stars = read_stars(_said(line.cells, columns, "stars")) if said("stars") else None
    if said("stars") and stars is None:
        raise Refused(f"Số sao “{said('stars')[:20]}” không rõ: hãy ghi số từ 1 đến 5.")
    recognised = _day(line, columns, "recognised_on")
    if recognised and recognised > today:
        raise Refused("Ngày công nhận còn ở phía trước.")
    until = _day(line, columns, "valid_until") or (months_after(recognised, OCOP_MONTHS) if recognised else None)
    if recognised and until and until < recognised:
        raise Refused("Ngày hết giá trị đứng trước ngày công nhận.")
    facts = {"ocop_stars": stars, "decision": said("decision"), "recognised_on": recognised, "valid_until": until}
    floor, url = _floor(said("floor"), _said(line.cells, columns, "url"))
    producer_facts = {
        "owner_name": said("owner_name"), "address": said("address"), "code": _code(line, columns),
        "phone": _phone(_said(line.cells, columns, "phone")),
    }  # fmt: skip
    return ProductRow(
        line=line.number, name=said("name"), producer=said("producer"), village_id=village, floor=floor, url=url,
        facts={key: value for key, value in facts.items() if value not in ("", None)},
        producer_facts={key: value for key, value in producer_facts.items() if value},
    )  # fmt: skip


# -- cells


def _cut(text: str, name: str) -> str:
    longest = LONGEST.get(name)
    if longest and len(text) > longest:
        raise Refused(f"{name_of(name)} dài quá {longest} ký tự.")
    return hide_typed_numbers(text) if name not in ("decision", "floor") else text


def _code(line: Line, columns: Columns) -> str:
    at = columns.get("code")
    if at is None or at >= len(line.cells):
        return ""
    cell = line.cells[at]
    if common.NOT_A_VALUE.match(words_of(cell)) or common.ERROR.match(words_of(cell)):
        return ""
    try:
        return read_code(cell if isinstance(cell, float) else words_of(cell))
    except BadCode as problem:
        raise Refused(str(problem)) from None


def _phone(text: str) -> str:
    """The first number of a cell, a landline too; one that cannot be read is left out, never a reason to refuse."""
    found = read_phones(text)
    digits = re.sub(r"\D", "", text)
    landline = digits if digits.startswith("02") and len(digits) in (10, 11) else ""
    return found[0].value if found else landline


def _workers(said: object) -> int | None:
    assert callable(said)
    text = said("workers")
    number = re.sub(r"\.0+$", "", text)
    return int(number) if number.isdecimal() and len(number) <= 5 else None


def _eligible(text: str) -> bool | None:
    if not text:
        return None
    found = read_yes(text)
    if found is None:
        raise Refused(f"Cột Đủ điều kiện ghi “{text[:30]}”, không rõ: hãy ghi Có hoặc Không.")
    return found


def _kind(text: str, name: str) -> str:
    folded = " ".join(re.findall(r"[a-z0-9]+", names.fold(text)))
    for kind, known in KIND_WORDS.items():
        if any(f" {word} " in f" {folded} " for word in known):
            return kind
    return kind_of_name(name, "")


def _day(line: Line, columns: Columns, name: str) -> date | None:
    at = columns.get(name)
    if at is None or at >= len(line.cells) or common.NOT_A_VALUE.match(words_of(line.cells[at])):
        return None
    try:
        read_as = read_date(line.cells[at])
    except BadDate as problem:
        raise Refused(f"{name_of(name)}: {problem}") from None
    if read_as.precision != "day":
        raise Refused(f"{name_of(name)}: cần đủ ngày, tháng, năm.")
    return read_as.date


def _floor(floor: str, url: str) -> tuple[str, str]:
    """The floor's name and the address there; a cell that holds the address in the place of the name is read too."""
    if not url and ("http" in floor or "www." in floor):
        floor, url = "", floor
    if not url:
        return ("" if common.NOT_A_VALUE.match(floor) else floor), ""
    try:
        address = clean_url(url)
    except ValueError:
        raise Refused("Địa chỉ trên sàn không đúng: cần địa chỉ trang, bắt đầu bằng https://.") from None
    return floor or (urlsplit(address).hostname or "").removeprefix("www."), address
