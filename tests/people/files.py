"""Population files made for the tests."""

import io

import xlsxwriter

HEADER = (
    "STT", "Mã hộ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Giới tính", "Số định danh cá nhân", "Điện thoại",
    "Thôn", "Tình trạng cư trú", "Địa chỉ",
)  # fmt: skip
LINES = (
    (1, "H1", "Phan Văn Giáp", "Chủ hộ", "15/03/1980", "Nam", "019080000101", "0912000201", "Thôn 1", "Thường trú", "Số 5, ngõ Đình"),  # noqa: E501
    (2, "H1", "Lê Thị Hoa", "Vợ", "1982", "Nữ", "019182000102", "", "Thôn 1", "Thường trú", ""),
    (3, "H1", "Phan Thị Kim", "Con", "01/06/2015", "Nữ", "", "", "Thôn 1", "Thường trú", ""),
    (4, "H2", "Vi Văn Lâm", "Chủ hộ", "02/02/1975", "Nam", "019075000104", "0912000204", "Thôn 2", "Tạm trú", ""),
    (5, "H2", "Vi Thị Mơ", "Con", "09/09/2000", "Nữ", "019300000105", "", "Thôn 2", "Đi làm ăn xa", ""),
)  # fmt: skip


NAMES = ("serial", "code", "name", "relation", "birth", "sex", "number", "phone", "village", "stay", "house")


def workbook(lines=LINES, header=HEADER, above=(), name="Sổ hộ"):
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet(name)
        for at, line in enumerate([*above, header, *lines]):
            sheet.write_row(at, 0, list(line))
    return written.getvalue()


def changed(line, **cells):
    """A line with other words under some headers: changed(LINES[0], birth="1980")."""
    at = {
        "code": 1,
        "name": 2,
        "relation": 3,
        "birth": 4,
        "sex": 5,
        "number": 6,
        "phone": 7,
        "village": 8,
        "stay": 9,
        "house": 10,
    }
    new = list(line)
    for name, value in cells.items():
        new[at[name]] = value
    return tuple(new)
