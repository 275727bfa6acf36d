"""One change of a list at a time, and none once it is confirmed."""

from __future__ import annotations

from tungnha.lists.models import IncomingList
from tungnha.units.problems import Locked


def lock(received: IncomingList) -> IncomingList:
    """One change of a list at a time, and none once it is confirmed, whatever the caller's own copy says."""
    locked = IncomingList.objects.select_for_update().get(pk=received.pk)
    refuse_confirmed(locked)
    return locked


def refuse_confirmed(received: IncomingList) -> None:
    if received.confirmed_at is not None:
        raise Locked(
            "Danh sách này đã được xác nhận thành ghi nhận: không sửa được nữa, chỉ có thể rút lại cả danh sách."
        )
