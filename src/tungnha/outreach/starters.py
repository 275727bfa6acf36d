"""A first set for the door, in our own words: an officer reads it, changes it and approves it before it goes out."""

from __future__ import annotations

# title, kind, services, words
STARTERS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    (
        "Năm điều Tổ không bao giờ hỏi", "warning", (),
        "1. Không hỏi mật khẩu.\n2. Không hỏi mã OTP gửi về điện thoại.\n3. Không hỏi số tài khoản, số thẻ ngân hàng.\n"
        "4. Không bảo bà con chuyển tiền, nộp phí.\n5. Không cầm điện thoại của bà con đi nơi khác.\n\n"
        "Ai hỏi một trong năm điều ấy thì không phải là Tổ. Bà con dừng lại và gọi cho Tổ trưởng.",
    ),
    (
        "VNeID mức 2: cần gì, làm thế nào", "guide", ("vneid",),
        "Cần: thẻ căn cước còn hạn và điện thoại của chính mình.\n\n1. Làm căn cước mức 2 tại công an xã, một lần.\n"
        "2. Về nhà: cài ứng dụng VNeID, bấm “Kích hoạt”.\n3. Nhập số căn cước và số điện thoại.\n"
        "4. Tự đặt mật khẩu, chỉ mình biết; ghi ra giấy cất ở nhà nếu sợ quên.\n\n"
        "Quên mật khẩu: bấm “Quên mật khẩu”, đưa mặt và thẻ vào máy, không cần ra công an.",
    ),
    (
        "Chữ ký số cá nhân: để làm gì", "guide", ("chu-ky-so",),
        "Dùng để ký hồ sơ nộp qua mạng: không phải in, không phải đi lại.\n\n1. Mở VNeID, đăng nhập mức 2.\n"
        "2. Tìm mục chữ ký số, chọn một nhà cung cấp.\n3. Đọc kỹ: gói cho người dân trong đợt này có miễn phí không.\n"
        "4. Xác nhận bằng khuôn mặt, đặt mã PIN ký, chỉ mình biết.\n\n"
        "Mã PIN ký cũng như chữ ký tay: không cho ai mượn.",
    ),
    (
        "Sổ sức khỏe điện tử trên VNeID", "guide", ("so-suc-khoe",),
        "1. Mở VNeID, đăng nhập mức 2.\n2. Bấm “Sổ sức khỏe điện tử”.\n3. Bấm đồng ý lấy dữ liệu, chờ vài phút.\n"
        "4. Đi khám: mở mục này cho bác sĩ xem, không cần mang sổ giấy.\n\n"
        "Chỉ mình và người mình đưa xem mới đọc được.",
    ),
    (
        "SIM chính chủ: xem và xác thực", "guide", ("thue-bao",),
        "Soạn TTTB gửi 1414 để biết SIM đang đứng tên ai (không mất tiền).\n\n"
        "Đúng tên mình: xác thực trên VNeID hoặc trên ứng dụng của nhà mạng.\n"
        "Tên người khác: mang thẻ căn cước ra cửa hàng nhà mạng để sang tên.\n\n"
        "Không ai gọi điện mà khóa SIM ngay: ai dọa như thế là lừa đảo.",
    ),
    (
        "Gặp chuyện lạ trên điện thoại thì làm gì", "warning", (),
        "1. Không bấm đường dẫn trong tin nhắn lạ.\n2. Không cài ứng dụng ngoài kho ứng dụng.\n"
        "3. Tắt máy khi có người dọa bắt, dọa phạt.\n4. Gọi ngay cho con cháu, Tổ trưởng hoặc công an xã.\n"
        "5. Đã lỡ chuyển tiền: gọi ngân hàng khóa tài khoản trước, rồi báo công an.",
    ),
)  # fmt: skip
