"""A province whose 166 communes send a report of their own by the 20th: 154 sent, 12 are silent (scenario B8).

Rows are made directly, many at a time: the bench uses it too."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from tungnha.ledger.models import Measure
from tungnha.plans.models import Duty, Plan, Target
from tungnha.reports.models import Obligation, Step, Submission, SubmittedFigure
from tungnha.reports.operations import ensure_obligations
from tungnha.units.models import Area, Campaign, Organisation

PERIOD = "2026-07"
WATCHED = "so-suc-khoe-moi-nguoi"


def lay(province: Area, science: Organisation, member: Any, at: datetime, communes: int = 166) -> SimpleNamespace:
    """The plan of the department with its targets and its monthly duty, owed by the committees of all communes."""
    have = Area.objects.filter(parent=province).count()
    areas = []
    for n in range(have + 1, communes + 1):
        area = Area(code=f"{98000 + n}", kind="commune", type_name="xã", name=f"Số {n}", parent=province, order=n)
        area.fill_keys()
        areas.append(area)
    Area.objects.bulk_create(areas)
    rows = list(Area.objects.filter(parent=province).order_by("order", "code"))
    known = {body.area_id: body for body in Organisation.objects.filter(area__in=rows, kind="committee")}
    Organisation.objects.bulk_create(
        Organisation(name=f"UBND {area.full_name}", kind="committee", area=area, order=area.order)
        for area in rows if area.pk not in known
    )  # fmt: skip
    bodies = {body.area_id: body for body in Organisation.objects.filter(area__in=rows, kind="committee")}
    campaign = Campaign.objects.create(
        name="Phổ cập chữ ký số toàn tỉnh", area=province, organisation=science, started_on=date(2026, 6, 8)
    )
    plan = Plan.objects.create(
        campaign=campaign, organisation=science, number="31", symbol="KH-SKHCN", place=province.name,
        issued_on=date(2026, 6, 8), doc_type="Kế hoạch", title="Phổ cập chữ ký số", signer_lines=["GIÁM ĐỐC"],
        signer_name="Nông Thế Giang", confirmed_at=at, confirmed_by=member,
    )  # fmt: skip

    def target(code: str, order: int, **more: Any) -> Target:
        made: Target = Target.objects.create(
            plan=plan, measure=Measure.objects.get(code=code), order=order, **{"text": code, **more}
        )
        made.refresh_from_db()
        return made

    targets = SimpleNamespace(
        signature=target("chu-ky-so-tren-15", 1, value=40, comparator="=", headline=True),
        app=target("app-tinh-tren-15", 2, value=40, comparator=">=", headline=True),
        health=target(WATCHED, 3, role="indicator"),
    )
    duty = Duty.objects.create(plan=plan, frequency="monthly", day_of_month=20, who="UBND các xã, phường", order=1)
    duty.reporters.set(bodies.values())
    ensure_obligations(plan=plan, until=date(2026, 8, 31), at=at)
    return SimpleNamespace(plan=plan, targets=targets, duty=duty, areas=rows, bodies=bodies)


def send(world: SimpleNamespace, member: Any, at: datetime, first: int = 154, **counts: Any) -> list[Submission]:
    """The first communes hand their reports in: n·10 signatures of n·100 people, and so on."""
    owed = {o.organisation.area_id: o for o in Obligation.objects.filter(duty=world.duty, period=PERIOD).select_related(
        "organisation")}  # fmt: skip
    chosen = [owed[area.pk] for area in world.areas[:first]]
    Submission.objects.bulk_create(
        Submission(obligation=o, number=1, narrative="Đã triển khai.", sent_at=at, sent_by=member, state="accepted")
        for o in chosen
    )
    made = list(Submission.objects.filter(obligation__in=chosen).order_by("obligation__organisation__order", "pk"))
    Step.objects.bulk_create(Step(submission=one, act="send", at=at, by=member) for one in made)
    SubmittedFigure.objects.bulk_create(
        SubmittedFigure(submission=one, target=target, count=n * times, base=n * 100, own=True)
        for n, one in enumerate(made, 1)
        for target, times in (
            (world.targets.signature, 10), (world.targets.app, 20), (world.targets.health, 30)
        )
    )  # fmt: skip
    return made
