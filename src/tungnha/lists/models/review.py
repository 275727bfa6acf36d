"""The review queue (hàng chờ xem): which rows an officer is asked about, what was decided, what is learnt from it.

docs/decisions/0026-review-queue.md.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from tungnha.people.models import Person
from tungnha.units.models import Member, Organisation, Role
from tungnha.units.privacy import nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

from .incoming import IncomingList, ListRow

DESK = (Role.OFFICER, Role.DATA_STEWARD)  # a sender learns how its list fared, never whom the register knows


class ReviewPlace(models.Model):
    """A row's place in the queue of its list, what the machine had said of it, and who looks at it just now.

    Laid out once after each cross-check, so that the next row is found without reading the others; thrown away with
    the row.
    """

    class State(models.TextChoices):
        OPEN = "open", "chờ xem"
        LATER = "later", "để sau"
        SETTLED = "settled", "đã quyết định"

    incoming = models.ForeignKey(IncomingList, on_delete=models.CASCADE, related_name="places")
    row = models.OneToOneField(ListRow, on_delete=models.CASCADE, related_name="place")
    place = models.PositiveIntegerField("thứ tự hỏi")
    question = models.CharField("câu hỏi", max_length=64, help_text="hash of how row and candidates agree; no names")
    alike = models.PositiveIntegerField("số dòng cùng câu hỏi", default=1)
    best = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    likely = models.FloatField("người giống nhất: giống đến đâu", default=0.0)
    alone = models.BooleanField("không ai khác đáng kể", default=False)
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    machine_verdict = models.CharField("máy kết luận", max_length=10, choices=ListRow.Verdict.choices)
    machine_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    machine_double = models.PositiveIntegerField(null=True, blank=True)
    taken_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taken_until = models.DateTimeField("đang xem đến", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="incoming__area", names=True, roles=DESK)
    privacy = nothing_personal(
        "id", "incoming", "row", "place", "question", "alike", "best", "likely", "alone", "state", "machine_verdict",
        "machine_person", "machine_double", "taken_by", "taken_until",
    )  # fmt: skip

    class Meta:
        ordering = ["incoming", "place"]
        indexes = [
            models.Index(fields=["incoming", "state", "place"], name="review_place_in_order"),
            models.Index(fields=["incoming", "question"], name="review_place_by_question"),
        ]

    def __str__(self) -> str:
        return f"{self.incoming_id}/{self.place}"

    def is_taken(self, by: Member, at: datetime) -> bool:
        """Whether somebody else looks at this row now."""
        return self.taken_by_id not in (None, by.pk) and self.taken_until is not None and self.taken_until > at


class ReviewDecision(models.Model):
    """One thing an officer said of one row (quyết định). Only added: what is taken back stays, with who and when.

    Kept by the row's line in the file: rows are made anew when a list is cross-checked again, decisions are not.
    What stands is the latest that is not undone; "later" settles nothing.
    """

    class What(models.TextChoices):
        SAME = "same", "là người máy đưa ra"
        OTHER = "other", "là người khác trong sổ"
        ADDED = "added", "thêm mới vào sổ"
        NOBODY = "nobody", "không có trong sổ"
        WRONG = "wrong", "dòng không phải một người"
        LATER = "later", "để xem sau"

    incoming = models.ForeignKey(IncomingList, on_delete=models.CASCADE, related_name="decisions")
    row = models.ForeignKey(
        ListRow, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions", verbose_name="dòng"
    )
    number = models.PositiveIntegerField("dòng trong tệp")
    sheet = models.CharField("trang tính", max_length=120, blank=True)
    step = models.UUIDField("lần ghi", db_index=True, help_text="what was decided by one press, and is undone by one")
    what = models.CharField("quyết định", max_length=6, choices=What.choices)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="list_decisions"
    )  # told to whoever asks what is held of her
    likely = models.FloatField("máy thấy giống đến đâu", null=True, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undone_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="incoming__area", names=True, roles=DESK)
    privacy = nothing_personal(
        "id", "incoming", "row", "number", "sheet", "step", "what", "person", "likely", "by", "at", "undone_at",
        "undone_by",
    )  # fmt: skip

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["incoming", "number"], name="decision_by_row"),
            models.Index(fields=["incoming", "by", "at"], name="decision_by_member"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["step", "incoming", "number"], name="one_decision_of_a_row_in_a_step"),
            models.CheckConstraint(
                name="decision_names_a_person_exactly_when_there_is_one",
                condition=Q(what__in=("same", "other", "added"), person__isnull=False)
                | Q(what__in=("nobody", "wrong", "later"), person__isnull=True),
            ),
            models.CheckConstraint(
                name="decision_undone_at_and_by_together",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incoming_id}/{self.number}: {self.what}"


class DecidedPair(models.Model):
    """What one decision says of one way of agreeing (pattern): a pair of that kind was, or was not, one person.

    It names nobody and outlives the list: the next cross-check of the same sender learns from it.
    """

    sender = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="decided_pairs")
    decision = models.ForeignKey(ReviewDecision, null=True, blank=True, on_delete=models.SET_NULL, related_name="pairs")
    pattern = models.CharField("cách giống nhau", max_length=120)
    same = models.BooleanField("là một người")
    at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="sender__area", roles=DESK)
    privacy = nothing_personal("id", "sender", "decision", "pattern", "same", "at")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["sender", "at"], name="decided_pair_by_sender")]

    def __str__(self) -> str:
        return f"{self.pattern}: {self.same}"
