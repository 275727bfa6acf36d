from .agreements import Agreement
from .incoming import CheckRun, ColumnChoice, IncomingList, ListRow
from .review import DecidedPair, ReviewDecision, ReviewPlace

__all__ = [
    "Agreement", "CheckRun", "ColumnChoice", "DecidedPair", "IncomingList", "ListRow", "ReviewDecision", "ReviewPlace",
]  # fmt: skip
