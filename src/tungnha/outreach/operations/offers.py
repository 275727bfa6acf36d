"""Offers of operators: written, agreed to by the commune, told to villages, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.outreach.models import Offer, OfferTelling
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked


@transaction.atomic
def write_offer(
    *,
    area: Area,
    organisation: Organisation,
    title: str,
    for_whom: str,
    by: Member,
    at: datetime,
    words: str = "",
    paper: str = "",
    starts_on: date | None = None,
    until: date | None = None,
    campaign: Campaign | None = None,
) -> Offer:
    """Keep what an operator offers. Nobody is told before the commune has agreed."""
    title, for_whom = " ".join(title.split()), " ".join(for_whom.split())
    if not title or not for_whom:
        raise BadInput("Mời ghi đủ: ưu đãi gì và cho ai.")
    if starts_on and until and until < starts_on:
        raise BadInput("Ngày hết ưu đãi đứng trước ngày bắt đầu: mời xem lại hai ngày.")
    if until is not None and until < at.date():
        raise BadInput("Ưu đãi này đã hết hạn: mời xem lại ngày cuối.")
    made = Offer.objects.create(
        area=area, organisation=organisation, campaign=campaign, title=hide_typed_numbers(title)[:160],
        for_whom=for_whom[:200], words=hide_typed_numbers(words.strip())[:1000], paper=paper.strip()[:160],
        starts_on=starts_on, until=until, made_at=at, made_by=by,
    )  # fmt: skip
    log_event("offer.written", about=made, by=by, at=at)
    return made


@transaction.atomic
def agree(*, offer: Offer, by: Member, at: datetime) -> Offer:
    """The commune has read it: from now on villages are told, and everybody may read it."""
    held = _held(offer)
    if held.withdrawn_at is not None:
        raise Locked("Ưu đãi này đã thôi: mời ghi ưu đãi mới.")
    if held.approved_at is None:
        held.approved_at, held.approved_by = at, by
        held.save(update_fields=["approved_at", "approved_by"])
        log_event("offer.agreed", about=held, by=by, at=at)
    return held


@transaction.atomic
def withdraw(*, offer: Offer, by: Member, at: datetime) -> Offer:
    held = _held(offer)
    if held.withdrawn_at is None:
        held.withdrawn_at, held.withdrawn_by = at, by
        held.save(update_fields=["withdrawn_at", "withdrawn_by"])
        log_event("offer.withdrawn", about=held, by=by, at=at)
    return held


def _held(offer: Offer) -> Offer:
    held: Offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    return held


@transaction.atomic
def tell(*, offer: Offer, areas: Sequence[Area], on: date, how: str, by: Member, at: datetime) -> int:
    """Villages were told of an offer on a day. Who was told before is left alone. Returns how many are new."""
    held = _held(offer)
    if held.approved_at is None or held.withdrawn_at is not None:
        raise Locked("Chỉ báo đến thôn ưu đãi xã đã đồng ý và còn áp dụng.")
    if not areas:
        raise BadInput("Chưa chọn thôn nào: mời đánh dấu thôn đã được báo.")
    if on > at.date():
        raise BadInput("Ngày báo chưa tới: mời ghi ngày đã báo cho thôn.")
    told = set(OfferTelling.objects.filter(offer=held, taken_back_at=None).values_list("area", flat=True))
    rows = [OfferTelling(offer=held, area=area, on=on, how=how, at=at, by=by) for area in areas if area.pk not in told]
    OfferTelling.objects.bulk_create(rows)
    if rows:
        log_event("offer.told", about=held, by=by, at=at, villages=len(rows))
    return len(rows)


@transaction.atomic
def take_telling_back(*, telling: OfferTelling, by: Member, at: datetime) -> OfferTelling:
    """It was a slip: the village was not told."""
    held: OfferTelling = OfferTelling.objects.select_for_update(of=("self",)).get(pk=telling.pk)
    if held.taken_back_at is None:
        held.taken_back_at, held.taken_back_by = at, by
        held.save(update_fields=["taken_back_at", "taken_back_by"])
        log_event("offer.telling_taken_back", about=held.offer, by=by, at=at)
    return held
