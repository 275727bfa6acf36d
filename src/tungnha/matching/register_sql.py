"""A register read from a file by DuckDB: whole numbers are made in SQL, each distinct text is read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import numpy as np

from tungnha.matching.arrays import Array, Ints, Longs
from tungnha.matching.cleaning_cells import NINE, TWELVE, date_code, number_code, phone_codes, sex_code
from tungnha.matching.cleaning_names import Names, SyllableBook
from tungnha.matching.cleaning_places import PlaceBook, learn_place
from tungnha.matching.registers import EXTRA, CodedRegister, TextCodes, extra_key

_SIGNS = "' .-+()"


class Reader:
    """Reads one relation. `columns`: field → name of its column."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, relation: str, columns: Mapping[str, str]) -> None:
        self._sql = connection
        self._relation = relation
        self._columns = columns
        self._book = SyllableBook()
        self._places = PlaceBook()

    def read(self) -> CodedRegister:
        ids, order = self._ids()
        self._order = order
        names, name = Names.of(self._book, texts := self._distinct("full_name"))
        name = self._of_each("full_name", texts, name)
        number, old = self._numbers("personal_number")
        if "old_number" in self._columns:
            further, nine = self._numbers("old_number")
            old = np.where(nine > 0, nine, old)
        else:
            further = np.zeros_like(number)
        moved = (number == 0) & (further > 0)
        number = np.where(moved, further, number)
        more = np.flatnonzero((further > 0) & (further != number))
        others = np.stack([more, further[more]], axis=1)
        village, kind, commune = self._placed()
        extras = self._extras()
        if "personal_number" in self._columns and np.count_nonzero(number) + np.count_nonzero(old) < len(ids) / 2:
            extras["personal_number"] = self._texts("personal_number")  # numbers of another country or register
        return CodedRegister(
            ids=ids, names=names, name=name, number=number, old_number=old,
            others=others[np.argsort(others[:, 1], kind="stable")], birth=self._read("birth", date_code),
            sex=self._read("sex", sex_code).astype(np.int8), phone=self._phones(), places=self._places,
            village=village, village_kind=kind.astype(np.int8), commune=commune, household=self._households(),
            extras=extras,
        )  # fmt: skip

    # -- parts of a query

    def _column(self, field: str) -> str:
        return '"' + self._columns[field].replace('"', '""') + '"'

    def _text(self, field: str) -> str:
        return f"coalesce(cast({self._column(field)} as varchar), '')" if field in self._columns else "''"

    def _fetch(self, query: str) -> dict[str, Array]:
        held: dict[str, Any] = self._sql.execute(query).fetchnumpy()
        return {name: np.asarray(column) for name, column in held.items()}

    def _in_order(self, expression: str, query_tail: str = "") -> Array:
        """One value for each person, in the order of the ids."""
        column = self._fetch(f"select {expression} as v from {self._relation} as r {query_tail}")["v"]
        return np.asarray(column[self._order])

    # -- fields

    def _ids(self) -> tuple[Array, Longs]:
        if "id" not in self._columns:
            count = self._sql.execute(f"select count(*) from {self._relation}").fetchall()[0][0]
            return np.arange(1, count + 1, dtype=np.int64), np.arange(count)
        id_ = self._column("id")
        whole = f"select count(*) from {self._relation} where try_cast({id_} as bigint) is null"
        as_number = self._sql.execute(whole).fetchall()[0][0] == 0
        kind = "bigint" if as_number else "varchar"
        ids = self._fetch(f"select coalesce(cast({id_} as {kind}), '') as v from {self._relation}" if not as_number
                          else f"select cast({id_} as bigint) as v from {self._relation}")["v"]  # fmt: skip
        order = np.argsort(ids, kind="stable")
        return ids[order], order

    def _distinct(self, field: str) -> list[str]:
        if field not in self._columns:
            return [""]
        query = f"select distinct {self._text(field)} as v from {self._relation} order by 1"
        return [str(text) for text in self._fetch(query)["v"].tolist()]

    def _of_each(self, field: str, texts: Sequence[str], values: Array) -> Ints:
        """The value of each person's text, given those of the distinct texts in their order."""
        if field not in self._columns:
            return np.full(len(self._order), values[0], np.int32)
        table = {"text": np.array(texts, dtype=object), "value": values.astype(np.int32)}
        self._sql.register("distinct_texts", table)
        column = self._fetch(
            f"select d.value as v from (select {self._text(field)} as t, row_number() over () as n "
            f"from {self._relation}) r join distinct_texts d on d.text = r.t order by r.n"
        )["v"]
        self._sql.unregister("distinct_texts")
        return np.asarray(column[self._order])

    def _read(self, field: str, read: Any) -> Ints:
        texts = self._distinct(field)
        return self._of_each(field, texts, np.array([read(text) for text in texts], np.int32))

    def _numbers(self, field: str) -> tuple[Longs, Longs]:
        """(twelve digits, nine digits) of each person."""
        if field not in self._columns:
            return np.zeros(len(self._order), np.int64), np.zeros(len(self._order), np.int64)
        digits = f"translate({self._text(field)}, '{_SIGNS.replace(chr(39), chr(39) * 2)}', '')"
        number = self._in_order(f"coalesce(try_cast({digits} as bigint), -1) * 16 + least(length({digits}), 15)")
        length, value = number & 15, number >> 4
        plain = ((length == 12) | (length == 9) | ((length == 11) & (value >= 10**10))) & (value > 0)
        twelve = np.where(plain & (length != 9), value, 0)
        nine = np.where(plain & (length == 9), value, 0)
        odd = np.flatnonzero(~plain & (length > 0))
        if len(odd):
            self._read_odd(field, odd, twelve, nine)
        return twelve, nine

    def _read_odd(self, field: str, odd: Longs, twelve: Longs, nine: Longs) -> None:
        texts = self._in_order(self._text(field))[odd].tolist() if len(odd) else []
        for at, (kind, value) in zip(odd.tolist(), map(number_code, texts), strict=True):
            if kind == TWELVE:
                twelve[at] = value
            elif kind == NINE:
                nine[at] = value

    def _phones(self) -> Longs:
        if "phone" not in self._columns:
            return np.zeros(len(self._order), np.int64)
        text = self._text("phone")
        value = self._in_order(f"case when length({text}) = 10 then coalesce(try_cast({text} as bigint), -1) "
                               f"when {text} = '' then 0 else -1 end")  # fmt: skip
        plain = (value == 0) | ((value >= 300_000_000) & (value <= 999_999_999) & (value // 10**8 != 4)
                                & (value // 10**8 != 6))  # fmt: skip
        odd = np.flatnonzero(~plain)
        if len(odd):
            texts = self._in_order(text)[odd].tolist()
            value[odd] = [next(iter(phone_codes(cell)), 0) for cell in texts]
        return np.asarray(value, np.int64)

    def _placed(self) -> tuple[Ints, Ints, Ints]:
        village, commune = self._text("village"), self._text("commune")
        pairs = self._fetch(f"select distinct {village} as v, {commune} as c from {self._relation} order by 1, 2")
        read = [learn_place(self._places, str(v), str(c)) for v, c in zip(*map(list, pairs.values()), strict=True)]
        found = np.array(read, np.int32).reshape(-1, 3)
        table = {"v": pairs["v"], "c": pairs["c"], "at": np.arange(len(found), dtype=np.int32)}
        self._sql.register("distinct_places", table)
        at = self._fetch(
            f"select d.at as v from (select {village} as v, {commune} as c, row_number() over () as n "
            f"from {self._relation}) r join distinct_places d using (v, c) order by r.n"
        )["v"][self._order]
        self._sql.unregister("distinct_places")
        each = found[at]
        return each[:, 0].copy(), each[:, 1].copy(), each[:, 2].copy()

    def _households(self) -> Ints:
        if "household" not in self._columns:
            return np.full(len(self._order), -1, np.int32)
        home = self._text("household")
        hashes = self._in_order(f"case when {home} = '' then 0 else cast(hash({home}) >> 2 as bigint) end")
        found, codes = np.unique(hashes, return_inverse=True)
        return (codes - (1 if len(found) and found[0] == 0 else 0)).astype(np.int32)

    def _extras(self) -> dict[str, TextCodes]:
        found = {}
        for field in self._columns:
            if field.startswith(EXTRA):
                found[field.removeprefix(EXTRA)] = self._texts(field)
        return found

    def _texts(self, field: str) -> TextCodes:
        kept: dict[str, int] = {"": 0}
        texts = self._distinct(field)
        codes = np.array([kept.setdefault(extra_key(text), len(kept)) for text in texts], np.int32)
        return TextCodes(kept, self._of_each(field, texts, codes))
