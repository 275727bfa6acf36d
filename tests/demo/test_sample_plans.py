"""The sample plans keep the facts and the traps of their kind, as text and in Word, at any date."""

import io
import re
from datetime import date, timedelta

import pytest
from docx import Document

from tungnha.demo.sample_plans import FOLDER, PLAN_DAYS, SLUGS, build_docx, shift_for, text


def cells(document, table):
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_files_kept_are_what_the_templates_give(slug):
    assert (FOLDER / f"{slug}.txt").read_text(encoding="utf-8") == text(slug)
    assert (FOLDER / f"{slug}.docx").read_bytes() == build_docx(slug)


@pytest.mark.parametrize("slug", SLUGS)
def test_no_mark_of_a_template_is_left(slug):
    words = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(build_docx(slug))).paragraphs)
    assert not re.search(r"[{}@¶^|]", text(slug) + words)
    assert not re.search(r"\*|<", words)


@pytest.mark.parametrize(
    ("slug", "facts"),
    [
        (
            "thieu-trung",
            ["Số: /KH-BCĐ", "34 thôn, khu phố", "đến hết ngày 15/5/2026", "trước ngày 15/5/2026", "100% cán bộ",
             "5902/UBND-CNXXDKH ngày 06/4/2026", "1377/SKHCN- CNTT&CDS, ngày 9/4/2026", "TM. BAN CHỈ ĐẠO"],
        ),
        (
            "so-khcn-thanh-hoa",
            ["178/KH-UBND ngày 04/6/2026", "40% người dân", "tối thiểu 40% người dân", "100% dân số trưởng thành",
             "100% CBCCVN", "trước 30/7/2026", "**20/7/2026**", "trước ngày 20 hằng tháng", "GIÁM ĐỐC"],
        ),
        (
            "nhu-thanh",
            ["Số: /KH- UBND", "39-KH/ĐU, ngày 19/3/2026", "04-NQ/TU", "02-KH/BCĐ", "57-CT/TW", "37 thôn",
             "ít nhất 30%", "ít nhất 01 thành viên", "ít nhất một người"],
        ),
        (
            "quang-ngoc",
            ["35.4%", "trên 90%", "ít nhất 90%", "80% người dân", "100% sản phẩm OCOP", "100% hộ dân",
             "trước ngày 21 hàng tháng cuối quý", "trước ngày 25 hàng tháng cuối quý", "hằng tháng, hằng quý"],
        ),
        (
            "hiep-luc",
            ["217/KH-UBND ngày 25/5/2026", "Đến ngày 31/7/2026", "35% dân số trưởng thành", "63,80%", "> 63,80%",
             "> 64%", "**trước 10h00 thứ Năm**", "**trước ngày 20 hằng tháng**", "vào thứ 5 hằng tuần",
             "340\t5.480\t6,20\t3.496", "Trước ngày 20 hàng tháng", "Đến 31/10/2026"],
        ),
    ],
)  # fmt: skip
def test_the_facts_of_each_plan(slug, facts):
    assert [fact for fact in facts if fact not in text(slug)] == []


def test_the_plan_of_hiep_luc_skips_its_second_section_and_has_no_number_and_no_date():
    lines = text("hiep-luc").splitlines()
    assert [line.split(".")[0] for line in lines if re.match(r"[IVX]+\. ", line)] == ["I", "III", "IV", "V"]
    assert lines[2] == "Số: /KH-UBND"
    assert lines[4] == "Hiệp Lực, ngày tháng năm 2026"


def test_the_tasks_of_hiep_luc_are_a_word_table_with_merged_cells():
    rows = cells(Document(io.BytesIO(build_docx("hiep-luc"))), 3)
    numbers = ["1.", "2.", "3.", "4.", "4.1", "4.2", "4.3", "4.4", *(f"{n}." for n in range(5, 13))]
    assert [row[0] for row in rows] == ["STT", *numbers]
    lead = {row[0]: row[2] for row in rows}
    assert lead["4."] == ""
    assert lead["4.1"] == lead["4.4"] == "Công an xã; Các doanh nghiệp viễn thông"
    due = {row[0]: row[5] for row in rows}
    assert [due[n] for n in ("1.", "4.1", "4.3", "5.", "8.")] == [
        "Tháng 5/2026", "Trong tháng 5/2026", "Trước ngày 15/6/2026", "Trước 31/7/2026", "Trước 31/10/2026",
    ]  # fmt: skip


def test_a_row_torn_by_a_page_comes_back_in_two_with_the_head_between():
    lines = text("hiep-luc").splitlines()
    torn = next(at for at, line in enumerate(lines) if line.startswith("4.3\t"))
    assert lines[torn].endswith("<i>Trước ngày</i>")
    assert lines[torn + 2].startswith("STT\tTên nhiệm vụ")
    assert lines[torn + 3].split("\t")[0] == ""
    assert lines[torn + 3].endswith("<i>15/6/2026</i>")


def test_a_moved_plan_keeps_its_weekdays_and_leaves_the_laws_alone():
    moved = text("so-khcn-thanh-hoa", timedelta(weeks=30))
    assert "178/KH-UBND ngày 31/12/2026" in moved
    assert "57-NQ/TW ngày 22/12/2024" in moved
    assert "Mô hình Công dân số năm 2027" in moved  # the plan's own day has passed into the next year


def test_the_months_of_a_moved_plan_follow_the_last_day_of_the_old():
    moved = text("hiep-luc", timedelta(weeks=26))
    assert moved.count("Tháng 11/2026") == 3
    assert "Trong tháng 11/2026" in moved
    assert "Đến ngày 29/1/2027" in moved


def test_only_whole_weeks_move_a_plan():
    with pytest.raises(ValueError, match="whole weeks"):
        text("hiep-luc", timedelta(days=3))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_shift_for_a_day_lands_on_the_plans_weekday_within_the_week_before(slug):
    today = date(2026, 11, 21)
    landed = PLAN_DAYS[slug] + shift_for(slug, today)
    assert landed.weekday() == PLAN_DAYS[slug].weekday()
    assert timedelta(0) <= today - landed < timedelta(weeks=1)
