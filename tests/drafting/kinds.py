"""One paper of each of the six kinds, and one more, from an invented commune and its bodies; `Kind` says what stands
where on it. Names are long where they are long in life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tungnha.drafting.document import (
    Annex,
    Column,
    Heading,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Prompt,
    Signature,
    Table,
)
from tungnha.drafting.letters import (
    GivenReport,
    GivenTarget,
    GivenTask,
    HigherPlan,
    Invitation,
    LowerPlan,
    Notice,
    Sender,
    invitation,
    lower_plan,
    notice,
    reminder_letter,
    submission,
    weekly_report,
)

from .examples import COMMUNE, SIGNATURE, full_report, reminder

DAY = date(2026, 2, 3)


@dataclass(frozen=True)
class Kind:
    """`says`: element of the decree → the line that is it. `annexes`: whether each lies across."""

    name: str
    make: Callable[[], OfficialDocument]
    says: dict[str, str]
    annexes: tuple[bool, ...] = ()
    issuer_last: str = ""
    rules: dict[str, str] = field(default_factory=dict)


def head(symbol: str, number: int | None, day: date | None = DAY, **more: object) -> Letterhead:
    fields: dict[str, object] = {"issuer": "ỦY BAN NHÂN DÂN\nXÃ NÀ HẠ", "place": "Nà Hạ", "year": 2026}
    return Letterhead(symbol=symbol, number=number, issued_on=day, **{**fields, **more})  # type: ignore[arg-type]


COMMITTEE = Sender(
    head("KH-BCĐ", 7, issuer="BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ", superior="UBND XÃ NÀ HẠ"),
    Signature(("TM. BAN CHỈ ĐẠO", "PHÓ TRƯỞNG BAN"), "Lò Văn Bách", "PHÓ CHỦ TỊCH UBND"),
    "Ban Chỉ đạo Chuyển đổi số xã Nà Hạ",
)
DEPARTMENT = Sender(
    head("TB-VHXH", 12, date(2026, 11, 21), issuer="PHÒNG VĂN HÓA - XÃ HỘI", superior="UBND XÃ NÀ HẠ"),
    Signature(("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG"), "Mạc Thị Bê"),
    "Phòng Văn hóa - Xã hội xã Nà Hạ",
)
ISLAND = Sender(
    head(
        "GM-UBND", None, None, place="Côn Mẫu",
        issuer="ỦY BAN NHÂN DÂN ĐẶC KHU CÔN MẪU VÀ CÁC ĐẢO PHỤ CẬN",
    ),
    Signature(("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"), "Đỗ Hải Đăng"),
    "Ủy ban nhân dân đặc khu Côn Mẫu",
)  # fmt: skip
SCHOOL = Sender(
    head("TTr-THCS", 3, issuer="TRƯỜNG TRUNG HỌC CƠ SỞ\nNÀ HẠ", superior="ỦY BAN NHÂN DÂN XÃ NÀ HẠ"),
    Signature(("TUQ. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"), "Vi Văn Cả"),
    "Trường Trung học cơ sở Nà Hạ",
)  # fmt: skip


def a_plan() -> OfficialDocument:
    """A steering committee's: titles of the committee, then of the state; two annexes, one across. What the draft asks
    for is written."""
    drafted = lower_plan(
        LowerPlan(
            sender=COMMITTEE,
            level="commune",
            place="xã Nà Hạ",
            higher=HigherPlan("Kế hoạch", "KH-UBND", "4", DAY, "UBND tỉnh Bình Lâm", "phổ cập chữ ký số công cộng"),
            targets=(GivenTarget("", DAY, 3496, "người trên 15 tuổi", "được cấp chữ ký số", 5480, 340),),
            tasks=tuple(
                GivenTask(f"Rà soát, hướng dẫn đợt {n}", "Phòng Văn hóa - Xã hội", "Công an xã", "Báo cáo", "Tháng 5")
                for n in range(1, 30)
            ),
            reports=(GivenReport("Các thôn", "Ban Chỉ đạo", "weekly", weekday=4),),
            duties=(("Công an xã", ("cung cấp số liệu;", "phối hợp hướng dẫn")),),
            bases=("Căn cứ Luật Giao dịch điện tử số 20/2023/QH15",),
            recipients=("Thường trực Đảng ủy (để b/c)", "Các thôn (để t/h)"),
        )
    )
    written = tuple(Paragraph("Chia hộ cho từng Tổ.") if isinstance(b, Prompt) else b for b in drafted.body)
    return replace(drafted, draft_mark="", body=written)


def a_notice() -> OfficialDocument:
    return notice(
        Notice(
            DEPARTMENT,
            "lịch các điểm hỗ trợ cài đặt chữ ký số và ứng dụng VNeID tại nhà văn hóa các thôn trong tháng 12/2026",
            "Mỗi điểm mở từ 19 giờ 30 đến 21 giờ 00.\n- Thôn Nà Vang: tối thứ Ba;\n- Thôn Nà Lại: tối thứ Năm.",
            recipients=("Các thôn", "Đài Truyền thanh xã"),
            draft_mark="",
        )
    )


def an_invitation() -> OfficialDocument:
    """Numbered and dated only when it is signed: both stay blank."""
    return invitation(
        Invitation(
            ISLAND, "Hội nghị triển khai Kế hoạch phổ cập chữ ký số công cộng", ("Trưởng Công an", "Bí thư Chi bộ"),
            datetime(2026, 6, 5, 8, 0), "Hội trường UBND đặc khu", "Đồng chí Q. Chủ tịch", draft_mark="",
        )
    )  # fmt: skip


def a_proposal() -> OfficialDocument:
    return submission(
        Notice(
            SCHOOL, "Về việc mua 02 máy quét cho điểm hỗ trợ", "Kinh phí dự kiến 8.400.000 đồng.",
            addressees=("Ủy ban nhân dân xã Nà Hạ",), draft_mark="",
        )
    )  # fmt: skip


def an_annexed() -> OfficialDocument:
    """Short text, an annex across of 166 rows and an upright one."""
    table = Table(
        (Column("TT", 12, "center"), Column("Xã, phường", 100), Column("Hiện có", 40, "right")),
        tuple((str(n), f"Xã Nà Vang {n}", f"{n}") for n in range(1, 167)),
        ("", "Tổng cộng", "13.861"),
        unit="Đơn vị tính: người",
    )
    return OfficialDocument(
        letterhead=head("BC-UBND", 9), subject="Kết quả theo xã, phường", body=(Paragraph("Kết quả tại các Phụ lục."),),
        signature=SIGNATURE, recipients=("Các xã, phường",), issuer_in_prose=COMMUNE, draft_mark="",
        annexes=(
            Annex("Kết quả theo xã, phường", (table,), landscape=True),
            Annex("Cách tính", (Heading(1, "Cơ sở"), Heading(3, "người trên 15 tuổi"), Paragraph("Do Công an xã."))),
        ),
    )  # fmt: skip


UBND, HEAD = "ỦY BAN NHÂN DÂN", {"issuer": "XÃ NÀ HẠ"}
KINDS = (
    Kind(
        "báo cáo",
        lambda: weekly_report(full_report()),
        {
            **HEAD, "number": "Số: 05/BC-UBND", "place": "Nà Hạ, ngày 28 tháng 5 năm 2026", "kind": "BÁO CÁO",
            "subject": "(tuần từ ngày 22/5/2026 đến ngày 28/5/2026)",
            "addressee": "Kính gửi: Sở Khoa học và Công nghệ tỉnh Bình Lâm", "part": "II. KẾT QUẢ THỰC HIỆN",
            "clause": "2. Kết quả thực hiện các chỉ tiêu", "body": "Loa truyền thanh phát 14 lượt; các tổ đến 212 hộ.",
            "copies": "- Các thôn;", "archive": "- Lưu: VT, VHXH.", "authority": "KT. CHỦ TỊCH",
            "authority2": "PHÓ CHỦ TỊCH", "signer": "Lục Thị Hoài An", "annex": "Phụ lục",
        },
        annexes=(False,),
    ),
    Kind(
        "kế hoạch",
        a_plan,
        {
            "superior": "UBND XÃ NÀ HẠ", "issuer": "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ", "number": "Số: 07/KH-BCĐ",
            "place": "Nà Hạ, ngày 03 tháng 02 năm 2026", "kind": "KẾ HOẠCH",
            "subject": "Thực hiện phổ cập chữ ký số công cộng trên địa bàn xã Nà Hạ",
            "basis": "Căn cứ Luật Giao dịch điện tử số 20/2023/QH15.", "part": "I. MỤC ĐÍCH, YÊU CẦU",
            "clause": "1. Mục đích", "copies": "- Các thôn (để t/h);", "archive": "- Lưu: VT, VHXH.",
            "authority": "TM. BAN CHỈ ĐẠO", "authority2": "PHÓ TRƯỞNG BAN", "state": "PHÓ CHỦ TỊCH UBND",
            "signer": "Lò Văn Bách", "annex": "Phụ lục II",
        },
        annexes=(False, True),
    ),
    Kind(
        "công văn",
        lambda: reminder_letter(reminder(3)),
        {
            **HEAD, "number": "Số: 41/UBND-VHXH", "place": "Nà Hạ, ngày 28 tháng 5 năm 2026", "about": "V/v đôn đốc",
            "addressees": "Kính gửi:", "dash": "- Thôn Nà Vang 3.", "copies": "- Như trên;",
            "archive": "- Lưu: VT, VHXH.", "authority": "KT. CHỦ TỊCH", "signer": "Lục Thị Hoài An",
            "body": "Để kịp thời tổng hợp, báo cáo theo quy định, Ủy ban nhân dân xã Nà Hạ đề nghị các đơn vị chưa gửi "
            "báo cáo:",
        },
    ),
    Kind(
        "thông báo",
        a_notice,
        {
            "superior": "UBND XÃ NÀ HẠ", "issuer": "PHÒNG VĂN HÓA - XÃ HỘI", "number": "Số: 12/TB-VHXH",
            "place": "Nà Hạ, ngày 21 tháng 11 năm 2026", "kind": "THÔNG BÁO",
            "body": "Mỗi điểm mở từ 19 giờ 30 đến 21 giờ 00.", "copies": "- Các thôn;", "archive": "- Lưu: VT, VHXH.",
            "authority": "TL. CHỦ TỊCH", "authority2": "TRƯỞNG PHÒNG", "signer": "Mạc Thị Bê",
        },
    ),
    Kind(
        "giấy mời",
        an_invitation,
        {
            "number": "Số: /GM-UBND", "place": "Côn Mẫu, ngày tháng năm 2026", "kind": "GIẤY MỜI",
            "subject": "Dự hội nghị triển khai Kế hoạch phổ cập chữ ký số công cộng",
            "body": "Chủ trì: Đồng chí Q. Chủ tịch.", "copies": "- Trưởng Công an;", "archive": "- Lưu: VT, VHXH.",
            "authority": "TM. ỦY BAN NHÂN DÂN", "authority2": "Q. CHỦ TỊCH", "signer": "Đỗ Hải Đăng",
        },
    ),
    Kind(
        "phụ lục",
        an_annexed,
        {
            **HEAD, "number": "Số: 09/BC-UBND", "place": "Nà Hạ, ngày 03 tháng 02 năm 2026", "kind": "BÁO CÁO",
            "subject": "Kết quả theo xã, phường", "copies": "- Các xã, phường;", "archive": "- Lưu: VT.",
            "authority": "KT. CHỦ TỊCH", "signer": "Lục Thị Hoài An", "annex": "Phụ lục I", "annex2": "Phụ lục II",
            "annex_title": "KẾT QUẢ THEO XÃ, PHƯỜNG", "point": "a) người trên 15 tuổi",
        },
        annexes=(True, False),
    ),
    Kind(
        "tờ trình",
        a_proposal,
        {
            "superior": "ỦY BAN NHÂN DÂN XÃ NÀ HẠ", "issuer": "NÀ HẠ", "number": "Số: 03/TTr-THCS",
            "place": "Nà Hạ, ngày 03 tháng 02 năm 2026", "kind": "TỜ TRÌNH",
            "subject": "Về việc mua 02 máy quét cho điểm hỗ trợ", "addressee": "Kính gửi: Ủy ban nhân dân xã Nà Hạ",
            "body": "Kinh phí dự kiến 8.400.000 đồng.", "copies": "- Như trên;", "archive": "- Lưu: VT, VHXH.",
            "authority": "TUQ. HIỆU TRƯỞNG", "signer": "Vi Văn Cả",
        },
    ),
)  # fmt: skip
