"""What the invented people do, where they work, and who of them has a signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from tungnha.demo.ages import youth
from tungnha.demo.households import Draft
from tungnha.demo.names import bag
from tungnha.demo.records import AWAY, TEMPORARY, SampleSignature, SampleVillage

_WORKING = bag("farmer 62, worker 17, trader 8, other 13")
_WORKPLACES = {
    "official": bag(
        "Văn phòng HĐND và UBND xã 5, Phòng Văn hóa - Xã hội 4, Phòng Kinh tế 4, Đảng ủy xã 4, "
        "Ủy ban MTTQ xã 4, "
        "Trung tâm Phục vụ hành chính công 3, Trung tâm Dịch vụ tổng hợp 3"
    ),
    "teacher": bag("Trường Mầm non Hoa Sở 3, Trường Tiểu học Suối Sim 4, Trường Trung học cơ sở Đèo Mây 4"),
    "health": bag("Trạm Y tế xã 1"),
    "armed_forces": bag("Công an xã 3, Ban Chỉ huy quân sự xã 2"),
}
_PUBLIC_PER_1000 = {"official": 15.5, "teacher": 17.5, "health": 2.6, "armed_forces": 3.5}
_KEENNESS = {
    "official": 22.0, "teacher": 14.0, "health": 12.0, "armed_forces": 9.0, "student": 1.6, "worker": 1.5,
    "trader": 1.4, "retired": 0.5, "pupil": 0.4, "other": 0.7, "farmer": 0.5,
}  # fmt: skip


def occupation_of(rng: Random, person: Draft) -> str:
    years = person.years
    if years < 6:
        return "child"
    if years < 18:
        return "pupil" if years < 15.5 or rng.random() < 0.86 else "other"
    if years < 23 and person.relation in ("con", "cháu") and rng.random() < 0.4:
        return "student"
    if years > (62 if person.male else 60):
        return "retired" if rng.random() < 0.16 else "farmer"
    return _WORKING.draw(rng)


def give_occupations(rng: Random, people: list[Draft], counted: int) -> None:
    for person in people:
        person.occupation = occupation_of(rng, person)
    grown = [p for p in people if 23 < p.years < 58 and p.residence != AWAY]
    for occupation, per_1000 in _PUBLIC_PER_1000.items():
        weighted = [(4.0 if p.residence == TEMPORARY else 1.0, p) for p in grown if p.workplace is None]
        for person in _weighted_sample(rng, weighted, round(counted * per_1000 / 1000)):
            person.occupation = occupation
            person.workplace = _WORKPLACES[occupation].draw(rng)


_PROVIDERS = bag("VNPT 44, Viettel 38, MobiFone 6, VNeID 12")
RENEWAL_DAYS = 35  # one signature runs out so long after the reference day: 30/6/2026 for the plan's own


def give_signatures(
    rng: Random, people: list[Draft], n: int, villages: Sequence[SampleVillage], reference: date
) -> None:
    """Exactly n people who count; officials, teachers and the young first. One of them expires soon."""
    weighted = [
        (_KEENNESS[p.occupation] * youth(p.years) * villages[p.village].eagerness, p)
        for p in people
        if p.is_over_15 and p.residence != AWAY
    ]
    chosen = _weighted_sample(rng, weighted, n)
    chosen.sort(key=lambda person: (person.household, -person.days))
    for person in chosen:
        ago = rng.randrange(1, 36) if rng.random() < 0.18 else rng.randrange(36, 400)
        since = reference - timedelta(days=ago)
        person.signature = SampleSignature(_PROVIDERS.draw(rng), since, since + timedelta(days=3 * 365))
    elder = [p for p in chosen if 30 < p.years < 60 and p.signature and p.occupation == "farmer"] or chosen
    if elder:
        until = reference + timedelta(days=RENEWAL_DAYS)
        elder[0].signature = SampleSignature("Viettel", until - timedelta(days=365), until)


def _weighted_sample(rng: Random, items: Sequence[tuple[float, Draft]], n: int) -> list[Draft]:
    """n of them without repetition, the heavier the likelier."""
    keyed = sorted((rng.random() ** (1 / weight), at) for at, (weight, _) in enumerate(items))
    return [items[at][1] for _, at in keyed[-n:]] if n else []
