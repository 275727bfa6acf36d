"""What happens to a plan that runs: questions answered, its number filled in."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from tungnha.plans.models import Plan, Question
from tungnha.units.models import Member
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
