"""What is to hang where is asked of places; each place says what hangs there. Nothing said is overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tungnha.outreach.models import Material, PostedSite, Posting, SiteEntry
from tungnha.people.models import Place
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event, log_events
from tungnha.units.problems import BadInput, Locked

MOST_OF_ONE = 999
MOST_SITES = 1000


@dataclass(frozen=True)
class Wanted:
    """A place something is to be put up at."""

    name: str
    area: Area
    place: Place | None = None
    organisation: Organisation | None = None


@transaction.atomic
def ask_posting(
    *,
    area: Area,
    form: str,
    title: str,
    sites: Sequence[Wanted],
    by: Member,
    at: datetime,
    campaign: Campaign | None = None,
    material: Material | None = None,
    due_on: date | None = None,
) -> Posting:
    """Say what is to be put up, and at which places."""
    title = " ".join(title.split())
    if not title:
        raise BadInput("Mời ghi treo, niêm yết nội dung gì.")
    if not sites:
        raise BadInput("Chưa có nơi nào: mời chọn nhà văn hóa các thôn, các trụ sở, hoặc ghi thêm nơi khác.")
    if due_on is not None and due_on < at.date():
        raise BadInput("Ngày phải xong đã qua: mời xem lại ngày này, hoặc để trống.")
    made = Posting.objects.create(
        area=area, campaign=campaign, material=material, form=form, title=title[:160], due_on=due_on, made_at=at,
        made_by=by,
    )  # fmt: skip
    count = _add(made, sites)
    log_event("posting.asked", about=made, by=by, at=at, sites=count)
    return made


def _add(posting: Posting, sites: Sequence[Wanted]) -> int:
    there = set(posting.sites.values_list("area", "name"))
    rows = []
    for one in sites:
        name = " ".join(one.name.split())[:160]
        if name and (one.area.pk, name) not in there:
            there.add((one.area.pk, name))
            rows.append(
                PostedSite(posting=posting, area=one.area, place=one.place, organisation=one.organisation, name=name)
            )
    if len(there) > MOST_SITES:
        raise BadInput(f"Một đợt treo, niêm yết có nhiều nhất {MOST_SITES} nơi.")
    PostedSite.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def add_sites(*, posting: Posting, sites: Sequence[Wanted], by: Member, at: datetime) -> int:
    """Further places of the same thing. Returns how many are new."""
    held = _open(posting)
    count = _add(held, sites)
    if count:
        log_event("posting.widened", about=held, by=by, at=at, sites=count)
    return count


def _open(posting: Posting) -> Posting:
    held: Posting = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    if held.closed_at is not None:
        raise Locked("Đợt treo, niêm yết này đã thôi theo dõi: mời lập đợt mới.")
    return held


@transaction.atomic
def tick(
    *,
    sites: Mapping[PostedSite, int],
    on: date,
    by: Member,
    at: datetime,
    is_up: bool = True,
    picture: bytes | None = None,
) -> list[SiteEntry]:
    """Say of places that so many hang there since a day, or that all is down since that day.

    sites: all of one posting, each with how many; the same words said twice in a row stay one entry."""
    if not sites:
        raise BadInput("Chưa chọn nơi nào: mời đánh dấu nơi đã treo, đã niêm yết.")
    if on > at.date():
        raise BadInput("Ngày treo chưa tới: mời ghi ngày đã treo xong.")
    if is_up and any(not 1 <= quantity <= MOST_OF_ONE for quantity in sites.values()):
        raise BadInput(f"Số lượng ở mỗi nơi từ 1 đến {MOST_OF_ONE}.")
    posting = _open(next(iter(sites)).posting)
    standing = latest_entries(posting)
    rows = []
    for site, quantity in sites.items():
        last = standing.get(site.pk)
        said = (is_up, quantity if is_up else 0, on)
        if picture is None and last is not None and (last.is_up, last.quantity, last.on) == said:
            continue
        rows.append(SiteEntry(site=site, is_up=is_up, quantity=said[1], on=on, picture=picture, at=at, by=by))
    made = SiteEntry.objects.bulk_create(rows)
    said_of = [(row.site, {"quantity": row.quantity}) for row in made]
    log_events("site.put_up" if is_up else "site.taken_down", about=said_of, by=by, at=at)
    return made


def latest_entries(posting: Posting) -> dict[int, SiteEntry]:
    """By site what stands now: the last thing said that was not taken back. Pictures are left where they lie."""
    rows = SiteEntry.objects.filter(site__posting=posting, taken_back_at=None).defer("picture").order_by("at", "id")
    return {row.site_id: row for row in rows.select_related("by__user")}


@transaction.atomic
def take_back(*, entry: SiteEntry, by: Member, at: datetime) -> SiteEntry:
    """It was a slip: what was said before stands again."""
    held: SiteEntry = SiteEntry.objects.select_for_update(of=("self",)).select_related("site__posting").get(pk=entry.pk)
    _open(held.site.posting)
    if held.taken_back_at is None:
        held.taken_back_at, held.taken_back_by = at, by
        held.save(update_fields=["taken_back_at", "taken_back_by"])
        log_event("site.entry_taken_back", about=held.site, by=by, at=at)
    return held


@transaction.atomic
def close_posting(*, posting: Posting, by: Member, at: datetime) -> Posting:
    """No longer followed; what was said stays to be seen."""
    held = _open(posting)
    held.closed_at, held.closed_by = at, by
    held.save(update_fields=["closed_at", "closed_by"])
    log_event("posting.closed", about=held, by=by, at=at)
    return held
