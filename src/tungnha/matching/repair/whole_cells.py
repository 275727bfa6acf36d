"""Cells that hold a name and more, sorted by themselves: each is one person's, the rest of its row another's.

Name, birth and number of such a cell agree, so nothing in it is against a link; only the other columns are. Which of
the two the row means nobody can say: it is left to a person.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tungnha.matching.repair.links import Link, links_of
from tungnha.matching.repair.paths import Floats, blocks
from tungnha.matching.repair.slip_mends import DOUBTED, LEAST_DOUBTED, Known
from tungnha.matching.repair.work import DOUBTFUL, NOT_USED, Cells, Rows, Work, distrust

Bools = npt.NDArray[np.bool_]
TELLS = 5.0  # nats against the row's own columns before one of them is a witness
WITNESSES = 2


def doubt_whole_cells(work: Work, known: Known, people: Rows) -> None:
    """Blocks whose cells of names, with what was parted from them, are other rows'."""
    moved = {field: np.isin(people, list(rows)) for field, rows in work.of_names.items() if rows}
    more = np.zeros(len(people), bool)
    for field in ("birth", "personal_number"):
        more |= moved.get(field, False)
    if more.sum() < LEAST_DOUBTED:
        return
    links = [link for link in links_of(known.again(), known.by_number, known.by_phone) if link.weigh(())]
    against = [one for link in links if (one := _against(link, moved, more)) is not None]
    if len(against) < WITNESSES:
        return
    total: Floats = np.sum(against, axis=0)
    for block in blocks([total], DOUBTED, 3.0):
        inside = slice(block.first, block.last + 1)
        witnesses = sum(float(one[inside].sum()) > TELLS for one in against)
        rows = np.flatnonzero(more[inside]) + block.first
        if witnesses >= WITNESSES and len(rows) >= LEAST_DOUBTED:
            _doubt(work, people, rows, moved)


def _against(link: Link, moved: dict[str, Bools], more: Bools) -> Floats | None:
    """What a link between the cell of the name and another column speaks against their being one person's."""
    of, to = (
        more if field == "full_name" else moved.get(field, np.zeros(len(more), bool)) for field in (link.of, link.to)
    )
    between = more & (of != to)
    return np.where(between, -link.at(0) * link.weight, 0.0) if between.any() else None


def _doubt(work: Work, people: Rows, at: npt.NDArray[np.int64], moved: dict[str, Bools]) -> None:
    rows = people[at]
    steps = [distrust("full_name", rows, DOUBTFUL)]
    steps += [distrust(field, people[at[held[at]]], NOT_USED) for field, held in moved.items()]

    def apply(cells: Cells) -> None:
        for step in steps:
            step(cells)

    words = (
        f"họ tên và những gì ghi chung ô trong cột {work.title('full_name')} phần lớn là của dòng khác, không khớp với "
        "các cột còn lại; cần người xem từng dòng"
    )
    work.do("doubt", "full_name", rows, words, apply, sure=False, extra="cell")
