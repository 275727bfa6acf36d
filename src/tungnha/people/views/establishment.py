"""One establishment, and what is done with it: each deed is a page of its own, so that it works on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.people.finding import searching
from tungnha.people.forms import UnmaskForm
from tungnha.people.forms.establishments import CloseForm, DecideForm, EstablishmentForm, MoveForm
from tungnha.people.models import Establishment, Person
from tungnha.people.operations import establishments as operations
from tungnha.people.sellers import queries
from tungnha.people.sellers import steps as seller_steps
from tungnha.people.sellers.rules import mask_code
from tungnha.people.views.establishments import DECIDERS, DESK, EDITORS, READERS, load, route, villages_of
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member, Organisation, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id, asked_text

STEP = "seller-visit"  # origin of the claims that can be taken back one by one


@only(*READERS)
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """Who it is, how far it has come and by whose word, its products, who called, what was changed. With POST: its
    numbers in full, once, for a purpose."""
    row = load(request, pk)
    form, shown = UnmaskForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            shown = operations.unmask_establishment(
                establishment=row, purpose=form.cleaned_data["purpose"], by=request.member, at=clock.now(),
                words=form.cleaned_data.get("purpose_words", ""),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
    return render(request, "people/establishment.html", _about(row, request.member) | {"form": form, "shown": shown})


def _about(row: Establishment, reader: Member) -> dict[str, Any]:
    book, today = seller_steps.book(), clock.today()
    owner = Person.objects.visible_to(reader).filter(pk=row.owner_id).first() if row.owner_id else None
    same_as = Establishment.objects.visible_to(reader).filter(pk=row.same_as_id).first() if row.same_as_id else None
    return {
        "row": row, "owner": owner, "same_as": same_as, "counted": _counted(row),
        "code": mask_code(row.code) if row.code else "", "phone": mask_code(row.phone) if row.phone else "",
        "rungs": book.ladder(row, today) if book else [], "claims": claims_for(row, reader),
        "calls": book.calls_at(row) if book else [], "products": row.products.prefetch_related("listings__checks"),
        "changes": history(row.changes.select_related("by__user", "product")[:60]), "today": today,
        "may_edit": reader.has_role(*EDITORS), "may_decide": reader.has_role(*DECIDERS),
        "may_close": reader.has_role(*DECIDERS, Role.TEAM_LEADER),
        "record_url": route("field:seller", row.pk) if row.is_open and reader.has_role(*EDITORS) else "",
        "doubles": queries.alike(village=row.village, name=row.name, code=row.code, but=row.pk).visible_to(reader)[:5]
        if row.is_open else [],
    }  # fmt: skip


def claims_for(thing: Any, reader: Member) -> list[Any]:
    """Every word said of it; those this reader may take back carry the address where that is done."""
    book = seller_steps.book()
    found = book.claims_of(thing) if book else []
    for claim in found:
        own = claim.made_by_id == reader.pk or reader.has_role(*DESK)
        live = claim.origin == STEP and claim.retracts_id is None and not hasattr(claim, "retracted_by")
        claim.take_back_url = route("field:seller-take-back", claim.pk) if own and live else ""
        levels = {level.rank: level.name for level in claim.service.levels.all()}
        claim.said = "rút lại" if claim.retracts_id else levels.get(claim.level, "không còn" if not claim.level else "")
    return found


def _counted(row: Establishment) -> bool:
    counted = queries.establishments_counted(row.kind, clock.today())
    return Establishment.objects.filter(counted, pk=row.pk).exists()


def history(changes: Any) -> list[dict[str, Any]]:
    """Steps as the timeline draws them."""
    found = []
    for change in changes:
        before, after = change.before, change.after
        said = [
            f"{operations.FIELD_NAMES.get(f, f)}: {_from(before, f)}{after.get(f) or 'để trống'}"
            for f in dict.fromkeys([*before, *after])
        ]
        title = change.get_kind_display()
        title = title[:1].upper() + title[1:]
        found.append({
            "at": change.at, "by": change.by.user.full_name if change.by else "",
            "title": f"{title}: {change.product.name}" if change.product else title,
            "text": "; ".join(said) + (" (từ tệp nhập)" if change.origin == "import" else ""),
        })  # fmt: skip
    return found


def _from(before: dict[str, str], field: str) -> str:
    return f"{before[field] or 'để trống'} → " if field in before else ""


# --- what is done with it ---------------------------------------------------------------------------------------------


def deed(
    request: MemberRequest,
    *,
    form: forms.Form,
    title: str,
    button: str,
    back: str,
    done: str,
    do: Callable[[], Any],
    lead: str = "",
    kicker: str = "",
) -> HttpResponse:
    """A page that asks for one thing and does it."""
    if request.method == "POST" and form.is_valid():
        try:
            result = do()
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, done)
            return redirect(result if isinstance(result, str) else back)
    context = {"form": form, "title": title, "button": button, "back_to": back, "lead": lead, "kicker": kicker}
    return render(request, "people/establishment_deed.html", context, status=400 if form.errors else 200)


def _here(row: Establishment) -> str:
    return reverse("people:establishment", args=[row.pk])


def _organisations(member: Member) -> Any:
    """Who may be said to keep an establishment: chosen at the desk only."""
    if not member.has_role(*DESK):
        return None
    here = Organisation.objects.visible_to(member).filter(area__path__startswith=member.area.path)
    return here.exclude(kind="team").order_by("order", "name")


@only(*EDITORS)
def add(request: MemberRequest) -> HttpResponse:
    """One more. Where one of the name or code is there already, it is shown first; asked again it is added."""
    member = request.member
    form = EstablishmentForm(
        request.POST or None, villages=villages_of(member), organisations=_organisations(member),
        initial={"kind": "household_business", "village": member.area_id, "name": request.GET.get("ten", "")[:200]},
    )  # fmt: skip
    found: Any = []
    if request.method == "POST" and form.is_valid():
        facts = form.facts()
        found = queries.alike(village=facts["village"], name=facts["name"], code=facts["code"]).visible_to(member)
        if request.POST.get("another") or not found.exists():
            try:
                row = _added(member, facts)
            except Problem as problem:
                form.add_error(None, problem.sentence)
            else:
                messages.success(request, f"Đã thêm {row.name}.")
                return redirect(_here(row))
    context = {"form": form, "found": found[:10], "back_to": reverse("people:establishments")}
    return render(request, "people/establishment_add.html", context, status=400 if form.errors else 200)


def _added(member: Member, facts: dict[str, Any]) -> Establishment:
    if member.role == Role.UNIT_OFFICER:
        facts["kept_by"] = member.organisation  # or she would not see what she added
    return operations.add_establishment(by=member, at=clock.now(), **facts)


@only(*EDITORS)
def correct(request: MemberRequest, pk: int) -> HttpResponse:
    row, member = load(request, pk), request.member
    initial = {f: getattr(row, f) for f in ("name", "kind", "owner_name", "trade", "address", "workers", "kept_by")}
    form = EstablishmentForm(
        request.POST or None,
        villages=villages_of(member),
        organisations=_organisations(member),
        row=row,
        initial=initial,
    )
    return deed(
        request, form=form, title="Sửa thông tin cơ sở", kicker=row.name, button="Lưu", back=_here(row),
        done="Đã lưu. Điều trước khi sửa vẫn còn trong lịch sử.",
        do=lambda: operations.correct_establishment(
            establishment=row, changes=form.facts(), by=member, at=clock.now()
        ),
    )  # fmt: skip


@only(*DECIDERS)
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    row = load(request, pk)
    now = {True: "yes", False: "no", None: "open"}[row.eligible]
    initial = {"eligible": now, "why": row.eligible_why, "on": clock.today()}
    form = DecideForm(request.POST or None, initial=initial)
    return deed(
        request, form=form, title="Có đủ điều kiện không?", kicker=row.name, button="Ghi", back=_here(row),
        lead="Chỉ tiêu chỉ tính hộ kinh doanh đủ điều kiện; cơ sở loại khác được tính trừ khi ghi là không đủ.",
        done="Đã ghi.",
        do=lambda: operations.decide_eligible(
            establishment=row, eligible=form.eligible_value(), why=form.cleaned_data["why"], on=form.cleaned_data["on"],
            by=request.member, at=clock.now(),
        ),
    )  # fmt: skip


@only(*DECIDERS, Role.TEAM_LEADER)
def close(request: MemberRequest, pk: int) -> HttpResponse:
    row = load(request, pk)
    others = Establishment.objects.visible_to(request.member).filter(
        village__parent=row.village.parent_id, closed_on=None, kind=row.kind
    ).exclude(pk=row.pk).order_by("name")  # fmt: skip
    likely = queries.alike(village=row.village, name=row.name, code=row.code, but=row.pk).first()
    initial = {"on": clock.today(), "same_as": likely.pk if likely and request.GET.get("trung") else None}
    form = CloseForm(request.POST or None, others=others, initial=initial)
    return deed(
        request, form=form, title="Nghỉ kinh doanh, hoặc ghi trùng", kicker=row.name, button="Ghi", back=_here(row),
        lead="Từ ngày ấy cơ sở không được tính nữa. Mọi ghi nhận vẫn còn; mở lại được bất cứ lúc nào.",
        done="Đã ghi nghỉ. Mở lại được ở trang này.",
        do=lambda: operations.close_establishment(
            establishment=row, by=request.member, at=clock.now(), **form.cleaned_data
        ),
    )  # fmt: skip


@only(*DECIDERS, Role.TEAM_LEADER)
@require_POST
def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    row = load(request, pk)
    operations.reopen_establishment(establishment=row, by=request.member, at=clock.now())
    messages.success(request, "Đã mở lại.")
    return redirect(_here(row))


@only(*DECIDERS)
def move(request: MemberRequest, pk: int) -> HttpResponse:
    row = load(request, pk)
    form = MoveForm(request.POST or None, villages=villages_of(request.member), initial={"village": row.village_id})
    return deed(
        request, form=form, title="Chuyển sang thôn khác", kicker=row.name, button="Chuyển", back=_here(row),
        lead="Sản phẩm, các bước đã ghi và lịch sử đi theo cơ sở.", done="Đã chuyển thôn.",
        do=lambda: operations.move_establishment(
            establishment=row, village=form.cleaned_data["village"], by=request.member, at=clock.now()
        ),
    )  # fmt: skip


@only(*EDITORS)
def owner(request: MemberRequest, pk: int) -> HttpResponse:
    """Tie it to the person who owns it, of those the member may see."""
    row, member = load(request, pk), request.member
    text = asked_text(request, "tim") or row.owner_name
    if request.method == "POST" and "chon" in request.POST:
        chosen = asked_id(request.POST["chon"])
        person = get_visible_or_404(Person, member, pk=chosen) if chosen else None
        operations.correct_establishment(establishment=row, changes={"owner": person}, by=member, at=clock.now())
        messages.success(request, "Đã nối với người trong sổ nhân khẩu." if person else "Đã bỏ nối.")
        return redirect(_here(row))
    found = [shown.person for shown in searching.find(searching.Question(text=text), member).people] if text else []
    return render(request, "people/establishment_owner.html", {"row": row, "text": text, "found": found})
