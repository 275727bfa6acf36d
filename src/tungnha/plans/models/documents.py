"""The document as it arrived, and what was read in it and corrected."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class PlanDocument(models.Model):
    """One plan document as it was handed in (văn bản kế hoạch): the bytes, the repaired text, what was found first."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="plan_documents")
    name = models.CharField("tên tệp", max_length=255)
    file = models.FileField(upload_to="plans/%Y/%m")
    sha256 = models.CharField(max_length=64)
    text = models.TextField("văn bản sau khi nắn dòng")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal("id", "area", "name", "file", "sha256", "text", "uploaded_at", "uploaded_by")

    class Meta:
        ordering = ["-uploaded_at"]


class Draft(models.Model):
    """One saved state of what a document says (bản rà soát): the reader's first, then each officer's corrections.

    Never overwritten. When two officers saved from the same number, the later one's text is kept as `beside` the line.
    """

    document = models.ForeignKey(PlanDocument, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveIntegerField("lần")
    content = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    beside = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="rivals",
        help_text="bản đã lưu trước mà bản này không thay được",
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="document__area", shared=True)
    privacy = nothing_personal("id", "document", "number", "content", "saved_at", "saved_by", "beside")

    class Meta:
        ordering = ["document", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], condition=Q(beside=None), name="one_draft_of_a_number"
            )
        ]


class DraftChange(models.Model):
    """One change an officer made to a draft (một lần sửa khi rà soát). Never altered: taking back is a change too.

    What stands now is the draft with its changes played over it (plans/review_ops.py).
    """

    document = models.ForeignKey(PlanDocument, on_delete=models.CASCADE, related_name="changes")
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="changes", help_text="bản được sửa tiếp")
    number = models.PositiveIntegerField("lần sửa")
    key = models.UUIDField(unique=True, help_text="trang đặt; gửi lại lần hai thì không ghi thêm")
    operation = models.JSONField("việc đã làm")
    touched = models.JSONField("các mục bị đổi", default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="document__area", shared=True)
    privacy = nothing_personal("id", "document", "draft", "number", "key", "operation", "touched", "made_at", "made_by")

    class Meta:
        ordering = ["document", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_change_of_a_number")]
