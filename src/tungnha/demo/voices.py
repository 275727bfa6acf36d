"""What the demonstration's villages passed up, what citizens wrote, what goes round: some answered, some overdue."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from tungnha.demo.commune import DemoCommune
from tungnha.units.models import Role
from tungnha.voices.models import Difficulty, RumourPlace
from tungnha.voices.operations import difficulties, escalating, feedback, opinions, rumours

# subject, words, days ago, from which villages (places in the list)
DIFFICULTIES = (
    ("signal", "Cuối thôn không có sóng, cài chữ ký số phải chạy ra đầu đường.", 12, (0, 1, 3, 4, 6)),
    ("account", "Nhiều bà con quên mật khẩu VNeID, nhập sai nên bị khóa.", 9, (2, 5)),
    ("device", "Mười một hộ chỉ có điện thoại bấm phím.", 6, (1,)),
    ("quota", "Hết lượt cấp chữ ký số miễn phí, máy báo chờ sang tháng.", 4, (0,)),
    ("people", "Buổi tối thứ Năm chỉ có một người trực, bà con phải chờ.", 2, (3,)),
)
FEEDBACK = (
    ("install", "Cài xong bấm vào báo lỗi, không biết hỏi ai.", 8,
     "Mời bác mang máy đến nhà văn hóa thôn tối thứ Năm, có người của Tổ làm giúp."),
    ("session", "Lịch ghi 8 giờ mà 9 giờ mới có người.", 3, ""),
    ("helper", "Cháu đến giúp rất nhiệt tình, mong đến thêm nhà bên cạnh.", 1, ""),
)  # fmt: skip
STORY = (
    "Cài VNeID là mất tiền trong tài khoản",
    "cai vneid la mat tien",
    "Nghe nói cứ cài VNeID thì bị trừ tiền, mất tiền",
)
TRUTH = "VNeID không lấy tiền của ai. Tiền chỉ mất khi đọc mã OTP, mật khẩu cho kẻ gian hoặc cài ứng dụng giả."
FRAUD = "Có người gọi điện xưng là cán bộ xã, bảo bấm đường dẫn để cập nhật chữ ký số"
APP = "Ứng dụng phản ánh hiện trường của tỉnh"
HOW_TO = (
    "Mở ứng dụng của tỉnh trên điện thoại, chọn Phản ánh hiện trường.\n"
    "Chụp ảnh, ghi nơi xảy ra và vài dòng mô tả.\n"
    "Bấm Gửi; xem trả lời trong mục Phản ánh của tôi."
)


def live(made: DemoCommune, now: datetime) -> None:
    _difficulties(made, now)
    _feedback(made, now)
    _rumours(made, now)
    officer = made.members[Role.OFFICER]
    for village, mood, words, heard in (
        (0, "for", "Có người đến tận nhà chỉ thì làm được.", 6), (2, "doubt", "Sợ ký số xong bị mất đất.", 3),
        (4, "against", "Già rồi, để con cháu làm.", 4),
    ):  # fmt: skip
        opinions.note(
            area=made.villages[village], mood=mood, words=words, heard=heard, on=now.date(), by=officer, at=now
        )
    feedback.name_app(
        area=made.area, name=APP, url="https://example.vn/phan-anh", hotline="1022", how_to=HOW_TO,
        by=officer, at=now,
    )  # fmt: skip
    for back, counts in ((2, (58, 57, 55)), (1, (64, 61, 52))):
        feedback.state_month(
            area=made.area, month=_month_back(now.date(), back), sent=counts[0], answered=counts[1], on_time=counts[2],
            source="Trang quản trị ứng dụng, Văn phòng HĐND và UBND xã chép", by=officer, at=now,
        )  # fmt: skip


def _difficulties(made: DemoCommune, now: datetime) -> None:
    """The oldest were answered or decided, one was opened again; what nobody answered climbed by the clock."""
    rows: dict[str, list[Difficulty]] = {}
    for subject, words, ago, places in DIFFICULTIES:
        at = _morning(now, ago)
        for place in places:
            rows.setdefault(subject, []).append(
                difficulties.raise_difficulty(
                    area=made.villages[place], subject=subject, words=words, by=made.teams[place][0], at=at
                )
            )
    for ago in range(11, -1, -1):
        escalating.tick(_morning(now, ago))
    officer, leader = made.members[Role.OFFICER], made.members[Role.LEADER]
    for row in rows["account"]:
        difficulties.answer(
            difficulty=row, words="Công an xã trực tại một cửa sáng thứ Ba, thứ Sáu, đặt lại mật khẩu trong 15 phút.",
            by=officer, at=_morning(now, 5),
        )  # fmt: skip
    difficulties.close(difficulty=rows["account"][0], by=made.teams[2][0], at=_morning(now, 2))
    difficulties.decide(
        difficulty=rows["signal"][0], words="Đề nghị nhà mạng đưa xe phát sóng lưu động về trong tuần.",
        decided_on=_morning(now, 1).date(), paper="45/TB-UBND", by=leader, at=_morning(now, 1),
    )  # fmt: skip


def _feedback(made: DemoCommune, now: datetime) -> None:
    officer = made.members[Role.OFFICER]
    for place, (kind, words, ago, answer) in enumerate(FEEDBACK):
        sent = feedback.send(
            commune=made.area, village=made.villages[place], kind=kind, words=words, form=feedback.new_form(),
            at=_morning(now, ago),
        )  # fmt: skip
        if answer:
            feedback.answer(feedback=sent.row, words=answer, by=officer, at=_morning(now, ago - 2))


def _rumours(made: DemoCommune, now: datetime) -> None:
    """One answered and read out in most villages, one of fraud that waits for its answer."""
    officer, leader = made.members[Role.OFFICER], made.members[Role.LEADER]
    story = None
    for place, words in enumerate(STORY):
        at = _morning(now, 6 - place)
        story = rumours.report(
            area=made.villages[place], words=words, by=made.teams[place][0], at=at, where="zalo"
        ).rumour
    assert story is not None
    at = _morning(now, 3)
    answer = rumours.approve(
        answer=rumours.write_answer(rumour=story, words=TRUTH, by=officer, at=at), by=leader, at=at
    )
    sent_to = list(RumourPlace.objects.filter(answer=answer).order_by("area__order"))
    for number, told in enumerate(sent_to[:-2]):
        rumours.confirm(
            place=told, how="loudspeaker" if number % 3 else "zalo", still_heard=number == 1, by=officer,
            at=_morning(now, 2),
        )  # fmt: skip
    rumours.report(area=made.villages[4], words=FRAUD, kind="fraud", where="call", by=officer, at=_morning(now, 1))


def _morning(now: datetime, ago: int) -> datetime:
    """Eight o'clock so many days ago, never later than now."""
    day = (now - timedelta(days=ago)).date()
    return min(now, timezone.make_aware(datetime.combine(day, time(8))))


def _month_back(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)
