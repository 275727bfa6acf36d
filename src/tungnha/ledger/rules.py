"""How claims become a standing, and what a measure's rule may say. Pure: no database.

The one written rule (docs/decisions/0004-standing.md): the stronger source wins; among equals the later date; a live
claim of another level that is later than the winner, or as strong and as late, makes the standing contested. What had
run out before another claim begins says nothing of the time since.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tungnha.ledger.models.claims import Source

# The same strength for what a team sees at the door, at a session and at the desk: who stands nearer is not surer.
STRENGTH: dict[str, int] = {
    Source.SELF: 1,
    Source.VISIT: 2,
    Source.SESSION: 2,
    Source.DESK: 2,
    Source.UNIT: 3,
    Source.SHOWN: 4,
    Source.LIST: 5,
    Source.OFFICIAL: 6,
}


@dataclass(frozen=True)
class Said:
    """What the rule needs to know of one live claim."""

    id: Any
    level: int
    since_on: date
    until_on: date | None
    source: str
    made_at: datetime  # when it was said: phones bring it in any order

    @property
    def weight(self) -> tuple[int, date, datetime, str]:
        return STRENGTH[self.source], self.since_on, self.made_at, str(self.id)


@dataclass(frozen=True)
class Decision:
    winner: Said
    rival: Said | None


def decide(said: Sequence[Said]) -> Decision | None:
    """The standing that follows from the live claims about one thing and one service; None when there are none."""
    if not said:
        return None
    newest = max(s.since_on for s in said)
    said = [s for s in said if s.until_on is None or s.until_on >= newest]
    winner = max(said, key=lambda s: s.weight)
    rivals = [s for s in said if s.level != winner.level and _weighs_against(s, winner)]
    return Decision(_first_of_its_word(winner, said), max(rivals, key=lambda s: s.weight, default=None))


def _first_of_its_word(winner: Said, said: Sequence[Said]) -> Said:
    """A yearly list that says the same again must not make an old signature look new: the earliest `since` of the
    same source and level counts, unless a different word of that source stands between, or the earlier one ran out."""
    chain = sorted((s for s in said if s.source == winner.source), key=lambda s: s.weight)
    first = winner
    for earlier in reversed(chain[: chain.index(winner)]):
        ran_out = earlier.until_on is not None and earlier.until_on < first.since_on
        if earlier.level != winner.level or ran_out or earlier.until_on != first.until_on:
            break
        first = earlier
    return first


def _weighs_against(other: Said, winner: Said) -> bool:
    if other.since_on > winner.since_on:
        return True
    return STRENGTH[other.source] == STRENGTH[winner.source] and other.since_on == winner.since_on


@dataclass(frozen=True)
class Has:
    """At least this level of this service. `by`: it is said of what belongs to the counted thing, not of the thing: of
    one of a person's telephone numbers ("telephone"), of one of an establishment's products ("product")."""

    service: str
    level: int = 1
    by: str = ""


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Rule, ...]


@dataclass(frozen=True)
class AllOf:
    """Every part, in one and the same counted thing."""

    parts: tuple[Rule, ...]


Rule = Has | AnyOf | AllOf

# What a service may be said of → whose it then is.
OWNERS = {"telephone": "person", "product": "establishment"}


def parse_rule(data: Any) -> Rule:
    """Read a measure's rule from its JSON; {} asks for no service (a flow and a series of figures need none). Raises
    ValueError, in words, for anything else."""
    if not isinstance(data, dict):
        raise ValueError(f"a rule is an object, not {data!r}")
    if not data:
        return AllOf(())
    if set(data) <= {"service", "level", "by"} and isinstance(data.get("service"), str):
        if data.get("by", "") not in ("", *OWNERS):
            raise ValueError(f"nothing is said of a {data['by']!r} on behalf of its owner")
        return Has(data["service"], int(data.get("level", 1)), data.get("by", ""))
    for name, made in (("any", AnyOf), ("all", AllOf)):
        if set(data) == {name} and isinstance(data[name], list) and data[name]:
            return made(tuple(parse_rule(part) for part in data[name]))
    raise ValueError(f"not a rule: {data!r}")


def parts_of(rule: Rule) -> list[Has]:
    """Every single thing a rule asks for."""
    return [rule] if isinstance(rule, Has) else [part for inner in rule.parts for part in parts_of(inner)]


def services_of(rule: Rule) -> Iterator[str]:
    if isinstance(rule, Has):
        yield rule.service
    else:
        for part in rule.parts:
            yield from services_of(part)


def expiry(since: date, months: int | None) -> date | None:
    """The last day of something that is valid so many months: the same day of the last month, or that month's last day
    (Bộ luật Dân sự 2015 Đ147, Đ148). None where the service does not expire, or nobody has said after how long."""
    if months is None:
        return None
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    day = min(since.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, day)
