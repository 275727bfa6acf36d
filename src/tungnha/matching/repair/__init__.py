"""Repair before matching: real lists err in blocks, as clerks do; find such blocks from the data, mend what is sure."""

from .mending import Known, Reference, mend

__all__ = ["Known", "Reference", "mend"]
