"""The papers an office writes, how it writes them, who signs, and the numbers it has given out."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .sending import Kept, KeptRow

OF_BODY = Scope(area="organisation__area", organisation="organisation")


class OfficeForm(models.Model):
    """How one body writes (thể thức của cơ quan): what its papers begin with. A paper keeps its own copy."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="office_form")
    superior = models.CharField("cơ quan chủ quản", max_length=300, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=300)
    in_prose = models.CharField("tên trong câu", max_length=300)
    place = models.CharField("địa danh", max_length=80)
    address = models.JSONField("địa chỉ cuối trang", default=list)
    symbol = models.CharField("chữ viết tắt cơ quan", max_length=30, help_text="UBND, BCĐ, VHXH")
    unit = models.CharField("chữ viết tắt nơi soạn công văn", max_length=30, blank=True)
    archive = models.CharField("lưu", max_length=80, default="VT")
    recipients = models.JSONField("nơi nhận thường dùng", default=list)
    one_series = models.BooleanField("đánh số chung mọi loại", default=False)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = OF_BODY
    privacy = nothing_personal(
        "id", "organisation", "superior", "issuer", "in_prose", "place", "address", "symbol", "unit", "archive",
        "recipients", "one_series", "saved_at", "saved_by",
    )  # fmt: skip


class Abbreviation(models.Model):
    """What a part of the office is called in symbols (chữ viết tắt): Phòng Văn hóa - Xã hội → VHXH."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="abbreviations")
    name = models.CharField("tên đơn vị", max_length=200)
    short = models.CharField("viết tắt", max_length=30)

    objects = ScopedQuerySet.as_manager()
    scope = OF_BODY
    privacy = nothing_personal("id", "organisation", "name", "short")

    class Meta:
        ordering = ["short", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "short"], name="one_unit_of_an_abbreviation")]


class Signer(models.Model):
    """Who may sign for a body, by which authority, from when to when (người ký)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signers")
    lines = models.JSONField("thẩm quyền ký", default=list, help_text='["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]')
    concurrent = models.CharField("chức danh ở cơ quan", max_length=120, blank=True)
    name = models.CharField("họ và tên", max_length=120)
    from_on = models.DateField("từ ngày")
    to_on = models.DateField("đến hết ngày", null=True, blank=True)
    by_paper = models.CharField("theo văn bản", max_length=200, blank=True, help_text="giấy ủy quyền khi ký TUQ.")
    order = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()
    scope = OF_BODY
    privacy = Privacy(
        personal={"name": "name"},
        plain=("id", "organisation", "lines", "concurrent", "from_on", "to_on", "by_paper", "order"),
    )

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="signer_from_before_to", condition=Q(to_on=None) | Q(to_on__gte=F("from_on"))
            )
        ]  # fmt: skip


class NumberSeries(models.Model):
    """The numbers of one body, kind and year (sổ số): each is given once. `kind` "" counts all kinds together."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="number_series")
    kind = models.CharField("loại", max_length=20, blank=True)
    year = models.PositiveIntegerField("năm")
    first = models.PositiveIntegerField("số đầu tiên cấp ở đây", default=1)

    objects = ScopedQuerySet.as_manager()
    scope = OF_BODY
    privacy = nothing_personal("id", "organisation", "kind", "year", "first")

    class Meta:
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "year"], name="one_series_of_a_body_kind_and_year")
        ]


class Paper(models.Model):
    """An official paper (văn bản): drafted, reworded, then issued with its number, day and file."""

    class Kind(models.TextChoices):
        REPORT = "report", "Báo cáo"
        PLAN = "plan", "Kế hoạch"
        LETTER = "letter", "Công văn"
        NOTICE = "notice", "Thông báo"
        INVITATION = "invitation", "Giấy mời"
        SUBMISSION = "submission", "Tờ trình"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="papers")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="papers")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField("loại", max_length=12, choices=Kind.choices)
    subject = models.CharField("trích yếu", max_length=500)
    symbol = models.CharField("ký hiệu", max_length=40)
    front = models.JSONField(
        "thể thức", default=dict,
        help_text="reports.papers.front: who writes to whom, on what grounds, who signs",
    )  # fmt: skip
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    words = models.TextField("lời văn", blank=True)
    kept = models.JSONField("bảng, hình", default=list, help_text="drafting.words: what no line can hold")
    annexes = models.JSONField("phụ lục", default=list)
    form = models.CharField("mẫu thể thức", max_length=30)
    source = models.CharField("lập từ", max_length=80, blank=True, help_text="reminder:12:2026-W22")
    number = models.PositiveIntegerField("số", null=True, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    put_aside_at = models.DateTimeField("bỏ dự thảo lúc", null=True, blank=True)
    file = models.FileField(upload_to="papers/%Y/%m", null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.FileField(upload_to="papers/%Y/%m", null=True, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="organisation")
    privacy = Privacy(
        personal={"signer_name": "name"},
        plain=(
            "id", "organisation", "area", "campaign", "kind", "subject", "symbol", "front", "words", "kept", "annexes",
            "form", "source", "number", "issued_on", "version", "drafted_at", "drafted_by", "issued_at", "issued_by",
            "put_aside_at", "file", "sha256", "pdf", "pdf_sha256",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-drafted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="paper_issued_with_number_day_and_hand",
                condition=Q(issued_at=None, issued_by=None, number=None)
                | Q(issued_at__isnull=False, issued_by__isnull=False, number__isnull=False, issued_on__isnull=False),
            )
        ]

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None

    @property
    def full_symbol(self) -> str:
        """`05/TB-UBND`; `…/TB-UBND` while the number is blank."""
        return f"{'…' if self.number is None else f'{self.number:02d}'}/{self.symbol}"


class TakenNumber(models.Model):
    """A number that was given out (số đã cấp): to a paper written here, or to one written elsewhere."""

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="taken")
    number = models.PositiveIntegerField("số")
    on = models.DateField("ngày")
    paper = models.OneToOneField(Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="taken")
    what = models.CharField("văn bản nào", max_length=300, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="series__organisation__area", organisation="series__organisation")
    privacy = nothing_personal("id", "series", "number", "on", "paper", "what", "taken_at", "taken_by")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="a_number_is_given_once")]


class PaperChange(KeptRow):
    """What a later paper says of one that was issued: taken back, replaced, put right (Nghị định 30/2020/NĐ-CP,
    Điều 18). It counts from the day the later one is issued; a later one that was put aside changes nothing."""

    class Way(models.TextChoices):
        WITHDRAW = "withdraw", "thu hồi"
        REPLACE = "replace", "thay thế"
        CORRECT = "correct", "đính chính"

    earlier = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="changed_by")
    later = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="changes")
    way = models.CharField("việc", max_length=8, choices=Way.choices)
    why = models.CharField("vì sao", max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = Kept.as_manager()
    scope = Scope(area="earlier__area", organisation="earlier__organisation")
    privacy = nothing_personal("id", "earlier", "later", "way", "why", "at", "by")

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(name="a_paper_does_not_change_itself", condition=~Q(earlier=F("later")))]


class PaperWords(models.Model):
    """One saved state of a paper's words and front (lời văn văn bản đã lưu). Nothing is overwritten."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="saved")
    version = models.PositiveIntegerField("lần")
    words = models.TextField("lời văn", blank=True)
    front = models.JSONField("thể thức", default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="paper__area", organisation="paper__organisation")
    privacy = nothing_personal("id", "paper", "version", "words", "front", "saved_at", "saved_by")

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["paper", "version"], name="one_text_of_a_version")]
