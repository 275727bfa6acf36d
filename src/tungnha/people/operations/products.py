"""What is done with products: kept, put on floors, looked at again, made known. Observations are only added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tungnha.identity import names
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.models import Establishment, ListingCheck, Product, ProductListing, ProductPromotion
from tungnha.people.operations.establishments import change_of
from tungnha.people.sellers.rules import MAX_STARS, OCOP_MONTHS, clean_url, months_after
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

FIELDS = ("name", "ocop_stars", "decision", "recognised_on", "valid_until", "ended_on")
# What an upper room does when something was said about where a product is on sale: (product, as of, by, at).
ON_SALE_HOOKS: list[Callable[[Product, date, Member | None, datetime], None]] = []


@transaction.atomic
def add_product(
    *,
    establishment: Establishment,
    name: str,
    by: Member,
    at: datetime,
    origin: str = "desk",
    origin_id: str = "",
    **facts: Any,
) -> Product:
    """A product of an establishment. With a decision's day and no other word, its recognition ends 36 months on."""
    product = Product(establishment=establishment, name=name, **facts)
    if product.ocop_stars and product.recognised_on and not product.valid_until:
        product.valid_until = months_after(product.recognised_on, OCOP_MONTHS)
    _check(product, at)
    product.save()
    after = {_word(f): shown(product, f) for f in FIELDS if shown(product, f)}
    change_of(establishment, "product", {}, after, by, at, origin, origin_id, product).save()
    log_event("product.added", about=product, by=by, at=at, stars=product.ocop_stars)
    return product


@transaction.atomic
def correct_product(
    *, product: Product, changes: Mapping[str, Any], by: Member, at: datetime, origin: str = "desk", origin_id: str = ""
) -> list[str]:
    """Write what is different and keep what stood before. Returns the fields that changed."""
    row: Product = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    unknown = set(changes) - set(FIELDS)
    if unknown:
        raise ValueError(f"no field of a product: {unknown}")
    changes = {field: names.tidy(value) if isinstance(value, str) else value for field, value in changes.items()}
    changed = [field for field, value in changes.items() if getattr(row, field) != value]
    before = {_word(f): shown(row, f) for f in changed}
    for field in changed:
        setattr(row, field, changes[field])
    if not changed:
        return []
    _check(row, at)
    row.save()
    after = {_word(f): shown(row, f) for f in changed}
    change_of(row.establishment, "product", before, after, by, at, origin, origin_id, row).save()
    log_event("product.corrected", about=row, by=by, at=at, fields=changed)
    return changed


@transaction.atomic
def list_product(
    *,
    product: Product,
    floor: str,
    url: str,
    from_on: date,
    by: Member,
    at: datetime,
    origin: str = "desk",
    origin_id: str = "",
) -> ProductListing:
    """Note that a product is offered on a floor, at an address. The same said again changes nothing; an address that
    was missing is filled in by a new row beside the old, which ends."""
    Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    floor = names.tidy(floor)
    if not floor:
        raise BadInput("Xin ghi tên sàn (ví dụ: sàn của tỉnh, Voso, Postmart).")
    try:
        address = clean_url(url)
    except ValueError:
        raise BadInput("Địa chỉ gian hàng không đúng: xin chép nguyên địa chỉ trang, bắt đầu bằng https://.") from None
    if from_on > at.date():
        raise BadInput(f"Ngày {from_on:%d/%m/%Y} còn ở phía trước: xin ghi ngày gian hàng đã có.")
    open_ones = [one for one in product.listings.filter(ended_on=None) if names.fold(one.floor) == names.fold(floor)]
    same = next((one for one in open_ones if one.url == address or not address), None)
    if same is not None:
        return same
    for one in open_ones:
        if not one.url:
            one.ended_on = from_on
            one.save(update_fields=["ended_on"])
    listing = ProductListing.objects.create(
        product=product, floor=floor[:60], url=address, from_on=from_on, at=at, by=by
    )
    after = {"floor": listing.floor, "url": listing.url, "from_on": f"{from_on:%d/%m/%Y}"}
    change_of(product.establishment, "product", {}, after, by, at, origin, origin_id, product).save()
    log_event("product.listed", about=product, by=by, at=at)
    _tell(product, from_on, by, at)
    return listing


@transaction.atomic
def end_listing(*, listing: ProductListing, on: date, by: Member, at: datetime) -> None:
    """The product was taken off a floor."""
    row = (
        ProductListing.objects.select_for_update(no_key=True, of=("self",))
        .select_related("product__establishment")
        .get(pk=listing.pk)
    )
    if row.ended_on is not None:
        return
    if not row.from_on <= on <= at.date():
        raise BadInput(f"Ngày gỡ phải từ {row.from_on:%d/%m/%Y} đến hôm nay.")
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    after = {"floor": row.floor, "ended_on": f"{on:%d/%m/%Y}"}
    change_of(row.product.establishment, "product", {}, after, by, at, product=row.product).save()
    log_event("product.unlisted", about=row.product, by=by, at=at)
    _tell(row.product, on, by, at)


@transaction.atomic
def check_listing(*, listing: ProductListing, seen: bool, note: str, by: Member, at: datetime) -> ListingCheck:
    """Somebody looked whether it is on sale there. Each look is kept; the last one says how it stands."""
    row = (
        ProductListing.objects.select_for_update(no_key=True, of=("self",))
        .select_related("product__establishment")
        .get(pk=listing.pk)
    )
    if row.ended_on is not None:
        raise BadInput("Gian hàng này đã ghi là gỡ: nếu bán lại, xin ghi một gian hàng mới.")
    check = ListingCheck.objects.create(
        listing=row, seen=seen, note=hide_typed_numbers(names.tidy(note))[:200], at=at, by=by
    )
    log_event("product.checked", about=row.product, by=by, at=at, seen=seen)
    _tell(row.product, at.date(), by, at)
    return check


@transaction.atomic
def promote(*, product: Product, on: date, where: str, url: str, by: Member, at: datetime) -> ProductPromotion:
    """One time the product was made known: a fair, a page, a live sale."""
    if on > at.date():
        raise BadInput(f"Ngày {on:%d/%m/%Y} còn ở phía trước: chỉ ghi lần quảng bá đã làm.")
    if not where.strip():
        raise BadInput("Quảng bá ở đâu? Xin ghi (ví dụ: trang Facebook của xã, hội chợ OCOP tỉnh).")
    try:
        address = clean_url(url)
    except ValueError:
        raise BadInput("Đường dẫn không đúng: xin chép nguyên địa chỉ trang, bắt đầu bằng https://.") from None
    where = hide_typed_numbers(names.tidy(where))[:160]
    promotion = ProductPromotion.objects.create(product=product, on=on, where=where, url=address, by=by, at=at)
    log_event("product.promoted", about=product, by=by, at=at)
    return promotion


def is_on_sale(product: Product) -> bool:
    """A shop that is not taken down, has an address, and was not missed at the last look."""
    for listing in product.listings.all():
        last = next(iter(listing.checks.all()), None)
        if listing.ended_on is None and listing.url and (last is None or last.seen):
            return True
    return False


def shown(product: Product, field: str) -> str:
    value = getattr(product, field)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def _word(field: str) -> str:
    return "product" if field == "name" else field


def _check(product: Product, at: datetime) -> None:
    if not any(letter.isalpha() for letter in product.name):
        raise BadInput("Chưa có tên sản phẩm.")
    if product.ocop_stars is not None and not 1 <= product.ocop_stars <= MAX_STARS:
        raise BadInput("Sao OCOP là số từ 1 đến 5; sản phẩm chưa được công nhận thì để trống.")
    if product.recognised_on and product.recognised_on > at.date():
        raise BadInput("Ngày công nhận còn ở phía trước: xin xem lại quyết định.")
    if product.recognised_on and product.valid_until and product.valid_until < product.recognised_on:
        raise BadInput("Ngày hết giá trị đứng trước ngày công nhận: xin xem lại hai ngày này.")


def _tell(product: Product, on: date, by: Member | None, at: datetime) -> None:
    for hook in ON_SALE_HOOKS:
        hook(product, on, by, at)
