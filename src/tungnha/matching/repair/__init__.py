"""Repair before matching: real lists err in blocks, as clerks do; find such blocks from the data, mend what is sure."""

from .contents import guess_fields
from .mending import Known, Reference, mend

__all__ = ["Known", "Reference", "guess_fields", "mend"]
