"""The pages of the register: who may do what, and what each says when it cannot."""

from __future__ import annotations

from datetime import date

import pytest

from tungnha.people.models import Household, LikelyDouble, Merge, Person, RegisterNote
from tungnha.people.operations import correcting, merging, residing
from tungnha.people.operations.correcting import Facts
from tungnha.people.operations.steps import stamp_of
from tungnha.people.register import quality

pytestmark = pytest.mark.django_db


@pytest.fixture
def mai(client_of, members, at_tuesday):
    return client_of(members.mai)


@pytest.fixture
def lan(client_of, members, at_tuesday):
    return client_of(members.lan)


def page(client, url, **posted):
    answer = client.post(url, posted, follow=True) if posted else client.get(url, follow=True)
    assert answer.status_code == 200, url
    return answer.content.decode()


def facts(person, **new):
    return {
        "stamp": stamp_of(person), "full_name": person.full_name, "birth": person.birth_shown, "sex": person.sex,
        "relation": person.relation,
    } | new  # fmt: skip


def test_a_correction_stands_on_the_page_with_what_stood_before(mai, people):
    said = page(mai, f"/nhan-khau/{people.bao.pk}/sua/", **facts(people.bao, birth="3/2/1951", reason="khai sinh"))
    assert "<del>1950</del>" in said
    assert "03/02/1951" in said
    assert "Năm sinh theo số định danh là 1950" in said  # a warning that blocks nothing


def test_the_second_officer_reads_what_the_register_says_now_and_loses_nothing(mai, people, members, at_tuesday):
    opened = facts(people.an, full_name="Nguyễn Văn Ân")
    correcting.correct_facts(
        person=people.an, facts=Facts(full_name="Nguyễn Văn Anh", birth=people.an.birth, sex="male"), stamp=None,
        reason="", by=members.dung, at=at_tuesday,
    )  # fmt: skip
    said = page(mai, f"/nhan-khau/{people.an.pk}/sua/", **opened)
    assert "Đã có người sửa" in said
    assert "Nguyễn Văn Anh" in said  # what stands
    assert 'value="Nguyễn Văn Ân"' in said  # what was typed
    people.an.refresh_from_db()
    assert people.an.full_name == "Nguyễn Văn Anh"
    again = opened | {"stamp": stamp_of(people.an)}
    assert "Đã lưu" in page(mai, f"/nhan-khau/{people.an.pk}/sua/", **again)


@pytest.mark.parametrize("where", ["cu-tru/", "chuyen-ho/"])
def test_whoever_comes_second_reads_it_and_presses_again(where, mai, people, villages, members, at_tuesday):
    opened = {
        "stamp": stamp_of(people.duy), "residence": "temporary", "since": "2026-05-01", "where": "out",
        "on": "2026-05-01", "reason": "công an báo",
    }  # fmt: skip
    residing.change_residence(
        person=people.duy, residence="at_home", since=None, reason="", by=members.dung, at=at_tuesday
    )
    said = page(mai, f"/nhan-khau/{people.duy.pk}/{where}", **opened)
    assert "Đã có người sửa" in said
    assert 'value="công an báo"' in said
    people.duy.refresh_from_db()
    assert people.duy.residence == "at_home"
    assert f'value="{stamp_of(people.duy)}"' in said  # the next press is about the record as it stands now


def test_a_date_no_calendar_has_is_told_in_one_sentence(mai, people):
    said = page(mai, f"/nhan-khau/{people.an.pk}/sua/", **facts(people.an, birth="31/02/1980"))
    assert "không có trong lịch" in said


def test_a_number_of_somebody_visible_leads_to_the_comparison(mai, people):
    said = page(mai, f"/nhan-khau/{people.an.pk}/so-dinh-danh/", number="019150000012", stamp=stamp_of(people.an))
    assert f"/nhan-khau/{people.an.pk}/gop/{people.bao.pk}/" in said


def test_a_number_of_somebody_elsewhere_names_nobody(mai, people, province):
    from tungnha.units.models import Area

    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Bên", parent=province)
    village = Area.objects.create(code="99902-01", kind="village", type_name="thôn", name="1", parent=other)
    Household.objects.filter(pk=people.gam.household_id).update(village=village, code="99")
    said = page(mai, f"/nhan-khau/{people.an.pk}/so-dinh-danh/", number="019178000016", stamp=stamp_of(people.an))
    assert "ở ngoài phạm vi được xem" in said
    assert "Gấm" not in said
    assert "xem để gộp" not in said


def test_a_team_leader_writes_telephones_and_confirms_and_proposes_the_rest(lan, people):
    page(lan, f"/nhan-khau/{people.bao.pk}/dien-thoai/", telephone="0912 000 055", main="1")
    page(lan, f"/nhan-khau/{people.bao.pk}/xac-nhan/", how="visit")
    said = page(lan, f"/nhan-khau/{people.bao.pk}/de-nghi/", kind="wrong", full_name="Trần Thị Báu", birth="", words="")
    assert "Sổ chưa đổi" in said
    people.bao.refresh_from_db()
    assert (people.bao.full_name, people.bao.confirmed_how) == ("Trần Thị Bảo", "visit")
    assert people.bao.telephones.get().number == "0912000055"
    assert RegisterNote.objects.get().facts == {"full_name": "Trần Thị Báu"}


@pytest.mark.parametrize("where", ["sua/", "cu-tru/", "chuyen-ho/", "gop/", "so-dinh-danh/"])
@pytest.mark.parametrize("who", ["lan", "son", "binh", "thu", "viet", "hung"])
def test_the_rest_is_the_desks(who, where, people, members, client_of, at_tuesday):
    client = client_of(getattr(members, who))
    answers = {client.get(f"/nhan-khau/{people.an.pk}/{where}").status_code}
    answers.add(client.post(f"/nhan-khau/{people.an.pk}/{where}", {"full_name": "X"}).status_code)
    assert answers <= {404, 405}


def test_what_a_team_proposed_is_filled_in_and_settled_with_the_correction(mai, lan, people):
    page(lan, f"/nhan-khau/{people.bao.pk}/de-nghi/", kind="wrong", full_name="Trần Thị Báu", birth="", words="")
    note = RegisterNote.objects.get()
    shown = page(mai, f"/nhan-khau/{people.bao.pk}/sua/?bao={note.pk}")
    assert 'value="Trần Thị Báu"' in shown
    page(mai, f"/nhan-khau/{people.bao.pk}/sua/", **facts(people.bao, full_name="Trần Thị Báu", bao=note.pk))
    note.refresh_from_db()
    people.bao.refresh_from_db()
    assert (note.state, people.bao.full_name) == ("accepted", "Trần Thị Báu")


def test_a_note_is_accepted_with_its_day(mai, lan, people):
    page(lan, f"/nhan-khau/{people.bao.pk}/de-nghi/", kind="deceased", full_name="", birth="", words="")
    note = RegisterNote.objects.get()
    assert "Trần Thị Bảo" in page(mai, "/nhan-khau/bao-lai/")
    page(mai, f"/nhan-khau/bao-lai/{note.pk}/", quyet="co", on="2026-05-20", reason="")
    people.bao.refresh_from_db()
    assert (people.bao.residence, people.bao.residence_since) == ("deceased", date(2026, 5, 20))


def test_someone_in_the_register_already_is_shown_before_she_is_added_twice(mai, people, households):
    new = {
        "ho": households.two.pk, "full_name": "NGUYEN VAN AN", "birth": "1980", "sex": "male", "residence": "at_home",
        "relation": "cháu", "number": "", "telephone": "", "residence_since": "", "reason": "",
    }  # fmt: skip
    said = page(mai, "/nhan-khau/them/", **new)
    assert "có phải là một trong những người này" in said
    assert f'href="/nhan-khau/{people.an.pk}/"' in said
    assert "019080000011" not in said
    assert Person.objects.count() == 6
    page(mai, "/nhan-khau/them/", **new, asked=str(people.an.pk))
    assert Person.objects.count() == 7
    assert LikelyDouble.objects.get(a=people.an).state == "different"


def test_merging_and_taking_apart_by_the_pages(mai, people):
    compared = page(mai, f"/nhan-khau/{people.an.pk}/gop/{people.bao.pk}/")
    assert "Bản ghi giữ lại" in compared
    assert "<mark>" in compared
    page(mai, f"/nhan-khau/{people.an.pk}/gop/{people.bao.pk}/", giu=people.an.pk, reason="một người")
    merge = Merge.objects.get()
    assert merge.gone == people.bao
    old = mai.get(f"/nhan-khau/{people.bao.pk}/")
    assert old.url == f"/nhan-khau/{people.an.pk}/"  # the old address leads on
    said = page(mai, f"/nhan-khau/{people.an.pk}/")
    assert f"/nhan-khau/lan-gop/{merge.pk}/" in said
    assert "Đã tách" in page(mai, f"/nhan-khau/lan-gop/{merge.pk}/", different="on", reason="nhầm")
    assert "Trần Thị Bảo" in page(mai, f"/nhan-khau/{people.bao.pk}/")


def test_an_old_address_leads_nobody_out_of_scope(people, members, client_of, at_tuesday):
    merging.merge(kept=people.em, gone=people.an, choose={}, number=None, reason="", by=members.mai, at=at_tuesday)
    assert client_of(members.lan).get(f"/nhan-khau/{people.an.pk}/").status_code == 404


def test_what_is_missing_is_asked_alone_one_after_another(mai, people, villages):
    Person.objects.filter(pk__in=[people.an.pk, people.chi.pk]).update(sex="")
    here = f"/nhan-khau/chat-luong/{villages[0].pk}/thieu/sex/"
    asked = page(mai, here)
    assert "Còn 2 người" in asked
    assert asked.count('name="sex"') == 2
    assert 'name="birth"' not in asked
    said = page(mai, here, nguoi=people.an.pk, sex="male")
    assert "Còn 1 người" in said
    assert "Nguyễn Thị Chi" in said
    assert "Không còn ai thiếu" in page(mai, here, nguoi=people.chi.pk, sex="female")


def test_a_missing_number_of_somebody_else_is_told_in_the_queue(mai, people, villages):
    people.chi.identifiers.all().delete()
    here = f"/nhan-khau/chat-luong/{villages[0].pk}/thieu/number/"
    said = page(mai, here, nguoi=people.chi.pk, number="019150000012")
    assert f"/nhan-khau/{people.chi.pk}/gop/{people.bao.pk}/" in said


def test_the_four_figures_open_to_rows_that_say_why(mai, people, villages, commune, at_tuesday):
    quality.look_over_commune(commune, at=at_tuesday)
    shown = page(mai, "/nhan-khau/chat-luong/")
    assert f"/nhan-khau/chat-luong/{villages[0].pk}/song/" in shown
    rows = page(mai, f"/nhan-khau/chat-luong/{villages[0].pk}/song/")
    assert rows.count("chưa ai xác nhận") == 4


def test_a_team_sees_its_own_village_only(lan, people, villages):
    shown = page(lan, "/nhan-khau/chat-luong/")
    assert "Thôn 1" in shown
    assert "Thôn 2" not in shown
    assert lan.get(f"/nhan-khau/chat-luong/{villages[1].pk}/song/").status_code == 404


def test_a_page_of_a_person_costs_the_same_for_a_long_history(
    mai, people, members, at_tuesday, django_assert_max_num_queries
):
    for n in range(12):
        facts = Facts(full_name=f"Nguyễn Văn An{'abcdefghijkl'[n]}", birth=people.an.birth)
        correcting.correct_facts(person=people.an, facts=facts, stamp=None, reason="", by=members.mai, at=at_tuesday)
    with django_assert_max_num_queries(60):
        page(mai, f"/nhan-khau/{people.an.pk}/")
