"""Who needs more help, and what of it may be told to whom. Pure: no database.

What is never asked, of anybody, on any page: ethnicity, illness, the kind or degree of a disability. A guard test looks
for fields that would hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tungnha.people.models.needs import Need

Kind = Need.Kind
ELDER_AGE = 70  # years; who lives alone, or only with others of that age
MARK = "Ưu tiên hỗ trợ"
# What a team is told: what to do or to bring, never why.
HELP_OF: Mapping[str, str] = {
    Kind.ALONE: "đến tận nhà",
    Kind.HOME: "đến tận nhà",
    Kind.NO_DEVICE: "mang máy theo",
    Kind.CANNOT_READ: "đọc giúp",
}
PURPOSES: Mapping[str, str] = {
    Kind.ALONE: "đến nhà hướng dẫn, ưu tiên đến trước",
    Kind.HOME: "đến nhà hướng dẫn, ưu tiên đến trước",
    Kind.NO_DEVICE: "mang máy theo để làm giúp tại chỗ",
    Kind.CANNOT_READ: "đọc giúp, làm mẫu từng bước",
    Kind.MERIT: "ưu tiên đến trước",
    Kind.WELFARE: "ưu tiên đến trước",
}


def help_words(kinds: Iterable[str]) -> tuple[str, ...]:
    """What a team does or brings, each said once, in one order; nothing that tells the reason."""
    wanted = {HELP_OF[kind] for kind in kinds if kind in HELP_OF}
    return tuple(words for words in dict.fromkeys(HELP_OF.values()) if words in wanted)


def shown_count(count: int, least: int) -> int | None:
    """A count that may be shown: None below the size of a small group, none at all included."""
    return count if count >= least else None


def shown_total(counts: Iterable[int], least: int) -> int | None:
    """A sum that may stand under counts of which some are hidden: not one that tells what a hidden one is."""
    known = list(counts)
    hidden = [count for count in known if count < least]
    if not hidden:
        return shown_count(sum(known), least)
    return sum(known) if len(hidden) > 1 and sum(hidden) >= least else None
