"""``{% load people %}{% people_sections %}``: the bar of the room of people."""

from typing import Any

from django import template
from django.urls import reverse

from tungnha.people.models import Person
from tungnha.people.sections import sections
from tungnha.units.models import Role

COLLECTORS = (Role.DATA_STEWARD, Role.OFFICER, Role.TEAM_LEADER, Role.TEAM_MEMBER)

register = template.Library()


@register.inclusion_tag("people/_sections.html", takes_context=True)
def people_sections(context: dict[str, Any]) -> dict[str, Any]:
    request = context["request"]
    return {"sections": sections(request.member, request.path)}


@register.inclusion_tag("people/_protection.html", takes_context=True)
def person_protection(context: dict[str, Any], person: Person) -> dict[str, Any]:
    """On a person's page: whether she is left alone, and the ways to her consents and to all that is held."""
    role = context["request"].member.role
    return {
        "restricted": person.restrictions.filter(ended_at=None).exists(),
        "consents_url": reverse("people:consents-of", args=[person.pk]) if role in COLLECTORS else "",
        "held_url": reverse("people:held", args=[person.pk]) if role == Role.DATA_STEWARD else "",
    }
