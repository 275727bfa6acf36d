"""On PostgreSQL, too, tables laid at once are those of all migrations: as tests/units/test_laying.py on SQLite."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.db import connection

from tests.laid_tables import LAY, address_of
from tests.tables_seen import shape_on_postgresql
from tests.units.test_laying import STEP_BY_STEP

# A column made unique after its table bears another name of Django's for the same uniqueness.
GIVEN_NAME = re.compile(r"_(?:[0-9a-f]{8}_uniq|key)\b")
# Django's own first step numbers the links of groups and permissions wider than its model says; none of ours is there.
OF_DJANGO = ("column", "auth_group_permissions", "id")


def comparable(shape: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    return {
        tuple(GIVEN_NAME.sub("_unique", part) for part in row) if "UNIQUE" in row[-1] else row
        for row in shape if row[:3] != OF_DJANGO
    }  # fmt: skip


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
    once, steps = map(comparable, shapes)
    assert len(once) > 1000
    assert {"only at once": once - steps, "only by steps": steps - once} == {
        "only at once": set(),
        "only by steps": set(),
    }
