"""The drawings: well-formed, escaped, and honest about what is missing."""

from datetime import date

import pytest

from tests.web.drawing import classes, parsed, words, written
from tungnha.web import charts

WICKED = '<script>alert("x")</script> & thôn'
POINTS = [(date(2026, 5, 26), 340), (date(2026, 6, 4), None), (date(2026, 7, 9), 1190)]
MILESTONES = [(date(2026, 7, 31), 1918, "35%"), (date(2026, 10, 31), 3496, "63,80%")]
VILLAGES = [
    {"name": "Thôn 1", "value": 65.03, "level": "reached"},
    {"name": "Thôn 3", "value": None, "level": None},
    {"name": "Thôn 2", "value": 6.67, "level": "far"},
]
WIDTHS = [charts.WIDE, charts.MIDDLE, charts.NARROW]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_path_shows_where_we_are_and_where_the_plan_leads(width):
    shown = words(charts.path_chart(POINTS, MILESTONES, date(2026, 7, 9), width=width))

    assert shown == [
        "0", "1.000", "2.000", "3.000", "4.000", "26/5/2026", "31/10/2026", "1.190", "1.918 (35%)", "đến 31/7/2026",
        "3.496 (63,80%)", "đến 31/10/2026", "hôm nay 9/7/2026",
    ]  # fmt: skip


def test_the_path_tells_itself_to_a_reader_who_does_not_see():
    chart = parsed(charts.path_chart(POINTS, MILESTONES, title="Chữ ký số"))

    assert chart.get("role") == "img"
    assert chart.get("aria-label") == (
        "Chữ ký số. Ngày 9/7/2026: 1.190 người; mốc 31/7/2026: 1.918 (35%); mốc 31/10/2026: 3.496 (63,80%)"
    )


@pytest.mark.parametrize(
    ("points", "milestones"), [([], []), ([(date(2026, 5, 26), None)], []), ([], MILESTONES), (POINTS[:1], [])]
)
def test_a_path_with_little_data_is_still_a_drawing(points, milestones):
    parsed(charts.path_chart(points, milestones, date(2026, 5, 26)))


def test_a_path_without_any_figure_says_so():
    assert words(charts.path_chart([(date(2026, 5, 26), None)], [])) == ["chưa có số liệu"]


@pytest.mark.parametrize("width", WIDTHS)
def test_ranking_goes_from_best_to_worst_and_missing_stands_last(width):
    shown = words(charts.bar_ranking(VILLAGES, target=63.8, width=width))

    assert shown == ["chỉ tiêu 63,80%", "Thôn 1", "65,03%", "Thôn 2", "6,67%", "Thôn 3", "chưa có số liệu"]


def test_a_missing_bar_is_hatched_and_a_bar_of_zero_is_not():
    missing = charts.bar_ranking([{"name": "Thôn 3", "value": None}])
    zero = charts.bar_ranking([{"name": "Thôn 3", "value": 0, "level": "far"}])

    assert "c-hatch-line" in classes(missing)
    assert "c-hatch-line" not in classes(zero)
    assert words(zero) == ["Thôn 3", "0,00%"]


@pytest.mark.parametrize("width", WIDTHS)
def test_each_tile_says_its_level_without_colour(width):
    shown = words(charts.tile_map(VILLAGES, width=width))

    assert shown == ["Thôn 1", "✓ 65,03%", "Thôn 3", "chưa có số liệu", "Thôn 2", "▼ 6,67%"]


@pytest.mark.parametrize("draw", [charts.bar_ranking, charts.tile_map])
def test_links_in_a_drawing_can_be_reached(draw):
    """A drawing with role=img hides its links from a screen reader."""
    chart = parsed(draw([{"name": "Thôn 1", "value": 50, "level": "behind", "url": "/thon/1/"}]))

    assert chart.get("role") == "group"
    assert [element.get("href") for element in chart.iter() if element.tag.endswith("}a")] == ["/thon/1/"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("draw", [charts.bar_ranking, charts.tile_map])
def test_a_wicked_name_stays_text(draw, width):
    chart = draw([{"name": WICKED, "value": 1, "level": "far", "url": '"><script>'}], title=WICKED, width=width)

    parsed(chart)
    assert "<script" not in chart


def test_a_wicked_milestone_stays_text():
    assert "<script" not in charts.path_chart(POINTS, [(date(2026, 7, 31), 1918, WICKED)], title=WICKED)


def test_a_gap_breaks_the_sparkline():
    whole, broken = charts.sparkline([1, 2, 3, 4]), charts.sparkline([1, 2, None, 3, 4])

    assert classes(whole).count("c-actual") == 1
    assert classes(broken).count("c-actual") == 2
    parsed(charts.sparkline([]))
    parsed(charts.sparkline([None]))
    parsed(charts.sparkline([5]))


def test_a_ring_without_a_figure_is_not_a_ring_of_zero():
    assert words(charts.ring(97.06)) == ["97,06%"]
    assert words(charts.ring(0)) == ["0,00%"]
    assert words(charts.ring(None)) == ["chưa có", "số liệu"]


@pytest.mark.parametrize(
    ("done", "should", "level"), [(100, 50, "l-reached"), (40, 50, "l-behind"), (60, 50, "l-on_path")]
)
def test_a_progress_bar_is_coloured_by_the_path(done, should, level):
    assert level in classes(charts.progress_bar(done, should))


def test_no_drawing_carries_a_style_or_an_id():
    """The security policy forbids the first; two drawings on a page would quarrel about the second."""
    svg = written(
        "{% path_chart points milestones today %}{% bar_ranking rows target=60 %}{% tile_map rows %}"
        "{% sparkline values %}{% ring None %}",
        points=POINTS, milestones=MILESTONES, today=date(2026, 7, 9), rows=VILLAGES, values=[1, None, 2],
    )  # fmt: skip

    assert " style=" not in svg
    assert " id=" not in svg


@pytest.mark.parametrize(
    ("top", "head"), [(3496, 4000), (1190, 2000), (7, 8), (0, 4), (4000, 4000), (130_000, 200_000)]
)
def test_an_axis_ends_on_a_pleasant_number(top, head):
    assert charts._round_up(top) == head
