"""The composed documents: what they say, what they leave out."""

from dataclasses import replace
from datetime import datetime

from tungnha.drafting import write_docx
from tungnha.drafting.annexes import ProgressRow
from tungnha.drafting.document import Bullet, Heading, OfficialDocument, Paragraph, Prompt, Table
from tungnha.drafting.letters import (
    Attendance,
    LateUnit,
    TargetFigure,
    data_request_letter,
    reminder_letter,
    unwritten_parts,
    weekly_report,
)
from tungnha.drafting.letters.parts import attendance_sentence
from tungnha.drafting.letters.targets import SINCE_START, ranking_bullets, target_bullet, targets_table

from .examples import THURSDAY_TEN, full_report, reminder, request, villages


def headings(document: OfficialDocument) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in document.body if isinstance(block, Heading)]


def said(document: OfficialDocument) -> str:
    return "\n".join(block.text for block in document.body if not isinstance(block, Table) and hasattr(block, "text"))


def test_the_weekly_report_has_its_parts_in_order() -> None:
    assert [title for level, title in headings(weekly_report(full_report(proposals="Không."))) if level == 1] == [
        "Tình hình triển khai, công tác chỉ đạo",
        "Kết quả thực hiện",
        "Đánh giá; khó khăn, vướng mắc",
        "Nhiệm vụ trọng tâm kỳ tới",
        "Đề xuất, kiến nghị",
    ]


def test_a_part_nobody_wrote_is_asked_for_in_a_draft_and_left_out_of_the_report() -> None:
    draft = weekly_report(full_report(difficulties=" \n", draft_mark="DỰ THẢO"))
    sent = weekly_report(full_report(difficulties=" \n"))
    assert any(isinstance(block, Prompt) and "Khó khăn, vướng mắc" in block.text for block in draft.body)
    assert not any(isinstance(block, Prompt) for block in sent.body)
    assert (2, "Khó khăn, vướng mắc") in headings(draft)
    assert (2, "Khó khăn, vướng mắc") not in headings(sent)
    write_docx(sent)


def test_the_parts_still_to_write_can_be_asked_for() -> None:
    assert unwritten_parts(full_report(outreach="")) == (
        "Công tác tuyên truyền, hướng dẫn", "Đánh giá chung", "Đề xuất, kiến nghị",
    )  # fmt: skip


def test_a_report_without_any_figure_or_word_is_still_a_report() -> None:
    empty = full_report(
        targets=(), villages=(), attendance=None, situation="", outreach="", difficulties="", next_tasks="", pictures=()
    )
    assert headings(weekly_report(empty)) == []
    write_docx(weekly_report(empty))
    write_docx(weekly_report(replace(empty, draft_mark="DỰ THẢO")))


def test_units_late_and_units_that_sent_nothing_are_named_apart() -> None:
    attendance = Attendance(
        THURSDAY_TEN, 14, (LateUnit("Trường học", datetime(2026, 5, 28, 10, 7)),), ("Trạm Y tế", "Thôn Nà Vang 5")
    )
    assert attendance_sentence(attendance) == (
        "Đến 10 giờ 00 ngày 28/5/2026 có 11/14 đơn vị gửi báo cáo; "
        "gửi muộn 01 đơn vị: Trường học (10 giờ 07 ngày 28/5/2026); "
        "chưa gửi 02 đơn vị: Trạm Y tế, thôn Nà Vang 5."
    )
    assert attendance_sentence(Attendance(THURSDAY_TEN, 14)) == (
        "Đến 10 giờ 00 ngày 28/5/2026 có 14/14 đơn vị gửi báo cáo đầy đủ, đúng hạn."
    )


def test_a_figure_is_told_with_both_rates_and_its_growth() -> None:
    figure = TargetFigure("Chữ ký số", 368, 5480, "người trên 15 tuổi", "Công an xã", 3496, 28)
    assert target_bullet(figure).text == (
        "Chữ ký số: hiện có 368 người, đạt 6,72% so với số người trên 15 tuổi (5.480 người), "
        "đạt 10,53% so với chỉ tiêu giao (3.496 người), tăng 28 người so với kỳ trước."
    )
    assert target_bullet(replace(figure, reached=None)).text == "Chữ ký số: chưa có số liệu."
    assert "giảm 03 người" in target_bullet(replace(figure, increase=-3)).text
    assert "không tăng" in target_bullet(replace(figure, increase=0)).text
    assert "tăng 28 người từ đầu kỳ" in target_bullet(replace(figure, since=SINCE_START)).text
    assert target_bullet(TargetFigure("Số hộ", 0, unit="hộ")).text == "Số hộ: hiện có 0 hộ."


def test_what_was_cut_down_is_told_as_cut_down_of_what_it_was_at_first() -> None:
    figure = TargetFigure("Thời gian giải quyết", 3, 10, "", "lần đo đầu", 3, 3, "ngày làm việc", lessens=True)
    assert target_bullet(figure).text == (
        "Thời gian giải quyết: đã giảm 03 ngày làm việc trên tổng số 10 ngày làm việc ở lần đo đầu (30,00%), "
        "cần giảm 03 ngày làm việc, giảm thêm 03 ngày làm việc so với kỳ trước."
    )
    assert targets_table([figure]).note == "Cơ sở tính: lần đo đầu."


def test_the_table_names_the_base_of_every_rate() -> None:
    police = TargetFigure("Chữ ký số", 368, 5480, "người trên 15 tuổi", "Công an xã", 3496, -2)
    staff = TargetFigure("Công chức", 61, 64, "công chức", "các đơn vị", 64, 2)
    both = targets_table((police, staff))
    assert both.rows == (
        ("1", "Chữ ký số", "368", "5.480 (1)", "6,72", "3.496", "10,53", "-2"),
        ("2", "Công chức", "61", "64 (2)", "95,31", "64", "95,31", "+2"),
    )
    assert both.note == (
        "Cơ sở tính (1): người trên 15 tuổi (nguồn: Công an xã).\nCơ sở tính (2): công chức (nguồn: các đơn vị)."
    )
    assert targets_table((police,)).note == "Cơ sở tính: người trên 15 tuổi (nguồn: Công an xã)."
    assert "Dấu “-”: chưa có số liệu." in targets_table((replace(police, reached=None),)).note


def test_the_ranking_keeps_zero_and_missing_apart() -> None:
    rows = [
        ProgressRow("Thôn Một", 80, 200, 80),
        ProgressRow("Thôn Hai", 20, 200, 80),
        ProgressRow("Thôn Ba", 20, 200, 80),
        ProgressRow("Thôn Bốn", 0, 200, 80),
        ProgressRow("Thôn Năm", None, 200, 80),
    ]
    assert ranking_bullets(rows) == [
        Bullet("Có 01/05 thôn hoàn thành chỉ tiêu giao."),
        Bullet(
            "Cao nhất là thôn Một (đạt 100,00%: 80/80 chỉ tiêu giao); thấp nhất là "
            "thôn Hai (đạt 25,00%: 20/80 chỉ tiêu giao), thôn Ba (đạt 25,00%: 20/80 chỉ tiêu giao)."
        ),
        Bullet("01 thôn chưa phát sinh số liệu (bằng 0): thôn Bốn."),
        Bullet("01 thôn chưa có số liệu: thôn Năm."),
    ]
    assert ranking_bullets([]) == []


def test_the_villages_are_in_an_annex_with_the_code_of_the_materials() -> None:
    (annex,) = weekly_report(full_report()).annexes
    table, code = annex.body
    assert isinstance(table, Table)
    assert len(table.rows) == len(villages())
    assert table.total == ("", "Tổng cộng", "368", "5.480", "6,72", "3.496")
    assert code == full_report().pictures[0]


def test_a_line_an_officer_began_with_a_dash_becomes_a_point() -> None:
    body = weekly_report(full_report()).body
    assert Bullet("Ban hành 01 công văn hướng dẫn;") in body
    assert Bullet("Mở điểm hỗ trợ tối thứ Bảy.") in body


def test_a_reminder_counts_names_and_gives_a_last_hour() -> None:
    letter = reminder_letter(reminder(3))
    assert letter.kind == ""
    assert letter.addressees == ("Thôn Nà Vang 1", "Thôn Nà Vang 2", "Thôn Nà Vang 3")
    assert "có 11/14 đơn vị đã gửi báo cáo; còn 03 đơn vị chưa gửi: thôn Nà Vang 1, thôn" in said(letter)
    assert "khẩn trương" in said(letter)
    assert "trước 16 giờ 00, thứ Năm ngày 28/5/2026" in said(letter)


def test_a_reminder_before_the_hour_is_milder_and_many_units_go_to_a_list() -> None:
    letter = reminder_letter(reminder(8, counted_at=datetime(2026, 5, 27, 16, 0)))
    assert "khẩn trương" not in said(letter)
    assert letter.addressees == ("Các cơ quan, đơn vị có tên trong danh sách kèm theo",)
    (table,) = letter.annexes[0].body
    assert isinstance(table, Table)
    assert len(table.rows) == 8


def test_the_request_to_the_police_asks_for_counts_and_no_names() -> None:
    letter = data_request_letter(request())
    assert letter.addressees == ("Công an xã Nà Hạ",)
    assert letter.subject == "đề nghị cung cấp số người trên 15 tuổi trên địa bàn xã Nà Hạ"
    assert (
        Paragraph("3. Chỉ cung cấp số lượng; không gửi kèm danh sách hoặc thông tin cá nhân của người dân.")
        in letter.body
    )
    (form,) = letter.annexes[0].body
    assert isinstance(form, Table)
    assert form.rows[0] == ("1", "Thôn Nà Vang 1", "", "", "", "")
