"""Step 3: what speaks for and against a person being the one a row means, in the words an officer reads."""

from dataclasses import dataclass
from typing import Literal

from tungnha.identity import names
from tungnha.identity.dates import PartialDate
from tungnha.identity.names import NameAgreement
from tungnha.matching.join import Person
from tungnha.matching.keys import Keys
from tungnha.matching.records import ListRow, Reasons

Agreement = Literal["same", "different", "unknown"]
BirthAgreement = Literal["same", "could", "same_year", "different", "unknown"]

# With marks on both sides that differ, Hương and Hường may be twins: not one name without a number to prove it.
SAME_NAME = ("same", "tone_placement", "i_y")

_NUMBER = {"same": "cùng số định danh", "different": "số định danh khác nhau"}
_BIRTH = {
    "same": "ngày sinh khớp",
    "could": "năm sinh khớp",
    "same_year": "cùng năm sinh, khác ngày sinh",
    "different": "ngày sinh khác nhau",
}
_VILLAGE = {"same": "cùng thôn", "different": "khác thôn"}
_SEX = {"different": "giới tính khác nhau"}
_PHONE = {"same": "cùng số điện thoại"}


@dataclass(frozen=True)
class Comparison:
    """A row and a person, field by field."""

    person_id: int
    number: Agreement
    name: NameAgreement
    birth: BirthAgreement
    village: Agreement
    sex: Agreement
    phone: Agreement
    unmarked: bool  # one of the names is written without diacritics

    @property
    def one_name(self) -> bool:
        """Equal as far as the two spellings can tell."""
        return self.name.level in SAME_NAME or (self.unmarked and self.name.same_words)

    @property
    def proves_number(self) -> bool:
        """The same number, and the name or the full birth date says so too. The year alone is in the number itself."""
        return self.number == "same" and (self.name.agrees or self.birth == "same")

    @property
    def proves_without_number(self) -> bool:
        """The same name, full birth date and village, and nothing against it."""
        for_it = self.one_name and self.birth == "same" and self.village == "same"
        return for_it and "different" not in (self.number, self.sex)

    @property
    def all_three(self) -> bool:
        """The folded name, the full birth date and the village: whoever shares them rivals a proof without number."""
        return self.name.same_words and self.birth == "same" and self.village == "same"

    @property
    def is_plausible(self) -> bool:
        """Worth showing to a person who decides."""
        if self.number == "same":
            return True
        if not self.name.agrees:
            return False
        if self.phone == "same" or self.birth == "same":
            return True
        if self.birth == "same_year":
            return self.village == "same"
        return self.birth != "different" and (self.village != "different" or self.birth == "could")

    @property
    def weight(self) -> float:
        """How likely this is the person, before rivals are looked at: a written order, not a measurement."""
        if self.number == "same":
            return 0.99 if self.proves_number else 0.4
        weight = {"same": 0.8, "could": 0.4, "same_year": 0.2, "unknown": 0.2, "different": 0.1}[self.birth]
        weight *= 1.15 if self.village == "same" else 1.0
        weight *= 0.5 if self.number == "different" or self.sex == "different" else 1.0
        return weight * (1.0 if self.one_name else 0.7)

    @property
    def reasons(self) -> Reasons:
        told = (
            _NUMBER.get(self.number),
            self.name.words if self.name.level != "missing" else None,
            _BIRTH.get(self.birth),
            _VILLAGE.get(self.village),
            _SEX.get(self.sex),
            _PHONE.get(self.phone),
        )
        return tuple(words for words in told if words)


def compare(row: ListRow, keys: Keys, person: Person) -> Comparison:
    known, known_keys = person
    return Comparison(
        person_id=known.id,
        number=_number_agreement(keys.numbers, known_keys.numbers),
        name=names.compare(row.full_name, known.full_name),
        birth=_birth_agreement(row.birth, known.birth),
        village=_agreement(keys.village, known_keys.village),
        sex=_agreement(row.sex, known.sex),
        phone=_agreement(row.phone, known.phone),
        unmarked=names.is_unmarked(row.full_name) or names.is_unmarked(known.full_name),
    )


def _agreement(a: str | None, b: str | None) -> Agreement:
    if not a or not b:
        return "unknown"
    return "same" if a == b else "different"


def _number_agreement(a: frozenset[str], b: frozenset[str]) -> Agreement:
    """Numbers of another length are of another kind (CMND, số định danh) and contradict nothing."""
    if a & b:
        return "same"
    comparable = {len(number) for number in a} & {len(number) for number in b}
    return "different" if comparable else "unknown"


def _birth_agreement(a: PartialDate | None, b: PartialDate | None) -> BirthAgreement:
    if a is None or b is None:
        return "unknown"
    if a == b and a.precision == "day" and not a.is_placeholder:
        return "same"
    if a.could_equal(b):
        return "could"
    return "same_year" if a.year == b.year else "different"
