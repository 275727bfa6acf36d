"""At the door and at the culture house."""

from .sellers import SellerVisit
from .sessions import CheckIn, Staffing, SupportSession
from .shares import HouseholdShare
from .visits import Visit, VisitResult

__all__ = ["CheckIn", "HouseholdShare", "SellerVisit", "Staffing", "SupportSession", "Visit", "VisitResult"]
