"""Where: province ▸ commune ▸ village (địa bàn)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from tungnha.identity import names
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet


class AreaQuerySet(ScopedQuerySet):
    def communes(self) -> AreaQuerySet:
        return self.filter(kind=Area.Kind.COMMUNE)

    def villages(self) -> AreaQuerySet:
        return self.filter(kind=Area.Kind.VILLAGE)

    def standing_on(self, on: date) -> AreaQuerySet:
        """Those that exist on a day: villages merge often."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


class Area(models.Model):
    """A province, commune or village (địa bàn). Codes are text: QĐ 19/2025/QĐ-TTg for the first two, ours below.

    Villages (thôn, bản, khu phố …) are no administrative units and have no national code: `15835-07`.
    """

    class Kind(models.TextChoices):
        PROVINCE = "province", "tỉnh, thành phố"
        COMMUNE = "commune", "xã, phường, đặc khu"
        VILLAGE = "village", "thôn, bản, khu phố"

    code = models.CharField("mã", max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    type_name = models.CharField("loại", max_length=30, help_text="xã, phường, thôn, bản, khu phố …")
    name = models.CharField("tên", max_length=120)
    folded_name = models.CharField(max_length=120, editable=False)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=60, unique=True, editable=False, help_text="38/15835/15835-07/")
    valid_from = models.DateField("có từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    order = models.PositiveIntegerField("thứ tự", default=0)

    objects = AreaQuerySet.as_manager()
    scope = Scope(area="", shared=True)
    privacy = nothing_personal(
        "id",
        "code",
        "kind",
        "type_name",
        "name",
        "folded_name",
        "parent",
        "path",
        "valid_from",
        "valid_to",
        "order",
    )

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name", "type_name"],  # by name, not folded: thôn Hà and thôn Hạ are two
                condition=Q(valid_to=None) & Q(kind="village"),
                name="one_village_of_a_name_in_a_commune",
            )
        ]
        indexes = [models.Index(fields=["kind", "parent"])]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """“xã Hiệp Lực”, “thôn Đông”: type then name, as it stands inside a sentence."""
        return f"{self.type_name} {self.name}"

    @property
    def title(self) -> str:
        return self.full_name[:1].upper() + self.full_name[1:]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)

    def fill_keys(self) -> None:
        """What is derived from name, code and parent. Bulk inserts call it themselves: they pass save() by."""
        self.folded_name = names.fold(self.name)
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"

    def ancestor_paths(self) -> list[str]:
        """Paths of this area and all above it: what a prefix search upwards needs."""
        codes = self.path.strip("/").split("/")
        return ["/".join(codes[: n + 1]) + "/" for n in range(len(codes))]

    def contains(self, other: Area) -> bool:
        return other.path.startswith(self.path)

    @property
    def commune(self) -> Area | None:
        if self.kind == self.Kind.VILLAGE:
            return self.parent
        return self if self.kind == self.Kind.COMMUNE else None

    @property
    def province(self) -> Area:
        area = self
        while area.parent is not None:
            area = area.parent
        return area


class AreaSuccession(models.Model):
    """One village that went into another (sáp nhập, chia tách), by which decision and when."""

    predecessor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="origins")
    on = models.DateField("từ ngày")
    decision = models.CharField("quyết định", max_length=120, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="successor", shared=True)
    privacy = nothing_personal("id", "predecessor", "successor", "on", "decision")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession_per_pair"),
            models.CheckConstraint(condition=~Q(predecessor=models.F("successor")), name="no_village_succeeds_itself"),
        ]
