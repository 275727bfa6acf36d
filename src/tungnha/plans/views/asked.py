"""What the houses are asked for beside a plan's targets, seen and set while the plan runs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tungnha.plans import asked, operations
from tungnha.plans.forms import AskHousesForm
from tungnha.plans.operations import asking
from tungnha.plans.views.documents import WRITERS
from tungnha.plans.views.plans import own_plan
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest


@only(*WRITERS)
def asked_of_houses(request: MemberRequest, pk: int) -> HttpResponse:
    found = own_plan(request, pk)
    offered = asking.choices_of(found)
    now = asking.asked_now(found)
    form = AskHousesForm(
        request.POST or None, asked=asked.choices(offered),
        initial={"asked": [o.measure.code for o in offered if o.measure.pk in now], "version": found.version},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        chosen = [offer.measure for offer in offered if offer.measure.code in form.cleaned_data["asked"]]
        try:
            is_changed = operations.ask_houses(
                plan=found, measures=chosen, base_version=form.cleaned_data["version"], by=request.member,
                at=clock.now(),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            said = "Đã ghi những việc hỏi ở từng nhà." if is_changed else "Không có gì thay đổi."
            messages.success(request, said)
            return redirect("plans:plan", found.pk)
    by_targets = [m for m in asking.counted_by_targets(found) if m.group in asked.RESIDENTS]
    context = {
        "plan": found, "form": form, "by_targets": list(dict.fromkeys(m.name for m in by_targets)),
        "asks": asking.asks_houses(found),
    }  # fmt: skip
    return render(request, "plans/asked.html", context, status=400 if form.errors else 200)
