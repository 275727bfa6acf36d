"""`python -m tests.bench match`: our command beside Splink 5 and the exact join, back to back on the same files.

    python -m tests.bench match                                        # what make bench runs
    python -m tests.bench match --sizes commune --levels thuong,kho --seeds 1,2 --keep FOLDER --without splink

The files are made by ../shared/linkbench (seeded; it knows the truth). Each tool runs in a process of its own, its
start, reading and cleaning counted. F1 is that of the persons a tool names at its own threshold (ours: `person_id`,
Splink: .5, the best candidate of each row); `linked` is what ours links without asking. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.bench.measured import Taken, measure
from tests.bench.table import machine

LINKBENCH = Path(__file__).resolve().parents[3] / "shared" / "linkbench"
SIZES = {"commune": (8_000, 3_500), "district": (200_000, 60_000), "province": (4_000_000, 500_000)}
ALL = "sach,thuong,kho,khong_id,ten_nam"
# What is run when nobody says: (size, levels, seeds). A province takes a quarter of an hour.
USUAL = (("commune", ALL, "1,2,3"), ("district", "thuong,khong_id", "1,2,3"), ("province", "thuong,khong_id", "1"))
BINS = (0.9, 0.95, 0.98, 0.99, 0.999, 1.0000001)
HEAD = (
    "size level seed",
    "tool",
    "F1",
    "linked",
    "precision",
    "link %",
    "ask %",
    "none %",
    "wall s",
    "CPU s",
    "MiB",
    "CPU/peer",
)
WIDTHS = (26, 8, 7, 7, 9, 7, 7, 7, 8, 8, 7, 8)  # fmt: skip


@dataclass(frozen=True)
class Scored:
    """Shares of 1; None where a tool has no such thing."""

    f1: float
    linked_f1: float | None = None
    precision: float | None = None
    shares: tuple[float, float, float] | None = None
    bins: tuple[str, ...] = ()


def main(argv: Sequence[str] = ()) -> int:
    args = _arguments(argv)
    if not (LINKBENCH / "make.py").is_file():
        sys.stdout.write(
            f"\nmatch: not measured, {LINKBENCH.parent.name}/{LINKBENCH.name} is not beside this project\n"
        )
        return 0
    tools = [tool for tool in ("ours", "splink", "exact") if tool not in args.without.split(",")]
    if "splink" in tools and not _has_splink():
        sys.stdout.write(
            "\nmatch: Splink is not installed (pip install -r requirements-bench.txt); measured without it\n"
        )
        tools.remove("splink")
    place = Path(os.environ.get("TUNGNHA_DATA", "build/bench")).resolve()
    place.mkdir(parents=True, exist_ok=True)
    folder = args.keep.resolve() if args.keep else Path(tempfile.mkdtemp(prefix="match-", dir=place))
    sys.stdout.write(f"\n{machine('DuckDB')}\n")
    _line(HEAD)
    try:
        plan = [(size, args.levels or levels, args.seeds or seeds) for size, levels, seeds in USUAL
                if args.sizes is None or size in args.sizes.split(",")]  # fmt: skip
        runs = [(size, level, seed) for size, levels, seeds in plan for seed in seeds.split(",")
                for level in levels.split(",")]  # fmt: skip
        for size, level, seed in runs:
            _one(folder, size, level, int(seed), tools, args)
    finally:
        if not args.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench match", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--sizes", help=", ".join(SIZES))
    parser.add_argument("--levels", help=ALL)
    parser.add_argument("--seeds", help="1,2,3")
    parser.add_argument("--without", default="", help="ours, splink or exact")
    parser.add_argument("--memory", type=int, default=2048, help="what our command is told to keep to, MiB")
    parser.add_argument("--keep", type=Path, help="where the files are left for the next run")
    return parser.parse_args(argv)


def _has_splink() -> bool:
    from importlib.util import find_spec

    return find_spec("splink") is not None


def made(folder: Path, size: str, level: str, seed: int) -> Path:
    """The folder of a register, and in it the list of a level with its truth; made once."""
    home = folder / f"{size}-{seed}"
    people, rows = SIZES[size]
    if not (home / f"truth_{level}.parquet").exists():
        program = [sys.executable, str(LINKBENCH / "make.py"), "--out", str(home), "--people", str(people)]
        program += ["--list", str(rows), "--seed", str(seed), "--level", level]
        subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
    return home


def commands(home: Path, level: str, out: Path, memory: int) -> dict[str, list[str]]:
    register, listed = str(home / "register.parquet"), str(home / f"list_{level}.parquet")
    ours = [str(Path(sys.executable).with_name("tungnha")), "match", "--register", register, "--list", listed]
    return {
        "ours": [*ours, "--out", str(out), "--memory", str(memory)],
        "splink": [sys.executable, "-m", "tests.bench.match_splink", register, listed, str(out)],
        "exact": [sys.executable, "-m", "tests.bench.match_exact", register, listed, str(out)],
    }


def _one(folder: Path, size: str, level: str, seed: int, tools: list[str], args: argparse.Namespace) -> None:
    home = made(folder, size, level, seed)
    taken: dict[str, Taken] = {}
    lines: list[tuple[str, Scored]] = []
    for tool in tools:
        out = home / f"{tool}_{level}.parquet"
        out.unlink(missing_ok=True)
        run = taken[tool] = measure(commands(home, level, out, args.memory)[tool], home)
        if run.code or not out.exists():
            _line((f"{size} {level} {seed}", tool, "failed", run.complained.strip().splitlines()[-1][:90]))
            continue
        truth = home / f"truth_{level}.parquet"
        lines.append((tool, score_ours(out, truth) if tool == "ours" else score_pairs(out, truth)))
    for tool, scored in lines:
        run = taken[tool]
        ratio = f"{run.cpu / taken['splink'].cpu:.2f}" if tool == "ours" and "splink" in taken else ""
        shares = tuple(f"{100 * share:.1f}" for share in scored.shares) if scored.shares else ("", "", "")
        _line((
            f"{size} {level} {seed}", tool, f"{scored.f1:.4f}", _four(scored.linked_f1), _five(scored.precision),
            *shares, f"{run.wall:.1f}", f"{run.cpu:.1f}", f"{run.peak:.0f}", ratio,
        ))  # fmt: skip
    for _, scored in lines:
        for told in scored.bins:
            sys.stdout.write(f"    {told}\n")


def _four(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _five(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}"


def _line(cells: Sequence[str]) -> None:
    padded = (cell.ljust(w) if at < 2 else cell.rjust(w) for at, (cell, w) in enumerate(zip(cells, WIDTHS)))  # noqa: B905
    sys.stdout.write(" ".join(padded).rstrip() + "\n")
    sys.stdout.flush()


# -- against the truth


def score_pairs(out: Path, truth: Path, threshold: float = 0.5) -> Scored:
    import polars as pl

    told = pl.read_parquet(truth).select("lid", true="rid")
    pairs = pl.read_parquet(out).filter(pl.col("score") >= threshold).join(told, on="lid")
    right = pairs.filter(pl.col("rid") == pl.col("true")).height
    precision = right / pairs.height if pairs.height else None
    return Scored(_f1(right, pairs.height, told["true"].drop_nulls().len()), precision=precision)


def score_ours(out: Path, truth: Path) -> Scored:
    import polars as pl

    told = pl.read_parquet(truth).select(row_id="lid", true="rid")
    rows = pl.read_parquet(out).join(told, on="row_id", how="full", coalesce=True)
    if rows.height != told.height or rows["verdict"].null_count():
        raise RuntimeError(f"{out}: not one row for each row of the list")
    rows = rows.with_columns(right=(pl.col("person_id") == pl.col("true")).fill_null(False))
    named, linked = rows.filter(pl.col("person_id").is_not_null()), rows.filter(pl.col("verdict") == "linked")
    people = told["true"].drop_nulls().len()
    shares = tuple(rows.filter(pl.col("verdict") == word).height / rows.height
                   for word in ("linked", "ambiguous", "not_found"))  # fmt: skip
    nobody = rows.filter(pl.col("verdict") == "not_found").with_columns(right=pl.col("true").is_null())
    return Scored(
        _f1(named["right"].sum(), named.height, people),
        _f1(linked["right"].sum(), linked.height, people),
        linked["right"].sum() / linked.height if linked.height else None,
        (shares[0], shares[1], shares[2]),
        (_calibration("named", named), _calibration("not found", nobody)),
    )


def _f1(right: int, given: int, people: int) -> float:
    return 2 * right / (given + people) if given + people else 0.0


def _calibration(what: str, rows: object) -> str:
    """Of each bin of probability above .9: how many, what was said, what was true."""
    import polars as pl

    assert isinstance(rows, pl.DataFrame)
    told = []
    for low, high in pairwise(BINS):
        inside = rows.filter((pl.col("probability") >= low) & (pl.col("probability") < high))
        if inside.height:
            told.append(f"{low:g}+ n={inside.height} said {inside['probability'].mean():.4f} true "
                        f"{inside['right'].mean():.4f}")  # fmt: skip
    return f"{what}: " + (" | ".join(told) or "none above .9")
