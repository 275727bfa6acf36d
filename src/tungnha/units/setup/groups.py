"""Groups (tổ) are founded by a decision, filled by several organisations, and renewed by the next decision (C2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tungnha.identity import names
from tungnha.units.models import Area, Campaign, Group, GroupDecision, GroupMember, Member, Organisation
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.units.queries_setup import own_ground
from tungnha.units.setup.ground import must_lie_within

Rule = list[dict[str, Any]]


@transaction.atomic
def found_groups(
    *, kind: str, areas: Sequence[Area], rule: Rule, number: str, signed_on: date, by: Member, at: datetime,
    campaign: Campaign | None = None,
) -> list[Group]:  # fmt: skip
    """One decision founds a group of a kind in each of these areas. One that has such a group already refuses all."""
    if not areas:
        raise BadInput("Chưa chọn thôn nào: hãy đánh dấu những thôn có tổ trong quyết định này.")
    _check_decision(number, signed_on, at.date())
    for area in areas:
        must_lie_within(area, by)
    there = Group.objects.filter(kind=kind, area__in=areas).select_related("area").first()
    if there is not None:
        raise BadInput(f"{there.area.title} đã có {there.get_kind_display()}: hãy ghi quyết định kiện toàn ở tổ đó.")
    label = Group.Kind(kind).label
    made = [
        Group.objects.create(
            name=f"{label[:1].upper()}{label[1:]} {area.full_name}", kind=kind, area=area, campaign=campaign,
            composition_rule=rule, organisation=_own_organisation(kind, area),
        )
        for area in areas
    ]  # fmt: skip
    GroupDecision.objects.bulk_create([GroupDecision(group=g, number=number, signed_on=signed_on) for g in made])
    log_event("groups.founded", about=made[0], by=by, at=at, kind=kind, areas=[area.code for area in areas])
    return made


def _own_organisation(kind: str, area: Area) -> Organisation | None:
    """A village's Tổ CNSCĐ is itself a body that reports."""
    if kind != Group.Kind.TEAM:
        return None
    return Organisation.objects.filter(kind=Organisation.Kind.TEAM, area=area, valid_to=None).first()


@transaction.atomic
def renew_group(*, group: Group, number: str, signed_on: date, by: Member, at: datetime) -> GroupDecision:
    """Kiện toàn: a second decision. The first stays, and so do the places, until they are ended one by one."""
    must_lie_within(group.area, by)
    _check_decision(number, signed_on, at.date())
    latest = group.decisions.order_by("-signed_on").first()
    if latest is not None and signed_on < latest.signed_on:
        raise BadInput(f"Quyết định kiện toàn phải ký sau quyết định trước ({latest.signed_on:%d/%m/%Y}).")
    if group.decisions.filter(number=number, signed_on=signed_on).exists():
        raise BadInput(f"Quyết định {number} ngày {signed_on:%d/%m/%Y} đã được ghi cho tổ này.")
    decision = GroupDecision.objects.create(group=group, number=number, signed_on=signed_on, renews=latest is not None)
    log_event("group.renewed", about=group, by=by, at=at, number=number)
    return decision


@transaction.atomic
def set_rule(*, kind: str, commune: Area, rule: Rule, by: Member, at: datetime) -> int:
    """Who must be in every group of a kind within the commune. Returns how many groups it now binds."""
    must_lie_within(commune, by)
    ground = Area.objects.filter(own_ground(commune))
    bound = Group.objects.filter(kind=kind, area__in=ground).update(composition_rule=rule)
    log_event("groups.rule_set", about=commune, by=by, at=at, kind=kind, lines=len(rule), groups=bound)
    return bound


@transaction.atomic
def add_place(
    *, group: Group, full_name: str, part: str, sent_by: Organisation | None, from_on: date, by: Member, at: datetime,
    member: Member | None = None,
) -> GroupMember:  # fmt: skip
    """Somebody enters a group, sent by an organisation. A group has one head at a time."""
    must_lie_within(group.area, by)
    name = names.tidy(full_name)
    if not name:
        raise BadInput("Chưa có họ và tên.")
    current = group.places.filter(to_on=None)
    if part == GroupMember.Part.HEAD and (head := current.filter(part=part).first()):
        raise BadInput(f"Tổ đang có trưởng là {head.full_name}: hãy kết thúc vai trò đó trước.")
    if any(place.full_name == name and place.sent_by_id == (sent_by.pk if sent_by else None) for place in current):
        raise BadInput(f"{name} đã ở trong tổ này.")
    place = GroupMember.objects.create(
        group=group, full_name=name, part=part, sent_by=sent_by, from_on=from_on, member=member
    )
    log_event("group.place_added", about=group, by=by, at=at, part=part, sent_by=sent_by.pk if sent_by else None)
    return place


@transaction.atomic
def end_place(*, place: GroupMember, on: date, by: Member, at: datetime) -> GroupMember:
    """Somebody leaves a group at the end of day `on`; the row stays."""
    must_lie_within(place.group.area, by)
    if place.to_on is not None:
        raise BadInput(f"{place.full_name} đã thôi từ {place.to_on:%d/%m/%Y}.")
    if place.from_on and on < place.from_on:
        raise BadInput(f"{place.full_name} vào tổ từ {place.from_on:%d/%m/%Y}: ngày thôi phải ở sau đó.")
    place.to_on = on
    place.save(update_fields=["to_on"])
    log_event("group.place_ended", about=place.group, by=by, at=at, on=on.isoformat())
    return place


def _check_decision(number: str, signed_on: date, today: date) -> None:
    if not number.strip():
        raise BadInput("Chưa có số, ký hiệu của quyết định, ví dụ 45/QĐ-UBND.")
    if signed_on > today:
        raise BadInput("Ngày ký còn ở phía trước: xin kiểm tra lại ngày của quyết định.")
