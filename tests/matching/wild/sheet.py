"""A list on its way to becoming a file: lines, the order of its columns, and the words above them."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from random import Random

from tests.matching.wild.base import Base, Known, Line


@dataclass
class Sheet:
    lines: list[Line]
    columns: list[str]
    words: dict[str, str]
    heads: dict[str, Known]
    register: list[Known]
    titles: list[str] = field(default_factory=list)
    grid: list[list[str]] = field(default_factory=list)

    def span(self, rng: Random, share: float, at: float | None = None) -> slice:
        """A block of about that share of the lines, somewhere or at a place told as a share."""
        size = max(8, round(len(self.lines) * share * rng.uniform(0.8, 1.2)))
        most = max(0, len(self.lines) - size)
        first = rng.randrange(most + 1) if at is None else min(most, round(at * len(self.lines)))
        return slice(first, first + size)

    def lay(self) -> None:
        """From lines to rows of cells."""
        self.grid = []
        for number, line in enumerate(self.lines, 1):
            columns = line.columns or tuple(self.columns)
            if line.kind == "person" and "serial" in columns:
                line.cells["serial"] = str(number)
            row = [line.cells.get(column, "") for column in columns]
            self.grid.append(row + [""] * (len(self.columns) - len(row)))

    def header(self) -> list[str]:
        return [self.words[column] for column in self.columns]


@dataclass(frozen=True)
class Sender:
    """Who sends it, what stands above the table, and which columns it has; several words are taken in turn."""

    titles: tuple[str, ...]
    columns: tuple[tuple[str, tuple[str, ...]], ...]


SENDERS: dict[str, Sender] = {
    "vnpt": Sender(
        ("VNPT KHU VỰC 3", "DANH SÁCH KHÁCH HÀNG ĐÃ CẤP CHỮ KÝ SỐ CÁ NHÂN", "(Tính đến hết ngày 31/10/2026)"),
        (("serial", ("STT",)), ("name", ("Họ và tên khách hàng", "Tên khách hàng")), ("birth", ("Ngày sinh",)),
         ("number", ("Số GTTT", "Số giấy tờ")), ("phone", ("Số thuê bao", "SĐT liên hệ")), ("sex", ("Giới tính",)),
         ("address", ("Địa chỉ",)), ("since", ("Ngày kích hoạt", "Ngày cấp CTS"))),
    ),
    "viettel": Sender(
        ("BÁO CÁO THUÊ BAO XÁC THỰC",),
        (("serial", ("TT",)), ("phone", ("ISDN", "Số điện thoại")), ("name", ("TEN_KHACH_HANG", "Tên thuê bao")),
         ("number", ("SO_GIAY_TO", "ID_NO")), ("birth", ("NGAY_SINH",)), ("sex", ("GIOI_TINH",)),
         ("address", ("DIA_CHI", "Địa chỉ thường trú")), ("since", ("NGAY_DAU_NOI", "NGAY_KICH_HOAT"))),
    ),
    "mobifone": Sender(
        (),
        (("phone", ("MSISDN", "Thuê bao")), ("name", ("Họ tên chủ thuê bao", "TEN_TB")), ("birth", ("NTNS",)),
         ("number", ("CCCD/CMND", "Số CCCD")), ("sex", ("Phái", "G.tính")), ("address", ("Đ/c", "Địa chỉ KH")),
         ("note", ("Ghi chú",))),
    ),
    "police": Sender(
        ("CÔNG AN TỈNH", "CÔNG AN XÃ TÂN LẬP", "DANH SÁCH CÔNG DÂN ĐÃ KÍCH HOẠT ĐỊNH DANH MỨC 2", ""),
        (("serial", ("STT",)), ("name", ("HỌ VÀ TÊN", "Họ, chữ đệm và tên khai sinh")),
         ("birth", ("Ngày, tháng, năm sinh",)), ("sex", ("Giới tính",)),
         ("number", ("Số ĐDCN/CCCD", "Số định danh cá nhân")), ("address", ("Nơi thường trú", "Nơi ở hiện tại")),
         ("phone", ("Số ĐT", "Điện thoại")), ("since", ("Ngày duyệt", "Ngày kích hoạt")), ("note", ("Ghi chú",))),
    ),
    "village": Sender(
        ("DANH SÁCH NGƯỜI DÂN ĐÃ CÀI ĐẶT",),
        (("serial", ("Số TT",)), ("name", ("Họ tên", "Họ và tên người dân")), ("birth", ("Năm sinh", "Sinh ngày")),
         ("sex", ("Nam/Nữ",)), ("address", ("Thôn", "Khu dân cư")), ("number", ("Căn cước", "CCCD")),
         ("phone", ("ĐT", "Số máy"))),
    ),
    "export": Sender(
        (),
        (("code", ("ma_kh",)), ("name", ("ho_ten", "hoten", "full_name")), ("birth", ("ngaysinh", "dob")),
         ("number", ("so_cccd", "so_dinh_danh")), ("phone", ("sdt", "phone", "so_dt")), ("sex", ("gioi_tinh", "sex")),
         ("address", ("diachi", "dia_chi")), ("status", ("trang_thai",))),
    ),
    # as linkbench lays its lists out, which is what a .parquet has
    "linkbench": Sender(
        (),
        (("name", ("ho_ten",)), ("birth", ("ngay_sinh",)), ("sex", ("gioi_tinh",)), ("number", ("so_giay_to",)),
         ("phone", ("sdt",)), ("address", ("dia_chi",))),
    ),
}  # fmt: skip
PLAIN_WORDS = {
    "serial": "STT", "name": "Họ và tên", "birth": "Ngày sinh", "sex": "Giới tính", "number": "Số định danh",
    "phone": "Số điện thoại", "address": "Thôn", "since": "Ngày cấp", "note": "Ghi chú", "status": "Trạng thái",
    "code": "Mã khách hàng",
}  # fmt: skip


def sheet_of(base: Base, sender: str, rng: Random) -> Sheet:
    """The list as that sender lays it out; what is not about the person is filled as they fill it."""
    known = SENDERS[sender]
    words = {column: rng.choice(ways) for column, ways in known.columns}
    sheet = Sheet(
        copy.deepcopy(base.lines), [*words], words, base.heads(), base.register, list(known.titles)
    )  # fmt: skip
    for line in sheet.lines:
        line.cells["since"] = f"{rng.randrange(1, 29):02d}/{rng.randrange(1, 11):02d}/2026"
        line.cells["code"] = f"KH{rng.randrange(10**7):07d}"
        line.cells["status"] = "Hoạt động" if rng.random() < 0.9 else "Chờ duyệt"
        line.cells["note"] = "" if rng.random() < 0.85 else rng.choice(("cấp lại", "đã gọi", "vắng nhà", "cấp mới"))
    return sheet
