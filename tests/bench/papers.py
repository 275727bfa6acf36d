"""`python -m tests.bench papers`: what it costs to write papers: a province's 166 at once, and one with a long annex.

No database: the engine alone, from figures to bytes. Seconds of the processor, not of the clock.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tests.drafting.examples import full_report, villages
from tests.drafting.kinds import KINDS
from tungnha.drafting import write_docx, write_pdf, write_xlsx
from tungnha.drafting.letters import WeeklyReport, weekly_report
from tungnha.drafting.letters.sheets import report_sheets

COMMUNES, COUNTRY, VILLAGES = 166, 3321, 34


def main() -> int:
    reports = [full_report(villages=villages(VILLAGES), village_noun="thôn") for _ in range(COMMUNES)]
    write_pdf(weekly_report(reports[0]))  # the typeface is read once a process
    for name, write in WRITERS.items():
        say(f"{COMMUNES} reports of {VILLAGES} villages, {name}", lambda write=write: [write(one) for one in reports])
    for rows in (COMMUNES, COUNTRY):
        long = full_report(villages=villages(rows), village_noun="xã")
        for name, write in WRITERS.items():
            say(f"one report with an annex of {rows:,} rows, {name}", lambda write=write, long=long: [write(long)])
    for kind in KINDS:
        document = kind.make()
        say(f"{kind.name}, .docx", lambda document=document: [write_docx(document)])
        say(f"{kind.name}, .pdf", lambda document=document: [write_pdf(document)])
    return 0


WRITERS: dict[str, Callable[[WeeklyReport], bytes]] = {
    ".docx": lambda report: write_docx(weekly_report(report)),
    ".pdf": lambda report: write_pdf(weekly_report(report)),
    ".xlsx": lambda report: write_xlsx(report_sheets(report)),
}


def say(what: str, write: Callable[[], list[bytes]]) -> None:
    began, clock = time.process_time(), time.perf_counter()
    made = write()
    taken, wall = time.process_time() - began, time.perf_counter() - clock
    size = sum(map(len, made)) / len(made) / 1024
    sys.stdout.write(f"{what:58} {taken:8.3f} s processor {wall:8.3f} s clock {size:8.0f} KiB each\n")


if __name__ == "__main__":
    sys.exit(main())
