"""What became of the rows of lists, counted: rows = linked + ambiguous + not_found + unreadable + double + other."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Value, When

from tungnha.lists.models import IncomingList, ListRow

# In the order of the page; the words stand in views/lists.py.
BUCKETS = ("linked", "ambiguous", "not_found", "unreadable", "double", "other")
BUCKET = Case(
    When(~Q(kind=ListRow.Kind.PERSON), then=Value("other")),
    When(double_of__isnull=False, then=Value("double")),
    default=F("verdict"), output_field=CharField(),
)  # fmt: skip


def nothing() -> dict[str, int]:
    return dict.fromkeys((*BUCKETS, "rows", "not_yet", "claimed"), 0)


def counts_of(lists: Collection[int]) -> dict[int, dict[str, int]]:
    """For each list its rows by bucket, `rows` in all; of the linked those that say “not yet”, and those that are
    claims. One query."""
    found = {pk: nothing() for pk in lists}
    rows = ListRow.objects.filter(incoming__in=list(lists)).annotate(bucket=BUCKET).order_by()
    not_yet = Count("pk", filter=Q(has_it=False))
    told = rows.values("incoming", "bucket").annotate(
        n=Count("pk"), not_yet=not_yet, claimed=Count("pk", filter=Q(claimed_at__isnull=False))
    )
    for one in told:
        counts = found[one["incoming"]]
        counts[one["bucket"]] = one["n"]
        counts["rows"] += one["n"]
        counts["claimed"] += one["claimed"]
        if one["bucket"] == "linked":
            counts["not_yet"] = one["not_yet"]
    return found


def rows_of(received: IncomingList, bucket: str) -> Any:
    """The rows behind a figure: a bucket, or “not_yet”, “claimed”, “decided”."""
    rows = received.rows.annotate(bucket=BUCKET).order_by("number")
    if bucket == "not_yet":
        return rows.filter(bucket="linked", has_it=False)
    if bucket == "claimed":
        return rows.filter(claimed_at__isnull=False)
    if bucket == "decided":
        return rows.filter(decided_at__isnull=False)
    return rows.filter(bucket=bucket)
