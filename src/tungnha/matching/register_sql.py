"""A register read from a file by DuckDB: whole numbers are made in SQL, each distinct text is read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import duckdb
import numpy as np

from tungnha.matching.arrays import Array, Ints, Longs
from tungnha.matching.cleaning_cells import NINE, TWELVE, number_code, phone_codes
from tungnha.matching.cleaning_columns import dates, sexes
from tungnha.matching.cleaning_names import Names, SyllableBook
from tungnha.matching.cleaning_places import PlaceBook, learn_place
from tungnha.matching.registers import EXTRA, CodedRegister, TextCodes, extra_key

_SIGNS = "'' .-+()"  # taken out of numbers, as SQL writes it
ODD = -1  # a text that SQL could not make a number of


class Reader:
    """Reads one relation. `columns`: field → name of its column."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, relation: str, columns: Mapping[str, str]) -> None:
        self._sql = connection
        self._relation = relation
        self._columns = columns
        self._book = SyllableBook()
        self._places = PlaceBook()
        self._extras: dict[str, dict[str, int]] = {}

    def read(self) -> CodedRegister:
        """Distinct texts are read first; then one query gives the numbers and codes of everybody."""
        texts = self._distinct("full_name")
        names, coded = Names.of(self._book, texts)
        with ExitStack() as held:
            held.enter_context(self._table("full_name", texts, coded))
            for field, read in (("birth", dates), ("sex", sexes)):
                texts = self._distinct(field)
                held.enter_context(self._table(field, texts, read(texts)))
            for field in self._columns:
                if field.startswith(EXTRA):
                    held.enter_context(self._text_table(field))
            places = held.enter_context(self._place_table())
            found = self._everybody()
        place_of = np.empty(len(found["row"]), np.int64)  # by row of the file: where it was fetched
        place_of[found.pop("row") - 1] = np.arange(len(place_of))
        ids, order = self._ids(found.pop("id")[place_of])
        each = {name: column[place_of[order]] for name, column in found.items()}
        return self._register(ids, names, places, each, order)

    def _register(self, ids: Array, names: Names, places: Ints, each: dict[str, Array], order: Longs) -> CodedRegister:
        number, old = self._numbers("personal_number", each, order)
        further, nine = self._numbers("old_number", each, order)
        old = np.where(nine > 0, nine, old)
        number = np.where(number > 0, number, further)
        more = np.flatnonzero((further > 0) & (further != number))
        others = np.stack([more, further[more]], axis=1)
        place = places[each["place"]]
        extras = {
            field.removeprefix(EXTRA): TextCodes(held, each[field].astype(np.int32))
            for field, held in self._extras.items()
        }
        if "personal_number" in self._columns and np.count_nonzero(number) + np.count_nonzero(old) < len(ids) / 2:
            extras["personal_number"] = self._numbers_as_texts(order)
        return CodedRegister(
            ids=ids, names=names, name=each["full_name"].astype(np.int32), number=number, old_number=old,
            others=others[np.argsort(others[:, 1], kind="stable")], birth=each["birth"].astype(np.int32),
            sex=each["sex"].astype(np.int8), phone=self._phones(each["phone"], order), places=self._places,
            village=place[:, 0].copy(), village_kind=place[:, 1].astype(np.int8), commune=place[:, 2].copy(),
            household=_households(each["household"]), extras=extras,
        )  # fmt: skip

    # -- parts of queries

    def _column(self, field: str) -> str:
        return '"' + self._columns[field].replace('"', '""') + '"'

    def _text(self, field: str) -> str:
        return f"coalesce(cast({self._column(field)} as varchar), '')" if field in self._columns else "''"

    def _fetch(self, query: str) -> dict[str, Array]:
        held: dict[str, Any] = self._sql.execute(query).fetchnumpy()
        return {name: np.asarray(column) for name, column in held.items()}

    def _distinct(self, field: str) -> list[str]:
        if field not in self._columns:
            return [""]
        query = f"select distinct {self._text(field)} as v from {self._relation} order by 1"
        return [str(text) for text in self._fetch(query)["v"].tolist()]

    @contextmanager
    def _held(self, name: str, table: dict[str, Array]) -> Iterator[None]:
        self._sql.register(name, table)
        try:
            yield
        finally:
            self._sql.unregister(name)

    def _table(self, field: str, texts: Sequence[str], values: Array) -> Any:
        """The distinct texts of a field beside what they were read as, for the query on everybody."""
        return self._held(_name(field), {"text": np.array(texts, dtype=object), "value": values.astype(np.int32)})

    def _text_table(self, field: str) -> Any:
        texts = self._distinct(field)
        kept = self._extras[field] = {"": 0}
        codes = np.array([kept.setdefault(extra_key(text), len(kept)) for text in texts], np.int32)
        return self._table(field, texts, codes)

    @contextmanager
    def _place_table(self) -> Iterator[Ints]:
        """Gives [place, (village, kind, commune)]."""
        query = f"select distinct {self._text('village')} as v, {self._text('commune')} as c from {self._relation}"
        pairs = self._fetch(f"{query} order by 1, 2")
        read = [learn_place(self._places, str(v), str(c)) for v, c in zip(pairs["v"], pairs["c"], strict=True)]
        table = {"v": pairs["v"], "c": pairs["c"], "value": np.arange(len(read), dtype=np.int32)}
        with self._held("texts_place", table):
            yield np.array(read, np.int32).reshape(-1, 3)

    # -- everybody

    def _everybody(self) -> dict[str, Array]:
        """One value for each person and field, in no order."""
        coded = ["full_name", "birth", "sex", *self._extras]
        home, phone = self._text("household"), self._text("phone")
        chosen = [
            "people.row_of_file as row",
            f"{self._column('id')} as id" if "id" in self._columns else "people.row_of_file as id",
            *(f'coalesce({_name(field)}.value, 0) as "{field}"' for field in coded),
            "p.value as place",
            *(f"{self._as_number(field)} as {field}" for field in ("personal_number", "old_number")),
            f"case when {phone} = '' then 0 when length({phone}) = 10 "
            f"then coalesce(try_cast({phone} as bigint), {ODD}) else {ODD} end as phone",
            f"case when {home} = '' then 0 else cast(hash({home}) >> 2 as bigint) end as household",
        ]
        joins = [f"left join {_name(field)} on {_name(field)}.text = {self._text(field)}" for field in coded]
        joins.append(f"left join texts_place p on p.v = {self._text('village')} and p.c = {self._text('commune')}")
        people = f"(select *, row_number() over () as row_of_file from {self._relation}) as people"
        return self._fetch(f"select {', '.join(chosen)} from {people} {' '.join(joins)}")

    def _as_number(self, field: str) -> str:
        """The digits and, in the last four bits, how many there are; ODD for what is no number, rounded ones too."""
        text = self._text(field)
        digits = f"translate({text}, '{_SIGNS}', '')"
        return f"""case when {text} = '' then 0
            when contains({text}, 'E+') or contains({text}, 'e+') then {ODD}
            when length({text}) in (9, 12) and not contains({text}, '.')
                then coalesce(try_cast({text} as bigint), {ODD}) * 16 + length({text})
            else coalesce(try_cast({digits} as bigint), {ODD}) * 16 + least(length({digits}), 15) end"""

    def _ids(self, written: Array) -> tuple[Array, Longs]:
        """Ids ascending, as whole numbers where all are; and the row of the file of each person."""
        if written.dtype == object or written.dtype.kind not in "iu":
            texts = np.array([str(one) for one in written.tolist()], dtype=object)
            whole = all(text.isascii() and text.isdigit() and len(text) < 18 for text in texts)
            written = texts.astype(np.int64) if whole else texts
        order = np.argsort(written, kind="stable")
        ids = written[order]
        return (ids.astype(np.int64) if ids.dtype != object else ids), order

    def _numbers(self, field: str, each: dict[str, Array], order: Longs) -> tuple[Longs, Longs]:
        """(twelve digits, nine digits) of each person."""
        length, value = each[field] & 15, each[field] >> 4
        plain = ((length == 12) | (length == 9) | ((length == 11) & (value >= 10**10))) & (value > 0)
        twelve = np.where(plain & (length != 9), value, 0)
        nine = np.where(plain & (length == 9), value, 0)
        odd = np.flatnonzero(~plain & (length > 0))
        for at, (kind, read) in zip(odd.tolist(), map(number_code, self._texts_of(field, order, odd)), strict=True):
            if kind == TWELVE:
                twelve[at] = read
            elif kind == NINE:
                nine[at] = read
        return twelve, nine

    def _phones(self, value: Array, order: Longs) -> Longs:
        block = value // 10**8
        plain = (value == 0) | ((value >= 320_000_000) & (value <= 999_999_999) & (block != 4) & (block != 6))
        odd = np.flatnonzero(~plain)
        read = [next(iter(phone_codes(text)), 0) for text in self._texts_of("phone", order, odd)]
        value[odd] = read
        return np.asarray(value, np.int64)

    def _texts_of(self, field: str, order: Longs, which: Array) -> list[str]:
        """The texts of a few people as they are written."""
        if not len(which):
            return []
        texts = self._fetch(f"select {self._text(field)} as v from {self._relation}")["v"]
        return [str(text) for text in texts[order[which]].tolist()]

    def _numbers_as_texts(self, order: Longs) -> TextCodes:
        """Numbers of another country or another register are compared as texts."""
        kept: dict[str, int] = {"": 0}
        texts = self._texts_of("personal_number", order, np.arange(len(order)))
        return TextCodes(kept, np.array([kept.setdefault(extra_key(text), len(kept)) for text in texts], np.int32))


def _name(field: str) -> str:
    """The table of the distinct texts of a field."""
    return "texts_" + "".join(letter if letter.isalnum() else "_" for letter in field)


def _households(hashes: Array) -> Ints:
    """Codes from 0; -1 where none is known."""
    found, codes = np.unique(hashes, return_inverse=True)
    return (codes - (1 if len(found) and found[0] == 0 else 0)).astype(np.int32)
