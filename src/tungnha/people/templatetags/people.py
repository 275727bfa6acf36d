"""``{% load people %}{% people_sections %}``: the bar of the room of people."""

from typing import Any

from django import template

from tungnha.people.sections import sections

register = template.Library()


@register.inclusion_tag("people/_sections.html", takes_context=True)
def people_sections(context: dict[str, Any]) -> dict[str, Any]:
    request = context["request"]
    return {"sections": sections(request.member, request.path)}
