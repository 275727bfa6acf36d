"""Pages of how each body writes: letterhead, signers, abbreviations, numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.reports.models import Paper, Signer
from tungnha.reports.papers import numbering, operations, queries, settings
from tungnha.reports.papers.forms import AbbreviationForm, ElsewhereForm, OfficeFormForm, SeriesForm, SignerForm
from tungnha.reports.papers.views import READERS, WRITERS
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Organisation
from tungnha.units.problems import BadInput, Problem
from tungnha.units.requests import MemberRequest

KINDS = dict(Paper.Kind.choices)
FORMS: dict[str, type[Form]] = {
    "office": OfficeFormForm, "signer": SignerForm, "abbreviation": AbbreviationForm, "series": SeriesForm,
    "elsewhere": ElsewhereForm,
}  # fmt: skip


def _body(request: MemberRequest, pk: int) -> Organisation:
    rows = Organisation.objects.filter(area_id=request.member.area_id, kind__in=queries.ISSUING)
    found: Organisation = get_visible_or_404(rows, request.member, pk=pk)
    return found


@only(*READERS)
def bodies(request: MemberRequest) -> HttpResponse:
    today = clock.today()
    rows = [
        {"title": body.name, "url": reverse("reports:paper-office", args=[body.pk]), "meta": _said(body, today)}
        for body in queries.bodies_of(request.member)
    ]
    crumbs = [{"label": "Văn bản", "url": reverse("reports:papers")}, {"label": "Thể thức, người ký"}]
    return render(request, "reports/paper_bodies.html", {"rows": rows, "crumbs": crumbs})


def _said(body: Organisation, today: Any) -> str:
    how = settings.how_written(body, today)
    who = f"ký: {how.signer_name}" if how.has_signer else "chưa ghi người ký"
    return f"ký hiệu {settings.symbol_for(how, 'notice')}; {who}{'' if how.is_set else '; chưa ai xem lại'}"


@only(*READERS)
def office(request: MemberRequest, pk: int) -> HttpResponse:
    return _page(request, _body(request, pk))


@require_POST
@only(*WRITERS)
def save(request: MemberRequest, pk: int) -> HttpResponse:
    """One of the forms of the page: which one it says itself."""
    body, which = _body(request, pk), request.POST.get("which", "")
    if which not in FORMS:
        raise BadInput("Không rõ phần nào của trang được gửi; xin tải lại trang.")
    form = FORMS[which](request.POST, auto_id=f"{which}-%s")
    if form.is_valid():
        try:
            said = DEEDS[which](request, body, form)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, said)
            return redirect("reports:paper-office", pk=pk)
    return _page(request, body, sent={which: form}, status=422)


def _save_office(request: MemberRequest, body: Organisation, form: Form) -> str:
    assert isinstance(form, OfficeFormForm)
    operations.save_office(organisation=body, by=request.member, at=clock.now(), **form.told())
    return "Đã lưu thể thức. Văn bản soạn từ nay dùng thể thức này; dự thảo đã có giữ như cũ."


def _add_signer(request: MemberRequest, body: Organisation, form: Form) -> str:
    operations.add_signer(organisation=body, by=request.member, at=clock.now(), **form.cleaned_data)
    return "Đã thêm người ký."


def _abbreviation(request: MemberRequest, body: Organisation, form: Form) -> str:
    operations.save_abbreviation(organisation=body, by=request.member, at=clock.now(), **form.cleaned_data)
    return "Đã lưu chữ viết tắt."


def _series(request: MemberRequest, body: Organisation, form: Form) -> str:
    at = clock.now()
    numbering.start_series(organisation=body, year=at.year, by=request.member, at=at, **form.cleaned_data)
    return "Đã ghi số tiếp theo."


def _elsewhere(request: MemberRequest, body: Organisation, form: Form) -> str:
    operations.record_number(organisation=body, by=request.member, at=clock.now(), **form.cleaned_data)
    return "Đã ghi số vào sổ."


DEEDS: dict[str, Callable[[MemberRequest, Organisation, Form], str]] = {
    "office": _save_office, "signer": _add_signer, "abbreviation": _abbreviation, "series": _series,
    "elsewhere": _elsewhere,
}  # fmt: skip


@require_POST
@only(*WRITERS)
def end_signer(request: MemberRequest, pk: int) -> HttpResponse:
    signer = _signer(request, pk)
    operations.end_signer(signer=signer, on=clock.today(), by=request.member, at=clock.now())
    messages.success(request, "Đã ghi thôi ký từ sau hôm nay.")
    return redirect("reports:paper-office", pk=signer.organisation_id)


@require_POST
@only(*WRITERS)
def choose_signer(request: MemberRequest, pk: int) -> HttpResponse:
    signer = _signer(request, pk)
    operations.choose_signer(signer=signer, by=request.member, at=clock.now())
    messages.success(request, "Văn bản mới sẽ ghi người này ký.")
    return redirect("reports:paper-office", pk=signer.organisation_id)


def _signer(request: MemberRequest, pk: int) -> Signer:
    rows = Signer.objects.filter(organisation__area_id=request.member.area_id).select_related("organisation__area")
    found: Signer = get_visible_or_404(rows, request.member, pk=pk)
    return found


def _page(
    request: MemberRequest, body: Organisation, *, sent: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    today = clock.today()
    how = settings.how_written(body, today)
    signers = list(body.signers.all())
    forms: dict[str, Form] = {which: kind(auto_id=f"{which}-%s") for which, kind in FORMS.items() if which != "office"}
    forms["office"] = OfficeFormForm.of(how)
    forms |= sent or {}
    context = {
        "body": body, "how": how, "may_write": request.member.has_role(*WRITERS), "forms": forms,
        "form": next(iter(sent.values()), None) if sent else None, "which": next(iter(sent), "") if sent else "",
        "signers": [one for one in signers if one.to_on is None or one.to_on >= today],
        "signed_before": [one for one in signers if one.to_on is not None and one.to_on < today],
        "said": [
            ("Cơ quan chủ quản", how.superior), ("Cơ quan ban hành", " ".join(how.issuer.split())),
            ("Địa danh", how.place), ("Ký hiệu", how.symbol), ("Lưu", how.archive),
            ("Nơi nhận thường dùng", "; ".join(how.recipients)),
        ],
        "abbreviations": body.abbreviations.all(), "year": today.year,
        "next_numbers": [
            (label, settings.symbol_for(how, kind), numbering.next_number(body, kind, today.year))
            for kind, label in KINDS.items()
        ],
        "crumbs": [
            {"label": "Văn bản", "url": reverse("reports:papers")},
            {"label": "Thể thức, người ký", "url": reverse("reports:paper-bodies")},
            {"label": body.name},
        ],
    }  # fmt: skip
    return render(request, "reports/paper_office.html", context, status=status)
