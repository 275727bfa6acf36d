"""An organisation's own people (C3 a): who they are, the file they came from, and what only the desk can tell."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tungnha.units.models import Organisation, Role
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .handed_in import HandedInTable
from .persons import Person

CONTENT = "people.rosterfile.content"


class RosterEntry(models.Model):
    """That a person is on the staff or among the members of an organisation (danh sách của đơn vị), from when to when.

    A teacher who lives elsewhere is a Person without a household; where the register knows her, it is the same row.
    Who leaves and comes back has two entries.
    """

    class Kind(models.TextChoices):
        STAFF = "staff", "cán bộ, người lao động"
        MEMBER = "member", "đoàn viên, hội viên"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roster_entries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roster_entries")
    kind = models.CharField("là", max_length=6, choices=Kind.choices, default=Kind.STAFF)
    room = models.CharField("phòng, tổ, chi hội", max_length=80, blank=True)
    position = models.CharField("chức vụ", max_length=80, blank=True)
    home = models.CharField("nơi ở, như đơn vị ghi", max_length=160, blank=True)
    from_on = models.DateField("từ ngày", null=True, blank=True)
    to_on = models.DateField("đến hết ngày", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="organisation__area", organisation="organisation", names=True)
    privacy = Privacy(
        personal={"home": "empty"},
        plain=("id", "person", "organisation", "kind", "room", "position", "from_on", "to_on"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=Q(to_on=None),
                name="a_person_is_on_a_roster_once_at_a_time",
            ),
            models.CheckConstraint(
                name="roster_entry_ends_after_it_starts",
                condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")),
            ),
        ]  # fmt: skip


class RosterQuestion(models.Model):
    """That someone on a roster may be a person of the register (cần xã xác nhận): only who sees the register may tell.

    The unit that typed the name is never told that there is such a person.
    """

    class Why(models.TextChoices):
        NAME = "name", "cùng họ tên và ngày sinh"
        NUMBER = "number", "cùng số định danh, khác họ tên"

    entry = models.ForeignKey(RosterEntry, on_delete=models.CASCADE, related_name="questions")
    candidate = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roster_questions")
    why = models.CharField(max_length=6, choices=Why.choices)
    asked_at = models.DateTimeField()
    same = models.BooleanField("là một người", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("units.Member", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="entry__organisation__area", names=True, roles=(Role.OFFICER, Role.DATA_STEWARD))
    privacy = nothing_personal("id", "entry", "candidate", "why", "asked_at", "same", "answered_at", "answered_by")

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "candidate"], name="asked_once_of_an_entry_and_a_person"),
            models.CheckConstraint(
                name="roster_question_answered_at_and_by_together",
                condition=Q(answered_at=None, answered_by=None, same=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False, same__isnull=False),
            ),
        ]


class RosterFile(HandedInTable):
    """The organisation's own workbook, from when it is handed in until it is the roster. Its content is kept encrypted
    until then, and emptied."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roster_files")

    sealed = {"content": CONTENT}
    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="organisation__area", organisation="organisation", names=True)
    privacy = Privacy(
        personal={"content": "empty", "refused": "empty"},
        plain=(
            "id", "organisation", "name", "columns", "received_at", "received_by", "imported_at", "imported_by",
            "counts",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="roster_file_imported_at_and_by_together",
                condition=Q(imported_at=None, imported_by=None)
                | Q(imported_at__isnull=False, imported_by__isnull=False),
            ),
            models.CheckConstraint(
                name="roster_file_is_emptied_by_its_import", condition=Q(imported_at=None) | Q(content="")
            ),
        ]
