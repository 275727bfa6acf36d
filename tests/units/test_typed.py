"""Numbers and days as people type them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django import forms

import tungnha
from tungnha.units.typed import DayField, WholeNumberField

SOURCE = Path(tungnha.__file__).parent


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("5480", 5480), ("5.480", 5480), ("2.000", 2000), (" 5 480 ", 5480), ("1.000.000", 1_000_000),
     ("5\u00a0480", 5480), ("0", 0), ("-1.500", -1500), ("12", 12), (7, 7)],
)  # fmt: skip
def test_a_dot_stands_between_thousands(typed, meant):
    assert WholeNumberField().clean(typed) == meant


@pytest.mark.parametrize(
    "typed", ["1.5", "2.00", "12.0", "5,480", "5.480.1", "1.000 000", "64 người", "²", "1e3", "--1"]
)
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        WholeNumberField().clean(typed)


def test_an_empty_number_is_none_and_no_zero():
    assert WholeNumberField(required=False).clean("") is None


def test_limits_hold_for_what_was_meant():
    with pytest.raises(forms.ValidationError):
        WholeNumberField(max_value=100).clean("2.000")


@pytest.mark.parametrize("typed", ["26/5/0026", "26/5/1926", "26/5/2206", "0026-05-26"])
def test_a_year_that_is_a_slip_is_said_with_its_field(typed):
    with pytest.raises(forms.ValidationError) as refused:
        DayField(label="Từ ngày").clean(typed)
    assert refused.value.messages[0].startswith("Từ ngày: năm ")


def test_a_day_of_our_years_is_taken():
    assert DayField().clean("26/5/2026") == date(2026, 5, 26)


def test_no_form_reads_2_000_as_2():
    """Only what our own pages put into hidden inputs may be read by Django's field."""
    bare = [
        f"{path.relative_to(SOURCE)}: {found[0][:80]}"
        for path in SOURCE.rglob("*.py") if path.name != "typed.py"
        for found in re.finditer(r"forms\.IntegerField\((?:[^()]|\([^()]*\))*\)?", path.read_text(encoding="utf-8"))
        if "HiddenInput" not in found[0]
    ]  # fmt: skip
    assert bare == []
