"""How public bodies are named on paper."""

from __future__ import annotations

import re

_SHORT = ((r"^UBND\b", "Ủy ban nhân dân"), (r"^BCĐ\b", "Ban Chỉ đạo"))
_AREA = r"(Ủy ban nhân dân|Ban Chỉ đạo)\s+(?=xã|phường|đặc khu|tỉnh|thành phố)"


def in_full(name: str) -> str:
    """`UBND xã Hiệp Lực` → `Ủy ban nhân dân xã Hiệp Lực`."""
    for short, full in _SHORT:
        name = re.sub(short, full, name)
    return name


def issuer_lines(name: str) -> str:
    """On the letterhead a committee takes two lines: ỦY BAN NHÂN DÂN / XÃ HIỆP LỰC."""
    full = in_full(name)
    found = re.match(_AREA, full)
    return f"{found[1]}\n{full[found.end() :]}" if found else full
