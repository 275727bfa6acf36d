"""A plan's items are laid out; each place states them, or the level above types them. Appended; the latest stands."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from tungnha.identity import phones
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.plans.adoption.rules import check_entry
from tungnha.plans.models import AdoptionEntry, AdoptionItem, Plan, Target
from tungnha.plans.work.places import columns_of
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

Asks, Of = AdoptionItem.Asks, AdoptionItem.Of
MOST_ITEMS = 20
# (name, what it asks, of whom, kind of group) offered to a plan by the kind of area it is of; the desk changes them.
STARTERS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    Area.Kind.PROVINCE: (
        ("Kế hoạch của xã", Asks.PLAN, Of.AREAS, ""),
        ("Chỉ tiêu khớp mức giao", Asks.FIGURE, Of.AREAS, ""),
        ("Hội nghị liên ngành", Asks.DAY, Of.AREAS, ""),
        ("Tổ triển khai cấp xã", Asks.GROUP, Of.AREAS, "rollout"),
        ("Đầu mối của xã", Asks.CONTACT, Of.AREAS, ""),
    ),
    Area.Kind.COMMUNE: (
        ("Họp thôn phổ biến kế hoạch", Asks.DAY, Of.AREAS, ""),
        ("Tổ công tác của thôn", Asks.GROUP, Of.AREAS, "working"),
        ("Kế hoạch của đơn vị", Asks.PLAN, Of.BODIES, ""),
        ("Đầu mối", Asks.CONTACT, Of.BOTH, ""),
    ),
}


@dataclass(frozen=True)
class Stated:
    """What is said of one item at one place."""

    is_done: bool
    on: date | None = None
    paper_number: str = ""
    value: Decimal | None = None
    words: str = ""
    contact_name: str = ""
    contact_phone: str = ""


@transaction.atomic
def lay_out(*, plan: Plan, by: Member, at: datetime) -> list[AdoptionItem]:
    """Give a plan the items usual at its level; a plan that has some keeps its own."""
    held: Plan = (
        Plan.objects.select_for_update(of=("self",), no_key=True).select_related("campaign__area").get(pk=plan.pk)
    )
    if held.adoption_items.filter(removed_at=None).exists():
        return []
    head = held.targets.filter(role="target", value__isnull=False, unit="%").order_by("-headline", "order").first()
    made = [
        AdoptionItem.objects.create(
            plan=held, order=n, name=name, asks=asks, of=of, group_kind=kind,
            target=head if asks == Asks.FIGURE else None, made_at=at, made_by=by,
        )
        for n, (name, asks, of, kind) in enumerate(STARTERS.get(held.campaign.area.kind, ()), 1)
        if asks != Asks.FIGURE or head is not None
    ]  # fmt: skip
    log_event("adoption.items_set", about=held, by=by, at=at, added=len(made), removed=0)
    return made


@transaction.atomic
def add_item(
    *, plan: Plan, name: str, asks: str, of: str, target: Target | None, group_kind: str, due_on: date | None,
    by: Member, at: datetime,
) -> AdoptionItem:  # fmt: skip
    """One more thing to be asked of every place."""
    held: Plan = Plan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    there = list(held.adoption_items.filter(removed_at=None))
    name = " ".join(name.split())[:120]
    if not name:
        raise BadInput("Mục triển khai cần có tên.")
    if len(there) >= MOST_ITEMS:
        raise BadInput(f"Một kế hoạch có nhiều nhất {MOST_ITEMS} mục triển khai; mời bỏ bớt mục không còn cần.")
    if asks == Asks.FIGURE and target is None:
        raise BadInput("Mục so chỉ tiêu thì mời chọn chỉ tiêu của kế hoạch để so.")
    if target is not None and target.plan_id != held.pk:
        raise BadInput("Chỉ tiêu được so phải là của chính kế hoạch này.")
    try:
        with transaction.atomic():
            made: AdoptionItem = AdoptionItem.objects.create(
                plan=held, order=max((one.order for one in there), default=0) + 1, name=name, asks=asks, of=of,
                target=target if asks == Asks.FIGURE else None, group_kind=group_kind if asks == Asks.GROUP else "",
                due_on=due_on, made_at=at, made_by=by,
            )  # fmt: skip
    except IntegrityError as twice:
        raise BadInput(f"Đã có mục “{name}”; mời đặt tên khác.") from twice
    log_event("adoption.items_set", about=held, by=by, at=at, added=1, removed=0)
    return made


@transaction.atomic
def remove_item(*, item: AdoptionItem, by: Member, at: datetime) -> None:
    """No longer asked; what was stated of it stays on record."""
    held: AdoptionItem = AdoptionItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if held.removed_at is None:
        held.removed_at, held.removed_by = at, by
        held.save(update_fields=["removed_at", "removed_by"])
        log_event("adoption.items_set", about=held.plan, by=by, at=at, added=0, removed=1)


@transaction.atomic
def state(*, place: str, said: Sequence[tuple[AdoptionItem, Stated]], key: uuid.UUID, by: Member, at: datetime) -> int:
    """What a place says of some items at once, or what the level above types for it. All of it or nothing.

    `place`: `a12` or `o7`. Sent twice under one key it is kept once. Returns how many words were kept.
    """
    made = []
    for item, one in said:
        kept = AdoptionEntry.objects.filter(key=uuid.uuid5(key, str(item.pk))).exists()
        if not kept:
            made.append(_entry(place, item, one, key, by, at))
    AdoptionEntry.objects.bulk_create(made)
    if made:
        log_event("adoption.stated", about=made[0].item.plan, by=by, at=at, unit=place, count=len(made))
    return len(made)


def _entry(place: str, item: AdoptionItem, said: Stated, key: uuid.UUID, by: Member, at: datetime) -> AdoptionEntry:
    paper, name = " ".join(said.paper_number.split())[:60], " ".join(said.contact_name.split())[:120]
    check_entry(item.asks, is_done=said.is_done, on=said.on, paper=paper, value=said.value, name=name)
    if said.is_done and said.on is not None and said.on > at.date():
        raise BadInput(f"Mục “{item.name}”: ngày ghi ở sau hôm nay; mời xem lại.")
    phone = phones.read_phone(said.contact_phone) if said.contact_phone else None
    if said.contact_phone and phone is None:
        raise BadInput(f"Mục “{item.name}”: số điện thoại không đúng; cần 10 chữ số, bắt đầu bằng 0.")
    return AdoptionEntry(
        item=item, is_done=said.is_done, on=said.on, paper_number=paper, value=said.value,
        words=hide_typed_numbers(" ".join(said.words.split()))[:300], contact_name=name,
        contact_phone=phone.value if phone else None, key=uuid.uuid5(key, str(item.pk)), made_at=at, made_by=by,
        **columns_of(place),
    )  # fmt: skip
