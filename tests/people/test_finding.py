"""The words of names are true, and what is found by them is what the definition says, on both databases."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pytest

from tungnha.people import finding, name_words
from tungnha.people.models import Household, Person
from tungnha.people.name_walk import AWAY, GONE, HERE, Asked, Hit, walk
from tungnha.people.name_words import read_words

FAMILIES = "Nguyễn Trần Lê Lường Lò Đặng Lý Vy".split()  # noqa: SIM905
MIDDLES = ["Thị", "Văn", "", "Thị Thu", "Thuý", "Đức", "Nguyên"]
GIVENS = (  # noqa: SIM905
    "Hương Hường Hướng Hưởng Huống An Anh Ánh Ân Ấn Hoa Hoà Hòa Hóa Tú Tư Tứ Tự Đức Dức Yến Ích Nguyên Nguyễn "
    "Quý Quí Qui Thị Văn Vân Li Lý"
).split()


spell = lru_cache(None)(name_words.spell)


def every_name():
    return [" ".join(f"{f} {m} {g}".split()) for f in FAMILIES for m in MIDDLES for g in GIVENS]


@pytest.fixture
def many(villages, monkeypatch):
    """1,800 people of few words, so that words meet in every way; "few" is made small, so that all walks are taken."""
    monkeypatch.setattr("tungnha.people.name_walk.FEW", 40)
    monkeypatch.setattr("tungnha.people.name_walk.MANY", 200)
    homes = [Household.objects.create(code=f"H{n}", village=villages[n % 2]) for n in range(10)]
    states = ("at_home", "at_home", "at_home", "away", "temporary", "moved", "deceased", "unknown")
    made = [
        Person(
            full_name=name, household=homes[n % 10], residence=states[n % 8], birth_date=date(1940 + n % 70, 1, 1),
            birth_precision="year",
        )
        for n, name in enumerate(every_name())
    ]  # fmt: skip
    for person in made:
        person.fill_keys()
    Person.objects.bulk_create(made, batch_size=500)
    finding.refresh(Person.objects.values_list("pk", flat=True))


def by_definition(words, *, year=None, state=None, village=None):
    """Who is found, in order, as the definition says: everybody is looked at, in Python."""
    found = []
    rows = Person.objects.filter(household__isnull=False, erased_at=None, merged_into=None)
    for person in rows.select_related("household"):
        name = spell(person.full_name)
        kept = finding.STATES.get(person.residence, HERE)
        born = person.birth_date.year if person.birth_date else None
        if year not in (None, born) or state not in (None, kept) or village not in (None, person.household.village_id):
            continue
        if name and name_words.agrees(words, name):
            gone = kept == GONE
            tier = int(bool(words) and not name_words.on_given(words, name))
            found.append(Hit(int(gone), tier, name.place(gone), person.pk))
    return sorted(found)


TYPED = (
    "h hu huo huon huong hươ hương hường hưởng an anh ánh ân â ấ n ng nguyen nguyên nguyễn thi thị th vân van văn",
    "tu tú tư tứ d đ duc đức dức hoa hoà hòa y yen yến i ich ly lí vy qui quý lo lò lường",
)


@pytest.mark.django_db
def test_every_walk_finds_what_the_definition_says(many, commune, villages):
    single = " ".join(TYPED).split()
    several = [
        "nguyen thi", "nguyen thi huong", "huong nguyen", "thị hường", "ng th h", "le tran", "van thi", "thi van",
        "lý văn", "minh minh", "h huong", "nguyen nguyen", "đặng đức", "dang duc", "khong co", "nguyên ánh", "hữu tú",
    ]  # fmt: skip
    wrong = []
    for text in [*single, *several, ""]:
        words = tuple(read_words(text))
        wanted = by_definition(words)
        for limit in (7, 60, 10_000):
            if walk(Asked(words, commune=commune.pk), limit) != wanted[:limit]:
                wrong.append((text, limit))
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "huong", "nguyen th", "hường", "an"])
def test_year_state_and_village_narrow_what_is_found(many, commune, villages, text):
    words = tuple(read_words(text))
    for more in (
        {"year": 1975}, {"state": AWAY}, {"state": GONE}, {"state": HERE}, {"village": villages[0].pk},
        {"year": 1980, "state": HERE}, {"village": villages[1].pk, "year": 1990}, {"year": 1900},
    ):  # fmt: skip
        where = {"commune": commune.pk} if "village" not in more else {}
        assert walk(Asked(words, **more, **where), 500) == by_definition(words, **more)[:500], more
