"""Line repair joins what pages cut and never touches a number, a date or a name."""

import pytest

from tungnha.reading.fold import fold
from tungnha.reading.repair import repair


def lines(text):
    return [line.text for line in repair(text)]


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("công nghệ số\n\nphục vụ người dân.", ["công nghệ số phục vụ người dân."]),
        ("công nghệ số và\n\n2\n\nphục vụ người dân.", ["công nghệ số và phục vụ người dân."]),
        ("Hoàn thành.\n\ntiếp theo là", ["Hoàn thành.", "tiếp theo là"]),
        ("Nội dung sau\n\na) Một là", ["Nội dung sau", "a) Một là"]),
        ("1**. **Mục đích", ["1. Mục đích"]),
        ("- Tỷ lệ <b>> 63,80%</b> dân số", ["- Tỷ lệ > 63,80% dân số"]),
        ("Trang tại <https://a.vn/x> nhé", ["Trang tại https://a.vn/x nhé"]),
        ("| TT | Việc |\n|---|---|\n| 1 | Họp |", ["TT\tViệc", "1\tHọp"]),
        ("(qua Phòng Văn hóa) *trước ngày 15/5/2026.*", ["(qua Phòng Văn hóa) trước ngày 15/5/2026."]),
    ],
)
def test_repair(raw, repaired):
    assert lines(raw) == repaired


def test_decomposed_letters_become_one():
    assert lines("Nguye\u0302\u0303n") == ["Nguyễn"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phân đầu", "Phấn đấu"),
        ("Chuyên đổi số", "chuyển đổi số"),
        ("BCD", "BCĐ"),
        ("định kǶ", "định kỳ"),
        ("Uỷ", "Ủy"),
    ],
)
def test_slips_of_scanned_text_fold_together(one, other):
    assert fold(one) == fold(other)
    assert len(fold(one)) == len(one)
