"""The verdict on a row, each rule once, then the things that always hold on made-up data."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tungnha.identity.dates import read_date
from tungnha.matching import ListRow, RegisterRow, match

from .conftest import list_of, register_of

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("row", "verdict", "person", "reasons"),
    [
        # The number, and something that says the same.
        ("038190000001 | LE THI LAN | 31/07/1990", "linked", 1,
         ("cùng số định danh", "cùng họ tên, một bên viết không dấu", "ngày sinh khớp")),
        ("038190000001 | Lê Thị Lán", "linked", 1, ("cùng số định danh", "tên khác một dấu")),
        ("038050000004 | Trần Hòa | 1950", "linked", 4,
         ("cùng số định danh", "cùng họ và tên, danh sách thiếu chữ đệm", "năm sinh khớp")),
        # The number alone, or against the rest.
        ("038190000001 | Vũ Văn Tú | 01/02/1970", "ambiguous", 1, None),
        ("038190000001 | Vũ Thị Yến | 31/07/1990", "ambiguous", 1, None),
        ("038190000001", "ambiguous", 1, ("cùng số định danh",)),
        # Name and birth, the village beside them.
        (" | Lê Thị Lan | 31/07/1990 | | thôn 01, xã Thiệu Trung", "linked", 1,
         ("cùng họ tên", "ngày sinh khớp", "cùng thôn")),
        ("038175000003 | NGUYỄN THỊ MAI | 05/05/1975 | Nữ | Đồng Tâm", "linked", 3,
         ("cùng họ tên", "ngày sinh khớp", "cùng thôn")),
        (" | Lê T. Lan | 31/07/1990 | | Thôn 1", "linked", 1,
         ("tên viết tắt khớp với tên đầy đủ", "ngày sinh khớp", "cùng thôn")),
        # What speaks against a link that nobody looks at.
        (" | Lê Thị Lan | 31/07/1990 | Nam | Thôn 1", "ambiguous", 1, None),
        ("038190999999 | Lê Thị Lan | 31/07/1990 | | Thôn 1", "ambiguous", 1, None),
        (" | Lê Thị Lan | 31/07/1970 | | Thôn 1", "ambiguous", 1, None),
        (" | Nguyễn Thị Hương | 02/02/1992 | | Thôn 1", "ambiguous", None,
         ("2 người trong sổ có thể là dòng này", "cùng họ tên", "ngày sinh khớp", "cùng thôn")),
        (" | Lê Thị Lan", "ambiguous", 1, ("cùng họ tên",)),
        # Nobody, nothing.
        ("038000000000 | Đỗ Lạ Mặt | 02/03/1990", "not_found", None, ("không ai trong sổ khớp đủ với dòng này",)),
        (" | | 31/07/1990 | | Thôn 1 | 0912345678", "unreadable", None, ("thiếu cả họ tên lẫn số định danh",)),
    ],
)  # fmt: skip
def test_the_verdict_on_one_row(register, row, verdict, person, reasons):
    (found,) = match(register, list_of(f"2 | {row}"))
    assert (found.verdict, found.person_id) == (verdict, person)
    assert reasons is None or found.reasons == reasons


def test_candidates_carry_their_own_reasons_best_first(register):
    (found,) = match(register, list_of("2 | | Nguyễn Thị Hương | 1992 | | Thôn 1"))
    first, second, third = found.candidates
    assert {first.person_id, second.person_id} == {5, 6}
    assert third.person_id == 7
    assert first.probability == second.probability > third.probability
    assert first.reasons == ("cùng họ tên", "năm sinh khớp", "cùng thôn")
    assert third.reasons == ("cùng họ tên", "năm sinh khớp", "khác thôn")
    assert found.reasons[0] == "3 người trong sổ có thể là dòng này"


def test_a_person_listed_twice_is_a_double_the_second_time(register):
    first, second = match(
        register,
        list_of("""
            2 | 038190000001 | Lê Thị Lan | 31/07/1990
            3 | 038190000001 | LE THI LAN | 31/7/1990
        """),
    )
    assert (first.verdict, first.person_id, first.double_of) == ("linked", 1, None)
    assert (second.verdict, second.person_id, second.double_of) == ("linked", 1, 2)
    assert second.reasons[0] == "trùng với dòng 2"


def test_two_numbers_on_one_name_and_birth_link_nobody(register):
    verdicts = match(
        register,
        list_of("""
            2 | 038192000031 | Nguyễn Thị Hương | 09/09/1992 | | Thôn 2
            3 | 038192000032 | Nguyễn Thị Hương | 09/09/1992 | | Thôn 2
        """),
    )
    assert [one.verdict for one in verdicts] == ["ambiguous", "ambiguous"]


def test_a_number_that_two_people_of_the_register_hold_decides_by_the_rest():
    twice = register_of("""
        1 | 038190000001 | Lê Thị Lan | 31/07/1990
        2 | 038190000001 | Lê Văn Nam | 31/07/1992
    """)
    alone, named = match(twice, list_of("2 | 038190000001\n3 | 038190000001 | Lê Thị Lan | 31/07/1990"))
    assert alone.verdict == "ambiguous"
    assert {one.person_id for one in alone.candidates} == {1, 2}
    assert (named.verdict, named.person_id) == ("linked", 1)


@pytest.mark.parametrize("number", ["171234567", "038190000999"])
def test_an_old_number_finds_its_person(number):
    lan = RegisterRow(
        id=1, personal_number="038190000001", other_numbers=("038190000999", "171234567"), full_name="Lê Thị Lan",
        birth=read_date("31/07/1990"),
    )  # fmt: skip
    (found,) = match([lan], [ListRow(row_no=2, personal_number=number, full_name="Lê Lan")])
    assert (found.verdict, found.person_id) == ("linked", 1)


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

NAMES = st.sampled_from(["Lê Thị Lan", "LE THI LAN", "Lê Lan", "Lê Thị Lân", "Trần Hoà", "Trần Hòa", "L. T. Lan", ""])
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


@settings(max_examples=8, deadline=None)
@given(REGISTERS, LISTS)
def test_each_row_gets_one_verdict_with_a_reason(register, rows):
    verdicts = match(register, rows)
    assert [one.row_no for one in verdicts] == [row.row_no for row in rows]
    assert all(one.reasons and 0 <= one.probability <= 1 for one in verdicts)
    assert all(one.person_id for one in verdicts if one.verdict == "linked")
    assert all(one.person_id is None for one in verdicts if one.verdict in ("not_found", "unreadable"))
    assert all(one.candidates[0].probability == one.probability for one in verdicts if one.candidates)
    first = {}
    for one in verdicts:
        if one.verdict == "linked":
            assert one.double_of == first.setdefault(one.person_id, one.row_no) or one.double_of is None
            assert (one.double_of is None) == (first[one.person_id] == one.row_no)


@settings(max_examples=8, deadline=None)
@given(REGISTERS, LISTS, st.randoms())
def test_the_order_of_the_register_and_of_the_list_changes_nothing(register, rows, rng: random.Random):
    def told(verdicts):
        return {one.row_no: (one.verdict, one.person_id, one.probability, one.candidates) for one in verdicts}

    as_is = told(match(register, rows))
    assert told(match(rng.sample(register, len(register)), rng.sample(rows, len(rows)))) == as_is


@settings(max_examples=8, deadline=None)
@given(REGISTERS, LISTS)
def test_a_slow_and_obvious_rule_forbids_what_is_never_linked(register, rows):
    people = {one.id: one for one in register}
    for row, verdict in zip(rows, match(register, rows), strict=True):
        if verdict.verdict != "linked":
            continue
        person = people[verdict.person_id]
        numbers = row.personal_number, person.personal_number
        assert row.personal_number or row.full_name
        if None not in numbers and len({len(number) for number in numbers}) == 1 and numbers[0] != numbers[1]:
            assert numbers[0][-1] != numbers[1][-1]  # the two of COMMON are one digit apart: a slip, never another's
            assert numbers[0] not in {one.personal_number for one in register if one.birth == row.birth}
        if row.personal_number != person.personal_number:
            assert {row.sex, person.sex} != {"male", "female"}
        if row.birth and person.birth:
            assert abs(row.birth.year - person.birth.year) <= 1
