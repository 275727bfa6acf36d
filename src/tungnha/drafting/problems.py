"""What can go wrong while a document is drafted, each said once, in the officer's language."""


class DraftingProblem(Exception):
    """A document could not be made; the message is a sentence an officer can act on."""


class PromptLeft(DraftingProblem):
    """A document that is not a draft still asks somebody to write something."""

    def __init__(self, prompt: str) -> None:
        super().__init__(f"Văn bản chưa thể phát hành: còn phần chưa viết ({prompt}).")


class UnreadablePicture(DraftingProblem):
    def __init__(self) -> None:
        super().__init__("Không đọc được hình ảnh. Hãy dùng tệp PNG hoặc JPEG.")


class WrongShape(DraftingProblem):
    """A row has more or fewer cells than the table has columns."""

    def __init__(self, row: int, cells: int, columns: int) -> None:
        super().__init__(f"Dòng {row} của bảng có {cells} ô, nhưng bảng có {columns} cột.")


class ConverterMissing(DraftingProblem):
    def __init__(self) -> None:
        super().__init__(
            "Máy chủ chưa cài LibreOffice nên chưa tạo được bản PDF. "
            "Hãy tải bản Word (.docx), hoặc nhờ quản trị viên cài LibreOffice."
        )


class ConversionFailed(DraftingProblem):
    def __init__(self, reason: str = "") -> None:
        detail = f" ({reason})" if reason else ""
        super().__init__(f"Không chuyển được văn bản sang PDF{detail}. Hãy thử lại hoặc tải bản Word.")


class FormUnknown(DraftingProblem):
    def __init__(self, version: str) -> None:
        super().__init__(f"Không có mẫu thể thức “{version[:40]}”. Hãy chọn một mẫu có trong danh mục.")


class OutsideForm(DraftingProblem):
    """A file of a form asks for what its decree does not allow."""

    def __init__(self, what: str, value: float, allowed: tuple[float, float]) -> None:
        low, high = allowed
        super().__init__(f"Mẫu thể thức sai ở {what}: {value:g}, phải từ {low:g} đến {high:g}.")
