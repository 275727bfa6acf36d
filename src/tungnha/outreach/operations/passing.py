"""Materials are passed on to those below, and each says once that it has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from tungnha.outreach.models import Material, MaterialDelivery
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked


@transaction.atomic
def pass_on(
    *, material: Material, areas: Sequence[Area], organisations: Sequence[Organisation], by: Member, at: datetime
) -> int:
    """Send a material that is in use to areas and bodies; who has it already is left alone. Returns how many are
    new."""
    held: Material = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    if held.approved_at is None or held.withdrawn_at is not None:
        raise Locked("Chỉ chuyển tài liệu đã duyệt và còn dùng: mời duyệt trước rồi chuyển.")
    if not areas and not organisations:
        raise BadInput("Chưa chọn nơi nhận: mời chọn ít nhất một thôn hoặc một đơn vị.")
    made = _deliver(held, areas, organisations, by, at)
    log_event("material.passed_on", about=held, by=by, at=at, version=held.version, places=made)
    return made


def _deliver(
    material: Material, areas: Iterable[Area], organisations: Iterable[Organisation], by: Member, at: datetime
) -> int:
    there = material.deliveries.values_list("area", "organisation")
    had_areas, had_bodies = {area for area, _ in there}, {body for _, body in there}
    rows = [
        MaterialDelivery(material=material, from_area=by.area, area=area, sent_at=at, sent_by=by)
        for area in areas
        if area.pk not in had_areas
    ] + [
        MaterialDelivery(material=material, from_area=by.area, organisation=body, sent_at=at, sent_by=by)
        for body in organisations
        if body.pk not in had_bodies
    ]
    MaterialDelivery.objects.bulk_create(rows)
    return len(rows)


def pass_on_again(*, material: Material, by: Member, at: datetime) -> int:
    """A new version goes to all who were sent the one before, from the same place; each says anew that it has it."""
    if material.replaces_id is None:
        return 0
    had = set(material.deliveries.values_list("area", "organisation"))
    before = MaterialDelivery.objects.filter(material=material.replaces_id)
    rows = [
        MaterialDelivery(
            material=material, from_area_id=one.from_area_id, area_id=one.area_id, organisation_id=one.organisation_id,
            sent_at=at, sent_by=by,
        )
        for one in before
        if (one.area_id, one.organisation_id) not in had
    ]  # fmt: skip
    MaterialDelivery.objects.bulk_create(rows)
    if rows:
        log_event("material.passed_on", about=material, by=by, at=at, version=material.version, places=len(rows))
    return len(rows)


def to_member(member: Member) -> Q:
    """What was sent to the member's own area or body."""
    mine = Q(area=member.area_id)
    return mine | Q(organisation=member.organisation_id) if member.organisation_id is not None else mine


def receive(*, materials: Iterable[int], how: str, by: Member, at: datetime) -> int:
    """A member of a recipient has these materials (by number) before them. The first word stands."""
    waiting = MaterialDelivery.objects.filter(to_member(by), material__in=list(materials), received_at=None)
    count = int(waiting.update(received_at=at, received_by=by, how=how))
    if count:
        log_event("material.received", about=None, by=by, at=at, how=how, places=count)
    return count


def held_on_phone(member: Member, whole: dict[str, Any], at: datetime) -> None:
    """A phone of a recipient says what it holds (docs/sync-forms.md): that is the receipt of what was passed on."""
    there = [one["id"] for one in whole.get("materials") or ()]
    if there and MaterialDelivery.objects.filter(to_member(member), received_at=None, material__in=there).exists():
        receive(materials=there, how=MaterialDelivery.How.PHONE, by=member, at=at)


@transaction.atomic
def receive_on_paper(*, delivery: MaterialDelivery, by: Member, at: datetime) -> MaterialDelivery:
    """Somebody of the sending desk handed it over as a print."""
    held: MaterialDelivery = MaterialDelivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if held.received_at is None:
        held.received_at, held.received_by, held.how = at, by, MaterialDelivery.How.PAPER
        held.save(update_fields=["received_at", "received_by", "how"])
        log_event("material.received", about=held.material, by=by, at=at, how=held.how, places=1)
    return held
