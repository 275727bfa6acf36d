"""What people think of the campaign: noted without any person, counted by mood."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest
from tungnha.voices import forms
from tungnha.voices.models import OpinionNote
from tungnha.voices.operations import opinions
from tungnha.voices.views.common import IN_COMMUNE, commune_of, frame

A_PAGE = 50


@only(*IN_COMMUNE)
def index(request: MemberRequest) -> HttpResponse:
    member = request.member
    writes = not member.has_role(Role.LEADER)
    form: Any = forms.OpinionForm(request.POST or None, initial={"on": clock.today()}) if writes else None
    if form is not None:
        if member.role in VILLAGE_ROLES:
            del form.fields["area"]
        else:
            form.fields["area"].of(commune_of(member), clock.today())
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        area = given.pop("area", None) or member.area
        try:
            opinions.note(area=area, by=member, at=clock.now(), **given)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã ghi, không kèm tên ai.")
            return redirect("voices:opinions")
    rows = OpinionNote.objects.visible_to(member).select_related("area", "unit")
    counted = {row["mood"]: row["n"] for row in rows.order_by().values("mood").annotate(n=Sum("heard"))}
    context = frame(member, "opinions") | {
        "form": form, "page": Paginator(rows, A_PAGE).get_page(request.GET.get("trang")),
        "counted": [(label, counted.get(mood, 0)) for mood, label in OpinionNote.Mood.choices],
        "opened": bool(form is not None and form.errors),
    }  # fmt: skip
    return render(request, "voices/opinions.html", context, status=400 if form is not None and form.errors else 200)
