"""An empty database gets its tables at once; they must be those to which all migrations lead, step by step."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.tables_seen import shape_on_sqlite
from tungnha.units.laying import lay_tables

STEP_BY_STEP = [sys.executable, "-m", "django", "migrate", "-v", "0"]


@pytest.mark.one_database
def test_laid_at_once_the_tables_are_those_of_all_migrations(tmp_path):
    from tests.laid_tables import LAY

    shapes = []
    for how, command in (("once", [sys.executable, "-c", LAY]), ("steps", STEP_BY_STEP)):
        home = tmp_path / how
        home.mkdir()
        own = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        own |= {"TUNGNHA_DATA": str(home), "DJANGO_SETTINGS_MODULE": "tungnha.config.settings"}
        subprocess.run(command, env=own, check=True)
        shapes.append(shape_on_sqlite(home / "tungnha.sqlite3"))
    once, steps = shapes
    assert len(once) > 1000
    assert {"only at once": once - steps, "only by steps": steps - once} == {
        "only at once": set(),
        "only by steps": set(),
    }


@pytest.mark.django_db
def test_tables_that_stand_are_left_as_they_are(monkeypatch):
    def laid():
        raise AssertionError("laid over tables that stand")

    monkeypatch.setattr("tungnha.units.laying.lay_at_once", laid)
    before = set(connection.introspection.table_names())
    lay_tables()
    assert set(connection.introspection.table_names()) == before
