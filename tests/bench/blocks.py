"""Lists with errors in blocks: the F1 of the same list without and with them, and how safe the links stay.

    python -m tests.bench blocks                       # every damage and forty mixed lists, by the command alone
    python -m tests.bench blocks --way library --seeds 1,2 slip_block date_swapped
    python -m tests.bench blocks --linkbench build/linkbench --level thuong   # the files of linkbench, where present
    python -m tests.bench blocks --mixed 40 --rows 60000 --people 200000

A line is one damage over all seeds and habits: F1 without and with, what was lost at worst, of the links made unseen
how many were right, and the share of rows asked about. Single damages stand under the plainest header words; those of
the senders are measured by themselves and in the mixed lists. "emptied" is the F1 of the list without the cells that
the damage destroyed: what a repair that only distrusts them reaches. --findings FILE tells each wrong link.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TextIO

from tests.bench.table import machine
from tests.matching.wild.base import HABITS, Base, linkbench, own
from tests.matching.wild.making import DAMAGES, Made, make, mixed
from tests.matching.wild.score import Answer, Score, by_command, by_library, register_rows, score
from tests.matching.wild.sheet import SENDERS

# The cells of a field are lost in these, so that more cannot be asked than of a list without them.
LOST = {
    "number_scientific": "number", "number_rounded": "number", "one_in_five": "number", "looked_up": "number",
    "dragged": "number", "head_number": "number", "head_phone": "phone", "one_phone": "phone",
    "date_of_issue": "birth", "all_one_sex": "sex", "one_village": "address",
}  # fmt: skip
WIDTHS = (34, 4, 9, 9, 9, 9, 9, 10, 9)
Match = Callable[[Base, Made], list[Answer]]


@dataclass
class Line:
    """The scores of one damage over all lists it was tried on."""

    without: list[Score] = field(default_factory=list)
    damaged: list[Score] = field(default_factory=list)
    emptied: list[Score] = field(default_factory=list)
    links: int = 0

    def cells(self, name: str) -> list[str]:
        lost = [a.f1 - b.f1 for a, b in zip(self.without, self.damaged, strict=True)]
        wrong = sum(one.wrong_links for one in self.damaged)
        mean = [sum(one.f1 for one in each) / len(each) for each in (self.without, self.damaged)]
        emptied = f"{sum(one.f1 for one in self.emptied) / len(self.emptied):.4f}" if self.emptied else ""
        asked = sum(one.ambiguous for one in self.damaged) / len(self.damaged)
        return [
            name, str(len(lost)), *(f"{one:.4f}" for one in mean), emptied, f"{mean[0] - mean[1]:+.4f}",
            f"{max(lost):+.4f}", f"{1 - wrong / max(1, self.links):.5f}", f"{asked:.1%}",
        ]  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    asked = _arguments(arguments)
    place = Path(tempfile.mkdtemp(prefix="blocks-"))
    findings = asked.findings.open("w", encoding="utf-8") if asked.findings else None
    try:
        _all(asked, _way(asked, place), findings)
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if findings:
            findings.close()
    return 0


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench blocks")
    parser.add_argument("damages", nargs="*", choices=[*DAMAGES, []], metavar="DAMAGE")
    parser.add_argument("--way", choices=("command", "library"), default="command")
    parser.add_argument("--kind", choices=("parquet", "csv", "xlsx", "each"), default="each")
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--habits", default=",".join(HABITS))
    parser.add_argument("--people", type=int, default=8000)
    parser.add_argument("--rows", type=int, default=3500)
    parser.add_argument("--mixed", type=int, default=40, help="how many lists with several damages")
    parser.add_argument("--linkbench", type=Path, help="a folder that its make.py filled")
    parser.add_argument("--level", default="thuong")
    parser.add_argument("--findings", type=Path, help="where to tell each wrong link")
    return parser.parse_args(arguments)


def _way(asked: argparse.Namespace, place: Path) -> Match:
    known: dict[str, list] = {}

    def library(base: Base, made: Made) -> list[Answer]:
        return by_library(known.setdefault(base.name, register_rows(base.register)), made)

    def command(base: Base, made: Made) -> list[Answer]:
        folder = place / "".join(letter if letter.isalnum() else "-" for letter in base.name)
        kind = ("xlsx", "csv", "parquet")[sum(map(ord, made.name)) % 3] if asked.kind == "each" else asked.kind
        return by_command(base, made, folder, kind)

    return library if asked.way == "library" else command


def _all(asked: argparse.Namespace, match: Match, findings: TextIO | None) -> None:
    _say(f"\n{machine(f'blocks, {asked.way}, {asked.people:,} × {asked.rows:,}')}")
    _row(("damage", "n", "without", "with", "emptied", "lost", "worst", "precision", "asked"))
    _say("-" * (sum(WIDTHS) + len(WIDTHS)))
    bases = _bases(asked)
    whole: dict[tuple[str, str], Score] = {}
    if not (asked.damages or asked.linkbench):
        for sender in SENDERS:
            line = Line()
            for seed, base in bases:
                _one(base, make(base, [], seed=seed, sender=sender), sender, seed, match, line, whole, findings)
            _row(line.cells(f"words of {sender}"))
    for name in asked.damages or DAMAGES:
        line = Line()
        for at, (seed, base) in enumerate(bases):
            sender = "linkbench" if asked.linkbench else _sender(f"{seed}/{name}/{at}")
            made = make(base, [name], seed=seed, sender=sender, plain=not asked.linkbench)
            _one(base, made, sender, seed, match, line, whole, findings)
            if name in LOST:
                emptied = _emptied(make(base, [name], seed=seed, sender=sender, plain=not asked.linkbench), name)
                line.emptied.append(score(emptied.truth(), match(base, emptied)))
        _row(line.cells(name))
    if asked.mixed and not asked.damages:
        _mixed(asked, bases, match, whole, findings)


def _mixed(
    asked: argparse.Namespace, bases: list[tuple[int, Base]], match: Match, whole: dict[tuple[str, str], Score],
    findings: TextIO | None,
) -> None:  # fmt: skip
    together = Line()
    for at in range(asked.mixed):
        seed, base = bases[at % len(bases)]
        made, line = mixed(base, seed=at, sender="linkbench" if asked.linkbench else ""), Line()
        sender = made.name.split()[-2]
        _one(base, made, sender, seed, match, line, whole, findings)
        together.without += line.without
        together.damaged += line.damaged
        together.links += line.links
        _row(line.cells(f"mixed {at}"), "+".join(made.damages))
    _row(together.cells("mixed, all"))


def _one(
    base: Base, made: Made, sender: str, seed: int, match: Match, line: Line, whole: dict[tuple[str, str], Score],
    findings: TextIO | None,
) -> None:  # fmt: skip
    if (base.name, sender) not in whole:
        plain = make(base, [], seed=seed, sender=sender, plain=sender != "linkbench")
        whole[base.name, sender] = score(plain.truth(), match(base, plain))
    answers = match(base, made)
    told = score(made.truth(), answers)
    line.without.append(whole[base.name, sender])
    line.damaged.append(told)
    line.links += sum(said.linked for said in answers)
    if findings:
        _tell(findings, made, answers, told, whole[base.name, sender])


def _bases(asked: argparse.Namespace) -> list[tuple[int, Base]]:
    if asked.linkbench:
        return [(1, linkbench(asked.linkbench, level)) for level in asked.level.split(",")]
    return [
        (int(seed), own(asked.people, asked.rows, int(seed), habits))
        for habits in asked.habits.split(",")
        for seed in asked.seeds.split(",")
    ]


def _sender(text: str) -> str:
    return Random(text).choice(sorted(set(SENDERS) - {"linkbench"}))


def _emptied(made: Made, name: str) -> Made:
    """The same list, the destroyed cells empty."""
    column = next(at for at, field in enumerate(made.columns) if field == LOST[name])
    for row, line in zip(made.rows, made.lines, strict=True):
        if name in line.done:
            row[column] = ""
    return made


def _tell(out: TextIO, made: Made, answers: Iterable[Answer], told: Score, whole: Score) -> None:
    """Without names: which rows, what was done to them, and what was said."""
    out.write(f"\n{made.name}: {whole.f1:.4f} → {told.f1:.4f}, {told.wrong_links} wrong links\n")
    missed: dict[str, int] = defaultdict(int)
    for at, (line, said) in enumerate(zip(made.lines, answers, strict=True)):
        rid = line.rid if line.kind == "person" else None
        if said.linked and said.rid != rid:
            out.write(f"  wrong: row {at} {made.rows[at]} {line.done} is {rid}, said {said.rid}: {said.reasons}\n")
        elif rid is not None and said.rid != rid:
            missed["+".join(line.done) or "untouched"] += 1
    out.write(f"  missed, by what was done: {dict(missed)}\n")


def _row(cells: Sequence[str], note: str = "") -> None:
    first, *others = cells
    _say(
        " ".join(
            [first.ljust(WIDTHS[0]), *(c.rjust(w) for c, w in zip(others, WIDTHS[1:], strict=True)), note]
        ).rstrip()
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
