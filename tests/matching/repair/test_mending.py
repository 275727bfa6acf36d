"""Each damage at several places of a list, and what the repair makes of it."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.matching.repair.damage import DAMAGES, FIELDS, clean_sheet, damaged
from tests.matching.repair.reading import fields_of, repaired, unrepaired
from tungnha.matching.repair import guess_fields, mend
from tungnha.matching.tables import TextTable

pytestmark = pytest.mark.one_database

ROWS = 600
# What was destroyed cannot come back: there the cells must not pass for the row's own.
DESTROYED = {
    "cells left from sex": {"sex"},
    "cells right from birth": {"village"},
    "cells right by two": {"phone", "village"},
    "number sorted alone": {"personal_number"},
    "phone sorted alone": {"phone"},
    "birth sorted alone": {"birth"},
    "births dragged": {"birth"},
    "head's number": {"personal_number"},
    "head's phone": {"phone"},
    "number filled down": {"personal_number"},
    "number dragged": {"personal_number"},
    "stand-in phone": {"phone"},
    "scientific": {"personal_number"},
}
# What is left of a date or a name, which is neither the whole nor wrong.
LESS_THAN_THE_WHOLE = {
    "year only": {"birth"}, "all 1 January": {"birth"}, "ages": {"birth"}, "name (year)": {"birth"},
    "initials": {"full_name"},
}  # fmt: skip
# Right again at least so much, where names have too many readings.
NEARLY = {"given name first": 0.9, "names backwards": 0.95, "telex": 0.92, "vni": 0.94}
PLACES = [(0, 199), (350, ROWS - 1)]


@pytest.fixture(scope="module", params=[False, True], ids=["by household", "mixed"])
def sound(request):
    return clean_sheet(ROWS, 3, mixed=request.param)


def test_a_sound_list_stays_as_it_is(sound):
    table = sound.table()
    for register in (True, False):
        mended = repaired(sound, sound, register=register).mended
        assert mended.mends == ()
        assert mended.cells == {field: table.columns[at] for field, at in fields_of(sound).items()}
        assert not any(any(levels) for levels in mended.trust.values())


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_block_is_right_again(sound, name):
    by_household = sound.groups == sorted(sound.groups)
    for first, last in PLACES if by_household else PLACES[1:]:
        made = damaged(sound, name, first, last)
        found = repaired(sound, made)
        assert found.people == 1.0
        for field in FIELDS:
            if field in LESS_THAN_THE_WHOLE.get(name, ()):
                continue
            least = NEARLY.get(name, 0.985) if field == "full_name" else 0.97
            if field not in DESTROYED.get(name, ()):
                assert found.right[field] >= least, (field, first)
            assert found.wrong[field] <= max(0.02, 1.01 - least), (field, first)


@pytest.mark.parametrize(
    "name", ["number slipped down 1", "birth slipped down 1", "cells right from birth", "other order", "month first"]
)
def test_it_was_wrong_before(sound, name):
    """The test above tests something: without the repair these lists are wrong."""
    made = damaged(sound, name, 130, 400)
    before = unrepaired(sound, made)
    assert max(before.wrong.values()) > 0.2


@pytest.mark.parametrize("name", ["other lines", "other order with header", "village as title"])
def test_lines_of_nobody_are_no_people(sound, name):
    assert repaired(sound, damaged(sound, name, 130, 400)).others == 1.0


@pytest.mark.parametrize("name", ["number slipped down 1", "cells right from birth", "month first", "serial of 1904"])
def test_without_a_register_the_list_speaks_for_itself(sound, name):
    found = repaired(sound, damaged(sound, name, 130, 400), register=False)
    assert max(found.wrong.values()) <= 0.02


@pytest.mark.parametrize("one", range(0, len(DAMAGES), 6))
def test_damages_upon_each_other(sound, one):
    """Three blocks, each damaged in its own way: what one mend does must not mislead the next."""
    names = [name for name in DAMAGES if name not in ("sex in two columns", "name in two columns", "other lines")]
    names = [name for name in names if "birth" not in LESS_THAN_THE_WHOLE.get(name, ())]
    names = [name for name in names if "header" not in name and "title" not in name and "wider" not in name]
    rng = Random(one)
    chosen = rng.sample(names, 3)
    made = sound
    for name, (first, last) in zip(chosen, [(20, 150), (220, 350), (420, 560)], strict=True):
        made = damaged(made, name, first, last)
    found = repaired(sound, made)
    before = unrepaired(sound, made)
    for field in FIELDS:
        assert found.wrong[field] <= max(0.03, before.wrong[field]), (chosen, field)


# -- what the officer reads and may undo


def test_mends_name_the_lines_of_the_file(sound):
    made = damaged(sound, "month first", 130, 400)
    mends = repaired(sound, made).mended.mends
    assert {mend.kind for mend in mends} == {"swap"}
    first, last = mends[0].first, mends[-1].last
    assert abs(first - 130) < 15
    assert abs(last - 400) < 15
    for swap in mends:
        assert swap.words.startswith(f"dòng {swap.first + 2}–{swap.last + 2}: ")
        assert swap.sure


def test_undone_mends_are_left_out_and_the_others_keep_their_ids(sound):
    made = sound
    for name, (first, last) in zip(["cells right from birth", "month first"], [(20, 150), (220, 350)], strict=True):
        made = damaged(made, name, first, last)
    table, fields = made.table(), fields_of(made)
    whole = mend(table, fields, None)
    ids = [one.id for one in whole.mends]
    assert len(set(ids)) == len(ids) >= 2
    for left_out in ids:
        again = mend(table, fields, None, {left_out})
        assert [one.id for one in again.mends] == ids
        assert again.cells != whole.cells or again.kinds != whole.kinds
    none = mend(table, fields, None, set(ids))
    assert none.cells == {field: table.columns[at] for field, at in fields.items()}


def test_what_is_not_sure_only_changes_trust(sound):
    made = damaged(sound, "number sorted alone", 130, 400)
    mended = repaired(sound, made).mended
    doubts = [one for one in mended.mends if not one.sure]
    assert {one.kind for one in doubts} == {"doubt"}
    assert mended.cells["personal_number"] == made.table().columns[3]
    inside = mended.trust["personal_number"][150:380]
    assert sum(level > 0 for level in inside) > 0.9 * len(inside)


def test_the_same_list_the_same_repair(sound):
    made = damaged(sound, "number rolled 7", 130, 400)
    assert repaired(sound, made).mended == repaired(sound, made).mended


# -- columns without a header


def test_columns_are_known_by_what_stands_in_them(sound):
    table = sound.table()
    bare = TextTable([""] * len(table.header), table.columns, table.row_ids)
    assert guess_fields(bare) == {field: at for at, field in enumerate(FIELDS)}
    assert repaired(sound, sound, fields={"full_name": 0}).mended.cells["personal_number"] == table.columns[3]


def test_a_column_of_another_person_is_not_taken(sound):
    table = sound.table()
    header = [*table.header[:3], "Số CCCD chủ hộ", *table.header[4:]]
    mended = mend(TextTable(header, table.columns, table.row_ids), {"full_name": 0, "birth": 1})
    assert "personal_number" not in mended.cells


def test_a_header_over_the_wrong_columns_that_names_not_all_of_them(sound):
    """All columns stand one to the right, and nobody knows the header of the births."""
    table = sound.table()
    at = {field: column + 1 for field, column in fields_of(sound).items() if column}
    header = ["DOB" if column == fields_of(sound)["birth"] else text for column, text in enumerate(table.header)]
    slid = TextTable([*header, ""], [table.columns[0][:0] or [""] * len(table), *table.columns], list(table.row_ids))
    named = {field: column for field, column in fields_of(sound).items() if field != "birth"}
    mended = mend(slid, named)
    for field, column in {**at, "full_name": 1}.items():
        if field in ("birth", *named):
            assert mended.cells[field] == table.columns[column - 1], field
    assert [one.kind for one in mended.mends] == ["columns"]


def test_given_names_stay_beside_the_family_names(sound):
    """The codes of the rows are single words too, but no names."""
    table = sound.table()
    names = [name.rpartition(" ") for name in table.columns[0]]
    split = TextTable(
        ["Mã", "Họ đệm", "Tên", *table.header[1:]],
        [
            [f"KH{at:07}" for at in range(len(table))],
            [family for family, _, _ in names],
            [given if at % 50 else "" for at, (_, _, given) in enumerate(names)],
            *table.columns[1:],
        ],
        list(table.row_ids),
    )
    fields = {field: column + 2 for field, column in fields_of(sound).items()}
    mended = mend(split, fields)
    assert not any("KH" in name for name in mended.cells["full_name"])


# -- any table at all

CELLS = st.one_of(
    st.just(""), st.text(max_size=12), st.sampled_from(
        ["Nguyễn Văn Hùng", "x", "31/07/1990", "038190990001", "0912000678", "Thôn 1", "Nam", "1990", "36", "Tổng cộng",
         "3.8E+10", "Họ và tên", "Số CCCD", "N.V. Hùng", "19900731", "(1)", "Nguyễn Văn A\nThôn 2"]
    ),
)  # fmt: skip


@given(
    rows=st.lists(st.lists(CELLS, min_size=0, max_size=7), max_size=40),
    header=st.lists(CELLS, max_size=7),
    wanted=st.permutations(FIELDS),
    count=st.integers(0, 6),
)
@settings(max_examples=60, deadline=None)
def test_any_table(rows, header, wanted, count):
    """No crash; every row keeps its place; undoing everything gives the cells as they were."""
    table = TextTable.of_rows(header, list(enumerate(rows, start=2)))
    fields = {field: at for at, field in enumerate(wanted[:count]) if at < len(table.columns)}
    mended = mend(table, fields)
    assert len(mended.kinds) == len(table)
    assert all(len(column) == len(table) for column in mended.cells.values())
    assert all(0 <= one.first <= one.last < len(table) for one in mended.mends)
    assert all(a.first <= b.first for a, b in pairwise(mended.mends))
    undone = mend(table, fields, None, {one.id for one in mended.mends})
    assert {field: undone.cells[field] for field in fields} == {f: table.columns[at] for f, at in fields.items()}
