"""The organisation's own workbook: read = added + updated + unchanged + refused, and nothing doubled."""

from datetime import date

import pytest

from tests.people.files import workbook
from tungnha.people.models import Identifier, Person, PersonGroup, RosterEntry, RosterFile
from tungnha.people.operations import roster_files
from tungnha.units.models import Organisation
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db

HEADER = ("TT", "Họ tên", "Ngày sinh", "Số định danh", "Chức vụ", "Tổ chuyên môn", "Điện thoại", "Nơi ở", "Ngày vào")
LINES = (
    ("Tổ Khoa học tự nhiên",),
    (1, "TRẦN THỊ CÚC", "01/02/1985", "019185000077", "Tổ trưởng", "", "0912000077", "Thôn 1", "01/09/2015"),
    (2, "Lò Văn Pha", "1979", "", "Giáo viên", "", "không có", "phường bên", ""),
    ("Tổ Văn phòng",),
    (3, "Nguyễn Văn An", "", "019080000011", "Bảo vệ", "", "", "Thôn 1", ""),
    (4, "Vi Thị Mơ", "31/02/1990", "", "Kế toán", "", "", "", ""),
    (5, "Hà Thị Bé", "05/05/2014", "", "", "", "", "", ""),
    (6, "Lò Văn Pha", "1979", "", "Giáo viên", "", "", "", ""),
    ("", "Tổng số: 6", "", "", "", "", "", "", ""),
)


@pytest.fixture
def take(units, members, at_tuesday):
    def hand_in(lines=LINES, header=HEADER, unit=None):
        data = workbook(lines, header)
        file = roster_files.receive_file(
            organisation=unit or units.school, name="ds.xlsx", data=data, by=members.thu, at=at_tuesday
        )
        return roster_files.import_file(file=file, by=members.thu, at=at_tuesday)

    return hand_in


def test_the_columns_are_guessed_from_the_words_of_the_header(units, members, at_tuesday):
    file = roster_files.receive_file(
        organisation=units.school, name="ds.xlsx", data=workbook(LINES, HEADER), by=members.thu, at=at_tuesday
    )
    assert file.columns == {
        "full_name": 1, "birth": 2, "personal_number": 3, "position": 4, "room": 5, "phone": 6, "home": 7, "from_on": 8,
    }  # fmt: skip


def test_every_line_is_accounted_for_and_a_heading_is_the_room_of_those_below(take, people):
    file = take()
    assert file.counts == {"read": 6, "added": 3, "updated": 0, "unchanged": 0, "refused": 3}
    rows = RosterEntry.objects.order_by("pk").values_list("person__full_name", "room", "position", "home", "from_on")
    assert list(rows) == [
        ("Trần Thị Cúc", "Tổ Khoa học tự nhiên", "Tổ trưởng", "Thôn 1", date(2015, 9, 1)),
        ("Lò Văn Pha", "Tổ Khoa học tự nhiên", "Giáo viên", "phường bên", None),
        ("Nguyễn Văn An", "Tổ Văn phòng", "Bảo vệ", "Thôn 1", None),
    ]
    assert RosterEntry.objects.get(position="Bảo vệ").person == people.an
    why = [reason for _, _, reason in file.refused_rows["rows"]]
    assert [words in reason for words, reason in zip(("31/02/1990", "16 tuổi", "đã có ở dòng"), why, strict=True)] == [
        True
    ] * 3


def test_the_content_is_gone_once_it_is_taken_in(take, people):
    file = take()
    assert (RosterFile.objects.get(pk=file.pk).content, PersonGroup.objects.filter(kind="official").count()) == ("", 3)
    with pytest.raises(Locked):
        roster_files.import_file(file=file, by=file.received_by, at=file.received_at)


def test_the_same_file_twice_changes_nothing(take, people):
    take()
    before = (Person.objects.count(), RosterEntry.objects.count(), Identifier.objects.count())
    assert take().counts == {"read": 6, "added": 0, "updated": 0, "unchanged": 3, "refused": 3}
    assert (Person.objects.count(), RosterEntry.objects.count(), Identifier.objects.count()) == before


def test_one_changed_cell_updates_one_line_and_erases_nothing(take, people):
    take()
    fewer = [(1, "Trần Thị Cúc", "019185000077", "Hiệu phó")]
    file = take(fewer, ("TT", "Họ và tên", "CCCD", "Chức vụ"))
    assert file.counts == {"read": 1, "added": 0, "updated": 1, "unchanged": 0, "refused": 0}
    entry = RosterEntry.objects.get(position="Hiệu phó")
    assert (entry.room, entry.person.birth_date) == ("Tổ Khoa học tự nhiên", date(1985, 2, 1))
    assert RosterEntry.objects.filter(to_on=None).count() == 3


def test_the_preview_says_what_would_be_and_writes_nothing(units, members, at_tuesday, people, take):
    take([(9, "Quách Văn Cũ", "1970", "", "", "", "", "", "")])
    file = roster_files.receive_file(
        organisation=units.school, name="ds.xlsx", data=workbook(LINES, HEADER), by=members.thu, at=at_tuesday
    )
    said = roster_files.preview(file, at_tuesday.date())
    assert (said["read"], said["new"], said["known"], len(said["refused"])) == (6, 3, 0, 3)
    assert ([entry.person.full_name for entry in said["absent"]], said["absent_count"]) == (["Quách Văn Cũ"], 1)
    assert RosterEntry.objects.count() == 1


def test_a_class_is_no_room_of_a_roster(take):
    file = take(
        [
            ("Lớp 3A",),
            (1, "Lò Thị Sáo", "", "", "", "", "", "", ""),
            (2, "Vi Văn Tài", "", "", "Giáo viên", "", "", "", ""),
        ]
    )
    assert (file.counts["added"], file.counts["refused"]) == (1, 1)


@pytest.mark.parametrize("kind", ["police", "military"])
def test_no_file_of_armed_forces_is_even_kept(units, commune, members, at_tuesday, kind):
    unit = Organisation.objects.create(name="Đơn vị vũ trang", kind=kind, area=commune)
    with pytest.raises(BadInput, match="không lập danh sách tên"):
        roster_files.receive_file(organisation=unit, name="x.xlsx", data=workbook(), by=members.mai, at=at_tuesday)
    assert RosterFile.objects.count() == 0


def test_a_bad_file_is_one_sentence(units, members, at_tuesday):
    with pytest.raises(BadInput, match="không phải là bảng tính"):
        roster_files.receive_file(
            organisation=units.school, name="x.pdf", data=b"%PDF-1.7", by=members.thu, at=at_tuesday
        )


def test_a_long_list_asks_the_database_as_often_as_a_short_one(take, django_assert_max_num_queries):
    lines = [(n, f"Người Số {n}", "1980", "", "Công nhân", "", f"0912{n:06d}", "", "") for n in range(300)]
    with django_assert_max_num_queries(60):
        assert take(lines).counts["added"] == 300


def test_a_list_of_more_than_5000_lines_is_refused(units, members, at_tuesday, monkeypatch):
    monkeypatch.setattr("tungnha.people.rosters.reading.MOST_LINES", 3)
    with pytest.raises(BadInput, match=r"5\.000"):
        roster_files.receive_file(
            organisation=units.school, name="x.xlsx", data=workbook(LINES, HEADER), by=members.thu, at=at_tuesday
        )
