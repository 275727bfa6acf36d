"""A list handed to the school, its file in the unit's hands, and what comes back of it."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from tungnha.ledger.models import Claim
from tungnha.lists import handed_queries
from tungnha.lists.operations import handing, returning
from tungnha.lists.operations.handed_people import Choice
from tungnha.people.models import RosterEntry

COLUMNS = ["full_name", "birth", "sex", "number_masked", "village"]
LATER = date(2026, 6, 9)


@pytest.fixture
def terms(service):
    def make(**more):
        said = {
            "purpose": "Đối chiếu người của trường", "basis": "Quy chế phối hợp số 02/QC", "expires_on": LATER,
            "columns": COLUMNS, "asked": [(service, 1)],
        }  # fmt: skip
        return handing.Terms(**said | more)

    return make


@pytest.fixture
def roster(people, units):
    """Who is on the school's roster: An, Em and Gấm."""
    for person in (people.an, people.em, people.gam):
        RosterEntry.objects.create(person=person, organisation=units.school, room="Tổ 1")
    return units.school


@pytest.fixture
def handed(roster, commune, terms, members, at_tuesday):
    choice = Choice(who="roster", receiver=roster, area=commune)
    return handing.hand_out(choice=choice, terms=terms(), by=members.mai, at=at_tuesday)


@pytest.fixture
def file_of(members, at_tuesday):
    return lambda handed: handing.take_file(handed=handed, by=members.thu, at=at_tuesday)


class Filled:
    """The file in the unit's hands: `put("Nguyễn Văn An", "Chữ ký số", "x")` writes in the first column so begun."""

    def __init__(self, data: bytes):
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.sheet = self.book["Danh sách"]
        at = next(n for n, row in enumerate(self.sheet.values, 1) if row[0] == "Mã dòng")
        self.header_at, self.titles = at, [cell.value for cell in self.sheet[at]]

    def column(self, begins: str) -> int:
        return next(n for n, title in enumerate(self.titles, 1) if str(title).startswith(begins))

    def line(self, name: str) -> int:
        at = self.column("Họ và tên")
        return next(row[0].row for row in self.sheet.iter_rows() if row[at - 1].value == name)

    def put(self, name: str, begins: str, value) -> Filled:
        self.sheet.cell(self.line(name), self.column(begins), value)
        return self

    def data(self) -> bytes:
        return saved(self.book)

    def cells(self) -> list[list]:
        return [list(row) for row in self.sheet.values]


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_of(*sheets: list[list]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    return saved(book)


@pytest.fixture
def send(members, at_tuesday):
    def hand_in(data, by=None, name="tra-lai.xlsx", on=date(2026, 5, 26), **more):
        member = by or members.thu
        return returning.receive_return(
            within=handed_queries.lists_for(member), name=name, data=data, as_of_on=on, by=member, at=at_tuesday, **more
        )

    return hand_in


@pytest.fixture
def record(send, members, at_tuesday):
    def write(data, **more):
        return returning.record_return(sent_back=send(data, **more), by=members.thu, at=at_tuesday)

    return write


def claims_now() -> set:
    live = Claim.objects.filter(retracts=None, retracted_by=None)
    return set(live.values_list("person__full_name", "level", "since_on", "source", "stated_by__kind"))
