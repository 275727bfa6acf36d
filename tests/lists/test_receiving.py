"""A list comes in: under which agreement, with which columns, and what its heading says."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.lists.test_lists import HEADER, ROWS, matched, receive, workbook
from tungnha.ledger.models import Claim
from tungnha.lists import operations, rules
from tungnha.lists.models import ColumnChoice, IncomingList
from tungnha.people.importing import store
from tungnha.units.problems import BadInput

__all__ = ["matched", "receive"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def match(members, at_tuesday):
    def run(received, columns=None):
        return operations.match_list(
            received=received, columns=columns or received.columns, by=members.mai, at=at_tuesday
        )

    return run


def turned(cells, order):
    return [cells[at] for at in order]


ORDER = [3, 1, 5, 0, 4, 2]


def test_last_months_columns_in_another_order_need_no_asking(matched, receive, client_of, members, campaign, units):
    """Confirmed once; the next file of this sender, its columns turned about, goes straight to its result."""
    data = workbook([turned(row, ORDER) for row in ROWS[:4]], turned(HEADER, ORDER), title="DANH SÁCH THÁNG 6")
    sent = client_of(members.mai).post(
        "/danh-sach/gui/",
        {"campaign": campaign.pk, "sender": units.vnpt.pk, "service": matched.service_id, "level": 1,
         "as_of_on": "2026-05-26", "file": SimpleUploadedFile("thang-5.xlsx", data)},
    )  # fmt: skip
    again = IncomingList.objects.get(name="thang-5.xlsx")
    assert sent.url == f"/danh-sach/{again.pk}/"
    assert again.columns == {field: ORDER.index(at) for field, at in matched.columns.items()}
    assert list(again.rows.values_list("verdict", flat=True)) == ["linked", "linked", "ambiguous", "not_found"]


def test_a_column_more_or_less_is_asked(matched, receive):
    fewer = receive(workbook([row[:5] for row in ROWS], HEADER[:5]))
    assert (fewer.columns_known, fewer.columns["birth"]) == (False, 2)


def test_names_and_births_in_several_columns_are_one(receive, match, people):
    header = ["STT", "Họ và tên đệm", "Tên", "Ngày", "Tháng", "Năm", "Số CCCD"]
    received = receive(
        workbook([[1, "Hoàng Văn", "Em", 2, 2, 1975, ""], [2, "Nguyễn Văn", "An", 15, 3, 1980, ""]], header)
    )
    assert set(received.columns) >= {"family_name", "given_name", "birth_day", "birth_month", "birth_year"}
    match(received)
    assert list(received.rows.values_list("person", flat=True)) == [people.em.pk, people.an.pk]


def test_rows_that_say_not_yet_are_counted_and_not_claimed(receive, match, people, members, at_tuesday, client_of):
    said = ["Đã cấp", "Chưa thành công", "Đã hủy"]
    gam = [*ROWS[2][:3], "", "Thôn 2", ""]
    rows = [[*row, status] for row, status in zip([ROWS[0], ROWS[1], gam], said, strict=True)]
    received = match(receive(workbook(rows, [*HEADER, "Kết quả"])))
    assert list(received.rows.values_list("has_it", flat=True)) == [True, False, False]
    page = client_of(members.mai).get(f"/danh-sach/{received.pk}/?muc=not_yet").content.decode()
    assert "nói là chưa có, không thành công hoặc đã hủy: không thành ghi nhận" in page
    assert "“Chưa thành công”: 1 dòng, chưa có" in page
    assert operations.confirm_list(received=received, by=members.mai, at=at_tuesday) == 1


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("status", "note", "level", "has"),
    [
        ("Đã cấp", "", 1, True), ("Thành công", "", 1, True), ("", "", 1, True), ("x", "", 1, True), ("1", "", 1, True),
        ("Chưa cấp", "", 1, False), ("không thành công", "", 1, False), ("Hủy", "", 1, False), ("0", "", 1, False),
        ("Đã cài, chưa kích hoạt", "", 1, False), ("Chờ duyệt", "", 1, False), ("Hết hạn", "", 1, False),
        ("Mức 1", "", 2, False), ("Mức 2", "", 2, True), ("Mức độ 2", "", 2, True), ("", "đã hủy 5/2026", 1, False),
        ("", "chưa có điện thoại", 1, True), ("Không lỗi", "", 1, True),
    ],
)  # fmt: skip
def test_what_a_result_says(status, note, level, has):
    assert rules.has_it(status, note, level) is has


# -- agreements, and the record of the exchange


def agreement(members, commune, units, at, **more):
    said = {"number": "05/TT-UBND", "signed_on": date(2026, 5, 2), "purpose": "Đối chiếu chữ ký số", "keep_days": 30,
            "services": [], "fields": ["full_name", "personal_number", "birth"]}  # fmt: skip
    return operations.make_agreement(area=commune, sender=units.vnpt, by=members.mai, at=at, **said | more)


def test_the_next_list_comes_under_the_agreement_by_itself(receive, members, commune, units, service, at_tuesday):
    made = agreement(members, commune, units, at_tuesday, services=[service])
    received = receive()
    assert (received.agreement, received.purpose) == (made, "Đối chiếu chữ ký số")
    assert received.keep_until == date(2026, 6, 25)
    assert (received.size > 5000, len(received.sha256), received.titles[1], received.lines) == (
        True,
        64,
        "Họ và tên",
        5,
    )


def test_an_agreement_for_another_service_or_over_does_not_hold(receive, members, commune, units, at_tuesday):
    from tungnha.ledger.models import Service

    agreement(members, commune, units, at_tuesday, services=[Service.objects.get(code="vneid")])
    over = agreement(members, commune, units, at_tuesday, valid_until=date(2026, 5, 20))
    ended = agreement(members, commune, units, at_tuesday)
    operations.end_agreement(agreement=ended, by=members.mai, at=at_tuesday)
    received = receive()
    assert (received.agreement, received.keep_until) == (None, date(2026, 8, 24))
    assert over.holds_on(date(2026, 5, 20))


def test_a_list_without_an_agreement_or_with_columns_beyond_it_says_so(
    receive, match, client_of, members, commune, units, at_tuesday
):
    mai = client_of(members.mai)
    bare = match(receive())
    assert "chưa có văn bản, thỏa thuận nào" in mai.get(f"/danh-sach/{bare.pk}/").content.decode()
    agreement(members, commune, units, at_tuesday)
    under = match(receive(workbook(ROWS[:4])))
    page = mai.get(f"/danh-sach/{under.pk}/").content.decode()
    assert "Văn bản 05/TT-UBND không nêu: Thôn, địa chỉ, Ngày cấp, ngày cài." in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"number": " "}, "Cần số"), ({"signed_on": date(2026, 6, 1)}, "còn ở phía trước"),
        ({"keep_days": 0}, "từ 1 đến"),
        ({"valid_until": date(2026, 5, 1)}, "trước ngày ký"), ({"fields": ["blood"]}, "không rõ là gì"),
    ],
)  # fmt: skip
def test_an_agreement_that_cannot_be_is_refused(wrong, sentence, members, commune, units, at_tuesday):
    with pytest.raises(BadInput, match=sentence):
        agreement(members, commune, units, at_tuesday, **wrong)


def test_agreements_are_made_and_ended_on_their_page(client_of, members, units, at_tuesday):
    mai, where = client_of(members.mai), "/so-giao-nhan/thoa-thuan/"
    sent = {"sender": units.vnpt.pk, "number": "05/TT-UBND", "signed_on": "2026-05-02", "purpose": "Đối chiếu",
            "fields_agreed": ["full_name"], "keep_days": 30}  # fmt: skip
    assert mai.post(where, sent | {"signed_on": "2026-07-01"}).status_code == 400
    page = mai.post(where, sent, follow=True).content.decode()
    assert "05/TT-UBND" in page
    made = units.vnpt.list_agreements.get()
    assert "thôi áp dụng từ" in mai.post(f"{where}{made.pk}/thoi/", follow=True).content.decode()


# -- lists of long ago stood in the database


def test_a_list_of_before_leaves_its_row_for_the_sealed_files(matched, members, at_tuesday):
    import base64

    data = base64.b64encode(workbook()).decode()
    store.forget(matched)
    IncomingList.objects.filter(pk=matched.pk).update(content=data, titles=[], lines=0)
    ColumnChoice.objects.all().delete()
    old = IncomingList.objects.get(pk=matched.pk)
    assert [line for line, _ in operations.rows_in(old)] == [3, 4, 5, 6, 7]
    old.refresh_from_db()
    assert (old.content, old.lines, store.has(old, "rows")) == ("", 5, True)
    assert operations.check_again(received=old, by=members.mai, at=at_tuesday).state == "checked"
    assert not Claim.objects.exists()
