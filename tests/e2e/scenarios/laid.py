"""A commune laid directly: its villages with a team each, its bodies, its committee. All names are invented."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

from tungnha.demo.villages import make_villages
from tungnha.units.models import Area, Organisation
from tungnha.units.registry import add_villages


def lay_commune(
    *, code: str, name: str, slug: str, villages: int, bodies: Iterable[tuple[str, str]]
) -> SimpleNamespace:
    """`bodies` are (name, kind); the villages are those of our sample plan `slug`."""
    province = Area.objects.create(code="38", kind="province", type_name="tỉnh", name="Thanh Hóa")
    commune = Area.objects.create(code=code, kind="commune", type_name="xã", name=name, parent=province)
    ground = add_villages(commune, [(village.kind, village.name) for village in make_villages(villages, slug)])
    board = Organisation.objects.create(name=f"UBND xã {name}", kind="committee", area=commune, must_report=False)
    return SimpleNamespace(
        commune=commune, board=board, villages=ground,
        bodies={body: Organisation.objects.create(name=body, kind=kind, area=commune) for body, kind in bodies},
        teams=[
            Organisation.objects.create(name=f"Tổ công nghệ số cộng đồng {one.full_name}", kind="team", area=one)
            for one in ground
        ],
    )  # fmt: skip
