"""Materials are written, approved, replaced by a new version, withdrawn; none is overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Service
from tungnha.outreach import files
from tungnha.outreach.models import Material, MaterialFile
from tungnha.outreach.operations.passing import pass_on_again
from tungnha.outreach.queries.materials import materials_of
from tungnha.outreach.starters import STARTERS
from tungnha.units.models import Area, Campaign, Member
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
    campaign: Campaign | None = None,
    audience: str = Material.Audience.ALL,
    link: str = "",
    is_public: bool = False,
    taken: Mapping[str, files.Taken] | None = None,
) -> Material:
    """Keep a material as a draft, or a new version of one. It goes to the phones once it is approved; until then the
    earlier version stays there. A number typed into the words is hidden.

    taken: files by MaterialFile.Purpose; what a new version does not bring it has from the earlier one."""
    title, words = " ".join(title.split()), hide_typed_numbers(words.strip())
    if not title or not words:
        raise BadInput("Tài liệu cần có tên và lời: mời ghi đủ hai ô ấy.")
    if valid_until is not None and valid_until < at.date():
        raise BadInput("Ngày dùng đến đã qua: mời xem lại ngày này, hoặc để trống.")
    if link and not link.lower().startswith(("https://", "http://")):
        raise BadInput("Đường dẫn phải bắt đầu bằng https:// (hoặc http://): mời chép lại cả dòng địa chỉ.")
    if replaces is not None:
        _still_latest(replaces)
        picture = picture if picture is not None or replaces.picture is None else bytes(replaces.picture)
    made = Material.objects.create(
        area=area, title=title[:120], kind=kind, words=words[:3000], picture=picture, source=source.strip()[:160],
        for_door=for_door, order=order, version=replaces.version + 1 if replaces else 1, replaces=replaces,
        valid_until=valid_until, made_at=at, made_by=by, campaign=campaign, audience=audience, link=link,
        is_public=is_public,
    )  # fmt: skip
    made.services.set(services)
    _keep_files(made, dict(taken or {}))
    log_event("material.written", about=made, by=by, at=at, version=made.version)
    return made


def _keep_files(made: Material, taken: dict[str, files.Taken]) -> None:
    """What was handed in now, and what the version before had and this one does not bring anew."""
    brought: dict[str, files.Taken | MaterialFile] = {}
    if made.replaces is not None:
        brought.update({one.purpose: one for one in made.replaces.files.all()})
    brought.update(taken)
    MaterialFile.objects.bulk_create(
        MaterialFile(material=made, purpose=purpose, name=one.name, token=one.token, size=one.size, sha256=one.sha256)
        for purpose, one in brought.items()
    )


def _still_latest(material: Material) -> None:
    held = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    if Material.objects.filter(replaces=held).exists():
        raise OutOfDate("Tài liệu này vừa có bản mới hơn: mời mở bản mới rồi sửa tiếp.")


@transaction.atomic
def approve(*, material: Material, by: Member, at: datetime) -> Material:
    """From now on it is shown at the doors, the version before it is not, and who was sent that one is sent
    this one."""
    held: Material = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
    if held.withdrawn_at is not None:
        raise Locked("Tài liệu này đã thôi dùng: mời viết một bản mới.")
    if held.approved_at is None:
        if held.for_door and not held.replaces_id:
            _room_for_one_more(held, at)
        held.approved_at, held.approved_by = at, by
        held.save(update_fields=["approved_at", "approved_by"])
        log_event("material.approved", about=held, by=by, at=at, version=held.version)
        pass_on_again(material=held, by=by, at=at)
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
            area=area, title=title, words=words, kind=kind, order=order, by=by, at=at,
            source="Bộ mẫu của Từng Nhà", is_public=True,
            services=[services[code] for code in codes if code in services],
        )
        for order, (title, kind, codes, words) in enumerate(STARTERS, 1)
        if title not in known
    ]  # fmt: skip
