"""What the plan of a campaign offers as themes, forms, slogan and messages. This room knows no plan: the room of plans
says it (`register`); an officer takes what fits, nothing is taken by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tungnha.outreach.kinds import USUAL, called
from tungnha.units.models import Campaign


@dataclass(frozen=True)
class Offered:
    """One line offered: its name, where the plan says it, what the plan says under it. `kinds`: of a form."""

    name: str
    section: str = ""
    lines: str = ""
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    themes: tuple[Offered, ...] = ()
    forms: tuple[Offered, ...] = ()
    slogans: tuple[Offered, ...] = ()
    messages: tuple[Offered, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.themes or self.forms or self.slogans or self.messages)


Source = Callable[[Campaign], Proposal]
_sources: list[Source] = []
USUAL_FORMS = tuple(Offered(called(kinds), kinds=tuple(kinds)) for kinds in USUAL)


def register(source: Source) -> None:
    """Told once by the room of plans, in its AppConfig.ready."""
    if source not in _sources:
        _sources.append(source)


def offered(campaign: Campaign) -> Proposal:
    """What may be taken up; the usual forms where the plan names none."""
    found = [source(campaign) for source in _sources]
    return Proposal(
        themes=tuple(one for proposal in found for one in proposal.themes),
        forms=tuple(one for proposal in found for one in proposal.forms) or USUAL_FORMS,
        slogans=tuple(one for proposal in found for one in proposal.slogans),
        messages=tuple(one for proposal in found for one in proposal.messages),
    )
