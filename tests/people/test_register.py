"""The register is corrected, moved and told of deaths; what stood is kept, and each step can be read and taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tungnha.field.models import VisitResult
from tungnha.field.operations import NewResult, record_visit
from tungnha.field.queries import at_the_door
from tungnha.field.schedule.operations import check_in, plan_session
from tungnha.identity.dates import PartialDate
from tungnha.people import queries
from tungnha.people.finding import searching
from tungnha.people.models import Household, Identifier, LikelyDouble, Person, PersonChange, RegisterNote
from tungnha.people.operations import adding, confirming, correcting, noting, residing, steps
from tungnha.people.operations.correcting import Facts, NumberTaken
from tungnha.people.operations.steps import SomebodyWasFirst, stamp_of
from tungnha.people.register.history_words import tell
from tungnha.units.problems import BadInput, Problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(members, at_tuesday):
    """Who does it, and when."""
    return {"by": members.mai, "at": at_tuesday}


def facts_of(person, **new):
    facts = {"full_name": person.full_name, "birth": person.birth, "sex": person.sex, "relation": person.relation}
    return Facts(**facts | new)


def counted():
    return set(queries.counted("all", date(2026, 5, 26)).values_list("full_name", flat=True))


# -- correcting


def test_a_corrected_birth_is_kept_beside_the_old_one_and_read_in_words(people, said):
    correcting.correct_facts(
        person=people.bao, facts=facts_of(people.bao, birth=PartialDate(date(1951, 2, 3))), stamp=None,
        reason="theo giấy khai sinh", **said,
    )  # fmt: skip
    people.bao.refresh_from_db()
    change = people.bao.changes.get()
    assert people.bao.birth_shown == "03/02/1951"
    assert (change.before, change.after) == (
        {"birth_date": "1950-01-01", "birth_precision": "year"},
        {"birth_date": "1951-02-03", "birth_precision": "day"},
    )
    (step,) = tell([change])
    assert [(line.label, line.before, line.after) for line in step.lines] == [("Ngày sinh", "1950", "03/02/1951")]
    assert (step.reason, step.by) == ("theo giấy khai sinh", "Mai")


def test_nothing_changed_leaves_no_step(people, said):
    correcting.correct_facts(person=people.an, facts=facts_of(people.an), stamp=None, reason="", **said)
    assert not people.an.changes.exists()


def test_the_second_of_two_officers_is_told_and_writes_over_nothing(people, said, members):
    opened = stamp_of(people.an)
    correcting.correct_facts(
        person=people.an, facts=facts_of(people.an, full_name="Nguyễn Văn Ân"), stamp=opened, reason="", **said
    )
    with pytest.raises(SomebodyWasFirst, match="còn nguyên"):
        correcting.correct_facts(
            person=people.an, facts=facts_of(people.an, full_name="Nguyễn Văn Anh"), stamp=opened, reason="",
            by=members.dung, at=said["at"],
        )  # fmt: skip
    people.an.refresh_from_db()
    assert people.an.full_name == "Nguyễn Văn Ân"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"full_name": "  "}, "Họ và tên đang trống"),
        ({"full_name": "…"}, "Họ và tên đang trống"),
        ({"birth": PartialDate(date(2030, 1, 1))}, "còn ở phía trước"),
    ],
)
def test_what_nobody_can_have_is_refused_in_words(people, said, facts, sentence):
    with pytest.raises(BadInput, match=sentence):
        correcting.correct_facts(person=people.an, facts=facts_of(people.an, **facts), stamp=None, reason="", **said)


def test_a_number_that_does_not_fit_the_birth_is_stored_and_wondered_at(people, said):
    """019080… says 1980: a warning, never a refusal."""
    correcting.correct_facts(
        person=people.an, facts=facts_of(people.an, birth=PartialDate(date(1981, 3, 15))), stamp=None, reason="", **said
    )
    assert set(people.an.doubts.values_list("kind", flat=True)) == {"number_birth"}
    correcting.correct_facts(person=people.an, facts=facts_of(people.an), stamp=None, reason="", **said)
    assert not people.an.doubts.exists()


def test_a_replaced_number_is_cancelled_kept_and_still_finds_its_person(people, said, members):
    correcting.give_number(person=people.an, text="019 080 000 099", stamp=None, reason="cấp lại", **said)
    rows = {i.value: (i.status, i.valid_to) for i in people.an.identifiers.all()}
    assert rows == {"019080000011": ("cancelled", date(2026, 5, 26)), "019080000099": ("active", None)}
    found = searching.find(searching.Question(text="019080000011"), members.mai)
    assert [hit.person.pk for hit in found.people] == [people.an.pk]


def test_a_number_of_another_person_is_refused_and_names_her_to_the_page_alone(people, said):
    with pytest.raises(NumberTaken) as refused:
        correcting.give_number(person=people.an, text="019150000012", stamp=None, reason="", **said)
    assert refused.value.other == people.bao
    assert "Bảo" not in refused.value.sentence
    assert people.an.identifiers.get(status="active").value == "019080000011"  # nothing half done


def test_an_old_number_given_back_is_in_use_again(people, said):
    old = people.an.identifiers.get()
    correcting.give_number(person=people.an, text="019080000099", stamp=None, reason="", **said)
    correcting.mark_number(identifier=old, status="active", reason="", **said)
    states = dict(people.an.identifiers.values_list("pk", "status"))
    assert states.pop(old.pk) == "active"
    assert set(states.values()) == {"cancelled"}


def test_telephones_are_added_ended_and_one_is_the_main(people, said):
    first = people.an.telephones.get()
    second = correcting.add_telephone(person=people.an, text="0912 000 077", main=True, **said)
    assert [t.pk for t in people.an.telephones.filter(main=True)] == [second.pk]
    correcting.end_telephone(telephone=second, **said)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.main, second.to_on) == (True, date(2026, 5, 26))
    again = correcting.add_telephone(person=people.an, text="0912000077", main=False, **said)
    assert (again.pk, again.to_on) == (second.pk, None)


# -- adding


def test_someone_added_counts_and_the_one_she_is_not_is_never_asked_about_again(people, households, said):
    new = adding.NewPerson(
        facts=Facts(full_name="nguyễn văn an", birth=people.an.birth, sex="male"), residence="at_home"
    )
    made = adding.add_person(new=new, household=households.two, not_the_same=[people.an.pk], reason="", **said)
    pair = LikelyDouble.objects.get()
    assert ({pair.a_id, pair.b_id}, pair.state) == ({people.an.pk, made.pk}, "different")
    assert (made.confirmed_how, made.changes.get().kind) == ("desk", "added")


def test_a_household_gets_the_next_code_and_no_code_twice(villages, households, said):
    made = adding.add_household(home=adding.Home(village=villages[0]), **said)
    assert made.code == "02"
    with pytest.raises(BadInput, match="đã có hộ mang mã 01"):
        adding.add_household(home=adding.Home(village=villages[0], code="01"), **said)


# -- residence and moving


def test_the_dead_count_no_more_and_the_household_gets_another_head(people, said):
    with pytest.raises(BadInput, match="xin chọn ai làm chủ hộ thay"):
        residing.change_residence(person=people.an, residence="deceased", since=date(2026, 5, 1), reason="", **said)
    with pytest.raises(BadInput, match="ngày nào"):
        residing.change_residence(
            person=people.an, residence="deceased", since=None, new_head=people.bao, reason="", **said
        )
    Person.objects.filter(pk=people.chi.pk).update(relation="con")
    residing.change_residence(
        person=people.an, residence="deceased", since=date(2026, 5, 1), new_head=people.bao, reason="", **said
    )
    assert counted() == {"Trần Thị Bảo", "Nguyễn Thị Chi", "Hoàng Văn Em", "Nông Thị Gấm"}
    heads = Person.objects.filter(household=people.bao.household, is_head=True)
    assert [p.pk for p in heads] == [people.bao.pk]
    people.chi.refresh_from_db()
    assert people.chi.relation == ""  # a child of the dead is not therefore a child of Bảo


def test_a_mistaken_death_is_taken_back_with_everything_that_followed(people, said):
    before = list(Person.objects.order_by("pk").values())
    residing.change_residence(
        person=people.an, residence="deceased", since=date(2026, 5, 1), new_head=people.bao, reason="", **said
    )
    steps.undo(people.an.changes.filter(kind="residence").first(), **said)
    assert list(Person.objects.order_by("pk").values()) == before
    assert people.an.changes.count() > 1  # both are remembered


def test_what_was_changed_since_is_not_taken_back_over_it(people, said):
    residing.change_residence(person=people.duy, residence="at_home", since=None, reason="", **said)
    change = people.duy.changes.get()
    residing.change_residence(person=people.duy, residence="temporary", since=None, reason="", **said)
    with pytest.raises(Problem, match="đã có người sửa tiếp"):
        steps.undo(change, **said)


def test_a_door_nobody_lives_behind_is_closed_and_opens_when_someone_comes_back(people, households, said):
    residing.household_left(household=households.two, on=date(2026, 5, 2), reason="vào Nam", **said)
    households.two.refresh_from_db()
    assert households.two.left_on == date(2026, 5, 2)
    assert not {"Hoàng Văn Em", "Nông Thị Gấm"} & counted()
    people.gam.refresh_from_db()
    residing.change_residence(person=people.gam, residence="at_home", since=None, reason="", **said)
    households.two.refresh_from_db()
    assert households.two.left_on is None


def test_moving_asks_who_follows_and_makes_the_first_of_a_new_household_its_head(people, villages, said):
    to = adding.Home(village=villages[1], lane="Ngõ Mới")
    with pytest.raises(BadInput, match="chọn ai làm chủ hộ thay"):
        residing.move_person(person=people.an, to=to, reason="", **said)
    assert Household.objects.count() == 2  # the new one was not half made
    moved = residing.move_person(person=people.an, to=to, new_head=people.bao, reason="", **said)
    assert (moved.household.village, moved.is_head, moved.relation) == (villages[1], True, "")
    people.bao.refresh_from_db()
    assert people.bao.is_head


def test_moving_into_a_known_household_takes_the_new_relation(people, households, said):
    Person.objects.filter(pk=people.chi.pk).update(relation="con")
    people.chi.refresh_from_db()
    moved = residing.move_person(person=people.chi, to=households.two, relation="cháu", reason="", **said)
    assert (moved.household_id, moved.relation, moved.is_head) == (households.two.pk, "cháu", False)
    with pytest.raises(BadInput, match="đang ở chính hộ"):
        residing.move_person(person=moved, to=households.two, reason="", **said)


def test_a_whole_household_goes_to_another_village_under_a_free_code(households, villages, said):
    moved = residing.move_household(
        household=households.one, village=villages[1], code="01", lane="", house="", on=None, reason="", **said
    )
    assert (moved.village, moved.code) == (villages[1], "02")


def test_the_head_is_chosen_with_what_the_others_are_to_him(people, households, said):
    Person.objects.filter(pk=people.duy.pk).update(relation="em")
    residing.choose_head(
        household=households.one,
        head=people.bao,
        relations={people.an.pk: "con", people.chi.pk: "cháu"},
        reason="",
        **said,
    )
    assert not Person.objects.filter(pk=people.duy.pk, relation="em").exists()  # he was that to An, not to Bảo
    rows = dict(Person.objects.filter(household=households.one).values_list("full_name", "relation"))
    assert rows["Nguyễn Văn An"] == "con"
    assert rows["Nguyễn Thị Chi"] == "cháu"
    assert Person.objects.get(household=households.one, is_head=True) == people.bao


# -- what teams say at doors


@pytest.fixture
def door(people, households, campaign, service, members, at_tuesday):
    """door(results, **more): one visit of Lan at the first household."""
    import uuid

    def knock(outcomes=(), outcome="met", visit_id=None, **more):
        results = [NewResult(person=p, service=service, outcome=o) for p, o in outcomes]
        return record_visit(
            visit_id=visit_id or uuid.uuid4(), household=households.one, campaign=campaign, outcome=outcome,
            made_at=at_tuesday, by=members.lan, at=at_tuesday, results=results, **more,
        )  # fmt: skip

    return knock


def test_a_death_told_at_the_door_waits_once_for_the_desk_and_changes_nothing_itself(door, people):
    visit = door([(people.bao, "deceased")])
    door([(people.bao, "deceased")], visit_id=visit.pk)  # sent twice
    note = RegisterNote.objects.get()
    assert (note.person, note.kind, note.state, note.said_by.user.full_name) == (
        people.bao,
        "deceased",
        "waiting",
        "Lan",
    )
    people.bao.refresh_from_db()
    assert people.bao.residence == "at_home"


def test_accepting_it_ends_the_worklist_and_keeps_who_said_so(door, people, households, campaign, said):
    door([(people.bao, "deceased")])
    noting.accept(note=RegisterNote.objects.get(), on=date(2026, 5, 20), new_head=None, reason="", **said)
    people.bao.refresh_from_db()
    assert (people.bao.residence, people.bao.residence_since) == ("deceased", date(2026, 5, 20))
    assert people.bao not in [row.person for row in at_the_door(households.one, campaign, date(2026, 5, 26))]
    note = RegisterNote.objects.get()
    assert (note.state, note.decided_by) == ("accepted", said["by"])
    with pytest.raises(BadInput, match="đã được xem"):
        noting.decline(note=note, answer="", **said)


def test_what_is_not_so_stays_to_be_seen(door, people, said):
    door([(people.bao, "moved")])
    noting.decline(note=RegisterNote.objects.get(), answer="Đi thăm con, tháng sau về", **said)
    note = RegisterNote.objects.get()
    assert (note.state, note.answer_text) == ("declined", "Đi thăm con, tháng sau về")
    people.bao.refresh_from_db()
    assert people.bao.residence == "at_home"


def test_a_household_told_to_have_left_is_one_note_and_one_deed(door, households, said):
    door(outcome="moved")
    note = RegisterNote.objects.get()
    assert note.household == households.one
    noting.accept(note=note, on=date(2026, 5, 1), new_head=None, reason="", **said)
    assert set(households.one.persons.values_list("residence", flat=True)) == {"moved"}


def test_who_was_met_is_confirmed_who_was_away_is_not(door, people):
    door([(people.an, "refused"), (people.bao, "away")])
    rows = dict(Person.objects.filter(confirmed_on__isnull=False).values_list("full_name", "confirmed_how"))
    assert rows == {"Nguyễn Văn An": "visit"}


def test_names_read_out_at_the_door_confirm_all_who_live_there(door, people):
    door([(people.bao, "moved")], still_right=True)
    confirmed = set(Person.objects.filter(confirmed_on=date(2026, 5, 26)).values_list("full_name", flat=True))
    assert confirmed == {"Nguyễn Văn An", "Nguyễn Thị Chi", "Nguyễn Văn Duy"}


def test_a_visit_does_not_unsay_that_a_card_was_seen(door, people, members, at_tuesday):
    confirming.confirm_person(person=people.an, how="card", by=members.mai, at=at_tuesday - timedelta(days=30))
    door([(people.an, "refused")])
    people.an.refresh_from_db()
    assert (people.an.confirmed_on, people.an.confirmed_how) == (date(2026, 5, 26), "card")


def test_who_comes_to_a_sitting_is_confirmed(people, campaign, villages, members, service, at_tuesday):
    session = plan_session(
        campaign=campaign, area=villages[0], place="Nhà văn hóa", starts_at=at_tuesday, services=[service], name="",
        ends_at=at_tuesday + timedelta(hours=2), staff=[], organisations=[], by=members.mai, at=at_tuesday,
    )  # fmt: skip
    check_in(session=session, person=people.an, done=[], by=members.lan, at=at_tuesday)
    people.an.refresh_from_db()
    assert people.an.confirmed_on == date(2026, 5, 26)


def test_a_telephone_is_written_at_the_door_where_none_was_known(door, people):
    door(telephones=[(people.bao, "0912000066"), (people.an, "0912000067")])
    assert people.bao.telephones.get().main
    assert {t.number: t.main for t in people.an.telephones.all()} == {"0912000011": True, "0912000067": False}


def test_results_stay_as_they_were_said(door, people):
    door([(people.bao, "deceased")])
    assert VisitResult.objects.get().outcome == "deceased"
    assert PersonChange.objects.filter(person=people.bao).count() == 0
    assert Identifier.objects.count() == 6
