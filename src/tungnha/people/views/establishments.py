"""Establishments: the list with its figures and filters, one establishment, and what is done with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.people.forms.establishments import (
    SearchForm,
)  # fmt: skip
from tungnha.people.forms.export import PurposeForm
from tungnha.people.models import Establishment, Person, Product
from tungnha.people.operations.establishments import shown
from tungnha.people.operations.exports import export_workbook
from tungnha.people.sellers import queries
from tungnha.people.sellers import steps as seller_steps
from tungnha.people.sellers.rules import mask_code
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Member, Role
from tungnha.units.models.members import SEES_NAMES, VILLAGE_ROLES
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_text

READERS = (*sorted(SEES_NAMES), Role.UNIT_OFFICER)
EDITORS = (Role.OFFICER, Role.DATA_STEWARD, Role.UNIT_OFFICER, Role.TEAM_LEADER, Role.TEAM_MEMBER)
DECIDERS = (Role.OFFICER, Role.DATA_STEWARD, Role.UNIT_OFFICER)
DESK = (Role.OFFICER, Role.DATA_STEWARD)
TAKES_OUT = (*DECIDERS, Role.TEAM_LEADER)
PAGE = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def villages_of(member: Member) -> QuerySet[Any]:
    here = Area.objects.villages().standing_on(clock.today()).visible_to(member)
    return here.filter(path__startswith=member.area.path)


def load(request: MemberRequest, pk: int) -> Establishment:
    rows = Establishment.objects.select_related("village__parent", "owner", "kept_by", "eligible_by__user", "same_as")
    found: Establishment = get_visible_or_404(rows, request.member, pk=pk)
    return found


def route(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


# --- the list ---------------------------------------------------------------------------------------------------------


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    """A name looked for goes on in the address; a number is answered at once and stands in none."""
    text = asked_text(request, "tim")
    form = _filters(request)
    asked = form.asked()
    if request.method == "POST" and not queries.is_secret(text):
        return redirect(f"{reverse('people:establishments')}?{_address(asked)}".rstrip("?"))
    rows = _filtered(Establishment.objects.visible_to(request.member), asked)
    page = Paginator(rows.select_related("village").order_by("folded_words", "id"), PAGE).get_page(
        request.GET.get("trang")
    )
    book, today = seller_steps.book(), clock.today()
    words = book.words_of(list(page), today) if book else {}
    context = {
        "form": form, "page": page, "rows": [(row, words.get(row.pk, [])) for row in page],
        "figures": _figures(request.member, asked), "asked": asked, "is_filtered": any(asked.values()),
        "may_add": request.member.has_role(*EDITORS), "may_import": request.member.has_role(*DESK),
        "may_take_out": request.member.has_role(*TAKES_OUT), "kept": "" if queries.is_secret(text) else _address(asked),
        "records_at": route("field:sellers") if request.member.role in VILLAGE_ROLES else "",
    }  # fmt: skip
    return render(request, "people/establishments.html", context)


def _filters(request: MemberRequest) -> SearchForm:
    book = seller_steps.book()
    said = request.POST if request.method == "POST" else request.GET
    return SearchForm(said, villages=villages_of(request.member), steps=book.choices() if book else [])


def _address(asked: dict[str, Any]) -> str:
    return urlencode({key: getattr(value, "pk", value) for key, value in asked.items() if value})


def _filtered(rows: QuerySet[Any], asked: dict[str, Any]) -> QuerySet[Any]:
    """What the filters leave. Closed ones stand only where they are asked for."""
    today, book = clock.today(), seller_steps.book()
    if asked["thon"]:
        rows = rows.filter(village=asked["thon"])
    if asked["loai"]:
        rows = rows.filter(kind=asked["loai"])
    rows = queries.find(rows, asked["tim"]) if asked["tim"] else rows
    rows = _of_state(rows, asked["dien"], asked["loai"])
    for name, keep in (("co", True), ("thieu", False)):
        reached = book.reached(asked[name], today) if book and asked[name] else None
        if reached is not None:
            rows = rows.filter(reached) if keep else rows.exclude(reached)
    return rows


def _of_state(rows: QuerySet[Any], state: str, kind: str) -> QuerySet[Any]:
    today = clock.today()
    if state == "du":
        counted = Q()
        for one in [kind] if kind else Establishment.Kind.values:
            counted |= queries.establishments_counted(one, today)
        return rows.filter(counted)
    if state == "nghi":
        return rows.exclude(queries.open_on(today))
    rows = rows.filter(queries.open_on(today))
    if state == "trung":
        return queries.doubles(rows)
    return rows.filter(eligible=False) if state == "khong" else rows.filter(eligible=None) if state == "chua" else rows


def _figures(member: Member, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Of the village and kind that are looked at: how many count, and how far they have come; each opens its rows."""
    kind, today, book = asked["loai"] or queries.HOUSEHOLD_BUSINESS, clock.today(), seller_steps.book()
    rows = Establishment.objects.visible_to(member)
    if asked["thon"]:
        rows = rows.filter(village=asked["thon"])
    base = rows.filter(queries.establishments_counted(kind, today))
    chosen = {"thon": asked["thon"], "loai": kind, "dien": "du"}
    total, name = base.count(), dict(Establishment.Kind.choices)[kind]
    word = f"{name} đủ điều kiện" if kind == queries.HOUSEHOLD_BUSINESS else f"{name} được tính"
    found = [{"label": word[:1].upper() + word[1:], "number": total, "base": None, "url": f"?{_address(chosen)}"}]
    for key, words in book.headline() if book else []:
        reached = book.reached(key, today) if book else None
        if reached is not None:
            number = base.filter(reached).count()
            url = f"?{_address(chosen | {'co': key})}"
            found.append(
                {
                    "label": words[:1].upper() + words[1:],
                    "number": number,
                    "base": total or None,
                    "of": word,
                    "url": url,
                }
            )
    return found


@only(*READERS)
@require_safe
def bases(request: MemberRequest) -> HttpResponse:
    """What is counted: establishments × kind × village, OCOP products by stars; each number opens its rows."""
    today, list_url, products_url = clock.today(), reverse("people:establishments"), reverse("people:products")
    rows = queries.base_by_village(Establishment.objects.visible_to(request.member), today)
    kinds, open_question = Establishment.Kind.choices, {"loai": queries.HOUSEHOLD_BUSINESS, "dien": "chua"}
    table = [
        {
            "village": row.village,
            "cells": [
                (label, row.counts[kind], f"{list_url}?{_address({'thon': row.village, 'loai': kind, 'dien': 'du'})}")
                for kind, label in kinds
            ],
            "undecided": row.undecided,
            "undecided_url": f"{list_url}?{_address(open_question | {'thon': row.village})}",
        }
        for row in rows
    ]  # fmt: skip
    products = Product.objects.visible_to(request.member)
    stars = [(n, count, f"{products_url}?sao={n}") for n, count in queries.ocop_by_stars(products, today).items()]
    context = {
        "table": table, "kinds": [label for _, label in kinds], "today": today, "stars": stars,
        "totals": [
            (sum(row.counts[kind] for row in rows), f"{list_url}?{_address({'loai': kind, 'dien': 'du'})}")
            for kind, _ in kinds
        ],
        "undecided_url": f"{list_url}?{_address(open_question)}",
        "undecided": sum(row.undecided for row in rows), "ocop": sum(n for _, n, _ in stars),
        "ocop_url": f"{products_url}?sao=ocop",
    }  # fmt: skip
    return render(request, "people/establishment_bases.html", context)


@only(*TAKES_OUT)
def take_out(request: MemberRequest) -> HttpResponse:
    """The list as filtered, as a workbook with its mark; codes and telephones stay masked."""
    book = seller_steps.book()
    filters = SearchForm(request.GET, villages=villages_of(request.member), steps=book.choices() if book else [])
    rows = _filtered(Establishment.objects.visible_to(request.member), filters.asked())
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _workbook(request, rows, form.words)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    context = {
        "form": form,
        "count": rows.count(),
        "back_to": f"{reverse('people:establishments')}?{request.GET.urlencode()}",
    }
    return render(request, "people/establishments_out.html", context, status=400 if form.errors else 200)


COLUMNS = (
    ("Tên", 36), ("Loại", 18), ("Chủ", 26), ("Mã số (che)", 16), ("Điện thoại (che)", 16), ("Thôn", 18),
    ("Địa chỉ", 28), ("Ngành nghề", 24), ("Điều kiện", 18), ("Vì sao", 24), ("Đã có", 44),
)  # fmt: skip


def _workbook(request: MemberRequest, rows: QuerySet[Any], purpose: str) -> HttpResponse:
    found = list(rows.select_related("village", "owner").order_by("village__order", "folded_words", "id"))
    book = seller_steps.book()
    words = book.words_of(found, clock.today()) if book else {}
    seen = set(Person.objects.visible_to(request.member).filter(establishments__in=found).values_list("pk", flat=True))
    lines = [
        [
            row.name, row.get_kind_display(), row.owner_name or (row.owner.full_name if row.owner_id in seen else ""),
            mask_code(row.code) if row.code else "", mask_code(row.phone) if row.phone else "", row.village.full_name,
            row.address, row.trade, shown(row, "eligible"), row.eligible_why, ", ".join(words.get(row.pk, [])),
        ]
        for row in found
    ]  # fmt: skip
    sheet = Sheet(name="Cơ sở", columns=tuple(SheetColumn(t, width=w) for t, w in COLUMNS), rows=lines, landscape=True)
    name = f"co-so-{clock.today():%Y%m%d}.xlsx"
    data, _ = export_workbook(
        [sheet], title="Danh sách cơ sở", what="people.establishments", name=name, purpose=purpose, rows=len(lines),
        persons=sorted({row.owner_id for row in found if row.owner_id in seen}), area=request.member.area,
        by=request.member, at=clock.now(),
    )  # fmt: skip
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
