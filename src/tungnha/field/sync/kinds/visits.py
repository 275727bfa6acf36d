"""Visits: a batch of a phone is loaded, checked and stored in a fixed number of statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError

from tungnha.field.homes.rules import Form, told_in_person
from tungnha.field.models import VisitResult
from tungnha.field.operations_visits import NewResult, NewVisit, OtherContent, check_visit, record_visits
from tungnha.field.rules import meaning_of
from tungnha.field.sync import handlers, whom
from tungnha.field.sync.handlers import Answer, Incoming, Sender
from tungnha.field.sync.reading import ReadVisit
from tungnha.identity import phones
from tungnha.ledger.models import Claim, Service, Standing
from tungnha.ledger.queries import is_held
from tungnha.people.models import Household, Person
from tungnha.units import bulk
from tungnha.units.models import Campaign
from tungnha.units.problems import BadInput, Problem

Result = VisitResult.Outcome
# Said at a door of somebody whom another word gives the service: one of the two is wrong.
HAS_NOT = frozenset({Result.REFUSED, Result.NO_SMARTPHONE, Result.AFRAID})
ABOUT_LEAVING = frozenset({Result.MOVED, Result.DECEASED})
MOST_TOLD = 5
OF_HOME = ("key",)
OF_PERSON = frozenset(("id", "key", "household_id", "full_name", "residence", "merged_into_id", "erased_at"))


def apply_visits(ops: Sequence[Incoming], sender: Sender) -> dict[uuid.UUID, Answer]:
    """Each operation's answer. What cannot be stored together is stored one by one: one bad visit holds up no other."""
    ground = _Ground(ops, sender)
    answers: dict[uuid.UUID, Answer] = {}
    ready: dict[uuid.UUID, NewVisit] = {}
    for op in ops:
        made = ground.visit_of(op)
        if isinstance(made, Answer):
            answers[op.id] = made
        else:
            ready[op.id] = made
    before = _held_before(ready.values(), sender)
    answers |= _stored(ready, sender)
    rivals = _rivals([visit for key, visit in ready.items() if answers[key].answer == "stored"], before)
    for key, told in rivals.items():
        answers[key] = handlers.conflict(told[0]["words"], rivals=told[:MOST_TOLD])
    return answers


def _stored(ready: dict[uuid.UUID, NewVisit], sender: Sender) -> dict[uuid.UUID, Answer]:
    try:
        record_visits(list(ready.values()), by=sender.member, at=sender.at)
        return dict.fromkeys(ready, handlers.stored())
    except (Problem, IntegrityError):
        return {key: _one(visit, sender) for key, visit in ready.items()}


def _one(visit: NewVisit, sender: Sender) -> Answer:
    try:
        record_visits([visit], by=sender.member, at=sender.at)
        return handlers.stored()
    except OtherContent as problem:
        return Answer(answer=handlers.Kept.REFUSED, why=problem.sentence, household=visit.household)
    except Problem as problem:
        return handlers.aside(problem.sentence, household=visit.household)
    except IntegrityError:
        return handlers.aside("Máy chủ chưa ghi được lượt này; việc được giữ lại để xem.", household=visit.household)


class _Ground:
    """All that the operations of one batch speak of, loaded at once."""

    def __init__(self, ops: Sequence[Incoming], sender: Sender) -> None:
        said: list[ReadVisit] = [op.read for op in ops]
        member = sender.member
        self.at = sender.at
        self.households = whom.households({visit.household for visit in said}, member, OF_HOME)
        self.persons = whom.persons({key for visit in said for key in visit.persons}, OF_PERSON)
        codes = {result.service for visit in said for result in visit.results}
        self.services = {s.code: s for s in Service.objects.filter(code__in=codes)} if codes else {}
        named = {visit.campaign for visit in said}
        self.campaigns: dict[int | None, Campaign] = {}
        for campaign in Campaign.objects.visible_to(member).filter(pk__in=named - {None}):
            self.campaigns[campaign.pk] = campaign
        if None in named:
            self._newest(sender)

    def _newest(self, sender: Sender) -> None:
        from tungnha.field.sync.holding import campaigns_of

        running = campaigns_of(sender.member, sender.at.date())
        if running:
            self.campaigns[None] = running[0]

    def visit_of(self, op: Incoming) -> NewVisit | Answer:
        said: ReadVisit = op.read
        household, campaign = self.households.get(said.household), self.campaigns.get(said.campaign)
        if household is None:
            return handlers.aside(whom.ERASED if whom.erased([said.household]) else whom.NO_HOUSEHOLD)
        if campaign is None:
            return handlers.aside("Đợt công việc của lượt này không còn ở địa bàn.", household=household)
        problem = self._problem(said, household)
        if problem is not None:
            return problem
        visit = self._new(op, said, household, campaign)
        try:
            check_visit(visit, self.at)
        except BadInput as wrong:
            return handlers.aside(wrong.sentence, household=household)
        return visit

    def _problem(self, said: ReadVisit, household: Household) -> Answer | None:
        """Why the visit waits for somebody to look at it."""
        for key in sorted(said.persons):
            why = whom.why_not_here(self.persons.get(key), household)
            if why is not None:
                about = self.persons.get(key)
                return handlers.aside(
                    whom.ERASED if about is None and whom.erased([key]) else why, household=household, person=about
                )
        for result in said.results:
            person = self.persons[result.person]
            if result.service not in self.services:
                return handlers.aside(whom.SERVICE_UNKNOWN, household=household)
            if whom.is_gone(person) and result.outcome not in ABOUT_LEAVING:
                words = f"{person.full_name}: sổ đang ghi {person.get_residence_display()}, nên lượt này chưa ghi."
                return handlers.aside(words, household=household, person=person)
        if any(form not in Form for form in said.forms):
            return handlers.aside("Hình thức tuyên truyền trong lượt này chưa có trên máy chủ.", household=household)
        for key, number in said.telephones:
            if phones.read_phone(number) is None:
                words = f"{self.persons[key].full_name}: số điện thoại ghi trong lượt này không đọc được."
                return handlers.aside(words, household=household, person=self.persons[key])
        return None

    def _new(self, op: Incoming, said: ReadVisit, household: Household, campaign: Campaign) -> NewVisit:
        return NewVisit(
            id=op.id, household=household, campaign=campaign, outcome=said.outcome, made_at=op.made_at,
            results=_once(
                NewResult(
                    person=self.persons[r.person], service=self.services[r.service], outcome=r.outcome,
                    reason=r.reason, level=r.level,
                )
                for r in said.results
            ),
            come_back_on=said.come_back_on, informed=told_in_person(said.forms), forms=said.forms,
            shown_how=said.shown_how, note=said.note,
            cannot_read=tuple(self.persons[key] for key in said.cannot_read), still_right=said.still_right,
            telephones=tuple((self.persons[key], number) for key, number in said.telephones),
        )  # fmt: skip


def _once(results: Iterable[NewResult]) -> tuple[NewResult, ...]:
    """One word a person and service: two records of one person, merged since the phone took them, may both be spoken
    of. That something was done or is there is the one to keep; else what was said last."""
    kept: dict[Subject, NewResult] = {}
    for result in results:
        subject = (result.person.pk, result.service.pk)
        if subject not in kept or kept[subject].outcome not in VisitResult.GAINS:
            kept[subject] = result
    return tuple(kept.values())


# -- what says otherwise

Subject = tuple[int, int]  # person, service
OF_STANDING = ("person_id", "service_id", "decided_by_id", "level", "since_on", "until_on")


def _held_before(visits: Any, sender: Sender) -> dict[Subject, Claim]:
    """What stood, by somebody else's word, of those the team now says have it not."""
    asked = {(r.person.pk, r.service.pk) for v in visits for r in v.results if r.outcome in HAS_NOT}
    if not asked:
        return {}
    stand = bulk.rows_of(Standing, OF_STANDING, "person_id", {person for person, _ in asked})
    claims = {
        claim: (person, service) for person, service, claim, *facts in stand
        if (person, service) in asked and is_held(*facts, on=sender.at.date())
    }  # fmt: skip
    if not claims:
        return {}
    found = Claim.objects.select_related("made_by__user", "stated_by").in_bulk(claims)
    return {claims[key]: claim for key, claim in found.items()}


def _rivals(visits: Sequence[NewVisit], before: dict[Subject, Claim]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """visit → the words that say otherwise. Contested is what the ledger's written rule calls so."""
    gained = {(r.person.pk, r.service.pk) for v in visits for r in v.results if meaning_of(r.outcome, r.level).level}
    contested = _contested(gained)
    found: dict[uuid.UUID, list[dict[str, Any]]] = {}
    for visit in visits:
        for result in visit.results:
            subject = (result.person.pk, result.service.pk)
            rival = before.get(subject) if result.outcome in HAS_NOT else _rival_of(visit, contested.get(subject))
            if rival is not None:
                found.setdefault(visit.id, []).append(_told(result.person, result.service, rival))
    return found


def _contested(subjects: set[Subject]) -> dict[Subject, Standing]:
    if not subjects:
        return {}
    stand = bulk.rows_of(Standing, ("id", "contested_by_id"), "person_id", {person for person, _ in subjects})
    contested = [pk for pk, rival in stand if rival is not None]
    if not contested:
        return {}
    found = Standing.objects.filter(pk__in=contested).select_related(
        "decided_by__made_by__user", "decided_by__stated_by", "contested_by__made_by__user", "contested_by__stated_by"
    )
    return {(s.person_id or 0, s.service_id): s for s in found}


def _rival_of(visit: NewVisit, standing: Standing | None) -> Claim | None:
    """The other of the two words a contested standing rests on; None where this visit's is neither."""
    if standing is None or standing.contested_by is None:
        return None
    if standing.decided_by.origin_id == str(visit.id):
        return standing.contested_by
    return standing.decided_by if standing.contested_by.origin_id == str(visit.id) else None


def _told(person: Person, service: Service, rival: Claim) -> dict[str, Any]:
    """Whom, what and when, in words; no number of anybody's."""
    if rival.made_by is not None:
        who = rival.made_by.user.full_name
    else:
        who = rival.stated_by.label if rival.stated_by else rival.get_source_display()
    words = (
        f"{person.full_name}, {service.label}: {who} đã ghi khác, ngày {rival.since_on:%d/%m/%Y}. "
        "Cả hai đều được giữ để Tổ trưởng xem."
    )
    return {
        "person": str(person.key), "service": service.code, "said_by": who, "on": rival.since_on.isoformat(),
        "level": rival.level, "words": words,
    }  # fmt: skip
