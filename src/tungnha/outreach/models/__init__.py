"""What is said, taught and given out: one module per noun."""

from .activities import Activity, ActivityPart, PartResult
from .addresses import PlanAddress, PlanLink
from .inspections import ChecklistItem, Finding, FindingStep, Inspection, InspectionAnswer
from .materials import Material, MaterialDelivery, MaterialFile
from .money import EstimateLine, FundSource, Gift, SupportNorm, TeamPayment
from .news import News, NewsPhoto
from .offers import Offer, OfferTelling
from .recognition import Commendation, CommendationStep, GoodPractice, PracticeCopy
from .sites import PostedSite, Posting, SiteEntry
from .themes import KeyMessage, Kind, OutreachForm, Pillar, Theme
from .trainees import Assessment, Attendance, Trainee
from .training import Audience, Competence, Course, CourseCount, ProgrammeTask, TrainingProgramme
from .words import Channel, ReadyText, TextTemplate
from .zalo import ZaloGroup, ZaloHousehold, ZaloNotice

__all__ = [
    "Activity",
    "ActivityPart",
    "Assessment",
    "Attendance",
    "Audience",
    "Channel",
    "ChecklistItem",
    "Commendation",
    "CommendationStep",
    "Competence",
    "Course",
    "CourseCount",
    "EstimateLine",
    "Finding",
    "FindingStep",
    "FundSource",
    "Gift",
    "GoodPractice",
    "Inspection",
    "InspectionAnswer",
    "KeyMessage",
    "Kind",
    "Material",
    "MaterialDelivery",
    "MaterialFile",
    "News",
    "NewsPhoto",
    "Offer",
    "OfferTelling",
    "OutreachForm",
    "PartResult",
    "Pillar",
    "PlanAddress",
    "PlanLink",
    "PostedSite",
    "Posting",
    "PracticeCopy",
    "ProgrammeTask",
    "ReadyText",
    "SiteEntry",
    "SupportNorm",
    "TeamPayment",
    "TextTemplate",
    "Theme",
    "Trainee",
    "TrainingProgramme",
    "ZaloGroup",
    "ZaloHousehold",
    "ZaloNotice",
]
