"""Those who need more help: the desk confirms and ends; who plans sees counts; nobody else learns why."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.people.forms.needs import EndNeedForm, NeedForm
from tungnha.people.helping import needs
from tungnha.people.models import Need, Person
from tungnha.people.operations import needs as operations
from tungnha.people.queries import current
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

DESK = (Role.OFFICER, Role.DATA_STEWARD)
PAGE = 50
STATES = {"cho": "Chờ xác nhận", "dang": "Đang hỗ trợ"}


@only(*DESK)
def index(request: MemberRequest) -> HttpResponse:
    """What waits for an answer, then who is helped first."""
    show = request.GET.get("loc", "cho")
    show = show if show in STATES else "cho"
    mine = Need.objects.visible_to(request.member).select_related(
        "person__household__village", "body", "offered_by__user"
    )
    rows = {
        "cho": mine.filter(state=Need.State.OFFERED, to_on=None).order_by("person__household__village__order", "-pk"),
        "dang": mine.filter(current(clock.today()), state=Need.State.CONFIRMED).order_by(
            "person__household__village__order", "person__sort_key", "pk"
        ),
    }
    counts = {key: found.count() for key, found in rows.items()}
    tabs = [
        {"url": f"?loc={key}", "label": f"{words} ({counts[key]})", "current": key == show}
        for key, words in STATES.items()
    ]
    page = Paginator(rows[show], PAGE).get_page(request.GET.get("trang"))
    may_look = request.member.area.kind == Area.Kind.COMMUNE
    return render(request, "people/needs.html", {"page": page, "tabs": tabs, "show": show, "may_look": may_look})


@require_POST
@only(*DESK)
def elders(request: MemberRequest) -> HttpResponse:
    """Look through the register for those who seem to live alone in old age."""
    found = operations.offer_elders(area=request.member.area, by=request.member, at=clock.now())
    words = f"Máy tìm thấy {found} người, chờ xác nhận." if found else "Không tìm thấy thêm ai."
    messages.success(request, words)
    return redirect("people:needs")


@only(*DESK)
def add(request: MemberRequest, pk: int) -> HttpResponse:
    person = get_visible_or_404(Person.objects.select_related("household__village"), request.member, pk=pk)
    form = NeedForm(request.POST or None, area=request.member.area, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.add(person=person, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Đã ghi: {person.full_name} được ưu tiên hỗ trợ.")
            return redirect("people:person", pk=pk)
    rows = Need.objects.visible_to(request.member).filter(person=person).select_related("body", "decided_by__user")
    context = {"form": form, "person": person, "rows": rows}
    return render(request, "people/need_add.html", context, status=400 if form.errors else 200)


@require_POST
@only(*DESK)
def decide(request: MemberRequest) -> HttpResponse:
    """The desk answers for all that are ticked, at once."""
    chosen = [pk for pk in map(asked_id, request.POST.getlist("nguoi")) if pk is not None]
    offered = Need.objects.visible_to(request.member).filter(pk__in=chosen)
    are = request.POST.get("la") == "dung"
    if not chosen:
        messages.error(request, "Chưa đánh dấu ai: đánh dấu vào ô trước tên, rồi bấm lại.")
    elif answered := operations.decide(offered=offered, are=are, by=request.member, at=clock.now()):
        messages.success(request, f"Đã xác nhận {answered} điều." if are else f"Đã ghi {answered} điều là không phải.")
    else:
        messages.warning(request, "Những điều này đã có người trả lời trước rồi.")
    return redirect("people:needs")


@only(*DESK)
def end(request: MemberRequest, pk: int) -> HttpResponse:
    need = get_visible_or_404(Need.objects.select_related("person", "body"), request.member, pk=pk)
    form = EndNeedForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.end(need=need, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã kết thúc.")
            return redirect("people:needs")
    return render(request, "people/need_end.html", {"form": form, "need": need}, status=400 if form.errors else 200)


@only(*DESK, Role.LEADER)
def counts(request: MemberRequest) -> HttpResponse:
    """How many there are in each village; small numbers would name people."""
    return render(request, "people/needs_counts.html", needs.counts_by_village(request.member.area, clock.today()))
