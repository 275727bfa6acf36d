"""What every find carries: the words it rests on, where they stand, and how sure the reading is."""

from typing import Any

from .document import Document

Find = dict[str, Any]


def found(doc: Document, start: int, end: int, confidence: float, /, **values: Any) -> Find:
    """A find over `text[start:end]`, trimmed of the spaces around it; `at` tells page, line, table row, section."""
    while start < end and doc.text[start].isspace():
        start += 1
    while end > start and doc.text[end - 1].isspace():
        end -= 1
    return {
        **values,
        "quote": doc.text[start:end],
        "span": [start, end],
        "confidence": round(max(0.0, min(1.0, confidence)), 2),
        "at": doc.place(start),
    }
