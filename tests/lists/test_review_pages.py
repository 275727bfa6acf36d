"""The pages of the review queue: as forms without script, as parts with it; nothing in full that is to be masked."""

import re
import uuid

import pytest
from django.urls import reverse

from tests.lists.review_world import make_list, make_row
from tungnha.lists.models import ListRow, ReviewDecision
from tungnha.lists.operations import queueing, settling
from tungnha.lists.operations.settling import Said
from tungnha.people.models import LikelyDouble, Person
from tungnha.units.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def received(campaign, commune, units, service, members, people, at_tuesday):
    return make_list(campaign=campaign, area=commune, sender=units.vnpt, service=service, by=members.mai)


@pytest.fixture
def rows(received, people):
    cells = {
        "full_name": "Nguyễn Văn Ân",
        "birth": "15/08/1980",
        "personal_number": "019080000017",
        "village": "Thôn 2",
    }
    found = [
        make_row(received, 2, cells, [(people.an, 0.9, "n2.b5"), (people.duy, 0.2, "n1")]),
        make_row(received, 3, {"full_name": "Nông Thị Gám", "birth": "1978"}, [(people.gam, 0.5, "n2")]),
        make_row(received, 6, {"full_name": "Người Lạ", "personal_number": "019091000099", "phone": "0912000099",
                               "village": "Thôn 1"}, verdict="not_found"),
    ]  # fmt: skip
    queueing.lay_out(received=received)
    return {row.number: row for row in found}


@pytest.fixture
def mai(client_of, members):
    return client_of(members.mai)


def page(client, received, more=""):
    return client.get(f"/danh-sach/{received.pk}/xem/{more}").content.decode()


def press(client, received, number, deed, **more):
    address, extra = f"/danh-sach/{received.pk}/xem/", more.pop("extra", {})
    return client.post(address, {"number": number, "deed": deed, "step": str(uuid.uuid4()), **more}, **extra)


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_both_sides_stand_beside_each_other_with_what_differs_marked(mai, received, rows):
    html = page(mai, received, "?dong=2")
    assert "Nguyễn Văn <mark>Â</mark>n" in html
    assert "Nguyễn Văn <mark>A</mark>n" in html
    assert "15/<mark>08</mark>/1980" in html
    assert "15/<mark>03</mark>/1980" in html
    assert "<mark>7</mark>" in html
    assert "<mark>1</mark>" in html
    assert "rất giống" in html
    assert "Hộ" in html
    assert "thôn 1" in html
    assert "chưa có ghi nhận nào" in html


def test_no_number_stands_in_full_on_any_of_its_pages(mai, received, rows):
    for more in ("?dong=2", "?dong=6", "6/them/", "2/tim/"):
        said = page(mai, received, more)
        assert not re.search(r"\d{9,}", re.sub(r"value=\"[0-9a-f-]{36}\"", "", said)), more
    said = mai.get(f"/danh-sach/{received.pk}/dong/6/").content.decode()
    assert not re.search(r"\d{9,}", said)


def test_without_script_a_press_leads_to_the_next_row(mai, received, rows, people):
    answer = press(mai, received, 2, "same", person=people.an.pk)
    assert answer.status_code == 302
    html = mai.get(answer.url).content.decode()
    assert "Đã ghi dòng 2" in html
    assert "Dòng 3" in html
    rows[2].refresh_from_db()
    assert rows[2].person == people.an


def test_with_script_the_parts_that_changed_come_back(mai, received, rows, people):
    answer = press(mai, received, 2, "same", person=people.an.pk, extra=JSON).json()
    assert set(answer) == {"main", "tools", "beside", "number", "said", "problem"}
    assert answer["number"] == 3
    assert "1</b> / 2" in answer["tools"]
    assert "là Nguyễn Văn An" in answer["said"]


@pytest.mark.parametrize("deed", ["same", "added", "", "drop"])
def test_a_press_that_says_nothing_is_refused_and_changes_nothing(deed, mai, received, rows):
    answer = press(mai, received, 2, deed, extra=JSON)
    assert (answer.status_code, ReviewDecision.objects.count()) == (400, 0)
    assert answer.json()["problem"]


@pytest.mark.parametrize("number", ["abc", "-1", "9" * 40, "77"])
def test_a_line_the_list_has_not_is_refused(number, mai, received, rows):
    assert press(mai, received, number, "nobody").status_code in (400, 404)
    assert page(mai, received, "?dong=abc")
    assert mai.get(f"/danh-sach/{received.pk}/xem/?dong=77").status_code == 404


def test_a_row_somebody_decided_meanwhile_is_refused_with_who_and_when(mai, client_of, members, received, rows, people):
    settling.settle(
        row=rows[2], said=Said(what="nobody", step=uuid.uuid4()), by=members.dung, at=rows[2].incoming.received_at
    )
    answer = press(mai, received, 2, "same", person=people.an.pk, extra=JSON)
    assert answer.status_code == 409
    assert "đã được Dung quyết định" in answer.json()["problem"]
    assert "Dung quyết định lúc" in plain(answer.json()["main"])  # and the row as it stands now


def test_a_row_another_looks_at_is_shown_so_and_not_offered(mai, client_of, members, received, rows):
    first = page(client_of(members.dung), received)
    assert "Dòng 2<" in first or "Dòng 3<" in first
    held = received.places.get(taken_by=members.dung).row.number
    html = page(mai, received)
    assert f"Dung đang xem dòng {held}" in plain(html)
    assert f"Dòng {held}<" not in html
    forced = page(mai, received, f"?dong={held}")
    assert "Dung đang xem dòng này" in plain(forced)
    assert 'data-key="1"' not in forced


def test_undoing_shows_the_row_again(mai, received, rows, people):
    press(mai, received, 2, "same", person=people.an.pk)
    html = page(mai, received)
    assert "Hoàn tác" in html
    assert "dòng 2: là Nguyễn Văn An" in html
    answer = mai.post(f"/danh-sach/{received.pk}/xem/", {"deed": "undo"}, **JSON).json()
    assert answer["number"] == 2
    assert "Đã hoàn tác dòng 2" in answer["said"]
    assert mai.post(f"/danh-sach/{received.pk}/xem/", {"deed": "undo"}, **JSON).status_code == 400


def test_somebody_else_is_looked_for_without_diacritics(mai, received, rows, people):
    html = mai.post(f"/danh-sach/{received.pk}/xem/2/tim/", {"tim": "hoang van em"}).content.decode()
    assert f'name="person" value="{people.em.pk}"' in html
    press(mai, received, 2, "other", person=people.em.pk)
    rows[2].refresh_from_db()
    assert rows[2].person == people.em


def test_opening_the_search_looks_for_what_the_row_says(mai, received, rows):
    assert 'value="nong thi gam 1978"' in page(mai, received, "3/tim/")


def test_a_search_by_number_is_logged_and_stands_in_no_address(mai, received, rows, people):
    html = mai.post(f"/danh-sach/{received.pk}/xem/2/tim/", {"tim": "019075000015"}).content.decode()
    assert "Hoàng Văn Em" in plain(html)
    assert Event.objects.filter(verb="people.searched_by_number").count() == 1


def newcomer(villages, **more):
    return {
        "full_name": "Người Lạ", "village": villages[0].pk, "home": "chua-ro", "residence": "unknown", "birth": "",
        "sex": "", "take_number": "on", "take_phone": "on", **more,
    }  # fmt: skip


def test_somebody_new_is_added_with_the_rows_own_numbers(mai, received, rows, villages):
    form = page(mai, received, "6/them/")
    assert 'value="Người Lạ"' in form
    assert f'<option value="{villages[0].pk}" selected' in form
    answer = mai.post(f"/danh-sach/{received.pk}/xem/6/them/", newcomer(villages))
    assert answer.status_code == 302
    person = Person.objects.get(full_name="Người Lạ")
    assert person.identifiers.get().value == "019091000099"
    assert person.telephones.get().number == "0912000099"
    assert ListRow.objects.get(pk=rows[6].pk).person == person


def test_who_may_be_in_the_register_already_is_shown_before_anybody_is_added_twice(
    mai, received, rows, villages, people
):
    typed = newcomer(villages, full_name="Hoang Van Em", birth="02/02/1975")
    answer = mai.post(f"/danh-sach/{received.pk}/xem/6/them/", typed)
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Hoàng Văn Em" in html
    assert "Không phải ai ở trên" in html
    assert not Person.objects.filter(full_name="Hoang Van Em").exists()
    asked = re.search(r'name="asked" value="([\d,]+)"', html).group(1)
    assert mai.post(f"/danh-sach/{received.pk}/xem/6/them/", {**typed, "asked": asked}).status_code == 302
    assert LikelyDouble.objects.filter(state="different").exists()  # this pair is never asked about again


def test_a_household_nobody_has_is_said_beside_what_was_typed(mai, received, rows, villages):
    typed = newcomer(villages, home="da-biet", home_code="999")
    html = mai.post(f"/danh-sach/{received.pk}/xem/6/them/", typed).content.decode()
    assert "không có hộ mang mã 999" in html
    assert 'value="Người Lạ"' in html


@pytest.fixture
def alike(received, households):
    for n in range(4):
        person = Person.objects.create(full_name=f"Lò Văn Ba {n}", household=households.two, residence="at_home")
        make_row(received, 20 + n, {"full_name": f"Lo Van Ba {n}"}, [(person, 0.9, "n3.b5")])
    queueing.lay_out(received=received)


def test_rows_of_one_question_are_offered_on_one_sheet(mai, received, rows, alike):
    assert "Giải quyết cùng lúc 4 dòng như thế này" in plain(page(mai, received, "?dong=20"))
    sheet = page(mai, received, "20/cung-luc/")
    assert sheet.count('name="numbers"') == 4
    none = mai.post(f"/danh-sach/{received.pk}/xem/20/cung-luc/", {"deed": "same"})
    assert none.status_code == 400
    assert "Chưa chọn dòng nào" in none.content.decode()
    mai.post(f"/danh-sach/{received.pk}/xem/20/cung-luc/", {"deed": "same", "numbers": [20, 21, 23]})
    assert set(received.rows.filter(verdict="linked").values_list("number", flat=True)) == {20, 21, 23}
    assert "3 dòng giải quyết cùng lúc" in page(mai, received)


def test_a_line_that_is_not_on_the_sheet_cannot_be_slipped_in(mai, received, rows, alike):
    mai.post(f"/danh-sach/{received.pk}/xem/20/cung-luc/", {"deed": "same", "numbers": [20, 2]})
    assert not received.rows.filter(verdict="linked").exists()


def test_two_candidates_who_may_be_one_person_lead_to_merging(mai, received, rows, people):
    twin = Person.objects.create(
        full_name="Nguyễn Văn An", household=people.an.household, birth_date=people.an.birth_date,
        birth_precision="day", residence="at_home",
    )  # fmt: skip
    make_row(received, 8, {"full_name": "Nguyễn Văn An"}, [(people.an, 0.6, "n5"), (twin, 0.5, "n5")])
    queueing.lay_out(received=received)
    html = page(mai, received, "?dong=8")
    assert "có thể là một người được ghi hai lần trong sổ" in plain(html)
    assert f"/{people.an.pk}/" in html
    assert "so hai bản ghi và gộp" in html


def test_a_person_another_row_has_says_so_and_becomes_a_double_by_one_press(mai, received, rows, people):
    make_row(received, 9, {"full_name": "Nguyễn Văn An"}, [(people.an, 0.99, "n5")], verdict="linked", person=people.an)
    html = page(mai, received, "?dong=2")
    assert "Đã khớp với dòng 9" in plain(html)
    assert "Là người này, dòng trùng" in html
    press(mai, received, 2, "same", person=people.an.pk, double="1")
    assert ListRow.objects.get(pk=rows[2].pk).double_of == 9


def test_at_the_end_the_next_step_is_offered(mai, received, rows, people):
    press(mai, received, 2, "nobody")
    answer = press(mai, received, 3, "nobody", extra=JSON).json()
    assert answer["number"] is None
    assert "Đã xem hết" in answer["main"]
    assert f"/danh-sach/{received.pk}/" in answer["main"]


def test_the_word_of_every_officer_is_kept_and_opened_from_the_person(mai, received, rows, people):
    press(mai, received, 2, "same", person=people.an.pk)
    person_page = mai.get(reverse("people:person", args=[people.an.pk])).content.decode()
    assert f"/danh-sach/{received.pk}/dong/2/" in person_page
    told = plain(mai.get(f"/danh-sach/{received.pk}/dong/2/").content.decode())
    assert "Mai, 8 giờ 00 thứ Ba, 26/5/2026" in told
    assert "Nguyễn Văn An" in told


def test_others_work_and_the_lease_are_kept_up_by_the_page_asking(mai, client_of, members, received, rows):
    page(client_of(members.dung), received)
    answer = mai.get(f"/danh-sach/{received.pk}/xem/tin/").json()
    assert "Dung đang xem" in plain(answer["tools"])


def test_leaving_frees_the_row(mai, received, rows):
    page(mai, received)
    assert mai.post(f"/danh-sach/{received.pk}/xem/", {"deed": "leave"}).status_code == 204
    assert not received.places.exclude(taken_by=None).exists()


@pytest.mark.parametrize("who", ["viet", "lan", "thu", "phuc", "binh"])
def test_only_the_desk_reviews(who, client_of, members, received, rows, people):
    client = client_of(getattr(members, who))
    for more in ("xem/", "xem/tin/", "xem/2/tim/", "xem/2/them/", "xem/2/cung-luc/", "dong/2/"):
        assert client.get(f"/danh-sach/{received.pk}/{more}").status_code == 404
    assert press(client, received, 2, "same", person=people.an.pk).status_code == 404


def test_a_list_that_is_being_checked_anew_leads_back_to_its_page(mai, received, rows):
    received.state = "checking"
    received.save()
    for more in ("", "2/tim/", "2/them/", "2/cung-luc/"):
        assert mai.get(f"/danh-sach/{received.pk}/xem/{more}").status_code == 302


def test_how_many_questions_one_press_costs(mai, received, rows, people, alike, django_assert_max_num_queries):
    """The number of queries does not grow with the list."""
    with django_assert_max_num_queries(75):
        press(mai, received, 2, "same", person=people.an.pk, extra=JSON)
