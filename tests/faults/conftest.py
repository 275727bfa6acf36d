"""A database that several processes can open at once: a real SQLite file in WAL mode, or PostgreSQL (DATABASE_URL).

These tests are slow, so they run only when named: `make faults`, or `pytest tests/faults`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports import conftest as running_plan  # the plan of xã Mẫu Sơn and its weekly reports
from tungnha.ledger.models import CampaignService

HERE = Path(__file__).parent
for _name in ("plan", "reporters", "duties", "targets", "weekly", "send", "thursday"):
    globals()[_name] = getattr(running_plan, _name)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    named = any("faults" in argument for argument in config.args)
    return None if named or collection_path == HERE else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)
            # Each test commits, for the other processes to see; the tables are emptied after it.
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """Django would test SQLite in memory, which no second process can see."""
    from django.db import connections

    settings = connections["default"].settings_dict
    if "sqlite" in settings["ENGINE"]:
        settings["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "faults.sqlite3")


@pytest.fixture
def asked(campaign, service):
    """The campaign asks every adult for a digital signature."""
    return CampaignService.objects.create(campaign=campaign, service=service, level=1, group="adult15")


@pytest.fixture
def files(settings, tmp_path):
    """Where uploaded and written files go, for this test alone."""
    place = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "tungnha.units.files.WholeFileStorage", "OPTIONS": {"location": place}}
    }
    return place
