"""Who came to a course, what each could do, and what bodies state without names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tungnha.drafting.dates import page_date
from tungnha.identity import phones
from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.operations import state_count
from tungnha.outreach.models import Assessment, Attendance, Audience, Course, CourseCount, ProgrammeTask, Trainee
from tungnha.outreach.operations.courses import ORIGIN, follow, hold
from tungnha.outreach.queries.courses import by_telephone, is_open, latest_marks
from tungnha.outreach.rules_training import HIGHEST, TASKS, Task, outcome
from tungnha.units import limits
from tungnha.units.models import Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked, OutOfDate

# A class behind one Wi-Fi is one address: the two limits are far apart from nobody's guessing and near to each other.
FROM_ONE, IN_ALL, WITHIN = 80, 200, timedelta(minutes=10)
NOT_ASKED = "Số này chưa có trong danh sách của lớp. Mời gặp người điểm danh: ghi theo tên cũng được."
SHARED = "Số này là của hai người cùng được mời. Mời gặp người điểm danh để ghi đúng người."
NO_NUMBER = "Số điện thoại chưa đúng: mời gõ đủ 10 số, ví dụ bắt đầu bằng 09."
# Counted without names in the plans → the group of the bodies' own figures.
GROUP_OF = {Audience.PUPIL: "pupil", Audience.WORKER: "worker"}


# -- who came


@transaction.atomic
def tick(*, trainees: Sequence[Trainee], by: Member, at: datetime, on: date | None = None) -> int:
    """These people are here, by name, on a day of the course (None: today's). Ticked twice is once. Returns how many
    were new."""
    if not trainees:
        return 0
    course = hold(trainees[0].course)
    if at < course.starts_at - timedelta(hours=12):
        raise BadInput("Lớp chưa đến ngày học: điểm danh khi lớp bắt đầu.")
    on = on or course.day_of(at)
    if not course.first_day <= on <= course.last_day:
        raise BadInput(f"Lớp không học ngày {page_date(on)}: mời chọn ngày trong các ngày của lớp.")
    if on > timezone.localtime(at).date() and not course.is_one_day:
        raise BadInput(f"Chưa đến ngày {page_date(on)}: điểm danh khi đến ngày học.")
    new = _come([t for t in trainees if t.course_id == course.pk], Attendance.How.NAME, by, at, on)
    if new:
        log_event("course.ticked", about=course, by=by, at=at, persons=len(new), how="name")
        follow(course, {t.person_id for t in new} | _all_who_came(course), by=by, at=at)
    return len(new)


def _all_who_came(course: Course) -> set[int]:
    """Of a course of several days: a day ticked, or taken back, says of all who came how many days there were."""
    if course.is_one_day:
        return set()
    here = Attendance.objects.filter(trainee__course=course, trainee__taken_off_at=None, taken_back_at=None)
    return set(here.values_list("trainee__person", flat=True))


def _come(trainees: Sequence[Trainee], how: str, by: Member | None, at: datetime, on: date) -> list[Trainee]:
    pks = [trainee.pk for trainee in trainees]
    here = set(Attendance.objects.filter(trainee__in=pks, taken_back_at=None, on=on).values_list("trainee", flat=True))
    new = [trainee for trainee in trainees if trainee.pk not in here and trainee.taken_off_at is None]
    Attendance.objects.bulk_create(Attendance(trainee=one, how=how, on=on, made_at=at, made_by=by) for one in new)
    return new


@transaction.atomic
def untick(*, trainees: Sequence[Trainee], by: Member, at: datetime, on: date | None = None) -> int:
    """Ticked by mistake, on a day or (None) on all: the tick is taken back, and so is what followed from it."""
    if not trainees:
        return 0
    course = hold(trainees[0].course)
    persons = {t.pk: t.person_id for t in trainees if t.course_id == course.pk}
    rows = Attendance.objects.filter(trainee__in=list(persons), taken_back_at=None)
    rows = rows.filter(on=on) if on else rows
    gone = set(rows.values_list("trainee", flat=True))
    rows.update(taken_back_at=at, taken_back_by=by)
    if gone:
        log_event("course.unticked", about=course, by=by, at=at, persons=len(gone))
        follow(course, {persons[pk] for pk in gone} | _all_who_came(course), by=by, at=at)
    return len(gone)


@transaction.atomic
def tick_by_code(*, course: Course, number: str, at: datetime) -> tuple[datetime, bool]:
    """Somebody says by the course's QR and the own telephone number that she is here. Gives the moment it was first
    said, and whether that is now. Raises BadInput for a number of nobody who is asked; how often it may be tried is
    for the page to bound (`knock`)."""
    course = hold(course)
    if not is_open(course, at) or course.is_closed:
        raise Locked("Mã này chỉ dùng trong giờ học. Mời gặp người phụ trách lớp.")
    read = phones.read_phone(number)
    if read is None:
        raise BadInput(NO_NUMBER)
    found = by_telephone(course, read.value, at)
    if len(found) != 1:
        raise BadInput(SHARED if found else NOT_ASKED)
    on = course.day_of(at)
    before = Attendance.objects.filter(trainee=found[0], taken_back_at=None, on=on).first()
    if before is not None:
        return before.made_at, False
    _come(found, Attendance.How.QR, None, at, on)
    log_event("course.ticked", about=course, by=None, at=at, persons=1, how="qr")
    return at, True


def knock(*, course: Course, who: str, at: datetime) -> None:
    """One try at the course's QR, from somewhere. Raises TooMany."""
    door = f"outreach.course.{course.pk}"
    limits.allow(door, who, most=FROM_ONE, within=WITHIN, at=at)
    limits.allow(door, limits.EVERYBODY, most=IN_ALL, within=WITHIN, at=at)


# -- what each could do


@transaction.atomic
def assess(
    *,
    course: Course,
    levels: Mapping[int, Mapping[int, int]],
    by: Member,
    at: datetime,
    why: str = "",
    seen: Mapping[int, int] | None = None,
) -> list[Assessment]:
    """What people could do: trainee → task → level. What says the same as before adds nothing. Of a closed course a
    reason is asked, and the claims follow. `seen`: trainee → the assessment the page had shown; what was left as it
    was shown is nobody's word, and what somebody else has written since is not written over."""
    course = hold(course)
    levels = levels if seen is None else _said_anew(levels, seen)
    if not levels:
        return []
    if course.programme.rule.get("by") != TASKS:
        raise BadInput("Chương trình của lớp này không đánh giá từng việc.")
    why = hide_typed_numbers(" ".join(why.split()))[:200]
    if course.is_closed and not why:
        raise BadInput("Lớp đã chốt kết quả: mời ghi vì sao sửa.")
    people = dict(
        course.trainees.filter(pk__in=list(levels), taken_off_at=None, attendances__taken_back_at=None)
        .filter(attendances__isnull=False).values_list("pk", "person").distinct()
    )  # fmt: skip
    if absent := len(set(levels) - set(people)):
        raise BadInput(f"Có {absent} người chưa điểm danh: chỉ đánh giá người đã dự.")
    fresh = _marks(course, levels, why, by, at)
    Assessment.objects.bulk_create(fresh)
    if fresh:
        log_event(
            "course.assessed", about=course, by=by, at=at, persons=len(fresh), passed=sum(m.passed for m in fresh)
        )
        follow(course, [people[mark.trainee_id] for mark in fresh], by=by, at=at)
    return fresh


def _said_anew(levels: Mapping[int, Mapping[int, int]], seen: Mapping[int, int]) -> dict[int, Mapping[int, int]]:
    """Those whose levels are not what the page had shown. Raises OutOfDate where it had not shown the latest."""
    shown = {row.pk: row for row in Assessment.objects.filter(pk__in=list(seen.values()))}
    latest = latest_marks(list(levels))
    said = {}
    for trainee, given in levels.items():
        before = shown.get(seen.get(trainee, 0))
        if before is not None and before.levels == {str(task): level for task, level in given.items()}:
            continue
        stands = latest.get(trainee)
        if (stands.pk if stands else None) != (before.pk if before else None):
            raise OutOfDate("Có người vừa ghi kết quả của người này: mời mở lại trang rồi ghi tiếp.")
        said[trainee] = given
    return said


def _marks(
    course: Course, levels: Mapping[int, Mapping[int, int]], why: str, by: Member, at: datetime
) -> list[Assessment]:
    tasks = [Task(task.pk, task.must) for task in ProgrammeTask.objects.filter(programme=course.programme)]
    known, before = {task.id for task in tasks}, latest_marks(list(levels))
    fresh = []
    for trainee, said in levels.items():
        if set(said) - known or not all(0 <= level <= HIGHEST for level in said.values()):
            raise BadInput("Kết quả có việc hoặc mức không thuộc chương trình của lớp: mời mở lại trang rồi ghi lại.")
        kept = {str(task.id): said[task.id] for task in tasks if task.id in said}
        if not kept or (trainee in before and before[trainee].levels == kept):
            continue
        found = outcome(course.programme.rule, tasks, said)
        fresh.append(Assessment(
            trainee_id=trainee, levels=kept, level=found.level, passed=found.passed,
            why=why if trainee in before or course.is_closed else "", made_at=at, made_by=by,
        ))  # fmt: skip
    return fresh


# -- what bodies state without names


@transaction.atomic
def state(
    *,
    course: Course,
    stated_by: Organisation,
    audience: str,
    present: int,
    passed: int | None,
    invited: int | None,
    by: Member,
    at: datetime,
    document: str = "",
    whole: int | None = None,
) -> CourseCount:
    """How many of a group came and passed, by whose word; said again, it takes the place of what that body said.
    `whole`: these figures are all that the body has (all its pupils), so they become its count for the plan."""
    course = hold(course)
    if passed is not None and passed > present:
        raise BadInput(f"Số đạt ({passed}) lớn hơn số đã dự ({present}): mời xem lại hai số này.")
    if invited is not None and present > invited:
        raise BadInput(f"Số đã dự ({present}) lớn hơn số được mời ({invited}): mời xem lại hai số này.")
    if at < course.starts_at:
        raise BadInput("Lớp chưa bắt đầu: ghi số người học sau khi học.")
    standing = CourseCount.objects.filter(course=course, stated_by=stated_by, audience=audience, replaced_by=None)
    before = standing.first()
    said = {"present": present, "passed": passed, "invited": invited, "document": document.strip()[:160]}
    made = before
    if before is None or any(getattr(before, name) != value for name, value in said.items()):
        made = CourseCount.objects.create(
            course=course, stated_by=stated_by, audience=audience, replaces=before, made_at=at, made_by=by, **said
        )
        log_event("course.stated", about=course, by=by, at=at, count=present)
    if whole is not None:
        _state_whole(course, stated_by, audience, passed if passed is not None else present, whole, said, by, at)
    assert made is not None
    return made


def _state_whole(
    course: Course, stated_by: Organisation, audience: str, count: int, whole: int, said: Mapping[str, object],
    by: Member, at: datetime,
) -> None:  # fmt: skip
    """The body's own count of who has the skill, of how many: what targets of pupils and workers are counted by."""
    group, service = GROUP_OF.get(Audience(audience)), course.programme.service
    if group is None or service is None:
        raise BadInput("Chỉ số của học sinh và người lao động doanh nghiệp mới tính vào chỉ tiêu theo cách này.")
    state_count(
        area=stated_by.area, stated_by=stated_by, group=group, service=service, count=count, base=whole, on=at.date(),
        document=str(said["document"]), campaign=course.campaign, origin=ORIGIN, origin_id=str(course.pk), by=by, at=at,
    )  # fmt: skip
