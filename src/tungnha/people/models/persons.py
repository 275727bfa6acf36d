"""The people of the commune, and the identifiers they are known by."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from tungnha.identity import names
from tungnha.identity.dates import PartialDate
from tungnha.units.models import Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import BlindIndexField, EncryptedTextField, blind_index
from tungnha.units.scope import Scope, ScopedQuerySet

from .households import Household
from .keyed import Keyed

NUMBER_INDEX = "people.identifier"
PHONE_INDEX = "people.telephone"


class Person(Keyed):
    """One human being the product knows by name (nhân khẩu). Nobody is counted twice; who counts, residence says."""

    class Sex(models.TextChoices):
        FEMALE = "female", "Nữ"
        MALE = "male", "Nam"

    class Precision(models.TextChoices):
        DAY = "day", "đủ ngày tháng năm"
        MONTH = "month", "tháng, năm"
        YEAR = "year", "chỉ năm"

    class Confirmed(models.TextChoices):
        LIST = "list", "danh sách chính thức"
        CARD = "card", "thẻ căn cước đưa xem"
        VISIT = "visit", "hỏi tại nhà"
        DESK = "desk", "hỏi tại bàn tiếp dân"

    class Residence(models.TextChoices):
        AT_HOME = "at_home", "thường trú, ở nhà"
        AWAY = "away", "thường trú, đi làm ăn xa"
        TEMPORARY = "temporary", "tạm trú"
        NON_RESIDENT = "non_resident", "không cư trú tại xã"
        MOVED = "moved", "đã chuyển đi"
        DECEASED = "deceased", "đã mất"
        UNKNOWN = "unknown", "chưa rõ"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="mã dùng trên điện thoại")
    household = models.ForeignKey(Household, null=True, blank=True, on_delete=models.PROTECT, related_name="persons")
    full_name = models.CharField("họ và tên", max_length=120)
    folded_name = models.CharField(max_length=120, editable=False, db_index=True)
    sort_key = models.CharField(max_length=240, editable=False)
    sex = models.CharField("giới tính", max_length=6, choices=Sex.choices, blank=True)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    birth_precision = models.CharField(max_length=5, choices=Precision.choices, blank=True)
    relation = models.CharField("quan hệ với chủ hộ", max_length=40, blank=True)
    is_head = models.BooleanField("chủ hộ", default=False)
    residence = models.CharField("cư trú", max_length=12, choices=Residence.choices, default=Residence.UNKNOWN)
    residence_since = models.DateField("từ ngày", null=True, blank=True)
    confirmed_on = models.DateField("xác nhận gần nhất ngày", null=True, blank=True)
    confirmed_how = models.CharField("xác nhận bằng", max_length=5, choices=Confirmed.choices, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", help_text="đã gộp vào người này"
    )
    erased_at = models.DateTimeField("đã xóa thông tin lúc", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area="household__village",
        organisation="roster_entries__organisation",
        until="roster_entries__to_on",
        names=True,
        partner="check_ins__session__staffing__organisation",
    )
    privacy = Privacy(
        personal={
            "full_name": "name", "folded_name": "name", "sort_key": "name", "birth_date": "year",
            "relation": "empty",
        },
        plain=(
            "id", "key", "household", "sex", "birth_precision", "is_head", "residence", "residence_since",
            "confirmed_on", "confirmed_how", "merged_into", "erased_at",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                name="person_birth_date_and_precision_together",
                condition=Q(birth_date=None, birth_precision="")
                | (Q(birth_date__isnull=False) & ~Q(birth_precision="")),
            ),
            models.UniqueConstraint(fields=["household"], condition=Q(is_head=True), name="one_head_of_a_household"),
        ]
        indexes = [
            models.Index(fields=["household", "residence"]),
            models.Index(fields=["folded_name", "birth_date"], name="person_by_name_and_birth"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def fill_keys(self) -> None:
        self.full_name = names.tidy(self.full_name)
        self.folded_name = names.fold(self.full_name)
        self.sort_key = names.sort_key(self.full_name)[:240]

    @property
    def birth(self) -> PartialDate | None:
        if self.birth_date is None:
            return None
        return PartialDate(self.birth_date, self.birth_precision)  # type: ignore[arg-type]

    @property
    def birth_shown(self) -> str:
        return self.birth.show() if self.birth else ""

    def age_on(self, day: date) -> int | None:
        """The surest age: for a year-only birth the lower bound (born on 31 December)."""
        return min(self.birth.age_on(day)) if self.birth else None


class Identifier(models.Model):
    """One number a person is or was known by (số định danh cá nhân, CMND). Replaced numbers keep their history.

    NĐ 70/2024 Đ11: a cancelled number is never given to anyone else, so old numbers still find their person.
    """

    class Kind(models.TextChoices):
        PERSONAL = "personal", "số định danh cá nhân (12 số)"
        CMND = "cmnd", "CMND (9 số)"

    class Status(models.TextChoices):
        ACTIVE = "active", "đang dùng"
        CANCELLED = "cancelled", "đã hủy"
        UNSURE = "unsure", "cần kiểm tra"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = EncryptedTextField()
    value_ix = BlindIndexField(of="value", purpose=NUMBER_INDEX, db_index=True, editable=False)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.ACTIVE)
    source = models.CharField("nguồn", max_length=60, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area="person__household__village", organisation="person__roster_entries__organisation",
        until="person__roster_entries__to_on", names=True,
    )  # fmt: skip
    privacy = Privacy(
        personal={"value": "empty", "value_ix": "empty"},
        plain=("id", "person", "kind", "status", "source", "valid_from", "valid_to"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value_ix"],
                condition=Q(status="active"),
                name="an_active_number_has_one_person",
            )
        ]

    def set_value(self, digits: str) -> None:
        self.value, self.value_ix = digits, blind_index(digits, NUMBER_INDEX)


class Telephone(models.Model):
    """One telephone number (thuê bao): itself a counted thing, shared in families, never proof of who someone is."""

    number = EncryptedTextField()
    number_ix = BlindIndexField(of="number", purpose=PHONE_INDEX, db_index=True, editable=False)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="telephones")
    main = models.BooleanField("số chính", default=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    source = models.CharField("nguồn", max_length=60, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(
        area="person__household__village", organisation="person__roster_entries__organisation",
        until="person__roster_entries__to_on", names=True,
    )  # fmt: skip
    privacy = Privacy(
        personal={"number": "empty", "number_ix": "empty"},
        plain=("id", "person", "main", "from_on", "to_on", "source"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "number_ix"], name="a_person_has_a_number_once")]

    def set_number(self, digits: str) -> None:
        self.number, self.number_ix = digits, blind_index(digits, PHONE_INDEX)


class PersonGroup(models.Model):
    """That a person belongs to a group of the plans (nhóm): official, worker, team member. Ages are derived.

    Armed forces and pupils under age have no rows here: their units state counts without names (C3 b).
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", "cán bộ, công chức, viên chức, người lao động"
        WORKER = "worker", "công nhân, lao động doanh nghiệp"
        TEAM_MEMBER = "team_member", "thành viên Tổ CNSCĐ"
        UNION_MEMBER = "union_member", "đoàn viên, hội viên"
        MERIT = "merit", "người có công"
        BENEFICIARY = "beneficiary", "hưởng an sinh xã hội"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="groups")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="person__household__village", organisation="organisation", names=True)
    privacy = nothing_personal("id", "person", "kind", "organisation", "from_on", "to_on")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "organisation"],
                condition=Q(to_on=None),
                name="a_person_is_in_a_group_once_at_a_time",
            )
        ]
