"""What is done with a list: received, its columns confirmed, its rows matched, the doubtful settled, then claims."""

from .checking import match_list, read_rows, register_of
from .claiming import confirm_list, withdraw_list
from .opening import table_of, workbook_of
from .receiving import choose_sheet, receive_list
from .settling import settle_row

__all__ = [
    "choose_sheet", "confirm_list", "match_list", "read_rows", "receive_list", "register_of", "settle_row", "table_of",
    "withdraw_list", "workbook_of",
]  # fmt: skip
