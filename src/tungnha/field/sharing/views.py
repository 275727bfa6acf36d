"""Sharing households out: by lane, by cluster, by hand; levelled; taken back. Nothing is done before it was shown."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.field.campaigns import campaign_of, campaign_tabs
from tungnha.field.leading import pages
from tungnha.field.leading.pages import ACT, READ, address, frame, no_campaign, village_or_404
from tungnha.field.leading.words import ago
from tungnha.field.sharing import operations, proposing, queries
from tungnha.field.sharing.forms import AcceptForm, ClusterForm, HandForm, LanesForm
from tungnha.field.sharing.proposing import Proposal
from tungnha.field.sharing.queries import Door, Hand, Village
from tungnha.people.models import Person
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Member, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id, asked_text

DEEDS_A_PAGE = 50
SHOWS = {"free": "Chưa giao, còn người thiếu", "todo": "Còn người thiếu", "all": "Tất cả"}


def _village(request: MemberRequest, area: Area) -> Village | None:
    campaign = campaign_of(request)
    return queries.village_of(area, campaign, clock.today()) if campaign else None


def _context(request: MemberRequest, village: Village) -> dict[str, Any]:
    return frame(request, village.area, "sharing") | {
        "campaign": village.campaign, "now_of": village, "campaigns": campaign_tabs(request, village.campaign),
        "back_url": address(request, "field:sharing", village.area.pk), "back_label": "Phân hộ",
    }  # fmt: skip


@only(*READ)
def villages(request: MemberRequest) -> HttpResponse:
    """How far sharing out has come in each village; a leader goes straight to the own one."""
    member = request.member
    if member.has_role(Role.TEAM_LEADER):
        return redirect(address(request, "field:sharing", member.area_id))
    campaign = campaign_of(request)
    lines = queries.by_village(member.area, campaign, clock.today()) if campaign else []
    context = {
        "campaign": campaign, "lines": [(line, address(request, "field:sharing", line.area.pk)) for line in lines],
        "campaigns": campaign_tabs(request, campaign) if campaign else [],
    }  # fmt: skip
    return render(request, "field/leading/sharing_villages.html", context)


@only(*READ)
def sharing(request: MemberRequest, pk: int) -> HttpResponse:
    """Who holds what, who is ahead, what nobody holds."""
    area = village_or_404(request, pk)
    village = _village(request, area)
    if village is None:
        return no_campaign(request, area, "sharing")
    context = _context(request, village) | {
        "hands": [_told(hand, area, request) for hand in village.hands], "free": village.free,
        "free_people": sum(door.missing for door in village.free),
        "can_level": bool(proposing.levelled(village).parts), "back_url": "",
        "history_url": address(request, "field:sharing-history", area.pk),
    }  # fmt: skip
    return render(request, "field/leading/sharing.html", context)


def _told(hand: Hand, area: Area, request: MemberRequest) -> dict[str, Any]:
    return {
        "hand": hand, "name": hand.member.user.full_name, "contact": ago(hand.contact_at, clock.now()),
        "doors_url": address(request, "field:sharing-hand", area.pk, loc=f"m{hand.member.pk}"),
        "held_words": f"còn giữ {hand.held} việc" if hand.held else "",
        "take_back_url": address(request, "field:sharing-take-back", area.pk, nguoi=hand.member.pk),
    }  # fmt: skip


# --- three ways, one preview -----------------------------------------------------------------------------------------


@only(*ACT)
def by_lane(request: MemberRequest, pk: int) -> HttpResponse:
    area = village_or_404(request, pk)
    village = _village(request, area)
    if village is None:
        return no_campaign(request, area, "sharing")
    form = LanesForm(request.POST or None, village=village)
    if request.method == "POST" and form.is_valid():
        return _preview(request, village, proposing.propose(village, form.parts()), form.cleaned_data)
    return render(request, "field/leading/sharing_lanes.html", _context(request, village) | {"form": form})


@only(*ACT)
def by_cluster(request: MemberRequest, pk: int) -> HttpResponse:
    area = village_or_404(request, pk)
    village = _village(request, area)
    if village is None:
        return no_campaign(request, area, "sharing")
    form = ClusterForm(request.POST or None, village=village)
    if request.method == "POST" and form.is_valid():
        return _preview(request, village, proposing.by_cluster(village, form.chosen()), form.cleaned_data)
    return render(request, "field/leading/sharing_cluster.html", _context(request, village) | {"form": form})


@only(*ACT)
def by_hand(request: MemberRequest, pk: int) -> HttpResponse:
    """Door by door; also where a leader looks at what one member holds."""
    area = village_or_404(request, pk)
    village = _village(request, area)
    if village is None:
        return no_campaign(request, area, "sharing")
    show, text = request.GET.get("loc", "free"), asked_text(request, "tim")
    doors = _shown(village, show, text)
    form = HandForm(request.POST or None, village=village, shown=doors)
    if request.method == "POST" and form.is_valid():
        together = form.cleaned_data["together"]
        plan = proposing.propose(village, form.parts(), together=together)
        return _preview(request, village, plan, form.cleaned_data)
    chosen = set(form.data.getlist("doors")) if form.is_bound else set()  # type: ignore[attr-defined]
    context = _context(request, village) | {
        "form": form, "text": text, "show": show, "lanes": _by_lane(village, doors, chosen),
        "filters": _filters(request, village, show), "count": len(doors),
    }  # fmt: skip
    return render(request, "field/leading/sharing_hand.html", context)


def _shown(village: Village, show: str, text: str) -> list[Door]:
    wanted = village.doors
    if show.startswith("m"):
        wanted = [d for d in wanted if any(f"m{s.member_id}" == show for s in d.shares)]
    elif show == "free":
        wanted = village.free
    elif show == "todo":
        wanted = [d for d in wanted if not d.is_done]
    return [d for d in wanted if text.lower() in f"{d.household.code} {d.household.lane}".lower()] if text else wanted


def _filters(request: MemberRequest, village: Village, show: str) -> list[dict[str, Any]]:
    named = SHOWS | {f"m{h.member.pk}": h.member.user.full_name for h in village.hands if h.households}
    return [
        {"label": label, "url": pages.kept(request, loc=code), "current": code == show} for code, label in named.items()
    ]


def _by_lane(village: Village, doors: list[Door], chosen: set[str]) -> list[tuple[str, str, bool, list[Any]]]:
    names = {hand.member.pk: hand.member.user.full_name for hand in village.hands}
    heads = dict(
        Person.objects.filter(household__in=[d.pk for d in doors], is_head=True).values_list("household", "full_name")
    )
    lanes: dict[str, list[dict[str, Any]]] = {}
    for door in doors:
        lanes.setdefault(door.household.lane or "Chưa ghi ngõ", []).append({
            "door": door, "head": heads.get(door.pk, "Chưa rõ chủ hộ"), "chosen": str(door.pk) in chosen,
            "holders": ", ".join(names[s.member_id] + (" (cùng làm)" if s.together else "") for s in door.shares),
            "until_on": door.shares[0].until_on if door.shares else None,
        })  # fmt: skip
    return pages.folded(lanes)


@only(*ACT)
def level(request: MemberRequest, pk: int) -> HttpResponse:
    """Who is behind gives to who is ahead: shown, and accepted in one tap."""
    area = village_or_404(request, pk)
    village = _village(request, area)
    if village is None:
        return no_campaign(request, area, "sharing")
    return _preview(request, village, proposing.levelled(village), {"way": "level"})


def _preview(request: MemberRequest, village: Village, plan: Proposal, said: dict[str, Any]) -> HttpResponse:
    names = {hand.member.pk: hand for hand in village.hands}
    context = _context(request, village) | {
        "plan": plan, "way": said.get("way", "share"), "until_on": said.get("until_on"),
        "together": bool(said.get("together")), "as_shown": queries.stamp(village.area, village.campaign),
        "parts": [
            (m.pk, f"{m.user.full_name} nhận {len(homes)} hộ", homes, ",".join(str(home.pk) for home in homes))
            for m, homes in plan.parts.items()
        ],
        "held_back": [(hand.member.user.full_name, hand.held, ago(hand.contact_at, clock.now()))
                      for hand in plan.held_back],
        "leaving": [hand.member.user.full_name for hand in names.values() if not hand.in_team],
    }  # fmt: skip
    return render(request, "field/leading/sharing_preview.html", context)


@only(*ACT)
@require_POST
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """Do what was shown. Where somebody was first, it is shown anew, with nothing done."""
    area = village_or_404(request, pk)
    village = _village(request, area)
    if village is None:
        return no_campaign(request, area, "sharing")
    form = AcceptForm(request.POST, village=village)
    if not form.is_valid():
        messages.error(request, "Chưa giao hộ nào: xin chọn lại hộ và người nhận.")
        return redirect(address(request, "field:sharing", area.pk))
    said = form.cleaned_data
    plan = proposing.propose(village, said["parts"], together=said["together"])
    common = {"village": area, "campaign": village.campaign, "parts": plan.parts, "as_shown": said["as_shown"],
              "by": request.member, "at": clock.now()}  # fmt: skip
    try:
        if said["way"] == "level":
            done = operations.rebalance(**common)
        else:
            done = operations.share_out(until_on=said["until_on"], together=said["together"], **common)
    except Problem as problem:
        messages.error(request, problem.sentence)
        return _preview(request, village, plan, said)
    messages.success(request, f"Đã giao {done} hộ. Máy của từng người nhận phần của mình ở lần liên lạc tới.")
    return redirect(address(request, "field:sharing", area.pk))


@only(*ACT)
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """What one member holds, or what of it is still to do, comes back to all; said first what her phone holds back."""
    area = village_or_404(request, pk)
    village = _village(request, area)
    if village is None:
        return no_campaign(request, area, "sharing")
    ids = [hand.member.pk for hand in village.hands]
    wanted = asked_id(request.POST.get("nguoi") or request.GET.get("nguoi"))
    if wanted is None:
        return redirect(address(request, "field:sharing", area.pk))
    member = get_visible_or_404(Member.objects.filter(pk__in=ids).select_related("user"), request.member, pk=wanted)
    hand = village.hand_of(member.pk)
    assert hand is not None  # it is one of `ids`
    if request.method == "POST":
        only_left = request.POST.get("phan") != "het"
        doors = [door for door in hand.doors if not door.is_done] if only_left else hand.doors
        count = operations.take_back(
            households=[d.household for d in doors], campaign=village.campaign, member=member, by=request.member,
            at=clock.now(),
        )  # fmt: skip
        messages.success(request, f"Đã thu lại {count} hộ của {member.user.full_name}.")
        return redirect(address(request, "field:sharing", area.pk))
    context = _context(request, village) | {"hand": hand, "contact": ago(hand.contact_at, clock.now())}
    return render(request, "field/leading/sharing_take_back.html", context)


@only(*READ)
def history(request: MemberRequest, pk: int) -> HttpResponse:
    area = village_or_404(request, pk)
    village = _village(request, area)
    if village is None:
        return no_campaign(request, area, "sharing")
    page = Paginator(queries.history(area, village.campaign), DEEDS_A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "field/leading/sharing_history.html", _context(request, village) | {"page": page})
