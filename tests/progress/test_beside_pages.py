"""The page of the three figures: what it says, to whom, on paper and as a workbook."""
# ruff: noqa: F401, F811

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest

from tests.progress.conftest import START
from tests.progress.test_beside import hand_in, world
from tungnha.web.charts_beside import three_marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(world, hand_in, sign, at_thursday):
    """Three in thôn 1 and two in thôn 2 are counted; the list names two of them, one unknown, one doubtful."""
    sign(world.one[:3] + world.two[:2], START)
    hand_in([
        ("linked", world.one[0]), ("linked", world.two[0]), ("not_found", "Thôn 1"), ("ambiguous", "Thôn 2"),
        ("linked", world.one[0]),
    ])  # fmt: skip
    return f"/tien-do/chi-tieu/{world.target.pk}/ba-con-so/"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_gap_stands_with_what_it_is_made_of(page, client_of, members):
    said = words(client_of(members.mai).get(page))
    assert "Theo danh sách khác" in said
    assert "Cùng một người có hai dòng" in said
    assert "Chưa đơn vị nào báo: chưa báo không phải là bằng không." in said
    assert "VNPT Mẫu Sơn, đến 26/5/2026" in said


def test_each_part_opens_to_as_many_rows_as_it_counts(page, client_of, members):
    mai = client_of(members.mai)
    opened = {}
    for code in ("khop", "ngoai-so", "can-xem", "lap", "theo-danh-sach-khac"):
        answer = mai.get(page + "tung-dong/", {"vi": code})
        rows = len(re.findall(r'<th scope="row"', answer.content.decode()))
        opened[code] = (int(re.search(r"<h1>.*?: (\d+)</h1>", answer.content.decode())[1]), rows)
    assert opened == {
        "khop": (2, 2), "ngoai-so": (1, 1), "can-xem": (1, 1), "lap": (1, 1), "theo-danh-sach-khac": (3, 3),
    }  # fmt: skip


def test_who_sees_counts_sees_no_name(page, client_of, members):
    for member in (members.phuc, members.thu):
        said = words(client_of(member).get(page + "tung-dong/", {"vi": "theo-danh-sach-khac"}))
        assert "chỉ có số đếm" in said
        assert "Người 1" not in said


def test_a_village_leader_sees_her_village_only(page, client_of, members, villages):
    lan = client_of(members.lan)
    assert "Thôn 2" not in words(lan.get(page))
    assert lan.get(page, {"noi": villages[1].code}).status_code == 404
    said = words(lan.get(page + "tung-dong/", {"vi": "ngoai-so"}))
    assert "chỉ có số đếm" in said  # rows of the commune's list are for who sees the commune


def test_an_operator_does_not_open_it(page, client_of, members):
    assert client_of(members.viet).get(page).status_code == 404


def test_the_workbook_has_the_figures_and_their_reasons_and_no_name(page, client_of, members):
    answer = client_of(members.mai).get(page + "tep/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content), data_only=True)  # the totals are formulas
    figures = [row[:7] for row in book["Ba con số"].iter_rows(values_only=True) if row[0] in ("Thôn 1", "Xã Mẫu Sơn")]
    assert [[row[1], row[5], row[6]] for row in figures] == [[3, 3, 0], [5, 5, 0]]
    whys = [row for row in book["Vì sao chênh"].iter_rows(values_only=True) if row[0] == "Xã Mẫu Sơn"]
    assert sum(row[3] for row in whys) == 0
    assert "Người 1" not in str([list(sheet.values) for sheet in book])


def test_paper_and_target_lead_to_it(page, client_of, members, world):
    mai = client_of(members.mai)
    assert "Đếm được − danh sách" in words(mai.get(page + "in/"))
    assert f"{page}?noi=" in mai.get(f"/tien-do/chi-tieu/{world.target.pk}/").content.decode()


def test_queries_do_not_grow_with_villages_or_rows(
    page, client_of, members, hand_in, world, sign, django_assert_max_num_queries
):
    mai = client_of(members.mai)
    mai.get(page)
    with django_assert_max_num_queries(60):
        mai.get(page)
    hand_in([("not_found", "Thôn 1")] * 60 + [("linked", person) for person in world.one], on=date(2026, 5, 27))
    with django_assert_max_num_queries(60):
        mai.get(page)


def test_the_picture_draws_what_is_known_and_says_it_in_words():
    rows = [
        {"name": "Thôn 1", "counted": 30, "reported": 34, "given": 30, "url": "/x"},
        {"name": "Thôn 2", "counted": 12, "reported": None, "given": 12},
        {"name": "Thôn 3", "counted": None, "reported": None, "given": None},
    ]
    drawn = str(three_marks(rows))
    legend = 1  # each mark once in the legend
    assert [drawn.count(f'class="{name}"') - legend for name in ("c-here", "c-reported", "c-given")] == [2, 1, 2]
    assert "lệch 4" in drawn
    assert "khớp" in drawn
    assert "Thôn 2: đếm được ở đây 12, danh sách gửi đến 12; Thôn 3: chưa có số liệu" in drawn
