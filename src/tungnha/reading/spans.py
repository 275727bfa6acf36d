"""Finding which of many spans a span touches, without asking them all: a long plan has thousands."""

from collections import defaultdict
from collections.abc import Sequence

_STEP = 2048  # characters


class Spans:
    """Half-open spans (start, end) in the order given."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans
        self._near: dict[int, list[int]] = defaultdict(list)
        for i, (start, end) in enumerate(spans):
            for part in range(start // _STEP, max(start, end - 1) // _STEP + 1):
                self._near[part].append(i)

    def first_touching(self, start: int, end: int) -> int | None:
        """The first span, in the order given, that shares a character with start…end or holds its start."""
        best: int | None = None
        for part in range(start // _STEP, max(start, end - 1) // _STEP + 1):
            for i in self._near.get(part, ()):
                s, e = self._spans[i]
                if (s <= start < e or start <= s < end) and (best is None or i < best):
                    best = i
                    break
        return best
