"""Walks the words of a commune's names (NameWord) in the order of results and stops when there are enough.

The order: who moved away or died last; among the others first those whose given name begins with a word typed
(tier 0), then those where it is another word (tier 1); then by place: given, middle, family name.

One portable way for SQLite and PostgreSQL, three walks:

- *few*: a word typed has few people, or the year, or there is a village: look at all of them, sort those that agree;
- *given*: many. Names whose given name begins with a word stand side by side in the index, in order: walk and stop;
- *others*: the words other than the given name, word by word, each in order; the rarest word typed leads.

docs/decisions/0015-words-of-names.md says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from tungnha.people.finding import AWAY, GONE, HERE
from tungnha.people.finding.words import Range, Test, Word, any_test, given_test, ranges
from tungnha.people.models import NameWord

FEW = 3000  # rows that are looked at and sorted without a thought
MANY = 20_000  # rows of a year, or of a word whose kinds are too many, that are still looked at
KINDS = 24  # words of one beginning that are walked side by side
ROWS = f'FROM "{NameWord._meta.db_table}" WHERE '


class Hit(NamedTuple):
    """One person found, in the order of results."""

    gone: int
    tier: int
    place: bytes
    person: int


@dataclass(frozen=True)
class Asked:
    """What is looked for, and where: in a whole commune, or in one village of it."""

    words: tuple[Word, ...]
    year: int | None = None
    state: int | None = None
    commune: int | None = None
    village: int | None = None

    @property
    def empty(self) -> bool:
        return self.commune is None and self.village is None


@dataclass
class Sql:
    """A piece of SQL with its parameters."""

    text: str
    params: list[Any] = field(default_factory=list)

    def __add__(self, other: Sql) -> Sql:
        return Sql(self.text + other.text, self.params + other.params)


def walk(asked: Asked, limit: int) -> list[Hit]:
    """The first `limit` persons in the order of results; each once."""
    if asked.empty:
        return []
    if asked.village is not None:
        return _few(asked, [_village(asked)], limit)
    if not asked.words:
        return _few(asked, [_year(asked)], limit) if asked.year is not None else _everyone(asked, limit)
    counts = _counts(asked)
    driver = _driver(asked, counts)
    if driver is not None:
        return _few(asked, driver, limit)
    found: list[Hit] = []
    for gone in _gone(asked):
        for tier in (0, 1):
            if len(found) < limit:
                found += _tier(asked, gone, tier, limit - len(found))
    return found


# -- few: all are looked at


def _driver(asked: Asked, counts: Sequence[int]) -> list[Sql] | None:
    """The rows to look at when some word, or the year, has few; None when all have many."""
    *of_words, of_year = counts
    least = min(range(len(of_words)), key=of_words.__getitem__)
    if of_words[least] <= FEW:
        return _of_word(asked, asked.words[least])
    return [_year(asked)] if asked.year is not None and of_year <= MANY else None


def _few(asked: Asked, driver: Iterable[Sql], limit: int) -> list[Hit]:
    tests, given = _tests(asked), _or(map(given_test, asked.words))
    tier = Sql("CASE WHEN ") + given + Sql(" THEN 0 ELSE 1 END") if asked.words else Sql("0")
    rows = _join([Sql("SELECT place, person_id, spelled, year, state ") + one for one in driver], " UNION ALL ")
    inner = Sql("SELECT place, person_id, ") + tier + Sql(" AS tier FROM (") + rows + Sql(") looked") + _where(tests)
    whole = (
        Sql(
            "SELECT CASE WHEN place >= %s THEN 1 ELSE 0 END AS gone, MIN(tier) AS best, place, person_id FROM (",
            [_FLAG],
        )
        + inner
        + Sql(") agreeing GROUP BY place, person_id ORDER BY 1, 2, 3, 4 LIMIT %s", [limit])
    )
    return [Hit(gone, best, bytes(place), person) for gone, best, place, person in _run(whole)]


def _counts(asked: Asked) -> list[int]:
    """How many rows each word has, then the year: up to what still counts as few."""
    parts = [_count(_of_word(asked, word), FEW) for word in asked.words]
    parts.append(_count([_year(asked)], MANY) if asked.year is not None else Sql("0"))
    return list(_run(Sql("SELECT ") + _join(parts, ", "))[0])


def _count(driver: Iterable[Sql], most: int) -> Sql:
    each = [Sql("SELECT 1 FROM (SELECT 1 ") + one + Sql(" LIMIT %s) part", [most + 1]) for one in driver]
    return Sql("(SELECT COUNT(*) FROM (") + _join(each, " UNION ALL ") + Sql(") counted)")


# -- many: in order, until there are enough


def _tier(asked: Asked, gone: int, tier: int, limit: int) -> list[Hit]:
    walks = _given_walks(asked, gone) if tier == 0 else _other_walks(asked, gone)
    if not walks:
        return []
    given = _or(map(given_test, asked.words))
    tests = [*_tests(asked), given if tier == 0 else Sql("NOT ") + given]
    each = [_in_order(one, tests, limit) for one in walks]
    rows = _run(_join(each, " UNION ") + Sql(" ORDER BY 1, 2 LIMIT %s", [limit]) if len(each) > 1 else each[0])
    return [Hit(gone, tier, bytes(place), person) for place, person in rows]


def _in_order(driver: Sql, tests: Sequence[Sql], limit: int) -> Sql:
    tested = Sql("".join(" AND " + test.text for test in tests), [p for test in tests for p in test.params])
    rows = Sql("SELECT DISTINCT place, person_id ") + driver + tested
    return Sql("SELECT place, person_id FROM (") + rows + Sql(" ORDER BY place, person_id LIMIT %s) walked", [limit])


def _given_walks(asked: Asked, gone: int) -> list[Sql]:
    return [_given(asked, span, gone) for word in asked.words for span in ranges(word)]


def _other_walks(asked: Asked, gone: int) -> list[Sql]:
    """The rarest word typed, one walk for each word it may begin; too many of those are looked at as one."""
    spans = [[_other(asked, span) for span in ranges(word)] for word in asked.words]
    counts = _run(Sql("SELECT ") + _join([_count(part, MANY) for part in spans], ", "))[0]
    least = min(range(len(spans)), key=lambda at: (counts[at], -len(asked.words[at].letters)))
    kinds = [kind for span in ranges(asked.words[least]) for kind in _kinds(asked, span)]
    flag = Sql(" AND place >= %s AND place < %s", [bytes([gone]), bytes([gone + 1])])
    if len(kinds) > KINDS:
        return [one + flag for one in spans[least]]
    return [Sql(f"{ROWS}commune_id = %s AND word = %s", [asked.commune, kind]) + flag for kind in kinds]


def _kinds(asked: Asked, span: Range) -> list[int]:
    """The different words of a range, by leaps over the index."""
    first, beyond = span
    if beyond - first == 1:
        return [first]
    leap = f"(SELECT word {ROWS}commune_id = %s AND word >= {{}} AND word < %s ORDER BY word LIMIT 1)"
    sql = (
        f"WITH RECURSIVE kinds(kind) AS (SELECT {leap.format('%s')} UNION ALL SELECT {leap.format('kind + 1')} "
        "FROM kinds WHERE kind IS NOT NULL) SELECT kind FROM kinds WHERE kind IS NOT NULL LIMIT %s"
    )
    rows = _run(Sql(sql, [asked.commune, first, beyond, asked.commune, beyond, KINDS + 1]))
    return [kind for (kind,) in rows]


def _everyone(asked: Asked, limit: int) -> list[Hit]:
    found: list[Hit] = []
    for gone in _gone(asked):
        flag = Sql(" AND place >= %s AND place < %s", [bytes([gone]), bytes([gone + 1])])
        rows = _in_order(Sql(f"{ROWS}commune_id = %s AND word = 0", [asked.commune]) + flag, _tests(asked), limit)
        found += [Hit(gone, 0, bytes(place), person) for place, person in _run(rows)]
        limit -= len(found)
        if limit <= 0:
            break
    return found


# -- pieces

_FLAG = b"\x01"  # the first place of those who moved away or died


def _gone(asked: Asked) -> tuple[int, ...]:
    return (0, 1) if asked.state is None else (int(asked.state == GONE),)


def _of_word(asked: Asked, word: Word) -> list[Sql]:
    """All rows of a word typed: as the given name, and as another."""
    given = [_given(asked, span, gone) for span in ranges(word) for gone in _gone(asked)]
    return given + [_other(asked, span) for span in ranges(word)]


def _given(asked: Asked, span: Range, gone: int) -> Sql:
    low, high = (bytes([gone]) + code.to_bytes(8, "big") for code in span)
    sql = f"{ROWS}commune_id = %s AND word = 0 AND place >= %s AND place < %s"
    return Sql(sql, [asked.commune, low, high])


def _other(asked: Asked, span: Range) -> Sql:
    return Sql(f"{ROWS}commune_id = %s AND word >= %s AND word < %s", [asked.commune, *span])


def _year(asked: Asked) -> Sql:
    return Sql(f"{ROWS}commune_id = %s AND word = 0 AND year = %s", [asked.commune, asked.year])


def _village(asked: Asked) -> Sql:
    return Sql(f"{ROWS}village_id = %s AND word = 0", [asked.village])


def _tests(asked: Asked) -> list[Sql]:
    found = [_sql(any_test(word)) for word in asked.words]
    if asked.year is not None:
        found.append(Sql("year = %s", [asked.year]))
    if asked.state is not None:
        found.append(Sql("state = %s", [asked.state]))
    return found


def _where(tests: Sequence[Sql]) -> Sql:
    return Sql(" WHERE ") + _join(tests, " AND ") if tests else Sql("")


def _or(tests: Iterable[Test]) -> Sql:
    return Sql("(") + _join([_sql(test) for test in tests], " OR ") + Sql(")")


def _sql(test: Test) -> Sql:
    return Sql(test[0], list(test[1]))


def _join(parts: Sequence[Sql], word: str) -> Sql:
    return Sql(word.join(part.text for part in parts), [p for part in parts for p in part.params])


def _run(sql: Sql) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.params)
        return list(cursor.fetchall())


__all__ = ["AWAY", "GONE", "HERE", "Asked", "Hit", "walk"]
