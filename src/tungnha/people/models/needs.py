"""Those who need more help (C20): what for, by whose word, and only what helps the one who comes to the house."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tungnha.units.models import Organisation, Role
from tungnha.units.privacy import Privacy
from tungnha.units.scope import Scope, ScopedQuerySet

from .persons import Person


class Need(models.Model):
    """That a person needs more help than others (cần hỗ trợ thêm), from when to when.

    Why stays with the desk: a team sees the mark and what to bring. No illness and no ethnicity is ever asked.
    """

    class Kind(models.TextChoices):
        ALONE = "alone", "người cao tuổi ở một mình hoặc chỉ với người cao tuổi"
        HOME = "home", "cần người đến tận nhà"
        NO_DEVICE = "no_device", "không có điện thoại thông minh"
        CANNOT_READ = "cannot_read", "không đọc được chữ"
        MERIT = "merit", "người có công"
        WELFARE = "welfare", "hưởng chính sách an sinh xã hội"

    class Word(models.TextChoices):
        REGISTER = "register", "máy gợi ý từ sổ nhân khẩu"
        VISIT = "visit", "Tổ ghi khi đến nhà"
        DESK = "desk", "cán bộ xã ghi"
        BODY = "body", "cơ quan có thẩm quyền"

    class State(models.TextChoices):
        OFFERED = "offered", "chờ xác nhận"
        CONFIRMED = "confirmed", "đã xác nhận"
        DECLINED = "declined", "không phải"

    # Only the body that keeps these lists may say so; nobody asks people about it at the door.
    OF_A_BODY = (Kind.MERIT, Kind.WELFARE)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField("cần vì", max_length=11, choices=Kind.choices)
    purpose = models.CharField("để làm gì", max_length=200)
    said_by = models.CharField("theo ai", max_length=8, choices=Word.choices)
    body = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="cơ quan cho biết"
    )
    state = models.CharField(max_length=9, choices=State.choices, default=State.OFFERED)
    from_on = models.DateField("từ ngày")
    to_on = models.DateField("đến hết ngày", null=True, blank=True)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="person__household__village", names=True, roles=(Role.OFFICER, Role.DATA_STEWARD))
    privacy = Privacy(
        personal={"kind": "empty", "purpose": "empty"},
        plain=(
            "id", "person", "said_by", "body", "state", "from_on", "to_on", "offered_at", "offered_by", "decided_at",
            "decided_by",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(to_on=None) & ~Q(state="declined"), name="a_need_is_open_once"
            ),
            models.CheckConstraint(
                name="need_decided_at_and_by_together",
                condition=Q(state="offered", decided_at=None, decided_by=None)
                | (~Q(state="offered") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="need_of_a_body_names_it", condition=~Q(kind__in=("merit", "welfare")) | Q(body__isnull=False)
            ),
            models.CheckConstraint(
                name="need_ends_after_it_starts", condition=Q(to_on=None) | Q(to_on__gte=F("from_on"))
            ),
        ]
        indexes = [models.Index(fields=["state", "person"])]
