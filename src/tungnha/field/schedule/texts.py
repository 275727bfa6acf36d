"""The words of one session, filled with what it is."""

from __future__ import annotations

from tungnha.field.models import SessionChange, SupportSession
from tungnha.field.schedule.whom import offered
from tungnha.field.schedule.words import Said

ACRONYMS = ("App", "DVC", "VNeID", "SIM")


def said_of(session: SupportSession, change: SessionChange | None = None) -> Said:
    """What `words` needs; `change`: the move or cancelling people are told of."""
    commune = session.area.commune
    body = f"UBND {commune.full_name}" if commune else session.campaign.organisation.name
    was_place = change.was_place if change and change.was_place_id != session.place_id else None
    place = session.place.name
    if session.place.area_id != session.area_id and session.place.area.kind == "village":
        place = f"{place} ({session.place.area.full_name})"
    return Said(
        people=session.area.full_name, body=body,
        place=place, starts_at=session.starts_at, ends_at=session.ends_at, bring=session.bring,
        offers=[_small(s.label) for s in offered(session)],
        helpers=list(dict.fromkeys(s.organisation.label for s in session.staffing.all())),
        was_starts_at=change.was_starts_at if change else None,
        was_place=was_place.name if was_place else "",
        why=change.why if change else "",
    )  # fmt: skip


def _small(label: str) -> str:
    """As it stands inside a sentence."""
    return label if label.split()[0] in ACRONYMS or label[:2].isupper() else label[:1].lower() + label[1:]
