"""A population file becomes the register: what is added, changed, left alone and refused."""

from datetime import date

import pytest
from django.db import connection

from tests.people.files import HEADER, LINES, changed, workbook
from tungnha.matching.workbooks import open_workbook
from tungnha.people import importing
from tungnha.people.importing import refused_file, results, store
from tungnha.people.models import Household, Identifier, Person, PopulationFile, Telephone
from tungnha.units.models import Area, Event
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(members, commune, at_tuesday):
    """Hand a file in, take the guessed columns, answer, import."""

    def receive(data, name="so-ho.xlsx"):
        return importing.receive_file(
            area=commune, name=name, data=data, source="Công an xã", as_of_on=date(2026, 5, 20), by=members.mai,
            at=at_tuesday,
        )  # fmt: skip

    def run(data, name="so-ho.xlsx", answers=None, **columns):
        file = receive(data, name)
        importing.choose_columns(file=file, columns=file.columns | columns, by=members.mai, at=at_tuesday)
        if answers:
            importing.answer(file=file, answers=answers, by=members.mai, at=at_tuesday)
        return importing.import_file(file=file, by=members.mai, at=at_tuesday)

    run.receive = receive
    return run


def sums(file):
    counts = file.counts
    assert counts["read"] == sum(counts[word] for word in ("added", "updated", "unchanged", "refused"))
    return {word: counts[word] for word in ("read", "added", "updated", "unchanged", "refused")}


def told(file):
    return {line: why for line, _, why in results.left_out(file)}


def person(name):
    return Person.objects.select_related("household__village").get(full_name=name)


def everything_stored():
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')
            found.extend(str(value) for row in cursor.fetchall() for value in row)
    return "\n".join(found)


# -- what a good file does


def test_columns_are_guessed_by_the_words_of_population_files(take):
    file = take.receive(workbook())
    assert file.columns == {
        "household_code": 1, "full_name": 2, "relation": 3, "birth": 4, "sex": 5, "personal_number": 6, "phone": 7,
        "village": 8, "residence": 9, "house": 10,
    }  # fmt: skip


def test_a_file_becomes_households_and_people(take, villages):
    file = take(workbook())
    assert sums(file) == {"read": 5, "added": 5, "updated": 0, "unchanged": 0, "refused": 0}
    assert list(Household.objects.values_list("village", "code", "house")) == [
        (villages[0].pk, "H1", "Số 5, ngõ Đình"),
        (villages[1].pk, "H2", ""),
    ]
    giap, hoa, mo = person("Phan Văn Giáp"), person("Lê Thị Hoa"), person("Vi Thị Mơ")
    assert (giap.is_head, giap.residence, giap.birth_shown, giap.sex) == (True, "at_home", "15/03/1980", "male")
    assert (hoa.is_head, hoa.relation, hoa.birth_shown, hoa.birth_precision) == (False, "Vợ", "1982", "year")
    assert (mo.residence, mo.household.code) == ("away", "H2")
    assert [i.value for i in giap.identifiers.all()] == ["019080000101"]
    assert [(t.number, t.main) for t in giap.telephones.all()] == [("0912000201", True)]


def test_the_same_file_twice_changes_nothing(take):
    take(workbook())
    before = list(Person.objects.values()), list(Household.objects.values()), Identifier.objects.count()
    again = take(workbook())
    assert sums(again) == {"read": 5, "added": 0, "updated": 0, "unchanged": 5, "refused": 0}
    assert (list(Person.objects.values()), list(Household.objects.values()), Identifier.objects.count()) == before
    assert Telephone.objects.count() == 2


def test_a_later_file_updates_what_it_speaks_of_and_erases_nothing(take, villages):
    take(workbook())
    header = ("Mã hộ", "Họ và tên", "Số định danh", "Ngày sinh", "Thôn", "Tình trạng cư trú")
    lines = [
        ("H1", "LE THI HOA", "019182000102", "05/07/1982", "Thôn 1", "Đi làm ăn xa"),
        ("H1", "Phan Văn Giáp", "", "", "Thôn 1", ""),
    ]
    file = take(workbook(lines, header))
    assert sums(file) == {"read": 2, "added": 0, "updated": 1, "unchanged": 1, "refused": 0}
    hoa = person("Lê Thị Hoa")
    assert (hoa.birth_shown, hoa.residence, hoa.residence_since) == ("05/07/1982", "away", date(2026, 5, 20))
    assert (hoa.relation, hoa.sex) == ("Vợ", "female")
    assert person("Phan Văn Giáp").telephones.count() == 1
    assert list(results.Outcome(file, "updated")) == [(hoa.pk, 2, ["residence", "birth"])]


def test_a_year_alone_never_replaces_a_known_day(take):
    take(workbook())
    file = take(workbook([changed(LINES[0], birth="1980")]))
    assert sums(file)["unchanged"] == 1
    assert person("Phan Văn Giáp").birth_shown == "15/03/1980"


def test_a_person_found_by_number_moves_to_her_new_household(take, villages):
    take(workbook())
    moved = changed(LINES[4], code="H1", village="Thôn 1", relation="Con dâu", stay="Thường trú")
    file = take(workbook([moved]))
    mo = person("Vi Thị Mơ")
    assert (mo.household.code, mo.household.village, mo.relation) == ("H1", villages[0], "Con dâu")
    assert sums(file)["updated"] == 1


def test_a_new_head_takes_the_place_of_the_old(take):
    take(workbook())
    swapped = [changed(LINES[1], relation="Chủ hộ"), changed(LINES[0], relation="Chồng")]
    take(workbook(swapped))
    assert (person("Lê Thị Hoa").is_head, person("Phan Văn Giáp").is_head) == (True, False)


def test_a_head_the_file_does_not_name_makes_room(take):
    take(workbook())
    take(workbook([changed(LINES[1], relation="Chủ hộ")]))
    giap = person("Phan Văn Giáp")
    assert (giap.is_head, giap.relation) == (False, "")


def test_without_codes_a_household_goes_from_one_head_to_the_next(take):
    header = ("Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Thôn")
    lines = [
        ("Phan Văn Giáp", "Chủ hộ", "15/03/1980", "Thôn 1"),
        ("Lê Thị Hoa", "Vợ", "1982", "Thôn 1"),
        ("Đỗ Văn Nam", "Chủ hộ", "1970", "Thôn 1"),
        ("Vi Văn Lâm", "Chủ hộ", "1975", "Thôn 2"),
    ]
    first, second = take(workbook(lines, header)), take(workbook(lines, header))
    stored = Person.objects.order_by("pk").values_list("full_name", "household__code", "household__village__name")
    assert list(stored) == [
        ("Phan Văn Giáp", "001", "1"),
        ("Lê Thị Hoa", "001", "1"),
        ("Đỗ Văn Nam", "002", "1"),
        ("Vi Văn Lâm", "001", "2"),
    ]
    assert (sums(first)["added"], sums(second)["unchanged"], Household.objects.count()) == (4, 4, 3)


def test_titles_of_villages_between_the_rows_give_the_village(take):
    header = ("Số hộ", "Họ và tên", "Ngày sinh")
    lines = [
        ("(1)", "(2)", "(3)"),
        ("Thôn 1", "", ""),
        ("1", "Phan Văn Giáp", "1980"),
        ("Thôn 2", "", ""),
        ("1", "Vi Văn Lâm", "1975"),
    ]
    file = take(workbook(lines, header))
    assert (sums(file)["added"], file.counts["headings"]) == (2, 3)
    assert [person(name).household.village.name for name in ("Phan Văn Giáp", "Vi Văn Lâm")] == ["1", "2"]


def test_a_teacher_of_a_roster_becomes_a_resident_and_no_second_person(take, units):
    from tungnha.people.models import RosterEntry

    teacher = Person.objects.create(full_name="Lê Thị Hoa")
    identifier = Identifier(person=teacher, kind="personal")
    identifier.set_value("019182000102")
    identifier.save()
    RosterEntry.objects.create(person=teacher, organisation=units.school)
    take(workbook())
    assert person("Lê Thị Hoa").pk == teacher.pk
    assert person("Lê Thị Hoa").household.code == "H1"


# -- what only an officer can say


def test_an_unknown_village_is_asked_and_never_made(take, at_tuesday, villages):
    file = take.receive(workbook([*LINES, changed(LINES[2], name="Lò Văn Pha", village="Xóm Núi")]))
    asked = importing.questions_of(file, at_tuesday.date())
    assert (asked.villages, asked.no_village, asked.residences) == ({"Xóm Núi": 1}, 0, {})


@pytest.mark.parametrize(("answer", "home", "why"), [
    ("2", "2", None),
    ("none", None, "“Xóm Núi” được trả lời là không thuộc xã."),
    ("", None, "Không rõ thôn “Xóm Núi”."),
])  # fmt: skip
def test_the_answer_decides_where_its_people_go(take, villages, answer, home, why):
    chosen = {"2": str(villages[1].pk)}.get(answer, answer)
    answers = {"villages": {"Xóm Núi": chosen} if chosen else {}}
    file = take(workbook([changed(LINES[2], name="Lò Văn Pha", village="Xóm Núi")]), answers=answers)
    found = Person.objects.filter(full_name="Lò Văn Pha").first()
    assert (found.household.village.name if found else None) == home
    assert told(file).get(2) == why
    assert Area.objects.villages().count() == 2


def test_what_a_file_calls_residence_in_its_own_words_is_asked(take, at_tuesday):
    file = take.receive(workbook([changed(LINES[0], stay="KT3"), changed(LINES[1], stay="")]))
    asked = importing.questions_of(file, at_tuesday.date())
    assert (asked.residences, asked.no_residence) == ({"KT3": 1}, 1)


# -- refused rows


@pytest.mark.parametrize(("line", "why"), [
    (changed(LINES[0], name=""), "Thiếu họ và tên."),
    (changed(LINES[0], birth="31/02/1990"), "Ngày sinh: 31/02/1990 không có trong lịch: tháng 2/1990 chỉ có 28 ngày."),
    (changed(LINES[0], birth="01/01/2027"), "Ngày sinh 01/01/2027 còn ở phía trước."),
    (changed(LINES[0], number="12345"), "Số định danh: Có 5 chữ số; số định danh phải có 12 chữ số."),
    (changed(LINES[0], sex="x"), "Giới tính “x” không rõ: hãy ghi Nam hoặc Nữ."),
    (changed(LINES[0], stay="KT3"), "Tình trạng cư trú “KT3” không rõ."),
    (changed(LINES[0], village=""), "Thiếu tên thôn."),
])  # fmt: skip
def test_a_line_that_cannot_be_taken_says_why_and_the_others_go_on(take, line, why):
    file = take(workbook([line, *LINES[1:]]))
    assert told(file) == {2: why}
    assert sums(file) == {"read": 5, "added": 4, "updated": 0, "unchanged": 0, "refused": 1}


def test_one_number_on_two_people_refuses_both_and_on_one_person_twice_the_second(take):
    stranger = changed(LINES[1], name="Tô Thị Rạng", number="019080000101")
    file = take(workbook([LINES[0], stranger, LINES[3], LINES[3]]))
    assert told(file) == {
        2: "Số định danh này có ở cả dòng 3 của tệp.",
        3: "Số định danh này có ở cả dòng 2 của tệp.",
        5: "Số định danh này có ở cả dòng 4 của tệp.",
    }
    assert sums(file) == {"read": 4, "added": 1, "updated": 0, "unchanged": 0, "refused": 3}


def test_a_number_of_somebody_else_changes_nobody(take, people):
    file = take(workbook([changed(LINES[0], number="019080000011")]))
    assert told(file) == {2: "Trong sổ, số định danh này là của người mang tên khác: hãy kiểm tra tên hoặc số."}
    assert Person.objects.get(pk=people.an.pk).full_name == "Nguyễn Văn An"


def test_a_person_of_another_commune_is_neither_moved_nor_shown(take, province):
    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Khác", parent=province)
    village = Area.objects.create(code="99902-01", kind="village", type_name="thôn", name="A", parent=other)
    home = Household.objects.create(code="1", village=village)
    theirs = Person.objects.create(full_name="Phan Văn Giáp", household=home)
    identifier = Identifier(person=theirs, kind="personal")
    identifier.set_value("019080000101")
    identifier.save()
    file = take(workbook())
    assert told(file)[2].startswith("Số định danh này đang thuộc sổ của một xã khác")
    theirs.refresh_from_db()
    assert theirs.household == home


def test_a_second_head_a_twin_line_and_a_rival_number_are_refused(take):
    take(workbook())
    lines = [
        LINES[0],
        changed(LINES[1], relation="Chủ hộ"),
        changed(LINES[2], number="019315000177"),
        changed(LINES[2], name="Phan Thị Út", birth="2020"),
        changed(LINES[2], name="Phan Thị Út", birth="2020"),
        changed(LINES[3], number="019075000999"),
    ]
    file = take(workbook(lines))
    assert told(file) == {
        3: "Hộ này đã có chủ hộ ở dòng 2.",
        6: "Cùng họ tên, ngày sinh và hộ với dòng 5.",
        7: "Người này trong sổ mang số định danh khác với 0190******99. Nếu đã đổi số, hãy ghi số mới ở trang của "
        "người ấy (số cũ được giữ lại), rồi gửi lại dòng này.",
    }
    assert [i.kind for i in person("Phan Thị Kim").identifiers.all()] == ["personal"]


def test_refused_rows_come_back_in_the_senders_layout_with_reasons(take, members, at_tuesday):
    file = take(workbook([changed(LINES[0], name=""), *LINES[1:]]))
    given = refused_file.give_out(file=file, purpose="", by=members.mai, at=at_tuesday).read()
    sheet = open_workbook("chua-nhan.xlsx", given).sheets[0]
    assert list(sheet.rows[0]) == [*HEADER, "Dòng trong tệp gốc", "Vì sao chưa nhận"]
    assert list(sheet.rows[1]) == [
        "1", "H1", "", "Chủ hộ", "15/03/1980", "Nam", "019080000101", "0912000201", "Thôn 1", "Thường trú",
        "Số 5, ngõ Đình", "2", "Thiếu họ và tên.",
    ]  # fmt: skip
    assert len(sheet.rows) == 2


def test_a_landline_leaves_the_person_in_and_is_said(take):
    file = take(workbook([changed(LINES[0], phone="02093812345")]))
    assert sums(file)["added"] == 1
    assert [note for _, _, note in results.left_out(file, "noted")] == [
        "Không lấy số điện thoại: Đây là số máy bàn, không phải số di động."
    ]


# -- files that cannot be taken at all


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(("data", "sentence"), [
    (b"", "không có dòng nào"),
    (workbook([]), "không có dòng người nào bên dưới"),
    (workbook([("x", "y")], ("Tên thôn", "Diện tích")), "Không tìm thấy dòng tiêu đề"),
    (LOCKED, "có mật khẩu; hãy bỏ mật khẩu rồi gửi lại"),
    (b"%PDF-1.7 not a workbook", "không phải là bảng tính"),
], ids=["empty", "header only", "wrong sheet", "password", "pdf"])  # fmt: skip
def test_a_file_that_cannot_be_taken_is_one_sentence_and_nothing_stored(take, data, sentence):
    with pytest.raises(BadInput) as told:
        take.receive(data, "so-ho.xlsx")
    assert sentence in told.value.sentence
    assert (PopulationFile.objects.count(), Event.objects.filter(verb="population.received").count()) == (0, 0)


def test_a_file_without_anything_that_tells_households_goes_no_further(take, members, at_tuesday):
    file = take.receive(workbook([("Phan Văn Giáp", "1980")], ("Họ và tên", "Ngày sinh")))
    with pytest.raises(BadInput, match="Mã hộ, Quan hệ với chủ hộ, hoặc Họ tên chủ hộ"):
        importing.choose_columns(file=file, columns=file.columns, by=members.mai, at=at_tuesday)


def test_a_file_is_imported_once(take, members, at_tuesday):
    file = take(workbook())
    with pytest.raises(Locked):
        importing.import_file(file=file, by=members.mai, at=at_tuesday)


def test_what_fails_in_the_middle_stores_nothing(take, monkeypatch):
    def breaks(*_, **__):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("tungnha.people.importing.write._numbers", breaks)
    with pytest.raises(RuntimeError):
        take(workbook())
    assert (Person.objects.count(), Household.objects.count()) == (0, 0)
    assert PopulationFile.objects.get().imported_at is None


# -- protection


def test_no_number_stands_in_clear_before_or_after_the_import(take, members, at_tuesday):
    take.receive(workbook())
    before = everything_stored()
    take(workbook([changed(LINES[0], name=""), *LINES[1:]]))
    after = everything_stored()
    assert "Vi Thị Mơ" in after  # the dump does read the tables
    secrets = [cell for line in LINES for cell in (line[6], line[7]) if cell]
    assert [secret for secret in secrets if secret in before or secret in after] == []
    assert "Phan Văn Giáp" not in before
    assert "ngõ Đình" not in after


def test_the_content_goes_with_the_import_and_the_refused_rows_when_told(take, members, at_tuesday):
    file = take(workbook([changed(LINES[0], name=""), *LINES[1:]]))
    kept = sorted(path.name for path in store.folder(file).iterdir())
    assert (kept, file.answers, file.keeps_refused) == (["lock", "refused.sealed"], "", True)
    importing.forget_refused(file=file, by=members.mai, at=at_tuesday)
    file.refresh_from_db()
    assert (store.folder(file).exists(), list(file.parts.values_list("refused")), file.counts["refused"]) == (
        False, [("",)], 1,
    )  # fmt: skip
