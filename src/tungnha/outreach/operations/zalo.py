"""What is done about a village's Zalo group: begun, kept, households ticked with consent, notices noted, closed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tungnha.drafting.dates import short_date
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Claim, Service
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims, retract_claims
from tungnha.outreach.models import ZaloGroup, ZaloHousehold, ZaloNotice
from tungnha.people.models import Consent, ConsentNotice, Household, Person
from tungnha.people.operations import consents
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

SERVICE = "nhom-zalo"  # what the figure “hộ có người trong nhóm Zalo” counts
ORIGIN = "zalo"
ROOT = uuid.UUID("5b6f3f3a-1d0e-4f7b-8f43-0c9f4a2f7e19")
PURPOSE = "Ghi hộ có người trong nhóm Zalo của thôn"
ASKED = (
    "Xã muốn biết hộ nào đã có người trong nhóm Zalo của thôn để báo tin kịp thời. Nếu ông, bà đồng ý, Tổ ghi vào sổ: "
    "hộ mình có người trong nhóm, từ ngày nào. Không ghi số điện thoại, tên tài khoản hay tin nhắn; phần mềm không đọc "
    "nhóm. Không đồng ý thì hộ vẫn được phục vụ như mọi hộ khác. Đồng ý rồi vẫn rút lại được bất cứ lúc nào: báo Tổ "
    "hoặc Ủy ban nhân dân xã."
)
JOIN_LINK = re.compile(r"https://zalo\.me/g/[A-Za-z0-9]{4,40}")


@dataclass(frozen=True)
class Agreed:
    """How it can be shown that people agreed: as the ledger of consents asks for it."""

    channel: str
    given_at: datetime
    evidence: str
    witness: str = ""


def checked_link(text: str) -> str:
    """The link of a group's join QR. A link of anything else would stand on a poster of the commune."""
    link = text.strip()
    if link and not JOIN_LINK.fullmatch(link):
        raise BadInput(
            "Đường dẫn vào nhóm phải có dạng https://zalo.me/g/…: trong nhóm Zalo, bấm “Link nhóm” rồi sao chép."
        )
    return link


@transaction.atomic
def begin_group(
    *, village: Area, name: str, keeper_name: str, join_url: str, created_on: date, by: Member, at: datetime
) -> ZaloGroup:
    """A village has one group at a time."""
    _check(name, keeper_name, created_on, at)
    try:
        with transaction.atomic():
            made: ZaloGroup = ZaloGroup.objects.create(
                village=village, name=_tidy(name), keeper_name=_tidy(keeper_name), join_url=checked_link(join_url),
                created_on=created_on, made_at=at, made_by=by,
            )  # fmt: skip
    except IntegrityError as twice:
        raise BadInput(
            f"{village.title} đã có nhóm đang dùng. Muốn ghi nhóm khác, xin thôi dùng nhóm cũ đã."
        ) from twice
    log_event("zalo.begun", about=made, by=by, at=at)
    return made


@transaction.atomic
def change_group(
    *, group: ZaloGroup, name: str, keeper_name: str, join_url: str, created_on: date, by: Member, at: datetime
) -> None:
    """Another keeper, another name, a new join link (a link that got about is renewed in Zalo, then here)."""
    _check(name, keeper_name, created_on, at)
    held = _open(group)
    before = (held.name, held.keeper_name, held.join_url, held.created_on)
    held.name, held.keeper_name, held.join_url, held.created_on = (
        _tidy(name), _tidy(keeper_name), checked_link(join_url), created_on,
    )  # fmt: skip
    after = (held.name, held.keeper_name, held.join_url, held.created_on)
    held.save(update_fields=["name", "keeper_name", "join_url", "created_on"])
    parts = [part for part, a, b in zip(("name", "keeper", "link", "day"), before, after, strict=True) if a != b]
    if parts:
        log_event("zalo.changed", about=held, by=by, at=at, parts=parts)


@transaction.atomic
def close_group(*, group: ZaloGroup, by: Member, at: datetime) -> None:
    """The group is used no more: its households are in none, and the figure follows."""
    held = _open(group)
    _end(list(held.households.filter(ended_at=None)), ZaloHousehold.Why.LEFT, by=by, at=at)
    held.closed_at, held.closed_by = at, by
    held.save(update_fields=["closed_at", "closed_by"])
    log_event("zalo.closed", about=held, by=by, at=at)


def notice_for(area: Area) -> ConsentNotice | None:
    """The words people are asked with here: the commune's latest."""
    rows = ConsentNotice.objects.filter(area__path__in=area.ancestor_paths(), purpose__iexact=PURPOSE)
    return rows.order_by("-area__path", "-version").first()


def lay_notice(*, commune: Area, by: Member, at: datetime) -> ConsentNotice:
    """The words of our own as a first version; the data steward writes better ones among the words of consent."""
    return notice_for(commune) or consents.write_notice(area=commune, purpose=PURPOSE, text=ASKED, by=by, at=at)


@transaction.atomic
def tick(
    *, group: ZaloGroup, who: Sequence[tuple[Household, Person]], on: date, agreed: Agreed, by: Member, at: datetime
) -> int:
    """Note households as being in the group, each through somebody who agreed; how many are new."""
    if on > at.date():
        raise BadInput(f"Ngày {short_date(on)} chưa đến: xin ghi ngày đã vào nhóm.")
    held = _open(group)
    words = notice_for(held.village)
    if words is None:
        raise BadInput("Xã chưa có lời xin đồng ý cho việc này: cán bộ xã bấm “Dùng lời hỏi có sẵn” ở trang Nhóm Zalo.")
    ids = sorted({home.pk for home, _ in who})
    list(Household.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    known = set(held.households.filter(ended_at=None, household__in=ids).values_list("household", flat=True))
    rows = [
        ZaloHousehold.objects.create(
            group=held, household=home, consent=_consent(person, words, agreed, by, at), on=on, made_by=by, stored_at=at
        )
        for home, person in {home.pk: (home, person) for home, person in who}.values()
        if home.pk not in known
    ]
    _claim(rows, by=by, at=at)
    if rows:
        log_event("zalo.ticked", about=held, by=by, at=at, count=len(rows))
    return len(rows)


def _consent(person: Person, words: ConsentNotice, agreed: Agreed, by: Member, at: datetime) -> Consent:
    """A consent that stands is not asked for a second time."""
    there = Consent.objects.filter(
        person=person, notice__purpose__iexact=PURPOSE, withdrawn_at=None, notice__area=words.area
    ).first()
    return there or consents.give(
        person=person, notice=words, channel=agreed.channel, given_at=agreed.given_at, evidence=agreed.evidence,
        witness=agreed.witness, by=by, at=at,
    )  # fmt: skip


def _claim(rows: Sequence[ZaloHousehold], *, by: Member, at: datetime) -> None:
    """By the team's word in the village, as a tick after a meeting is."""
    service = Service.objects.filter(code=SERVICE).first()
    if service is None or not rows:
        return
    record_claims(
        [
            NewClaim(
                id=uuid.uuid5(ROOT, str(row.pk)), subject={"household_id": row.household_id}, service=service,
                source=Source.VISIT, since_on=row.on, origin=ORIGIN, origin_id=str(row.pk), made_at=at,
                stated_by=by.organisation,
            )
            for row in rows
        ], by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def end_household(*, row: ZaloHousehold, why: str, by: Member, at: datetime) -> None:
    """A household left, or was ticked by mistake."""
    if why not in (ZaloHousehold.Why.LEFT, ZaloHousehold.Why.MISTAKE):
        raise BadInput("Xin chọn vì sao: đã rời nhóm, hay đánh dấu nhầm.")
    held = list(ZaloHousehold.objects.select_for_update().filter(pk=row.pk, ended_at=None))
    if not held:
        raise BadInput("Hộ này đã được bỏ khỏi nhóm từ trước.")
    _end(held, why, by=by, at=at)
    log_event("zalo.left", about=row.group, by=by, at=at, why=str(why))


def consent_withdrawn(consent: Consent, by: Member, at: datetime) -> None:
    """Told by the ledger of consents: what rested on it ends in the same transaction."""
    rows = list(ZaloHousehold.objects.select_for_update().filter(consent=consent, ended_at=None))
    _end(rows, ZaloHousehold.Why.WITHDRAWN, by=by, at=at)


def _end(rows: Sequence[ZaloHousehold], why: str, *, by: Member, at: datetime) -> None:
    """Every live claim that the household is in the group goes, whoever said so: it is in no group, or nobody may note
    that it is."""
    ids = [row.pk for row in rows]
    ZaloHousehold.objects.filter(pk__in=ids).update(ended_at=at, ended_by=by, ended_why=str(why))
    homes = [row.household_id for row in rows]
    live = Claim.objects.filter(
        service__code=SERVICE, household__in=homes, retracts=None, retracted_by=None, level__gte=1
    )
    claims = list(live)
    if claims:
        retract_claims(claims, by=by, at=at)


@transaction.atomic
def note_notice(*, group: ZaloGroup, words: str, on: date, by: Member, at: datetime) -> ZaloNotice:
    """That a text was put into the group. The product sends nothing there: its keeper pasted it."""
    held, said = _open(group), hide_typed_numbers(words.strip())
    if not said:
        raise BadInput("Tin đã gửi có nội dung gì? Xin dán lời của tin vào.")
    if on > at.date():
        raise BadInput(f"Ngày {short_date(on)} chưa đến: xin ghi sau khi đã gửi.")
    made: ZaloNotice = ZaloNotice.objects.create(group=held, on=on, words=said, made_by=by, stored_at=at)
    log_event("zalo.notice_sent", about=held, by=by, at=at)
    return made


def _open(group: ZaloGroup) -> ZaloGroup:
    held: ZaloGroup = ZaloGroup.objects.select_for_update(of=("self",)).select_related("village").get(pk=group.pk)
    if held.closed_at is not None:
        raise BadInput("Nhóm này đã thôi dùng, không ghi thêm được.")
    return held


def _check(name: str, keeper_name: str, created_on: date, at: datetime) -> None:
    if not name.strip() or not keeper_name.strip():
        raise BadInput("Xin ghi tên nhóm và họ tên người giữ nhóm.")
    if hide_typed_numbers(keeper_name) != keeper_name:
        raise BadInput("Ô người giữ nhóm chỉ ghi họ tên, không ghi số điện thoại.")
    if created_on > at.date():
        raise BadInput(f"Ngày lập {short_date(created_on)} chưa đến: xin xem lại.")


def _tidy(text: str) -> str:
    return " ".join(text.split())[:120]
