"""Sheets of many tiles: one shape a colour, what is missing hatched, all named and opened; the forecast's fan."""

from datetime import date

import pytest

from tungnha.web.charts import path_chart
from tungnha.web.charts_tiles import legend_box, mosaic, tile_sheet

LEVELS = ["reached", "on_path", "behind", "far", ""]


def places(n):
    return [
        {"name": f"Xã <{i}>", "short": f"X{i}", "value": None if not (level := LEVELS[i % 5]) else i, "level": level,
         "url": f"/dia-ban/{i}/"}
        for i in range(n)
    ]  # fmt: skip


@pytest.mark.parametrize("n", [1, 166])
def test_a_level_is_one_shape_however_many_places(n):
    drawn = str(tile_sheet(places(n)))
    for level in LEVELS[:4]:
        assert drawn.count(f'class="c-tile l-{level}"') == (1 if n > 4 or level == "reached" else 0)
    assert drawn.count("<a ") == drawn.count("aria-label=") - 1 == n


def test_what_is_missing_is_hatched_and_said_not_drawn_as_zero():
    drawn = str(tile_sheet([{"name": "Xã A", "short": "A", "value": None, "level": "", "url": ""}]))
    assert "c-hatch-line" in drawn
    assert "Xã A: chưa có số liệu" in drawn
    assert "0%" not in drawn


def test_names_are_escaped():
    drawn = str(tile_sheet(places(2)))
    assert "Xã <0>" not in drawn
    assert "Xã &lt;0&gt;" in drawn


def test_each_commune_of_the_country_is_one_dash_and_bands_are_shapes():
    one = {"name": "Tỉnh A", "short": "A", "value": 31.5, "url": "/a/", "column": 0, "row": 0,
           "parts": ["b1"] * 20 + ["b2"] * 3 + [""] * 2}  # fmt: skip
    other = one | {"name": "Tỉnh B", "value": None, "column": 1, "parts": [""] * 4}
    drawn = str(mosaic([one, other]))
    assert drawn.count("c-run") == 3
    assert "dưới 20%: 20 nơi; từ 20%: 3 nơi; chưa có số liệu: 6 nơi" in drawn
    assert "Tỉnh B: chưa có số liệu" in drawn


def test_without_places_there_is_a_word():
    assert "chưa có số liệu" in str(tile_sheet([])) + str(mosaic([]))


@pytest.mark.parametrize("level", [*LEVELS, "b1", "b5"])
def test_a_legend_shows_the_tile_as_it_is_drawn(level):
    box = str(legend_box(level))
    assert (f"l-{level}" if level else "c-hatch-line") in box


def test_the_fan_of_a_forecast_is_drawn_to_its_day_and_said():
    points = [(date(2026, 5, 1), 10), (date(2026, 5, 28), 100)]
    drawn = str(path_chart(points, [(date(2026, 7, 31), 200)], fan=(date(2026, 7, 31), 150, 260)))
    assert drawn.count("c-fan-edge") == 2
    assert "dự báo đến 31/7/2026: 150 đến 260 người" in drawn
    assert "c-fan" not in str(path_chart(points, [(date(2026, 7, 31), 200)]))
