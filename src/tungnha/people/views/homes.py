"""Adding people and households; what is done to a whole household."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.identity import names, numbers, phones
from tungnha.people.forms import register as ask
from tungnha.people.models import Household, Person
from tungnha.people.models.persons import NUMBER_INDEX, PHONE_INDEX
from tungnha.people.operations import adding, noting, residing
from tungnha.people.operations.steps import GONE, stamp_of_home
from tungnha.people.register import doubles
from tungnha.people.sections import DESK
from tungnha.people.views.person import PROPOSE, own_household_or_404
from tungnha.people.views.register import attempt, by_now, villages_of
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area
from tungnha.units.protection import blind_index
from tungnha.units.requests import MemberRequest, asked_id


@only(*DESK)
def add_household(request: MemberRequest) -> HttpResponse:
    start = {"village": asked_id(request.GET.get("thon"))}
    form = ask.HouseholdForm(request.POST or None, villages=villages_of(request.member), initial=start)
    if request.method == "POST" and form.is_valid():
        given, made = form.cleaned_data, []
        home = adding.Home(village=given["village"], code=given["code"], lane=given["lane"], house=given["house"])
        if attempt(
            form, lambda: made.append(adding.add_household(home=home, reason=given["reason"], **by_now(request)))
        ):
            messages.success(request, f"Đã thêm hộ {made[0].code}. Giờ thêm người của hộ.")
            return redirect(f"{reverse('people:add-person')}?ho={made[0].pk}")
    return _page(request, form, "Thêm hộ", "Thêm hộ", back_url=reverse("people:index"))


@only(*DESK)
def add_person(request: MemberRequest) -> HttpResponse:
    """Whoever may be in the register already is shown before anyone is added twice."""
    wanted = asked_id(request.POST.get("ho") or request.GET.get("ho"))
    if wanted is None:
        return _choose_household(request)
    home = own_household_or_404(request, wanted)
    has_head = home.persons.filter(is_head=True).exists()
    form = ask.PersonForm(request.POST or None, initial={"is_head": not has_head})
    found: list[Person] = []
    if request.method == "POST" and form.is_valid():
        found = _perhaps(request, form, home)
        if {p.pk for p in found} <= form.asked_ids() and _add(request, form, home, found):
            return redirect("people:household", home.pk)
    if found:
        form.data = typed = request.POST.copy()
        typed["asked"] = ",".join(str(p.pk) for p in found)
    shown = [(p, [numbers.mask(i.value) for i in p.identifiers.all()]) for p in found]
    context = {"form": form, "household": home, "found": shown, "back_url": reverse("people:household", args=[home.pk])}
    return render(request, "people/register_add.html", context)


def _choose_household(request: MemberRequest) -> HttpResponse:
    """By village and code; a new household has a page of its own."""
    form = HouseholdCode(request.GET if "ma" in request.GET else None, villages=villages_of(request.member))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        home = Household.objects.filter(village=given["thon"], code__iexact=given["ma"].strip()).first()
        if home is not None:
            return redirect(f"{reverse('people:add-person')}?ho={home.pk}")
        form.add_error("ma", f"{given['thon'].title} không có hộ mang mã này: xin xem lại, hoặc bấm Thêm hộ mới.")
    return render(request, "people/register_choose_home.html", {"form": form})


class HouseholdCode(forms.Form):
    thon = forms.ModelChoiceField(label="Thôn", queryset=Area.objects.none())
    ma = forms.CharField(label="Mã hộ", max_length=30)

    def __init__(self, *args: Any, villages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thon"].queryset = villages  # type: ignore[attr-defined]


def _perhaps(request: MemberRequest, form: ask.PersonForm, home: Household) -> list[Person]:
    given = form.cleaned_data
    commune = home.village.commune
    if commune is None:
        return []
    number, phone = numbers.read_personal_number(given["number"]), phones.read_phone(given["telephone"])
    alike = doubles.like_a_newcomer(
        full_name_folded=names.fold(given["full_name"]), birth=given["birth"], sex=given["sex"],
        number_ix=blind_index(number.value, NUMBER_INDEX) if number else "",
        phone_ix=blind_index(phone.value, PHONE_INDEX) if phone else "", commune=commune,
    )  # fmt: skip
    seen = set(
        Person.objects.visible_to(request.member).filter(pk__in=[p.pk for p in alike]).values_list("pk", flat=True)
    )
    return [p for p in alike if p.pk in seen]


def _add(request: MemberRequest, form: ask.PersonForm, home: Household, found: list[Person]) -> bool:
    apart = [p.pk for p in found]
    done = attempt(
        form,
        lambda: adding.add_person(
            new=form.new_person(),
            household=home,
            not_the_same=apart,
            reason=form.cleaned_data["reason"],
            **by_now(request),
        ),
    )
    if done:
        messages.success(request, f"Đã thêm {form.cleaned_data['full_name']} vào hộ {home.code}.")
    return done


@only(*DESK)
def edit_household(request: MemberRequest, pk: int) -> HttpResponse:
    """The code and the address; another village moves the whole household there."""
    home = own_household_or_404(request, pk)
    start = {
        "stamp": stamp_of_home(home),
        "village": home.village_id,
        "code": home.code,
        "lane": home.lane,
        "house": home.house,
    }
    form = ask.HouseholdForm(request.POST or None, villages=villages_of(request.member), initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = {k: given[k] for k in ("code", "lane", "house", "reason")} | {"stamp": given["stamp"] or None}
        if given["village"].pk == home.village_id:
            deed = lambda: adding.edit_household(household=home, **said, **by_now(request))  # noqa: E731
        else:
            deed = lambda: residing.move_household(  # noqa: E731
                household=home, village=given["village"], on=clock.today(), **said, **by_now(request)
            )
        if attempt(form, deed, now=lambda: stamp_of_home(Household.objects.get(pk=pk))):
            messages.success(request, "Đã lưu hộ.")
            return redirect("people:household", home.pk)
    return _page(request, form, "Sửa hộ, chuyển cả hộ sang thôn khác", "Lưu", household=home)


@only(*DESK)
def household_left(request: MemberRequest, pk: int) -> HttpResponse:
    home = own_household_or_404(request, pk)
    form = ask.LeftForm(request.POST or None, initial={"stamp": stamp_of_home(home), "on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(
            form,
            lambda: residing.household_left(
                household=home, on=given["on"], reason=given["reason"], stamp=given["stamp"] or None, **by_now(request)
            ),
            now=lambda: stamp_of_home(Household.objects.get(pk=pk)),
        ):
            messages.success(request, f"Đã ghi: cả hộ {home.code} chuyển khỏi xã. Bản ghi vẫn giữ.")
            return redirect("people:household", home.pk)
    return _page(request, form, "Cả hộ chuyển khỏi xã", "Ghi vào sổ", household=home, kind="danger")


@only(*DESK)
def choose_head(request: MemberRequest, pk: int) -> HttpResponse:
    home = own_household_or_404(request, pk)
    people = list(home.persons.exclude(residence__in=GONE).order_by("-is_head", "birth_date", "pk"))
    head = next((p.pk for p in people if p.is_head), None)
    form = ask.HeadForm(request.POST or None, people=people, initial={"stamp": stamp_of_home(home), "head": head})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(
            form,
            lambda: residing.choose_head(
                household=home, head=form.people[given["head"]], relations=form.relations(), reason=given["reason"],
                stamp=given["stamp"] or None, **by_now(request),
            ),
            now=lambda: stamp_of_home(Household.objects.get(pk=pk)),
        ):  # fmt: skip
            messages.success(request, f"Đã lưu chủ hộ và quan hệ của hộ {home.code}.")
            return redirect("people:household", home.pk)
    return _page(request, form, "Chủ hộ và quan hệ trong hộ", "Lưu", household=home)


@only(*PROPOSE)
def propose_household(request: MemberRequest, pk: int) -> HttpResponse:
    """A team tells that a household has left."""
    home: Household = get_visible_or_404(Household.objects.select_related("village__parent"), request.member, pk=pk)
    form = ask.DeclineForm(request.POST or None)
    form.fields["answer"].label = "Đi đâu, từ khi nào"
    if request.method == "POST" and form.is_valid():
        noting.say(kind="moved", about=home, words=form.cleaned_data["answer"], origin="propose", **by_now(request))
        messages.success(request, "Đã gửi cán bộ xã. Sổ chưa đổi cho đến khi cán bộ xem.")
        return redirect("people:household", home.pk)
    return _page(request, form, "Báo cả hộ đã chuyển đi", "Gửi cán bộ xã", household=home)


def _page(
    request: MemberRequest, form: Any, title: str, action: str, *, household: Household | None = None, **more: Any
) -> HttpResponse:
    back = {"back_url": reverse("people:household", args=[household.pk])} if household else {}
    context = {"form": form, "title": title, "action": action, "household": household} | back | more
    return render(request, "people/register_form.html", context)
