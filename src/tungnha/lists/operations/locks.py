"""One change of a list at a time; what may still change depends on how far it has come."""

from __future__ import annotations

from tungnha.lists.models import IncomingList
from tungnha.units.problems import Locked


def lock(received: IncomingList) -> IncomingList:
    """For whatever makes the rows anew: never once a list is confirmed, whatever the caller's own copy says."""
    locked = IncomingList.objects.select_for_update().get(pk=received.pk)
    refuse_confirmed(locked)
    return locked


def lock_to_settle(received: IncomingList) -> IncomingList:
    """For an officer's word about a row, before the list is confirmed or after (only rows that are no claim yet; the
    caller looks at `claimed_at`). Not while the rows are being written anew, nor once the list is withdrawn."""
    locked = IncomingList.objects.select_for_update().get(pk=received.pk)
    if locked.withdrawn_at is not None:
        raise Locked("Danh sách này đã được rút lại: không dòng nào của nó còn được tính.")
    if locked.state != IncomingList.State.CHECKED:
        raise Locked("Danh sách này đang được đối chiếu lại: mời chờ xong rồi xem tiếp, những gì đã chọn vẫn được giữ.")
    return locked


def refuse_confirmed(received: IncomingList) -> None:
    if received.confirmed_at is not None:
        raise Locked(
            "Danh sách này đã được xác nhận thành ghi nhận: không sửa được nữa, chỉ có thể rút lại cả danh sách."
        )
