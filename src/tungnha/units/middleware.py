"""Who is asking: `request.member` is the membership a user works as just now."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tungnha.units.models import Member

SESSION_KEY = "member"


class CurrentMember:
    """Sets `request.member` (None for a stranger) and `request.memberships` (those inside their dates)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.memberships = _current(request)  # type: ignore[attr-defined]
        request.member = _chosen(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def _current(request: HttpRequest) -> list[Member]:
    if not request.user.is_authenticated:
        return []
    # The user is loaded already, and a handful of rows is put in order here: a third of what every request began with.
    found = Member.objects.filter(user=request.user).select_related("organisation", "area__parent__parent__parent")
    rows = sorted(found.order_by(), key=lambda member: member.pk)
    for member in rows:
        member.user = request.user
    return [member for member in rows if member.is_current]


def _chosen(request: HttpRequest) -> Member | None:
    memberships: list[Member] = request.memberships  # type: ignore[attr-defined]
    wanted = request.session.get(SESSION_KEY)
    return next((m for m in memberships if m.pk == wanted), memberships[0] if memberships else None)
