"""What a reader says when it cannot read: one sentence a person can act on."""

TAKEN_KINDS = "Word (.docx, .doc), .odt, PDF, bản quét, ảnh chụp, .txt, .html"


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
        "Không tìm thấy kế hoạch nào trong tệp này: đã tìm tên loại văn bản (KẾ HOẠCH), căn cứ, các mục đánh số, phần"
        " tổ chức thực hiện và nơi nhận; hãy kiểm tra xem có gửi nhầm tệp không."
    )


def too_heavy() -> UnreadableDocument:
    return UnreadableDocument(
        "Tệp cần nhiều bộ nhớ hơn mức cho phép nên đã dừng đọc, để giữ an toàn cho máy chủ;"
        " hãy lưu lại thành tệp mới, bỏ bớt ảnh rồi gửi lại."
    )


def too_slow(seconds: int) -> UnreadableDocument:
    return UnreadableDocument(
        f"Đọc tệp quá {seconds} giây chưa xong nên đã dừng; hãy tách riêng phần kế hoạch,"
        " hoặc lưu thành .docx rồi gửi lại."
    )


def too_much_text(most: int) -> UnreadableDocument:
    return UnreadableDocument(
        f"Tệp có hơn {most // 1_000_000} triệu ký tự, dài hơn mọi kế hoạch; hãy tách riêng phần kế hoạch rồi gửi lại."
    )


def not_readable() -> UnreadableDocument:
    return UnreadableDocument(
        "Không mở được tệp này (có thể tệp hỏng hoặc viết theo cách lạ); hãy mở bằng Word, lưu thành .docx rồi gửi lại."
    )
