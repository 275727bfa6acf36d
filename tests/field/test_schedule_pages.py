"""The pages of sessions: the week, dates accepted in one form, words of the sides, lists, desk, papers, calendars."""

import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tungnha.field.models import CheckIn, Equipment, Invitation, OpeningHours, QueueTicket, SupportSession
from tungnha.field.schedule import operations
from tungnha.ledger.models import CampaignService, Claim, Service
from tungnha.people.models import Export, Person, Place
from tungnha.units.models import Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def sim(campaign, asked):
    service = Service.objects.get(code="thue-bao")
    CampaignService.objects.create(campaign=campaign, service=service, group="adult15")
    return service


@pytest.fixture
def session(campaign, villages, members, service, sim, at_tuesday):
    place = Place.objects.create(name="Nhà văn hóa thôn 1", kind="culture_house", area=villages[0])
    return operations.plan_session(
        campaign=campaign, area=villages[0], place=place, starts_at=at_tuesday + timedelta(hours=24),
        ends_at=at_tuesday + timedelta(hours=27), services=[service, sim], staff=[members.viet, members.lan],
        organisations=[], name="", by=members.mai, at=at_tuesday,
    )  # fmt: skip


@pytest.fixture
def publish(session, members, units, at_tuesday):
    def deed():
        for side, by in (("area", members.lan), (f"o{units.vnpt.pk}", members.viet)):
            operations.say_word(session=session, side=side, says="yes", sequence=0, by=by, at=at_tuesday)

    return deed


def text(answer):
    return answer.content.decode()


def at(name, *args):
    return reverse(f"field:{name}", args=args)


# --- the week --------------------------------------------------------------------------------------------------------


def test_the_week_says_how_many_villages_have_a_session_and_names_the_rest(client_of, members, session):
    page = text(client_of(members.mai).get("/buoi-ho-tro/"))
    assert "1/2 thôn</b> có ít nhất một buổi; <b>0/2</b> đã duyệt" in page
    assert "Chưa có buổi nào: thôn 2." in page
    assert "Tuần 25/5 – 31/5/2026" in page
    assert page.count("chờ duyệt") >= 2  # in the grid and in the list by day


def test_who_is_asked_sees_it_first_and_answers(client_of, members, session, units):
    for member, side, published in ((members.lan, "area", False), (members.viet, f"o{units.vnpt.pk}", True)):
        client = client_of(member)
        assert "Chờ ý kiến của mình" in text(client.get("/buoi-ho-tro/"))
        answer = client.post(at("session-word", session.pk), {"side": side, "sequence": 0, "says": "yes"})
        assert answer.status_code == 302
        assert SupportSession.objects.get().is_published == published
        assert "Chờ ý kiến của mình" not in text(client.get("/buoi-ho-tro/"))


def test_another_wish_fills_the_form_of_the_move(client_of, members, session):
    said = {"side": "area", "sequence": 0, "says": "no", "why": "đám cưới", "instead_on": "2026-05-29"}
    lan = client_of(members.lan)
    assert "ghi đủ ngày" in text(lan.post(at("session-word", session.pk), said))
    lan.post(at("session-word", session.pk), said | {"instead_from": "19:00", "instead_to": "21:00"})
    mai = client_of(members.mai)
    assert "có ý kiến khác" in text(mai.get(at("session", session.pk)))
    form = mai.get(at("session-move", session.pk)).context["form"]
    assert [f"{form.initial[k]}" for k in ("on", "from_time", "to_time")] == ["2026-05-29", "19:00:00", "21:00:00"]


def test_nobody_answers_for_others_through_the_address(client_of, members, session, units):
    for member in (members.viet, members.son, members.hung):
        assert client_of(member).get(f"{at('session-word', session.pk)}?ben=area").status_code == 404
    assert client_of(members.lan).get(f"{at('session-word', session.pk)}?ben=o{units.vnpt.pk}").status_code == 404


def test_a_team_plans_moves_and_cancels_in_the_own_village_only(client_of, members, session):
    assert client_of(members.hung).get(at("session", session.pk)).status_code == 404
    assert client_of(members.son).get(at("session-move", session.pk)).status_code == 404
    assert client_of(members.viet).get(at("session-cancel", session.pk)).status_code == 404
    lan = client_of(members.lan)
    assert {a.name for a in lan.get("/buoi-ho-tro/them/").context["form"].fields["area"].queryset} == {"1"}
    lan.post(at("session-cancel", session.pk), {"why": "bão số 3"})
    page = text(lan.get(at("session", session.pk)))
    assert "KHÔNG làm nữa. Lý do: bão số 3." in page
    assert lan.get(at("session-check-in", session.pk)).status_code == 200
    assert lan.get(at("session-nameless", session.pk)).status_code == 404


def test_people_already_called_are_told_of_a_move_with_ready_words(client_of, members, session, people, at_tuesday):
    said = {"session": session, "by": members.lan, "at": at_tuesday}
    operations.call_people(**said, persons=[people.an.pk])
    operations.mark_called(**said)
    lan = client_of(members.lan)
    assert "Đã báo 1 người" in text(lan.get(at("session-move", session.pk)))
    lan.post(at("session-move", session.pk), {
        "on": "2026-05-28", "from_time": "19:00", "to_time": "21:00", "place": session.place_id, "why": "mất điện",
    })  # fmt: skip
    page = text(lan.get(at("session", session.pk)))
    assert "Không làm buổi 8 giờ thứ Tư, 27/5. Lý do: mất điện." in page
    assert "bảy giờ tối, thứ Năm, ngày hai mươi tám tháng Năm" in page


# --- dates accepted in one form --------------------------------------------------------------------------------------


def rule(members, **more):
    return {
        "first_on": "2026-05-27", "last_on": "2026-05-29", "capacity": 40, "weekdays": ["0", "1", "2", "3", "4"],
        "sang": "on", "sang_tu": "07:30", "sang_den": "11:00", "staff": [members.viet.pk], "staff_each": 1,
        "services": [Service.objects.get(code="chu-ky-so").pk],
    } | more  # fmt: skip


def rows_of(page):
    """What a browser would post back."""
    data = {}
    for tag in re.findall(r"<input[^>]+>", page):
        names = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if names.get("type") == "checkbox" and " checked" not in tag:
            continue
        if "name" in names and names["name"] != "csrfmiddlewaretoken":
            data.setdefault(names["name"], []).append(names.get("value", "on"))
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        data[name] = [chosen[1] if chosen else ""]
    return data


def propose(client, members, **more):
    page = text(client.post(at("schedule-propose"), rule(members, **more)))
    table = page[page.index('class="propose"') : page.index("</table>")]
    return page, rows_of(table)


def test_dates_are_proposed_changed_and_accepted_in_one_form(
    client_of, members, campaign, villages, people, asked, at_tuesday
):
    mai = client_of(members.mai)
    page, rows = propose(mai, members)
    assert "Đề xuất <b>2</b> buổi cho <b>2</b> thôn" in page
    assert (rows["r0-on"], rows["r0-from_time"], rows["r0-staff0"]) == (
        ["2026-05-27"],
        ["07:30"],
        [str(members.viet.pk)],
    )
    rows["r1-from_time"], rows["r1-to_time"] = ["19:00"], ["21:00"]
    answer = mai.post(at("schedule-propose"), rows, follow=True)
    assert "Đã lên lịch 2 buổi" in text(answer)
    assert "2/2 thôn</b> có ít nhất một buổi" in text(answer)
    made = list(SupportSession.objects.order_by("starts_at"))
    assert {s.place.name for s in made} == {"Nhà văn hóa thôn 1", "Nhà văn hóa thôn 2"}
    by_village = {s.area.name: {x.member for x in s.staffing.all()} for s in made}
    assert by_village == {"1": {members.lan, members.viet}, "2": {members.viet}}  # Hùng is no leader
    again = text(mai.post(at("schedule-propose"), rule(members)))
    assert "Không có buổi nào để đề xuất" in again


def test_a_row_that_cannot_be_stays_with_its_reason_and_the_others_are_kept(
    client_of, members, campaign, people, asked, at_tuesday
):
    mai = client_of(members.mai)
    _, rows = propose(mai, members)
    rows["r1-on"], rows["r1-from_time"], rows["r1-to_time"] = rows["r0-on"], rows["r0-from_time"], rows["r0-to_time"]
    page = text(mai.post(at("schedule-propose"), rows))
    assert "không ở hai nơi cùng lúc" in page
    assert SupportSession.objects.count() == 1
    _, kept = page, rows_of(page[page.index('class="propose"') : page.index("</table>")])
    kept["r1-on"] = ["2026-05-28"]
    assert mai.post(at("schedule-propose"), kept).status_code == 302
    assert SupportSession.objects.count() == 2


def test_what_is_wrong_with_the_rules_is_said_and_holidays_leave_nothing(
    client_of, members, campaign, asked, at_tuesday
):
    mai = client_of(members.mai)
    for wrong, said in (
        ({"last_on": "2026-05-20"}, "Ngày cuối phải từ ngày đầu"), ({"sang_den": "07:00"}, "giờ đến sau giờ từ"),
        ({"sang": ""}, "ít nhất một buổi trong ngày"),
        ({"first_on": "2026-09-02", "last_on": "2026-09-02"}, "Không có buổi nào"),
    ):  # fmt: skip
        assert said in text(mai.post(at("schedule-propose"), rule(members, **wrong)))
    assert SupportSession.objects.count() == 0


def test_an_operator_proposes_with_its_own_people_and_sees_no_count_of_the_village(
    client_of, members, campaign, people, asked, at_tuesday
):
    page, rows = propose(client_of(members.viet), members)
    assert "còn thiếu" not in page
    client_of(members.viet).post(at("schedule-propose"), rows)
    assert [s.is_published for s in SupportSession.objects.all()] == [False, False]


# --- people ----------------------------------------------------------------------------------------------------------


def test_people_are_listed_told_taken_off_and_the_list_goes_out_with_a_purpose(client_of, members, session, people):
    lan, where = client_of(members.lan), at("session-call", session.pk)
    assert "Đã đưa 2 người của 1 hộ" in text(lan.post(where, {"size": 10}, follow=True))
    lan.post(where, {"told": 1})
    assert Invitation.objects.filter(called_by=members.lan).count() == 2
    lan.post(where, {"took": 1, "person": [people.bao.pk, people.em.pk]})
    assert "091****011" in text(lan.get(where))
    for name in ("session-call-xlsx", "session-call-print", "session-invitations"):
        assert "Lấy ra để làm gì" in text(lan.get(at(name, session.pk)))
        assert lan.post(at(name, session.pk), {"purpose": "session"}).status_code == 200
    assert {e.what: (e.rows, e.persons.count()) for e in Export.objects.all()} == {
        "field.invitations": (1, 1), "field.invitation_letters": (1, 1),
    }  # fmt: skip
    letter = text(lan.post(at("session-invitations", session.pk), {"purpose": "session"}))
    assert "gia đình ông <b>Nguyễn Văn An</b>" in letter
    assert "Bảo" not in letter


def test_letters_and_the_months_sheet_bear_the_code_of_the_plan(client_of, members, session, people, settings):
    settings.ADDRESS = "https://tungnha.example"
    lan = client_of(members.lan)
    lan.post(at("session-call", session.pk), {"size": 10})
    letter = text(lan.post(at("session-invitations", session.pk), {"purpose": "session"}))
    month = text(client_of(members.mai).get(at("schedule-print", "2026-05")))
    for shown in (letter, month):
        assert f"<b>tungnha.example/k/{session.campaign.address.code}</b>" in shown


def test_a_team_member_calls_and_takes_nothing_out_and_an_operator_sees_no_list(client_of, members, session, people):
    assert client_of(members.son).post(at("session-call", session.pk), {"size": 5}).status_code == 302
    assert client_of(members.son).get(at("session-call-xlsx", session.pk)).status_code == 404
    for name in ("session-call", "session-texts", "session-call-print"):
        assert client_of(members.viet).get(at(name, session.pk)).status_code == 404


def test_group_texts_name_nobody(client_of, members, session, people, at_tuesday):
    operations.call_people(session=session, persons=[people.an.pk], by=members.lan, at=at_tuesday)
    page = text(client_of(members.lan).get(at("session-texts", session.pk)))
    said = "".join(re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.S))
    assert "thứ Tư, ngày hai mươi bảy tháng Năm" in said
    assert not any(word in said for word in ("Nguyễn", "Lan", "Việt", "0912"))


def test_who_did_not_come_is_said_on_the_worklist_and_at_the_door(client_of, members, session, people, at_tuesday):
    operations.call_people(session=session, persons=[people.an.pk], by=members.lan, at=at_tuesday)
    SupportSession.objects.update(starts_at=at_tuesday - timedelta(hours=5), ends_at=at_tuesday - timedelta(hours=2))
    lan = client_of(members.lan)
    for where in ("/ho-can-den/", f"/ho-can-den/{people.an.household_id}/"):
        assert "Đã mời, chưa đến buổi 26/5" in text(lan.get(where))


# --- the desk --------------------------------------------------------------------------------------------------------

CARD = "019080000011|123456789|Nguyễn Văn An|15031980|Nam|Thôn 1, Mẫu Sơn|01012022"


@pytest.mark.parametrize(("typed", "how"), [(CARD, "card"), ("019080000011", "number"), ("0912 000 011", "number")])
def test_a_card_a_number_and_a_telephone_lead_to_one_person(client_of, members, session, people, typed, how):
    answer = client_of(members.lan).post(at("session-check-in", session.pk), {"tim": typed})
    assert (answer.status_code, answer.url) == (302, f"{at('session-person', session.pk, people.an.pk)}?qua={how}")
    assert CheckIn.objects.count() == 0


def test_a_card_that_is_none_is_said_and_one_not_on_the_register_leads_to_the_name(client_of, members, session, people):
    lan, where = client_of(members.lan), at("session-check-in", session.pk)
    assert "Mã QR không có số định danh" in text(lan.post(where, {"tim": "a|b|c|d|e|f"}))
    page = text(lan.post(where, {"tim": CARD.replace("019080000011", "019080000099")}))
    assert "chưa có trong sổ" in page
    assert at("session-person", session.pk, people.an.pk) in page
    assert "019080000099" not in page


def test_what_was_done_is_asked_with_channel_and_number(client_of, members, session, people, sim, service):
    lan, where = client_of(members.lan), at("session-person", session.pk, people.an.pk)
    phone = people.an.telephones.get()
    done = {f"s{sim.pk}": "done", f"s{service.pk}": "no_smartphone"}
    page = text(lan.post(where, done))
    assert "đã làm qua kênh nào?" in page
    assert "xin chọn số điện thoại đã làm" in page
    done |= {f"s{sim.pk}-channel": sim.channels[0], f"s{sim.pk}-phones": [phone.pk], f"s{sim.pk}-new": "09 12"}
    assert "không phải là số di động" in text(lan.post(where, done))
    done |= {f"s{sim.pk}-new": "0912000077", "topics": "mở VNeID, ký thử", "how": "card"}
    assert lan.post(where, done).status_code == 302
    came = CheckIn.objects.get()
    assert (came.how, came.topics, people.an.telephones.count()) == ("card", ["mở VNeID", "ký thử"], 2)
    assert Claim.objects.filter(service=sim, channel=sim.channels[0]).count() == 2
    page = text(lan.get(f"{at('session-results', session.pk)}?xem=refused&viec={service.pk}"))
    assert "Chưa làm: Chữ ký số" in page
    assert "không có điện thoại thông minh" in page


def test_somebody_without_a_name_is_counted_with_what_was_done(client_of, members, session, service):
    viet = client_of(members.viet)
    assert "do Tổ của thôn làm" in text(viet.get(at("session-check-in", session.pk)))
    viet.post(at("session-nameless", session.pk), {f"s{service.pk}": "done"})
    page = text(viet.get(at("session-results", session.pk)))
    assert "Ngoài sổ nhân khẩu" in page
    assert (CheckIn.objects.get().person, Claim.objects.count()) == (None, 0)


def test_an_operator_works_only_where_it_sends_people(client_of, members, session, people, at_tuesday):
    operations.set_means(
        session=session, staff=[members.lan], organisations=[], equipment={}, by=members.mai, at=at_tuesday
    )
    for name in ("session-check-in", "session-nameless", "session-queue", "queue-screen"):
        assert client_of(members.viet).get(at(name, session.pk)).status_code == 404


def test_the_queue_is_called_from_several_desks_and_shown_large(client_of, members, session):
    lan, where = client_of(members.lan), at("session-queue", session.pk)
    step = "5b1cf7f0-4a53-4a53-9a53-0d1f5a1be001"
    for deed in ({"deed": "give", "step_id": step}, {"deed": "give", "step_id": step}, {"deed": "give"}):
        lan.post(where, deed)
    assert QueueTicket.objects.count() == 2
    lan.post(where, {"deed": "next", "ban": "2"})
    page = text(lan.get(at("queue-screen", session.pk)))
    assert re.search(r'now-number">1<.*đến bàn 2', page, re.S)
    first = QueueTicket.objects.get(n=1)
    lan.post(where, {"deed": "served", "ticket": first.pk, "ban": "2"})
    assert "Xin bà con chờ gọi số" in text(lan.get(at("queue-screen", session.pk), headers={"HX-Request": "true"}))
    lan.post(where, {"deed": "next"})
    lan.post(where, {"deed": "next"})
    assert "Không có ai đang chờ" in text(lan.get(where, headers={"HX-Request": "true"}))


# --- papers and calendars --------------------------------------------------------------------------------------------


def unfolded(answer):
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


def test_calendars_hold_the_whole_a_village_and_ones_own_and_know_a_move_and_a_cancelling(
    client_of, members, session, publish, villages, at_tuesday
):
    mai = client_of(members.mai)
    assert "STATUS:TENTATIVE" in unfolded(mai.get(at("schedule-ics")))
    publish()
    lines = unfolded(mai.get(at("schedule-ics")))
    assert {f"UID:{session.key}", "SEQUENCE:0", "STATUS:CONFIRMED", "DTSTART:20260527T010000Z"} <= set(lines)
    operations.move_session(
        session=session, starts_at=at_tuesday + timedelta(days=2), ends_at=at_tuesday + timedelta(days=2, hours=2),
        place=session.place, why="x", by=members.mai, at=at_tuesday,
    )  # fmt: skip
    lines = unfolded(client_of(members.viet).get(at("schedule-my-ics")))
    assert {f"UID:{session.key}", "SEQUENCE:1", "DTSTART:20260528T010000Z"} <= set(lines)
    operations.cancel_session(session=session, why="x", by=members.mai, at=at_tuesday)
    lines = unfolded(mai.get(f"{at('schedule-ics')}?thon={villages[0].code}"))
    assert {"SEQUENCE:2", "STATUS:CANCELLED"} <= set(lines)
    assert "BEGIN:VEVENT" not in unfolded(mai.get(f"{at('schedule-ics')}?thon={villages[1].code}"))
    assert "BEGIN:VEVENT" not in unfolded(mai.get(at("schedule-my-ics")))
    assert client_of(members.lan).get(f"{at('schedule-ics')}?thon={villages[1].code}").status_code == 404


def test_everybody_sees_what_is_published_and_no_name(session, publish, commune, villages, members, at_tuesday):
    stranger, where = Client(), reverse("web:public-sessions", args=[commune.code])
    calendar = reverse("web:public-sessions-ics", args=[commune.code])
    assert "Chưa có buổi nào sắp tới" in text(stranger.get(where))
    publish()
    page = text(stranger.get(where))
    assert "8 giờ 00 – 11 giờ 00: Nhà văn hóa thôn 1" in page
    ics = stranger.get(calendar).content.decode()
    assert f"UID:{session.key}" in ics
    assert not any(name in page + ics for name in ("Việt", "Lan</", "Người trực"))
    assert "Nhà văn hóa thôn 1" not in text(stranger.get(f"{where}?thon={villages[1].code}"))
    operations.cancel_session(session=session, why="bão số 3", by=members.mai, at=at_tuesday)
    assert "bão số 3" in text(stranger.get(where))
    assert "STATUS:CANCELLED" in stranger.get(calendar).content.decode()
    assert stranger.get(reverse("web:public-sessions", args=[villages[0].code])).status_code == 404


def test_a_month_on_paper_marks_what_is_not_agreed_and_says_days_off(client_of, members, session, publish):
    mai = client_of(members.mai)
    page = text(mai.get(at("schedule-print", "2026-05")))
    assert "THÁNG 5 NĂM 2026" in page
    assert "8:00–11:00 Thôn 1" in page
    assert "còn chờ các bên duyệt" in page
    publish()
    assert "còn chờ các bên duyệt" not in text(mai.get(at("schedule-print", "2026-05")))
    assert "Tháng này chưa có buổi nào" in text(mai.get(at("schedule-print", "2026-07")))
    for month in ("2026-13", "x", "0000-00"):
        assert mai.get(at("schedule-print", month)).status_code == 404


def test_the_workbook_has_a_line_for_each_session(client_of, members, session):
    book = load_workbook(io.BytesIO(client_of(members.mai).get(at("schedule-xlsx")).content))
    said = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert {"Nhà văn hóa thôn 1", "thứ Tư", "chờ duyệt"} <= set(said)


# --- places and equipment --------------------------------------------------------------------------------------------


def test_places_with_hours_and_equipment_are_kept_on_one_page(client_of, members, commune, asked, at_tuesday):
    mai, where = client_of(members.mai), at("schedule-means")
    mai.post(where, {"which": "place", "area": commune.pk, "name": "Thư viện", "kind": "library"})
    again = mai.post(where, {"which": "place", "area": commune.pk, "name": "thư viện", "kind": "library"})
    assert "đã có địa điểm" in text(again)
    place = Place.objects.get()
    assert "đủ giờ mở" in text(mai.post(at("place-hours", place.pk), {"1-0-tu": "07:30"}))
    mai.post(at("place-hours", place.pk), {"1-0-tu": "07:30", "1-0-den": "17:00"})
    assert OpeningHours.objects.count() == 1
    opened = mai.post(at("place-open", place.pk))
    assert opened.url == at("session-check-in", SupportSession.objects.get().pk)
    mai.post(where, {"which": "equipment", "e-name": "Máy in", "e-count": 2})
    assert "đã có trong danh sách" in text(mai.post(where, {"which": "equipment", "e-name": "Máy in", "e-count": 1}))
    mai.post(at("equipment-count", Equipment.objects.get().pk), {"count": 5})
    assert Equipment.objects.get().count == 5
    assert client_of(members.lan).get(where).status_code == 404


def test_people_and_machines_of_a_session_are_changed_within_ones_own(client_of, members, session, units, at_tuesday):
    mai, viet = client_of(members.mai), client_of(members.viet)
    form = viet.get(at("session-means", session.pk)).context["form"]
    assert [m.pk for m in form.fields["staff"].queryset] == [members.viet.pk]
    assert viet.post(at("session-means", session.pk), {}).status_code == 302
    assert set(session.staffing.values_list("organisation", flat=True)) == {units.vnpt.pk, units.team1.pk}
    assert mai.post(at("session-means", session.pk), {"staff": [members.lan.pk]}).status_code == 302
    assert list(session.staffing.values_list("member", flat=True)) == [members.lan.pk]


def test_a_session_for_everybody_calls_people_of_all_villages_each_within_the_readers(
    client_of, members, campaign, commune, service, asked, people, at_tuesday
):
    place = Place.objects.create(name="Trường", kind="school", area=commune)
    session = operations.plan_session(
        campaign=campaign, area=commune, place=place, starts_at=at_tuesday + timedelta(hours=1),
        ends_at=at_tuesday + timedelta(hours=2), services=[service], staff=[], organisations=[], name="",
        by=members.mai, at=at_tuesday,
    )  # fmt: skip
    assert session.is_published  # nobody but the commune is asked
    client_of(members.mai).post(at("session-call", session.pk), {"size": 100})
    assert Invitation.objects.count() == 4
    page = text(client_of(members.hung).get(at("session-call", session.pk)))
    assert "Hoàng Văn Em" in page
    assert "Nguyễn Văn An" not in page
    assert Area.objects.get(pk=session.area_id).kind == "commune"
    assert Person.objects.count() == 6
