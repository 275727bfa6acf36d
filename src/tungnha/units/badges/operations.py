"""Badges are issued, taken back and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from tungnha.units import limits
from tungnha.units.badges import token
from tungnha.units.badges.token import Said
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Badge, BadgeKey, BadgeShown, Member, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

ISSUERS = (Role.OFFICER, Role.DATA_STEWARD)
LONGEST = timedelta(days=366)
LOOK_BACK = timedelta(hours=24)  # digits of an earlier stretch are told from digits nobody ever had
# Six digits, of which three stretches are good at a time: who tries them is stopped long before.
MOST_TRIES, MOST_TRIES_OF_A_BADGE, WITHIN = 10, 40, timedelta(minutes=15)


@transaction.atomic
def key_in_use(at: datetime) -> BadgeKey:
    """The installation's key; the first badge makes it."""
    key: BadgeKey | None = BadgeKey.objects.filter(ended_at=None).order_by("-number").first()
    if key is not None:
        return key
    private, public = token.new_key()
    number = BadgeKey.objects.count() + 1  # unique: of two processes one makes it
    made: BadgeKey
    made, is_new = BadgeKey.objects.get_or_create(
        number=number, defaults={"public": public, "private": private, "made_at": at}
    )
    if is_new:
        log_event("badge.key_made", about=made, by=None, at=at)
    return made


@transaction.atomic
def issue(*, members: Sequence[Member], valid_to: date, by: Member, at: datetime) -> list[Badge]:
    """A new badge for each; the one held before is taken back, since two that are good would be one too many."""
    today = at.astimezone(VIETNAM).date()
    _may(by, members)
    if not members:
        raise BadInput("Xin chọn ít nhất một người để cấp thẻ.")
    if not today <= valid_to <= today + LONGEST:
        raise BadInput(
            f"Hạn thẻ phải từ hôm nay đến {today + LONGEST:%d/%m/%Y}: thẻ lâu quá thì bản chép cũng sống lâu."
        )
    key, made = key_in_use(at), []
    for member in members:
        if not member.is_current or not member.user.is_active:
            raise BadInput(f"{member.user.full_name} không còn trong thời gian làm việc: không cấp thẻ được.")
        Badge.objects.filter(member=member, revoked_at=None).update(revoked_at=at, revoked_by=by)
        last = min(valid_to, member.valid_to) if member.valid_to else valid_to
        team = member.organisation.label if member.organisation else member.get_role_display()
        made.append(Badge(
            serial=token.new_serial(), member=member, name=member.user.full_name,
            team=f"{team}, {member.area.full_name}"[:120], valid_from=today, valid_to=last, key=key,
            secret=token.new_secret(), made_at=at, made_by=by,
        ))  # fmt: skip
    Badge.objects.bulk_create(made)
    log_event("badge.issued", about=None, by=by, at=at, count=len(made))
    return made


@transaction.atomic
def revoke(*, badge: Badge, by: Member, at: datetime) -> Badge:
    """Lost, stolen, or no longer wanted: at once online, on phones at their next sync. Again changes nothing."""
    held: Badge = Badge.objects.select_for_update(of=("self",)).select_related("member__area").get(pk=badge.pk)
    _may(by, [held.member])
    if held.revoked_at is None:
        held.revoked_at, held.revoked_by = at, by
        held.save(update_fields=["revoked_at", "revoked_by"])
        log_event("badge.revoked", about=held, by=by, at=at)
    return held


def _may(by: Member, members: Sequence[Member]) -> None:
    if not by.has_role(*ISSUERS) or not all(member.area.path.startswith(by.area.path) for member in members):
        raise BadInput("Chỉ cán bộ phụ trách cấp, thu hồi được thẻ, và chỉ của người thuộc địa bàn mình.")


def body_of(badge: Badge) -> bytes:
    said = Said(badge.serial, badge.name, badge.team, badge.valid_from, badge.valid_to)
    assert badge.key.private is not None
    return token.signed(said, badge.key.private)


# --- is it real? ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """code: forged · early · expired · revoked · ended · valid; of digits too: shown (right, and not seen before),
    replayed (an earlier stretch's, or checked before), wrong. `since`: when it was taken back, or checked before."""

    code: str
    badge: Badge | None = None
    since: datetime | None = None


def look(mark: str, on: date) -> Verdict:
    """What a badge is worth on a day, by the mark in its address."""
    try:
        serial, beginning = token.read_mark(mark)
    except token.NotOurs:
        return Verdict("forged")
    rows = Badge.objects.select_related("member__user", "member__area__parent", "key")
    badge: Badge | None = rows.filter(serial=serial).first()
    if badge is None or body_of(badge)[-token.SIGNATURE :][: token.IN_MARK] != beginning:
        return Verdict("forged")
    if badge.revoked_at is not None:
        return Verdict("revoked", badge, badge.revoked_at)
    if has_ended(badge, on):
        return Verdict("ended", badge)
    if on > badge.valid_to:
        return Verdict("expired", badge)
    return Verdict("early" if on < badge.valid_from else "valid", badge)


def has_ended(badge: Badge, on: date) -> bool:
    """The membership it was given for is over, whatever the badge itself says."""
    last = badge.member.valid_to
    return not badge.member.user.is_active or (last is not None and last < on)


def look_at_digits(mark: str, digits: str, *, who: str, at: datetime) -> Verdict:
    """The same with what the helper's phone shows now: a copy of the badge has no such digits, and a picture of
    them is told because they were checked, or their two minutes are over. Raises TooMany."""
    limits.allow("badge.digits", who, most=MOST_TRIES, within=WITHIN, at=at)
    found = look(mark, at.astimezone(VIETNAM).date())
    if found.code != "valid" or found.badge is None:
        return found
    limits.allow("badge.digits", f"badge {found.badge.serial}", most=MOST_TRIES_OF_A_BADGE, within=WITHIN, at=at)
    typed = "".join(digit for digit in digits if digit.isdecimal())
    badge, now = found.badge, token.slot_of(at)
    slots = [slot for slot in _slots(now) if token.digits_of(badge.secret or "", slot) == typed]
    if not slots:
        return Verdict("wrong", badge)
    if now - slots[0] > 1:
        return Verdict("replayed", badge)
    shown, is_new = BadgeShown.objects.get_or_create(badge=badge, slot=slots[0], defaults={"at": at})
    log_event("badge.checked", about=badge, by=None, at=at, again=not is_new)
    return Verdict("shown", badge) if is_new else Verdict("replayed", badge, shown.at)


def _slots(now: int) -> list[int]:
    """The stretch that runs, the next and the one before (clocks differ), then those of the last day."""
    return [now, now + 1, *range(now - 1, now - int(LOOK_BACK.total_seconds()) // token.SLOT, -1)]


def revoked_serials(on: date) -> list[str]:
    """What phones refuse without a network: taken back, or the membership is over, while the badge still says it is
    good. What has expired says so itself."""
    rows = Badge.objects.filter(valid_to__gte=on).select_related("member__user").order_by("serial")
    return [badge.serial for badge in rows if badge.revoked_at is not None or has_ended(badge, on)]


def public_keys(on: date) -> list[str]:
    """Keys whose badges may still be good."""
    rows = BadgeKey.objects.filter(badges__valid_to__gte=on) | BadgeKey.objects.filter(ended_at=None)
    return sorted(set(rows.values_list("public", flat=True)))


def badge_of(member: Member, on: date) -> Badge | None:
    """The badge a member holds and that is good."""
    rows = Badge.objects.filter(member=member, revoked_at=None, valid_from__lte=on, valid_to__gte=on)
    found: Badge | None = rows.select_related("key", "member__user").first()
    return found
