"""What is said from below and answered: difficulties, citizens' feedback, rumours, opinions."""

from .difficulties import Difficulty, DifficultyParty, DifficultyStep
from .feedback import AppMonth, Feedback, OfficialApp
from .opinions import OpinionNote
from .rumours import Rumour, RumourAnswer, RumourPlace, RumourReport
from .subjects import SubjectRule

__all__ = [
    "AppMonth", "Difficulty", "DifficultyParty", "DifficultyStep", "Feedback", "OfficialApp", "OpinionNote", "Rumour",
    "RumourAnswer", "RumourPlace", "RumourReport", "SubjectRule",
]  # fmt: skip
