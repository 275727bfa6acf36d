"""The log of what was done, who looks at numbers in full, and the sheet that tells a person who looked at her."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tungnha.drafting.numbers import in_prose
from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.people.forms.export import PurposeForm
from tungnha.people.forms.log import LogForm
from tungnha.people.models import Person, Unmasking
from tungnha.people.operations import unmasking
from tungnha.people.operations.exports import export_workbook, new_mark, record_export, stamp_of
from tungnha.people.protection import log
from tungnha.people.protection.giving import as_file, ask_purpose
from tungnha.people.protection.looks import looked_at
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Event, Member, Role
from tungnha.units.models.members import SEES_NAMES
from tungnha.units.requests import MemberRequest

KEEPERS = (Role.OFFICER, Role.DATA_STEWARD, Role.LEADER)
PAGE = 50
WEEK = timedelta(days=7)


@only(*KEEPERS)
def log_page(request: MemberRequest) -> HttpResponse:
    """What was done in the area, latest first. Pages go on from the last row, not by number: the log only grows."""
    form = LogForm(request.GET, members=log.people_who_did(request.member))
    asked = form.asked()
    rows = list(log.events_of(request.member, asked)[: PAGE + 1])
    lines, more = log.lines_of(rows[:PAGE], request.member), len(rows) > PAGE
    kept = request.GET.copy()
    kept.pop("truoc", None)
    context = {
        "form": form, "lines": lines, "asked": asked, "kept": kept.urlencode(), "filtered": bool(kept),
        "older": _with(kept, truoc=lines[-1].id) if more else "", "newest": kept.urlencode(),
        "about": f"{log.thing(asked.about)} số {asked.about_id}" if asked.about_id else "",
    }  # fmt: skip
    return render(request, "people/log.html", context)


def _with(kept: Any, **more: object) -> str:
    found = kept.copy()
    for name, value in more.items():
        found[name] = str(value)
    return str(found.urlencode())


COLUMNS = (("Lúc", 18), ("Ai làm", 26), ("Vai trò", 18), ("Việc", 40), ("Về", 30), ("Số liệu", 40))


@only(*KEEPERS)
def log_out(request: MemberRequest) -> HttpResponse:
    """The log as it is filtered, as a workbook, once it is said what for."""
    asked = LogForm(request.GET, members=log.people_who_did(request.member)).asked()
    form = PurposeForm(request.POST or None)
    if not form.is_valid():
        back = f"{reverse('people:log')}?{request.GET.urlencode()}"
        return ask_purpose(
            request, form, title="Lấy nhật ký ra tệp", back_url=back,
            lines=[f"Các dòng nhật ký đang lọc, mới nhất trước, nhiều nhất {in_prose(log.MOST)} dòng."],
        )  # fmt: skip
    lines = log.lines_of(list(log.events_of(request.member, asked)[: log.MOST]), request.member)
    sheet = Sheet(
        name="Nhật ký", columns=tuple(SheetColumn(title, width=width) for title, width in COLUMNS), landscape=True,
        rows=[
            (f"{timezone.localtime(ln.at):%H:%M:%S %d/%m/%Y}", ln.who, ln.role, ln.what, ln.about, ln.figures)
            for ln in lines
        ],
    )  # fmt: skip
    name = f"nhat-ky-{clock.today():%Y%m%d}.xlsx"
    data, _ = export_workbook(
        [sheet], title="Nhật ký", what="people.log", name=name, purpose=form.words, rows=len(lines),
        persons=sorted({line.person for line in lines if line.person}), area=request.member.area, by=request.member,
        at=clock.now(),
    )  # fmt: skip
    return as_file(data, name)


# --- numbers in full -------------------------------------------------------------------------------------------------


@only(*KEEPERS)
def unmaskings(request: MemberRequest) -> HttpResponse:
    """Who saw whose numbers in full today and in the last week, against the day's number."""
    now = clock.now()
    members = Member.objects.filter(area__path__startswith=request.member.area.path).select_related("user", "area")
    rows = [_row(member, now) for member in members.filter(pk__in=_active(members, now))]
    latest = list(
        Event.objects.filter(verb="person.unmasked", member_id__in=members.values("pk")).order_by("-id")[:PAGE]
    )
    context = {
        "rows": sorted(rows, key=lambda row: (-row["today"], row["name"])), "limit": settings.UNMASKS_A_DAY,
        "lines": log.lines_of(latest, request.member), "me": request.member.pk,
    }  # fmt: skip
    return render(request, "people/unmaskings.html", context)


def _active(members: Any, now: datetime) -> list[int]:
    """Members who saw numbers within a week."""
    week = clock.start_of(now) - WEEK
    return list(Unmasking.objects.filter(by__in=members, at__gte=week).values_list("by", flat=True).distinct())


def _row(member: Member, now: datetime) -> dict[str, Any]:
    week = Unmasking.objects.filter(by=member, at__gte=clock.start_of(now) - WEEK)
    today, allowed = unmasking.unmasked_on(member, now), unmasking.allowed_on(member, now)
    return {
        "pk": member.pk, "user": member.user_id, "name": member.user.full_name, "role": member.get_role_display(),
        "place": member.area.full_name, "today": today, "allowed": allowed, "full": today >= allowed,
        "week": week.order_by().values("person").distinct().count(),
    }  # fmt: skip


@require_POST
@only(*KEEPERS)
def allow_more(request: MemberRequest, pk: int) -> HttpResponse:
    member = get_visible_or_404(Member.objects.select_related("user", "area"), request.member, pk=pk)
    unmasking.allow_more(member=member, by=request.member, at=clock.now())
    messages.success(request, f"Hôm nay {member.user.full_name} xem thêm được số đầy đủ.")
    return redirect("people:unmaskings")


# --- the sheet for the person ----------------------------------------------------------------------------------------


@only(*SEES_NAMES)
def looks_sheet(request: MemberRequest, pk: int) -> HttpResponse:
    """“Ai đã xem thông tin của tôi”: asked what for and put on record like any file, since it is given away."""
    person = get_visible_or_404(Person.objects.select_related("household__village"), request.member, pk=pk)
    form = PurposeForm(request.POST or None)
    if not form.is_valid():
        return ask_purpose(
            request, form, title="In tờ “Ai đã xem thông tin của tôi”", back_url=reverse("people:person", args=[pk]),
            lines=[f"Tờ này để đưa cho {person.full_name}: ai đã xem, lúc nào, để làm gì."],
        )  # fmt: skip
    now, mark, looks = clock.now(), new_mark(), looked_at(person, request.member)
    record_export(
        what="people.looks", name=f"ai-da-xem-{person.pk}", purpose=form.words, data=None, rows=len(looks),
        persons=[person.pk], area=request.member.area, by=request.member, at=now, mark=mark,
    )  # fmt: skip
    context = {
        "person": person, "looks": looks, "printed_at": now, "place_name": request.member.area.title,
        "stamp": stamp_of(mark, purpose=form.words, by=request.member, at=now),
        "back_url": reverse("people:person", args=[pk]),
    }  # fmt: skip
    return render(request, "people/looks.html", context)
