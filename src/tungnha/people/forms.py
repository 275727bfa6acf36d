"""The forms of the room of people."""

from tungnha.people.forms_unmask import UnmaskForm

__all__ = ["UnmaskForm"]
