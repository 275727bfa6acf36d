from .changes import PersonChange
from .establishments import Establishment, Place, Product
from .exports import Export, ExportedPerson
from .files import PopulationFile
from .households import Household
from .persons import Identifier, Person, PersonGroup, Telephone
from .rosters import RosterEntry
from .sellers import EstablishmentChange, ListingCheck, ProductListing, ProductPromotion, SellerFile

__all__ = [
    "Establishment", "EstablishmentChange", "Export", "ExportedPerson", "Household", "Identifier", "ListingCheck",
    "Person", "PersonChange", "PersonGroup", "Place", "PopulationFile", "Product", "ProductListing", "ProductPromotion",
    "RosterEntry", "SellerFile", "Telephone",
]  # fmt: skip
