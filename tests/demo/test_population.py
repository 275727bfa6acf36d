"""A population of any size: exactly as many, all distinct, readable by what imports it, and gone when stopped."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from datetime import date
from itertools import islice

import pytest
from python_calamine import CalamineWorkbook

from tungnha import cli
from tungnha.demo import numbers, population_files
from tungnha.demo.numbers import Invented
from tungnha.demo.population import COLUMNS, FIRST_DAY, Unknown, households, residents, villages_of
from tungnha.identity.names import compare, tidy
from tungnha.identity.numbers import read_personal_number
from tungnha.identity.phones import read_phone
from tungnha.identity.sexes import read_sex
from tungnha.matching.columns import find_header, guess_columns
from tungnha.people.importing import rules as import_rules

pytestmark = pytest.mark.one_database

N = 12_000
HIGHLAND = "24154"  # a commune of Đắk Lắk


@pytest.fixture(scope="module")
def houses():
    return list(households(N, 7))


@pytest.fixture(scope="module")
def people(houses):
    return [person for house in houses for person in house]


def test_there_are_exactly_as_many_as_asked(people):
    assert len(people) == N
    assert [len(list(residents(n, 3))) for n in (1, 2, 601)] == [1, 2, 601]


def test_the_same_arguments_give_the_same_people_on_every_machine(people):
    """When the generator is meant to change, write the new digest here."""
    assert people == list(residents(N, 7))
    assert hashlib.sha256(repr([tuple(p) for p in people]).encode()).hexdigest()[:16] == "90776f3f1c9982df"
    assert list(residents(50, 8)) != people[:50]
    assert list(residents(50, 7, commune="16228")) != people[:50]


def test_no_number_is_given_twice_and_each_agrees_with_its_person(people):
    given = [p.personal_number for p in people if p.personal_number]
    assert len(given) == len(set(given)) > 0.99 * N
    for person in people:
        if person.personal_number:
            read = read_personal_number(person.personal_number)
            assert read is not None
            assert not read.warnings
            assert read.agrees_with(read_sex(person.sex), int(person.birth[-4:]))
            assert person.personal_number[6:8] == "99"


def test_telephones_are_mobile_marked_as_made_up_and_of_one_household(people):
    homes: dict[str, str] = {}
    shared = 0
    for person in people:
        if person.telephone:
            phone = read_phone(person.telephone)
            assert phone is not None
            assert phone.value == person.telephone
            assert person.telephone[3:6] == "000"
            shared += person.telephone in homes
            assert homes.setdefault(person.telephone, person.household) == person.household
    assert shared > N / 100


def test_every_household_has_one_head_and_one_code_in_one_village(houses):
    assert len({house[0].household for house in houses}) == len(houses)
    for house in houses:
        assert len({(p.household, p.village, p.lane, p.house) for p in house}) == 1
        assert [p.relation for p in house].count("chủ hộ") == 1
    assert {len(house) for house in houses} >= set(range(1, 8))


def test_villages_are_invented_or_those_given(people):
    assert list(dict.fromkeys(p.village for p in people)) == list(villages_of(N))
    assert len(villages_of(N)) == 20
    given = ("Thôn Một", "Tổ dân phố 2")
    assert Counter(p.village for p in residents(900, villages=given)).keys() == set(given)
    assert len(villages_of(10**6)) == 100


def test_there_are_twins_namesakes_fathers_and_sons_of_one_name_year_only_elders_and_people_away(houses, people):
    twins = sum(
        len({p.birth for p in house if p.relation == "con"}) < sum(p.relation == "con" for p in house)
        for house in houses
    )
    assert 20 < twins < 150
    juniors = [house for house in houses if len({p.full_name for p in house}) < len(house)]
    assert 3 < len(juniors) < 60
    names = Counter(p.full_name for p in people)
    assert sum(n for n in names.values() if n > 1) > N / 2
    only_year = [p for p in people if len(p.birth) == 4]
    assert 0.01 < len(only_year) / N < 0.05
    assert max(int(p.birth) for p in only_year) <= 2026 - 57
    states = Counter(p.residence for p in people)
    assert set(states) == {"Thường trú", "Đi làm ăn xa", "Tạm trú"}
    assert 0.02 < states["Đi làm ăn xa"] / N < 0.12


def test_twins_share_the_day_and_not_the_name_and_brothers_are_a_year_apart(houses):
    for house in houses:
        born = Counter(p.birth for p in house if p.relation == "con" and len(p.birth) == 10)
        assert max(born.values(), default=1) <= 2
        for day in (day for day, times in born.items() if times == 2):
            one, other = (p.full_name for p in house if p.birth == day and p.relation == "con")
            assert one != other


def test_the_peoples_of_the_highlands_are_named_as_they_name_themselves():
    there = list(residents(6000, 1, commune=HIGHLAND))
    apostrophes = [p for p in there if re.search(r"\bH ?['’]|\bK ?['’]", p.full_name)]
    assert 50 < len(apostrophes) < 600
    assert any(re.search("[ĕŏŭčĭ]", p.full_name) for p in there)
    assert any(p.full_name.startswith(("Y ", "Y-")) and p.sex == "Nam" for p in there)
    assert {len(p.full_name.split()) for p in there} >= {2, 3, 4}
    clans = [
        (mother, child)
        for mother, child in _mothers_and_children(6000)
        if mother.startswith(("H'", "H’")) and not child.startswith("Nguyễn")
    ]
    assert sum(mother.split()[-1] == child.split()[-1] for mother, child in clans) > 0.9 * len(clans) > 9


def _mothers_and_children(n):
    for house in households(n, 1, commune=HIGHLAND):
        mothers = [p.full_name for p in house if p.relation in ("vợ", "chủ hộ") and p.sex == "Nữ"]
        for child in (p.full_name for p in house if p.relation == "con"):
            yield from ((mother, child) for mother in mothers)


def test_births_are_registered_in_the_provinces_theirs_was_merged_of(people):
    codes = Counter(p.personal_number[:3] for p in people if p.personal_number)
    assert {code for code, _ in codes.most_common(2)} == {"006", "019"}
    assert (codes["006"] + codes["019"]) / N > 0.8
    southern = Counter(p.personal_number[:3] for p in residents(3000, commune="26506"))
    assert {code for code, _ in southern.most_common(3)} == {"074", "077", "079"}


def test_the_first_of_a_billion_come_at_once():
    assert len(list(islice(residents(10**9), 1000))) == 1000


def test_ages_are_of_the_day_asked(people):
    for day, all_of_them in ((date(2026, 5, 26), people), (date(2000, 1, 1), list(residents(N, 7, on=FIRST_DAY)))):
        born = [date(*map(int, reversed(p.birth.split("/")))) for p in all_of_them if len(p.birth) == 10]
        assert max(born) <= day
        assert 0 < (day - max(born)).days < 400
        assert 88 < day.year - min(born).year < 98


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"n": 0}, "Số người phải từ 1 trở lên."),
        ({"n": 1, "commune": "19"}, "Không có xã, phường nào mang mã “19”"),
        ({"n": 1, "commune": "x"}, "Không có xã, phường nào mang mã “x”"),
        ({"n": 1, "on": date(1999, 12, 31)}, "Ngày tính tuổi phải từ 01/01/2000 trở đi."),
    ],
)
def test_what_cannot_be_made_is_told_before_the_first_line(given, sentence):
    with pytest.raises(Unknown, match=sentence):
        residents(**given)


# Numbers for millions


def test_when_a_provinces_numbers_are_used_up_the_next_province_gives_them(monkeypatch):
    monkeypatch.setattr(numbers, "_EACH", 10)
    invented = Invented("test")
    made = [invented.personal("095", False, 1990) for _ in range(25)]
    assert [str(number)[:3] for number in made] == ["095"] * 10 + ["096"] * 10 + ["001"] * 5
    rest = [invented.personal("095", False, 1990) for _ in range(63 * 10 - 25)]
    assert len({*made, *rest}) == 630
    assert None not in rest
    assert invented.personal("095", False, 1990) is None
    assert invented.personal("095", True, 1990) is not None


def test_all_telephones_of_a_prefix_are_met_once_and_each_has_three_zeros(monkeypatch):
    monkeypatch.setattr(numbers, "PREFIXES", ("091",))
    invented = Invented("test")
    made = list(iter(invented.telephone, None))
    assert len(made) == len(set(made)) == 10_000 + 3 * 9_000 + 8_991
    assert all(number[3:6] == "000" for number in made[:10_000])
    assert all("000" in number[3:] and read_phone(number) is not None for number in made)
    assert invented.telephone() is None


# Files


def test_a_csv_is_read_with_every_column_known(tmp_path):
    path = tmp_path / "dan.csv"
    population_files.write(path, residents(300, 2), 300)
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    assert (tuple(rows[0]), len(rows), find_header(rows)) == (COLUMNS, 301, 0)
    assert guess_columns(rows[0], rows[1:]).keys() >= {"full_name", "personal_number", "birth", "sex", "phone"}
    assert [tuple(row) for row in rows[1:]] == [tuple(person) for person in residents(300, 2)]


def test_the_import_takes_every_line_as_it_is():
    columns = import_rules.guess(COLUMNS, guess_columns(COLUMNS))
    assert len(columns) == len(COLUMNS)
    for commune in ("01960", HIGHLAND):
        for person in residents(700, 6, commune=commune):
            state = import_rules.read_residence(person.residence)
            row = import_rules.read_row(2, person, columns, village_id=1, residence=state, today=date(2026, 5, 26))
            assert state
            assert row.note == ""
            assert row.full_name == tidy(person.full_name)
            assert (row.birth.show(), row.sex) == (person.birth, "male" if person.sex == "Nam" else "female")
            assert (row.number.value if row.number else "") == person.personal_number
            assert [phone.value for phone in row.phones] == ([person.telephone] if person.telephone else [])
            assert row.is_head == (person.relation == "chủ hộ")
            assert (row.code, row.lane, row.house) == (person.household, person.lane, person.house)


def test_an_xlsx_holds_the_same_as_text(tmp_path):
    path = tmp_path / "dan.xlsx"
    population_files.write(path, residents(300, 2), 300)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [tuple(row) for row in rows] == [COLUMNS, *(tuple(person) for person in residents(300, 2))]


def test_told_how_far_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(population_files, "EVERY", 100)
    told: list[int] = []
    population_files.write(tmp_path / "dan.csv", residents(350), 350, told.append)
    assert told == [100, 200, 300]


@pytest.mark.parametrize("name", ["dan.csv", "dan.xlsx"])
def test_what_is_stopped_leaves_nothing_and_an_older_file_stays(tmp_path, monkeypatch, capsys, name):
    def stop(told, done):
        raise KeyboardInterrupt

    monkeypatch.setattr("tungnha.demo.population_cli._Told.__call__", stop)
    monkeypatch.setattr(population_files, "EVERY", 100)
    (tmp_path / name).write_text("cũ")
    command = ["people", "--commune", "01960", "--people", "500", "--out", str(tmp_path / name), "--overwrite"]
    assert cli.main(command) == 130
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "cũ"
    assert capsys.readouterr().err == "\nĐã dừng; không để lại tệp dở dang.\n"


def _asked(*more, people="30"):
    return cli.main(["people", "--commune", "01960", "--people", people, *more])


def test_the_command_writes_a_file(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(population_files, "EVERY", 500)
    out = tmp_path / "dan.csv"
    (tmp_path / "thon.txt").write_text("Thôn Một\n\n Thôn  Hai\n", "utf-8-sig")
    more = ["--seed", "4", "--on", "1/7/2026", "--villages", str(tmp_path / "thon.txt"), "--out", str(out)]
    assert _asked(*more, people="1.000") == 0
    said = capsys.readouterr().err
    assert "Đã sinh 500/1.000 người" in said
    assert "Đã ghi 1.000 người vào" in said
    rows = list(csv.reader(out.open(encoding="utf-8-sig")))
    assert [tuple(row) for row in rows[1:]] == [
        tuple(p) for p in residents(1000, 4, villages=("Thôn Một", "Thôn Hai"), on=date(2026, 7, 1))
    ]


def test_without_a_file_it_prints(capsys):
    assert _asked("--villages", "Thôn Một, Bản Hai") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 31
    assert lines[0] == ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("more", "people", "sentence"),
    [
        (("--out", "x.doc"), "5", "Không ghi được tệp “x.doc”: tên tệp phải kết thúc bằng .csv hoặc .xlsx."),
        (("--out", "x.xlsx"), "2000000", "Một trang Excel chỉ chứa được 1.048.575 người; hãy ghi ra tệp .csv."),
        (("--out", "không/có/x.csv"), "5", "Không ghi được tệp không/có/x.csv: không có thư mục không/có."),
        ((), "nhiều", "Số người “nhiều” không phải là số nguyên từ 1 đến 999.999.999."),
        (("--on", "31/2/2026"), "5", "--on: 31/02/2026 không có trong lịch"),
        (("--on", "2026"), "5", "--on: “2026” phải đủ ngày, tháng, năm"),
        (("--villages", " , "), "5", "--villages: không có tên thôn nào."),
        (("--villages", "utf16.txt"), "5", "--villages: không đọc được tệp utf16.txt"),
        (("--out", "đã có.csv"), "5", "Tệp đã có.csv đã có; thêm --overwrite nếu muốn ghi đè."),
    ],
)
def test_a_wrong_wish_is_told_in_a_sentence(tmp_path, monkeypatch, capsys, more, people, sentence):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "utf16.txt").write_bytes("Thôn Một".encode("utf-16"))
    (tmp_path / "đã có.csv").write_text("")
    assert _asked(*more, people=people) == 2
    said = capsys.readouterr().err
    assert said.startswith(sentence)
    assert said.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["utf16.txt", "đã có.csv"]


def test_the_disk_and_rights_are_told(tmp_path, monkeypatch):
    for error, words in ((PermissionError(13, "no"), "không có quyền ghi"), (OSError(28, "no"), "đĩa đã đầy"),
                         (OSError(5, "hỏng"), "hỏng")):  # fmt: skip

        def fail(path, people, error=error):
            raise error

        monkeypatch.setattr(population_files, "_csv", fail)
        with pytest.raises(population_files.CannotWrite, match=words):
            population_files.write(tmp_path / "dan.csv", residents(3), 3)


def test_names_of_a_household_are_told_apart(houses):
    for house in houses[:300]:
        sisters = [p.full_name for p in house if p.relation == "con" and p.sex == "Nữ"]
        assert all(compare(a, b).level != "same" for at, a in enumerate(sisters) for b in sisters[at + 1 :])
