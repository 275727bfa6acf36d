"""Who has taken a plan up: the table, one place's own page, the items, the letter, the workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tungnha.people.protection.giving import DOCX, as_file
from tungnha.plans.adoption import letter, operations, sheets, table
from tungnha.plans.adoption.forms import ItemForm, StateForm
from tungnha.plans.adoption.rules import Mark, share_words
from tungnha.plans.models import AdoptionItem, Plan
from tungnha.plans.work import pages
from tungnha.plans.work.places import keys_of
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

LACKS = "thieu"


@only(*pages.DESK)
def adoption(request: MemberRequest, pk: int) -> HttpResponse:
    """Places × items; every sum opens the places that make it."""
    found = pages.plan_or_404(request, pk)
    if not pages.watches(request.member, found):
        return _own_page(request, found)
    runs = pages.runs(request.member, found)
    if request.method == "POST":
        pages.must_run(request, found, found)
        operations.lay_out(plan=found, by=request.member, at=clock.now())
        return redirect("plans:adoption", pk)
    whole = table.load(found, clock.now())
    lines, chosen = _chosen(request, whole)
    complete = sum(not line.lacks for line in whole.lines)
    context = {
        "plan": found, "runs": runs, "table": whole,
        "lines": [(line, list(zip(whole.items, line.cells, strict=True))) for line in lines],
        "chosen": chosen,
        "complete": share_words(complete, len(whole.lines)), "received": _received(found),
        "sums": [{"sum": one, "is_late": table.late(one.item, clock.today())} for one in whole.sums],
    }  # fmt: skip
    return render(request, "plans/adoption/table.html", context)


def _chosen(request: MemberRequest, whole: table.Table) -> tuple[list[table.Line], dict[str, Any] | None]:
    """Of the table the places that lack, or have, or are below in, one item."""
    wanted = asked_id(request.GET.get("muc"))
    item = next((one for one in whole.items if one.pk == wanted), None)
    if item is None:
        return whole.lines, None
    which = request.GET.get("loc", LACKS)
    if which == "co":
        return whole.having(item, Mark.DONE), {"item": item, "words": "đã có"}
    if which == "thap":
        return whole.having(item, Mark.BELOW), {"item": item, "words": "thấp hơn chỉ tiêu giao"}
    return whole.without(item), {"item": item, "words": "chưa có", "lacks": True}


def _received(found: Plan) -> str:
    """`37/37 nơi đã nhận, 35 nơi đã đọc`; "" while it was sent to nobody."""
    rows = list(found.deliveries.values_list("received_at", "read_at"))
    if not rows:
        return ""
    received, read = (sum(row[n] is not None for row in rows) for n in (0, 1))
    return f"{received}/{len(rows)} nơi đã nhận, {read} nơi đã đọc"


def _own_page(request: MemberRequest, found: Plan) -> HttpResponse:
    """A place's member goes to the own page."""
    mine = [one.place.key for one in table.load(found, clock.now(), only=keys_of(request.member)).lines]
    if not mine:
        context = {"plan": found, "runs": False, "table": table.Table([], [])}
        return render(request, "plans/adoption/table.html", context)
    return redirect("plans:adoption-place", found.pk, mine[0])


@only(*pages.SPEAKERS)
def place(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """All items of one place on one page: its own officer states them, or the plan's desk types them."""
    found = pages.plan_or_404(request, pk)
    runs, own = pages.runs(request.member, found), key in keys_of(request.member)
    looks = pages.watches(request.member, found) and request.method in ("GET", "HEAD")
    if not (runs or own or looks):
        pages.refuse(request, found)
    now = clock.now()
    lines = table.load(found, now, only={key}).lines
    if not lines:
        raise Http404("not a place of this plan")
    line = lines[0]
    asked = [(item, cell) for item, cell in zip(table.items_of(found), line.cells, strict=True) if cell is not None]
    open_items = [item for item, cell in asked if not cell.known_here]
    form = None
    if runs or own:
        stated = table.stated_of(found, key)
        form = StateForm(request.POST or None, items=open_items, stated=stated, today=now.date())
        if request.method == "POST" and form.is_valid() and _keep(request, form, key):
            return redirect("plans:adoption-place", pk, key)
    context = {
        "base": pages.base_of(request.member), "plan": found, "line": line, "form": form, "own": own, "runs": runs,
        "known": [(item, cell) for item, cell in asked if cell.known_here],
        "asked": asked, "watches": pages.watches(request.member, found),
    }  # fmt: skip
    bad = form is not None and bool(form.errors)
    return render(request, "plans/adoption/place.html", context, status=400 if bad else 200)


def _keep(request: MemberRequest, form: StateForm, key: str) -> bool:
    try:
        count = operations.state(
            place=key, said=form.said(), key=form.cleaned_data["key"], by=request.member, at=clock.now()
        )
    except Problem as problem:
        form.add_error(None, problem.sentence)
        return False
    messages.success(request, f"Đã ghi {count} mục." if count else "Không có gì thay đổi.")
    return True


@only(*pages.DESK)
def items(request: MemberRequest, pk: int) -> HttpResponse:
    """What is asked of every place: added, or no longer asked."""
    found = pages.plan_or_404(request, pk)
    pages.must_run(request, found, found)
    form = ItemForm(request.POST or None, plan=found)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_item(plan=found, by=request.member, at=clock.now(), **form.cleaned_data)
            messages.success(request, "Đã thêm mục.")
            return redirect("plans:adoption-items", pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    context = {"plan": found, "items": table.items_of(found), "form": form}
    return render(request, "plans/adoption/items.html", context, status=400 if form.errors else 200)


@require_POST
@only(*pages.DESK)
def remove_item(request: MemberRequest, pk: int) -> HttpResponse:
    item = _own_item(request, pk)
    operations.remove_item(item=item, by=request.member, at=clock.now())
    messages.success(request, f"Thôi hỏi mục “{item.name}”; điều đã ghi vẫn được lưu.")
    return redirect("plans:adoption-items", item.plan_id)


def _own_item(request: MemberRequest, pk: int) -> AdoptionItem:
    rows = AdoptionItem.objects.select_related("plan__campaign__area", "plan__organisation", "target")
    item: AdoptionItem = get_visible_or_404(rows, request.member, pk=pk)
    pages.must_run(request, item, item.plan)
    return item


@require_safe
@only(*pages.DESK)
def letter_docx(request: MemberRequest, pk: int) -> HttpResponse:
    """The letter to all places that lack an item, as a draft in Word."""
    item = _own_item(request, pk)
    whole = table.load(item.plan, clock.now())
    if item.pk not in {one.pk for one in whole.items}:
        raise Http404("no longer asked")
    left = whole.without(item)
    if not left:
        raise Problem("Mọi nơi đã có mục này: không còn ai để đôn đốc.")
    names = [line.place.title for line in left]
    data = letter.docx_of(letter.Lacking(item.plan, item, names, len(whole.column(item)), clock.today()))
    log_event("adoption.letter_drafted", about=item.plan, by=request.member, at=clock.now(), count=len(names))
    return as_file(data, f"don-doc-trien-khai-{item.pk}.docx", DOCX)


@require_safe
@only(*pages.DESK)
def xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    """The table as a workbook: without the names and telephones of the contacts."""
    found = pages.plan_or_404(request, pk)
    if not pages.watches(request.member, found):
        pages.refuse(request, found)
    return as_file(sheets.of_table(found, table.load(found, clock.now()), clock.today()), f"trien-khai-{found.pk}.xlsx")
