"""Taking a file in."""

from __future__ import annotations

import base64
import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tungnha.ledger.models import Service
from tungnha.lists.models import IncomingList
from tungnha.lists.operations.locks import lock
from tungnha.lists.operations.opening import columns_of, open_table
from tungnha.matching.workbooks import MAX_BYTES
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput


def receive_list(
    *,
    campaign: Campaign,
    area: Area,
    sender: Organisation,
    service: Service,
    level: int,
    name: str,
    data: bytes,
    as_of_on: date,
    by: Member,
    at: datetime,
) -> IncomingList:
    """Take a file in: it is opened, its list found and its columns guessed, before anything is stored. A large file
    takes seconds to read; nobody else's visits wait for that."""
    if len(data) > MAX_BYTES:
        raise BadInput(f"Tệp nặng quá {MAX_BYTES // 2**20} MB; hãy chia nhỏ rồi gửi từng phần.")
    if as_of_on > at.date():
        raise BadInput("Ngày của số liệu còn ở phía trước: xin ghi ngày danh sách được lập.")
    _check_level(service, level)
    digest = hashlib.sha256(data).hexdigest()
    _refuse_the_same_again(campaign, area, sender, service, digest)
    table = open_table(name, data)
    with transaction.atomic():
        # The button pressed twice: the second press waits here for the first.
        Organisation.objects.select_for_update(no_key=True).get(pk=sender.pk)
        _refuse_the_same_again(campaign, area, sender, service, digest)
        received = IncomingList.objects.create(
            campaign=campaign, area=area, sender=sender, service=service, level=level, name=name[:255], sha256=digest,
            content=base64.b64encode(data).decode(), sheet=table.sheet.name, header_row=table.header_at + 1,
            columns=columns_of(sender, table), as_of_on=as_of_on, received_at=at, received_by=by,
        )  # fmt: skip
        log_event("list.received", about=received, by=by, at=at, rows=len(table.rows), service=service.code)
    return received


def _check_level(service: Service, level: int) -> None:
    names = {row.rank: row.name for row in service.levels.order_by("rank")} or {1: "có"}
    if level not in names:
        known = ", ".join(f"{rank} ({name})" for rank, name in names.items())
        raise BadInput(f"{service.label} không có mức {level}: xin ghi một trong các mức {known}.")


def _refuse_the_same_again(campaign: Campaign, area: Area, sender: Organisation, service: Service, digest: str) -> None:
    """The same file again is a slip, unless the first was withdrawn: it may have been sent as another service's."""
    earlier = IncomingList.objects.filter(
        campaign=campaign, area=area, sender=sender, service=service, sha256=digest, withdrawn_at=None
    ).first()
    if earlier is not None:
        day = timezone.localtime(earlier.received_at)
        raise BadInput(f"Đúng tệp này đã được nhận ngày {day:%d/%m/%Y} (“{earlier.name}”): không cần gửi lại.")


@transaction.atomic
def choose_sheet(*, received: IncomingList, sheet: str, by: Member, at: datetime) -> None:
    """The list stands on another sheet of the file."""
    lock(received)
    table = open_table(received.name, base64.b64decode(received.content), sheet)
    received.sheet, received.header_row = table.sheet.name, table.header_at + 1
    received.columns = columns_of(received.sender, table)
    received.save(update_fields=["sheet", "header_row", "columns"])
    log_event("list.sheet_chosen", about=received, by=by, at=at)
