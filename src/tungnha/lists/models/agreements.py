"""Under which paper a sender hands its lists in, so that its next list needs nothing typed."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from tungnha.ledger.models import Service
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

KEPT_DAYS = 90  # where no agreement says how long a list is kept


class Agreement(models.Model):
    """A document or agreement by which a sender gives lists (văn bản, thỏa thuận giao dữ liệu). One that is changed is
    ended and a new one made: the lists that came under it keep pointing at what held then."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="list_agreements")
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="list_agreements")
    number = models.CharField("số, ký hiệu văn bản", max_length=120)
    signed_on = models.DateField("ngày ký")
    purpose = models.CharField("để làm gì", max_length=300)
    services = models.ManyToManyField(Service, related_name="+", blank=True)
    fields = models.JSONField("các cột được giao", default=list, help_text="fields of matching.tables.FIELDS")
    valid_until = models.DateField("có hiệu lực đến hết ngày", null=True, blank=True)
    keep_days = models.PositiveSmallIntegerField("giữ nội dung mỗi danh sách mấy ngày", default=KEPT_DAYS)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField("thôi áp dụng từ ngày", null=True, blank=True)
    ended_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="sender")
    privacy = nothing_personal(
        "id", "area", "sender", "number", "signed_on", "purpose", "services", "fields", "valid_until", "keep_days",
        "made_at", "made_by", "ended_on", "ended_by",
    )  # fmt: skip

    class Meta:
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="agreement_ended_on_and_by_together",
                condition=Q(ended_on=None, ended_by=None) | Q(ended_on__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_holds_from_the_day_it_is_signed",
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("signed_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def holds_on(self, day: date) -> bool:
        ended = self.ended_on is not None and day >= self.ended_on
        return self.signed_on <= day and not ended and (self.valid_until is None or day <= self.valid_until)
