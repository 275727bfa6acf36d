from .documents import Draft, PlanDocument
from .plan import AssignedDuty, Assignment, LegalBasis, Plan, Question, Recipient
from .reporting import Duty
from .targets import ShareStep, Target, TargetShare
from .tasks import Task

__all__ = [
    "AssignedDuty", "Assignment", "Draft", "Duty", "LegalBasis", "Plan", "PlanDocument", "Question", "Recipient",
    "ShareStep", "Target", "TargetShare", "Task",
]  # fmt: skip
