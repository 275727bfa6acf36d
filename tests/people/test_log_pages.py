"""The page of the log, who sees numbers in full, and the sheet for the person."""

import io
from datetime import timedelta

import openpyxl
import pytest

from tungnha.people.models import Export
from tungnha.people.operations import unmask
from tungnha.people.operations.viewing import note_views
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.units.operations import log_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(people, members, at_tuesday):
    note_views([people.an], by=members.lan, at=at_tuesday)
    unmask(person=people.an, purpose="call", by=members.mai, at=at_tuesday)
    note_views([people.em], by=members.hung, at=at_tuesday + timedelta(days=1))
    log_event("plan.read", about=None, by=members.phuc, at=at_tuesday)  # the province: above, not ours
    log_event("keys.added", about=None, by=None, at=at_tuesday, key="k2")  # the machine's: nobody's
    return at_tuesday


def test_the_log_says_who_did_what_to_whom(client_of, members, day):
    page = client_of(members.dung).get("/nhat-ky/").content.decode()
    for words in ("Lan", "xem thông tin của một người", "Nguyễn Văn An", "xem số đầy đủ", "để gọi điện hẹn", "Hùng"):
        assert words in page
    assert "Phúc" not in page
    assert "k2" not in page
    assert "0190" not in page


def test_it_is_for_the_desk_and_the_leader(client_of, members, day):
    for name in ("mai", "dung", "binh"):
        assert client_of(getattr(members, name)).get("/nhat-ky/").status_code == 200
    for name in ("lan", "son", "thu", "viet", "phuc"):
        for page in ("/nhat-ky/", "/nhat-ky/tai-ve/", "/nhat-ky/xem-so/"):
            assert client_of(getattr(members, name)).get(page).status_code == 404


def lines(client, **asked):
    return [(line.who, line.what) for line in client.get("/nhat-ky/", asked).context["lines"]]


def test_it_is_filtered_by_who_what_when_and_about(client_of, members, people, day):
    mai = client_of(members.mai)
    assert {who for who, _ in lines(mai, ai=members.lan.pk)} == {"Lan"}
    assert lines(mai, viec="person", den="2026-05-26") == [
        ("Mai", "xem số đầy đủ của một người"), ("Lan", "xem thông tin của một người"),
    ]  # fmt: skip
    assert lines(mai, tu="2026-05-27") == [("Hùng", "xem thông tin của một người")]
    assert len(lines(mai, ve="people.Person", so=people.an.pk)) == 2
    log_event("groups.founded", about=None, by=members.mai, at=day)
    log_event("group.renewed", about=None, by=members.mai, at=day)
    assert [what for _, what in lines(mai, viec="group")] == ["kiện toàn một tổ", "thành lập các tổ"]
    choices = mai.get("/nhat-ky/").context["form"].fields["viec"].choices
    assert len({label for _, label in choices}) == len(choices)
    everything = lines(mai)
    for nonsense in ({"ai": "x"}, {"viec": "no"}, {"tu": "31/02"}, {"so": "1; 2"}, {"ve": "x.Y"}, {"truoc": "-1"}):
        assert lines(mai, **nonsense) == everything


def test_it_goes_on_page_by_page_without_counting(
    client_of, members, people, at_tuesday, django_assert_max_num_queries
):
    for n in range(120):
        log_event("plan.read", about=None, by=members.mai, at=at_tuesday + timedelta(minutes=n))
    mai, seen, address = client_of(members.mai), [], "/nhat-ky/"
    for _ in range(3):
        with django_assert_max_num_queries(14):
            context = mai.get(address).context
        seen += [line.id for line in context["lines"]]
        address = f"/nhat-ky/?{context['older']}"
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, reverse=True)
    assert context["older"] == ""


def test_a_leader_of_the_next_village_is_not_named_what_is_out_of_sight(members, people, client_of, day):
    """The steward may be of one village only: people elsewhere stand in the log by their number."""
    from tungnha.people.protection.log import lines_of

    events = list(Event.objects.filter(verb="person.viewed").order_by("id"))
    told = lines_of(events, members.lan)
    assert [line.about for line in told] == ["Nguyễn Văn An", f"người số {people.em.pk}"]
    assert told[1].url == ""


def test_the_log_goes_out_on_record(client_of, members, people, day):
    mai = client_of(members.mai)
    asking = mai.get("/nhat-ky/tai-ve/?viec=person").content.decode()
    assert "Lấy ra để làm gì?" in asking
    assert 'action="/nhat-ky/tai-ve/?viec=person"' in asking  # what was filtered goes out, not everything
    given = mai.post("/nhat-ky/tai-ve/?viec=person", {"purpose": "inspection"})
    rows = list(openpyxl.load_workbook(io.BytesIO(given.content)).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 4
    assert rows[1][1:5] == ("Hùng", "Thành viên Tổ", "xem thông tin của một người", "Hoàng Văn Em")
    export = Export.objects.get()
    assert (export.what, export.rows) == ("people.log", 3)
    assert set(export.persons.all()) == {people.an, people.em}
    assert mai.get("/nhat-ky/").context["lines"][0].figures == f"mã bản {export.mark}, số dòng 3"


def test_the_steward_sees_who_looks_and_allows_more(client_of, members, people, at_tuesday, settings):
    settings.UNMASKS_A_DAY = 1
    unmask(person=people.an, purpose="call", by=members.mai, at=at_tuesday)
    dung = client_of(members.dung)
    page = dung.get("/nhat-ky/xem-so/").content.decode()
    assert "đã đến mức" in page
    assert "Mai" in page
    mai = client_of(members.mai)
    refused = mai.post(f"/nhan-khau/{people.bao.pk}/", {"purpose": "call"})
    assert refused.status_code == 429
    assert "phụ trách dữ liệu" in refused.content.decode()
    assert mai.post(f"/nhat-ky/xem-so/{members.mai.pk}/cho-them/").status_code == 400  # not for herself
    assert dung.post(f"/nhat-ky/xem-so/{members.mai.pk}/cho-them/").status_code == 302
    assert "019150000012" in mai.post(f"/nhan-khau/{people.bao.pk}/", {"purpose": "call"}).content.decode()


def test_a_person_is_given_the_sheet_of_who_looked(client_of, members, people, day):
    mai, address = client_of(members.mai), f"/nhan-khau/{people.an.pk}/ai-da-xem/"
    assert "Ai đã xem" in mai.get(address).content.decode()
    assert not Export.objects.exists()
    with clock.freeze(day + timedelta(days=1)):
        sheet = mai.post(address, {"purpose": "other", "purpose_words": "theo yêu cầu của người dân"}).content.decode()
    export = Export.objects.get()
    for words in ("Lan", "Tổ trưởng", "xem đủ số", "Gọi điện hẹn", export.mark, "sinh năm 1980"):
        assert words in sheet
    assert "15/3/1980" not in sheet
    assert "0190" not in sheet
    assert client_of(members.hung).get(address).status_code == 404
