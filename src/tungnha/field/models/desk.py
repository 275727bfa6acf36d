"""At the one-stop desk: who came, what was done, how pleased they were; series that somebody types."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tungnha.drafting.numbers import decimal_vi
from tungnha.ledger.models import Claim, Service
from tungnha.people.models import Person
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .sessions import SupportSession


class DeskVisit(models.Model):
    """One person who came to the one-stop desk (lượt khách). No name is needed where nothing is done. Its id is made on
    the page, so that a button pressed twice is one visitor; one noted by mistake is taken back, not deleted."""

    class From(models.TextChoices):
        HERE = "here", "người trong xã"
        ELSEWHERE = "elsewhere", "người nơi khác"

    class Outcome(models.TextChoices):
        ADVISED = "advised", "đã tư vấn"
        HELPED = "helped", "đã làm giúp"
        REFUSED = "refused", "đã tư vấn, chưa muốn làm"
        NOT_ADVISED = "not_advised", "chưa tư vấn được"

    # Whoever refused was told; only those nobody spoke with lower the rate.
    TOLD = (Outcome.ADVISED, Outcome.HELPED, Outcome.REFUSED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="desk_visits")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="desk_visits"
    )
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="desk_visits")
    come_from = models.CharField("ở đâu đến", max_length=9, choices=From.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="desk_visits")
    outcome = models.CharField("kết quả", max_length=11, choices=Outcome.choices)
    why = models.CharField("vì sao", max_length=200, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="desk_visits")
    made_at = models.DateTimeField("lúc")
    stored_at = models.DateTimeField("nhận vào lúc")
    taken_back_at = models.DateTimeField("lấy lại lúc", null=True, blank=True)
    taken_back_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="organisation", names=True)
    privacy = Privacy(
        personal={"why": "empty"},
        plain=(
            "id", "area", "organisation", "campaign", "come_from", "person", "outcome", "made_by", "made_at",
            "stored_at", "taken_back_at", "taken_back_by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "id"]
        indexes = [models.Index(fields=["area", "made_at"])]
        constraints = [
            models.CheckConstraint(
                name="desk_visit_taken_back_at_and_by_together",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            )
        ]


class DeskService(models.Model):
    """What was done for one visitor. Somebody of elsewhere has no claim: she is counted in what the desk did, not in
    what the commune's people have."""

    visit = models.ForeignKey(DeskVisit, on_delete=models.CASCADE, related_name="services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField("mức", default=1)
    claim = models.OneToOneField(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="desk_service")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="visit__area", organisation="visit__organisation", names=True)
    privacy = nothing_personal("id", "visit", "service", "level", "claim")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "service"], name="a_service_is_done_once_a_visit")]


class SatisfactionMark(models.Model):
    """One tap on a face (mức hài lòng), anonymous: the day and the place, no visit, no person, no hour."""

    class Where(models.TextChoices):
        DESK = "desk", "bộ phận một cửa"
        SESSION = "session", "buổi hỗ trợ"
        VISIT = "visit", "tại nhà"

    class Mark(models.IntegerChoices):
        UNHAPPY = 1, "chưa hài lòng"
        FAIR = 2, "bình thường"
        HAPPY = 3, "hài lòng"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="satisfaction_marks")
    where = models.CharField("ở đâu", max_length=7, choices=Where.choices)
    session = models.ForeignKey(
        SupportSession, null=True, blank=True, on_delete=models.PROTECT, related_name="satisfaction_marks"
    )
    mark = models.PositiveSmallIntegerField("mức", choices=Mark.choices)
    on = models.DateField("ngày")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "area", "where", "session", "mark", "on")

    class Meta:
        ordering = ["-on", "id"]
        indexes = [models.Index(fields=["area", "where", "on"])]


class TypedSeries(models.Model):
    """A figure nobody's rows make, typed with its evidence (chuỗi số liệu nhập tay): how many days a procedure takes,
    the share of dossiers sent online."""

    class Unit(models.TextChoices):
        DAYS = "days", "ngày làm việc"
        HOURS = "hours", "giờ"
        MINUTES = "minutes", "phút"
        PERCENT = "percent", "%"
        COUNT = "count", "số lượng"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="typed_series")
    name = models.CharField("tên", max_length=200)
    unit = models.CharField("đơn vị tính", max_length=7, choices=Unit.choices)
    less_is_better = models.BooleanField("giảm là tốt", default=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField("thôi theo dõi lúc", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "area", "name", "unit", "less_is_better", "made_by", "made_at", "ended_at")

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="one_typed_series_of_a_name")]

    def __str__(self) -> str:
        return self.name


class SeriesValue(models.Model):
    """What a series was on a day, by which paper. A wrong one is replaced by a later entry; both stay."""

    series = models.ForeignKey(TypedSeries, on_delete=models.CASCADE, related_name="values")
    on = models.DateField("ngày")
    value = models.DecimalField("giá trị", max_digits=12, decimal_places=2)
    evidence = models.CharField("căn cứ", max_length=200)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="series__area", shared=True)
    privacy = nothing_personal("id", "series", "on", "value", "evidence", "made_by", "made_at")

    class Meta:
        ordering = ["on", "made_at", "id"]

    @property
    def words(self) -> str:
        """`7 ngày làm việc`, `7,50 giờ`, `35,40%`: whole things have no decimals."""
        if self.series.unit == TypedSeries.Unit.PERCENT:
            return f"{decimal_vi(self.value)}%"
        number = decimal_vi(self.value, 0 if self.value == self.value.to_integral_value() else 2)
        return number if self.series.unit == TypedSeries.Unit.COUNT else f"{number} {self.series.get_unit_display()}"
