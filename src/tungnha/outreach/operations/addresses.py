"""The lasting address of a plan, and the links it gave itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction

from tungnha.outreach.models import PlanAddress, PlanLink
from tungnha.units.models import Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 and O, no 1 and I: it is typed off paper
LETTERS = 6  # a thousand million: nobody meets another plan's by a slip
MOST_LINKS = 20
_is_web_address = URLValidator(schemes=["https", "http"])


def address_of(campaign: Campaign, at: datetime) -> PlanAddress:
    """The plan's address: made when it is first asked for, then the same for ever. Two who ask at once get one."""
    found = PlanAddress.objects.filter(campaign=campaign).first()
    while found is None:
        try:
            with transaction.atomic():
                code = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
                found = PlanAddress.objects.create(campaign=campaign, code=code, made_at=at)
                log_event("address.made", about=found, by=None, at=at)
        except IntegrityError:
            found = PlanAddress.objects.filter(campaign=campaign).first()
    return found


@transaction.atomic
def keep_link(*, campaign: Campaign, url: str, words: str, found: str, by: Member | None, at: datetime) -> PlanLink:
    """Keep an address the plan gives; nobody outside sees it yet. Kept once, whatever it was found by."""
    url = readable_address(url)
    there: PlanLink | None = PlanLink.objects.filter(campaign=campaign, url=url).first()
    if there is not None:
        return there
    if PlanLink.objects.filter(campaign=campaign).count() >= MOST_LINKS:
        raise BadInput(f"Một kế hoạch giữ nhiều nhất {MOST_LINKS} đường dẫn.")
    made = PlanLink.objects.create(
        campaign=campaign, url=url, words=" ".join(words.split())[:200], found=found, made_at=at, made_by=by
    )
    log_event("link.kept", about=made, by=by, at=at, found=found)
    return made


def keep_links_of(campaign: Campaign, found: Iterable[Mapping[str, Any]], *, by: Member | None, at: datetime) -> int:
    """The addresses a plan's own text and codes give (`{"kind", "url", "text"}`); what cannot be opened is passed over:
    the plan's text keeps it. Returns how many."""
    kept = 0
    for one in found:
        try:
            if one.get("url") and kept < MOST_LINKS:
                source = PlanLink.Found.CODE if one.get("kind") == "qr" else PlanLink.Found.WORDS
                words = str(one.get("text") or "")
                keep_link(campaign=campaign, url=str(one["url"]), words=words, found=source, by=by, at=at)
                kept += 1
        except BadInput:
            continue
    return kept


def readable_address(url: str) -> str:
    """A web address as it can be opened. Raises BadInput for anything else: a script, a file, words."""
    url = url.strip()
    if "://" not in url[:12] and not url.lower().startswith(("javascript:", "data:")):
        url = f"https://{url}"
    try:
        _is_web_address(url)
    except ValidationError:
        raise BadInput("Địa chỉ này không mở được: mời chép lại cả dòng, bắt đầu bằng https://.") from None
    if len(url) > 800:
        raise BadInput("Địa chỉ dài quá 800 chữ: mời dùng địa chỉ ngắn hơn.")
    return url


@transaction.atomic
def show_link(*, link: PlanLink, shown: bool, by: Member, at: datetime) -> PlanLink:
    """An officer has opened it: everybody may, or no longer."""
    held: PlanLink = PlanLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if (held.shown_at is not None) != shown:
        held.shown_at, held.shown_by = (at, by) if shown else (None, None)
        held.save(update_fields=["shown_at", "shown_by"])
        log_event("link.shown" if shown else "link.hidden", about=held, by=by, at=at)
    return held
