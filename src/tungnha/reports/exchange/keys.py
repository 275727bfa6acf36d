"""Keys of offices: one's own made and changed, another's registered by the digits read aloud, and revoked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tungnha.reports.exchange import envelope
from tungnha.reports.models import OtherKey, OwnKey
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Problem

WRITERS = (Role.OFFICER, Role.PROVINCE_OFFICER)
MOST_WHY = 300


def only_own_desk(by: Member, area: Area) -> None:
    """The desk of the very office: whose key it is, nobody above or below it."""
    if not by.has_role(*WRITERS) or by.area_id != area.pk:
        raise Problem("Việc này chỉ cán bộ phụ trách của chính nơi đó làm được.")


def own_key(area: Area) -> OwnKey | None:
    found: OwnKey | None = OwnKey.objects.filter(area=area, ended_at=None).first()
    return found


@transaction.atomic
def make_key(*, area: Area, by: Member, at: datetime) -> OwnKey:
    """A key of one's own; the one used so far signs nothing more. Offices elsewhere have to register the new one."""
    only_own_desk(by, area)
    Area.objects.select_for_update().get(pk=area.pk)  # two presses are two keys one after the other
    ended = OwnKey.objects.filter(area=area, ended_at=None).update(ended_at=at, ended_by=by)
    private, public = envelope.new_key()
    made: OwnKey = OwnKey.objects.create(area=area, public=public, private=private, made_at=at, made_by=by)
    log_event("exchange.key_made", about=made, by=by, at=at, instead=bool(ended))
    return made


def card_of(key: OwnKey) -> str:
    """The public key as a file to be carried: it proves nothing until its digits were read aloud and agreed."""
    return envelope.sign({"form": 1, "kind": "card", "area": key.area.code, "name": key.area.full_name}, key.private)


def public_in(data: bytes) -> str:
    """The key a card, or any other message, was signed with."""
    return envelope.opened(data).public


@transaction.atomic
def register_key(
    *, area: Area, organisation: Organisation, public: str, typed: str, by: Member, at: datetime
) -> OtherKey:
    """Trust a key from now on. `typed`: the digits that were heard. The office's other keys stay until revoked: one is
    registered, tried, and then the old one is revoked."""
    only_own_desk(by, area)
    if not envelope.is_mark_of(typed, public):
        raise BadInput(
            "Dãy số vừa nghe đọc không khớp với khóa trong tệp. Xin đọc lại qua điện thoại; nếu vẫn không khớp thì tệp "
            "không phải của nơi đó, không đăng ký."
        )
    if OwnKey.objects.filter(area=area, public=public).exists():
        raise BadInput("Đây là khóa của chính nơi mình. Xin chọn tệp khóa do nơi khác gửi đến.")
    known: OtherKey | None = OtherKey.objects.filter(area=area, public=public).first()
    if known is not None and known.ended_at is not None:
        raise BadInput("Khóa này đã bị thu hồi, không đăng ký lại được: xin đề nghị nơi đó tạo khóa mới.")
    if known is not None and known.organisation_id != organisation.pk:
        raise BadInput(f"Khóa này đã đăng ký cho {known.organisation.name}. Một khóa chỉ của một nơi.")
    if known is not None:
        return known
    made: OtherKey = OtherKey.objects.create(
        area=area, organisation=organisation, public=public, made_at=at, made_by=by
    )
    log_event("exchange.key_registered", about=made, by=by, at=at, organisation=organisation.pk)
    return made


@transaction.atomic
def revoke_key(*, key: OtherKey, why: str, by: Member, at: datetime) -> OtherKey:
    """Nothing signed with it enters any more, whatever day it says. What came before stays."""
    only_own_desk(by, key.area)
    words = " ".join(why.split())[:MOST_WHY]
    if not words:
        raise BadInput("Xin ghi vì sao thu hồi khóa: câu này ở lại trong nhật ký.")
    held: OtherKey = OtherKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if held.ended_at is None:
        held.ended_at, held.ended_by, held.ended_why = at, by, words
        held.save(update_fields=["ended_at", "ended_by", "ended_why"])
        log_event("exchange.key_revoked", about=held, by=by, at=at, organisation=held.organisation_id)
    return held
