"""What has happened in the demonstration's commune by now: the plan runs, doors were knocked on, units reported."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import date, datetime, timedelta

from tungnha.demo import sample_plans
from tungnha.demo.commune import DemoCommune, adults_by_village
from tungnha.demo.records import Population
from tungnha.demo.visits import SampleVisit, SampleVisits, make_visits
from tungnha.field.models import Visit, VisitResult
from tungnha.field.operations import NewResult, record_visit
from tungnha.identity import names
from tungnha.ledger.models import Service
from tungnha.ledger.operations import state_count
from tungnha.lists import operations as list_operations
from tungnha.people.models import Person
from tungnha.people.operations import noting
from tungnha.plans import operations as plans
from tungnha.plans.models import Plan
from tungnha.plans.queries import headline_target
from tungnha.units.models import Area, Campaign, Member, Organisation, Role

# How the generator's words are said in the product.
OUTCOME = {
    "sim_other_name": "others_sim",
    "afraid_of_fraud": "afraid",
    "expired_card": "expired_card",
    "forgot_password": "forgot_password",
}
SET_UP_A_DAY, CALLED_SINCE, SILENT = 10, 0.03, 2
OF_DEMO = uuid.UUID("0d3a0b52-6a0c-4f5e-9f4f-3d4b5f1c2026")


# What the officer answers when the page asks: the plan names a peak and no last day of it.
PEAK_ENDS = {"hiep-luc": date(2026, 10, 31)}


def run_plan(slug: str, *, area: Area, organisation: Organisation, shift: timedelta, by: Member, at: datetime) -> Plan:
    """Hand in one of the sample plans as a Word file, take what was read as it is, and let it run."""
    peak_ends = PEAK_ENDS.get(slug)
    document = plans.receive_document(
        area=area, name=f"{slug}.docx", data=sample_plans.build_docx(slug, shift), by=by, at=at
    )
    draft = document.drafts.latest("number")
    title = draft.content["header"]["title"] or document.name
    return plans.confirm_plan(
        document=document, draft=draft, organisation=organisation, area=area, campaign_name=title[:300],
        started_on=sample_plans.PLAN_DAYS[slug] + shift,
        ended_on=peak_ends + shift if peak_ends else None, by=by, at=at,
    )  # fmt: skip


def state_bases(commune: DemoCommune, campaign: Campaign, on: date, by: Member, at: datetime) -> None:
    """Công an xã's answer: how many are over 15, in all and by village."""
    police = commune.organisations["Công an xã"]
    counts = adults_by_village(commune.population)
    document = f"Công văn số 41/CAX ngày {on.day}/{on.month}/{on.year}"
    of_areas = [(commune.area, sum(counts.values())), *zip(commune.villages, counts.values(), strict=True)]
    for area, count in of_areas:
        state_count(
            area=area, stated_by=police, group="adult15", count=count, on=on, document=document, campaign=campaign,
            by=by, at=at,
        )  # fmt: skip


def share_out(commune: DemoCommune, plan: Plan, on: date, by: Member, at: datetime) -> None:
    """Hand the main target down to the villages by their people over 15."""
    target = headline_target(plan, on)
    if target is not None:
        last = (
            plan.targets.filter(measure=target.measure, stated_count__isnull=False).order_by("due_on").last() or target
        )
        plans.share_target(
            target=last, areas=commune.villages, weights=list(adults_by_village(commune.population).values()),
            by=by, at=at,
        )  # fmt: skip


def since_it_began(population: Population, before: SampleVisits, first: date, today: date) -> SampleVisits:
    """The rounds before the plan, and those since: some people a day get a signature, unevenly; the last two villages
    have not set out."""
    days = (today - first).days
    if days < 1:
        return before
    since = make_visits(
        population, first=first, last=today - timedelta(days=1), growth=SET_UP_A_DAY * days, coverage=CALLED_SINCE
    )
    silent = len(population.villages) - SILENT
    out = [visit for visit in since.visits if visit.village_index < silent]
    return SampleVisits((*before.visits, *out), since.new_signatures)


def knock_on_doors(commune: DemoCommune, campaign: Campaign, visits: SampleVisits) -> int:
    """Record the teams' visits, a household and an evening at a time. Returns how many doors."""
    service = Service.objects.get(code="chu-ky-so")
    by_door: dict[tuple[int, date, int], list[SampleVisit]] = defaultdict(list)
    for visit in visits.visits:
        by_door[visit.household_index, visit.made_at.date(), visit.by_index].append(visit)
    for (household, day, _), called in sorted(by_door.items(), key=lambda item: (item[0][1], item[0][0])):
        made_at = max(visit.made_at for visit in called)
        members = commune.teams[called[0].village_index]
        record_visit(
            visit_id=uuid.uuid5(OF_DEMO, f"{household}/{day}"), household=commune.households[household],
            campaign=campaign, outcome=_at_door(called), made_at=made_at, by=members[household % len(members)],
            at=made_at, informed=True, shown_how=household % 3 == 0,
            results=[_result(commune, service, visit) for visit in called] if _at_door(called) == "met" else [],
        )  # fmt: skip
    return len(by_door)


def _at_door(called: list[SampleVisit]) -> str:
    return Visit.Outcome.ALL_AWAY if {visit.outcome for visit in called} == {"away"} else Visit.Outcome.MET


def _result(commune: DemoCommune, service: Service, visit: SampleVisit) -> NewResult:
    outcome = visit.outcome
    return NewResult(
        person=commune.persons[visit.person_index],
        service=service,
        outcome=VisitResult.Outcome(OUTCOME.get(outcome, outcome)),
    )


def confirm_by_list(commune: DemoCommune, began: datetime) -> None:
    """The register came from the police eight months before the plan: right, and no longer fresh. Who was met at the
    door since is fresher."""
    of_here = Person.objects.filter(household__village__parent=commune.area)
    of_here.filter(confirmed_on=None).update(confirmed_on=began.date() - timedelta(days=240))
    of_here.update(confirmed_how=Person.Confirmed.LIST)


def agree_with_operators(commune: DemoCommune, at: datetime) -> None:
    """Under which paper the operators give their lists: the first one that comes is under it by itself."""
    by = commune.members[Role.OFFICER]
    for n, name in enumerate(("VNPT Hiệp Lực", "Viettel Hiệp Lực"), 1):
        list_operations.make_agreement(
            area=commune.area, sender=commune.organisations[name], number=f"{n:02d}/TT-UBND", signed_on=at.date(),
            purpose="Đối chiếu với sổ dân cư: ai đã có chữ ký số, ai chưa có",
            services=list(Service.objects.filter(code="chu-ky-so")), keep_days=60, by=by, at=at,
            fields=["full_name", "personal_number", "birth", "sex", "phone", "village", "since", "status", "note"],
        )  # fmt: skip


def leave_faults(commune: DemoCommune, now: datetime) -> None:
    """No register is without them: people entered a second time, years that do not fit the number, what teams say at
    doors. Nobody added here counts: how they live is not known."""
    grown = Person.objects.filter(
        household__village__parent=commune.area, residence="at_home", birth_precision="day",
        birth_date__lt=now.date() - timedelta(days=365 * 25),
    )  # fmt: skip
    people = list(grown.select_related("household").order_by("pk")[:2000:97])
    for n, person in enumerate(people[:6]):
        name = names.fold(person.full_name).title() if n % 2 else person.full_name
        Person.objects.create(
            full_name=name, sex=person.sex, birth_date=person.birth_date, birth_precision="day",
            household=people[n - 1].household,
        )  # fmt: skip
    for person in people[6:9]:
        assert person.birth_date is not None
        person.birth_date += timedelta(days=366)
        person.save(update_fields=["birth_date"])
    for n, person in enumerate(people[9:14]):
        assert person.household is not None
        village = person.household.village_id
        leader = next(team[0] for team in commune.teams.values() if team[0].area_id == village)
        noting.say(
            kind=("deceased", "moved", "wrong")[n % 3], about=person, by=leader, at=now, origin="propose",
            words=("Mất tháng trước, gia đình báo", "Vào Bình Dương với con", "Tên đệm sai, xem lại trên thẻ")[n % 3],
        )  # fmt: skip
