"""What a member promises before the phone shows a single name. A new wording gets a new version."""

VERSION = "1"
TEXT = (
    "Tôi chỉ dùng thông tin trong máy này để đến nhà hướng dẫn, hỗ trợ bà con theo phân công của Tổ. "
    "Tôi không chụp, không chép, không gửi, không kể thông tin của bất kỳ ai cho người ngoài việc này. "
    "Tôi không xem, không giữ mật khẩu, mã OTP, số tài khoản của người khác. "
    "Máy mất, đổi máy hay thôi làm ở Tổ, tôi báo Tổ trưởng ngay để thu hồi."
)
