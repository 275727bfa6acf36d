"""Recognition (C15): who is proposed to be praised and by which figures; good ways of working and who copied them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


def _one_place() -> Q:
    return Q(village__isnull=False, organisation=None) | Q(village=None, organisation__isnull=False)


class Commendation(models.Model):
    """A proposal to praise a village's team, a unit, or one person of it (đề nghị biểu dương), with the figures of the
    day it was made. Never changed: what was said of it since stands in its steps."""

    class Form(models.TextChoices):
        CERTIFICATE = "certificate", "tặng giấy khen"
        LETTER = "letter", "gửi thư khen"
        PRAISE = "praise", "biểu dương tại hội nghị"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="commendations")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="commendations")
    village = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="praised")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="commendations"
    )
    person_name = models.CharField("cá nhân", max_length=120, blank=True, help_text="trống: khen tập thể")
    form = models.CharField("hình thức", max_length=11, choices=Form.choices)
    why = models.CharField("thành tích", max_length=1000)
    figures = models.JSONField("số liệu đi kèm", default=list, help_text='[{"name", "value", "url"}]')
    figures_on = models.DateField("số liệu tính đến")
    key = models.UUIDField(unique=True, default=uuid.uuid4, help_text="trang đặt; gửi lại lần hai thì không ghi thêm")
    made_at = models.DateTimeField("đề nghị lúc")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("area", "village"), organisation="organisation", names=True)
    privacy = Privacy(
        personal={"person_name": "name", "why": "empty"},
        plain=(
            "id", "area", "campaign", "village", "organisation", "form", "figures", "figures_on", "key", "made_at",
            "made_by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(name="a_commendation_is_of_one_place", condition=_one_place())]

    @property
    def place(self) -> str:
        return self.village.title if self.village is not None else str(self.organisation)

    @property
    def whom(self) -> str:
        return f"{self.person_name}, {self.place}" if self.person_name else self.place


class CommendationStep(models.Model):
    """One word about a proposal (bước xét): the culture office has looked, it was decided. Appended; the latest
    stands."""

    class Step(models.TextChoices):
        AGREED = "agreed", "đã thẩm định, đồng ý trình"
        OBJECTED = "objected", "đã thẩm định, chưa đồng ý"
        DECIDED = "decided", "có quyết định"
        REFUSED = "refused", "không khen"
        TAKEN_BACK = "taken_back", "nơi đề nghị rút lại"

    commendation = models.ForeignKey(Commendation, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField("bước", max_length=10, choices=Step.choices)
    words = models.CharField("ý kiến", max_length=500, blank=True)
    paper_number = models.CharField("số quyết định", max_length=60, blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area=("commendation__area", "commendation__village"), organisation="commendation__organisation", names=True
    )
    privacy = Privacy(
        personal={"words": "empty"}, plain=("id", "commendation", "step", "paper_number", "signed_on", "at", "by")
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_commendation_is_decided_by_a_paper",
                condition=~Q(step="decided") | (~Q(paper_number="") & Q(signed_on__isnull=False)),
            )
        ]


class GoodPractice(models.Model):
    """A way of working that others may copy (cách làm hay): what, where, by what it shows."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="practices")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="practices")
    village = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="own_practices")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="practices"
    )
    title = models.CharField("tên cách làm", max_length=160)
    words = models.TextField("làm thế nào", max_length=3000)
    proof = models.CharField("bằng chứng", max_length=500)
    since_on = models.DateField("làm từ ngày")
    figure = models.CharField("xem kết quả bằng chỉ tiêu", max_length=40, blank=True, help_text="mã của số liệu")
    figure_name = models.CharField("tên chỉ tiêu", max_length=200, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, help_text="trang đặt; gửi lại lần hai thì không ghi thêm")
    made_at = models.DateTimeField("nêu lúc")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("xét lúc", null=True, blank=True)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved = models.BooleanField("đồng ý nhân rộng", null=True, blank=True)
    decided_why = models.CharField("ý kiến", max_length=500, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id", "area", "campaign", "village", "organisation", "title", "words", "proof", "since_on", "figure",
        "figure_name", "key", "made_at", "made_by", "decided_at", "decided_by", "approved", "decided_why",
    )  # fmt: skip

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="a_practice_is_of_one_place", condition=_one_place()),
            models.CheckConstraint(
                name="a_practice_is_decided_whole",
                condition=Q(decided_at=None, decided_by=None, approved=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, approved__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> str:
        return self.village.title if self.village is not None else str(self.organisation)


class PracticeCopy(models.Model):
    """That a village does as another does (làm theo): from when; given up, it is ended and stays to be seen."""

    practice = models.ForeignKey(GoodPractice, on_delete=models.PROTECT, related_name="copies")
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="copied_practices")
    from_on = models.DateField("làm theo từ ngày")
    words = models.CharField("làm khác chỗ nào", max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField("thôi từ ngày", null=True, blank=True)
    ended_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="practice__area", shared=True)
    privacy = nothing_personal(
        "id", "practice", "village", "from_on", "words", "made_at", "made_by", "ended_on", "ended_by"
    )

    class Meta:
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "village"], condition=Q(ended_on=None), name="a_village_copies_a_practice_once"
            ),
            models.CheckConstraint(
                name="practice_copy_ended_on_and_by_together",
                condition=Q(ended_on=None, ended_by=None) | Q(ended_on__isnull=False, ended_by__isnull=False),
            ),
        ]
