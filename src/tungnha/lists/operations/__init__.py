"""What is done with a list: received, its columns confirmed, its rows matched, the doubtful settled, then claims."""

from .agreements import agreement_for, end_agreement, make_agreement
from .checking import begin, check_again, last_run, match_list, undo_mend
from .claiming import confirm_list, confirm_rest, how_many_to_claim, withdraw_list
from .exchange import confirm_gone, end_content, is_there, keep_longer
from .opening import found_in, rows_in
from .receiving import choose_sheet, discard_list, receive_list
from .register import being_imported, changed_since, register_of
from .running import GOING_ON, ask_to_stop, back_to_last, go_on, launch
from .settling import settle_row

__all__ = [
    "GOING_ON", "agreement_for", "ask_to_stop", "back_to_last", "begin", "being_imported", "changed_since",
    "check_again", "choose_sheet", "confirm_gone", "confirm_list", "confirm_rest", "discard_list", "end_agreement",
    "end_content", "found_in", "go_on", "how_many_to_claim", "is_there", "keep_longer", "last_run", "launch",
    "make_agreement", "match_list", "receive_list", "register_of", "rows_in", "settle_row", "undo_mend",
    "withdraw_list",
]  # fmt: skip
