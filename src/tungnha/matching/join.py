"""Step 2: which people of the register are worth comparing with a row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tungnha.identity import names
from tungnha.matching.keys import Keys, keys_of
from tungnha.matching.records import ListRow, RegisterRow

Person = tuple[RegisterRow, Keys]
Block = tuple[object, ...]


class Register:
    """The register, with its people in blocks that share something a row may know."""

    def __init__(self, rows: Iterable[RegisterRow]) -> None:
        self.blocks: dict[Block, list[Person]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row.id):
            person = (row, keys_of(row))
            for block in _blocks_of_person(*person):
                self.blocks[block].append(person)

    def worth_comparing(self, row: ListRow, keys: Keys) -> list[Person]:
        """People with the same number or folded name; failing those, a name nearly the same and the same birth day."""
        found = self._in(_blocks_of_row(row, keys))
        if not found and keys.name and keys.full_birth:
            same_day = self._in([("day", keys.full_birth)])
            return [one for one in same_day if names.compare(one[0].full_name, row.full_name).agrees]
        return found

    def _in(self, blocks: Iterable[Block]) -> list[Person]:
        found = {person[0].id: person for block in blocks for person in self.blocks.get(block, ())}
        return [found[id_] for id_ in sorted(found)]


def _blocks_of_person(row: RegisterRow, keys: Keys) -> Iterator[Block]:
    for number in keys.numbers:
        yield "number", number
    if keys.full_birth:
        yield "day", keys.full_birth
    if keys.name:
        yield "name", keys.name
        yield "name and year", keys.name, row.birth and row.birth.year
        yield "name and phone", keys.name, row.phone


def _blocks_of_row(row: ListRow, keys: Keys) -> Iterator[Block]:
    """A name alone is shared by too many: with a birth year only those who may share it are looked at."""
    for number in keys.numbers:
        yield "number", number
    if keys.name and row.birth:
        yield "name and year", keys.name, row.birth.year
        yield "name and year", keys.name, None
    elif keys.name:
        yield "name", keys.name
    if keys.name and row.phone:
        yield "name and phone", keys.name, row.phone
