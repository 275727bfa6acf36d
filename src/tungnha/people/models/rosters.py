"""An organisation's own people (C3 a)."""

from __future__ import annotations

from django.db import models

from tungnha.units.models import Organisation
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .persons import Person


class RosterEntry(models.Model):
    """That a person is on the staff or among the members of an organisation (danh sách của đơn vị).

    A teacher who lives elsewhere is a Person without a household; where the register knows her, it is the same row.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roster_entries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roster_entries")
    room = models.CharField("phòng, tổ, lớp", max_length=80, blank=True)
    position = models.CharField("chức vụ", max_length=80, blank=True)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="organisation__area", organisation="organisation", names=True)
    privacy = nothing_personal("id", "person", "organisation", "room", "position", "from_on", "to_on")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="a_person_is_on_a_roster_once")]
