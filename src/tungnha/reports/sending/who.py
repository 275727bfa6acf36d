"""Who somebody is towards one unit's report, and what the table lets her do with it."""

from __future__ import annotations

from tungnha.reports.models import Obligation, Submission
from tungnha.reports.queries import REPORTERS, speaks_for
from tungnha.reports.sending import rules
from tungnha.units.models import Member, Role
from tungnha.units.problems import Locked, Problem

DESK_ACTORS = {Role.OFFICER: rules.OFFICER, Role.LEADER: rules.LEADER}


def actors(member: Member, owed: Obligation) -> frozenset[str]:
    """The unit itself, the desk of the plan's area or one above it; everybody else only reads."""
    found = set()
    over_it = owed.duty.plan.campaign.area.path.startswith(member.area.path)
    for role, actor in DESK_ACTORS.items():
        if over_it and member.has_role(role):
            found.add(actor)
    if member.has_role(Role.PROVINCE_OFFICER) and owed.duty.plan.campaign.area_id == member.area_id:
        found.add(rules.OFFICER)
    if member.has_role(*REPORTERS) and speaks_for(member, owed):
        found.add(rules.UNIT)
    return frozenset(found or {rules.READER})


def state_of(latest: Submission | None) -> str:
    """Where a report stands: what its latest submission is, a draft while nothing was sent."""
    return latest.state if latest is not None else rules.DRAFT


def permit(state: str, act: str, *, by: Member, owed: Obligation) -> str | None:
    """The state an act leads to. Raises Problem for whom it is not, Locked where the report does not stand for it."""
    said = rules.verdict(state, act, actors(by, owed))
    if said.allowed:
        return said.then
    if said.is_stranger and act in (rules.SAVE, rules.SEND):
        raise Problem(f"Báo cáo này của {owed.organisation.name}; chỉ đơn vị đó gửi được.")
    raise (Problem if said.is_stranger else Locked)(said.why_not)
