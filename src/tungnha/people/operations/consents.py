"""Words of consent are made, consents recorded and withdrawn. None is ever there by default (Đ9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.models import Consent, ConsentNotice, Person
from tungnha.units.models import Area, Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


@transaction.atomic
def write_notice(
    *, area: Area, purpose: str, text: str, by: Member, at: datetime, campaign: Campaign | None = None
) -> ConsentNotice:
    """The words for one purpose, as a new version: consents given to an older one stay with what was read then."""
    purpose = " ".join(purpose.split())
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)  # two at one moment would make one version twice
    latest = ConsentNotice.objects.filter(area=area, purpose__iexact=purpose).order_by("-version").first()
    if latest is not None and latest.text.strip() == text.strip():
        raise BadInput(f"Nội dung giống hệt bản {latest.version} đang dùng, không cần bản mới.")
    notice = ConsentNotice.objects.create(
        area=area, campaign=campaign, purpose=latest.purpose if latest else purpose, text=text.strip(),
        version=latest.version + 1 if latest else 1, by=by, at=at,
    )  # fmt: skip
    log_event("consent.notice_written", about=notice, by=by, at=at, version=notice.version)
    return notice


@transaction.atomic
def give(
    *,
    person: Person,
    notice: ConsentNotice,
    channel: str,
    given_at: datetime,
    evidence: str,
    by: Member,
    at: datetime,
    witness: str = "",
    guardian: str = "",
) -> Consent:
    """Record that a person agreed. Raises BadInput where it could not be proved later: no evidence, oral without a
    witness, a child without a guardian, an hour still to come, a person whose data is erased."""
    if person.erased_at is not None:
        raise BadInput("Thông tin của người này đã xóa: không ghi thêm được gì.")
    if given_at > at:
        raise BadInput("Giờ đồng ý còn ở phía trước: xin xem lại ngày giờ.")
    if not evidence.strip():
        raise BadInput("Bằng chứng để ở đâu? Ví dụ: tờ số 12 trong sổ, tệp ghi âm, tin nhắn đã lưu.")
    if channel == Consent.Channel.ORAL and not witness.strip():
        raise BadInput("Đồng ý bằng lời nói thì phải có người làm chứng: xin ghi họ tên người ấy.")
    age = person.age_on(given_at.date())
    if age is not None and age < 18 and not guardian.strip():
        raise BadInput("Người này chưa đủ 18 tuổi: cần cha, mẹ hoặc người giám hộ đồng ý, xin ghi họ tên.")
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                person=person, notice=notice, channel=channel, given_at=given_at,
                evidence=hide_typed_numbers(evidence.strip()), witness=witness.strip(), guardian=guardian.strip(),
                collected_by=by, stored_at=at,
            )  # fmt: skip
    except IntegrityError as twice:
        raise BadInput("Người này đã đồng ý với bản này rồi. Muốn ghi lại, xin ghi rút lại lần trước đã.") from twice
    log_event("consent.given", about=person, by=by, at=at, notice=notice.pk, channel=channel)
    return consent


# What rooms above kept on the ground of a consent ends with it, in the same transaction.
AfterWithdrawal = Callable[[Consent, Member, datetime], None]
_after_withdrawal: list[AfterWithdrawal] = []


def after_withdrawal(deed: AfterWithdrawal) -> None:
    if deed not in _after_withdrawal:
        _after_withdrawal.append(deed)


@transaction.atomic
def withdraw(*, consent: Consent, how: str, by: Member, at: datetime) -> None:
    """From now on the purpose has no ground for this person. What was done before stays lawful and on record."""
    hit = Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(
        withdrawn_at=at, withdrawn_by=by, withdrawn_how=hide_typed_numbers(how.strip())[:200]
    )
    if not hit:
        raise BadInput("Sự đồng ý này đã được rút lại từ trước.")
    for deed in _after_withdrawal:
        deed(consent, by, at)
    log_event("consent.withdrawn", about=consent.person, by=by, at=at, notice=consent.notice_id)
