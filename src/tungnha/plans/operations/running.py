"""What happens to a plan that runs: questions answered, its number filled in, its targets handed down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction

from tungnha.plans.models import Plan, Question, Target, TargetShare
from tungnha.plans.rules import needed_count
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


@transaction.atomic
def answer_question(*, question: Question, answer: str, by: Member, at: datetime) -> Question:
    """Keep an officer's answer to what the plan leaves open. It may be answered anew; the log remembers that it was.

    The answer settles the question, not the plan: targets and duties are corrected where they stand.
    """
    answer = answer.strip()
    if not answer:
        raise BadInput("Chưa có câu trả lời; mời chọn một cách hiểu hoặc viết câu trả lời của mình.")
    again = question.answered_at is not None
    question.answer, question.answered_at, question.answered_by = answer, at, by
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    log_event("plan.question_answered", about=question, by=by, at=at, kind=question.kind, again=again)
    return question


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


@transaction.atomic
def share_target(
    *, target: Target, areas: Sequence[Area], weights: Sequence[int], by: Member, at: datetime
) -> list[TargetShare]:
    """Hand a target down: whole numbers by weight that add up exactly to its needed count (largest remainder).

    An earlier hand-down of this target is replaced. Ties go to the area that comes first.
    """
    total = needed_count(
        comparator=target.comparator, value=target.value, unit=target.unit, base=target.stated_base,
        stated_count=target.stated_count,
    )  # fmt: skip
    if total.count is None:
        raise BadInput(f"Chưa giao được: {total.why}")
    here = target.plan.campaign.area
    if any(area.pk == here.pk or not here.contains(area) for area in areas):
        raise BadInput("Chỉ giao được cho địa bàn trực thuộc của kế hoạch này.")
    counts = largest_remainder(total.count, weights)
    target.shares.all().delete()
    pairs = zip(areas, counts, strict=True)
    shares = TargetShare.objects.bulk_create(TargetShare(target=target, area=area, count=n) for area, n in pairs)
    log_event("plan.target_shared", about=target, by=by, at=at, areas=len(shares), total=total.count)
    return shares


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts proportional to the weights, adding up exactly."""
    if any(weight < 0 for weight in weights):
        raise BadInput("Số để chia không được âm; mời xem lại từng dòng.")
    whole = sum(weights)
    if whole == 0:
        raise BadInput("Chưa có số nào để chia theo; mời ghi số người (hoặc số hộ) của từng địa bàn.")
    exact = [Fraction(total * weight, whole) for weight in weights]
    parts = [int(part) for part in exact]
    by_rest = sorted(range(len(exact)), key=lambda n: (parts[n] - exact[n], n))
    for n in by_rest[: total - sum(parts)]:
        parts[n] += 1
    return parts
