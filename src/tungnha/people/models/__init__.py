from .establishments import Establishment, Place, Product
from .files import PopulationFile
from .households import Household
from .persons import Identifier, Person, PersonGroup, Telephone
from .rosters import RosterEntry

__all__ = [
    "Establishment", "Household", "Identifier", "Person", "PersonGroup", "Place", "PopulationFile", "Product",
    "RosterEntry", "Telephone",
]  # fmt: skip
