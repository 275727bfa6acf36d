"""What the demonstration's teams carry to the doors: the first set, read and approved."""

from __future__ import annotations

from datetime import datetime

from tungnha.demo.commune import DemoCommune
from tungnha.outreach.operations import materials
from tungnha.units.models import Role


def approve_materials(commune: DemoCommune, at: datetime) -> None:
    officer = commune.members[Role.OFFICER]
    for material in materials.add_starters(area=commune.area, by=officer, at=at):
        materials.approve(material=material, by=commune.members[Role.LEADER], at=at)
