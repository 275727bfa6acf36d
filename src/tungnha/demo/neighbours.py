"""What other offices of the demonstration did: a commune's peak is over and looked back on; keys were exchanged."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tungnha.demo.commune import DemoCommune
from tungnha.plans.models import Plan
from tungnha.reports.closing import operations as closing
from tungnha.reports.exchange import envelope, keys
from tungnha.reports.operations.shared import day_of
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Area, Member, Phase, Role


def close_peaks(area: Area, officer: Member, now: datetime) -> int:
    """Peaks whose last day has passed were closed the morning after, and the sơ kết is drafted."""
    over = Phase.objects.filter(campaign__area=area, kind=Phase.Kind.PEAK, ends_on__lt=day_of(now))
    for phase in over:
        assert phase.ends_on is not None
        morning = datetime.combine(phase.ends_on + timedelta(days=1), time(8), VIETNAM)
        plan = Plan.objects.get(campaign=phase.campaign_id)
        closed = closing.close_phase(plan=plan, phase=phase, by=officer, at=min(now, morning))
        closing.draft_summary(closing=closed, by=officer, at=min(now, morning + timedelta(hours=1)))
    return len(over)


def exchange_keys(made: DemoCommune, now: datetime) -> None:
    """The commune and the province made a key each, read the digits aloud and registered each other's."""
    mai, province = made.members[Role.OFFICER], made.area.province
    phuc = made.members[Role.PROVINCE_OFFICER]
    own = keys.make_key(area=made.area, by=mai, at=now)
    above = keys.make_key(area=province, by=phuc, at=now)
    sides = (
        (made.area, "Sở Khoa học và Công nghệ", above.public, mai),
        (province, "UBND xã Hiệp Lực", own.public, phuc),
    )
    for area, name, public, by in sides:
        keys.register_key(
            area=area, organisation=made.organisations[name], public=public, typed=envelope.mark_of(public), by=by,
            at=now,
        )  # fmt: skip
