"""A plan sent to those it is for, received and read by them; what they propose is decided by its owner (C17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from tungnha.plans import parts
from tungnha.plans.models import Delivery, Plan, PlanVersion, Proposal, Recipient
from tungnha.plans.operations.versions import Edit, make_version
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked


@dataclass(frozen=True)
class Address:
    """One area or one body a plan goes to, by which line and to what end."""

    to: Area | Organisation
    recipient: Recipient | None = None
    purpose: str = ""
    by_hand: bool = False


@transaction.atomic
def send_plan(*, plan: Plan, addresses: Sequence[Address], by: Member, at: datetime) -> list[Delivery]:
    """Send a plan. Who has it already is left alone: nothing is sent twice, and a receipt stays a receipt."""
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    areas = set(plan.deliveries.values_list("area", flat=True))
    bodies = set(plan.deliveries.values_list("organisation", flat=True))
    made = []
    for address in addresses:
        is_area = isinstance(address.to, Area)
        taken = areas if is_area else bodies
        if address.to.pk in taken:
            continue
        taken.add(address.to.pk)
        made.append(
            Delivery(
                plan=plan, recipient=address.recipient, purpose=address.purpose[:60], by_hand=address.by_hand,
                sent_at=at, sent_by=by, **({"area": address.to} if is_area else {"organisation": address.to}),
            )
        )  # fmt: skip
    Delivery.objects.bulk_create(made)
    if made:
        log_event("plan.sent", about=plan, by=by, at=at, count=len(made))
    return made


def deliveries_to(member: Member) -> Any:
    """What was sent to a member's own area or body (a village's team: to its commune is not its own)."""
    mine = Q(area=member.area_id)
    if member.organisation_id is not None:
        mine |= Q(organisation=member.organisation_id)
    return Delivery.objects.filter(mine)


def mark_received(*, by: Member, at: datetime) -> int:
    """A member looks at the list of what was sent: all of it is received, by the first who looks."""
    return int(deliveries_to(by).filter(received_at=None).update(received_at=at, received_by=by))


@transaction.atomic
def mark_read(*, plan: Plan, by: Member, at: datetime) -> int:
    """A recipient's member opens the plan: that is the receipt. The first reader stands."""
    mine = deliveries_to(by).filter(plan=plan)
    mine.filter(received_at=None).update(received_at=at, received_by=by)
    count = int(mine.filter(read_at=None).update(read_at=at, read_by=by))
    if count:
        log_event("plan.read", about=plan, by=by, at=at)
    return count


@transaction.atomic
def propose_change(*, plan: Plan, part: str, row: int, instead: str, why: str, by: Member, at: datetime) -> Proposal:
    """Someone the plan is for proposes to change one of its targets, tasks or duties. Said again in the same words
    while it waits (a button pressed twice), it stays one."""
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    instead, why = instead.strip(), why.strip()
    if not instead or not why:
        raise BadInput("Kiến nghị cần nêu đề nghị sửa thành gì và vì sao.")
    standing: Any = parts.MODELS[part].objects.filter(plan=plan, pk=row).first() if part in parts.MODELS else None
    if standing is None:
        raise BadInput("Mục được kiến nghị không còn trong kế hoạch; mời chọn lại.")
    waiting = Proposal.objects.filter(plan=plan, part=part, row=row, made_by=by, accepted=None)
    same: Proposal | None = waiting.filter(instead=instead[:4000], why=why[:4000]).first()
    if same is not None:
        return same
    made = Proposal.objects.create(
        plan=plan, part=part, row=row, label=parts.label_of(part, standing), instead=instead[:4000], why=why[:4000],
        made_at=at, made_by=by,
    )  # fmt: skip
    log_event("plan.change_proposed", about=made, by=by, at=at, part=part)
    return made


@transaction.atomic
def decide_proposal(
    *,
    proposal: Proposal,
    accepted: bool,
    words: str,
    values: dict[str, Any],
    base_version: int,
    by: Member,
    at: datetime,
) -> Proposal:
    """The plan's owner decides, once. Accepted, the values given become the next version; refused, words say why."""
    Plan.objects.select_for_update(no_key=True).get(pk=proposal.plan_id)  # first the plan, as everywhere
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("plan").get(pk=proposal.pk)
    if locked.accepted is not None:
        raise Locked("Kiến nghị này đã được quyết định rồi.")
    words = words.strip()
    if not accepted and not words:
        raise BadInput("Không chấp thuận thì cần ghi rõ lý do để nơi kiến nghị biết.")
    version = None
    if accepted:
        version = make_version(
            plan=locked.plan, base_version=base_version, cause=PlanVersion.Cause.PROPOSAL,
            edits=[Edit(locked.part, locked.row, values)], by=by, at=at, words=f"{locked.label}: {locked.instead}",
        )  # fmt: skip
        if version is None:
            raise BadInput("Chưa sửa giá trị nào của mục này; mời sửa rồi chấp thuận.")
    locked.accepted, locked.decision, locked.version = accepted, words, version
    locked.decided_at, locked.decided_by = at, by
    locked.save(update_fields=["accepted", "decision", "version", "decided_at", "decided_by"])
    log_event("plan.proposal_decided", about=locked, by=by, at=at, accepted=accepted)
    return locked
