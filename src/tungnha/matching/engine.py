"""The four steps in a row: keys, join, compare, decide."""

from collections.abc import Iterable

from tungnha.matching.compare import compare
from tungnha.matching.decide import Decision, decide, settle_rivals
from tungnha.matching.join import Register
from tungnha.matching.keys import keys_of
from tungnha.matching.records import ListRow, RegisterRow, Verdict


def match(register: Iterable[RegisterRow], rows: Iterable[ListRow]) -> list[Verdict]:
    """One verdict for each row, in the order of the rows. The same input gives the same output."""
    known = Register(register)
    return settle_rivals(_decide_alone(known, row) for row in rows)


def _decide_alone(known: Register, row: ListRow) -> Decision:
    keys = keys_of(row)
    return decide(row, [compare(row, keys, person) for person in known.worth_comparing(row, keys)])
