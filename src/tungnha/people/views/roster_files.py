"""A unit's own workbook: handed in, looked at, written; the lines that were not taken go back with their reasons."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.people.forms.export import PurposeForm
from tungnha.people.forms.rosters import RosterColumnsForm, RosterUploadForm
from tungnha.people.operations import roster_files
from tungnha.people.operations.exports import export_workbook
from tungnha.people.protection.giving import as_file, refused_sheet
from tungnha.people.rosters.access import KEEPERS, own_file_or_404, own_organisation_or_404
from tungnha.people.rosters.rules import why_no_roster
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

SHOWN = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@only(*KEEPERS)
def start(request: MemberRequest, pk: int) -> HttpResponse:
    unit = own_organisation_or_404(request.member, pk)
    if why_no_roster(unit.kind):
        return redirect("field:roster", pk=unit.pk)
    form = RosterUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            file = roster_files.receive_file(
                organisation=unit, name=given.name, data=given.read(), by=request.member, at=clock.now()
            )
            return redirect("people:roster-file", pk=file.pk)
        except Problem as problem:
            form.add_error("file", problem.sentence)
    files = unit.roster_files.defer("content", "refused").select_related("received_by__user")[:20]
    return render(request, "people/roster_import.html", {"form": form, "unit": unit, "files": files})


@only(*KEEPERS)
def look(request: MemberRequest, pk: int) -> HttpResponse:
    """What the columns are and what the file would do, on one page; the second button writes it."""
    file = own_file_or_404(request.member, pk)
    if file.imported_at:
        return redirect("people:roster-result", pk=pk)
    table = roster_files.table_of(file)
    header = [str(cell or "") for cell in table.header]
    form = RosterColumnsForm(request.POST or None, header=header, columns=file.columns)
    if request.method == "POST" and form.is_valid():
        try:
            roster_files.choose_columns(file=file, columns=form.columns(), by=request.member, at=clock.now())
            if request.POST.get("do") == "import":
                roster_files.import_file(file=file, by=request.member, at=clock.now())
                return redirect("people:roster-result", pk=pk)
            return redirect("people:roster-file", pk=pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    said = roster_files.preview(file, clock.today()) if "full_name" in file.columns else None
    context = {"file": file, "unit": file.organisation, "form": form, "said": said, "shown": SHOWN}
    return render(request, "people/roster_look.html", context)


@only(*KEEPERS)
def result(request: MemberRequest, pk: int) -> HttpResponse:
    file = own_file_or_404(request.member, pk)
    if not file.imported_at:
        return redirect("people:roster-file", pk=pk)
    rows = [(line, why) for line, _, why in file.refused_rows["rows"]]
    context = {
        "file": file, "unit": file.organisation, "counts": file.counts, "rows": rows[:SHOWN],
        "more": max(0, len(rows) - SHOWN), "form": PurposeForm(initial={"purpose": "correct"}),
    }  # fmt: skip
    return render(request, "people/roster_result.html", context)


@require_POST
@only(*KEEPERS)
def refused(request: MemberRequest, pk: int) -> HttpResponse:
    """The lines that were not taken, in the unit's own layout, with a column of reasons."""
    file = own_file_or_404(request.member, pk)
    kept = file.refused_rows
    if not kept["rows"]:
        raise Http404("nothing is kept")
    form = PurposeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Chưa tải được tệp: xin chọn lấy ra để làm gì.")
        return redirect("people:roster-result", pk=pk)
    name = f"danh-sach-chua-nhan-{file.pk}.xlsx"
    data, _ = export_workbook(
        [refused_sheet(kept, "Vì sao")], what="people.roster_refused", name=name, purpose=form.words,
        rows=len(kept["rows"]), persons=[],
        area=file.organisation.area, by=request.member, at=clock.now(),
    )  # fmt: skip
    return as_file(data, name)


@require_POST
@only(*KEEPERS)
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    file = own_file_or_404(request.member, pk)
    unit = file.organisation_id
    roster_files.discard_file(file=file, by=request.member, at=clock.now())
    messages.success(request, "Đã bỏ tệp, không ghi gì.")
    return redirect("field:roster", pk=unit)
