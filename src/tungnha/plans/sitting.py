"""A review as it stands: the document, its latest draft with every change played over it, the forms that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from tungnha.ledger.queries import measures_for
from tungnha.plans import marks, queries, review_ops, whom
from tungnha.plans.models import Draft, PlanDocument
from tungnha.plans.models.documents import DraftChange
from tungnha.plans.prepare import matched_again, named_bodies
from tungnha.plans.review import ReviewForm
from tungnha.plans.review_ops import Content
from tungnha.plans.rows import Choices
from tungnha.units import clock
from tungnha.units.models import Area, Member, Organisation

LATEST_SHOWN = 12  # changes listed on the page
HERE = timedelta(minutes=5)  # whoever changed something within it is taken to be here


@dataclass
class Sitting:
    """What stands in a review now; or stood, when a page was opened on `opened_on` after change number `upto`.

    A rival draft may be what is opened: no change is played over it.
    """

    document: PlanDocument
    opened_on: Draft | None = None
    upto: int | None = None

    @cached_property
    def latest(self) -> Draft:
        return queries.latest_draft(self.document)

    @property
    def draft(self) -> Draft:
        return self.opened_on or self.latest

    @property
    def is_rival(self) -> bool:
        return self.draft.beside_id is not None

    @cached_property
    def bodies(self) -> list[Organisation]:
        return queries.organisations_near(self.document.area)

    @cached_property
    def base(self) -> Content:
        return queries.opened_draft(self.document, self.draft, self.bodies)

    @cached_property
    def rows(self) -> list[DraftChange]:
        rows = queries.changes_of(self.draft)
        return [row for row in rows if self.upto is None or row.number <= self.upto]

    @cached_property
    def log(self) -> list[review_ops.Change]:
        return queries.as_log(self.rows)

    @cached_property
    def content(self) -> Content:
        return matched_again(review_ops.play(self.base, self.log), self.bodies)

    @cached_property
    def number(self) -> int:
        """The number of the last change this sitting knows of."""
        return queries.latest_change_number(self.document)

    @cached_property
    def choices(self) -> Choices:
        return choices_of(self.bodies, self.document.area)

    @cached_property
    def form(self) -> ReviewForm:
        return ReviewForm(self.content, self.choices)

    def after(self) -> Sitting:
        """The same review, looked at anew."""
        return Sitting(self.document)

    # --- the document ------------------------------------------------------------------------------------------------

    @property
    def pages(self) -> list[int]:
        starts = (self.content.get("source") or {}).get("page_starts") or []
        return [place for place in starts if isinstance(place, int)] if len(starts) > 1 else []

    @cached_property
    def finds(self) -> list[marks.Find]:
        return marks.finds_of(self.content, len(self.document.text))

    @property
    def blocks(self) -> list[marks.Block]:
        return marks.marked_blocks(self.document.text, self.finds, self.pages)

    def lines(self, numbers: set[int]) -> list[marks.Line]:
        return list(marks.marked_lines(self.document.text, self.finds, self.pages, numbers))

    # --- who did what ------------------------------------------------------------------------------------------------

    def undoable(self, by: Member) -> DraftChange | None:
        """The last change of this officer that holds and that nothing later rests on."""
        standing = {change.number for change in review_ops.active(self.log)}
        own = [row for row in self.rows if row.made_by_id == by.pk and row.number in standing]
        return next((row for row in reversed(own) if not review_ops.in_the_way(self.log, row.number)), None)

    @property
    def history(self) -> list[dict[str, Any]]:
        """The last changes, the newest first, in words."""
        standing = {change.number for change in review_ops.active(self.log)}
        shown = [row for row in reversed(self.rows) if row.operation.get("do") != "form"][:LATEST_SHOWN]
        return [
            {
                "row": row,
                "words": review_ops.words(row.operation) + self._undone(row),
                "can_undo": row.number in standing and not review_ops.in_the_way(self.log, row.number),
                "is_undone": row.number not in standing and row.operation["do"] != "undo",
            }
            for row in shown
        ]

    def _undone(self, row: DraftChange) -> str:
        if row.operation["do"] != "undo":
            return ""
        target = next((other for other in self.rows if other.number == row.operation["change"]), None)
        return f"việc {review_ops.words(target.operation)}" if target else ""

    def others_here(self, by: Member) -> list[DraftChange]:
        """The last change of each other officer within some minutes: who is working here now."""
        since = clock.now() - HERE
        latest = {row.made_by_id: row for row in self.rows if row.made_by_id != by.pk and row.made_at >= since}
        return list(latest.values())

    # --- the register ------------------------------------------------------------------------------------------------

    @property
    def missing_bodies(self) -> list[dict[str, str]]:
        missing = whom.missing_bodies(named_bodies(self.content), self.bodies)
        return [{"name": name, "kind": kind} for name, kind in missing]

    @property
    def villages(self) -> dict[str, int] | None:
        """Where the plan names another number of villages than the register holds."""
        stated = (self.content.get("scope") or {}).get("villages")
        if not stated or self.document.area.kind != Area.Kind.COMMUNE:
            return None
        here = self.document.area.children.standing_on(clock.today()).count()
        return None if here == stated else {"stated": stated, "here": here}


def choices_of(bodies: Sequence[Organisation], area: Area) -> Choices:
    """Teams and, for a province, its communes' committees are chosen as a group."""
    provincial = area.kind == Area.Kind.PROVINCE
    measures = list(measures_for(area))
    few = [
        body for body in bodies if body.kind != Organisation.Kind.TEAM and not (provincial and body.area_id != area.pk)
    ]
    named = [(str(body.pk), body.label) for body in few]
    return Choices(
        measures=[(measure.code, measure.name) for measure in measures],
        bodies=[*[(key, words) for key, (words, _) in whom.GROUPS.items()], *named],
        measure_words={measure.code: (measure.numerator, measure.denominator) for measure in measures},
    )
