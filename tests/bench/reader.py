"""The reader: pages a second of text and of scans, peak memory, and whether time grows with length only.

Peak memory is that of a process of its own with all it starts (reading/sandbox.py), so of the parsing itself.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter

from tests.bench import long_plan
from tests.bench.table import Table, machine
from tests.reading import printing
from tungnha import reading
from tungnha.drafting.pdf import converter, to_pdf

GROWTH = (20, 100, 500)  # pages
SCANNED = 4  # pages
_PEAK = """
import json, resource, sys, time
from tungnha import reading
begun = time.perf_counter()
reading.read(sys.argv[1])
took = time.perf_counter() - begun
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps([took, peak // 1024]))
"""


def main() -> int:
    table = Table()
    table.head(machine("the reader, no database"))
    measure(table)
    return 0


def measure(table: Table) -> None:
    text = long_plan.text_of(20)
    word = long_plan.docx_of(text)
    table.measure(
        f"read a plan of 20 pages, .docx ({len(word) // 1024} KB)", partial(reading.read_bytes, "a.docx", word), 5
    )
    for pages in GROWTH:
        with table.part(f"read a text of {pages} pages"):
            _text(table, pages)
    with table.part("peak memory, .docx of 500 pages"):
        _peak(table, "peak memory, .docx of 500 pages", ".docx", long_plan.docx_of(long_plan.text_of(500)), 500)
    if converter() is None:
        table.failed("read PDFs and scans", RuntimeError("LibreOffice, which prints them, is not installed"))
        return
    with table.part("read PDFs and scans"):
        pdf = to_pdf(word)
        sheets = printing.pages_of(pdf)
        _peak(table, f"read a PDF of {len(sheets)} pages with letters", ".pdf", pdf, len(sheets))
        scan = printing.scanned(sheets[: SCANNED - 1] + sheets[-1:])
        _peak(table, f"read a scan of {SCANNED} pages, 200 dpi", ".pdf", scan, SCANNED)


def _text(table: Table, pages: int) -> None:
    text = long_plan.text_of(pages)
    times = []
    for _ in range(3 if pages < 200 else 1):
        begun = perf_counter()
        reading.read_text(text)
        times.append(perf_counter() - begun)
    table.times(
        f"read a text of {pages} pages",
        times,
        f"{min(times) / pages * 1000:.1f} ms a page, {pages / min(times):.0f} pages/s",
    )


def _peak(table: Table, what: str, suffix: str, data: bytes, pages: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"a{suffix}"
        file.write_bytes(data)
        done = subprocess.run([sys.executable, "-c", _PEAK, str(file)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip().rsplit("\n", 1)[-1])
    took, peak = json.loads(done.stdout)
    table.times(what, [took], f"{pages / took:.1f} pages/s, peak {peak} MB")


if __name__ == "__main__":
    sys.exit(main())
