"""What is reached on lists with known truth, from the generator of the bench where it lies beside the project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tungnha.matching.engine import match_coded
from tungnha.matching.outcome import Outcome
from tungnha.matching.registers import read_register
from tungnha.matching.tables import Mended

pytestmark = pytest.mark.one_database

MAKE = Path(__file__).parents[3] / "shared" / "linkbench" / "make.py"
REGISTER = {
    "id": "rid", "full_name": "ho_ten", "personal_number": "cccd", "old_number": "cmnd", "birth": "ngay_sinh",
    "sex": "gioi_tinh", "phone": "sdt", "village": "thon", "commune": "xa", "household": "ma_ho",
}  # fmt: skip
LIST = {
    "full_name": "ho_ten", "personal_number": "so_giay_to", "birth": "ngay_sinh", "sex": "gioi_tinh", "phone": "sdt",
    "village": "dia_chi",
}  # fmt: skip


@pytest.fixture(scope="module")
def commune(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not MAKE.exists():
        pytest.skip("the generator of the bench (shared/linkbench) is not here")
    folder = tmp_path_factory.mktemp("commune")
    levels = "thuong,ten_nam"
    asked = ["--out", folder, "--people", "8000", "--list", "3500", "--level", levels, "--seed", "1"]
    made = subprocess.run([sys.executable, MAKE, *map(str, asked)], capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"the generator of the bench does not run here: {made.stderr[-200:]}")
    return folder


def outcome_of(folder: Path, level: str, order: np.ndarray | None = None) -> tuple[Outcome, list[int | None]]:
    with duckdb.connect() as con:
        register = read_register(con, f"read_parquet('{folder / 'register.parquet'}')", REGISTER)
        held = con.execute(
            f"select * from read_parquet('{folder / f'list_{level}.parquet'}') order by lid"
        ).fetchnumpy()
        truth = con.execute(
            f"select rid from read_parquet('{folder / f'truth_{level}.parquet'}') order by lid"
        ).fetchall()
    at = np.arange(len(truth)) if order is None else order
    cells = {name: held[column][at].tolist() for name, column in LIST.items()}
    found = match_coded(register, Mended(cells, ["person"] * len(truth)), at.tolist())
    return found, [truth[row][0] for row in at]


@pytest.mark.parametrize(
    ("level", "f1", "sure", "ambiguous"), [("thuong", 0.997, 0.9995, 0.04), ("ten_nam", 0.965, 0.999, 0.2)]
)
def test_people_of_a_commune_are_found(commune: Path, level: str, f1: float, sure: float, ambiguous: float) -> None:
    found, truth = outcome_of(commune, level)
    named = [found.person_id(row) for row in range(len(found))]
    right = [person is not None and person == true for person, true in zip(named, truth, strict=True)]
    given = sum(person is not None for person in named)
    assert 2 * sum(right) / (given + sum(true is not None for true in truth)) >= f1
    linked = found.verdict == 0
    assert np.mean(np.array(right)[linked]) >= sure
    assert np.mean(found.verdict == 1) <= ambiguous
    likely = (found.probability > 0.9) & (found.verdict <= 1)
    assert abs(np.mean(np.array(right)[likely]) - found.probability[likely].mean()) < 0.01


def test_a_shuffled_list_gets_the_same_verdicts(commune: Path) -> None:
    as_is, _ = outcome_of(commune, "thuong")
    order = np.random.default_rng(5).permutation(len(as_is))
    shuffled, _ = outcome_of(commune, "thuong", order)
    back = np.argsort(order)
    assert (shuffled.verdict[back] == as_is.verdict).all()
    assert (shuffled.person[back] == as_is.person).all()
    assert (shuffled.probability[back] == as_is.probability).all()
    assert shuffled.weights == as_is.weights
