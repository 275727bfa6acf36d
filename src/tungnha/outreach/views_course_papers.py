"""What of a course goes out with names: the sheet to sign, the results. Each with a purpose, a mark and a record."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tungnha.drafting.dates import moment
from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.outreach.models import Course
from tungnha.outreach.queries import courses as queries
from tungnha.outreach.rules_training import rule_words
from tungnha.outreach.views_courses import course_or_404, lines_of
from tungnha.outreach.views_training import MANAGERS
from tungnha.people.forms.export import PurposeForm
from tungnha.people.operations.exports import export_workbook, new_mark, record_export, stamp_of
from tungnha.people.protection.giving import as_file, ask_purpose
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.requests import MemberRequest

SHEET, RESULTS = "outreach.course_sheet", "outreach.course_results"
COLUMNS = (
    SheetColumn("TT"), SheetColumn("Họ và tên", width=28), SheetColumn("Năm sinh"), SheetColumn("Đơn vị", width=32),
    SheetColumn("Có mặt"), SheetColumn("Mức chung", width=16), SheetColumn("Kết quả", width=24),
)  # fmt: skip


def _said(course: Course, lines: list[dict[str, Any]], what: str, name: str) -> dict[str, Any]:
    return {
        "what": what, "name": name, "rows": len(lines), "persons": [line["person"].pk for line in lines],
        "area": course.area, "campaign": course.campaign,
    }  # fmt: skip


def _ask(request: MemberRequest, course: Course, form: PurposeForm, people: int, title: str) -> HttpResponse:
    lines = [
        f"{course.name}, {moment(course.starts_at)}.",
        f"Có {people} người: họ tên, năm sinh, đơn vị; không có số.",
    ]
    back = reverse("outreach:course", args=[course.pk])
    return ask_purpose(request, form, title=title, back_url=back, lines=lines)


def _born(line: dict[str, Any]) -> str:
    return str(line["person"].birth_date.year) if line["person"].birth_date else ""


@only(*MANAGERS)
def results_xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    course, member = course_or_404(request, pk, to_manage=True), request.member
    form, lines = PurposeForm(request.POST or None, initial={"purpose": "report"}), lines_of(course, member)
    if not form.is_valid():
        return _ask(request, course, form, len(lines), "Tải danh sách kết quả (Excel)")
    totals, name = queries.totals(queries.outcomes_of(course)), f"ket-qua-tap-huan-{course.pk}.xlsx"
    share = f", {totals.share}" if totals.share else ""
    rows = [
        (n, line["person"].full_name, _born(line), line["unit"].name if line["unit"] else "",
         "có" if line["result"].present else "vắng", line["level"],
         "đạt" if line["result"].passed else line["why"])
        for n, line in enumerate(lines, 1)
    ]  # fmt: skip
    sheet = Sheet(
        name="Kết quả", columns=COLUMNS, rows=rows, landscape=True,
        title_lines=(f"Kết quả lớp {course.name}", moment(course.starts_at),
                     f"Đạt {totals.passed}/{totals.asked}{share}. {rule_words(course.programme.rule)}"),
    )  # fmt: skip
    data, _ = export_workbook(
        [sheet], title="Kết quả tập huấn", purpose=form.words, by=member, at=clock.now(),
        **_said(course, lines, RESULTS, name),
    )  # fmt: skip
    return as_file(data, name)


@only(*MANAGERS)
def results_print(request: MemberRequest, pk: int) -> HttpResponse:
    return _paper(request, pk, RESULTS, "In danh sách kết quả", "outreach/course_results_print.html")


@only(*MANAGERS)
def sheet_print(request: MemberRequest, pk: int) -> HttpResponse:
    return _paper(request, pk, SHEET, "In phiếu điểm danh", "outreach/course_sheet_print.html")


def _paper(request: MemberRequest, pk: int, what: str, title: str, template: str) -> HttpResponse:
    course, member, now = course_or_404(request, pk, to_manage=True), request.member, clock.now()
    form, lines = PurposeForm(request.POST or None, initial={"purpose": "session"}), lines_of(course, member)
    if not form.is_valid():
        return _ask(request, course, form, len(lines), title)
    mark, commune = new_mark(), course.area.commune
    fields = ["Họ và tên", "Năm sinh", "Đơn vị"] + ["Kết quả"] * (what == RESULTS)
    name = f"{what.split('.')[1]}-{course.pk}"
    record_export(
        data=None, mark=mark, purpose=form.words, by=member, at=now, fields=fields, **_said(course, lines, what, name)
    )
    totals = queries.totals(queries.outcomes_of(course))
    context = {
        "course": course, "lines": lines, "totals": totals, "rule": rule_words(course.programme.rule), "mark": mark,
        "share": totals.share, "printed_at": now,
        "stamp": stamp_of(mark, purpose=form.words, by=member, at=now), "place_name": course.area.title,
        "issuing_body": f"UBND {commune.full_name}".upper() if commune else "",
        "back_url": reverse("outreach:course", args=[course.pk]),
    }  # fmt: skip
    return render(request, template, context)
