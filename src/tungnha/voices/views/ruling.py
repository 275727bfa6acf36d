"""Who answers what: the table of subjects of an area."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest
from tungnha.voices import forms
from tungnha.voices.operations import routing, ruling
from tungnha.voices.rules.subjects import subjects_of
from tungnha.voices.views.common import DESK, frame

RULERS = (*DESK, Role.PROVINCE_OFFICER)


@only(*RULERS)
def index(request: MemberRequest) -> HttpResponse:
    area, now = request.member.area, clock.now()
    rows = [{"subject": one, "owner": routing.owner_at(area, one, now)} for one in subjects_of(area).values()]
    return render(request, "voices/rules.html", frame(request.member, "difficulties") | {"rows": rows, "area": area})


@only(*RULERS)
def change(request: MemberRequest, code: str) -> HttpResponse:
    area = request.member.area
    subject = subjects_of(area).get(code)
    if subject is None:
        raise Http404("no such subject")
    first = {"owner": subject.owner, "answer_days": subject.answer_days, "above_days": subject.above_days}
    form: Any = forms.RuleForm(request.POST or None, initial=first)
    form.fields["owner"].of(area)
    if request.method == "POST" and form.is_valid():
        try:
            ruling.rule(area=area, code=code, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Đã đổi: {subject.name}. Khó khăn đang chờ giữ nguyên hạn cũ.")
            return redirect("voices:rules")
    context = frame(request.member, "difficulties") | {"form": form, "subject": subject}
    return render(request, "voices/rule.html", context, status=400 if form.errors else 200)
