"""What is due, what was sent, what was compiled and signed."""

from .closing import EvaluationWeights, HandedUp, PhaseClosing, PhaseReopening
from .compiled import Report, Wording
from .duties import CalendarFeed, Excuse, Reminder, ReminderRule
from .exchange import (
    Answer,
    Destination,
    FileState,
    KeptList,
    OtherKey,
    OwnKey,
    PlanMatch,
    ReceivedFile,
    SendTry,
    SentFile,
)
from .obligations import Obligation
from .papers import Abbreviation, NumberSeries, OfficeForm, Paper, PaperChange, PaperWords, Signer, TakenNumber
from .requests import Request, RequestAnswer, RequestAsk, RequestField
from .sending import AskedList, Correction, LockedCopy, NamedList, NamedRow, SharedReport, Step, UnitDraft
from .submissions import Submission, SubmittedFigure

__all__ = [
    "Abbreviation", "Answer", "AskedList", "CalendarFeed", "Correction", "Destination", "EvaluationWeights", "Excuse",
    "FileState", "HandedUp", "KeptList", "LockedCopy", "NamedList", "NamedRow", "NumberSeries", "Obligation",
    "OfficeForm", "OtherKey", "OwnKey", "Paper", "PaperChange", "PaperWords", "PhaseClosing", "PhaseReopening",
    "PlanMatch", "ReceivedFile", "Reminder", "ReminderRule", "Report", "Request", "RequestAnswer", "RequestAsk",
    "RequestField", "SendTry", "SentFile", "SharedReport", "Signer", "Step", "Submission", "SubmittedFigure",
    "TakenNumber", "UnitDraft", "Wording",
]  # fmt: skip
