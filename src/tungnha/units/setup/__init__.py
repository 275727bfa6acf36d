"""How a commune sets itself up: villages, organisations, members, groups. One file per noun."""

from .groups import add_place, end_place, found_groups, renew_group, set_rule
from .members import NewMember, admit_member, end_member, reset_password
from .organisations import OrganisationFacts, add_organisation, edit_organisation, end_organisation
from .start import start_commune
from .villages import add_villages, edit_village, end_village

__all__ = [
    "NewMember", "OrganisationFacts", "add_organisation", "add_place", "add_villages", "admit_member",
    "edit_organisation", "edit_village", "end_member", "end_organisation", "end_place", "end_village", "found_groups",
    "renew_group", "reset_password", "set_rule", "start_commune",
]  # fmt: skip
