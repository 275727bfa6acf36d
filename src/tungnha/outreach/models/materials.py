"""Materials (tài liệu tuyên truyền): what is shown, read out and given away, and who has received it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from tungnha.ledger.models import Service
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


def at_and_by_together(row: str, *names: str) -> list[models.BaseConstraint]:
    """When and by whom are known both or neither."""
    return [
        models.CheckConstraint(
            name=f"{row}_{name}_at_and_by_together",
            condition=Q(**{f"{name}_at": None, f"{name}_by": None})
            | Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False}),
        )
        for name in names
    ]


class Material(models.Model):
    """One version of something to show, to read out or to give away (tài liệu), with one picture at most. A change is a
    new version: what was shown before stays to be seen."""

    class Kind(models.TextChoices):
        GUIDE = "guide", "hướng dẫn từng bước"
        LEAFLET = "leaflet", "tờ rơi"
        WARNING = "warning", "cảnh báo lừa đảo"
        POSTER = "poster", "áp phích, hình ảnh"
        CHART = "chart", "đồ họa thông tin"
        BANNER = "banner", "băng rôn, khẩu hiệu"
        AUDIO = "audio", "bài phát thanh, ghi âm"
        VIDEO = "video", "video"

    class Audience(models.TextChoices):
        ALL = "all", "mọi người dân"
        ELDERLY = "elderly", "người cao tuổi"
        PUPILS = "pupils", "học sinh, phụ huynh"
        SELLERS = "sellers", "hộ kinh doanh"
        OFFICIALS = "officials", "cán bộ, công chức"
        TEAMS = "teams", "thành viên Tổ"

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="materials")
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="materials",
        help_text="trống: dùng cho mọi kế hoạch của nơi này",
    )  # fmt: skip
    title = models.CharField("tên tài liệu", max_length=120)
    kind = models.CharField("loại", max_length=8, choices=Kind.choices, default=Kind.GUIDE)
    audience = models.CharField("dành cho", max_length=10, choices=Audience.choices, default=Audience.ALL)
    words = models.TextField("lời", max_length=3000)
    picture = models.BinaryField("hình", null=True, blank=True, help_text="WebP, đã thu nhỏ, không kèm nơi chụp")
    link = models.URLField("đường dẫn", max_length=400, blank=True, help_text="video, trang chính thức")
    services = models.ManyToManyField(Service, blank=True, related_name="materials")
    source = models.CharField("nguồn", max_length=160, blank=True)
    for_door = models.BooleanField("mang theo đến nhà", default=True)
    is_public = models.BooleanField("bà con xem không cần đăng nhập", default=False)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    version = models.PositiveSmallIntegerField("bản", default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", help_text="bản trước"
    )
    valid_until = models.DateField("dùng đến hết ngày", null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    approved_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("thôi dùng lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", shared=True)
    privacy = nothing_personal(
        "id", "area", "campaign", "title", "kind", "audience", "words", "picture", "link", "services", "source",
        "for_door", "is_public", "order", "version", "replaces", "valid_until", "made_at", "made_by", "approved_at",
        "approved_by", "withdrawn_at", "withdrawn_by",
    )  # fmt: skip

    class Meta:
        ordering = ["order", "title", "id"]
        constraints = at_and_by_together("material", "approved", "withdrawn")

    def __str__(self) -> str:
        return self.title

    def is_valid_on(self, day: date) -> bool:
        return self.valid_until is None or day <= self.valid_until


class MaterialFile(models.Model):
    """A file of one version: to be printed or played, or the template it is made from. Versions may share the bytes."""

    class Purpose(models.TextChoices):
        USE = "use", "để in, để phát"
        TEMPLATE = "template", "bản mẫu để sửa"

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="files")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    name = models.CharField("tên tệp", max_length=200)
    token = models.CharField(max_length=40)
    size = models.PositiveIntegerField("số byte")
    sha256 = models.CharField(max_length=64)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="material__area", shared=True)
    privacy = nothing_personal("id", "material", "purpose", "name", "token", "size", "sha256")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["material", "purpose"], name="one_file_of_a_material_each_use")]


class MaterialDelivery(models.Model):
    """That a material was passed on to an area or a body (chuyển tài liệu), and its receipt: the first word stands."""

    class How(models.TextChoices):
        OPENED = "opened", "đã mở xem"
        FILE = "file", "đã tải tệp"
        PHONE = "phone", "đã có trên điện thoại của Tổ"
        PAPER = "paper", "đã nhận bản in"

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="deliveries")
    from_area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", help_text="nơi chuyển")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField("đã nhận lúc", null=True, blank=True)
    received_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField("nhận bằng cách nào", max_length=6, choices=How.choices, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area=("from_area", "area"), organisation="organisation")
    privacy = nothing_personal(
        "id", "material", "from_area", "area", "organisation", "sent_at", "sent_by", "received_at", "received_by", "how"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["material", "area"], name="a_material_goes_to_an_area_once"),
            models.UniqueConstraint(fields=["material", "organisation"], name="a_material_goes_to_a_body_once"),
            models.CheckConstraint(
                name="a_material_goes_to_an_area_or_a_body",
                condition=Q(area__isnull=False, organisation=None) | Q(area=None, organisation__isnull=False),
            ),
            *at_and_by_together("material_delivery", "received"),
        ]
