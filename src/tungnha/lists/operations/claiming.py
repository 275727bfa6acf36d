"""What is accepted becomes claims by the sender's word, all or none; and is taken back the same way."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from tungnha.ledger.models import Claim
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims, retract_claims
from tungnha.lists import doubts
from tungnha.lists.models import IncomingList, ListRow
from tungnha.lists.operations.checking import last_run
from tungnha.lists.rules import claim_day
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

State = IncomingList.State
# The police and departments speak from official registers; an operator from its own customers.
OFFICIAL_SENDERS = {"police", "department", "committee"}
SAME_CLAIM = uuid.UUID("7f0d3c1e-52a4-5b0e-9a58-6d0f6b1a2c33")  # one row of one list is one claim, however often asked
# Whoever a row is by now: a record that was merged away or erased since is nobody to say anything of.
STANDING = Q(person__isnull=False, person__merged_into=None, person__erased_at=None)
TO_CLAIM = Q(verdict=ListRow.Verdict.LINKED, kind=ListRow.Kind.PERSON, double_of=None, has_it=True, claimed_at=None)


@transaction.atomic
def confirm_list(*, received: IncomingList, by: Member, at: datetime, sure: bool = False) -> int:
    """Turn every linked row into a claim by the sender's word, dated by the sender's date. Returns how many.

    All or none. Rows still open may be settled later, and become claims by `confirm_rest`. `sure`: somebody looked at a
    list of which hardly anybody was found, and says that it is ours."""
    held = _hold(received)
    if held.confirmed_at is not None:
        raise Locked("Danh sách này đã được xác nhận thành ghi nhận rồi: dòng quyết định thêm thì bấm Ghi nhận thêm.")
    run = last_run(held)
    if run is not None and doubts.gravest(run.counts) and not sure:
        raise BadInput("Gần như không ai trong danh sách có trong sổ: mời xem lại có đúng danh sách của xã không đã.")
    count = _claim_rows(held, by, at)
    held.confirmed_at, held.confirmed_by = at, by
    held.save(update_fields=["confirmed_at", "confirmed_by"])
    log_event("list.confirmed", about=held, by=by, at=at, claims=count, service=held.service.code)
    return count


@transaction.atomic
def confirm_rest(*, received: IncomingList, by: Member, at: datetime) -> int:
    """Rows that were settled after the list was confirmed become claims too. Returns how many."""
    held = _hold(received)
    if held.confirmed_at is None:
        raise BadInput("Danh sách này chưa được xác nhận: mời bấm Xác nhận trước.")
    count = _claim_rows(held, by, at)
    if count:
        log_event("list.supplemented", about=held, by=by, at=at, claims=count, service=held.service.code)
    return count


def _hold(received: IncomingList) -> IncomingList:
    held: IncomingList = (
        IncomingList.objects.select_for_update(of=("self",))
        .select_related("sender", "service", "campaign")
        .get(pk=received.pk)
    )
    if held.withdrawn_at is not None:
        raise Locked("Danh sách này đã được rút lại: muốn dùng lại thì gửi lại tệp như một danh sách mới.")
    if held.matched_at is None and held.state in (State.OPENING, State.OPENED, State.REFUSED):
        raise BadInput("Danh sách này chưa đối chiếu: mời xác nhận các cột trước.")
    if held.state != State.CHECKED:
        raise Locked("Danh sách này đang được đối chiếu: mời chờ xong rồi xác nhận.")
    return held


def to_claim(received: IncomingList) -> list[ListRow]:
    """The rows that confirming would turn into claims: one for each person, none claimed before."""
    first: dict[int, ListRow] = {}
    for row in _open_to_claim(received).defer("raw", "read", "said_number", "candidates", "reasons").order_by("number"):
        first.setdefault(row.person_id or 0, row)
    return list(first.values())


def how_many_to_claim(received: IncomingList) -> int:
    """As many persons as `to_claim` has rows, counted by the database."""
    count: int = _open_to_claim(received).order_by().values("person").distinct().count()
    return count


def _open_to_claim(received: IncomingList) -> Any:
    claimed = received.rows.filter(claimed_at__isnull=False, person__isnull=False)
    return received.rows.filter(TO_CLAIM & STANDING).exclude(person__in=claimed.values("person"))


def _claim_rows(held: IncomingList, by: Member, at: datetime) -> int:
    rows = to_claim(held)
    record_claims([_claim(held, row) for row in rows], by=by, at=at)
    ids = [row.pk for row in rows]
    for start in range(0, len(ids), 500):
        ListRow.objects.filter(pk__in=ids[start : start + 500]).update(claimed_at=at)
    return len(rows)


def _claim(held: IncomingList, row: ListRow) -> NewClaim:
    official = held.sender.kind in OFFICIAL_SENDERS
    origin_id = f"{held.pk}/{row.number}"
    since_on = claim_day(row.since_on, held.as_of_on)
    return NewClaim(
        id=uuid.uuid5(SAME_CLAIM, f"{held.token}/{origin_id}"), subject={"person_id": row.person_id or 0},
        service=held.service, level=held.level, since_on=since_on,
        until_on=row.until_on if row.until_on and row.until_on >= since_on else None,
        source=Source.OFFICIAL if official else Source.LIST, stated_by=held.sender, campaign=held.campaign,
        origin="list", origin_id=origin_id, provider=held.sender.label[:60] if held.sender.kind == "operator" else "",
    )  # fmt: skip


@transaction.atomic
def withdraw_list(*, received: IncomingList, why: str, by: Member, at: datetime) -> int:
    """Take back all claims of a confirmed list that turned out wrong, once. What it said stays to be seen."""
    if not why.strip():
        raise BadInput("Mời ghi vì sao rút lại danh sách này.")
    received = IncomingList.objects.select_for_update().get(pk=received.pk)
    if received.confirmed_at is None:
        raise BadInput("Danh sách này chưa được xác nhận nên chưa có ghi nhận nào để rút lại.")
    if received.withdrawn_at is not None:
        raise Locked("Danh sách này đã được rút lại rồi.")
    claims = Claim.objects.filter(
        origin="list", origin_id__startswith=f"{received.pk}/", retracts=None, retracted_by=None
    ).select_related("service", "stated_by", "campaign")
    count = len(retract_claims(list(claims), by=by, at=at))
    received.withdrawn_at, received.withdrawn_by, received.withdrawn_why = at, by, why.strip()[:300]
    received.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    log_event("list.withdrawn", about=received, by=by, at=at, claims=count)
    return count
