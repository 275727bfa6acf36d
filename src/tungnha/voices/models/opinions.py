"""What people think of the campaign (dư luận), noted without any person."""

from __future__ import annotations

from django.db import models

from tungnha.units.models import Area, Organisation
from tungnha.units.privacy import Privacy
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet


class OpinionNote(models.Model):
    """One opinion heard in a place (ghi nhận dư luận): what, how widely, on what day. Nobody who said it, nobody who
    noted it."""

    class Mood(models.TextChoices):
        FOR = "for", "đồng tình"
        DOUBT = "doubt", "băn khoăn"
        AGAINST = "against", "chưa đồng tình"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="opinion_notes")
    unit = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="opinion_notes"
    )
    mood = models.CharField("người dân", max_length=7, choices=Mood.choices)
    words_text = EncryptedTextField("ý kiến, đã che tên")
    heard = models.PositiveSmallIntegerField("nghe mấy lần", default=1)
    on = models.DateField("ngày")
    stored_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="unit", names=True)
    privacy = Privacy(
        personal={"words_text": "empty"}, plain=("id", "area", "unit", "mood", "heard", "on", "stored_at")
    )

    class Meta:
        ordering = ["-on", "-id"]
