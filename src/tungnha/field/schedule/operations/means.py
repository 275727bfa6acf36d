"""What a schedule is made with: the rules dates are proposed by, places with their hours, equipment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from tungnha.field.models import Equipment, OpeningHours, ScheduleRule, SupportSession, WayThere
from tungnha.field.schedule.rules import is_rest
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Service
from tungnha.people.models import Place
from tungnha.people.protection.named_in_words import names_in
from tungnha.units.calendar import VIETNAM
from tungnha.units.days import calendar_of
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


@transaction.atomic
def save_rule(
    *,
    campaign: Campaign,
    area: Area,
    first_on: date,
    last_on: date,
    capacity: int,
    weekdays: Sequence[int],
    parts: Sequence[tuple[time, time]],
    staff_each: int,
    needs: Mapping[Equipment, int],
    by: Member,
    at: datetime,
) -> ScheduleRule:
    """By what dates are proposed from now on; sessions that are planned stay."""
    if last_on < first_on:
        raise BadInput(f"Ngày cuối {last_on:%d/%m/%Y} đứng trước ngày đầu {first_on:%d/%m/%Y}: xin xem lại.")
    if not weekdays or not parts:
        raise BadInput("Xin chọn ít nhất một thứ trong tuần và một buổi trong ngày.")
    said = {
        "first_on": first_on, "last_on": last_on, "capacity": capacity, "weekdays": sorted(set(weekdays)),
        "parts": [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in sorted(parts)], "staff_each": staff_each,
        "needs": {str(thing.pk): n for thing, n in needs.items() if n},
    }  # fmt: skip
    rule, _ = ScheduleRule.objects.update_or_create(campaign=campaign, area=area, defaults=said)
    log_event("schedule.rule_set", about=campaign, by=by, at=at, area=area.code, number=capacity)
    return rule


@transaction.atomic
def add_place(*, area: Area, name: str, kind: str, by: Member, at: datetime) -> Place:
    """A place people can meet at; one of that name there is not made twice."""
    name = " ".join(name.split())
    if not name:
        raise BadInput("Xin ghi tên địa điểm, như “Nhà văn hóa thôn Đông”.")
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    if Place.objects.filter(area=area, name__iexact=name).exists():
        raise BadInput(f"{area.title} đã có địa điểm tên “{name}”.")
    place: Place = Place.objects.create(area=area, name=name, kind=kind)
    log_event("place.added", about=place, by=by, at=at, area=area.code)
    return place


@transaction.atomic
def set_hours(*, place: Place, hours: Sequence[tuple[int, time, time]], by: Member, at: datetime) -> Place:
    """When a place is open in a week, as (weekday, from, to); none: at any hour. Sessions that are planned stay."""
    for weekday, from_time, to_time in hours:
        if to_time <= from_time:
            raise BadInput(f"{OpeningHours.WEEKDAYS[weekday][1].capitalize()}: giờ đóng cửa phải sau giờ mở cửa.")
    held: Place = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    OpeningHours.objects.filter(place=held).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(place=held, weekday=weekday, from_time=a, to_time=b) for weekday, a, b in hours
    )
    held.opening_hours = hours_in_words(hours)[:120]
    held.save(update_fields=["opening_hours"])
    log_event("place.hours_set", about=held, by=by, at=at, count=len(hours))
    return held


@transaction.atomic
def set_way(*, place: Place, words: str, by: Member, at: datetime) -> WayThere | None:
    """How people find the place, for everybody to read; nothing: it says no way."""
    words = " ".join(words.split())[:300]
    if words != hide_typed_numbers(words):
        raise BadInput("Chỉ đường là để mọi người đọc: xin không ghi số điện thoại, số giấy tờ của ai ở đây.")
    if named := names_in([words], place.area.commune or place.area):
        raise BadInput(
            f"Chỉ đường là để mọi người đọc: xin thay “{named[0]}” bằng nơi ai cũng biết (chợ, trường, đình)."
        )
    log_event("place.way_set", about=place, by=by, at=at, letters=len(words))
    if not words:
        WayThere.objects.filter(place=place).delete()
        return None
    return WayThere.objects.update_or_create(place=place, defaults={"words": words, "by": by, "at": at})[0]


def hours_in_words(hours: Sequence[tuple[int, time, time]]) -> str:
    """“T2–T6 07:30–11:30, 13:30–17:00; T7 07:30–11:30”: days with the same hours stand together."""
    of_day: dict[int, list[str]] = {}
    for weekday, a, b in sorted(hours):
        of_day.setdefault(weekday, []).append(f"{a:%H:%M}–{b:%H:%M}")
    runs: list[tuple[int, int, str]] = []
    for weekday, spans in sorted(of_day.items()):
        said = ", ".join(spans)
        if runs and runs[-1][1] == weekday - 1 and runs[-1][2] == said:
            runs[-1] = (runs[-1][0], weekday, said)
        else:
            runs.append((weekday, weekday, said))
    names = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
    return "; ".join(f"{names[a]}{f'–{names[b]}' if b > a else ''} {said}" for a, b, said in runs)


@transaction.atomic
def add_equipment(
    *, area: Area, name: str, count: int, kept_by: Organisation | None, by: Member, at: datetime
) -> Equipment:
    name = " ".join(name.split())
    if not name:
        raise BadInput("Xin ghi tên thiết bị, như “Máy tính bảng”.")
    try:
        with transaction.atomic():
            thing: Equipment = Equipment.objects.create(area=area, name=name[:80], count=count, kept_by=kept_by)
    except IntegrityError as twice:
        raise BadInput(f"“{name}” của đơn vị này đã có trong danh sách: xin sửa số lượng ở dòng đó.") from twice
    log_event("equipment.added", about=thing, by=by, at=at, count=count)
    return thing


@transaction.atomic
def change_equipment(*, equipment: Equipment, count: int, by: Member, at: datetime) -> Equipment:
    """There are more or fewer of it now. Sessions it is promised to stay; the page says where too much is promised."""
    held: Equipment = Equipment.objects.select_for_update(no_key=True).get(pk=equipment.pk)
    held.count = count
    held.save(update_fields=["count"])
    log_event("equipment.changed", about=held, by=by, at=at, count=count)
    return held


@transaction.atomic
def open_point(
    *, place: Place, campaign: Campaign, services: Sequence[Service], by: Member, at: datetime
) -> SupportSession:
    """A fixed point opens today: the session of its present hours, made once however often the button is pressed. The
    point's hours were agreed when they were set, so it needs no word of anybody."""
    from tungnha.field.schedule import words

    Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    now = at.astimezone(VIETNAM)
    if is_rest(now.date(), calendar_of(place.area)):
        raise BadInput(f"Hôm nay là ngày nghỉ: {place.name} không mở cửa.")
    hours = [h for h in OpeningHours.objects.filter(place=place, weekday=now.weekday()) if now.time() < h.to_time]
    if not hours:
        raise BadInput(f"{place.name}: hôm nay không còn giờ mở cửa nào.")
    starts, ends = (datetime.combine(now.date(), t, VIETNAM) for t in (hours[0].from_time, hours[0].to_time))
    there = SupportSession.objects.filter(place=place, starts_at__lt=ends, ends_at__gt=starts, cancelled_at=None)
    if (known := there.order_by("starts_at").first()) is not None:
        return known
    session: SupportSession = SupportSession.objects.create(
        campaign=campaign, area=place.area, place=place, starts_at=starts, ends_at=ends, made_by=by, made_at=at,
        occasion=SupportSession.Occasion.POINT, bring=words.bring_for([s.code for s in services]), changed_at=at,
        published_at=at,
    )  # fmt: skip
    session.services.set(services)
    log_event("session.point_opened", about=session, by=by, at=at, area=place.area.code)
    return session
