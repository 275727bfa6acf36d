"""On PostgreSQL, too, tables laid at once are those of all migrations: as tests/units/test_laying.py on SQLite."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.laid_tables import LAY, address_of
from tests.tables_seen import shape_on_postgresql
from tests.units.test_laying import STEP_BY_STEP


def test_laid_at_once_the_tables_are_those_of_all_migrations(tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's are compared in tests/units/test_laying.py")
    shapes = []
    for name, command in (("tungnha_at_once", [sys.executable, "-c", LAY]), ("tungnha_by_steps", STEP_BY_STEP)):
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"drop database if exists {name}")
            cursor.execute(f"create database {name}")
        own = os.environ | {"TUNGNHA_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tungnha.config.settings"}
        subprocess.run(command, env=own | {"DATABASE_URL": address_of(name)}, check=True)
        other = connection.copy()
        other.settings_dict["NAME"] = name
        shapes.append(shape_on_postgresql(other))
        other.close()
    once, steps = shapes
    assert len(once) > 1000
    assert {"only at once": once - steps, "only by steps": steps - once} == {
        "only at once": set(),
        "only by steps": set(),
    }
