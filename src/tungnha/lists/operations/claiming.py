"""What is accepted becomes claims by the sender's word, all or none; and is taken back the same way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tungnha.ledger.models import Claim
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims, retract_claims
from tungnha.lists.models import IncomingList, ListRow
from tungnha.lists.operations.locks import lock
from tungnha.lists.rules import claim_day
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

# The police and departments speak from official registers; an operator from its own customers.
OFFICIAL_SENDERS = {"police", "department", "committee"}


@transaction.atomic
def confirm_list(*, received: IncomingList, by: Member, at: datetime) -> int:
    """Turn every linked row into a claim by the sender's word. Returns how many. Done once."""
    received = lock(received)
    if received.matched_at is None:
        raise BadInput("Danh sách này chưa đối chiếu: xin xác nhận các cột trước.")
    linked = received.rows.filter(verdict=ListRow.Verdict.LINKED, person__isnull=False)
    claims = [_claim(received, row) for row in linked]
    record_claims(claims, by=by, at=at)
    received.confirmed_at, received.confirmed_by = at, by
    received.save(update_fields=["confirmed_at", "confirmed_by"])
    log_event("list.confirmed", about=received, by=by, at=at, claims=len(claims), service=received.service.code)
    return len(claims)


def _claim(received: IncomingList, row: ListRow) -> NewClaim:
    official = received.sender.kind in OFFICIAL_SENDERS
    return NewClaim(
        subject={"person_id": row.person_id or 0}, service=received.service, level=received.level,
        since_on=claim_day(row.since_on, received.as_of_on), source=Source.OFFICIAL if official else Source.LIST,
        stated_by=received.sender, campaign=received.campaign, origin="list", origin_id=f"{received.pk}/{row.number}",
        provider=received.sender.label[:60] if received.sender.kind == "operator" else "",
    )  # fmt: skip


@transaction.atomic
def withdraw_list(*, received: IncomingList, why: str, by: Member, at: datetime) -> int:
    """Take back all claims of a confirmed list that turned out wrong, once. What it said stays to be seen."""
    if not why.strip():
        raise BadInput("Xin ghi vì sao rút lại danh sách này.")
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
