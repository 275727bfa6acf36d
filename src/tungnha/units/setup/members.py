"""Members are admitted, ended, and given a new password."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet

from tungnha.identity import names, phones
from tungnha.units.login import find_user
from tungnha.units.models import Area, Member, Organisation, Role, User
from tungnha.units.models.members import VILLAGE_ROLES
from tungnha.units.operations import add_member, log_event
from tungnha.units.problems import BadInput
from tungnha.units.setup.ground import must_lie_within

DESK = (Role.OFFICER, Role.DATA_STEWARD)
OF_AN_ORGANISATION = (Role.UNIT_OFFICER, Role.PARTNER)
# No letters that are mistaken for one another when read aloud over the telephone (l, o, i, 0, 1).
DECIDES = {Role.OFFICER, Role.LEADER}
SYLLABLE_STARTS, VOWELS, DIGITS = "bcdghkmnprstvx", "aeu", "23456789"


@dataclass(frozen=True)
class NewMember:
    """Who was admitted; the first password is known only here, and only for a new log-in."""

    member: Member
    password: str | None


@transaction.atomic
def admit_member(
    *, full_name: str, role: str, area: Area, organisation: Organisation | None, phone: str, email: str, by: Member,
    at: datetime,
) -> NewMember:  # fmt: skip
    """Give a person a role. Who logs in already gets one role more, and keeps her password."""
    must_lie_within(area, by)
    _check_role(role, area, organisation, by)
    _by_an_officer({role}, by)
    user = known_user(full_name, phone, email)
    if user is None:
        check_email(email)
        password = readable_password()
        member = add_member(
            full_name=names.tidy(full_name), role=role, area=area, organisation=organisation, password=password,
            phone=phone, email=email, by=by, at=at,
        )  # fmt: skip
        return NewMember(member, password)
    return NewMember(_one_role_more(user, role, area, organisation, by, at), None)


def _one_role_more(
    user: User, role: str, area: Area, organisation: Organisation | None, by: Member, at: datetime
) -> Member:
    earlier = Member.objects.filter(user=user, role=role, area=area, organisation=organisation).first()
    if earlier is None:
        earlier = Member.objects.create(user=user, role=Role(role), area=area, organisation=organisation)
    elif earlier.valid_to is None or earlier.valid_to >= at.date():
        raise BadInput(f"{user.full_name} đang là {earlier.get_role_display()} của {area.full_name} rồi.")
    else:
        earlier.valid_to = None
        earlier.save(update_fields=["valid_to"])
    log_event("member.added", about=earlier, by=by, at=at, role=role, area=area.code, known=True)
    return earlier


@transaction.atomic
def end_member(*, member: Member, on: date, by: Member, at: datetime) -> Member:
    """The membership holds to the end of day `on`. A commune is never left without an officer, nor an officer
    who ends her own work without somebody to let her in again."""
    must_lie_within(member.area, by)
    if member.valid_to is not None and member.valid_to <= on:
        raise BadInput(f"Vai trò này đã kết thúc ngày {member.valid_to:%d/%m/%Y}.")
    if member.role in DESK and member.user_id == by.user_id and not _after(on).filter(
        user=by.user, role__in=DESK, area__path=member.area.path
    ).exclude(pk=member.pk).exists():  # fmt: skip
        raise BadInput("Đây là vai trò cán bộ cuối cùng của chính mình: hãy nhờ một cán bộ khác kết thúc giúp.")
    officers = _after(on).filter(role=Role.OFFICER, area__path=member.area.path).exclude(pk=member.pk)
    if member.role == Role.OFFICER and not officers.exists():
        raise BadInput(f"{member.area.title} chỉ còn một cán bộ phụ trách: hãy thêm người khác trước.")
    member.valid_to = on
    member.save(update_fields=["valid_to"])
    log_event("member.ended", about=member, by=by, at=at, role=member.role, on=on.isoformat())
    return member


@transaction.atomic
def reset_password(*, member: Member, by: Member, at: datetime) -> str:
    """A new password, told once. Not for a log-in that also opens another area: that would be a way in there."""
    must_lie_within(member.area, by)
    elsewhere = member.user.memberships.exclude(area__path__startswith=by.area.path)
    if elsewhere.exists():
        raise BadInput("Người này còn làm việc ở địa bàn khác: hãy nhờ cán bộ cấp trên đặt lại mật khẩu.")
    _by_an_officer(set(member.user.memberships.values_list("role", flat=True)), by)
    password = readable_password()
    member.user.set_password(password)
    member.user.save(update_fields=["password"])
    log_event("member.password_reset", about=member, by=by, at=at)
    return password


def _by_an_officer(roles: set[str], by: Member) -> None:
    """Who keeps the data must not become, by a new role or a new password, who decides and signs."""
    if roles & DECIDES and by.role != Role.OFFICER:
        raise BadInput("Chỉ cán bộ phụ trách mới thêm hoặc đặt lại mật khẩu cho cán bộ phụ trách và lãnh đạo.")


def readable_password() -> str:
    """Four short groups, some 60 bits, easy to read aloud: “hebu-72-knave”-like, never a word of a language."""

    def group() -> str:
        return "".join(secrets.choice(SYLLABLE_STARTS) + secrets.choice(VOWELS) for _ in range(2))

    return "-".join([group(), group(), group(), "".join(secrets.choice(DIGITS) for _ in range(4))])


def _after(on: date) -> QuerySet[Member]:
    """Memberships that go on after the end of a day."""
    return Member.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on))


def _check_role(role: str, area: Area, organisation: Organisation | None, by: Member) -> None:
    if role == Role.PROVINCE_OFFICER and area.kind != Area.Kind.PROVINCE:
        raise BadInput("Cán bộ cấp tỉnh phải gắn với tỉnh, không gắn với xã.")
    if role in VILLAGE_ROLES and area.kind != Area.Kind.VILLAGE:
        raise BadInput("Tổ trưởng và thành viên Tổ phải gắn với một thôn, bản, khu phố: hãy chọn thôn.")
    if role not in VILLAGE_ROLES and area.kind == Area.Kind.VILLAGE:
        raise BadInput(f"{Role(role).label} làm việc cho cả xã: ở ô địa bàn hãy chọn xã, không chọn thôn.")
    if role in OF_AN_ORGANISATION and organisation is None:
        raise BadInput(f"{Role(role).label} phải thuộc một đơn vị: hãy chọn đơn vị.")
    if organisation is not None:
        must_lie_within(organisation.area, by)


def known_user(full_name: str, phone: str, email: str) -> User | None:
    """Who logs in with this telephone or e-mail. Another name behind it is somebody else, or a slip."""
    if phone and phones.read_phone(phone) is None:
        raise BadInput("Số điện thoại này không đúng: cần 10 chữ số, bắt đầu bằng 0. Xin kiểm tra lại.")
    found = {user.pk: user for login in (phone, email) if login and (user := find_user(login))}
    if len(found) > 1:
        raise BadInput("Số điện thoại và thư điện tử này là của hai người khác nhau: hãy chỉ ghi một trong hai.")
    user = next(iter(found.values()), None)
    if user is not None and not names.compare(user.full_name, full_name).same_words:
        raise BadInput("Số điện thoại hoặc thư điện tử này đã dùng cho một người tên khác: xin kiểm tra lại.")
    return user


def check_email(email: str) -> None:
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise BadInput(f"“{email}” không phải là thư điện tử: cần dạng ten@coquan.gov.vn.") from None
