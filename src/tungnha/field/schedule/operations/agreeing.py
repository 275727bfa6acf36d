"""Who must agree to a session, and what each side said of it as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tungnha.field.models import SessionWord, SupportSession
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

# Bodies that send people of their own and so are asked; the commune's own departments and the village's team are not.
ASKED = (Organisation.Kind.OPERATOR, Organisation.Kind.POLICE, Organisation.Kind.COMPANY)
DESK = (Role.OFFICER, Role.LEADER, Role.DATA_STEWARD)


@dataclass(frozen=True)
class Side:
    """One side that is asked. `organisation` is None for the village (or, at a session for everybody, the commune)."""

    kind: str
    organisation: Organisation | None
    label: str
    word: SessionWord | None = None

    @property
    def key(self) -> str:
        return f"o{self.organisation.pk}" if self.organisation else "area"

    @property
    def agreed(self) -> bool:
        return self.word is not None and self.word.says == SessionWord.Says.YES

    @property
    def against(self) -> bool:
        return self.word is not None and self.word.says == SessionWord.Says.NO


def sides_of(session: SupportSession) -> list[Side]:
    """All sides with their last word about the session as it stands. Reads what was prefetched."""
    last: dict[str, SessionWord] = {}
    for word in sorted(session.words.all(), key=lambda w: (w.at, w.pk)):
        if word.sequence == session.sequence:
            last[f"o{word.organisation_id}" if word.organisation_id else "area"] = word
    bodies = {s.organisation.pk: s.organisation for s in session.staffing.all() if s.organisation.kind in ASKED}
    area = Side(SessionWord.Side.AREA, None, session.area.title, last.get("area"))
    found = [Side(SessionWord.Side.ORGANISATION, o, o.label, last.get(f"o{pk}")) for pk, o in sorted(bodies.items())]
    return [area, *found]


def speaks_for(member: Member, side: Side, session: SupportSession) -> str:
    """“own” for the own side, “heard” for the desk that writes down what it was told, "" for nobody's."""
    if side.organisation is not None:
        if member.role == Role.PARTNER and member.organisation_id == side.organisation.pk:
            return "own"
    elif session.area.kind == Area.Kind.VILLAGE:
        if member.role == Role.TEAM_LEADER and member.area_id == session.area_id:
            return "own"
    elif member.has_role(*DESK) and member.area.contains(session.area):
        return "own"
    desk = member.has_role(Role.OFFICER, Role.DATA_STEWARD) and member.area.contains(session.area)
    return "heard" if desk else ""


@transaction.atomic
def say_word(
    *,
    session: SupportSession,
    side: str,
    says: str,
    by: Member,
    at: datetime,
    sequence: int,
    why: str = "",
    instead: tuple[datetime, datetime] | None = None,
    instead_place: str = "",
    heard_from: str = "",
) -> SupportSession:
    """One side agrees, or says why not and when instead. `sequence`: the state of the session that was looked at; one
    that was moved meanwhile must be looked at again. Published as soon as every side has agreed, no longer when one
    has taken its word back."""
    held = SupportSession.objects.select_for_update(of=("self",), no_key=True).select_related("area")
    session = held.get(pk=session.pk)
    if session.is_cancelled:
        raise Locked("Buổi này đã hủy, không cần duyệt nữa.")
    if session.sequence != sequence:
        raise BadInput("Buổi này vừa được đổi giờ hoặc đổi nơi. Mời xem lại rồi trả lời.")
    found = next((s for s in sides_of(session) if s.key == side), None)
    if found is None or not (how := speaks_for(by, found, session)):
        raise BadInput("Bên này không phải do mình trả lời.")
    if how == "heard" and not heard_from.strip():
        raise BadInput(f"Ghi thay cho {found.label}: xin ghi đã nghe ai nói, qua đâu (ví dụ: trưởng thôn, gọi điện).")
    if says == SessionWord.Says.NO and not why.strip():
        raise BadInput("Chưa đồng ý vì sao? Xin ghi một câu để bên kia biết đường đổi.")
    if instead is not None and instead[1] <= instead[0]:
        raise BadInput("Giờ đề nghị: giờ kết thúc phải sau giờ bắt đầu.")
    _store(session, found, says, by, at, why, instead, instead_place, heard_from if how == "heard" else "")
    _publish(session, by=by, at=at)
    return session


def agreed_by_planning(session: SupportSession, *, by: Member, at: datetime) -> None:
    """Whoever sets or moves a session has agreed to it for the own side."""
    for side in sides_of(session):
        if speaks_for(by, side, session) == "own":
            _store(session, side, SessionWord.Says.YES, by, at)
    _publish(session, by=by, at=at)


def _store(
    session: SupportSession, side: Side, says: str, by: Member, at: datetime, why: str = "",
    instead: tuple[datetime, datetime] | None = None, instead_place: str = "", heard_from: str = "",
) -> None:  # fmt: skip
    starts_at, ends_at = instead or (None, None)
    SessionWord.objects.create(
        session=session, sequence=session.sequence, side=side.kind, organisation=side.organisation, says=says,
        why=why.strip()[:200] if says == SessionWord.Says.NO else "", instead_starts_at=starts_at,
        instead_ends_at=ends_at, instead_place=instead_place.strip()[:160], heard_from=heard_from.strip()[:120], by=by,
        at=at,
    )  # fmt: skip
    verb = "session.agreed" if says == SessionWord.Says.YES else "session.not_agreed"
    log_event(verb, about=session, by=by, at=at, side=side.kind, number=session.sequence)


def _publish(session: SupportSession, *, by: Member, at: datetime) -> None:
    fresh = SupportSession.objects.prefetch_related("words", "staffing__organisation").select_related("area")
    agreed = all(side.agreed for side in sides_of(fresh.get(pk=session.pk)))
    if agreed == (session.published_at is not None):
        return
    session.published_at = at if agreed else None
    session.changed_at = at
    session.save(update_fields=["published_at", "changed_at"])
    log_event("session.published" if agreed else "session.unpublished", about=session, by=by, at=at)
