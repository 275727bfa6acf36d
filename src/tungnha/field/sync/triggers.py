"""The triggers that write down which household changed, whatever writes (units/triggers.py lays them)."""

from __future__ import annotations

from tungnha.units.triggers import Noting, Watched

LOG = "field_fieldchange"
_OF_PERSON = "(SELECT household_id FROM people_person WHERE id = {row}.person_id)"
# table → which household a row of it is about
HOUSEHOLD_OF = {
    "people_household": "{row}.id",
    "people_person": "{row}.household_id",
    "people_telephone": _OF_PERSON,
    "people_identifier": _OF_PERSON,
    "people_need": _OF_PERSON,
    "people_persongroup": _OF_PERSON,
    "people_restriction": _OF_PERSON,
    "ledger_standing": f"COALESCE({{row}}.household_id, {_OF_PERSON})",
    "field_visit": "{row}.household_id",
    "field_householdshare": "{row}.household_id",
    "field_householdinformed": "{row}.household_id",
    "field_householdhelper": "{row}.household_id",
}
CHANGES = Noting(
    prefix="field_change_",
    log=LOG,
    columns=("household_id",),
    tables={table: Watched((home,)) for table, home in HOUSEHOLD_OF.items()},
    on_postgresql={"xid": "pg_current_xact_id()::text::bigint"},
)
lay, take_away, are_laid = CHANGES.lay, CHANGES.take_away, CHANGES.are_laid
