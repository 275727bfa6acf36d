"""The traps of linking people: what may be linked unseen, and what never.

A small register by hand, one test for each trap; then each trap many times among 8,000 people, where the rate of wrong
links is measured (200,000 in `python -m tests.bench traps`).
"""

from collections import Counter

import pytest

from tests.matching.wild.base import FIELDS, Known, own
from tests.matching.wild.score import register_rows
from tests.matching.wild.traps import COLUMNS, HEADER, lay, nobody, row, sprung
from tungnha.matching.engine import cross_check
from tungnha.matching.records import CrossCheck, Verdict
from tungnha.matching.tables import TextTable

pytestmark = pytest.mark.one_database


def check(register: list[Known], rows: list[dict[str, str]]) -> CrossCheck:
    columns = [[cells.get(name, "") for cells in rows] for name in FIELDS]
    table = TextTable(HEADER, columns, list(range(len(rows))))
    return cross_check(register_rows(register), table, COLUMNS)


# -- a village by hand

PHONE = "0912000101"


def person(rid: int, name: str, birth: str, sex: str, number: str, phone: str = "", village: str = "Thôn Nà Cáy",
           household: str = "h1", old: str = "") -> Known:  # fmt: skip
    return Known(rid, number, old, name, birth, sex, phone, village, "Xã Tân Lập", household)


HUNG = person(1, "Lê Văn Hùng", "05/03/1988", "Nam", "038088990011", PHONE)
HUY = person(2, "Lê Văn Huy", "05/03/1988", "Nam", "038088990012")  # his twin
FATHER = person(3, "Trần Đình Quang", "12/10/1958", "Nam", "038058990021", "0912000102", household="h2")
SON = person(4, "Trần Đình Quang", "07/04/1986", "Nam", "038086990022", "0912000102", household="h2")
HOA = person(5, "Nguyễn Thị Hoa", "20/11/1990", "Nữ", "038190990031", "0912000103", household="h3")
OTHER_HOA = person(6, "Nguyễn Thị Hoa", "20/11/1990", "Nữ", "038190990847", "0912000104", household="h4")
HEAD = person(7, "Phạm Văn Bình", "01/02/1965", "Nam", "038065990041", "0912000105", household="h5")
WIFE = person(8, "Vũ Thị Lan", "15/08/1968", "Nữ", "038168990042", "0912000105", household="h5")
LIEN = person(9, "Đỗ Thị Liên", "30/06/1979", "Nữ", "038179990051", "0912000106", "Thôn Phiêng Mòn", "h6")
MAI = person(10, "Hà Thị Mai", "14/09/1979", "Nữ", "038179990052", "0912000107", "Thôn Phiêng Mòn", "h7")
MOVED = person(11, "Ngô Văn Thái", "25/12/1972", "Nam", "038072990061", "0912000108", household="h8", old="170990061")
OTHERS = [
    person(20 + at, f"{family} {middle} {given}", f"{at % 27 + 1:02d}/{at % 12 + 1:02d}/{1960 + at}",
           "Nữ" if middle == "Thị" else "Nam", f"038{int(middle == 'Thị')}{60 + at - 0:02d}9907{at:02d}",
           f"0913000{at:03d}", "Thôn Phiêng Mòn" if at % 2 else "Thôn Nà Cáy", f"h{20 + at // 3}")
    for at, (family, middle, given) in enumerate(
        (family, middle, given)
        for family in ("Hoàng", "Đặng", "Bùi")
        for middle, given in (("Văn", "Nam"), ("Thị", "Thơm"), ("Đức", "Long"), ("Thị", "Yến"), ("Văn", "Cường"),
                              ("Thị", "Ngân"), ("Quốc", "Việt"), ("Thị", "Hạnh"), ("Văn", "Sáng"), ("Thị", "Duyên"))
    )
]  # fmt: skip
VILLAGE = [HUNG, HUY, FATHER, SON, HOA, OTHER_HOA, HEAD, WIFE, LIEN, MAI, MOVED, *OTHERS]
SURE = [row(known) for known in OTHERS]  # most of the list is as it should be


def said(*rows: dict[str, str]) -> list[Verdict]:
    return check(VILLAGE, [*rows, *SURE]).verdicts[: len(rows)]


def linked(*rows: dict[str, str]) -> list[int | None]:
    return [verdict.person_id if verdict.verdict == "linked" else None for verdict in said(*rows)]


def test_whoever_agrees_in_everything_is_linked():
    assert linked(*[row(known) for known in VILLAGE]) == [known.rid for known in VILLAGE]


def test_twins_are_told_apart_by_number_and_name_and_never_by_the_birth():
    assert linked(row(HUNG), row(HUY)) == [1, 2]
    assert linked(row(HUNG, name="Le Van Hu", number="", phone="")) == [None]
    assert linked(row(HUNG, number=HUY.number)) == [None]  # the name says one, the number the other
    assert linked(row(HUNG, name="Lê Văn Hải", number="038088990013")) == [None]  # a third, not in the register


def test_father_and_son_of_one_name():
    assert linked(row(FATHER), row(SON)) == [3, 4]
    assert linked(row(SON, number="", birth="")) == [None]
    assert linked(row(FATHER, birth="19/05/1991", number="")) == [None]  # a second son
    assert linked(row(SON, number=FATHER.number))[0] in (None, 4)


def test_namesakes_of_one_village_and_birth_date_need_a_number():
    assert linked(row(HOA), row(OTHER_HOA)) == [5, 6]
    assert linked(row(HOA, number="", phone="")) == [None]
    assert linked(row(HOA, number="038190990555", phone="")) == [None]
    assert {candidate.person_id for candidate in said(row(HOA, number="", phone=""))[0].candidates} >= {5, 6}


def test_the_number_or_telephone_of_a_relative_is_never_the_relative():
    assert linked(row(WIFE, number=HEAD.number))[0] in (None, 8)
    assert linked(row(WIFE, number=HEAD.number, birth=""))[0] in (None, 8)
    assert linked(row(HEAD, name="Phạm Thị Ngọc", sex="Nữ", birth="", number="")) == [None]
    assert linked(row(HEAD, name="Phạm Văn Tú", birth="11/11/1995")) == [None]  # the son, with his father's number


def test_a_digit_off_that_is_another_s():
    assert linked(row(LIEN, number=MAI.number))[0] in (None, 9)
    assert linked(row(LIEN, name="Đinh Thị Sen", birth="02/02/1979", number="038179990053", phone="")) == [None]
    assert linked(row(LIEN, name="Cao Thị Bé", birth="1979", phone="", address="")) == [None]  # her very number


def test_who_lives_in_a_household_of_the_register_is_not_in_it():
    assert linked(row(HEAD, name="Phạm Thị Ngọc", sex="Nữ", birth="03/07/1992", number="038192990077")) == [None]
    assert linked(row(HEAD, name="Phạm Văn Bính", birth="1967", number="")) == [None]  # his brother


def test_a_list_sent_twice_counts_everybody_once():
    rows = [row(known) for known in VILLAGE]
    outcome = check(VILLAGE, [*rows, *rows])
    assert outcome.counts["double"] == outcome.counts["linked"] == len(VILLAGE)
    again = outcome.verdicts[len(rows) :]
    assert [verdict.double_of for verdict in again] == list(range(len(rows)))


def test_a_list_sent_twice_in_another_hand():
    again = [row(known, name=known.name.upper(), birth=known.birth.replace("/", "-")) for known in VILLAGE]
    outcome = check(VILLAGE, [*[row(known) for known in VILLAGE], *again])
    assert outcome.counts["double"] == len(VILLAGE)


def test_rows_that_contradict_each_other():
    right, wrong = said(row(LIEN), row(MAI, number=LIEN.number, birth=""))
    assert right.person_id == 9
    assert not (wrong.verdict == "linked" and wrong.person_id == 9)


def test_one_person_under_two_numbers():
    assert linked(row(MOVED), row(MOVED, number="170990061")) == [11, 11]
    assert linked(row(MOVED, name="Tạ Văn Kiên", birth="01/05/1980", number="170990061", phone="")) == [None]


def test_one_person_twice_in_the_register_is_asked_about():
    again = person(12, "Ngô Văn Thái", "25/12/1972", "Nam", "038072990062", "0912000108", household="h8")
    outcome = check([*VILLAGE, again], [row(MOVED, number=""), *SURE])
    assert outcome.verdicts[0].verdict == "ambiguous"
    assert {candidate.person_id for candidate in outcome.verdicts[0].candidates} >= {11, 12}


def test_strangers_are_nobody():
    stranger = row(LIEN, name="Vương Đình Khải", birth="02/09/1951", sex="Nam", number="034051990002", phone="")
    assert said(stranger)[0].verdict == "not_found"


# -- each many times among many

WRONG_OF_ALL, WRONG_OF_ONE = 0.001, 0.01  # of the rows of the traps; of the rows of one trap
MISSED = 0.02


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_the_traps_among_8000_people(seed):
    laid = lay(own(8000, 3500, seed, "usual"), each=40, seed=seed)
    told = sprung(laid)
    assert sum(told.wrong.values()) <= WRONG_OF_ALL * sum(told.rows.values()), told.wrong
    assert all(told.wrong[trap] <= WRONG_OF_ONE * told.rows[trap] for trap in told.rows), told.wrong
    assert sum(told.missed.values()) <= MISSED * sum(told.should.values()), told.missed


def test_a_trap_that_is_sprung_is_counted():
    laid = lay(own(600, 100, 1), each=1, seed=1, traps=("namesakes",))
    cells = row(laid.register[0])
    laid.rows[0] = (cells, nobody("namesakes"), None)
    assert sprung(laid).wrong["namesakes"] == 1


def test_every_trap_can_be_laid_again_and_alike():
    one, other = (lay(own(2000, 300, 1), each=2, seed=7) for _ in range(2))
    assert one.rows == other.rows
    kinds = Counter(asked.trap for asked in one.asked if asked)
    assert len(kinds) == 15
