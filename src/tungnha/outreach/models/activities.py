"""What is done to make things known: planned, done place by place, with whose figure (C10)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .themes import Kind, Pillar, Theme
from .words import ReadyText


class Activity(models.Model):
    """One thing planned (hoạt động tuyên truyền): of a kind, about one or more themes, within some days, in one place
    or in many at once. What each place did with it stands in its part."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField("hình thức", max_length=10, choices=Kind.choices)
    themes = models.ManyToManyField(Theme, related_name="activities")
    name = models.CharField("tên gọi", max_length=200)
    content = models.TextField("nội dung", max_length=3000, blank=True)
    audience = models.CharField("đối tượng", max_length=200, blank=True)
    joined_to = models.CharField("lồng ghép vào", max_length=160, blank=True)
    pillar = models.CharField("trụ cột", max_length=10, choices=Pillar.choices, blank=True)
    from_on = models.DateField("từ ngày")
    to_on = models.DateField("đến hết ngày")
    hours = models.JSONField("giờ", default=list, blank=True, help_text='["05:30", "17:00"]')
    text = models.ForeignKey(ReadyText, null=True, blank=True, on_delete=models.PROTECT, related_name="activities")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị lên lịch"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="campaign__area", shared=True)
    privacy = nothing_personal(
        "id", "campaign", "kind", "themes", "name", "content", "audience", "joined_to", "pillar", "from_on", "to_on",
        "hours", "text", "organisation", "made_at", "made_by",
    )  # fmt: skip

    class Meta:
        ordering = ["from_on", "id"]
        indexes = [models.Index(fields=["campaign", "from_on", "to_on"])]
        constraints = [
            models.CheckConstraint(name="activity_ends_after_it_starts", condition=Q(to_on__gte=models.F("from_on")))
        ]

    def __str__(self) -> str:
        return self.name


class ActivityPart(models.Model):
    """What one village, or one unit, has to do of an activity (phần việc). `result`: what is known of it now, the
    latest of what was said; without any it is still to be done."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="parts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="activity_parts")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="activity_parts",
        help_text="trống: thôn (hoặc xã) làm",
    )  # fmt: skip
    place = models.CharField("địa điểm", max_length=160, blank=True)
    result = models.ForeignKey("PartResult", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancelled_why = models.CharField("vì sao thôi", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="organisation", shared=True)
    privacy = nothing_personal(
        "id", "activity", "area", "organisation", "place", "result", "cancelled_at", "cancelled_by", "cancelled_why"
    )

    class Meta:
        ordering = ["area__order", "area__code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "area"], condition=Q(organisation=None), name="one_part_of_an_area"
            ),
            models.UniqueConstraint(fields=["activity", "organisation"], name="one_part_of_a_unit"),
            models.CheckConstraint(
                name="activity_part_cancelled_at_and_by_together",
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity.name}: {self.who}"

    @property
    def who(self) -> str:
        """“Thôn 5”, “Trường THCS Mẫu Sơn”."""
        return self.organisation.label if self.organisation else self.area.title

    @property
    def is_done(self) -> bool:
        return self.result is not None and self.result.done

    def is_late(self, on: date) -> bool:
        return not self.is_done and self.cancelled_at is None and self.activity.to_on < on


class PartResult(models.Model):
    """What was said of a part once (kết quả): done or not done after all, how many were reached and whose figure that
    is, what shows it. Only added to: the latest stands."""

    class How(models.TextChoices):
        COUNTED = "counted", "đếm tại chỗ (người)"
        SIGNED = "signed", "theo danh sách ký tên (người)"
        STATED = "stated", "đơn vị báo (người)"
        SHOWN = "shown", "lượt xem trên trang, nhóm (lượt)"
        ESTIMATED = "estimated", "ước số người nghe (người)"

    part = models.ForeignKey(ActivityPart, on_delete=models.PROTECT, related_name="results")
    done = models.BooleanField("đã làm")
    on = models.DateField("ngày")
    times = models.PositiveSmallIntegerField("số lần", default=1)
    reached = models.PositiveIntegerField("số người dự, tiếp cận", null=True, blank=True)
    reached_how = models.CharField("số ấy có từ đâu", max_length=9, choices=How.choices, blank=True)
    stated_by = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="số của đơn vị"
    )
    link = models.URLField("đường dẫn", max_length=500, blank=True)
    file = models.CharField(max_length=40, blank=True, editable=False, help_text="mã tệp đã khóa trên máy chủ")
    file_name = models.CharField("tệp kèm theo", max_length=255, blank=True)
    words = models.CharField("ghi thêm", max_length=500, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="part__area", organisation="part__organisation", shared=True)
    privacy = nothing_personal(
        "id", "part", "done", "on", "times", "reached", "reached_how", "stated_by", "link", "file", "file_name",
        "words", "made_at", "made_by",
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="who_was_reached_is_somebodys_figure", condition=Q(reached=None) | ~Q(reached_how="")
            )
        ]

    @property
    def of_views(self) -> bool:
        """Views of a page are no people: they are never added to those present."""
        return self.reached_how == self.How.SHOWN

    @property
    def reached_words(self) -> str:
        """`người, đếm tại chỗ`: what follows the number."""
        how, _, unit = self.get_reached_how_display().rstrip(")").partition(" (")
        return f"{unit}, {how}" if unit else how
