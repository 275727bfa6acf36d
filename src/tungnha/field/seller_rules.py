"""The steps of a seller, and which kinds of establishment climb them. Pure."""

from __future__ import annotations

TOLD, HELPED = "co-so-tuyen-truyen", "co-so-ho-tro"
PAYMENT, FLOOR, PROMISE = "ban-hang-so", "san-tmdt", "cam-ket-ban-hang"
OF_PRODUCT = "len-san"
STALL = 2  # the level of FLOOR from which a shop stands there
# A service that is not named here is asked of every kind: an officer may add one.
NOT_OF_SCHOOLS = frozenset({PAYMENT, FLOOR, PROMISE, "hoa-don-dien-tu"})
ONLY_OF_SCHOOLS = frozenset({"thu-phi-so"})


def is_asked_of(service: str, kind: str) -> bool:
    """Whether a service is a step for establishments of this kind: schools sell nothing, shops take no fees."""
    return service not in NOT_OF_SCHOOLS if kind == "school" else service not in ONLY_OF_SCHOOLS


def key_of(service: str, level: int) -> str:
    """How a step stands in an address."""
    return f"{service}.{level}"


def read_key(key: str) -> tuple[str, int] | None:
    service, _, level = key.rpartition(".")
    return (service, int(level)) if service and level.isdecimal() and len(level) <= 2 else None
