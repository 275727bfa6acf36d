"""Nhập cơ sở, sản phẩm OCOP từ Excel: hand the file in, confirm the columns, look, import."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.forms.sellers_import import SellerColumnsForm, SellerUploadForm, SellerVillagesForm
from tungnha.people.models import SellerFile
from tungnha.people.operations import sellers_import as operations
from tungnha.people.operations.exports import export_workbook
from tungnha.people.protection.giving import as_file, refused_sheet
from tungnha.people.sellers.columns import words_of
from tungnha.people.views.establishments import DESK
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Organisation
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

SHOWN, PAGE = 8, 60
PURPOSE = "Sửa những dòng sai rồi nhập lại"


@only(*DESK)
def index(request: MemberRequest) -> HttpResponse:
    member = request.member
    here = Organisation.objects.visible_to(member).filter(area__path__startswith=member.area.path)
    form = SellerUploadForm(
        request.POST or None, request.FILES or None, organisations=here.exclude(kind="team").order_by("order", "name"),
        initial={"as_of_on": clock.today()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            file = operations.receive_file(
                about=data["about"], area=member.area, name=data["file"].name, data=data["file"].read(),
                source=data["source"], kind=data["kind"], kept_by=data["kept_by"], as_of_on=data["as_of_on"],
                by=member, at=clock.now(),
            )  # fmt: skip
            return redirect("people:sellers-columns", pk=file.pk)
        except Problem as problem:
            form.add_error("file", problem.sentence)
    files = (
        SellerFile.objects.visible_to(member).defer("content", "refused", "answers").select_related("received_by__user")
    )
    page = Paginator(files, 20).get_page(request.GET.get("trang"))
    return render(
        request, "people/sellers_import.html", {"form": form, "page": page}, status=400 if form.errors else 200
    )


def _load(request: MemberRequest, pk: int) -> SellerFile:
    file: SellerFile = get_visible_or_404(SellerFile.objects.select_related("area", "kept_by"), request.member, pk=pk)
    return file


@only(*DESK)
def columns(request: MemberRequest, pk: int) -> HttpResponse:
    file = _load(request, pk)
    if file.imported_at:
        return redirect("people:sellers-result", pk=pk)
    if request.method == "POST" and request.POST.get("sheet"):
        try:
            operations.choose_sheet(file=file, sheet=request.POST["sheet"], by=request.member, at=clock.now())
        except Problem as problem:
            messages.error(request, problem.sentence)
        return redirect("people:sellers-columns", pk=pk)
    found = operations.table_of(file)
    form = SellerColumnsForm(request.POST or None, about=file.about, header=found.header, columns=file.columns)
    if request.method == "POST" and form.is_valid():
        try:
            operations.choose_columns(file=file, columns=form.columns(), by=request.member, at=clock.now())
            return redirect("people:sellers-preview", pk=pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    context = {
        "file": file, "form": form, "header": found.header, "total": len(found.rows),
        "rows": [[hide_typed_numbers(words_of(cell)) for cell in cells] for _, cells in found.rows[:SHOWN]],
        "sheets": [sheet.name for sheet in operations.workbook_of(file).sheets],
    }  # fmt: skip
    return render(request, "people/sellers_columns.html", context, status=400 if form.errors else 200)


@only(*DESK)
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """What would happen, and which villages the file's words mean. It happens when “Nhập” is pressed."""
    file = _load(request, pk)
    if file.imported_at or file.columns_at is None:
        return redirect("people:sellers-columns", pk=pk)
    if request.method == "POST" and "nhap" in request.POST:
        try:
            operations.import_file(file=file, by=request.member, at=clock.now())
        except Problem as problem:
            messages.error(request, problem.sentence)
            return redirect("people:sellers-preview", pk=pk)
        messages.success(request, "Đã nhập xong. Nội dung tệp đã được xóa khỏi máy.")
        return redirect("people:sellers-result", pk=pk)
    plan = operations.plan_of(file, clock.today())
    villages = operations.villages_of(file.area, clock.today())
    form = SellerVillagesForm(
        request.POST or None, unknown=plan.reading.unknown, villages=villages, answers=file.answered
    )
    if request.method == "POST" and form.is_valid():
        operations.answer(file=file, answers=form.answers(), by=request.member, at=clock.now())
        return redirect("people:sellers-preview", pk=pk)
    refused = sorted(plan.refused.items())
    context = {
        "file": file, "counts": plan.counts, "refused": refused[:SHOWN], "more": len(refused) - SHOWN, "form": form,
        "asks": bool(form.texts),
    }  # fmt: skip
    return render(request, "people/sellers_preview.html", context)


@only(*DESK)
@require_safe
def result(request: MemberRequest, pk: int) -> HttpResponse:
    file = _load(request, pk)
    if not file.imported_at:
        return redirect("people:sellers-columns", pk=pk)
    rows = file.refused_rows["rows"]
    context = {
        "file": file, "counts": file.counts, "reasons": [(line, why) for line, _, why in rows[:PAGE]],
        "kept": bool(rows), "more": len(rows) - PAGE,
    }  # fmt: skip
    return render(request, "people/sellers_result.html", context)


@only(*DESK)
@require_safe
def refused(request: MemberRequest, pk: int) -> HttpResponse:
    """The lines that were not taken, in the sender's own layout, with a column of reasons; on record as every file."""
    file = _load(request, pk)
    kept = file.refused_rows
    if not kept["rows"]:
        raise Http404("nothing is kept")
    name = f"co-so-chua-nhan-{file.pk}.xlsx"
    data, _ = export_workbook(
        [refused_sheet(kept)], what="people.sellers_refused", name=name, purpose=PURPOSE, rows=len(kept["rows"]),
        persons=[],
        area=file.area, by=request.member, at=clock.now(),
    )  # fmt: skip
    return as_file(data, name)


@require_POST
@only(*DESK)
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Before the import: the file goes. After it: the refused lines go."""
    file = _load(request, pk)
    was_imported = file.imported_at is not None
    operations.discard_file(file=file, by=request.member, at=clock.now())
    if was_imported:
        messages.success(request, "Đã xóa các dòng chưa nhận khỏi máy.")
        return redirect("people:sellers-result", pk=pk)
    messages.success(request, "Đã bỏ tệp, không nhập gì.")
    return redirect("people:sellers-import")
