"""What is said of a file that cannot be taken in: one sentence each, with what to do."""

from ..errors import UnreadableDocument


def corrupt(kind: str = ".docx") -> UnreadableDocument:
    return UnreadableDocument(
        f"Tệp {kind} bị hỏng nên không mở được; hãy mở bằng Word, lưu lại thành tệp mới rồi gửi lại."
    )


def missing_part(kind: str = ".docx") -> UnreadableDocument:
    return UnreadableDocument(
        f"Tệp {kind} thiếu phần nội dung văn bản; hãy mở bằng Word, lưu lại thành tệp .docx mới rồi gửi lại."
    )


def unsafe_xml(kind: str = ".docx") -> UnreadableDocument:
    return UnreadableDocument(
        f"Tệp {kind} chứa khai báo lạ mà Word không bao giờ ghi, nên không được mở để giữ an toàn cho máy chủ;"
        " hãy chép nội dung sang một văn bản mới rồi gửi lại."
    )


def bomb(kind: str = ".docx") -> UnreadableDocument:
    return UnreadableDocument(
        f"Tệp {kind} bung ra lớn bất thường nên không được mở, để giữ an toàn cho máy chủ;"
        " hãy lưu lại văn bản thành tệp mới rồi gửi lại."
    )


def locked() -> UnreadableDocument:
    return UnreadableDocument(
        "Tệp được bảo vệ bằng mật khẩu nên không mở được; hãy gỡ mật khẩu trong Word rồi gửi lại."
    )


def workbook(kind: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"Đây là bảng tính {kind}, không phải văn bản kế hoạch; danh sách kết quả thì nộp ở mục “Danh sách”,"
        " còn kế hoạch hãy gửi tệp văn bản (.docx, .doc, .odt hoặc PDF)."
    )


def slides(kind: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"Đây là bài trình chiếu {kind}, không phải văn bản kế hoạch; hãy gửi tệp văn bản (.docx, .doc, .odt hoặc PDF)."
    )


def archive(kind: str) -> UnreadableDocument:
    return UnreadableDocument(f"Đây là tệp nén {kind}; hãy giải nén rồi gửi riêng tệp kế hoạch ở bên trong.")


def not_text(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"Tệp “{name}” không phải văn bản đọc được; hãy gửi kế hoạch ở dạng .docx, .doc, .odt, PDF hoặc ảnh chụp."
    )


def no_converter(kind: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"Máy chủ chưa cài LibreOffice nên chưa đọc được tệp {kind}; hãy nhờ quản trị viên cài LibreOffice,"
        " hoặc mở tệp bằng Word, lưu thành .docx rồi gửi lại."
    )


def not_converted(kind: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"Không mở được tệp {kind} này (tệp hỏng hoặc quá phức tạp); hãy mở bằng Word, lưu thành .docx rồi gửi lại."
    )


def no_words(kind: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"Tệp {kind} không có chữ nào (có thể chỉ gồm ảnh chụp); hãy gửi bản PDF quét, ảnh chụp từng trang,"
        " hoặc bản có chữ."
    )
