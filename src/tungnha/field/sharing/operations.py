"""Sharing households out and taking them back. A share is never changed: it ends, and another one begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from tungnha.field.models import HouseholdShare
from tungnha.field.sharing.queries import stamp
from tungnha.people.models import Household
from tungnha.units.models import Area, Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

End = HouseholdShare.End


class OthersWereFirst(BadInput):
    """Something was shared out or taken back since the proposal was shown."""

    def __init__(self) -> None:
        super().__init__("Vừa có người chia hoặc thu hộ ở thôn này. Chưa lưu gì: mời xem lại bản mới ở dưới.")


@transaction.atomic
def share_households(
    *,
    households: Sequence[Household],
    campaign: Campaign,
    member: Member,
    until_on: date | None,
    by: Member,
    at: datetime,
    together: bool = False,
    why: str = End.MOVED,
) -> int:
    """Share households out to one member of the village's team, until a day; how many changed. Each is with one member
    at a time: whoever held it holds it no more, `why` says so. With `together` the holder keeps it and the member goes
    there too. What is shared out so already is left as it is."""
    _check(households, member, until_on, at)
    live = _hold(households, campaign, by=by, at=at)
    fresh: list[HouseholdShare] = []
    ended: list[tuple[HouseholdShare, str]] = []
    for household in households:
        own = next((s for s in live.get(household.pk, []) if s.member_id == member.pk), None)
        main = next((s for s in live.get(household.pk, []) if not s.together), None)
        beside = together and main is not None and main != own
        if own is not None and own.until_on == until_on and (own.together == beside or together):
            continue
        if own is not None:
            ended.append((own, End.RENEWED))
        if main is not None and main != own and not beside:
            ended.append((main, why))
        fresh.append(
            HouseholdShare(
                household=household, campaign=campaign, member=member, until_on=until_on, together=beside,
                shared_at=at, shared_by=by,
            )
        )  # fmt: skip
    for reason in {reason for _, reason in ended}:
        _end([share for share, r in ended if r == reason], reason, by=by, at=at)
    HouseholdShare.objects.bulk_create(fresh)
    if fresh:
        log_event("households.shared", about=member, by=by, at=at, count=len(fresh), together=together)
    return len(fresh)


@transaction.atomic
def share_out(
    *,
    village: Area,
    campaign: Campaign,
    parts: Mapping[Member, Sequence[Household]],
    until_on: date | None,
    by: Member,
    at: datetime,
    as_shown: str,
    together: bool = False,
    why: str = End.MOVED,
) -> int:
    """What a leader accepts in one tap: several members' households at once, as the proposal was shown, or nothing."""
    list(Area.objects.select_for_update(no_key=True).filter(pk=village.pk))  # two who accept at once take turns
    if stamp(village, campaign) != as_shown:
        raise OthersWereFirst
    return sum(
        share_households(
            households=homes, campaign=campaign, member=member, until_on=until_on, by=by, at=at, together=together,
            why=why,
        )
        for member, homes in parts.items()
    )  # fmt: skip


@transaction.atomic
def rebalance(
    *, village: Area, campaign: Campaign, parts: Mapping[Member, Sequence[Household]], by: Member, at: datetime,
    as_shown: str,
) -> int:  # fmt: skip
    """Move households between members so that what is left is level; each keeps the day it was shared out until."""
    moving = {home.pk: (member, home) for member, homes in parts.items() for home in homes}
    days = dict(
        HouseholdShare.objects.filter(
            HouseholdShare.holds_on(at.date()), campaign=campaign, household__in=moving, together=False
        ).values_list("household", "until_on")
    )
    list(Area.objects.select_for_update(no_key=True).filter(pk=village.pk))
    if stamp(village, campaign) != as_shown:
        raise OthersWereFirst
    done = 0
    for member, homes in parts.items():
        for until_on in sorted({days.get(home.pk) for home in homes}, key=lambda day: (day is not None, day)):
            same = [home for home in homes if days.get(home.pk) == until_on]
            done += share_households(
                households=same, campaign=campaign, member=member, until_on=until_on, by=by, at=at, why=End.BALANCED
            )
    log_event("households.balanced", about=village, by=by, at=at, count=done)
    return done


@transaction.atomic
def take_back(
    *, households: Sequence[Household], campaign: Campaign, by: Member, at: datetime, member: Member | None = None
) -> int:
    """End the shares of these households: one member's, or everybody's. Who goes there together with the one who gives
    it up holds it from now on alone."""
    live = _hold(households, campaign, by=by, at=at)
    ending = [share for shares in live.values() for share in shares if member is None or share.member_id == member.pk]
    _end(ending, End.TAKEN_BACK, by=by, at=at)
    for share in ending:
        others = [s for s in live[share.household_id] if s not in ending and s.together]
        if not share.together and others:
            _becomes_holder(others[0], by=by, at=at)
    if ending:
        log_event("households.taken_back", about=member, by=by, at=at, count=len(ending))
    return len(ending)


def _becomes_holder(share: HouseholdShare, *, by: Member, at: datetime) -> None:
    _end([share], End.RENEWED, by=by, at=at)
    HouseholdShare.objects.create(
        household_id=share.household_id, campaign_id=share.campaign_id, member_id=share.member_id,
        until_on=share.until_on, shared_at=at, shared_by=by,
    )  # fmt: skip


def _check(households: Sequence[Household], member: Member, until_on: date | None, at: datetime) -> None:
    for household in households:
        if not member.area.path.startswith(household.village.path):
            raise BadInput(f"{member.user.full_name} không thuộc Tổ của {household.village.full_name}.")
    if not member.is_current:
        raise BadInput(f"{member.user.full_name} đã thôi ở Tổ: xin chọn người khác.")
    if until_on is not None and until_on < at.date():
        raise BadInput(f"Ngày {until_on:%d/%m/%Y} đã qua: xin chọn ngày từ hôm nay trở đi, hoặc để trống.")


def _hold(
    households: Iterable[Household], campaign: Campaign, *, by: Member, at: datetime
) -> dict[int, list[HouseholdShare]]:
    """household → its live shares, with the doors locked so that two leaders take turns; those whose day has passed
    end here."""
    ids = sorted({household.pk for household in households})
    list(Household.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    rows = list(HouseholdShare.objects.filter(campaign=campaign, household__in=ids, ended_at=None).order_by("pk"))
    over = [share for share in rows if share.until_on is not None and share.until_on < at.date()]
    _end(over, End.RAN_OUT, by=by, at=at)
    live: dict[int, list[HouseholdShare]] = {pk: [] for pk in ids}
    for share in rows:
        if share not in over:
            live[share.household_id].append(share)
    return live


def _end(shares: Sequence[HouseholdShare], why: str, *, by: Member, at: datetime) -> None:
    ids = [share.pk for share in shares]
    HouseholdShare.objects.filter(pk__in=ids, ended_at=None).update(ended_at=at, ended_by=by, ended_why=why)
