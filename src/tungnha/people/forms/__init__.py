"""The forms of the room of people."""

from tungnha.people.forms.unmask import UnmaskForm

__all__ = ["UnmaskForm"]
