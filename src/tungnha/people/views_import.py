"""Nhập nhân khẩu: hand the file in, say what its columns are, answer what it leaves open, look, import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.drafting.workbook import Sheet, SheetColumn, write_xlsx
from tungnha.identity import numbers, phones
from tungnha.people import importing
from tungnha.people.forms_import import AnswersForm, PopulationColumnsForm, PopulationUploadForm
from tungnha.people.import_plan import FIELD_NAMES
from tungnha.people.models import Person, PopulationFile
from tungnha.people.moving import move_households
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest
from tungnha.units.views_setup import get_own_or_404

DESK = (Role.OFFICER, Role.DATA_STEWARD)
SHOWN, PAGE = 8, 50
OUTCOMES = {"added": "Người mới thêm", "updated": "Người được cập nhật", "unchanged": "Người không đổi"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@only(*DESK)
def index(request: MemberRequest) -> HttpResponse:
    form = PopulationUploadForm(request.POST or None, request.FILES or None, initial={"as_of_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            file = importing.receive_file(
                area=request.member.area, name=data["file"].name, data=data["file"].read(), source=data["source"],
                as_of_on=data["as_of_on"], by=request.member, at=clock.now(),
            )  # fmt: skip
            return redirect("people:import-columns", pk=file.pk)
        except Problem as problem:
            form.add_error("file", problem.sentence)
    files = PopulationFile.objects.visible_to(request.member).defer("content", "refused", "answers", "touched")
    page = Paginator(files.select_related("received_by__user"), 20).get_page(request.GET.get("trang"))
    return render(request, "people/import_index.html", {"form": form, "page": page})


def _open_file(request: MemberRequest, pk: int) -> PopulationFile:
    file: PopulationFile = get_visible_or_404(PopulationFile.objects.select_related("area"), request.member, pk=pk)
    return file


@only(*DESK)
def columns(request: MemberRequest, pk: int) -> HttpResponse:
    file = _open_file(request, pk)
    if file.imported_at:
        return redirect("people:import-result", pk=pk)
    if request.method == "POST" and request.POST.get("sheet"):
        importing.choose_sheet(file=file, sheet=request.POST["sheet"], by=request.member, at=clock.now())
        return redirect("people:import-columns", pk=pk)
    book = importing.workbook_of(file)
    table = book.table(file.sheet)
    header = [str(cell) for cell in table.header]
    form = PopulationColumnsForm(request.POST or None, header=header, columns=file.columns)
    if request.method == "POST" and form.is_valid():
        try:
            importing.choose_columns(file=file, columns=form.columns(), by=request.member, at=clock.now())
            return redirect("people:import-questions", pk=pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    context = {
        "file": file, "form": form, "header": header, "rows": [_masked(cells) for _, cells in table.rows[:SHOWN]],
        "total": len(table.rows), "sheets": [sheet.name for sheet in book.sheets],
    }  # fmt: skip
    return render(request, "people/import_columns.html", context)


def _masked(cells: Any) -> list[str]:
    """As a page may show it: whatever reads as a number of a person or a telephone is hidden, in any column."""
    return [_mask(str(cell)) for cell in map(importing.written, cells)]


def _mask(text: str) -> str:
    if sum(char.isdigit() for char in text) < 8 or "/" in text:
        return text
    number = numbers.read_personal_number(text)
    if number is not None:
        return numbers.mask(number.value)
    found = phones.read_phones(text)
    if found:
        return ", ".join(phones.mask_phone(phone.value) for phone in found)
    return "".join("*" if char.isdigit() else char for char in text)


@only(*DESK)
def questions(request: MemberRequest, pk: int) -> HttpResponse:
    """What the file leaves open. Nothing open: straight on."""
    file = _open_file(request, pk)
    if file.imported_at or file.columns_at is None:
        return redirect("people:import-columns", pk=pk)
    asked = importing.questions_of(file, clock.today())
    if not asked.any:
        return redirect("people:import-preview", pk=pk)
    villages = importing.villages_of(file.area, clock.today())
    form = AnswersForm(request.POST or None, asked=asked, villages=villages)
    if request.method == "POST" and form.is_valid():
        importing.answer(file=file, answers=form.answers(), by=request.member, at=clock.now())
        return redirect("people:import-preview", pk=pk)
    return render(request, "people/import_questions.html", {"file": file, "form": form})


@only(*DESK)
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """What would happen; with POST it happens."""
    file = _open_file(request, pk)
    if file.imported_at or file.columns_at is None:
        return redirect("people:import-columns", pk=pk)
    if request.method == "POST":
        importing.import_file(file=file, by=request.member, at=clock.now())
        messages.success(request, "Đã nhập xong. Nội dung tệp đã được xóa khỏi máy.")
        return redirect("people:import-result", pk=pk)
    plan = importing.plan_of(file, clock.today())
    refused = sorted(plan.reading.refused.items())
    context = {"file": file, "counts": plan.counts, "refused": refused[:SHOWN], "more": len(refused) - SHOWN}
    return render(request, "people/import_preview.html", context)


@only(*DESK)
def result(request: MemberRequest, pk: int) -> HttpResponse:
    file = _open_file(request, pk)
    if not file.imported_at:
        return redirect("people:import-columns", pk=pk)
    kept = file.refused_rows
    reasons = [(line, why) for line, _, why in kept["rows"]]
    context = {
        "file": file, "counts": file.counts, "kept": bool(kept["rows"] or kept["noted"]), "reasons": reasons[:PAGE],
        "more": len(reasons) - PAGE,
    }  # fmt: skip
    return render(request, "people/import_result.html", context)


@only(*DESK)
def outcome(request: MemberRequest, pk: int, which: str) -> HttpResponse:
    """The people behind a figure of the result."""
    file = _open_file(request, pk)
    if which not in OUTCOMES:
        raise Http404("no such outcome")
    rows = [row if isinstance(row, list) else [row, []] for row in file.touched.get(which, [])]
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    visible = Person.objects.visible_to(request.member).select_related("household__village")
    people = visible.in_bulk([pk for pk, _ in page])
    shown = [(people[pk], ", ".join(FIELD_NAMES[f] for f in changed)) for pk, changed in page if pk in people]
    context = {"file": file, "page": page, "shown": shown, "title": OUTCOMES[which]}
    return render(request, "people/import_outcome.html", context)


@only(*DESK)
def refused(request: MemberRequest, pk: int) -> HttpResponse:
    """The lines that were not taken, in the sender's own layout, with a column of reasons."""
    file = _open_file(request, pk)
    kept = file.refused_rows
    if not kept["header"]:
        raise Http404("nothing is kept")
    log_event(
        "population.refused_exported", about=file, by=request.member, at=clock.now(), rows=len(kept["rows"]),
        purpose="correct",
    )  # fmt: skip
    response = HttpResponse(refused_workbook(kept), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="nhan-khau-chua-nhan-{file.pk}.xlsx"'
    return response


def refused_workbook(kept: dict[str, Any]) -> bytes:
    def sheet(name: str, rows: list[Any], why: str) -> Sheet:
        columns = tuple(SheetColumn(title) for title in [*kept["header"], "Dòng trong tệp gốc"])
        width = len(kept["header"])
        return Sheet(
            name=name, columns=(*columns, SheetColumn(why, width=60)),
            rows=[[*(cells + [""] * width)[:width], str(line), reason] for line, cells, reason in rows],
        )  # fmt: skip

    sheets = [sheet("Chưa nhận", kept["rows"], "Vì sao chưa nhận")]
    if kept["noted"]:
        sheets.append(sheet("Đã nhận, cần xem", kept["noted"], "Cần xem gì"))
    return write_xlsx(sheets)


@require_POST
@only(*DESK)
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Before the import: the file goes. After it: the refused lines go."""
    file = _open_file(request, pk)
    if file.imported_at:
        importing.forget_refused(file=file, by=request.member, at=clock.now())
        messages.success(request, "Đã xóa các dòng chưa nhận khỏi máy.")
        return redirect("people:import-result", pk=pk)
    importing.discard_file(file=file, by=request.member, at=clock.now())
    messages.success(request, "Đã bỏ tệp, không nhập gì.")
    return redirect("people:import")


@require_POST
@only(*DESK)
def move(request: MemberRequest, pk: int) -> HttpResponse:
    """The households of a village that has merged follow it."""
    village = get_own_or_404(Area.objects.villages(), request.member, pk, area="")
    moved = move_households(village=village, by=request.member, at=clock.now())
    messages.success(request, f"Đã chuyển {moved} hộ của {village.full_name} sang thôn mới.")
    return redirect("units:setup-village", pk=pk)
