from .documents import Draft, PlanDocument
from .network import Delivery, Proposal
from .plan import AssignedDuty, Assignment, LegalBasis, Plan, Question, Recipient
from .reporting import Duty
from .targets import ShareStep, Target, TargetShare
from .tasks import Task
from .versions import PlanChange, PlanVersion

__all__ = [
    "AssignedDuty", "Assignment", "Delivery", "Draft", "Duty", "LegalBasis", "Plan", "PlanChange", "PlanDocument",
    "PlanVersion", "Proposal", "Question", "Recipient", "ShareStep", "Target", "TargetShare", "Task",
]  # fmt: skip
