"""The village today, two rival words, and the leader's messages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages as say
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.field.campaigns import campaign_of, campaign_tabs
from tungnha.field.leading import contested, messages, pages
from tungnha.field.leading.devices import state_of
from tungnha.field.leading.pages import ACT, READ, address, frame, no_campaign, village_or_404
from tungnha.field.leading.words import ago
from tungnha.field.models import Device, LeaderMessage, PhoneOperation
from tungnha.field.sharing import queries as sharing
from tungnha.ledger.models import Standing
from tungnha.people.operations.viewing import note_views
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Area, Member, Role
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

RIVALS_A_PAGE = 20
OUTWEIGHED = (
    "Đã ghi lời vừa hỏi lại. Danh sách gửi đến vẫn nặng hơn nên con số chưa đổi: "
    "nhờ cán bộ xã hỏi lại bên gửi danh sách."
)


# --- today -----------------------------------------------------------------------------------------------------------


@only(*READ)
def today(request: MemberRequest) -> HttpResponse:
    """All villages of the commune in one table; a team leader goes straight to the own one."""
    member = request.member
    if member.has_role(Role.TEAM_LEADER):
        return redirect(address(request, "field:team-village", member.area_id))
    campaign, on = campaign_of(request), clock.today()
    lines = sharing.by_village(member.area, campaign, on) if campaign else []
    context = {
        "campaign": campaign, "campaigns": campaign_tabs(request, campaign) if campaign else [],
        "lines": _with_phones(request, lines, member), "now": clock.now(),
        "sharing_url": address(request, "field:sharing-villages"), "homes_url": address(request, "field:homes"),
    }  # fmt: skip
    return render(request, "field/leading/today_villages.html", context)


def _with_phones(request: MemberRequest, lines: list[sharing.VillageLine], member: Member) -> list[dict[str, Any]]:
    """Each village with its phones, what they hold back, and what waits for somebody to look: two statements."""
    held: dict[int, list[int]] = {}
    for village, count in Device.objects.visible_to(member).filter(emptied_at=None).values_list("member__area", "held"):
        held.setdefault(village, []).append(count)
    waiting: dict[int, int] = {}
    rows = PhoneOperation.objects.visible_to(member).filter(answer__in=PhoneOperation.WAITING, settled_at=None)
    for village in rows.values_list("device__member__area", flat=True):
        waiting[village] = waiting.get(village, 0) + 1
    return [
        {
            "line": line, "url": address(request, "field:team-village", line.area.pk),
            "phones": len(held.get(line.area.pk, [])), "held": sum(held.get(line.area.pk, [])),
            "waiting": waiting.get(line.area.pk, 0), "waiting_url": address(request, "field:waiting", line.area.pk),
        }
        for line in lines
    ]  # fmt: skip


@only(*READ)
def village(request: MemberRequest, pk: int) -> HttpResponse:
    """The village at a glance: houses to do by member, phones, what waits, what was said for tomorrow."""
    area = village_or_404(request, pk)
    campaign = campaign_of(request)
    if campaign is None:
        return no_campaign(request, area, "today")
    now = sharing.village_of(area, campaign, clock.today())
    context = frame(request, area, "today") | {
        "campaign": campaign, "now_of": now, "campaigns": campaign_tabs(request, campaign),
        "hands": [
            {"hand": h, "name": h.member.user.full_name, "contact": ago(h.contact_at, clock.now()),
             "states": [state_of(d) for d in h.devices]}
            for h in now.hands
        ],
        "messages_now": messages.standing(area, clock.today())[:3],
        "due": sum(1 for door in now.doors if door.come_back_on and door.waits_for(door.come_back_on)
                   and door.come_back_on <= clock.today()),
        **{f"{name}_url": address(request, f"field:{name}", area.pk)
           for name in ("sharing", "waiting", "rivals", "messages", "devices")},
    }  # fmt: skip
    return render(request, "field/leading/village.html", context)


# --- two rival words -------------------------------------------------------------------------------------------------


@only(*READ)
def rivals(request: MemberRequest, pk: int) -> HttpResponse:
    """Contested standings of a village, both words side by side; below them those that were left as they are."""
    area = village_or_404(request, pk)
    left = request.GET.get("loc") == "de-nguyen"
    page = Paginator(contested.standings_in(area, looked_at=left), RIVALS_A_PAGE).get_page(request.GET.get("trang"))
    rows = contested.told(list(page))
    note_views([s.person_id for s in page if s.person_id], by=request.member, at=clock.now(), where="rivals")
    context = frame(request, area, "rivals") | {
        "page": page, "rows": rows, "left": left,
        "shows": [
            {"label": "Chưa quyết", "url": pages.kept(request) or "?", "current": not left},
            {"label": "Đã để nguyên", "url": pages.kept(request, loc="de-nguyen"), "current": left},
        ],
    }  # fmt: skip
    return render(request, "field/leading/rivals.html", context)


@only(*ACT)
@require_POST
def rival(request: MemberRequest, pk: int) -> HttpResponse:
    """What a leader decided about one of them."""
    member = request.member
    standing = get_visible_or_404(
        Standing.objects.select_related("service", "decided_by", "contested_by"), member, pk=pk
    )
    area = _village_of(standing)
    village_or_404(request, area.pk)
    try:
        _decide(request, standing)
    except Problem as problem:
        say.error(request, problem.sentence)
    return redirect(address(request, "field:rivals", area.pk))


def _village_of(standing: Standing) -> Area:
    home = standing.person.household if standing.person is not None else standing.household
    assert home is not None  # it was found through its village
    return home.village


def _decide(request: MemberRequest, standing: Standing) -> None:
    chosen = request.POST.get("muc", "")
    if chosen == "de-nguyen":
        contested.leave(standing=standing, by=request.member, at=clock.now())
        say.success(request, "Đã để nguyên cả hai lời. Khi có lời mới về việc này, nó hiện lại ở đây.")
    elif chosen.isdecimal() and len(chosen) < 4:
        counts = contested.say(
            standing=standing, level=int(chosen), campaign=campaign_of(request), by=request.member, at=clock.now()
        )
        if counts:
            say.success(request, "Đã ghi lời vừa hỏi lại: từ nay tính theo lời này. Hai lời trước vẫn giữ.")
        else:
            say.warning(request, OUTWEIGHED)
    else:
        say.error(request, "Chưa chọn câu trả lời nào.")


# --- messages --------------------------------------------------------------------------------------------------------


class MessageForm(forms.Form):
    words = forms.CharField(
        label="Lời nhắn", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ngắn, một hai câu. Không ghi số căn cước, số điện thoại, số tài khoản.",
    )  # fmt: skip
    to_member = forms.ChoiceField(label="Gửi", required=False)
    from_on = forms.DateField(label="Từ ngày", widget=DayInput())
    until_on = forms.DateField(label="Đến hết ngày", widget=DayInput())

    def __init__(self, *args: Any, team: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = {str(m.pk): m for m in team}
        field: Any = self.fields["to_member"]
        field.choices = [("", "cả Tổ"), *((pk, m.user.full_name) for pk, m in self.team.items())]

    def deed(self) -> dict[str, Any]:
        return self.cleaned_data | {"to_member": self.team.get(self.cleaned_data["to_member"])}


@only(*READ)
def team_messages(request: MemberRequest, pk: int) -> HttpResponse:
    """What the team's phones are told for tomorrow, and how many phones it has reached."""
    area, on = village_or_404(request, pk), clock.today()
    tomorrow = on + timedelta(days=1)
    team = sharing.team_of(area, on)
    may = request.member.has_role(*ACT)
    form = MessageForm(request.POST or None, team=team, initial={"from_on": tomorrow, "until_on": tomorrow})
    if request.method == "POST" and may and form.is_valid():
        try:
            messages.write(village=area, by=request.member, at=clock.now(), **form.deed())
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            say.success(request, "Đã ghi. Máy của Tổ nhận ở lần liên lạc tới.")
            return redirect(address(request, "field:messages", area.pk))
    context = frame(request, area, "messages") | {
        "form": form, "rows": [(m, *messages.reached(m)) for m in messages.standing(area, on)],
        "past": LeaderMessage.objects.filter(village=area).exclude(
            pk__in=messages.standing(area, on)).select_related("written_by__user", "to_member__user")[:10],
    }  # fmt: skip
    return render(request, "field/leading/messages.html", context)


@only(*ACT)
@require_POST
def message_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    message = get_visible_or_404(LeaderMessage.objects.select_related("village"), request.member, pk=pk)
    messages.withdraw(message=message, by=request.member, at=clock.now())
    say.success(request, "Đã thu lại lời nhắn: máy của Tổ bỏ nó ở lần liên lạc tới.")
    return redirect(address(request, "field:messages", message.village_id))
