"""The page that asks what a file with personal data is taken out for, and the answer that carries it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.people.forms.export import PurposeForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def ask_purpose(
    request: HttpRequest, form: PurposeForm, *, title: str, back_url: str, lines: Sequence[str] = ()
) -> HttpResponse:
    """What is in the file, what for it is wanted; posting it back to the same address gives the file."""
    context = {
        "form": form,
        "title": title,
        "lines": lines,
        "back_url": back_url,
        "action_url": request.get_full_path(),
    }
    return render(request, "people/export.html", context, status=400 if form.errors else 200)


def as_file(data: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file to be kept. `name` is ours and in ASCII: it names a thing and a number, nobody."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def refused_sheet(kept: Mapping[str, Any], why: str = "Vì sao chưa nhận") -> Sheet:
    """Lines that were not taken, in the sender's own layout, with the line of the file and a column of reasons.
    `kept`: {"header": [...], "rows": [[line, cells, reason], …]}, as HandedInTable.refused_rows gives it."""
    width = len(kept["header"])
    titles = [SheetColumn(title) for title in (*kept["header"], "Dòng trong tệp gốc")]
    return Sheet(
        name="Chưa nhận", columns=(*titles, SheetColumn(why, width=60)),
        rows=[[*(cells + [""] * width)[:width], str(line), reason] for line, cells, reason in kept["rows"]],
    )  # fmt: skip
