"""A plan that runs is changed, step by step (docs/decisions/0011-plan-versions.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tungnha.plans import parts
from tungnha.plans.models import Duty, Plan, PlanChange, PlanDocument, PlanVersion, Question, Target, Task
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate

Kind, Part = PlanChange.Kind, PlanChange.Part
Row = Target | Task | Duty


@dataclass(frozen=True)
class Edit:
    """One row to be changed: `row` None adds one with these values; `remove` takes it out of the plan.

    `values`: column → value as JSON has it. `more`: what is set beside and not told as a change (quote, organisations).
    """

    part: str
    row: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    remove: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)


class PlanChangedMeanwhile(OutOfDate):
    """A newer version of the plan came into being since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Trong lúc đang xem, kế hoạch đã có bản mới. Chưa ghi gì cả; mời xem lại các thay đổi rồi xác nhận."
        )


@transaction.atomic
def make_version(
    *,
    plan: Plan,
    base_version: int,
    cause: str,
    edits: Sequence[Edit],
    by: Member,
    at: datetime,
    words: str = "",
    document: PlanDocument | None = None,
    question: Question | None = None,
) -> PlanVersion | None:
    """Apply edits as the plan's next version. Edits that change nothing are left out; with none left there is none.

    Raises PlanChangedMeanwhile when the plan is no longer at `base_version`, Locked when the paper has amended already.
    """
    current = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if document is not None and PlanVersion.objects.filter(document=document).exists():
        raise Locked("Văn bản này đã được ghi thành bản sửa đổi của một kế hoạch rồi.")
    if current.version != base_version:
        raise PlanChangedMeanwhile
    found = [row for edit in edits if (row := _prepared(plan, edit)) is not None]
    if not found:
        return None
    version = PlanVersion.objects.create(
        plan=plan, number=current.version + 1, cause=cause, document=document, question=question, words=words[:2000],
        made_at=at, made_by=by,
    )  # fmt: skip
    on = timezone.localtime(at).date()
    changes = [change for edit, row, values in found for change in _apply(version, edit, row, values, on)]
    for order, change in enumerate(changes):
        change.version, change.order = version, order
    PlanChange.objects.bulk_create(changes)
    plan.version = version.number
    plan.save(update_fields=["version"])
    log_event(
        "plan.changed", about=plan, by=by, at=at, version=version.number, cause=cause, changes=len(changes)
    )  # fmt: skip
    return version


def _prepared(plan: Plan, edit: Edit) -> tuple[Edit, Row | None, dict[str, Any]] | None:
    """The row as it stands and the values that differ from it; None for an edit that changes nothing."""
    values = {name: parts.read(edit.part, name, value) for name, value in edit.values.items()}
    if edit.row is None:
        return (edit, None, values) if values else None
    rows = parts.MODELS[edit.part].objects.select_for_update(no_key=True, of=("self",))
    row: Row | None = rows.filter(plan=plan, pk=edit.row).first()
    if row is None:
        raise BadInput("Một dòng cần sửa không còn trong kế hoạch; mời mở lại trang.")
    if edit.remove:
        return edit, row, {}
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    return (edit, row, changed) if changed else None


def _apply(version: PlanVersion, edit: Edit, row: Row | None, values: dict[str, Any], on: date) -> list[PlanChange]:
    if row is None:
        made = _add(version.plan, edit, values, on)
        told = {name: parts.plain(value) for name, value in values.items()}
        return [_change(edit.part, made, Kind.ADDED, new=told)]
    if edit.remove:
        told = {name: parts.plain(getattr(row, name)) for name in parts.FIELDS[edit.part]}
        row.removed_in = version
        row.save(update_fields=["removed_in"])
        return [_change(edit.part, row, Kind.REMOVED, old=told)]
    label = parts.label_of(edit.part, row)
    old = {name: parts.plain(getattr(row, name)) for name in values}
    now = _follow(row, values, version, on) if isinstance(row, Duty) else _set(row, values, edit)
    return [
        _change(edit.part, now, Kind.CHANGED, label=label, field=name, old=old[name], new=parts.plain(value))
        for name, value in values.items()
    ]


def _change(part: str, row: Row, kind: str, *, label: str = "", **more: Any) -> PlanChange:
    return PlanChange(part=part, row=row.pk, kind=kind, label=label or parts.label_of(part, row), **more)


def _set(row: Target | Task, values: dict[str, Any], edit: Edit) -> Row:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    if isinstance(row, Task) and "organisations" in edit.more:
        row.leads.set(edit.more["organisations"])
    return row


def _follow(row: Duty, values: dict[str, Any], version: PlanVersion, on: date) -> Duty:
    """The duty as it was is closed; a new one follows it, from the day of the change on."""
    reporters = list(row.reporters.all())
    row.removed_in = version
    row.save(update_fields=["removed_in"])
    fresh = Duty(**{f.attname: getattr(row, f.attname) for f in Duty._meta.concrete_fields if f.name not in _OWN})
    fresh.replaces, fresh.since_on = row, on
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save()
    fresh.reporters.set(reporters)
    return fresh


_OWN = ("id", "removed_in", "replaces", "since_on")


def _add(plan: Plan, edit: Edit, values: dict[str, Any], on: date) -> Row:
    model = parts.MODELS[edit.part]
    more = {name: value for name, value in edit.more.items() if name != "organisations"}
    order = model.ever.filter(plan=plan).count()
    if model is Duty:
        more["since_on"] = on
    row: Row = model.objects.create(plan=plan, order=order, **values, **more)
    bodies = edit.more.get("organisations")
    if bodies and isinstance(row, Task):
        row.leads.set(bodies)
    if bodies and isinstance(row, Duty):
        row.reporters.set(bodies)
    return row


# --- answers ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def answer_question(
    *, question: Question, answer: str, by: Member, at: datetime, instead_of: str | None = None
) -> Question:
    """Keep an officer's answer to what the plan leaves open. It may be answered anew; the log remembers that it was.

    Where the chosen answer says which value it sets, that target, task or duty is set so, as a version of the plan; an
    answer in own words settles the question and changes nothing else. Answered anew, what the earlier answer had set
    and nothing else has changed since goes back to what it was. `instead_of` is the answer the page showed ("" none):
    OutOfDate where another one stands by now.
    """
    answer = answer.strip()
    if not answer:
        raise BadInput("Chưa có câu trả lời; mời chọn một cách hiểu hoặc viết câu trả lời của mình.")
    Plan.objects.select_for_update(no_key=True).get(pk=question.plan_id)
    question.refresh_from_db()
    if instead_of is not None and question.answer not in (instead_of, answer):
        raise OutOfDate(
            f"Trong lúc đang xem, có người đã trả lời: “{question.answer}”. Chưa ghi gì; mời xem lại rồi trả lời."
        )
    if question.answer == answer and question.answered_at is not None:
        return question
    again = question.answered_at is not None
    question.answer, question.answered_at, question.answered_by = answer, at, by
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    version = _after_answer(question, answer, by, at)
    log_event(
        "plan.question_answered", about=question, by=by, at=at, kind=question.kind, again=again,
        version=version.number if version else None,
    )  # fmt: skip
    return question


def _after_answer(question: Question, answer: str, by: Member, at: datetime) -> PlanVersion | None:
    edits = _with_taken_back(question, edits_of(question, answer))
    if not edits:
        return None
    plan = Plan.objects.get(pk=question.plan_id)
    return make_version(
        plan=plan, base_version=plan.version, cause=PlanVersion.Cause.ANSWER, edits=edits, by=by, at=at,
        words=f"{question.text} {answer}", question=question,
    )  # fmt: skip


def edits_of(question: Question, answer: str) -> list[Edit]:
    """What the chosen option sets, row by row; rows that a later version removed are left alone."""
    option = next((o for o in question.options if isinstance(o, dict) and option_words(o) == answer), None)
    by_row: dict[tuple[str, int], dict[str, Any]] = {}
    for change in (option or {}).get("changes") or []:
        row = _row_now(change["part"], int(change["row"]))
        if row is not None:
            by_row.setdefault((change["part"], row), {})[change["field"]] = change["value"]
    return [Edit(part=part, row=row, values=values) for (part, row), values in by_row.items()]


def _with_taken_back(question: Question, edits: list[Edit]) -> list[Edit]:
    """The edits of an answer, and those that take back what the question's earlier answers had set."""
    told = {(e.part, e.row, name) for e in edits for name in e.values}
    by_row: dict[tuple[str, int], dict[str, Any]] = {(e.part, e.row): dict(e.values) for e in edits if e.row}
    first, last = _set_before(question)
    for (part, row, name), old in first.items():
        standing = parts.MODELS[part].objects.filter(pk=row).first()
        untouched = standing is not None and parts.plain(getattr(standing, name)) == last[part, row, name]
        if untouched and (part, row, name) not in told:
            by_row.setdefault((part, row), {})[name] = old
    return [Edit(part=part, row=row, values=values) for (part, row), values in by_row.items()]


def _set_before(question: Question) -> tuple[dict[tuple[str, int, str], Any], dict[tuple[str, int, str], Any]]:
    """Of each field that answers to a question have set: what stood before the first, and what the last one set."""
    first: dict[tuple[str, int, str], Any] = {}
    last: dict[tuple[str, int, str], Any] = {}
    changes = PlanChange.objects.filter(version__question=question, kind=Kind.CHANGED)
    for change in changes.order_by("version__number", "order"):
        row = _row_now(change.part, change.row)
        if row is not None:
            first.setdefault((change.part, row, change.field), change.old)
            last[change.part, row, change.field] = change.new
    return first, last


def _row_now(part: str, pk: int) -> int | None:
    """The row itself, or the one that took its place since."""
    row: Any = parts.MODELS[part].ever.filter(pk=pk).first()
    while isinstance(row, Duty) and row.removed_in_id is not None:
        row = Duty.ever.filter(replaces=row).first()
    return row.pk if row is not None and row.removed_in_id is None else None


def option_words(option: Any) -> str:
    """An option as it is read and sent: a sentence, or a sentence with what it sets."""
    return str(option.get("text") or option.get("label") or option.get("value")) if isinstance(option, dict) else option
