"""What blocks of damage cost a cross-check, without the repair and with it.

    python -m tests.matching.repair.measure [--files FOLDER --level LEVEL] [--seed S] [--only NAME,…]

Without files our own invented people are matched; FOLDER holds register.parquet, list_LEVEL.parquet and
truth_LEVEL.parquet with the columns rid, cccd, cmnd, ho_ten, ngay_sinh, gioi_tinh, sdt, thon, ma_ho.
Each damage falls on a third of the rows. F1 by the person said (linked, or ambiguous and more likely than not);
precision of those linked unseen.
"""

from __future__ import annotations

import argparse
import sys
import time
from random import Random

from tests.matching.repair.damage import DAMAGES, HEADER, Sheet, clean_sheet, damaged
from tests.matching.repair.reading import fields_of
from tungnha.identity.dates import BadDate, PartialDate, read_date
from tungnha.identity.sexes import read_sex
from tungnha.matching.engine import match_coded
from tungnha.matching.records import RegisterRow
from tungnha.matching.reference import RegisterReference
from tungnha.matching.registers import CodedRegister
from tungnha.matching.repair import mend
from tungnha.matching.tables import Mended


def main(arguments: list[str]) -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--files")
    given.add_argument("--level", default="thuong")
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--only", default="")
    asked = given.parse_args(arguments)
    people, sheet, truth = of_files(asked.files, asked.level) if asked.files else own(asked.seed)
    register = CodedRegister.of_rows(people)
    sound = measured(register, sheet, truth)
    print(f"{'sound':34s} {sound[1][0]:.4f}")  # noqa: T201
    for name in asked.only.split(",") if asked.only else DAMAGES:
        first = len(sheet.rows) // 5
        made = damaged(sheet, name, first, first + len(sheet.rows) // 3, asked.seed)
        (before, _), (after, precision), cpu = measured(register, made, truth)
        print(f"{name:34s} {before:.4f} → {after:.4f}  precision {precision:.4f}  {cpu:.2f} s")  # noqa: T201


def measured(
    register: CodedRegister, sheet: Sheet, truth: list[int | None]
) -> tuple[tuple[float, float], tuple[float, float], float]:
    """(F1, precision) without the repair and with it, and its CPU seconds."""
    table, fields = sheet.table(), fields_of(sheet)
    plain = Mended({name: list(table.columns[at]) for name, at in fields.items()}, ["person"] * len(table))
    start = time.process_time()
    mended = mend(table, fields, RegisterReference(register))
    spent = time.process_time() - start
    who = [truth[at] if at is not None else None for at in sheet.origin]
    return _score(register, plain, who), _score(register, mended, who), spent


def _score(register: CodedRegister, mended: Mended, who: list[int | None]) -> tuple[float, float]:
    verdicts = list(match_coded(register, mended, list(range(len(who)))).verdicts())
    told = [verdict.person_id for verdict in verdicts]
    right = sum(one is not None and one == true for one, true in zip(told, who, strict=True))
    f1 = 2 * right / max(sum(one is not None for one in told) + sum(true is not None for true in who), 1)
    linked = [(one.person_id, true) for one, true in zip(verdicts, who, strict=True) if one.verdict == "linked"]
    return f1, sum(one == true for one, true in linked) / max(len(linked), 1)


def own(seed: int) -> tuple[list[RegisterRow], Sheet, list[int | None]]:
    """A list of two thousand; every eighth of them is not in the register."""
    sheet = clean_sheet(2000, seed, mixed=True)
    rng = Random(seed)
    truth = [at if rng.random() > 0.12 else None for at in range(len(sheet.rows))]
    return [_register_row(at, sheet.whole[at]) for at in truth if at is not None], sheet, truth


def _register_row(at: int, row: list[str], old: str = "") -> RegisterRow:
    name, birth, sex, number, phone, village = row
    return RegisterRow(
        id=at, personal_number=number or None, full_name=name, birth=_birth(birth), sex=read_sex(sex), village=village,
        phone=phone or None, other_numbers=(old,) if old else (),
    )  # fmt: skip


def _birth(cell: str) -> PartialDate | None:
    try:
        return read_date(cell) if cell else None
    except BadDate:
        return None


def of_files(folder: str, level: str) -> tuple[list[RegisterRow], Sheet, list[int | None]]:
    import polars

    names = ("rid", "cmnd", "ho_ten", "ngay_sinh", "gioi_tinh", "cccd", "sdt", "thon")
    register = polars.read_parquet(f"{folder}/register.parquet").select(names)
    people = [_register_row(rid, list(row), old) for rid, old, *row in register.iter_rows()]
    listed = polars.read_parquet(f"{folder}/list_{level}.parquet")
    rows = [
        list(row)
        for row in listed.select("ho_ten", "ngay_sinh", "gioi_tinh", "so_giay_to", "sdt", "dia_chi").iter_rows()
    ]
    truth = polars.read_parquet(f"{folder}/truth_{level}.parquet")["rid"].to_list()
    return people, Sheet(list(HEADER), rows, list(range(len(rows))), list(range(len(rows)))), truth


if __name__ == "__main__":
    main(sys.argv[1:])
