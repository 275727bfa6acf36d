"""Themes, forms, slogan and messages of a campaign of words: taken from its plan or added by hand, removed, never
deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from tungnha.outreach import topics
from tungnha.outreach.models import KeyMessage, Kind, OutreachForm, Pillar, Theme
from tungnha.outreach.proposals import Offered
from tungnha.units.models import Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

_REMOVED: dict[Any, str] = {
    Theme: "theme.removed", OutreachForm: "outreach_form.removed", KeyMessage: "key_message.removed"
}  # fmt: skip
MOST_THEMES, MOST_FORMS, MOST_MESSAGES = 24, 12, 20


@transaction.atomic
def take_offered(
    *,
    campaign: Campaign,
    themes: Sequence[Offered] = (),
    forms: Sequence[Offered] = (),
    slogan: Offered | None = None,
    messages: Sequence[Offered] = (),
    by: Member,
    at: datetime,
) -> int:
    """Take up what an officer chose of the plan's offer; how many lines are new. Taken twice, nothing is doubled."""
    _one_at_a_time(campaign)
    known = {model: _names(model, campaign) for model in (Theme, OutreachForm, KeyMessage)}
    made = 0
    for one in themes:
        if one.name not in known[Theme]:
            add_theme(campaign=campaign, name=one.name, section=one.section, lines=one.lines, by=by, at=at)
            made += 1
    for one in forms:
        if one.name not in known[OutreachForm]:
            add_form(
                campaign=campaign, name=one.name, section=one.section, lines=one.lines, kinds=one.kinds, by=by, at=at
            )
            made += 1
    said = [(KeyMessage.Sort.SLOGAN, slogan)] if slogan else []
    for sort, one in [*said, *((KeyMessage.Sort.MESSAGE, message) for message in messages)]:
        if one.name not in known[KeyMessage]:
            say_message(campaign=campaign, words=one.name, sort=sort, section=one.section, by=by, at=at)
            made += 1
    return made


def _names(model: Any, campaign: Campaign) -> set[str]:
    field = "words" if model is KeyMessage else "name"
    return set(model.objects.filter(campaign=campaign, removed_at=None).values_list(field, flat=True))


@transaction.atomic
def add_theme(
    *,
    campaign: Campaign,
    name: str,
    by: Member,
    at: datetime,
    section: str = "",
    lines: str = "",
    pillar: str = "",
    topic: str = "",
) -> Theme:
    """A theme to speak of; the ready words that fit are guessed by its name, and may be chosen otherwise."""
    name = _named(name, 200, "Chủ đề cần có tên.")
    _room(Theme, campaign, MOST_THEMES, "chủ đề")
    made: Theme = _made(
        Theme, campaign, by, at, name=name, section=section[:20], lines=lines.strip()[:6000],
        pillar=pillar if pillar in Pillar.values else "", topic=topic or topics.fitting(name, lines),
    )  # fmt: skip
    log_event("theme.added", about=made, by=by, at=at, campaign=campaign.pk, of_plan=bool(section))
    return made


@transaction.atomic
def change_theme(*, theme: Theme, topic: str, pillar: str, by: Member, at: datetime) -> Theme:
    """Which ready words it takes, which pillar it serves. Its name is the plan's and stays."""
    held: Theme = Theme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    held.topic = topics.topic_of(topic).code
    held.pillar = pillar if pillar in Pillar.values else ""
    held.save(update_fields=["topic", "pillar"])
    log_event("theme.changed", about=held, by=by, at=at, topic=held.topic, pillar=held.pillar)
    return held


@transaction.atomic
def add_form(
    *,
    campaign: Campaign,
    name: str,
    kinds: Sequence[str],
    by: Member,
    at: datetime,
    section: str = "",
    lines: str = "",
) -> OutreachForm:
    """A column of the grid. A kind of activity fills one column only, or it would be counted twice."""
    name = _named(name, 120, "Hình thức cần có tên.")
    _room(OutreachForm, campaign, MOST_FORMS, "hình thức")
    taken = {kind for form in OutreachForm.objects.filter(campaign=campaign, removed_at=None) for kind in form.kinds}
    free = [str(kind) for kind in Kind.values if kind in kinds and kind not in taken]
    made: OutreachForm = _made(
        OutreachForm, campaign, by, at, name=name, section=section[:20], lines=lines.strip()[:2000], kinds=free
    )
    log_event("outreach_form.added", about=made, by=by, at=at, campaign=campaign.pk, kinds=free)
    return made


@transaction.atomic
def change_form(*, form: OutreachForm, kinds: Sequence[str], by: Member, at: datetime) -> OutreachForm:
    """Which kinds fill the column; one that stood in another column goes over to this one."""
    _one_at_a_time(form.campaign)
    wanted = [str(kind) for kind in Kind.values if kind in kinds]
    for other in OutreachForm.objects.filter(campaign=form.campaign, removed_at=None).exclude(pk=form.pk):
        left = [kind for kind in other.kinds if kind not in wanted]
        if left != other.kinds:
            OutreachForm.objects.filter(pk=other.pk).update(kinds=left)
    OutreachForm.objects.filter(pk=form.pk).update(kinds=wanted)
    form.kinds = wanted
    log_event("outreach_form.changed", about=form, by=by, at=at, kinds=wanted)
    return form


@transaction.atomic
def say_message(
    *, campaign: Campaign, words: str, by: Member, at: datetime, sort: str = "message", section: str = ""
) -> KeyMessage:
    """A message, or the slogan: a new slogan takes the place of the one before."""
    words = " ".join(words.split())[:400]
    if not words:
        raise BadInput("Chưa ghi lời: mời ghi một câu ngắn.")
    _one_at_a_time(campaign)
    _room(KeyMessage, campaign, MOST_MESSAGES, "thông điệp")
    if sort == KeyMessage.Sort.SLOGAN:
        before = KeyMessage.objects.filter(campaign=campaign, sort=sort, removed_at=None)
        before.update(removed_at=at, removed_by=by)
    made: KeyMessage = _made(KeyMessage, campaign, by, at, words=words, sort=sort, section=section[:20])
    log_event("key_message.said", about=made, by=by, at=at, sort=str(sort))
    return made


@transaction.atomic
def remove(*, row: Theme | OutreachForm | KeyMessage, by: Member, at: datetime) -> None:
    """Taken off the campaign: what was done under it stays to be seen."""
    hit = type(row).objects.filter(pk=row.pk, removed_at=None).update(removed_at=at, removed_by=by)
    if hit:
        log_event(_REMOVED[type(row)], about=row, by=by, at=at)


def _one_at_a_time(campaign: Campaign) -> None:
    Campaign.objects.select_for_update(no_key=True, of=("self",)).get(pk=campaign.pk)


def _named(name: str, longest: int, without: str) -> str:
    name = " ".join(name.split())[:longest]
    if not name:
        raise BadInput(without)
    return name


def _room(model: Any, campaign: Campaign, most: int, word: str) -> None:
    if model.objects.filter(campaign=campaign, removed_at=None).count() >= most:
        raise BadInput(f"Một đợt có nhiều nhất {most} {word}: mời bỏ bớt trước khi thêm.")


def _made(model: Any, campaign: Campaign, by: Member, at: datetime, **given: Any) -> Any:
    rows = model.objects.filter(campaign=campaign)
    order = (rows.aggregate(last=Max("order"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            return model.objects.create(campaign=campaign, order=order, made_by=by, made_at=at, **given)
    except IntegrityError as problem:
        raise BadInput(f"Đã có “{given.get('name') or given.get('words')}” rồi.") from problem
