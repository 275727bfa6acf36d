"""Turns figures into what templates only have to print: links, rows of tables, rows of charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from tungnha.drafting.numbers import count, decimal_vi, rate_value
from tungnha.identity import numbers
from tungnha.identity.phones import mask_phone
from tungnha.ledger.models import Claim, Standing
from tungnha.ledger.models.services import Counted
from tungnha.progress.figures import Figure, VillageRow
from tungnha.progress.openers import Row
from tungnha.progress.queries import RosterRow, UnitRow
from tungnha.progress.ways import unit_word
from tungnha.units import clock
from tungnha.units.models import Member, Role

THING_WORDS = dict(Counted.choices)
SOUGHT = ("person", "household", "establishment", "product")  # of these there is a page of who is missing
ORIGIN_WORDS = {
    "list": "danh sách gửi đến", "visit": "lượt đến nhà", "session": "buổi hỗ trợ", "desk": "bộ phận một cửa",
    "import": "tệp nhập vào", "unit": "danh sách của đơn vị", "handed": "danh sách giao đơn vị đối chiếu",
}  # fmt: skip
# Pages of where a claim came from, and who may open them.
ORIGIN_ROUTES = {
    "list": ("lists:list", (Role.OFFICER, Role.DATA_STEWARD)),
    "handed": ("lists:handed-list", (Role.OFFICER, Role.DATA_STEWARD)),
    "session": ("field:session", (Role.LEADER, Role.OFFICER, Role.DATA_STEWARD, Role.TEAM_LEADER, Role.TEAM_MEMBER)),
}


def link(route: str, *args: Any, **query: Any) -> str:
    """The address of a page, or nothing where that room has no such page (yet)."""
    address = _address(route, args)
    if not address:
        return ""
    asked = {key.rstrip("_"): value for key, value in query.items() if value}
    return f"{address}?{urlencode(asked)}" if asked else address


@lru_cache(maxsize=20_000)
def _address(route: str, args: tuple[Any, ...]) -> str:
    """Addresses do not change while the product runs, and a table of communes asks for hundreds of them."""
    try:
        return reverse(route, args=args)
    except NoReverseMatch:
        return ""


def day_word(on: date) -> str | None:
    """What an address says of the day: nothing of today (`loading.day_of` reads it)."""
    return None if on == clock.today() else on.isoformat()


def rows_link(found: Figure, which: str) -> str:
    """Where a number of a figure opens; what is only stated has no rows."""
    if found.now is None and which != "base":
        return ""
    if found.way in ("flow", "series"):
        on = day_word(found.on)
        return link("progress:counted", found.target.pk, noi=found.area.code, ngay=on) if found.base is not None else ""
    if found.way not in ("things", "units"):
        return ""
    since = found.since.isoformat() if which in ("gained", "lost") else None
    return link(
        "progress:rows", found.target.pk, which=which, area=found.area.code, from_=since, ngay=day_word(found.on)
    )


def missing_link(found: Figure) -> str:
    """Where those still without it are counted and listed."""
    if found.way not in ("things", "units") or found.now is None:
        return ""
    if found.target.measure is None or found.target.measure.counts not in SOUGHT:
        return rows_link(found, "missing")
    return link("progress:missing", found.target.pk, noi=found.area.code, ngay=day_word(found.on))


def thing_word(found: Figure) -> str:
    return unit_word(found.target.measure)


def missing_by_register(found: Figure) -> int | None:
    """How many of those the register counts are without it: whatever number the rate is measured against."""
    if found.way not in ("things", "units"):
        return None
    if found.base is None or found.base.own is None or found.now is None:
        return None
    return found.base.own - found.now


def per_day_words(found: Figure) -> str:
    """`cần 24,2 người mỗi ngày, còn 64 ngày đến 31/7/2026`; `cần thêm 8 người, còn 197 ngày đến …`."""
    pace, due = found.pace, found.target.due_on
    if pace is None or due is None or found.reached:
        return ""
    day = f"{due.day}/{due.month}/{due.year}"
    if pace.per_day is None:
        return f"đã quá hạn {day} {-pace.days_left} ngày"
    left = "hôm nay là hạn" if pace.days_left == 0 else f"còn {pace.days_left} ngày đến {day}"
    if not pace.per_day:  # so few for so many days that a day would be 0,0
        return f"cần thêm {count(pace.remaining)} {thing_word(found)}, {left}"
    return f"cần {decimal_vi(pace.per_day, 1)} {thing_word(found)} mỗi ngày, {left}"


def headline(found: Figure) -> dict[str, Any]:
    """A figure with the addresses its numbers open at: what a key figure on any page needs."""
    return {
        "figure": found, "url": link("progress:target", found.target.pk, ngay=day_word(found.on)),
        "unit": thing_word(found),
        "now_url": rows_link(found, "now"), "missing_url": missing_link(found),
        "gained_url": rows_link(found, "gained"), "lost_url": rows_link(found, "lost"),
        "base_url": rows_link(found, "base"), "contested_url": rows_link(found, "contested"),
        "pace": per_day_words(found), "base": found.base.count if found.base else None,
        "own": found.base.own if found.base else None,
        "missing": missing_by_register(found),
        "since_words": f"từ {found.since.day}/{found.since.month}",
    }  # fmt: skip


def village_link(found: Figure) -> str:
    return link("progress:village", found.target.pk, found.area.code, ngay=day_word(found.on))


VILLAGE_COLUMNS = (
    {"key": "name", "label": "Địa bàn", "link": "url"},
    {"key": "rank", "label": "Xếp hạng", "kind": "count"},
    {"key": "now", "label": "Đang có", "kind": "count", "link": "now_url"},
    {"key": "base", "label": "Phải tính", "kind": "count", "link": "base_url"},
    {"key": "missing", "label": "Còn thiếu, theo sổ", "kind": "count", "link": "missing_url"},
    {"key": "of_base", "label": "Trên số phải tính", "kind": "percent"},
    {"key": "needed", "label": "Chỉ tiêu", "kind": "count"},
    {"key": "of_needed", "label": "Trên chỉ tiêu", "kind": "percent"},
    {"key": "change", "label": "Thay đổi", "kind": "delta", "link": "gained_url"},
    {"key": "latest_on", "label": "Ghi nhận gần nhất", "kind": "date"},
    {"key": "state", "label": "Tình trạng", "kind": "status"},
)


PRINTED = ("name", "now", "base", "of_base", "needed", "of_needed", "change", "state")
PRINT_COLUMNS = [column for column in VILLAGE_COLUMNS if column["key"] in PRINTED]


def village_table(rows: Iterable[VillageRow]) -> list[dict[str, Any]]:
    return [
        {
            "rank": row.rank, "name": row.village.title, "now": row.now, "of_base": row.rate_of_base,
            "url": village_link(row.figure),
            "base": row.base.count if row.base else None, "base_url": rows_link(row.figure, "base"),
            "missing": missing_by_register(row.figure), "missing_url": missing_link(row.figure),
            "needed": row.needed.count, "of_needed": row.rate_of_needed, "change": row.change,
            "now_url": rows_link(row.figure, "now"), "gained_url": rows_link(row.figure, "gained"),
            "latest_on": row.latest_on,
            "state": "far" if row.level == "far" and row.state == "behind" else row.state,
        }
        for row in rows
    ]  # fmt: skip


def village_bars(rows: Iterable[VillageRow]) -> list[dict[str, Any]]:
    return [
        {
            "name": row.village.title, "value": row.rate_of_needed, "level": row.level,
            "url": village_link(row.figure),
        }
        for row in rows
    ]  # fmt: skip


UNIT_COLUMNS = [
    {"key": "name", "label": "Đơn vị"},
    {"key": "now", "label": "Đang có", "kind": "count"},
    {"key": "base", "label": "Tổng số", "kind": "count"},
    {"key": "of_base", "label": "Tỷ lệ", "kind": "percent"},
    {"key": "on", "label": "Tính đến ngày", "kind": "date"},
    {"key": "document", "label": "Văn bản"},
]


def unit_table(rows: Sequence[UnitRow]) -> list[dict[str, Any]]:
    return [
        {"name": r.unit.name, "now": r.count, "base": r.base, "of_base": rate_value(r.count, r.base), "on": r.on,
         "document": r.document}
        for r in rows
    ]  # fmt: skip


def roster_table(rows: Sequence[RosterRow], on: date) -> list[dict[str, Any]]:
    return [
        {"name": r.unit.name, "now": r.now, "base": r.base, "of_base": rate_value(r.now, r.base), "on": on}
        for r in rows
    ]  # fmt: skip


def stated_table(found: Figure) -> list[dict[str, Any]]:
    """The figures that bodies state, beside the computed one, with the gap."""
    return [
        {"whose": s.whose, "stated": s.claim.count, "on": s.claim.on, "document": s.claim.document, "now": s.now,
         "gap": s.gap, "carried": s.carried}
        for s in found.stated
    ]  # fmt: skip


STATED_COLUMNS = [
    {"key": "whose", "label": "Ai báo"},
    {"key": "stated", "label": "Số báo", "kind": "count"},
    {"key": "on", "label": "Tính đến ngày", "kind": "date"},
    {"key": "document", "label": "Văn bản"},
    {"key": "now", "label": "Số có tên", "kind": "count"},
    {"key": "gap", "label": "Chênh lệch", "kind": "delta"},
    {"key": "carried", "label": "Ước tính nếu cộng người có sau ngày đó", "kind": "count"},
]


# --- persons behind a number -----------------------------------------------------------------------------------------


def row_words(row: Row, kind: str, reader: Member) -> dict[str, Any]:
    """One person, household, business or product, and whose word decided."""
    return _thing(row.thing, kind) | {"words": [word(s, reader) for s in row.standings], "contested": row.contested}


def _thing(thing: Any, kind: str) -> dict[str, Any]:
    if kind == "person":
        known = [i.value for i in thing.identifiers.all() if i.kind == "personal" and i.status == "active"]
        home = thing.household
        return {
            "name": thing.full_name, "url": link("people:person", thing.pk), "born": thing.birth_shown,
            "number": numbers.mask(known[0]) if known else "", "household": home.code if home else "",
            "village": home.village.full_name if home else "",
        }  # fmt: skip
    if kind == "household":
        return {"name": f"Hộ {thing.code}", "url": link("people:household", thing.pk),
                "village": thing.village.full_name}  # fmt: skip
    if kind == "telephone":
        owner = thing.person
        return {"name": f"Số {mask_phone(thing.number)}", "url": link("people:person", owner.pk),
                "born": owner.full_name, "village": owner.household.village.full_name}  # fmt: skip
    if kind == "place":
        return {"name": thing.name, "url": "", "village": thing.area.full_name}
    village = thing.village if kind == "establishment" else thing.establishment.village
    return {"name": thing.name, "url": link(f"people:{kind}", thing.pk), "village": village.full_name}


def word(standing: Standing, reader: Member) -> dict[str, Any]:
    """The deciding claim of a standing in words, and the list, visit or session it came from."""
    claim = standing.decided_by
    return {
        "service": standing.service.label, "has": standing.level > 0, "since": standing.since_on,
        "until": standing.until_on, "source": claim.get_source_display(),
        "stated_by": claim.stated_by.label if claim.stated_by else "", "origin": ORIGIN_WORDS.get(claim.origin, ""),
        "origin_url": _origin(claim, reader),
        "rival": standing.contested_by, "person": standing.person.full_name if standing.person else "",
    }  # fmt: skip


def _origin(claim: Claim, reader: Member) -> str:
    """The list or session a claim came from; a list's claims are known as “list/row”."""
    route, roles = ORIGIN_ROUTES.get(claim.origin, ("", ()))
    if not route or not claim.origin_id or not reader.has_role(*roles):
        return ""
    return link(route, claim.origin_id.split("/")[0])
