"""Finding a person or a household. What is known of one stands in views_person."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.people import queries
from tungnha.units.access import only
from tungnha.units.models import Role
from tungnha.units.models.members import SEES_NAMES
from tungnha.units.requests import MemberRequest, asked_id, asked_text

PAGE = 25
READERS = (*SEES_NAMES, Role.UNIT_OFFICER)


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    """What is looked for is posted. A name goes on in the address, to be paged through and come back to; a number is
    answered at once, and stands in no address, no history and no proxy's log."""
    text = asked_text(request, "tim")
    village = asked_id(request.POST.get("thon") or request.GET.get("thon"))
    if request.method == "POST" and not queries.is_number(text):
        request.GET = _address(text, village)
        if not request.htmx:
            return redirect(f"{reverse('people:index')}?{request.GET.urlencode()}")
    found = queries.find(text, request.member)
    if village is not None:
        found = queries.living_in(village, found)
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    template = "people/_found.html" if request.htmx else "people/index.html"
    context = {
        "page": page, "text": text, "village": village or "",
        "opens_households": request.member.sees_whole_area(names=True),
    }  # fmt: skip
    return render(request, template, context)


def _address(text: str, village: int | None) -> Any:
    """What the links to further pages carry along."""
    return QueryDict(urlencode({key: value for key, value in (("tim", text), ("thon", village)) if value}))
