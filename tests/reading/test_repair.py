"""Line repair joins what pages and widths cut and never touches a number, a date or a name."""

import re
import unicodedata
from collections import Counter
from random import Random

import pytest

from tungnha.reading.fold import fold
from tungnha.reading.repair import repair

from .damage import KINDS, LEVELS, damage
from .test_damage import OWN


def lines(text):
    return [line.text for line in repair(text)]


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("công nghệ số\n\nphục vụ người dân.", ["công nghệ số phục vụ người dân."]),
        ("công nghệ số và\n\n2\n\nphục vụ người dân.", ["công nghệ số và phục vụ người dân."]),
        ("công nghệ số và\n\nTrang 2\n\n\fphục vụ người dân.", ["công nghệ số và phục vụ người dân."]),
        ("Hoàn thành.\n\ntiếp theo là", ["Hoàn thành.", "tiếp theo là"]),
        ("Nội dung sau\n\na) Một là", ["Nội dung sau", "a) Một là"]),
        ("1**. **Mục đích", ["1. Mục đích"]),
        ("1 . Mục đích", ["1. Mục đích"]),
        ("- Tỷ lệ <b>> 63,80%</b> dân số", ["- Tỷ lệ > 63,80% dân số"]),
        ("Trang tại <https://a.vn/x> nhé", ["Trang tại https://a.vn/x nhé"]),
        ("| TT | Việc |\n|---|---|\n| 1 | Họp |", ["TT\tViệc", "1\tHọp"]),
        ("(qua Phòng Văn hóa) *trước ngày 15/5/2026.*", ["(qua Phòng Văn hóa) trước ngày 15/5/2026."]),
        ("__Nơi nhận:__\nSố: ___/KH-UBND", ["Nơi nhận:", "Số: ___/KH-UBND"]),
        ("Các cơ quan của\n\nSở Y tế", ["Các cơ quan của Sở Y tế"]),
        ("(qua Phòng Văn hóa\n\n- Xã hội) tổng hợp", ["(qua Phòng Văn hóa - Xã hội) tổng hợp"]),
        ("phấn đấu đến năm\n2027 hoàn thành", ["phấn đấu đến năm 2027 hoàn thành"]),
        ("giai đoạn 2026\n- 2030", ["giai đoạn 2026 - 2030"]),
        ("1. Mục tiêu năm\n2026", ["1. Mục tiêu năm 2026"]),
        ("Phần II\nMỤC TIÊU", ["Phần II MỤC TIÊU"]),
        ("Phòng Kế hoạch đầu tư\nBố trí kinh phí.", ["Phòng Kế hoạch đầu tư", "Bố trí kinh phí."]),
        ("Chương trình chuyển đổi số\nMục đích", ["Chương trình chuyển đổi số", "Mục đích"]),
        ("Trần Văn Khoan\n[1] Ghi chú", ["Trần Văn Khoan", "[1] Ghi chú"]),
    ],
)
def test_repair(raw, repaired):
    assert lines(raw) == repaired


LONG = (
    "Ủy ban nhân dân xã giao các thôn rà soát từng hộ dân trên địa bàn, lập danh sách người chưa biết dùng điện thoại "
    "thông minh gửi Trung tâm Phục vụ hành chính công trước ngày 15/5/2026 để Tổ công nghệ số cộng đồng đến tận nhà."
)


@pytest.mark.parametrize("width", [50, 64, 70, 84, 100])
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_lines_are_joined_at_whatever_width_the_file_has(width, between):
    import textwrap

    paragraphs = [f"{n}. {LONG}" for n in range(1, 9)]
    wrapped = between.join("\n".join(textwrap.wrap(p, width)) for p in paragraphs)
    assert lines(wrapped) == paragraphs


def test_an_aside_that_opens_a_line_of_a_wrapped_file_goes_on():
    filler = (
        "Các thôn dọn đường, khơi rãnh thoát nước và gom rác về một\nchỗ cho xe của tổ vệ sinh đến lấy vào buổi chiều."
    )
    text = "\n\n".join([filler] * 10 + ["Xã họp giao ban hằng quý\n(trước ngày 12 tháng cuối quý) tại hội trường."])
    assert lines(text)[-1] == "Xã họp giao ban hằng quý (trước ngày 12 tháng cuối quý) tại hội trường."
    assert lines(text + "\n(a) Một là họp.\n(Kèm theo Phụ lục)")[-2:] == ["(a) Một là họp.", "(Kèm theo Phụ lục)"]


def test_short_paragraphs_of_a_wrapped_file_stay_apart():
    import textwrap

    told = [f"{n}. {LONG}" for n in range(1, 6)]
    units = ["Phòng Kinh tế", "Bố trí kinh phí cho các lớp học", "Công an xã", "Giữ trật tự"]
    wrapped = "\n".join("\n".join(textwrap.wrap(p, 70)) for p in [*told, *units])
    assert lines(wrapped) == [*told, *units]


def test_a_head_line_told_on_every_page_is_dropped():
    text = "\f".join(f"KẾ HOẠCH SỐ 5/KH-UBND XÃ KIM BỒNG\n\nĐoạn {n} của văn bản." for n in ("một", "hai", "ba", "bốn"))
    assert sum("KẾ HOẠCH SỐ 5" in line for line in lines(text)) <= 1


GRID = """| TT   | Nội dung           | Chủ trì   |
|------|--------------------|-----------|
| 1    | Mở lớp kỹ năng số  | Trường    |
|      | tại nhà văn hóa    | THCS      |
| 2    | Lập danh sách các  | Công an   |
|      | hộ chưa có mạng    | xã        |
| 3    | Tổng kết           | UBND xã   |"""


@pytest.mark.parametrize("ruled", [False, True])
def test_cells_drawn_over_several_lines_are_one_row(ruled):
    rule = "|------|--------------------|-----------|"
    text = GRID if not ruled else re.sub(r"(?m)^\| (?=\d)", rule + "\n| ", GRID).replace(f"{rule}\n{rule}", rule)
    assert lines(text + (f"\n{rule}" if ruled else "")) == [
        "TT\tNội dung\tChủ trì",
        "1\tMở lớp kỹ năng số tại nhà văn hóa\tTrường THCS",
        "2\tLập danh sách các hộ chưa có mạng\tCông an xã",
        "3\tTổng kết\tUBND xã",
    ]


def test_a_head_with_slips_told_again_is_still_the_head():
    head = "TT\tNội dung\tChủ trì\tThời gian"
    text = f"{head}\n1\tMở lớp tại\tTrường\t\n\n{head.replace('Chủ trì', 'Chủtrì')}\n\tthôn\t\tTháng 5"
    assert lines(text) == [head, "1\tMở lớp tại thôn\tTrường\tTháng 5"]


def test_two_columns_on_shared_lines_are_read_one_below_the_other():
    text = """Nơi nhận:                                   KT. CHỦ TỊCH
- UBND tỉnh (để b/c);                       PHÓ CHỦ TỊCH
- Các phòng, ban, ngành, đoàn thể của xã;

- Lưu: VT.                                  Lò Thị Mai"""
    assert lines(text) == [
        "Nơi nhận:", "- UBND tỉnh (để b/c);", "- Các phòng, ban, ngành, đoàn thể của xã;", "- Lưu: VT.",
        "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Thị Mai",
    ]  # fmt: skip


def test_decomposed_letters_become_one_even_with_their_marks_turned():
    assert lines("Nguye\u0302\u0303n") == ["Nguyễn"]
    assert lines("Nguye\u0303\u0302n") == ["Nguyễn"]


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("thuê bao di đ ộng", "thuê bao di động"),
        ("Nơi n hận", "Nơi nhận"),
        ("phươn g án, phương án, phương án", "phương án, phương án, phương án"),
        ("phòng c hống dịch bện h.", "phòng chống dịch bệnh."),
        ("chữký số", "chữ ký số"),
        ("liênquan", "liên quan"),
        ("xãKim Bồng", "xã Kim Bồng"),
        ("K Ế  H O Ạ C H", "KẾ HOẠCH"),
        ("đoạn dài 500 m ở thôn", "đoạn dài 500 m ở thôn"),
        ("ứng dụng VNeID, ThanhHoa, Zalo, video", "ứng dụng VNeID, ThanhHoa, Zalo, video"),
        ("d) ở thôn, đ) ở xã", "d) ở thôn, đ) ở xã"),
        ("ông Lê Đ. An và bà Y Moan", "ông Lê Đ. An và bà Y Moan"),
    ],
)
def test_spaces_astray(raw, repaired):
    assert lines(raw) == [repaired]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Phân đầu", "Phấn đấu"),
        ("Chuyên đổi số", "chuyển đổi số"),
        ("số sức khỏe", "Sổ sức khoẻ"),
        ("BCD", "BCĐ"),
        ("CNSCD", "CNSCĐ"),
        ("định kǶ", "định kỳ"),
        ("ngǜ", "ngũ"),
        ("cǜ", "cũ"),
        ("Uỷ", "Ủy"),
        ("hàng quí", "hằng quý"),
        ("t1nh", "tỉnh"),
        ("tlnh", "tỉnh"),
        ("thực hlện", "thực hiện"),
        ("NQ – TW", "NQ - TW"),
    ],
)
def test_slips_of_scanned_text_fold_together(one, other):
    assert fold(one) == fold(other)
    assert len(fold(one)) == len(one)


@pytest.mark.parametrize("text", ["Viettel", "chlor", "html", "Zalo", "5.480", "63,80%", "01/6/2026", "m1", "4G", "c1"])
def test_what_is_no_slip_is_left_as_it_is(text):
    assert fold(text) == text.lower()


# -- numbers, dates and names ----------------------------------------------------------------


def figures(texts):
    """Numbers, dates, symbols' numbers; a wrap never stands inside one."""
    return Counter(re.findall(r"\d+(?:[.,/]\d+)*", " ".join(texts)))


def names(texts):
    """Words with a capital, folded: names of people and places are among them."""
    return {fold(w) for w in re.findall(r"\w+", unicodedata.normalize("NFC", " ".join(texts))) if w[0].isupper()}


def letters(texts):
    return "".join(c for c in unicodedata.normalize("NFC", "".join(texts)) if c.isalnum())


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("level", ["none", *LEVELS])
def test_repair_loses_and_invents_no_figure_and_no_name(name, level):
    for seed in range(4):
        hurt = OWN[name] if level == "none" else damage(OWN[name], seed, level)
        bare = re.sub(r"<[^>]*>|[*#]", " ", unicodedata.normalize("NFC", hurt))
        repaired = lines(hurt)
        assert not figures(repaired) - figures([bare])
        # What is gone was said by the page and not by the plan: its number, a table's head told again.
        gone = figures([bare]) - figures(repaired)
        assert not [f for f in gone if re.search(r"[.,/]|\d{3}", f)]
        assert names(repaired) - names([bare]) <= unglued(repaired, bare)
        assert names([bare]) - names(repaired) - {"trang"} <= unglued([bare], "".join(repaired))


def unglued(texts, other):
    """Names whose letters the other text has in a row: a space beside them is all that differs."""
    whole = letters([fold(other)])
    return {name for name in names(texts) if letters([name]) in whole}


@pytest.mark.parametrize("kind", KINDS)
def test_repair_never_adds_a_letter(kind):
    for name, text in OWN.items():
        hurt = KINDS[kind](text, Random(3))
        told = Counter(letters([re.sub(r"<[^>]*>", "", hurt)]))
        assert not Counter(letters(lines(hurt))) - told, name


def test_what_is_longer_than_any_paragraph_is_parted_between_words_and_nothing_is_lost():
    text = "các thôn rà soát từng hộ dân, " * 2000
    parts = lines(text)
    assert len(parts) > 5
    assert max(map(len, parts)) <= 6000
    assert " ".join(parts).split() == text.split()


def test_what_is_repaired_stays_so():
    for text in OWN.values():
        once = lines(text)
        assert lines("\n\n".join(once).replace("\n\n\t", "\n\t")) == lines("\n\n".join(lines("\n\n".join(once))))
