"""The desk tells whether somebody on a roster is a person of the register."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tungnha.people.models import Identifier, Person, RosterQuestion
from tungnha.people.operations import merging
from tungnha.people.register import doubles
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked


@transaction.atomic
def answer(*, question: RosterQuestion, same: bool, by: Member, at: datetime) -> RosterQuestion:
    """One person: the roster's record goes into the register's, which keeps its own words; it can be taken apart again.
    Two people: they are not asked about again."""
    held: RosterQuestion = (
        RosterQuestion.objects.select_for_update(no_key=True, of=("self",))
        .select_related("entry__person", "candidate")
        .get(pk=question.pk)
    )
    if held.answered_at is not None:
        raise Locked("Câu này đã có người trả lời rồi: xin tải lại trang.")
    gone, kept = held.entry.person, held.candidate
    held.same, held.answered_at, held.answered_by = same, at, by
    held.save(update_fields=["same", "answered_at", "answered_by"])
    if same:
        _make_one(kept, gone, by, at)
    else:
        doubles.keep_apart(kept, [gone.pk], by=by, at=at)
    log_event("roster.question_answered", about=held, by=by, at=at, same=same)
    return held


def _make_one(kept: Person, gone: Person, by: Member, at: datetime) -> None:
    if gone.household_id is not None:
        raise BadInput("Người này đã có trong sổ nhân khẩu với một hộ khác: xin gộp hai bản ghi ở mục Trùng lặp.")
    number = (
        Identifier.objects.filter(person=kept, kind="personal", status="active").values_list("pk", flat=True).first()
    )
    choose = merging.surer_values(kept, gone) | {"home": "kept", "residence": "kept", "full_name": "kept"}
    merging.merge(
        kept=kept,
        gone=gone,
        choose=choose,
        number=number,
        reason="Cùng một người, theo danh sách của đơn vị",
        by=by,
        at=at,
    )
