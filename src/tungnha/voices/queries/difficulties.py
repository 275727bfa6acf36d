"""Which difficulties there are: lists, groups that say the same, counts of a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from tungnha.drafting.numbers import count
from tungnha.units.models import Area, Member, Role
from tungnha.voices.models import Difficulty, DifficultyStep
from tungnha.voices.rules.subjects import catalogue, name_of

TOLD = (DifficultyStep.Kind.DECIDED, DifficultyStep.Kind.ANSWERED)
# In an address → what is looked for.
VIEWS = {
    "cho": "Đang chờ", "qua-han": "Quá hạn", "quyet": "Chờ quyết", "tra-loi": "Đã trả lời", "xong": "Đã xong",
    "tat-ca": "Tất cả",
}  # fmt: skip


def loaded(rows: QuerySet[Difficulty]) -> QuerySet[Difficulty]:
    return rows.select_related("area__parent", "level", "owner", "unit", "raised_by__user", "campaign")


def listed(member: Member, view: str, now: datetime) -> QuerySet[Difficulty]:
    """What a member sees of one view, the most pressing first."""
    rows: QuerySet[Difficulty] = Difficulty.objects.visible_to(member)
    rows = rows.filter(_of_view(view, now))
    return loaded(rows).order_by("due_at" if view in ("cho", "qua-han", "quyet") else "-stored_at", "pk")


def _of_view(view: str, now: datetime) -> Q:
    return {
        "cho": Q(state__in=Difficulty.OPEN), "qua-han": Q(state__in=Difficulty.OPEN, due_at__lte=now),
        "quyet": Q(state=Difficulty.State.DECIDING), "tra-loi": Q(state=Difficulty.State.ANSWERED),
        "xong": Q(state=Difficulty.State.CLOSED), "tat-ca": Q(),
    }[view]  # fmt: skip


def counts(member: Member, now: datetime) -> dict[str, int]:
    rows = Difficulty.objects.visible_to(member)
    return {view: rows.filter(_of_view(view, now)).count() for view in ("cho", "qua-han", "quyet", "tra-loi")}


@dataclass
class Group:
    """All that say the same: “17 thôn: không có sóng”."""

    code: str
    name: str
    said: str
    rows: list[Difficulty] = field(default_factory=list)

    @property
    def villages(self) -> list[Area]:
        found = {row.area_id: row.area for row in self.rows if row.area.kind == Area.Kind.VILLAGE}
        return sorted(found.values(), key=lambda area: (area.order, area.code))

    @property
    def open(self) -> list[Difficulty]:
        return [row for row in self.rows if row.is_open]

    @property
    def words(self) -> str:
        """`17 thôn: không có sóng`; of one place its name; where none is a village, how many said so."""
        places = self.villages
        if len(places) == 1 and len(self.rows) == 1:
            return f"{places[0].title}: {self.said}"
        where = f"{count(len(places))} thôn" if places else f"{count(len(self.rows))} lượt nêu"
        return f"{where}: {self.said}"


def groups(rows: Iterable[Difficulty]) -> list[Group]:
    """By subject, the one of most villages first."""
    found: dict[str, Group] = {}
    said = {one.code: one.said for one in catalogue()}
    for row in rows:
        group = found.setdefault(row.subject, Group(row.subject, name_of(row.subject), said.get(row.subject, "")))
        group.rows.append(row)
    return sorted(found.values(), key=lambda one: (-len(one.villages), -len(one.rows), one.code))


def steps_of(row: Difficulty) -> QuerySet[DifficultyStep]:
    return row.steps.select_related("by__user", "by__organisation", "level", "owner").order_by("at", "pk")


def raised_between(area: Area, first: datetime, last: datetime) -> QuerySet[Difficulty]:
    """Raised in an area and all below it, between two instants, both included; with what was told back."""
    rows = Difficulty.objects.filter(area__path__startswith=area.path, stored_at__range=(first, last))
    told = DifficultyStep.objects.filter(kind__in=TOLD).order_by("at", "pk")
    return loaded(rows).prefetch_related(Prefetch("steps", queryset=told, to_attr="told")).order_by("stored_at", "pk")


@dataclass(frozen=True)
class Tally:
    """`on_time`: answered before the day it was due; `late`: still open past it. `decisions`: their days."""

    raised: int
    answered: int
    on_time: int
    late: int
    decisions: tuple[date, ...]


def tally(rows: Sequence[Difficulty], at: datetime) -> Tally:
    answered = [row for row in rows if not row.is_open]
    on_time = [row for row in answered if row.answered_at and row.answered_at < row.due_at and not row.rung]
    days = [
        step.decided_on for row in rows for step in getattr(row, "told", ()) if step.kind == DifficultyStep.Kind.DECIDED
    ]
    return Tally(
        len(rows), len(answered), len(on_time), sum(row.is_open and row.due_at <= at for row in rows),
        tuple(sorted(day for day in days if day)),
    )  # fmt: skip


def to_decide(member: Member) -> QuerySet[Difficulty]:
    """What waits for the word of a leader of this level."""
    rows = Difficulty.objects.visible_to(member).filter(state=Difficulty.State.DECIDING, level=member.area)
    return loaded(rows).order_by("due_at", "pk")


def mine_to_answer(member: Member) -> QuerySet[Difficulty]:
    """What waits for the member's own body, or for the desk the member works at."""
    rows = Difficulty.objects.visible_to(member).filter(state__in=Difficulty.OPEN)
    mine = Q(pk__in=[])
    if member.organisation_id is not None and member.sees_own_organisation:
        mine |= Q(owner=member.organisation)
    if member.role in (Role.OFFICER, Role.DATA_STEWARD):
        mine |= Q(owner=None, level=member.area)
    return loaded(rows.filter(mine)).order_by("due_at", "pk")
