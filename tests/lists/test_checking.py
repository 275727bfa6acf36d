"""The check itself: progress, stop, waiting for an import, checking again; lists that speak against each other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.lists.test_lists import HEADER, ROWS, matched, receive, workbook
from tungnha.ledger.models import Claim
from tungnha.lists import operations
from tungnha.lists.models import IncomingList
from tungnha.lists.operations import checking, running
from tungnha.people.importing import store
from tungnha.people.models import PopulationFile
from tungnha.people.operations import correcting
from tungnha.units.models import Event, Organisation
from tungnha.units.problems import BadInput, Locked

__all__ = ["matched", "receive"]
pytestmark = pytest.mark.django_db


def test_the_register_is_read_once_and_its_numbers_are_said_to_be_used(matched, members):
    (used,) = Event.objects.filter(verb="list.numbers_compared")
    assert (used.data["people"], used.data["rows"], used.data["purpose"]) == (6, 5, "cross_check")
    run = operations.last_run(matched)
    assert (run.people, run.started_by, run.counts["linked"]) == (6, members.mai, 2)
    assert run.weights


def test_rows_read_are_linked_ambiguous_not_found_unreadable_double_and_others(receive, members, at_tuesday):
    rows = [*ROWS, ROWS[0], ["Tổng cộng: 6 người", "", "", "", "", ""]]
    received = receive(workbook(rows))
    operations.match_list(received=received, columns=received.columns, by=members.mai, at=at_tuesday)
    from tungnha.lists.buckets import BUCKETS, counts_of

    counts = counts_of([received.pk])[received.pk]
    assert counts["rows"] == len(rows) == sum(counts[name] for name in BUCKETS)
    assert (counts["linked"], counts["double"], counts["other"]) == (2, 1, 1)
    assert received.rows.get(double_of__isnull=False).double_of == 3
    assert operations.confirm_list(received=received, by=members.mai, at=at_tuesday) == 2


def test_checking_again_keeps_what_officers_decided_row_by_row(matched, people, members, at_tuesday, client_of):
    gam = matched.rows.get(number=5)
    operations.settle_row(row=gam, person=people.gam, by=members.mai, at=at_tuesday)
    client_of(members.mai).post(f"/danh-sach/{matched.pk}/doi-chieu-lai/")
    again = matched.rows.get(number=5)
    assert (again.pk, again.verdict, again.person, again.decided_by) == (gam.pk, "linked", people.gam, members.mai)
    assert matched.runs.count() == 2


def test_a_register_changed_since_is_told_and_the_list_can_be_checked_again(
    matched, people, members, at_tuesday, client_of
):
    mai, where = client_of(members.mai), f"/danh-sach/{matched.pk}/"
    assert "Sổ dân cư đã thay đổi" not in mai.get(where).content.decode()
    facts = correcting.Facts(full_name="Nông Thị Gấm Hoa", birth=people.gam.birth, sex="female")
    correcting.correct_facts(
        person=people.gam,
        facts=facts,
        stamp=None,
        reason="theo thẻ",
        by=members.mai,
        at=at_tuesday + timedelta(hours=1),
    )
    assert "sổ có 1 thay đổi" in mai.get(where).content.decode()


def test_a_list_waits_while_the_register_is_being_imported_and_is_then_checked(
    receive, commune, members, at_tuesday, settings, client_of, django_capture_on_commit_callbacks
):
    settings.IMPORT_WORKER = "inline"
    importing = PopulationFile.objects.create(
        area=commune, name="dan-cu.xlsx", source="Công an xã", as_of_on=date(2026, 5, 1), received_at=at_tuesday,
        received_by=members.mai, state="importing",
    )  # fmt: skip
    received = receive()
    with django_capture_on_commit_callbacks(execute=True):
        operations.match_list(received=received, columns=received.columns, by=members.mai, at=at_tuesday)
    received.refresh_from_db()
    assert (received.state, received.rows.count()) == ("checking", 0)
    page = client_of(members.mai).get(f"/danh-sach/{received.pk}/", follow=True).content.decode()
    assert "Sổ dân cư đang được nhập từ tệp “dan-cu.xlsx”: máy chờ nhập xong rồi tự đối chiếu" in page
    with pytest.raises(Locked):
        operations.confirm_list(received=received, by=members.mai, at=at_tuesday)
    assert running.tick() == 1
    assert IncomingList.objects.get().state == "checking"
    importing.state = "stopped"
    importing.save()
    assert running.tick() == 1
    assert IncomingList.objects.get().state == "checked"


def test_a_check_is_stopped_gone_on_with_or_left(matched, members, at_tuesday, settings, client_of):
    """What stood before still stands; the page that is watched leads on by itself."""
    settings.IMPORT_WORKER = "inline"
    mai, where = client_of(members.mai), f"/danh-sach/{matched.pk}/dang-doi-chieu/"
    checking.begin(received=matched, columns=matched.columns, by=members.mai, at=at_tuesday)
    assert "Việc bị ngắt giữa chừng" in mai.get(where).content.decode()
    handle = store.take_lock(matched)
    assert "hx-trigger" in mai.get(where).content.decode()
    mai.post(where, {"do": "stop"})
    teller = running.Teller(matched)
    teller._told = -9.0
    with pytest.raises(checking.Stopped):
        teller(1, 2)
    store.give_back(handle)
    IncomingList.objects.update(stop_asked=False)
    mai.post(where, {"do": "stop"})
    assert "Đã dừng" in mai.get(where).content.decode()
    assert mai.post(where, {"do": "back"}).url == f"/danh-sach/{matched.pk}/"
    assert list(matched.rows.values_list("number", flat=True)) == [3, 4, 5, 6, 7]
    assert matched.runs.count() == 1
    assert mai.get(where, headers={"HX-Request": "true"})["HX-Redirect"] == f"/danh-sach/{matched.pk}/"


def test_a_mend_is_undone_and_stands_again(receive, people, members, at_tuesday, client_of):
    rows = [*ROWS[:4], ["Tổng cộng: 4 người", "", "", "", "", ""]]
    received = receive(workbook(rows))
    operations.match_list(received=received, columns=received.columns, by=members.mai, at=at_tuesday)
    (mend,) = operations.last_run(received).mends
    mai, where = client_of(members.mai), f"/danh-sach/{received.pk}/doi-chieu-lai/"
    assert "dòng tổng cộng, không phải là người" in mai.get(f"/danh-sach/{received.pk}/").content.decode()
    mai.post(where, {"mend": mend["id"], "do": "undo"})
    received.refresh_from_db()
    assert (received.undone, received.rows.get(number=7).kind) == ([mend["id"]], "person")
    assert "Sửa lại như cũ" in mai.get(f"/danh-sach/{received.pk}/").content.decode()
    mai.post(where, {"mend": mend["id"], "do": "redo"})
    received.refresh_from_db()
    assert (received.undone, received.rows.get(number=7).kind) == ([], "total")
    with pytest.raises(BadInput, match="Không có chỗ sửa này"):
        operations.undo_mend(received=received, mend="x", undo=True, by=members.mai, at=at_tuesday)


# -- confirmed, and what is settled after


def test_rows_settled_after_the_confirmation_are_claimed_as_a_supplement(
    matched, people, members, at_tuesday, client_of
):
    mai = client_of(members.mai)
    operations.confirm_list(received=matched, by=members.mai, at=at_tuesday)
    operations.settle_row(row=matched.rows.get(number=5), person=people.gam, by=members.dung, at=at_tuesday)
    assert "Ghi nhận thêm các dòng vừa quyết định" in mai.get(f"/danh-sach/{matched.pk}/").content.decode()
    mai.post(f"/danh-sach/{matched.pk}/xac-nhan/", {"do": "rest"})
    assert Claim.objects.filter(person=people.gam, origin="list").count() == 1
    assert operations.confirm_rest(received=matched, by=members.mai, at=at_tuesday) == 0
    assert operations.withdraw_list(received=matched, why="nhầm", by=members.mai, at=at_tuesday) == 3


def test_a_claim_of_a_row_has_one_id_for_ever(matched, members, at_tuesday):
    """What keeps a list from being claimed twice is the database itself, not only who looks."""
    operations.confirm_list(received=matched, by=members.mai, at=at_tuesday)
    IncomingList.objects.update(confirmed_at=None, confirmed_by=None)
    matched.rows.update(claimed_at=None)
    operations.confirm_list(received=matched, by=members.mai, at=at_tuesday)
    assert Claim.objects.count() == 2


def test_a_day_of_expiry_in_the_list_is_the_claims(receive, members, at_tuesday):
    received = receive(workbook([[*ROWS[0], "20/05/2027"], [*ROWS[1], "01/01/2020"]], [*HEADER, "Ngày hết hạn"]))
    operations.match_list(received=received, columns=received.columns, by=members.mai, at=at_tuesday)
    operations.confirm_list(received=received, by=members.mai, at=at_tuesday)
    told = Claim.objects.order_by("since_on").values_list("until_on", flat=True)
    assert next(iter(told)) == date(2027, 5, 20)
    assert date(2020, 1, 1) not in told


# -- lists that contradict each other


def test_two_lists_that_contradict_each_other_show_it_on_both(
    matched, receive, people, members, at_tuesday, client_of, commune, campaign, service
):
    viettel = Organisation.objects.create(name="Viettel Mẫu Sơn", kind="operator", area=commune)
    rows = [[1, "Hoàng Văn Em", "02/02/1975", "019075000015", "Thôn 2", "", "Đã hủy"],
            [2, "Nguyễn Văn An", "15/03/1980", "", "Thôn 1", "", "Đã cấp"],
            [3, "Trần Thị Bảo", "1950", "", "Thôn 1", "", ""]]  # fmt: skip
    other = operations.receive_list(
        campaign=campaign, area=commune, sender=viettel, service=service, level=1, name="viettel.xlsx",
        data=workbook(rows, [*HEADER, "Trạng thái"]), as_of_on=date(2026, 5, 26), by=members.mai, at=at_tuesday,
    )  # fmt: skip
    operations.match_list(received=other, columns=other.columns, by=members.mai, at=at_tuesday)
    # an officer said that the number of An in the second list is Bảo's row
    other.rows.filter(number=5).update(person=people.bao, verdict="linked", double_of=None,
                                       said_number_ix=matched.rows.get(number=3).said_number_ix)  # fmt: skip
    mai = client_of(members.mai)
    page = mai.get(f"/danh-sach/{matched.pk}/?muc=otherwise").content.decode()
    assert "Danh sách khác nói khác (1)" in page
    assert "Viettel Mẫu Sơn, số liệu đến ngày 26/5/2026</a>, dòng 3: nói là chưa có" in page
    page = mai.get(f"/danh-sach/{other.pk}/?muc=another").content.decode()
    assert "cùng số định danh, là Nguyễn Văn An" in page
