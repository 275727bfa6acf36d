from .agreements import Agreement
from .handed import HandedAnswer, HandedList, HandedReturn, HandedRow
from .incoming import CheckRun, ColumnChoice, IncomingList, ListRow
from .review import DecidedPair, ReviewDecision, ReviewPlace

__all__ = [
    "Agreement", "CheckRun", "ColumnChoice", "DecidedPair", "HandedAnswer", "HandedList", "HandedReturn", "HandedRow",
    "IncomingList", "ListRow", "ReviewDecision", "ReviewPlace",
]  # fmt: skip
