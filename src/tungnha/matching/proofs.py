"""What must agree, and what must not be against it, before a row is linked without anybody looking.

Likelihood alone would link a son to his father of the same name, or a twin to the twin who is in the register: such
people are rare among all rows and common among those that look like it. Written rules keep them apart.
"""

from __future__ import annotations

import numpy as np

from tungnha.matching.arrays import Bools
from tungnha.matching.compare import BirthLevel, Compared, Comparer, NumberLevel, PhoneLevel, SexLevel, birth_levels
from tungnha.matching.compare_names import NameLevel
from tungnha.matching.compare_texts import TextLevel

ONE_NAME = [level for level in NameLevel if NameLevel.SAME <= level <= NameLevel.ORDER and level != NameLevel.TONES]
PART_OF_NAME = (NameLevel.TONES, NameLevel.OTHER_GIVEN, NameLevel.OTHER_MIDDLE, NameLevel.OTHER_FAMILY)
ONE_NUMBER = (NumberLevel.SAME, NumberLevel.OLD)
NEAR_NUMBER = (NumberLevel.ONE_DIGIT, NumberLevel.CROSSED, NumberLevel.ROUNDED)
ONE_DAY = (BirthLevel.SAME, BirthLevel.CROSSED, BirthLevel.DAY, BirthLevel.MONTH, BirthLevel.YEAR_SLIP)
ONE_YEAR = (*ONE_DAY, BirthLevel.FIRST_DAY, BirthLevel.ONLY_YEAR, BirthLevel.ONLY_NEAR, BirthLevel.YEAR_KNOWN)
OTHER_BIRTH = (BirthLevel.OTHER, BirthLevel.ONLY_OTHER, BirthLevel.YEAR_WRONG, BirthLevel.YEAR_KNOWN_OTHER)


def may_link(comparer: Comparer, compared: Compared) -> Bools:
    """Pairs that prove enough: one name and one thing more, or one number, one birthday and a part of the name.

    Never against another birth, another number or, without a number, another sex; where a field is often another row's
    (trust of a block), its being against it says nothing.
    """
    levels = compared.levels
    name, birth = levels["full_name"], levels["birth"]
    number = np.isin(levels["personal_number"], ONE_NUMBER)
    day = np.isin(birth, ONE_DAY)
    texts = sum(
        (held == TextLevel.SAME).astype(np.int8) for field, held in levels.items() if field.startswith("extra:")
    )
    beside = number | np.isin(birth, ONE_YEAR) | (levels["phone"] == PhoneLevel.SAME) | (texts >= 2)
    beside |= np.isin(levels["personal_number"], NEAR_NUMBER) & (comparer.holder[compared.row] < 0)
    proven = np.isin(name, ONE_NAME) & beside
    proven |= np.isin(name, (*PART_OF_NAME, NameLevel.MISSING)) & number & day
    proven |= (texts >= 3) & (number | day)
    return np.asarray(proven & ~_against(comparer, compared))


def _against(comparer: Comparer, compared: Compared) -> Bools:
    levels = compared.levels
    number = np.isin(levels["personal_number"], ONE_NUMBER)
    found = np.isin(levels["birth"], OTHER_BIRTH) & ~_doubted(comparer, compared, "birth")
    found |= (levels["personal_number"] == NumberLevel.OTHER) & ~_doubted(comparer, compared, "personal_number")
    found |= (levels["sex"] == SexLevel.OTHER) & ~number
    return np.asarray(found | _number_of_a_twin(comparer, compared))


def _doubted(comparer: Comparer, compared: Compared, field: str) -> Bools:
    trust = comparer.rows.trust.get(field)
    return np.zeros(len(compared.row), bool) if trust is None else np.asarray(trust[compared.row] > 0)


def _number_of_a_twin(comparer: Comparer, compared: Compared) -> Bools:
    """The number is that of somebody else born on the very day: the name says one, the number the other."""
    holder = comparer.holder[compared.row]
    other = (holder >= 0) & (holder != compared.person) & (compared.levels["personal_number"] != NumberLevel.SAME)
    born = birth_levels(comparer.rows.birth[compared.row], comparer.register.birth[holder])
    return np.asarray(other & ((born == BirthLevel.SAME) | (born == BirthLevel.CROSSED)))
