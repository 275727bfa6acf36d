"""What is done at doors; the long way is in field.operations_visits. Sessions: field.schedule.operations."""

from __future__ import annotations

from tungnha.field.operations_visits import (
    Claim,
    NewResult,
    NewVisit,
    OtherContent,
    record_visit,
    record_visits,
)

__all__ = [
    "Claim", "NewResult", "NewVisit", "OtherContent", "record_visit", "record_visits",
]  # fmt: skip
