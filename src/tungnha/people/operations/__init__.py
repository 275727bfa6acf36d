"""What is done with the register. Every operation says who does it and when, and leaves its trace."""

from .unmasking import unmask

__all__ = ["unmask"]
