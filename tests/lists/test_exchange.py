"""The end of a list's content: on its day by the machine, or at once; what stays, and who answers for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.lists.test_lists import matched, receive
from tungnha.ledger.models import Claim
from tungnha.lists import operations
from tungnha.lists.models import IncomingList
from tungnha.lists.operations import exchange
from tungnha.people.importing import store
from tungnha.people.models import Person
from tungnha.units.problems import BadInput, Locked

__all__ = ["matched", "receive"]
pytestmark = pytest.mark.django_db


def test_on_its_day_content_goes_by_itself_and_verdicts_and_claims_stay(matched, members, at_tuesday, client_of):
    operations.confirm_list(received=matched, by=members.mai, at=at_tuesday)
    last_day = at_tuesday + timedelta(days=90)
    assert exchange.tick(last_day)["gone"] == 0
    assert exchange.tick(last_day + timedelta(days=1))["gone"] == 1
    gone = IncomingList.objects.get()
    assert (gone.gone_by, store.folder(gone).exists(), exchange.is_there(gone)) == (None, False, False)
    assert {row.raw + row.read + row.said_number + row.said_number_ix for row in gone.rows.all()} == {""}
    assert "31/02/1990" not in str(list(gone.rows.values_list("reasons", flat=True)))
    assert list(gone.rows.values_list("verdict", flat=True)) == [
        "linked", "linked", "ambiguous", "not_found", "unreadable",
    ]  # fmt: skip
    assert (gone.kept["rows"], gone.kept["linked"], gone.kept["claimed"], Claim.objects.count()) == (5, 2, 2, 2)
    page = client_of(members.mai).get(f"/danh-sach/{gone.pk}/").content.decode()
    assert "Nội dung đã xóa" in page
    refused = client_of(members.mai).post(f"/danh-sach/{gone.pk}/chua-nhan.xlsx", {"purpose": "return"})
    assert (refused.status_code, "đã được xóa khi hết mục đích" in refused.content.decode()) == (409, True)


def test_the_record_is_looked_at_put_off_ended_and_confirmed(matched, client_of, members, at_tuesday):
    dung, where = client_of(members.dung), f"/so-giao-nhan/{matched.pk}/"
    page = dung.get(where).content.decode()
    assert "VNPT Mẫu Sơn" in page
    assert matched.sha256 in page
    assert "Đã xóa, chờ xác nhận (0)" in dung.get("/so-giao-nhan/").content.decode()
    assert dung.post(where, {"do": "keep", "until": "2029-01-01"}).status_code == 400
    dung.post(where, {"do": "keep", "until": "2026-05-30"})
    assert IncomingList.objects.get().keep_until == date(2026, 5, 30)
    with pytest.raises(BadInput, match="mời xóa trước"):
        operations.confirm_gone(received=matched, by=members.dung, at=at_tuesday)
    dung.post(where, {"do": "delete"})
    assert "Đã xóa, chờ xác nhận (1)" in dung.get("/so-giao-nhan/?muc=cho").content.decode()
    assert "Dung xác nhận đã xóa lúc" in dung.post(where, {"do": "confirm"}, follow=True).content.decode()
    gone = IncomingList.objects.get()
    assert (gone.gone_by, gone.gone_confirmed_by) == (members.dung, members.dung)
    with pytest.raises(Locked):
        operations.keep_longer(received=gone, until=date(2026, 6, 1), by=members.dung, at=at_tuesday)


def test_what_is_due_stands_on_top_of_the_record(matched, client_of, members, at_tuesday):
    IncomingList.objects.update(keep_until=date(2026, 5, 20))
    page = client_of(members.mai).get("/so-giao-nhan/?muc=den-han").content.decode()
    assert "Đến hạn xóa (1)" in page
    assert "máy tự xóa trong vòng một giờ" in page


def test_a_list_given_up_leaves_nothing_but_its_record(matched, client_of, members):
    client_of(members.mai).post(f"/danh-sach/{matched.pk}/bo/")
    gone = IncomingList.objects.get()
    assert (gone.state, gone.gone_by, store.folder(gone).exists(), Claim.objects.count()) == (
        "refused", members.mai, False, 0,
    )  # fmt: skip
    assert client_of(members.mai).get(f"/danh-sach/{gone.pk}/").status_code == 200


def test_who_is_erased_leaves_the_sealed_rows_and_the_file_as_it_came_goes(matched, people, at_tuesday):
    Person.objects.filter(pk=people.an.pk).update(erased_at=at_tuesday)
    assert exchange.tick(at_tuesday)["forgotten"] == 1
    cells = dict(operations.rows_in(matched))
    assert (cells[3], cells[4][1], store.has(matched, "upload")) == ([], "Hoàng Văn Em", False)
    assert exchange.tick(at_tuesday)["forgotten"] == 0


def test_a_partner_and_a_team_leader_do_not_see_the_record(matched, client_of, members):
    for who in (members.viet, members.lan):
        assert client_of(who).get("/so-giao-nhan/").status_code in (403, 404)
        assert client_of(who).post(f"/so-giao-nhan/{matched.pk}/", {"do": "delete"}).status_code in (403, 404)
    assert IncomingList.objects.get().gone_at is None
