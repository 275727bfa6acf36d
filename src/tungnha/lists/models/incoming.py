"""Lists from outside (danh sách gửi đến): operators and police say who already has what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.ledger.models import Service
from tungnha.people.models import Person
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet


class IncomingList(models.Model):
    """One file as it was handed in, what it is about, and how far its cross-check (đối chiếu) has come."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="lists")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="lists")
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lists")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="lists")
    level = models.PositiveSmallIntegerField(default=1)
    name = models.CharField("tên tệp", max_length=255)
    content = EncryptedTextField("tệp gốc, đã mã hóa", help_text="base64")
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField("trang tính", max_length=120, blank=True)
    header_row = models.PositiveIntegerField("dòng tiêu đề", null=True, blank=True)
    columns = models.JSONField("cột", default=dict, blank=True)
    as_of_on = models.DateField("số liệu đến ngày")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    matched_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField("vì sao rút lại", max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="sender", names=True)
    privacy = Privacy(
        personal={"content": "empty"},
        plain=(
            "id", "campaign", "area", "sender", "service", "level", "name", "sha256", "sheet", "header_row", "columns",
            "as_of_on", "received_at", "received_by", "matched_at", "confirmed_at", "confirmed_by", "withdrawn_at",
            "withdrawn_by", "withdrawn_why",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                name="list_confirmed_at_and_by_together",
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="list_withdrawn_only_once_confirmed_and_with_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(withdrawn_why=""),
            ),
        ]


class ListRow(models.Model):
    """One row of a list, what it was matched to and why (dòng danh sách)."""

    class Verdict(models.TextChoices):
        LINKED = "linked", "khớp"
        AMBIGUOUS = "ambiguous", "cần xem"
        NOT_FOUND = "not_found", "không có trong sổ"
        UNREADABLE = "unreadable", "không đọc được"

    incoming = models.ForeignKey(IncomingList, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("dòng trong tệp")
    raw = EncryptedTextField("nguyên văn dòng, đã mã hóa")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="list_rows")
    candidates = models.JSONField(default=list, blank=True)
    probability = models.FloatField(default=0.0)
    reasons = models.JSONField("vì sao", default=list, blank=True)
    since_on = models.DateField("ngày nêu trong dòng", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    # A sender may see what it sent and how it fared, never whom the register knows.
    scope = Scope(area="incoming__area", organisation="incoming__sender", names=True)
    privacy = Privacy(
        personal={"raw": "empty", "reasons": "empty"},
        plain=(
            "id", "incoming", "number", "verdict", "person", "candidates", "probability", "since_on", "decided_at",
            "decided_by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["incoming", "number"]
        constraints = [models.UniqueConstraint(fields=["incoming", "number"], name="one_row_of_a_number_in_a_list")]


class ColumnChoice(models.Model):
    """How a sender's columns were read last time, so that nobody confirms the same columns twice."""

    sender = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="column_choices")
    header = models.CharField("các tiêu đề cột", max_length=64, help_text="sha256 của hàng tiêu đề")
    columns = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="sender__area", organisation="sender")
    privacy = nothing_personal("id", "sender", "header", "columns", "confirmed_at", "confirmed_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "header"], name="one_column_choice_per_header")]
