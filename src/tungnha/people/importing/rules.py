"""How a line of a population file becomes a person, or a reason why not. Pure: no database.

`matching` finds the header and guesses what every list has; a population file has more to say (household code,
relation to the head, lane, residence), and there its words win.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tungnha.identity import names
from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.identity.mending import Mended, mend_name
from tungnha.identity.numbers import PersonalNumber, is_temporary, read_personal_number, why_no_personal_number
from tungnha.identity.phones import Phone, read_phones, why_no_phone
from tungnha.identity.sexes import read_sex

# A file says the same words over and over, and asks the same of a name several times.
fold = lru_cache(maxsize=20_000)(names.fold)
tone_key = lru_cache(maxsize=20_000)(names.tone_key)
tidy = lru_cache(maxsize=20_000)(names.tidy)
_read_sex = lru_cache(maxsize=100)(read_sex)

Cells = Sequence[object]
Columns = Mapping[str, int]

FIELDS = {
    "full_name": "Họ và tên",
    "family_name": "Họ và tên đệm (cột riêng)",
    "given_name": "Tên (cột riêng)",
    "personal_number": "Số định danh, CCCD",
    "birth": "Ngày sinh",
    "birth_male": "Ngày sinh, cột của nam",
    "birth_female": "Ngày sinh, cột của nữ",
    "birth_day": "Sinh ngày (cột riêng)",
    "birth_month": "Sinh tháng (cột riêng)",
    "birth_year": "Sinh năm (cột riêng)",
    "sex": "Giới tính",
    "sex_male": "Dấu ở cột Nam",
    "sex_female": "Dấu ở cột Nữ",
    "phone": "Điện thoại",
    "household_code": "Mã hộ, số hộ",
    "relation": "Quan hệ với chủ hộ",
    "head_name": "Họ tên chủ hộ",
    "village": "Thôn",
    "lane": "Ngõ, xóm",
    "house": "Địa chỉ, số nhà",
    "residence": "Tình trạng cư trú",
}
# Columns that together say what one column says in other files.
SPLIT = {
    "full_name": ("family_name", "given_name"),
    "birth": ("birth_male", "birth_female", "birth_day", "birth_month", "birth_year"),
    "sex": ("sex_male", "sex_female", "birth_male", "birth_female"),
}
PARTS_OF_A_FIELD = ("family_name", "given_name", *SPLIT["birth"], "sex_male", "sex_female")
# Folded words of a header; the first that fits decides, so the longer stand before the shorter.
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("relation", ("quan he", "qh voi chu ho", "qh chu ho", "qhch", "moi quan he")),
    ("household_code", ("ma ho", "so ho", "stt ho", "ma so ho", "ho so", "so ho khau", "ma ho gia dinh", "ho khau so",
                        "so so ho khau")),
    ("head_name", ("ten chu ho", "chu ho", "ho ten chu ho", "ho va ten chu ho")),
    ("residence", ("tinh trang cu tru", "cu tru", "hinh thuc cu tru", "loai cu tru", "tam tru thuong tru",
                   "thuong tru tam tru", "tinh trang", "hien trang")),
    ("lane", ("ngo", "xom", "ngo xom", "duong ngo", "ten duong")),
    ("house", ("dia chi", "so nha", "noi thuong tru", "noi o hien tai", "cho o hien nay", "noi o", "cho o")),
    ("village", ("thon", "ban", "khu pho", "to dan pho", "tdp", "ap", "dia ban", "thon to", "thon ban", "khoi pho")),
)  # fmt: skip
_NOT_A_WORD = re.compile(r"[^\w\s]")
HEAD_WORDS = {"chu ho", "ch", "la chu ho", "chu ho gia dinh"}
NOT_A_VALUE = re.compile(r"^\W*(?:chưa có|chưa cấp|không có|không|chưa|ko|k)?\W*$", re.I)
RESIDENCE_WORDS = (
    ("away", ("di lam an xa", "lam an xa", "di lam xa", "di vang", "tam vang", "vang", "di xa", "lao dong ngoai",
              "lao dong nuoc ngoai", "xuat khau lao dong")),
    ("deceased", ("da mat", "da chet", "chet", "mat", "qua doi", "tu vong")),
    ("moved", ("da chuyen di", "chuyen di", "da chuyen", "chuyen khau", "chuyen ho khau")),
    ("non_resident", ("khong cu tru", "khong thuong tru", "khong o dia phuong")),
    ("temporary", ("tam tru",)),
    ("at_home", ("thuong tru", "o nha", "co mat", "dang o", "hien dang o", "thuong tru o nha", "tai dia phuong", "co")),
    ("unknown", ("chua ro", "khong ro")),
)  # fmt: skip
LONGEST = {"full_name": 120, "household_code": 30, "lane": 80, "house": 120, "relation": 40}


@dataclass(frozen=True)
class PersonRow:
    """One line that says who somebody is. None and "" are what the file does not speak of."""

    line: int
    full_name: str
    village_id: int
    number: PersonalNumber | None = None
    birth: PartialDate | None = None
    sex: str = ""
    phones: tuple[Phone, ...] = ()
    code: str = ""
    relation: str = ""
    is_head: bool | None = None
    lane: str = ""
    house: str = ""
    residence: str = ""
    note: str = ""


class Refused(ValueError):
    """A line that cannot be taken; the message tells the sender why."""


# -- columns


def guess(header: Cells, by_matching: Columns) -> dict[str, int]:
    """Field → column. What is special to a population file is looked for first."""
    own: dict[str, int] = {}
    for at, cell in enumerate(header):
        field = _own_field(_words(cell))
        if field and field not in own:
            own[field] = at
    own |= _split_fields(header)
    taken = set(own.values())
    rest = {f: at for f, at in by_matching.items() if f in FIELDS and f not in own and at not in taken}
    found = rest | own
    for whole, parts in SPLIT.items():  # "Ngày sinh" over three columns is no column of its own
        if whole in found and any(part in own for part in parts) and (found[whole] in taken or whole == "birth"):
            del found[whole]
    return found


def _split_fields(header: Cells) -> dict[str, int]:
    """Fields that a file writes in several columns: a birth date in the column of the sex, or as day, month, year;
    a cross under Nam or Nữ; the given name apart from the family name."""
    words = [names.tone_key(re.sub(r"[^\w\s]", " ", str(cell or ""))) for cell in header]
    folded = [_words(cell) for cell in header]
    found: dict[str, int] = {}
    for at, (marked, plain) in enumerate(zip(words, folded, strict=True)):
        born = bool(re.search(r"\bsinh\b", plain))
        last = marked.split()[-1] if marked else ""
        male, female = last == "nam" and plain != "viet nam", plain.endswith("nu") and last in ("nư4", "nu")
        if born and (male or female) and not re.search(r"nam nu$", plain):
            if male and any(p.endswith(" nu") and "sinh" in p for p in folded):
                found.setdefault("birth_male", at)
            elif female:
                found.setdefault("birth_female", at)
        elif male and _neighbour(folded, at, "nu"):
            found.setdefault("sex_male", at)
        elif female and _neighbour(folded, at, "nam"):
            found.setdefault("sex_female", at)
        elif plain in ("ngay", "ngay sinh ngay", "sinh ngay") and _neighbour(folded, at, "thang"):
            found.setdefault("birth_day", at)
        elif plain in ("thang", "ngay sinh thang", "sinh thang", "thang sinh"):
            found.setdefault("birth_month", at)
        elif plain in ("nam", "ngay sinh nam", "sinh nam") and at and folded[at - 1].endswith("thang"):
            found.setdefault("birth_year", at)
        elif plain in ("ho dem", "ho va dem", "ho va ten dem", "ho ten dem", "ho lot", "ho va chu dem", "ho chu dem",
                       "ho va ten ho dem", "ho va ten ho", "ho va ten ho va dem", "ho") \
                and at + 1 < len(folded) and re.search(r"\bten$", folded[at + 1]):  # fmt: skip
            found["family_name"], found["given_name"] = at, at + 1
    if "birth_male" in found and "birth_female" not in found:
        del found["birth_male"]
    if "birth_year" not in found:
        found = {field: at for field, at in found.items() if field not in ("birth_day", "birth_month")}
    return found


def _neighbour(folded: Sequence[str], at: int, ending: str) -> bool:
    around = [folded[one] for one in (at - 1, at + 1) if 0 <= one < len(folded)]
    return any(words == ending or words.endswith(f" {ending}") for words in around)


def _own_field(words: str) -> str | None:
    if len(words) > 60:
        return None
    for field, known in WORDS:
        if words in known:
            return field
    for field, known in WORDS[:4]:  # the short words of the others stand in too many headers
        if any(f" {word} " in f" {words} " for word in known if " " in word):
            return field
    return None


def _words(cell: object) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", names.fold(re.sub(r"[^\w\s]", " ", str(cell or "").replace("_", " ")))))


def why_columns_do_not_do(columns: Columns) -> str | None:
    """The sentence that says what is missing for a file to be imported at all."""
    if "full_name" not in columns and not {"family_name", "given_name"} <= set(columns):
        return "Chưa chọn cột Họ và tên: không có tên thì không nhập được người."
    if not {"household_code", "relation", "head_name"}.intersection(columns):
        return "Cần một trong ba cột: Mã hộ, Quan hệ với chủ hộ, hoặc Họ tên chủ hộ, để biết ai ở chung một hộ."
    twice = {at for at in columns.values() if list(columns.values()).count(at) > 1}
    if twice:
        fields = [FIELDS[field] for field, at in columns.items() if at in twice]
        return f"Một cột được chọn hai lần: {', '.join(fields)}. Mỗi cột chỉ là một thứ."
    return None


# -- lines that are no person


def text_of(cells: Cells, at: int | None) -> str:
    if at is None or at >= len(cells) or cells[at] is None:
        return ""
    return tidy(str(cells[at]))


def lone_text(cells: Cells) -> str:
    """What a line says that says one thing only: the title of a village's part, when it is long enough for one.

    A merged title stands in every cell of its line.
    """
    filled = {cell for cell in cells if cell not in ("", None)}
    if len(filled) > 3:
        return ""
    said = {tidy(str(cell)) for cell in filled} - {""}
    return said.pop() if len(said) == 1 else ""


def counts_its_columns(cells: Cells) -> bool:
    """The line “(1) (2) (3) …” that office tables carry under their header."""
    first = next((cell for cell in cells if cell not in ("", None)), "")
    if str(first).strip(" ()") not in ("1", "A"):
        return False
    filled = [str(cell).strip(" ()") for cell in cells if str(cell if cell is not None else "").strip()]
    letters = next((at for at, cell in enumerate(filled) if cell != chr(65 + at)), len(filled))
    filled = filled[letters:]  # “A B C 1 2 3 …” is another way of numbering them
    return len(filled) > 2 and filled == [str(n) for n in range(1, len(filled) + 1)]


_TOTAL = re.compile(r"^(?:tổng cộng|tổng số|tổng hợp|tổng toàn|tổng|cộng)(?=$|[\s:.,;(])", re.I)
_T_OR_C = frozenset("tTcC")
_TOTAL_OF = re.compile(r"^(?:tong cong|tong so|cong (?:thon|to|khu|ban|xom|ap|toan|xa|phuong|ho|don|trang|mang)\b)")
_SIGNED = re.compile(
    r"^(?:nguoi lap|nguoi lap bieu|truong thon|truong ban|to truong|truong cong an|cong an xa|xac nhan|tm ubnd|"
    r"tm\.? uy ban|"
    r"chu tich|pho chu tich|nguoi kiem tra|nguoi tong hop|can bo tong hop|"
    r"(?:[a-z ]+,? )?ngay [\d.… ]*thang [\d.… ]*nam)"
)


def is_total(cells: Cells, columns: Columns) -> bool:
    """“Tổng cộng: 250 nhân khẩu”, “Cộng thôn 3”: says how many there are, and is nobody. Tống Văn A is somebody."""
    said = [tidy(cell) for cell in cells[:6] if cell.__class__ is str and cell.lstrip()[:1] in _T_OR_C and cell]  # type: ignore[attr-defined]
    if not any(_TOTAL.match(one) or _TOTAL_OF.match(fold(one)) for one in said):
        return False
    name = text_of(cells, columns.get("full_name", columns.get("given_name")))
    return not name or bool(_TOTAL.match(name) or _TOTAL_OF.match(names.fold(name))) or name.isdigit()


def is_signature(cells: Cells) -> bool:
    """What stands under a table: the place and day, who made it, who signs."""
    filled = {cell for cell in cells if cell not in ("", None)}
    if not 0 < len(filled) <= 3:
        return False
    said = {fold(str(cell)) for cell in filled}
    return any(_SIGNED.match(one) for one in said)


def repeats_the_header(cells: Cells, header: frozenset[str], names_at: int) -> bool:
    """The heading printed anew on each page of paper: where the name should stand, there is a word of the heading."""
    if names_at < len(cells) and cells[names_at] not in ("", None) and fold(str(cells[names_at])) not in header:
        return False
    filled = [fold(str(cell)) for cell in cells if str(cell if cell is not None else "").strip()]
    return len(filled) > 1 and sum(one in header for one in filled) * 5 >= len(filled) * 4


# -- cells

ERROR = re.compile(r"^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$|^Err:\d+$", re.I)
_ROUNDED = re.compile(r"^\s*\d(?:[.,]\d+)?e\+?\d+\s*$", re.I)


def _place(column: tuple[str, int]) -> int:
    return column[1]


def without_errors(cells: Cells, columns: Columns) -> tuple[Cells, str]:
    """A formula that failed says nothing: its cell is empty, and the line is said."""
    failed = {at for at, cell in enumerate(cells) if isinstance(cell, str) and cell[:1] in "#E" and ERROR.match(cell)}
    if not failed:
        return cells, ""
    told = [f"{FIELDS[field]} là “{cells[at]}”" for field, at in sorted(columns.items(), key=_place) if at in failed]
    kept = ["" if at in failed else cell for at, cell in enumerate(cells)]
    return kept, f"Ô lỗi công thức, coi như để trống: {', '.join(told)}." if told else ""


def read_row(line: int, cells: Cells, columns: Columns, *, village_id: int, residence: str, today: date) -> PersonRow:
    """Read a line whose village and residence are already known. Raises Refused."""
    cells, failed = without_errors(cells, columns)

    def said(field: str) -> str:
        if field == "full_name" and field not in columns:
            return names.tidy(f"{said('family_name')} {said('given_name')}")
        return text_of(cells, columns.get(field))

    for field, longest in LONGEST.items():
        if len(said(field)) > longest and field not in ("lane", "house", "relation"):
            raise Refused(f"{FIELDS[field]} dài quá {longest} ký tự.")
    if not any(letter.isalpha() for letter in said("full_name")):
        raise Refused(f"Thiếu họ và tên. {failed}".strip())
    name = _name(cells, columns)
    found, note = _phones(cells, columns)
    number, rounded = _number(cells, columns)
    note = " ".join(one for one in (failed, name.reason, rounded, note) if one)
    sex = _sex(said("sex")) or _sex_by_column(cells, columns)
    return PersonRow(
        line=line, full_name=names.tidy(name.text, proper_case=True), village_id=village_id, number=number,
        birth=_birth(cells, columns, today), sex=sex, phones=found, code=said("household_code"),
        relation=said("relation")[: LONGEST["relation"]], is_head=_is_head(said, columns),
        lane=said("lane")[: LONGEST["lane"]], house=said("house")[: LONGEST["house"]], residence=residence, note=note,
    )  # fmt: skip


def _name(cells: Cells, columns: Columns) -> Mended:
    """From the cells as they came: in old encodings what looks like a stray sign is a letter."""
    fields = ("full_name",) if "full_name" in columns else ("family_name", "given_name")
    at = [columns[field] for field in fields if columns.get(field, len(cells)) < len(cells)]
    return mend_name(" ".join(str(cells[column]) for column in at if cells[column] is not None))


def _number(cells: Cells, columns: Columns) -> tuple[PersonalNumber | None, str]:
    """A number that Excel rounded is lost for the whole column, so its people are taken without it, and it is said. A
    number with a digit too few is one slip: the line is refused, since one look at the paper mends it."""
    at = columns.get("personal_number")
    if at is None or NOT_A_VALUE.match(text_of(cells, at)):
        return None, ""
    cell = cells[at]
    if _ROUNDED.match(str(cell)) or (isinstance(cell, float) and abs(cell) >= 1e15):
        return None, f"Không lấy số định danh: {why_no_personal_number(cells[at])}"
    if is_temporary(cells[at]):
        return None, "Không lấy số tạm: không phải số định danh."
    number = read_personal_number(cells[at])
    if number is None:
        raise Refused(f"Số định danh: {why_no_personal_number(cells[at])}")
    return number, ""


def _birth_cell(cells: Cells, columns: Columns) -> object:
    """What the file says of a birth, of however many columns."""

    def cell(field: str) -> object:
        at = columns.get(field)
        return "" if at is None or NOT_A_VALUE.match(text_of(cells, at)) else cells[at]

    found = [cell(field) for field in ("birth", "birth_male", "birth_female") if field in columns]
    told = [one for one in found if one != ""]
    if len(told) > 1:
        raise Refused("Ngày sinh được ghi ở cả cột Nam và cột Nữ: không rõ cột nào đúng.")
    if told or "birth_year" not in columns:
        return told[0] if told else ""
    parts = [text_of(cells, columns.get(f"birth_{part}")) for part in ("day", "month", "year")]
    parts = ["" if NOT_A_VALUE.match(part) else part for part in parts]
    if not any(parts):
        return ""
    return "/".join(part for part in parts if part) if parts[2] else "/".join(part or "?" for part in parts)


def _sex_by_column(cells: Cells, columns: Columns) -> str:
    """A cross under Nam or Nữ, or a birth date in the column of one of them."""
    sexes = set()
    for sex, fields in (("male", ("sex_male", "birth_male")), ("female", ("sex_female", "birth_female"))):
        if any(field in columns and not NOT_A_VALUE.match(text_of(cells, columns[field])) for field in fields):
            sexes.add(sex)
    if len(sexes) > 1:
        raise Refused("Đánh dấu ở cả cột Nam và cột Nữ: không rõ cột nào đúng.")
    return sexes.pop() if sexes else ""


def _birth(cells: Cells, columns: Columns, today: date) -> PartialDate | None:
    cell = _birth_cell(cells, columns)
    if cell == "":
        return None
    try:
        birth = read_date(cell)
    except BadDate as problem:
        raise Refused(f"Ngày sinh: {problem}") from None
    if birth.date > today:
        raise Refused(f"Ngày sinh {birth.show()} còn ở phía trước.")
    return birth


def _sex(text: str) -> str:
    if not text:
        return ""
    sex = _read_sex(text)
    if sex is None:
        raise Refused(f"Giới tính “{text[:20]}” không rõ: hãy ghi Nam hoặc Nữ.")
    return sex


def _phones(cells: Cells, columns: Columns) -> tuple[tuple[Phone, ...], str]:
    """A telephone that cannot be read is no reason to leave a person out: it is left out, and said."""
    at = columns.get("phone")
    if at is None or NOT_A_VALUE.match(text_of(cells, at)):
        return (), ""
    found = read_phones(cells[at])
    return found, "" if found else f"Không lấy số điện thoại: {why_no_phone(cells[at])}"


def _is_head(said: object, columns: Columns) -> bool | None:
    """Whether this is the head; None where the file does not tell."""
    assert callable(said)
    if "relation" in columns and said("relation"):
        return fold(said("relation")).strip(" .") in HEAD_WORDS
    if "head_name" in columns and said("head_name"):
        return names.tone_key(said("head_name")) == names.tone_key(said("full_name"))
    return None


# -- residence and village, as the file writes them


def read_residence(text: str) -> str | None:
    """Which state of residence a cell names; None when it must be asked."""
    words = _words(text)
    for state, known in RESIDENCE_WORDS:
        if words in known or any(f" {word} " in f" {words} " for word in known if " " in word):
            return state
    return None


def find_village(text: str, villages: Iterable[tuple[int, str, str]]) -> int | None:
    """The village a cell names, alone or inside an address: (id, type, name). The longest name that fits, marks and
    all; without marks only when nothing else could be meant. None when it must be asked."""
    known = list(villages)
    for key in (names.tone_key, names.fold):
        fitting = [(len(words), pk) for pk, type_name, name in known for words in _written(key, type_name, name, text)]
        best = {pk for size, pk in fitting if size == max(fitting)[0]}
        if len(best) == 1:
            return best.pop()
    return None


def _written(key: object, type_name: str, name: str, text: str) -> list[str]:
    assert callable(key)
    place = f" {key(_NOT_A_WORD.sub(' ', text))} "
    full, alone = key(f"{type_name} {name}"), key(name)
    found = [full] if f" {full} " in place else []
    return found + ([alone] if place.strip() == alone else [])


# -- households that have no code


def with_households(rows: Sequence[PersonRow], head_names: Mapping[int, str]) -> list[tuple[str, PersonRow]]:
    """Each row with a key of its household: its code; else those from one head to the next, or under one head's name.

    A code written only at the first line of a household holds for the lines below it.
    """
    grouped: list[tuple[str, PersonRow]] = []
    key, under, before = "", "", None
    for row in rows:
        head = names.tone_key(head_names.get(row.line, ""))
        goes_on = before is not None and before.village_id == row.village_id and not row.is_head
        if row.code:
            key = f"code:{code_key(row.code)}"
        elif not goes_on or (head and head != under):
            key = f"line:{row.line}"
        code = row.code or (before.code if before and key.startswith("code:") else "")
        under, before = head or under, replace(row, code=code)
        grouped.append((f"{row.village_id}/{key}", before))
    return grouped


def code_key(code: str) -> str:
    """“007” and “7” are one code: a spreadsheet drops zeros."""
    words = names.fold(code).replace(" ", "")
    return words.lstrip("0") or "0" if words.isdigit() else words
