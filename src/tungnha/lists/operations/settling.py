"""What the machine left open, settled by officers. Decisions are only added; what a row is follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tungnha.lists.models import DecidedPair, IncomingList, ListRow, ReviewDecision, ReviewPlace
from tungnha.lists.operations.locks import lock_to_settle
from tungnha.lists.operations.queueing import place_of
from tungnha.lists.reviewing.order import MOST_TOGETHER, Candidate, candidates_of
from tungnha.matching import Decided
from tungnha.people.models import Person
from tungnha.people.register import merged
from tungnha.units.models import Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate

What = ReviewDecision.What
Verdict = ListRow.Verdict
STANDS_FOR = {
    What.SAME: Verdict.LINKED, What.OTHER: Verdict.LINKED, What.ADDED: Verdict.LINKED,
    What.NOBODY: Verdict.NOT_FOUND, What.WRONG: Verdict.UNREADABLE,
}  # fmt: skip
MOST_LEARNT = 20_000  # pairs of one sender: the latest say most


class AlreadyDecided(OutOfDate):
    """Another officer was first; nothing of ours is kept."""

    def __init__(self, decision: ReviewDecision) -> None:
        super().__init__(
            f"Dòng {decision.number} đã được {decision.by.user.full_name} quyết định lúc {_hour(decision.at)}: "
            f"{words_of(decision)}. Muốn quyết định khác thì mở lại dòng ấy."
        )
        self.decision = decision


class LookedAtByAnother(OutOfDate):
    def __init__(self, row: ListRow, place: ReviewPlace) -> None:
        who = place.taken_by.user.full_name if place.taken_by else "người khác"
        super().__init__(f"Dòng {row.number} đang được {who} xem: mời sang dòng khác.")


class AnotherRowIsTheSame(BadInput):
    """The person stands for another row of the list already; said again with `as_double`, the row is a second one."""

    def __init__(self, person: Person, other: ListRow) -> None:
        super().__init__(
            f"{person.full_name} đã khớp với dòng {other.number} của danh sách này. Dòng này cũng là người ấy thì chọn "
            f"lại lần nữa, máy ghi là dòng trùng; dòng {other.number} sai thì mở dòng ấy trước."
        )
        self.other = other


def words_of(decision: ReviewDecision) -> str:
    if decision.person is None:
        return decision.get_what_display()
    return f"{'thêm vào sổ' if decision.what == What.ADDED else 'là'} {decision.person.full_name}"


def _hour(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m}"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an officer says of a row. `seen`: the decision that stood on her page, None where the row was open."""

    what: str
    person: Person | None = None
    step: UUID
    seen: int | None = None
    as_double: bool = False


# -- one row


@transaction.atomic
def settle(*, row: ListRow, said: Said, by: Member, at: datetime) -> ReviewDecision:
    """Keep what an officer says of a row. Sent twice under one step it is kept once.

    Raises AlreadyDecided where something stands that her page had not seen, LookedAtByAnother while the row is open at
    another desk, AnotherRowIsTheSame for a person another row has, Locked for a row that is a claim.
    """
    lock_to_settle(row.incoming)
    known = ReviewDecision.objects.filter(step=said.step, incoming=row.incoming_id, number=row.number).first()
    if known is not None:
        return known
    held = _hold(row, said.seen, by, at)
    person = _living(said.person)
    if said.what == What.SAME and person is not None and person.pk not in _offered(held):
        said = replace(said, what=What.OTHER)
    if person is not None and not said.as_double:
        _refuse_two_rows(held, person)
    decision = _keep(held, said.what, person, said.step, by, at)
    log_event("list.row_settled", about=row.incoming, by=by, at=at, row=row.number, what=said.what)
    row.refresh_from_db()
    return decision


def look_at(*, row: ListRow, said: Said, by: Member, at: datetime) -> ListRow:
    """What must hold before anything is decided of this row: for whoever does something else first (add a person).
    Called inside a transaction."""
    lock_to_settle(row.incoming)
    return _hold(row, said.seen, by, at)


def _hold(row: ListRow, seen: int | None, by: Member, at: datetime) -> ListRow:
    held: ListRow = ListRow.objects.select_for_update(of=("self",)).select_related("incoming").get(pk=row.pk)
    if held.claimed_at is not None:
        raise Locked(
            f"Dòng {held.number} đã thành ghi nhận nên không đổi được nữa: nếu sai thì rút lại ghi nhận của danh sách."
        )
    stands = standing_decision(held)
    if stands is not None and stands.pk != seen:
        raise AlreadyDecided(stands)
    place = place_of(held)
    if place.is_taken(by, at):
        raise LookedAtByAnother(held, place)
    return held


def standing_decision(row: ListRow) -> ReviewDecision | None:
    """The latest that is not undone and settles something."""
    rows = ReviewDecision.objects.filter(incoming=row.incoming_id, number=row.number, undone_at=None)
    found: ReviewDecision | None = (
        rows.exclude(what=What.LATER).select_related("by__user", "person").order_by("-pk").first()
    )
    return found


def _living(person: Person | None) -> Person | None:
    if person is None:
        return None
    person = merged.survivor(person)
    if person.erased_at is not None:
        raise BadInput("Thông tin của người này đã được xóa theo yêu cầu: không khớp vào dòng nào được nữa.")
    return person


def _offered(row: ListRow) -> set[int]:
    ids = {one.person_id for one in candidates_of(row.candidates)}
    return ids | {person.pk for person in merged.standing_for(ids).values()}


def _refuse_two_rows(row: ListRow, person: Person) -> None:
    other = _rows_of(row.incoming_id, person.pk).exclude(pk=row.pk).order_by("double_of", "number").first()
    if other is not None:
        raise AnotherRowIsTheSame(person, other)


def _rows_of(incoming: int, person: int | None) -> QuerySet[Any]:
    return ListRow.objects.filter(incoming=incoming, person=person, verdict=Verdict.LINKED)


def _keep(
    row: ListRow, what: str, person: Person | None, step: UUID, by: Member, at: datetime
) -> ReviewDecision:  # fmt: skip
    offered = candidates_of(row.candidates)
    chosen = next((one for one in offered if person is not None and one.person_id == person.pk), None)
    decision = ReviewDecision.objects.create(
        incoming_id=row.incoming_id, row=row, number=row.number, sheet=row.incoming.sheet, step=step, what=what,
        person=person, likely=chosen.probability if chosen else None, by=by, at=at,
    )  # fmt: skip
    DecidedPair.objects.bulk_create(_pairs(row, decision, offered))
    _stand(row, decision if what != What.LATER else standing_decision(row))
    return decision


def _pairs(row: ListRow, decision: ReviewDecision, offered: Sequence[Candidate]) -> list[DecidedPair]:
    """Who was chosen was the one; all others who were shown were not. A row that is no person, or put off, says
    nothing of any pair."""
    if decision.what in (What.LATER, What.WRONG):
        return []
    standing = merged.standing_for({one.person_id for one in offered})
    chosen = decision.person_id
    return [
        DecidedPair(
            sender_id=row.incoming.sender_id, decision=decision, pattern=one.pattern, at=decision.at,
            same=chosen is not None and one.person_id in standing and standing[one.person_id].pk == chosen,
        )
        for one in offered
        if one.pattern
    ]  # fmt: skip


def _stand(row: ListRow, decision: ReviewDecision | None) -> None:
    """Write what follows from the decision that stands; from the machine's verdict where none does."""
    place, before = place_of(row), row.person_id
    if decision is None:
        row.verdict, row.person_id = place.machine_verdict, place.machine_person_id
        row.double_of, row.decided_at, row.decided_by = place.machine_double, None, None
    else:
        row.verdict, row.person_id = STANDS_FOR[What(decision.what)], decision.person_id
        row.double_of, row.decided_at, row.decided_by = None, decision.at, decision.by
    row.save(update_fields=["verdict", "person", "double_of", "decided_at", "decided_by"])
    place.state = _state_of(row, decision)
    if decision is not None:
        place.taken_by, place.taken_until = None, None
    place.save(update_fields=["state", "taken_by", "taken_until"])
    for person in {before, row.person_id}:
        if person is not None:
            _tell_doubles(row.incoming_id, person)


def _state_of(row: ListRow, decision: ReviewDecision | None) -> str:
    if decision is not None or row.verdict != Verdict.AMBIGUOUS:
        return ReviewPlace.State.SETTLED
    latest = ReviewDecision.objects.filter(incoming=row.incoming_id, number=row.number, undone_at=None).last()
    put_off = latest is not None and latest.what == What.LATER
    return ReviewPlace.State.LATER if put_off else ReviewPlace.State.OPEN


def _tell_doubles(incoming: int, person: int) -> None:
    """One row stands for a person, the others say they are doubles of it: a claim, else what the machine found first,
    else the earliest line."""
    rows = sorted(
        _rows_of(incoming, person).only("number", "double_of", "decided_at", "claimed_at"),
        key=lambda r: (r.claimed_at is None, r.double_of is not None, r.decided_at is not None, r.number),
    )
    for row in rows:
        double_of = None if row is rows[0] else rows[0].number
        if row.double_of != double_of:
            row.double_of = double_of
            row.save(update_fields=["double_of"])


def settle_row(*, row: ListRow, person: Person | None, by: Member, at: datetime) -> ListRow:
    """An officer says who a row is, or that it is none of ours, whatever was said before."""
    stands = standing_decision(row)
    said = Said(
        what=What.SAME if person else What.NOBODY, person=person, step=uuid4(), seen=stands.pk if stands else None
    )
    settle(row=row, said=said, by=by, at=at)
    return row


# -- many rows at once


@transaction.atomic
def settle_together(
    *, received: IncomingList, numbers: Sequence[int], what: str, step: UUID, by: Member, at: datetime
) -> tuple[int, list[str]]:
    """One decision for rows that ask the same question: each is its own best candidate, or nobody. Returns how many
    were settled, and a sentence for each row that was not. Undone as one."""
    if what not in (What.SAME, What.NOBODY):
        raise BadInput("Giải quyết cùng lúc chỉ dùng cho “cùng một người” và “không có trong sổ”.")
    if len(numbers) > MOST_TOGETHER:
        raise BadInput(f"Mỗi lần giải quyết nhiều nhất {MOST_TOGETHER} dòng: mời làm từng phần.")
    lock_to_settle(received)
    rows = received.rows.filter(number__in=numbers, place__isnull=False).select_related("incoming", "place__best")
    done, left = 0, []
    for row in rows.order_by("number"):
        person = row.place.best if what == What.SAME else None
        try:
            if what == What.SAME and person is None:
                raise BadInput(f"Dòng {row.number} không có ai để chọn.")
            with transaction.atomic():
                settle(row=row, said=Said(what=what, person=person, step=step), by=by, at=at)
            done += 1
        except (BadInput, OutOfDate, Locked) as problem:
            left.append(problem.sentence)
    log_event("list.rows_settled_together", about=received, by=by, at=at, rows=done, what=what)
    return done, left


# -- taking back


def last_step(received: IncomingList, by: Member) -> list[ReviewDecision]:
    """What this officer decided last and has not taken back: one row, or those decided together."""
    mine = received.decisions.filter(by=by, undone_at=None)
    latest = mine.order_by("-pk").first()
    if latest is None:
        return []
    return _step(received, by, latest.step)


def _step(received: IncomingList, by: Member, step: UUID) -> list[ReviewDecision]:
    mine = received.decisions.filter(by=by, undone_at=None, step=step)
    return list(mine.select_related("by__user", "person", "row").order_by("number"))


@transaction.atomic
def undo(*, received: IncomingList, step: UUID | None, by: Member, at: datetime) -> list[ReviewDecision]:
    """Take back an own step, the last one where none is told. What stood before stands again; both stay to be read.

    Rows of the step that somebody decided since, or that are claims, stay as they are; when none is left to take
    back, BadInput says so.
    """
    lock_to_settle(received)
    rows = _step(received, by, step) if step else last_step(received, by)
    if not rows:
        raise BadInput("Không còn quyết định nào của bạn ở danh sách này để hoàn tác.")
    back = [one for one in rows if _is_the_latest(one)]
    if not back:
        raise BadInput("Sau đó đã có người quyết định lại, hoặc dòng đã thành ghi nhận: không hoàn tác được nữa.")
    for one in back:
        one.undone_at, one.undone_by = at, by
        one.save(update_fields=["undone_at", "undone_by"])
        if one.row is not None:
            _stand(one.row, standing_decision(one.row))
    log_event("list.rows_undone", about=received, by=by, at=at, rows=len(back))
    return back


def _is_the_latest(decision: ReviewDecision) -> bool:
    if decision.row is None or decision.row.claimed_at is not None:
        return False
    later = ReviewDecision.objects.filter(incoming=decision.incoming_id, number=decision.number, undone_at=None)
    return not later.filter(pk__gt=decision.pk).exists()


# -- after a new cross-check, and for the next list


@transaction.atomic
def say_again(*, received: IncomingList) -> int:
    """After a list was cross-checked again its rows are new: what officers decided of the same lines stands again.
    Returns for how many rows. Called with the queue laid out (queueing.lay_out)."""
    lines = {row.number: row for row in received.rows.all().defer("raw", "read", "said_number")}
    latest: dict[int, ReviewDecision] = {}
    kept = received.decisions.filter(sheet=received.sheet, number__in=list(lines)).select_related("by", "person")
    for decision in kept.order_by("pk"):
        if decision.row_id != lines[decision.number].pk:
            decision.row = lines[decision.number]
            decision.save(update_fields=["row"])
        if decision.undone_at is None and decision.what != What.LATER:
            latest[decision.number] = decision
    for number, decision in latest.items():
        _stand(lines[number], decision)
    return len(latest)


def decided_for(sender: Organisation) -> list[Decided]:
    """What officers said of pairs in this sender's lists, the oldest first: what the next cross-check learns from."""
    pairs = _standing_pairs(sender).order_by("-pk").values_list("pattern", "same")[:MOST_LEARNT]
    return [Decided(pattern, same) for pattern, same in reversed(pairs)]


def _standing_pairs(sender: Organisation) -> QuerySet[DecidedPair]:
    rows: QuerySet[DecidedPair] = DecidedPair.objects.filter(Q(decision=None) | Q(decision__undone_at=None))
    return rows.filter(sender=sender)


def decisions_learnt(received: IncomingList) -> int:
    """How many decisions on earlier lists of this sender the last cross-check of this one knew of."""
    if received.matched_at is None:
        return 0
    pairs = DecidedPair.objects.filter(sender=received.sender_id, at__lt=received.matched_at)
    known = pairs.filter(Q(decision__undone_at=None) | Q(decision__undone_at__gte=received.matched_at))
    count: int = known.exclude(decision__incoming=received.pk).values("decision").distinct().count()
    return count
