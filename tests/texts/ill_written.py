"""What is wrong with a text the product made, as a reader would say it: an empty place, two spaces, a number that is
not written as offices write it (63,80%; 5.480; 05 tổ). Pure."""

from __future__ import annotations

import re

COUNTED = "người|hộ|đồng|lượt|thôn|khu phố|đơn vị|nơi|buổi|lớp|tổ|thuê bao|nhiệm vụ|khó khăn|xã, phường|chỉ tiêu"

ALWAYS: tuple[tuple[str, str], ...] = (
    (r"\S[^\S\n]{2,}\S", "hai dấu cách liền nhau"),
    (r"[(“][\s]*[)”]", "ngoặc rỗng"),
    (r"\w[^\S\n]+[,;.](?=\s|$)", "dấu cách trước dấu câu"),
    (r"[,;:][^\S\n]*[,;.](?!\.)", "hai dấu câu liền nhau, ở giữa trống"),
    (r"(?<!\.)\.\.(?!\.)", "hai dấu chấm"),
    (r"\bNone\b|\bnan\b|\bTrue\b|\bFalse\b|\bNULL\b", "chữ của máy"),
    (r"\{[a-z_]*\}|%\(\w+\)|\{\{|\{%|&(?:amp|lt|gt|quot|nbsp|#\d+);", "chỗ chưa điền"),
    (r"(?:[Kk]ế hoạch|[Cc]ông văn|[Qq]uyết định|[Bb]áo cáo|[Tt]ờ trình) số (?:ngày|của|về)\b", "số văn bản trống"),
    (r"\bngày (?:của|về)\b", "ngày trống"),
    (r"\b\d{1,3}\.\d{1,2} ?%", "phần trăm viết dấu chấm"),
    (r"\b\d+,\d ?%", "phần trăm có một chữ số thập phân"),
    (r"\b\d{1,3},\d{3}\b(?! ?%)", "hàng nghìn viết dấu phẩy"),
    (rf"(?<!năm )(?<![\d/.:-])[1-9]\d{{3,}} (?:{COUNTED})\b", "hàng nghìn không có dấu chấm"),
    (r"\b20\d\d-\d\d-\d\d\b", "ngày viết kiểu máy"),
)
#: what only an official paper keeps: a count below ten has two digits, so that no digit can be added
OFFICIAL: tuple[tuple[str, str], ...] = (
    (
        rf"(?:^|[^\d.,/:–-])(?<!đến )(?<!khoản )(?<!điểm )[1-9] (?:{COUNTED})\b(?! \d)",
        "số dưới mười không có hai chữ số",
    ),
)
#: places left open on purpose, to be written by hand: “số       /BC-UBND ngày      tháng       năm 2026”
BY_HAND = re.compile(
    r"[Ss]ố:?[^\S\n]{2,}/|ngày[^\S\n]{2,}(?:tháng(?:[^\S\n]{2,}năm)?|$)|tháng[^\S\n]{2,}năm|^[^\S\n]+"
    r"|\.{4,}|…{2,}|_{3,}"
)


def faults(text: str, *, official: bool = False) -> list[str]:
    """Each fault with the words around it."""
    found = []
    for line in text.split("\n"):
        line = BY_HAND.sub("#", line)
        for pattern, said in (*ALWAYS, *(OFFICIAL if official else ())):
            for hit in re.finditer(pattern, line):
                around = line[max(0, hit.start() - 50) : hit.end() + 50].strip()
                found.append(f"{said}: “{around}”")
    return found
