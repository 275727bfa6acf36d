"""The generator itself: the same again, and a truth that is true."""

import csv

import pytest

from tests.matching.wild.base import own
from tests.matching.wild.making import DAMAGES, make, mixed, write
from tests.matching.wild.score import Answer, score
from tungnha.identity.legacy import mend
from tungnha.matching.sources import open_source

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def base():
    return own(people=1200, rows=400, seed=3, habits="usual")


def test_the_same_again(base):
    again = own(people=1200, rows=400, seed=3, habits="usual")
    assert again.register == base.register
    one, other = mixed(base, seed=5), mixed(again, seed=5)
    assert (one.header, one.rows, one.truth()) == (other.header, other.rows, other.truth())
    assert mixed(base, seed=6).rows != one.rows


@pytest.mark.parametrize("name", DAMAGES)
def test_every_damage_changes_the_list_and_loses_nobody(base, name):
    sender = "police" if name == "sex_by_sign" else "vnpt"
    whole, made = make(base, [], seed=1, sender=sender), make(base, [name], seed=1, sender=sender)
    assert made.rows != whole.rows
    assert {len(row) for row in made.rows} == {len(made.header)}
    people = [line for line in made.lines if line.kind == "person"]
    assert len(people) == len(base.lines) + (sum("sent_twice" in line.done for line in people) // 2)
    assert {line.rid for line in people} == {line.rid for line in base.lines}


def test_a_block_in_an_old_font_reads_as_it_was(base):
    for font in ("tcvn3", "vni"):
        made = make(base, [font], seed=2, sender="export")
        whole = make(base, [], seed=2, sender="export")
        at = made.columns.index("name")
        for row, line in zip(made.rows, made.lines, strict=True):
            if font in line.done:
                text, _ = mend(row[at])
                original = whole.rows[made.rows.index(row)][at]
                if text != row[at]:
                    assert text.lower() == original.lower()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_truth_names_the_lines_of_the_file(base, tmp_path, kind):
    made = make(base, ["page_headers", "slip_block"], seed=1, sender="police")
    path = write(made, tmp_path, kind)
    with path.open("rb") as file:
        source = open_source(path.name, file)
        rows = {row.line: row.cells for row in source.rows(source.sheets[0])}
    with (tmp_path / "truth.csv").open(encoding="utf-8") as file:
        truth = list(csv.DictReader(file))
    at = made.columns.index("name")
    for row, line, told in zip(made.rows, made.lines, truth, strict=True):
        if row[at]:
            assert str(rows[int(told["line"])][at]).split() == row[at].split()
        assert told["rid"] == ("" if line.rid is None or line.kind != "person" else str(line.rid))


def test_score():
    said = [Answer(1, True), Answer(2, True), Answer(3, False, "ambiguous"), Answer(None, False)]
    told = score([1, 5, 3, 4], said)
    assert (told.precision, told.wrong_links, told.ambiguous) == (0.5, 1, 0.25)
    assert told.f1 == pytest.approx(2 * 2 / (3 + 4))
