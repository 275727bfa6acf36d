"""What a gap is made of, in words. Pure: no database.

A gap is counted here − what the other says. Each part adds to it or takes from it, and all of them are the gap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PERSON, ROW, COUNT, CHANGE = "person", "row", "count", "change"


@dataclass(frozen=True)
class Kind:
    """One reason. sign: +1 counted here only, −1 on the other's side only, 0 on both. `behind`: what it opens to."""

    code: str
    sign: int
    words: str
    behind: str
    what_to_do: str = ""


BOTH = Kind("khop", 0, "Có trong danh sách và được đếm", ROW)
# On the list, not counted here. The first that fits a row is its reason.
LIST_ONLY = (
    Kind("can-xem", -1, "Chưa rõ là ai trong sổ", ROW, "Xem từng dòng ở trang đối chiếu rồi chọn người."),
    Kind("ngoai-so", -1, "Không có trong sổ nhân khẩu", ROW, "Tìm ở địa chỉ danh sách ghi: có thật thì thêm vào sổ."),
    Kind("khong-doc-duoc", -1, "Dòng không đọc được", ROW, "Gửi trả nơi lập danh sách để ghi lại."),
    Kind("lap", -1, "Cùng một người có hai dòng", ROW, "Không phải làm gì: một người chỉ đếm một lần."),
    Kind("ngoai-dia-ban", -1, "Người trong sổ nhưng ở nơi khác", ROW, "Không tính ở đây; nơi người ấy ở mới tính."),
    Kind("khong-cu-tru", -1, "Đã chuyển đi, đã mất, đi làm xa hoặc không cư trú", ROW,
         "Xem lại cư trú nếu người ấy còn ở nhà."),
    Kind("ngoai-nhom", -1, "Không thuộc nhóm phải tính", ROW, "Thường là chưa đủ tuổi vào ngày này."),
    Kind("chua-xac-nhan", -1, "Khớp người trong sổ, chưa thành ghi nhận", ROW,
         "Xác nhận danh sách thì những người này được đếm."),
    Kind("het-han", -1, "Đã hết hạn vào ngày này", ROW, "Đến gia hạn: danh sách còn ghi vì chưa bỏ người hết hạn."),
    Kind("noi-khac", -1, "Nguồn mạnh hơn hoặc mới hơn nói là chưa có", ROW, "Hai bên nói khác nhau: hỏi lại bên sai."),
    Kind("chua-den-ngay", -1, "Có từ sau ngày đang xem", ROW),
    Kind("da-rut", -1, "Ghi nhận đã được rút lại", ROW, "Xem vì sao rút ở trang của người ấy."),
)  # fmt: skip
NAMELESS = Kind("khong-ten", -1, "Báo bằng số, không kèm tên", COUNT, "Đề nghị nơi báo gửi danh sách để đối chiếu.")
# Counted here, not on the list.
HERE_ONLY = (
    Kind("co-sau", 1, "Có sau ngày của danh sách", PERSON, "Danh sách kỳ sau sẽ có: chưa phải là chênh lệch thật."),
    Kind("danh-sach-truoc", 1, "Có ở danh sách trước, không còn ở danh sách này", PERSON,
         "Hỏi nơi gửi: đã hủy hay chỉ gửi người mới."),
    Kind("theo-to", 1, "Theo Tổ, buổi hỗ trợ, một cửa", PERSON, "Hỏi lại Tổ, hoặc người này dùng nhà cung cấp khác."),
    Kind("theo-don-vi", 1, "Theo đơn vị xác nhận", PERSON),
    Kind("theo-co-quan", 1, "Theo danh sách chính thức", PERSON),
    Kind("theo-danh-sach-khac", 1, "Theo danh sách khác", PERSON),
)  # fmt: skip
OPERATOR_KINDS = {kind.code: kind for kind in (BOTH, *LIST_ONLY, NAMELESS, *HERE_ONLY)}

# Counted here − reported by a unit: both are counts, so the parts are what moved between them.
SINCE = Kind("tu-do", 1, "Sổ đổi từ ngày đơn vị báo đến nay", CHANGE)
LATE = Kind("ghi-sau", 1, "Ghi nhận về sau cho những ngày trước đó", CHANGE)
OWN_WORD = Kind("don-vi-khac", 1, "Đơn vị báo khác số máy đếm vào ngày ấy", CHANGE, "Hỏi đơn vị lấy số từ đâu.")
REPORTED_KINDS = {kind.code: kind for kind in (SINCE, LATE, OWN_WORD)}
KINDS = OPERATOR_KINDS | REPORTED_KINDS


@dataclass(frozen=True)
class Part:
    """One reason and how many of a gap it makes; `count` has the sign it has in the gap."""

    kind: Kind
    count: int

    @property
    def size(self) -> int:
        return abs(self.count)


@dataclass
class Tallied:
    """How many of each reason there are in one place."""

    counts: Counter[str] = field(default_factory=Counter)

    @property
    def counted(self) -> int:
        """How many are counted here."""
        return self._sum(kind for kind in OPERATOR_KINDS.values() if kind.sign >= 0)

    @property
    def given(self) -> int:
        """How many the lists and counts name."""
        return self._sum(kind for kind in OPERATOR_KINDS.values() if kind.sign <= 0)

    @property
    def gap(self) -> int:
        return self.counted - self.given

    def parts(self) -> list[Part]:
        """What the gap is made of; its counts add up to it."""
        return [
            Part(kind, kind.sign * self.counts[code])
            for code, kind in OPERATOR_KINDS.items() if kind.sign and self.counts[code]
        ]  # fmt: skip

    def _sum(self, kinds: Iterable[Kind]) -> int:
        return sum(self.counts[kind.code] for kind in kinds)


def added(tallies: Iterable[Tallied]) -> Tallied:
    whole = Tallied()
    for one in tallies:
        whole.counts.update(one.counts)
    return whole


def moved(now: int, then: int, computed: int | None, said: int) -> list[Part]:
    """now − said, as what moved since the unit's day, what was recorded later for the days before, and what the unit
    itself says otherwise. `then`: the count of that day as known now; `computed`: as the unit saw it."""
    steps = ((SINCE, now - then), (LATE, 0 if computed is None else then - computed),
             (OWN_WORD, (then if computed is None else computed) - said))  # fmt: skip
    return [Part(kind, count) for kind, count in steps if count]


def merged(lists: Iterable[Iterable[Part]]) -> list[Part]:
    """Parts of several places as one: added up by reason, in the order of the reasons."""
    sums: Mapping[str, int] = Counter()
    for parts in lists:
        for part in parts:
            sums[part.kind.code] = sums.get(part.kind.code, 0) + part.count  # type: ignore[index]
    return [Part(kind, sums[code]) for code, kind in KINDS.items() if sums.get(code)]
