"""What a household was told, who helps it: added, ended and withdrawn, never changed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tungnha.field.homes import queries
from tungnha.field.homes.rules import BY_HAND, Form, source_of, told_in_person
from tungnha.field.homes.wanted import INFORMED, ZALO_GROUP
from tungnha.field.models import (
    HelperContact,
    HouseholdHelper,
    HouseholdInformed,
    LoudspeakerChoice,
    SupportSession,
    Visit,
)
from tungnha.ledger.models import Claim, Service
from tungnha.ledger.operations import NewClaim, record_claims, retract_claims
from tungnha.people.models import Household, Person
from tungnha.units import bulk
from tungnha.units.models import Campaign, Member
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput

# Every id below is derived from what it tells of, so that the same told twice makes the same rows.
ROOT = uuid.UUID("6f0c3c5e-5d0a-4a53-9a53-0d1f5a1be0c6")
ORIGIN = "informed"
FORMS = frozenset(str(form) for form in Form)
# Of the table of informings, in the order of `_of_visit`.
COLUMNS = (
    "id", "household_id", "campaign_id", "form", "on", "origin", "origin_id", "made_by_id", "stored_at",
)  # fmt: skip


def note_visits(visits: Sequence[tuple[Visit, Sequence[str]]], *, at: datetime) -> None:
    """Keep by which forms each visit told its household. The claim is the visit's own (`rules.told_in_person`); what
    was only heard by loudspeaker becomes one here, where the campaign counts it. Told again, nothing changes. The
    caller stands in a transaction."""
    told = [(visit, form) for visit, forms in visits for form in dict.fromkeys(forms)]
    for _, form in told:
        if form not in FORMS:
            raise BadInput(f"Không rõ hình thức thông tin “{form}”: xin cập nhật ứng dụng rồi ghi lại.")
    bulk.insert(HouseholdInformed, COLUMNS, (_of_visit(visit, form, at) for visit, form in told), or_ignore=True)
    in_person = {visit.pk for visit, forms in visits if told_in_person(forms)}
    for visit, form in told:
        if visit.pk not in in_person:
            row = HouseholdInformed(**dict(zip(COLUMNS, _of_visit(visit, form, at), strict=True)))
            _claim([row], by=row.made_by, at=at)


def _of_visit(visit: Visit, form: str, at: datetime) -> tuple[Any, ...]:
    on = timezone.localtime(visit.made_at).date()
    return (
        uuid.uuid5(ROOT, f"visit/{visit.pk}/{form}"), visit.household_id, visit.campaign_id, str(form), on, "visit",
        str(visit.pk), visit.made_by_id, at,
    )  # fmt: skip


@transaction.atomic
def note_session(session: SupportSession, people: Sequence[Person], *, by: Member, at: datetime) -> None:
    """Whoever comes to a session brings home what was said there: one row a household and session, and its claim."""
    homes = {person.household_id for person in people if person.household_id is not None}
    rows = [
        HouseholdInformed(
            id=uuid.uuid5(ROOT, f"session/{session.pk}/{home}"), household_id=home, campaign=session.campaign,
            form=Form.SESSION, on=timezone.localtime(min(session.starts_at, at)).date(), origin="session",
            origin_id=str(session.pk), made_by=by, stored_at=at,
        )
        for home in sorted(homes)
    ]  # fmt: skip
    HouseholdInformed.objects.bulk_create(rows, ignore_conflicts=True)
    _claim(rows, by=by, at=at)


@transaction.atomic
def tick(
    *,
    households: Sequence[Household],
    campaign: Campaign,
    form: str,
    on: date,
    by: Member,
    at: datetime,
    activity: str = "",
) -> int:
    """Tick households by hand after a village meeting, a round of leaflets; how many are new. Those ticked for the same
    form and day stay as they are; at an `activity` (its key, homes/activities.py), those ticked for it already."""
    if form not in BY_HAND:
        raise BadInput("Hình thức này được ghi từ lượt đến nhà hoặc buổi hỗ trợ, không đánh dấu bằng tay.")
    if on > at.date():
        raise BadInput(f"Ngày {on:%d/%m/%Y} chưa đến: xin ghi ngày đã làm.")
    ids = sorted({household.pk for household in households})
    list(Household.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))
    same = {"origin": "activity", "origin_id": activity} if activity else {"campaign": campaign, "form": form, "on": on}
    standing = HouseholdInformed.objects.filter(household__in=ids, withdrawn_at=None, **same)
    known = set(standing.values_list("household", flat=True))
    origin, batch = ("activity", activity) if activity else ("hand", uuid.uuid4().hex)
    rows = [
        HouseholdInformed(
            household_id=home, campaign=campaign, form=form, on=on, origin=origin, origin_id=batch, made_by=by,
            stored_at=at,
        )
        for home in ids if home not in known
    ]  # fmt: skip
    HouseholdInformed.objects.bulk_create(rows)
    _claim(rows, by=by, at=at)
    if rows:
        log_event("homes.ticked", about=campaign, by=by, at=at, count=len(rows), form=str(form))
    return len(rows)


@transaction.atomic
def withdraw(*, informings: Sequence[HouseholdInformed], by: Member, at: datetime) -> int:
    """Take ticks made by mistake back: they stay to be seen, and their claims are taken back too."""
    ids = [row.pk for row in informings]
    by_hand = HouseholdInformed.objects.select_for_update().filter(origin__in=("hand", "activity"), withdrawn_at=None)
    held = list(by_hand.filter(pk__in=ids))
    HouseholdInformed.objects.filter(pk__in=[row.pk for row in held]).update(withdrawn_at=at, withdrawn_by=by)
    _take_claims_back(held, by=by, at=at)
    if held:
        log_event("homes.tick_withdrawn", about=held[0].campaign, by=by, at=at, count=len(held))
    return len(held)


@transaction.atomic
def choose_loudspeaker(*, campaign: Campaign, counts: bool, by: Member, at: datetime) -> None:
    """Say whether the loudspeaker alone informs a household in this campaign: what was ticked before follows."""
    list(Campaign.objects.select_for_update(no_key=True).filter(pk=campaign.pk))
    if queries.loudspeaker_counts(campaign) == counts:
        return
    choice = LoudspeakerChoice.objects.create(campaign=campaign, counts=counts, by=by, at=at)
    rows = HouseholdInformed.objects.filter(campaign=campaign, form=Form.LOUDSPEAKER, withdrawn_at=None)
    heard = list(rows.select_related("made_by__organisation", "campaign"))
    if counts:
        _claim(heard, by=by, at=at, once=f"/{choice.pk}")
    else:
        _take_claims_back(heard, by=by, at=at)
    log_event("homes.loudspeaker_chosen", about=campaign, by=by, at=at, counts=counts)


def _claim(rows: Sequence[HouseholdInformed], *, by: Member, at: datetime, once: str = "") -> None:
    """What was told becomes a claim of the household, where its form counts. `once` tells a second claim from a first
    that was taken back."""
    loud = {row.campaign_id: row.campaign for row in rows if row.form == Form.LOUDSPEAKER}
    says_yes = {pk for pk, campaign in loud.items() if queries.loudspeaker_counts(campaign)}
    counting_rows = [row for row in rows if row.form != Form.LOUDSPEAKER or row.campaign_id in says_yes]
    # Who was told in the village's Zalo group is in it: what the figure of the group counts.
    said = [("claim", INFORMED, row) for row in counting_rows]
    said += [("zalo", ZALO_GROUP, row) for row in rows if row.form == Form.ZALO]
    services = {service.code: service for service in Service.objects.filter(code__in={code for _, code, _ in said})}
    claims = [
        NewClaim(
            id=uuid.uuid5(ROOT, f"{kind}/{row.pk}{once}"), subject={"household_id": row.household_id},
            service=services[code], source=source_of(row.form), since_on=row.on, campaign=row.campaign, origin=ORIGIN,
            origin_id=str(row.pk), made_at=at, stated_by=row.made_by.organisation,
        )
        for kind, code, row in said if code in services
    ]  # fmt: skip
    if claims:
        record_claims(claims, by=by, at=at)


def _take_claims_back(rows: Sequence[HouseholdInformed], *, by: Member, at: datetime) -> None:
    ids = [str(row.pk) for row in rows]
    live = Claim.objects.filter(origin=ORIGIN, origin_id__in=ids, retracts=None, retracted_by=None)
    claims = list(live)
    if claims:
        retract_claims(claims, by=by, at=at)


@transaction.atomic
def set_helper(
    *,
    household: Household,
    campaign: Campaign,
    member: Member,
    from_on: date,
    by: Member,
    at: datetime,
    to_on: date | None = None,
    helper_id: uuid.UUID | None = None,
) -> HouseholdHelper:
    """Name the member of the team who helps a household. Whoever helped before helps no more, and stays to be seen;
    named again for the same days, nothing changes."""
    if not member.area.path.startswith(household.village.path):
        raise BadInput(f"{member.user.full_name} không thuộc Tổ của {household.village.full_name}.")
    if not member.is_current:
        raise BadInput(f"{member.user.full_name} đã thôi ở Tổ: xin chọn người khác.")
    if to_on is not None and to_on < from_on:
        raise BadInput("Ngày cuối phải từ ngày bắt đầu trở đi.")
    list(Household.objects.select_for_update(no_key=True).filter(pk=household.pk))
    before = HouseholdHelper.objects.filter(household=household, campaign=campaign, ended_at=None).first()
    if before is not None:
        if (before.member_id, before.from_on, before.to_on) == (member.pk, from_on, to_on):
            return before
        _end(before, by=by, at=at)
    helper: HouseholdHelper = HouseholdHelper.objects.create(
        id=helper_id or uuid.uuid4(), household=household, campaign=campaign, member=member, from_on=from_on,
        to_on=to_on, made_by=by, stored_at=at,
    )  # fmt: skip
    log_event("household.helper_named", about=household, by=by, at=at)
    return helper


@transaction.atomic
def note_contact(*, helper: HouseholdHelper, on: date, by: Member, at: datetime) -> HelperContact:
    """The helper was in touch with the household that day; said twice, it is one."""
    if on > at.date():
        raise BadInput(f"Ngày liên lạc {on:%d/%m/%Y} chưa đến: xin ghi ngày đã liên lạc.")
    contact, is_new = HelperContact.objects.get_or_create(
        helper=helper, on=on, defaults={"made_by": by, "stored_at": at}
    )
    if is_new:
        log_event("household.helper_in_touch", about=helper.household, by=by, at=at)
    return contact


@transaction.atomic
def end_helper(*, helper: HouseholdHelper, by: Member, at: datetime) -> None:
    """She helps no more: from now on the household has no helper."""
    if _end(helper, by=by, at=at):
        log_event("household.helper_ended", about=helper.household, by=by, at=at)


def _end(helper: HouseholdHelper, *, by: Member, at: datetime) -> bool:
    rows = HouseholdHelper.objects.filter(pk=helper.pk, ended_at=None)
    return rows.update(ended_at=at, ended_by=by) == 1
