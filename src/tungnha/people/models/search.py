"""What a search walks: the words of every name, beside the register (docs/decisions/0015-words-of-names.md)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.units.models import Area
from tungnha.units.privacy import Privacy
from tungnha.units.scope import Scope, ScopedQuerySet

from .persons import Person


class NameWord(models.Model):
    """One word of one name (chữ trong tên), made from the register by people/finding/ and never edited.

    Each name has one row with word 0, whose `place` begins with the given name, and one row for each other word.
    Every column stands in the index, so that a walk never leaves it; all that is compared is a number or bytes, so
    that no database's collation has a say. It has no constraints: people are loaded anew, through the scope, by id.
    """

    commune = models.ForeignKey(
        Area, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    village = models.ForeignKey(
        Area, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    word = models.BigIntegerField(help_text="mã của chữ; 0: cả tên")
    place = models.BinaryField(max_length=25, help_text="chỗ đứng trong kết quả: còn ở đây, tên, đệm, họ")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_words", db_constraint=False)
    spelled = models.CharField(max_length=400, help_text="các chữ của tên, dấu viết bằng số")
    year = models.SmallIntegerField(null=True)
    state = models.SmallIntegerField(help_text="0 ở đây, 1 đi xa, 2 đã chuyển hoặc đã mất")
    other = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False,
        help_text="tên của bản ghi đã gộp vào người này",
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="village", names=True)
    privacy = Privacy(
        personal={"place": "empty", "spelled": "name", "year": "null"},
        plain=("id", "commune", "village", "word", "person", "state", "other"),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["commune", "word", "place", "person", "spelled", "year", "state"], name="name_words_in_order"
            ),
            models.Index(
                fields=["village", "place", "person", "spelled", "year", "state"], condition=Q(word=0),
                name="names_of_a_village",
            ),
            # Year, then word: SQLite counts columns that fit; PostgreSQL leaves out a word it knows.
            models.Index(
                fields=["commune", "year", "word", "place", "person", "spelled", "state"], condition=Q(word=0),
                name="names_of_a_year",
            ),
            models.Index(fields=["other"], condition=Q(other__isnull=False), name="names_of_merged_records"),
        ]  # fmt: skip
