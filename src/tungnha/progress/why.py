"""Why a household does not count: what nobody in it has, or what is spread over several members (C6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from tungnha.ledger.models import Measure, Service, Standing
from tungnha.ledger.queries import is_held
from tungnha.ledger.rules import AllOf, AnyOf, Has, Rule, parse_rule
from tungnha.ledger.wording import part_words, rule_words


def why_household_not(
    measure: Measure, standings: Sequence[Standing], services: Mapping[str, Service], on: date
) -> str:
    """One sentence; "" where there is nothing to explain. `standings`: those of the household and of its members."""
    rule = parse_rule(measure.rule)
    if measure.counts != "household" or not isinstance(rule, AllOf) or len(rule.parts) < 2:
        return ""
    by_member: dict[int | None, list[Standing]] = defaultdict(list)
    for one in standings:
        if is_held(one.level, one.since_on, one.until_on, on=on):
            by_member[one.person_id].append(one)
    lacking = [part for part in rule.parts if not any(_has(part, held) for held in by_member.values())]
    if lacking:
        return f"Chưa ai trong hộ có: {'; '.join(_words(part, services) for part in lacking)}."
    if any(all(_has(part, held) for part in rule.parts) for held in by_member.values()):
        return ""
    return "Có đủ các việc nhưng ở nhiều người khác nhau: chưa một người nào có đủ cả."


def _has(rule: Rule, held: Sequence[Standing]) -> bool:
    if isinstance(rule, Has):
        return any(one.service.code == rule.service and one.level >= rule.level for one in held)
    found = (_has(part, held) for part in rule.parts)
    return any(found) if isinstance(rule, AnyOf) else all(found)


def _words(rule: Rule, services: Mapping[str, Service]) -> str:
    return part_words(rule, services) if isinstance(rule, Has) else rule_words(rule, services)
