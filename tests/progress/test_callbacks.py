"""Visits drawn by lot to be called back: shown to be random, told to nobody it is about."""

import datetime
import hashlib
import uuid

import pytest

from tungnha.field import operations as field
from tungnha.people.operations import restricting
from tungnha.progress.callbacks import operations, queries
from tungnha.progress.callbacks.rules import draw, seal, whole_seed
from tungnha.progress.models import CallBackSample
from tungnha.units.models import Event
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
IDS = [f"{n:032x}" for n in range(40)]


def test_the_draw_is_what_its_rule_says_and_follows_the_seed():
    by_hand = sorted(IDS, key=lambda one: hashlib.sha256(f"abc/7 3:{one}".encode()).hexdigest())[:5]
    assert draw(list(reversed(IDS)), whole_seed("abc", " 7  3 "), 5) == by_hand
    assert draw(IDS, whole_seed("abd", "7 3"), 5) != by_hand
    assert seal(IDS) == seal(list(reversed(IDS)))
    assert seal(IDS) != seal(IDS[1:])


def test_every_visit_is_as_likely_as_any_other():
    """Over many seeds each of 40 is among 10 drawn about a quarter of the time: chance puts it far outside of these
    bounds once in a million runs, and the seeds are fixed."""
    times = dict.fromkeys(IDS, 0)
    for seed in range(800):
        for one in draw(IDS, str(seed), 10):
            times[one] += 1
    assert 140 < min(times.values()) <= max(times.values()) < 260


@pytest.fixture
def visits(households, people, campaign, members, service, at_tuesday):
    def visit(home, by, outcome="met", **more):
        return field.record_visit(
            visit_id=uuid.uuid4(), household=home, campaign=campaign, outcome=outcome, made_at=at_tuesday, by=by,
            at=at_tuesday, **more,
        )  # fmt: skip

    visit(
        households.one, members.lan, results=[field.NewResult(person=people.an, service=service, outcome="set_up_now")]
    )
    visit(households.two, members.hung, results=[])
    visit(households.one, members.lan, outcome="all_away", results=[])


def take(commune, campaign, by, at, **more):
    told = {"from_on": at.date(), "to_on": at.date(), "size": 5, **more}
    return operations.draw_sample(area=commune, campaign=campaign, by=by, at=at, **told)


def test_only_visits_where_somebody_was_met_are_drawn_and_the_draw_can_be_shown(
    visits, commune, campaign, members, at_tuesday
):
    made = take(commune, campaign, members.mai, at_tuesday, said="Số 7")
    assert (made.frame_size, made.size) == (2, 2)
    proof = queries.prove(made)
    assert (proof.same_frame, proof.same_draw) == (True, True)
    CallBackSample.objects.filter(pk=made.pk).update(said="Số 8", frame_sha256="0" * 64)
    made.refresh_from_db()
    assert queries.prove(made).same_frame is False


def test_a_visit_a_phone_sends_later_changes_no_draw(visits, commune, campaign, households, members, at_tuesday):
    made = take(commune, campaign, members.mai, at_tuesday)
    field.record_visit(
        visit_id=uuid.uuid4(), household=households.two, campaign=campaign, outcome="met", made_at=at_tuesday,
        by=members.hung, at=at_tuesday + datetime.timedelta(hours=5), results=[],
    )  # fmt: skip
    assert queries.prove(made) == queries.Proof(2, True, True)


def test_what_the_households_said_is_counted_and_who_was_not_reached_is_neither(
    visits, commune, campaign, members, at_tuesday
):
    made = take(commune, campaign, members.mai, at_tuesday)
    first, second = made.call_backs.all()

    def tell(row, outcome, words=""):
        operations.note_try(
            call_back=row, outcome=outcome, words=words, on=at_tuesday.date(), by=members.mai, at=at_tuesday
        )

    tell(first, "not_reached")
    tell(second, "matches")
    sums = queries.sums_of(queries.lines_of(made))
    assert (sums.drawn, sums.reached, sums.matches, sums.not_reached) == (2, 1, 1, 1)
    with pytest.raises(BadInput, match="Khác ở chỗ nào"):
        tell(first, "differs")
    tell(first, "differs", "không ai đến")
    sums = queries.sums_of(queries.lines_of(made))
    assert (sums.reached, sums.differs, sums.not_reached) == (2, 1, 0)
    assert "không ai đến" not in str(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.one_database
def test_the_page_masks_telephones_names_nobody_who_asked_to_be_left_alone_and_is_the_desks(
    visits, commune, campaign, people, members, client_of, at_tuesday
):
    restricting.restrict(person=people.em, by=members.dung, at=at_tuesday)
    restricting.restrict(person=people.gam, by=members.dung, at=at_tuesday)
    mai = client_of(members.mai)
    told = {"campaign": campaign.pk, "from_on": "2026-05-26", "to_on": "2026-05-26", "size": "5", "said": "3 5"}
    page = mai.post("/kiem-tra/goi-lai/", told, follow=True).content.decode()
    assert "Nguyễn Văn An" in page
    assert "0912000011" not in page.replace(".", "").replace(" ", "")
    assert people.em.full_name not in page
    assert "hộ xin không liên hệ" in page
    made = CallBackSample.objects.get()
    assert client_of(members.lan).get(f"/kiem-tra/goi-lai/{made.pk}/").status_code == 404
    assert client_of(members.binh).post("/kiem-tra/goi-lai/", told).status_code == 404
    assert CallBackSample.objects.count() == 1
    row = made.call_backs.first()
    mai.post(f"/kiem-tra/goi-lai/luot/{row.pk}/", {"outcome": "matches", "on": "2026-05-26"})
    assert row.tries.get().outcome == "matches"


def test_nothing_to_draw_from_is_said(commune, campaign, members, at_tuesday):
    with pytest.raises(BadInput, match="chưa có lượt"):
        take(commune, campaign, members.mai, at_tuesday)
