from pathlib import Path

import pytest

from tungnha.plans import operations

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
