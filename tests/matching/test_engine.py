"""The steps of the engine, each alone, then together: small lists, parts of lists, kept weights, officers' words."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tungnha.identity.dates import read_date
from tungnha.matching import RegisterRow, TextTable
from tungnha.matching.cleaning_cells import NINE, NO_NUMBER, ROUNDED, TWELVE, date_code, number_code, phone_codes
from tungnha.matching.cleaning_names import Names, SyllableBook
from tungnha.matching.cleaning_places import ELSEWHERE, NOTHING, PlaceBook, learn_place, read_address
from tungnha.matching.compare import BirthLevel, birth_levels, digit_slips
from tungnha.matching.compare_names import NameLevel, Syllables, name_levels
from tungnha.matching.decide import LINKED, doubles, sure_from
from tungnha.matching.engine import Settings, cross_check, match_coded, match_table
from tungnha.matching.records import Decided, Progress
from tungnha.matching.reference import RegisterReference
from tungnha.matching.registers import CodedRegister
from tungnha.matching.tables import Mended
from tungnha.matching.weights import Counts, Weights

from .conftest import register_of

pytestmark = pytest.mark.one_database

# -- cleaning


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/07/1990", 19900731), ("31.7.1990", 19900731), ("1990", 19900000), ("07/1990", 19900700),
        ("33085", 19900731),
        ("31/07/90", 900731), ("19900731", 19900731), ("31071990", 19900731), ("31/02/1990", 0), ("không rõ", 0),
        ("", 0),
    ],
)  # fmt: skip
def test_a_date_as_a_number(text, code):
    assert date_code(text) == code


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("038190000001", TWELVE, 38190000001), ("38190000001", TWELVE, 38190000001),
        ("'038 190 000001", TWELVE, 38190000001),
        ("171234567", NINE, 171234567), ("3.81900E+10", ROUNDED, 38190000000),
        ("CCCD: 038190000001", TWELVE, 38190000001),
        ("0", NO_NUMBER, 0), ("000000000000", NO_NUMBER, 0), ("3.8E+10", NO_NUMBER, 0), ("không có", NO_NUMBER, 0),
    ],
)  # fmt: skip
def test_a_number_as_a_number(text, kind, value):
    assert number_code(text) == (kind, value)


@pytest.mark.parametrize(
    ("text", "codes"),
    [("0912345678", (912345678,)), ("+84 912.345.678", (912345678,)), ("912345678", (912345678,)), ("", ()),
     ("0912345678 / 0987654321", (912345678, 987654321)), ("01681234567", (381234567,))],
)  # fmt: skip
def test_telephones_as_numbers(text, codes):
    assert phone_codes(text) == codes


@pytest.mark.parametrize(
    ("text", "kind", "village", "commune"),
    [
        ("Thôn 7, Xã Hòa Lộc, tỉnh Thanh Hóa", "thon", "7", "hoa loc"),
        ("T.Long Long", "", "long long", ""),
        ("Xóm 7 - Hòa Lộc", "thon", "7", "hoa loc"),
        ("Khu phố 03", "khu pho", "3", ""),
        ("Xã Hòa Lộc", "", "", "hoa loc"),
        ("thôn Mỹ Đông xã Hòa Lộc huyện Hậu Lộc", "thon", "my dong", "hoa loc"),
        ("Số nhà 5, Thôn Đồng Tâm", "thon", "dong tam", ""),
        ("", "", "", ""),
    ],
)
def test_an_address_as_village_and_commune(text, kind, village, commune):
    assert read_address(text)[:3] == (kind, village, commune)


def test_a_village_is_found_a_slip_of_the_pen_away_but_never_another_number():
    book = PlaceBook()
    known = {
        name: learn_place(book, name, "Xã Hòa Lộc")[0] for name in ("Thôn 6", "Thôn 7", "Thôn Trung Nam", "Bản Lùng")
    }
    found = {
        text: book.find(read_address(text)) for text in ("Thô nTrung Nam", "Trung Nma", "Thôn 77", "Hòa Lộc", "Xa")
    }
    assert found["Thô nTrung Nam"][0] == found["Trung Nma"][0] == known["Thôn Trung Nam"]
    assert found["Thô nTrung Nam"][3]
    assert found["Thôn 77"][0] == ELSEWHERE
    assert found["Hòa Lộc"][:3:2] == (NOTHING, 0)
    assert found["Xa"][0] == ELSEWHERE


# -- names


@pytest.mark.parametrize(
    ("written", "known", "level"),
    [
        ("Lê Thị Lan", "LÊ THỊ LAN", NameLevel.SAME),
        ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", NameLevel.SAME),
        ("LE THI LAN", "Lê Thị Lan", NameLevel.UNMARKED),
        ("Lê Thị Lán", "Lê Thị Lan", NameLevel.ONE_TONE),
        ("Lê Thì Lán", "Lê Thị Lan", NameLevel.TONES),
        ("Le Thi Nan", "Lê Thị Lan", NameLevel.HEARD),
        ("Le Thi Ly", "Lê Thị Lý", NameLevel.UNMARKED),
        ("Le Thi Li", "Lê Thị Lý", NameLevel.HEARD),
        ("Trân Văn Trung", "Trần Văn Chung", NameLevel.HEARD),
        ("Le Thi Lann", "Lê Thị Lan", NameLevel.SLIP),
        ("Le Thi Lna", "Lê Thị Lan", NameLevel.SLIP),
        ("Phạrn Văn Nam", "Phạm Văn Nam", NameLevel.SLIP),
        ("Ngyen Thi Lna", "Nguyễn Thị Lan", NameLevel.SLIPS),
        ("Lê T. Lan", "Lê Thị Lan", NameLevel.INITIALS),
        ("L.T. Lan", "Lê Thị Lan", NameLevel.INITIALS),
        ("Lê Lan", "Lê Thị Lan", NameLevel.DROPPED),
        ("Lê Thị Ngọc Lan", "Lê Thị Lan", NameLevel.ADDED),
        ("Ngyễn Lan", "Nguyễn Thị Lan", NameLevel.DROPPED_SLIP),
        ("Lan Lê Thị", "Lê Thị Lan", NameLevel.ORDER),
        ("Lê Thị Phượng", "Lê Thị Lan", NameLevel.OTHER_GIVEN),
        ("Lê Ngọc Lan", "Lê Thị Lan", NameLevel.OTHER_MIDDLE),
        ("Trịnh Thị Lan", "Lê Thị Lan", NameLevel.OTHER_FAMILY),
        ("Trịnh Ngọc Lan", "Lê Thị Lan", NameLevel.SAME_GIVEN),
        ("Lê Văn Hùng", "Lê Thị Lan", NameLevel.SAME_FAMILY),
        ("Trịnh Văn Hùng", "Lê Thị Lan", NameLevel.DIFFERENT),
        ("Trần Văn Quân", "Trần Văn Vân", NameLevel.OTHER_GIVEN),
        ("", "Lê Thị Lan", NameLevel.MISSING),
    ],
)
def test_how_two_names_differ(written, known, level):
    names, codes = Names.of(SyllableBook(), [written, known])
    found = name_levels(names, Syllables.of(names), codes[:1], codes[1:])
    assert NameLevel(found[0]) == level


@pytest.mark.parametrize(
    "written", ["Nguyeexn Thij Lan", "Bà Nguyễn Thị Lan (1990)", "Ng uyễn  Thị Lan ".replace("g u", "gu")]
)
def test_a_name_is_mended_before_it_is_coded(written):
    _, codes = Names.of(SyllableBook(), [written, "Nguyễn Thị Lan"])
    assert codes[0] == codes[1]


def test_names_of_a_list_stand_behind_those_of_the_register():
    names, codes = Names.of(SyllableBook(), ["Lê Thị Lan", "Trần Văn Hùng"])
    more, of_list = names.with_texts(["TRẦN VĂN HÙNG", "Đỗ Lạ", ""])
    assert of_list.tolist() == [codes[1], len(names), 0]
    assert (more.toned[: len(names)] == names.toned).all()


# -- comparing


@pytest.mark.parametrize(
    ("written", "known", "level"),
    [
        (19900731, 19900731, BirthLevel.SAME), (900731, 19900731, BirthLevel.SAME),
        (19900705, 19900507, BirthLevel.CROSSED),
        (19900101, 19900731, BirthLevel.FIRST_DAY), (19900730, 19900731, BirthLevel.DAY),
        (19900631, 19900731, BirthLevel.MONTH),
        (19910731, 19900731, BirthLevel.YEAR_SLIP), (19800731, 19900731, BirthLevel.YEAR_SLIP),
        (19700731, 19900731, BirthLevel.YEAR_WRONG), (19900215, 19900731, BirthLevel.SAME_YEAR),
        (19850215, 19900731, BirthLevel.OTHER), (19900000, 19900731, BirthLevel.ONLY_YEAR),
        (19910000, 19900731, BirthLevel.ONLY_NEAR), (19950000, 19900731, BirthLevel.ONLY_OTHER),
        (19900731, 19900000, BirthLevel.YEAR_KNOWN), (19910731, 19900000, BirthLevel.YEAR_KNOWN_OTHER),
        (0, 19900731, BirthLevel.MISSING), (19900731, 0, BirthLevel.MISSING),
    ],
)  # fmt: skip
def test_how_two_births_differ(written, known, level):
    found = birth_levels(np.array([written], np.int32), np.array([known], np.int32))
    assert BirthLevel(found[0]) == level


@given(st.integers(10**10, 10**12 - 1), st.integers(0, 11), st.integers(1, 9))
def test_one_digit_off(number, place, step):
    power = 10**place
    digit = number // power % 10
    other = number - digit * power + (digit + step) % 10 * power
    slip, crossed = digit_slips(np.array([number, number]), np.array([other, number]))
    assert slip.tolist() == [True, False]
    assert not crossed.any()


@given(st.integers(10**10, 10**12 - 1), st.integers(0, 9))
def test_two_digits_exchanged(number, place):
    digits = list(f"{number:012}")
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    slip, crossed = digit_slips(np.array([number]), np.array([int("".join(digits))]))
    assert crossed[0] == (digits[place] != digits[place + 1])
    assert not slip[0]


# -- deciding


def test_a_person_of_several_rows_is_a_double_from_the_second_on():
    assert doubles(np.array([7, -1, 3, 7, -1, 3, 7])).tolist() == [-1, -1, -1, 0, -1, 2, 0]


def test_links_are_as_many_as_may_be_expected_to_be_right():
    assert sure_from(np.array([0.9999] * 900 + [0.98, 0.98])) == 0.98
    assert sure_from(np.array([0.9999] * 90 + [0.98, 0.98])) == pytest.approx(0.995)
    assert sure_from(np.array([])) == 0.995


def test_counts_of_parts_add_up_to_those_of_the_whole():
    one = Counts({"sex": np.array([1, 2])}, np.array([3]), 4, 5)
    assert (one + one).matched == 8
    assert (one + one).levels["sex"].tolist() == [2, 4]


def test_weights_are_kept_as_json_and_read_again():
    weights = Weights.expected(("suburb",)).settled()
    again = Weights.from_json(json.loads(json.dumps(weights.to_json())))
    assert again.to_json() == weights.to_json()


# -- together


def people(count: int) -> list[RegisterRow]:
    """Invented people who differ in most things, the same each time."""
    families, givens = ("Lê", "Trần", "Phạm", "Hoàng", "Đỗ"), ("Lan", "Hùng", "Yến", "Tú", "Nga", "Sơn", "Cúc")
    middles = ("Thị", "Văn", "Ngọc", "Đức")
    return [
        RegisterRow(
            id=at, full_name=f"{families[at % 5]} {middles[at // 5 % 4]} {givens[at % 7]}",
            personal_number=f"038{at % 2}{50 + at % 50:02d}99{at:04d}",
            birth=read_date(f"{at % 28 + 1:02d}/{at % 12 + 1:02d}/{1950 + at % 50}"), village=f"Thôn {at % 6 + 1}",
            phone=f"0912000{at:03d}", household=at // 4,
        )
        for at in range(1, count + 1)
    ]  # fmt: skip


def table_of(rows: list[RegisterRow], **changes: str) -> tuple[TextTable, dict[str, int]]:
    names = ["full_name", "personal_number", "birth", "village", "phone"]
    columns = [
        [row.full_name for row in rows], [row.personal_number or "" for row in rows],
        [row.birth.show() if row.birth else "" for row in rows], [row.village or "" for row in rows],
        [row.phone or "" for row in rows],
    ]  # fmt: skip
    for name, value in changes.items():
        columns[names.index(name)] = [value] * len(rows)
    return TextTable(names, columns, list(range(2, len(rows) + 2))), {name: at for at, name in enumerate(names)}


def test_everybody_is_found_again_and_progress_is_told():
    told: list[Progress] = []
    register = people(200)
    found = cross_check(register, *table_of(register[::2]), progress=told.append)
    assert [one.person_id for one in found.verdicts] == [row.id for row in register[::2]]
    assert found.counts["linked"] == 100
    assert len(told) > 3
    assert all(step.done <= step.of for step in told)


def test_whoever_tells_to_stop_stops_it():
    class Stop(Exception):
        pass

    def stop(progress: Progress) -> None:
        raise Stop

    with pytest.raises(Stop):
        cross_check(people(20), *table_of(people(20)), progress=stop)


def test_a_list_in_small_parts_says_the_same_as_whole():
    register = CodedRegister.of_rows(people(150))
    table, fields = table_of(people(150), personal_number="")
    whole = match_table(register, table, fields)
    parts = match_table(register, table, fields, settings=Settings(chunk_rows=7))
    assert list(whole.verdicts()) == list(parts.verdicts())
    assert whole.weights == parts.weights


def test_kept_weights_say_the_same_again():
    register = CodedRegister.of_rows(people(150))
    table, fields = table_of(people(150), phone="")
    first = match_table(register, table, fields)
    again = match_table(register, table, fields, weights=json.loads(json.dumps(first.weights)))
    assert list(first.verdicts()) == list(again.verdicts())


def test_a_list_with_names_only_links_nobody():
    register = people(150)
    found = cross_check(register, *table_of(register, personal_number="", birth="", village="", phone=""))
    assert {one.verdict for one in found.verdicts} <= {"ambiguous", "not_found"}


FAR_AWAY = "Páo Dơ Sính Chứ Tủa Vàng Súa Hờ Lử Mua Giàng Chua Nếnh Dế Khua"


def test_a_list_of_elsewhere_finds_nobody():
    strangers = [
        RegisterRow(
            id=at, full_name=f"Vừ A {word}", personal_number=f"0110{at:02d}88{at:04d}", birth=read_date(f"2/9/19{at}")
        )
        for at, word in enumerate(FAR_AWAY.split(), start=60)
    ]
    found = cross_check(people(150), *table_of(strangers))
    assert {one.verdict for one in found.verdicts} == {"not_found"}
    assert all(one.probability > 0.9 for one in found.verdicts)


def test_what_officers_said_of_a_pattern_moves_the_next_list():
    register = register_of("1 | 038190000001 | Lê Thị Lan | 31/07/1990\n2 | 038085000002 | Trần Văn Hùng | 12/03/1985")
    table = TextTable(["Họ tên", "Ngày sinh"], [["Lê Thị Lan"], [""]], [2])
    fields = {"full_name": 0, "birth": 1}
    (before,) = cross_check(register, table, fields).verdicts
    pattern = before.candidates[0].pattern
    yes = cross_check(register, table, fields, decided=[Decided(pattern, True)] * 20)
    no = cross_check(
        register, table, fields, decided=[Decided(pattern, False)] * 20 + [Decided("of another day", True)]
    )
    assert no.verdicts[0].probability < before.probability < yes.verdicts[0].probability
    assert pattern in yes.weights["patterns"]


def test_a_field_that_is_not_to_be_used_is_not():
    register = CodedRegister.of_rows(people(60))
    rows = people(60)
    cells = {
        "full_name": [row.full_name for row in rows],
        "personal_number": [row.personal_number or "" for row in rows],
    }
    wrong = {**cells, "personal_number": [cells["personal_number"][at - 1] for at in range(60)]}
    kinds = ["person"] * 60
    used = match_coded(register, Mended(wrong, kinds), list(range(60)))
    unused = match_coded(register, Mended(wrong, kinds, {"personal_number": bytearray([2] * 60)}), list(range(60)))
    assert "cùng số định danh" in {reason for row in range(60) for reason in used.reasons(row)}
    assert "cùng số định danh" not in {reason for row in range(60) for reason in unused.reasons(row)}
    assert (unused.verdict != LINKED).all()


def test_lines_that_speak_of_nobody_have_no_candidates():
    register = CodedRegister.of_rows(people(20))
    mended = Mended(
        {"full_name": ["Lê Thị Lan", "Tổng cộng"], "personal_number": ["038150990050", ""]}, ["title", "total"]
    )
    found = match_coded(register, mended, [2, 3])
    assert found.counts == {"linked": 0, "ambiguous": 0, "not_found": 0, "unreadable": 0, "double": 0, "other": 2}
    assert len(found.candidate_person) == 0


def test_what_the_repair_asks_of_the_register():
    lan, _ = rows = register_of(
        "1 | 038190000001 | Lê Thị Lan | 31/07/1990 | Nữ | Thôn Đồng Tâm | 0912345678\n2 | | Đỗ Tú"
    )
    known = RegisterReference(CodedRegister.of_rows(rows))
    (found, nobody) = known.by_number(["038190000001", "038190000009"])
    assert found == ("le thi lan", 1990, 7, 31, "female", "dong tam", "0912345678")
    assert nobody is None
    assert known.by_phone([lan.phone or "", ""]) == [found, None]
    assert {"dong tam", "thon dong tam"} <= known.villages()


WORDS = st.sampled_from(
    ["", "Lê Thị Lan", "le lan", "Tổng", "1990", "31/07/1990", "038190000001", "0912345678", "Thôn 1", "%$"]
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(*[WORDS] * 5), max_size=5), st.integers(0, 8))
def test_no_table_breaks_it_and_counts_add_up(rows, size):
    columns = [[row[at] for row in rows] for at in range(5)]
    table = TextTable(["a", "b", "c", "d", "e"], columns, list(range(len(rows))))
    fields = {"full_name": 0, "personal_number": 1, "birth": 2, "village": 3, "phone": 4}
    cells = {name: columns[at] for name, at in fields.items()}
    register = CodedRegister.of_rows(people(size))
    found = match_coded(register, Mended(cells, ["person"] * len(rows)), table.row_ids)
    assert len(list(found.verdicts())) == len(rows)
    assert sum(found.counts.values()) == len(rows)
    json.dumps(found.weights)
