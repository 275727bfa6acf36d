"""The framework of digital competence, and a first programme for village teams: data that a commune may add to.

Source of the seven groups: Nghị định 224/2026/NĐ-CP Đ77. The tasks are written for this project; how many of them make
a pass is not settled by any text we know, so the rule stands in the programme.
"""

from __future__ import annotations

from typing import Any

from tungnha.outreach.models import Audience, Competence

FRAMEWORK = "nd-224-2026"
SOURCE = "Nghị định 224/2026/NĐ-CP, Điều 77"
# letter as the decree numbers its points, name
GROUPS = (
    ("a", "Kiến thức chung về chuyển đổi số"),
    ("b", "Dùng thiết bị, phần mềm và dịch vụ số thông dụng"),
    ("c", "Tìm, xem xét và giữ thông tin, dữ liệu"),
    ("d", "Giao tiếp và làm việc cùng nhau trên mạng"),
    ("đ", "Làm ra nội dung số"),
    ("e", "An toàn trên môi trường số"),
    ("g", "Xử lý khi gặp vướng mắc"),
)
TEAM_RULE = {"by": "tasks", "share": 80, "level": 3}  # who shows others must master it: plans say “nắm vững”
# What a new programme begins with, until somebody changes it: name, audience, topics, (words, letter, must) of tasks.
STARTER: dict[str, Any] = {
    "name": "Tập huấn thành viên Tổ công nghệ số cộng đồng",
    "audience": Audience.TEAM,
    "topics": [
        "Chữ ký số cá nhân: để làm gì, cấp thế nào",
        "VNeID mức 2 và các tiện ích",
        "Nộp hồ sơ dịch vụ công trực tuyến",
        "Thanh toán không dùng tiền mặt",
        "An toàn trên mạng, nhận ra lừa đảo",
    ],
    "tasks": [
        ("Nói được vì sao người dân nên có chữ ký số", "a", False),
        ("Cài ứng dụng từ kho ứng dụng, cập nhật phần mềm", "b", False),
        ("Giúp một người kích hoạt VNeID mức 2", "b", True),
        ("Giúp một người đăng ký và ký thử bằng chữ ký số", "b", True),
        ("Tìm đúng một thủ tục trên Cổng dịch vụ công", "c", False),
        ("Nhắn tin, gửi ảnh vào nhóm Zalo của thôn", "d", False),
        ("Chụp rõ giấy tờ thành tệp để nộp hồ sơ", "đ", False),
        ("Chỉ ra một tin nhắn lừa đảo và nói cách xử lý", "e", True),
        ("Làm gì khi máy báo lỗi, quên mật khẩu", "g", False),
    ],
}


def load() -> None:
    """Bring the groups into the database. What is there is left as it is."""
    known = set(Competence.objects.filter(framework=FRAMEWORK).values_list("letter", flat=True))
    Competence.objects.bulk_create(
        Competence(framework=FRAMEWORK, source=SOURCE, letter=letter, name=name, order=order)
        for order, (letter, name) in enumerate(GROUPS, 1)
        if letter not in known
    )
