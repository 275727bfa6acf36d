"""A worklist on its way out: as a workbook, a sheet for each village, or on paper. Masked, marked, on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tungnha.drafting.numbers import count
from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.people.forms.export import PurposeForm
from tungnha.people.models import Person
from tungnha.people.operations.exports import export_workbook, new_mark, record_export, stamp_of
from tungnha.people.protection.giving import as_file, ask_purpose
from tungnha.progress.missing.lines import Door, Line, doors
from tungnha.units import clock
from tungnha.units.models import Area, Campaign, Member, Organisation, Role

MOST = 20_000  # lines of one workbook
MOST_ON_PAPER = 2_000
# Who may take a list of people out. A team's member has the doors on the phone.
GIVERS = (Role.LEADER, Role.OFFICER, Role.DATA_STEWARD, Role.UNIT_OFFICER, Role.TEAM_LEADER)
COLUMNS = (
    SheetColumn("STT", 6, "count"), SheetColumn("Ngõ, nhà", 18), SheetColumn("Hộ", 10), SheetColumn("Họ và tên", 26),
    SheetColumn("Ngày sinh", 12), SheetColumn("Số định danh", 16), SheetColumn("Điện thoại", 13),
)  # fmt: skip
RESULT = SheetColumn("Kết quả lần này", 22)


@dataclass(frozen=True, kw_only=True)
class Roll:
    """What is taken out. `code`: kind of file on record; `name`: of the file, without its ending; `batches` gives the
    lines in walking order, some hundred at a time; `more_title`: heading of what is said beside each name."""

    code: str
    name: str
    title: str
    short: str  # what the page that asks for the purpose is called by
    notes: tuple[str, ...]
    more_title: str
    size: int
    batches: Callable[[], Iterator[list[Line]]]
    area: Area
    on: date
    campaign: Campaign | None = None
    back_url: str = ""

    def lines(self, most: int) -> list[Line]:
        found: list[Line] = []
        for batch in self.batches():
            found += batch
            if len(found) >= most:
                break
        return found[:most]

    def too_long(self, most: int) -> str:
        if self.size <= most:
            return ""
        return (
            f"Danh sách có {count(self.size)} dòng, nhiều hơn {count(most)} dòng của một bản. "
            "Mời chọn từng thôn, hoặc lọc bớt, rồi lấy lại."
        )


def answer(request: HttpRequest, member: Member, roll: Roll, *, on_paper: bool) -> HttpResponse:
    """Ask what for; then the workbook, or the page to print."""
    most = MOST_ON_PAPER if on_paper else MOST
    too_long = roll.too_long(most)
    form = PurposeForm(request.POST or None)
    if form.is_valid() and too_long:
        form.add_error(None, too_long)
    if not form.is_valid():
        lines = [roll.title, f"Có {count(roll.size)} dòng. Số định danh và số điện thoại được che.", *roll.notes]
        title = f"{'In' if on_paper else 'Lấy ra tệp Excel'}: {roll.short}"
        return ask_purpose(
            request, form, title=title, back_url=roll.back_url, lines=lines + [too_long] * bool(too_long)
        )
    return (_paper if on_paper else _workbook)(request, member, roll, form.words)


def _workbook(request: HttpRequest, member: Member, roll: Roll, purpose: str) -> HttpResponse:
    lines = roll.lines(MOST)
    name = f"{roll.name}.xlsx"
    data, _ = export_workbook(
        sheets_of(roll, doors(lines, roll.on)), title=roll.title, name=name, rows=len(lines), **_said(roll, lines),
        purpose=purpose, by=member, at=clock.now(),
    )  # fmt: skip
    return as_file(data, name)


def _paper(request: HttpRequest, member: Member, roll: Roll, purpose: str) -> HttpResponse:
    lines, now, mark = roll.lines(MOST_ON_PAPER), clock.now(), new_mark()
    said = _said(roll, lines)
    record_export(
        name=roll.name, data=None, rows=len(lines), mark=mark, purpose=purpose, by=member, at=now, **said,
        fields=[column.title for column in COLUMNS],
    )  # fmt: skip
    stamp = stamp_of(mark, purpose=purpose, by=member, at=now, given_to=said["given_to"])
    context = {
        "roll": roll, "places": by_village(doors(lines, roll.on)), "stamp": stamp, "printed_at": now,
        "back_url": roll.back_url, "place_name": roll.area.title,
    }  # fmt: skip
    return render(request, "progress/missing_print.html", context)


def _said(roll: Roll, lines: list[Line]) -> dict[str, Any]:
    return {
        "what": roll.code, "area": roll.area, "campaign": roll.campaign, "given_to": team_of(roll.area),
        "persons": [line.thing.pk for line in lines if isinstance(line.thing, Person)],
    }  # fmt: skip


def team_of(area: Area) -> Organisation | None:
    """The village's team, when the list is of one village and there is one."""
    if area.kind != Area.Kind.VILLAGE:
        return None
    teams = list(Organisation.objects.filter(area=area, kind=Organisation.Kind.TEAM, valid_to=None)[:2])
    return teams[0] if len(teams) == 1 else None


def by_village(found: list[Door]) -> list[tuple[str, list[Door]]]:
    """Doors under the title of their village, in the order they came."""
    return [
        (title, list(same))
        for title, same in groupby(found, key=lambda door: door.village.title if door.village else "Nơi khác")
    ]


def sheets_of(roll: Roll, found: list[Door]) -> list[Sheet]:
    """A sheet for each village, and before several of them one that sums them up."""
    places = by_village(found)
    more = (SheetColumn(roll.more_title, 34),) if roll.more_title else ()
    sheets = [
        Sheet(
            name=title, columns=(*COLUMNS, *more, RESULT), rows=list(_rows(same, bool(more))), landscape=True,
            title_lines=(roll.title, f"{title}, tính đến {roll.on:%d/%m/%Y}"), note=" ".join(roll.notes),
        )
        for title, same in places
    ]  # fmt: skip
    if len(places) == 1:
        return sheets
    counts = [(title, sum(len(door.lines) for door in same)) for title, same in places]
    columns = (SheetColumn("Thôn", 34), SheetColumn("Số dòng", 12, "count"))
    summary = Sheet(
        name="Tổng hợp", columns=columns, rows=counts, total=("Cộng", sum(n for _, n in counts)),
        title_lines=(roll.title, f"{roll.area.title}, tính đến {roll.on:%d/%m/%Y}"),
    )  # fmt: skip
    return [summary, *sheets]


def _rows(same: list[Door], more: bool) -> Iterator[tuple[Any, ...]]:
    number = 0
    for door in same:
        for line in door.lines:
            number += 1
            beside = (line.beside,) if more else ()
            yield (number, door.place, getattr(door.home, "code", ""), line.name, line.born, line.number, line.phone,
                   *beside, "")  # fmt: skip
