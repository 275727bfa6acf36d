"""What is done with plans: a document taken in, its reading corrected, the plan confirmed and run."""

from .confirming import confirm_plan
from .documents import DraftOutOfDate, SameFile, create_missing_organisations, receive_document, save_draft
from .running import answer_question, set_number
from .sharing import HandDown, HandedDownMeanwhile, hand_down, share_target, undo_hand_down

__all__ = [
    "DraftOutOfDate", "HandDown", "HandedDownMeanwhile", "SameFile", "answer_question", "confirm_plan",
    "create_missing_organisations", "hand_down", "receive_document", "save_draft", "set_number", "share_target",
    "undo_hand_down",
]  # fmt: skip
