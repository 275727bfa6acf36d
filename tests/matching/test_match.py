"""The verdict on a row, each rule once, then the things that always hold on made-up data."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tungnha.identity.dates import read_date
from tungnha.matching import ListRow, RegisterRow, match

from .conftest import list_of, register_of


@pytest.mark.parametrize(
    ("row", "verdict", "person", "reasons"),
    [
        # The number, and something that says the same.
        ("038190000001 | LE THI LAN | 31/07/1990", "linked", 1,
         ("cùng số định danh", "cùng họ tên, một bên viết không dấu", "ngày sinh khớp")),
        ("038190000001 | Lê Thị Lán", "linked", 1, ("cùng số định danh", "tên khác dấu một chữ (lán / lan)")),
        ("038190000001 | Vũ Thị Yến | 31/07/1990", "linked", 1,
         ("cùng số định danh", "khác họ tên", "ngày sinh khớp")),
        ("038050000004 | Trần Hòa | 1950", "linked", 4,
         ("cùng số định danh", "cùng họ và tên, một bên thiếu chữ đệm", "năm sinh khớp")),
        # The number alone, or against the rest.
        ("038190000001 | Vũ Văn Tú | 01/02/1970", "ambiguous", None,
         ("cùng số định danh, nhưng họ tên và ngày sinh không khớp",)),
        ("038190000001 | Vũ Thị Yến | 1990", "ambiguous", None,
         ("cùng số định danh, nhưng họ tên và ngày sinh không khớp",)),
        ("038190000001", "ambiguous", None,
         ("cùng số định danh, nhưng không có họ tên, ngày sinh để đối chiếu",)),
        # Name, full birth date and village.
        (" | Lê Thị Lan | 31/07/1990 | | thôn 01, xã Thiệu Trung", "linked", 1,
         ("cùng họ tên", "ngày sinh khớp", "cùng thôn")),
        ("038175000003 | NGUYỄN THỊ MAI | 05/05/1975 | Nữ | Đồng Tâm", "linked", 3,
         ("cùng họ tên", "ngày sinh khớp", "cùng thôn")),
        (" | Lê Thị Lan | 31/07/1990", "ambiguous", None, ("đúng tên, ngày sinh; khác hoặc thiếu thôn",)),
        (" | Lê Thị Lan | 31/07/1990 | | Thôn 2", "ambiguous", None,
         ("đúng tên, ngày sinh; khác hoặc thiếu thôn",)),
        (" | Lê Thị Lân | 31/07/1990 | | Thôn 1", "ambiguous", None, ("tên khác dấu một chữ (lân / lan)",)),
        (" | Lê Lan | 31/07/1990 | | Thôn 1", "ambiguous", None, ("cùng họ và tên, một bên thiếu chữ đệm",)),
        (" | Lê Thị Lan | 31/07/1990 | Nam | Thôn 1", "ambiguous", None, ("giới tính khác nhau",)),
        ("038190999999 | Lê Thị Lan | 31/07/1990 | | Thôn 1", "ambiguous", None,
         ("đúng họ tên, khác số định danh",)),
        (" | Nguyễn Thị Hương | 02/02/1992 | | Thôn 1", "ambiguous", None,
         ("2 người trong sổ có thể là dòng này",)),
        # Less than a full birth date.
        (" | Lê Thị Lan | 1990 | | Thôn 1", "ambiguous", None,
         ("đúng tên, năm sinh; chưa đủ để khẳng định",)),
        (" | Lê Thị Lan | 30/07/1990 | | Thôn 1", "ambiguous", None,
         ("đúng tên; ngày sinh thiếu hoặc chưa khớp",)),
        (" | Lê Thị Lan | 30/07/1990 | | Thôn 2", "not_found", None, None),
        (" | Phạm Văn Đức | 01/01/1960 | | Khu phố 1", "ambiguous", None,
         ("đúng tên, năm sinh; chưa đủ để khẳng định",)),
        (" | Lê Thị Lan", "ambiguous", None, ("đúng tên; ngày sinh thiếu hoặc chưa khớp",)),
        (" | Lê Thị Lan | | | | 0912345678", "ambiguous", None,
         ("đúng tên; ngày sinh thiếu hoặc chưa khớp",)),
        # Nobody, nothing.
        (" | Lê Thị Lan | 31/07/1970 | | Thôn 1", "not_found", None, None),
        ("038000000000 | Đỗ Lạ Mặt | 02/03/1990", "not_found", None, None),
        (" | | 31/07/1990 | | Thôn 1 | 0912345678", "unreadable", None, ("thiếu cả họ tên lẫn số định danh",)),
    ],
)  # fmt: skip
def test_the_verdict_on_one_row(register, row, verdict, person, reasons):
    (found,) = match(register, list_of(f"2 | {row}"))
    assert (found.verdict, found.person_id) == (verdict, person)
    assert reasons is None or found.reasons == reasons


def test_candidates_carry_their_own_reasons_best_first(register):
    (found,) = match(register, list_of("2 | | Nguyễn Thị Hương | 1992 | | Thôn 1"))
    assert tuple((one.person_id, one.reasons) for one in found.candidates) == (
        (5, ("cùng họ tên", "năm sinh khớp", "cùng thôn")),
        (6, ("cùng họ tên", "năm sinh khớp", "cùng thôn")),
        (7, ("cùng họ tên", "năm sinh khớp", "khác thôn")),
    )
    assert found.reasons == ("3 người trong sổ có thể là dòng này",)


def test_two_rows_claiming_one_person_the_second_is_shown_with_the_first(register):
    first, second = match(
        register,
        list_of("""
            2 | 038190000001 | Lê Thị Lan | 31/07/1990
            3 | 038190000001 | Lê Thị Lan | 31/07/1990
        """),
    )
    assert (first.verdict, first.person_id) == ("linked", 1)
    assert (second.verdict, second.person_id, second.reasons[0]) == ("ambiguous", None, "trùng với dòng 2")
    assert second.candidates[0][0] == 1


def test_a_row_with_the_number_goes_before_an_earlier_row_without(register):
    first, second = match(
        register,
        list_of("""
            2 |              | Lê Thị Lan | 31/07/1990 | Nữ | Thôn 1
            3 | 038190000001 | Lê Thị Lan | 31/07/1990
        """),
    )
    assert (first.verdict, first.reasons[0]) == ("ambiguous", "trùng với dòng 3")
    assert (second.verdict, second.person_id) == ("linked", 1)


def test_same_name_birth_and_village_but_two_numbers_are_two_people_and_neither_is_linked(register):
    verdicts = match(
        register,
        list_of("""
            2 | 038175000031 | Nguyễn Thị Mai | 05/05/1975 | | Đồng Tâm
            3 | 038175000032 | Nguyễn Thị Mai | 05/05/1975 | | Đồng Tâm
        """),
    )
    assert [(one.verdict, one.reasons[0]) for one in verdicts] == [
        ("ambiguous", "cùng họ tên, ngày sinh, thôn, nhưng khác số định danh với dòng 3"),
        ("ambiguous", "cùng họ tên, ngày sinh, thôn, nhưng khác số định danh với dòng 2"),
    ]


def test_a_number_that_two_people_of_the_register_hold_decides_nothing():
    twice = register_of("""
        1 | 038190000001 | Lê Thị Lan | 31/07/1990
        2 | 038190000001 | Lê Văn Nam | 31/07/1992
    """)
    (found,) = match(twice, list_of("2 | 038190000001 | Lê Thị Lan"))
    assert (found.verdict, found.reasons) == ("ambiguous", ("số định danh này có 2 người trong sổ",))


def test_an_old_number_finds_its_person():
    lan = RegisterRow(id=1, personal_number="038190000001", other_numbers=("171234567",), full_name="Lê Thị Lan")
    (found,) = match([lan], [ListRow(row_no=2, personal_number="171234567", full_name="Lê Thị Lan")])
    assert (found.verdict, found.person_id) == ("linked", 1)


def test_numbers_may_come_already_blind_indexed():
    lan = RegisterRow(id=1, personal_number="v1:9f86d081", full_name="Lê Thị Lan", birth=read_date("31/07/1990"))
    (found,) = match([lan], [ListRow(row_no=2, personal_number="v1:9f86d081", full_name="Le Thi Lan")])
    assert found.verdict == "linked"


def test_the_problem_of_a_cell_stays_with_the_row(register):
    rows = [
        ListRow(row_no=2, raw_problem="Có 13 chữ số; số định danh phải có 12 chữ số."),
        ListRow(row_no=3, personal_number="038190000001", full_name="Lê Thị Lan", raw_problem="Ngày sinh lạ."),
    ]
    unreadable, linked = match(register, rows)
    assert unreadable.reasons[-1] == "Có 13 chữ số; số định danh phải có 12 chữ số."
    assert (linked.verdict, linked.reasons[-1]) == ("linked", "Ngày sinh lạ.")


def test_an_empty_list_and_an_empty_register(register):
    assert match(register, []) == []
    assert [one.verdict for one in match([], list_of("2 | 038190000001 | Lê Thị Lan"))] == ["not_found"]


# -- what always holds

NAMES = st.sampled_from(["Lê Thị Lan", "LE THI LAN", "Lê Lan", "Lê Thị Lân", "Trần Hoà", "Trần Hòa", ""])
BIRTHS = st.sampled_from([None, *map(read_date, ["1990", "31/07/1990", "01/01/1990", "30/07/1990", "07/1990", "1991"])])
COMMON = {
    "personal_number": st.sampled_from([None, "038190000001", "038190000002", "171234567"]),
    "full_name": NAMES,
    "birth": BIRTHS,
    "sex": st.sampled_from([None, "male", "female"]),
    "village": st.sampled_from([None, "Thôn 1", "thôn 01", "Khu phố 1", "Đồng Tâm"]),
    "phone": st.sampled_from([None, "0912345678"]),
}
REGISTERS = st.lists(st.fixed_dictionaries(COMMON), max_size=6).map(
    lambda rows: [RegisterRow(id=at, **row) for at, row in enumerate(rows, start=1)]
)
LISTS = st.lists(st.fixed_dictionaries(COMMON), max_size=6).map(
    lambda rows: [ListRow(row_no=at, **row) for at, row in enumerate(rows, start=2)]
)


@given(REGISTERS, LISTS)
def test_each_row_gets_one_verdict_with_a_reason_and_no_person_is_linked_twice(register, rows):
    verdicts = match(register, rows)
    linked = [one.person_id for one in verdicts if one.verdict == "linked"]
    assert [one.row_no for one in verdicts] == [row.row_no for row in rows]
    assert len(linked) == len(set(linked))
    assert all(one.reasons and 0 <= one.probability < 1 for one in verdicts)
    assert all((one.person_id is None) == (one.verdict != "linked") for one in verdicts)
    assert all(one.candidates for one in verdicts if one.verdict == "ambiguous")


@given(REGISTERS, LISTS, st.randoms())
def test_the_order_of_the_register_changes_nothing(register, rows, rng: random.Random):
    shuffled = rng.sample(register, len(register))
    assert match(shuffled, rows) == match(register, rows)


@given(REGISTERS, LISTS)
def test_a_slow_and_obvious_version_links_the_same_rows(register, rows):
    linked = {one.row_no: one.person_id for one in match(register, rows) if one.verdict == "linked"}
    assert linked == obviously_linked(register, rows)


def obviously_linked(register, rows):
    """Every row against every person, the two rules of a link written out once more."""
    from tungnha.identity import names
    from tungnha.matching.keys import full_birth, name_key, village_key

    def same_three(row, one):
        keys = [(name_key(x.full_name), full_birth(x.birth), village_key(x.village)) for x in (row, one)]
        return keys[0] == keys[1] and all(keys[0])

    def no_contradiction(row, one):
        numbers, sexes = {row.personal_number, one.personal_number}, {row.sex, one.sex}
        other_kind = len({len(number) for number in numbers if number}) > 1
        marks = names.tone_key(row.full_name) == names.tone_key(one.full_name)
        unmarked = names.is_unmarked(row.full_name) or names.is_unmarked(one.full_name)
        return (
            (None in numbers or other_kind or len(numbers) == 1)
            and (None in sexes or len(sexes) == 1)
            and (marks or unmarked)
        )

    claims = {}
    for row in rows:
        holders = [one for one in register if row.personal_number and one.personal_number == row.personal_number]
        three = [one for one in register if same_three(row, one)]
        if len(holders) == 1:
            (one,) = holders
            day = full_birth(row.birth)
            if names.compare(row.full_name, one.full_name).agrees or (day and day == full_birth(one.birth)):
                claims.setdefault(one.id, []).append((0, row.row_no, row.personal_number))
        elif not holders and len(three) == 1 and no_contradiction(row, three[0]):
            claims.setdefault(three[0].id, []).append((1, row.row_no, row.personal_number))
    linked = {}
    for person, found in claims.items():
        by, row_no, _ = min(found, key=lambda claim: claim[:2])
        if by == 0 or len({number for _, _, number in found if number}) < 2:
            linked[row_no] = person
    return linked
