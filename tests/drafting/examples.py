"""An invented commune, Nà Hạ, and what it sends. Shared by the tests of this engine."""

import struct
import zlib
from datetime import date, datetime

from tungnha.drafting.annexes import ProgressRow
from tungnha.drafting.document import Letterhead, OfficialDocument, Paragraph, Picture, Signature
from tungnha.drafting.letters import (
    Attendance,
    DataRequest,
    LateUnit,
    ReminderLetter,
    Sender,
    TargetFigure,
    WeeklyReport,
)

COMMUNE = "Ủy ban nhân dân xã Nà Hạ"
PLAN = "Kế hoạch số 12/KH-UBND ngày 01/4/2026 của Ủy ban nhân dân xã Nà Hạ về phổ cập chữ ký số công cộng"
CAMPAIGN = "đợt cao điểm phổ cập chữ ký số công cộng"
PERIOD = "tuần từ ngày 22/5/2026 đến ngày 28/5/2026"
THURSDAY_TEN = datetime(2026, 5, 28, 10, 0)
LETTERHEAD = Letterhead(
    issuer="ỦY BAN NHÂN DÂN\nXÃ NÀ HẠ", symbol="BC-UBND", place="Nà Hạ", number=5, issued_on=date(2026, 5, 28)
)
SIGNATURE = Signature(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Lục Thị Hoài An")
SENDER = Sender(LETTERHEAD, SIGNATURE, COMMUNE, contact="Phòng Văn hóa - Xã hội")
LETTER_SENDER = Sender(
    Letterhead("ỦY BAN NHÂN DÂN\nXÃ NÀ HẠ", "UBND-VHXH", "Nà Hạ", number=41, issued_on=date(2026, 5, 28)),
    SIGNATURE,
    COMMUNE,
    contact="Phòng Văn hóa - Xã hội",
)


def picture(side: int = 24) -> bytes:
    """A small chessboard as PNG, standing in for a QR code."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = b"".join(b"\0" + bytes(255 * ((x // 3 + y // 3) % 2) for x in range(side)) for y in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def villages(how_many: int = 37) -> tuple[ProgressRow, ...]:
    """Village 5 has said nothing, village 9 has nothing yet: two different things."""
    special = {5: None, 9: 0}
    return tuple(
        ProgressRow(f"Thôn Nà Vang {n}", special.get(n, 7 + n * 3 % 40), 120 + n, 80 + n)
        for n in range(1, how_many + 1)
    )


def small_document(**changes: object) -> OfficialDocument:
    fields: dict[str, object] = {
        "letterhead": LETTERHEAD,
        "subject": "Kết quả một việc nhỏ",
        "body": (Paragraph("Việc nhỏ đã làm xong."),),
        "signature": SIGNATURE,
        "issuer_in_prose": COMMUNE,
        "draft_mark": "",
    }
    return OfficialDocument(**{**fields, **changes})  # type: ignore[arg-type]


def full_report(**changes: object) -> WeeklyReport:
    fields: dict[str, object] = {
        "sender": SENDER,
        "campaign": CAMPAIGN,
        "period": PERIOD,
        "plan_reference": PLAN,
        "addressees": ("Sở Khoa học và Công nghệ tỉnh Bình Lâm",),
        "recipients": ("Thường trực Đảng ủy (để b/c)", "Chủ tịch, các Phó Chủ tịch UBND xã", "Các thôn"),
        "targets": (
            TargetFigure(
                "Người dân có chữ ký số công cộng", 368, 5480, "người trên 15 tuổi",
                "Công an xã, số liệu ngày 30/4/2026", 3496, 28,
            ),
            TargetFigure(
                "Công chức, viên chức có chữ ký số", 61, 64, "công chức, viên chức", "các đơn vị kê khai", 64, 2
            ),
            TargetFigure("Hộ gia đình được hướng dẫn", None, 1540, "hộ gia đình", "các thôn", 1386, unit="hộ"),
        ),
        "attendance": Attendance(
            THURSDAY_TEN,
            14,
            (LateUnit("Trường Tiểu học Nà Hạ", datetime(2026, 5, 28, 10, 7)),),
            ("Trạm Y tế", "Thôn Nà Vang 5"),
        ),
        "villages": villages(),
        "villages_total": ProgressRow("Toàn xã", 368, 5480, 3496),
        "villages_note": "Số người của toàn xã do Công an xã cung cấp, ngày 30/4/2026.",
        "situation": "Xã đã họp giao ban với các thôn, phân công từng thành viên Tổ công nghệ số cộng đồng.\n"
        "- Ban hành 01 công văn hướng dẫn;\n- Tổ chức 03 điểm hỗ trợ tại nhà văn hóa.",
        "outreach": "Loa truyền thanh phát 14 lượt; các tổ đến 212 hộ.",
        "difficulties": "Một số người cao tuổi chưa có điện thoại thông minh.",
        "next_tasks": "- Đến các hộ còn lại của thôn Nà Vang 9.\n- Mở điểm hỗ trợ tối thứ Bảy.",
        "pictures": (Picture(picture(), 28, "Mã QR tài liệu hướng dẫn"),),
        "draft_mark": "",
    }  # fmt: skip
    return WeeklyReport(**{**fields, **changes})  # type: ignore[arg-type]


def reminder(missing: int = 3, **changes: object) -> ReminderLetter:
    fields: dict[str, object] = {
        "sender": LETTER_SENDER,
        "report_name": f"kết quả {CAMPAIGN} {PERIOD}",
        "due_at": THURSDAY_TEN,
        "counted_at": datetime(2026, 5, 28, 10, 30),
        "expected": 14,
        "missing": tuple(f"Thôn Nà Vang {n}" for n in range(1, missing + 1)),
        "send_by": datetime(2026, 5, 28, 16, 0),
        "plan_reference": PLAN,
        "recipients": ("Chủ tịch, các Phó Chủ tịch UBND xã",),
        "draft_mark": "",
    }
    return ReminderLetter(**{**fields, **changes})  # type: ignore[arg-type]


def request(**changes: object) -> DataRequest:
    fields: dict[str, object] = {
        "sender": LETTER_SENDER,
        "addressee": "Công an xã Nà Hạ",
        "area": "xã Nà Hạ",
        "purpose": "tính tỷ lệ người dân có chữ ký số công cộng",
        "as_of": date(2026, 6, 30),
        "send_by": datetime(2026, 7, 3, 17, 0),
        "villages": tuple(f"Thôn Nà Vang {n}" for n in range(1, 13)),
        "plan_reference": PLAN,
        "draft_mark": "",
    }
    return DataRequest(**{**fields, **changes})  # type: ignore[arg-type]
