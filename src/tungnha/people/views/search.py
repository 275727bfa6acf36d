"""The page “Tìm người”: answers while somebody types."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.people.finding import searching
from tungnha.people.finding.searching import STATE_OF, Found, Question
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Area, Member, Role
from tungnha.units.models.members import SEES_NAMES
from tungnha.units.operations import log_event
from tungnha.units.requests import MemberRequest, asked_id, asked_text

READERS = (*SEES_NAMES, Role.UNIT_OFFICER)
STATES = (("o-day", "đang ở đây"), ("di-xa", "đi làm ăn xa"), ("khong-con", "đã chuyển đi, đã mất"))
LAST_PAGE = searching.MOST // searching.PAGE


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    """What is looked for is posted. A name goes on in the address, to be paged through and come back to; a number is
    answered at once, and stands in no address, no history and no proxy's log."""
    question, member = _question(request), request.member
    private = searching.is_private(question.text)
    if request.method == "POST" and not private and not request.htmx:
        return redirect(f"{reverse('people:index')}?{_address(question).urlencode()}")
    found = searching.find(question, member)
    if found.by == "number":
        log_event("people.searched_by_number", about=None, by=member, at=clock.now(), found=found.count)
    context = {"question": question, "found": found, "private": private} | _links(question, found, private)
    context |= {"opens_households": member.sees_whole_area(names=True), "last_page": LAST_PAGE, "most": searching.MOST}
    if request.htmx:
        return render(request, "people/_found.html", context)
    return render(request, "people/index.html", context | _choices(member, question))


def _question(request: MemberRequest) -> Question:
    def said(name: str) -> str:
        return request.POST.get(name) or request.GET.get(name, "")

    state = said("cu-tru")
    return Question(
        text=asked_text(request, "tim"), village=asked_id(said("thon")), commune=asked_id(said("xa")),
        state=state if state in STATE_OF else "", page=min(max(asked_id(said("trang")) or 1, 1), LAST_PAGE),
    )  # fmt: skip


def _address(question: Question, page: int = 1) -> QueryDict:
    said = {
        "tim": question.text, "thon": question.village, "xa": question.commune, "cu-tru": question.state,
        "trang": page if page > 1 else None,
    }  # fmt: skip
    return QueryDict(urlencode({name: value for name, value in said.items() if value}))


def _links(question: Question, found: Found, private: bool) -> dict[str, str]:
    """To the page before and the page after. What must stand in no address has one page."""
    if private:
        return {}
    links = {}
    if found.page > 1:
        links["before"] = f"?{_address(question, found.page - 1).urlencode()}"
    if found.has_next and found.page < LAST_PAGE:
        links["after"] = f"?{_address(question, found.page + 1).urlencode()}"
    return links


def _choices(member: Member, question: Question) -> dict[str, object]:
    """The selects: villages where there are several to choose from, communes for whoever sees more than one."""
    if not member.sees_whole_area(names=True) or member.area.kind == Area.Kind.VILLAGE:
        return {"states": STATES}
    within = Area.objects.filter(path__startswith=member.area.path).order_by("order", "code")
    communes = list(within.filter(kind=Area.Kind.COMMUNE)) if member.area.kind == Area.Kind.PROVINCE else []
    parent = question.commune if communes else member.area_id
    villages = list(within.filter(kind=Area.Kind.VILLAGE, parent=parent)) if parent else []
    return {"states": STATES, "communes": communes, "villages": villages}
