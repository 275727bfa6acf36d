"""The letter that asks the police for the figure every rate rests on (số người trên 15 tuổi)."""

from dataclasses import dataclass
from datetime import date, datetime

from tungnha.drafting.dates import deadline, short_date
from tungnha.drafting.document import DRAFT, Annex, Block, Column, OfficialDocument, Paragraph, Table
from tungnha.drafting.letters.parts import Sender, via
from tungnha.drafting.text import one_line


@dataclass(frozen=True)
class DataRequest:
    """A request for counts, never for names: a rate needs no more."""

    sender: Sender
    addressee: str  # Công an xã Nà Hạ
    area: str  # xã Nà Hạ
    purpose: str  # tính tỷ lệ người dân có chữ ký số công cộng
    as_of: date
    send_by: datetime
    who: str = "người trên 15 tuổi"
    villages: tuple[str, ...] = ()
    village_noun: str = "thôn"
    plan_reference: str = ""
    recipients: tuple[str, ...] = ()
    draft_mark: str = DRAFT


def data_request_letter(request: DataRequest) -> OfficialDocument:
    return OfficialDocument(
        letterhead=request.sender.letterhead,
        kind="",
        subject=f"đề nghị cung cấp số {request.who} trên địa bàn {one_line(request.area)}",
        addressees=(request.addressee,),
        body=body(request),
        recipients=request.recipients,
        archive=request.sender.archive,
        signature=request.sender.signature,
        annexes=(answer_form(request),) if request.villages else (),
        issuer_in_prose=request.sender.in_prose,
        draft_mark=request.draft_mark,
    )


def body(request: DataRequest) -> tuple[Block, ...]:
    us, place = request.sender.in_prose, via(request.sender.contact)
    following = f"Thực hiện {one_line(request.plan_reference)}; để" if request.plan_reference else "Để"
    by, day = deadline(request.send_by), short_date(request.as_of)
    split = f", chia theo từng {request.village_noun} (theo biểu mẫu tại Phụ lục kèm theo)" if request.villages else ""
    return (
        Paragraph(
            f"{following} có cơ sở {one_line(request.purpose)}, {us} đề nghị {one_line(request.addressee)} "
            "cung cấp số liệu sau:"
        ),
        Paragraph(
            f"1. Tổng số {request.who} đang thường trú, tạm trú trên địa bàn {one_line(request.area)}, "
            f"tính đến hết ngày {day}{split}.",
            bold=(f"ngày {day}",),
        ),
        Paragraph(
            "2. Ghi rõ cách xác định độ tuổi, nguồn và ngày chốt số liệu, để thống nhất cơ sở tính tỷ lệ "
            "trong các báo cáo."
        ),
        Paragraph("3. Chỉ cung cấp số lượng; không gửi kèm danh sách hoặc thông tin cá nhân của người dân."),
        Paragraph(
            f"Đề nghị {one_line(request.addressee)} gửi kết quả bằng văn bản về {us}{place} trước {by}.",
            bold=(f"trước {by}",),
        ),
        Paragraph(f"{us} trân trọng cảm ơn sự phối hợp của {one_line(request.addressee)}./."),
    )


def answer_form(request: DataRequest) -> Annex:
    """A table with empty cells: what is filled in can be read back as it stands."""
    empty = ("", "", "", "")
    table = Table(
        columns=(
            Column("TT", 11, "center"),
            Column(request.village_noun.capitalize(), 56),
            Column("Thường trú", 24, "right"),
            Column("Tạm trú", 24, "right"),
            Column("Tổng số", 24, "right"),
            Column("Ghi chú", 26),
        ),
        rows=tuple((str(place), one_line(name), *empty) for place, name in enumerate(request.villages, 1)),
        total=("", "Tổng cộng", *empty),
        unit="Đơn vị tính: người",
        size_pt=13,
    )
    title = f"Số {request.who} trên địa bàn {one_line(request.area)}\n(tính đến hết ngày {short_date(request.as_of)})"
    return Annex(title=title, body=(table,))
