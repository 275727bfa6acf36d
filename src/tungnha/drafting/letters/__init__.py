"""Whole documents from plain data: reports, reminders, requests for figures, a lower unit's own plan."""

from tungnha.drafting.letters.invitation import Invitation, invitation
from tungnha.drafting.letters.notice import Notice, notice, submission
from tungnha.drafting.letters.parts import Attendance, LateUnit, Sender
from tungnha.drafting.letters.plan import GivenReport, GivenTarget, GivenTask, HigherPlan, LowerPlan, lower_plan
from tungnha.drafting.letters.reminder import ReminderLetter, reminder_letter
from tungnha.drafting.letters.request import DataRequest, data_request_letter
from tungnha.drafting.letters.targets import TargetFigure
from tungnha.drafting.letters.weekly import WeeklyReport, unwritten_parts, weekly_report

__all__ = [
    "Attendance",
    "DataRequest",
    "GivenReport",
    "GivenTarget",
    "GivenTask",
    "HigherPlan",
    "Invitation",
    "LateUnit",
    "LowerPlan",
    "Notice",
    "ReminderLetter",
    "Sender",
    "TargetFigure",
    "WeeklyReport",
    "data_request_letter",
    "invitation",
    "lower_plan",
    "notice",
    "reminder_letter",
    "submission",
    "unwritten_parts",
    "weekly_report",
]
