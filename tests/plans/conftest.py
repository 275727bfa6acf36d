from datetime import date
from pathlib import Path

import pytest

from tungnha.plans import operations
from tungnha.plans.queries import latest_draft

ROOT = Path(__file__).resolve().parents[2]
SHARED = sorted((ROOT.parent / "shared" / "plans").glob("*.txt"))
SAMPLES = sorted((ROOT / "samples" / "plans").glob("*.txt"))
SAMPLE = ROOT / "samples" / "plans" / "hiep-luc.txt"


@pytest.fixture(autouse=True)
def files_in_a_place_of_their_own(settings, tmp_path):
    storages = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }
    settings.STORAGES = storages
    return tmp_path / "files"


@pytest.fixture
def received(commune, members, at_tuesday):
    """The sample plan, handed in by Mai."""
    return operations.receive_document(
        area=commune, name="hiep-luc.txt", data=SAMPLE.read_bytes(), by=members.mai, at=at_tuesday
    )


@pytest.fixture
def plan(received, units, members, villages, at_tuesday):
    """The same, confirmed as it was read."""
    return operations.confirm_plan(
        document=received, draft=latest_draft(received), organisation=units.committee, area=received.area,
        campaign_name="Cao điểm chữ ký số", started_on=date(2026, 5, 26), ended_on=date(2026, 10, 31), by=members.mai,
        at=at_tuesday,
    )  # fmt: skip
