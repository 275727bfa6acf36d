"""The pages of who is missing: what each role sees, what goes out and how, that queries do not grow."""

from __future__ import annotations

import io
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.progress.conftest import START, THURSDAY, list_row, moment
from tungnha.field.operations import NewResult, record_visit
from tungnha.people.models import Export, LikelyDouble, Person, RosterEntry
from tungnha.people.operations.restricting import restrict
from tungnha.progress.models import RowLook
from tungnha.units.models import Area, Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_thursday")]
PURPOSE = {"purpose": "visit"}


def words(response) -> str:
    return " ".join(response.content.decode().split())


def at(route, *args, **asked):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse(f'progress:{route}', args=args)}?{query}"


@pytest.fixture
def target(goals, people, sign, service, campaign, members):
    """Gấm has it; An was afraid at the door."""
    sign([people.gam], START, until_on=date(2026, 6, 20))
    record_visit(
        visit_id=uuid.uuid4(), household=people.an.household, campaign=campaign, outcome="met", by=members.lan,
        results=[NewResult(person=people.an, service=service, outcome="afraid")],
        made_at=moment(START), at=moment(START),
    )  # fmt: skip
    return goals.october


def pages_of(target):
    return {
        "counts": at("missing", target.pk), "rows": at("missing-rows", target.pk),
        "xlsx": at("missing-xlsx", target.pk), "paper": at("missing-paper", target.pk),
        "other": at("other-way", target.pk), "contested": at("other-rows", target.pk, "trai-nhau"),
        "outside": at("other-rows", target.pk, "ngoai-so"), "renewals": at("renewals"),
        "renewal rows": at("renewal-rows"), "renewal file": at("renewal-xlsx"),
    }  # fmt: skip


ALL = dict.fromkeys(
    ("counts", "rows", "xlsx", "paper", "other", "contested", "outside", "renewals", "renewal rows", "renewal file"),
    200,
)
NO_FILES = {"xlsx": 404, "paper": 404, "renewal file": 404}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mai", ALL), ("dung", ALL), ("binh", ALL), ("lan", ALL | {"outside": 404}),
        ("son", ALL | NO_FILES | {"outside": 404}), ("hung", ALL | NO_FILES | {"outside": 404}),
        ("thu", ALL | {"other": 404, "contested": 404, "outside": 404}),
        ("phuc", ALL | NO_FILES | {"contested": 404, "outside": 404, "renewal rows": 404}),
        ("viet", dict.fromkeys(ALL, 404)),
    ],
)  # fmt: skip
def test_each_role_opens_its_own_pages_and_no_other(name, expected, target, members, client_of):
    client = client_of(getattr(members, name))
    assert {page: client.get(url).status_code for page, url in pages_of(target).items()} == expected


def test_the_officer_sees_counts_that_open(target, members, client_of):
    page = words(client_of(members.mai).get(at("missing", target.pk)))
    for said in ("Còn thiếu: 3 người", "Phải tính", "Chưa đến lần nào", "Thôn 1", "Tải Excel cho Tổ"):
        assert said in page
    assert "con-thieu/tung-nha/?noi=99901-01&amp;dt=co" in page


@pytest.mark.parametrize(
    ("tab", "said"),
    [("lydo", "Sợ lừa đảo"), ("nhom", "Từ 60 tuổi"), ("donvi", "Chưa đơn vị nào có danh sách"), ("x", "Phải tính")],
)
def test_the_same_people_are_told_in_other_parts(tab, said, target, members, client_of):
    assert said in words(client_of(members.mai).get(at("missing", target.pk, xem=tab)))


def test_every_number_of_the_counts_opens_as_many_people(target, members, client_of, make_list, people):
    make_list([list_row("ambiguous", may_be=[people.bao])], on=START, confirmed=False)
    client = client_of(members.mai)
    page = {tab: client.get(at("missing", target.pk, xem=tab)).context for tab in ("thon", "lydo", "nhom")}
    cells = [cell for line in page["thon"]["lines"] for cell in line["cells"] if cell[0] != "Số hộ"]
    cells += [(line["why"].code, line["why"].count, line["url"]) for line in page["lydo"]["whys"]]
    cells += [cell for place in page["lydo"]["why_places"] for cell in place["reasons"]]
    cells += page["nhom"]["tuoi_lines"]
    assert len([count for _, count, _ in cells if count]) > 9
    for what, count, url in cells:
        assert client.get(url).context["page"].paginator.count == count, (what, url)


def test_rows_lead_house_by_house_and_say_why(target, members, client_of, people, make_list):
    make_list([list_row("ambiguous", may_be=[people.em])], on=START, confirmed=False)
    rows = client_of(members.mai).get(at("missing-rows", target.pk))
    text = words(rows)
    assert [line.name for door in rows.context["doors"] for line in door.lines] == [
        "Nguyễn Văn An", "Trần Thị Bảo", "Hoàng Văn Em",
    ]  # fmt: skip
    assert "Sợ lừa đảo, 25/5" in text
    assert "có thể đã có theo danh sách" in text
    assert "0190******11" in text
    assert "019080000011" not in text


def test_a_team_is_handed_over_to_its_own_worklist(target, members, client_of, campaign, people):
    text = words(client_of(members.lan).get(at("missing-rows", target.pk)))
    assert f"/ho-can-den/?dot={campaign.pk}" in text
    assert reverse("field:household", args=[people.an.household_id]) in text
    assert "Hoàng Văn Em" not in text


def test_the_province_reads_counts_and_no_name(target, members, client_of):
    client = client_of(members.phuc)
    shown = "".join(words(client.get(at(route, target.pk))) for route in ("missing", "missing-rows", "other-way"))
    assert "Trang này chỉ có số đếm" in shown
    assert not any(name in shown for name in ("Nguyễn Văn", "Hoàng Văn", "Trần Thị"))
    one = client.get(at("missing-rows", target.pk, tim="An", lydo="afraid"))
    assert one.context["total"] == 3  # who sees counts only cannot narrow them down to somebody


def test_the_head_of_a_unit_reads_the_own_people(target, members, client_of, people, units):
    RosterEntry.objects.create(person=people.an, organisation=units.school)
    rows = client_of(members.thu).get(at("missing-rows", target.pk))
    assert [line.name for door in rows.context["doors"] for line in door.lines] == ["Nguyễn Văn An"]
    assert rows.context["total"] == 1


def test_another_village_does_not_exist_for_a_team_and_the_log_says_who_asked(target, members, client_of):
    client = client_of(members.lan)
    for url in (at("missing", target.pk, noi="99901-02"), at("other-way", target.pk, noi="99901"),
                at("renewals", noi="99901-02")):  # fmt: skip
        assert client.get(url).status_code == 404
    asked = Event.objects.filter(member_id=members.lan.pk).exclude(verb="visit.recorded")
    assert [event.verb for event in asked] == ["scope.refused"] * 3


# --- out -------------------------------------------------------------------------------------------------------------


def sheets_of(response):
    book = load_workbook(io.BytesIO(response.content))
    return {
        sheet.title: [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    }


def test_a_workbook_asks_what_for_and_has_a_sheet_for_each_village(target, members, client_of, people):
    client, url = client_of(members.mai), at("missing-xlsx", target.pk)
    asked = client.get(url)
    assert "Để làm gì" in words(asked) or "Lấy ra để làm gì" in words(asked)
    assert Export.objects.count() == 0
    given = client.post(url, PURPOSE)
    found = sheets_of(given)
    assert list(found) == ["Tổng hợp", "Thôn 1", "Thôn 2", "Về bản này"]
    an = next(row for row in found["Thôn 1"] if "Nguyễn Văn An" in row)
    assert "0190******11" in an
    assert any("sợ lừa đảo" in str(cell) for cell in an)
    assert "019080000011" not in str(found)
    export = Export.objects.get()
    assert (export.what, export.rows, export.area.code, export.given_to) == ("progress.missing", 3, "99901", None)
    assert set(export.persons.values_list("pk", flat=True)) == {people.an.pk, people.bao.pk, people.em.pk}
    assert export.mark in str(found["Về bản này"])


def test_a_file_of_one_village_is_for_its_team(target, members, client_of, units, people):
    restrict(person=people.bao, by=members.dung, at=moment(START))
    found = sheets_of(client_of(members.lan).post(at("missing-xlsx", target.pk), PURPOSE))
    assert list(found) == ["Thôn 1", "Về bản này"]
    assert "Trần Thị Bảo" not in str(found)
    assert "1 người đã yêu cầu không đến nhà" in str(found)
    assert Export.objects.get().given_to == units.team1


def test_paper_bears_its_mark_and_is_on_record(target, members, client_of):
    page = words(client_of(members.mai).post(at("missing-paper", target.pk), PURPOSE))
    export = Export.objects.get()
    assert export.mark in page
    assert "Nguyễn Văn An" in page
    assert (export.sha256, export.rows) == ("", 3)


def test_a_list_too_long_for_one_file_is_refused_with_a_way_out(target, members, client_of, monkeypatch):
    monkeypatch.setattr("tungnha.progress.missing.rolls.MOST", 2)
    answer = client_of(members.mai).post(at("missing-xlsx", target.pk), PURPOSE)
    assert answer.status_code == 400
    assert "Mời chọn từng thôn" in words(answer)
    assert Export.objects.count() == 0


@pytest.mark.parametrize("kind", ["chi-to-ghi", "chi-danh-sach-ghi", "trai-nhau", "trung-trong-so", "ngoai-so"])
def test_each_kind_of_the_other_way_goes_out_too(kind, target, members, client_of, people, sign, make_list):
    make_list([list_row("not_found", name="Ma Văn Lạ", village="Thôn 1", number="019080999911")], on=THURSDAY)
    sign([people.bao], START, source="visit")  # the list of Thursday has no Bảo
    sign([people.an], START, source="list")
    sign([people.an], date(2026, 5, 27), source="visit", level=0)
    LikelyDouble.objects.create(a=people.an, b=people.em, why=["name_birth"], weight=9, found_at=moment(START))
    client = client_of(members.mai)
    rows = client.get(at("other-rows", target.pk, kind))
    who = {"chi-to-ghi": "Trần Thị Bảo", "ngoai-so": "Ma Văn Lạ"}.get(kind, "Nguyễn Văn An")
    assert who in words(rows)
    found = sheets_of(client.post(at("other-xlsx", target.pk, kind), PURPOSE))
    assert who in str(found["Thôn 1"])
    assert "019080999911" not in str(found) + words(rows)
    assert Export.objects.get().what == f"progress.{kind}"
    paper = words(client.post(at("other-paper", target.pk, kind), PURPOSE))
    assert who in paper


def test_a_row_that_may_mean_either_record_is_told_beside_the_pair(target, members, client_of, people, make_list):
    for a, b in ((people.an, people.em), (people.bao, people.gam)):
        LikelyDouble.objects.create(a=a, b=b, why=["name_birth"], weight=9, found_at=moment(START))
    make_list([list_row("ambiguous", may_be=[people.an, people.em]), list_row("ambiguous", may_be=[people.bao])])
    rows = client_of(members.mai).get(at("other-rows", target.pk, "trung-trong-so"))
    told = {pair.a.full_name.split()[-1]: why[1:] for pair, _, why in rows.context["pairs"]}
    assert told == {"An": ["1 dòng danh sách đang chờ xem có thể là cả hai"], "Bảo": []}


def test_the_counts_of_the_other_way_open_their_rows(target, members, client_of, people, sign, make_list):
    make_list([list_row("not_found", name="Ma Văn Lạ", village="Thôn 2"), list_row("not_found", name="Ma Thị Xa")])
    sign([people.an], START, source="visit")
    client = client_of(members.mai)
    page = client.get(at("other-way", target.pk))
    for line in page.context["lines"]:
        for _, count, url in line["cells"]:
            if url:
                assert client.get(url).context["page"].paginator.count == count, (line["name"], url)
    assert [[n for _, n, _ in line["cells"]] for line in page.context["lines"]] == [
        [0, 0, 1, 0, 0], [1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [2, 0, 1, 0, 0],
    ]  # fmt: skip


def test_an_officer_notes_that_nobody_of_that_name_lives_here(target, members, client_of, make_list):
    received = make_list([list_row("not_found", name="Ma Văn Lạ")])
    client, url = client_of(members.mai), reverse("progress:row-look", args=[received.pk, 2])
    here = at("other-rows", target.pk, "ngoai-so")
    assert client.post(url, {"ketqua": "not_here", "ve": here}).url == here
    assert "Ma Văn Lạ" not in words(client.get(here))
    assert "Ma Văn Lạ" in words(client.get(here + "&xem=da-xem"))
    assert RowLook.objects.get().by == members.mai
    assert client.post(url, {"ketqua": "gone"}).status_code == 404
    assert client.post(url, {"ketqua": "again", "ve": "https://elsewhere.example/"}).url == reverse("progress:index")
    assert client.get(url).status_code == 405
    assert client_of(members.binh).post(url, {"ketqua": "again"}).status_code == 404
    assert client_of(members.viet).post(url, {"ketqua": "again"}).status_code == 404


def test_what_runs_out_is_counted_opens_and_goes_out(target, members, client_of):
    client = client_of(members.mai)
    page = client.get(at("renewals"))
    assert [n for _, n, _ in page.context["lines"][1]["cells"]] == [1, 1, 1, 0, 0]
    rows = words(client.get(page.context["lines"][1]["cells"][0][2]))
    assert "Nông Thị Gấm" in rows
    assert "Hết hạn ngày 20/6/2026, còn 23 ngày" in rows
    found = sheets_of(client.post(at("renewal-xlsx", khi="30"), PURPOSE))
    assert "hết hạn ngày 20/6/2026" in str(found["Thôn 2"])
    assert client.get(at("renewals", loai="doi-the", noi="99901-01")).status_code == 200


@pytest.mark.parametrize(("name", "said"), [("mai", True), ("lan", False), ("hung", True)])
def test_the_first_page_says_what_runs_out_where_something_does(name, said, target, members, client_of):
    page = words(client_of(getattr(members, name)).get("/"))
    assert ("sắp hết hạn trong 30 ngày" in page) is said  # Gấm lives in thôn 2
    assert (reverse("progress:renewals") in page) is said


def test_a_list_leads_to_the_target_that_asks_for_its_service(target, members, client_of, make_list):
    from tungnha.ledger.models import Service

    client = client_of(members.mai)
    received, other = make_list([]), make_list([], service=Service.objects.get(code="so-suc-khoe"))
    assert client.get(at("of-list", received.pk)).url == reverse("progress:other-way", args=[target.pk])
    assert client.get(at("of-list", other.pk)).url == reverse("progress:index")
    assert client_of(members.viet).get(at("of-list", received.pk)).status_code == 404


def test_a_wrong_word_in_the_address_is_left_out(target, members, client_of):
    client = client_of(members.mai)
    for url in (at("missing", target.pk, tuoi="x", donvi="9", lydo="%00"), at("missing-rows", target.pk, dt="hai"),
                at("renewals", loai="x"), at("renewal-rows", khi="x", loai="chu-ky-so")):  # fmt: skip
        assert client.get(url).status_code == 200
    assert client.get(at("other-rows", target.pk, "x")).status_code == 404
    assert client.get(at("missing", target.pk, noi="x")).status_code == 404


# --- queries ---------------------------------------------------------------------------------------------------------


def queries_of(client, url) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.one_database
def test_queries_grow_neither_with_villages_nor_people_nor_lists(
    target, members, client_of, commune, make_people, sign, make_list, people
):
    sign([people.bao], START, source="visit")
    make_list([list_row("ambiguous", may_be=[people.an]), list_row("not_found", name="x", village="1")])
    client = client_of(members.mai)
    pages = {page: url for page, url in pages_of(target).items() if "file" not in page}
    pages |= {tab: at("missing", target.pk, xem=tab) for tab in ("donvi", "nhom", "lydo")}
    pages["team"] = at("other-rows", target.pk, "chi-to-ghi")
    pages["why"] = at("missing-rows", target.pk, lydo="afraid")
    for url in pages.values():
        client.get(url)
    before = {page: queries_of(client, url) for page, url in pages.items()}
    for number in range(3, 23):
        village = Area.objects.create(code=f"99901-{number:02d}", kind="village", type_name="thôn", name=str(number),
                                      parent=commune, order=number)  # fmt: skip
        some = make_people(village, 8)
        sign(some[:4], START, source="visit")
        make_list([list_row("ambiguous", may_be=some[4:6]), list_row("not_found", name="y", village=str(number))])
    after = {page: queries_of(client, url) for page, url in pages.items()}
    assert after == before
    assert max(after.values()) < 30
    assert Person.objects.count() > 160
