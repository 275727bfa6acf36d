"""A number that can be proved later: the root of a Merkle tree over the rows that were counted.

The rows stay where they are. What goes out is how many they were and one digest; whoever holds the list can show that
it gives both, or that one drawn row is among them without showing the others. A leaf is the digest of a secret salt and
a row's id, so that nobody who has the root can try ids. Leaves are sorted: the order of rows tells nothing.

As RFC 6962: leaf and node are digested under different first bytes, a tree that is no power of two splits at the
largest power of two below its size, and the count is bound to the root. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

LEAF, NODE, ROOT = b"\0", b"\1", b"\2"


def leaves(ids: Iterable[str], salt: str) -> list[bytes]:
    """One leaf a row, sorted; the same row twice is one."""
    secret = bytes.fromhex(salt)
    return sorted({hashlib.sha256(LEAF + secret + one.encode()).digest() for one in ids})


def root(of: Sequence[bytes]) -> str:
    """The digest that stands for a list and for how long it is; an empty one has its own."""
    return hashlib.sha256(ROOT + len(of).to_bytes(8) + _node(of)).hexdigest()


def path(of: Sequence[bytes], place: int) -> list[str]:
    """The neighbours on the way from one leaf to the root, the lowest first."""
    return [one.hex() for one in _path(of, place)]


def holds(leaf: bytes, place: int, count: int, way: Sequence[str], expected: str) -> bool:
    """Whether a leaf stands at a place of the list of `count` rows whose root is `expected`."""
    if not 0 <= place < count:
        return False
    try:
        found = _climb(leaf, place, count, [bytes.fromhex(one) for one in way])
    except ValueError:
        return False
    return hashlib.sha256(ROOT + count.to_bytes(8) + found).hexdigest() == expected


def _node(of: Sequence[bytes]) -> bytes:
    if len(of) < 2:
        return of[0] if of else b""
    half = _half(len(of))
    return hashlib.sha256(NODE + _node(of[:half]) + _node(of[half:])).digest()


def _half(size: int) -> int:
    return int(1 << (size - 1).bit_length() - 1)


def _path(of: Sequence[bytes], place: int) -> list[bytes]:
    if len(of) < 2:
        return []
    half = _half(len(of))
    if place < half:
        return [*_path(of[:half], place), _node(of[half:])]
    return [*_path(of[half:], place - half), _node(of[:half])]


def _climb(leaf: bytes, place: int, count: int, way: list[bytes]) -> bytes:
    if count < 2:
        if way:
            raise ValueError("a way too long")
        return leaf
    if not way:
        raise ValueError("a way too short")
    half, neighbour = _half(count), way[-1]
    if place < half:
        return hashlib.sha256(NODE + _climb(leaf, place, half, way[:-1]) + neighbour).digest()
    return hashlib.sha256(NODE + neighbour + _climb(leaf, place - half, count - half, way[:-1])).digest()
