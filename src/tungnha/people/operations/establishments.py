"""What is done with establishments: each step leaves what stood before (docs/decisions/0021-sellers.md)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tungnha.identity import names
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.forms.unmask import purpose_words
from tungnha.people.models import Establishment, EstablishmentChange, Person, Product
from tungnha.people.operations.unmasking import TooManyToday, allowed_on, unmasked_on
from tungnha.people.sellers.rules import mask_code
from tungnha.units import clock
from tungnha.units.models import Area, Event, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

FIELD_NAMES = {
    "name": "tên", "kind": "loại", "village": "thôn", "owner": "chủ trong sổ nhân khẩu", "owner_name": "chủ",
    "code": "mã số", "phone": "điện thoại", "address": "địa chỉ", "trade": "ngành nghề", "workers": "số lao động",
    "kept_by": "đơn vị theo dõi", "eligible": "đủ điều kiện", "eligible_why": "vì sao", "eligible_on": "xác định ngày",
    "closed_on": "nghỉ từ ngày", "closed_why": "vì sao nghỉ", "same_as": "trùng với", "product": "sản phẩm",
    "ocop_stars": "sao OCOP", "decision": "quyết định", "recognised_on": "công nhận ngày",
    "valid_until": "có giá trị đến hết ngày", "ended_on": "thôi làm từ ngày", "floor": "sàn", "url": "địa chỉ trên sàn",
    "from_on": "có từ ngày", "purpose": "để làm gì",
}  # fmt: skip
CORRECTABLE = ("name", "kind", "owner", "owner_name", "code", "phone", "address", "trade", "workers", "kept_by")


@transaction.atomic
def add_establishment(
    *,
    village: Area,
    name: str,
    kind: str,
    by: Member,
    at: datetime,
    origin: str = "desk",
    origin_id: str = "",
    **facts: Any,
) -> Establishment:
    """Put an establishment on the register. `facts`: any of CORRECTABLE; a code and a telephone as read by the rules,
    in digits. Raises BadInput for a place that is no village and for a name that says nothing."""
    _must_be_a_village(village)
    if not any(letter.isalpha() for letter in name):
        raise BadInput(
            "Chưa có tên: xin ghi tên cửa hàng, cơ sở; không có biển hiệu thì ghi “Hộ kinh doanh” và tên chủ."
        )
    row = Establishment(village=village, name=name, kind=kind)
    for field, value in facts.items():
        _put(row, field, value)
    row.save()
    said = {f: shown(row, f) for f in ("name", "kind", "village", *CORRECTABLE[2:]) if shown(row, f)}
    change_of(row, "added", {}, said, by, at, origin, origin_id).save()
    log_event("establishment.added", about=row, by=by, at=at, kind=kind, area=village.code)
    return row


@transaction.atomic
def correct_establishment(
    *,
    establishment: Establishment,
    changes: Mapping[str, Any],
    by: Member,
    at: datetime,
    origin: str = "desk",
    origin_id: str = "",
) -> list[str]:
    """Write what is different. Returns the names of the fields that changed; nothing different leaves no trace."""
    row = locked(establishment)
    unknown = set(changes) - set(CORRECTABLE)
    if unknown:
        raise ValueError(f"not corrected here: {unknown}")
    if "name" in changes and not any(letter.isalpha() for letter in str(changes["name"])):
        raise BadInput("Tên không được để trống: xin ghi tên cửa hàng, cơ sở.")
    before = {field: shown(row, field) for field in changes}
    values = {field: _value(row, field) for field in changes}
    for field, value in changes.items():
        _put(row, field, value)
    changed = [field for field in changes if _value(row, field) != values[field]]
    if not changed:
        return []
    row.save()
    change_of(
        row,
        "corrected",
        {f: before[f] for f in changed},
        {f: shown(row, f) for f in changed},
        by,
        at,
        origin,
        origin_id,
    ).save()
    log_event("establishment.corrected", about=row, by=by, at=at, fields=changed)
    return changed


@transaction.atomic
def move_establishment(*, establishment: Establishment, village: Area, by: Member, at: datetime) -> bool:
    """It now does business in another village; everything said of it goes with it."""
    row = locked(establishment)
    _must_be_a_village(village)
    if row.village_id == village.pk:
        return False
    before = {"village": shown(row, "village")}
    row.village = village
    row.save(update_fields=["village"])
    change_of(row, "moved", before, {"village": shown(row, "village")}, by, at).save()
    log_event("establishment.moved", about=row, by=by, at=at, area=village.code)
    return True


@transaction.atomic
def decide_eligible(
    *,
    establishment: Establishment,
    eligible: bool | None,
    why: str,
    on: date,
    by: Member,
    at: datetime,
    origin: str = "desk",
    origin_id: str = "",
) -> bool:
    """Say whether it is one a plan asks of (đủ điều kiện), and why; None opens the question again."""
    row = locked(establishment)
    why = hide_typed_numbers(names.tidy(why))[:200]
    if eligible is False and not why:
        raise BadInput("Không đủ điều kiện thì xin ghi vì sao (ví dụ: chỉ bán theo mùa, không có điện thoại).")
    if on > at.date():
        raise BadInput(f"Ngày {on:%d/%m/%Y} còn ở phía trước: xin ghi ngày đã xác định.")
    if (row.eligible, row.eligible_why) == (eligible, why) and row.eligible_on is not None:
        return False
    fields = ("eligible", "eligible_why", "eligible_on")
    before = {field: shown(row, field) for field in fields}
    row.eligible, row.eligible_why, row.eligible_on, row.eligible_by = eligible, why, on, by
    row.save(update_fields=[*fields, "eligible_by"])
    change_of(row, "decided", before, {field: shown(row, field) for field in fields}, by, at, origin, origin_id).save()
    log_event("establishment.decided", about=row, by=by, at=at, eligible=eligible)
    return True


@transaction.atomic
def close_establishment(
    *, establishment: Establishment, on: date, why: str, by: Member, at: datetime, same_as: Establishment | None = None
) -> None:
    """It does no business any more, or was written down twice: it counts no longer from that day on."""
    row = locked(establishment)
    if row.closed_on is not None:
        raise Locked(f"Cơ sở này đã ghi nghỉ từ ngày {row.closed_on:%d/%m/%Y}.")
    if on > at.date():
        raise BadInput(f"Ngày {on:%d/%m/%Y} còn ở phía trước: xin ghi ngày đã nghỉ.")
    if same_as is not None and (same_as.pk == row.pk or same_as.same_as_id is not None or not same_as.is_open):
        raise BadInput("Bản ghi được chọn là chính nó, đã nghỉ hoặc cũng là bản trùng: xin chọn bản đang dùng.")
    if same_as is None and not why.strip():
        raise BadInput("Xin ghi vì sao nghỉ, hoặc chọn cơ sở mà bản ghi này bị trùng.")
    row.closed_on, row.closed_why, row.same_as = on, hide_typed_numbers(names.tidy(why))[:200], same_as
    row.save(update_fields=["closed_on", "closed_why", "same_as"])
    change_of(
        row, "closed", {}, {f: shown(row, f) for f in ("closed_on", "closed_why", "same_as") if shown(row, f)}, by, at
    ).save()
    log_event("establishment.closed", about=row, by=by, at=at, double=same_as is not None)


@transaction.atomic
def reopen_establishment(*, establishment: Establishment, by: Member, at: datetime) -> None:
    """It does business again, or was closed by mistake. When it was closed and why stays in its history."""
    row = locked(establishment)
    if row.is_open:
        return
    before = {f: shown(row, f) for f in ("closed_on", "closed_why", "same_as") if shown(row, f)}
    row.closed_on, row.closed_why, row.same_as = None, "", None
    row.save(update_fields=["closed_on", "closed_why", "same_as"])
    change_of(row, "reopened", before, {}, by, at).save()
    log_event("establishment.reopened", about=row, by=by, at=at)


@transaction.atomic
def forget_owner(*, person: Person, by: Member | None, at: datetime, names_her: Callable[[str, str], bool]) -> int:
    """When a person is erased (operations.erasing): no establishment is tied to her, and what the history held of it is
    emptied. A household business is its owner's: code, telephone, address and notes go, and a name that bears hers;
    what was claimed of it stays, and counts. `names_her(text, full_name)`: whether a text names somebody."""
    rows = list(Establishment.objects.select_for_update(no_key=True).filter(owner=person))
    for row in rows:
        row.owner, row.owner_name = None, ""
        if row.kind == Establishment.Kind.HOUSEHOLD_BUSINESS:
            row.set_code("")
            row.phone = row.address = ""
            row.visits.update(note="")
            if names_her(row.name, person.full_name):
                row.name = f"Hộ kinh doanh số {row.pk}"
            for field in ("eligible_why", "closed_why"):
                if names_her(getattr(row, field), person.full_name):
                    setattr(row, field, "")
        row.save()
        row.changes.update(before_text="", after_text="")
        change_of(row, "forgotten", {}, {}, by, at).save()
        log_event("establishment.owner_forgotten", about=row, by=by, at=at)
    return len(rows)


@transaction.atomic
def unmask_establishment(
    *, establishment: Establishment, purpose: str, by: Member, at: datetime, words: str = ""
) -> dict[str, str]:
    """Its code and telephone in full, once; who asked and what for is remembered. They count towards the same day's
    number as people's: a household business's code is its owner's personal number."""
    today = Event.objects.filter(
        verb="establishment.unmasked", member_id=by.pk, at__gte=clock.start_of(at), at__lte=at
    ).exclude(about_id=str(establishment.pk))
    seen = today.order_by().values("about_id").distinct().count()
    if seen + unmasked_on(by, at) >= allowed_on(by, at):
        raise TooManyToday(
            f"Hôm nay anh/chị đã xem số đầy đủ {allowed_on(by, at)} lần, là mức của một ngày. Xin báo người phụ trách "
            "dữ liệu của xã cho thêm lượt nếu còn việc phải làm."
        )
    change_of(establishment, "seen", {}, {"purpose": words or purpose_words(purpose)}, by, at).save()
    log_event("establishment.unmasked", about=establishment, by=by, at=at, purpose=purpose)
    return {"code": establishment.code, "phone": establishment.phone}


# -- kept for products and imports too


def locked(establishment: Establishment) -> Establishment:
    """The row as it stands now, held until the end of the transaction."""
    row: Establishment = Establishment.objects.select_for_update(no_key=True).get(pk=establishment.pk)
    return row


def change_of(
    row: Establishment,
    kind: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    by: Member | None,
    at: datetime,
    origin: str = "desk",
    origin_id: str = "",
    product: Product | None = None,
) -> EstablishmentChange:
    """A step of the history, not yet stored: for whoever writes many at once."""
    return EstablishmentChange(
        establishment=row, product=product, kind=kind, before_text=_text(before), after_text=_text(after),
        origin=origin, origin_id=origin_id, at=at, by=by,
    )  # fmt: skip


def shown(row: Establishment, field: str) -> str:
    """A field as the history shows it: in words, codes and telephones masked."""
    value = getattr(row, field)
    if field == "kind":
        return str(row.get_kind_display())
    if field in ("code", "phone"):
        return mask_code(value) if value else ""
    if field == "eligible":
        return {True: "đủ điều kiện", False: "không đủ điều kiện", None: "chưa xác định"}[value]
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if field == "village":
        return str(value.full_name)
    return "" if value is None else str(value)


def _value(row: Establishment, field: str) -> Any:
    return getattr(row, f"{field}_id") if field in ("owner", "kept_by") else getattr(row, field)


def _put(row: Establishment, field: str, value: Any) -> None:
    if field not in CORRECTABLE:
        raise ValueError(f"no field of an establishment: {field}")
    if field == "code":
        row.set_code(value)
    elif isinstance(value, str) and field != "phone":
        setattr(row, field, names.tidy(hide_typed_numbers(value)))
    else:
        setattr(row, field, value)


def _text(values: Mapping[str, str]) -> str:
    return json.dumps(dict(values), ensure_ascii=False) if values else ""


def _must_be_a_village(village: Area) -> None:
    if village.kind != Area.Kind.VILLAGE:
        raise BadInput("Cơ sở phải thuộc một thôn, bản, khu phố: xin chọn thôn.")
