"""Whole blocks of a sound list damaged as clerks and spreadsheets do, with the truth kept: which row is whom.

Every damage takes a sheet, the rows first..last it falls on and a chance of its own; damages can be laid one upon
another. People are the invented ones of demo.population.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from tungnha.demo.population import residents
from tungnha.identity import legacy
from tungnha.identity.letters import folded
from tungnha.matching.tables import TextTable

HEADER = ["Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Điện thoại", "Thôn"]
FIELDS = ("full_name", "birth", "sex", "personal_number", "phone", "village")
PLACE = {name: at for at, name in enumerate(FIELDS)}


@dataclass
class Sheet:
    """`origin[r]` is the index of the clean row that row r speaks of, None for a line of nobody."""

    header: list[str]
    rows: list[list[str]]
    origin: list[int | None]
    groups: list[int] = field(default_factory=list)  # household of each clean row
    whole: list[list[str]] = field(default_factory=list)  # the clean rows before any cell was left empty

    def copy(self) -> Sheet:
        return Sheet(list(self.header), [list(row) for row in self.rows], list(self.origin), self.groups, self.whole)

    def table(self) -> TextTable:
        return TextTable.of_rows(self.header, list(enumerate(self.rows, start=2)))

    def column(self, name: str) -> list[str]:
        return [row[PLACE[name]] for row in self.rows]

    def put(self, name: str, first: int, texts: list[str]) -> None:
        for at, text in enumerate(texts, start=first):
            self.rows[at][PLACE[name]] = text


Damage = Callable[[Sheet, int, int, Random], None]


@lru_cache(maxsize=4)
def population(size: int, seed: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(one) for one in residents(size, seed=seed))


def clean_sheet(size: int = 600, seed: int = 1, missing: float = 0.1, mixed: bool = False) -> Sheet:
    """People of some villages, household by household (or mixed), a few cells empty."""
    rng = Random(f"{seed}:{missing}:{mixed}")
    people = [one for one in population(int(size * 1.6), seed) if rng.random() < 0.7][:size]
    if mixed:
        rng.shuffle(people)
    rows, groups = [], []
    for household, name, _, birth, sex, number, phone, village, *_ in people:
        kept = lambda text, share: "" if rng.random() < share else text  # noqa: E731
        rows.append(
            [name, kept(birth, missing / 3), kept(sex, missing), kept(number, missing), kept(phone, missing), village]
        )
        groups.append(int("".join(c for c in household if c.isdigit()) or 0))
    whole = [[one[1], one[3], one[4], one[5], one[6], one[7]] for one in people]
    return Sheet(list(HEADER), rows, list(range(len(rows))), groups, whole)


# -- sideways


def cells_right(at: int, by: int = 1) -> Damage:
    def damage(sheet: Sheet, first: int, last: int, rng: Random) -> None:
        width = len(sheet.rows[0])
        for row in sheet.rows[first : last + 1]:
            row[:] = [*row[:at], *[""] * by, *row[at:]][:width]

    return damage


def cells_right_wider(at: int) -> Damage:
    """Nothing is lost: the table grows."""

    def damage(sheet: Sheet, first: int, last: int, rng: Random) -> None:
        sheet.header.append("")
        for place, row in enumerate(sheet.rows):
            row[:] = [*row[:at], "", *row[at:]] if first <= place <= last else [*row, ""]

    return damage


def cells_left(at: int) -> Damage:
    def damage(sheet: Sheet, first: int, last: int, rng: Random) -> None:
        for row in sheet.rows[first : last + 1]:
            row[:] = [*row[:at], *row[at + 1 :], ""]

    return damage


def reordered(order: tuple[int, ...], header: list[str] | None = None) -> Damage:
    def damage(sheet: Sheet, first: int, last: int, rng: Random) -> None:
        for row in sheet.rows[first : last + 1]:
            row[:] = [row[at] for at in order]
        if header:
            sheet.rows.insert(first, list(header))
            sheet.origin.insert(first, None)

    return damage


# -- up and down


def slipped(name: str, by: int, *, rolled: bool = False) -> Damage:
    def damage(sheet: Sheet, first: int, last: int, rng: Random) -> None:
        part = sheet.column(name)[first : last + 1]
        if by > 0:
            part = (part[-by:] if rolled else [""] * by) + part[:-by]
        else:
            part = part[-by:] + (part[:-by] if rolled else [""] * -by)
        sheet.put(name, first, part)

    return damage


def sorted_alone(name: str) -> Damage:
    def damage(sheet: Sheet, first: int, last: int, rng: Random) -> None:
        sheet.put(name, first, sorted(sheet.column(name)[first : last + 1]))

    return damage


# -- dates


def each(name: str, change: Callable[[str, Random], str], share: float = 1.0) -> Damage:
    def damage(sheet: Sheet, first: int, last: int, rng: Random) -> None:
        part = sheet.column(name)[first : last + 1]
        sheet.put(name, first, [change(text, rng) if text and rng.random() < share else text for text in part])

    return damage


def _date(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        return None


def on_dates(change: Callable[[dt.date], str]) -> Damage:
    return each("birth", lambda text, rng: change(day) if (day := _date(text)) else text)


month_first = on_dates(lambda day: f"{day:%m/%d/%Y}")
turned_small = on_dates(lambda day: f"{day:%m/%d/%Y}" if day.day <= 12 else f"{day:%d/%m/%Y}")
turned_small_own_form = on_dates(
    lambda d: f"{d.year}-{d.day:02}-{d.month:02} 00:00:00" if d.day <= 12 else f"{d:%d/%m/%Y}"
)
serial = on_dates(lambda day: str((day - dt.date(1899, 12, 30)).days))
serial_1904 = on_dates(lambda day: str((day - dt.date(1904, 1, 1)).days) if day.year > 1910 else f"{day:%d/%m/%Y}")
count_1904 = on_dates(lambda day: f"{day - dt.timedelta(days=1462):%d/%m/%Y}")
two_digits = on_dates(lambda day: f"{day:%d/%m/%y}")
year_only = on_dates(lambda day: str(day.year))
new_year = on_dates(lambda day: f"01/01/{day.year}")
ages = on_dates(lambda day: str(2026 - day.year))


def dragged_births(sheet: Sheet, first: int, last: int, rng: Random) -> None:
    start = next((day for text in sheet.column("birth")[first:] if (day := _date(text))), dt.date(1980, 1, 1))
    sheet.put("birth", first, [f"{start + dt.timedelta(days=at):%d/%m/%Y}" for at in range(last - first + 1)])


# -- names


def _initials(text: str, rng: Random) -> str:
    words = text.split()
    return ".".join(word[0] for word in words[:-1]) + ". " + words[-1] if len(words) > 1 else text


CLERK = {"nguyen": "Ng~", "tran": "Tr.", "pham": "Ph.", "thi": "T.", "van": "V.", "hoang": "Hg.", "le": "L."}


def _clerk(text: str, rng: Random) -> str:
    words = text.split()
    return " ".join([*(CLERK.get(folded(word), word) for word in words[:-1]), words[-1]])


def _to_telex(text: str, rng: Random) -> str:
    return " ".join(map(_telex_word, text.split()))


_TELEX = {"â": "aa", "ă": "aw", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


def _telex_word(word: str) -> str:
    made, tone = "", ""
    for letter in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONES[c] for c in parts if c in _TONES), tone)
        plain = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
        made += _TELEX.get(plain, plain)
    return (made + tone).capitalize()


def in_old_font(codec: str) -> Damage:
    decode = legacy.decoder(codec)
    table: dict[str, str] = {}
    for a in range(0xA1, 0x100):
        for base in "aeouyAEOUYôÔöÖ" if codec == "vni" else "":
            table.setdefault(decode(base + chr(a)), base + chr(a))
        if decode(chr(a)) != chr(a):
            table.setdefault(decode(chr(a)), chr(a))

    def change(text: str, rng: Random) -> str:
        return "".join(table.get(c, table.get(c.lower(), c)) for c in unicodedata.normalize("NFC", text))

    return each("full_name", change)


initials = each("full_name", _initials)
clerk = each("full_name", _clerk)
turned_names = each("full_name", lambda text, rng: " ".join([text.split()[-1], *text.split()[:-1]]))
backwards = each("full_name", lambda text, rng: " ".join(text.split()[::-1]))
upper = each("full_name", lambda text, rng: text.upper())
without_marks = each("full_name", lambda text, rng: folded(text).title())
telex = each("full_name", _to_telex)


def with_village(between: str) -> Damage:
    def damage(sheet: Sheet, first: int, last: int, rng: Random) -> None:
        for row in sheet.rows[first : last + 1]:
            row[0], row[5] = f"{row[0]}{between}{row[5]}", ""

    return damage


def with_birth(form: str) -> Damage:
    def damage(sheet: Sheet, first: int, last: int, rng: Random) -> None:
        for row in sheet.rows[first : last + 1]:
            if row[1]:
                row[0], row[1] = form.format(name=row[0], birth=row[1], year=row[1][-4:]), ""

    return damage


def with_titles(sheet: Sheet, first: int, last: int, rng: Random) -> None:
    for row in sheet.rows[first : last + 1]:
        row[0] = f"{'Bà' if row[2] == 'Nữ' else 'Ông'} {row[0]}"


# -- numbers and telephones of others


def heads_own(name: str) -> Damage:
    """The first of each household lends its number or telephone to everybody in it."""

    def damage(sheet: Sheet, first: int, last: int, rng: Random) -> None:
        at, group, text = PLACE[name], None, ""
        for row, origin in zip(sheet.rows[first : last + 1], sheet.origin[first : last + 1], strict=True):
            if origin is None:
                continue
            if sheet.groups[origin] != group:
                group, text = sheet.groups[origin], row[at]
            elif text:
                row[at] = text

    return damage


def filled_down(name: str, every: int = 6) -> Damage:
    def damage(sheet: Sheet, first: int, last: int, rng: Random) -> None:
        part = sheet.column(name)[first : last + 1]
        sheet.put(name, first, [part[at - at % every] or part[at] for at in range(len(part))])

    return damage


def dragged_numbers(sheet: Sheet, first: int, last: int, rng: Random) -> None:
    start = next((int(text) for text in sheet.column("personal_number")[first:] if text), 38090990001)
    sheet.put("personal_number", first, [f"{start + at:012}" for at in range(last - first + 1)])


stand_in_phone = each("phone", lambda text, rng: "0912000000", 0.8)
two_phones = each("phone", lambda text, rng: f"{text} / 0987000{rng.randrange(1000):03}")
lost_zero = each("personal_number", lambda text, rng: text.lstrip("0"))
letters_for_digits = each("personal_number", lambda text, rng: text.replace("0", "O").replace("1", "l"))
wide_digits = each("personal_number", lambda text, rng: "".join(chr(ord(c) + 0xFEE0) for c in text))
no_break_spaces = each("personal_number", lambda text, rng: f"\u00a0{text[:3]}\u00a0{text[3:]} ")
scientific = each("personal_number", lambda text, rng: f"{int(text):.10E}".replace("E+10", "E+10") if text else text)


# -- lines of nobody, places said once


def _insert(sheet: Sheet, at: int, cells: list[str]) -> None:
    sheet.rows.insert(at, (cells + [""] * len(sheet.header))[: len(sheet.header)])
    sheet.origin.insert(at, None)


def other_lines(sheet: Sheet, first: int, last: int, rng: Random) -> None:
    lines = [
        list(sheet.header), ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], ["Cộng trang: 30 người"], [""],
        ["Trang 2/10"], ["", "", "NGƯỜI LẬP BIỂU"], ["Tổng cộng", "", "", "125"],
    ]  # fmt: skip
    for at in range(last, first, -max((last - first) // 6, 1)):
        _insert(sheet, at, list(rng.choice(lines)))


def village_first(sheet: Sheet, first: int, last: int, rng: Random) -> None:
    above = None
    for row in sheet.rows[first : last + 1]:
        row[5], above = ("" if row[5] == above else row[5]), row[5]


def village_as_title(sheet: Sheet, first: int, last: int, rng: Random) -> None:
    above, at = None, first
    for _ in range(last - first + 1):
        village = sheet.rows[at][5]
        sheet.rows[at][5] = ""
        if village != above:
            _insert(sheet, at, [f"{village} ({rng.randrange(40, 300)} người)"])
            above, at = village, at + 1
        at += 1


def sex_in_two(sheet: Sheet, first: int, last: int, rng: Random) -> None:
    sheet.header[2:3] = ["Nam", "Nữ"]
    for row in sheet.rows:
        row[2:3] = ["x" if row[2] == "Nam" else "", "x" if row[2] == "Nữ" else ""]


def name_in_two(sheet: Sheet, first: int, last: int, rng: Random) -> None:
    sheet.header[0:1] = ["Họ và chữ đệm", "Tên"]
    for row in sheet.rows:
        family, _, given = row[0].rpartition(" ")
        row[0:1] = [family, given]


OTHER_HEADER = ["Điện thoại liên hệ", "Số định danh cá nhân", "Họ tên", "Nơi ở", "Phái", "Năm sinh"]
OTHER_ORDER = (4, 3, 0, 5, 2, 1)

DAMAGES: dict[str, Damage] = {
    "cells right from birth": cells_right(1),
    "cells right from number, wider": cells_right_wider(3),
    "cells left from sex": cells_left(2),
    "cells right by two": cells_right(1, 2),
    "other order": reordered(OTHER_ORDER),
    "other order with header": reordered(OTHER_ORDER, OTHER_HEADER),
    "number and phone interchanged": reordered((0, 1, 2, 4, 3, 5)),
    "name and village interchanged": reordered((5, 1, 2, 3, 4, 0)),
    "number slipped down 1": slipped("personal_number", 1),
    "number slipped up 2": slipped("personal_number", -2),
    "number rolled 7": slipped("personal_number", 7, rolled=True),
    "birth slipped down 1": slipped("birth", 1),
    "phone slipped down 1": slipped("phone", 1),
    "name slipped down 1": slipped("full_name", 1),
    "village slipped up 3": slipped("village", -3),
    "number sorted alone": sorted_alone("personal_number"),
    "names sorted alone": sorted_alone("full_name"),
    "phone sorted alone": sorted_alone("phone"),
    "birth sorted alone": sorted_alone("birth"),
    "month first": month_first,
    "turned up to 12": turned_small,
    "turned up to 12, own form": turned_small_own_form,
    "serial": serial,
    "serial of 1904": serial_1904,
    "count of 1904": count_1904,
    "two-digit years": two_digits,
    "year only": year_only,
    "all 1 January": new_year,
    "ages": ages,
    "births dragged": dragged_births,
    "initials": initials,
    "clerk's abbreviations": clerk,
    "given name first": turned_names,
    "names backwards": backwards,
    "upper case": upper,
    "no diacritics": without_marks,
    "telex": telex,
    "tcvn3": in_old_font("tcvn3"),
    "vni": in_old_font("vni"),
    "viscii": in_old_font("viscii"),
    "name - village": with_village(" - "),
    "name village": with_village(" "),
    "name, village": with_village(", "),
    "name (year)": with_birth("{name} ({year})"),
    "name, birth": with_birth("{name}, sinh ngày {birth}"),
    "titles": with_titles,
    "head's number": heads_own("personal_number"),
    "head's phone": heads_own("phone"),
    "number filled down": filled_down("personal_number"),
    "number dragged": dragged_numbers,
    "stand-in phone": stand_in_phone,
    "two phones": two_phones,
    "zero lost": lost_zero,
    "letters for digits": letters_for_digits,
    "wide digits": wide_digits,
    "no-break spaces": no_break_spaces,
    "scientific": scientific,
    "other lines": other_lines,
    "village on first row": village_first,
    "village as title": village_as_title,
    "sex in two columns": sex_in_two,
    "name in two columns": name_in_two,
}


def damaged(sheet: Sheet, name: str, first: int, last: int, seed: int = 1) -> Sheet:
    made = sheet.copy()
    DAMAGES[name](made, first, last, Random(f"{name}:{seed}"))
    return made
