"""Levels become weights: logarithms of how much likelier a row is if it is this person's than if it is anybody's."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from tungnha.matching.arrays import Bools, Bytes, Floats, Ints, one_of
from tungnha.matching.cleaning_cells import NINE, ROUNDED, TWELVE
from tungnha.matching.common import A_PHONE, BANDS, FIRST_YEAR, Common, band_of, place_contexts
from tungnha.matching.compare import BirthLevel, Compared, Comparer, NumberLevel, PhoneLevel, PlaceLevel
from tungnha.matching.compare_names import NameLevel
from tungnha.matching.weights import LEVELS, Weights, contexts

N = NameLevel
HOME_SHARE = 0.85  # of people who are not in the register, those who live with somebody who is
FAMILY_NAME_AT_HOME = 0.6
TWIN = 0.004
PHONE_AT_HOME = 0.15
PHONE_OF_ANYBODY = 0.03


class Weighed(NamedTuple):
    """In nats, one for each pair: being this person; being somebody of their home who is not in the register."""

    person: Floats
    kin: Floats


class Nobody(NamedTuple):
    """In nats, one for each row: its person not being in the register; of that, what its own fields say together."""

    alone: Floats
    own: Floats


class Scales:
    """What levels are weighed on for one list and one register: how common each of the row's values is here."""

    def __init__(self, comparer: Comparer) -> None:
        self.comparer = comparer
        self.register, self.rows = comparer.register, comparer.rows
        self.common = Common(self.register, self.rows)
        self.place_context = place_contexts(self.rows)
        self.band = band_of(self.register.birth)
        self.row_band = band_of(self.rows.birth)
        self.people_by_age = np.bincount(self.band, minlength=BANDS).astype(np.int64)

    # -- pairs

    def cells(self, compared: Compared) -> dict[str, Ints]:
        """Of each pair and field: trust, context and level as one number."""
        found = {}
        kinds = self.rows.number_kind.take(compared.row)
        for name, levels in compared.levels.items():
            context = np.zeros(len(levels), np.int8)
            if name in ("personal_number", "birth"):
                context = contexts(name, levels, kinds, context)
            elif name == "phone":
                context = (self.register.phone.take(compared.person) == 0).astype(np.int8)
            elif name == "village":
                context = self.place_context.take(compared.row)
            trust = self.rows.trust.get(name)
            doubt = trust.take(compared.row).astype(np.int32) if trust is not None else np.int32(0)
            found[name] = ((doubt * 4 + context) * LEVELS + levels).astype(np.int32)
        return found

    def weigh(self, compared: Compared, cells: dict[str, Ints], weights: Weights) -> Weighed:
        """The prior for each person and what each field adds; fields are taken to speak independently of each other,
        given the person, but for what a home shares, which `kin` weighs."""
        row, person = compared.row, compared.person
        levels = compared.levels
        inside = np.log((1 - weights.outside) / self.common.people * weights.ages)
        total = inside[self.band.take(person)]
        kin = np.full(len(row), np.log(weights.outside * HOME_SHARE / self.common.people))
        shares = {name: _log_shares(weights.shares[name]).take(flat) for name, flat in cells.items()}
        total += self._names(levels["full_name"], row, person, weights, cells["full_name"], kin)
        total += shares["personal_number"] + self._numbers(levels["personal_number"], row, kin)
        total += shares["birth"] + self._births(levels["birth"], row, kin, weights)
        total += shares["sex"] - np.where(levels["sex"] > 0, np.log(self.common.sex.take(row)), 0.0)
        total += shares["phone"] + self._phones(levels["phone"], row, person, kin)
        total += shares["village"] + self._places(levels["village"], row, kin, shares["village"])
        for name, held in self.common.extras.items():
            total += self._extra(f"extra:{name}", held, compared, shares[f"extra:{name}"])
        return Weighed(total, kin)

    def _names(self, levels: Bytes, row: Ints, person: Ints, weights: Weights, cells: Ints, kin: Floats) -> Floats:
        """P(written | this person) / P(written | anybody): a slip of a common name is weighed against those who truly
        bear the name that came of it."""
        written = self.rows.name.take(row)
        share = weights.shares["full_name"].copy()
        share[:, :, N.SAME] = share[:, :, N.UNMARKED] = share[:, :, N.SAME] + share[:, :, N.UNMARKED]
        held = np.zeros((2, 4, LEVELS))
        held[:, : share.shape[1]] = share
        ratio = held.reshape(-1).take(cells)  # of names with nothing in common that is it
        near = np.flatnonzero((levels > N.MISSING) & (levels < N.OTHER_GIVEN))
        ratio[near] = self._near_names(
            levels[near], written[near], self.register.name[person[near]], ratio[near], share[0, 0, N.SAME]
        )
        common = self.common
        for level, kept in (
            (N.OTHER_GIVEN, common.but_last), (N.OTHER_MIDDLE, common.ends), (N.OTHER_FAMILY, common.but_first),
            (N.SAME_GIVEN, common.last), (N.SAME_FAMILY, common.first),
        ):  # fmt: skip
            at = np.flatnonzero(levels == level)
            ratio[at] /= kept[written[at]]
        kin += np.where(_HAS_FAMILY.take(levels), self._family_at_home.take(written), np.log(0.5))
        other = np.flatnonzero(levels == N.OTHER_GIVEN)
        kin[other] += np.log(np.maximum(1.0, 0.4 * common.first[written[other]] / common.but_last[written[other]]))
        missing = levels == N.MISSING
        kin[missing] = -50.0
        return np.where(missing, 0.0, np.log(np.maximum(ratio, 1e-12)))

    @cached_property
    def _family_at_home(self) -> Floats:
        """By name."""
        return np.asarray(np.log(FAMILY_NAME_AT_HOME / self.common.first))

    def _near_names(self, levels: Bytes, written: Ints, known: Ints, true: Floats, same: float) -> Floats:
        """The same of names of which one may be the other, written otherwise. `same`: P(the same | this person)."""
        common = self.common
        marked = common.marked.take(written) & (levels != N.UNMARKED)
        toned = marked & (levels <= N.TONES)
        anybody = np.where(toned, common.toned.take(written), common.fold.take(written)) * same
        alike = np.where(toned, common.toned.take(known), common.fold.take(known))
        chance = true * _AMONG.take(levels)
        alike = np.where((levels == N.DROPPED) | (levels == N.DROPPED_SLIP), common.ends.take(written), alike)
        alike = np.where(levels == N.INITIALS, 0.08 * common.ends.take(written) + common.fold.take(known), alike)
        return np.asarray(np.where(levels <= N.UNMARKED, true / anybody, chance / (anybody + chance * alike)))

    def _numbers(self, levels: Bytes, row: Ints, kin: Floats) -> Floats:
        share = self.common.number.take(row)
        held = one_of(levels, _NUMBER_HELD)
        share = np.log(share)
        found = np.where(held, np.log(_NUMBER_AMONG)[levels] - share, 0.0)
        nine = self.rows.number_kind.take(row) == NINE
        unknown = (levels == NumberLevel.UNKNOWN) & nine
        found[unknown] -= np.log(max(self.common.old_unknown, 0.01))
        of_home = (levels == NumberLevel.HOUSEHOLD) | (levels == NumberLevel.SAME)
        kin += np.where(of_home, np.log(0.004) - share, 0.0)
        return found

    def _births(self, levels: Bytes, row: Ints, kin: Floats, weights: Weights) -> Floats:
        """1 January is written of anybody whose day the clerk did not know."""
        year = self.common.year.take(row)
        put_in = weights.shares["birth"][0, 0, BirthLevel.FIRST_DAY]
        date = self.common.birth.take(row) + np.where(self.rows.birth.take(row) % 10000 == 101, put_in * year, 0.0)
        among = np.log(_BIRTH_AMONG)[levels]
        found = np.where((_BIRTH_AMONG > 1e-9)[levels], among - np.log(date), 0.0)
        by_year = np.flatnonzero((levels == BirthLevel.ONLY_YEAR) | (levels == BirthLevel.ONLY_NEAR))
        found[by_year] = among[by_year] - np.log(year[by_year])
        same = np.flatnonzero(levels == BirthLevel.SAME)
        kin[same] += np.log1p(TWIN / date[same])
        return found

    def _phones(self, levels: Bytes, row: Ints, person: Ints, kin: Floats) -> Floats:
        share = np.log(self.common.phone.take(row))
        found = np.where(levels == PhoneLevel.SAME, -share, 0.0)
        found = np.where(levels == PhoneLevel.HOUSEHOLD, np.log(0.5) - share, found)
        found = np.where(levels == PhoneLevel.ONE_DIGIT, np.log(1 / 81) - np.log(A_PHONE), found)
        of_home = (levels == PhoneLevel.SAME) | (levels == PhoneLevel.HOUSEHOLD)
        kin += np.where(of_home, np.log(PHONE_AT_HOME) - share, 0.0)
        return found

    def _places(self, levels: Bytes, row: Ints, kin: Floats, shares: Floats) -> Floats:
        village, commune = self.common.village.take(row), self.common.commune.take(row)
        same = (levels >= PlaceLevel.VILLAGE) & (levels <= PlaceLevel.KIND)
        in_commune = (levels == PlaceLevel.COMMUNE) | (levels == PlaceLevel.IN_COMMUNE)
        found = np.where(same, -np.log(village), np.where(in_commune, -np.log(commune), 0.0))
        kin += found + np.where(levels > 0, shares, 0.0)
        return found

    def _extra(self, name: str, held: Floats, compared: Compared, shares: Floats) -> Floats:
        short = name.removeprefix("extra:")
        levels = compared.levels[name]
        written = held[self.rows.extras[short].codes.take(compared.row)]
        known = held[self.register.extras[short].codes.take(compared.person)]
        true = np.exp(shares)
        found = np.where(levels == 1, shares - np.log(written), shares)
        near = 0.01 * true / (written * 0.9 + 0.01 * true * known)
        return np.where(levels == 2, np.log(np.maximum(near, 1e-9)), np.where(levels > 0, found, 0.0)) - shares

    # -- nobody

    def nobody(self, weights: Weights) -> Nobody:
        """For each row the weight of its person not being in the register."""
        rows = self.rows
        found = np.zeros(len(rows))
        ages = np.log(weights.ages)
        ages[-1] = 0.0
        found += np.where(rows.birth >= FIRST_YEAR * 10000, ages[self.row_band], 0.0)
        twelve = (rows.number_kind == TWELVE) | (rows.number_kind == ROUNDED)
        dated = twelve & (rows.birth > 0)
        fits = self._year_fits()
        fit = np.where(fits, np.log(weights.fits_year / self.common.year), np.log(1 - weights.fits_year))
        found += np.where(dated, fit, 0.0)
        female = rows.number // 10**8 % 2
        sexed = twelve & (rows.sex > 0)
        fit = np.where(female + 1 == rows.sex, weights.fits_sex, 1 - weights.fits_sex) / self.common.sex
        found += np.where(sexed, np.log(fit), 0.0)
        has_phone = rows.phone > 0
        held = self.comparer.phone_held
        by_phone = np.where(has_phone, np.log(np.where(held, PHONE_OF_ANYBODY, 1 - PHONE_OF_ANYBODY)), 0.0)
        return Nobody(np.log(weights.outside) + found + by_phone, found)

    def _year_fits(self) -> Bools:
        number, birth = self.rows.number, self.rows.birth
        century = 19 + number // 10**8 % 10 // 2
        year = century * 100 + number // 10**6 % 100
        written = birth // 10000
        return np.asarray((year == written) | ((written < 100) & (year % 100 == written)))

    def fits(self) -> tuple[float, float]:
        """Of rows with a number, the shares that agree with the row's own year of birth and sex."""
        rows = self.rows
        twelve = (rows.number_kind == TWELVE) | (rows.number_kind == ROUNDED)
        dated, sexed = twelve & (rows.birth > 0), twelve & (rows.sex > 0)
        year = (np.count_nonzero(self._year_fits() & dated) + 19) / (np.count_nonzero(dated) + 20)
        same = rows.number // 10**8 % 2 + 1 == rows.sex
        sex = (np.count_nonzero(same & sexed) + 19.8) / (np.count_nonzero(sexed) + 20)
        return float(year), float(sex)


def _log_shares(shares: Floats) -> Floats:
    """Flat by trust, context, level; level 0, missing, says nothing."""
    held = np.zeros((2, 4, LEVELS))
    held[:, : shares.shape[1]] = shares
    held = np.where(held > 0, held, 1.0)
    held[:, :, 0] = 1.0
    return np.log(held).reshape(-1)


_AMONG = np.ones(LEVELS)  # of what a name may become in this way, the share of what it became
for _level, _share in (
    (N.ONE_TONE, 0.08), (N.TONES, 0.02), (N.HEARD, 0.2), (N.SLIP, 0.012), (N.SLIPS, 0.0004), (N.ADDED, 0.05),
    (N.DROPPED, 0.7), (N.DROPPED_SLIP, 0.01), (N.INITIALS, 0.8), (N.ORDER, 0.5),
):  # fmt: skip
    _AMONG[_level] = _share
_HAS_FAMILY = np.zeros(LEVELS, bool)
_HAS_FAMILY[[N.SAME, N.UNMARKED, N.ONE_TONE, N.TONES, N.DROPPED, N.ADDED, N.OTHER_GIVEN, N.OTHER_MIDDLE,
             N.SAME_FAMILY, N.HEARD, N.SLIP, N.INITIALS]] = True  # fmt: skip
_NUMBER_HELD = (NumberLevel.SAME, NumberLevel.OLD, NumberLevel.ONE_DIGIT, NumberLevel.CROSSED, NumberLevel.ROUNDED,
                NumberLevel.HOUSEHOLD)  # fmt: skip
_NUMBER_AMONG = np.ones(LEVELS)
_NUMBER_AMONG[[NumberLevel.ONE_DIGIT, NumberLevel.CROSSED, NumberLevel.HOUSEHOLD]] = (1 / 108, 1 / 8, 1 / 2)
_BIRTH_AMONG = np.full(LEVELS, 1e-12)  # of the dates one may become in this way, the share of what it became
for _birth, _share in (
    (BirthLevel.SAME, 1.0), (BirthLevel.CROSSED, 1.0), (BirthLevel.FIRST_DAY, 1.0), (BirthLevel.DAY, 1 / 10),
    (BirthLevel.MONTH, 1 / 5), (BirthLevel.YEAR_SLIP, 1 / 4), (BirthLevel.YEAR_WRONG, 1 / 60),
    (BirthLevel.PART, 1 / 40), (BirthLevel.SAME_YEAR, 1 / 365), (BirthLevel.ONLY_YEAR, 1.0),
    (BirthLevel.ONLY_NEAR, 1 / 2),
    (BirthLevel.YEAR_KNOWN, 1 / 365),
):  # fmt: skip
    _BIRTH_AMONG[_birth] = _share
