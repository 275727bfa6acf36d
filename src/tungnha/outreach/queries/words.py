"""Ready words as one village reads them: its own wording where it has one, the places filled with its own figures."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from tungnha.ledger import queries as ledger
from tungnha.ledger.models import Measure
from tungnha.ledger.rules import parse_rule
from tungnha.outreach import filling, topics
from tungnha.outreach.models import (
    Activity,
    ActivityPart,
    KeyMessage,
    PlanAddress,
    ReadyText,
    TextTemplate,
    Theme,
)
from tungnha.outreach.queries.addresses import full_address
from tungnha.people import queries as people
from tungnha.people.models import Household
from tungnha.units.models import Area, Campaign, Member

# Who heads a village, by what the village is called.
HEADS = {"tổ dân phố": "tổ trưởng tổ dân phố"}


def template_words(area: Area, topic: str, channel: str) -> str:
    """The template that stands in an area: the nearest place's latest wording, else the product's."""
    rows = TextTemplate.objects.filter(area__path__in=area.ancestor_paths(), topic=topic, channel=channel)
    own = sorted(rows.select_related("area"), key=lambda row: (len(row.area.path), row.made_at, row.pk))
    nearest = own[-1].words if own else ""
    return nearest or topics.product_words(topic, channel)


def texts_of(member: Member, campaign: Campaign) -> list[ReadyText]:
    """Every text of a campaign in its latest version; what villages put into their own words stands with its text."""
    rows = ReadyText.objects.visible_to(member).filter(campaign=campaign, replaced_by=None, of=None)
    return list(rows.select_related("theme", "area", "approved_by__user").order_by("theme__order", "channel", "-pk"))


def standing(text: ReadyText) -> ReadyText:
    """The latest approved version of a text that is in use; itself where no later one is approved."""
    found, later = text, text
    while (following := ReadyText.objects.filter(replaces=later).first()) is not None:
        later = following
        if later.approved_at is not None:
            found = later
    return found


def for_village(text: ReadyText, village: Area) -> ReadyText:
    """The village's own wording of a text, else the commune's."""
    chain, earlier = [text.pk], text
    while earlier.replaces_id is not None:
        earlier = ReadyText.objects.get(pk=earlier.replaces_id)
        chain.append(earlier.pk)
    own = ReadyText.objects.filter(of__in=chain, area=village, replaced_by=None).order_by("-pk").first()
    return own or text


def facts_of(
    area: Area, campaign: Campaign, theme: Theme | None, on: date, part: ActivityPart | None = None
) -> filling.Facts:
    """What is known for the open places: of the village, of its own figures, of the day it is planned for."""
    commune = area.commune or campaign.area
    have, base = figures_of(area, topics.topic_of(theme.topic), on) if theme else (None, None)
    slogan = KeyMessage.objects.filter(campaign=campaign, sort="slogan", removed_at=None).first()
    activity: Activity | None = part.activity if part else None
    known = activity is not None and activity.from_on == activity.to_on
    return filling.Facts(
        village=area.full_name, commune=commune.full_name, body=f"UBND {commune.full_name}", head=head_of(area),
        subject=topics.topic_of(theme.topic).name if theme else "", slogan=slogan.words if slogan else "",
        name=_small(activity.name) if activity else "", on=activity.from_on if activity and known else None,
        at=_hour(activity) if activity else None, place=part.place if part else "",
        have=have, base=base, link=_link(campaign),
    )  # fmt: skip


def _link(campaign: Campaign) -> str:
    """Where everybody finds the plan's materials; "" while it has no address."""
    found = PlanAddress.objects.filter(campaign=campaign).first()
    return full_address(found) if found else ""


def head_of(area: Area) -> str:
    """“trưởng thôn”, “trưởng khu phố”, “tổ trưởng tổ dân phố”; of a whole commune “trưởng thôn”."""
    kind = area.type_name.lower() if area.kind == Area.Kind.VILLAGE else "thôn"
    return HEADS.get(kind, f"trưởng {kind}")


def _small(name: str) -> str:
    """As it stands inside a sentence: “Hội nghị …” → “hội nghị …”, “UBND …” as it is."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _hour(activity: Activity) -> time | None:
    return time.fromisoformat(activity.hours[0]) if activity.hours else None


def figures_of(area: Area, topic: topics.Topic, on: date) -> tuple[int | None, int | None]:
    """(how many have it, of how many) in an area, by the topic's measure; unknown where nothing is counted or nobody
    is known there."""
    measure = Measure.objects.filter(code=topic.measure).first() if topic.measure else None
    if measure is None:
        return None, None
    rows: Any
    if measure.counts == "household":
        rows = Household.objects.filter(village__path__startswith=area.path, left_on=None)
        have = rows.filter(ledger.households_holding(parse_rule(measure.rule), on)).count()
    else:
        rows = people.counted(measure.counted_group, on).filter(household__village__path__startswith=area.path)
        have = ledger.people_with(measure, on, rows).count()
    base = rows.count()
    return (have, base) if base else (None, None)


def filled(text: ReadyText, area: Area, on: date, part: ActivityPart | None = None) -> str:
    """The text as it is read in a place."""
    return filling.fill(text.words, facts_of(area, text.campaign, text.theme, on, part), text.channel)
