"""When a household counts as informed, and what a team says in words. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from tungnha.field.models import HouseholdInformed
from tungnha.ledger.models.claims import Source

Form = HouseholdInformed.Form
# What is ticked by hand; the rest comes from visits and sessions by itself.
BY_HAND = (Form.MEETING, Form.LEAFLET, Form.ZALO, Form.LOUDSPEAKER)
IN_ORDER = tuple(Form)


def told_in_person(forms: Iterable[str]) -> bool:
    """Whether any form but the loudspeaker is among them: then a household is informed, whatever the campaign says."""
    return any(form != Form.LOUDSPEAKER for form in forms)


def source_of(form: str) -> str:
    """By whose word: the team at the door or in the village, or at a session. All weigh the same."""
    return Source.SESSION if form == Form.SESSION else Source.VISIT


def in_words(forms: Collection[str]) -> str:
    """`đến nhà nói chuyện, họp thôn`, in the order the team knows them."""
    return ", ".join(form.label for form in IN_ORDER if form in forms)
