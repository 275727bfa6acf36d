"""How views load: permission is part of loading, and what lies outside it does not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.units import clock
from tungnha.units.models import Member
from tungnha.units.operations import log_event
from tungnha.units.scope import visible_to

View = Callable[..., HttpResponseBase]


def get_visible_or_404(rows: type[Model] | QuerySet[Any], member: Member | None, **lookup: Any) -> Any:
    """The one row a member asks for. One that exists outside the member's scope is logged and is a 404 as well."""
    queryset = rows._default_manager.all() if isinstance(rows, type) else rows
    found = visible_to(queryset, member).filter(**lookup).first()
    if found is not None:
        return found
    outside = queryset.filter(**lookup).first()
    if outside is not None:
        log_event("scope.refused", about=outside, by=member, at=clock.now())
    raise Http404(f"no {queryset.model._meta.label} within scope")


def only(*roles: str) -> Callable[[View], View]:
    """Let a view answer members of these roles; for all others the page does not exist (404), and the log says so."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            member: Member | None = request.member  # type: ignore[attr-defined]
            if member is None or not member.has_role(*roles):
                log_event(
                    "role.refused", about=None, by=member, at=clock.now(), path=hide_typed_numbers(request.path)[:200]
                )
                raise Http404("not for this role")
            return view(request, *args, **kwargs)

        guarded.roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


def members_only(view: View) -> View:
    """For any member inside the dates of a membership; a log-in without one sees a page that says so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.member is None:  # type: ignore[attr-defined]
            raise Http404("no current membership")
        return view(request, *args, **kwargs)

    return guarded
