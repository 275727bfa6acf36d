"""What the frame of every page needs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from tungnha.units import clock
from tungnha.units.views_notices import unread_count
from tungnha.web import navigation


def frame(request: HttpRequest) -> dict[str, Any]:
    member = getattr(request, "member", None)
    now = clock.now()
    return {
        "member": member,
        "memberships": getattr(request, "memberships", []),
        "account_url": reverse("units:password") if member else "",
        "notices_url": reverse("units:notices") if member else "",
        "unread_notices": SimpleLazyObject(lambda: unread_count(member)),  # asked only where a bell is drawn
        "logout_url": reverse("units:logout") if member else "",
        "place_name": member.area.title if member else "",
        "nav": navigation.groups(member, request.path),
        "bar": navigation.bar(member, request.path),
        "now": now,
        "rehearsal_clock": now if clock.is_rehearsed() else None,
    }
