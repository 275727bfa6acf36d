"""What is done about money: sources and estimates told, norms set by their paper, payments listed, paid, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Sum

from tungnha.drafting.dates import short_date
from tungnha.drafting.numbers import count
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.outreach.activity import KINDS
from tungnha.outreach.models import EstimateLine, FundSource, Gift, SupportNorm, TeamPayment
from tungnha.units.models import Area, Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

MOST = 10**12  # đồng: more than a commune's budget, so a slip of zeros is seen


@dataclass(frozen=True)
class Owed:
    """What one team is to be paid, as it was proposed."""

    village: Area
    members: int
    active: int


class OverEstimate(BadInput):
    """It would be more than the estimate. Saved all the same only with a reason."""


@transaction.atomic
def add_source(
    *, campaign: Campaign, area: Area, name: str, kind: str, paper: str, by: Member, at: datetime
) -> FundSource:
    if not name.strip() or not paper.strip():
        raise BadInput("Nguồn kinh phí cần tên và văn bản giao, ghi nhận.")
    try:
        with transaction.atomic():
            made: FundSource = FundSource.objects.create(
                campaign=campaign, area=area, name=_said(name, 160), kind=kind, paper=_said(paper, 200), made_at=at,
                made_by=by,
            )  # fmt: skip
    except IntegrityError as twice:
        raise BadInput("Đã có nguồn mang tên này trong đợt.") from twice
    log_event("money.source_added", about=made, by=by, at=at)
    return made


@transaction.atomic
def add_estimate(*, source: FundSource, words: str, amount: int, paper: str, by: Member, at: datetime) -> EstimateLine:
    """A line, or a change of what was estimated: a negative amount takes away, with its paper."""
    held = FundSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if not words.strip() or amount == 0 or abs(amount) > MOST:
        raise BadInput("Dự toán cần nội dung và số tiền (đồng), khác 0.")
    if amount < 0 and not paper.strip():
        raise BadInput("Giảm dự toán thì phải có văn bản: xin ghi số, ngày.")
    if estimate_of(held) + amount < 0:
        raise BadInput("Giảm nhiều hơn số đã dự toán: xin xem lại.")
    made: EstimateLine = EstimateLine.objects.create(
        source=held, words=_said(words, 200), amount=amount, paper=_said(paper, 200), made_at=at, made_by=by
    )
    log_event("money.estimated", about=held, by=by, at=at, amount=amount)
    return made


def estimate_of(source: FundSource) -> int:
    return int(source.estimate.aggregate(n=Sum("amount"))["n"] or 0)


def committed_of(source: FundSource) -> int:
    """What was proposed or paid of a source and stands."""
    return int(source.payments.filter(withdrawn_at=None).aggregate(n=Sum("amount"))["n"] or 0)


@transaction.atomic
def set_norm(
    *, area: Area, name: str, amount: int, legal_source: str, kinds: Sequence[str], least: int, from_on: date,
    by: Member, at: datetime,
) -> SupportNorm:  # fmt: skip
    """A norm rests on a legal paper; without one there is none. One of the same name ends the day before."""
    if not legal_source.strip():
        raise BadInput("Mức hỗ trợ phải có căn cứ pháp lý: nghị quyết, quyết định nào, số, ngày.")
    if not name.strip() or not 0 < amount <= MOST:
        raise BadInput("Mức hỗ trợ cần tên và số tiền (đồng) lớn hơn 0.")
    chosen = [kind for kind in KINDS if kind in kinds]
    if not chosen or least < 1:
        raise BadInput("Thế nào là thành viên hoạt động? Xin chọn việc được tính và ít nhất mấy việc.")
    list(Area.objects.select_for_update(no_key=True).filter(pk=area.pk))
    for earlier in SupportNorm.objects.filter(area=area, name=_said(name, 160), to_on=None):
        if earlier.from_on >= from_on:
            raise BadInput(f"Mức này đang áp dụng từ {short_date(earlier.from_on)}: mức mới phải từ ngày sau đó.")
        earlier.to_on = date.fromordinal(from_on.toordinal() - 1)
        earlier.save(update_fields=["to_on"])
    made: SupportNorm = SupportNorm.objects.create(
        area=area, name=_said(name, 160), amount=amount, legal_source=_said(legal_source, 200), kinds=chosen,
        least=least, from_on=from_on, made_at=at, made_by=by,
    )  # fmt: skip
    log_event("money.norm_set", about=made, by=by, at=at, amount=amount)
    return made


@transaction.atomic
def list_payments(
    *, source: FundSource, norm: SupportNorm, year: int, quarter: int, owed: Sequence[Owed], by: Member, at: datetime,
    over_why: str = "",
) -> list[TeamPayment]:  # fmt: skip
    """Put the teams of a quarter on the payment list. Raises OverEstimate where the source has not so much and nobody
    says why it is done all the same; BadInput for a team that is on it already. All of them or none."""
    held = FundSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if not owed:
        raise BadInput("Chưa chọn Tổ nào.")
    if idle := [one.village.title for one in owed if one.active < 1]:
        raise BadInput(f"Trong quý không ai hoạt động nên không có khoản nào để chi: {', '.join(idle)}.")
    there = TeamPayment.objects.filter(
        withdrawn_at=None, norm=norm, year=year, quarter=quarter, village__in=[one.village for one in owed]
    ).select_related("village")
    if there:
        raise BadInput(f"Đã có trong danh sách quý này: {', '.join(one.village.title for one in there)}.")
    total, why = sum(one.active * norm.amount for one in owed), _said(over_why, 300)
    left = estimate_of(held) - committed_of(held)
    if total > left and not why:
        raise OverEstimate(
            f"Vượt dự toán: nguồn này còn {count(max(left, 0))} đồng, danh sách cần {count(total)} đồng. Muốn vẫn lưu, "
            "xin ghi vì sao."
        )
    rows = [
        TeamPayment(
            source=held, norm=norm, village=one.village, year=year, quarter=quarter, members=one.members,
            active=one.active, amount=one.active * norm.amount, over_why=why if total > left else "", made_at=at,
            made_by=by,
        )
        for one in owed
    ]  # fmt: skip
    TeamPayment.objects.bulk_create(rows)
    log_event("money.listed", about=held, by=by, at=at, count=len(rows), amount=total, over=total > left)
    return rows


@transaction.atomic
def note_paid(*, payment: TeamPayment, paid_on: date, receipt_number: str, by: Member, at: datetime) -> None:
    """That it was paid, once: the day and the number of the receipt."""
    held = _standing(payment)
    if held.paid_on is not None:
        raise BadInput("Khoản này đã ghi là chi rồi.")
    if paid_on > at.date():
        raise BadInput(f"Ngày chi {short_date(paid_on)} chưa đến: xin xem lại.")
    number = " ".join(receipt_number.split())
    if not number:
        raise BadInput("Xin ghi số phiếu chi.")
    if hide_typed_numbers(number) != number:
        raise BadInput("Ô này chỉ ghi số phiếu chi; không ghi số tài khoản, số điện thoại hay số định danh.")
    held.paid_on, held.receipt_number, held.paid_by = paid_on, number[:40], by
    held.save(update_fields=["paid_on", "receipt_number", "paid_by"])
    log_event("money.paid", about=held, by=by, at=at, amount=held.amount)


@transaction.atomic
def take_back(*, payment: TeamPayment, why: str, by: Member, at: datetime) -> None:
    """A line that is wrong. The team may be listed again; what stood there stays to be seen."""
    held, said = _standing(payment), _said(why, 300)
    if not said:
        raise BadInput("Xin ghi vì sao bỏ khoản này.")
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_why = at, by, said
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    log_event("money.taken_back", about=held, by=by, at=at, amount=held.amount)


def _standing(payment: TeamPayment) -> TeamPayment:
    held: TeamPayment = TeamPayment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if held.withdrawn_at is not None:
        raise BadInput("Khoản này đã bỏ.")
    return held


@transaction.atomic
def note_gift(
    *, campaign: Campaign, area: Area, village: Area | None, what: str, quantity: int, unit: str, worth: int | None,
    giver_name: str, on: date, receipt_number: str, by: Member, at: datetime,
) -> Gift:  # fmt: skip
    if on > at.date():
        raise BadInput(f"Ngày nhận {short_date(on)} chưa đến: xin xem lại.")
    if not what.strip() or not giver_name.strip() or not unit.strip() or quantity < 1:
        raise BadInput("Xin ghi đủ: hiện vật gì, mấy cái, ai cho.")
    if worth is not None and not 0 <= worth <= MOST:
        raise BadInput("Trị giá ước là số đồng, không âm.")
    made: Gift = Gift.objects.create(
        campaign=campaign, area=area, village=village, what=_said(what, 160), quantity=quantity, unit=_said(unit, 30),
        worth=worth, giver_name=_said(giver_name, 160), on=on, receipt_number=_said(receipt_number, 40), made_at=at,
        made_by=by,
    )  # fmt: skip
    log_event("money.gift_noted", about=made, by=by, at=at, quantity=quantity)
    return made


@transaction.atomic
def withdraw_gift(*, gift: Gift, by: Member, at: datetime) -> None:
    if Gift.objects.filter(pk=gift.pk, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by):
        log_event("money.gift_withdrawn", about=gift, by=by, at=at)


def _said(text: str, most: int) -> str:
    return hide_typed_numbers(" ".join(text.split()))[:most]
