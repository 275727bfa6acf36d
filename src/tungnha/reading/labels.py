"""The labels of tasks in prose: "Đơn vị chủ trì:", "Cơ quan phối hợp:", "Thời gian thực hiện:", "Sản phẩm:"."""

import re

_BODY = (
    r"(?:(?:cac )?(?:don vi|co quan|bo phan|to chuc|ca nhan|nguoi|can bo)(?:,? ?(?:va )?(?:don vi|co quan|ca nhan))?)"
)
PATTERNS = {
    "co": rf"{_BODY}?\s*(?:cung )?phoi hop(?: thuc hien| tham gia)?",
    "lead": (
        rf"(?:{_BODY}?\s*(?:duoc giao )?(?:chu tri|thuc hien|dau moi|phu trach)"
        r"(?:,? (?:va )?(?:tham muu|thuc hien|theo doi|tong hop|trien khai|chu tri))*"
        r"|phan cong(?: thuc hien)?|trach nhiem(?: thuc hien)?)"
    ),
    "due": (
        r"(?:thoi (?:gian|han|diem)|tien do|han)"
        r"(?: (?:va )?(?:thuc hien|hoan thanh|trien khai|du kien|hoan thien|bao cao))*"
    ),
    "result": r"(?:ket qua|san pham)(?: (?:dat duoc|dau ra|thuc hien|du kien|can dat|hoan thanh|cu the|phai dat))*",
}
_MARK = r"(?:[a-z0-9]{1,2}[).]\s*|[-+•*]\s*)?"
_LABEL = re.compile("|".join(rf"(?P<{n}>^{_MARK}{p}\s*:)" for n, p in PATTERNS.items()))


def label_of(folded: str) -> tuple[str, int] | None:
    """(kind of label, where its value starts) of a line."""
    hit = _LABEL.match(folded)
    return (str(hit.lastgroup), hit.end()) if hit and hit.lastgroup else None
