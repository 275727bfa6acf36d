"""How a sample is drawn, so that anybody can draw it again. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

LEAST, MOST = 1, 200


def draw(ids: Sequence[str], seed: str, size: int) -> list[str]:
    """`size` of the ids, in the order they are to be called: those whose digest of `seed:id` is lowest. Whoever has the
    same ids and the same seed finds the same ones; whoever does not know the seed cannot say which."""
    return sorted(set(ids), key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())[:size]


def seal(ids: Sequence[str]) -> str:
    """The digest of what was drawn from, in no order."""
    return hashlib.sha256("\n".join(sorted(set(ids))).encode()).hexdigest()


def whole_seed(chance: str, said: str) -> str:
    """The machine's chance with what somebody who stood by said: neither of them alone decides."""
    return f"{chance}/{' '.join(said.split()).lower()}" if said.strip() else chance
