"""What a leader is shown before anything is shared out: who would hold how much, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tungnha.field.sharing.queries import Door, Hand, Village
from tungnha.field.sharing.rules import Load, cut, level, room_for
from tungnha.people.models import Household
from tungnha.units.models import Member

Parts = dict[Member, list[Household]]


@dataclass(frozen=True)
class Line:
    """One member: (households to do, people missing there) before and after."""

    member: Member
    name: str
    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True)
class Proposal:
    """Whose doors would be whose. `held_back`: who would lose a door while her phone still holds unsent work."""

    parts: Parts
    lines: list[Line]
    held_back: list[Hand] = field(default_factory=list)
    taken_from: dict[str, int] = field(default_factory=dict)

    @property
    def households(self) -> int:
        return sum(len(homes) for homes in self.parts.values())


def propose(village: Village, parts: Mapping[int, Iterable[Door]], *, together: bool = False) -> Proposal:
    """The proposal that gives these doors to these members (by id), whoever holds them now."""
    goes_to = {door.pk: member for member, doors in parts.items() for door in doors}
    given: Parts = {}
    loses: dict[int, int] = {}
    for door in village.doors:
        member = goes_to.get(door.pk)
        hand = village.hand_of(member) if member is not None else None
        if hand is None:
            continue
        given.setdefault(hand.member, []).append(door.household)
        if not together and door.holder is not None and door.holder != member:
            loses[door.holder] = loses.get(door.holder, 0) + 1
    losers = [hand for hand in village.hands if hand.member.pk in loses]
    return Proposal(
        given,
        _lines(village, goes_to, together=together),
        [hand for hand in losers if hand.held],
        {hand.member.user.full_name: loses[hand.member.pk] for hand in losers},
    )


def _lines(village: Village, goes_to: Mapping[int, int], *, together: bool) -> list[Line]:
    before: dict[int, list[Door]] = {hand.member.pk: [] for hand in village.hands}
    after: dict[int, list[Door]] = {hand.member.pk: [] for hand in village.hands}
    for door in village.doors:
        if door.is_done:
            continue
        holders = {share.member_id for share in door.shares}
        new = goes_to.get(door.pk)
        beside = {share.member_id for share in door.shares if share.together}
        stay = holders if new is None or together else beside
        for member in holders:
            before[member].append(door)
        for member in stay | ({new} if new is not None else set()):
            if member in after:
                after[member].append(door)
    return [
        Line(hand.member, hand.member.user.full_name, _weight(before[hand.member.pk]), _weight(after[hand.member.pk]))
        for hand in village.hands
    ]


def _weight(doors: Sequence[Door]) -> tuple[int, int]:
    return len(doors), sum(door.missing for door in doors)


def by_cluster(village: Village, members: Sequence[Member]) -> Proposal:
    """The doors nobody holds, in as many stretches of the walk as there are members: neighbours stay together, and all
    end with about as many people to help, what they hold already counted."""
    free = village.free
    held = [hand.people_left if (hand := village.hand_of(m.pk)) else 0 for m in members]
    weights = [door.missing for door in free]
    pieces = cut(weights, room_for(held, sum(weights)))
    return propose(village, {m.pk: [free[n] for n in piece] for m, piece in zip(members, pieces, strict=True) if piece})


def levelled(village: Village) -> Proposal:
    """What is still to do, made level: who is behind gives to who is ahead. Who left the team gives all of it away."""
    held: dict[int, list[Load]] = {hand.member.pk: [] for hand in village.hands if hand.in_team}
    left_behind: list[Door] = []
    for door in village.doors:
        if door.is_done or door.holder is None:
            continue
        if door.holder not in held:
            left_behind.append(door)
        else:
            stays = door.waits_for(village.on) == door.holder or len(door.shares) > 1
            held[door.holder].append(Load(door.pk, door.place, door.missing, may_go=not stays))
    at = {door.pk: door for door in village.doors}
    moved = {door.pk: taker for taker, door in _hand_on(left_behind, held)}
    moved |= {move.door: move.taker for move in level(held)}
    parts: dict[int, list[Door]] = {}
    for pk, taker in moved.items():
        parts.setdefault(taker, []).append(at[pk])
    return propose(village, parts)


def _hand_on(doors: Sequence[Door], held: dict[int, list[Load]]) -> list[tuple[int, Door]]:
    """Each door of one who left goes to whoever has least left just then."""
    found = []
    for door in doors:
        if held:
            taker = min(held, key=lambda who: (sum(load.weight for load in held[who]), who))
            held[taker].append(Load(door.pk, door.place, door.missing, may_go=False))
            found.append((taker, door))
    return found
