"""How far the review of a list is, who else is at it, what was decided last."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.db.models import Count, F, QuerySet

from tungnha.lists.models import IncomingList, ListRow, ReviewDecision, ReviewPlace
from tungnha.lists.operations.queueing import free_for, waiting
from tungnha.lists.operations.settling import decisions_learnt, last_step, words_of
from tungnha.lists.reviewing.order import (
    ENOUGH_BEFORE,
    FEWEST_TOGETHER,
    MOST_TOGETHER,
    NOBODY_UP_TO,
    SAME_FROM,
)
from tungnha.lists.reviewing.sides import listed_of
from tungnha.units.models import Member

PACE_OVER = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)  # whoever takes longer over one row went for tea
LEAST_FOR_PACE = 3
NEXT_SHOWN, LAST_SHOWN = 10, 6
State = ReviewPlace.State
What = ReviewDecision.What


@dataclass
class Sitting:
    """One officer at the review of one list, now."""

    received: IncomingList
    by: Member
    at: datetime

    @property
    def _asked(self) -> QuerySet[ReviewPlace]:
        """The rows the machine asks about; one it was sure of that somebody opened is none of them."""
        return self.received.places.filter(machine_verdict=ListRow.Verdict.AMBIGUOUS).order_by()

    @cached_property
    def _states(self) -> Counter[str]:
        return Counter(dict(self._asked.values_list("state").annotate(n=Count("pk"))))

    @property
    def total(self) -> int:
        return self._states.total()

    @property
    def settled(self) -> int:
        return self._states[State.SETTLED]

    @property
    def put_off(self) -> int:
        return self._states[State.LATER]

    @property
    def left(self) -> int:
        return self.total - self.settled

    @cached_property
    def pace(self) -> int | None:
        """Rows a minute of this officer over the last ten minutes, pauses left out; None before there is something to
        say."""
        since = self.at - PACE_OVER
        mine = self.received.decisions.filter(by=self.by, at__gt=since, undone_at=None).exclude(what=What.LATER)
        times = list(mine.order_by("at").values_list("at", flat=True))
        spent = sum((min(later - earlier, PAUSE) for earlier, later in pairwise(times)), timedelta()).total_seconds()
        return max(round((len(times) - 1) * 60 / spent), 1) if len(times) >= LEAST_FOR_PACE and spent else None

    @cached_property
    def others(self) -> list[ReviewPlace]:
        """Rows other officers look at now."""
        rows = self.received.places.filter(taken_until__gt=self.at).exclude(taken_by=self.by).exclude(taken_by=None)
        return list(rows.select_related("taken_by__user", "row").order_by("taken_by", "place"))

    @cached_property
    def learnt(self) -> int:
        return decisions_learnt(self.received)

    # -- the list beside

    def following(self, current: ReviewPlace | None) -> list[dict[str, Any]]:
        """What is asked next, the row in hand among it."""
        start = current.place if current is not None and current.state == State.OPEN else 0
        rows = waiting(self.received, start=start, most=NEXT_SHOWN)
        return [self._waits(place, current) for place in rows]

    def _waits(self, place: ReviewPlace, current: ReviewPlace | None) -> dict[str, Any]:
        taken = place.is_taken(self.by, self.at) and place.taken_by is not None
        return {
            "place": place, "number": place.row.number, "name": listed_of(place.row).name,
            "taken_by": place.taken_by.user.full_name if taken and place.taken_by else "",
            "current": current is not None and place.pk == current.pk, "put_off": place.state == State.LATER,
        }  # fmt: skip

    @cached_property
    def lately(self) -> list[dict[str, Any]]:
        """What was decided last, by whomever, the newest first."""
        rows = self.received.decisions.filter(undone_at=None).select_related("by__user", "person")
        return [{"decision": one, "words": words_of(one), "mine": one.by_id == self.by.pk} for one in
                rows.order_by("-pk")[:LAST_SHOWN]]  # fmt: skip

    @cached_property
    def undoable(self) -> list[ReviewDecision]:
        return last_step(self.received, self.by)

    @property
    def undo_words(self) -> str:
        if not self.undoable:
            return ""
        first = self.undoable[0]
        if len(self.undoable) > 1:
            return f"{len(self.undoable)} dòng giải quyết cùng lúc"
        return f"dòng {first.number}: {words_of(first)}"

    @property
    def results(self) -> list[tuple[str, int]]:
        """How the rows of the queue ended, for whoever has come to the end."""
        settled = self._asked.filter(state=State.SETTLED)
        counts = Counter(dict(settled.values_list("row__verdict").annotate(n=Count("pk"))))
        doubles = settled.filter(row__double_of__isnull=False).count()
        words = {
            "linked": "khớp với một người trong sổ",
            "not_found": "không có trong sổ",
            "unreadable": "không phải một người",
        }
        told = [(label, counts[verdict]) for verdict, label in words.items()]
        return [*told, ("trong đó là dòng trùng của một dòng khác", doubles)] if doubles else told


@dataclass(frozen=True)
class Together:
    """Rows that surely ask one question, the first of them the row in hand, and the one answer that can be given to
    all. `before`: how many rows of that question were answered so already; 0 where the likelihood alone says it."""

    what: str
    rows: QuerySet[ReviewPlace]
    before: int = 0


def together(place: ReviewPlace, by: Member, at: datetime) -> Together | None:
    """None where each row must be looked at alone.

    Surely: the same pattern of agreement, one candidate worth a thought, nobody chosen for two rows, and either likely
    or unlikely enough, or answered in one way whenever it was asked of this list so far.
    """
    if not place.alone or place.state == State.SETTLED:
        return None
    what, before = _as_before(place)
    alike = ReviewPlace.objects.filter(
        free_for(by, at), incoming=place.incoming_id, question=place.question, alone=True, best__isnull=False
    ).exclude(state=State.SETTLED)
    if not before:
        what = What.SAME if place.likely >= SAME_FROM else What.NOBODY if place.likely <= NOBODY_UP_TO else ""
        alike = alike.filter(likely__gte=SAME_FROM) if what == What.SAME else alike.filter(likely__lte=NOBODY_UP_TO)
    if what == What.SAME:
        twice = alike.order_by().values("best").annotate(n=Count("pk")).filter(n__gt=1).values("best")
        has_row = place.incoming.rows.filter(verdict=ListRow.Verdict.LINKED, person__isnull=False).values("person")
        alike = alike.exclude(best__in=twice).exclude(best__in=has_row)
    ids = list(alike.order_by("place").values_list("pk", flat=True)[:MOST_TOGETHER]) if what else []
    if len(ids) < FEWEST_TOGETHER or not alike.filter(pk=place.pk).exists():
        return None
    first = [place.pk, *(pk for pk in ids if pk != place.pk)][:MOST_TOGETHER]
    return Together(what, ReviewPlace.objects.filter(pk__in=first).order_by("place"), before)


def _as_before(place: ReviewPlace) -> tuple[str, int]:
    """The answer officers gave whenever this list asked this question, and how often; ("", 0) where they differed or
    said too little."""
    settled = ReviewPlace.objects.filter(incoming=place.incoming_id, question=place.question, state=State.SETTLED)
    asked = settled.filter(row__decided_at__isnull=False).count()
    if asked < ENOUGH_BEFORE:
        return "", 0
    if settled.filter(row__verdict=ListRow.Verdict.LINKED, row__person=F("best")).count() == asked:
        return What.SAME, asked
    return (What.NOBODY, asked) if settled.filter(row__verdict=ListRow.Verdict.NOT_FOUND).count() == asked else ("", 0)
