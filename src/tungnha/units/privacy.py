"""Which fields of a row are personal data, and what a copy for training or testing puts in their place.

Every model of the product carries `privacy = Privacy(...)`; a test fails when a new field is on neither list.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Privacy:
    """`personal` maps a field to its blank: "name", "year" (keeps the year of birth), "empty" or "null"."""

    personal: dict[str, str] = field(default_factory=dict)
    plain: tuple[str, ...] = ()


def nothing_personal(*fields: str) -> Privacy:
    return Privacy(plain=fields)
