"""The four steps in a row: keys, join, compare, decide."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.identity.mending import mend_name
from tungnha.identity.numbers import read_personal_number, why_no_personal_number
from tungnha.identity.phones import read_phones
from tungnha.identity.sexes import read_sex
from tungnha.matching.compare import compare
from tungnha.matching.decide import Decision, decide, settle_rivals
from tungnha.matching.join import Register
from tungnha.matching.keys import keys_of
from tungnha.matching.records import CrossCheck, Decided, ListRow, Progress, RegisterRow, Verdict
from tungnha.matching.repair import mend
from tungnha.matching.tables import Mended, TextTable


def match(register: Iterable[RegisterRow], rows: Iterable[ListRow]) -> list[Verdict]:
    """One verdict for each row, in the order of the rows. The same input gives the same output."""
    known = Register(register)
    return settle_rivals(_decide_alone(known, row) for row in rows)


def cross_check(
    register: Iterable[RegisterRow],
    table: TextTable,
    fields: Mapping[str, int],
    *,
    undone: Collection[str] = (),
    decided: Sequence[Decided] = (),
    progress: Callable[[Progress], None] | None = None,
) -> CrossCheck:
    """Repair the list, then match every row of it with the register.

    `fields`: field → index of its column. `undone`: ids of mends an officer undid. `decided`: what officers said about
    earlier lists of this sender. `progress` is called often and may raise to stop. The same input, the same output.
    """
    mended = mend(table, fields, None, undone)
    rows = [_read(mended, at, int(row_id)) for at, row_id in enumerate(table.row_ids)]
    if progress:
        progress(Progress("Đối chiếu", 0, len(rows)))
    return CrossCheck(match(register, rows), mended, {})


def _read(mended: Mended, at: int, row_no: int) -> ListRow:
    cells = {field: column[at] for field, column in mended.cells.items()}
    problems: list[str] = []
    name = mend_name(cells.get("full_name", ""))
    if name.reason:
        problems.append(name.reason)
    phones = read_phones(cells.get("phone", ""))
    values: dict[str, Any] = {
        "birth": _birth(cells.get("birth", ""), problems),
        "personal_number": _number(cells.get("personal_number", ""), problems),
    }
    return ListRow(
        row_no=row_no, full_name=name.text, sex=read_sex(cells.get("sex", "")), village=cells.get("village") or None,
        phone=phones[0].value if phones else None, raw_problem="; ".join(problems) or None, **values,
    )  # fmt: skip


def _birth(cell: str, problems: list[str]) -> PartialDate | None:
    try:
        return read_date(cell) if cell else None
    except BadDate as problem:
        problems.append(f"ngày sinh: {problem}")
        return None


def _number(cell: str, problems: list[str]) -> str | None:
    if not cell:
        return None
    number = read_personal_number(cell)
    if number is None:
        problems.append(f"số định danh: {why_no_personal_number(cell)}")
        return None
    return number.value


def _decide_alone(known: Register, row: ListRow) -> Decision:
    keys = keys_of(row)
    return decide(row, [compare(row, keys, person) for person in known.worth_comparing(row, keys)])
