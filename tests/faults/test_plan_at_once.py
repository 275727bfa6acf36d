"""Two processes at one running plan: numbers handed down, versions, answers, deliveries, decisions."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from tests.faults.agreement import events
from tests.faults.processes import at_once, slowly
from tungnha.plans import operations
from tungnha.plans.models import Delivery, PlanVersion, Proposal, ShareStep, Target
from tungnha.plans.operations import Address, Edit, HandDown
from tungnha.plans.queries import headline_target, latest_draft

PLAN = Path(__file__).resolve().parents[2] / "samples" / "plans" / "hiep-luc.txt"
DAY = date(2026, 5, 26)


@pytest.fixture
def running(commune, units, members, at_tuesday, files):
    document = operations.receive_document(
        area=commune, name="hiep-luc.txt", data=PLAN.read_bytes(), by=members.mai, at=at_tuesday
    )  # fmt: skip
    return operations.confirm_plan(
        document=document, draft=latest_draft(document), organisation=units.committee, area=commune,
        campaign_name="Đợt", started_on=DAY, ended_on=date(2026, 10, 31), by=members.mai, at=at_tuesday,
    )  # fmt: skip


@pytest.fixture
def give(running, villages, at_tuesday):
    head = headline_target(running, DAY)

    def do(by, first):
        counts = {f"a{villages[0].pk}": first, f"a{villages[1].pk}": 3496 - first}
        one = HandDown(head, "hand", 0, counts)
        return len(operations.hand_down(plan=running, wanted=[one], settle=True, by=by, at=at_tuesday))

    return do


def test_of_two_who_hand_down_at_once_one_has_and_the_other_is_told(running, give, members):
    officers = at_once([slowly(partial(give, members.mai, 2000)), slowly(partial(give, members.dung, 1700))])

    assert sorted(o.error[0] for o in officers if o.error) == ["HandedDownMeanwhile"]
    (step,) = ShareStep.objects.filter(target=headline_target(running, DAY))
    shares = headline_target(running, DAY).shares
    assert sum(shares.values_list("count", flat=True)) == 3496
    assert set(shares.values_list("count", flat=True)) == set(step.counts.values())


def test_a_button_pressed_three_times_at_once_hands_down_once(running, give, members):
    presses = at_once([slowly(partial(give, members.mai, 2000))] * 3)

    assert [p.error for p in presses] == [None] * 3
    assert sorted(p.value for p in presses) == [0, 0, 1]
    assert events("plan.target_shared") == 1


def test_a_plan_amended_while_it_is_handed_down_never_keeps_numbers_of_a_total_that_was_not(
    running, give, members, at_tuesday
):
    head = headline_target(running, DAY)

    def amend():
        operations.make_version(
            plan=running, base_version=1, cause="paper", edits=[Edit("target", head.pk, {"stated_count": 3600})],
            by=members.dung, at=at_tuesday,
        )  # fmt: skip

    handing, _ = at_once([slowly(partial(give, members.mai, 2000)), slowly(amend)])

    assert Target.objects.get(pk=head.pk).stated_count == 3600
    steps = ShareStep.objects.filter(target=head)
    if handing.error:  # the paper came first
        assert "phải là 3.600" in handing.error[1]
        assert not steps.exists()
    else:  # the numbers came first; the step says which total they divide
        assert steps.get().total == 3496


def test_of_two_who_amend_at_once_one_has_made_the_version(running, members, at_tuesday):
    head = headline_target(running, DAY)

    def amend(by, value):
        operations.make_version(
            plan=running, base_version=1, cause="paper", edits=[Edit("target", head.pk, {"value": value})],
            by=by, at=at_tuesday,
        )  # fmt: skip

    officers = at_once([slowly(partial(amend, members.mai, "65")), slowly(partial(amend, members.dung, "66"))])

    assert [o.error[0] for o in officers if o.error] == ["PlanChangedMeanwhile"]
    change = PlanVersion.objects.get().changes.get()
    assert str(Target.objects.get(pk=head.pk).value) == change.new


def test_of_two_who_answer_at_once_one_has_answered(running, members, at_tuesday):
    head = headline_target(running, DAY)
    options = [
        {"text": str(n), "changes": [{"part": "target", "row": head.pk, "field": "stated_count", "value": n}]}
        for n in (3497, 3500)
    ]  # fmt: skip
    question = running.questions.create(order=99, kind="k", text="?", options=options)

    def answer(by, words):
        operations.answer_question(question=question, answer=words, by=by, at=at_tuesday, instead_of="")

    officers = at_once([slowly(partial(answer, members.mai, "3497")), slowly(partial(answer, members.dung, "3500"))])

    assert [o.error[0] for o in officers if o.error] == ["OutOfDate"]
    question.refresh_from_db()
    assert str(Target.objects.get(pk=head.pk).stated_count) == question.answer


def test_a_plan_sent_by_two_at_once_is_there_once(running, villages, units, members, at_tuesday):
    def send(by):
        to = [Address(units.school), *(Address(v) for v in villages)]
        return len(operations.send_plan(plan=running, addresses=to, by=by, at=at_tuesday))

    officers = at_once([slowly(partial(send, by)) for by in (members.mai, members.dung)])

    assert [o.error for o in officers] == [None, None]
    assert sorted(o.value for o in officers) == [0, 3]
    assert Delivery.objects.count() == 3


def test_a_proposal_pressed_twice_is_one_and_is_decided_once(running, members, at_tuesday):
    head = headline_target(running, DAY)

    def propose():
        return operations.propose_change(
            plan=running, part="target", row=head.pk, instead="60%", why="Nhiều người đi làm xa", by=members.thu,
            at=at_tuesday,
        ).pk  # fmt: skip

    presses = at_once([slowly(propose)] * 2)
    assert [p.error for p in presses] == [None, None]
    proposal = Proposal.objects.get()

    def decide(by, accepted):
        operations.decide_proposal(
            proposal=proposal, accepted=accepted, words="Đã xem", values={"value": "60"}, base_version=1, by=by,
            at=at_tuesday,
        )  # fmt: skip

    officers = at_once([slowly(partial(decide, members.mai, True)), slowly(partial(decide, members.dung, False))])
    assert [o.error[0] for o in officers if o.error] == ["Locked"]
    decided = Proposal.objects.get()
    assert (PlanVersion.objects.count() == 1) == decided.accepted
