"""Breaches: the 72-hour clock, who is affected, the notice, the minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.people.forms.protection import BreachForm, NoteForm, StepForm, now_local
from tungnha.people.models import Breach, Export
from tungnha.people.operations import breaches
from tungnha.people.protection import letters_rights, stewarding
from tungnha.people.views.protection import READERS, STEWARD, attempt, crumbs
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.requests import MemberRequest

PAGE = 50
STEP_WORDS = {
    "notified": "Đã thông báo cơ quan chuyên trách", "told": "Đã báo những người bị ảnh hưởng",
    "repaired": "Đã khắc phục xong",
}  # fmt: skip


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    rows = [{"breach": row, "state": _state(row)} for row in Breach.objects.visible_to(request.member)]
    context = {"rows": rows, "may_act": request.member.role == STEWARD, "crumbs": crumbs(("Sự cố dữ liệu", ""))}
    return render(request, "people/breaches.html", context)


def _state(row: Breach) -> tuple[str, str]:
    if row.notified_at is None:
        return stewarding.Due("", "", "", "", row.notice_due_at).state(clock.now())
    return ("confirmed", "đã khắc phục") if row.repaired_at else ("doing", "đang khắc phục")


def _form(request: MemberRequest, **more: Any) -> BreachForm:
    area = request.member.area
    members = Member.objects.filter(area__path__startswith=area.path).select_related("user")
    exports = Export.objects.visible_to(request.member)
    return BreachForm(request.POST or None, members=members, exports=exports, **more)


@only(STEWARD)
def new(request: MemberRequest) -> HttpResponse:
    form = _form(request, initial={"detected_at": now_local()})
    if request.method == "POST" and form.is_valid():
        said = {"area": request.member.area, "by": request.member, "at": clock.now(), **form.cleaned_data}
        made = attempt(form, lambda: breaches.open_breach(**said))
        if made is not None:
            messages.success(request, "Đã mở hồ sơ sự cố. Hạn thông báo cơ quan chuyên trách: 72 giờ từ lúc phát hiện.")
            return redirect("people:breach", pk=made.pk)
    context = {
        "form": form, "title": "Ghi một sự cố dữ liệu", "action": "Mở hồ sơ sự cố",
        "lead": "Ghi điều đã biết; điều chưa rõ để trống, ghi thêm sau.",
        "crumbs": crumbs(("Sự cố dữ liệu", reverse("people:breaches")), ("Ghi sự cố", "")),
    }  # fmt: skip
    return render(request, "people/protection_form.html", context)


def _crumbs(found: Breach, here: str) -> list[dict[str, str]]:
    all_of_them, this = reverse("people:breaches"), reverse("people:breach", args=[found.pk])
    return crumbs(("Sự cố dữ liệu", all_of_them), (str(found), this), (here, ""))


def _breach(request: MemberRequest, pk: int) -> Breach:
    found: Breach = get_visible_or_404(
        Breach.objects.select_related("area", "member__user", "member__area", "export"), request.member, pk=pk
    )
    return found


@only(*READERS)
def one(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _breach(request, pk))


def _page(request: MemberRequest, found: Breach, **given: Any) -> HttpResponse:
    steps = [
        {"code": code, "words": words, "at": getattr(found, breaches.STEPS[code][0])}
        for code, words in STEP_WORDS.items()
    ]
    context = {
        "breach": found, "state": _state(found), "affected": len(stewarding.affected_by(found)), "steps": steps,
        "known": found.member is not None or found.export is not None, "cause": letters_rights.cause_of(found),
        "notes": found.notes.select_related("by__user"), "note_form": NoteForm(),
        "step_form": StepForm(initial={"on": now_local()}), "may_act": request.member.role == STEWARD,
        "crumbs": crumbs(("Sự cố dữ liệu", reverse("people:breaches")), (str(found), "")),
    } | given  # fmt: skip
    return render(request, "people/breach.html", {"form": None} | context)


@only(STEWARD)
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """What is known better now. The old words go into the minutes."""
    found = _breach(request, pk)
    fields = [name for name in BreachForm.base_fields if name != "export"]
    known = {name: getattr(found, name) for name in fields} | {"export": found.export.mark if found.export else ""}
    form = _form(request, initial=known)
    if request.method == "POST" and form.is_valid():
        said = {"breach": found, "by": request.member, "at": clock.now(), **form.cleaned_data}
        if attempt(form, lambda: breaches.correct_breach(**said)) is not None:
            return redirect("people:breach", pk=pk)
    context = {
        "form": form, "title": f"Sửa {str(found).lower()}", "action": "Lưu",
        "lead": "Nội dung cũ được giữ trong biên bản.",
        "crumbs": _crumbs(found, "Sửa"),
    }  # fmt: skip
    return render(request, "people/protection_form.html", context)


@require_POST
@only(STEWARD)
def note(request: MemberRequest, pk: int) -> HttpResponse:
    found, form = _breach(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, note_form=form, form=form)
    breaches.add_note(breach=found, text=form.cleaned_data["text"], by=request.member, at=clock.now())
    return redirect("people:breach", pk=pk)


@require_POST
@only(STEWARD)
def step(request: MemberRequest, pk: int, which: str) -> HttpResponse:
    if which not in STEP_WORDS:
        raise Http404("no such step")
    found, form = _breach(request, pk), StepForm(request.POST)
    said: dict[str, Any] = {"breach": found, "step": which, "by": request.member, "at": clock.now()}
    if form.is_valid() and attempt(form, lambda: breaches.note_step(**said, **form.cleaned_data)) is not None:
        return redirect("people:breach", pk=pk)
    return _page(request, found, step_form=form, form=form)


@only(*READERS)
def people(request: MemberRequest, pk: int) -> HttpResponse:
    """The people affected, as they stand in the register now."""
    found = _breach(request, pk)
    rows = stewarding.affected_by(found)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    log_event("breach.people_opened", about=found, by=request.member, at=clock.now(), persons=len(rows))
    context = {"breach": found, "page": page, "total": len(rows), "crumbs": _crumbs(found, "Những người bị ảnh hưởng")}
    return render(request, "people/breach_people.html", context)


@require_POST
@only(STEWARD)
def notice(request: MemberRequest, pk: int) -> HttpResponse:
    """The notice to the agency: counts, no names."""
    found = _breach(request, pk)
    known = found.member is not None or found.export is not None
    affected = len(stewarding.affected_by(found)) if known else None
    log_event("breach.notice_drafted", about=found, by=request.member, at=clock.now(), affected=affected)
    answer = HttpResponse(letters_rights.notice_docx(found, affected, clock.now()), content_type=letters_rights.WORD)
    answer["Content-Disposition"] = f'attachment; filename="thong-bao-su-co-{found.pk}.docx"'
    return answer
