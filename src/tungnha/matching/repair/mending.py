"""The whole repair of one list."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from tungnha.matching.tables import Mended, TextTable


class Known(NamedTuple):
    """Somebody of the register, as the repair needs them: folded name, birth (0 where unknown), sex, folded village."""

    name: str
    year: int
    month: int
    day: int
    sex: str  # "male", "female", "" as identity.sexes
    village: str
    phone: str


class Reference(Protocol):
    """The register, asked in bulk. Plain numbers: twelve or nine digits; telephones as 0xxxxxxxxx."""

    def by_number(self, numbers: Sequence[str]) -> list[Known | None]: ...

    def by_phone(self, phones: Sequence[str]) -> list[Known | None]: ...

    def villages(self) -> frozenset[str]:
        """Folded names of its villages, with and without their type (thôn, bản, khu phố …)."""
        ...


def mend(
    table: TextTable,
    fields: Mapping[str, int],
    reference: Reference | None = None,
    undone: Collection[str] = (),
) -> Mended:
    """Find block errors and mend what is sure. `fields` says which column is what (field → index of column)."""
    cells = {field: list(table.columns[at]) for field, at in fields.items()}
    return Mended(cells=cells, kinds=["person"] * len(table))
