"""Who has been silent: places where for two weeks nothing was recorded.

Of villages the day of the latest claim is known; where only silence is asked for, the claims are looked at of those
villages alone in which, as the kept counts tell, nobody got it lately. Of a province's communes the counts kept of two
days are compared: asking for the latest of millions of claims would take longer than the page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tungnha.ledger.models import Measure
from tungnha.plans.models import Target
from tungnha.progress.board import Board
from tungnha.progress.figures import Figure
from tungnha.progress.openers import latest_days
from tungnha.progress.tallies.reading import began, on_days
from tungnha.progress.tallies.slots import held_of, is_kept, numbered
from tungnha.units import clock
from tungnha.units.models import Area

SILENT_AFTER = 14  # days without anything recorded
Tell = Callable[[Figure], dict[str, Any]]  # {"latest_on": day or None, "silent": whether}


def teller(board: Board, target: Target, *, latest: bool = True) -> Tell:
    """`latest`: the day is to be shown of all; without it, of the silent ones only."""
    measure = target.measure
    if measure is None:
        return lambda found: {"latest_on": None, "silent": False}
    if board.root.kind == Area.Kind.PROVINCE and is_kept(measure):
        return _unmoved(board, target)
    after = board.on - timedelta(days=SILENT_AFTER)
    sure = set() if latest else _surely_spoke(board, measure, after)
    known = latest_days(measure, board.root, beside=sure) | dict.fromkeys(sure, board.on)

    def tell(found: Figure) -> dict[str, Any]:
        days = [day for path, day in known.items() if path.startswith(found.area.path) and day <= board.on]
        on = max(days, default=None)
        return {"latest_on": None if found.area.path in sure else on, "silent": on is None or on < after}

    return tell


def _surely_spoke(board: Board, measure: Measure, after: date) -> set[str]:
    """Paths of the villages where more began to have it since that day than came of age: no day that somebody has it
    from lies after the day it was recorded. On an earlier day than today it may have been recorded later still."""
    if board.root.kind != Area.Kind.COMMUNE or not is_kept(measure) or board.on != clock.today():
        return set()
    return began(measure, board.root, after, board.on)


def _unmoved(board: Board, target: Target) -> Tell:
    """The count of a commune is what it was two weeks ago."""
    assert target.measure is not None
    key, then = held_of(target.measure), board.on - timedelta(days=SILENT_AFTER)
    slot = numbered([key])[key]
    before = {path: n for path, _, _, n in on_days([(slot, then)], board.root, clock.today(), Area.Kind.COMMUNE)}

    def tell(found: Figure) -> dict[str, Any]:
        return {"latest_on": None, "silent": found.now is None or found.now == before.get(found.area.path, 0)}

    return tell
