"""Voices: killed in the middle of a clock that passes them up, of a citizen's press; two clocks at once."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import partial
from itertools import count

import pytest

from tests.faults.agreement import counts, events
from tests.faults.processes import LAST_WORDS, Child, _die_at, at_once, elsewhere, killed_everywhere, slowly
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Event, MemberNotice
from tungnha.voices.models import Difficulty, DifficultyStep, Feedback
from tungnha.voices.operations import difficulties, escalating, feedback

LATE = datetime(2026, 6, 3, tzinfo=VIETNAM)
KEYS = [uuid.UUID(f"{n}3333333-3333-4333-8333-333333333333") for n in (1, 2, 3)]


def climbed() -> set[str]:
    return set(DifficultyStep.objects.filter(kind="escalated").values_list("key", flat=True))


@pytest.fixture
def waiting(members, villages, at_tuesday):
    """Three that nobody answered."""
    for key in KEYS:
        difficulties.raise_difficulty(
            area=villages[0], subject="signal", words="Không có sóng", by=members.lan, at=at_tuesday, key=key
        )


def test_killed_anywhere_each_is_passed_up_whole_or_not_at_all_and_the_next_hour_goes_on(waiting):
    """The hours follow one another, each killed a step later than the last: what one has done the next does not do."""
    died = []
    for step in count(1):
        child = Child(lambda step=step: _die_at(step, partial(escalating.tick, LATE))).wait()
        if not child.was_killed:
            break
        where = bytes(LAST_WORDS.value).decode(errors="replace")
        died.append(where)
        up = Difficulty.objects.filter(rung=1, state="deciding", due_at__gt=LATE).count()
        told = MemberNotice.objects.filter(subject="Có khó khăn chờ quyết").count()
        assert (len(climbed()), events("difficulty.escalated"), told) == (up, up, up), where
        assert Difficulty.objects.count() == len(KEYS)
    assert {"before the commit", "after the commit"} <= set(died)
    assert len(set(died)) > 5
    assert elsewhere(partial(escalating.tick, LATE)) == 0
    assert len(climbed()) == len(KEYS)


def test_two_clocks_at_once_pass_each_up_once(waiting):
    processes = at_once([slowly(partial(escalating.tick, LATE))] * 3)
    assert [p.error for p in processes] == [None] * 3
    assert (sum(p.value for p in processes), len(climbed())) == (len(KEYS), len(KEYS))


def test_killed_anywhere_a_citizens_words_are_kept_with_their_day_or_may_be_sent_again(commune, members, at_tuesday):
    send = partial(
        feedback.send, commune=commune, village=None, kind="install", words="Cài mãi không được", form=KEYS[0],
        at=at_tuesday,
    )  # fmt: skip
    for where in killed_everywhere(lambda: send().code):
        done = where == "after the commit"
        kept = counts(Feedback, Event)
        assert kept["Feedback"] == done, where
        assert (kept["Event"] > 0, MemberNotice.objects.exists()) == (done, done), where
    assert elsewhere(lambda: send().code) == feedback.code_of(KEYS[0])
    assert Feedback.objects.count() == 1
