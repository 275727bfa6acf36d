"""The bell: what one must know, how one wants to be told, and whom nothing reached."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, members_only, only
from tungnha.units.models import Member, MemberNotice, NoticeSending, NoticeWish, PushPlace, Role
from tungnha.units.notices import places
from tungnha.units.notices.texts import sms
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.units.requests import MemberRequest

PAGE = 30
DESK = (Role.OFFICER, Role.DATA_STEWARD)


class WishForm(forms.ModelForm):
    class Meta:
        model = NoticeWish
        fields = ("mail", "push", "quiet_from", "quiet_to")
        widgets = {name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for name in ("quiet_from", "quiet_to")}


def own(member: Member) -> Any:
    """All that the person was told, in whichever of her memberships."""
    return MemberNotice.objects.filter(member__user=member.user_id)


def unread_count(member: Member | None) -> int:
    return own(member).filter(read_at=None).count() if member is not None else 0


@require_safe
@members_only
def index(request: MemberRequest) -> HttpResponse:
    wish = NoticeWish.objects.filter(user=request.member.user).first() or NoticeWish(user=request.member.user)
    here = PushPlace.objects.filter(user=request.member.user, ended_at=None)
    context = {
        "page": Paginator(own(request.member).select_related("member__area"), PAGE).get_page(request.GET.get("trang")),
        "unread": unread_count(request.member), "form": WishForm(instance=wish), "browsers": here.count(),
        "push_key": places.own_key(clock.now()).public if settings.PUSH_CONTACT else "",
        "has_mail": bool(settings.MAIL_SETTINGS and request.member.user.email),
        "may_tell": request.member.has_role(*DESK),
    }  # fmt: skip
    return render(request, "units/notices.html", context)


@require_safe
@members_only
def open_one(request: MemberRequest, pk: int) -> HttpResponse:
    """Opened is read; on to what it is about."""
    found = get_object_or_404(own(request.member), pk=pk)
    own(request.member).filter(pk=found.pk, read_at=None).update(read_at=clock.now())
    return redirect(found.url or "units:notices")


@require_POST
@members_only
def read_all(request: MemberRequest) -> HttpResponse:
    own(request.member).filter(read_at=None).update(read_at=clock.now())
    return redirect("units:notices")


@require_POST
@members_only
def wish(request: MemberRequest) -> HttpResponse:
    known = NoticeWish.objects.filter(user=request.member.user).first() or NoticeWish(user=request.member.user)
    form = WishForm(request.POST, instance=known)
    if form.is_valid():
        form.save()
        messages.success(request, "Đã lưu cách báo.")
    else:
        messages.error(request, "Giờ yên lặng cần ghi giờ và phút, như 21:00: xin ghi lại.")
    return redirect("units:notices")


@require_POST
@members_only
def add_browser(request: MemberRequest) -> HttpResponse:
    """What the browser gave when its owner said yes (JSON of PushSubscription)."""
    try:
        told = json.loads(request.body[:4000])
        said = {"endpoint": told["endpoint"], "public": told["keys"]["p256dh"], "secret": told["keys"]["auth"]}
        if not all(isinstance(text, str) for text in said.values()):
            raise TypeError
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"words": "Trình duyệt gửi thiếu: mời tải lại trang rồi bật lại."}, status=400)
    try:
        places.add_place(member=request.member, named=_named(request), at=clock.now(), **said)
    except BadInput as problem:
        return JsonResponse({"words": problem.sentence}, status=400)
    return JsonResponse({"words": "Đã bật: máy này sẽ hiện thông báo."})


def _named(request: MemberRequest) -> str:
    agent = request.headers.get("User-Agent", "")
    known = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
    return next((name for name in known if name in agent), "máy khác")


@require_safe
@members_only
def worker(request: MemberRequest) -> HttpResponse:
    """The service worker that shows what comes; it keeps nothing and answers nothing."""
    return render(request, "units/notices_worker.js", content_type="text/javascript; charset=utf-8")


# --- whom nothing reached --------------------------------------------------------------------------------------------


@only(*DESK)
def by_hand(request: MemberRequest) -> HttpResponse:
    """Notices of members of the area that are still needed and went no way but the bell: a text to send by hand."""
    now = clock.now()
    went = NoticeSending.objects.filter(state=NoticeSending.State.SENT).values("notice")
    waits = NoticeSending.objects.filter(state=NoticeSending.State.WAITING, for_at__gt=now).values("notice")
    rows = MemberNotice.objects.visible_to(request.member).filter(
        member__area__path__startswith=request.member.area.path, until__gt=now, read_at=None, by_hand_at=None
    )
    rows = rows.exclude(pk__in=went).exclude(pk__in=waits).exclude(member__user=request.member.user)
    found = [_texts(row) for row in rows.select_related("member__user", "member__area").order_by("until", "pk")[:50]]
    return render(request, "units/notices_by_hand.html", {"rows": found})


def _texts(row: MemberNotice) -> dict[str, Any]:
    """`zalo`: whole words; `sms`: without marks, cut to one message."""
    link = f"\n{settings.ADDRESS}{row.url}" if settings.ADDRESS and row.url else ""
    return {"notice": row, "zalo": f"{row.subject}\n{row.words}{link}", "sms": sms(row.words)}


@require_POST
@only(*DESK)
def told_by_hand(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(MemberNotice, request.member, pk=pk)
    if MemberNotice.objects.filter(pk=found.pk, by_hand_at=None).update(by_hand_at=clock.now()):
        log_event("notice.by_hand", about=found, by=request.member, at=clock.now())
    messages.success(request, "Đã ghi là đã báo.")
    return redirect("units:notices-by-hand")
