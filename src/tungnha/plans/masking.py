"""Telephones and personal numbers of a draft are hidden before it is stored."""

from __future__ import annotations

from typing import Any

from tungnha.identity.hiding import hide_numbers


def hide_all(value: Any) -> Any:
    """Hide them in every text of a draft."""
    if isinstance(value, str):
        return hide_numbers(value)
    if isinstance(value, list):
        return [hide_all(item) for item in value]
    return {key: hide_all(item) for key, item in value.items()} if isinstance(value, dict) else value


__all__ = ["hide_all", "hide_numbers"]
