"""What must agree, and what must not be against it, before a row is linked without anybody looking.

Likelihood alone would link a son to his father of the same name, or a twin to the twin who is in the register: such
people are rare among all rows and common among those that look like it. Written rules keep them apart.
"""

from __future__ import annotations

import numpy as np

from tungnha.matching.arrays import Bools, Ints, one_of
from tungnha.matching.cleaning_names import Names
from tungnha.matching.compare import BirthLevel, Compared, Comparer, NumberLevel, PhoneLevel, SexLevel, birth_levels
from tungnha.matching.compare_names import NameLevel
from tungnha.matching.compare_texts import TextLevel

ONE_NAME = (
    NameLevel.SAME, NameLevel.UNMARKED, NameLevel.ONE_TONE, NameLevel.HEARD, NameLevel.SLIP, NameLevel.INITIALS,
    NameLevel.DROPPED, NameLevel.ADDED, NameLevel.ORDER,
)  # fmt: skip
PART_OF_NAME = (
    NameLevel.TONES, NameLevel.SLIPS, NameLevel.DROPPED_SLIP, NameLevel.OTHER_GIVEN, NameLevel.OTHER_MIDDLE,
    NameLevel.OTHER_FAMILY,
)  # fmt: skip
ONE_NUMBER = (NumberLevel.SAME, NumberLevel.OLD)
NEAR_NUMBER = (NumberLevel.ONE_DIGIT, NumberLevel.CROSSED, NumberLevel.ROUNDED)
ONE_DAY = (BirthLevel.SAME, BirthLevel.CROSSED, BirthLevel.DAY, BirthLevel.MONTH, BirthLevel.YEAR_SLIP)
ONE_YEAR = (*ONE_DAY, BirthLevel.FIRST_DAY, BirthLevel.ONLY_YEAR, BirthLevel.ONLY_NEAR, BirthLevel.YEAR_KNOWN)
OTHER_BIRTH = (BirthLevel.OTHER, BirthLevel.ONLY_OTHER, BirthLevel.YEAR_WRONG, BirthLevel.YEAR_KNOWN_OTHER)
FEW, FEW_OF_ALL = 3, 0.0001  # people who bear a name that is no slip then


def may_link(comparer: Comparer, compared: Compared) -> Bools:
    """Pairs that prove enough: one name and one thing more, or one number, one birthday and a part of the name.

    Never against another birth, another number or, without a number, another sex; where a field is often another row's
    (trust of a block), its being against it says nothing.
    """
    levels = compared.levels
    name, birth = levels["full_name"], levels["birth"]
    number = one_of(levels["personal_number"], ONE_NUMBER)
    day = one_of(birth, ONE_DAY)
    texts = sum(
        (held == TextLevel.SAME).astype(np.int8) for field, held in levels.items() if field.startswith("extra:")
    )
    beside = number | one_of(birth, ONE_YEAR) | (levels["phone"] == PhoneLevel.SAME) | (texts >= 2)
    beside |= one_of(levels["personal_number"], NEAR_NUMBER) & (comparer.holder.take(compared.row) < 0)
    another = another_name(comparer, compared)
    proven = one_of(name, ONE_NAME) & ~another & beside
    birthday = (birth == BirthLevel.SAME) | (birth == BirthLevel.CROSSED)
    partly = (one_of(name, (*PART_OF_NAME, NameLevel.MISSING)) | another) & number & birthday
    proven |= partly & ~_somebody_else_named_so(compared, one_of(name, ONE_NAME) & ~another & birthday)
    proven |= (texts >= 3) & (number | day)
    return np.asarray(proven & ~_against(comparer, compared))


def _somebody_else_named_so(compared: Compared, named: Bools) -> Bools:
    """Pairs of rows for which some person has name and birthday both: a twin, whose row has the other's number."""
    rows = np.zeros(int(compared.row.max(initial=0)) + 1, bool)
    rows[compared.row[named]] = True
    return np.asarray(rows.take(compared.row))


def another_name(comparer: Comparer, compared: Compared) -> Bools:
    """A slip that makes a name which others here bear: Duy for Huy, Loan for Lan. It may be no slip but a sister."""
    names = comparer.rows.names
    level = compared.levels["full_name"]
    slips = np.flatnonzero(one_of(level, (NameLevel.ONE_TONE, NameLevel.HEARD, NameLevel.SLIP)))
    written, known = comparer.rows.name[compared.row[slips]], comparer.register.name[compared.person[slips]]
    borne = np.zeros(len(slips), bool)
    for codes in (names.first, names.last, names.last_toned):
        held = np.bincount(codes[comparer.register.name], minlength=int(codes.max()) + 1)
        often = held >= max(FEW, FEW_OF_ALL * len(comparer.register))
        borne |= (
            (codes.take(written) != codes.take(known))
            & often[codes.take(written)]
            & ~_unmarked(names, codes, written, known)
        )
    found = np.zeros(len(level), bool)
    found[slips] = borne
    return found


def _unmarked(names: Names, codes: Ints, written: Ints, known: Ints) -> Bools:
    """Marks tell nothing apart where one side has none."""
    if codes is not names.last_toned:
        return np.zeros(len(written), bool)
    return np.asarray(names.unmarked.take(written) | names.unmarked.take(known))


def _against(comparer: Comparer, compared: Compared) -> Bools:
    levels = compared.levels
    number = one_of(levels["personal_number"], ONE_NUMBER)
    found = one_of(levels["birth"], OTHER_BIRTH) & ~_doubted(comparer, compared, "birth")
    found |= (levels["personal_number"] == NumberLevel.OTHER) & ~_doubted(comparer, compared, "personal_number")
    found |= (levels["sex"] == SexLevel.OTHER) & ~number
    return np.asarray(found | _number_of_a_twin(comparer, compared))


def _doubted(comparer: Comparer, compared: Compared, field: str) -> Bools:
    trust = comparer.rows.trust.get(field)
    return np.zeros(len(compared.row), bool) if trust is None else np.asarray(trust.take(compared.row) > 0)


def _number_of_a_twin(comparer: Comparer, compared: Compared) -> Bools:
    """The number is that of somebody else born on the very day: the name says one, the number the other."""
    holder = comparer.holder.take(compared.row)
    other = (holder >= 0) & (holder != compared.person) & (compared.levels["personal_number"] != NumberLevel.SAME)
    at = np.flatnonzero(other)
    born = birth_levels(comparer.rows.birth[compared.row[at]], comparer.register.birth[holder[at]])
    other[at] = (born == BirthLevel.SAME) | (born == BirthLevel.CROSSED)
    return np.asarray(other)
