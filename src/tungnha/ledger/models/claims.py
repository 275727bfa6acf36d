"""What was said, by whom: never overwritten."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tungnha.people.models import Establishment, Household, Person, Place, Product, Telephone
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .services import Service

SUBJECTS = ("person", "household", "establishment", "product", "telephone", "place")


def exactly_one_subject() -> Q:
    """A claim is about one counted thing."""
    chosen = Q()
    for subject in SUBJECTS:
        chosen |= Q(**{f"{other}__isnull": other != subject for other in SUBJECTS})
    return chosen


class Subject(models.Model):
    """What a claim or a standing is about: exactly one counted thing."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss")
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss")
    establishment = models.ForeignKey(
        Establishment, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss")
    telephone = models.ForeignKey(Telephone, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def subject(self) -> models.Model:
        return next(getattr(self, name) for name in SUBJECTS if getattr(self, f"{name}_id") is not None)

    @property
    def subject_filter(self) -> dict[str, int]:
        """What finds every claim about the same counted thing."""
        return {f"{n}_id": getattr(self, f"{n}_id") for n in SUBJECTS if getattr(self, f"{n}_id") is not None}


class Source(models.TextChoices):
    """By whose word, weakest first; `ledger.rules.STRENGTH` orders them (docs/decisions/0004-standing.md)."""

    SELF = "self", "người dân tự khai"
    VISIT = "visit", "Tổ đến nhà ghi nhận"
    SESSION = "session", "ghi nhận tại buổi hỗ trợ"
    DESK = "desk", "bộ phận một cửa ghi nhận"
    UNIT = "unit", "đơn vị xác nhận"
    SHOWN = "shown", "đã cho xem trên máy"
    LIST = "list", "danh sách của nhà cung cấp"
    OFFICIAL = "official", "danh sách chính thức (công an, sở)"


class Claim(Subject):
    """One statement that a counted thing has, or has not, a service (ghi nhận): since when, by whose word."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="claims")
    level = models.PositiveSmallIntegerField("mức", default=1, help_text="0: chưa có")
    since_on = models.DateField("có từ ngày")
    until_on = models.DateField("đến hết ngày", null=True, blank=True)
    source = models.CharField("theo ai", max_length=8, choices=Source.choices)
    stated_by = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    where = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=60, blank=True)
    provider = models.CharField(max_length=60, blank=True)
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    origin = models.CharField("từ đâu", max_length=20, blank=True, help_text="visit, list, session, import …")
    origin_id = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="claims")
    made_at = models.DateTimeField("ghi nhận lúc", help_text="giờ trên máy ghi nhận")
    stored_at = models.DateTimeField("nhận vào lúc")
    retracts = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="retracted_by",
        help_text="ghi nhận này rút lại ghi nhận kia",
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area=(
            "person__household__village", "household__village", "establishment__village",
            "product__establishment__village", "telephone__person__household__village", "place__area",
        ),
        organisation="person__roster_entries__organisation", until="person__roster_entries__to_on", names=True,
        partner="person__check_ins__session__staffing__organisation",
    )  # fmt: skip
    privacy = nothing_personal(
        *SUBJECTS, "id", "service", "level", "since_on", "until_on", "source", "stated_by", "where", "channel",
        "provider", "campaign", "origin", "origin_id", "made_by", "made_at", "stored_at", "retracts",
    )  # fmt: skip

    class Meta:
        ordering = ["-stored_at", "id"]
        constraints = [
            models.CheckConstraint(name="claim_has_one_subject", condition=exactly_one_subject()),
            models.CheckConstraint(
                name="claim_ends_after_it_starts",
                condition=Q(until_on=None) | Q(until_on__gte=models.F("since_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["service", "person"]),
            models.Index(fields=["origin", "origin_id"]),
        ]


class CountClaim(models.Model):
    """A count without names that a unit states (số liệu không kèm tên): armed forces, pupils, workers, the police's
    number of people over 15. With a service it counts who has it; without, it states a base."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="count_claims")
    stated_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="count_claims")
    group = models.CharField("nhóm", max_length=20)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="count_claims")
    level = models.PositiveSmallIntegerField(default=1)
    count = models.PositiveIntegerField("số lượng")
    base = models.PositiveIntegerField("tổng số", null=True, blank=True)
    on = models.DateField("tính đến ngày")
    document = models.CharField("văn bản", max_length=160, blank=True)
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=20, blank=True)
    origin_id = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()
    retracts = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="retracted_by"
    )

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="stated_by", shared=True)
    privacy = nothing_personal(
        "id", "area", "stated_by", "group", "service", "level", "count", "base", "on", "document", "campaign",
        "origin", "origin_id", "made_by", "stored_at", "retracts",
    )  # fmt: skip

    class Meta:
        ordering = ["-on", "-stored_at"]
        indexes = [models.Index(fields=["area", "group", "service", "on"])]
