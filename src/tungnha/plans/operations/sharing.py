"""Targets handed down (docs/decisions/0010-hand-down.md): every hand-down is a step, and the latest one counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tungnha.plans.models import Plan, ShareStep, Target, TargetShare
from tungnha.plans.rules import by_weight, needed_count
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, OutOfDate

Method = ShareStep.Method
MOST = 2_000_000_000  # what a column of the database holds


@dataclass(frozen=True)
class HandDown:
    """What an officer hands down of one target. Keys of `counts`: `a12` for an area, `o7` for a body; a blank is None.

    `base_number` is the number of the step the page was opened on (0: none yet).
    """

    target: Target
    method: str
    base_number: int
    counts: Mapping[str, int | None] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, int]:
        return {key: count for key, count in self.counts.items() if count is not None}


class HandedDownMeanwhile(OutOfDate):
    """Somebody else handed these targets down since the page was opened. Nothing was stored."""

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__(
            "Trong lúc đang sửa, có người khác vừa giao lại chỉ tiêu. Số bạn ghi còn nguyên trên trang;"
            " mời so với số đang giao ghi bên dưới từng ô rồi bấm lại."
        )
        self.targets = targets


def total_of(target: Target) -> int | None:
    """How many there are to hand down; None while it cannot be known."""
    return needed_count(
        comparator=target.comparator, value=target.value, unit=target.unit, base=target.stated_base,
        stated_count=target.stated_count,
    ).count  # fmt: skip


@transaction.atomic
def hand_down(
    *, plan: Plan, wanted: Sequence[HandDown], settle: bool, by: Member, at: datetime
) -> list[ShareStep]:  # fmt: skip
    """Hand targets of a plan down, all or none. Settled, each adds up exactly to its total or BadInput says by how
    much it does not; otherwise it is kept as it is and counts nowhere. What stands so already makes no step."""
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    wanted = _as_they_are_now(plan, wanted)
    latest = latest_steps(w.target for w in wanted)
    late = [w for w in wanted if _number(latest.get(w.target.pk)) != w.base_number and not _same(w, latest, settle)]
    if late:
        raise HandedDownMeanwhile([w.target for w in late])
    receivers = _receivers(plan, {key for w in wanted for key in w.counts}, at)
    for one in wanted:
        _check(one, settle=settle)
    fresh = [w for w in wanted if not _same(w, latest, settle)]
    return [_step(w, latest.get(w.target.pk), receivers, settle=settle, by=by, at=at) for w in fresh]


def _as_they_are_now(plan: Plan, wanted: Sequence[HandDown]) -> list[HandDown]:
    """The same with the targets as the plan has them under the lock: a version may have come since."""
    standing = {t.pk: t for t in Target.objects.filter(plan=plan).select_related("measure")}
    gone = [w.target for w in wanted if w.target.pk not in standing]
    if gone:
        raise BadInput(f"“{gone[0].label}” không còn trong kế hoạch; mời mở lại trang giao chỉ tiêu.")
    return [replace(w, target=standing[w.target.pk]) for w in wanted]


def latest_steps(targets: Iterable[Target]) -> dict[int, ShareStep]:
    """Each target's latest step, settled or not."""
    steps = ShareStep.objects.filter(target__in=[t.pk for t in targets]).order_by("number").select_related("before")
    return {step.target_id: step for step in steps}


def settled_steps(targets: Iterable[Target]) -> dict[int, ShareStep]:
    """Each target's latest settled step: what counts."""
    steps = ShareStep.objects.filter(target__in=[t.pk for t in targets], settled=True).order_by("number")
    return {step.target_id: step for step in steps.select_related("before", "made_by__user")}


def _number(step: ShareStep | None) -> int:
    return step.number if step else 0


def _same(wanted: HandDown, latest: Mapping[int, ShareStep], settle: bool) -> bool:
    step = latest.get(wanted.target.pk)
    if step is None or (step.settled and step.method == wanted.method == Method.NONE):
        return not wanted.known and wanted.method != Method.LEVEL
    said = (step.method, step.counts, step.settled, step.total)
    return said == (wanted.method, wanted.known, settle, total_of(wanted.target))


def _receivers(plan: Plan, keys: set[str], at: datetime) -> dict[str, Area | Organisation]:
    """The areas right below the plan's, and bodies of its own area, as they stand; anything else is refused."""
    here = plan.campaign.area
    areas = {f"a{area.pk}": area for area in Area.objects.filter(parent=here)}
    bodies = {f"o{body.pk}": body for body in Organisation.objects.filter(area=here)}
    known: dict[str, Area | Organisation] = {**areas, **bodies}
    if not keys <= set(known):
        raise BadInput("Chỉ giao được cho địa bàn trực thuộc và đơn vị của chính cấp ban hành kế hoạch này.")
    on = timezone.localtime(at).date()
    standing = set(Area.objects.filter(parent=here).standing_on(on).values_list("pk", flat=True))
    for key in sorted(keys):
        to = known[key]
        if (isinstance(to, Area) and to.pk not in standing) or (isinstance(to, Organisation) and to.valid_to):
            name = to.title if isinstance(to, Area) else to.label
            raise BadInput(f"{name} không còn trong sổ (đã sáp nhập hoặc giải thể); mời chia lại cho các nơi hiện có.")
    return known


def _check(one: HandDown, *, settle: bool) -> None:
    if one.method not in Method.values:
        raise BadInput("Cách chia không có trong danh sách; mời chọn lại.")
    if any(count < 0 or count > MOST for count in one.known.values()):
        raise BadInput(f"“{one.target.label}”: có số âm hoặc quá lớn; mời xem lại từng ô.")
    if not settle or one.method in (Method.LEVEL, Method.NONE):
        return
    total, given = total_of(one.target), sum(one.known.values())
    if total is not None and given != total:
        words = f"còn thiếu {_vn(total - given)}" if given < total else f"thừa {_vn(given - total)}"
        raise BadInput(f"“{one.target.label}”: các số cộng lại là {_vn(given)}, phải là {_vn(total)} ({words}).")
    if not one.known:
        raise BadInput(f"“{one.target.label}”: chưa ghi số nào để giao.")


def _vn(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _step(
    one: HandDown, latest: ShareStep | None, receivers: Mapping[str, Area | Organisation], *, settle: bool,
    by: Member | None, at: datetime,
) -> ShareStep:  # fmt: skip
    counts = {} if one.method in (Method.LEVEL, Method.NONE) else one.known
    step = ShareStep.objects.create(
        target=one.target, number=_number(latest) + 1, method=one.method, counts=counts, weights=dict(one.weights),
        total=total_of(one.target), settled=settle, before=_standing(latest), made_at=at, made_by=by,
    )  # fmt: skip
    if settle:
        _write_shares(step, receivers)
    log_event(
        "plan.target_shared" if settle else "plan.hand_down_kept", about=one.target, by=by, at=at, step=step.number,
        areas=len(counts), total=step.total,
    )  # fmt: skip
    return step


def _standing(latest: ShareStep | None) -> ShareStep | None:
    """The settled step that counts when the next one is made."""
    if latest is None or latest.settled:
        return latest
    return latest.before


def _write_shares(step: ShareStep, receivers: Mapping[str, Area | Organisation]) -> None:
    step.target.shares.all().delete()
    made = []
    for key, count in step.counts.items():
        to = receivers[key]
        made.append(
            TargetShare(target=step.target, count=count, area=to)
            if isinstance(to, Area)
            else TargetShare(target=step.target, count=count, organisation=to)
        )
    TargetShare.objects.bulk_create(made)


@transaction.atomic
def undo_hand_down(*, target: Target, base_number: int, by: Member, at: datetime) -> ShareStep:
    """Bring back what stood before the latest step, as a step of its own. What was not settled is simply put aside."""
    plan = target.plan
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    latest = latest_steps([target]).get(target.pk)
    if latest is None or (latest.method == Method.NONE and latest.before is None):
        raise BadInput("Chưa có lần giao nào để hoàn tác.")
    if latest.number != base_number:
        raise HandedDownMeanwhile([target])
    back = latest.before
    step = ShareStep.objects.create(
        target=target, number=latest.number + 1, method=back.method if back else Method.NONE,
        counts=back.counts if back else {}, weights=back.weights if back else {}, total=back.total if back else None,
        settled=True, before=back.before if back else None, made_at=at, made_by=by,
    )  # fmt: skip
    _write_shares(step, _receivers(plan, set(step.counts), at))
    log_event("plan.hand_down_undone", about=target, by=by, at=at, step=step.number, undone=latest.number)
    return step


@transaction.atomic
def share_target(
    *, target: Target, areas: Sequence[Area], weights: Sequence[int], by: Member | None, at: datetime
) -> list[TargetShare]:
    """Hand one target down to areas by given weights, in place of whatever stood."""
    total = total_of(target)
    if total is None:
        why = needed_count(
            comparator=target.comparator, value=target.value, unit=target.unit, base=target.stated_base,
            stated_count=target.stated_count,
        ).why  # fmt: skip
        raise BadInput(f"Chưa giao được: {why}")
    counts = dict(zip((f"a{area.pk}" for area in areas), largest_remainder(total, weights), strict=True))
    Plan.objects.select_for_update(no_key=True).get(pk=target.plan_id)
    one = HandDown(
        target=target, method=Method.PEOPLE, base_number=0, counts=counts,
        weights={f"a{area.pk}": weight for area, weight in zip(areas, weights, strict=True)},
    )  # fmt: skip
    receivers = _receivers(target.plan, set(counts), at)
    _step(one, latest_steps([target]).get(target.pk), receivers, settle=True, by=by, at=at)
    return list(target.shares.order_by("area__order", "area__code"))


def hand_down_annex(*, target: Target, counts: Mapping[Area, int], at: datetime) -> int:
    """The plan's own annex says what each area is to reach: the first step, made with the plan."""
    given = {f"a{area.pk}": count for area, count in counts.items()}
    receivers: dict[str, Area | Organisation] = {f"a{area.pk}": area for area in counts}
    _step(HandDown(target, Method.ANNEX, 0, given), None, receivers, settle=True, by=None, at=at)
    return len(given)


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts proportional to the weights, adding up exactly; of equal remainders the first wins."""
    if any(weight < 0 for weight in weights):
        raise BadInput("Số để chia không được âm; mời xem lại từng dòng.")
    if sum(weights) == 0:
        raise BadInput("Chưa có số nào để chia theo; mời ghi số người (hoặc số hộ) của từng địa bàn.")
    parts = by_weight(total, dict(enumerate(weights)))
    return [parts[n] for n in range(len(weights))]
