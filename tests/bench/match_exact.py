"""The floor: the exact join. Started by tests.bench.match: `python -m tests.bench.match_exact REGISTER LIST OUT`.

A row is whoever alone has its number; else whoever alone has its name (without marks) and full date of birth.
"""

from __future__ import annotations

import sys

import polars as pl

from tests.bench.match_cleaning import cleaned


def main() -> int:
    register, listed, out = sys.argv[1:4]
    left = cleaned(pl.read_parquet(listed), is_list=True)
    right = cleaned(pl.read_parquet(register), is_list=False)
    found = []
    for key in (["cccd"], ["cmnd"], ["name", "year", "day_month"]):
        alone = right.select("unique_id", *key).drop_nulls().unique(key, keep="none")
        joined = left.join(alone.rename({"unique_id": "rid"}), on=key, how="inner")
        found.append(joined.select(lid="unique_id", rid="rid", score=pl.lit(1.0)))
    pl.concat(found).unique("lid", keep="first", maintain_order=True).write_parquet(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
