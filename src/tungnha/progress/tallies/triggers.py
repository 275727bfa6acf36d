"""The triggers that write down which village must be counted again, in the transaction that changed something."""

from __future__ import annotations

from tungnha.units.triggers import Noting, Watched

LOG = "progress_tallystale"
_HOME = "(SELECT village_id FROM people_household WHERE id = {row}.household_id)"
_PERSON = (
    "(SELECT h.village_id FROM people_person p JOIN people_household h ON h.id = p.household_id "
    "WHERE p.id = {row}.person_id)"
)
_SELLER = "(SELECT village_id FROM people_establishment WHERE id = {row}.establishment_id)"
_PRODUCT = (
    "(SELECT e.village_id FROM people_product g JOIN people_establishment e ON e.id = g.establishment_id "
    "WHERE g.id = {row}.product_id)"
)
# Everything of the village may have changed.
ALL = "CAST(NULL AS bigint)"

STALE = Noting(
    prefix="progress_stale_",
    log=LOG,
    columns=("village_id", "service_id"),
    tables={
        "ledger_standing": Watched(
            (f"COALESCE({_PERSON}, {_HOME}, {_SELLER}, {_PRODUCT})", "{row}.service_id"),
            (
                "person_id", "household_id", "establishment_id", "product_id", "service_id", "level", "since_on",
                "until_on",
            ),
        ),
        "people_household": Watched(("{row}.village_id", ALL), ("village_id", "left_on")),
        "people_person": Watched((_HOME, ALL), ("household_id", "birth_date", "birth_precision", "residence")),
        "people_persongroup": Watched((_PERSON, ALL), ("person_id", "kind", "from_on", "to_on")),
        "people_establishment": Watched(
            ("{row}.village_id", ALL), ("village_id", "kind", "eligible", "closed_on", "same_as_id")
        ),
        "people_product": Watched(
            (_SELLER, ALL), ("establishment_id", "ocop_stars", "recognised_on", "valid_until", "ended_on")
        ),
        "units_area": Watched(("{row}.id", ALL), ("parent_id", "path"), events=("update",)),
    },
    once=True,
)  # fmt: skip
