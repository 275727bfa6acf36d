"""What helps most against each reason: a table in plain words, for whoever plans the next week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tungnha.field.models import Visit, VisitResult
from tungnha.progress.missing.sought import HAD, HOME, NEVER

Said = VisitResult.Outcome
SESSION, DOORS, RENEW = "field:sessions", "field:team-today", "progress:renewals"


@dataclass(frozen=True)
class Help:
    """What to do about a reason; `nobody` : nothing is to be done at the door, the register must be put right."""

    words: str
    route: str = ""  # the page where it is planned
    route_words: str = ""
    nobody: bool = False


HELPS: dict[str, Help] = {
    NEVER: Help(
        "Chia hộ cho từng người của Tổ và đi: chưa ai biết vì sao khi chưa đến nhà.",
        DOORS,
        "Xem Tổ nào đang đi",
    ),
    HOME + Visit.Outcome.MET: Help(
        "Quay lại hỏi đúng người còn thiếu trong nhà; hẹn giờ người ấy ở nhà.",
        DOORS,
        "Xem Tổ nào đang đi",
    ),
    HOME + Visit.Outcome.ALL_AWAY: Help(
        "Đi buổi tối hoặc ngày nghỉ; hẹn qua điện thoại, qua hàng xóm.",
        DOORS,
        "Xem Tổ nào đang đi",
    ),
    HOME + Visit.Outcome.COME_BACK: Help(
        "Đến đúng ngày đã hẹn: việc đã hẹn làm trước.",
        DOORS,
        "Xem Tổ nào đang đi",
    ),
    HOME + Visit.Outcome.REFUSED: Help("Nhờ người nhà tin (trưởng thôn, chi hội, công an xã) đi cùng; không ép."),
    HOME + Visit.Outcome.MOVED: Help("Công an xã xác nhận đã chuyển đi, sổ bỏ ra khỏi số phải tính.", nobody=True),
    Said.REFUSED: Help(
        "Hỏi thêm vì sao; cho xem một việc có ích ngay (khám bệnh, lương hưu, nộp hồ sơ) làm được tại nhà."
    ),
    Said.AWAY: Help(
        "Đi buổi tối, ngày nghỉ; người đi làm xa thì gọi người nhà hẹn dịp về, hoặc hướng dẫn qua điện thoại.",
        DOORS,
        "Xem Tổ nào đang đi",
    ),
    Said.NO_SMARTPHONE: Help(
        "Mở buổi hỗ trợ có máy cho mượn; ghi người trong nhà giúp làm hộ khi cần.",
        SESSION,
        "Lập buổi hỗ trợ",
    ),
    Said.EXPIRED_CARD: Help(
        "Đề nghị Công an xã làm lại căn cước lưu động tại thôn, rồi mới đăng ký.",
        RENEW,
        "Ai sắp, đã hết hạn thẻ",
    ),
    Said.FORGOT_PASSWORD: Help(
        "Đưa đến Một cửa hoặc Công an xã lấy lại mật khẩu, làm gộp một buổi tại nhà văn hóa.",
        SESSION,
        "Lập buổi hỗ trợ",
    ),
    Said.OTHERS_SIM: Help(
        "Mời nhân viên nhà mạng về thôn sang tên SIM, cùng buổi với đăng ký.",
        SESSION,
        "Xếp lịch với nhà mạng",
    ),
    Said.AFRAID: Help(
        "Phát bài của Công an xã về lừa đảo; đi cùng công an viên; nói rõ Tổ không bao giờ hỏi mật khẩu, mã OTP."
    ),
    Said.MOVED: Help("Công an xã xác nhận đã chuyển đi, sổ bỏ ra khỏi số phải tính.", nobody=True),
    Said.DECEASED: Help("Tư pháp, Công an xã xác nhận, sổ bỏ ra khỏi số phải tính.", nobody=True),
    Said.OTHER: Help("Đọc lý do Tổ đã ghi ở từng nhà; lý do lặp lại thì nêu thành khó khăn, vướng mắc."),
    HAD: Help("Xem lại lời ghi của Tổ với danh sách: có thể đã hết hạn hoặc bị ghi trái nhau."),
}


@dataclass(frozen=True)
class Why:
    """One reason with how many it keeps away and what would help."""

    code: str
    words: str
    count: int
    of: int

    @property
    def share(self) -> float:
        """Per cent of all who are missing."""
        return 100 * self.count / self.of if self.of else 0.0

    @property
    def help(self) -> Help:
        return HELPS[self.code]


def whys_of(rows: Sequence[tuple[str, str, int]], missing: int) -> list[Why]:
    """Reasons as `tables.by_why` counts them, with what helps."""
    return [Why(code, words, count, missing) for code, words, count in rows]


def most_helpful(found: Sequence[Why]) -> Why | None:
    """What would reach most people: the most frequent reason a visit told. Where most were never visited, that."""
    told = [why for why in found if not why.help.nobody]
    return max(told, key=lambda why: why.count, default=None)
