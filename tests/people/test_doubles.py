"""Which records may be of one person: a slow, obvious reading of the rules referees the quick one."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tungnha.people.models import LikelyDouble, Person
from tungnha.people.operations import correcting
from tungnha.people.operations.correcting import Facts
from tungnha.people.protection.letters import mark_differences
from tungnha.people.register import doubles
from tungnha.people.register.double_rules import LARGEST_BLOCK, Record, likely_doubles, one_letter_apart


def record(pk, name="Nguyễn Văn An", born=date(1980, 3, 15), precision="day", **more):
    from tungnha.identity import names

    facts = {"sex": "male", "home": pk, "village": 1} | more
    return Record(id=pk, full_name=name, folded=names.fold(name), birth=born, precision=precision, **facts)


def why(one, other):
    return likely_doubles([one, other]).get((one.id, other.id))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, ["name_birth"]),
        ({"name": "Nguyen Van An"}, ["name_birth"]),
        ({"sex": "female"}, None),
        ({"sex": ""}, ["name_birth"]),
        ({"born": date(1980, 3, 16)}, None),
        ({"born": date(1980, 1, 1), "precision": "year"}, ["name_year"]),
        ({"born": date(1980, 1, 1)}, ["name_year"]),  # 1 January often stands for the year
        ({"born": date(1981, 1, 1), "precision": "year"}, None),
        ({"born": date(1980, 1, 1), "precision": "year", "village": 2}, None),
        ({"name": "Nguyễn Văn Anh", "home": 1}, ["name_near"]),
        ({"name": "Nguyễn An", "home": 1}, ["name_near"]),
        ({"name": "Nguyễn Văn Anh"}, None),  # in another household: a namesake's cousin
        (
            {"name": "Trần Thị Bảo", "sex": "female", "born": None, "precision": "", "numbers": frozenset("x")},
            ["number"],
        ),
        ({"born": None, "precision": "", "phones": frozenset("p")}, ["phone_name"]),
        ({"number": "n2", "numbers": frozenset({"n2"})}, ["two_numbers"]),
        ({"number": "n2", "numbers": frozenset({"n2"}), "name": "Nguyễn Văn Anh", "home": 1}, None),  # twins
    ],
)
def test_why_two_records_may_be_one(other, expected):
    own = record(1, number="n1", numbers=frozenset({"x", "n1"}), phones=frozenset("p"))
    assert why(own, record(2, **other)) == expected


def test_father_and_son_of_one_name_are_two():
    assert why(record(1, home=1), record(2, born=date(2005, 7, 7), home=1)) is None


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("Hoa", "Hoà", True), ("Hoa", "Hoan", True), ("Hoa", "Hương", False), ("Lê Thị Hoa", "Lê Hoa", True),
        ("Lê Thị Hoa", "Lê Thị Hoài An", False), ("Lê Thị Mai", "Lê Thị Mây", True), ("Bình", "Minh", True),
        ("Bình", "Ninh Bình", False),
    ],
)  # fmt: skip
def test_one_letter_apart(a, b, near):
    assert one_letter_apart(a, b) == one_letter_apart(b, a) == near


def slow(records: list[Record]) -> dict[tuple[int, int], list[str]]:
    """Every pair, by the rules alone."""
    found = {}
    for a, b in combinations(sorted(records, key=lambda r: r.id), 2):
        if codes := likely_doubles([a, b]).get((a.id, b.id)):
            found[a.id, b.id] = codes
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 40))
def test_blocks_find_what_looking_at_every_pair_finds(seed, count):
    rng = Random(seed)
    rows = [
        record(
            pk, rng.choice(["Nguyễn Văn An", "Nguyen Van An", "Nguyễn Văn Anh", "Lê Thị Bảo"]),
            rng.choice([date(1980, 3, 15), date(1980, 1, 1), None]), rng.choice(["day", "year"]),
            sex=rng.choice(["male", "female", ""]), home=rng.randrange(5), village=rng.randrange(1, 3),
            number=rng.choice(["", "n1", "n2"]), numbers=frozenset(rng.choice(["", "n1", "n2"])),
            phones=frozenset(rng.choice(["", "p", "q"])),
        )
        for pk in range(1, count + 1)
    ]  # fmt: skip
    assert likely_doubles(rows) == slow(rows)


def test_a_block_of_thousands_is_no_quadratic_trap():
    rows = [record(pk) for pk in range(1, 5001)]
    assert len(likely_doubles(rows)) == 4999
    assert LARGEST_BLOCK < 5000


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [("Hoà", "Hoa", ("à", "a")), ("Lê Thị Hoa", "Lê Hoa", (" Thị", "")), ("An", "An", ("", ""))],
)
def test_the_letters_that_differ_are_marked(one, other, marked):
    left, right = mark_differences(one, other)
    assert ("".join(p.text for p in left if p.differs), "".join(p.text for p in right if p.differs)) == marked
    assert ("".join(p.text for p in left), "".join(p.text for p in right)) == (one, other)


# -- kept up with the register


@pytest.mark.django_db
class TestKeptUp:
    def second_an(self, people, households):
        return Person.objects.create(
            full_name="Nguyen Van An", household=households.two, birth_date=people.an.birth_date, birth_precision="day"
        )

    def test_the_whole_commune_and_the_one_person_find_the_same(self, people, households, commune, at_tuesday):
        twin = self.second_an(people, households)
        assert doubles.look_over_commune(commune, at=at_tuesday) == 1
        whole = list(LikelyDouble.objects.values("a", "b", "why", "weight", "state"))
        LikelyDouble.objects.all().delete()
        doubles.look_over([twin.pk], at=at_tuesday)
        assert list(LikelyDouble.objects.values("a", "b", "why", "weight", "state")) == whole
        assert whole == [{"a": people.an.pk, "b": twin.pk, "why": ["name_birth"], "weight": 80, "state": "open"}]

    def test_once_called_different_never_asked_again(self, people, households, commune, members, at_tuesday):
        twin = self.second_an(people, households)
        doubles.look_over_commune(commune, at=at_tuesday)
        doubles.keep_apart(twin, [people.an.pk], by=members.mai, at=at_tuesday)
        assert doubles.look_over_commune(commune, at=at_tuesday) == 0
        assert LikelyDouble.objects.get().state == "different"

    def test_a_corrected_birth_closes_the_question_and_the_old_one_opens_it(
        self, people, households, members, at_tuesday, commune
    ):
        twin = self.second_an(people, households)
        doubles.look_over_commune(commune, at=at_tuesday)
        for year, state in ((1979, "gone"), (1980, "open")):
            from tungnha.identity.dates import PartialDate

            facts = Facts(full_name=twin.full_name, birth=PartialDate(date(year, 3, 15)))
            correcting.correct_facts(person=twin, facts=facts, stamp=None, reason="", by=members.mai, at=at_tuesday)
            assert LikelyDouble.objects.get().state == state

    def test_the_commune_next_door_has_namesakes_of_its_own(self, people, province, at_tuesday, commune):
        from tungnha.people.models import Household
        from tungnha.units.models import Area

        other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Bên", parent=province)
        village = Area.objects.create(code="99902-01", kind="village", type_name="thôn", name="1", parent=other)
        there = Person.objects.create(
            full_name="Nguyễn Văn An", household=Household.objects.create(code="1", village=village),
            birth_date=people.an.birth_date, birth_precision="day",
        )  # fmt: skip
        doubles.look_over([there.pk], at=at_tuesday)
        assert doubles.look_over_commune(commune, at=at_tuesday) == 0
        assert not LikelyDouble.objects.exists()
