"""Activities are planned for many places at once, and each place says what it did: added to, never overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger import informing
from tungnha.outreach.kinds import IN_PERSON
from tungnha.outreach.models import Activity, ActivityPart, Kind, PartResult, ReadyText, Theme
from tungnha.people.models import Household
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

MOST_PARTS = 400
LONGEST_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What is planned, as the form gives it."""

    kind: str
    name: str
    from_on: date
    to_on: date
    themes: Sequence[Theme]
    content: str = ""
    audience: str = ""
    joined_to: str = ""
    pillar: str = ""
    hours: Sequence[str] = ()
    place: str = ""
    text: ReadyText | None = None


@transaction.atomic
def plan_activity(
    *,
    campaign: Campaign,
    planned: Planned,
    areas: Sequence[Area],
    units: Sequence[Organisation] = (),
    by: Member,
    at: datetime,
) -> Activity:
    """Plan one activity in all its places: each gets its part, and answers for it."""
    _may_be_planned(campaign, planned, areas, units)
    made: Activity = Activity.objects.create(
        campaign=campaign, kind=planned.kind, name=" ".join(planned.name.split())[:200], from_on=planned.from_on,
        to_on=planned.to_on, content=hide_typed_numbers(planned.content.strip())[:3000],
        audience=planned.audience.strip()[:200], joined_to=planned.joined_to.strip()[:160], pillar=planned.pillar,
        hours=sorted(set(planned.hours)), text=planned.text, organisation=by.organisation, made_at=at, made_by=by,
    )  # fmt: skip
    made.themes.set(planned.themes)
    place = hide_typed_numbers(planned.place.strip())[:160]
    ActivityPart.objects.bulk_create(
        [ActivityPart(activity=made, area=area, place=place) for area in areas]
        + [ActivityPart(activity=made, area=unit.area, organisation=unit, place=place) for unit in units]
    )
    log_event(
        "activity.planned", about=made, by=by, at=at, kind=planned.kind, parts=len(areas) + len(units),
        themes=len(planned.themes),
    )  # fmt: skip
    return made


def _may_be_planned(campaign: Campaign, planned: Planned, areas: Sequence[Area], units: Sequence[Organisation]) -> None:
    if planned.kind not in Kind.values:
        raise BadInput("Chưa chọn hình thức.")
    if not planned.name.strip():
        raise BadInput("Hoạt động cần có tên gọi.")
    if not planned.themes:
        raise BadInput("Chưa chọn chủ đề nào: mời chọn ít nhất một chủ đề.")
    if any(theme.campaign_id != campaign.pk for theme in planned.themes):
        raise BadInput("Chủ đề này thuộc một đợt khác: mời chọn lại.")
    if planned.to_on < planned.from_on:
        raise BadInput("Ngày cuối phải từ ngày đầu trở đi.")
    if (planned.to_on - planned.from_on).days > LONGEST_DAYS:
        raise BadInput("Một hoạt động dài nhất một năm: mời xem lại hai ngày.")
    if not areas and not units:
        raise BadInput("Chưa chọn nơi làm: mời chọn ít nhất một thôn hoặc một đơn vị.")
    if len(areas) + len(units) > MOST_PARTS:
        raise BadInput(f"Một hoạt động có nhiều nhất {MOST_PARTS} nơi làm.")
    if any(not area.path.startswith(campaign.area.path) for area in (*areas, *(unit.area for unit in units))):
        raise BadInput("Có nơi làm nằm ngoài địa bàn của đợt: mời chọn lại.")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a place says it did. `stated_by`: whose figure the number reached is, where it is not the place's own."""

    on: date
    times: int = 1
    reached: int | None = None
    reached_how: str = ""
    stated_by: Organisation | None = None
    link: str = ""
    file: tuple[str, str] = ("", "")
    words: str = ""


@transaction.atomic
def tell_result(*, part: ActivityPart, told: Told, by: Member, at: datetime) -> PartResult:
    """Keep what a place says it did; said again in the same words nothing changes, said otherwise the later stands."""
    held = _held(part)
    if held.cancelled_at is not None:
        raise Locked("Phần việc này đã thôi: mời hỏi lại cán bộ phụ trách.")
    if told.on > at.date():
        raise BadInput(f"Ngày {told.on:%d/%m/%Y} chưa đến: mời ghi ngày đã làm.")
    if not 1 <= told.times <= 100:
        raise BadInput("Số lần từ 1 đến 100.")
    if told.reached is not None and told.reached_how not in PartResult.How.values:
        raise BadInput("Mời chọn số người ấy có từ đâu: đếm tại chỗ, danh sách, đơn vị báo, lượt xem hay ước.")
    said = {
        "done": True, "on": told.on, "times": told.times, "reached": told.reached,
        "reached_how": told.reached_how if told.reached is not None else "",
        "stated_by": (told.stated_by or by.organisation) if told.reached is not None else None,
        "link": told.link.strip(), "words": hide_typed_numbers(" ".join(told.words.split()))[:500],
    }  # fmt: skip
    if told.file[0]:
        said |= {"file": told.file[0], "file_name": told.file[1]}
    elif held.result is not None:  # what was shown before still shows it
        said |= {"file": held.result.file, "file_name": held.result.file_name}
    if held.result is not None and all(getattr(held.result, name) == value for name, value in said.items()):
        return held.result
    return _keep(held, said, "activity.done", by, at, reached=told.reached, how=told.reached_how)


@transaction.atomic
def take_back(*, part: ActivityPart, by: Member, at: datetime) -> PartResult | None:
    """It was not done after all: said, and seen; what was said before stays."""
    held = _held(part)
    if held.result is None or not held.result.done:
        return held.result
    return _keep(held, {"done": False, "on": at.date()}, "activity.undone", by, at)


def _held(part: ActivityPart) -> ActivityPart:
    rows = ActivityPart.objects.select_for_update(of=("self",)).select_related("result", "activity", "area")
    found: ActivityPart = rows.get(pk=part.pk)
    return found


def _keep(held: ActivityPart, said: dict[str, Any], verb: str, by: Member, at: datetime, **figures: Any) -> PartResult:
    made: PartResult = PartResult.objects.create(part=held, made_by=by, made_at=at, **said)
    held.result = made
    held.save(update_fields=["result"])
    log_event(verb, about=held, by=by, at=at, kind=held.activity.kind, **figures)
    return made


@transaction.atomic
def cancel_parts(*, parts: Sequence[ActivityPart], why: str, by: Member, at: datetime) -> int:
    """What is not to be done any more, and why; what was done already stays done."""
    why = hide_typed_numbers(" ".join(why.split()))[:200]
    if not why:
        raise BadInput("Mời ghi vì sao thôi: thôn cần biết để khỏi chờ.")
    rows = ActivityPart.objects.filter(pk__in=[part.pk for part in parts], cancelled_at=None).exclude(result__done=True)
    hit = rows.update(cancelled_at=at, cancelled_by=by, cancelled_why=why)
    if hit:
        log_event("activity.cancelled", about=parts[0].activity, by=by, at=at, parts=hit)
    return hit


@transaction.atomic
def tick_households(
    *, part: ActivityPart, households: Sequence[Household], unticked: Sequence[Household] = (), by: Member, at: datetime
) -> tuple[int, int]:
    """Households that were there, and those ticked by mistake: (how many are new, how many were taken back). They count
    as informed, in the form of a village meeting, on the day the part was done."""
    held = _held(part)
    if held.activity.kind not in IN_PERSON:
        raise BadInput("Chỉ hội nghị, sinh hoạt, họp, lễ phát động mới đánh dấu hộ có mặt.")
    if not held.is_done or held.result is None:
        raise BadInput("Mời ghi kết quả (ngày làm, số người) trước, rồi đánh dấu hộ có mặt.")
    if any(home.village_id != held.area_id for home in (*households, *unticked)):
        raise BadInput("Có hộ không thuộc thôn này: mời mở lại trang rồi đánh dấu.")
    new = informing.tell(
        households=households, campaign=held.activity.campaign, form="meeting", on=held.result.on,
        origin_id=str(held.pk), by=by, at=at,
    ) if households else 0  # fmt: skip
    back = informing.take_back(households=unticked, origin_id=str(held.pk), by=by, at=at) if unticked else 0
    if new or back:
        log_event("activity.households", about=held, by=by, at=at, count=new, taken_back=back)
    return new, back
