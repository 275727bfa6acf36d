"""What every operation of the setup asks first."""

from __future__ import annotations

from tungnha.units.models import Area, Member
from tungnha.units.problems import BadInput


def must_lie_within(area: Area, by: Member | None) -> None:
    """Nobody sets up what lies outside the own area. The pages load by scope; this holds for every other caller."""
    if by is not None and not by.area.contains(area):
        raise BadInput(f"{area.title} nằm ngoài địa bàn phụ trách: chỉ sửa được trong {by.area.full_name}.")
