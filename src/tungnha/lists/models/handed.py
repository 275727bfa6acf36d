"""Lists handed out (danh sách giao đơn vị đối chiếu): people given to a unit to be checked against its own books, and
what it sends back. The other direction of an incoming list."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.people.models import Export, Person
from tungnha.people.models.handed_in import HandedInTable
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.protection import EncryptedTextField
from tungnha.units.scope import Scope, ScopedQuerySet

CONTENT = "lists.handedreturn.content"


class HandedList(models.Model):
    """One list given to a unit for its own cross-check. What for, by which paper, until when and under which mark
    stands in its `export`, the record of every file that leaves the house; here stand the choice and what became of it.
    """

    class Who(models.TextChoices):
        ROSTER = "roster", "người trong danh sách của chính đơn vị"
        GROUP = "group", "người của một nhóm"
        MISSING = "missing", "người chưa có một tiện ích"
        HOLDING = "holding", "người sổ ghi đã có một tiện ích"
        CONTESTED = "contested", "người có hai ghi nhận khác nhau"

    export = models.OneToOneField(Export, on_delete=models.PROTECT, related_name="handed")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="handed_lists")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="handed_lists")
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="handed_lists")
    who = models.CharField("những ai", max_length=9, choices=Who.choices)
    choice_words = models.CharField("những ai, bằng lời", max_length=300)
    columns = models.JSONField("các cột", default=list, help_text="mã trong lists.handed_rules.COLUMNS")
    asked = models.JSONField("hỏi tiện ích nào", default=list, help_text="[[mã tiện ích, mức], …]")
    whole_why = models.CharField("vì sao ghi số đầy đủ", max_length=200, blank=True)
    left_out = models.PositiveIntegerField("người đã yêu cầu hạn chế, không đưa vào", default=0)
    made_at = models.DateTimeField("giao lúc")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("tải lần đầu lúc", null=True, blank=True)
    taken_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    called_back_at = models.DateTimeField("thu lại lúc", null=True, blank=True)
    called_back_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    called_back_why = models.CharField("vì sao thu lại", max_length=300, blank=True)
    deletion_said_at = models.DateTimeField("báo đã xóa lúc", null=True, blank=True)
    deletion_said_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", organisation="receiver", names=True)
    privacy = nothing_personal(
        "id", "export", "area", "receiver", "campaign", "who", "choice_words", "columns", "asked", "whole_why",
        "left_out", "made_at", "made_by", "taken_at", "taken_by", "called_back_at", "called_back_by",
        "called_back_why", "deletion_said_at", "deletion_said_by",
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="handed_list_taken_at_and_by_together",
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
            ),
            models.CheckConstraint(
                name="handed_list_called_back_with_a_reason",
                condition=Q(called_back_at=None, called_back_by=None, called_back_why="")
                | (Q(called_back_at__isnull=False, called_back_by__isnull=False) & ~Q(called_back_why="")),
            ),
            models.CheckConstraint(
                name="handed_list_deletion_said_at_and_by_together",
                condition=Q(deletion_said_at=None, deletion_said_by=None)
                | Q(deletion_said_at__isnull=False, deletion_said_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.export.mark


class HandedRow(models.Model):
    """One person in a list handed out (dòng của danh sách giao), known in it by a key that means nothing elsewhere.

    `given_text` is what the unit was told, field by field: what it corrects is read against that. It is emptied once
    the unit has said that the file is deleted."""

    handed = models.ForeignKey(HandedList, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("số thứ tự")
    key = models.CharField("mã dòng", max_length=10, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handed_rows")
    given_text = EncryptedTextField("đã giao", blank=True, help_text="JSON: mã cột → chữ trong ô")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="handed__area", organisation="handed__receiver", names=True)
    privacy = Privacy(personal={"given_text": "empty"}, plain=("id", "handed", "number", "key", "person"))

    class Meta:
        ordering = ["handed", "number"]
        constraints = [
            models.UniqueConstraint(fields=["handed", "number"], name="one_row_of_a_number_in_a_handed_list")
        ]


class HandedReturn(HandedInTable):
    """The same file as the unit sent it back (bản đơn vị trả lại), from hand-in until its words stand as claims."""

    handed = models.ForeignKey(HandedList, on_delete=models.CASCADE, related_name="returns")
    as_of_on = models.DateField("đơn vị ghi đến ngày")
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField("vì sao rút lại", max_length=300, blank=True)

    sealed = {"content": CONTENT}
    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="handed__area", organisation="handed__receiver", names=True)
    privacy = Privacy(
        personal={"content": "empty", "refused": "empty"},
        plain=(
            "id", "handed", "as_of_on", "name", "columns", "received_at", "received_by", "imported_at", "imported_by",
            "counts", "withdrawn_at", "withdrawn_by", "withdrawn_why",
        ),
    )  # fmt: skip

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="handed_return_imported_at_and_by_together",
                condition=Q(imported_at=None, imported_by=None)
                | Q(imported_at__isnull=False, imported_by__isnull=False),
            ),
            models.CheckConstraint(
                name="handed_return_is_emptied_by_its_import", condition=Q(imported_at=None) | Q(content="")
            ),
            models.CheckConstraint(
                name="handed_return_withdrawn_only_once_imported_and_with_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, imported_at__isnull=False)
                & ~Q(withdrawn_why=""),
            ),
        ]


class HandedAnswer(models.Model):
    """What a unit said of one row in one return (lời của đơn vị về một dòng), kept as said beside what it led to."""

    sent_back = models.ForeignKey(HandedReturn, on_delete=models.CASCADE, related_name="answers")
    row = models.ForeignKey(HandedRow, on_delete=models.CASCADE, related_name="answers")
    # Said of this person: what is erased or merged is found by it.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handed_answers")
    line = models.PositiveIntegerField("dòng trong tệp")
    theirs = models.BooleanField("là người của đơn vị", null=True, blank=True)
    said_text = EncryptedTextField("lời của đơn vị", blank=True, help_text="JSON: facts, services, note, problems")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="row__handed__area", organisation="row__handed__receiver", names=True)
    privacy = Privacy(personal={"said_text": "empty"}, plain=("id", "sent_back", "row", "person", "line", "theirs"))

    class Meta:
        ordering = ["sent_back", "line"]
        constraints = [
            models.UniqueConstraint(fields=["sent_back", "row"], name="a_return_answers_a_row_once"),
        ]
