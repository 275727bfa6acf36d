"""How common each value of a row is among the people at hand: what an agreement on it proves.

A register of a hamlet knows little of how common a name or a year is. Everywhere some people of the country at large
(`AT_LARGE`) are counted in, so that two hundred people are weighed as soberly as two million.
"""

from __future__ import annotations

import numpy as np

from tungnha.matching.arrays import Array, Bytes, Floats, Ints
from tungnha.matching.cleaning_cells import NINE, ROUNDED
from tungnha.matching.cleaning_places import NOTHING
from tungnha.matching.compare import rounded
from tungnha.matching.listing import CodedList
from tungnha.matching.registers import CodedRegister

AT_LARGE = 400.0
FULL_NAME, FAMILY, GIVEN, ENDS = 1e-4, 0.05, 0.01, 0.001  # shares of a usual name, and of its parts, at large
A_NUMBER = 1e-5  # nobody's number is likelier than that: more people live around than the register holds
A_PHONE = 1e-8  # one of all telephones there are
LEAST_DATES = 2000.0
STEADY = 10.0  # people: what few bearers of a name tell is taken with so much salt
FIRST_YEAR, BAND, BANDS = 1900, 5, 28  # births by five years; the last for those not known


class Common:
    """Shares, by distinct name or by row of the list."""

    def __init__(self, register: CodedRegister, rows: CodedList) -> None:
        self._register, self._rows = register, rows
        self.people = max(len(register), 1)
        self._count_names()
        self.number = self._numbers()
        self.birth, self.year = self._births()
        self.of_age = self._ages_of_names()
        self.birth, self.year = self.birth * self.of_age, self.year * self.of_age
        self.sex = self._sexes()
        self.phone = self._phones()
        self.village, self.commune = self._places()
        self.village = np.minimum(self.village * self._families_of_villages(), 1.0)
        self.extras = {
            name: (np.bincount(held.codes, minlength=len(rows.extras[name].texts)) + 0.5) / self.people
            for name, held in register.extras.items()
        }

    @property
    def old_unknown(self) -> float:
        """The share of people whose nine-digit number the register does not have."""
        return 1 - np.count_nonzero(self._register.old_number) / self.people

    def _count_names(self) -> None:
        """`fold`, `toned`: of the whole name, without and with its marks; `first`, `last`, `ends`, `but_last`,
        `but_first`: of parts of it. One person of those who bear a name is left out, it may be the row's own."""
        names = self._rows.names
        held = np.bincount(self._register.name, minlength=len(names)).astype(np.float64)

        def share(codes: Array, at_large: float | Floats) -> Floats:
            seen = np.bincount(codes, weights=held, minlength=int(codes.max()) + 1)[codes]
            found: Floats = (np.maximum(seen - 0.5, 0.0) + AT_LARGE * at_large) / (self.people + AT_LARGE)
            return found

        self.first, self.last = share(names.first, FAMILY / 10), share(names.last, GIVEN / 10)
        self.ends = np.maximum(share(names.ends, ENDS / 10), 0.5 * self.first * self.last)
        self.but_last = share(names.but_last, ENDS / 10)
        self.but_first = share(names.but_first, ENDS / 10)
        alone = self._by_syllables(held)
        self.fold = 0.88 * share(names.fold, FULL_NAME / 10) + 0.12 * alone
        self.toned = 0.88 * share(np.arange(len(names)), FULL_NAME / 20) + 0.06 * alone
        self.marked = ~names.unmarked

    def _by_syllables(self, held: Floats) -> Floats:
        """What a name would be borne by if its syllables fell together by chance."""
        names = self._rows.names
        each = np.repeat(held, names.folded.shape[1])
        seen = np.bincount(names.folded.ravel(), weights=each, minlength=int(names.folded.max()) + 1)
        common = (seen + 0.3) / self.people
        common[0] = 1.0
        inner = names.folded.copy()
        inner[:, 0] = 0
        inner[np.arange(len(names)), np.maximum(names.lengths - 1, 0)] = 0
        alone = self.first * self.last * np.minimum(common, 1.0)[inner].prod(axis=1) * 0.5
        return np.asarray(np.minimum(alone, np.minimum(self.first, self.last)))

    def _numbers(self) -> Floats:
        """How likely somebody at hand has just this number: its first six digits, and one of the serials in use."""
        register, rows = self._register, self._rows
        share = np.full(len(rows), A_NUMBER / 100)
        numbers = register.number[register.number > 0]
        if len(numbers):
            share = np.where(rows.number_kind == ROUNDED, self._rounded(numbers), self._twelve(numbers))
        old = register.old_number[register.old_number > 0]
        span = max(int(np.ptp(old)), 10**6) if len(old) else 10**7
        return np.where(rows.number_kind == NINE, 1.0 / span, share)

    def _twelve(self, numbers: Array) -> Floats:
        """A number that nobody here can have came of a slip: it is as rare as slips of such numbers are."""
        prefix, at, held = np.unique(numbers // 10**6, return_inverse=True, return_counts=True)
        highest = np.zeros(len(prefix), np.int64)
        np.maximum.at(highest, at, numbers % 10**6)
        spans = np.maximum(highest * (1 + 1 / held), held + 1)
        wanted = self._rows.number // 10**6
        place = np.minimum(np.searchsorted(prefix, wanted), len(prefix) - 1)
        known = (prefix[place] == wanted) & (self._rows.number % 10**6 <= 1.2 * spans[place])
        found = np.where(known, (held[place] + 0.5) / self.people / spans[place], 0.0)
        return np.asarray(np.minimum(np.maximum(found, 0.02 / spans.sum()), A_NUMBER))

    def _rounded(self, numbers: Array) -> Floats:
        parts, seen = np.unique(rounded(numbers), return_counts=True)
        return (looked_up(parts, seen, self._rows.number) + 0.5) / (self.people + AT_LARGE)

    def _births(self) -> tuple[Floats, Floats]:
        """Of the row's date, and of its year alone. Most dates of a year are alike; 1 January is not."""
        births = self._register.birth
        known = births[births > 0]
        years = np.bincount(known // 10000, minlength=2200).astype(np.float64)
        smooth = np.convolve(years, [0.1, 0.2, 0.4, 0.2, 0.1], mode="same")
        smooth[1930:2030] += AT_LARGE / 100
        by_year = (smooth + 0.001) / (smooth + 0.001).sum()
        written = self._rows.birth
        year = written // 10000
        any_century = by_year.reshape(22, 100)[:, year % 100].sum(axis=0)
        of_year = np.where((written > 0) & (year < 100), any_century, by_year[np.minimum(year, 2199)])
        dates, counts = np.unique(known, return_counts=True)
        held = np.maximum(looked_up(dates, counts, written) - 0.5, 0.0)
        steady = max(4.0 * len(known), LEAST_DATES)
        by_date = (held + steady * of_year / 365.25) / (len(known) + steady)
        return np.maximum(np.where(written % 100 > 0, by_date, of_year), 1e-9), np.maximum(of_year, 1e-6)

    # -- what a name tells of age, sex and village: of these only the rest is news

    def _ages_of_names(self) -> Floats:
        """How many times more often the row's given name is borne by people of its years than names are at all."""
        names, rows = self._rows.names, self._rows
        given = names.last[self._register.name]
        size = int(names.last.max()) + 1
        bands = band_of(self._register.birth)
        seen = np.bincount(given * BANDS + bands, minlength=size * BANDS).reshape(size, BANDS)
        overall = (np.bincount(bands, minlength=BANDS) + 1.0) / (self.people + BANDS)
        own, band = names.last[rows.name], band_of(rows.birth)
        of_name = (seen[own, band] + STEADY * overall[band]) / (seen.sum(axis=1)[own] + STEADY)
        return np.where(rows.birth >= 1000000, np.clip(of_name / overall[band], 0.2, 5.0), 1.0)

    def _sexes(self) -> Floats:
        """Of the row's sex among those who bear its name."""
        names, rows = self._rows.names, self._rows
        overall = np.bincount(self._register.sex, minlength=3) + 5.0
        prior = np.broadcast_to(overall / overall[1:].sum(), (len(rows), 3))
        for codes in (names.last, names.fold):
            seen = np.bincount(
                codes[self._register.name] * 3 + self._register.sex, minlength=(int(codes.max()) + 1) * 3
            )
            own = seen.reshape(-1, 3)[codes[rows.name]]
            prior = (own + 2.0 * prior) / (own[:, 1:].sum(axis=1, keepdims=True) + 2.0)
        return np.where(rows.sex > 0, np.clip(prior[np.arange(len(rows)), rows.sex], 0.01, 1.0), 1.0)

    def _families_of_villages(self) -> Floats:
        """How many times more often the row's family name is borne in its village than anywhere."""
        names, rows, register = self._rows.names, self._rows, self._register
        borne = np.bincount(names.first[register.name])
        families = np.flatnonzero(borne)
        of_person = (np.cumsum(borne > 0) - 1)[names.first[register.name]]
        here = register.village > NOTHING
        villages = len(register.places.villages)
        size = max(len(families), 1)
        both = np.bincount(register.village[here] * np.int64(size) + of_person[here], minlength=villages * size)
        overall = (np.bincount(of_person, minlength=size) + 0.5) / (self.people + 1)
        own = np.minimum(np.searchsorted(families, names.first[rows.name]), size - 1)
        known = (rows.places.village > NOTHING) & (len(families) > 0)
        if not known.any():
            return np.ones(len(rows))
        known &= families[own] == names.first[rows.name]
        village = np.maximum(rows.places.village, 0)
        held = both.reshape(villages, size)
        there = (held[village, own] + STEADY * overall[own]) / (held.sum(axis=1)[village] + STEADY)
        return np.where(known, np.clip(there / overall[own], 0.2, 5.0), 1.0)

    def _phones(self) -> Floats:
        both = (self._rows.phone, self._rows.second_phone)
        found, seen = np.unique(self._register.with_phones(np.concatenate(both))[0], return_counts=True)
        first, second = (looked_up(found, seen, phones) for phones in both)
        held = np.maximum(first, second)
        known = np.count_nonzero(self._register.phone)
        return np.where(held > 0, held / (known + AT_LARGE), A_PHONE)

    def _places(self) -> tuple[Floats, Floats]:
        """Of the village that is written, within its commune where that is written too; and of the commune."""
        register, places = self._register, self._rows.places
        communes = len(register.places.communes) + 1

        def both(village: Array, commune: Array) -> Array:
            return village.astype(np.int64) * communes + commune + 1

        known = register.village > NOTHING
        pairs, seen = np.unique(both(register.village, register.commune)[known], return_counts=True)
        villages = np.bincount(register.village[known], minlength=len(register.places.villages) + 1)
        of_commune = np.bincount(register.commune[register.commune > NOTHING], minlength=communes)
        within = looked_up(pairs, seen, both(places.village, places.commune))
        alone = villages[np.maximum(places.village, NOTHING)] * (places.village > NOTHING)
        village = np.where(places.commune > NOTHING, within, alone)
        commune = of_commune[np.maximum(places.commune, NOTHING)] * (places.commune > NOTHING)
        return (village + 0.5) / self.people, np.minimum((commune + 0.5) / self.people, 1.0)


def band_of(birth: Array) -> Ints:
    """Births by five years; the last band where the year is not known."""
    band = np.clip((birth // 10000 - FIRST_YEAR) // BAND, 0, BANDS - 2)
    return np.where(birth >= 1000000, band, BANDS - 1).astype(np.int32)


def place_contexts(rows: CodedList) -> Bytes:
    """0 a village, 1 a village and its commune, 2 no village."""
    places = rows.places
    return np.where(places.village == NOTHING, 2, np.where(places.commune > NOTHING, 1, 0)).astype(np.int8)


def looked_up(keys: Array, values: Array, wanted: Array) -> Floats:
    """The value of each wanted key, 0 for those that are not among the ascending keys."""
    if not len(keys):
        return np.zeros(len(wanted))
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], 0).astype(np.float64)
