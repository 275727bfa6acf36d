"""Which number a plan's targets are measured against, by whose word; what came of looking for people of a list; what is
counted and kept (tallies); which visits are called back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tungnha.field.models import Visit
from tungnha.ledger.models import CountClaim
from tungnha.lists.models import IncomingList
from tungnha.outreach.models import Inspection
from tungnha.plans.models import Plan
from tungnha.units.models import Area, Campaign, Member, Role
from tungnha.units.privacy import Privacy, nothing_personal
from tungnha.units.scope import Scope, ScopedQuerySet

# Only the desk knows which visits are called back: whom it is about must not.
CALL_BACK_ROLES = (Role.OFFICER, Role.LEADER, Role.DATA_STEWARD)


class BaseChoice(models.Model):
    """That a plan's targets of a group are measured against one number (chọn số phải tính), and how the group's words
    are read. Only added to: the latest of a plan and group stands."""

    class Uses(models.TextChoices):
        LATEST = "latest", "số mới nhất của cơ quan có thẩm quyền"
        CLAIM = "claim", "một số đã báo"
        REGISTER = "register", "số đếm từ sổ nhân khẩu"
        PLAN = "plan", "số ghi trong kế hoạch"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="base_choices")
    group = models.CharField("nhóm", max_length=20)
    uses = models.CharField("dùng số nào", max_length=8, choices=Uses.choices)
    claim = models.ForeignKey(CountClaim, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    read_as = models.CharField("hiểu nhóm là", max_length=20, blank=True, help_text="trống: như cách tính của chỉ tiêu")
    reason = models.CharField("vì sao", max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="plan__campaign__area", shared=True)
    privacy = nothing_personal("id", "plan", "group", "uses", "claim", "read_as", "reason", "at", "by")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="base_choice_of_a_claim_names_it",
                condition=Q(uses="claim", claim__isnull=False) | (~Q(uses="claim") & Q(claim=None)),
            )
        ]
        indexes = [models.Index(fields=["plan", "group", "at"])]


class RowLook(models.Model):
    """What came of looking for somebody a list names and the register does not (kết quả tìm). Only added to: the latest
    of a line stands. It is about the line of the file: a list that is checked again has new rows."""

    class Found(models.TextChoices):
        NOT_HERE = "not_here", "không thuộc địa bàn"
        NOBODY = "nobody", "không có người này ở địa chỉ ấy"
        AGAIN = "again", "cần tìm lại"

    incoming = models.ForeignKey(IncomingList, on_delete=models.CASCADE, related_name="looks")
    line = models.PositiveIntegerField("dòng trong tệp")
    found = models.CharField("kết quả", max_length=8, choices=Found.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="incoming__area", names=True)
    privacy = nothing_personal("id", "incoming", "line", "found", "at", "by")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["incoming", "line", "at"], name="look_for_a_row")]


class TallySlot(models.Model):
    """One thing that is counted and kept (số cộng sẵn): a base, or those of it who have what a rule asks."""

    class Part(models.TextChoices):
        BASE = "base", "số phải tính"
        HAS = "has", "đang có"

    key = models.CharField(max_length=64, unique=True, help_text="mã băm của các trường dưới")
    part = models.CharField(max_length=4, choices=Part.choices)
    counts = models.CharField(max_length=13)
    group = models.CharField(max_length=20, blank=True)
    residence = models.CharField(max_length=10, blank=True)
    rule = models.JSONField(default=dict)

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # loaded for nobody as such
    privacy = nothing_personal("id", "key", "part", "counts", "group", "residence", "rule")


class TallyStale(models.Model):
    """That something counted in a village changed (thôn cần cộng lại). Written by triggers of the database alone; gone
    once the village is counted again. Without a service: everything may have changed."""

    no = models.BigAutoField(primary_key=True)
    village_id = models.BigIntegerField(db_index=True)
    service_id = models.BigIntegerField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # loaded for nobody as such
    privacy = nothing_personal("no", "village_id", "service_id")


class TallyReach(models.Model):
    """That all villages of a commune are counted for a slot, and for which days that is right."""

    commune = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", db_index=False)
    slot = models.ForeignKey(TallySlot, on_delete=models.CASCADE, related_name="+", db_index=False)
    from_on = models.DateField()
    to_on = models.DateField()
    ever = models.IntegerField(default=0, help_text="bao nhiêu người, hộ đã từng được hỏi")

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # loaded for nobody as such
    privacy = nothing_personal("id", "commune", "slot", "from_on", "to_on", "ever")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "commune"], name="one_reach_of_a_commune")]


class VillageTally(models.Model):
    """How many of a village count on which days: spans of days with how many, as numbers (tallies/spans.py)."""

    village = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", db_index=False)
    slot = models.ForeignKey(TallySlot, on_delete=models.CASCADE, related_name="+", db_index=False)
    commune = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", db_index=False)
    spans = models.BinaryField(default=bytes)
    again = models.BinaryField(default=bytes, help_text="có, mất rồi lại có: hai khoảng ngày của cùng một người")
    ever = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # loaded for nobody as such
    privacy = nothing_personal("id", "village", "slot", "commune", "spans", "again", "ever")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "slot"], name="one_tally_of_a_village")]
        indexes = [models.Index(fields=["commune", "slot"], name="tallies_of_a_commune")]


class TallyStep(models.Model):
    """By how much the count of a commune or a province changes on a day, days to come included."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", db_index=False)
    slot = models.ForeignKey(TallySlot, on_delete=models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    change = models.IntegerField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # loaded for nobody as such
    privacy = nothing_personal("id", "area", "slot", "on", "change")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "on", "area"], name="one_step_of_a_day")]
        indexes = [models.Index(fields=["area", "slot"], name="steps_of_an_area")]


class TallyDay(models.Model):
    """A day for which the counts of all communes and provinces are kept added up."""

    slot = models.ForeignKey(TallySlot, on_delete=models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    asked_on = models.DateField("hỏi lần cuối ngày")

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # loaded for nobody as such
    privacy = nothing_personal("id", "slot", "on", "asked_on")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "on"], name="one_kept_day_of_a_slot")]


class AreaTally(models.Model):
    """How many count in a commune or a province on a day that is kept."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", db_index=False)
    slot = models.ForeignKey(TallySlot, on_delete=models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    count = models.IntegerField()

    objects = ScopedQuerySet.as_manager()
    scope = Scope()  # loaded for nobody as such
    privacy = nothing_personal("id", "area", "slot", "on", "count")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "on", "area"], name="one_count_of_a_day")]
        indexes = [models.Index(fields=["area", "slot", "on"], name="counts_of_an_area")]


class CallBackSample(models.Model):
    """Visits drawn by lot to be called back (mẫu gọi lại): from which, by which chance, of how many. Never drawn anew:
    a second draw is a second row, and both are seen."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="call_back_samples")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="call_back_samples")
    inspection = models.ForeignKey(
        Inspection, null=True, blank=True, on_delete=models.PROTECT, related_name="call_back_samples"
    )
    from_on = models.DateField("lượt từ ngày")
    to_on = models.DateField("đến hết ngày")
    size = models.PositiveSmallIntegerField("rút mấy lượt")
    frame_size = models.PositiveIntegerField("trong mấy lượt")
    frame_sha256 = models.CharField("mã kiểm của các lượt được rút", max_length=64)
    chance = models.CharField("số gieo của máy", max_length=32)
    said = models.CharField("lời người chứng kiến đọc", max_length=60, blank=True)
    drawn_at = models.DateTimeField("rút lúc")
    drawn_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="area", names=True, roles=CALL_BACK_ROLES)
    privacy = nothing_personal(
        "id", "area", "campaign", "inspection", "from_on", "to_on", "size", "frame_size", "frame_sha256", "chance",
        "said", "drawn_at", "drawn_by",
    )  # fmt: skip

    class Meta:
        ordering = ["-id"]


class CallBack(models.Model):
    """One visit of a sample (lượt gọi lại), by its place in the draw."""

    sample = models.ForeignKey(CallBackSample, on_delete=models.CASCADE, related_name="call_backs")
    number = models.PositiveSmallIntegerField("thứ tự rút")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="call_backs")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="sample__area", names=True, roles=CALL_BACK_ROLES)
    privacy = nothing_personal("id", "sample", "number", "visit")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "visit"], name="a_visit_is_drawn_once_in_a_sample"),
            models.UniqueConstraint(fields=["sample", "number"], name="one_visit_of_a_place_in_a_draw"),
        ]


class CallBackTry(models.Model):
    """What one call came to (kết quả gọi). Appended; the latest stands."""

    class Outcome(models.TextChoices):
        MATCHES = "matches", "đúng như đã ghi"
        DIFFERS = "differs", "khác với đã ghi"
        UNSURE = "unsure", "không nhớ"
        REFUSED = "refused", "không muốn trả lời"
        NOT_REACHED = "not_reached", "không liên lạc được"

    call_back = models.ForeignKey(CallBack, on_delete=models.CASCADE, related_name="tries")
    outcome = models.CharField("kết quả", max_length=11, choices=Outcome.choices)
    words = models.CharField("khác ở đâu", max_length=300, blank=True)
    on = models.DateField("ngày gọi")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet.as_manager()
    scope = Scope(area="call_back__sample__area", names=True, roles=CALL_BACK_ROLES)
    privacy = Privacy(personal={"words": "empty"}, plain=("id", "call_back", "outcome", "on", "at", "by"))

    class Meta:
        ordering = ["id"]
