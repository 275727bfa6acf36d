"""Products: the list, one product, where it is on sale, who looked, where it was made known."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tungnha.people.forms.establishments import CheckForm, EndForm, ListingForm, ProductForm, PromotionForm
from tungnha.people.models import Establishment, Product, ProductListing
from tungnha.people.operations import products as operations
from tungnha.people.sellers import queries
from tungnha.people.sellers import steps as seller_steps
from tungnha.people.views.establishment import claims_for, deed, history
from tungnha.people.views.establishments import EDITORS, READERS, load
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Role
from tungnha.units.requests import MemberRequest, asked_text

LOOKERS = (*READERS, Role.PROVINCE_OFFICER)
PAGE = 40
FILTERS = {"": "Tất cả", "ocop": "OCOP còn giá trị", "het": "Hết giá trị công nhận", "chua": "OCOP chưa lên sàn"}


@only(*LOOKERS)
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Products within scope; the producer's name for who may see it."""
    member, today, book = request.member, clock.today(), seller_steps.book()
    every = Product.objects.visible_to(member)
    text, chosen = asked_text(request, "tim"), request.GET.get("sao", "")
    text = "" if queries.is_secret(text) else text
    base = every.filter(queries.products_counted("ocop", today))
    on_sale = base.filter(book.on_sale(today)) if book else base.none()
    rows = queries.find_products(_chosen(every, base, on_sale, chosen, today), text, member)
    page = Paginator(queries.with_last_look(rows), PAGE).get_page(request.GET.get("trang"))
    seen = set(Establishment.objects.visible_to(member).filter(products__in=list(page)).values_list("pk", flat=True))
    tabs = [{"url": f"?sao={key}", "label": label, "current": key == chosen} for key, label in FILTERS.items()]
    tabs += [
        {"url": f"?sao={n}", "label": f"{n} sao", "current": str(n) == chosen}
        for n in queries.ocop_by_stars(every, today)
    ]
    context = {
        "page": page, "seen": seen, "text": text, "chosen": chosen, "tabs": tabs, "ocop": base.count(),
        "on_sale": on_sale.count(), "today": today,
    }  # fmt: skip
    return render(request, "people/products.html", context)


def _chosen(every: Any, base: Any, on_sale: Any, chosen: str, today: date) -> Any:
    if chosen in ("ocop", "san"):
        return base if chosen == "ocop" else on_sale
    if chosen == "chua":
        return base.exclude(pk__in=on_sale.values("pk"))
    if chosen == "het":
        return every.filter(ocop_stars__isnull=False, valid_until__lt=today)
    return base.filter(ocop_stars=int(chosen)) if chosen in {"1", "2", "3", "4", "5"} else every


def _load(request: MemberRequest, pk: int) -> Product:
    rows = Product.objects.select_related("establishment__village").prefetch_related("listings__checks__by__user")
    found: Product = get_visible_or_404(rows, request.member, pk=pk)
    return found


def _of_own(request: MemberRequest, pk: int) -> Product:
    """To write of a product, its producer must be within scope: more see a product than keep it."""
    product = _load(request, pk)
    get_visible_or_404(Establishment, request.member, pk=product.establishment_id)
    return product


@only(*LOOKERS)
@require_safe
def page(request: MemberRequest, pk: int) -> HttpResponse:
    product, reader, today = _load(request, pk), request.member, clock.today()
    producer = Establishment.objects.visible_to(reader).filter(pk=product.establishment_id).first()
    counted = Product.objects.filter(queries.products_counted("ocop", today), pk=product.pk).exists()
    context = {
        "product": product, "producer": producer, "today": today, "counted": counted,
        "expired": bool(product.valid_until and product.valid_until < today),
        "on_sale": operations.is_on_sale(product), "promotions": product.promotions.select_related("by__user")[:60],
        "claims": claims_for(product, reader) if producer else [],
        "changes": history(product.changes.select_related("by__user", "product")[:60]) if producer else [],
        "may_edit": producer is not None and reader.has_role(*EDITORS),
    }  # fmt: skip
    return render(request, "people/product.html", context)


def _here(product: Product) -> str:
    return reverse("people:product", args=[product.pk])


@only(*EDITORS)
def add(request: MemberRequest, pk: int) -> HttpResponse:
    row = load(request, pk)
    form = ProductForm(request.POST or None)

    def do() -> str:
        made = operations.add_product(establishment=row, by=request.member, at=clock.now(), **form.facts())
        return _here(made)

    return deed(
        request, form=form, title="Thêm sản phẩm", kicker=row.name, button="Thêm", done="Đã thêm sản phẩm.", do=do,
        back=reverse("people:establishment", args=[row.pk]),
    )  # fmt: skip


@only(*EDITORS)
def correct(request: MemberRequest, pk: int) -> HttpResponse:
    product = _of_own(request, pk)
    form = ProductForm(request.POST or None, row=product, initial={f: getattr(product, f) for f in operations.FIELDS})

    def do() -> None:
        changes = {f: v for f, v in form.facts().items() if f in form.changed_data}
        operations.correct_product(product=product, changes=changes, by=request.member, at=clock.now())

    return deed(
        request, form=form, title="Sửa sản phẩm", kicker=product.name, button="Lưu", back=_here(product),
        done="Đã lưu. Điều trước khi sửa vẫn còn trong lịch sử.", do=do,
    )  # fmt: skip


@only(*EDITORS)
def add_listing(request: MemberRequest, pk: int) -> HttpResponse:
    product = _of_own(request, pk)
    form = ListingForm(request.POST or None, initial={"from_on": clock.today()})
    return deed(
        request, form=form, title="Ghi gian hàng trên sàn", kicker=product.name, button="Ghi", back=_here(product),
        lead="Chỉ tiêu “sản phẩm OCOP trên sàn” tính sản phẩm có gian hàng và địa chỉ. Máy không tự mở trang ấy.",
        done="Đã ghi gian hàng.",
        do=lambda: operations.list_product(product=product, by=request.member, at=clock.now(), **form.cleaned_data),
    )  # fmt: skip


def _listing(request: MemberRequest, pk: int) -> ProductListing:
    rows = ProductListing.objects.select_related("product__establishment")
    found: ProductListing = get_visible_or_404(rows, request.member, pk=pk)
    get_visible_or_404(Establishment, request.member, pk=found.product.establishment_id)
    return found


@only(*EDITORS)
def check(request: MemberRequest, pk: int) -> HttpResponse:
    listing = _listing(request, pk)
    form = CheckForm(request.POST or None)

    def do() -> None:
        data = form.cleaned_data
        operations.check_listing(
            listing=listing, seen=data["seen"] == "yes", note=data["note"], by=request.member, at=clock.now()
        )

    return deed(
        request, form=form, title=f"Xem lại gian hàng trên {listing.floor}", kicker=listing.product.name, button="Ghi",
        back=_here(listing.product), done="Đã ghi lần xem.", do=do,
        lead="Mở địa chỉ gian hàng ở trang sản phẩm, xem sản phẩm còn bán không, rồi ghi vào đây.",
    )  # fmt: skip


@only(*EDITORS)
def end_listing(request: MemberRequest, pk: int) -> HttpResponse:
    listing = _listing(request, pk)
    form = EndForm(request.POST or None, initial={"on": clock.today()})
    return deed(
        request, form=form, title=f"Gỡ khỏi {listing.floor}", kicker=listing.product.name, button="Ghi đã gỡ",
        back=_here(listing.product), done="Đã ghi gỡ khỏi sàn.",
        do=lambda: operations.end_listing(
            listing=listing, on=form.cleaned_data["on"], by=request.member, at=clock.now()
        ),
    )  # fmt: skip


@only(*EDITORS)
def promote(request: MemberRequest, pk: int) -> HttpResponse:
    product = _of_own(request, pk)
    form = PromotionForm(request.POST or None, initial={"on": clock.today()})
    return deed(
        request, form=form, title="Ghi một lần quảng bá", kicker=product.name, button="Ghi", back=_here(product),
        done="Đã ghi.",
        do=lambda: operations.promote(product=product, by=request.member, at=clock.now(), **form.cleaned_data),
    )  # fmt: skip
