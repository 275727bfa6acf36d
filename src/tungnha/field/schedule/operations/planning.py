"""A session is planned, moved, cancelled; nobody, no place and no machine is promised twice at one time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, Sum

from tungnha.drafting.dates import clock_time, in_vietnam
from tungnha.field.models import (
    Equipment,
    EquipmentUse,
    OpeningHours,
    SessionChange,
    Staffing,
    SupportSession,
)
from tungnha.field.schedule import words
from tungnha.field.schedule.operations.agreeing import agreed_by_planning
from tungnha.field.schedule.operations.telling import tell_of
from tungnha.field.schedule.rules import USUAL_CAPACITY
from tungnha.ledger.models import Service
from tungnha.people.models import Place
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

LONGEST_HOURS = 12  # of one session: more is a wrong date


@transaction.atomic
def plan_session(
    *,
    campaign: Campaign,
    area: Area,
    place: Place | str,
    starts_at: datetime,
    ends_at: datetime,
    services: Sequence[Service],
    staff: Sequence[Member],
    organisations: Sequence[Organisation],
    name: str,
    by: Member,
    at: datetime,
    occasion: str = SupportSession.Occasion.OWN,
    bring: str | None = None,
    capacity: int = USUAL_CAPACITY,
    equipment: Mapping[Equipment, int] | None = None,
) -> SupportSession:
    """Set a sitting at a place; one that is only named is made, unless the village has one of that name. Nobody can be
    in two places at once, a place holds one sitting at a time, and what is counted is promised once. The planner's own
    side has agreed by planning."""
    _check_times(starts_at, ends_at)
    wanted = {thing: n for thing, n in (equipment or {}).items() if n}
    place = _hold(place, area, staff, wanted)
    _refuse_clash(None, place, staff, wanted, starts_at, ends_at)
    session = SupportSession.objects.create(
        campaign=campaign, area=area, place=place, starts_at=starts_at, ends_at=ends_at, name=name, occasion=occasion,
        bring=words.bring_for([s.code for s in services]) if bring is None else bring, capacity=max(1, capacity),
        made_by=by, made_at=at, changed_at=at,
    )  # fmt: skip
    session.services.set(services)
    _set_staff(session, staff, organisations)
    _set_equipment(session, wanted)
    SessionChange.objects.create(session=session, kind=SessionChange.Kind.PLANNED, sequence=0, by=by, at=at)
    log_event("session.planned", about=session, by=by, at=at, area=area.code)
    agreed_by_planning(session, by=by, at=at)
    return session


@transaction.atomic
def move_session(
    *,
    session: SupportSession,
    starts_at: datetime,
    ends_at: datetime,
    place: Place | str,
    why: str,
    by: Member,
    at: datetime,
) -> SupportSession:
    """Another time or another place, with a reason. Staff and machines go along, so they must be free then too. Every
    side is asked anew, but the one that moves it; people already called are to be told (`words.moved`)."""
    _check_times(starts_at, ends_at)
    if not why.strip():
        raise BadInput("Xin ghi vì sao đổi: bà con đã được báo sẽ hỏi.")
    staff = [s.member for s in session.staffing.select_related("member") if s.member is not None]
    wanted = {use.equipment: use.count for use in session.equipment.select_related("equipment")}
    place = _hold(place, session.area, staff, wanted)
    held = hold_session(session)
    if (held.starts_at, held.ends_at, held.place_id) == (starts_at, ends_at, place.pk):
        raise BadInput("Ngày giờ và địa điểm vẫn như cũ, chưa có gì đổi.")
    if held.check_ins.exists() and held.ends_at < at:
        raise Locked("Buổi này đã diễn ra và có người đến, không đổi ngày được nữa. Xin lên một buổi mới.")
    _refuse_clash(held, place, staff, wanted, starts_at, ends_at)
    change = SessionChange.objects.create(
        session=held, kind=SessionChange.Kind.MOVED, sequence=held.sequence + 1, was_starts_at=held.starts_at,
        was_ends_at=held.ends_at, was_place_id=held.place_id, was_published=held.is_published, why=why.strip()[:200],
        by=by, at=at,
    )  # fmt: skip
    held.starts_at, held.ends_at, held.place = starts_at, ends_at, place
    held.sequence += 1
    held.changed_at, held.published_at = at, None
    held.save(update_fields=["starts_at", "ends_at", "place", "sequence", "changed_at", "published_at"])
    log_event("session.moved", about=held, by=by, at=at, number=held.sequence)
    tell_of(held, change, by=by, at=at)
    agreed_by_planning(held, by=by, at=at)
    return held


@transaction.atomic
def cancel_session(*, session: SupportSession, why: str, by: Member, at: datetime) -> SupportSession:
    """It will not be held. It stays to be seen, crossed out; who was on its list may be called to another."""
    if not why.strip():
        raise BadInput("Xin ghi vì sao hủy: bà con đã được báo sẽ hỏi.")
    held = hold_session(session)
    if held.check_ins.exists():
        raise Locked("Đã có người đến buổi này nên không hủy được nữa.")
    change = SessionChange.objects.create(
        session=held, kind=SessionChange.Kind.CANCELLED, sequence=held.sequence + 1, was_starts_at=held.starts_at,
        was_ends_at=held.ends_at, was_place_id=held.place_id, was_published=held.is_published, why=why.strip()[:200],
        by=by, at=at,
    )  # fmt: skip
    held.sequence += 1
    held.cancelled_at, held.cancelled_why, held.changed_at = at, why.strip()[:200], at
    held.save(update_fields=["sequence", "cancelled_at", "cancelled_why", "changed_at"])
    log_event("session.cancelled", about=held, by=by, at=at, number=held.sequence)
    tell_of(held, change, by=by, at=at)
    return held


@transaction.atomic
def set_means(
    *,
    session: SupportSession,
    staff: Sequence[Member],
    organisations: Sequence[Organisation],
    equipment: Mapping[Equipment, int],
    by: Member,
    at: datetime,
    only_of: Organisation | None = None,
) -> SupportSession:
    """Who works there and with what. `only_of`: the planner may change that body's people only, the rest stays."""
    if only_of is not None:
        others = session.staffing.exclude(organisation=only_of).select_related("member", "organisation")
        rows = list(others)
        staff = [m for m in staff if m.organisation_id == only_of.pk] + [s.member for s in rows if s.member]
        organisations = [o for o in organisations if o.pk == only_of.pk]
        organisations += [s.organisation for s in rows if s.member is None]
        if not any(m.organisation_id == only_of.pk for m in staff) and only_of not in organisations:
            organisations.append(only_of)  # a body does not leave a session without a word: it says why not
    wanted = {thing: n for thing, n in equipment.items() if n}
    _hold(session.place, session.area, staff, wanted)
    held = hold_session(session)
    _refuse_clash(held, held.place, staff, wanted, held.starts_at, held.ends_at)
    held.staffing.all().delete()
    held.equipment.all().delete()
    _set_staff(held, staff, organisations)
    _set_equipment(held, wanted)
    log_event("session.staffed", about=held, by=by, at=at, count=len(staff))
    return held


# --- one at a time ---------------------------------------------------------------------------------------------------


def hold_session(session: SupportSession) -> SupportSession:
    """The row, locked and read anew. One that was cancelled is not changed any more."""
    held = SupportSession.objects.select_for_update(of=("self",), no_key=True).select_related("place", "area")
    found: SupportSession = held.get(pk=session.pk)
    if found.is_cancelled:
        raise Locked("Buổi này đã hủy. Muốn làm lại, xin lên một buổi mới.")
    return found


def _hold(place: Place | str, area: Area, staff: Sequence[Member], equipment: Mapping[Equipment, int]) -> Place:
    """Two who plan at one moment wait here for each other, always in one order: the first takes place, people, things.
    A person with two memberships is one person: users are locked by their memberships."""
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    if isinstance(place, str):
        named = Place.objects.filter(area=area, name__iexact=place.strip()).first()
        place = named or Place.objects.create(name=place.strip(), kind=Place.Kind.CULTURE_HOUSE, area=area)
    users = {m.user_id for m in staff}
    list(Member.objects.select_for_update(no_key=True, of=("self",)).filter(user__in=users).order_by("pk"))
    held: Place = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    pks = [thing.pk for thing in equipment]
    list(Equipment.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
    return held


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise BadInput("Giờ kết thúc phải sau giờ bắt đầu.")
    if (ends_at - starts_at).total_seconds() > LONGEST_HOURS * 3600:
        raise BadInput(f"Một buổi không quá {LONGEST_HOURS} giờ: xin xem lại ngày giờ.")


def beside(starts_at: datetime, ends_at: datetime, but: SupportSession | None = None) -> QuerySet[SupportSession]:
    """Sessions held at the same time."""
    found = SupportSession.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at, cancelled_at=None)
    return found.exclude(pk=but.pk) if but is not None else found


def _refuse_clash(
    session: SupportSession | None, place: Place, staff: Sequence[Member], equipment: Mapping[Equipment, int],
    starts_at: datetime, ends_at: datetime,
) -> None:  # fmt: skip
    overlapping = beside(starts_at, ends_at, session)
    if overlapping.filter(place=place).exists():
        raise BadInput(f"{place.name} đã có một buổi khác trùng giờ: xin chọn giờ khác hoặc nơi khác.")
    users = {m.user_id for m in staff}
    busy = Staffing.objects.filter(session__in=overlapping, member__user__in=users)
    for staffing in busy.select_related("member__user", "session__place")[:1]:
        raise BadInput(
            f"{staffing.member} đã có mặt ở {staffing.session.place.name} vào giờ đó: "
            "một người không ở hai nơi cùng lúc. Xin chọn người khác hoặc giờ khác."
        )
    _refuse_closed(place, starts_at, ends_at)
    used = EquipmentUse.objects.filter(session__in=overlapping, equipment__in=[e.pk for e in equipment])
    promised = dict(used.order_by().values_list("equipment").annotate(n=Sum("count")))
    for thing, wanted in equipment.items():
        left = Equipment.objects.values_list("count", flat=True).get(pk=thing.pk) - promised.get(thing.pk, 0)
        if wanted > left:
            raise BadInput(
                f"{thing.name}: giờ đó chỉ còn {max(left, 0)}, các buổi khác đã hẹn {promised.get(thing.pk, 0)}. "
                "Xin bớt số lượng hoặc chọn giờ khác."
            )


def _refuse_closed(place: Place, starts_at: datetime, ends_at: datetime) -> None:
    """A place with opening hours takes a session within them only."""
    hours = list(OpeningHours.objects.filter(place=place))
    if not hours:
        return
    first, last = in_vietnam(starts_at), in_vietnam(ends_at)
    today = [h for h in hours if h.weekday == first.weekday()]
    if any(h.from_time <= first.time() and last.time() <= h.to_time for h in today):
        return
    open_ = ", ".join(f"{h.from_time:%H:%M}–{h.to_time:%H:%M}" for h in today) or "đóng cửa"
    raise BadInput(
        f"{place.name} {hours[0].WEEKDAYS[first.weekday()][1]}: {open_}. Buổi từ {clock_time(first)} đến "
        f"{clock_time(last)} nằm ngoài giờ ấy: xin chọn giờ khác, hoặc sửa giờ mở cửa."
    )


def _set_staff(session: SupportSession, staff: Sequence[Member], organisations: Sequence[Organisation]) -> None:
    """Somebody without a body of the own stands for the village's or nobody's: bodies are what scope goes by."""
    named = {m.organisation_id for m in staff}
    Staffing.objects.bulk_create(
        [Staffing(session=session, organisation=m.organisation, member=m) for m in staff if m.organisation]
        + [Staffing(session=session, organisation=o) for o in organisations if o.pk not in named]
    )


def _set_equipment(session: SupportSession, equipment: Mapping[Equipment, int]) -> None:
    EquipmentUse.objects.bulk_create(EquipmentUse(session=session, equipment=e, count=n) for e, n in equipment.items())
