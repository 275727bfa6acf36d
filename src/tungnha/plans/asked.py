"""What houses are asked for where a plan gives the work and sets no target for it; offered, never settled.

“… hướng dẫn người dân cài đặt ứng dụng số; cài đặt chữ ký số” is work at the doors, though the plan's one figure may be
of its officials. Whoever goes there has to know whom to look for, so an officer says which services; what is asked is
watched too, without a level (docs/decisions/0036-measures.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tungnha.identity import names
from tungnha.ledger.models import Measure
from tungnha.ledger.rules import Has, parse_rule, services_of
from tungnha.plans import guesses

KIND = "asked_services"  # of the question that stands for it
GROUPS = ("adult15", "all")  # of residents, as the catalogue counts them
RESIDENTS = (*GROUPS, "over15", "adult16", "adult18", "household")
THINGS = ("person", "telephone")
SHOWN = 160  # letters of the plan's words beside a choice
_WORDS = re.compile(r"\b(?:nhan dan|nguoi dan|cong dan|ho dan|ho gia dinh|tung nha|tung ho)\b")
_BODIES = re.compile(r"\b(?:ban|hoi dong|cong an|quan doi|toa an|quy tin dung) nhan dan\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Offer:
    """One way of counting residents, and the words of the plan that speak of it ("" where none do)."""

    measure: Measure
    quote: str


def one_service(measure: Measure) -> Has | None:
    """The service that a way of counting residents asks for; None where it asks for several, or is of others."""
    if measure.counts not in THINGS or measure.group not in GROUPS:
        return None
    rule = parse_rule(measure.rule)
    return rule if isinstance(rule, Has) else None


def offers(pieces: Iterable[str], measures: Iterable[Measure]) -> list[Offer]:
    """Each service that a sentence about residents speaks of, with the first such sentence; of several ways of counting
    one service the one that asks least."""
    known = {m.code: (m, has) for m in measures if (has := one_service(m)) is not None}
    found: dict[str, Offer] = {}
    least: dict[str, int] = {}
    for sentence in _sentences(pieces):
        folded = _BODIES.sub(" ", names.fold(sentence))
        codes = guesses.of_residents(folded) if _WORDS.search(folded) else []
        for measure, has in (known[code] for code in codes if code in known):
            if has.level < least.get(has.service, has.level + 1):
                found[has.service] = Offer(measure, found[has.service].quote if has.service in found else sentence)
                least[has.service] = has.level
    return list(found.values())


def _sentences(pieces: Iterable[str]) -> list[str]:
    return [one.strip() for piece in pieces for one in _SENTENCE.split(piece) if one.strip()]


def pieces_of(content: Mapping[str, Any]) -> list[str]:
    """What a draft gives to be done, in its own words: title, the units' duties, tasks, steps."""
    return [
        str((content.get("header") or {}).get("title") or ""),
        *(str(duty) for row in content.get("assignments") or [] for duty in row.get("duties") or []),
        *(str(row.get("name") or "") for row in content.get("tasks") or []),
        *(str(row.get("text") or "") for row in content.get("steps") or []),
    ]


def services_asked(measures: Iterable[Measure]) -> set[str]:
    """The services that these ways of counting look for among residents or in households."""
    return {one for m in measures if m.group in RESIDENTS for one in services_of(parse_rule(m.rule))}


def left_open(found: Sequence[Offer], counted: Sequence[Measure]) -> list[Offer]:
    """The offers whose service no target of the plan counts among residents."""
    had = services_asked(counted)
    return [offer for offer in found if next(services_of(parse_rule(offer.measure.rule))) not in had]


def choices(found: Sequence[Offer]) -> list[tuple[str, str]]:
    """For a form: code, and what is counted, with the plan's words where they were not said one line above."""
    before = ["", *(offer.quote for offer in found)]
    return [
        (
            o.measure.code,
            o.measure.name if o.quote in ("", was) else f"{o.measure.name}. Kế hoạch viết: “{_short(o.quote)}”",
        )
        for o, was in zip(found, before, strict=False)
    ]


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rsplit(' ', 1)[0]} …"


def question(found: Sequence[Offer]) -> str:
    if not found:
        return "Ngoài các chỉ tiêu của kế hoạch, đi từng nhà còn hỏi thêm những việc gì?"
    said = "; ".join(offer.measure.name[:1].lower() + offer.measure.name[1:] for offer in found)
    return (
        f"Kế hoạch giao việc hướng dẫn người dân mà không nêu chỉ tiêu cho việc ấy ({said}). "
        "Đi từng nhà thì hỏi những việc gì?"
    )


def answer(measures: Sequence[Measure]) -> str:
    return f"Hỏi ở từng nhà: {'; '.join(m.name for m in measures)}." if measures else "Không hỏi việc nào ở từng nhà."
