from .breaches import Breach, BreachNote
from .changes import PersonChange
from .consents import Consent, ConsentNotice
from .erasures import Erasure, KeptCount, Retention, Tombstone
from .establishments import Establishment, Place, Product
from .exports import Export, ExportedPerson
from .files import ImportPart, PopulationFile, SenderLayout
from .households import Household
from .needs import Need
from .persons import Identifier, Person, PersonGroup, Telephone
from .processing import ProcessingRecord, ProtectionCheck
from .register import Doubt, LikelyDouble, Merge, RegisterNote
from .rights import Restriction, RightsRequest
from .rosters import RosterEntry, RosterFile, RosterQuestion
from .search import NameWord
from .sellers import EstablishmentChange, ListingCheck, ProductListing, ProductPromotion, SellerFile
from .unmaskings import Unmasking

__all__ = [
    "Breach", "BreachNote", "Consent", "ConsentNotice", "Doubt", "Erasure", "Establishment", "EstablishmentChange",
    "Export", "ExportedPerson", "Household", "Identifier", "ImportPart", "KeptCount", "LikelyDouble", "ListingCheck",
    "Merge", "NameWord", "Need", "Person", "PersonChange", "PersonGroup", "Place", "PopulationFile",
    "ProcessingRecord", "Product", "ProductListing", "ProductPromotion", "ProtectionCheck", "RegisterNote",
    "Restriction", "Retention", "RightsRequest", "RosterEntry", "RosterFile", "RosterQuestion", "SellerFile",
    "SenderLayout", "Telephone", "Tombstone", "Unmasking",
]  # fmt: skip
