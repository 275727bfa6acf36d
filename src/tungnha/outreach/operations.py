"""Materials are written, approved, replaced by a new version, withdrawn; none is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Service
from tungnha.outreach.models import Material
from tungnha.outreach.queries import materials_of
from tungnha.outreach.starters import STARTERS
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate

MOST_AT_THE_DOOR = 12  # what a member leafs through in front of a door, and a weak signal carries


@transaction.atomic
def write_material(
    *,
    area: Area,
    title: str,
    words: str,
    kind: str,
    by: Member,
    at: datetime,
    services: Sequence[Service] = (),
    picture: bytes | None = None,
    source: str = "",
    for_door: bool = True,
    order: int = 0,
    valid_until: date | None = None,
    replaces: Material | None = None,
) -> Material:
    """Keep a material as a draft, or a new version of one. It goes to the phones once it is approved; until then the
    earlier version stays there. A number typed into the words is hidden."""
    title, words = " ".join(title.split()), hide_typed_numbers(words.strip())
    if not title or not words:
        raise BadInput("Tài liệu cần có tên và lời: mời ghi đủ hai ô ấy.")
    if valid_until is not None and valid_until < at.date():
        raise BadInput("Ngày dùng đến đã qua: mời xem lại ngày này, hoặc để trống.")
    if replaces is not None:
        _still_latest(replaces)
        picture = picture if picture is not None or replaces.picture is None else bytes(replaces.picture)
    made = Material.objects.create(
        area=area, title=title[:120], kind=kind, words=words[:3000], picture=picture, source=source.strip()[:160],
        for_door=for_door, order=order, version=replaces.version + 1 if replaces else 1, replaces=replaces,
        valid_until=valid_until, made_at=at, made_by=by,
    )  # fmt: skip
    made.services.set(services)
    log_event("material.written", about=made, by=by, at=at, version=made.version)
    return made


def _still_latest(material: Material) -> None:
    held = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    if Material.objects.filter(replaces=held).exists():
        raise OutOfDate("Tài liệu này vừa có bản mới hơn: mời mở bản mới rồi sửa tiếp.")


@transaction.atomic
def approve(*, material: Material, by: Member, at: datetime) -> Material:
    """From now on it is shown at the doors, and the version before it is not."""
    held: Material = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    if held.withdrawn_at is not None:
        raise Locked("Tài liệu này đã thôi dùng: mời viết một bản mới.")
    if held.approved_at is None:
        if held.for_door and not held.replaces_id:
            _room_for_one_more(held, at)
        held.approved_at, held.approved_by = at, by
        held.save(update_fields=["approved_at", "approved_by"])
        log_event("material.approved", about=held, by=by, at=at, version=held.version)
    return held


def _room_for_one_more(material: Material, at: datetime) -> None:
    there = materials_of(material.area, at.date()).filter(for_door=True).count()
    if there >= MOST_AT_THE_DOOR:
        raise BadInput(f"Đã có {there} tài liệu mang theo đến nhà: mời thôi dùng bớt một tài liệu trước khi thêm.")


@transaction.atomic
def withdraw(*, material: Material, by: Member, at: datetime) -> Material:
    """No longer shown; it stays on record. The version before it does not come back."""
    held: Material = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    if held.withdrawn_at is None:
        held.withdrawn_at, held.withdrawn_by = at, by
        held.save(update_fields=["withdrawn_at", "withdrawn_by"])
        log_event("material.withdrawn", about=held, by=by, at=at, version=held.version)
    return held


@transaction.atomic
def add_starters(*, area: Area, by: Member, at: datetime) -> list[Material]:
    """The first set as drafts, to be read before they are approved; what is there by that title is passed over."""
    Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    known = set(Material.objects.filter(area=area).values_list("title", flat=True))
    services = {service.code: service for service in Service.objects.all()}
    return [
        write_material(
            area=area, title=title, words=words, kind=kind, order=order, source="Bộ mẫu của Từng Nhà", by=by, at=at,
            services=[services[code] for code in codes if code in services],
        )
        for order, (title, kind, codes, words) in enumerate(STARTERS, 1)
        if title not in known
    ]  # fmt: skip
