"""Many small rows of one table, past the building of model instances: where thousands come a minute (phones).

The same rows as `bulk_create` would write and `filter(x__in=…)` would read, at a fifth of its work. Nothing of `save()`
is done: whoever calls gives the columns whole, derived keys too. One statement for many rows: on SQLite that spares a
table with triggers half of what a statement a row costs; PostgreSQL takes COPY, and an array where many are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from tungnha.units.protection import EncryptedTextField

Convert = Callable[[Any], Any]
MOST_VALUES = 8000  # in one statement; SQLite takes 32,766
MOST_ASKED = 1000  # values looked for in one statement


def insert(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], *, or_ignore: bool = False
) -> None:
    """`columns`: attribute names (`person_id`); every one that may not be empty and has no number of its own. Raises
    what the database raises, as `bulk_create`: IntegrityError for a row that stands already, which `or_ignore` passes
    over."""
    ready = list(rows)
    if not ready:
        return
    converters = _converters(model, tuple(columns), connection.vendor)
    if converters:
        ready = [_converted(row, converters) for row in ready]
    table, names = _table(model), ", ".join(_column(model, name) for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite" or or_ignore:
            ending = " ON CONFLICT DO NOTHING" if or_ignore else ""
            for part in _parts(ready, max(1, MOST_VALUES // len(columns))):
                places = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(part))
                sql = f"INSERT INTO {table} ({names}) VALUES {places}{ending}"
                cursor.execute(sql, [value for row in part for value in row])
            return
        with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in ready:
                copy.write_row(row)


def rows_of(
    model: type[models.Model], columns: Sequence[str], among: str, values: Collection[Any], **same: Any
) -> Iterator[tuple[Any, ...]]:
    """The rows whose `among` is one of `values`, in no order; `same`: what else they must hold, None for empty."""
    names = ", ".join(_column(model, name) for name in columns)
    readers = _readers(model, tuple(columns), connection.vendor)
    for sql, parameters in _asked(model, f"SELECT {names} FROM {_table(model)}", among, values, same):
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found = cursor.fetchall()
        yield from (_converted(row, readers) for row in found) if readers else found  # type: ignore[misc]


def instances(
    model: type[models.Model], columns: Collection[str], among: str, values: Collection[Any]
) -> Iterator[Any]:
    """The same as instances that know these columns, and read the others where somebody asks for one."""
    ordered = [field.attname for field in model._meta.concrete_fields if field.attname in columns]
    for row in rows_of(model, ordered, among, values):
        yield model.from_db(connection.alias, ordered, row)


def update(model: type[models.Model], pks: Collection[Any], **fields: Any) -> None:
    """The same written to many."""
    columns = tuple(fields)
    converted = _converted(tuple(fields.values()), _converters(model, columns, connection.vendor))
    to_be = ", ".join(f"{_column(model, name)} = %s" for name in columns)
    for sql, parameters in _asked(model, f"UPDATE {_table(model)} SET {to_be}", _pk(model), pks, {}):
        with connection.cursor() as cursor:
            cursor.execute(sql, [*converted, *parameters])


def delete(model: type[models.Model], pks: Collection[Any]) -> None:
    """Rows nothing points at."""
    for sql, parameters in _asked(model, f"DELETE FROM {_table(model)}", _pk(model), pks, {}):
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)


def _asked(
    model: type[models.Model], begins: str, among: str, values: Collection[Any], same: dict[str, Any]
) -> Iterator[tuple[str, list[Any]]]:
    """One statement a thousand values, of one text however many they are."""
    converters = _converters(model, (among,), connection.vendor)
    asked = [_converted((value,), converters)[0] for value in values] if converters else list(values)
    is_sqlite = connection.vendor == "sqlite"
    one_of = "IN (SELECT value FROM json_each(%s))" if is_sqlite else "= ANY(%s)"
    also = "".join(f" AND {_column(model, n)} " + ("IS NULL" if v is None else "= %s") for n, v in same.items())
    for part in _parts(asked, MOST_ASKED):
        wanted = json.dumps(part) if is_sqlite else part
        sql = f"{begins} WHERE {_column(model, among)} {one_of}{also}"
        yield sql, [wanted, *(value for value in same.values() if value is not None)]


def _parts(rows: Sequence[Any], most: int) -> Iterator[Sequence[Any]]:
    return (rows[start : start + most] for start in range(0, len(rows), most))


def _table(model: type[models.Model]) -> str:
    return str(connection.ops.quote_name(model._meta.db_table))


def _pk(model: type[models.Model]) -> str:
    return str(model._meta.pk.attname)  # type: ignore[union-attr]


@lru_cache(maxsize=512)
def _field(model: type[models.Model], name: str) -> Any:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _column(model: type[models.Model], name: str) -> str:
    return str(connection.ops.quote_name(_field(model, name).column))


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Convert]]) -> Sequence[Any]:
    made = list(row)
    for place, convert in converters:
        if made[place] is not None:
            made[place] = convert(made[place])
    return made


def _each(
    model: type[models.Model], columns: tuple[str, ...], of: Callable[[Any], Convert | None]
) -> tuple[tuple[int, Convert], ...]:
    found = []
    for place, name in enumerate(columns):
        field = _field(model, name)
        while isinstance(field, models.ForeignKey):
            field = field.target_field
        convert = of(field)
        if convert is not None:
            found.append((place, convert))
    return tuple(found)


@lru_cache(maxsize=64)
def _converters(model: type[models.Model], columns: tuple[str, ...], vendor: str) -> tuple[tuple[int, Convert], ...]:
    return _each(model, columns, lambda field: _written(field, vendor))


@lru_cache(maxsize=64)
def _readers(model: type[models.Model], columns: tuple[str, ...], vendor: str) -> tuple[tuple[int, Convert], ...]:
    return _each(model, columns, lambda field: _read(field, vendor))


def _written(field: Any, vendor: str) -> Convert | None:
    """How a value of this field is written; None as it is."""
    if isinstance(field, EncryptedTextField):
        return lambda value: field.get_prep_value(value)
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, cls=field.encoder)
    if vendor == "sqlite":
        if isinstance(field, models.UUIDField):
            return lambda value: value.hex
        if isinstance(field, models.DateTimeField):
            return lambda value: str(value.astimezone(UTC).replace(tzinfo=None))
        if isinstance(field, models.DateField):
            return date.isoformat
    return None


def _read(field: Any, vendor: str) -> Convert | None:
    """How a value of this field is read; None as it comes. Raises for those nobody reads so."""
    if isinstance(field, EncryptedTextField | models.JSONField):
        raise TypeError(f"{field} is read through its model")
    if vendor != "sqlite":
        return None
    if isinstance(field, models.UUIDField):
        return UUID
    if isinstance(field, models.DateTimeField):  # a day, an instant without its zone: what Django's connection gives
        return lambda value: value.replace(tzinfo=UTC)
    return None
