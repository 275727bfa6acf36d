"""What follows from the claims by the one written rule."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import ScopedQuerySet

from .claims import SUBJECTS, Claim, Subject, exactly_one_subject
from .services import Service


class Standing(Subject):
    """What a counted thing has of one service now (hiện trạng): level, since, until, by which claim. Derived;
    thrown away and made anew from the claims at any time."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="standings")
    level = models.PositiveSmallIntegerField("mức", help_text="0: chưa có")
    since_on = models.DateField("có từ ngày")
    until_on = models.DateField("đến hết ngày", null=True, blank=True)
    decided_by = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")
    contested_by = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Claim.scope
    privacy = nothing_personal(
        *SUBJECTS, "id", "service", "level", "since_on", "until_on", "decided_by", "contested_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="standing_has_one_subject", condition=exactly_one_subject()),
            *(
                models.UniqueConstraint(
                    fields=["service", subject], condition=Q(**{f"{subject}__isnull": False}),
                    name=f"one_standing_of_a_{subject}",
                )
                for subject in SUBJECTS
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["service", "level", "since_on"])]

    @property
    def is_contested(self) -> bool:
        return self.contested_by_id is not None
