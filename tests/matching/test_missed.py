"""Who was found by no key: what the keys need, and whether "not found" is as often right as it says."""

from __future__ import annotations

import random

import numpy as np
import pytest

from tungnha.identity.dates import read_date
from tungnha.matching.compare import Comparer
from tungnha.matching.decide import AMBIGUOUS, NOT_FOUND, with_missed
from tungnha.matching.engine import match_coded
from tungnha.matching.join import NAME_AND_DATE, NUMBERS
from tungnha.matching.key_parts import KNOWN, WAYS, KeyParts
from tungnha.matching.keys import KINDS, NO_KEY, Side
from tungnha.matching.listing import code_list
from tungnha.matching.outcome import NOBODY, PERHAPS
from tungnha.matching.records import RegisterRow
from tungnha.matching.registers import CodedRegister
from tungnha.matching.tables import Mended
from tungnha.matching.weigh import Scales

pytestmark = pytest.mark.one_database

FAMILIES = ("Nguyễn", "Nguyễn", "Nguyễn", "Lê", "Lê", "Trần", "Phạm", "Hoàng", "Vũ", "Đỗ", "Bùi", "Đặng")
MIDDLES = ("Văn", "Văn", "Thị", "Thị", "Đức", "Ngọc", "Minh", "Xuân", "Quang", "Hữu", "Kim", "Thu")
GIVEN = (
    "Lan", "Hùng", "Mai", "Tú", "Hoà", "Bình", "Dũng", "Hạnh", "Hương", "Nga", "Sơn", "Thắng", "Tâm", "Yến", "Đạt",
    "Quý", "Phúc", "Loan", "Huệ", "Vinh",
)  # fmt: skip
WRONG = {"full_name": 0.35, "birth": 0.15, "personal_number": 0.1, "phone": 0.3, "village": 0.1}
LETTERS = "bcdghklmnpqrstvxw"
People = list[dict[str, str]]
FIELDS = ("full_name", "personal_number", "birth", "phone", "village")


def population(count: int, rng: random.Random) -> People:
    people = []
    for at in range(count):
        year = rng.randint(1945, 2004)
        people.append({
            "full_name": f"{rng.choice(FAMILIES)} {rng.choice(MIDDLES)} {rng.choice(MIDDLES)} {rng.choice(GIVEN)}",
            "personal_number": f"038{rng.choice('01')}{year % 100:02}99{at:04}",
            "birth": f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/{year}", "phone": f"090000{at:04}",
            "village": f"Thôn {rng.randint(1, 9)}",
        })  # fmt: skip
    return people


def slipped(text: str, rng: random.Random) -> str:
    """One letter typed wrong, in some syllable."""
    at = rng.choice([place for place, letter in enumerate(text) if letter.isalpha()])
    return text[:at] + rng.choice(LETTERS) + text[at + 1 :]


def written(person: dict[str, str], rng: random.Random, empty: float) -> dict[str, str]:
    """A row about the person as a hurried clerk writes it: some cells empty, some wrong."""
    row = dict(person)
    for field in FIELDS[1:]:
        if rng.random() < empty:
            row[field] = ""
    if rng.random() < 0.4:
        row["birth"] = row["birth"][-4:]
    for field, share in WRONG.items():
        if row[field] and rng.random() < share:
            digits = field != "full_name"
            row[field] = row[field][:-1] + rng.choice("0123456789") if digits else slipped(row[field], rng)
    return row


def register_of(people: People) -> CodedRegister:
    return CodedRegister.of_rows([
        RegisterRow(id=at, full_name=one["full_name"], personal_number=one["personal_number"],
                    birth=read_date(one["birth"]), phone=one["phone"], village=one["village"])
        for at, one in enumerate(people)
    ])  # fmt: skip


def cells_of(rows: People) -> dict[str, list[str]]:
    return {field: [row[field] for row in rows] for field in FIELDS}


@pytest.fixture(scope="module", params=[0.35, 0.65], ids=["some cells empty", "most cells empty"])
def drawn(request: pytest.FixtureRequest):
    """A register of 3,000 of 3,600 people; a list of 2,400 rows about any of them; whom each row is about."""
    rng = random.Random(41)
    people = population(3600, rng)
    asked = [rng.randrange(len(people)) for _ in range(2400)]
    rows = [written(people[at], rng, request.param) for at in asked]
    return people[:3000], rows, np.array([at if at < 3000 else -1 for at in asked])


def test_not_found_is_as_often_right_as_it_says(drawn):
    people, rows, truth = drawn
    found = match_coded(register_of(people), Mended(cells_of(rows), ["person"] * len(rows)), list(range(len(rows))))
    none = found.verdict == NOT_FOUND
    right, said = truth[none] < 0, found.probability[none]
    assert np.count_nonzero(~right) > 40  # there is something to be wrong about
    assert abs(right.mean() - said.mean()) < 0.03
    sure = said >= 0.9
    assert np.count_nonzero(sure) > 200
    assert abs(right[sure].mean() - said[sure].mean()) < 0.03
    assert right[said < 0.7].mean() < 0.7  # and what it doubts is rightly doubted


def test_a_row_that_says_little_is_doubted_and_told_so(drawn):
    people, rows, _ = drawn
    common = dict.fromkeys(FIELDS, "") | {"full_name": "Nguyễn Văn Thị Hùng"}
    namesakes = [dict(one) | {"full_name": common["full_name"]} for one in people[:200]]
    stranger = dict.fromkeys(FIELDS, "") | {
        "full_name": "Khúc Thừa Chuẩn", "birth": "07/09/1971", "personal_number": "001071998877",
        "village": "Thôn 3",
    }  # fmt: skip
    rows = [*rows, common, stranger]
    table = Mended(cells_of(rows), ["person"] * len(rows))
    found = match_coded(register_of([*namesakes, *people[200:]]), table, list(range(len(rows))))
    little, much = len(rows) - 2, len(rows) - 1
    assert found.verdict[little] >= AMBIGUOUS
    assert found.verdict[much] == NOT_FOUND
    assert found.probability[little] < 0.5 < 0.95 < found.probability[much]
    assert found.reasons(much) == (NOBODY,)
    assert found.reasons(little) == (NOBODY, PERHAPS)


def test_the_ways_are_what_the_keys_say(drawn):
    """Of rows and their own people, and of rows and anybody: a way is whole just where the key is the same."""
    people, rows, truth = drawn
    register = register_of(people)
    coded = code_list(register, cells_of(rows), ["person"] * len(rows))
    comparer = Comparer(register, coded)
    parts = KeyParts(Scales(comparer))
    row = np.flatnonzero(truth >= 0).astype(np.int32)
    for person in (truth[row].astype(np.int32), np.roll(truth[row], 1).astype(np.int32)):
        shared = parts.shared(row, person, comparer.compare(row, person).levels["full_name"])
        one, other = Side.of_list(coded).of(row), Side.of_register(register, coded.names).of(person)
        for kind in (*NUMBERS, *NAME_AND_DATE, *KINDS):
            by_key = np.zeros(len(row), bool)
            for mine in kind.keys(one):
                for yours in kind.keys(other):
                    by_key |= (mine == yours) & (mine != NO_KEY)
            by_way = np.zeros(len(row), bool)
            for needs in WAYS[kind.name]:
                whole = [(shared[field] & parts_) == parts_ for field, parts_ in _of_key(needs).items()]
                by_way |= np.logical_and.reduce(whole)
            wrong = np.count_nonzero(by_key != by_way)
            assert wrong <= 2, f"{kind.name}: {wrong} of {len(row)}"  # one syllable twice in a name


def _of_key(needs: dict[str, int]) -> dict[str, int]:
    """What the key itself holds: a name near enough to be known by is no part of one."""
    return {field: parts & ~KNOWN if field == "full_name" else parts for field, parts in needs.items()}


def test_whoever_cannot_be_found_is_as_likely_here_as_anybody():
    nobody, missed = np.array([1.0, 1.0, 0.9]), np.array([0.0, 1.0, 0.0])
    found = with_missed(nobody, 0.2, missed, np.full(3, 0.8), np.ones(3))
    assert found == pytest.approx([1.0, 0.2, 0.9])


def test_an_unknown_village_is_held_against_nobody_twice():
    """Where it tells who is from elsewhere, those who write it are less often in the register."""
    nobody, inside = np.array([0.9, 0.9]), np.array([0.8, 0.2])
    near, far = with_missed(nobody, 0.2, np.full(2, 0.1), inside, np.full(2, 5.0))
    assert near < 0.9 < far
