"""The campaign of words in the demonstration: a commune that only communicates, in the middle of its month; and the
first weeks of the commune whose houses are visited."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tungnha.demo.commune import DemoCommune
from tungnha.outreach.models import ActivityPart, ReadyText, Theme
from tungnha.outreach.operations import activities, themes, words
from tungnha.outreach.operations import news as news_of
from tungnha.outreach.proposals import offered
from tungnha.people.models import Household
from tungnha.units.models import Area, Campaign, Member, Role

SILENT = 2  # villages that have not confirmed the broadcast
FRAUD, LEARNING = "lua-dao", "binh-dan-hoc-vu-so"


def speak(made: DemoCommune, campaign: Campaign, now: datetime) -> None:
    """Xã Hiệp Lực: what its plan counts becomes its themes; loudspeakers everywhere, a meeting in the first village."""
    officer = made.members[Role.OFFICER]
    _take_up(campaign, officer, now)
    themes.add_theme(campaign=campaign, name="Phòng tránh lừa đảo trên mạng", by=officer, at=now)
    fraud = Theme.objects.get(campaign=campaign, topic=FRAUD)
    _broadcast(campaign, fraud, officer, now, answered=len(made.villages) - SILENT)
    leader = next(m for m in made.teams[0] if m.role == Role.TEAM_LEADER)
    _meeting(campaign, made.villages[0], leader, now)


def communicate_only(area: Area, now: datetime) -> None:
    """Xã Như Thanh: six themes by four forms over 37 villages, from the sections of its own plan."""
    officer = Member.objects.filter(area=area, role=Role.OFFICER).order_by("pk").first()
    campaign = Campaign.objects.filter(area=area).order_by("pk").first()
    if officer is None or campaign is None:
        return
    _take_up(campaign, officer, now)
    by_topic = {theme.topic: theme for theme in Theme.objects.filter(campaign=campaign)}
    villages = list(Area.objects.villages().filter(parent=area).order_by("order", "code"))
    _broadcast(campaign, by_topic[FRAUD], officer, now, answered=len(villages) - SILENT)
    month = _rest_of_month(now.date())
    activities.plan_activity(
        campaign=campaign, areas=villages, by=officer, at=now, planned=activities.Planned(
            kind="joined", name="Lồng ghép họp thôn: Bình dân học vụ số", from_on=now.date() - timedelta(days=3),
            to_on=month, themes=[by_topic[LEARNING]], joined_to="họp thôn", audience="đại diện các hộ",
        ),
    )  # fmt: skip
    for part in _parts(campaign, "joined")[:9]:
        told = activities.Told(on=now.date() - timedelta(days=1), reached=40 + part.pk % 30, reached_how="counted")
        activities.tell_result(part=part, told=told, by=officer, at=now)
    activities.plan_activity(
        campaign=campaign, areas=villages[:12], by=officer, at=now, planned=activities.Planned(
            kind="banner", name="Treo băng rôn cải cách thủ tục hành chính", from_on=month, to_on=month,
            themes=[by_topic["dich-vu-cong"]], place="cổng nhà văn hóa",
        ),
    )  # fmt: skip


def _take_up(campaign: Campaign, by: Member, at: datetime) -> None:
    proposal = offered(campaign)
    themes.take_offered(
        campaign=campaign, themes=proposal.themes, forms=proposal.forms, messages=proposal.messages,
        slogan=proposal.slogans[0] if proposal.slogans else None, by=by, at=at,
    )  # fmt: skip


def _broadcast(campaign: Campaign, theme: Theme, by: Member, now: datetime, *, answered: int) -> ReadyText:
    text = words.make_text(campaign=campaign, theme=theme, channel="loudspeaker", area=campaign.area, by=by, at=now)
    text = words.approve_text(text=text, by=by, at=now)
    day = now.date() - timedelta(days=1)
    villages = Area.objects.villages().filter(parent=campaign.area).order_by("order", "code")
    activities.plan_activity(
        campaign=campaign, areas=list(villages), by=by, at=now, planned=activities.Planned(
            kind="radio", name="Phát loa: phòng tránh lừa đảo trên mạng", from_on=day, to_on=day, themes=[theme],
            hours=["17:00"], text=text, audience="mọi người dân",
        ),
    )  # fmt: skip
    for part in _parts(campaign, "radio")[:answered]:
        activities.tell_result(part=part, told=activities.Told(on=day), by=by, at=now)
    return text


def _meeting(campaign: Campaign, village: Area, leader: Member, now: datetime) -> None:
    theme = Theme.objects.filter(campaign=campaign).order_by("order")[0]
    day = now.date() - timedelta(days=2)
    activity = activities.plan_activity(
        campaign=campaign, areas=[village], by=leader, at=now, planned=activities.Planned(
            kind="joined", name=f"Họp thôn có nói về {theme.name.lower()}", from_on=day, to_on=day, themes=[theme],
            joined_to="họp thôn", place="nhà văn hóa thôn", content="Làm mẫu trên điện thoại, hỏi đáp.",
        ),
    )  # fmt: skip
    part = activity.parts.select_related("activity", "area").get()
    told = activities.Told(on=day, reached=64, reached_how="counted")
    activities.tell_result(part=part, told=told, by=leader, at=now)
    homes = list(Household.objects.filter(village=village, left_on=None).order_by("order", "code", "pk")[:48])
    activities.tick_households(part=part, households=homes, by=leader, at=now)
    part.refresh_from_db()
    news_of.write_news(
        part=part, title="Họp thôn, học luôn trên điện thoại", by=leader, at=now,
        words="Tối qua thôn họp, 64 người dự. Tổ công nghệ số cộng đồng làm mẫu, bà con làm theo trên máy của mình.",
    )  # fmt: skip


def _parts(campaign: Campaign, kind: str) -> list[ActivityPart]:
    rows = ActivityPart.objects.filter(activity__campaign=campaign, activity__kind=kind)
    return list(rows.select_related("activity", "area").order_by("area__order", "pk"))


def _rest_of_month(day: date) -> date:
    """The last day of the month, or a week on where the month is as good as over."""
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return max(following - timedelta(days=1), day + timedelta(days=7))
