"""A plan of any length, for measuring: its sections, units, targets and task rows are told again and again."""

import io

import docx

CHARACTERS_A_PAGE = 2300  # of A4 at 14 points

_HEAD = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ KIM BỒNG\tĐộc lập - Tự do - Hạnh phúc
Số: 45/KH-UBND\tKim Bồng, ngày 02 tháng 3 năm 2026

KẾ HOẠCH
Phổ cập chữ ký số trên địa bàn xã Kim Bồng năm 2026

Căn cứ Kế hoạch số 12/KH-UBND ngày 15 tháng 01 năm 2026 của UBND tỉnh Lạc Hà về chữ ký số;

Ủy ban nhân dân xã Kim Bồng ban hành Kế hoạch phổ cập chữ ký số tại 12 thôn, cụ thể như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích: Đưa chữ ký số đến từng hộ.

II. MỤC TIÊU
"""
_TARGET = """
{n}. Đến ngày {d}/6/2026:

- Phấn đấu trên {v}% dân số trưởng thành của khu vực {n} có chữ ký số công cộng, gắn với ứng dụng đang dùng hằng ngày.

- Mỗi hộ gia đình có ít nhất một người biết ký số và biết nộp hồ sơ trực tuyến tại nhà.
"""
_UNIT = """
{n}. Tổ công tác số {n}

- Chủ trì theo dõi, đôn đốc các hộ trong khu vực; định kỳ hằng tuần (trước 9h30 thứ Sáu) báo cáo UBND xã kết quả.

- Phối hợp với Công an xã rà soát người chưa có điện thoại, lập danh sách để hỗ trợ tại nhà văn hóa, bảo đảm không sót
hộ nào ở xa trung tâm; kịp thời phản ánh vướng mắc về Ủy ban nhân dân xã để xem xét, giải quyết trong ngày.

- Thời gian thực hiện: Hoàn thành trước {d}/7/2026.
"""
_FOOT = """
Nơi nhận:
- UBND tỉnh (để b/c);
- Các thôn;
- Lưu: VT, VHXH.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Lò Thị Mai

PHỤ LỤC
DANH MỤC NHIỆM VỤ

STT\tNội dung\tCơ quan chủ trì\tPhối hợp\tThời gian thực hiện
"""
_ROW = (
    "{n}\tLập danh sách người chưa có chữ ký số ở khu vực {n}, hướng dẫn từng người\tCông an xã\tCác thôn"
    "\tTrước ngày {d}/5/2026\n"
)


def text_of(pages: int) -> str:
    """A third of it targets, a third duties of units, a third task rows."""
    part = pages * CHARACTERS_A_PAGE // 3

    def filled(form: str) -> str:
        count = max(1, part // len(form))
        return "".join(form.format(n=n, d=n % 28 + 1, v=n % 60 + 30) for n in range(1, count + 1))

    return _HEAD + filled(_TARGET) + "\nIII. TỔ CHỨC THỰC HIỆN\n" + filled(_UNIT) + _FOOT + filled(_ROW)


def docx_of(text: str) -> bytes:
    document = docx.Document()
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            table = document.add_table(len(rows), len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, words in zip(row.cells, cells, strict=True):
                    cell.text = words
            rows = []
        if line.strip():
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
