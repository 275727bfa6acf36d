"""From a request or a breach to the official letter: the words of the case, the sender of the commune."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tungnha.drafting import OfficialDocument, write_docx
from tungnha.drafting.bodies import in_full, issuer_lines
from tungnha.drafting.document import Letterhead, Signature
from tungnha.drafting.letters.breach import BreachNotice, breach_notice
from tungnha.drafting.letters.parts import Sender
from tungnha.drafting.letters.rights import (
    Answer,
    AskedFor,
    answer_letter,
    extension_letter,
    received_letter,
)
from tungnha.people.models import Breach, RightsRequest
from tungnha.people.protection.disclosing import held_about
from tungnha.people.protection.rights_rules import Clocks
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Area, Organisation

SIGNERS = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
AGENCY = "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân (Bộ Công an)"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# which letter → (file name without number, what it is for)
LETTERS = {
    "tiep-nhan": ("phan-hoi", "Phản hồi yêu cầu"),
    "gia-han": ("gia-han", "Báo gia hạn yêu cầu"),
    "tra-loi": ("tra-loi", "Trả lời yêu cầu"),
}
# What was done, in the words of the letter. Correcting is told by the officer: only she knows which field.
DONE = {
    "view": "Thông tin đang được lưu giữ được cung cấp để Ông (Bà) xem.",
    "provide": "Bản sao thông tin đang được lưu giữ được gửi kèm.",
    "correct": "Thông tin đã được sửa theo yêu cầu; nội dung trước khi sửa được lưu trong lịch sử.",
    "withdraw": "Việc rút lại sự đồng ý đã được ghi nhận; từ lúc ấy dữ liệu không được dùng cho mục đích đã đồng ý.",
    "restrict": "Việc xử lý dữ liệu đã được hạn chế: người được nêu không còn trong các danh sách cần đến.",
    "object": "Phản đối đã được ghi nhận: người được nêu không còn trong các danh sách cần đến.",
    "delete": "Họ tên, ngày sinh, số định danh, số điện thoại, địa chỉ và các ghi chú đã được xóa khỏi hệ thống; chỉ"
    " còn số lượng thống kê không kèm tên. Các bản sao lưu được thay dần, không dùng để khôi phục thông tin này.",
    "protect": "Biện pháp bảo vệ đã được áp dụng.",
}


def sender_of(area: Area, at: datetime) -> Sender:
    """The People's Committee of the commune; where it is not on record, its name by the area's."""
    committee = Organisation.objects.filter(area=area, kind=Organisation.Kind.COMMITTEE, valid_to=None).first()
    name = committee.name if committee else f"UBND {area.full_name}"
    signer = committee.head_name if committee else ""
    return Sender(
        letterhead=Letterhead(
            issuer=issuer_lines(name), symbol="UBND-VHXH", place=area.name, year=at.astimezone(VIETNAM).year
        ),
        signature=Signature(SIGNERS if not signer else ("CHỦ TỊCH",), signer),
        in_prose=in_full(name) if area.name in name else in_full(f"UBND {area.full_name}"),
    )


def letter_docx(request: RightsRequest, clocks: Clocks, which: str, at: datetime) -> bytes:
    return write_docx(letter(request, clocks, which, at))


def letter(request: RightsRequest, clocks: Clocks, which: str, at: datetime) -> OfficialDocument:
    of = AskedFor(
        sender=sender_of(request.area, at), asker=request.asker_name,
        number=request.number.replace("-", "\N{NON-BREAKING HYPHEN}"),
        what=request.get_kind_display(), received_at=request.received_at, due_on=clocks.last_day,
        about=request.about_name if request.asks != RightsRequest.Asks.SELF else "",
    )  # fmt: skip
    if which == "gia-han":
        return extension_letter(of, why=request.extended_why, first_due_on=clocks.first_last_day)
    if which == "tra-loi":
        return answer_letter(of, _answer(request))
    return received_letter(of)


def _answer(request: RightsRequest) -> Answer:
    tells = request.outcome in ("done", "partly") and request.kind in ("view", "provide") and request.person is not None
    parts = tuple((part.title, part.rows) for part in held_about(request.person, request.answered_by)) if tells else ()  # type: ignore[arg-type]
    return Answer(
        outcome=request.outcome, done=DONE[request.kind], why=request.outcome_why, article=request.article, parts=parts
    )


def notice_docx(breach: Breach, affected: int | None, at: datetime) -> bytes:
    return write_docx(
        breach_notice(
            BreachNotice(
                sender=sender_of(breach.area, at), addressee=AGENCY, detected_at=breach.detected_at,
                notice_due_at=breach.notice_due_at, written_at=at, what=breach.what, since_at=breach.since_at,
                until_at=breach.until_at, kinds=tuple(breach.kinds), affected=affected, cause=cause_of(breach),
                harm=breach.harm, measures=breach.measures,
                told=f"Đã báo những người bị ảnh hưởng: {breach.told_how}." if breach.told_at else "",
            )
        )
    )  # fmt: skip


def cause_of(breach: Breach) -> str:
    """By which account, file or device; roles, no names."""
    said: list[Any] = []
    if breach.member is not None:
        said.append(f"tài khoản {breach.member.get_role_display().lower()} của {breach.member.area.full_name}")
    if breach.export is not None:
        said.append(f"tệp mã {breach.export.mark} lấy ra ngày {breach.export.at.astimezone(VIETNAM):%d/%m/%Y}")
    if breach.device:
        said.append(f"thiết bị: {breach.device}")
    return f"Liên quan đến {'; '.join(said)}." if said else ""


__all__ = ["LETTERS", "WORD", "cause_of", "letter", "letter_docx", "notice_docx", "sender_of"]
