"""Feedback of citizens at the desk: what waits, an answer, handed on as a difficulty."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest
from tungnha.voices import forms
from tungnha.voices.models import Feedback
from tungnha.voices.operations import feedback as operations
from tungnha.voices.views.common import ABOVE, DESK, frame

A_PAGE = 50


@only(*ABOVE)
def index(request: MemberRequest) -> HttpResponse:
    member, now = request.member, clock.now()
    done = request.GET.get("xem") == "xong"
    rows = Feedback.objects.visible_to(member).select_related("commune", "village")
    waiting = rows.filter(state=Feedback.State.WAITING)
    shown = rows.exclude(state=Feedback.State.WAITING).order_by("-answered_at") if done else waiting
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("trang"))
    count = waiting.count()
    context = frame(member, "feedback") | {
        "page": page, "rows": [{"row": row, "status": state_of(row, now)} for row in page], "done": done,
        "views": [
            {"label": f"Chờ trả lời ({count})", "url": "?xem=cho", "current": not done},
            {"label": "Đã trả lời", "url": "?xem=xong", "current": done},
        ],
        "public_url": _public(member.area),
    }  # fmt: skip
    return render(request, "voices/feedback.html", context)


def _public(area: Any) -> str:
    return reverse("web:public-feedback", args=[area.code]) if area.kind == "commune" else ""


def state_of(row: Feedback, now: Any) -> tuple[str, str]:
    if row.state == Feedback.State.WAITING:
        return ("overdue", "Quá hạn") if row.due_at <= now else ("due", "Chờ trả lời")
    return ("done", "Đã trả lời") if row.state == Feedback.State.ANSWERED else ("always", "Đã chỉ nơi gửi")


@only(*ABOVE)
def one(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _load(request, pk))


@only(*DESK)
@require_POST
def answer(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    row, form = _load(request, pk), forms.FeedbackAnswerForm(request.POST)
    if form.is_valid():
        try:
            operations.answer(feedback=row, by=request.member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã trả lời: người gửi đọc được bằng mã của họ.")
            return redirect("voices:feedback-one", pk=row.pk)
    return _page(request, row, form=form)


@only(*DESK)
@require_POST
def raise_up(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    row, form = _load(request, pk), forms.FeedbackRaiseForm(request.POST)
    if form.is_valid():
        try:
            made = operations.raise_as_difficulty(
                feedback=row, subject=form.cleaned_data["subject"], by=request.member, at=clock.now()
            )
        except Problem as problem:
            messages.error(request, problem.sentence)
        else:
            messages.success(request, "Đã nêu thành khó khăn. Xin vẫn trả lời người gửi trước hạn.")
            return redirect("voices:difficulty", pk=made.pk)
    return redirect("voices:feedback-one", pk=row.pk)


def _load(request: MemberRequest, pk: uuid.UUID) -> Any:
    rows = Feedback.objects.select_related("commune", "village", "answered_by__user", "difficulty")
    return get_visible_or_404(rows, request.member, pk=pk)


def _page(request: MemberRequest, row: Feedback, form: Any = None) -> HttpResponse:
    member, waits = request.member, row.state == Feedback.State.WAITING
    acts = waits and member.has_role(*DESK)
    context = frame(member, "feedback") | {
        "row": row, "status": state_of(row, clock.now()), "app": operations.app_of(row.commune),
        "form": (form or forms.FeedbackAnswerForm()) if acts else form,
        "raise_form": forms.FeedbackRaiseForm() if acts and row.difficulty_id is None else None,
    }  # fmt: skip
    return render(request, "voices/feedback_one.html", context, status=400 if form is not None else 200)
