"""The columns of a list of establishments or of products: found, guessed, named. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tungnha.identity import names
from tungnha.matching.problems import UnreadableList
from tungnha.matching.workbooks import Sheet, Workbook
from tungnha.people.importing.rules import Cells, Columns

ESTABLISHMENTS, PRODUCTS = "establishments", "products"
FIELDS: dict[str, dict[str, str]] = {
    ESTABLISHMENTS: {
        "name": "Tên cơ sở, hộ kinh doanh", "owner_name": "Chủ hộ, người đại diện", "code": "Mã số thuế, mã số hộ",
        "kind": "Loại hình", "village": "Thôn", "address": "Địa chỉ", "trade": "Ngành nghề, mặt hàng",
        "phone": "Điện thoại", "workers": "Số lao động", "eligible": "Đủ điều kiện (có, không)",
        "why": "Lý do không đủ điều kiện",
    },
    PRODUCTS: {
        "name": "Tên sản phẩm", "producer": "Chủ thể, cơ sở làm ra", "owner_name": "Người đại diện", "stars": "Sao",
        "decision": "Quyết định công nhận", "recognised_on": "Ngày công nhận", "valid_until": "Có giá trị đến",
        "village": "Thôn", "address": "Địa chỉ", "phone": "Điện thoại", "code": "Mã số thuế", "floor": "Tên sàn",
        "url": "Địa chỉ trên sàn",
    },
}  # fmt: skip
# Folded words of headers. A whole header decides before words inside one; of those the longest.
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    ESTABLISHMENTS: {
        "name": ("ten ho kinh doanh", "ten hkd", "ten co so", "ten nguoi nop thue", "ten nnt", "ten doanh nghiep",
                 "ten hop tac xa", "ten cua hang", "ten truong", "bien hieu", "ten bien hieu", "ho kinh doanh",
                 "co so kinh doanh", "ten don vi", "ten to chuc ca nhan", "ten"),
        "owner_name": ("chu ho kinh doanh", "ten chu ho", "chu ho", "ho ten chu ho", "ho va ten chu ho",
                       "nguoi dai dien", "dai dien", "chu co so", "ho va ten", "ho ten", "hieu truong", "giam doc"),
        "code": ("ma so thue", "mst", "ma so ho kinh doanh", "ma so", "ma so dinh danh", "so dinh danh", "ma ho",
                 "ma so dn", "cccd", "so cccd", "ma nnt"),
        "kind": ("loai hinh", "loai co so", "loai", "loai hinh kinh doanh"),
        "village": ("thon", "ban", "khu pho", "to dan pho", "tdp", "thon ban", "thon to", "dia ban", "thon khu pho"),
        "address": ("dia chi", "dia chi kinh doanh", "dia diem kinh doanh", "noi kinh doanh", "dia chi tru so"),
        "trade": ("nganh nghe", "nganh nghe kinh doanh", "mat hang", "linh vuc", "nganh hang", "nganh kinh doanh",
                  "hinh thuc kinh doanh"),
        "phone": ("dien thoai", "so dien thoai", "sdt", "dt", "di dong", "so dt"),
        "workers": ("so lao dong", "lao dong", "so nhan vien"),
        "eligible": ("du dieu kien", "dieu kien"),
        "why": ("ly do", "ly do khong du dieu kien", "ly do khong du"),
    },
    PRODUCTS: {
        "name": ("ten san pham", "san pham", "san pham ocop", "ten san pham ocop"),
        "producer": ("chu the", "ten chu the", "chu the san xuat", "co so san xuat", "don vi san xuat", "chu the ocop",
                     "chu the san pham", "nha san xuat", "ten co so"),
        "owner_name": ("nguoi dai dien", "dai dien", "chu ho", "giam doc", "chu co so"),
        "stars": ("so sao", "sao", "hang sao", "phan hang", "hang", "xep hang", "ket qua phan hang", "dat sao"),
        "decision": ("so quyet dinh", "quyet dinh", "quyet dinh cong nhan", "so qd", "qd cong nhan",
                     "quyet dinh phe duyet"),
        "recognised_on": ("ngay cong nhan", "ngay quyet dinh", "ngay qd", "ngay ban hanh", "ngay cap", "nam cong nhan"),
        "valid_until": ("ngay het han", "het han", "thoi han", "hieu luc den", "gia tri den", "co gia tri den"),
        "village": ("thon", "ban", "khu pho", "to dan pho", "tdp", "dia ban", "thon ban"),
        "address": ("dia chi", "dia chi san xuat", "noi san xuat"),
        "phone": ("dien thoai", "so dien thoai", "sdt", "dt", "so dt"),
        "code": ("ma so thue", "mst", "ma so"),
        "floor": ("san thuong mai dien tu", "san tmdt", "ten san", "san", "kenh ban hang"),
        "url": ("link", "duong dan", "dia chi gian hang", "link gian hang", "gian hang", "link san pham", "duong link"),
    },
}  # fmt: skip
NEEDED = {ESTABLISHMENTS: ("name", "owner_name"), PRODUCTS: ("name",)}
SEARCHED_ROWS = 40
MOST_LINES = 20_000


@dataclass(frozen=True)
class Found:
    sheet: Sheet
    header_at: int
    columns: dict[str, int]

    @property
    def header(self) -> list[str]:
        return [words_of(cell) for cell in self.sheet.rows[self.header_at]]

    @property
    def rows(self) -> list[tuple[int, Cells]]:
        below = enumerate(self.sheet.rows[self.header_at + 1 :], start=self.header_at + 2)
        return [(line, cells) for line, cells in below if any(cell != "" for cell in cells)]


def find_table(book: Workbook, about: str, sheet: str = "") -> Found:
    """The list in the named sheet, else in the sheet whose header names most. Raises UnreadableList."""
    best: Found | None = None
    for candidate in [book.sheet(sheet)] if sheet else book.sheets:
        for at, row in enumerate(candidate.rows[:SEARCHED_ROWS]):
            columns = guess(row, about)
            fits = len(columns) >= 2 and any(needed in columns for needed in NEEDED[about])
            if fits and (best is None or len(columns) > len(best.columns)):
                best = Found(candidate, at, columns)
    if best is None:
        asked = ", ".join(list(FIELDS[about].values())[:5])
        raise UnreadableList(f"Không tìm thấy dòng tiêu đề; đã tìm các cột {asked}.")
    if not best.rows:
        raise UnreadableList(f"Trang “{best.sheet.name}” có dòng tiêu đề nhưng không có dòng nào bên dưới.")
    if len(best.rows) > MOST_LINES:
        raise UnreadableList(f"Danh sách có {len(best.rows)} dòng, quá {MOST_LINES} dòng; hãy chia nhỏ.")
    return best


def guess(header: Sequence[object], about: str) -> dict[str, int]:
    """Field → column: first the headers that are a field's words, then those that contain them."""
    own: dict[str, int] = {}
    folded = [folded_header(cell) for cell in header]
    for whole in (True, False):
        for at, words in enumerate(folded):
            name = _field_of(words, about, whole=whole)
            if name and name not in own and at not in own.values():
                own[name] = at
    return own


def _field_of(words: str, about: str, *, whole: bool) -> str:
    if not words or len(words) > 60:
        return ""
    best = ("", 0)
    for name, known in WORDS[about].items():
        for one in known:
            fits = words == one if whole else " " in one and f" {one} " in f" {words} "
            if fits and len(one) > best[1]:
                best = (name, len(one))
    return best[0]


def why_columns_do_not_do(about: str, columns: Columns) -> str:
    if not any(needed in columns for needed in NEEDED[about]):
        wanted = " hoặc ".join(FIELDS[about][needed] for needed in NEEDED[about])
        return f"Chưa chọn cột {wanted}: không có tên thì không nhập được."
    if about == PRODUCTS and "producer" not in columns:
        return "Chưa chọn cột Chủ thể: phải biết sản phẩm của ai."
    chosen = list(columns.values())
    twice = [FIELDS[about][name] for name, at in columns.items() if chosen.count(at) > 1]
    return f"Một cột được chọn hai lần: {', '.join(twice)}. Mỗi cột chỉ là một thứ." if twice else ""


def words_of(cell: object) -> str:
    """A cell as text: without NUL, which a database refuses."""
    if isinstance(cell, date):  # a datetime is one too
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell).replace("\0", "").strip()


def folded_header(cell: object) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", names.fold(words_of(cell).replace("_", " ").replace("/", " "))))


def name_of(name: str) -> str:
    return FIELDS[ESTABLISHMENTS].get(name) or FIELDS[PRODUCTS].get(name, name)
