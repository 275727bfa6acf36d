from .changes import PersonChange
from .establishments import Establishment, Place, Product
from .exports import Export, ExportedPerson
from .files import PopulationFile
from .households import Household
from .needs import Need
from .persons import Identifier, Person, PersonGroup, Telephone
from .register import Doubt, LikelyDouble, Merge, RegisterNote
from .rosters import RosterEntry, RosterFile, RosterQuestion
from .sellers import EstablishmentChange, ListingCheck, ProductListing, ProductPromotion, SellerFile
from .unmaskings import Unmasking

__all__ = [
    "Doubt", "Establishment", "EstablishmentChange", "Export", "ExportedPerson", "Household", "Identifier",
    "LikelyDouble", "ListingCheck", "Merge", "Need", "Person", "PersonChange", "PersonGroup", "Place",
    "PopulationFile", "Product", "ProductListing", "ProductPromotion", "RegisterNote", "RosterEntry",
    "RosterFile", "RosterQuestion", "SellerFile", "Telephone", "Unmasking",
]  # fmt: skip
