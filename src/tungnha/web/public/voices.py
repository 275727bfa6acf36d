"""Citizens say what was not right about the campaign and follow it by a code; the rest goes to the official app.

No name is asked, no cookie set, no script needed, no file taken. A flood from one address stops at a few an hour, and
whatever is larger than a page of words is not read (docs/decisions/0050-voices.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tungnha.units import clock, limits
from tungnha.units.models import Area
from tungnha.units.problems import Problem
from tungnha.units.public import for_everyone, shape, show
from tungnha.voices import forms
from tungnha.voices.models import Feedback, OfficialApp
from tungnha.voices.operations import feedback as operations
from tungnha.web.public.shapes import Commune, open_commune, villages_of
from tungnha.web.public.wording import Cleaner

MOST_BYTES = 16 * 1024  # a thousand letters, each three bytes written as nine signs, with room
QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
MOST_SENT, MOST_SENT_BY_ALL, MOST_ASKED = 5, 300, 20
TOO_LARGE = "Lời gửi dài quá, hoặc có kèm tệp: xin viết ngắn hơn (nhiều nhất 1.000 chữ cái), không kèm ảnh hay tệp."
NO_SUCH_CODE = "Không có phản ánh nào mang mã này: mời xem lại mã, gồm 10 chữ và số, không có số 0, số 1, chữ O, chữ I."


@shape
@dataclass(frozen=True)
class Told:
    """What the holder of a code may read."""

    kind: str
    sent_on: date
    state: str
    status: str
    until: date | None
    answer: str
    answered_on: date | None


@shape
@dataclass(frozen=True)
class App:
    name: str
    url: str
    hotline: str
    steps: tuple[str, ...]


def _crumbs(commune: Commune, here: str = "") -> list[dict[str, str]]:
    """`here`: a page below the one of feedback."""
    own = {"label": "Góp ý"} | ({"url": reverse("web:public-feedback", args=[commune.code])} if here else {})
    return [{"url": commune.url, "label": commune.title}, own] + ([{"label": here}] if here else [])


def _bounded(request: HttpRequest) -> bool:
    """Whether what is posted is small and plain. Looked at before a byte of it is read."""
    stated = request.META.get("CONTENT_LENGTH") or "0"
    plain = request.content_type == "application/x-www-form-urlencoded"
    return plain and stated.isdecimal() and len(stated) < 10 and int(stated) <= MOST_BYTES


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, code: str) -> HttpResponse:
    area, commune = open_commune(code)
    villages = villages_of(area, clock.today())
    urls: dict[str, Any] = {
        "follow_url": reverse("web:public-follow", args=[code]),
        "app_url": reverse("web:public-app", args=[code]), "crumbs": _crumbs(commune),
    }  # fmt: skip
    if request.method != "POST":
        form = _form(villages, None)
        return show("public/feedback.html", commune=commune, form=form, kept=0, **urls)
    if not _bounded(request):
        return show("public/refused.html", commune=commune, sentence=TOO_LARGE, status=413, back=request.path)
    form, status = _form(villages, request.POST), 400
    if form.is_valid():
        try:
            sent = _send(request, area, form.cleaned_data, villages)
        except limits.TooMany as problem:
            form.add_error(None, problem.sentence)
            status = problem.status
        except Problem as problem:
            form.add_error("words", problem.sentence)
        else:
            return show(
                "public/feedback_sent.html", commune=commune, code=operations.shown(sent.code), kept=0,
                until=_last_day(sent.row.due_at), **urls,
            )  # fmt: skip
    return show("public/feedback.html", commune=commune, form=form, status=status, **urls)


def _form(villages: list[Area], posted: Any) -> forms.FeedbackForm:
    form = forms.FeedbackForm(posted, initial={"form": operations.new_form()})
    form.offer(villages)
    return form


def _send(request: HttpRequest, area: Area, given: dict[str, Any], villages: list[Area]) -> operations.Sent:
    now = clock.now()
    there = Feedback.objects.filter(pk=given["form"]).exists()  # pressed twice: the same code again, not counted
    if not there:
        limits.allow("voices.feedback", limits.who(request), most=MOST_SENT, within=QUARTER, at=now)
        limits.allow("voices.feedback", limits.EVERYBODY, most=MOST_SENT_BY_ALL, within=HOUR, at=now)
    if given["website"]:
        raise Problem("Ô “Để trống ô này” phải để trống: xin xóa chữ trong ô ấy rồi gửi lại.")
    village = next((one for one in villages if one.code == given["village"]), None)
    return operations.send(
        commune=area, village=village, kind=given["kind"], words=given["words"], form=given["form"], at=now
    )


def _last_day(due_at: datetime) -> date:
    """The last day that is in time: what is late begins at its end."""
    return timezone.localtime(due_at - timedelta(seconds=1)).date()


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, code: str) -> HttpResponse:
    area, commune = open_commune(code)
    crumbs = _crumbs(commune, "Xem trả lời")
    if request.method != "POST":
        return show("public/feedback_follow.html", commune=commune, crumbs=crumbs, form=forms.FollowForm(), told=None)
    if not _bounded(request):
        return show("public/refused.html", commune=commune, sentence=TOO_LARGE, status=413, back=request.path)
    form, told, status = forms.FollowForm(request.POST), None, 400
    if form.is_valid():
        try:
            limits.allow("voices.follow", limits.who(request), most=MOST_ASKED, within=QUARTER, at=clock.now())
            told = _told(area, form.cleaned_data["code"])
        except limits.TooMany as problem:
            form.add_error(None, problem.sentence)
            status = problem.status
        else:
            if told is None:
                form.add_error("code", NO_SUCH_CODE)
    status = 200 if told else status
    return show(
        "public/feedback_follow.html", commune=commune, crumbs=crumbs, form=form, told=told, status=status, kept=0
    )


def _told(area: Area, code: str) -> Told | None:
    row = operations.followed(code)
    if row is None or row.commune_id != area.pk:
        return None
    waits = row.state == Feedback.State.WAITING
    return Told(
        row.get_kind_display(), timezone.localtime(row.came_at).date(), row.get_state_display(),
        "due" if waits else "done", _last_day(row.due_at) if waits else None,
        Cleaner([row.answer_text], area)(row.answer_text),
        timezone.localtime(row.answered_at).date() if row.answered_at else None,
    )  # fmt: skip


@for_everyone
@require_safe
def official_app(request: HttpRequest, code: str) -> HttpResponse:
    """Where everything that is not of the campaign goes."""
    area, commune = open_commune(code)
    found = operations.app_of(area)
    app = _app(found, Cleaner([found.name, found.how_to], area)) if found else None
    back, crumbs = reverse("web:public-feedback", args=[code]), _crumbs(commune, "Việc khác")
    return show("public/official_app.html", commune=commune, crumbs=crumbs, app=app, back=back)


def _app(found: OfficialApp, clean: Cleaner) -> App:
    steps = tuple(step.strip() for step in clean(found.how_to).splitlines() if step.strip())
    return App(clean(found.name), found.url, found.hotline, steps)
