from .agreements import Agreement
from .incoming import CheckRun, ColumnChoice, IncomingList, ListRow

__all__ = ["Agreement", "CheckRun", "ColumnChoice", "IncomingList", "ListRow"]
