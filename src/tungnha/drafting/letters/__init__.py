"""Whole documents from plain data: the weekly report, the reminder, the request for a base figure."""

from tungnha.drafting.letters.parts import Attendance, LateUnit, Sender
from tungnha.drafting.letters.reminder import ReminderLetter, reminder_letter
from tungnha.drafting.letters.request import DataRequest, data_request_letter
from tungnha.drafting.letters.targets import TargetFigure
from tungnha.drafting.letters.weekly import WeeklyReport, unwritten_parts, weekly_report

__all__ = [
    "Attendance",
    "DataRequest",
    "LateUnit",
    "ReminderLetter",
    "Sender",
    "TargetFigure",
    "WeeklyReport",
    "data_request_letter",
    "reminder_letter",
    "unwritten_parts",
    "weekly_report",
]
