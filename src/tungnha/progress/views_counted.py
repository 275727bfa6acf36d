"""Where a number of a flow opens to its days, and a number of typed figures to its papers."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from tungnha.progress import counted, queries, showing
from tungnha.progress.loading import READERS, area_or_404, crumbs, day_of, target_or_404
from tungnha.units.access import only
from tungnha.units.requests import MemberRequest, asked_text

DAYS_A_PAGE = 31


@only(*READERS)
def rows(request: MemberRequest, pk: int) -> HttpResponse:
    target = target_or_404(request, pk)
    area = area_or_404(request, target, asked_text(request, "noi") or None)
    found = queries.figure(target, area, day_of(request))
    if found.way not in ("flow", "series"):
        raise Http404("this figure opens to names")
    shown = counted.tables_of(request, found)
    page = Paginator(shown.get("days", []), DAYS_A_PAGE).get_page(request.GET.get("trang"))
    title = "Từng ngày có người đến" if found.way == "flow" else "Từng số liệu và căn cứ"
    return render(request, "progress/counted.html", shown | showing.headline(found) | {
        "target": target, "area": area, "title": title, "page": page, "today": found.on,
        "crumbs": [*crumbs(request, target, area), {"label": title, "url": ""}],
    })  # fmt: skip
