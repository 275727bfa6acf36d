"""Ready words: made from a theme, read as a village reads them, put into other words, approved, printed. The product
sends none of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.drafting import aloud
from tungnha.outreach import filling, topics
from tungnha.outreach.answering import pressed, tried
from tungnha.outreach.campaign_pages import (
    APPROVERS,
    READERS,
    WRITERS,
    address,
    campaign_or_empty,
    frame,
    own_campaign_or_404,
    part_or_404,
    way_back,
)
from tungnha.outreach.forms_campaign import NewTextForm, OwnWordsForm, TemplateForm, TextForm
from tungnha.outreach.models import Channel, ReadyText, Theme
from tungnha.outreach.operations import words as operations
from tungnha.outreach.queries import activities, words
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.requests import MemberRequest, asked_id


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    """The texts of a campaign by theme and channel, what waits to be approved, what can be made."""
    campaign = campaign_or_empty(request, "texts")
    if isinstance(campaign, HttpResponse):
        return campaign
    member = request.member
    themes = Theme.objects.filter(campaign=campaign, removed_at=None)
    form = NewTextForm(request.POST or None, themes=themes)
    if request.method == "POST":
        if not member.has_role(*WRITERS):
            raise Http404("only the desk makes texts")
        own = own_campaign_or_404(request)
        make = partial(operations.make_text, campaign=own, area=own.area, by=member, at=clock.now())
        if (made := tried(form, lambda data: make(**data))) is not None:
            messages.success(request, "Đã soạn bản thảo: mời đọc, sửa cho đúng nơi mình rồi duyệt.")
            return redirect(address(request, "outreach:text", made.pk))
    rows = words.texts_of(member, campaign)
    if not member.has_role(*APPROVERS):
        rows = [row for row in rows if row.approved_at is not None]
    context = frame(request, campaign, "texts") | {
        "rows": rows, "form": form if themes else None, "topics": [
            {"topic": topic, "channels": [(c.value, c.label) for c in Channel]} for topic in topics.all_topics()
        ],
    }  # fmt: skip
    return render(request, "outreach/texts.html", context, status=400 if form.is_bound and form.errors else 200)


def _text(request: MemberRequest, pk: int) -> ReadyText:
    rows = ReadyText.objects.all()
    if not request.member.has_role(*APPROVERS):  # drafts of the commune are the desk's; a village sees its own words
        rows = rows.exclude(approved_at=None, of=None)
    found: ReadyText = get_visible_or_404(
        rows.select_related("campaign__area", "theme", "area__parent", "made_by__user", "approved_by__user"),
        request.member, pk=pk,
    )  # fmt: skip
    return found


def _village(request: MemberRequest, text: ReadyText) -> Area:
    """For which village it is read: one's own, the one the address names, else the first."""
    if request.member.role in VILLAGE_ROLES:
        return request.member.area
    rows = Area.objects.villages().filter(path__startswith=text.area.path).standing_on(clock.today())
    wanted = asked_id(request.GET.get("thon"))
    chosen = rows.filter(pk=wanted).first() if wanted else None
    return chosen or rows.order_by("order", "code").first() or text.area


@only(*READERS)
def text(request: MemberRequest, pk: int) -> HttpResponse:
    """As one village reads it; the desk edits it here."""
    found, member = _text(request, pk), request.member
    own = member.has_role(*WRITERS) and found.area.path.startswith(member.area.path)
    form = TextForm(request.POST or None, initial={"title": found.title, "words": found.words})
    if request.method == "POST":
        if not own:
            raise Http404("only the desk edits it")
        made = tried(form, lambda data: operations.edit_text(text=found, by=member, at=clock.now(), **data))
        if made is not None:
            messages.success(request, "Đã lưu bản mới: mời đọc lại rồi duyệt.")
            return redirect(address(request, "outreach:text", made.pk))
    village = _village(request, found)
    said = words.filled(words.for_village(found, village) if found.of_id is None else found, village, clock.today())
    villages = Area.objects.villages().filter(path__startswith=found.area.path).standing_on(clock.today())
    context = frame(request, found.campaign, "texts") | {
        "text": found, "said": said, "village": village, "form": form, "may_edit": own and not _newer(found),
        "minutes": aloud.minutes(said) if found.channel == Channel.LOUDSPEAKER else 0, "newer": _newer(found),
        "may_approve": member.has_role(*APPROVERS) and found.area.path.startswith(member.area.path),
        "places": list(filling.PLACES.items()), "own_words": found.in_own_words.filter(replaced_by=None),
        "villages": villages.order_by("order", "code") if member.role not in VILLAGE_ROLES else [],
        **way_back(request, found.title, ("Lời soạn sẵn", address(request, "outreach:texts"))),
        "read_as": f"Như {village.full_name} đọc", "plan_url": address(request, "outreach:activity-new", loi=found.pk),
        "print_url": address(request, "outreach:text-print", found.pk, thon=village.pk),
    }  # fmt: skip
    return render(request, "outreach/text.html", context, status=400 if form.is_bound and form.errors else 200)


def _newer(text: ReadyText) -> ReadyText | None:
    return ReadyText.objects.filter(replaces=text).first()


@only(*APPROVERS)
@require_POST
def approve(request: MemberRequest, pk: int) -> HttpResponse:
    found = _text(request, pk)
    if not found.area.path.startswith(request.member.area.path):
        raise Http404("another desk's text")
    do = partial(operations.approve_text, text=found, by=request.member, at=clock.now())
    return pressed(request, do, "Đã duyệt: thôn mở là đọc được.", address(request, "outreach:text", found.pk))


@only(*READERS)
def text_print(request: MemberRequest, pk: int) -> HttpResponse:
    """On paper: a poster, an invitation, or what the reader at the microphone holds."""
    found = _text(request, pk)
    village = _village(request, found)
    said = words.filled(words.for_village(found, village) if found.of_id is None else found, village, clock.today())
    head, _, rest = said.partition("\n")
    commune = village.commune or found.campaign.area
    context = {
        "text": found, "head": head, "lines": rest.split("\n"), "village": village,
        "issuing_body": f"UBND {commune.full_name}".upper(), "place_name": commune.name, "said": said,
        "minutes": aloud.minutes(said), "back_url": address(request, "outreach:text", found.pk),
    }  # fmt: skip
    return render(request, "outreach/text_print.html", context)


@only(Role.TEAM_LEADER)
def own_words(request: MemberRequest, pk: int) -> HttpResponse:
    """The village's own wording of what it is to read."""
    part, member = part_or_404(request, pk), request.member
    if not activities.answers_for(member, part) or part.activity.text is None:
        raise Http404("nothing to reword")
    base = words.standing(part.activity.text)
    now = words.for_village(base, part.area)
    start = words.filled(now, part.area, clock.today(), part) if now.of_id is None else now.words
    form = OwnWordsForm(request.POST or None, initial={"words": start})
    say = partial(operations.in_own_words, text=base, village=part.area, by=member, at=clock.now())
    if request.method == "POST" and tried(form, lambda data: say(**data)) is not None:
        messages.success(request, "Đã lưu lời của thôn.")
        return redirect(address(request, "outreach:part", part.pk))
    context = frame(request, part.activity.campaign, "mine") | {
        "part": part, "form": form, "back_url": address(request, "outreach:part", part.pk), "back_label": "Quay lại",
    }  # fmt: skip
    return render(request, "outreach/own_words.html", context, status=400 if form.errors else 200)


@only(*WRITERS)
def template(request: MemberRequest, topic: str, channel: str) -> HttpResponse:
    """The commune's own wording of a template."""
    known: dict[str, Any] = {one.code: one for one in topics.all_topics()}
    if topic not in known or channel not in Channel.values:
        raise Http404("no such template")
    area = request.member.area
    form = TemplateForm(request.POST or None, initial={"words": words.template_words(area, topic, channel)})
    word = partial(operations.word_template, area=area, topic=topic, channel=channel, by=request.member, at=clock.now())
    if request.method == "POST" and tried(form, lambda data: word(**data)) is not None:
        messages.success(request, "Đã lưu mẫu: lời soạn từ nay theo mẫu này.")
        return redirect(address(request, "outreach:texts"))
    context = frame(request, None, "texts") | {
        "topic": known[topic], "channel": Channel(channel), "form": form, "places": list(filling.PLACES.items()),
        **way_back(request, "Lời mẫu", ("Lời soạn sẵn", address(request, "outreach:texts"))),
    }  # fmt: skip
    return render(request, "outreach/template.html", context, status=400 if form.errors else 200)
