"""What is done about reports: periods come into being, units write and send, the desk accepts, compiles and freezes."""

from .approving import accept, ask_to_reopen, lock, reopen, see_corrections, take_back
from .compiling import compile_report, freeze, reopen_report, save_front, save_words, send_upward
from .drafting import save_draft
from .obligations import HORIZON, ensure_obligations, tick
from .submissions import Doubtful, NewFigure, return_submission, submit

__all__ = [
    "HORIZON", "Doubtful", "NewFigure", "accept", "ask_to_reopen", "compile_report", "ensure_obligations", "freeze",
    "lock", "reopen", "reopen_report", "return_submission", "save_draft", "save_front", "save_words", "see_corrections",
    "send_upward", "submit",
    "take_back", "tick",
]  # fmt: skip
