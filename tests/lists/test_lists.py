"""A list from outside becomes claims: received, columns confirmed, matched, the doubtful settled, confirmed once."""

import hashlib
import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tungnha.ledger.models import Claim, Standing
from tungnha.lists import operations
from tungnha.lists.models import IncomingList, ListRow
from tungnha.people.importing import store
from tungnha.people.models import Export
from tungnha.units.models import Area, Campaign, Event
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db

HEADER = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Thôn", "Ngày cấp"]
ROWS = [
    [1, "NGUYỄN VĂN AN", "15/03/1980", "019080000011", "Thôn 1", "20/05/2026"],
    [2, "Hoàng Văn Em", "02/02/1975", "", "Thôn 2", ""],
    [3, "Nông Thị Gấm", "08/08/1978", "019090000014", "Thôn 2", ""],  # with Duy's number
    [4, "Người Lạ Hoàn Toàn", "01/02/1991", "001091000099", "Thôn 9", ""],
    [5, "", "31/02/1990", "TAM-0001", "Thôn 2", ""],
]


def workbook(rows=ROWS, header=HEADER, title="DANH SÁCH KHÁCH HÀNG ĐÃ CẤP CHỮ KÝ SỐ"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.merge_cells("A1:F1")
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture
def receive(campaign, commune, units, service, people, members, at_tuesday):
    def take(data=None, name="vnpt.xlsx", level=1, **more):
        return operations.receive_list(
            campaign=campaign, area=commune, sender=units.vnpt, service=service, level=level, name=name,
            data=data if data is not None else workbook(), as_of_on=date(2026, 5, 25), by=members.mai, at=at_tuesday,
            **more,
        )  # fmt: skip

    return take


@pytest.fixture
def matched(receive, members, at_tuesday):
    received = receive()
    operations.match_list(received=received, columns=received.columns, by=members.mai, at=at_tuesday)
    return received


def test_columns_are_guessed_below_titles_and_merged_cells(receive):
    received = receive()
    assert received.header_row == 2
    assert received.columns == {"full_name": 1, "birth": 2, "personal_number": 3, "village": 4, "since": 5}


def test_every_row_has_a_verdict(matched, people):
    rows = {row.number: (row.verdict, row.person) for row in matched.rows.select_related("person")}
    assert rows == {
        3: ("linked", people.an),
        4: ("linked", people.em),
        5: ("ambiguous", None),
        6: ("not_found", None),
        7: ("unreadable", None),
    }


def test_confirming_makes_claims_by_the_operators_word(matched, people, members, units, at_tuesday):
    assert operations.confirm_list(received=matched, by=members.mai, at=at_tuesday) == 2
    claims = Claim.objects.order_by("since_on").values_list("person", "since_on", "source", "stated_by")
    assert list(claims) == [
        (people.an.pk, date(2026, 5, 20), "list", units.vnpt.pk),
        (people.em.pk, date(2026, 5, 25), "list", units.vnpt.pk),
    ]


def test_a_list_is_confirmed_once(matched, members, at_tuesday):
    operations.confirm_list(received=matched, by=members.mai, at=at_tuesday)
    with pytest.raises(Locked):
        operations.confirm_list(received=matched, by=members.mai, at=at_tuesday)
    assert Claim.objects.count() == 2


def test_an_officer_settles_a_doubtful_row(matched, people, members, at_tuesday):
    row = matched.rows.get(verdict="ambiguous")
    assert [one[0] for one in row.candidates] == [people.gam.pk]
    operations.settle_row(row=row, person=people.gam, by=members.mai, at=at_tuesday)
    assert operations.confirm_list(received=matched, by=members.mai, at=at_tuesday) == 3


def test_a_row_settled_wrongly_can_be_settled_again_until_it_is_a_claim(matched, people, members, at_tuesday):
    row, said = matched.rows.get(verdict="ambiguous"), []
    for person in (None, people.gam):
        operations.settle_row(row=row, person=person, by=members.mai, at=at_tuesday)
        row.refresh_from_db()
        said.append((row.verdict, row.person))
    assert said == [("not_found", None), ("linked", people.gam)]
    operations.confirm_list(received=matched, by=members.mai, at=at_tuesday)
    with pytest.raises(Locked, match="đã thành ghi nhận"):
        operations.settle_row(row=row, person=None, by=members.mai, at=at_tuesday)


def test_one_person_is_not_two_rows_of_a_list(matched, people, members, at_tuesday):
    row = matched.rows.get(verdict="ambiguous")
    with pytest.raises(BadInput, match="đã khớp với dòng 4"):
        operations.settle_row(row=row, person=people.em, by=members.mai, at=at_tuesday)


def test_a_wrong_list_is_taken_back_whole_and_stays_to_be_seen(matched, members, at_tuesday):
    operations.confirm_list(received=matched, by=members.mai, at=at_tuesday)
    received = IncomingList.objects.get(pk=matched.pk)
    assert operations.withdraw_list(received=received, why="gửi nhầm xã", by=members.mai, at=at_tuesday) == 2
    assert (Standing.objects.count(), Claim.objects.count()) == (0, 4)
    received.refresh_from_db()
    assert (received.withdrawn_at, received.withdrawn_by, received.withdrawn_why) == (
        at_tuesday, members.mai, "gửi nhầm xã",
    )  # fmt: skip


def test_a_list_is_withdrawn_once_and_only_when_confirmed(matched, members, at_tuesday):
    with pytest.raises(BadInput, match="chưa được xác nhận"):
        operations.withdraw_list(received=matched, why="sai", by=members.mai, at=at_tuesday)
    operations.confirm_list(received=matched, by=members.mai, at=at_tuesday)
    operations.withdraw_list(received=matched, why="sai", by=members.mai, at=at_tuesday)
    with pytest.raises(Locked, match="đã được rút lại"):
        operations.withdraw_list(received=matched, why="sai nữa", by=members.mai, at=at_tuesday)
    assert Event.objects.filter(verb="list.withdrawn").count() == 1


def test_a_withdrawn_list_says_so_and_its_file_can_be_sent_again(matched, receive, client_of, members, at_tuesday):
    operations.confirm_list(received=matched, by=members.mai, at=at_tuesday)
    operations.withdraw_list(received=matched, why="gửi nhầm xã", by=members.mai, at=at_tuesday)
    page = client_of(members.mai).get(f"/danh-sach/{matched.pk}/").content.decode()
    assert "vì: gửi nhầm xã" in page
    assert "mỗi dòng khớp là một ghi nhận" not in page
    assert "Rút lại mọi ghi nhận" not in page
    assert "đã rút lại" in client_of(members.mai).get("/danh-sach/").content.decode()
    assert receive().pk != matched.pk


def test_a_level_the_service_does_not_have_is_refused_before_anything_is_stored(receive):
    with pytest.raises(BadInput, match="không có mức 9"):
        receive(level=9)
    assert IncomingList.objects.count() == 0


def test_the_same_file_again_is_told(receive):
    data = workbook()
    receive(data)
    with pytest.raises(BadInput, match="đã được nhận"):
        receive(data)


def test_columns_confirmed_once_are_not_asked_again(matched, receive, members, at_tuesday):
    columns = {"full_name": 1, "personal_number": 3}
    operations.match_list(received=matched, columns=columns, by=members.mai, at=at_tuesday)
    again = receive(workbook(rows=ROWS[:2]))
    assert again.columns == columns


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "trong.xlsx", "không có dòng nào|không phải là bảng tính"),
        (b"\x00\x01\x02 not a workbook" * 9, "hong.xlsx", "không phải là bảng tính"),
        (workbook(rows=[]), "khong-dong.xlsx", "không có dòng người nào"),
        (workbook(header=["A", "B"], rows=[[1, 2]]), "sai.xlsx", "Không tìm thấy dòng tiêu đề"),
    ],
)
def test_a_file_that_is_no_list_gets_one_sentence_and_leaves_nothing(receive, data, name, sentence):
    with pytest.raises(BadInput, match=sentence):
        receive(data, name=name)
    assert IncomingList.objects.count() == 0


def test_numbers_of_a_list_stand_nowhere_in_clear(matched):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select raw, read, said_number from lists_listrow")
        stored = " ".join(" ".join(row) for row in cursor.fetchall())
    stored += "".join(path.read_bytes().decode("latin-1") for path in store.folder(matched).iterdir())
    assert "019080000011" not in stored
    assert "NGUYỄN VĂN AN" not in stored


def test_mai_walks_from_the_file_to_the_claims_on_the_pages(
    client_of, members, campaign, units, service, people, at_tuesday
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    mai = client_of(members.mai)
    answer = mai.post(
        "/danh-sach/gui/",
        {"campaign": campaign.pk, "sender": units.vnpt.pk, "service": service.pk, "level": 1, "as_of_on": "2026-05-25",
         "file": SimpleUploadedFile("vnpt.xlsx", workbook())},
    )  # fmt: skip
    received = IncomingList.objects.get()
    assert answer.url == f"/danh-sach/{received.pk}/cot/"
    page = mai.get(answer.url).content.decode()
    assert "0190******11" in page
    assert "019080000011" not in page
    answer = mai.post(answer.url, {field: str(at) for field, at in received.columns.items()})
    assert answer.url == f"/danh-sach/{received.pk}/"
    page = mai.get(answer.url)
    assert page.status_code == 200
    assert "019080000011" not in page.content.decode()
    mai.post(f"/danh-sach/{received.pk}/xac-nhan/")
    assert Claim.objects.count() == 2
    file = f"/danh-sach/{received.pk}/chua-nhan.xlsx"
    assert "Lấy ra để làm gì?" in mai.get(file).content.decode()
    assert mai.post(file, {"purpose": "other"}).status_code == 400
    assert not Export.objects.exists()
    given = mai.post(file, {"purpose": "return"})
    export = Export.objects.get()
    assert (export.what, export.rows, export.purpose) == ("lists.refused", 3, "Trả lại nơi đã gửi danh sách")
    assert export.sha256 == hashlib.sha256(given.content).hexdigest()
    refused = openpyxl.load_workbook(io.BytesIO(given.content)).worksheets[0]
    last = [row[-1].value for row in refused.iter_rows()]
    assert last[0] == "Vì sao chưa nhận"
    assert len(last) == 4


def test_the_operator_learns_how_its_list_fared_and_nobodys_name(client_of, members, matched, people, at_tuesday):
    ListRow.objects.filter(verdict="ambiguous").update(person=people.bao)
    for tab in ("", "?muc=ambiguous", "?muc=linked", "?muc=claimed", "?muc=otherwise"):
        page = client_of(members.viet).get(f"/danh-sach/{matched.pk}/{tab}").content.decode()
        assert "Nông Thị Gấm" in page or "NGUYỄN VĂN AN" in page  # its own rows
        assert not {"Bảo", "Nguyễn Văn An", f"/nhan-khau/{people.an.pk}/"} & {
            word for word in ("Bảo", "Nguyễn Văn An", f"/nhan-khau/{people.an.pk}/") if word in page
        }


def test_another_operator_does_not_see_it(client_of, members, matched, units, commune, at_tuesday):
    from tests.conftest import make_member
    from tungnha.units.models import Organisation

    other = Organisation.objects.create(name="Nhà mạng khác", kind="operator", area=commune)
    stranger = make_member("Kha", "partner", commune, other)
    assert client_of(stranger).get(f"/danh-sach/{matched.pk}/").status_code == 404
    assert Event.objects.filter(verb="scope.refused", about_id=str(matched.pk)).exists()


@pytest.mark.parametrize("who", ["mai", "viet"])
def test_under_a_campaign_of_the_province_a_list_is_held_against_the_own_communes_register(
    who, client_of, members, province, commune, units, service, people, at_tuesday
):
    above = Campaign.objects.create(name="Chiến dịch của tỉnh", area=province, organisation=units.science)
    sent = client_of(getattr(members, who)).post(
        "/danh-sach/gui/",
        {"campaign": above.pk, "sender": units.vnpt.pk, "service": service.pk, "level": 1, "as_of_on": "2026-05-20",
         "file": SimpleUploadedFile("vnpt.xlsx", workbook())},
    )  # fmt: skip
    received = IncomingList.objects.get()
    assert (received.area, sent.status_code) == (commune, 302)
    assert client_of(members.mai).get(sent.url).status_code == 200


def test_another_commune_may_be_sent_the_same_file(receive, province, campaign, units, service, members, at_tuesday):
    data = workbook()
    first = receive(data)
    next_door = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Kế Bên", parent=province)
    again = operations.receive_list(
        campaign=campaign, area=next_door, sender=first.sender, service=service, level=1, name="vnpt.xlsx",
        data=data, as_of_on=first.as_of_on, by=members.viet, at=at_tuesday,
    )  # fmt: skip
    assert again.area == next_door


def test_the_day_of_the_same_file_is_that_of_viet_nam(receive, at_tuesday):
    data = workbook()
    received = receive(data)
    IncomingList.objects.filter(pk=received.pk).update(received_at=at_tuesday.replace(hour=3))
    with pytest.raises(BadInput, match="26/05/2026"):
        receive(data)


def test_the_refused_rows_tell_their_sender_nothing_about_the_register(client_of, members, matched, at_tuesday):
    address = f"/danh-sach/{matched.pk}/chua-nhan.xlsx"

    def reasons(member):
        sheet = openpyxl.load_workbook(
            io.BytesIO(client_of(member).post(address, {"purpose": "correct"}).content)
        ).worksheets[0]
        return [row[-1].value for row in sheet.iter_rows()][1:]

    to_the_desk, to_the_sender = reasons(members.mai), reasons(members.viet)
    assert to_the_sender[:2] == ["cần xem", "không có trong sổ"]
    assert to_the_desk[0] != "cần xem"
    assert "31/02/1990" in to_the_sender[2]  # its own mistake is told to it
