"""What the demonstration's data steward has done, and what waits: records of the register and of the campaign, the
first checks, and a citizen's request that a team took in the working day before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tungnha.demo.commune import DemoCommune
from tungnha.people.forms.protection import FIELDS
from tungnha.people.models import Person, RightsRequest
from tungnha.people.operations import processing, rights
from tungnha.units.days import calendar_of
from tungnha.units.models import Campaign, Member, Role


def keep_records(commune: DemoCommune, campaign: Campaign, at: datetime) -> None:
    """One record of the register, one of the campaign, and the two checks of the law."""
    steward = commune.members[Role.DATA_STEWARD]
    unit = "Phòng Văn hóa - Xã hội xã Hiệp Lực"
    said: dict[str, Any] = {
        "basis": "duty", "fields": list(FIELDS[:9]), "responsible_unit": unit,
        "responsible_name": steward.user.full_name,
        "recipients": "Tổ công nghệ số cộng đồng các thôn (chỉ hộ của thôn mình)",
        "measures": "Mã hóa số định danh, điện thoại; phân quyền theo thôn; ghi nhật ký mỗi lần xem số đầy đủ.",
    }  # fmt: skip
    processing.write_record(
        area=commune.area, campaign=None, by=steward, at=at, purpose="Giữ sổ nhân khẩu để giao việc đến từng nhà",
        basis_document="Quyết định phân công nhiệm vụ của UBND xã", keep_months=None, keep_until=None, **said,
    )  # fmt: skip
    processing.write_record(
        area=commune.area, campaign=campaign, by=steward, at=at, purpose="Hỗ trợ người dân có chữ ký số công cộng",
        basis_document="Kế hoạch của UBND xã về đợt cao điểm chữ ký số", keep_months=6, keep_until=None, **said,
    )  # fmt: skip
    for kind in ("risk", "compliance"):
        processing.note_check(
            area=commune.area, kind=kind, on=at.date(), looked_at="Sổ nhân khẩu, tài khoản của các Tổ",
            found="Chưa thấy điều gì phải sửa.", to_do="", next_on=at.date() + timedelta(days=180), by=steward, at=at,
        )  # fmt: skip


def take_requests(commune: DemoCommune, now: datetime) -> None:
    """A woman asked her team to see what is held about her; the clock of two working days runs."""
    leader: Member = commune.teams[0][0]
    of_age = Person.objects.filter(sex="female", birth_date__year__lt=1985, residence="at_home")
    asker = of_age.filter(household__village=leader.area).order_by("sort_key").first()
    if asker is None:
        return
    worked = calendar_of(commune.area)
    day = now.date() - timedelta(days=1)
    while not worked.is_working(day):
        day -= timedelta(days=1)
    asked_at = now.replace(year=day.year, month=day.month, day=day.day, hour=16, minute=10, second=0, microsecond=0)
    rights.take_in(
        area=commune.area, kind=RightsRequest.Kind.VIEW, received_at=asked_at, channel=RightsRequest.Channel.TEAM,
        asks=RightsRequest.Asks.SELF, asker_name=asker.full_name, by=leader, at=asked_at,
        words="Muốn biết xã đang giữ những gì về mình, ai đã xem.",
    )  # fmt: skip
