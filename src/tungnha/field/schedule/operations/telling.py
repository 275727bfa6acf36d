"""A session was moved or cancelled: whoever works there, the village's team and those who answer for it are told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from tungnha.drafting.dates import moment
from tungnha.field.models import SessionChange, SupportSession
from tungnha.units.models import Member, Role
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.notices import tell

SOON = timedelta(hours=12)  # so near the session nobody is left to sleep


def tell_of(session: SupportSession, change: SessionChange, *, by: Member, at: datetime) -> int:
    """How many are told. Why it was changed is not said: an officer types it freely, and a notice names nobody."""
    assert change.was_starts_at is not None
    ends = change.was_ends_at or change.was_starts_at
    until = max(ends, session.ends_at)
    if until <= at:
        return 0
    first = min(change.was_starts_at, session.starts_at)
    subject, words = _said(session, change)
    return tell(
        concerned(session, at), key=f"session:{session.pk}:{session.sequence}", subject=subject, words=words,
        url=reverse("field:session", args=[session.pk]), until=until, at=at, urgent=first - at <= SOON, by=by,
    )  # fmt: skip


def concerned(session: SupportSession, at: datetime) -> list[Member]:
    """Who is promised to be there, the bodies that send somebody, the team of the village, the desk of the commune."""
    staffing = session.staffing.all()
    commune = session.area.commune or session.area
    here = Q(pk__in=staffing.values("member"))
    here |= Q(organisation__in=staffing.filter(member=None).values("organisation"), role=Role.PARTNER)
    here |= Q(area=session.area, role__in=VILLAGE_ROLES) | Q(area=commune, role=Role.OFFICER)
    rows = Member.objects.filter(here).select_related("user", "organisation", "area").order_by("pk")
    return [member for member in rows if member.is_current]


def _said(session: SupportSession, change: SessionChange) -> tuple[str, str]:
    was = moment(change.was_starts_at) if change.was_starts_at else ""
    where = session.area.full_name
    if change.kind == SessionChange.Kind.CANCELLED:
        return f"Hủy buổi hỗ trợ {where}", f"Buổi hỗ trợ {where} lúc {was} đã hủy. Mời mở xem và báo lại cho bà con."
    old = f"{was}, {change.was_place.name}" if change.was_place else was
    new = f"{moment(session.starts_at)}, {session.place.name}"
    return (
        f"Đổi giờ, đổi nơi buổi hỗ trợ {where}",
        f"Buổi hỗ trợ {where} đổi sang: {new}. Trước là: {old}. Mời mở xem và báo lại cho bà con.",
    )
