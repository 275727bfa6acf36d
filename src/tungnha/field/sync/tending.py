"""What is done every hour for the phones (`tungnha tick`)."""

from __future__ import annotations

from datetime import datetime

from tungnha.field.sync import changes, triggers, waiting


def tend(at: datetime) -> None:
    """Old lines of the log of changes and old content of settled operations go; triggers somebody dropped are laid."""
    triggers.lay()
    changes.let_go(at)
    waiting.forget_old(at)
