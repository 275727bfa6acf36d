"""The review queue: what is asked first, two officers at once, decisions that are only added, what is learnt."""

import uuid
from datetime import timedelta

import pytest

from tests.conftest import make_member
from tests.lists.review_world import make_list, make_row
from tungnha.lists.models import DecidedPair, ListRow, ReviewDecision, ReviewPlace
from tungnha.lists.operations import queueing, settling
from tungnha.lists.operations.newcomers import add_and_settle
from tungnha.lists.operations.settling import AlreadyDecided, AnotherRowIsTheSame, LookedAtByAnother, Said, What
from tungnha.lists.reviewing import order
from tungnha.lists.reviewing.sides import sides_of
from tungnha.lists.reviewing.sitting import Sitting, together
from tungnha.people.models import Person
from tungnha.people.operations.adding import NewPerson
from tungnha.people.operations.correcting import Facts
from tungnha.units.models import Event, Role
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db


@pytest.fixture
def officers(members, commune, units):
    members.nga = make_member("Nga", Role.OFFICER, commune, units.culture)
    return members


@pytest.fixture
def received(campaign, commune, units, service, officers, people, at_tuesday):
    return make_list(campaign=campaign, area=commune, sender=units.vnpt, service=service, by=officers.mai)


@pytest.fixture
def rows(received, people):
    """2 and 3 ask one question, 4 another with two candidates, 5 is sure, 6 is nobody."""
    found = [
        make_row(received, 2, {"full_name": "Nguyễn Văn Ân", "birth": "15/03/1980"}, [(people.an, 0.9, "n2.b5")]),
        make_row(received, 3, {"full_name": "Nông Thị Gám"}, [(people.gam, 0.95, "n2.b5")]),
        make_row(received, 4, {"full_name": "Hoàng Em"}, [(people.em, 0.6, "n1.b0"), (people.duy, 0.4, "n1.b1")]),
        make_row(received, 5, {"full_name": "Trần Thị Bảo"}, [(people.bao, 0.99, "n5.b5")], verdict="linked",
                 person=people.bao),
        make_row(received, 6, {"full_name": "Người Lạ"}, verdict="not_found"),
    ]  # fmt: skip
    queueing.lay_out(received=received)
    return {row.number: row for row in found}


def say(what, person=None, **more):
    return Said(what=what, person=person, step=more.pop("step", None) or uuid.uuid4(), **more)


def stands(row):
    row.refresh_from_db()
    return row.verdict, row.person_id, row.double_of


def queue(received):
    return list(received.places.order_by("place").values_list("row__number", flat=True))


# -- the order


def test_the_question_most_rows_ask_comes_first_and_in_it_the_surest_row(received, rows):
    assert queue(received) == [3, 2, 4]
    assert list(received.places.order_by("place").values_list("alike", flat=True)) == [2, 2, 1]


def test_laying_out_again_moves_nothing(received, rows):
    before = list(received.places.values_list("pk", "place"))
    assert queueing.lay_out(received=received) == 0
    assert list(received.places.values_list("pk", "place")) == before


def test_deciding_moves_nobody_who_waits(received, rows, officers, people, at_tuesday):
    settling.settle(row=rows[3], said=say(What.SAME, people.gam), by=officers.mai, at=at_tuesday)
    assert [place.row.number for place in queueing.waiting(received)] == [2, 4]


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.99, "gần như chắc chắn"), (0.9, "rất giống"), (0.7, "khá giống"), (0.4, "còn nghi"), (0.05, "ít giống")],
)
def test_probability_is_said_in_words(probability, words):
    assert order.likely_words(probability) == words


def test_rows_of_old_lists_have_no_pattern_and_still_an_order():
    one, other = (order.candidates_of([[7, ["khác thôn"]]]), order.candidates_of([[8, ["khác thôn"]]]))
    assert order.asked(1, 2, 0.5, one).question == order.asked(2, 3, 0.5, other).question


# -- deciding


@pytest.mark.parametrize(
    ("what", "verdict"), [(What.NOBODY, "not_found"), (What.WRONG, "unreadable"), (What.LATER, "ambiguous")]
)
def test_what_a_row_stands_for_follows_from_the_decision(what, verdict, rows, officers, at_tuesday):
    settling.settle(row=rows[2], said=say(what), by=officers.mai, at=at_tuesday)
    assert stands(rows[2]) == (verdict, None, None)


def test_the_same_person_and_who_said_so(rows, officers, people, at_tuesday):
    decision = settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    assert stands(rows[2]) == ("linked", people.an.pk, None)
    assert (rows[2].decided_by, rows[2].decided_at, decision.likely) == (officers.mai, at_tuesday, 0.9)
    logged = Event.objects.get(verb="list.row_settled")
    assert (logged.member_id, logged.data) == (officers.mai.pk, {"row": 2, "what": "same"})


def test_somebody_the_machine_did_not_offer_is_another(rows, officers, people, at_tuesday):
    decision = settling.settle(row=rows[2], said=say(What.SAME, people.chi), by=officers.mai, at=at_tuesday)
    assert (decision.what, decision.likely) == ("other", None)


def test_a_press_that_came_twice_is_kept_once(rows, officers, people, at_tuesday):
    said = say(What.SAME, people.an)
    first, second = (settling.settle(row=rows[2], said=said, by=officers.mai, at=at_tuesday) for _ in range(2))
    assert (first.pk, ReviewDecision.objects.count()) == (second.pk, 1)


def test_put_off_it_comes_last_and_is_still_asked(received, rows, officers, at_tuesday):
    settling.settle(row=rows[3], said=say(What.LATER), by=officers.mai, at=at_tuesday)
    assert [place.row.number for place in queueing.waiting(received)] == [2, 4, 3]


def test_those_put_off_are_gone_through_one_after_the_other(received, rows, officers, at_tuesday):
    for number in (2, 3, 4):
        settling.settle(row=rows[number], said=say(What.LATER), by=officers.mai, at=at_tuesday)
    seen, place = [], None
    for _ in range(4):
        place = queueing.take_next(received=received, by=officers.mai, at=at_tuesday, after=place)
        seen.append(place.row.number)
    assert seen == [3, 2, 4, 3]


def test_a_row_that_is_a_claim_is_not_decided_again(rows, officers, people, at_tuesday):
    ListRow.objects.filter(pk=rows[5].pk).update(claimed_at=at_tuesday)
    with pytest.raises(Locked):
        settling.settle(row=rows[5], said=say(What.NOBODY), by=officers.mai, at=at_tuesday)


def test_nothing_is_decided_while_the_list_is_checked_anew(received, rows, officers, at_tuesday):
    received.state = "checking"
    received.save()
    with pytest.raises(Locked):
        settling.settle(row=rows[2], said=say(What.NOBODY), by=officers.mai, at=at_tuesday)


def test_nobody_whose_data_was_erased_is_chosen(rows, officers, people, at_tuesday):
    Person.objects.filter(pk=people.an.pk).update(erased_at=at_tuesday)
    people.an.refresh_from_db()
    with pytest.raises(BadInput):
        settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)


def test_a_record_that_was_merged_away_stands_for_the_one_that_stayed(rows, officers, people, at_tuesday):
    Person.objects.filter(pk=people.an.pk).update(merged_into=people.duy)
    people.an.refresh_from_db()
    decision = settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    assert (decision.what, decision.person) == ("same", people.duy)


# -- two officers


def test_each_officer_is_given_a_row_of_her_own(received, rows, officers, at_tuesday):
    mine = queueing.take_next(received=received, by=officers.mai, at=at_tuesday)
    hers = queueing.take_next(received=received, by=officers.nga, at=at_tuesday)
    assert (mine.row.number, hers.row.number) == (3, 2)
    assert [place.row.number for place in Sitting(received, officers.mai, at_tuesday).others] == [2]


def test_a_row_looked_at_by_another_is_not_decided_until_she_is_gone(received, rows, officers, people, at_tuesday):
    queueing.take_next(received=received, by=officers.mai, at=at_tuesday)
    with pytest.raises(LookedAtByAnother, match="đang được Mai xem"):
        settling.settle(row=rows[3], said=say(What.NOBODY), by=officers.nga, at=at_tuesday)
    later = at_tuesday + queueing.LEASE
    settling.settle(row=rows[3], said=say(What.NOBODY), by=officers.nga, at=later)
    assert stands(rows[3])[0] == "not_found"


def test_who_leaves_frees_her_row_at_once(received, rows, officers, at_tuesday):
    queueing.take_next(received=received, by=officers.mai, at=at_tuesday)
    queueing.release(received=received, by=officers.mai)
    assert queueing.take_next(received=received, by=officers.nga, at=at_tuesday).row.number == 3


def test_an_officer_looks_at_one_row_of_a_list_at_a_time(received, rows, officers, at_tuesday):
    first = queueing.take_next(received=received, by=officers.mai, at=at_tuesday)
    queueing.take_next(received=received, by=officers.mai, at=at_tuesday, after=first)
    assert received.places.filter(taken_by=officers.mai).count() == 1


def test_where_only_anothers_rows_are_left_nothing_is_given(received, rows, officers, at_tuesday):
    for number in (2, 3):
        settling.settle(row=rows[number], said=say(What.NOBODY), by=officers.mai, at=at_tuesday)
    queueing.take_next(received=received, by=officers.mai, at=at_tuesday)
    assert queueing.take_next(received=received, by=officers.nga, at=at_tuesday) is None


def test_the_second_is_told_who_was_first_and_nothing_of_hers_is_kept(rows, officers, people, at_tuesday):
    settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    with pytest.raises(AlreadyDecided, match=r"Mai quyết định lúc 08:00 26/05.*Nguyễn Văn An"):
        settling.settle(row=rows[2], said=say(What.NOBODY), by=officers.nga, at=at_tuesday)
    assert (stands(rows[2])[0], ReviewDecision.objects.count()) == ("linked", 1)


def test_who_saw_what_stood_may_decide_otherwise_and_both_stay_to_be_read(rows, officers, people, at_tuesday):
    first = settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    settling.settle(row=rows[2], said=say(What.NOBODY, seen=first.pk), by=officers.nga, at=at_tuesday)
    assert stands(rows[2])[0] == "not_found"
    assert list(ReviewDecision.objects.values_list("what", "by")) == [
        ("same", officers.mai.pk), ("nobody", officers.nga.pk),
    ]  # fmt: skip


# -- taking back


def test_undoing_gives_the_row_back_to_the_machines_word(received, rows, officers, people, at_tuesday):
    settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    settling.undo(received=received, step=None, by=officers.mai, at=at_tuesday)
    assert stands(rows[2]) == ("ambiguous", None, None)
    assert (rows[2].decided_by, rows[2].place.state) == (None, "open")
    kept = ReviewDecision.objects.get()
    assert (kept.what, kept.undone_by) == ("same", officers.mai)


def test_undoing_a_sure_row_gives_the_machines_person_back(received, rows, officers, people, at_tuesday):
    settling.settle(row=rows[5], said=say(What.NOBODY), by=officers.mai, at=at_tuesday)
    settling.undo(received=received, step=None, by=officers.mai, at=at_tuesday)
    assert stands(rows[5]) == ("linked", people.bao.pk, None)


def test_undoing_the_second_word_lets_the_first_stand_again(received, rows, officers, people, at_tuesday):
    first = settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    settling.settle(row=rows[2], said=say(What.NOBODY, seen=first.pk), by=officers.nga, at=at_tuesday)
    with pytest.raises(BadInput):
        settling.undo(received=received, step=first.step, by=officers.mai, at=at_tuesday)
    settling.undo(received=received, step=None, by=officers.nga, at=at_tuesday)
    assert stands(rows[2])[:2] == ("linked", people.an.pk)
    settling.undo(received=received, step=None, by=officers.mai, at=at_tuesday)
    assert stands(rows[2])[0] == "ambiguous"


def test_only_own_decisions_are_taken_back(received, rows, officers, people, at_tuesday):
    settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    with pytest.raises(BadInput):
        settling.undo(received=received, step=None, by=officers.nga, at=at_tuesday)


def test_steps_are_taken_back_one_by_one_and_what_was_undone_can_be_said_again(received, rows, officers, at_tuesday):
    for number in (2, 3):
        settling.settle(row=rows[number], said=say(What.NOBODY), by=officers.mai, at=at_tuesday)
    back = [settling.undo(received=received, step=None, by=officers.mai, at=at_tuesday)[0].number for _ in range(2)]
    assert back == [3, 2]
    settling.settle(row=rows[2], said=say(What.WRONG), by=officers.mai, at=at_tuesday)
    assert (stands(rows[2])[0], stands(rows[3])[0]) == ("unreadable", "ambiguous")


def test_what_became_a_claim_is_not_undone(received, rows, officers, people, at_tuesday):
    settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    ListRow.objects.filter(pk=rows[2].pk).update(claimed_at=at_tuesday)
    with pytest.raises(BadInput, match="đã thành ghi nhận"):
        settling.undo(received=received, step=None, by=officers.mai, at=at_tuesday)


# -- one person, two rows


def test_a_second_row_of_a_person_is_asked_about_and_becomes_its_double(rows, officers, people, at_tuesday):
    with pytest.raises(AnotherRowIsTheSame, match="dòng 5"):
        settling.settle(row=rows[2], said=say(What.SAME, people.bao), by=officers.mai, at=at_tuesday)
    settling.settle(row=rows[2], said=say(What.SAME, people.bao, as_double=True), by=officers.mai, at=at_tuesday)
    assert (stands(rows[2]), stands(rows[5])[2]) == (("linked", people.bao.pk, 5), None)


def test_a_double_whose_first_row_is_somebody_else_stands_alone(rows, officers, people, at_tuesday):
    settling.settle(row=rows[2], said=say(What.SAME, people.bao, as_double=True), by=officers.mai, at=at_tuesday)
    settling.settle(row=rows[5], said=say(What.NOBODY), by=officers.mai, at=at_tuesday)
    assert stands(rows[2]) == ("linked", people.bao.pk, None)
    settling.undo(received=rows[5].incoming, step=None, by=officers.mai, at=at_tuesday)
    assert (stands(rows[5])[2], stands(rows[2])[2]) == (None, 5)


def test_rows_that_wait_for_one_person_are_told_of_each_other(received, rows, officers, people):
    make_row(received, 7, {"full_name": "Nguyễn Văn An"}, [(people.an, 0.8, "n5.b0")])
    queueing.lay_out(received=received)
    rows[2].said_number, rows[2].said_number_ix = "019080990001", "a" * 32
    other = ListRow.objects.get(number=7)
    other.said_number, other.said_number_ix = "019080990002", "b" * 32
    other.save()
    side = sides_of(rows[2], rows[2].place, officers.mai).candidates[0]
    assert [(r.number, r.stands, r.other_number) for r in side.rivals] == [(7, False, True)]


# -- many at once


@pytest.fixture
def alike(received, people, households):
    """Twelve people of one household, each asked for by a row that agrees with hers in one way."""
    made = []
    for n in range(12):
        person = Person.objects.create(full_name=f"Lò Văn Ba {n}", household=households.two, residence="at_home")
        made.append(make_row(received, 20 + n, {"full_name": f"Lo Van Ba {n}"}, [(person, 0.9, "n3.b5.k1")]))
    queueing.lay_out(received=received)
    return made


def test_rows_of_one_question_are_settled_and_taken_back_together(received, alike, officers, at_tuesday):
    offer = together(alike[4].place, officers.mai, at_tuesday)
    numbers = [place.row.number for place in offer.rows]
    assert (offer.what, offer.before, sorted(numbers)) == ("same", 0, list(range(20, 32)))
    done, left = settling.settle_together(
        received=received, numbers=numbers[1:], what=offer.what, step=uuid.uuid4(), by=officers.mai, at=at_tuesday
    )
    assert (done, left) == (11, [])
    assert received.rows.filter(verdict="linked", number__gte=20).count() == 11
    assert len(settling.undo(received=received, step=None, by=officers.mai, at=at_tuesday)) == 11
    assert received.rows.filter(verdict="linked", number__gte=20).count() == 0


def test_a_row_another_officer_decided_meanwhile_is_left_out_and_told(received, alike, officers, at_tuesday):
    settling.settle(row=alike[0], said=say(What.NOBODY), by=officers.nga, at=at_tuesday)
    done, left = settling.settle_together(
        received=received, numbers=[20, 21, 22], what=What.SAME, step=uuid.uuid4(), by=officers.mai, at=at_tuesday
    )
    assert (done, len(left), stands(alike[0])[0]) == (2, 1, "not_found")
    assert "Dòng 20 đã được Nga quyết định" in left[0]


def test_rows_that_are_not_surely_the_same_question_are_asked_alone(received, alike, officers, people, at_tuesday):
    unsure = make_row(received, 40, {"full_name": "Lo Van Ba"}, [(people.an, 0.7, "n3.b5.k1")])
    twice = make_row(received, 41, {"full_name": "Lo Van Ba 0"}, [(Person.objects.get(full_name="Lò Văn Ba 0"), 0.9,
                                                                   "n3.b5.k1")])  # fmt: skip
    queueing.lay_out(received=received)
    offered = {place.row.number for place in together(alike[4].place, officers.mai, at_tuesday).rows}
    assert offered == set(range(21, 32))
    assert together(unsure.place, officers.mai, at_tuesday) is None
    assert together(twice.place, officers.mai, at_tuesday) is None


@pytest.fixture
def unsure(received, people, households):
    """Nine rows of one question of which the machine says neither yes nor no."""
    made = []
    for n in range(9):
        person = Person.objects.create(full_name=f"Vi Văn Tư {n}", household=households.two, residence="at_home")
        made.append(make_row(received, 50 + n, {"full_name": f"Lý Tư {n}"}, [(person, 0.5, "k17.n0.p1")]))
    queueing.lay_out(received=received)
    return made


def test_what_was_answered_one_way_five_times_may_be_answered_so_for_the_rest(received, unsure, officers, at_tuesday):
    offers = []
    for row in unsure[:5]:
        offers.append(together(unsure[8].place, officers.mai, at_tuesday))
        settling.settle(row=row, said=say(What.NOBODY), by=officers.mai, at=at_tuesday)
    assert offers == [None] * 5
    offer = together(unsure[8].place, officers.mai, at_tuesday)
    assert (offer.what, offer.before, len(offer.rows)) == ("nobody", 5, 4)


def test_answers_that_differ_are_no_answer_for_the_rest(received, unsure, officers, people, at_tuesday):
    for row in unsure[:5]:
        settling.settle(row=row, said=say(What.NOBODY), by=officers.mai, at=at_tuesday)
    settling.settle(row=unsure[5], said=say(What.OTHER, people.chi), by=officers.nga, at=at_tuesday)
    assert together(unsure[8].place, officers.mai, at_tuesday) is None


def test_rows_others_look_at_are_not_offered_together(received, alike, officers, at_tuesday):
    queueing.take(place=alike[3].place, by=officers.nga, at=at_tuesday)
    offered = {place.row.number for place in together(alike[4].place, officers.mai, at_tuesday).rows}
    assert 23 not in offered


# -- somebody new


def newcomer(**more):
    return NewPerson(facts=Facts(full_name="Người Lạ", **more), residence="unknown", number="019091000099")


def test_somebody_of_the_list_is_put_on_the_register_and_the_row_is_hers(rows, officers, villages, at_tuesday):
    decision = add_and_settle(
        row=rows[6], new=newcomer(), village=villages[0], home_code=None, not_the_same=[], said=say(What.ADDED),
        by=officers.mai, at=at_tuesday,
    )  # fmt: skip
    person = Person.objects.get(full_name="Người Lạ")
    assert stands(rows[6])[:2] == ("linked", person.pk)
    assert (decision.what, person.household.code, person.residence) == ("added", "CHƯA RÕ", "unknown")
    assert person.identifiers.get().value == "019091000099"


def test_those_whose_door_nobody_knows_share_one_household_of_their_village(rows, officers, villages, at_tuesday):
    for number, name in ((6, "Người Lạ"), (4, "Người Khác")):
        new = NewPerson(facts=Facts(full_name=name), residence="unknown")
        add_and_settle(
            row=rows[number], new=new, village=villages[0], home_code=None, not_the_same=[], said=say(What.ADDED),
            by=officers.mai, at=at_tuesday,
        )  # fmt: skip
    assert villages[0].households.get(code="CHƯA RÕ").persons.count() == 2


@pytest.mark.parametrize("trouble", ["decided", "code"])
def test_nobody_is_added_where_the_row_cannot_be_hers(trouble, rows, officers, villages, at_tuesday):
    if trouble == "decided":
        settling.settle(row=rows[6], said=say(What.WRONG), by=officers.nga, at=at_tuesday)
    before = Person.objects.count()
    with pytest.raises(AlreadyDecided if trouble == "decided" else BadInput):
        add_and_settle(
            row=rows[6], new=newcomer(), village=villages[0], home_code="999", not_the_same=[], said=say(What.ADDED),
            by=officers.mai, at=at_tuesday,
        )  # fmt: skip
    assert Person.objects.count() == before


# -- what is learnt


def learnt(sender):
    return [(pair.pattern, pair.same) for pair in settling.decided_for(sender)]


def test_the_chosen_was_the_one_and_the_others_were_not(rows, officers, people, units, at_tuesday):
    settling.settle(row=rows[4], said=say(What.SAME, people.duy), by=officers.mai, at=at_tuesday)
    settling.settle(row=rows[2], said=say(What.NOBODY), by=officers.mai, at=at_tuesday)
    settling.settle(row=rows[3], said=say(What.WRONG), by=officers.mai, at=at_tuesday)
    assert learnt(units.vnpt) == [("n1.b0", False), ("n1.b1", True), ("n2.b5", False)]


def test_another_person_says_that_nobody_offered_was_the_one(rows, officers, people, units, at_tuesday):
    settling.settle(row=rows[4], said=say(What.OTHER, people.chi), by=officers.mai, at=at_tuesday)
    assert learnt(units.vnpt) == [("n1.b0", False), ("n1.b1", False)]


def test_what_was_undone_teaches_nothing_and_other_senders_learn_nothing(received, rows, officers, people, units,
                                                                         at_tuesday):  # fmt: skip
    settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    assert (learnt(units.vnpt), learnt(units.police)) == ([("n2.b5", True)], [])
    settling.undo(received=received, step=None, by=officers.mai, at=at_tuesday)
    assert learnt(units.vnpt) == []


def test_what_was_learnt_outlives_the_list_and_names_nobody(received, rows, officers, people, units, at_tuesday):
    settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    received.delete()
    assert learnt(units.vnpt) == [("n2.b5", True)]
    assert {f.name for f in DecidedPair._meta.fields} == {"id", "sender", "decision", "pattern", "same", "at"}


def test_the_next_list_says_how_many_decisions_it_was_checked_with(
    received, rows, campaign, commune, units, service, officers, people, at_tuesday
):
    settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    settling.settle(row=rows[4], said=say(What.NOBODY), by=officers.mai, at=at_tuesday)
    following = make_list(campaign=campaign, area=commune, sender=units.vnpt, service=service, by=officers.mai)
    following.matched_at = at_tuesday + timedelta(hours=1)
    assert (settling.decisions_learnt(following), settling.decisions_learnt(received)) == (2, 0)


# -- after a new cross-check


def test_what_was_decided_stands_again_on_rows_made_anew(received, rows, officers, people, at_tuesday):
    settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    settling.settle(row=rows[3], said=say(What.LATER), by=officers.mai, at=at_tuesday)
    received.rows.all().delete()
    anew = make_row(received, 2, {"full_name": "Nguyễn Văn Ân"}, [(people.an, 0.5, "n1")])
    off = make_row(received, 3, {"full_name": "Nông Thị Gám"}, [(people.gam, 0.5, "n1")])
    queueing.lay_out(received=received)
    assert settling.say_again(received=received) == 1
    assert (stands(anew)[:2], stands(off)[0]) == (("linked", people.an.pk), "ambiguous")
    settling.undo(received=received, step=ReviewDecision.objects.get(number=2).step, by=officers.mai, at=at_tuesday)
    assert stands(anew)[0] == "ambiguous"


def test_decisions_about_another_sheet_say_nothing(received, rows, officers, people, at_tuesday):
    settling.settle(row=rows[2], said=say(What.SAME, people.an), by=officers.mai, at=at_tuesday)
    received.rows.all().delete()
    received.sheet = "Sheet2"
    received.save()
    make_row(received, 2, {"full_name": "Ai đó"}, [(people.gam, 0.5, "n1")])
    assert settling.say_again(received=received) == 0


# -- how far


def test_the_counter(received, rows, officers, people, at_tuesday):
    queueing.place_of(rows[5])  # opened to be looked at, though the machine was sure
    for n, number in enumerate((2, 3, 4)):
        later = at_tuesday + timedelta(seconds=6 * n)
        settling.settle(row=rows[number], said=say(What.NOBODY), by=officers.mai, at=later)
    now = Sitting(received, officers.mai, at_tuesday + timedelta(seconds=12))
    assert (now.settled, now.total, now.left, now.pace) == (3, 3, 0, 10)
    assert now.results[:2] == [("khớp với một người trong sổ", 0), ("không có trong sổ", 3)]


def test_a_place_is_thrown_away_with_its_row_and_decisions_are_not(received, rows, officers, at_tuesday):
    settling.settle(row=rows[2], said=say(What.NOBODY), by=officers.mai, at=at_tuesday)
    received.rows.all().delete()
    assert (ReviewPlace.objects.count(), ReviewDecision.objects.count()) == (0, 1)
