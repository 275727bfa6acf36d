"""A plan sent, received, read; changes to it proposed and decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.plans import addresses, operations, parts
from tungnha.plans.forms import DecisionForm, ProposalForm
from tungnha.plans.models import Delivery, Plan, Proposal
from tungnha.plans.operations import Address
from tungnha.plans.operations.network import deliveries_to
from tungnha.plans.views.documents import WRITERS
from tungnha.plans.views.plans import may_propose, must_be_written_by, own_plan, writes_plan
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, members_only, only
from tungnha.units.models import Area, Organisation
from tungnha.units.problems import BadInput, Problem
from tungnha.units.requests import MemberRequest

NAMES_IN_REMINDER = 40


@members_only
def inbox(request: MemberRequest) -> HttpResponse:
    """“Kế hoạch gửi đến”: what was sent to the member's own area or body, what is not read yet first."""
    operations.mark_received(by=request.member, at=clock.now())
    rows = deliveries_to(request.member).select_related("plan__campaign__area", "plan__organisation", "read_by__user")
    ordered = sorted(rows, key=lambda row: (row.read_at is not None, -row.sent_at.timestamp(), row.pk))
    return render(request, "plans/inbox.html", {"rows": ordered})


@only(*WRITERS)
def send(request: MemberRequest, pk: int) -> HttpResponse:
    """Whom each line of “Nơi nhận” means, the open ones matched by hand; then who has received and read it."""
    found = own_plan(request, pk)
    lines = addresses.resolved(found)
    known = _known(found)
    if request.method == "POST":
        made = operations.send_plan(
            plan=found, addresses=_chosen(request, lines, known), by=request.member, at=clock.now()
        )
        messages.success(request, f"Đã gửi thêm {len(made)} nơi." if made else "Không có nơi nào mới để gửi.")
        return redirect("plans:send", found.pk)
    deliveries = list(
        found.deliveries.select_related("area", "organisation", "read_by__user", "received_by__user", "sent_by__user")
    )
    unread = [row for row in deliveries if row.read_at is None]
    context = {
        "plan": found, "lines": _rows(lines, deliveries), "choices": known, "deliveries": deliveries,
        "unread": unread, "read": len(deliveries) - len(unread),
        "received": sum(row.received_at is not None for row in deliveries), "reminder": _reminder(found, unread),
    }  # fmt: skip
    return render(request, "plans/send.html", context)


def _known(found: Plan) -> dict[str, Area | Organisation]:
    """Everything a line can be matched with by hand: `a12` an area, `o7` a body."""
    area = found.campaign.area
    areas: list[Area] = [*area.children.filter(valid_to=None), *([area.parent] if area.parent else [])]
    if area.parent is not None and area.kind == Area.Kind.COMMUNE:
        areas += list(area.parent.children.filter(valid_to=None).exclude(pk=area.pk))
    bodies = Organisation.objects.filter(area__in=[area, *([area.parent] if area.parent else [])], valid_to=None)
    made: dict[str, Area | Organisation] = {f"a{row.pk}": row for row in areas}
    made |= {f"o{row.pk}": row for row in bodies.exclude(pk=found.organisation_id).order_by("order", "name")}
    return made


def _rows(lines: list[addresses.Addressed], deliveries: list[Delivery]) -> list[dict[str, Any]]:
    by_hand: dict[int, list[Delivery]] = {}
    for row in deliveries:
        if row.by_hand and row.recipient_id:
            by_hand.setdefault(row.recipient_id, []).append(row)
    return [
        {
            "line": line, "by_hand": by_hand.get(line.recipient.pk, []),
            "to": [*(f"{a.title}" for a in line.areas), *(b.label for b in line.bodies)],
        }
        for line in lines
    ]  # fmt: skip


def _chosen(
    request: MemberRequest, lines: list[addresses.Addressed], known: dict[str, Area | Organisation]
) -> list[Address]:
    made = []
    for line in lines:
        pk = line.recipient.pk
        if request.POST.get(f"send-{pk}"):
            everyone: list[Area | Organisation] = [*line.areas, *line.bodies]
            made += [Address(to, line.recipient, line.purpose) for to in everyone]
        for key in request.POST.getlist(f"match-{pk}"):
            if key in known:
                made.append(Address(known[key], line.recipient, line.purpose, by_hand=True))
    return made


def _reminder(found: Plan, unread: list[Delivery]) -> str:
    """Ready words for those who have not opened it."""
    if not unread:
        return ""
    to = ", ".join(row.to_title for row in unread[:NAMES_IN_REMINDER])
    more = f" và {len(unread) - NAMES_IN_REMINDER} nơi khác" if len(unread) > NAMES_IN_REMINDER else ""
    name = f"{found.doc_type or 'Kế hoạch'} {found.full_symbol}".strip()
    return (
        f"Kính gửi {to}{more}: {name} về “{found.title}” đã gửi đến nhưng đơn vị chưa mở đọc."
        " Đề nghị mở mục “Kế hoạch gửi đến” để nhận và triển khai."
    )


# --- proposals -------------------------------------------------------------------------------------------------------


@members_only
def propose(request: MemberRequest, pk: int) -> HttpResponse:
    """Whom a plan is for, by its area or because it was sent to them, may propose to change it."""
    found: Plan = get_visible_or_404(Plan.objects.select_related("campaign__area"), request.member, pk=pk)
    if writes_plan(request.member, found):
        return redirect("plans:plan", found.pk)
    if not may_propose(request.member, found):
        raise Http404("neither sent to them nor of their area")
    form = ProposalForm(request.POST or None, plan=found)
    if request.method == "POST" and form.is_valid():
        part, _, row = form.cleaned_data["about"].partition("-")
        try:
            operations.propose_change(
                plan=found, part=part, row=int(row), instead=form.cleaned_data["instead"], why=form.cleaned_data["why"],
                by=request.member, at=clock.now(),
            )  # fmt: skip
            messages.success(request, "Đã gửi kiến nghị; nơi ban hành kế hoạch sẽ trả lời ở trang kế hoạch.")
            return redirect(reverse("plans:plan", args=[found.pk]) + "#kien-nghi")
        except BadInput as problem:
            form.add_error(None, problem.sentence)
    return render(request, "plans/propose.html", {"plan": found, "form": form}, status=400 if form.errors else 200)


@only(*WRITERS)
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    """The owner looks at a proposal: refuses it with words, or sets the row's fields and accepts."""
    rows = Proposal.objects.select_related("plan__campaign__area", "made_by__user", "made_by__organisation")
    proposal: Proposal = get_visible_or_404(rows, request.member, pk=pk)
    must_be_written_by(request, proposal, proposal.plan)
    row: Any = parts.MODELS[proposal.part].objects.filter(pk=proposal.row, plan=proposal.plan).first()
    form = DecisionForm(request.POST or None, part=proposal.part, row=row)
    if request.method == "POST" and form.is_valid():
        base = request.POST.get("base_version", "")
        accepted = request.POST.get("do") == "accept"
        try:
            operations.decide_proposal(
                proposal=proposal, accepted=accepted, words=form.cleaned_data["words"],
                values=form.values if accepted else {}, by=request.member, at=clock.now(),
                base_version=int(base) if base.isdigit() and len(base) < 7 else 0,
            )  # fmt: skip
            messages.success(request, "Đã chấp thuận và ghi thành bản mới." if accepted else "Đã trả lời kiến nghị.")
            return redirect(reverse("plans:plan", args=[proposal.plan_id]) + "#kien-nghi")
        except Problem as problem:
            form.add_error(None, problem.sentence)
    context = {"proposal": proposal, "plan": proposal.plan, "form": form, "is_gone": row is None}
    return render(request, "plans/decide.html", context, status=400 if form.errors else 200)
