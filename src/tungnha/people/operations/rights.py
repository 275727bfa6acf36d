"""A request about one's own data, step by step: taken in, who asks and about whom, replied to, answered.

Every step is in the event log; times come from the caller, terms from rules_rights.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.people.models import Consent, Person, RightsRequest
from tungnha.people.models.erasures import Why
from tungnha.people.operations.consents import withdraw
from tungnha.people.operations.erasing import blank_rows, erase
from tungnha.people.operations.restricting import restrict
from tungnha.people.protection.rights_rules import GROUND_WORDS, KEPT_MONTHS, clocks_of
from tungnha.units.calendar import Calendar
from tungnha.units.models import Area, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, OutOfDate

Kind, Outcome = RightsRequest.Kind, RightsRequest.Outcome
ACTS = {Outcome.DONE, Outcome.PARTLY}
FORGOTTEN = "(đã hết hạn giữ)"


@transaction.atomic
def take_in(
    *, area: Area, kind: str, received_at: datetime, channel: str, asks: str, asker_name: str, by: Member,
    at: datetime, asker_contact: str = "", about_name: str = "", words: str = "",
) -> RightsRequest:  # fmt: skip
    """Begin the clocks: from when the person asked, not from when it was typed. Numbers in the words are hidden."""
    if received_at > at:
        raise BadInput("Giờ nhận còn ở phía trước: xin xem lại ngày giờ.")
    if asks != RightsRequest.Asks.SELF and not about_name.strip():
        raise BadInput("Yêu cầu về dữ liệu của ai? Xin ghi họ tên người ấy.")
    request = RightsRequest.objects.create(
        area=area, kind=kind, received_at=received_at, channel=channel, asks=asks, asker_name=asker_name.strip(),
        asker_contact=asker_contact.strip(), about_name=about_name.strip(), words=hide_typed_numbers(words.strip()),
        stored_at=at, taken_by=by,
    )  # fmt: skip
    log_event("rights.taken_in", about=request, by=by, at=at, kind=kind, channel=channel)
    return request


def _open(request: RightsRequest) -> RightsRequest:
    """The row as it stands, held until the end of the transaction. Raises OutOfDate once it is answered."""
    held: RightsRequest = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not held.is_open:
        raise OutOfDate("Yêu cầu này đã được trả lời; mọi bước nằm trong lịch sử của nó.")
    return held


def _keep(request: RightsRequest, held: RightsRequest, **values: Any) -> None:
    for row in (held, request):
        for name, value in values.items():
            setattr(row, name, value)
    held.save(update_fields=list(values))


@transaction.atomic
def check_asker(*, request: RightsRequest, checked: str, by: Member, at: datetime) -> None:
    """How it was seen that the asker is who she says, and may ask."""
    _keep(request, _open(request), checked=checked, checked_at=at, checked_by=by)
    log_event("rights.checked", about=request, by=by, at=at, how=checked)


@transaction.atomic
def choose_person(*, request: RightsRequest, person: Person, by: Member, at: datetime) -> None:
    """Whose data it is about. One that was merged away stands for the record it became."""
    while person.merged_into is not None:
        person = person.merged_into
    if person.erased_at is not None:
        raise BadInput("Thông tin của người này đã được xóa từ trước.")
    _keep(request, _open(request), person=person, not_found_at=None)
    log_event("rights.person_chosen", about=request, by=by, at=at)


@transaction.atomic
def not_found(*, request: RightsRequest, by: Member, at: datetime) -> None:
    """The register was searched and holds nobody of that name: that is an answer too."""
    _keep(request, _open(request), person=None, not_found_at=at)
    log_event("rights.not_found", about=request, by=by, at=at)


@transaction.atomic
def involve_others(*, request: RightsRequest, third_party: bool, by: Member, at: datetime) -> None:
    """Whether a processor or a third party must act too: the longer term."""
    _keep(request, _open(request), third_party=third_party)
    log_event("rights.third_party", about=request, by=by, at=at, third_party=third_party)


@transaction.atomic
def acknowledge(*, request: RightsRequest, by: Member, at: datetime) -> None:
    """The reply within two working days: that it came, what is done, until when."""
    held = _open(request)
    if held.acknowledged_at is None:
        _keep(request, held, acknowledged_at=at, acknowledged_by=by)
        log_event("rights.acknowledged", about=request, by=by, at=at)


@transaction.atomic
def extend(*, request: RightsRequest, why: str, calendar: Calendar, by: Member, at: datetime) -> None:
    """The one extension, before the term is over, with a reason that is told to the asker."""
    held = _open(request)
    if held.extended_at is not None:
        raise BadInput("Yêu cầu này đã gia hạn một lần; luật chỉ cho gia hạn một lần.")
    if not why.strip():
        raise BadInput("Xin ghi vì sao phải gia hạn: lý do này được báo cho người yêu cầu.")
    if at >= clocks_of(held, calendar).due_at:
        raise BadInput("Đã quá hạn nên không gia hạn được nữa: xin trả lời ngay.")
    _keep(request, held, extended_at=at, extended_by=by, extended_why=hide_typed_numbers(why.strip())[:300])
    log_event("rights.extended", about=request, by=by, at=at)


@transaction.atomic
def answer(
    *,
    request: RightsRequest,
    outcome: str,
    by: Member,
    at: datetime,
    why: str = "",
    ground: str = "",
    consents: Sequence[Consent] = (),
) -> None:
    """Close a request, and do what it asks in the same step: erase, restrict, withdraw these consents. The letter is
    drafted from it.

    Refused needs the article and the reason, partly the reason; anything that is done needs a person and a checked
    asker; "not held" needs a search that found nobody.
    """
    held = _open(request)
    _check_answer(held, outcome, why, ground, consents)
    if outcome in ACTS and held.person is not None:
        _act(held, held.person, consents, by, at)
    _keep(
        request, held, outcome=outcome, outcome_why=hide_typed_numbers(why.strip()), answered_at=at, answered_by=by,
        article=GROUND_WORDS.get(ground, ""),
    )  # fmt: skip
    log_event("rights.answered", about=request, by=by, at=at, kind=held.kind, outcome=outcome)


def _check_answer(held: RightsRequest, outcome: str, why: str, ground: str, consents: Sequence[Consent]) -> None:
    if outcome == Outcome.NOT_HELD and held.not_found_at is None:
        raise BadInput("Muốn trả lời “không giữ dữ liệu”, xin tìm trong sổ rồi bấm “Không có trong sổ”.")
    if outcome in ACTS and held.person is None:
        raise BadInput("Xin chọn người trong sổ trước, hoặc ghi là không có trong sổ.")
    if outcome in ACTS and not held.checked:
        raise BadInput("Xin ghi đã kiểm tra người yêu cầu bằng cách nào rồi mới làm.")
    if outcome == Outcome.REFUSED and ground not in GROUND_WORDS:
        raise BadInput("Từ chối thì phải nêu điều luật: xin chọn một.")
    if outcome in (Outcome.REFUSED, Outcome.PARTLY) and not why.strip():
        raise BadInput("Xin ghi lý do: phần nào không làm được, vì sao.")
    live = Consent.objects.filter(person=held.person, withdrawn_at=None) if held.person_id else Consent.objects.none()
    if held.kind == Kind.WITHDRAW and outcome in ACTS and live.exists() and not consents:
        raise BadInput("Rút lại sự đồng ý nào? Xin chọn ít nhất một.")
    if any(consent.person_id != held.person_id for consent in consents):
        raise BadInput("Sự đồng ý được chọn là của người khác.")


def _act(held: RightsRequest, person: Person, consents: Sequence[Consent], by: Member, at: datetime) -> None:
    if held.kind == Kind.DELETE:
        erase(person=person, why=Why.REQUEST, area=held.area, by=by, at=at, request=held)
    elif held.kind in (Kind.RESTRICT, Kind.OBJECT):
        restrict(person=person, by=by, at=at, request=held)
    elif held.kind == Kind.WITHDRAW:
        for consent in consents:
            withdraw(consent=consent, how=f"theo yêu cầu {held.number}", by=by, at=at)


@transaction.atomic
def forget_old(at: datetime) -> int:
    """Requests answered long ago lose the names and words in them; what was asked, when and how it ended stays."""
    limit = at.replace(year=at.year - KEPT_MONTHS // 12, day=min(at.day, 28))
    old = RightsRequest.objects.filter(answered_at__lt=limit).exclude(asker_name=FORGOTTEN)
    ids = list(old.values_list("pk", flat=True)[:1000])
    rows = RightsRequest.objects.filter(pk__in=ids)
    done = blank_rows(rows)
    rows.update(asker_name=FORGOTTEN)
    return done
