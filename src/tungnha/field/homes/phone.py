"""What phones tell of helpers, and the words they know for how a household was informed (docs/sync-forms.md)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from tungnha.field.homes.operations import note_contact, set_helper
from tungnha.field.homes.rules import IN_ORDER
from tungnha.field.models import HouseholdHelper
from tungnha.field.sync import config, handlers, whom
from tungnha.field.sync.handlers import Answer, Incoming, Sender
from tungnha.field.sync.reading import Fields
from tungnha.people.models import Household
from tungnha.units.models import Campaign, Member
from tungnha.units.problems import BadInput


@dataclass(frozen=True)
class Told:
    """What an operation `helper` says: who helps from when until when, or only that she was in touch."""

    household: uuid.UUID
    campaign: int
    member: int | None
    from_on: date | None
    to_on: date | None
    contact_on: date | None


def read(content: Mapping[str, Any]) -> Told:
    """Raises BadInput for what nobody can read."""
    fields = Fields(content)
    told = Told(
        fields.key("household"), fields.count("campaign"), fields.count("member") if content.get("member") else None,
        fields.day_or_none("from_on"), fields.day_or_none("to_on"), fields.day_or_none("contact_on"),
    )  # fmt: skip
    if told.member is None and told.contact_on is None:
        raise BadInput("Việc phân người giúp không nói ai giúp, cũng không nói đã liên lạc ngày nào.")
    return told


def apply(op: Incoming, sender: Sender) -> Answer:
    """Name a helper, or note that she was in touch. What was said on a phone before somebody else named another helper
    is kept beside it, and changes nothing: the later word stands."""
    told: Told = op.read
    home = whom.households([told.household], sender.member).get(told.household)
    campaign = Campaign.objects.visible_to(sender.member).filter(pk=told.campaign).first()
    if home is None or campaign is None:
        return handlers.aside("Hộ này không còn trong phạm vi của người gửi: chưa ghi người giúp.")
    now = HouseholdHelper.objects.filter(household=home, campaign=campaign, ended_at=None).first()
    if told.member is not None:
        member = Member.objects.visible_to(sender.member).filter(pk=told.member).select_related("user", "area").first()
        if member is None:
            return handlers.aside("Người được phân giúp không còn trong Tổ.", household=home)
        if now is not None and now.member_id != member.pk and now.stored_at > op.made_at:
            _keep_beside(told, op, sender, home, campaign, member)
            return handlers.conflict(
                f"Hộ {home.code}: {now.member.user.full_name} được phân giúp sau đó, nên vẫn là người giúp.",
                helper=now.member_id,
            )
        now = set_helper(
            household=home, campaign=campaign, member=member, by=sender.member, at=sender.at, helper_id=op.id,
            from_on=told.from_on or timezone.localtime(op.made_at).date(), to_on=told.to_on,
        )  # fmt: skip
    if told.contact_on is not None:
        if now is None:
            return handlers.aside("Hộ này chưa có người giúp, nên chưa ghi được ngày liên lạc.", household=home)
        note_contact(helper=now, on=told.contact_on, by=sender.member, at=sender.at)
    return handlers.stored()


def _keep_beside(told: Told, op: Incoming, sender: Sender, home: Household, campaign: Campaign, member: Member) -> None:
    """The earlier word, ended as it is stored: both stay to be seen."""
    from_on = told.from_on or timezone.localtime(op.made_at).date()
    late: HouseholdHelper = HouseholdHelper.objects.create(
        id=op.id, household=home, campaign=campaign, member=member, from_on=from_on,
        to_on=told.to_on if told.to_on and told.to_on >= from_on else None, made_by=sender.member,
        stored_at=op.made_at, ended_at=sender.at, ended_by=sender.member,
    )  # fmt: skip
    if told.contact_on is not None and told.contact_on <= sender.at.date():
        note_contact(helper=late, on=told.contact_on, by=sender.member, at=sender.at)


def forms(member: Member, at: datetime) -> list[dict[str, str]]:
    """The config's part `forms`: how a household was informed."""
    return [{"code": str(form), "label": str(form.label)} for form in IN_ORDER]


def lay() -> None:
    handlers.register("helper", check=read, apply=apply)
    config.provide("forms", forms)
