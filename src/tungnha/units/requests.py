"""The request as views see it once the middleware has run, and what they read out of an address."""

import re

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tungnha.units.models import Member


class MemberRequest(HttpRequest):
    """A request by someone who is logged in. `member` is set where @only or @members_only guards the view."""

    member: Member
    memberships: list[Member]
    htmx: HtmxDetails


LONGEST_SEARCH = 120  # characters, as the longest name


def asked_text(request: HttpRequest, name: str) -> str:
    """Words typed into a search, posted or in the address. PostgreSQL refuses NUL, as a form field would have."""
    typed = request.POST.get(name) or request.GET.get(name, "")
    return typed.replace("\0", "").strip()[:LONGEST_SEARCH]


def asked_id(text: str | None) -> int | None:
    """The id of a row that an address or a hidden input names; None for what cannot be one, as “²” or 10²⁰."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,18}", text) else None
