"""Two rival words side by side: a leader asks again and says what she saw, or leaves both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tungnha.field.models import ContestedLook
from tungnha.ledger.models import Claim, ServiceLevel, Standing
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.ledger.rules import STRENGTH
from tungnha.units.models import Area, Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

ORIGIN = "contested"


def standings_in(area: Area, *, looked_at: bool = False) -> QuerySet[Any]:
    """Contested standings in an area: those nobody has looked at, or those left as they are."""
    here = Q(person__household__village__path__startswith=area.path) | Q(household__village__path__startswith=area.path)
    looked = ContestedLook.objects.filter(stands=OuterRef("decided_by"), rival=OuterRef("contested_by"))
    rows = Standing.objects.filter(here, contested_by__isnull=False)
    rows = rows.filter(Exists(looked) if looked_at else ~Exists(looked))
    return rows.select_related(
        "service", "person__household__village", "household__village", "decided_by__stated_by",
        "decided_by__made_by__user", "contested_by__stated_by", "contested_by__made_by__user",
    ).order_by("service__order", "pk")  # fmt: skip


@dataclass(frozen=True)
class Rivals:
    """One standing with its two words, told."""

    standing: Standing
    levels: dict[int, str]

    @property
    def about(self) -> str:
        s = self.standing
        return s.person.full_name if s.person is not None else f"Hộ {s.household.code}" if s.household else ""

    @property
    def home(self) -> Any:
        s = self.standing
        return s.person.household if s.person is not None else s.household

    @property
    def sides(self) -> list[tuple[str, Claim, str]]:
        """(what it is, the claim, its word) of both: the one that counts now first."""
        s = self.standing
        found = [("Đang tính theo", s.decided_by), ("Nói khác", s.contested_by)]
        return [(what, claim, self.word(claim.level)) for what, claim in found if claim is not None]

    def word(self, level: int) -> str:
        return self.levels.get(level, f"mức {level}") if level else "chưa có"

    @property
    def choices(self) -> list[tuple[int, str]]:
        """What may be said after asking: not yet, or one of the levels."""
        return [(0, "Chưa có"), *((rank, f"Có: {name}") for rank, name in sorted(self.levels.items()))]

    @property
    def outweighed(self) -> bool:
        """Whether a list counts now that is stronger than what a team sees: then the word is kept beside it only."""
        return STRENGTH[self.standing.decided_by.source] > STRENGTH[Source.SHOWN]


def told(standings: Sequence[Standing]) -> list[Rivals]:
    """With the names of the levels: one statement more."""
    names: dict[int, dict[int, str]] = {}
    for service, rank, name in ServiceLevel.objects.filter(
        service__in={s.service_id for s in standings}
    ).values_list("service", "rank", "name"):  # fmt: skip
        names.setdefault(service, {})[rank] = name
    return [Rivals(s, names.get(s.service_id, {})) for s in standings]


@transaction.atomic
def say(*, standing: Standing, level: int, campaign: Campaign | None, by: Member, at: datetime) -> bool:
    """A leader asked and was shown it: a claim of a stronger kind than a visit's, dated today; where it agrees with one
    of the two words, since when that one said. Both earlier words stay. True where the standing goes by it now; where a
    list weighs more, the word stands beside the list, and the question is put aside until somebody says something
    new."""
    if level and level not in _ranks(standing):
        raise BadInput("Mức này không có: xin chọn một mức trong danh sách.")
    sides = [claim for claim in (standing.decided_by, standing.contested_by) if claim is not None]
    agrees = [claim.since_on for claim in sides if level and claim.level == level and claim.since_on < at.date()]
    claims = record_claims(
        [
            NewClaim(
                subject=standing.subject_filter, service=standing.service, level=level, source=Source.SHOWN,
                since_on=since, campaign=campaign, origin=ORIGIN, origin_id=str(standing.decided_by_id), made_at=at,
                stated_by=by.organisation,
            )
            for since in [*agrees[:1], at.date()]
        ], by=by, at=at,
    )  # fmt: skip
    log_event("claim.rivals_decided", about=claims[-1], by=by, at=at)
    now = Standing.objects.get(service=standing.service, **standing.subject_filter)
    if now.contested_by_id is not None:
        _look(now, by=by, at=at)
    return now.level == level


def _ranks(standing: Standing) -> set[int]:
    return set(standing.service.levels.values_list("rank", flat=True))


@transaction.atomic
def leave(*, standing: Standing, by: Member, at: datetime) -> ContestedLook:
    """Leave both words as they are: the count goes on as it does, and the question comes back with the next word."""
    if standing.contested_by is None:
        raise BadInput("Hai lời này đã được giải quyết: không còn trái nhau.")
    look = _look(standing, by=by, at=at)
    log_event("claim.rivals_left", about=look, by=by, at=at)
    return look


def _look(standing: Standing, *, by: Member, at: datetime) -> ContestedLook:
    assert standing.contested_by is not None  # there are two words to leave
    look: ContestedLook = ContestedLook.objects.create(
        person=standing.person, household=standing.household, service=standing.service, stands=standing.decided_by,
        rival=standing.contested_by, by=by, at=at,
    )  # fmt: skip
    return look
