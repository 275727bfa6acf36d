"""What a reader says when it cannot read: one sentence a person can act on."""

TAKEN_KINDS = ".docx và .txt"


class UnreadableDocument(ValueError):
    """The file is no plan we can read; str() is one Vietnamese sentence for the person who sent it."""


def too_large(limit_mb: int) -> UnreadableDocument:
    return UnreadableDocument(
        f"Tệp lớn hơn {limit_mb} MB nên không đọc được; hãy bỏ bớt ảnh hoặc tách phụ lục rồi gửi lại."
    )


def empty_file() -> UnreadableDocument:
    return UnreadableDocument("Tệp rỗng, không có chữ nào để đọc; hãy kiểm tra lại tệp rồi gửi lại.")


def not_a_plan() -> UnreadableDocument:
    return UnreadableDocument(
        "Không nhận ra đây là một kế hoạch (không thấy tên loại văn bản, các mục và phần tổ chức thực hiện);"
        " hãy kiểm tra xem có gửi nhầm tệp không."
    )


def password_protected() -> UnreadableDocument:
    return UnreadableDocument(
        "Tệp được bảo vệ bằng mật khẩu nên không mở được; hãy gỡ mật khẩu trong Word rồi gửi lại."
    )


def corrupt_docx() -> UnreadableDocument:
    return UnreadableDocument(
        "Tệp .docx bị hỏng nên không mở được; hãy mở bằng Word, lưu lại thành tệp mới rồi gửi lại."
    )


def zip_bomb() -> UnreadableDocument:
    return UnreadableDocument(
        "Tệp .docx bung ra lớn bất thường nên không được mở, để giữ an toàn cho máy chủ;"
        " hãy lưu lại văn bản thành tệp mới rồi gửi lại."
    )


def unsupported(kind: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"Chưa đọc được tệp {kind}; hiện nhận {TAKEN_KINDS}: hãy lưu văn bản thành .docx rồi gửi lại."
    )
