"""The clocks of Nghị định 356/2025 Đ5, over Tết and over one extension."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from tungnha.people.models import RightsRequest
from tungnha.people.protection.rights_rules import GROUND_WORDS, TERMS, clocks_of
from tungnha.units.calendar import Calendar

PLAIN = Calendar()


@dataclass
class Asked:
    kind: str
    received_at: datetime
    third_party: bool = False
    extended_at: datetime | None = None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def test_every_kind_has_a_term_and_every_ground_its_words():
    assert set(TERMS) == set(RightsRequest.Kind.values)
    assert all("Luật số 91/2025/QH15" in words for words in GROUND_WORDS.values())


# The Friday before Tết 2026 (13/2, 16:30): five days off follow, and two weekends.
@pytest.mark.parametrize(
    ("kind", "alone", "with_others", "extended"),
    [
        ("view", "2026-02-24", "2026-03-03", "2026-03-06"),
        ("correct", "2026-02-24", "2026-03-03", "2026-03-06"),
        ("provide", "2026-02-24", "2026-03-03", "2026-03-06"),
        ("withdraw", "2026-03-03", "2026-03-06", "2026-03-17"),
        ("restrict", "2026-03-03", "2026-03-06", "2026-03-17"),
        ("object", "2026-03-03", "2026-03-06", "2026-03-17"),
        ("delete", "2026-03-06", "2026-03-17", "2026-03-26"),
        ("protect", "2026-03-03", "2026-03-03", "2026-03-17"),
    ],
)
def test_asked_on_the_friday_before_tet(kind, alone, with_others, extended):
    """Due is the first late instant: midnight after the last day, which is never a day off."""
    asked = Asked(kind, at("2026-02-13T16:30"))
    assert clocks_of(asked, PLAIN).reply_due_at == at("2026-02-25T00:00")
    assert clocks_of(asked, PLAIN).due_at == at(f"{alone}T00:00")
    assert clocks_of(replace(asked, third_party=True), PLAIN).due_at == at(f"{with_others}T00:00")
    longer = clocks_of(replace(asked, extended_at=at("2026-02-14T09:00")), PLAIN)
    assert longer.due_at == at(f"{extended}T00:00")
    assert longer.first_due_at == at(f"{alone}T00:00")


@pytest.mark.parametrize(
    ("received", "reply", "ten_days"),
    [
        ("2024-02-02T08:00", "2024-02-07", "2024-02-16"),
        ("2025-01-24T20:00", "2025-02-05", "2025-02-04"),
        ("2027-01-29T11:00", "2027-02-03", "2027-02-12"),
        ("2028-01-21T17:30", "2028-02-02", "2028-02-01"),
    ],
)
def test_other_years(received, reply, ten_days):
    clocks = clocks_of(Asked("view", at(received)), PLAIN)
    assert clocks.reply_due_at == at(f"{reply}T00:00")
    assert clocks.due_at == at(f"{ten_days}T00:00")


def test_a_day_off_decided_later_moves_the_term():
    asked = Asked("view", at("2026-08-21T09:00"))
    swapped = Calendar(off={at("2026-08-31T00:00").date(): "hoán đổi"})
    assert clocks_of(asked, PLAIN).due_at == at("2026-09-01T00:00")
    assert clocks_of(asked, swapped).due_at == at("2026-09-04T00:00")


def test_which_clock_runs_and_what_is_late():
    asked = Asked("delete", at("2026-05-26T08:00"))
    clocks = clocks_of(asked, PLAIN)
    assert clocks.next_due(asked) == clocks.reply_due_at
    assert not clocks.reply_is_late(asked, clocks.reply_due_at - timedelta(seconds=1))
    assert clocks.reply_is_late(asked, clocks.reply_due_at)
    replied = replace(asked, acknowledged_at=at("2026-05-27T08:00"))
    assert not clocks.reply_is_late(replied, at("2026-07-01T00:00"))
    assert clocks.next_due(replied) == clocks.due_at
    assert clocks.is_late(replied, clocks.due_at)
    done = replace(replied, answered_at=at("2026-06-01T08:00"))
    assert clocks.next_due(done) is None
    assert not clocks.is_late(done, at("2027-01-01T00:00"))


def test_an_answer_within_two_days_is_the_reply_too():
    asked = Asked("view", at("2026-05-26T08:00"), answered_at=at("2026-05-27T08:00"))
    assert not clocks_of(asked, PLAIN).reply_is_late(asked, at("2026-06-30T00:00"))
