"""Visits of phones: what is told stands, once, in whatever order and however often it comes."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.field.phones import Phone, later
from tungnha.field.models import HouseholdInformed, KnownAs, PhoneOperation, Visit, VisitResult
from tungnha.field.operations import record_visit
from tungnha.field.sync import handlers, receiving
from tungnha.ledger.models import Claim, Service, Standing
from tungnha.people.models import Person, RegisterNote
from tungnha.people.operations import erasing, merging
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
CKS = "chu-ky-so"


def standing_of(person):
    return Standing.objects.filter(person=person).values_list("level", flat=True).first()


def test_a_visit_stands_in_register_ledger_and_log_when_the_phone_is_told(lans, households, people):
    told = lans.sync(lans.visit(
        households.one, (people.an, CKS, "set_up_now"), (people.bao, CKS, "no_smartphone"),
        (people.duy, CKS, "moved"), informed=["visit", "loudspeaker"], shown_how=True, note="gọi 0912 345 678",
        telephones=[{"person": str(people.bao.key), "number": "0912000099"}],
    ))  # fmt: skip
    assert [one["answer"] for one in told["answers"]] == ["stored"]
    assert (standing_of(people.an), standing_of(people.bao)) == (1, None)
    assert set(Claim.objects.values_list("service__code", flat=True)) == {CKS, "duoc-thong-tin", "duoc-lam-mau"}
    people.an.refresh_from_db()
    assert (people.an.confirmed_how, people.an.confirmed_on) == ("visit", date(2026, 5, 26))
    assert RegisterNote.objects.get(kind="moved").person == people.duy
    assert set(HouseholdInformed.objects.values_list("form", flat=True)) == {"visit", "loudspeaker"}
    assert "345" not in Visit.objects.get().note
    assert people.bao.telephones.get().number == "0912000099"
    assert (
        Event.objects.filter(verb="visit.recorded").count() == Event.objects.filter(verb="phone.received").count() == 1
    )
    assert lans.rows[str(households.one.key)]["persons"][0]["has"] == {CKS: 1}


def test_the_same_again_is_stored_once_and_answered_alike(lans, households, people):
    op = lans.visit(households.one, (people.an, CKS, "set_up_now"))
    assert [lans.answers(op), lans.answers(op), lans.answers(op, op)] == [["stored"], ["had"], ["had", "had"]]
    twice = lans.visit(households.one, (people.bao, CKS, "set_up_now"))
    assert lans.answers(twice, twice) == ["stored", "had"]
    assert Visit.objects.count() == PhoneOperation.objects.count() == 2


def test_the_order_of_fields_is_no_other_content(lans, households, people):
    op = lans.visit(households.one, (people.an, CKS, "set_up_now"))
    turned = dict(reversed(list(op.items()))) | {"content": dict(reversed(list(op["content"].items())))}
    assert [lans.answers(op), lans.answers(turned)] == [["stored"], ["had"]]


def test_the_same_id_with_other_content_is_refused_and_kept_beside(lans, households, people):
    op = lans.visit(households.one, (people.an, CKS, "set_up_now"))
    other = op | {"content": op["content"] | {"outcome": "refused", "results": []}}
    assert lans.answers(op) == ["stored"]
    assert lans.answers(other) == lans.answers(other) == ["refused"]
    assert lans.answers(op) == ["had"]
    kept = PhoneOperation.objects.get(answer="refused")
    assert (str(kept.same_id_as_id), kept.content["outcome"]) == (op["id"], "refused")
    assert Visit.objects.get().outcome == "met"


def test_an_id_another_phone_used_is_refused(lans, sons, households, people):
    op = lans.visit(households.one, (people.an, CKS, "set_up_now"))
    assert [lans.answers(op), sons.answers(op)] == [["stored"], ["refused"]]


def test_one_that_cannot_be_had_never_blocks_the_others(lans, households, people):
    ops = [
        lans.visit(households.one, (people.an, CKS, "set_up_now")),
        lans.visit(households.one, (people.em, CKS, "set_up_now")),  # of another village
        lans.visit(households.two, (people.em, CKS, "set_up_now")),
        lans.visit(households.one, (people.bao, "khong-co", "set_up_now")),
        lans.op("visit", {"household": "khong-phai-ma", "outcome": "met"}),
        lans.op("mot-loai-moi", {"x": [1, None, "số 012345678901"]}),
        {"id": "chua-phai-uuid", "seq": 7},
        "chỉ là chữ",
        lans.visit(households.one, (people.bao, CKS, "set_up_now")),
    ]  # fmt: skip
    told = lans.sync(*ops, held=len(ops))["answers"]
    assert [one["answer"] for one in told] == [
        "stored", "aside", "aside", "aside", "refused", "aside", "refused", "refused", "stored"
    ]  # fmt: skip
    assert [one["id"] for one in told][6:8] == ["chua-phai-uuid", ""]
    assert all(one["why"] for one in told if one["answer"] not in ("stored", "had"))
    assert (standing_of(people.an), standing_of(people.bao), standing_of(people.em)) == (1, 1, None)
    assert PhoneOperation.objects.get(kind="mot-loai-moi").content == ops[5]["content"]
    again = lans.sync(*ops)["answers"]
    assert [one["answer"] for one in again] == [
        {"stored": "had"}.get(one["answer"], one["answer"]) for one in told
    ]  # fmt: skip
    assert PhoneOperation.objects.count() == len(ops)


def test_what_only_the_database_finds_wrong_is_stored_one_by_one(lans, households, people, monkeypatch):
    """A check that was forgotten: the bulk fails, each visit is tried alone."""
    from tungnha.field import operations_visits

    original = operations_visits.check_visit

    def check(visit, at):
        original(visit, at)
        if visit.note == "hỏng":
            raise BadInput("Lượt này hỏng.")

    monkeypatch.setattr(operations_visits, "check_visit", check)
    ops = [lans.visit(households.one, note=note) for note in ("một", "hỏng", "ba")]
    assert lans.answers(*ops) == ["stored", "aside", "stored"]
    assert set(Visit.objects.values_list("note", flat=True)) == {"một", "ba"}


def test_a_fault_in_a_room_sets_aside_and_goes_on(lans, households, people, monkeypatch, caplog):
    def fails(op, sender):
        Person.objects.filter(pk=people.an.pk).update(relation="dở dang")
        raise ZeroDivisionError

    monkeypatch.setitem(handlers._handlers, "difficulty", handlers.Handler(check=dict, apply=fails))
    ops = [lans.op("difficulty", {"words": "mất sóng"}), lans.visit(households.one, (people.an, CKS, "set_up_now"))]
    assert lans.answers(*ops) == ["aside", "stored"]
    people.an.refresh_from_db()
    assert people.an.relation == ""


def test_a_difficulty_waits_for_the_desk_where_no_room_takes_it(lans, monkeypatch):
    """With the room of voices it is taken in: tests/voices/test_phones.py."""
    monkeypatch.delitem(handlers._handlers, "difficulty")
    op = lans.op("difficulty", {"subject": "song", "words": "không có sóng"})
    assert lans.answers(op) == ["aside"]
    assert "cán bộ" in lans.told["answers"][0]["why"]


# -- two words about one person


def test_rival_words_of_two_phones_both_stay_and_the_second_is_told(lans, sons, households, people):
    first = lans.visit(households.one, (people.an, CKS, "has_already"))
    second = sons.visit(households.one, (people.an, CKS, "has_already"), at=later(minutes=-30))
    second["content"]["results"][0]["level"] = 3
    assert lans.answers(first) == ["stored"]
    told = sons.sync(second)["answers"][0]
    assert told["answer"] == "conflict"
    assert "Lan" in told["why"]
    assert "Nguyễn Văn An" in told["why"]
    assert told["with"]["rivals"][0] | {"words": ""} == {
        "person": str(people.an.key), "service": CKS, "said_by": "Lan", "on": "2026-05-26", "level": 1, "words": "",
    }  # fmt: skip
    standing = Standing.objects.get(person=people.an)
    assert (standing.level, standing.is_contested) == (1, True)  # the word said later stands, both are there
    assert Claim.objects.filter(person=people.an).count() == 2
    assert sons.sync(second)["answers"][0] == told


def test_who_is_said_to_have_none_against_another_word_is_told_too(lans, sons, households, people):
    assert lans.answers(lans.visit(households.one, (people.an, CKS, "set_up_now"))) == ["stored"]
    assert sons.answers(sons.visit(households.one, (people.an, CKS, "afraid"))) == ["conflict"]
    assert standing_of(people.an) == 1
    assert VisitResult.objects.filter(person=people.an).count() == 2


# -- people who are no longer as the phone knows them


def test_work_about_a_merged_person_goes_to_the_one_merged_into(lans, households, people, members):
    double = Person.objects.create(full_name="Nguyễn Văn An", household=households.one, residence="at_home")
    merging.merge(
        kept=people.an, gone=double, choose={}, number=None, reason="một người", by=members.mai, at=clock.now()
    )
    assert lans.answers(lans.visit(households.one, (double, CKS, "set_up_now"))) == ["stored"]
    assert standing_of(people.an) == 1


def test_two_records_that_were_merged_since_are_one_word(lans, households, people, members):
    """The phone still shows both, and both were asked: what was done is kept."""
    double = Person.objects.create(full_name="Nguyễn Văn An", household=households.one, residence="at_home")
    op = lans.visit(households.one, (people.an, CKS, "set_up_now"), (double, CKS, "refused"))
    merging.merge(
        kept=people.an, gone=double, choose={}, number=None, reason="một người", by=members.mai, at=clock.now()
    )
    assert lans.answers(op) == ["stored"]
    assert [r.outcome for r in VisitResult.objects.filter(person=people.an)] == ["set_up_now"]


@pytest.mark.parametrize("how", ["moved", "another_home", "erased", "household_gone"])
def test_work_about_somebody_who_is_gone_is_set_aside_whole(how, lans, households, people, members, commune):
    op = lans.visit(households.one, (people.an, CKS, "set_up_now"), (people.bao, CKS, "set_up_now"))
    if how == "moved":
        Person.objects.filter(pk=people.an.pk).update(residence="deceased")
    elif how == "another_home":
        Person.objects.filter(pk=people.an.pk).update(household=households.two, is_head=False)
    elif how == "erased":
        erasing.erase(person=people.an, why="asked", area=commune, by=members.dung, at=clock.now())
    else:
        households.one.village = households.two.village
        households.one.code = "09"
        households.one.save()
    told = lans.sync(op)["answers"][0]
    assert told["answer"] == "aside"
    assert told["why"]
    assert PhoneOperation.objects.get().content == op["content"]
    assert not Visit.objects.exists()


def test_a_result_that_says_what_the_register_says_is_stored(lans, households, people):
    Person.objects.filter(pk=people.duy.pk).update(residence="moved")
    assert lans.answers(lans.visit(households.one, (people.duy, CKS, "moved"))) == ["stored"]


# -- any order, any duplication (Show 5)

DOORS = st.fixed_dictionaries({
    "phone": st.integers(0, 2),
    "person": st.integers(0, 1),
    "outcome": st.sampled_from(["set_up_now", "has_already", "refused", "no_smartphone", "away"]),
    "level": st.integers(1, 3),
    "hours": st.integers(1, 60),
    "shown": st.booleans(),
})  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doors=st.lists(DOORS, min_size=2, max_size=6), data=st.data())
def test_any_order_and_any_duplication_give_the_same_standing(
    doors, data, members, asked, at_tuesday, households, people
):
    phones = [
        Phone(members.lan, by=members.mai),
        Phone(members.son, by=members.mai),
        Phone(members.lan, by=members.mai),
    ]
    for phone in phones:
        type(phone.device).objects.filter(pk=phone.device.pk).update(joined_at=later(days=-9))
    who = (people.an, people.bao)
    ops = []
    for door in doors:
        phone = phones[door["phone"]]
        op = phone.visit(
            households.one, (who[door["person"]], CKS, door["outcome"]), at=later(hours=-door["hours"]),
            shown_how=door["shown"], informed=["visit"],
        )  # fmt: skip
        op["content"]["results"][0]["level"] = door["level"]
        ops.append((door["phone"], op))

    def result(sent):
        from django.db import transaction

        with transaction.atomic():
            for number, op in sent:
                phones[number].sync(op)
            found = sorted(
                Standing.objects.values_list(
                    "person", "household", "service__code", "level", "since_on", "decided_by__origin_id",
                    "contested_by__origin_id",
                ), key=str,
            )  # fmt: skip
            seen = sorted(map(str, Person.objects.values_list("pk", "confirmed_on", "confirmed_how")))
            visits = Visit.objects.count()
            transaction.set_rollback(True)
        return found, seen, visits

    shuffled = data.draw(st.permutations(ops + data.draw(st.lists(st.sampled_from(ops), max_size=3))))
    assert result(shuffled) == result(ops)


# -- somebody or a door not on the register


def new_person(phone, household, **more):
    content = {"person": str(uuid.uuid4()), "household": str(household.key), "full_name": "Lò Thị Hoa",
               "sex": "female", "birth": "1985", "telephone": "0912000088"} | more  # fmt: skip
    return phone.op("add_person", content)


def test_somebody_new_stands_behind_the_door_under_the_phones_key(lans, households):
    op = new_person(lans, households.one, number="019185000077")
    person = op["content"]["person"]
    visit = lans.op("visit", {"household": str(households.one.key), "outcome": "met", "results": [
        {"person": person, "service": CKS, "level": 1, "outcome": "set_up_now"}]})  # fmt: skip
    assert lans.answers(op, visit) == ["stored", "stored"]
    hoa = Person.objects.get(key=person)
    assert (hoa.household, hoa.birth_precision, hoa.identifiers.get().value) == (households.one, "year", "019185000077")
    assert standing_of(hoa) == 1
    assert person in {p["k"] for p in lans.rows[str(households.one.key)]["persons"]}


def test_who_stands_there_already_is_led_to(lans, households, people):
    op = new_person(lans, households.one, full_name="NGUYEN VAN AN", sex="male", birth="1980-03-15")
    visit = lans.op("visit", {"household": str(households.one.key), "outcome": "met", "results": [
        {"person": op["content"]["person"], "service": CKS, "level": 1, "outcome": "set_up_now"}]})  # fmt: skip
    told = lans.sync(op, visit)["answers"]
    assert [one["answer"] for one in told] == ["conflict", "stored"]
    assert told[0]["with"]["person"] == str(people.an.key)
    assert KnownAs.objects.get().person == people.an
    assert standing_of(people.an) == 1


def test_a_likely_double_elsewhere_waits_unless_the_team_ruled_it_out(lans, households, people):
    same = {"full_name": "Hoàng Văn Em", "sex": "male", "birth": "1975-02-02"}
    assert lans.answers(new_person(lans, households.one, **same)) == ["aside"]
    assert str(people.em.key) not in str(lans.told)  # of another village: not told
    ruled_out = new_person(lans, households.one, **same, not_same_as=[str(people.em.key)])
    assert lans.answers(ruled_out) == ["stored"]


def test_a_number_nobody_can_have_is_told(lans, households):
    assert lans.answers(new_person(lans, households.one, number="12345")) == ["aside"]


def test_a_new_door_and_one_that_stood_there(lans, households, villages):
    households.one.house = "Số 5"
    households.one.save()

    def door(house, key=None):
        return lans.op("add_household", {"household": key or str(uuid.uuid4()), "village": villages[0].code,
                       "lane": "Ngõ Trên", "house": house, "after": str(households.one.key)})  # fmt: skip

    fresh, same = door("Số 7"), door("số  5")
    elsewhere = lans.op("add_household", {"household": str(uuid.uuid4()), "village": villages[1].code})
    visit = lans.op("visit", {"household": same["content"]["household"], "outcome": "all_away"})
    assert lans.answers(fresh, same, elsewhere, visit) == ["stored", "conflict", "aside", "stored"]
    made = type(households.one).objects.get(key=fresh["content"]["household"])
    assert (made.village, made.order, made.code) == (villages[0], 1, "02")
    assert Visit.objects.get().household == households.one


# -- cards


def card(phone, person, **more):
    content = {"person": str(person.key), "number": "019080000011", "full_name": "NGUYỄN VĂN AN", "sex": "male",
               "birth": "15/03/1980"} | more  # fmt: skip
    return phone.op("card", content)


def test_a_card_confirms_gives_the_first_number_or_is_laid_before_the_desk(lans, people):
    em = Person.objects.create(full_name="Nguyễn Thị Út", household=people.an.household, residence="at_home")
    first = card(lans, em, number="019192000055", full_name="NGUYỄN THỊ ÚT", sex="female", birth="07/08/1992")
    other = card(lans, people.bao, number="019150000099", full_name="TRẦN THỊ BẢO", sex="female", birth="1950")
    taken = card(lans, people.chi, number="019080000011")
    assert lans.answers(card(lans, people.an), first, other, taken) == ["stored", "stored", "conflict", "conflict"]
    people.an.refresh_from_db()
    em.refresh_from_db()
    assert people.an.confirmed_how == em.confirmed_how == "card"
    assert (em.identifiers.get().value, str(em.birth_date), em.sex) == ("019192000055", "1992-08-07", "female")
    notes = {note.person: note.facts for note in RegisterNote.objects.filter(kind="wrong")}
    assert notes[people.bao] == {"number": "019150000099"}
    assert set(notes[people.chi]) >= {"full_name", "number"}
    assert people.bao.identifiers.get().value == "019150000012"
    assert "0191" not in str(lans.told["answers"])


def test_a_card_of_somebody_of_another_village_is_set_aside(lans, people):
    assert lans.answers(card(lans, people.em)) == ["aside"]


# -- the page and the phone are one


def test_a_visit_made_on_the_page_is_known_under_its_id(lans, households, people, members, campaign, service):
    op = lans.visit(households.one, note="như trên trang")
    made = clock.now()
    record_visit(visit_id=uuid.UUID(op["id"]), household=households.one, campaign=campaign, outcome="met", made_at=made,
                 by=members.lan, at=made, note="như trên trang")  # fmt: skip
    assert lans.answers(op) == ["stored"]
    assert Visit.objects.count() == 1


def test_a_browser_log_in_is_no_phone(members, client_of):
    for client in (Client(), client_of(members.lan)):
        answer = client.post("/dt/api/sync", "{}", content_type="application/json")
        assert (answer.status_code, answer.json()["tungnha"]) == (401, 1)


def test_services_are_found_by_their_code_only(lans, households, people):
    Service.objects.filter(code=CKS).update(name="Tên mới")
    assert lans.answers(lans.visit(households.one, (people.an, CKS, "set_up_now"))) == ["stored"]


def test_before_seven_in_the_morning_it_is_the_day_it_is_here(members):
    members.lan.valid_to = date(2026, 5, 25)
    early = datetime.fromisoformat("2026-05-26T05:00:00+07:00").astimezone(UTC)  # the 25th by that clock
    with clock.freeze("2026-05-26T08:00:00+07:00"):
        assert receiving.as_then(members.lan, early) is members.lan
        assert receiving.as_then(members.lan, early - timedelta(hours=6)).valid_to is None
