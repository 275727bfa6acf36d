"""“Đúng, đủ, sạch, sống” by village, what is missing asked one after another, and what teams told the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.people.forms import register as ask
from tungnha.people.models import Person, RegisterNote
from tungnha.people.operations import correcting, noting, proposed
from tungnha.people.operations.correcting import NumberTaken
from tungnha.people.operations.steps import others_at_home
from tungnha.people.register import quality
from tungnha.people.sections import DESK
from tungnha.people.views.person import own_person_or_404
from tungnha.people.views.register import attempt, by_now, villages_of
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area
from tungnha.units.models.members import SEES_NAMES
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

PAGE = 30


def _villages(request: MemberRequest) -> list[Area]:
    area = request.member.area
    return [area] if area.kind == Area.Kind.VILLAGE else list(villages_of(request.member))


@only(*SEES_NAMES)
def quality_page(request: MemberRequest) -> HttpResponse:
    today = clock.today()
    rows = quality.figures(_villages(request), today)
    people = sum(row.people for row in rows)
    total = {f: 100 * sum(r.held[f] for r in rows) / people if people else None for f in quality.FIGURES}
    lacking = [(name, field.label, sum(row.lacking[name] for row in rows)) for name, field in quality.REQUIRED.items()]
    table = [
        {
            "village": row.village, "people": row.people,
            "shares": [(f, row.share(f), row.held[f]) for f in quality.FIGURES],
            "lacking": [(n, quality.REQUIRED[n].label, c) for n, c in row.lacking.items() if c],
        }
        for row in rows
    ]  # fmt: skip
    context = {
        "rows": table, "people": people, "total": [(f, *quality.FIGURES[f], total[f]) for f in quality.FIGURES],
        "lacking": lacking, "months": quality.settings.CONFIRM_MONTHS, "since": quality.lives_until(today),
        "required": [field.label for field in quality.REQUIRED.values()], "may_correct": request.member.has_role(*DESK),
    }  # fmt: skip
    return render(request, "people/quality.html", context)


def _village_or_404(request: MemberRequest, pk: int) -> Area:
    found: Area = get_visible_or_404(Area.objects.villages(), request.member, pk=pk)
    if not request.member.area.contains(found):
        raise Http404("another area's")
    return found


@only(*SEES_NAMES)
def quality_rows(request: MemberRequest, pk: int, figure: str) -> HttpResponse:
    """The rows of one figure: those of whom it does not hold (what is to be done), or those of whom it does."""
    village = _village_or_404(request, pk)
    if figure not in quality.FIGURES:
        raise Http404("no such figure")
    today, held = clock.today(), request.GET.get("xem") == "dat"
    people = quality.people_of(village).select_related("household")
    of_figure = quality.holds(figure, today)
    rows = people.filter(of_figure) if held else people.exclude(pk__in=people.filter(of_figure).order_by().values("pk"))
    page = Paginator(rows.order_by("sort_key", "pk"), PAGE).get_page(request.GET.get("trang"))
    name, words = quality.FIGURES[figure]
    context = {
        "village": village, "figure": figure, "name": name, "words": words, "held": held, "page": page,
        "rows": [(p, _why(p, figure, today)) for p in page],
    }  # fmt: skip
    return render(request, "people/quality_rows.html", context)


def _why(person: Person, figure: str, today: Any) -> list[str]:
    """What stands in the way, in words."""
    if figure == "du":
        return [f"thiếu {field.label}" for field in quality.REQUIRED.values() if _lacks(person, field)]
    if figure == "song":
        return [f"xác nhận gần nhất {person.confirmed_on:%d/%m/%Y}" if person.confirmed_on else "chưa ai xác nhận"]
    active = [i for i in person.identifiers.all() if i.status == "active"]
    doubts = list(quality.doubts_of(person, active, today).values())
    if figure == "dung":
        number = [] if active else ["chưa có số định danh, chưa đối chiếu danh sách hay thẻ"]
        return number or [d for d in doubts if "số định danh" in d.lower()] or ["chưa đối chiếu danh sách hay thẻ"]
    open_pairs = person.doubles_as_a.filter(state="open").count() + person.doubles_as_b.filter(state="open").count()
    headless = not Person.objects.filter(household=person.household_id, is_head=True).exists()
    return (
        doubts + (["có thể trùng với người khác"] if open_pairs else []) + (["hộ chưa có chủ hộ"] if headless else [])
    )


def _lacks(person: Person, field: quality.Required) -> bool:
    return Person.objects.filter(field.lacks, pk=person.pk).exists()


@only(*DESK)
def quality_fill(request: MemberRequest, pk: int, field: str) -> HttpResponse:
    """One missing field, person after person; nothing that is known is asked again."""
    village = _village_or_404(request, pk)
    if field not in quality.REQUIRED:
        raise Http404("no such field")
    lacking = quality.people_of(village).filter(quality.REQUIRED[field].lacks).select_related("household__village")
    lacking = lacking.order_by("household__order", "household__code", "pk")
    here = reverse("people:quality-fill", args=[pk, field])
    person: Person | None
    if request.method == "POST":
        person = told = own_person_or_404(request, asked_id(request.POST.get("nguoi")) or 0)
        form = ask.FillForm(request.POST, only=field)
        if form.is_valid() and attempt(form, lambda: _fill(request, form, told, field)):
            messages.success(request, f"Đã ghi cho {told.full_name}.")
            return redirect(f"{here}?sau={told.pk}")
    else:
        person, form = _following(lacking, asked_id(request.GET.get("sau"))), ask.FillForm(only=field)
    context = {
        "village": village, "label": quality.REQUIRED[field].label, "person": person, "form": form, "here": here,
        "skip_url": f"{here}?sau={person.pk}" if person else here, "left": lacking.count(),
    }  # fmt: skip
    return render(request, "people/quality_fill.html", context)


def _following(lacking: Any, after: int | None) -> Person | None:
    """The next along the lane; from the end one begins anew with those passed over."""
    place = ("household__order", "household__code", "pk")
    passed = Person.objects.filter(pk=after).values_list(*place).first() if after is not None else None
    if passed is not None:
        order, code, pk = passed
        beyond = Q(household__order__gt=order) | Q(household__order=order, household__code__gt=code)
        following: Person | None = lacking.filter(beyond | Q(household__code=code, pk__gt=pk)).first()
        if following is not None:
            return following
    found: Person | None = lacking.first()
    return found


def _fill(request: MemberRequest, form: ask.FillForm, person: Person, field: str) -> None:
    if field != "number":
        correcting.fill_in(person=person, missing=form.columns(), **by_now(request))
        return
    try:
        correcting.give_number(
            person=person,
            text=form.cleaned_data["number"],
            stamp=None,
            reason="Bổ sung chỗ còn thiếu",
            **by_now(request),
        )
    except NumberTaken as problem:
        seen = Person.objects.visible_to(request.member).filter(pk=problem.other.pk).exists()
        if seen:
            form.taken_by = problem.other  # type: ignore[attr-defined]
        raise


# -- what teams told the desk


@only(*DESK)
def notes(request: MemberRequest) -> HttpResponse:
    rows = RegisterNote.objects.visible_to(request.member).select_related(
        "person__household__village", "household__village", "said_by__user", "decided_by__user"
    )
    waiting = Paginator(rows.filter(state="waiting").order_by("said_at", "pk"), PAGE).get_page(request.GET.get("trang"))
    decided = rows.exclude(state="waiting").order_by("-decided_at", "-pk")[:20]
    return render(request, "people/register_notes.html", {"page": waiting, "decided": decided})


@only(*DESK)
def note(request: MemberRequest, pk: int) -> HttpResponse:
    """It is so, and the register changes; or it is not so, and what was said stays to be seen."""
    rows = RegisterNote.objects.select_related("person__household__village", "household__village", "said_by__user")
    found = get_visible_or_404(rows, request.member, pk=pk)
    others = others_at_home(found.person) if found.person is not None and found.person.is_head else []
    yes = ask.AcceptForm(request.POST or None, others=others, initial={"on": found.said_at.date()})
    by_button = request.POST.get("quyet") == "so"
    no = ask.DeclineForm(None if by_button else request.POST or None)
    by_number = forms.Form(request.POST or None)
    if request.method == "POST" and (
        _write_numbers(request, found, by_number) if by_button else _decide(request, found, yes, no)
    ):
        return redirect("people:notes")
    fix_url = f"{reverse('people:correct', args=[found.person_id])}?bao={found.pk}" if found.person_id else ""
    context = {
        "note": found, "yes": yes, "no": no, "others": others, "fix_url": fix_url, "told": proposed.told(found),
        "only_numbers": proposed.is_only_numbers(found), "numbers_form": by_number,
    }  # fmt: skip
    return render(request, "people/register_note.html", context)


def _write_numbers(request: MemberRequest, found: RegisterNote, form: forms.Form) -> bool:
    form.is_valid()
    done = attempt(form, lambda: proposed.write_numbers(note=found, **by_now(request)))
    if done:
        messages.success(request, "Đã ghi vào sổ.")
    return done


def _decide(request: MemberRequest, found: RegisterNote, yes: ask.AcceptForm, no: ask.DeclineForm) -> bool:
    if request.POST.get("quyet") == "khong":
        return no.is_valid() and attempt(
            no, lambda: noting.decline(note=found, answer=no.cleaned_data["answer"], **by_now(request))
        )
    if not yes.is_valid():
        return False
    given = yes.cleaned_data
    try:
        noting.accept(note=found, on=given["on"], new_head=yes.chosen_head(), reason=given["reason"], **by_now(request))
    except Problem as problem:
        yes.add_error(None, problem.sentence)
        return False
    messages.success(request, "Đã ghi vào sổ.")
    return True
