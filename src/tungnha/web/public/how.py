"""How each service works, for who has never done it: what it is for, what happens, how long it takes. Data: our own
words, without a promise of anybody else's; what an office wants to say beyond it are materials for everybody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class How:
    """`steps`: what happens at the table, in order; `after`: what to know at home."""

    use: str
    steps: tuple[str, ...]
    minutes: str
    after: str


HOW: dict[str, How] = {
    "chu-ky-so": How(
        "Ký hồ sơ nộp qua mạng: không phải in, không phải đi lại.",
        ("Mở ứng dụng VNeID trên máy của mình (cần mức 2).", "Chọn mục chữ ký số, chọn một nhà cung cấp.",
         "Đọc kỹ gói cước: gói nào miễn phí, gói nào mất tiền, rồi mới chọn.", "Đưa mặt vào máy để xác nhận.",
         "Tự đặt mã PIN để ký: người giúp quay mặt đi."),
        "10 đến 20 phút", "Mã PIN ký cũng như chữ ký tay: không cho ai mượn, không đọc cho ai.",
    ),
    "app-tinh": How(
        "Nhận tin của xã, của tỉnh; gửi phản ánh; xem hồ sơ của mình.",
        ("Tải ứng dụng từ kho chính thức trên máy (App Store, CH Play).", "Đăng nhập bằng VNeID.",
         "Bật thông báo để nhận tin của xã."),
        "5 đến 10 phút", "Không cài từ đường dẫn ai gửi qua tin nhắn.",
    ),
    "thue-bao": How(
        "Biết số điện thoại đang đứng tên ai, xác thực đúng chủ.",
        ("Soạn TTTB gửi 1414 để xem số đang đứng tên ai.", "Đúng tên mình: xác thực trên VNeID hoặc ứng dụng nhà mạng.",
         "Tên người khác: mang thẻ căn cước ra cửa hàng nhà mạng để sang tên."),
        "5 đến 15 phút", "Không ai gọi điện mà khóa SIM ngay: ai dọa như thế là lừa đảo.",
    ),
    "vneid": How(
        "Dùng thay thẻ căn cước khi làm thủ tục; mở ra các tiện ích khác.",
        ("Làm căn cước mức 2 tại công an xã, một lần.", "Cài ứng dụng VNeID, bấm “Kích hoạt”.",
         "Nhập số căn cước, số điện thoại của mình.", "Tự đặt mật khẩu, chỉ mình biết."),
        "15 phút, sau khi công an xã đã cấp mức 2", "Quên mật khẩu: bấm “Quên mật khẩu”, không cần ra công an.",
    ),
    "so-suc-khoe": How(
        "Xem lịch sử khám, tiêm, đơn thuốc của mình trên điện thoại.",
        ("Mở VNeID, đăng nhập mức 2.", "Bấm “Sổ sức khỏe điện tử”.", "Bấm đồng ý lấy dữ liệu, chờ vài phút."),
        "5 phút", "Chỉ mình và người mình đưa xem mới đọc được.",
    ),
    "tai-khoan": How(
        "Nhận lương hưu, trợ cấp; trả tiền điện, nước mà không phải đi.",
        ("Chọn ngân hàng, tải ứng dụng của ngân hàng ấy từ kho chính thức.", "Mở tài khoản bằng thẻ căn cước của mình.",
         "Tự đặt mật khẩu: người giúp quay mặt đi."),
        "15 đến 20 phút", "Người giúp không hỏi số tài khoản, số thẻ, mã OTP.",
    ),
    "dich-vu-cong": How(
        "Nộp hồ sơ, xem kết quả ở nhà.",
        ("Mở Cổng Dịch vụ công quốc gia, đăng nhập bằng VNeID.", "Gõ tên thủ tục cần làm.",
         "Chụp giấy tờ, điền tờ khai, ký số, nộp.", "Giữ mã hồ sơ để xem kết quả."),
        "15 đến 30 phút cho một hồ sơ", "Phí, nếu có, chỉ nộp trên Cổng, không chuyển cho cá nhân nào.",
    ),
    "can-cuoc": How(
        "Giấy tờ gốc để mở VNeID, tài khoản, chữ ký số.",
        ("Hỏi công an xã ngày nào, ở đâu làm căn cước.", "Đến nơi: công an xem thông tin, lấy vân tay, chụp ảnh.",
         "Nhận giấy hẹn, đến lấy thẻ đúng nơi ghi trong giấy."),
        "15 đến 30 phút", "Chỉ công an làm căn cước: ai khác bảo đưa thẻ, nộp tiền làm nhanh là lừa đảo.",
    ),
    "thanh-toan-so": How(
        "Trả tiền điện, nước, tiền chợ bằng điện thoại, không phải mang tiền mặt.",
        ("Mở ứng dụng ngân hàng của mình (chưa có tài khoản thì mở trước).",
         "Bấm “Quét mã QR”, đưa máy vào mã của nơi bán.", "Xem đúng tên người nhận, đúng số tiền rồi mới xác nhận.",
         "Chờ máy báo “thành công”, cho người bán xem."),
        "10 phút cho lần đầu", "Mật khẩu, mã OTP tự bấm lấy, không đọc cho ai.",
    ),
    "ky-nang-so": How(
        "Tự dùng được điện thoại: vào mạng, gọi hình, tra cứu, biết tránh lừa đảo.",
        ("Người của Tổ làm mẫu trên máy của mình, chậm, từng bước.",
         "Bà con làm lại trên máy của bà con, có người nhìn.",
         "Về nhà làm lại một lần; quên thì hỏi Tổ hoặc con cháu."),
        "15 đến 20 phút mỗi việc", "Không bấm đường dẫn lạ, không cài ứng dụng người lạ gửi.",
    ),
}  # fmt: skip
