"""What reaches the machine's own log."""

import logging

import pytest

from tungnha.units.logs import NothingPersonal, cleaned

STAMP = "2026-11-21 09:25:56,123 "


@pytest.mark.parametrize(
    "typed",
    ["019080000011", "0912000011", "0912.000.011", "0912 000 011", "+84912000011", "84 912 000 011", "190123456"],
)
def test_no_number_is_written(typed):
    said = cleaned(f"{STAMP}WARNING django.request Not Found: /nhan-khau/{typed}/")
    assert typed not in said
    assert "000011" not in said.replace(" ", "").replace(".", "")
    assert said.startswith(f"{STAMP}WARNING django.request Not Found: /nhan-khau/")


@pytest.mark.parametrize("kept", ["192.168.100.100", "2026-11-21 09:25", "HTTP 404", "port 5432", "line 12345"])
def test_what_is_no_number_of_anybody_stays(kept):
    assert kept in cleaned(f"{STAMP}WARNING x {kept}")


def test_the_row_a_database_did_not_take_stays_out_of_a_traceback():
    formatter = NothingPersonal("{asctime} {levelname} {name} {message}", style="{")
    try:
        raise ValueError(
            'duplicate key violates unique constraint "one"\nDETAIL:  Failing row contains (7, Nguyễn Văn An, 15).'
        )
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", 40, "f", 1, "Internal Server Error: /ho/", (), True)
        import sys

        record.exc_info = sys.exc_info()
    said = formatter.format(record)
    assert "violates unique constraint" in said
    assert "Traceback" in said
    assert "Nguyễn Văn An" not in said.split("DETAIL:")[-1]
