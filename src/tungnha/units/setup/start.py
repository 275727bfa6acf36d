"""A commune's first day: its two first organisations and its first officer."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from tungnha.identity import names
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.operations import add_member
from tungnha.units.problems import BadInput
from tungnha.units.setup.members import check_email, known_user
from tungnha.units.setup.organisations import OrganisationFacts, add_organisation

CULTURE = "Phòng Văn hóa - Xã hội"


@transaction.atomic
def start_commune(*, commune: Area, full_name: str, phone: str, email: str, password: str, at: datetime) -> Member:
    """Make “UBND <xã>”, its Phòng Văn hóa - Xã hội and the first officer. A commune that has an officer is refused:
    from then on its own officers let others in."""
    if not names.tidy(full_name):
        raise BadInput('Chưa có họ và tên của cán bộ: hãy thêm --name "Họ và tên".')
    officers = Member.objects.filter(role=Role.OFFICER, area=commune)
    if any(member.is_current for member in officers):
        raise BadInput(f"{commune.title} đã có cán bộ phụ trách: người ấy thêm cán bộ khác ở trang Thiết lập.")
    _check_password(password)
    check_email(email)
    if known_user(full_name, phone, email) is not None:
        raise BadInput("Số điện thoại hoặc thư điện tử này đã có người dùng: hãy ghi số khác.")
    committee = _organisation(f"UBND {commune.full_name}", "committee", commune, False, None, at)
    culture = _organisation(CULTURE, "department", commune, False, committee, at)
    return add_member(
        full_name=names.tidy(full_name), role=Role.OFFICER, area=commune, organisation=culture, password=password,
        phone=phone, email=email, by=None, at=at,
    )  # fmt: skip


def _organisation(
    name: str, kind: str, commune: Area, reports: bool, parent: Organisation | None, at: datetime
) -> Organisation:
    found = Organisation.objects.filter(area=commune, name=name).first()
    if found is not None:
        return found
    facts = OrganisationFacts(name=name, kind=kind, area=commune, must_report=reports)
    made = add_organisation(facts=facts, by=None, at=at)
    if parent is not None:
        made.parent = parent
        made.save(update_fields=["parent"])
    return made


def _check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError:
        raise BadInput("Mật khẩu cần ít nhất 10 ký tự, không chỉ toàn chữ số và không quá dễ đoán.") from None
