"""What everybody may read: pages without a log-in, a cookie or a script (docs/decisions/0051-public-badge-notices.md).

A public page is opened by `@for_everyone` and drawn by `show`, which takes plain values and *shapes* only: frozen
dataclasses marked `@shape`, made field by field. A row of the database, a query or a form bound to a row is refused
with a TypeError, so that a column added to a table tomorrow is not public by itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.views.decorators.csrf import csrf_exempt

from tungnha.units import clock

PLAIN = (str, bool, int, float, Decimal, date, datetime, time, UUID, Promise, type(None))
KEPT = 60  # seconds a browser may show a page again without asking: a session may be cancelled in between
_shapes: set[type] = set()
T = TypeVar("T")


def shape(cls: type[T]) -> type[T]:
    """Marks a frozen dataclass as something everybody may read, with all its fields."""
    if not dataclasses.is_dataclass(cls) or not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        raise TypeError(f"{cls.__name__} must be a frozen dataclass")
    _shapes.add(cls)
    return cls


def for_everyone(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """No log-in; whoever is logged in is a stranger here too. A form needs no token: it acts with nobody's authority,
    and the token would be a cookie. What it may do is bounded by `units.limits` instead."""

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.user, request.member, request.memberships = AnonymousUser(), None, []  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    opened.for_everyone = True  # type: ignore[attr-defined]
    return opened


def show(template: str, *, status: int = 200, kept: int = KEPT, **shown: Any) -> HttpResponse:
    """The page, drawn without the request: no session, no member, no token is in its reach. `kept`: seconds; 0 for what
    is somebody's own (an answer to a form, a code)."""
    for name, value in shown.items():
        refuse_rows(value, name)
    now = clock.now()
    frame = {"now": now, "rehearsal_clock": now if clock.is_rehearsed() else None}
    response = HttpResponse(render_to_string(template, frame | shown), status=status)
    response.headers["Cache-Control"] = f"public, max-age={kept}" if kept and status == 200 else "no-store"
    return response


def refuse_rows(value: Any, name: str) -> None:
    """TypeError unless the value is plain, a shape, a form of its own, or made of such."""
    if isinstance(value, PLAIN):
        return
    if isinstance(value, list | tuple):
        for one in value:
            refuse_rows(one, name)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            refuse_rows(one, f"{name}.{key}")
    elif type(value) in _shapes:
        for field in dataclasses.fields(value):
            refuse_rows(getattr(value, field.name), f"{name}.{field.name}")
    elif not isinstance(value, forms.BaseForm) or hasattr(value, "instance"):
        raise TypeError(f"{name}: {type(value).__name__} is on no whitelist of public pages")
