"""Whether a paper that was issued still stands, and what later papers say of it. Nothing of it is erased."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tungnha.drafting.dates import short_date
from tungnha.drafting.text import one_line
from tungnha.reports.models import Paper, PaperChange
from tungnha.units.problems import BadInput

ENDING = (PaperChange.Way.WITHDRAW, PaperChange.Way.REPLACE)  # after these a paper stands no more


@dataclass(frozen=True)
class Standing:
    """What became of one issued paper: `ended` by a later one (withdrawn or replaced), the corrections beside it."""

    ended: PaperChange | None = None
    corrected: tuple[PaperChange, ...] = ()

    @property
    def words(self) -> str:
        """`Đã thu hồi theo 08/TB-UBND ngày 30/5/2026`; "" for a paper nothing was said of."""
        if self.ended is not None:
            done = "Đã thu hồi theo" if self.ended.way == PaperChange.Way.WITHDRAW else "Đã được thay thế bằng"
            return f"{done} {with_day(self.ended.later)}"
        return f"Có đính chính: {', '.join(with_day(one.later) for one in self.corrected)}" if self.corrected else ""


def standings(papers: Iterable[Paper]) -> dict[int, Standing]:
    """By paper: only what was issued counts, of a withdrawn correction nothing."""
    rows = PaperChange.objects.filter(earlier__in=list(papers), later__issued_at__isnull=False)
    found: dict[int, list[PaperChange]] = {}
    for one in rows.select_related("later").order_by("later__issued_at", "pk"):
        found.setdefault(one.earlier_id, []).append(one)
    later = [one.later_id for rows_of in found.values() for one in rows_of]
    void = set(
        PaperChange.objects.filter(
            earlier__in=later, way=PaperChange.Way.WITHDRAW, later__issued_at__isnull=False
        ).values_list("earlier_id", flat=True)
    )
    return {
        paper: Standing(
            next((one for one in changes if one.way in ENDING), None),
            tuple(one for one in changes if one.way not in ENDING and one.later_id not in void),
        )
        for paper, changes in found.items()
    }


def standing_of(paper: Paper) -> Standing:
    return standings([paper]).get(paper.pk, Standing())


def has_ended(paper: Paper) -> bool:
    return standing_of(paper).ended is not None


def change_by(paper: Paper) -> PaperChange | None:
    """What a paper does to an earlier one, if that is what it is for."""
    return PaperChange.objects.filter(later=paper).select_related("earlier__organisation").first()  # type: ignore[no-any-return]


def check_still_fits(paper: Paper, issued_on: date) -> PaperChange | None:
    """Before a paper that changes another is issued: the other still stands, and is not younger. Raises BadInput."""
    change = change_by(paper)
    if change is None:
        return None
    earlier = Paper.objects.select_for_update(of=("self",)).get(pk=change.earlier_id)  # two at once come one by one
    if (ended := standing_of(earlier)).ended is not None:
        raise BadInput(f"Văn bản {earlier.full_symbol} không còn hiệu lực: {lower(ended.words)}. Xin bỏ dự thảo này.")
    assert earlier.issued_on is not None
    if issued_on < earlier.issued_on:
        raise BadInput(
            f"Ngày ban hành phải từ ngày {short_date(earlier.issued_on)}, ngày của văn bản {earlier.full_symbol}."
        )
    return change


def lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def with_day(paper: Paper) -> str:
    """`08/TB-UBND ngày 30/5/2026`."""
    return f"{paper.full_symbol} ngày {short_date(paper.issued_on)}" if paper.issued_on else paper.full_symbol


def name_of(paper: Paper) -> str:
    """`Thông báo số 05/TB-UBND ngày 28/5/2026 về lịch điểm hỗ trợ`: as another paper refers to it."""
    about = one_line(paper.subject)
    link = "về việc" if paper.kind == Paper.Kind.LETTER else "về"
    keep = about[:2].isupper() or about.lower().startswith("về ")
    return f"{paper.get_kind_display()} số {with_day(paper)} {link} {about if keep else lower(about)}".replace(
        "về về ", "về "
    )
