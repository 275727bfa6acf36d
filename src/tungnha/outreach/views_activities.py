"""Activities: a month planned, one activity and who has done it, one place's part of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.drafting.dates import short_date
from tungnha.ledger import informing
from tungnha.outreach import evidence
from tungnha.outreach.campaign_pages import (
    PLACES,
    PLANNERS,
    READERS,
    TICKERS,
    WRITERS,
    address,
    answered_or_404,
    campaign_or_empty,
    frame,
    part_or_404,
    way_back,
)
from tungnha.outreach.forms_campaign import HomesForm, PlanForm, ResultForm, WhyForm
from tungnha.outreach.frames import DESK
from tungnha.outreach.kinds import IN_PERSON
from tungnha.outreach.models import Activity, ActivityPart, Channel, Kind, OutreachForm, PartResult, ReadyText, Theme
from tungnha.outreach.operations import activities as operations
from tungnha.outreach.queries import activities, words
from tungnha.outreach.queries.grid import grid
from tungnha.outreach.views_campaign import shown_part
from tungnha.people.models import Household, Person
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Campaign, Member, Organisation, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

# Which ready words go along with a kind of activity.
CHANNEL_OF = {
    Kind.RADIO: Channel.LOUDSPEAKER, Kind.POST: Channel.ZALO, Kind.ARTICLE: Channel.ZALO, Kind.BANNER: Channel.POSTER,
    Kind.CONFERENCE: Channel.INVITATION, Kind.STUDY: Channel.INVITATION, Kind.JOINED: Channel.INVITATION,
    Kind.LAUNCH: Channel.INVITATION, Kind.DOOR: Channel.ZALO,
}  # fmt: skip


# --- a month ---------------------------------------------------------------------------------------------------------


@only(*READERS)
def month(request: MemberRequest) -> HttpResponse:
    """What is planned in a month, how far each is, and what the month came to."""
    campaign = campaign_or_empty(request, "month")
    if isinstance(campaign, HttpResponse):
        return campaign
    first, last = activities.month_of(request.GET.get("thang"), clock.today())
    rows = activities.of_days(campaign, first, last)
    own: dict[int, ActivityPart] = {}
    if not request.member.has_role(*DESK):  # a village and a unit see what is theirs to do, and whether they did it
        own = {part.activity_id: part for part in activities.parts_of(request.member, campaign)}
        rows = [row for row in rows if row.pk in own]
    area = request.member.area
    context = frame(request, campaign, "month") | {
        "first": first, "rows": [_row(request, row, own.get(row.pk)) for row in rows], "month": f"{first:%Y-%m}",
        "counts": activities.counts(campaign, area, first, last),
        "previous": address(request, "outreach:campaign-month", thang=f"{first - timedelta(days=1):%Y-%m}"),
        "next": address(request, "outreach:campaign-month", thang=f"{last + timedelta(days=1):%Y-%m}"),
        "new_url": address(request, "outreach:activity-new", thang=f"{first:%Y-%m}"), "area": area,
    }  # fmt: skip
    return render(request, "outreach/campaign_month.html", context)


def _row(request: MemberRequest, row: Any, own: ActivityPart | None) -> dict[str, Any]:
    """`own`: of a village or a unit its part, which leads to where it says what it did."""
    themes = ", ".join(theme.name for theme in row.themes.all())
    if own is not None:
        shown = shown_part(own)
        off = {"status": "", "status_label": "đã thôi"} if own.cancelled_at else {}
        return {"activity": row, "url": address(request, "outreach:part", own.pk), "themes": themes, **shown, **off}
    late = row.to_on < clock.today() and row.done < row.places
    return {
        "activity": row, "url": address(request, "outreach:activity", row.pk), "themes": themes,
        "status": "done" if row.places and row.done == row.places else "late" if late else "doing" if row.done
        else "upcoming",
        "status_label": f"{row.done}/{row.places} nơi" if row.places else "đã thôi",
    }  # fmt: skip


# --- planning --------------------------------------------------------------------------------------------------------


@only(*PLANNERS)
def new(request: MemberRequest) -> HttpResponse:
    """One activity for all villages at once, or for those where this theme and form have nothing yet."""
    campaign = campaign_or_empty(request, "month")
    if isinstance(campaign, HttpResponse):
        return campaign
    member = request.member
    if not Theme.objects.filter(campaign=campaign, removed_at=None).exists():
        return render(request, "outreach/campaign_none.html", frame(request, campaign, "month"))
    many = member.has_role(*WRITERS)
    areas = Area.objects.villages().filter(path__startswith=campaign.area.path).standing_on(clock.today())
    areas = areas.filter(path__startswith=member.area.path).order_by("order", "code")
    form = PlanForm(
        request.POST or None, initial=_start(request, campaign), areas=areas,
        themes=Theme.objects.filter(campaign=campaign, removed_at=None), texts=_texts(campaign),
        units=_units(member, campaign), empty=_empty(request, campaign) if many else None,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            places: list[Area] = form.areas() if many else _own_places(member)
            units = form.chosen_units() if many else _own_units(member)
            made = operations.plan_activity(
                campaign=campaign, planned=form.planned(), areas=places, units=units, by=member, at=clock.now()
            )
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Đã lên lịch cho {len(places) + len(units)} nơi. Máy không tự gửi gì đi.")
            return _after(request, made, many)
    context = frame(request, campaign, "month") | {
        "form": form, "many": many, "name": _called(member),
        "cell_theme": _asked(request, "chu-de") or "", "cell_form": _asked(request, "hinh-thuc") or "",
    }  # fmt: skip
    return render(request, "outreach/activity_new.html", context, status=400 if form.errors else 200)


def _after(request: MemberRequest, made: Activity, many: bool) -> HttpResponse:
    """To the activity; a place that planned for itself goes on to say what it did."""
    if many:
        return redirect(address(request, "outreach:activity", made.pk))
    return redirect(address(request, "outreach:part", made.parts.get().pk))


def _called(member: Member) -> str:
    """Whose work is written down: the village's, or the unit's."""
    return member.organisation.label if _own_units(member) and member.organisation else member.area.title


def _own_places(member: Member) -> list[Area]:
    return [member.area] if member.role in VILLAGE_ROLES else []


def _own_units(member: Member) -> list[Organisation]:
    return [member.organisation] if member.role == Role.UNIT_OFFICER and member.organisation else []


def _texts(campaign: Campaign) -> Any:
    rows = ReadyText.objects.filter(campaign=campaign, of=None, approved_at__isnull=False)
    return rows.exclude(replaced_by__approved_at__isnull=False).order_by("channel", "title")


def _units(member: Member, campaign: Campaign) -> Any:
    return Organisation.objects.visible_to(member).filter(
        area=campaign.area, must_report=True, valid_to=None
    ).order_by("order", "name")  # fmt: skip


def _start(request: MemberRequest, campaign: Campaign) -> dict[str, Any]:
    """What the address already says: an empty cell of the grid, a month."""
    today = clock.today()
    first, last = activities.month_of(request.GET.get("thang"), today)
    form = OutreachForm.objects.filter(campaign=campaign, pk=asked_id(request.GET.get("hinh-thuc")) or 0).first()
    start = today if first <= today <= last else first
    return {
        "from_on": start, "themes": [n for n in [asked_id(request.GET.get("chu-de"))] if n],
        "kind": form.kinds[0] if form and form.kinds else Kind.JOINED if request.member.has_role(*PLACES)
        else Kind.RADIO,
        "text": asked_id(request.GET.get("loi")),
    }  # fmt: skip


def _asked(request: MemberRequest, name: str) -> int | None:
    return asked_id(request.POST.get(name) or request.GET.get(name))


def _empty(request: MemberRequest, campaign: Campaign) -> list[int]:
    """The villages where a cell of the grid has nothing: of the theme and form the address names."""
    theme, form = _asked(request, "chu-de"), _asked(request, "hinh-thuc")
    found = grid(campaign, request.member.area, clock.today())
    about = next((one for one in found.themes if one.pk == theme), None)
    if about is None or form is None:
        return []
    return [p.area.pk for p in found.villages if found.cell(p, about, (form,)).state == "empty"]


# --- one activity ----------------------------------------------------------------------------------------------------


def _activity(request: MemberRequest, pk: int) -> Activity:
    rows = Activity.objects.select_related("campaign__area", "text__theme", "made_by__user").prefetch_related("themes")
    found: Activity = get_visible_or_404(rows, request.member, pk=pk)
    return found


@only(*READERS)
def activity(request: MemberRequest, pk: int) -> HttpResponse:
    """“35/37 thôn”, the two by name; what each did, and whose figure its number is."""
    return _activity_page(request, _activity(request, pk), WhyForm())


def _activity_page(request: MemberRequest, found: Activity, why_form: WhyForm) -> HttpResponse:
    member = request.member
    told = activities.confirmed(found, member)
    own = member.has_role(*WRITERS) and found.campaign.area.path.startswith(member.area.path)
    homes = informing.told_by([str(part.pk) for part in told.done]) if found.kind in IN_PERSON else {}
    text = words.standing(found.text) if found.text else None
    context = frame(request, found.campaign, "month") | {
        "activity": found, "told": told, "text": text, "may_cancel": own and bool(told.waiting),
        "done": [{"part": p, "result": p.result, "homes": len(homes.get(str(p.pk), ()))} for p in told.done],
        "people": sum(p.result.reached or 0 for p in told.done if p.result and not p.result.of_views),
        "views": sum(p.result.reached or 0 for p in told.done if p.result and p.result.of_views),
        "counted": sum(1 for p in told.done if p.result and p.result.reached is not None),
        "homes": len(set().union(*homes.values())) if homes else 0, "why_form": why_form,
        **way_back(request, found.name, _month_of(request, found)),
    }  # fmt: skip
    return render(request, "outreach/activity.html", context, status=400 if why_form.errors else 200)


@only(*WRITERS)
@require_POST
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """What is still open is not to be done any more."""
    found, form = _activity(request, pk), WhyForm(request.POST)
    if not found.campaign.area.path.startswith(request.member.area.path):
        raise Http404("not this desk's campaign")
    if not form.is_valid():
        return _activity_page(request, found, form)
    waiting = activities.confirmed(found, request.member).waiting
    done = operations.cancel_parts(parts=waiting, why=form.cleaned_data["why"], by=request.member, at=clock.now())
    messages.success(request, f"Đã thôi ở {done} nơi chưa làm.")
    return redirect(address(request, "outreach:activity", found.pk))


# --- one place's part ------------------------------------------------------------------------------------------------


@only(*READERS)
def part(request: MemberRequest, pk: int) -> HttpResponse:
    """What one village has to do: when, what to read out, one big button; then what was said of it."""
    found, member, on = part_or_404(request, pk), request.member, clock.today()
    may_answer = activities.answers_for(member, found)
    form = _result_form(request, found, on)
    if request.method == "POST":
        if not may_answer:
            raise Http404("another place's part")
        if (done := _tell(request, found, form)) is not None:
            return done
    text = words.standing(found.activity.text) if found.activity.text else None
    own = words.for_village(text, found.area) if text else None
    said = words.filled(own, found.area, on, found) if own else ""
    homes = informing.told_by([str(found.pk)]).get(str(found.pk), set())
    context = frame(request, found.activity.campaign, "mine" if not member.has_role(*DESK) else "month") | {
        "part": found, "activity": found.activity, "row": shown_part(found), "form": form, "may_answer": may_answer,
        "text": own, "said": said, "minutes": words.filling.aloud.minutes(said) if said else 0,
        "in_own_words": own is not None and own.of_id is not None, "homes": len(homes),
        "may_tick": may_answer and member.has_role(*TICKERS) and found.activity.kind in IN_PERSON
        and found.area.kind == "village" and found.is_done,
        "results": found.results.select_related("made_by__user", "stated_by"),
        "themes": list(found.activity.themes.all()), "today": on, "news": list(found.news.all()),
        **_once(found, on),
        "channel_label": Channel(own.channel).label if own else "",
        **_way_back(request, found),
    }  # fmt: skip
    return render(request, "outreach/part.html", context, status=400 if form.is_bound and form.errors else 200)


def _month_of(request: MemberRequest, found: Activity) -> tuple[str, str]:
    return "Kế hoạch tháng", address(request, "outreach:campaign-month", thang=f"{found.from_on:%Y-%m}")


def _way_back(request: MemberRequest, found: ActivityPart) -> dict[str, Any]:
    """A desk comes from the activity, a place from its own tasks."""
    activity = (found.activity.name, address(request, "outreach:activity", found.activity_id))
    if request.member.has_role(*DESK):
        return way_back(request, found.who, _month_of(request, found.activity), activity)
    return way_back(request, found.activity.name, ("Việc của mình", address(request, "outreach:campaign-mine")))


def _once(found: ActivityPart, on: date) -> dict[str, Any]:
    """The one big button: on the day it was planned for, or, where the days are many, today."""
    activity = found.activity
    one_day = activity.from_on == activity.to_on
    did = "đã phát" if activity.kind == Kind.RADIO else "đã làm"
    label = f"Đã {did.removeprefix('đã ')} ngày {short_date(activity.from_on)}" if one_day else f"Hôm nay {did}"
    return {
        "once_on": activity.from_on if one_day else on, "once_times": len(activity.hours) or 1, "once_label": label
    }  # fmt: skip


def _result_form(request: MemberRequest, found: ActivityPart, on: date) -> ResultForm:
    units = Organisation.objects.visible_to(request.member).filter(area__path__startswith=request.member.area.path)
    before = found.result if found.is_done else None
    day = min(on, found.activity.from_on) if found.activity.from_on == found.activity.to_on else on
    initial = {"on": before.on if before else day, "times": before.times if before else len(found.activity.hours) or 1}
    if before:
        initial |= {"reached": before.reached, "reached_how": before.reached_how, "link": before.link,
                    "words": before.words, "stated_by": before.stated_by_id}  # fmt: skip
    sent = request.POST if request.method == "POST" else None
    return ResultForm(sent, request.FILES or None, units=units, today=on, initial=initial)


def _tell(request: MemberRequest, found: ActivityPart, form: ResultForm) -> HttpResponse | None:
    """Done in one tap, said at length, or taken back; None where something is to be mended."""
    by, at, here = request.member, clock.now(), redirect(address(request, "outreach:part", found.pk))
    token = ""
    try:
        if "chua-lam" in request.POST:
            operations.take_back(part=found, by=by, at=at)
            messages.success(request, "Đã ghi lại là chưa làm. Lời ghi trước vẫn giữ để xem.")
            return here
        if not form.is_valid():
            return None
        data = form.cleaned_data
        token, name = evidence.take(data["file"]) if data["file"] else ("", "")
        told = operations.Told(**{key: value for key, value in data.items() if key != "file"}, file=(token, name))
        operations.tell_result(part=found, told=told, by=by, at=at)
    except Problem as problem:
        evidence.forget(token)
        form.add_error(None, problem.sentence)
        return None
    messages.success(request, "Đã ghi.")
    return here


@only(*READERS)
def evidence_file(request: MemberRequest, pk: int) -> HttpResponse:
    rows = PartResult.objects.exclude(file="")
    found: PartResult = get_visible_or_404(rows, request.member, pk=pk)
    answer = HttpResponse(evidence.content(found), content_type=evidence.type_of(found))
    answer["Content-Disposition"] = f'attachment; filename="{evidence.plain_name(found)}"'
    return answer


@only(*TICKERS)
def homes(request: MemberRequest, pk: int) -> HttpResponse:
    """Which households were there: ticked along the lanes, as the village walks."""
    found, member = answered_or_404(request, pk), request.member
    if found.activity.kind not in IN_PERSON or found.area.kind != "village":
        raise Http404("nobody is there in person")
    heads = Prefetch("persons", Person.objects.filter(is_head=True), to_attr="heads")
    rows = Household.objects.visible_to(member).filter(village=found.area, left_on=None)
    doors = list(rows.order_by("order", "lane", "code", "pk").prefetch_related(heads))
    there = informing.told_by([str(found.pk)]).get(str(found.pk), set())
    form = HomesForm(request.POST or None, homes=doors)
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen()
        # Only what this page showed as ticked is taken back: somebody else may have ticked more meanwhile.
        shown = {pk for pk in map(asked_id, request.POST.getlist("da")) if pk is not None}
        left_out = shown & there - {home.pk for home in chosen}
        try:
            new, back = operations.tick_households(
                part=found, households=[home for home in chosen if home.pk not in there],
                unticked=[home for home in doors if home.pk in left_out], by=member, at=clock.now(),
            )  # fmt: skip
            messages.success(request, f"Đã ghi {new} hộ có mặt." + (f" Đã bỏ {back} hộ." if back else ""))
            return redirect(address(request, "outreach:part", found.pk))
        except Problem as problem:
            form.add_error(None, problem.sentence)
    ticked = set(request.POST.getlist("doors")) if request.method == "POST" else {str(pk) for pk in there}
    lanes: dict[str, list[dict[str, Any]]] = {}
    for home in doors:
        lanes.setdefault(home.lane or "Chưa ghi ngõ", []).append({
            "home": home, "head": home.heads[0].full_name if home.heads else "Chưa rõ chủ hộ",
            "chosen": str(home.pk) in ticked,
        })  # fmt: skip
    context = frame(request, found.activity.campaign, "mine") | {
        "part": found, "form": form, "there": len(there),
        "lanes": [(lane, f"{lane}: {len(rows)} hộ", rows) for lane, rows in lanes.items()],
        "back_url": address(request, "outreach:part", found.pk), "back_label": "Quay lại",
    }  # fmt: skip
    return render(request, "outreach/part_homes.html", context)
