"""Ready words: made from a template, put into other words, approved. Nothing is sent by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.outreach import filling, topics
from tungnha.outreach.models import Channel, ReadyText, TextTemplate, Theme
from tungnha.outreach.queries.words import template_words
from tungnha.units.models import Area, Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, OutOfDate

LONGEST = 6000


@transaction.atomic
def word_template(*, area: Area, topic: str, channel: str, words: str, by: Member, at: datetime) -> TextTemplate:
    """A commune's own wording of a topic; empty words give the product's back."""
    words = _checked(words, empty=True)
    made: TextTemplate = TextTemplate.objects.create(
        area=area, topic=topics.topic_of(topic).code, channel=_channel(channel), words=words, made_by=by, made_at=at
    )
    log_event("text_template.worded", about=made, by=by, at=at, topic=made.topic, channel=channel)
    return made


@transaction.atomic
def make_text(*, campaign: Campaign, theme: Theme, channel: str, area: Area, by: Member, at: datetime) -> ReadyText:
    """A text of a theme for a channel, from the template that stands here: a draft, to be read before it is used."""
    if theme.campaign_id != campaign.pk:
        raise BadInput("Chủ đề này thuộc một đợt khác: mời chọn lại.")
    label = Channel(_channel(channel)).label
    title = f"{label[:1].upper()}{label[1:]}: {theme.name}"[:160]
    made: ReadyText = ReadyText.objects.create(
        campaign=campaign, area=area, theme=theme, channel=channel, title=title,
        words=template_words(area, theme.topic, channel), made_by=by, made_at=at,
    )  # fmt: skip
    log_event("text.made", about=made, by=by, at=at, channel=channel, topic=theme.topic)
    return made


@transaction.atomic
def edit_text(*, text: ReadyText, title: str, words: str, by: Member, at: datetime) -> ReadyText:
    """Other words for a text: a new version, which waits to be approved; the one before stays to be seen. Whoever
    edited first wins, the other is told (OutOfDate)."""
    words, title = _checked(words), " ".join(title.split())[:160]
    if not title:
        raise BadInput("Lời cần có tên gọi.")
    held: ReadyText = ReadyText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if ReadyText.objects.filter(replaces=held).exists():
        raise OutOfDate("Lời này vừa có người sửa: mời mở bản mới rồi sửa tiếp.")
    if (held.words, held.title) == (words, title):
        return held
    made: ReadyText = ReadyText.objects.create(
        campaign=held.campaign, area=held.area, theme=held.theme, channel=held.channel, title=title, words=words,
        number=held.number + 1, replaces=held, of=held.of, made_by=by, made_at=at,
    )  # fmt: skip
    log_event("text.edited", about=made, by=by, at=at, number=made.number)
    return made


@transaction.atomic
def in_own_words(*, text: ReadyText, village: Area, words: str, by: Member, at: datetime) -> ReadyText:
    """A village puts the commune's text into its own words: it reads its own from then on, the others theirs."""
    words = _checked(words)
    own = ReadyText.objects.filter(of=text, area=village, replaced_by=None).first()
    if own is not None:
        return edit_text(text=own, title=own.title, words=words, by=by, at=at)
    made: ReadyText = ReadyText.objects.create(
        campaign=text.campaign, area=village, theme=text.theme, channel=text.channel, title=text.title, words=words,
        of=text, made_by=by, made_at=at,
    )  # fmt: skip
    log_event("text.own_words", about=made, by=by, at=at)
    return made


@transaction.atomic
def approve_text(*, text: ReadyText, by: Member, at: datetime) -> ReadyText:
    held: ReadyText = ReadyText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if ReadyText.objects.filter(replaces=held).exists():
        raise OutOfDate("Lời này đã có bản mới hơn: mời duyệt bản mới.")
    if held.approved_at is None:
        held.approved_at, held.approved_by = at, by
        held.save(update_fields=["approved_at", "approved_by"])
        log_event("text.approved", about=held, by=by, at=at, number=held.number)
    return held


def _checked(words: str, *, empty: bool = False) -> str:
    words = hide_typed_numbers("\n".join(line.rstrip() for line in words.strip().replace("\r\n", "\n").split("\n")))
    if not words and not empty:
        raise BadInput("Chưa ghi lời nào.")
    if len(words) > LONGEST:
        raise BadInput(f"Lời dài quá {LONGEST} chữ: mời rút gọn.")
    filling.check(words)
    return words


def _channel(channel: str) -> str:
    if channel not in Channel.values:
        raise BadInput("Chưa chọn lời dùng ở đâu: loa, Zalo, giấy mời hay áp phích.")
    return channel
