"""Helpers to read what the tags and the drawings write."""

from xml.etree import ElementTree

from django.template import Context, Template


def written(source: str, **context) -> str:
    """Render a line of template with our tags loaded."""
    return Template("{% load tungnha %}" + source).render(Context(context))


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(str(svg))


def words(svg: str) -> list[str]:
    """The texts a reader sees in a drawing, in order."""
    return [element.text for element in parsed(svg).iter() if element.tag.endswith("}text")]


def classes(svg: str) -> list[str]:
    found = [element.get("class") or "" for element in parsed(svg).iter()]
    return [name for names in found for name in names.split()]
