"""Words with places → paragraphs, columns and tables, without any program: pages are set here by hand."""

import numpy as np
import pytest

from tungnha.reading.intake.blocks import PAGE, Grid, render
from tungnha.reading.intake.layout import blocks_of
from tungnha.reading.intake.ruling import rules_of, tables_of
from tungnha.reading.intake.scan import fill_counters
from tungnha.reading.intake.slips import mend_annex, mend_label
from tungnha.reading.intake.words import PageWords, Row, RuledCell, RuledTable, Word, glue

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, SIZE, PITCH = 85.0, 553.0, 13.0, 18.0


def set_line(text, x, y, right=None, sure=1.0):
    """Words of a line from x on; justified up to `right` where that is given."""
    texts = text.split(" ")
    widths = [6.2 * len(t) for t in texts]
    space = 3.5 if right is None else (right - x - sum(widths)) / max(1, len(texts) - 1)
    out = []
    for t, width in zip(texts, widths, strict=True):
        out.append(Word(t, x, y, x + width, y + SIZE, sure))
        x += width + space
    return out


def set_paragraph(text, y, indent=36.0):
    """(words, y below) of a justified paragraph, wrapped as a printer would."""
    words, line, x = [], [], LEFT + indent
    for t in text.split(" "):
        if line and sum(6.2 * len(w) for w in [*line, t]) + 3.5 * len(line) > RIGHT - x:
            words += set_line(" ".join(line), x, y, RIGHT)
            line, x, y = [], LEFT, y + PITCH
        line.append(t)
    return words + set_line(" ".join(line), x, y), y + PITCH


def page(*parts, tables=()):
    return PageWords(WIDTH, HEIGHT, [w for part in parts for w in part], list(tables))


def text(*pages):
    return render(blocks_of(pages))


LONG = (
    "Các thôn rà soát từng hộ, lập danh sách người chưa có chữ ký số và hẹn ngày đến giúp tại nhà văn hóa của thôn mình"
)
SHORT = "Công an xã hướng dẫn người dân kích hoạt tài khoản định danh rồi gửi số liệu"


def test_wrapped_lines_become_the_paragraph_they_were():
    first, y = set_paragraph(LONG, 100)
    second, y = set_paragraph(SHORT, y)
    third, _ = set_paragraph(f"- {LONG}", y)
    assert text(page(first, second, third)).split("\n\n") == [LONG, SHORT, f"- {LONG}"]


def test_a_paragraph_goes_on_over_the_page_end_even_with_a_capital():
    whole = LONG.replace("lập danh sách", "Mặt trận")
    words, _ = set_paragraph(whole, 100)
    rows = sorted({w.y0 for w in words})
    above = [w for w in words if w.y0 <= rows[0]]
    below = [Word(w.text, w.x0, w.y0 - rows[1] + 60, w.x1, w.y1 - rows[1] + 60) for w in words if w.y0 > rows[0]]
    after, _ = set_paragraph(SHORT, 300)
    number = [Word("2", 295, 30, 301, 43)]
    assert text(page(above), page(number, below, after)) == f"{whole}\n\n{PAGE}\n\n{SHORT}"


def test_head_and_foot_in_two_columns_read_left_then_right():
    head = [
        *set_line("ỦY BAN NHÂN DÂN", 95, 60), *set_line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", 280, 60),
        *set_line("XÃ KIM BỒNG", 110, 78), *set_line("Độc lập - Tự do - Hạnh phúc", 300, 78),
        *set_line("Số: 45/KH-UBND", 105, 110), *set_line("Kim Bồng, ngày 02 tháng 3 năm 2026", 285, 110),
    ]  # fmt: skip
    title = set_line("KẾ HOẠCH", 285, 150)
    body, y = set_paragraph(LONG, 200)
    foot = [
        *set_line("Nơi nhận:", LEFT, y + 24), *set_line("CHỦ TỊCH", 400, y + 20),
        *set_line("- UBND tỉnh;", LEFT, y + 42), *set_line("- Lưu: VT.", LEFT, y + 60),
        *set_line("Lò Thị Mai", 395, y + 120),
    ]  # fmt: skip
    lines = [line for line in text(page(head, title, body, foot)).split("\n") if line]
    assert lines == [
        "ỦY BAN NHÂN DÂN", "XÃ KIM BỒNG", "Số: 45/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "Độc lập - Tự do - Hạnh phúc",
        "Kim Bồng, ngày 02 tháng 3 năm 2026", "KẾ HOẠCH", LONG, "Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT.", "CHỦ TỊCH",
        "Lò Thị Mai",
    ]  # fmt: skip


def test_running_heads_and_page_numbers_go():
    pages = []
    for number in range(1, 5):
        words, _ = set_paragraph(f"Ý {number}: {SHORT}", 200)
        pages.append(
            page(set_line(f"Kế hoạch xã Kim Bồng trang {number}", LEFT, 30), set_line(f"- {number} -", 290, 800), words)
        )
    said = text(*pages)
    assert said.count("Kế hoạch xã Kim Bồng") == 1  # the first may be the document's own
    assert "- 2 -" not in said
    assert [f"Ý {n}: {SHORT}" in said for n in range(1, 5)] == [True] * 4


def ruled(rows, y, widths=(40, 200, 228)):
    xs = [LEFT]
    for width in widths:
        xs.append(xs[-1] + width)
    cells = []
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            x0, y0 = xs[column], y + at * 40
            cell = RuledCell(x0, y0, xs[column + 1], y0 + 40, (at, at + 1), (column, column + 1))
            cell.words = [
                w for n, line in enumerate(words.split("|")) for w in set_line(line, x0 + 4, y0 + 4 + n * 15) if line
            ]
            cells.append(cell)
    return RuledTable(xs[0], y, xs[-1], y + 40 * len(rows), tuple(xs), cells)


HEAD = ["STT", "Nhiệm vụ", "Thời gian"]


def test_a_table_goes_on_over_the_page_end_and_a_cut_row_is_whole_again():
    above = ruled([HEAD, ["1", "Lập danh sách", "Tháng 4/2026"], ["2", "Mở điểm hỗ trợ tại nhà", "Trước ngày"]], 600)
    below = ruled([HEAD, ["", "văn hóa thôn", "20/5/2026"], ["3", "Tổng kết", "Tháng 6/2026"]], 60)
    said = text(page(tables=[above]), page(tables=[below]))
    assert said.split("\n") == [
        "STT\tNhiệm vụ\tThời gian", "1\tLập danh sách\tTháng 4/2026",
        "2\tMở điểm hỗ trợ tại nhà văn hóa thôn\tTrước ngày 20/5/2026", f"{PAGE}3\tTổng kết\tTháng 6/2026",
    ]  # fmt: skip


def test_another_table_on_the_next_page_stays_another():
    first = ruled([HEAD, ["1", "Lập danh sách", "Tháng 4/2026"]], 600)
    other = ruled([["TT", "Thôn", "Số người"], ["1", "Thôn 1", "120"]], 60, widths=(60, 300, 108))
    assert sum(isinstance(b, Grid) for b in blocks_of([page(tables=[first]), page(tables=[other])])) == 2


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("số 45/KH-", "UBND ngày", "số 45/KH-UBND ngày"),
        ("trước ngày 31/", "7/2026", "trước ngày 31/7/2026"),
        ("Văn hóa -", "Xã hội", "Văn hóa - Xã hội"),
        ("các thôn", "trong xã", "các thôn trong xã"),
        ("soft\u00ad", "ware", "software"),
    ],
)
def test_a_symbol_broken_at_its_hyphen_is_whole_again(before, after, whole):
    assert glue(before, after) == whole


# -- pictures


def drawn(lines, scale=2, noise=0.0):
    grey = np.full((int(300 * scale), int(400 * scale)), 255, dtype=float)
    for x0, y0, x1, y1 in lines:
        grey[int(y0 * scale) : int(y1 * scale) + 1, int(x0 * scale) : int(x1 * scale) + 1] = 0
    grey += np.random.default_rng(1).normal(0, noise, grey.shape)
    return np.clip(grey, 0, 255).astype(np.uint8)


GRID = [(50, y, 350, y) for y in (50, 100, 150, 200)] + [(x, 50, x, 200) for x in (50, 90, 200, 350)]


@pytest.mark.parametrize("noise", [0, 30])
def test_a_ruled_table_is_found_with_its_cells(noise):
    (table,) = tables_of(*rules_of(drawn(GRID, noise=noise), 2))
    assert [round(x) for x in table.xs] == [50, 90, 200, 350]
    assert len(table.cells) == 9


def test_cells_merged_over_rows_and_columns():
    merged = [line for line in GRID if line != (50, 100, 350, 100)] + [(90, 100, 350, 100)]
    merged = [line for line in merged if line != (200, 50, 200, 200)] + [(200, 100, 200, 200)]
    (table,) = tables_of(*rules_of(drawn(merged), 2))
    shapes = {(c.rows, c.columns) for c in table.cells}
    assert ((0, 2), (0, 1)) in shapes
    assert ((0, 1), (1, 3)) in shapes


def test_a_frame_and_an_underline_are_no_tables():
    frame = [(50, 50, 350, 50), (50, 90, 350, 90), (50, 50, 50, 90), (350, 50, 350, 90), (100, 200, 300, 200)]
    assert tables_of(*rules_of(drawn(frame), 2)) == []


# -- what eyes get wrong


@pytest.mark.parametrize(
    ("read", "meant"), [("H.", "II."), ("L", "I."), ("HI.", "III."), ("VHI.", "VIII."), ("IV.", "IV.")]
)
def test_a_misread_number_of_a_heading_in_capitals(read, meant):
    row = Row([Word(t, 10.0 * n, 0, 10.0 * n + 8, 10, 0.9) for n, t in enumerate([read, "MỤC", "TIÊU", "CHUNG"])])
    mend_label(row)
    assert row.words[0].text == meant


def test_words_that_are_no_heading_stay():
    for texts in (["H.", "Mai", "ghi"], ["1.", "MỤC", "TIÊU"], ["LÊ", "THỊ", "MAI"]):
        row = Row([Word(t, 10.0 * n, 0, 10.0 * n + 8, 10, 0.9) for n, t in enumerate(texts)])
        mend_label(row)
        mend_annex(row)
        assert [w.text for w in row.words] == texts


def counters(*texts):
    cells = [RuledCell(0, 40 * n, 30, 40 * n + 40, (n, n + 1), (0, 1)) for n in range(len(texts))]
    for cell, t in zip(cells, texts, strict=True):
        cell.words = [Word(t, 2, cell.y0, 20, cell.y0 + 10, 0.4)] if t else []
    fill_counters(cells)
    return [" ".join(w.text for w in cell.words) for cell in cells], [c.words[0].confidence for c in cells if c.words]


def test_only_a_row_number_between_two_neighbours_is_filled_in():
    texts, sure = counters("6.", "VỆ", "8.")
    assert texts == ["6.", "7", "8."]
    assert sure[1] == 0.3
    assert counters("6.", "VỆ", "9.")[0] == ["6.", "VỆ", "9."]
    assert counters("4.1", "a8", "4.3")[0] == ["4.1", "4.2", "4.3"]
    assert counters("4.1", "a8", "5")[0] == ["4.1", "a8", "5"]
    assert counters("6.", "", "8.")[0] == ["6.", "", "8."]
