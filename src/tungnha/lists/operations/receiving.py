"""Taking a file in: sealed as it comes, its list found and its columns guessed, before anything is stored."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tungnha.ledger.models import Service
from tungnha.lists.models import Agreement, IncomingList
from tungnha.lists.operations import agreements, running
from tungnha.lists.operations.locks import lock
from tungnha.lists.operations.opening import found_in, open_now
from tungnha.matching.problems import UnreadableList
from tungnha.matching.sources import open_source
from tungnha.people.importing import store
from tungnha.units import uploads
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked
from tungnha.units.sealed import SealedFile, SealedStream

State = IncomingList.State


def receive_list(
    *,
    campaign: Campaign,
    area: Area,
    sender: Organisation,
    service: Service,
    level: int,
    name: str,
    data: Any,
    as_of_on: date,
    by: Member,
    at: datetime,
    agreement: Agreement | None = None,
    purpose: str = "",
    work: bool = True,
) -> IncomingList:
    """Take a file in (`data`: an upload, bytes, or an open file). A small one is opened before anything is stored; a
    large one beside the request (`work`). Nobody else's visits wait for either.

    Without `agreement` the one that holds with this sender for this service is taken; none is no hindrance."""
    if as_of_on > at.date():
        raise BadInput("Ngày của số liệu còn ở phía trước: mời ghi ngày danh sách được lập.")
    _check_level(service, level)
    agreement = agreement or agreements.agreement_for(sender, service, at.date())
    received = IncomingList(
        campaign=campaign, area=area, sender=sender, service=service, level=level, name=name[:255], as_of_on=as_of_on,
        received_at=at, received_by=by, agreement=agreement,
        purpose=(" ".join(purpose.split()) or (agreement.purpose if agreement else agreements.USUAL_PURPOSE))[:300],
        keep_until=agreements.keep_until(agreement, at.date()),
    )  # fmt: skip
    uploads.keep(data, store.path_of(received, "upload"))
    try:
        received.sha256, received.size = _digest_of(received)
        _refuse_the_same_again(received)
        _look_at(received)
        with transaction.atomic():
            # The button pressed twice: the second press waits here for the first.
            Organisation.objects.select_for_update(no_key=True).get(pk=sender.pk)
            _refuse_the_same_again(received)
            received.save()
            log_event("list.received", about=received, by=by, at=at, rows=received.lines, service=service.code)
            if received.state == State.OPENING and work:
                running.launch(received)
    except BaseException:
        store.forget(received)
        raise
    return received


def _digest_of(received: IncomingList) -> tuple[str, int]:
    digest = hashlib.sha256()
    with SealedFile(store.path_of(received, "upload")) as sealed:
        for block in sealed:
            digest.update(block)
        return digest.hexdigest(), sealed.size


def _look_at(received: IncomingList) -> None:
    """Open a small file now; of a large one, only see that it is a list at all."""
    try:
        if received.size > running.SMALL_BYTES:
            with SealedStream(store.path_of(received, "upload")) as stream:
                open_source(received.name, stream)  # type: ignore[arg-type]
            received.state = State.OPENING
        else:
            open_now(received, None, _nothing)
    except UnreadableList as problem:
        raise BadInput(str(problem)) from problem


def _nothing(done: int, of: int) -> None:
    """A small file tells nobody how far it is."""


def _check_level(service: Service, level: int) -> None:
    names = {row.rank: row.name for row in service.levels.order_by("rank")} or {1: "có"}
    if level not in names:
        known = ", ".join(f"{rank} ({name})" for rank, name in names.items())
        raise BadInput(f"{service.label} không có mức {level}: mời ghi một trong các mức {known}.")


def _refuse_the_same_again(received: IncomingList) -> None:
    """The same file again is a slip, unless the first was withdrawn or could not be opened: it may have been sent as
    another service's."""
    earlier = IncomingList.objects.filter(
        campaign=received.campaign, area=received.area, sender=received.sender, service=received.service,
        sha256=received.sha256, withdrawn_at=None,
    ).exclude(state=State.REFUSED).first()  # fmt: skip
    if earlier is not None:
        day = timezone.localtime(earlier.received_at)
        raise BadInput(f"Đúng tệp này đã được nhận ngày {day:%d/%m/%Y} (“{earlier.name}”): không cần gửi lại.")


def choose_sheet(*, received: IncomingList, sheet: str, by: Member, at: datetime) -> None:
    """The list stands on another sheet of the file: whatever was found on the first goes."""
    if sheet not in found_in(received)["sheets"]:
        raise BadInput(f"Không có trang “{sheet}” trong tệp.")
    if not store.has(received, "upload"):
        raise Locked("Tệp gốc không còn trên máy nên không đổi trang được: mời gửi lại tệp.")
    with transaction.atomic():
        held = lock(received)
        log_event("list.sheet_chosen", about=received, by=by, at=at)
        if received.size > running.SMALL_BYTES:
            held.sheet, held.state = sheet[:120], State.OPENING
            held.save(update_fields=["sheet", "state"])
            running.launch(held)
    if received.size <= running.SMALL_BYTES:
        try:
            open_now(received, sheet, _nothing)
        except UnreadableList as problem:
            raise BadInput(str(problem)) from problem
    received.refresh_from_db()


def discard_list(*, received: IncomingList, by: Member, at: datetime) -> None:
    """Give up a list from which nothing was claimed: its content goes at once, that it was received stays."""
    from tungnha.lists.operations import exchange

    with transaction.atomic():
        held = lock(received)
        if held.state in running.GOING_ON and store.is_worked_on(held):
            raise Locked("Danh sách này đang được đối chiếu: mời bấm Dừng trước, rồi bỏ.")
        held.state, held.problem = State.REFUSED, "Đã bỏ, không ghi nhận gì từ danh sách này."
        held.save(update_fields=["state", "problem"])
        log_event("list.discarded", about=held, by=by, at=at)
    exchange.end_content(received=received, by=by, at=at)
