from .adoption import AdoptionEntry, AdoptionItem
from .documents import Draft, PlanDocument
from .network import Delivery, Proposal
from .plan import AssignedDuty, Assignment, LegalBasis, Plan, Question, Recipient
from .reporting import Duty
from .targets import ShareStep, Target, TargetShare
from .tasks import Task
from .versions import PlanChange, PlanVersion
from .work import TaskCharge, TaskEntry, TaskExtension, TaskUnit

__all__ = [
    "AdoptionEntry", "AdoptionItem", "AssignedDuty", "Assignment", "Delivery", "Draft", "Duty", "LegalBasis", "Plan",
    "PlanChange", "PlanDocument", "PlanVersion", "Proposal", "Question", "Recipient", "ShareStep", "Target",
    "TargetShare", "Task", "TaskCharge", "TaskEntry", "TaskExtension", "TaskUnit",
]  # fmt: skip
