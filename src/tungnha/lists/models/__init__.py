from .incoming import ColumnChoice, IncomingList, ListRow

__all__ = ["ColumnChoice", "IncomingList", "ListRow"]
