"""What is said of a session, in plain Vietnamese: days and hours in words, a text for a Zalo group, a script for the
loudspeaker, what to tell those already called. None of it holds a personal datum: it goes to everybody. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tungnha.drafting.aloud import day, hour, listed, minutes, number
from tungnha.drafting.aloud import without_brackets as _aloud
from tungnha.drafting.dates import WEEKDAYS, in_vietnam

__all__ = [
    "Said", "aloud_cancelled", "aloud_moved", "bring_for", "cancelled", "clock", "day", "digits", "hour", "listed",
    "loudspeaker", "minutes", "moved", "number", "zalo",
]  # fmt: skip

# What to bring, by service; everybody brings the first line.
BRING_ALWAYS = ("thẻ căn cước", "điện thoại đang dùng")
BRING: dict[str, tuple[str, ...]] = {
    "thue-bao": ("SIM đang dùng, lắp sẵn trong máy",),
    "tai-khoan": ("thẻ ngân hàng (nếu có)",),
    "so-suc-khoe": ("thẻ bảo hiểm y tế",),
    "vneid": ("giấy khai sinh của con dưới 14 tuổi (nếu muốn làm cho con)",),
}


def bring_for(codes: Sequence[str]) -> str:
    """What people are asked to bring when these services are offered: a line the planner may change."""
    things = [*BRING_ALWAYS]
    for code in codes:
        things += [thing for thing in BRING.get(code, ()) if thing not in things]
    return ", ".join(things)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the texts need of a session."""

    people: str  # “thôn Đông”, “xã Hiệp Lực”
    body: str  # who invites: “UBND xã Hiệp Lực”
    place: str
    starts_at: datetime
    ends_at: datetime
    offers: Sequence[str]
    bring: str
    helpers: Sequence[str] = ()  # bodies, no names
    was_starts_at: datetime | None = None
    was_place: str = ""
    why: str = ""


def digits(at: datetime) -> str:
    """“7 giờ 30 thứ Tư, 22/4” for a text that is read with the eyes."""
    at = in_vietnam(at)
    return f"{clock(at)} {WEEKDAYS[at.weekday()]}, {at.day}/{at.month}"


def clock(at: datetime) -> str:
    at = in_vietnam(at)
    return f"{at.hour} giờ {at.minute:02d}" if at.minute else f"{at.hour} giờ"


# --- texts -----------------------------------------------------------------------------------------------------------


def zalo(said: Said) -> str:
    """For a village's group: a few short lines."""
    lines = [
        f"{said.body} mời bà con {said.people}:",
        f"- Lúc: {digits(said.starts_at)}, đến {clock(said.ends_at)}",
        f"- Tại: {said.place}",
        f"- Được giúp làm tại chỗ: {listed(said.offers)}" if said.offers else "- Được hướng dẫn tại chỗ",
        f"- Mang theo: {said.bring}" if said.bring else "",
        f"- Có mặt: {listed(said.helpers)}" if said.helpers else "",
        "Không ai được hỏi mật khẩu, mã OTP của bà con.",
        "Nhà có người già yếu, không đi được: báo trưởng thôn để Tổ đến tận nhà.",
    ]
    return "\n".join(line for line in lines if line)


def loudspeaker(said: Said) -> str:
    """To be read aloud, twice: whole words, no digits, no abbreviations, no brackets."""
    offers = listed([_aloud(offer) for offer in said.offers])
    first = in_vietnam(said.starts_at)
    lines = [
        f"Kính thưa toàn thể bà con {said.people}!",
        f"{said.body} thông báo: vào hồi {hour(first)}, {day(first.date())}, tại {_aloud(said.place)}, có buổi "
        f"hướng dẫn bà con {f'làm {offers}' if offers else 'sử dụng dịch vụ số'}.",
        f"Buổi làm việc kéo dài đến {hour(said.ends_at)}.",
        f"Bà con đi nhớ mang theo {_aloud(said.bring)}." if said.bring else "",
        "Cán bộ giúp bà con làm ngay tại chỗ. Bà con tự bấm mật khẩu trên máy của mình, không đọc mật khẩu, không đọc "
        "mã xác nhận cho bất kỳ ai.",
        "Nhà nào có người già yếu, không đi được, xin báo trưởng thôn để Tổ công nghệ số cộng đồng đến tận nhà.",
        "Rất mong bà con thu xếp công việc, đến đông đủ và đúng giờ. Xin trân trọng cảm ơn.",
    ]
    return "\n".join(line for line in lines if line)


def moved(said: Said) -> str:
    """What those already called are told, when the time or the place changed."""
    before = f"buổi {digits(said.was_starts_at)}" if said.was_starts_at else "buổi đã báo"
    where = f" tại {said.was_place}" if said.was_place else ""
    return "\n".join([
        f"{said.body} xin báo đổi lịch, bà con {said.people} lưu ý:",
        f"- Không làm {before}{where}." + (f" Lý do: {said.why.rstrip('.')}." if said.why else ""),
        f"- Chuyển sang {digits(said.starts_at)}, đến {clock(said.ends_at)}, tại {said.place}.",
        "Ai đã được mời không cần đăng ký lại. Xin bà con thông cảm và báo cho nhau biết.",
    ])  # fmt: skip


def cancelled(said: Said) -> str:
    why = f" Lý do: {said.why.rstrip('.')}." if said.why else ""
    return "\n".join([
        f"{said.body} xin báo với bà con {said.people}:",
        f"- Buổi {digits(said.starts_at)} tại {said.place} KHÔNG làm nữa.{why}",
        "Bà con chưa phải đi. Khi có ngày mới, xã và Tổ sẽ báo lại; ai đã được mời vẫn được mời trước.",
    ])  # fmt: skip


def aloud_moved(said: Said) -> str:
    before = f" {day(in_vietnam(said.was_starts_at).date())}" if said.was_starts_at else ""
    first = in_vietnam(said.starts_at)
    return (
        f"Kính thưa toàn thể bà con {said.people}! {said.body} xin báo đổi lịch. Buổi hướng dẫn đã báo vào{before} nay "
        f"chuyển sang {hour(first)}, {day(first.date())}, tại {_aloud(said.place)}. Bà con đã được mời không cần đăng "
        "ký lại. Xin nhắc lại cho nhau biết. Xin trân trọng cảm ơn."
    )


def aloud_cancelled(said: Said) -> str:
    first = in_vietnam(said.starts_at)
    return (
        f"Kính thưa toàn thể bà con {said.people}! {said.body} xin báo: buổi hướng dẫn vào {hour(first)}, "
        f"{day(first.date())}, tại {_aloud(said.place)} không tổ chức nữa. Khi có ngày mới sẽ báo lại bà con. Xin trân "
        "trọng cảm ơn."
    )
