"""What a team leader writes to the team, and what she decides to leave as it is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.ledger.models import Claim, Service
from tungnha.people.models import Household, Person
from tungnha.units.models import Area, Member
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class LeaderMessage(models.Model):
    """A few words of a leader to the team's phones for a day or some days (lời nhắn)."""

    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="leader_messages")
    to_member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField("lời nhắn", max_length=300)
    from_on = models.DateField("từ ngày")
    until_on = models.DateField("đến hết ngày")
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="village", names=True)
    privacy = Privacy(
        personal={"words": "empty"},
        plain=(
            "id", "village", "to_member", "from_on", "until_on", "written_by", "written_at", "withdrawn_at",
            "withdrawn_by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [models.Index(fields=["village", "until_on"], name="message_of_a_village")]
        constraints = [
            models.CheckConstraint(name="message_ends_after_it_starts", condition=Q(until_on__gte=models.F("from_on"))),
            models.CheckConstraint(
                name="message_withdrawn_at_and_by_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]


class ContestedLook(models.Model):
    """That a leader looked at two rival claims and left both as they are (để nguyên cả hai). A new claim about the same
    brings the question back: the look is about these two."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    stands = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    rival = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("person__household__village", "household__village"), names=True)
    privacy = nothing_personal("id", "person", "household", "service", "stands", "rival", "by", "at")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="a_look_is_about_one_thing",
                condition=Q(person=None, household__isnull=False) | Q(person__isnull=False, household=None),
            )
        ]
