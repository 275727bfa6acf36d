"""Whether a number or telephone is the row's own, as far as its digits and the register tell."""

from __future__ import annotations

import numpy as np

from tungnha.matching.repair.facts import Facts, Ints, Registered
from tungnha.matching.repair.paths import Floats


def fit_of_number(facts: Facts, known: Registered | None) -> Floats:
    """How much better the number of each row is its own than anybody's."""
    fit = _told(facts.number_year, facts.birth_year, 3.5, -2.6)
    fit += _told(facts.number_sex, np.where(facts.sex > 0, facts.sex, facts.name_sex), 0.65, -3.0)
    if known is not None:
        fit += _told(known.given, facts.given, 3.0, -2.5) + _told(known.family, facts.family, 1.5, -1.0)
    return fit


def fit_of_phone(facts: Facts, known: Registered | None) -> Floats:
    if known is None:
        return np.zeros(facts.size)
    fit = _told(known.given, facts.given, 3.0, -1.5) + _told(known.year, facts.birth_year, 3.0, -1.5)
    return fit + _told(known.sex, facts.sex, 0.6, -1.0)


def _told(one: Ints, other: Ints, yes: float, no: float) -> Floats:
    both = (one > 0) & (other > 0)
    return np.where(both, np.where(one == other, yes, no), 0.0)
