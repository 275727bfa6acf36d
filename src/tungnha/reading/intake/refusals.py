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


# -- PDF, scans, photographs


def no_ocr() -> UnreadableDocument:
    return UnreadableDocument(
        "Đây là bản quét hoặc ảnh chụp, mà máy chủ chưa cài chương trình nhận chữ; hãy nhờ quản trị viên cài"
        " tesseract-ocr và tesseract-ocr-vie, hoặc gửi bản có chữ (.docx, PDF xuất từ Word)."
    )


def no_vietnamese() -> UnreadableDocument:
    return UnreadableDocument(
        "Chương trình nhận chữ trên máy chủ chưa có dữ liệu tiếng Việt; hãy nhờ quản trị viên cài tesseract-ocr-vie,"
        " hoặc gửi bản có chữ (.docx, PDF xuất từ Word)."
    )


def page_too_hard() -> UnreadableDocument:
    return UnreadableDocument(
        "Có trang quét đọc quá lâu (ảnh quá rối hoặc quá lớn) nên đã dừng; hãy quét lại rõ hơn hoặc gửi bản .docx."
    )


def ocr_failed() -> UnreadableDocument:
    return UnreadableDocument(
        "Chương trình nhận chữ không đọc được ảnh này; hãy quét lại ở 200–300 dpi hoặc gửi bản .docx."
    )


def locked_pdf() -> UnreadableDocument:
    return UnreadableDocument(
        "Tệp PDF được bảo vệ bằng mật khẩu nên không mở được; hãy lưu thành PDF không có mật khẩu rồi gửi lại."
    )


def corrupt_pdf() -> UnreadableDocument:
    return UnreadableDocument("Tệp PDF bị hỏng nên không mở được; hãy xuất lại PDF từ văn bản gốc rồi gửi lại.")


def too_many_pages(count: int, most: int, what: str = "") -> UnreadableDocument:
    return UnreadableDocument(
        f"Tệp có {count} trang{what}, quá {most} trang mà máy đọc một lần; hãy tách riêng phần kế hoạch rồi gửi lại."
    )


def corrupt_picture() -> UnreadableDocument:
    return UnreadableDocument(
        "Ảnh bị hỏng hoặc không đúng loại nên không mở được; hãy chụp lại, lưu thành .jpg hay .png rồi gửi lại."
    )


def picture_too_large(most: int) -> UnreadableDocument:
    return UnreadableDocument(f"Ảnh lớn hơn {most} triệu điểm nên không mở; hãy thu nhỏ ảnh rồi gửi lại.")


def no_words_in_picture() -> UnreadableDocument:
    return UnreadableDocument(
        "Không tìm thấy chữ nào trong ảnh hoặc bản quét này; hãy kiểm tra có gửi nhầm tệp không,"
        " hoặc chụp lại gần và rõ hơn."
    )
