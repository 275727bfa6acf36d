from .establishments import Establishment, Place, Product
from .households import Household
from .persons import Identifier, Person, PersonGroup, Telephone
from .rosters import RosterEntry

__all__ = [
    "Establishment", "Household", "Identifier", "Person", "PersonGroup", "Place", "Product", "RosterEntry",
    "Telephone",
]  # fmt: skip
