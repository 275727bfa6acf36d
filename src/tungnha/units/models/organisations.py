"""Who: departments, police, operators, unions, schools, clinics, companies, village teams."""

from __future__ import annotations

from django.db import models

from tungnha.units.privacy import Privacy
from tungnha.units.scope import Scope, ScopedQuerySet

from .areas import Area


class Organisation(models.Model):
    """A body that has duties, staff or figures of its own (cơ quan, đơn vị, tổ chức)."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "Ủy ban nhân dân"
        STEERING = "steering", "Ban Chỉ đạo"
        DEPARTMENT = "department", "phòng, ban, sở"
        CENTRE = "centre", "trung tâm"
        PARTY = "party", "cơ quan Đảng, HĐND"
        POLICE = "police", "công an"
        MILITARY = "military", "quân sự"
        UNION = "union", "Mặt trận, đoàn thể"
        SCHOOL = "school", "trường học"
        CLINIC = "clinic", "trạm y tế"
        OPERATOR = "operator", "doanh nghiệp viễn thông"
        COMPANY = "company", "doanh nghiệp"
        TEAM = "team", "Tổ công nghệ số cộng đồng"
        OTHER = "other", "khác"

    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên gọi tắt", max_length=60, blank=True)
    kind = models.CharField("loại", max_length=12, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="organisations")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    collector = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="collects_for",
        help_text="đơn vị đầu mối tổng hợp thay (Phòng Kinh tế cho các doanh nghiệp)",
    )  # fmt: skip
    head_name = models.CharField("người đứng đầu", max_length=120, blank=True)
    head_title = models.CharField("chức danh", max_length=120, blank=True)
    must_report = models.BooleanField("phải báo cáo", default=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = Privacy(
        personal={"head_name": "name"},
        plain=(
            "id", "name", "short_name", "kind", "area", "parent", "collector", "head_title", "must_report",
            "valid_from", "valid_to", "order",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="one_organisation_of_a_name_in_an_area")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name
