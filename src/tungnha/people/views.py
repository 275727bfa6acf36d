"""Finding a person or a household, and reading what is known."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.identity import numbers, phones
from tungnha.people import operations, queries
from tungnha.people.forms import UnmaskForm
from tungnha.people.models import Household, Identifier, Person, Telephone
from tungnha.people.operations.viewing import note_views
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, members_only, only
from tungnha.units.models import Event, Member, Role
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


@members_only
def person(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(Person.objects.select_related("household__village__parent"), request.member, pk=pk)
    form = UnmaskForm(request.POST or None)
    shown = None
    if request.method == "POST" and form.is_valid():
        shown = operations.unmask(
            person=found,
            purpose=form.cleaned_data["purpose"],
            words=form.cleaned_data["purpose_words"],
            by=request.member,
            at=clock.now(),
        )
    note_views([found], by=request.member, at=clock.now())
    return render(request, "people/person.html", _about(found, request.member) | {"form": form, "shown": shown})


def _about(found: Person, reader: Member) -> dict[str, object]:
    """Numbers and telephones have a scope of their own: who came to a session is a name to the partner, no number."""
    identifiers = Identifier.objects.visible_to(reader).filter(person=found)
    telephones = Telephone.objects.visible_to(reader).filter(person=found, to_on=None)
    standings = found.standings.select_related("service", "decided_by__stated_by", "contested_by").order_by(
        "service__order"
    )
    levels = {
        (level.service_id, level.rank): level.name for standing in standings for level in standing.service.levels.all()
    }
    claims = found.claims.select_related("service", "stated_by", "made_by__user", "retracted_by").order_by("-stored_at")
    return {
        "person": found,
        "opens_households": reader.sees_whole_area(names=True),
        "sees_numbers": not reader.is_partner,
        "numbers": [(i.get_kind_display(), numbers.mask(i.value), i.get_status_display()) for i in identifiers],
        "telephones": [phones.mask_phone(telephone.number) for telephone in telephones],
        "standings": [(s, levels.get((s.service_id, s.level), "chưa có")) for s in standings],
        "claims": claims[:50],
        "looked": Event.objects.filter(about="people.Person", about_id=str(found.pk), verb="person.unmasked")[:20],
        "age": found.age_on(clock.today()),
    }


@members_only
def household(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(
        Household.objects.select_related("village__parent").prefetch_related("persons"),
        request.member,
        pk=pk,
    )
    note_views(found.persons.all(), by=request.member, at=clock.now(), where="household")
    return render(request, "people/household.html", {"household": found})
