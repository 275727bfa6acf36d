"""Programmes of training, the framework they follow, and all courses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tungnha.outreach.forms_training import ProgrammeForm, as_written
from tungnha.outreach.frames import frame
from tungnha.outreach.models import TrainingProgramme
from tungnha.outreach.operations import programmes as operations
from tungnha.outreach.queries import courses as queries
from tungnha.outreach.queries import programmes
from tungnha.outreach.rules_training import rule_words
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

WRITERS = (Role.OFFICER, Role.DATA_STEWARD)
MANAGERS = (*WRITERS, Role.TEAM_LEADER)
READERS = (*MANAGERS, Role.LEADER, Role.TEAM_MEMBER, Role.UNIT_OFFICER, Role.PARTNER, Role.PROVINCE_OFFICER)
TRAINING = "Tập huấn"
SHOWN = 40


def framed(request: MemberRequest, *here: tuple[str, str], back: str = "") -> dict[str, Any]:
    """The frame of a page of this noun; `here`: crumbs below the room's page."""
    where = reverse("outreach:training")
    return frame(request.member, None, (TRAINING, where if here else ""), *here, back=back or (where if here else ""))


@only(*READERS)
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Courses to come, courses that were, programmes."""
    member, now = request.member, clock.now()
    rows = queries.courses_of(member)
    context = framed(request) | {
        "coming": rows.filter(ends_at__gte=now, closed_at=None, cancelled_at=None).order_by("starts_at", "pk")[:SHOWN],
        "open": [_line(row) for row in rows.filter(ends_at__lt=now, closed_at=None, cancelled_at=None)[:SHOWN]],
        "held": [_line(row) for row in rows.filter(closed_at__isnull=False)[:SHOWN]],
        "cancelled": rows.filter(cancelled_at__isnull=False)[:SHOWN],
        "programmes": programmes.latest_of(member), "may_manage": member.has_role(*MANAGERS),
        "may_write": member.has_role(*WRITERS), "may_receive": member.has_role(*WRITERS, Role.PARTNER),
    }  # fmt: skip
    return render(request, "outreach/training.html", context)


def _line(course: Any) -> dict[str, Any]:
    return {
        "course": course,
        "totals": queries.totals(queries.outcomes_of(course)),
        "counts": queries.counts_of(course),
    }


@only(*READERS)
@require_safe
def programme(request: MemberRequest, pk: int) -> HttpResponse:
    """What is learnt, what is tested, and its courses."""
    member = request.member
    rows = TrainingProgramme.objects.select_related("area", "service", "replaces", "made_by__user")
    found = get_visible_or_404(rows, member, pk=pk)
    context = framed(request, (found.name, "")) | {
        "programme": found, "tasks": found.tasks.select_related("competence"), "rule": rule_words(found.rule),
        "newer": TrainingProgramme.objects.filter(replaces=found).first(),
        "courses": queries.courses_of(member).filter(programme=found)[:SHOWN],
        "may_write": member.has_role(*WRITERS) and found.area_id == member.area_id,
    }  # fmt: skip
    return render(request, "outreach/training_programme.html", context)


@only(*WRITERS)
def write(request: MemberRequest, pk: int | None = None) -> HttpResponse:
    """A new programme, or a new version of one."""
    own = TrainingProgramme.objects.filter(area=request.member.area)
    earlier = get_visible_or_404(own, request.member, pk=pk) if pk is not None else None
    form = ProgrammeForm(request.POST or None, initial=as_written(earlier) if earlier else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.write_programme(
                area=request.member.area, replaces=earlier, by=request.member, at=clock.now(), **form.said()
            )
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã lưu chương trình. Lớp đã mở vẫn theo bản trước.")
            return redirect("outreach:programme", pk=made.pk)
    title = f"Sửa chương trình “{earlier.name}”" if earlier else "Viết chương trình tập huấn"
    context = framed(request, (title, "")) | {"form": form, "earlier": earlier, "title": title}
    return render(request, "outreach/training_write.html", context, status=400 if form.errors else 200)


@only(*WRITERS)
@require_POST
def starter(request: MemberRequest) -> HttpResponse:
    made = operations.add_starter(area=request.member.area, by=request.member, at=clock.now())
    messages.success(request, "Đã thêm chương trình mẫu: mời đọc, sửa cho đúng nơi mình.")
    return redirect("outreach:programme", pk=made.pk)


@only(*READERS)
@require_safe
def framework(request: MemberRequest) -> HttpResponse:
    """The groups of competence, and how those tested here did in the tasks of each: counts, no names."""
    groups = programmes.by_competence(request.member)
    context = framed(request, ("Khung năng lực số", "")) | {"frameworks": groups}
    return render(request, "outreach/training_framework.html", context)
