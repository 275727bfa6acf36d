"""The kinds of operations that are the field's own."""

from tungnha.field.sync import handlers, reading
from tungnha.field.sync.kinds import register, sellers, visits


def lay() -> None:
    """Visits are applied many at once (kinds.visits); the others one by one."""
    handlers.register_many("visit", check=reading.read_visit, apply=visits.apply_visits)
    handlers.register("add_person", check=reading.read_person, apply=register.add_person)
    handlers.register("add_household", check=reading.read_household, apply=register.add_household)
    handlers.register("card", check=reading.read_card, apply=register.card)
    handlers.register("seller_visit", check=reading.read_seller_visit, apply=sellers.seller_visit)
