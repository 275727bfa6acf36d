"""Step 2: which people of the register are worth comparing with a row."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from tungnha.identity import names
from tungnha.matching.keys import Keys, keys_of
from tungnha.matching.records import ListRow, RegisterRow

Person = tuple[RegisterRow, Keys]


class Register:
    """The register with an index on each key."""

    def __init__(self, rows: Iterable[RegisterRow]) -> None:
        self.by_number: dict[str, list[Person]] = defaultdict(list)
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        self.by_birth: dict[dt.date, list[Person]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: row.id):
            self._add((row, keys_of(row)))

    def _add(self, person: Person) -> None:
        keys = person[1]
        for number in keys.numbers:
            self.by_number[number].append(person)
        if keys.name:
            self.by_name[keys.name].append(person)
        if keys.full_birth:
            self.by_birth[keys.full_birth].append(person)

    def worth_comparing(self, row: ListRow, keys: Keys) -> list[Person]:
        """People with the same number or folded name; failing those, a name nearly the same and the same birth day."""
        found = self._same_number(keys) + self.by_name.get(keys.name, [])
        return _once_each(found or self._same_birth_and_nearly_the_name(row, keys))

    def _same_number(self, keys: Keys) -> list[Person]:
        return [person for number in sorted(keys.numbers) for person in self.by_number.get(number, [])]

    def _same_birth_and_nearly_the_name(self, row: ListRow, keys: Keys) -> list[Person]:
        if not keys.name or not keys.full_birth:
            return []
        same_day = self.by_birth.get(keys.full_birth, [])
        return [person for person in same_day if names.compare(person[0].full_name, row.full_name).agrees]


def _once_each(people: list[Person]) -> list[Person]:
    return sorted({row.id: (row, keys) for row, keys in people}.values(), key=lambda person: person[0].id)
