"""Documents that share a plan's frame and are none: a report, a decision, minutes, an official letter."""

import re

from .document import Document
from .errors import UnreadableDocument
from .fold import fold, is_upper

_KINDS = {
    "bao cao": "báo cáo", "quyet dinh": "quyết định", "bien ban": "biên bản", "thong bao": "thông báo",
    "to trinh": "tờ trình", "cong dien": "công điện", "nghi quyet": "nghị quyết", "giay moi": "giấy mời",
    "hop dong": "hợp đồng", "bo tieu chi": "bộ tiêu chí", "quy che": "quy chế", "hoa don": "hóa đơn",
}  # fmt: skip
_FIRST = 40  # lines in which a document says what it is


def other_kind(doc: Document) -> str | None:
    """The kind a document names itself where it names no plan; None for a plan, or where nothing is said."""
    if doc.doc_type is not None:
        return None
    for line in doc.lines[:_FIRST]:
        words = fold(line.text).strip(" :.*")
        if words in _KINDS and is_upper(line.text):
            return _KINDS[words]
    letter = any(re.match(r"kinh gui\b", line.folded) for line in doc.lines[:_FIRST])
    return "công văn" if letter else None


def named_otherwise(kind: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"Tệp này là {kind}, không phải kế hoạch; hãy gửi tệp có tên loại văn bản “KẾ HOẠCH”"
        " (nếu kế hoạch là phần kèm theo, hãy gửi cả phần đó)."
    )
