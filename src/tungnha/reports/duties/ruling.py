"""When each duty is reminded of: rules kept by duty; what was is ended, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from tungnha.plans.models import Duty
from tungnha.reports.duties import excusing, timing
from tungnha.reports.models import ReminderRule
from tungnha.units.models import Area, Member, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Problem

MOST_RULES = 6


def rules_of(duties: Iterable[Duty]) -> dict[int, tuple[timing.Rule, ...]]:
    """By which rules each duty is reminded of: its own, those of the duty it replaced, or the house's."""
    wanted = list(duties)
    rows: dict[int, list[ReminderRule]] = {}
    chain = excusing.earlier({duty.pk for duty in wanted})
    for row in ReminderRule.objects.filter(duty__in={pk for pks in chain.values() for pk in pks}):
        rows.setdefault(row.duty_id, []).append(row)
    found = {}
    for duty in wanted:
        own = next((rows[pk] for pk in chain[duty.pk] if pk in rows), None)
        found[duty.pk] = timing.DEFAULTS if own is None else tuple(rule_of(r) for r in own if r.ended_at is None)
    return found


def rule_of(row: ReminderRule) -> timing.Rule:
    return timing.Rule(days=row.days, at=row.at, minutes=row.minutes, by_mail=row.by_mail)


@transaction.atomic
def set_rules(*, duty: Duty, rules: Sequence[timing.Rule], by: Member, at: datetime) -> None:
    """From now on the duty is reminded of at these times only; none: not at all by itself. What was is kept, ended."""
    only_own_desk(by, duty.plan.campaign.area)
    if len(rules) > MOST_RULES:
        raise BadInput(f"Nhiều nhất {MOST_RULES} lần nhắc cho một kỳ: nhắc nhiều quá thì không ai đọc nữa.")
    if len({rule.key for rule in rules}) < len(rules):
        raise BadInput("Có hai dòng nhắc cùng một lúc. Xin bỏ bớt một dòng.")
    ReminderRule.objects.select_for_update().filter(duty=duty, ended_at=None).update(ended_at=at, ended_by=by)
    for rule in rules:
        ReminderRule.objects.create(
            duty=duty, kind="minutes" if rule.minutes is not None else "day", days=rule.days, at=rule.at,
            minutes=rule.minutes, by_mail=rule.by_mail, made_at=at, made_by=by,
        )  # fmt: skip
    if not rules:  # a row that has ended says that somebody wanted none
        ReminderRule.objects.create(
            duty=duty, kind="minutes", minutes=0, made_at=at, made_by=by, ended_at=at, ended_by=by
        )
    log_event("reminder.rules_set", about=duty, by=by, at=at, rules=[rule.key for rule in rules])


def only_own_desk(by: Member, area: Area) -> None:
    if not by.has_role(Role.OFFICER, Role.PROVINCE_OFFICER) or by.area_id != area.pk:
        raise Problem("Việc này chỉ cán bộ phụ trách của địa bàn làm được.")
