"""What this room tells the room of outreach of who was active: visits recorded, sessions served at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count

from tungnha.field.models import Staffing, Visit


def done(members: Sequence[int], span: tuple[datetime, datetime]) -> dict[str, Counter[int]]:
    """kind → member → how many from one instant up to, and without, another. A session that was cancelled is none."""
    start, end = span
    visits = Visit.objects.filter(made_by__in=list(members), made_at__gte=start, made_at__lt=end)
    served = Staffing.objects.filter(
        member__in=list(members), session__cancelled_at=None, session__starts_at__gte=start, session__starts_at__lt=end
    )
    return {
        "visit": Counter(dict(visits.order_by().values_list("made_by").annotate(n=Count("pk")))),
        "session": Counter(dict(served.order_by().values_list("member").annotate(n=Count("session", distinct=True)))),
    }
