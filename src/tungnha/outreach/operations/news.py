"""News from an activity: drafted from what is known, written, approved, put up by people; pictures only by consent."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.outreach import pictures
from tungnha.outreach.models import Activity, ActivityPart, Kind, News, NewsPhoto, PartResult
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

MOST_PHOTOS = 6


@transaction.atomic
def write_news(
    *, part: ActivityPart, title: str, words: str, by: Member, at: datetime, news: News | None = None
) -> News:
    """Write a piece, or go on writing it; approved words stay as they are."""
    title, words = " ".join(title.split())[:200], hide_typed_numbers(words.strip())[:6000]
    if not title or not words:
        raise BadInput("Tin cần có đầu đề và lời: mời ghi đủ hai ô ấy.")
    if news is None:
        if not part.is_done:
            raise BadInput("Hoạt động chưa ghi kết quả: mời ghi đã làm rồi viết tin.")
        made: News = News.objects.create(part=part, title=title, words=words, made_by=by, made_at=at, changed_at=at)
        log_event("news.written", about=made, by=by, at=at)
        return made
    held = _held(news)
    if held.approved_at is not None:
        raise Locked("Tin này đã duyệt nên không sửa nữa: mời viết một tin khác.")
    held.title, held.words, held.changed_at = title, words, at
    held.save(update_fields=["title", "words", "changed_at"])
    return held


@transaction.atomic
def add_photo(
    *, news: News, picture: bytes, caption: str, consent: str, consent_on: date, by: Member, at: datetime
) -> NewsPhoto:
    """A picture, only with the word of who asked that those in it agree. What the camera wrote into it is gone."""
    if consent not in NewsPhoto.Consent.values:
        raise BadInput("Chưa ghi sự đồng ý: chỉ nhận ảnh khi mọi người trong ảnh đồng ý, hoặc không nhận ra ai.")
    if consent_on > at.date():
        raise BadInput("Ngày hỏi chưa đến: mời ghi ngày đã hỏi.")
    held = _held(news)
    if held.posted_on is not None:
        raise Locked("Tin đã đăng nên không thêm ảnh nữa.")
    if held.photos.filter(withdrawn_at=None).count() >= MOST_PHOTOS:
        raise BadInput(f"Một tin có nhiều nhất {MOST_PHOTOS} ảnh: mời bỏ bớt trước khi thêm.")
    made: NewsPhoto = NewsPhoto.objects.create(
        news=held, picture=pictures.small(picture), caption=hide_typed_numbers(caption.strip())[:200], consent=consent,
        consent_on=consent_on, made_by=by, made_at=at,
    )  # fmt: skip
    log_event("news.photo_added", about=held, by=by, at=at, consent=consent)
    return made


@transaction.atomic
def withdraw_photo(*, photo: NewsPhoto, by: Member, at: datetime) -> NewsPhoto:
    """Somebody in it agrees no more, or never did: the picture goes, that it was there stays."""
    held: NewsPhoto = NewsPhoto.objects.select_for_update(of=("self",)).select_related("news").get(pk=photo.pk)
    if held.withdrawn_at is None:
        held.picture, held.withdrawn_at, held.withdrawn_by = None, at, by
        held.save(update_fields=["picture", "withdrawn_at", "withdrawn_by"])
        log_event("news.photo_withdrawn", about=held.news, by=by, at=at)
    return held


@transaction.atomic
def approve_news(*, news: News, by: Member, at: datetime) -> News:
    held = _held(news)
    if held.approved_at is None:
        held.approved_at, held.approved_by = at, by
        held.save(update_fields=["approved_at", "approved_by"])
        log_event("news.approved", about=held, by=by, at=at)
    return held


@transaction.atomic
def note_posted(*, news: News, link: str, on: date, by: Member, at: datetime) -> News:
    """Somebody put it up, and where: from then on it counts as one article of its activity's themes."""
    held = _held(news)
    if held.approved_at is None:
        raise BadInput("Tin chưa duyệt nên chưa đăng được.")
    if on > at.date():
        raise BadInput("Ngày đăng chưa đến: mời ghi ngày đã đăng.")
    if held.posted_on is not None:
        return held
    held.posted_on, held.link = on, link.strip()[:500]
    held.as_part = _as_article(held, by, at)
    held.save(update_fields=["posted_on", "link", "as_part"])
    log_event("news.posted", about=held, by=by, at=at)
    return held


def _as_article(news: News, by: Member, at: datetime) -> ActivityPart:
    """One article, done, in the place the news comes from."""
    of, on = news.part.activity, news.posted_on
    assert on is not None
    article: Activity = Activity.objects.create(
        campaign=of.campaign, kind=Kind.ARTICLE, name=news.title, from_on=on, to_on=on, pillar=of.pillar,
        organisation=by.organisation, made_at=at, made_by=by,
    )  # fmt: skip
    article.themes.set(of.themes.all())
    part: ActivityPart = ActivityPart.objects.create(
        activity=article, area=news.part.area, organisation=news.part.organisation
    )
    part.result = PartResult.objects.create(part=part, done=True, on=on, link=news.link, made_by=by, made_at=at)
    part.save(update_fields=["result"])
    return part


def _held(news: News) -> News:
    rows = News.objects.select_for_update(of=("self",)).select_related("part__activity__campaign", "part__area")
    found: News = rows.get(pk=news.pk)
    return found
