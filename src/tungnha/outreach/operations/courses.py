"""A course is planned, people are asked to it, it is closed: what each came to follows into the claims."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tungnha.identity.hiding import hide_typed_numbers
from tungnha.ledger.models import Claim, Service
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims, retract_claims
from tungnha.outreach.models import Course, Trainee, TrainingProgramme
from tungnha.outreach.operations.programmes import MOST_TOPICS, tidy_lines
from tungnha.outreach.queries.courses import outcomes_of
from tungnha.outreach.rules_training import HIGHEST, Follows, Taught, claims_of
from tungnha.people.models import Person, Place, RosterEntry
from tungnha.people.queries import current
from tungnha.units.models import Area, Campaign, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput, Locked

CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 and o, no 1, i and l: it is typed from a wall
CODE_LENGTH = 8
ORIGIN = "course"
TRAINED = "dao-tao-so"
CANCELLED = "Lớp này đã hủy: mời lên lớp mới."


def new_code() -> str:
    """A course's mark no other course has."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if not Course.objects.filter(code=code).exists():
            return code


@transaction.atomic
def plan_course(
    *,
    programme: TrainingProgramme,
    area: Area,
    starts_at: datetime,
    ends_at: datetime,
    by: Member,
    at: datetime,
    name: str = "",
    campaign: Campaign | None = None,
    trainer: Organisation | None = None,
    trainer_words: str = "",
    mode: str = Course.Mode.PLACE,
    place: Place | None = None,
    where: str = "",
    topics: Sequence[str] | None = None,
) -> Course:
    """Put a course down: of a programme, for an area's people, by a trainer body, at a place or online."""
    if ends_at <= starts_at:
        raise BadInput("Giờ kết thúc phải sau giờ bắt đầu: mời xem lại hai giờ này.")
    trainer_words, where = hide_typed_numbers(trainer_words.strip()), where.strip()
    if trainer is None and not trainer_words:
        raise BadInput("Mời chọn đơn vị giảng, hoặc ghi tên đơn vị ở nơi khác.")
    if mode == Course.Mode.PLACE and place is None and not where:
        raise BadInput("Học tại chỗ thì mời chọn địa điểm, hoặc ghi nơi học.")
    made = Course.objects.create(
        programme=programme, campaign=campaign, area=area, name=hide_typed_numbers(name.strip())[:160] or
        programme.name, trainer=trainer, trainer_words="" if trainer else trainer_words[:160], mode=mode,
        place=place if mode == Course.Mode.PLACE else None, where=where[:300], starts_at=starts_at, ends_at=ends_at,
        topics=tidy_lines(programme.topics if topics is None else topics, MOST_TOPICS), code=new_code(), made_at=at,
        made_by=by,
    )  # fmt: skip
    log_event("course.planned", about=made, by=by, at=at)
    return made


def hold(course: Course) -> Course:
    """The course as it stands, while nobody else writes to it."""
    rows = Course.objects.select_for_update(no_key=True, of=("self",)).select_related("programme__service", "area")
    held: Course = rows.get(pk=course.pk)
    if held.is_cancelled:
        raise Locked(CANCELLED)
    return held


@transaction.atomic
def ask_units(*, course: Course, units: Iterable[Organisation], by: Member, at: datetime) -> int:
    """Ask everybody who stands on the rosters of these bodies on the course's day. Who is asked already stays so; who
    was taken off is asked again. Returns how many were new."""
    course = hold(course)
    on = timezone.localtime(course.starts_at).date()
    rows = RosterEntry.objects.filter(current(on), organisation__in=list(units)).order_by("pk")
    entries = rows.filter(person__merged_into=None)
    wanted: dict[int, int | None] = {entry.person_id: entry.organisation_id for entry in entries}
    return _ask(course, wanted, by, at)


@transaction.atomic
def ask_person(*, course: Course, person: Person, by: Member, at: datetime) -> Trainee:
    """Ask one person, or put down somebody who came without being asked."""
    course = hold(course)
    if not course.trainees.filter(person=person, taken_off_at=None).exists():
        _ask(course, {person.pk: None}, by, at)
    return course.trainees.get(person=person)


def _ask(course: Course, wanted: dict[int, int | None], by: Member, at: datetime) -> int:
    known = dict(course.trainees.values_list("person", "taken_off_at"))
    back = [person for person in wanted if known.get(person) is not None]
    course.trainees.filter(person__in=back).update(taken_off_at=None)
    fresh = [person for person in wanted if person not in known]
    Trainee.objects.bulk_create(
        Trainee(course=course, person_id=person, organisation_id=wanted[person], asked_at=at, asked_by=by)
        for person in fresh
    )
    if fresh or back:
        log_event("course.asked", about=course, by=by, at=at, persons=len(fresh) + len(back))
    return len(fresh) + len(back)


@transaction.atomic
def take_off(*, trainee: Trainee, by: Member, at: datetime) -> None:
    """Not asked after all. Who came cannot be taken off: the tick is taken back first."""
    course = hold(trainee.course)
    held = Trainee.objects.select_for_update(of=("self",)).get(pk=trainee.pk)
    if held.attendances.filter(taken_back_at=None).exists():
        raise BadInput("Người này đã có mặt ở lớp: nếu ghi nhầm, mời bỏ điểm danh trước.")
    if held.taken_off_at is None:
        held.taken_off_at = at
        held.save(update_fields=["taken_off_at"])
        log_event("course.taken_off", about=course, by=by, at=at, persons=1)


@transaction.atomic
def cancel(*, course: Course, why: str, by: Member, at: datetime) -> None:
    """It is not held. Closed, it was."""
    held = hold(course)
    if held.is_closed:
        raise Locked("Lớp này đã chốt kết quả, không hủy được.")
    why = hide_typed_numbers(" ".join(why.split()))[:200]
    if not why:
        raise BadInput("Mời ghi vì sao hủy lớp.")
    held.cancelled_at, held.cancelled_why = at, why
    held.save(update_fields=["cancelled_at", "cancelled_why"])
    log_event("course.cancelled", about=held, by=by, at=at)


@transaction.atomic
def close(*, course: Course, by: Member, at: datetime) -> int:
    """The course is over: who came and who passed becomes claims. Closed twice is once. Returns how many came."""
    held = hold(course)
    if not held.is_closed:
        if at < held.starts_at:
            raise BadInput("Lớp chưa bắt đầu: chốt sau khi học xong.")
        came = [row.person for row in outcomes_of(held) if row.present]
        if not came and not held.counts.filter(replaced_by=None).exists():
            raise BadInput("Chưa điểm danh ai và chưa có số người học: mời điểm danh trước khi chốt.")
        held.closed_at, held.closed_by = at, by
        held.save(update_fields=["closed_at", "closed_by"])
        follow(held, came, by=by, at=at)
        log_event("course.closed", about=held, by=by, at=at, persons=len(came))
    return sum(1 for row in outcomes_of(held) if row.present)


# -- the claims that follow


def follow(course: Course, persons: Collection[int], *, by: Member, at: datetime) -> None:
    """Bring the claims of these people in line with all closed courses they came to: what no longer holds is taken
    back, what is new is recorded. The caller stands in a transaction."""
    if not course.is_closed or not persons:
        return
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=persons).order_by("pk").values_list("pk"))
    courses = {one.pk: one for one in _courses_of(persons)}
    wanted = {
        (person, follows)
        for person, taught in _taught(courses.values(), set(persons)).items()
        for follows in claims_of(taught)
    }
    ranks = _ranks(courses.values())
    stand = _stand(persons)
    known = {_key(claim) for claim in stand}  # two records that became one may say it twice
    asked = {_wanted_key(person, follows, courses, ranks): (person, follows) for person, follows in wanted}
    retract_claims([claim for claim in stand if _key(claim) not in asked], by=by, at=at)
    fresh = [_claim(key, courses[asked[key][1].course]) for key in sorted(asked) if key not in known]
    record_claims(fresh, by=by, at=at)


Key = tuple[int, int, int, int, str]  # person, course, service, rank of the level, day


def _courses_of(persons: Collection[int]) -> Iterable[Course]:
    rows = Course.objects.filter(closed_at__isnull=False, trainees__person__in=persons).distinct()
    return rows.select_related("programme__service", "trainer", "campaign")


def _taught(courses: Iterable[Course], persons: set[int]) -> dict[int, list[Taught]]:
    found: dict[int, list[Taught]] = defaultdict(list)
    for course in courses:
        on = timezone.localtime(course.ends_at).date()
        for row in outcomes_of(course, persons):
            if row.present:
                skill = row.level if course.programme.service_id else 0
                found[row.person].append(Taught(course.pk, on, row.passed, skill))
    return found


def _stand(persons: Collection[int]) -> list[Claim]:
    rows = Claim.objects.filter(person__in=persons, origin=ORIGIN, retracts=None, retracted_by=None)
    return list(rows.select_related("service", "campaign", "stated_by"))


def _key(claim: Claim) -> Key:
    return claim.person_id or 0, int(claim.origin_id), claim.service_id, claim.level, claim.since_on.isoformat()


def _ranks(courses: Iterable[Course]) -> dict[int, Service]:
    """course → the service of the skill it teaches, its levels loaded."""
    services = {one.pk: one for one in Service.objects.prefetch_related("levels")}
    return {one.pk: services[one.programme.service_id] for one in courses if one.programme.service_id is not None}


def _wanted_key(person: int, follows: Follows, courses: dict[int, Course], ranks: dict[int, Service]) -> Key:
    day = follows.on.isoformat()
    if not follows.skill:
        return person, follows.course, _trained().pk, follows.level, day
    service = ranks[follows.course]
    return person, follows.course, service.pk, len(service.levels.all()) - HIGHEST + follows.level, day


def _trained() -> Service:
    return Service.objects.get(code=TRAINED)


def _claim(key: Key, course: Course) -> NewClaim:
    person, _, service, level, _ = key
    said: dict[str, Any] = {"stated_by": course.trainer, "campaign": course.campaign}
    return NewClaim(
        subject={"person_id": person}, service=Service.objects.get(pk=service), level=level, source=Source.UNIT,
        since_on=timezone.localtime(course.ends_at).date(), origin=ORIGIN, origin_id=str(course.pk), **said,
    )  # fmt: skip
