"""Villages are added, renamed, put in order, and end when they merge or split."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from tungnha.units import registry
from tungnha.units.models import Area, AreaSuccession, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.units.rules_setup import VillageName, read_village, read_villages
from tungnha.units.setup.ground import must_lie_within


@transaction.atomic
def add_villages(*, commune: Area, text: str, by: Member, at: datetime) -> list[Area]:
    """Add the villages of a pasted list, one a line. One wrong line and none is stored."""
    must_lie_within(commune, by)
    if commune.kind != Area.Kind.COMMUNE:
        raise BadInput("Chỉ xã, phường, đặc khu mới có thôn: hãy vào với tư cách cán bộ của xã.")
    Area.objects.select_for_update().get(pk=commune.pk)  # two officers adding at once would give one code twice
    wanted = read_villages(text)
    taken = {VillageName(v.type_name, v.name).key for v in _standing(commune, at.date())}
    double = [village.full for village in wanted if village.key in taken]
    if double:
        raise BadInput(f"Đã có {', '.join(f'“{name}”' for name in double)}: hãy bỏ khỏi danh sách dán vào.")
    made = registry.add_villages(commune, [(village.type_name, village.name) for village in wanted])
    log_event("villages.added", about=commune, by=by, at=at, codes=[village.code for village in made])
    return made


@transaction.atomic
def edit_village(*, village: Area, full_name: str, place: int, by: Member, at: datetime) -> Area:
    """Give a village another name or another place in the list; its code and its people stay."""
    must_lie_within(village, by)
    new = read_village(full_name)
    others = [v for v in _standing(village.parent, at.date()) if v.pk != village.pk]
    if new.key in {VillageName(v.type_name, v.name).key for v in others}:
        raise BadInput(f"Xã đã có “{new.full}”: hãy chọn tên khác.")
    renamed = (village.type_name, village.name) != (new.type_name, new.name)
    village.type_name, village.name = new.type_name, new.name
    village.fill_keys()
    village.save(update_fields=["type_name", "name", "folded_name"])
    _reorder(village, others, place)
    log_event("village.edited", about=village, by=by, at=at, code=village.code, renamed=renamed, place=place)
    return village


def _reorder(village: Area, others: list[Area], place: int) -> None:
    rows = [*others[: max(place - 1, 0)], village, *others[max(place - 1, 0) :]]
    for order, row in enumerate(rows, 1):
        row.order = order
    Area.objects.bulk_update(rows, ["order"])


@transaction.atomic
def end_village(
    *, village: Area, successors: Sequence[Area], on: date, decision: str, by: Member, at: datetime
) -> list[AreaSuccession]:
    """From day `on` the village is part of its successors (sáp nhập, chia tách). Its row and history stay."""
    must_lie_within(village, by)
    if village.valid_to is not None:
        raise BadInput(f"{village.title} đã kết thúc ngày {village.valid_to:%d/%m/%Y}.")
    if village.valid_from and on <= village.valid_from:
        raise BadInput(f"{village.title} có từ {village.valid_from:%d/%m/%Y}: ngày kết thúc phải ở sau ngày đó.")
    if not successors:
        raise BadInput("Hãy chọn thôn nhận: người dân của thôn này thuộc về thôn nào?")
    standing = {row.pk for row in _standing(village.parent, on)} - {village.pk}
    wrong = [area.full_name for area in successors if area.pk not in standing]
    if wrong:
        raise BadInput(f"{', '.join(wrong)} không thể nhận: phải là thôn khác, cùng xã, còn hoạt động vào ngày đó.")
    village.valid_to = on - timedelta(days=1)
    village.save(update_fields=["valid_to"])
    made = [
        AreaSuccession.objects.create(predecessor=village, successor=area, on=on, decision=decision)
        for area in successors
    ]
    codes = [area.code for area in successors]
    log_event("village.ended", about=village, by=by, at=at, code=village.code, successors=codes, on=on.isoformat())
    return made


def _standing(commune: Area | None, on: date) -> list[Area]:
    return list(Area.objects.villages().filter(parent=commune).standing_on(on).order_by("order", "code"))
