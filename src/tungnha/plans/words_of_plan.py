"""What a confirmed plan wants told to people: offered to the campaign of words as its themes, forms and messages."""

from __future__ import annotations

from tungnha.ledger.models import Service
from tungnha.ledger.rules import parse_rule, services_of
from tungnha.outreach.kinds import called, kinds_in
from tungnha.outreach.proposals import Offered, Proposal
from tungnha.plans.models import Plan, Target
from tungnha.reading.spoken import Point, read_spoken
from tungnha.units.models import Campaign

LONGEST = 200  # of a theme's name


def of_campaign(campaign: Campaign) -> Proposal:
    """The sections of the plan's own text; where it has no section on what to tell, the services its targets ask for.
    Targets kept as “nội dung tuyên truyền” are messages."""
    plans = Plan.objects.filter(campaign=campaign).select_related("document").order_by("pk")
    plan = plans.first()
    if plan is None:
        return Proposal()
    said = read_spoken(plan.document.text if plan.document else "")
    return Proposal(
        themes=tuple(_theme(point) for point in said.themes) or _asked_for(plan),
        forms=tuple(_form(point) for point in said.forms),
        slogans=tuple(Offered(point.heading, point.section) for point in said.slogans),
        messages=tuple(
            Offered(target.text[:400]) for target in plan.targets.filter(role=Target.Role.MESSAGE).order_by("order")
        ),
    )


def _theme(point: Point) -> Offered:
    return Offered(point.heading[:LONGEST], point.section, "\n".join(point.lines)[:6000])


def _form(point: Point) -> Offered:
    text = " ".join((point.heading, *point.lines))
    kinds = tuple(kinds_in(text))
    return Offered((called(kinds) or point.heading)[:120], point.section, text[:2000], kinds)


def _asked_for(plan: Plan) -> tuple[Offered, ...]:
    """A theme for each service the targets count, in the order of the targets."""
    measures = [t.measure for t in plan.targets.select_related("measure").order_by("order") if t.measure]
    codes = dict.fromkeys(code for measure in measures for code in sorted(services_of(parse_rule(measure.rule))))
    names = dict(Service.objects.filter(code__in=codes, counts__in=("person", "telephone")).values_list("code", "name"))
    return tuple(Offered(names[code]) for code in codes if code in names)
