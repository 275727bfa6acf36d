"""A commune that runs alone and the province above it, as far as one report: keys agreed, a file made of it."""

from __future__ import annotations

from datetime import date, time
from types import SimpleNamespace
from typing import Any

from tungnha.plans.models import Duty, Plan, Target
from tungnha.reports.exchange import envelope, keys
from tungnha.reports.operations import ensure_obligations
from tungnha.units.models import Area, Campaign, Member, Organisation

from .conftest import instant

PERIOD = "2026-W22"


def above(*, province: Area, issuer: Organisation, owing: Organisation, measure: Any, by: Member) -> SimpleNamespace:
    """The province's own plan: each commune reports every Thursday before 16:00."""
    campaign = Campaign.objects.create(
        name="Chữ ký số toàn tỉnh", area=province, organisation=issuer, started_on=date(2026, 5, 20)
    )
    plan = Plan.objects.create(
        campaign=campaign, organisation=issuer, number="31", symbol="KH-SKHCN", issued_on=date(2026, 5, 20),
        title="Phổ cập chữ ký số toàn tỉnh", confirmed_at=instant("2026-05-20 08:00"), confirmed_by=by,
    )  # fmt: skip
    target = Target.objects.create(plan=plan, text="40%", value=40, measure=measure, headline=True)
    duty = Duty.objects.create(plan=plan, frequency="weekly", weekday=4, time=time(16), who="UBND các xã", order=1)
    duty.reporters.set([owing])
    ensure_obligations(plan=plan, until=date(2026, 6, 30), at=instant("2026-05-26 08:00"))
    return SimpleNamespace(plan=plan, duty=duty, target=target)


def trust(area: Area, organisation: Organisation, public: str, by: Member, at: Any) -> Any:
    """Register a key whose digits were heard rightly."""
    return keys.register_key(
        area=area, organisation=organisation, public=public, typed=envelope.mark_of(public), by=by, at=at
    )
