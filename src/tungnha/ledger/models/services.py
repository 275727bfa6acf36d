"""What is counted, as data (C4)."""

from __future__ import annotations

from django.db import models

from tungnha.units.models import Area, Campaign, Member
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class Counted(models.TextChoices):
    """The kind of thing a service is about; a measure may also count times somebody came, or compare typed figures."""

    PERSON = "person", "người"
    HOUSEHOLD = "household", "hộ"
    ESTABLISHMENT = "establishment", "cơ sở"
    PRODUCT = "product", "sản phẩm"
    TELEPHONE = "telephone", "số thuê bao"
    PLACE = "place", "địa điểm"
    VISIT = "visit", "lượt"
    FIGURE = "figure", "số liệu"


THINGS = [choice for choice in Counted.choices if choice[0] not in (Counted.VISIT, Counted.FIGURE)]


class Service(models.Model):
    """A digital service someone has or gets (tiện ích số): its kind of thing, levels, validity, where and how."""

    class Kind(models.TextChoices):
        STATE = "state", "đang có"
        EVENT = "event", "đã được làm"

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=120)
    short_name = models.CharField("tên gọi tắt", max_length=40, blank=True)
    counts = models.CharField("đếm", max_length=13, choices=THINGS, default=Counted.PERSON)
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.STATE)
    expires = models.BooleanField("có thời hạn", default=False, help_text="hết hạn, dù chưa ai cho biết ngày nào")
    validity_months = models.PositiveSmallIntegerField("hiệu lực (tháng)", null=True, blank=True)
    wheres = models.JSONField("ở đâu", default=list, blank=True)
    channels = models.JSONField("kênh", default=list, blank=True)
    providers = models.JSONField("nhà cung cấp", default=list, blank=True)
    source = models.CharField("căn cứ", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    privacy = nothing_personal(
        "id", "code", "name", "short_name", "counts", "kind", "expires", "validity_months", "wheres", "channels",
        "providers", "source", "order",
    )  # fmt: skip

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return self.short_name or self.name


class ServiceLevel(models.Model):
    """One ordered level of a service (mức): biết làm < làm được < làm thành thạo."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="levels")
    rank = models.PositiveSmallIntegerField("bậc")
    name = models.CharField("tên", max_length=60)

    privacy = nothing_personal("id", "service", "rank", "name")

    class Meta:
        ordering = ["service", "rank"]
        constraints = [models.UniqueConstraint(fields=["service", "rank"], name="one_level_of_a_rank")]


class Measure(models.Model):
    """How a target is counted (cách tính): a rule over services, for a group of counted things.

    The rule composes: {"service": "chu-ky-so", "level": 1} · {"any": [..]} (A or B) · {"all": [..]} (A and B in
    one and the same counted thing). `ledger.rules.parse_rule` says what is valid. A measure is never changed once it is
    made: another takes its place (`replaces`), and figures and reports that were made by it keep it.
    """

    class Residence(models.TextChoices):
        HERE = "", "đang ở tại địa bàn (thường trú có mặt và tạm trú)"
        REGISTERED = "registered", "đang ở tại địa bàn và đi làm ăn xa"

    class Each(models.TextChoices):
        TOGETHER = "", "tính chung cả địa bàn"
        VILLAGE = "village", "xét riêng từng thôn"

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField("tên chỉ tiêu", max_length=200)
    numerator = models.TextField("tử số, bằng lời")
    denominator = models.TextField("mẫu số, bằng lời")
    unit = models.CharField("đơn vị tính", max_length=30, default="%")
    counts = models.CharField(max_length=13, choices=Counted.choices, default=Counted.PERSON)
    group = models.CharField("nhóm", max_length=20, blank=True, help_text="adult15, adult18, all, official …")
    rule = models.JSONField(default=dict, blank=True)
    way = models.CharField("cách đếm", max_length=12, blank=True, help_text="trống: theo nhóm và theo vật được đếm")
    source = models.JSONField("lấy từ đâu", default=dict, blank=True, help_text='{"flow": "desk"}, {"series": "…"}')
    residence = models.CharField("cư trú", max_length=10, choices=Residence.choices, blank=True)
    each = models.CharField("xét", max_length=7, choices=Each.choices, blank=True)
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="measures",
        help_text="nơi đặt ra cách tính; trống: có sẵn trong phần mềm",
    )  # fmt: skip
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by",
        help_text="cách tính mà cách này thay cho",
    )  # fmt: skip

    read_as = ""  # how a plan reads the group's words (“trên 15 tuổi”); set in passing, never stored here

    objects = ScopedQuerySet.as_manager()
    privacy = nothing_personal(
        "id", "code", "name", "numerator", "denominator", "unit", "counts", "group", "rule", "way", "source",
        "residence", "each", "area", "made_by", "made_at", "replaces",
    )  # fmt: skip

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def counted_group(self) -> str:
        """The group the register is counted for."""
        return self.read_as or self.group

    @property
    def explanation(self) -> str:
        """Giải thích, the second of the four columns that communes give a target."""
        return f"Tử số: {self.numerator}. Mẫu số: {self.denominator}."


class CampaignService(models.Model):
    """That a campaign is about a service, from which level on and for whom (tiện ích của đợt).

    It is what the lower rooms, which know no plan, build their worklists from; confirming a plan fills it.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="asked_services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="campaigns")
    level = models.PositiveSmallIntegerField("từ mức", default=1)
    group = models.CharField("nhóm", max_length=20, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="campaign__area", shared=True)
    privacy = nothing_personal("id", "campaign", "service", "level", "group", "order")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "service", "group"], name="a_campaign_asks_a_service_once")
        ]
