"""At the door and at the culture house."""

from .coming import CheckIn, CheckInService, Invitation, QueueLetter, QueueStep, QueueTicket
from .desk import DeskService, DeskVisit, SatisfactionMark, SeriesValue, TypedSeries
from .devices import ChangeMark, Device, FieldChange, JoinCode, KnownAs, PhoneOperation, SyncEpoch
from .homes import HelperContact, HouseholdHelper, HouseholdInformed, LoudspeakerChoice
from .leading import ContestedLook, LeaderMessage
from .schedule import Equipment, EquipmentUse, OpeningHours, ScheduleRule
from .sellers import SellerVisit
from .sessions import SessionChange, SessionWord, Staffing, SupportSession
from .shares import HouseholdShare
from .visits import Visit, VisitResult
from .ways import WayThere

__all__ = [
    "ChangeMark", "CheckIn", "CheckInService", "ContestedLook", "DeskService", "DeskVisit", "Device", "Equipment",
    "EquipmentUse", "FieldChange", "HelperContact", "HouseholdHelper", "HouseholdInformed", "HouseholdShare",
    "Invitation", "JoinCode", "KnownAs", "LeaderMessage", "LoudspeakerChoice", "OpeningHours", "PhoneOperation",
    "QueueLetter", "QueueStep", "QueueTicket", "SatisfactionMark", "ScheduleRule", "SellerVisit", "SeriesValue",
    "SessionChange", "SessionWord", "Staffing", "SupportSession", "SyncEpoch", "TypedSeries", "Visit", "VisitResult",
    "WayThere",
]  # fmt: skip
