"""What is done with plans: a document taken in, its reading corrected, the plan confirmed and run."""

from .asking import ask_houses
from .confirming import confirm_plan
from .documents import DraftOutOfDate, SameFile, create_missing_organisations, receive_document, save_draft
from .network import Address, decide_proposal, mark_read, mark_received, propose_change, send_plan
from .running import set_number
from .sharing import HandDown, HandedDownMeanwhile, hand_down, share_target, undo_hand_down
from .versions import Edit, PlanChangedMeanwhile, answer_question, make_version

__all__ = [
    "Address", "DraftOutOfDate", "Edit", "HandDown", "HandedDownMeanwhile", "PlanChangedMeanwhile", "SameFile",
    "answer_question", "ask_houses", "confirm_plan", "create_missing_organisations", "decide_proposal",
    "hand_down", "make_version", "mark_read", "mark_received", "propose_change", "receive_document", "save_draft",
    "send_plan", "set_number", "share_target", "undo_hand_down",
]  # fmt: skip
