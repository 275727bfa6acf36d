"""A visitor is noted once, what was done becomes claims in the same transaction; a mistake is taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from tungnha.field.models import DeskService, DeskVisit, SatisfactionMark, SeriesValue, SupportSession, TypedSeries
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Claim, Service
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims, retract_claims
from tungnha.people.models import Person
from tungnha.people.operations import confirming
from tungnha.units.models import Area, Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate

# Every claim's id is derived from the visitor's, so that the same page sent twice makes the same rows.
CLAIMS_OF_DESK = uuid.UUID("6f0c3c5e-5d0a-4a53-9a53-0d1f5a1be0d5")
MOST_DAYS_BACK = 7  # what was on paper while the power was off is typed in later
Done = Sequence[tuple[Service, int]]


class OtherVisitor(BadInput):
    def __init__(self) -> None:
        super().__init__(
            "Lượt khách này đã được lưu với nội dung khác. Nội dung mới chưa được lưu: mời ghi thành một lượt mới."
        )


@transaction.atomic
def record_visitor(
    *,
    visit_id: uuid.UUID,
    area: Area,
    come_from: str,
    outcome: str,
    by: Member,
    at: datetime,
    person: Person | None = None,
    done: Done = (),
    why: str = "",
    campaign: Campaign | None = None,
    made_at: datetime | None = None,
) -> DeskVisit:
    """Note one visitor. The same id a second time changes nothing; with other content it is refused. What was done for
    somebody of the register becomes claims by the desk's word; for all others it is counted without a name."""
    why = hide_typed_numbers(why.strip())[:200] if outcome in ("refused", "not_advised") else ""
    _check(come_from, outcome, person, done, made_at, at)
    fields: dict[str, Any] = {
        "area": area, "organisation": by.organisation, "campaign": campaign, "come_from": come_from,
        "person": person, "outcome": outcome, "why": why, "made_by": by,
    }  # fmt: skip
    try:
        with transaction.atomic():
            visit = DeskVisit.objects.create(id=visit_id, made_at=made_at or at, stored_at=at, **fields)
    except IntegrityError:
        return _same_or_refuse(visit_id, fields, done)
    claims = record_claims(_claims_of(visit, done), by=by, at=at)
    by_service = {claim.service_id: claim for claim in claims}
    DeskService.objects.bulk_create(
        DeskService(visit=visit, service=service, level=level, claim=by_service.get(service.pk))
        for service, level in done
    )
    if person is not None:
        confirming.confirm_all(
            [person.pk], how=Person.Confirmed.DESK, on=visit.made_at.date(), by=by, at=at, origin="desk",
            origin_id=str(visit.pk),
        )  # fmt: skip
    log_event("desk.visitor", about=visit, by=by, at=at, outcome=outcome, done=len(done))
    return visit


def _check(
    come_from: str, outcome: str, person: Person | None, done: Done, made_at: datetime | None, at: datetime
) -> None:
    if come_from not in DeskVisit.From.values or outcome not in DeskVisit.Outcome.values:
        raise BadInput("Chưa lưu: mời chọn khách ở đâu đến và kết quả.")
    if outcome == DeskVisit.Outcome.HELPED and not done:
        raise BadInput("Đã làm giúp việc gì: mời đánh dấu ít nhất một việc.")
    if outcome != DeskVisit.Outcome.HELPED and done:
        raise BadInput("Đã đánh dấu việc làm xong: mời chọn kết quả “đã làm giúp”, hoặc bỏ đánh dấu.")
    if person is not None and (person.merged_into_id or person.erased_at):
        raise OutOfDate("Người này vừa được gộp hoặc xóa khỏi sổ: mời tìm lại.")
    if person is not None and person.residence == Person.Residence.DECEASED:
        raise BadInput("Sổ ghi người này đã mất: mời tìm lại, hoặc báo cán bộ sửa sổ trước.")
    if made_at is not None and not 0 <= (at - made_at).total_seconds() <= MOST_DAYS_BACK * 86_400:
        raise BadInput(f"Giờ khách đến phải trong {MOST_DAYS_BACK} ngày gần đây, không ở phía trước.")


def _same_or_refuse(visit_id: uuid.UUID, fields: dict[str, Any], done: Done) -> DeskVisit:
    known: DeskVisit = DeskVisit.objects.get(pk=visit_id)
    stored = set(known.services.values_list("service_id", "level"))
    if stored != {(service.pk, level) for service, level in done} or any(
        getattr(known, name) != value for name, value in fields.items()
    ):
        raise OtherVisitor
    return known


def _claims_of(visit: DeskVisit, done: Done) -> list[NewClaim]:
    if visit.person is None:
        return []
    return [
        NewClaim(
            id=uuid.uuid5(CLAIMS_OF_DESK, f"{visit.pk}/{service.code}/{level}"), subject={"person_id": visit.person.pk},
            service=service, level=level, source=Source.DESK, since_on=visit.made_at.date(), campaign=visit.campaign,
            stated_by=visit.organisation, origin="desk", origin_id=str(visit.pk), made_at=visit.made_at,
        )
        for service, level in done
    ]  # fmt: skip


@transaction.atomic
def take_back(*, visit: DeskVisit, by: Member, at: datetime) -> DeskVisit:
    """Noted by mistake: counted no more, its claims taken back; both stay to be seen. The clerk may on the same day,
    afterwards whoever answers for the figures: a report may have been sent."""
    held: DeskVisit = DeskVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if held.taken_back_at is not None:
        return held
    if localdate(held.made_at) != localdate(at) and not by.sees_whole_area(names=True):
        raise Locked("Lượt khách của ngày trước chỉ cán bộ phụ trách lấy lại được.")
    held.taken_back_at, held.taken_back_by = at, by
    held.save(update_fields=["taken_back_at", "taken_back_by"])
    claims = Claim.objects.filter(desk_service__visit=held)
    retract_claims(list(claims), by=by, at=at)
    log_event("desk.taken_back", about=held, by=by, at=at)
    return held


def mark(*, area: Area, where: str, value: int, on: date, session: SupportSession | None = None) -> SatisfactionMark:
    """One tap on a face. Nothing is kept but the day, the place and the face: no event, no member, no hour."""
    if value not in SatisfactionMark.Mark.values or where not in SatisfactionMark.Where.values:
        raise BadInput("Mời bấm vào một trong ba khuôn mặt.")
    return SatisfactionMark.objects.create(area=area, where=where, session=session, mark=value, on=on)


# --- series that somebody types ---------------------------------------------------------------------------------------


@transaction.atomic
def start_series(*, area: Area, name: str, unit: str, less_is_better: bool, by: Member, at: datetime) -> TypedSeries:
    """Begin to follow a figure that no rows make."""
    name = " ".join(name.split())[:200]
    if not name:
        raise BadInput("Mời ghi tên số liệu, ví dụ: thời gian giải quyết thủ tục đăng ký khai sinh.")
    if TypedSeries.objects.filter(area=area, name__iexact=name).exists():
        raise BadInput(f"Đã có số liệu tên “{name}”: mời mở nó để ghi thêm.")
    made = TypedSeries.objects.create(
        area=area, name=name, unit=unit, less_is_better=less_is_better, made_by=by, made_at=at
    )
    log_event("series.started", about=made, by=by, at=at, unit=unit)
    return made


@transaction.atomic
def type_value(
    *, series: TypedSeries, on: date, value: Decimal, evidence: str, by: Member, at: datetime
) -> SeriesValue:
    """What it was on a day, and by which paper. A second entry of one day stands for the first; both stay."""
    evidence = " ".join(evidence.split())[:200]
    if series.ended_at is not None:
        raise Locked("Số liệu này đã thôi theo dõi.")
    if on > at.date():
        raise BadInput("Ngày còn ở phía trước: mời ghi ngày đã có số liệu.")
    if not evidence:
        raise BadInput("Mời ghi căn cứ: số văn bản, tên báo cáo hoặc nơi lấy số.")
    if value < 0 or (series.unit == TypedSeries.Unit.PERCENT and value > 100):
        raise BadInput("Giá trị không hợp lý: không âm, và tỷ lệ không quá 100%.")
    made = SeriesValue.objects.create(series=series, on=on, value=value, evidence=evidence, made_by=by, made_at=at)
    log_event("series.typed", about=series, by=by, at=at)
    return made


@transaction.atomic
def end_series(*, series: TypedSeries, by: Member, at: datetime) -> TypedSeries:
    held: TypedSeries = TypedSeries.objects.select_for_update(of=("self",)).get(pk=series.pk)
    if held.ended_at is None:
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        log_event("series.ended", about=held, by=by, at=at)
    return held
