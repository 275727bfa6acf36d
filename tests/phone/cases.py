"""What the phone's rules must answer, said by Python: the two are one table.
`TUNGNHA_WRITE=1` and tests/phone/test_phone_rules.py write it anew.

Beside what is written here stand seeded ones: true forms with letters changed, dropped, put in. `table(seed, count)`.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from random import Random
from typing import Any

from tungnha.field.models import Visit, VisitResult
from tungnha.field.rules import next_step
from tungnha.identity import names, numbers, phones
from tungnha.identity.card import BadCard, read_card_qr
from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.identity.sexes import read_sex

FILE = Path(__file__).with_name("cases.json")
SEED, COUNT = 6, 25
TODAY = dt.date(2026, 5, 26)

NAMES = [
    "Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", "nguyễn thị hòa", "Đỗ Đức Được", "Ð\u1ed7 Ðức", "H'Bia Êban", "H' Bia Êban",
    "K ’Brêu", "h ' Bia", "Y-Blơ Niê", "Ksor H\u2019Lan", "  Lò   Văn\tÚt ", "Lý Thị Quý", "Trương Thị Ơn",
    "Hoàng Ưng", "A\u0300 Ơ\u0309i", "e\u0302\u0301", "\u200bPhạm\u200d Lan", "\ufeffVi Lan", "Mu\u00f1oz Peña",
    "Zoë O'Brien", "Lê–Thị—Hoa", "", "   ", "123", "Lan (1950)", "N.V. Hùng", "Ngu\u00adyễn", "Thuỳ Dương", "thuỵ",
    "Kha\u0323ch", "ẤP 3", "TỔ DÂN PHỐ SỐ 12", "nguyễn Văn", "ĐINH", "Bùi\u00a0Thị\u00a0Xuân", "İ",
]  # fmt: skip
NUMBERS = [
    "038190012345", "038 190 012 345", "038.190.012.345", "CCCD: 038190012345", "Số định danh 038190012345",
    "38190012345", "1190012345", "191234567", "91234567", "CMND 191234567", "191234567 / 038190012345",
    "038190012345 và 001190012345", "cũ 191234567, mới 038190012345", "038190012345,0", "3,8E+11", "TAM-000123",
    "tạm 12", "000000000000", "111111111111", "", " ", "038-190-012-345", "'038190012345", "0381900123",
    "03819001234x", "999190012345", "038990012345", "038390012345", "038290012345", "038 190 01234O",
    "số: 038190012345", "cccd/cmnd 038190012345", "0038190012345", "038190012345 hoặc 038190012345", "(038190012345)",
    "căn cước 038190012345", "12345678901",
]  # fmt: skip
PHONES = [
    "0912000345", "0912 000 345", "+84 912 000 345", "84912000345", "0084912000345", "912000345", "01662000345",
    "0912.000.345 / 0987000654", "0912000345-0987000654", "0912000345 - 0987000654", "0237 3852 147", "02373852147",
    "0912000345 hoặc 0987000654", "mẹ: 0912000345", "091200034", "", "không có", "0912000345.0", "0111111111",
    "0912000345 0987000654", "Đt 0912-000-345", "bố +84912000345, con 0355000111", "0598000123", "19001234",
    "0912000345 và 0912000345", "01240000111; 0237000111",
]  # fmt: skip
DATES = [
    "1960", "05/1960", "1/5/1960", "01/05/1960", "1960-05-01", "01051960", "1051960", "31/02/1990", "29/02/2000",
    "29/2/1900", "00/00/1950", "00/05/1950", "12/0/1950", "sinh năm 1960", "ngày 1 tháng 5 năm 1960",
    "mồng 2 tháng 9 năm 1945", "ns 1960", "1/5/60", "60", "", "abc", "32/1/1990", "13/13/1990", "1879", "2101",
    "33085", "33085.5", "1960.0", "01-05-1960", "01.05.1960", "1 5 1960", "01/05/1960 00:00:00", "1960-05-01T07:30",
    "2200-01-01", "__/__/1960", "… /5/1960", "tháng 5/1960", "99999", "2000000",
]  # fmt: skip
SEXES = [
    "Nam", "nữ", "NỮ.", "M", "f", "Female", "ông", "Bà", "trai", "gái", "1", "", "khác", " nam ",
]  # fmt: skip
CARDS = [
    "038190012345|191234567|Nguyễn Thị Hoà|01051990|Nữ|Thôn 1, xã Hiệp Lực|25062021",
    "038190012345||NGUYỄN THỊ HÒA|01051990|Nữ|Thôn 1|25062021||||",
    "038090012345||Lò Văn Út|01011990|Nam|Thôn 1|25062024|038090012399|Lò Văn A|Lò Thị B|",
    "038190012345|191234567|Nguyễn Thị Hoà|01051990|Nữ|Thôn 1", "\ufeff038190012345||Vi Lan|1990|Nữ|x|y ",
    "038190012345||Vi Lan|01051980|Nam|x|y", "038190012345||Vi Lan", "xin chào", "191234567||Vi Lan|01051990|Nữ|x|y",
    "38190012345||Vi Lan|01051990|Nữ|x|y", "038190012345|||01051990|Nữ|x|y", "038190012345||Vi Lan|99991990|Nữ|x|y",
    "038190012345||Vi Lan||Nữ|x|y", "038190012345||Vi Lan|01051990||x|y",
]  # fmt: skip
LETTERS = "aàảãáạăâđeêioôơuưyĐH'’- .,/|0123456789\u0301\u0323\u00a0\u200b"


def table(seed: int = SEED, count: int = COUNT) -> dict[str, Any]:
    rng = Random(seed)
    births = [date for date in map(_date, DATES) if "is" in date]
    return {
        "fold": [[text, names.fold(text)] for text in _more(NAMES, rng, count)],
        "tidy": [[text, names.tidy(text), names.tidy(text, proper_case=True)] for text in _more(NAMES, rng, count)],
        "numbers": [_number(text) for text in _more(NUMBERS, rng, count)],
        "phones": [_phone(text) for text in _more(PHONES, rng, count)],
        "dates": [_date(text) for text in _more(DATES, rng, count)],
        "equal": [_equal(rng.choice(births)["is"], rng.choice(births)["is"]) for _ in range(count * 4)],
        "ages": [_age(birth["is"]) for birth in births],
        "sexes": [[text, read_sex(text)] for text in _more(SEXES, rng, count)],
        "cards": [_card(text) for text in _more(CARDS, rng, count)],
        "provinces": {"born": numbers.PROVINCES, "now": numbers.NOW_PART_OF},
        "outcomes": {"visit": dict(Visit.Outcome.choices), "result": dict(VisitResult.Outcome.choices)},
        "steps": [
            [outcome, back and back.isoformat(), next_step(outcome, back, TODAY)]
            for outcome in Visit.Outcome.values for back in (None, TODAY, TODAY + dt.timedelta(days=9))
        ],
    }  # fmt: skip


def _more(texts: list[str], rng: Random, count: int) -> list[str]:
    """The texts, and seeded ones with a few letters changed."""
    return [*texts, *(_changed(rng.choice(texts), rng) for _ in range(count))]


def _changed(text: str, rng: Random) -> str:
    letters = list(text)
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(0, len(letters))
        letters[at : at + rng.randint(0, 1)] = rng.choice([[], [rng.choice(LETTERS)]])
    return "".join(letters)


def _number(text: str) -> dict[str, Any]:
    read = numbers.read_personal_number(text)
    if read is None:
        return {"text": text, "why": numbers.why_no_personal_number(text)}
    odd = read.oddities("male", 1990, TODAY)
    return {
        "text": text,
        "value": read.value,
        "kind": read.kind,
        "says": read.explain(),
        "odd": list(odd),
        "mask": numbers.mask(read.value),
    }


def _phone(text: str) -> dict[str, Any]:
    found = phones.read_phones(text)
    said = [[phone.value, phone.old] for phone in found]
    return {
        "text": text,
        "found": said,
        "why": phones.why_no_phone(text) or "",
        "mask": [phones.mask_phone(phone.value) for phone in found],
    }


def _date(text: str) -> dict[str, Any]:
    try:
        return {"text": text, "is": _short(read_date(text)), "show": read_date(text).show()}
    except BadDate as problem:
        return {"text": text, "why": str(problem)}


def _short(date: PartialDate) -> str:
    return date.date.isoformat()[: {"year": 4, "month": 7, "day": 10}[date.precision]]


def _long(text: str) -> PartialDate:
    return read_date("/".join(reversed(text.split("-"))))


def _equal(a: str, b: str) -> list[Any]:
    return [a, b, _long(a).could_equal(_long(b))]


def _age(text: str) -> list[Any]:
    return [text, *_long(text).age_on(TODAY)]


def _card(text: str) -> dict[str, Any]:
    try:
        card = read_card_qr(text)
    except BadCard as problem:
        return {"text": text, "why": str(problem)}
    kept = {"number": card.number, "full_name": card.full_name, "birth": _short(card.birth), "sex": card.sex}
    return {"text": text, "is": kept, "odd": list(card.oddities())}


def written(cases: dict[str, Any]) -> str:
    return (
        json.dumps(cases, ensure_ascii=False, indent=None, separators=(",", ":"))
        .replace("],[", "],\n[")
        .replace("},{", "},\n{")
        + "\n"
    )
