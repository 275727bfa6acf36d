"""What is done to the ground: events logged, members and organisations made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction

from tungnha.identity import phones
from tungnha.units import bulk
from tungnha.units.models import Area, Event, Member, Organisation, Role, User
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.problems import BadInput


def log_event(verb: str, *, about: models.Model | None, by: Member | None, at: datetime, **data: Any) -> Event:
    """Remember that something was done. `data` holds figures and codes, never names, numbers or telephones."""
    return Event.objects.create(
        at=at,
        verb=verb,
        member_id=by.pk if by else None,
        actor=by.get_role_display() if by else "",
        area_path=by.area.path if by else "",
        about=about._meta.label if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        data=data,
    )


def log_events(
    verb: str, *, about: Sequence[tuple[models.Model | None, dict[str, Any]]], by: Member | None, at: datetime
) -> None:
    """The same of many things at once: each with its own figures, as of `log_event`."""
    who = (by.pk, by.get_role_display(), by.area.path) if by else (None, "", "")
    columns = ("at", "verb", "member_id", "actor", "area_path", "about", "about_id", "data")
    named = ((*(("", "") if row is None else (row._meta.label, str(row.pk))), data) for row, data in about)
    bulk.insert(Event, columns, ((at, verb, *who, *what) for what in named))


@transaction.atomic
def change_password(*, user: User, password: str, by: Member | None, at: datetime) -> None:
    """Set a password that only its owner knows. Raises BadInput for one that is too easy to guess."""
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise BadInput(" ".join(problem.messages)) from problem
    user.set_password(password)
    user.save(update_fields=["password"])
    log_event("user.password_changed", about=user, by=by, at=at)


@transaction.atomic
def add_member(
    *,
    full_name: str,
    role: str,
    area: Area,
    organisation: Organisation | None,
    password: str,
    at: datetime,
    by: Member | None,
    email: str = "",
    phone: str = "",
) -> Member:
    """Give a person a log-in and a role. Raises BadInput when neither e-mail nor a readable telephone is given."""
    if phone and phones.read_phone(phone) is None:
        raise BadInput("Số điện thoại này không đúng: cần 10 chữ số, bắt đầu bằng 0. Xin kiểm tra lại.")
    if not email and not phone:
        raise BadInput("Cần số điện thoại hoặc thư điện tử để đăng nhập.")
    if role in VILLAGE_ROLES and area.kind != Area.Kind.VILLAGE:
        raise BadInput("Tổ trưởng và thành viên Tổ phải gắn với một thôn, bản, khu phố.")
    user = User.objects.create_user(full_name=full_name, password=password, email=email, phone=phone)
    member = Member.objects.create(user=user, role=Role(role), area=area, organisation=organisation)
    log_event("member.added", about=member, by=by, at=at, role=role, area=area.code)
    return member
