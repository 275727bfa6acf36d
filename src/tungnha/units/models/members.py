"""Who may come in, and as what."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from tungnha.identity import phones
from tungnha.units import clock
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import BlindIndexField, EncryptedTextField, blind_index
from tungnha.units.scope import Scope, ScopedQuerySet

from .areas import Area
from .organisations import Organisation

LOGIN_PHONE = "units.user.phone"


def phone_index(text: str) -> str | None:
    """The blind index of a log-in telephone number; None when the text is no telephone number."""
    phone = phones.read_phone(text)
    return blind_index(phone.value, LOGIN_PHONE) if phone else None


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, full_name: str, password: str, email: str = "", phone: str = "") -> User:
        user = self.model(full_name=full_name, email=self.normalize_email(email).lower() or None)
        user.set_phone(phone)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who logs in, by telephone number or e-mail. What she may do stands in her memberships."""

    full_name = models.CharField("họ và tên", max_length=120)
    email = models.EmailField("thư điện tử", null=True, blank=True, unique=True)
    phone = EncryptedTextField("số điện thoại", null=True, blank=True)
    phone_ix = BlindIndexField(of="phone", purpose=LOGIN_PHONE, null=True, blank=True, unique=True, editable=False)
    is_active = models.BooleanField(default=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    privacy = Privacy(
        personal={
            "full_name": "name",
            "email": "null",
            "phone": "null",
            "phone_ix": "null",
            "password": "empty",
        },
        plain=("id", "last_login", "is_active"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_user_logs_in_by_email_or_phone",
                condition=Q(email__isnull=False) | Q(phone_ix__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def set_phone(self, text: str) -> None:
        phone = phones.read_phone(text) if text else None
        self.phone = phone.value if phone else None
        self.phone_ix = phone_index(phone.value) if phone else None


class Role(models.TextChoices):
    LEADER = "leader", "Lãnh đạo"
    OFFICER = "officer", "Cán bộ phụ trách"
    UNIT_OFFICER = "unit_officer", "Cán bộ đơn vị"
    TEAM_LEADER = "team_leader", "Tổ trưởng"
    TEAM_MEMBER = "team_member", "Thành viên Tổ"
    PARTNER = "partner", "Nhân viên phối hợp"
    PROVINCE_OFFICER = "province_officer", "Cán bộ cấp tỉnh"
    DATA_STEWARD = "data_steward", "Phụ trách dữ liệu"


# Who sees every row of the own area, names included.
SEES_NAMES = {Role.LEADER, Role.OFFICER, Role.DATA_STEWARD, Role.TEAM_LEADER, Role.TEAM_MEMBER}
# Who sees counts of the own area, though not its names.
SEES_COUNTS = SEES_NAMES | {Role.PROVINCE_OFFICER, Role.UNIT_OFFICER}
VILLAGE_ROLES = {Role.TEAM_LEADER, Role.TEAM_MEMBER}


class Member(models.Model):
    """One user in one role, for an area and an organisation, from when to when (thành viên)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    pledged_at = models.DateTimeField("cam kết bảo mật lúc", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="organisation", names=True)
    privacy = nothing_personal("id", "user", "role", "area", "organisation", "valid_from", "valid_to", "pledged_at")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "area", "organisation"], name="one_membership_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.user.full_name} ({self.get_role_display()})"

    @property
    def is_current(self) -> bool:
        """Inside its dates: a partner's employee sees a village only while in its group."""
        today = clock.today()
        return (self.valid_from is None or self.valid_from <= today) and (
            self.valid_to is None or today <= self.valid_to
        )

    def has_role(self, *roles: str) -> bool:
        return self.role in roles

    def sees_whole_area(self, *, names: bool) -> bool:
        return self.role in (SEES_NAMES if names else SEES_COUNTS)

    @property
    def sees_own_organisation(self) -> bool:
        """A unit's officer knows the unit's own staff; a team's member knows the village, not a roster."""
        return self.role not in VILLAGE_ROLES

    @property
    def is_partner(self) -> bool:
        return self.role == Role.PARTNER

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.role in VILLAGE_ROLES and self.area.kind != Area.Kind.VILLAGE:
            raise ValueError("a team's member belongs to a village")
        super().save(*args, **kwargs)
