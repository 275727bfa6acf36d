"""Nhập nhân khẩu: hand the file in, say what its columns are, answer what it leaves open, look, import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.identity import numbers, phones
from tungnha.people import importing
from tungnha.people.forms.importing import AnswersForm, PopulationColumnsForm, PopulationUploadForm
from tungnha.people.importing import refused_file, results, store
from tungnha.people.importing.plan import FIELD_NAMES
from tungnha.people.models import Person, PopulationFile
from tungnha.people.register.moving import move_households
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest
from tungnha.units.views_setup import get_own_or_404

DESK = (Role.OFFICER, Role.DATA_STEWARD)
SHOWN, PAGE = 8, 50
OUTCOMES = {"added": "Người mới thêm", "updated": "Người được cập nhật", "unchanged": "Người không đổi"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = PopulationFile.State
# The page on which a file in this state waits for somebody, or is watched.
PAGE_OF = {
    State.OPENING: "progress", State.OPENED: "columns", State.CHECKING: "progress", State.ASKING: "questions",
    State.CHECKED: "preview", State.IMPORTING: "progress", State.STOPPED: "progress", State.IMPORTED: "result",
    State.LEFT: "result", State.REFUSED: "progress",
}  # fmt: skip


@only(*DESK)
def index(request: MemberRequest) -> HttpResponse:
    form = PopulationUploadForm(request.POST or None, request.FILES or None, initial={"as_of_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            file = importing.receive_file(
                area=request.member.area, name=data["file"].name, data=data["file"], source=data["source"],
                official=data["official"], as_of_on=data["as_of_on"], by=request.member, at=clock.now(),
            )  # fmt: skip
            if file.state == State.OPENED and file.layout_known:
                importing.choose_columns(file=file, columns=file.columns, by=request.member, at=clock.now())
                return redirect("people:import-questions", pk=file.pk)
            return _to_its_page(file)
        except Problem as problem:
            form.add_error("file", problem.sentence)
    files = PopulationFile.objects.visible_to(request.member).defer("answers", "preview")
    page = Paginator(files.select_related("received_by__user"), 20).get_page(request.GET.get("trang"))
    return render(request, "people/import_index.html", {"form": form, "page": page})


def _open_file(request: MemberRequest, pk: int) -> PopulationFile:
    file: PopulationFile = get_visible_or_404(PopulationFile.objects.select_related("area"), request.member, pk=pk)
    return file


def _to_its_page(file: PopulationFile) -> HttpResponse:
    return redirect(f"people:import-{PAGE_OF[State(file.state)]}", pk=file.pk)


def _is_elsewhere(file: PopulationFile, *states: str) -> bool:
    return file.state not in states or file.imported_at is not None


@only(*DESK)
def columns(request: MemberRequest, pk: int) -> HttpResponse:
    file = _open_file(request, pk)
    if _is_elsewhere(file, State.OPENED, State.ASKING, State.CHECKED):
        return _to_its_page(file)
    if request.method == "POST" and request.POST.get("sheet"):
        importing.choose_sheet(file=file, sheet=request.POST["sheet"], by=request.member, at=clock.now())
        file.refresh_from_db()
        return _to_its_page(file)
    found = importing.found_in(file)
    form = PopulationColumnsForm(request.POST or None, header=found["titles"], columns=file.columns)
    if request.method == "POST" and form.is_valid():
        try:
            importing.choose_columns(file=file, columns=form.columns(), by=request.member, at=clock.now())
            return redirect("people:import-questions" if file.state == State.OPENED else "people:import-progress", pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    context = {
        "file": file, "form": form, "found": found, "header": found["titles"], "rows": _sample(file),
        "total": found["lines"], "sheets": found["sheets"], "notes": found["notes"],
    }  # fmt: skip
    return render(request, "people/import_columns.html", context)


def _sample(file: PopulationFile) -> list[list[str]]:
    with store.open_sealed(file, "rows") as rows:
        return [_masked(cells) for _, (_, cells) in zip(range(SHOWN), store.rows_of(rows), strict=False)]


def _masked(cells: Any) -> list[str]:
    """As a page may show it: whatever reads as a number of a person or a telephone is hidden, in any column."""
    return [_mask(str(cell)) for cell in map(results.written, cells)]


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
    if _is_elsewhere(file, State.OPENED, State.ASKING) or file.columns_at is None:
        return _to_its_page(file)
    asked = importing.questions_of(file, clock.today())
    if not asked.any:
        return redirect("people:import-preview", pk=pk)
    villages = importing.villages_of(file.area, clock.today())
    form = AnswersForm(request.POST or None, asked=asked, villages=villages)
    if request.method == "POST" and form.is_valid():
        importing.answer(file=file, answers=form.answers(), by=request.member, at=clock.now())
        return redirect("people:import-preview" if file.state == State.OPENED else "people:import-progress", pk=pk)
    return render(request, "people/import_questions.html", {"file": file, "form": form})


@only(*DESK)
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """What would happen; with POST it happens."""
    file = _open_file(request, pk)
    if _is_elsewhere(file, State.OPENED, State.CHECKED) or file.columns_at is None:
        return _to_its_page(file)
    if request.method == "POST":
        importing.start_import(file=file, by=request.member, at=clock.now())
        if file.state == State.IMPORTED:
            messages.success(request, "Đã nhập xong. Nội dung tệp đã được xóa khỏi máy.")
        return _to_its_page(file)
    if importing.is_small(file):
        importing.check(file=file)
    told = file.previewed
    context = {
        "file": file, "counts": told["counts"], "refused": told["refused"][:SHOWN], "notes": told["notes"],
        "more": told["counts"]["refused"] - SHOWN, "noted": told["noted"][:SHOWN],
        "more_noted": told["counts"]["noted"] - SHOWN,
    }  # fmt: skip
    return render(request, "people/import_preview.html", context)


@only(*DESK)
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """How far a file is, asked again every two seconds; stop, go on, leave it as it is."""
    file = _open_file(request, pk)
    act = {"stop": importing.ask_to_stop, "go_on": importing.go_on, "leave": importing.leave}.get(
        request.POST.get("do", "")
    )
    if request.method == "POST" and act is not None:
        act(file=file, by=request.member, at=clock.now())
        file.refresh_from_db()
    target = PAGE_OF[State(file.state)]
    if target != "progress":
        answer = _to_its_page(file)
        if request.headers.get("HX-Request"):
            moved = HttpResponse()
            moved["HX-Redirect"] = answer["Location"]
            return moved
        return answer
    going_on = file.state in importing.GOING_ON
    left = file.progress.get("left") or 0
    lost = going_on and not store.is_worked_on(file)
    context = {"file": file, "going_on": going_on, "lost": lost, "minutes_left": -(-left // 60)}
    part = request.headers.get("HX-Request") and request.method == "GET"
    return render(request, "people/_import_progress.html" if part else "people/import_progress.html", context)


@only(*DESK)
def result(request: MemberRequest, pk: int) -> HttpResponse:
    file = _open_file(request, pk)
    if not file.imported_at:
        return _to_its_page(file)
    kept = file.keeps_refused and store.has(file, "refused")
    reasons = results.first_reasons(file, "refused", PAGE) if kept else []
    context = {
        "file": file, "counts": file.counts, "kept": kept, "reasons": reasons,
        "more": file.counts.get("refused", 0) - len(reasons), "partly": file.state == State.LEFT,
        "unread": file.counts.get("lines", 0) - file.counts.get("read", 0),
    }  # fmt: skip
    return render(request, "people/import_result.html", context)


@only(*DESK)
def outcome(request: MemberRequest, pk: int, which: str) -> HttpResponse:
    """The people behind a figure of the result."""
    file = _open_file(request, pk)
    if which not in OUTCOMES:
        raise Http404("no such outcome")
    page = Paginator(results.Outcome(file, which), PAGE).get_page(request.GET.get("trang"))
    visible = Person.objects.visible_to(request.member).select_related("household__village")
    here = list(page)
    people = visible.in_bulk([pk for pk, _, _ in here])
    shown = [(people[pk], ", ".join(FIELD_NAMES[f] for f in changed)) for pk, _, changed in here if pk in people]
    context = {"file": file, "page": page, "shown": shown, "title": OUTCOMES[which]}
    return render(request, "people/import_outcome.html", context)


@only(*DESK)
def refused(request: MemberRequest, pk: int) -> FileResponse:
    """The lines that were not taken, in the sender's own layout, with a column of reasons. Given out on record."""
    file = _open_file(request, pk)
    if not file.keeps_refused or not store.has(file, "refused"):
        raise Http404("nothing is kept")
    written = refused_file.give_out(
        file=file, purpose=request.GET.get("muc-dich", ""), by=request.member, at=clock.now()
    )
    response = FileResponse(written, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="nhan-khau-chua-nhan-{file.pk}.xlsx"'
    return response


@require_POST
@only(*DESK)
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Before the import: the file goes. After it: the refused lines go."""
    file = _open_file(request, pk)
    if file.imported_at:
        importing.forget_refused(file=file, by=request.member, at=clock.now())
        messages.success(request, "Đã xóa các dòng chưa nhận khỏi máy.")
        return redirect("people:import-result", pk=pk)
    if file.state == State.REFUSED:
        store.forget(file)
        file.delete()
        return redirect("people:import")
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
