"""What one clerk does to his own rows: habits of writing names, dates, numbers and places, over a block of rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from tests.matching.wild.base import Line, plain
from tests.matching.wild.fonts import tcvn3, vni

Act = Callable[[list[Line], Random], None]
_DMY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
EXCEL_DAY = date(1899, 12, 30)


def _each(field: str, act: Callable[[str], str]) -> Act:
    def over(lines: list[Line], rng: Random) -> None:
        for line in lines:
            if line.cells.get(field):
                line.cells[field] = act(line.cells[field])

    return over


def day_of(cell: str) -> date | None:
    found = _DMY.match(cell.strip())
    if not found:
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _dates(act: Callable[[date], str]) -> Act:
    """Only what is a whole day; years alone stay."""
    return _each("birth", lambda cell: act(born) if (born := day_of(cell)) else cell)


# -- names

_SHORT = {
    "Nguyễn": ("Ng.", "Ng", "N."), "Trần": ("Tr.", "Tr"), "Phạm": ("Ph.", "Ph"), "Hoàng": ("Hg", "H."), "Lê": ("L.",),
    "Trịnh": ("Tr.", "Trg"), "Đặng": ("Đg", "Đ."), "Thị": ("T.", "T", "thị"), "Văn": ("V.", "V"), "Xuân": ("X.",),
    "Ngọc": ("Ng.",), "Đức": ("Đ.",), "Quang": ("Q.",), "Minh": ("M.",), "Thanh": ("Th.",), "Hữu": ("H.",),
}  # fmt: skip


def initials(lines: list[Line], rng: Random) -> None:
    """ "N.V. Hùng", "N V Hùng", "Nguyễn V.Hùng": always in the same way."""
    way = rng.randrange(4)
    for line in lines:
        words = line.cells["name"].split()
        if len(words) > 2:
            first = words[0] if way in (1, 3) else f"{words[0][0]}."
            middle = [f"{word[0]}." for word in words[1:-1]]
            glue = "" if way in (0, 1) else " "
            line.cells["name"] = f"{first}{' ' if way in (1, 3) else glue}{glue.join(middle)}{glue}{words[-1]}"


def own_abbreviations(lines: list[Line], rng: Random) -> None:
    """His own shorthand for the common words, the same for each word."""
    chosen = {word: rng.choice(ways) for word, ways in _SHORT.items()}
    chosen |= {plain(word): plain(short) for word, short in chosen.items()}
    for line in lines:
        words = line.cells["name"].split()
        line.cells["name"] = " ".join([*(chosen.get(word, word) for word in words[:-1]), *words[-1:]])


def reversed_names(lines: list[Line], rng: Random) -> None:
    way = rng.randrange(3)
    for line in lines:
        words = line.cells["name"].split()
        if len(words) > 1:
            turned = ([words[-1], *words[:-1]], [*words[1:], words[0]], [words[-1] + ",", *words[:-1]])[way]
            line.cells["name"] = " ".join(turned)


def with_titles(lines: list[Line], rng: Random) -> None:
    """ "Bà: Lê Thị Hoa", "Ông Lê Văn Hùng (chủ hộ)", with the year behind."""
    way = rng.randrange(3)
    for line in lines:
        title = "Bà" if line.cells.get("sex") == "Nữ" or " Thị " in line.cells["name"] else "Ông"
        name = line.cells["name"]
        years = re.findall(r"\d{4}", line.cells.get("birth", ""))
        shown = (f"{title} {name}", f"{title}: {name}", f"{name} ({years[-1] if years else title})")[way]
        line.cells["name"] = shown


def name_with_address(lines: list[Line], rng: Random) -> None:
    """Name and village in one cell, and the place for the village empty."""
    between = rng.choice((", ", " - ", "; ", " ("))
    for line in lines:
        if line.cells.get("address"):
            end = ")" if between == " (" else ""
            line.cells["name"] = f"{line.cells['name']}{between}{line.cells['address']}{end}"
            line.cells["address"] = ""


def name_with_birth_and_number(lines: list[Line], rng: Random) -> None:
    """All that he knew in the cell of the name: "Lê Văn Hùng, sn 1985, CCCD 038…"."""
    for line in lines:
        more = []
        if line.cells.get("birth"):
            more.append(f"sn {line.cells['birth']}")
        if line.cells.get("number"):
            more.append(f"CCCD {line.cells['number']}")
        line.cells["name"] = ", ".join([line.cells["name"], *more])
        line.cells["birth"] = line.cells["number"] = ""


# -- dates


def serial_1904(lines: list[Line], rng: Random) -> None:
    _dates(lambda born: str((born - EXCEL_DAY).days - 1462))(lines, rng)


def four_years_off(lines: list[Line], rng: Random) -> None:
    """A sheet of the 1904 system pasted into one of 1900: every date is four years and a day early."""
    _dates(lambda born: f"{born - timedelta(days=1462):%d/%m/%Y}")(lines, rng)


def swapped_by_excel(lines: list[Line], rng: Random) -> None:
    """A machine set to month/day: what can be turned is turned, and becomes a date; the rest stays text."""
    shown = rng.choice(("%Y-%m-%d 00:00:00", "%d/%m/%Y", "%Y-%m-%d"))

    def turned(born: date) -> str:
        if born.day > 12:
            return f"{born:%d/%m/%Y}"
        return format(date(born.year, born.day, born.month), shown)

    _dates(turned)(lines, rng)


def swapped_serials(lines: list[Line], rng: Random) -> None:
    def turned(born: date) -> str:
        if born.day > 12:
            return f"{born:%d/%m/%Y}"
        return str((date(born.year, born.day, born.month) - EXCEL_DAY).days)

    _dates(turned)(lines, rng)


def month_first(lines: list[Line], rng: Random) -> None:
    _dates(lambda born: f"{born.month:02d}/{born.day:02d}/{born.year}")(lines, rng)


def month_first_short(lines: list[Line], rng: Random) -> None:
    _dates(lambda born: f"{born.month}/{born.day}/{born.year % 100:02d}")(lines, rng)


def year_first(lines: list[Line], rng: Random) -> None:
    shown = rng.choice(("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%Y.%m.%d"))
    _dates(lambda born: format(born, shown))(lines, rng)


def two_digit_years(lines: list[Line], rng: Random) -> None:
    mark = rng.choice("/-.")
    _dates(lambda born: f"{born.day:02d}{mark}{born.month:02d}{mark}{born.year % 100:02d}")(lines, rng)


def run_together(lines: list[Line], rng: Random) -> None:
    _dates(lambda born: f"{born:%d%m%Y}")(lines, rng)


def first_of_january(lines: list[Line], rng: Random) -> None:
    """He asked only for the year, and the form wanted a day."""
    _dates(lambda born: f"01/01/{born.year}")(lines, rng)


def in_words(lines: list[Line], rng: Random) -> None:
    shown = rng.choice(("{0} tháng {1} năm {2}", "ngày {0} tháng {1} năm {2}", "{0} thg {1}, {2}"))
    _dates(lambda born: shown.format(born.day, born.month, born.year))(lines, rng)


def day_of_issue(lines: list[Line], rng: Random) -> None:
    """The day the signature was issued stands where the birth belongs."""
    first = date(2026, 3, 2)
    for line in lines:
        if line.cells.get("birth"):
            line.cells["birth"] = f"{first + timedelta(days=rng.randrange(120)):%d/%m/%Y}"


# -- numbers and telephones


def scientific(lines: list[Line], rng: Random) -> None:
    digits, mark = rng.choice((5, 4, 2)), rng.choice(".,")
    _each("number", lambda cell: f"{int(cell):.{digits}E}".replace(".", mark) if cell.isdigit() else cell)(lines, rng)


def rounded(lines: list[Line], rng: Random) -> None:
    """What was shown as 3.80851E+10 and pasted as a value: 38085100000."""
    _each("number", lambda cell: str(int(float(f"{int(cell):.5E}"))) if cell.isdigit() and len(cell) > 9 else cell)(
        lines, rng
    )


def lost_zeros(lines: list[Line], rng: Random) -> None:
    _each("number", lambda cell: cell.lstrip("0"))(lines, rng)
    _each("phone", lambda cell: cell.lstrip("0"))(lines, rng)


def without_province(lines: list[Line], rng: Random) -> None:
    """ "Everybody's begins with 038": he writes the nine digits behind it."""
    _each("number", lambda cell: cell[3:] if len(cell) == 12 and cell.isdigit() else cell)(lines, rng)


def letters_for_digits(lines: list[Line], rng: Random) -> None:
    for field in ("number", "phone"):
        _each(field, lambda cell: cell.replace("0", "O").replace("1", "l"))(lines, rng)


def two_telephones(lines: list[Line], rng: Random) -> None:
    """Whoever has a second one has both in the cell, his own not always first."""
    between = rng.choice((" / ", "/", " - ", "; ", ", ", "\n", " hoặc "))
    for line in lines:
        phone = line.cells.get("phone")
        if phone:
            other = f"09{rng.randrange(10)}000{rng.randrange(10_000):04d}"
            line.cells["phone"] = between.join((phone, other) if rng.random() < 0.6 else (other, phone))


def old_prefixes(lines: list[Line], rng: Random) -> None:
    """Eleven digits, as before 2018."""
    old = {"03": "016", "070": "0120", "079": "0121", "077": "0122", "076": "0126", "078": "0128", "083": "0123",
           "084": "0124", "085": "0125", "081": "0127", "082": "0129"}  # fmt: skip

    def turned(cell: str) -> str:
        for new, before in old.items():
            if cell.startswith(new) and len(cell) == 10:
                return before + cell[len(new) :]
        return cell

    _each("phone", turned)(lines, rng)


# -- sexes and places


def all_one_sex(lines: list[Line], rng: Random) -> None:
    sex = rng.choice(("Nam", "Nữ"))
    for line in lines:
        line.cells["sex"] = sex


def sex_by_sign(lines: list[Line], rng: Random) -> None:
    signs = rng.choice(({"Nam": "1", "Nữ": "0"}, {"Nam": "M", "Nữ": "F"}, {"Nam": "x", "Nữ": ""}))
    _each("sex", lambda cell: signs.get(cell, cell))(lines, rng)


def one_village(lines: list[Line], rng: Random) -> None:
    """The village of the office, dragged down over everybody."""
    place = next((line.cells["address"] for line in lines if line.cells.get("address")), "")
    for line in lines:
        line.cells["address"] = place


def short_villages(lines: list[Line], rng: Random) -> None:
    """ "Thôn Nà Cáy" → "NC"; "Thôn 3" → "T3"."""
    way = rng.randrange(2)

    def short(cell: str) -> str:
        place = cell.split(",")[0]
        words = [word for word in place.split() if word.lower() not in ("thôn", "bản", "khu", "phố", "tổ", "xóm")]
        if way and not any(word.isdigit() for word in words):
            return "".join(word[0] for word in words).upper()
        return "T" + "".join(words) if all(word.isdigit() for word in words) else " ".join(words)

    _each("address", short)(lines, rng)


WRITING: dict[str, Act] = {
    "no_diacritics": lambda lines, rng: _each("name", lambda cell: plain(cell).upper())(lines, rng),
    "initials": initials,
    "own_abbreviations": own_abbreviations,
    "reversed_names": reversed_names,
    "with_titles": with_titles,
    "name_with_address": name_with_address,
    "name_with_birth_and_number": name_with_birth_and_number,
    "tcvn3": lambda lines, rng: [_each(field, tcvn3)(lines, rng) for field in ("name", "address", "sex")] and None,
    "vni": lambda lines, rng: [_each(field, vni)(lines, rng) for field in ("name", "address", "sex")] and None,
    "date_1904_serial": serial_1904,
    "date_four_years_off": four_years_off,
    "date_swapped": swapped_by_excel,
    "date_swapped_serial": swapped_serials,
    "date_month_first": month_first,
    "date_month_first_short": month_first_short,
    "date_year_first": year_first,
    "date_two_digit_years": two_digit_years,
    "date_run_together": run_together,
    "date_first_of_january": first_of_january,
    "date_in_words": in_words,
    "date_of_issue": day_of_issue,
    "number_scientific": scientific,
    "number_rounded": rounded,
    "number_lost_zeros": lost_zeros,
    "number_without_province": without_province,
    "letters_for_digits": letters_for_digits,
    "two_telephones": two_telephones,
    "old_prefixes": old_prefixes,
    "all_one_sex": all_one_sex,
    "sex_by_sign": sex_by_sign,
    "one_village": one_village,
    "short_villages": short_villages,
}
