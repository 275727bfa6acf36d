"""What is known of a person and of a household, and what may be done about it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.identity import numbers, phones
from tungnha.people import operations
from tungnha.people.forms import UnmaskForm
from tungnha.people.models import Household, Identifier, LikelyDouble, Merge, Person, PersonChange, Telephone
from tungnha.people.operations.steps import GONE
from tungnha.people.operations.viewing import note_views
from tungnha.people.protection.looks import looked_at
from tungnha.people.queries import COUNTED
from tungnha.people.register import about, merged, quality
from tungnha.people.register.history_words import tell
from tungnha.people.sections import DESK
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, members_only
from tungnha.units.models import Member, Role
from tungnha.units.models.members import SEES_NAMES
from tungnha.units.requests import MemberRequest

PHONES = (*DESK, Role.TEAM_LEADER)  # who may write telephones and confirm; the rest goes to the desk as a note
PROPOSE = (*PHONES, Role.TEAM_MEMBER)
HISTORY = 40


def in_own_area(person: Person, member: Member) -> bool:
    """One's own to change: a commune sees the teacher who lives next door, and leaves her record to that commune."""
    if person.household is not None:
        return bool(member.area.contains(person.household.village))
    return any(member.area.contains(entry.organisation.area) for entry in person.roster_entries.all())


def own_person_or_404(request: MemberRequest, pk: int) -> Person:
    rows = Person.objects.select_related("household__village__parent").prefetch_related(
        "roster_entries__organisation__area"
    )
    found: Person = get_visible_or_404(rows, request.member, pk=pk)
    if not in_own_area(found, request.member):
        raise Http404("another area's to change")
    return found


def own_household_or_404(request: MemberRequest, pk: int) -> Household:
    found: Household = get_visible_or_404(Household.objects.select_related("village__parent"), request.member, pk=pk)
    return found


@members_only
def person(request: MemberRequest, pk: int) -> HttpResponse:
    now_at = _merged_into(request, pk)
    if now_at is not None:
        return redirect("people:person", now_at.pk)
    rows = Person.objects.select_related("household__village__parent").prefetch_related(
        "roster_entries__organisation__area"
    )
    found = get_visible_or_404(rows, request.member, pk=pk)
    form = UnmaskForm(request.POST or None)
    shown = None
    if request.method == "POST" and form.is_valid():
        shown = operations.unmask(
            person=found,
            purpose=form.cleaned_data["purpose"],
            words=form.cleaned_data["purpose_words"],
            by=request.member,
            at=clock.now(),
        )
    note_views([found], by=request.member, at=clock.now())
    return render(request, "people/person.html", _about(found, request.member) | {"form": form, "shown": shown})


def _merged_into(request: MemberRequest, pk: int) -> Person | None:
    """The record that stands for an old address now, where this member may see it."""
    old = Person.objects.filter(pk=pk, merged_into__isnull=False).first()
    if old is None:
        return None
    now = Person.objects.visible_to(request.member).filter(pk=merged.survivor(old).pk).first()
    return now


def _about(found: Person, reader: Member) -> dict[str, Any]:
    """Numbers and telephones have a scope of their own: who came to a session is a name to the partner, no number."""
    standings = found.standings.select_related("service", "decided_by__stated_by", "contested_by").order_by(
        "service__order"
    )
    levels = {
        (level.service_id, level.rank): level.name for standing in standings for level in standing.service.levels.all()
    }
    claims = found.claims.select_related("service", "stated_by", "made_by__user", "retracted_by").order_by("-stored_at")
    records = merged.all_records(found)
    return {
        "person": found,
        "opens_households": reader.sees_whole_area(names=True),
        "sees_numbers": not reader.is_partner,
        "standings": [(s, levels.get((s.service_id, s.level), "chưa có")) for s in standings],
        "claims": claims[:50],
        "age": found.age_on(clock.today()),
        "counts": found.residence in COUNTED and found.household_id is not None,
        "panels": about.panels(records, reader),
        "looked": looked_at(found, reader, limit=20) if reader.role in SEES_NAMES else [],
        **_numbers_and_phones(found, reader),
        **_may_do(found, reader),
        **(_inside(found, reader, records) if reader.sees_whole_area(names=True) else {}),
    }  # fmt: skip


def _numbers_and_phones(found: Person, reader: Member) -> dict[str, Any]:
    identifiers = Identifier.objects.visible_to(reader).filter(person=found).order_by("kind", "status", "-pk")
    telephones = Telephone.objects.visible_to(reader).filter(person=found).order_by("-main", "pk")
    return {
        "numbers": [{"row": i, "masked": numbers.mask(i.value)} for i in identifiers],
        "telephones": [{"row": t, "masked": phones.mask_phone(t.number)} for t in telephones if t.to_on is None],
        "old_telephones": [
            {"row": t, "masked": phones.mask_phone(t.number)} for t in telephones if t.to_on is not None
        ],
    }


def _may_do(found: Person, reader: Member) -> dict[str, bool]:
    own = in_own_area(found, reader) and found.erased_at is None
    return {
        "may_correct": own and reader.has_role(*DESK), "may_phone": own and reader.has_role(*PHONES),
        "may_propose": own and reader.has_role(*PROPOSE) and not reader.has_role(*DESK),
    }  # fmt: skip


def _inside(found: Person, reader: Member, records: list[int]) -> dict[str, Any]:
    """What only those see who see the whole area: the household, the history, what is doubtful."""
    changes = PersonChange.objects.filter(person__in=records).select_related("person", "by__user")
    active = [i for i in found.identifiers.all() if i.status == Identifier.Status.ACTIVE]
    pairs = LikelyDouble.objects.filter(state=LikelyDouble.State.OPEN).select_related("a", "b")
    mine = [*pairs.filter(a=found), *pairs.filter(b=found)]
    seen = set(
        Person.objects.visible_to(reader)
        .filter(pk__in=[p for d in mine for p in (d.a_id, d.b_id)])
        .values_list("pk", flat=True)
    )
    return {
        "family": _family(found),
        "groups": found.groups.select_related("organisation").order_by("kind"),
        "history": tell(changes[:HISTORY], own=found.pk),
        "merges": Merge.objects.filter(kept=found, undone_at=None).select_related("gone", "by__user"),
        "doubts": list(quality.doubts_of(found, active, clock.today()).values()),
        "doubles": [d.b if d.a_id == found.pk else d.a for d in mine if {d.a_id, d.b_id} <= seen],
        "notes": found.notes.filter(state="waiting").select_related("said_by__user"),
    }  # fmt: skip


def _family(found: Person) -> list[Person]:
    if found.household is None:
        return []
    others = found.household.persons.exclude(pk=found.pk).exclude(residence__in=GONE)
    return sorted(others, key=lambda p: (not p.is_head, p.birth_date is None, p.birth_date, p.pk))


@members_only
def household(request: MemberRequest, pk: int) -> HttpResponse:
    rows = Household.objects.select_related("village__parent").prefetch_related("persons")
    found = get_visible_or_404(rows, request.member, pk=pk)
    people = sorted(found.persons.all(), key=lambda p: (not p.is_head, p.birth_date is None, p.birth_date, p.pk))
    note_views(people, by=request.member, at=clock.now(), where="household")
    here = [p for p in people if p.residence not in GONE]
    context = {
        "household": found, "here": here, "gone": [p for p in people if p.residence in GONE],
        "counted": sum(p.residence in COUNTED for p in here),
        "headless": bool(here) and not any(p.is_head for p in here),
        "may_correct": request.member.has_role(*DESK), "may_propose": request.member.has_role(*PROPOSE),
        "add_person_url": f"{reverse('people:add-person')}?ho={found.pk}",
        "history": tell(found.changes.select_related("by__user")[:HISTORY]),
        "notes": found.notes.filter(state="waiting").select_related("said_by__user"),
    }  # fmt: skip
    return render(request, "people/household.html", context)
