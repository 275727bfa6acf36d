from .changes import PersonChange
from .establishments import Establishment, Place, Product
from .exports import Export, ExportedPerson
from .files import PopulationFile
from .households import Household
from .persons import Identifier, Person, PersonGroup, Telephone
from .rosters import RosterEntry

__all__ = [
    "Establishment", "Export", "ExportedPerson", "Household", "Identifier", "Person", "PersonChange", "PersonGroup",
    "Place", "PopulationFile", "Product", "RosterEntry", "Telephone",
]  # fmt: skip
