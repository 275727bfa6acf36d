"""What happens to a plan that runs: its number filled in."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from tungnha.plans.models import Plan
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


@transaction.atomic
def set_number(*, plan: Plan, number: str, symbol: str, issued_on: date, by: Member, at: datetime) -> Plan:
    """Fill in number and date once the plan is signed and numbered; both together, as they come from the clerk."""
    number = number.strip()
    if not number:
        raise BadInput("Chưa có số văn bản; mời ghi số do văn thư cấp.")
    plan.number, plan.symbol, plan.issued_on = number, symbol.strip(), issued_on
    plan.save(update_fields=["number", "symbol", "issued_on"])
    log_event("plan.numbered", about=plan, by=by, at=at)
    return plan
