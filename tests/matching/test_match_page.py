"""docs/matching.md says what is so."""

import doctest
from pathlib import Path

import pytest

from tungnha import cli
from tungnha.matching.outcome_file import COLUMNS
from tungnha.matching.tables import FIELDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "matching.md"


def test_the_example_of_the_library_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert (failed, tried >= 8) == (0, True)


def test_every_option_field_and_column_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["match", "--help"])
    options = {word.strip(",[]") for word in capsys.readouterr().out.split() if word.strip(",[]").startswith("--")}
    page = PAGE.read_text(encoding="utf-8")
    fields = set(FIELDS) - {"since", "status", "note"}  # kept for claims, not compared
    assert [one for one in options - {"--help"} if one not in page] == []
    assert [one for one in (*COLUMNS, *fields) if f"`{one}`" not in page] == []
