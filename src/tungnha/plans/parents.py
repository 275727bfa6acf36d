"""Which plan a document follows: by the mark of a draft handed down, else by the number and day it cites.

What was assigned from above is held against what the lower plan says; a difference is asked about, never settled.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any
from xml.etree import ElementTree

from django.db.models import Prefetch

from tungnha.drafting.numbers import count as count_vi
from tungnha.identity import names
from tungnha.plans.models import Plan, PlanDocument, ShareStep, Target
from tungnha.plans.operations.sharing import settled_steps
from tungnha.plans.receivers import goes_to_bodies, own_bodies
from tungnha.plans.rules import level_words, needed_count
from tungnha.units.models import Area, Organisation

MARK = "tungnha-giao-xuong"
LARGEST_PROPERTIES = 200_000  # bytes: a file's properties are a page; more is no file of ours
TOLD = 0.8  # of a target's words: so many in a task or an order say it there
ALIKE = 0.55  # of the words of two targets, where no way of counting tells
_MARK = re.compile(rf"{MARK}:(\d{{1,12}}):([ao])(\d{{1,12}})")


@dataclass(frozen=True)
class Followed:
    """The plan a document follows and, where a mark says so, the unit it was drafted for."""

    plan: Plan
    area: Area | None = None
    organisation: Organisation | None = None

    @property
    def is_marked(self) -> bool:
        return self.area is not None or self.organisation is not None


def mark_of(data: bytes) -> tuple[int, str, int] | None:
    """(plan, a or o, unit) from a Word file's properties; None of any other file. Nothing of the file is run."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            info = packed.getinfo("docProps/core.xml")
            if info.file_size > LARGEST_PROPERTIES:
                return None
            text = packed.read(info)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            return None
        words = " ".join(element.text or "" for element in ElementTree.fromstring(text).iter())
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, OSError, RuntimeError, ValueError, EOFError):
        return None
    found = _MARK.search(words)
    return (int(found[1]), found[2], int(found[3])) if found else None


def followed(document: PlanDocument, content: dict[str, Any]) -> Followed | None:
    """The plan above a document's; only one of its own area or of an area above it."""
    return _by_mark(document) or _by_number(document.area, content)


def _by_mark(document: PlanDocument) -> Followed | None:
    try:
        with document.file.open("rb") as file:
            mark = mark_of(file.read())
    except OSError:
        return None
    if mark is None:
        return None
    above = Plan.objects.filter(pk=mark[0], campaign__area__path__in=document.area.ancestor_paths())
    plan = above.select_related("campaign__area").first()
    if plan is None:
        return None
    if mark[1] == "a":
        area = Area.objects.filter(pk=mark[2], parent=plan.campaign.area).first()
        return Followed(plan, area=area) if area is not None and document.area.contains(area) else None
    body = Organisation.objects.filter(pk=mark[2], area=plan.campaign.area).select_related("area").first()
    return Followed(plan, organisation=body) if body and body.area_id == document.area_id else None


def _by_number(area: Area, content: dict[str, Any]) -> Followed | None:
    """The plan of a higher level that this one names as its parent, or of the committee of the same area (a
    department follows its province's); where both give a day, the days agree."""
    cited = content.get("parent") or {}
    number, _, symbol = re.sub(r"\s", "", str(cited.get("symbol") or "")).partition("/")
    if not symbol:
        return None
    rows = Plan.objects.filter(number__in=(number, number.lstrip("0")), campaign__area__path__in=area.ancestor_paths())
    day = _day(cited.get("date"))
    issuer = names.fold(str(cited.get("issuer") or ""))
    for plan in rows.select_related("campaign__area", "organisation"):
        if plan.campaign.area_id == area.pk and not (issuer and names.fold(plan.organisation.name).startswith(issuer)):
            continue
        same_symbol = names.fold(re.sub(r"\s", "", plan.symbol)) == names.fold(symbol)
        if same_symbol and (day is None or plan.issued_on is None or day == plan.issued_on):
            return Followed(plan)
    return None


def _day(iso: Any) -> date | None:
    try:
        return date.fromisoformat(str(iso))
    except ValueError:
        return None


# --- assigned against own --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Assigned:
    """A target from above beside what the lower plan says of it (`own` is None: nothing)."""

    above: Target
    own: Target | None
    given: int | None  # the number handed down; None: the level is the same for everyone
    stated: int | None  # the number the lower plan needs

    @property
    def gap(self) -> int | None:
        return None if self.given is None or self.stated is None else self.stated - self.given

    @property
    def given_words(self) -> str:
        return _level(self.above) if self.given is None else count_vi(self.given)

    @property
    def own_words(self) -> str:
        if self.own is None:
            return ""
        return _level(self.own) if self.given is None or self.stated is None else count_vi(self.stated)

    @property
    def words(self) -> str:
        """`Cấp trên giao 3.496, kế hoạch ghi 3.400: thấp hơn 96`; "" where they agree."""
        what = f"Chỉ tiêu “{self.above.label}”"
        if self.own is None:
            return f"{what}: cấp trên giao {self.given_words}, kế hoạch này không nêu."
        if self.gap:
            side = "thấp hơn" if self.gap < 0 else "cao hơn"
            return (
                f"{what}: cấp trên giao {self.given_words}, kế hoạch ghi {self.own_words}:"
                f" {side} {count_vi(abs(self.gap))}."
            )
        if self.given is None and _lower_level(self.above, self.own):
            return f"{what}: cấp trên giao {self.given_words}, kế hoạch ghi {self.own_words}."
        return ""

    def options(self) -> list[Any]:
        """What may be answered: the number given from above (which sets it), or the plan's own."""
        if self.own is None:
            return [f"theo số được giao: {self.given_words}"]
        counted = self.own.unit.strip() != "%" and self.own.stated_count is None
        if self.given is None:
            values: dict[str, Any] = {"value": str(self.above.value), "comparator": self.above.comparator}
        else:
            values = {"value" if counted else "stated_count": self.given}
        changes = [
            {"part": "target", "row": self.own.pk, "field": name, "value": value} for name, value in values.items()
        ]
        return [
            {"text": f"theo số được giao: {self.given_words}", "changes": changes},
            f"giữ số của kế hoạch: {self.own_words}",
        ]

    @property
    def is_below(self) -> bool:
        return self.own is not None and bool(
            (self.gap is not None and self.gap < 0) or (self.given is None and _lower_level(self.above, self.own))
        )


def _level(target: Target) -> str:
    return level_words(target.comparator, target.value, target.unit)


def _lower_level(above: Target, own: Target) -> bool:
    if above.value is None or own.value is None or above.unit != own.unit:
        return False
    return own.value < above.value


@dataclass(frozen=True)
class Above:
    """What a plan has handed down, loaded once for all the plans below it."""

    targets: list[Target]
    steps: dict[int, ShareStep]
    bodies: dict[int, set[int]]  # target of a level for everyone that goes to bodies → the bodies it goes to

    @classmethod
    def of(cls, plan: Plan) -> Above:
        targets = [t for t in plan.targets.select_related("measure") if t.role == Target.Role.TARGET]
        steps = settled_steps(targets)
        level = [t for t in targets if t.pk in steps and steps[t.pk].method == ShareStep.Method.LEVEL]
        return cls(targets, steps, {t.pk: {r.pk for r in own_bodies(plan, t)} for t in level if goes_to_bodies(t)})


def children_of(plan: Plan) -> list[Plan]:
    """The plans that follow one, the latest of a unit last, with their targets."""
    targets = Prefetch("targets", Target.objects.select_related("measure"))
    rows = plan.children.select_related("campaign__area", "parent__campaign__area", "organisation")
    return list(rows.prefetch_related(targets, "tasks", "assignments__duties").order_by("confirmed_at"))


def assigned_to(plan: Plan, handed: Above | None = None) -> list[Assigned]:
    """Every target that was handed down to a plan's own unit, beside the plan's own figure."""
    if plan.parent is None:
        return []
    handed = handed or Above.of(plan.parent)
    above = handed.targets
    own = [t for t in plan.targets.all() if t.role == Target.Role.TARGET]
    given = _given(handed, plan)
    pairs = _pairs([t for t in above if t.pk in given], own, given)
    found = [
        Assigned(
            target, pairs.get(target.pk), given[target.pk], _stated(twin) if (twin := pairs.get(target.pk)) else None
        )
        for target in above
        if target.pk in given
    ]
    told = _told_elsewhere(plan) if any(row.own is None and row.given is None for row in found) else []
    missing = (row for row in found if row.own is None and row.given is None)
    said = {row.above.pk for row in missing if _is_told(row.above, told)}
    return _without_repeats([row for row in found if row.above.pk not in said])


def _given(handed: Above, plan: Plan) -> dict[int, int | None]:
    """Target → the number handed down to a plan's unit; None where it is the same level for everyone it is for."""
    key = receiver_key(plan)
    found: dict[int, int | None] = {}
    for target in handed.targets:
        step = handed.steps.get(target.pk)
        if step is not None and (
            key in step.counts or (step.method == ShareStep.Method.LEVEL and _is_for(target, plan, handed))
        ):
            found[target.pk] = step.counts.get(key)
    return found


def _is_for(target: Target, plan: Plan, handed: Above) -> bool:
    """Whether a level of everyone is asked of a plan's unit: people's of areas, bodies' of the bodies it goes to. A
    commune answers for its own bodies' too; a village has none."""
    if receiver_key(plan).startswith("a"):
        return not goes_to_bodies(target) or plan.campaign.area.kind == Area.Kind.COMMUNE
    return plan.organisation_id in handed.bodies.get(target.pk, set())


def _told_elsewhere(plan: Plan) -> list[str]:
    """What a plan says beside its targets: results and names of tasks, orders to its bodies. Folded."""
    tasks = [text for row in plan.tasks.all() for text in (row.result, row.name)]
    orders = [row.text for each in plan.assignments.all() for row in each.duties.all()]
    return [names.fold(" ".join(text.split())) for text in (*tasks, *orders) if text]


def _is_told(target: Target, told: Sequence[str]) -> bool:
    """A level of everyone is said by a task or an order as well, in its own words or near them, with its figure."""
    words = names.fold(" ".join(target.text.split()))
    figure = set(re.findall(r"\d+(?:[.,]\d+)?", words))
    return any(
        words in text or (figure <= set(re.findall(r"\d+(?:[.,]\d+)?", text)) and _ratio(words, text) >= TOLD)
        for text in told
    )


def _ratio(words: str, text: str) -> float:
    """How much of the first stands in the second, in its order."""
    one, two = words.split(), text.split()
    found = sum(block.size for block in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks())
    return found / max(len(one), 1)


def _pairs(above: Sequence[Target], own: Sequence[Target], given: dict[int, int | None]) -> dict[int, Target]:
    """Each target above with the one that answers it: first those of one day, then what is left over."""
    found: dict[int, Target] = {}
    for same_day in (True, False):
        for target in above:
            taken = {t.pk for t in found.values()}
            left = [t for t in own if t.pk not in taken and (not same_day or t.due_on == target.due_on)]
            twin = _twin(target, left, given[target.pk]) if target.pk not in found else None
            if twin is not None:
                found[target.pk] = twin
    return found


def _without_repeats(rows: list[Assigned]) -> list[Assigned]:
    """Two targets above may be one number here ("63,80 %", "trên 63,80 %"): what one of them answers is not missing."""
    answered = {(row.above.measure_id, row.above.due_on) for row in rows if row.own is not None}

    def is_answered(row: Assigned) -> bool:
        return row.above.measure_id is not None and (row.above.measure_id, row.above.due_on) in answered

    return [row for row in rows if row.own is not None or not is_answered(row)]


def receiver_key(plan: Plan) -> str:
    """Who the plan's unit is in its parent's hand-down: the area below the parent's, else the issuing body."""
    assert plan.parent is not None
    area, top = plan.campaign.area, plan.parent.campaign.area
    return f"o{plan.organisation_id}" if area.pk == top.pk else f"a{area.pk}"


def _stated(target: Target) -> int | None:
    return needed_count(
        comparator=target.comparator, value=target.value, unit=target.unit, base=target.stated_base,
        stated_count=target.stated_count,
    ).count  # fmt: skip


def _twin(above: Target, own: Sequence[Target], given: int | None) -> Target | None:
    """The target of the lower plan that says what one above says: counted the same way, by the nearest day; else the
    one whose words are most alike."""
    same = [t for t in own if t.measure_id and t.measure_id == above.measure_id]
    if same:
        return min(same, key=lambda t: (_days_apart(t, above), _stated(t) != given, t.order))
    alike = [(_alike(above, t), -t.order, t) for t in own]
    best = max(alike, key=lambda row: row[:2], default=None)
    return best[2] if best and best[0] >= ALIKE else None


def _days_apart(a: Target, b: Target) -> int:
    if a.due_on is None or b.due_on is None:
        return 0 if a.due_on == b.due_on else 10_000
    return abs((a.due_on - b.due_on).days)


def _alike(a: Target, b: Target) -> float:
    if a.due_on and b.due_on and a.due_on != b.due_on:
        return 0.0
    one, two = (names.fold(re.sub(r"[\d.,%]+", " ", t.text)).split() for t in (a, b))
    return SequenceMatcher(None, one, two).ratio()
