"""The plans of the level below: each unit's own, drafted from what was handed down, and what became of it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tungnha.plans import lower, parents
from tungnha.plans.models import Plan
from tungnha.plans.views.documents import WRITERS
from tungnha.plans.views.plans import own_plan
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Event
from tungnha.units.operations import log_event
from tungnha.units.requests import MemberRequest

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MADE = "plan.lower_draft_made"


@only(*WRITERS)
def below(request: MemberRequest, pk: int) -> HttpResponse:
    """Every lower unit: what its draft holds, when it was last taken, the plan it made of it, where figures differ."""
    found = own_plan(request, pk)
    today = clock.today()
    handing = lower.Handing(found, today)
    children = {parents.receiver_key(child): child for child in parents.children_of(found)}
    handed = parents.Above.of(found)
    taken = _taken(found)
    rows: list[dict[str, Any]] = []
    for unit in lower.lower_units(found, today):
        draft = handing.of(unit)
        child = children.get(unit.key)
        rows.append({
            "unit": unit, "targets": len(draft.targets), "tasks": len(draft.tasks),
            "reports": sum(1 for r in draft.reports if not r.is_difficulty), "is_empty": lower.is_empty(draft),
            "taken_at": taken.get(unit.key), "child": child,
            "differs": [row for row in parents.assigned_to(child, handed) if row.words] if child else [],
        })  # fmt: skip
    context = {
        "plan": found,
        "groups": [
            ("Các địa bàn", [row for row in rows if row["unit"].level != "unit"]),
            ("Các đơn vị", [row for row in rows if row["unit"].level == "unit"]),
        ],
        "made": sum(1 for row in rows if row["child"]),
        "count": len(rows),
    }
    return render(request, "plans/below.html", context)


def _taken(found: Plan) -> dict[str, Any]:
    """When each unit's draft was last downloaded, from the log."""
    events = Event.objects.filter(verb=MADE, about=found._meta.label, about_id=str(found.pk)).order_by("at")
    return {key: timezone.localtime(event.at) for event in events for key in event.data.get("units", [])}


@only(*WRITERS)
def draft(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """One unit's own plan as a Word file."""
    found = own_plan(request, pk)
    today = clock.today()
    unit = next((unit for unit in lower.lower_units(found, today) if unit.key == key), None)
    if unit is None:
        raise Http404("no such unit below")
    data = lower.docx_of(lower.Handing(found, today).of(unit), found.campaign)
    log_event(MADE, about=found, by=request.member, at=clock.now(), units=[key])
    return _file(data, WORD, unit.file_name)


@only(*WRITERS)
def all_drafts(request: MemberRequest, pk: int) -> HttpResponse:
    """The plans of all units that got something, in one zip."""
    found = own_plan(request, pk)
    today = clock.today()
    handing, packed, keys = lower.Handing(found, today), io.BytesIO(), []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for n, unit in enumerate(lower.lower_units(found, today), 1):
            plan = handing.of(unit)
            if not lower.is_empty(plan):
                zipped.writestr(f"{n:03d}-{unit.file_name}", lower.docx_of(plan, found.campaign))
                keys.append(unit.key)
    log_event(MADE, about=found, by=request.member, at=clock.now(), units=keys)
    return _file(packed.getvalue(), "application/zip", "ke-hoach-cap-duoi.zip")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
