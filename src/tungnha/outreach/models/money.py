"""Money and gifts (C14): where it comes from, the estimate, what a team is paid by which rule, what was given in kind.
No account, no card, no transfer has a place here: a payment is a day and the number of a receipt."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area, Campaign, Member
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

QUARTERS = ("I", "II", "III", "IV")


class FundSource(models.Model):
    """Where money comes from (nguồn kinh phí), by which paper."""

    class Kind(models.TextChoices):
        BUDGET = "budget", "ngân sách"
        MOBILISED = "mobilised", "xã hội hóa, vận động"
        OPERATOR = "operator", "doanh nghiệp hỗ trợ"
        OTHER = "other", "nguồn khác"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="fund_sources")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="fund_sources")
    name = models.CharField("tên nguồn", max_length=160)
    kind = models.CharField("loại", max_length=9, choices=Kind.choices)
    paper = models.CharField("văn bản giao, ghi nhận", max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True)
    privacy = nothing_personal("id", "campaign", "area", "name", "kind", "paper", "made_at", "made_by")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "area", "name"], name="one_fund_source_of_a_name")]

    def __str__(self) -> str:
        return self.name


class EstimateLine(models.Model):
    """One line of a source's estimate (dự toán), in đồng. A change is a line of its own, with its paper: it may take
    away."""

    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="estimate")
    words = models.CharField("nội dung", max_length=200)
    amount = models.BigIntegerField("số tiền (đồng)")
    paper = models.CharField("văn bản", max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="source__area", names=True)
    privacy = nothing_personal("id", "source", "words", "amount", "paper", "made_at", "made_by")

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="an_estimate_line_is_not_nothing", condition=~Q(amount=0))]


class SupportNorm(models.Model):
    """What an active member is supported with in a quarter (mức hỗ trợ), and by which legal paper; and the written rule
    of who is active. Never changed: one ends, another begins."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="support_norms")
    name = models.CharField("tên mức", max_length=160)
    amount = models.BigIntegerField("mức một thành viên hoạt động, một quý (đồng)")
    legal_source = models.CharField("căn cứ pháp lý", max_length=200)
    kinds = models.JSONField(
        "việc nào được tính", default=list, help_text='["visit", "session", "activity", "training"]'
    )
    least = models.PositiveSmallIntegerField("ít nhất mấy việc trong quý", default=1)
    from_on = models.DateField("áp dụng từ ngày")
    to_on = models.DateField("đến hết ngày", null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id", "area", "name", "amount", "legal_source", "kinds", "least", "from_on", "to_on", "made_at", "made_by"
    )

    class Meta:
        ordering = ["-from_on", "-id"]
        constraints = [
            models.CheckConstraint(name="a_support_norm_is_more_than_nothing", condition=Q(amount__gt=0, least__gt=0)),
            models.CheckConstraint(
                name="support_norm_ends_after_it_starts", condition=Q(to_on=None) | Q(to_on__gte=models.F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamPayment(models.Model):
    """What one team is to be paid for one quarter (khoản chi cho Tổ): so many active members by the rule of that day,
    times the norm. Paid, it has a day and a receipt; a line that is wrong is taken back, never changed."""

    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="payments")
    norm = models.ForeignKey(SupportNorm, on_delete=models.PROTECT, related_name="payments")
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="team_payments")
    year = models.PositiveSmallIntegerField("năm")
    quarter = models.PositiveSmallIntegerField("quý")
    members = models.PositiveSmallIntegerField("thành viên của Tổ")
    active = models.PositiveSmallIntegerField("thành viên hoạt động")
    amount = models.BigIntegerField("số tiền (đồng)")
    over_why = models.CharField("vì sao vượt dự toán", max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    paid_on = models.DateField("chi ngày", null=True, blank=True)
    receipt_number = models.CharField("số phiếu chi", max_length=40, blank=True)
    paid_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField("vì sao bỏ", max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("source__area", "village"), names=True)
    privacy = nothing_personal(
        "id", "source", "norm", "village", "year", "quarter", "members", "active", "amount", "over_why", "made_at",
        "made_by", "paid_on", "receipt_number", "paid_by", "withdrawn_at", "withdrawn_by", "withdrawn_why",
    )  # fmt: skip

    class Meta:
        ordering = ["year", "quarter", "village__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "year", "quarter", "norm"], condition=Q(withdrawn_at=None),
                name="a_team_is_paid_once_a_quarter_by_a_norm",
            ),
            models.CheckConstraint(
                name="a_team_payment_adds_up",
                condition=Q(quarter__gte=1, quarter__lte=4, active__lte=models.F("members"), amount__gte=0),
            ),
            models.CheckConstraint(
                name="a_payment_is_paid_whole",
                condition=Q(paid_on=None, paid_by=None, receipt_number="")
                | (Q(paid_on__isnull=False, paid_by__isnull=False) & ~Q(receipt_number="")),
            ),
        ]  # fmt: skip

    @property
    def quarter_words(self) -> str:
        """`II/2026`."""
        return f"{QUARTERS[self.quarter - 1]}/{self.year}"


class Gift(models.Model):
    """Something given in kind (quà, hiện vật): what, how much, by whom, for whom."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="gifts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="gifts")
    village = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="gifts_received")
    what = models.CharField("hiện vật", max_length=160)
    quantity = models.PositiveIntegerField("số lượng")
    unit = models.CharField("đơn vị tính", max_length=30)
    worth = models.BigIntegerField("trị giá ước (đồng)", null=True, blank=True)
    giver_name = models.CharField("người, đơn vị cho", max_length=160)
    on = models.DateField("nhận ngày")
    receipt_number = models.CharField("số biên nhận", max_length=40, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("area", "village"), names=True)
    privacy = Privacy(
        personal={"giver_name": "name"},
        plain=(
            "id", "campaign", "area", "village", "what", "quantity", "unit", "worth", "on", "receipt_number",
            "made_at", "made_by", "withdrawn_at", "withdrawn_by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(name="a_gift_is_something", condition=Q(quantity__gt=0))]
