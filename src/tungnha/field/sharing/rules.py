"""How houses are shared out: cut along the walk, and moved from who is behind to who is ahead. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Generic, TypeVar

Who = TypeVar("Who", bound=Hashable)


def cut(weights: Sequence[int], wanted: Sequence[int | Fraction]) -> list[list[int]]:
    """Cut a walk into pieces, one for each of `wanted`, so that each piece weighs about its part of the whole: the
    indexes of each piece, in walking order. A cut falls where the walk has come nearest to where it should, so no piece
    is further off than its heaviest house."""
    weights = weights if sum(weights) else [1] * len(weights)  # nobody missing anywhere: by the number of houses
    whole, shares = sum(weights), sum(wanted)
    come_to = [0, *accumulate(weights)]
    cuts = [0]
    for part in list(accumulate(wanted))[:-1]:
        goal = Fraction(part) * whole / shares if shares else Fraction(0)
        cuts.append(max(cuts[-1], _nearest(come_to, goal)))
    cuts.append(len(weights))
    return [list(range(a, b)) for a, b in pairwise(cuts)]


def _nearest(come_to: Sequence[int], goal: Fraction) -> int:
    after = min(bisect_left(come_to, goal), len(come_to) - 1)
    before = max(after - 1, 0)
    return before if goal - come_to[before] < come_to[after] - goal else after


def room_for(held: Sequence[int], more: int) -> list[Fraction]:
    """How much of `more` each should get so that all end as level as can be; who holds too much already gets none."""
    rising = sorted(held)
    poured, level = Fraction(more), Fraction(rising[0] if rising else 0)
    for n, step in enumerate(rising[1:], 1):
        needs = (step - level) * n
        if needs > poured:
            break
        poured, level = poured - needs, Fraction(step)
    under = sum(1 for load in held if load <= level)
    level += poured / under if under else 0
    return [max(Fraction(0), level - load) for load in held]


@dataclass(frozen=True)
class Load:
    """One door somebody holds: where along the walk it lies, how many people are missing behind it, and whether it may
    go to another (not where its holder has made an appointment)."""

    door: int
    place: int
    weight: int
    may_go: bool = True


@dataclass(frozen=True)
class Move(Generic[Who]):
    door: int
    giver: Who
    taker: Who


def level(held: Mapping[Who, Sequence[Load]]) -> list[Move[Who]]:
    """Moves that make what is left as equal as whole houses allow: whoever has most left gives to whoever has least,
    the door that lies nearest to the taker's own. Each move makes the two more equal, so it ends."""
    doors = {who: {load.door: load for load in loads} for who, loads in held.items()}
    left = {who: sum(load.weight for load in loads) for who, loads in held.items()}
    order = {who: n for n, who in enumerate(held)}
    moves: list[Move[Who]] = []
    while (found := _next_move(doors, left, order)) is not None:
        load, giver, taker = found
        del doors[giver][load.door]
        doors[taker][load.door] = Load(load.door, load.place, load.weight, may_go=False)  # a door moves once
        left[giver] -= load.weight
        left[taker] += load.weight
        moves.append(Move(load.door, giver, taker))
    return moves


def _next_move(
    doors: Mapping[Who, Mapping[int, Load]], left: Mapping[Who, int], order: Mapping[Who, int]
) -> tuple[Load, Who, Who] | None:
    takers = sorted(left, key=lambda who: (left[who], order[who]))
    for giver in sorted(left, key=lambda who: (-left[who], order[who])):
        for taker in takers:
            gap = left[giver] - left[taker]
            fit = [load for load in doors[giver].values() if load.may_go and 0 < load.weight < gap]
            if fit:
                own = sorted(load.place for load in doors[taker].values())
                return min(fit, key=lambda load: (_distance(load.place, own), load.place, load.door)), giver, taker
    return None


def _distance(place: int, own: Sequence[int]) -> int:
    """How far a door lies from the nearest of the own; who has none may begin at the end of the walk."""
    if not own:
        return -place
    at = bisect_left(own, place)
    return min(abs(place - other) for other in own[max(at - 1, 0) : at + 1])
