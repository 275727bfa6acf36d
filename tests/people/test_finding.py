"""The words of names are true, and what is found by them is what the definition says, on both databases."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from functools import lru_cache

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tungnha.cli import main
from tungnha.people import finding
from tungnha.people.finding import words as name_words
from tungnha.people.finding.walk import AWAY, GONE, HERE, Asked, Hit, walk
from tungnha.people.finding.words import read_words
from tungnha.people.models import Household, NameWord, Person
from tungnha.people.register.moving import move_households
from tungnha.units import setup

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
    monkeypatch.setattr("tungnha.people.finding.walk.FEW", 40)
    monkeypatch.setattr("tungnha.people.finding.walk.MANY", 200)
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


# -- how a name is read


@pytest.mark.parametrize(
    ("typed", "name", "agrees"),
    [
        ("huong", "Nguyễn Thị Hường", True),
        ("hường", "Nguyễn Thị Hường", True),
        ("hương", "Nguyễn Thị Hường", False),  # a whole word without a tone is said without one
        ("hươ", "Nguyễn Thị Hường", True),  # its tone may still come
        ("hường", "Nguyễn Thị Hương", False),
        ("hoà", "Lê Hòa", True),
        ("ly", "Lò Thị Lí", True),
        ("lý", "Lò Thị Lí", True),
        ("duc", "Trần Đức", True),
        ("đuc", "Trần Dục", False),
        ("NGUYỄN  ng", "Ng Nguyễn Hồng", True),
        ("ngu hung", "Nguyễn Hồng", False),
        ("hong nguyen", "Nguyễn Hồng", True),
        ("ung", "Nguyễn Hùng", False),  # a word is found from its beginning
        ("hbia", "H'Bia Êban", True),
        ("ty", "Đặng Văn Quý (Tý)", True),
        ("hường", unicodedata.normalize("NFD", "Nguyễn Thị Hường"), True),
        (unicodedata.normalize("NFD", "hường"), "Nguyễn Thị Hường", True),
        ("alexandrovna", "Alexandrovna", True),
        ("alexandrina", "Alexandrovna", False),
    ],
)
def test_what_is_typed_agrees_with_a_name(typed, name, agrees):
    assert name_words.agrees(read_words(typed), spell(name)) == agrees


def test_one_word_typed_twice_agrees_with_one_word_of_the_name():
    """Each word typed is looked for by itself: no one writes a word twice to say that it stands there twice."""
    assert name_words.agrees(read_words("nguyen nguyen"), spell("Nguyễn Hồng"))


@pytest.mark.parametrize("word", ["h", "hu", "huong", "hường", "hươ", "đ", "đức", "alexandrovna", "ly", "quy"])
def test_the_codes_of_words_that_agree_lie_in_the_ranges(word):
    typed = read_words(word)[0]
    for name in [*every_name()[::7], "Alexandrovna Alexandrina"]:
        for one in spell(name).words:
            if name_words.one_agrees(typed, [one]):
                assert any(low <= one.code < high for low, high in name_words.ranges(typed)), (word, one)


def test_places_stand_in_the_order_of_the_alphabet_and_who_left_comes_last():
    names = [
        "Lò Thị An",
        "Trần Thị An",
        "Lò Văn An",
        "Lò Thị Ân",
        "Lò Thị Anh",
        "Lò Thị Bình",
        "Lò Thị Đào",
        "Lò Thị Hương",
    ]
    places = [spell(name).place(False) for name in names]
    given = [name.split()[-1] for _, name in sorted(zip(places, names, strict=True))]
    assert given == ["An", "An", "An", "Ân", "Anh", "Bình", "Đào", "Hương"]
    assert spell("Lò Thị Vy").place(False) < spell("Lò Thị An").place(True)


# -- the words are true


@pytest.mark.django_db
def test_save_keeps_the_words_true(people, villages):
    assert finding.faults() == []
    people.an.full_name = "Nguyễn Văn Bình"
    people.an.save()
    people.bao.residence = "deceased"
    people.bao.save(update_fields=["residence"])
    people.chi.delete()
    people.em.household.village, people.em.household.code = villages[0], "02"
    people.em.household.save()
    assert finding.faults() == []
    assert NameWord.objects.filter(person=people.em.pk, village=villages[1]).count() == 0


@pytest.mark.django_db
def test_faults_tells_what_was_written_past_save_and_refresh_mends_it(people):
    Person.objects.filter(pk=people.an.pk).update(full_name="Nguyễn Văn Bình")
    NameWord.objects.filter(person=people.em).first().delete()
    found = finding.faults()
    assert f"person {people.an.pk}: a word is missing" in found
    assert f"person {people.an.pk}: a word too many" in found
    assert f"person {people.em.pk}: a word is missing" in found
    assert "Bình" not in " ".join(found)
    assert finding.refresh([people.an.pk, people.em.pk]) > 0
    assert (finding.faults(), finding.rebuild()) == ([], 0)


@pytest.mark.django_db
def test_a_merged_record_is_found_under_either_name_until_it_is_parted_again(people, commune):
    def found(text):
        return [hit.person for hit in walk(Asked(tuple(read_words(text)), commune=commune.pk), 10)]

    people.gam.household, people.gam.merged_into = None, people.em
    people.gam.save()
    assert (found("nong thi gam"), found("hoang van em")) == ([people.em.pk], [people.em.pk])
    assert finding.faults() == []
    people.gam.household, people.gam.merged_into = people.em.household, None
    people.gam.save()
    assert (found("nong thi gam"), found("hoang van em")) == ([people.gam.pk], [people.em.pk])
    assert finding.faults() == []


@pytest.mark.django_db
def test_who_is_erased_is_not_found(people, commune, at_tuesday):
    people.an.erased_at = at_tuesday
    people.an.save()
    assert not NameWord.objects.filter(person=people.an).exists()
    assert finding.faults() == []


@pytest.mark.django_db
def test_households_that_move_past_save_are_refreshed(people, villages):
    Household.objects.filter(village=villages[0]).update(code="X9", village=villages[1])
    assert finding.faults() != []
    finding.refresh_households(Household.objects.values_list("pk", flat=True))
    assert finding.faults() == []


@pytest.mark.django_db
def test_the_migration_fills_the_words_of_a_register_that_has_people(people):
    before = set(NameWord.objects.values_list(*finding.COLUMNS[:3], "person_id", "spelled"))
    NameWord.objects.all().delete()
    state = MigrationLoader(connection).project_state(("people", "0005_search"))
    finding.fill(state.apps.get_model("people", "Person"), state.apps.get_model("people", "NameWord"))
    assert set(NameWord.objects.values_list(*finding.COLUMNS[:3], "person_id", "spelled")) == before
    assert finding.faults() == []


@pytest.mark.django_db
def test_the_demonstrations_own_writers_keep_the_words_true(people, villages, members, at_tuesday):
    setup.end_village(
        village=villages[0], successors=[villages[1]], on=date(2026, 5, 1), decision="", by=members.mai, at=at_tuesday
    )
    move_households(village=villages[0], by=members.mai, at=at_tuesday)
    assert finding.faults() == []


@pytest.mark.django_db
def test_a_row_that_two_requests_wrote_at_once_is_found_once_and_goes(people, commune):
    twin = NameWord.objects.filter(person=people.an, word=0).get()
    twin.pk = None
    twin.save(force_insert=True)
    assert len(walk(Asked(tuple(read_words("van an")), commune=commune.pk), 10)) == 1
    assert finding.faults() == [f"person {people.an.pk}: a word too many"]
    finding.refresh([people.an.pk])
    assert finding.faults() == []


@pytest.mark.django_db
def test_the_hours_of_a_day_tend_the_whole_register(people, capsys):
    Person.objects.filter(pk=people.an.pk).update(full_name="Nguyễn Văn Bình")
    mended = [finding.tend(datetime(2026, 5, 26, hour)) for hour in range(24)]
    assert (sum(map(bool, mended)), finding.faults()) == (1, [])


@pytest.mark.django_db
def test_the_command_makes_the_words_anew_and_says_what_was_wrong(people, capsys):
    NameWord.objects.filter(person=people.an).delete()
    assert main(["search-words"]) == 0
    assert main(["search-words"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert ("3 chỗ không khớp, đã sửa" in first, "không phải sửa gì" in second) == (True, True)
