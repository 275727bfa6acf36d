"""What is never stored, whoever hands it in (design.md, rule 6; NĐ 356/2025 Đ4: sensitive data), and what keeps it so.

The page shows RULES. `FORBIDDEN` is held by a test over the fields of every table: a field of such a name fails.
"""

from __future__ import annotations

# words in the name of a field that no table may have
FORBIDDEN = (
    "otp", "pin_code", "card_photo", "card_image", "id_photo", "face", "biometric", "fingerprint", "iris",
    "account_number", "bank_account", "card_number", "cvv", "religion", "ethnic", "latitude", "longitude", "gps",
    "diagnosis", "medical", "vneid_password",
)  # fmt: skip
# The one password the house keeps is its own members', as a salted hash.
ALLOWED_PASSWORDS = {("units.User", "password")}

# (what, why, what keeps it so)
RULES = (
    (
        "Mật khẩu, mã OTP, mã PIN của người dân",
        "Ai có mật khẩu là dùng được tài khoản; cán bộ không được hỏi, không được giữ.",
        "Không bảng nào có ô cho chúng; dãy số dài gõ vào ô ghi chú bị che trước khi lưu.",
    ),
    (
        "Ảnh thẻ căn cước, ảnh khuôn mặt, vân tay",
        "Dữ liệu nhạy cảm; lộ ra thì không đổi lại được.",
        "Không nơi nào nhận ảnh giấy tờ; mã QR của thẻ chỉ được đọc số, họ tên, ngày sinh, giới tính.",
    ),
    (
        "Số tài khoản, số thẻ ngân hàng, giao dịch",
        "Chỉ cần biết đã có tài khoản thanh toán hay chưa.",
        "Không bảng nào có ô cho số tài khoản; cột thừa trong danh sách gửi đến không được nhập vào sổ.",
    ),
    (
        "Nội dung khám, chữa bệnh",
        "Chỉ cần biết đã có Sổ sức khỏe điện tử hay chưa.",
        "Sổ sức khỏe điện tử chỉ ghi có hay chưa.",
    ),
    (
        "Dân tộc, tôn giáo",
        "Dữ liệu nhạy cảm; không kế hoạch nào đang chạy cần đến.",
        "Không bảng nào có ô cho chúng.",
    ),
    (
        "Vị trí của người đến nhà, của người dân",
        "Biết hộ nào là đủ; không theo dõi ai đi đâu.",
        "Điện thoại không gửi vị trí; không dùng bản đồ của nơi khác.",
    ),
    (
        "Tên học sinh dưới 15 tuổi và lực lượng vũ trang trong danh sách đơn vị",
        "Đơn vị chỉ báo số lượng.",
        "Trang danh sách đơn vị chỉ nhận con số cho hai nhóm này.",
    ),
)  # fmt: skip
