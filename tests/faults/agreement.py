"""What must be true of the ledger after any fault: the standings are those the written rule gives for the claims."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tungnha.ledger.models import Claim, Standing
from tungnha.ledger.models.claims import SUBJECTS
from tungnha.ledger.rules import Said, decide
from tungnha.units.models import Event


def expected_standings() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Slowly and from nothing: every claim that is live, through `ledger.rules.decide`."""
    said: dict[tuple[Any, ...], list[Said]] = defaultdict(list)
    retracted = set(Claim.objects.exclude(retracts=None).values_list("retracts", flat=True))
    for claim in Claim.objects.filter(retracts=None).exclude(pk__in=retracted):
        said[_key(claim)].append(
            Said(claim.id, claim.level, claim.since_on, claim.until_on, claim.source, claim.made_at)
        )
    found = {}
    for key, words in said.items():
        decision = decide(words)
        assert decision is not None
        winner, rival = decision.winner, decision.rival
        found[key] = (winner.level, winner.since_on, winner.until_on, winner.id, rival.id if rival else None)
    return found


def _key(row: Any) -> tuple[Any, ...]:
    return (row.service_id, *(getattr(row, f"{subject}_id") for subject in SUBJECTS))


def stored_standings() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    rows = Standing.objects.all()
    found = {_key(s): (s.level, s.since_on, s.until_on, s.decided_by_id, s.contested_by_id) for s in rows}
    assert len(found) == len(rows), "two standings of one thing"
    return found


def assert_standings_agree() -> None:
    assert stored_standings() == expected_standings()


def counts(*models: Any) -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in models}


def events(verb: str) -> int:
    return Event.objects.filter(verb=verb).count()
