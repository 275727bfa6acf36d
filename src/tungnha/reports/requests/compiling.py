"""What came of a request, put together: a table in which every number opens, a workbook, a report with its annex."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tungnha.drafting import OfficialDocument, write_docx, write_xlsx
from tungnha.drafting.dates import moment
from tungnha.drafting.document import Annex, Block, Column, Letterhead, Paragraph, Signature, Table
from tungnha.drafting.letters import Attendance, LateUnit, Sender
from tungnha.drafting.letters.parts import attendance_sentence
from tungnha.drafting.numbers import in_prose
from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.outreach.queries.addresses import with_address
from tungnha.plans.rules import VIETNAM
from tungnha.reports import documents
from tungnha.reports.models import Request, RequestField
from tungnha.reports.requests import queries, values
from tungnha.reports.requests.queries import AskStanding
from tungnha.reports.rules import SHOWN, in_full, issuer_lines, superior_lines
from tungnha.reports.showing import last_instant
from tungnha.units.models import Area, Organisation

PAGE_MM, NUMBER_MM, NAME_MM = 165.0, 12.0, 48.0  # what a page of A4 upright has between the decree's margins
WIDE_MM = 247.0


@dataclass(frozen=True)
class Compiled:
    """A request with everybody's answers, as of an instant."""

    request: Request
    at: datetime
    fields: tuple[RequestField, ...]
    rows: tuple[AskStanding, ...]

    def of(self, *states: str) -> tuple[AskStanding, ...]:
        return tuple(row for row in self.rows if row.state in states)

    @property
    def excused(self) -> tuple[AskStanding, ...]:
        return self.of("excused")

    @property
    def expected(self) -> int:
        return len(self.rows) - len(self.excused)

    @property
    def received(self) -> tuple[AskStanding, ...]:
        return tuple(row for row in self.rows if row.is_in)

    @property
    def missing(self) -> tuple[AskStanding, ...]:
        return self.of("missing", "due", "upcoming", "returned")

    def value(self, row: AskStanding, field: RequestField) -> Any:
        return row.given.get(str(field.pk))

    def total(self, field: RequestField) -> Decimal | None:
        """The sum of what was given; None when nobody gave a number. Who gave none adds nothing, and is counted out."""
        given = self.numbers(field)
        return sum((number for _, number in given), Decimal()) if given else None

    def numbers(self, field: RequestField) -> list[tuple[AskStanding, Decimal]]:
        if field.kind != "number":
            return []
        return [(row, Decimal(v)) for row in self.rows if (v := self.value(row, field)) is not None]

    def tally(self, field: RequestField) -> list[tuple[str, int]]:
        """How often each of the possible answers was given."""
        found: dict[str, int] = {}
        for row in self.rows:
            if (value := self.value(row, field)) is not None:
                words = values.said(field, value)
                found[words] = found.get(words, 0) + 1
        order = ["có", "không"] if field.kind == "yesno" else list(field.choices)
        return sorted(found.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order))

    def texts(self, field: RequestField) -> list[tuple[AskStanding, str]]:
        return [(row, str(v)) for row in self.rows if (v := self.value(row, field)) is not None]


def compiled(request: Request, at: datetime) -> Compiled:
    return Compiled(request, at, tuple(queries.fields_of(request)), tuple(queries.standings_of(request, at)))


# --- sentences -------------------------------------------------------------------------------------------------------


def noun_of(rows: Sequence[AskStanding]) -> str:
    """`xã, phường`, `thôn`, `đơn vị`: what those who were asked are together."""
    if any(row.ask.organisation_id for row in rows):
        return "đơn vị"
    kinds = list(dict.fromkeys(row.ask.area.type_name for row in rows))
    return ", ".join(kinds[:2]) if kinds else "nơi"


def sentences(made: Compiled) -> list[str]:
    """In the style of the house: how many have answered, who has not, the sum, the highest and the lowest."""
    noun = noun_of(made.rows)
    said = [
        f"Đến {moment(made.at)}, {in_prose(len(made.received))}/{in_prose(made.expected)} {noun} đã trả lời"
        + (f", trong đó {in_prose(len(made.of('late')))} gửi muộn" if made.of("late") else "")
        + (f"; {in_prose(len(made.missing))} {noun} chưa có số liệu" if made.missing else "")
        + (f"; {in_prose(len(made.excused))} {noun} được miễn" if made.excused else "")
        + "."
    ]
    for field in made.fields:
        if line := field_sentence(made, field, noun):
            said.append(line)
    return said


def field_sentence(made: Compiled, field: RequestField, noun: str) -> str:
    if field.kind == "number":
        return _number_sentence(made, field, noun)
    if field.kind in ("yesno", "choice"):
        tally = made.tally(field)
        counted = "; ".join(f"{in_prose(times)} {noun} trả lời “{words}”" for words, times in tally)
        return f"{field.label}: {counted}." if counted else ""
    return ""


def _number_sentence(made: Compiled, field: RequestField, noun: str) -> str:
    given = made.numbers(field)
    if not given:
        return f"{field.label}: chưa có số liệu."
    unit = f" {field.unit}" if field.unit else ""
    total = made.total(field)
    assert total is not None
    have = f"{in_prose(len(given))}/{in_prose(made.expected)} {noun} có số liệu"
    line = f"{field.label}: {values.number_words(total)}{unit} ({have})"
    ordered = sorted({number for _, number in given})
    if len(given) > 2 and len(ordered) > 1:
        high, low = (_at(given, number, unit, noun) for number in (ordered[-1], ordered[0]))
        line += f"; cao nhất là {high}, thấp nhất là {low}"
    return f"{line}."


def _at(given: Sequence[tuple[AskStanding, Decimal]], number: Decimal, unit: str, noun: str) -> str:
    """`xã Bản Mới (7 điểm)`; `xã Bản Mới và 21 xã khác (7 điểm)`."""
    names = [in_sentence(row) for row, value in given if value == number]
    others = f" và {in_prose(len(names) - 1)} {noun} khác" if len(names) > 1 else ""
    return f"{names[0]}{others} ({values.number_words(number)}{unit})"


def in_sentence(row: AskStanding) -> str:
    return row.ask.organisation.label if row.ask.organisation is not None else row.ask.area.full_name


# --- a workbook ------------------------------------------------------------------------------------------------------


def workbook(made: Compiled) -> bytes:
    columns = (
        SheetColumn("TT", 6, "count"), SheetColumn("Nơi trả lời", 34), SheetColumn("Tình trạng", 18),
        SheetColumn("Gửi lúc", 22),
        *(_column(made, f) for f in made.fields),
    )  # fmt: skip
    sheet = Sheet(
        name="Tổng hợp",
        columns=columns,
        rows=[
            [n, row.ask.name, label_of(row), _sent(row), *(_cell(made, row, field) for field in made.fields)]
            for n, row in enumerate(made.rows, 1)
        ],
        title_lines=(made.request.title, f"Hạn {last_instant(made.request.due_at)}; tổng hợp lúc {moment(made.at)}"),
        total=[
            "",
            f"Cộng {len(made.received)}/{made.expected} nơi đã trả lời",
            "",
            "",
            *map(_totalled(made), made.fields),
        ],
        note="Nơi ghi “chưa có số liệu” không phải bằng 0, không tính vào dòng cộng.",
        landscape=True,
    )
    return write_xlsx([sheet], title=made.request.title)


def _heading(field: RequestField) -> str:
    return f"{field.label} ({field.unit})" if field.unit else field.label


def _column(made: Compiled, field: RequestField) -> SheetColumn:
    """Hours and money have decimals; a column of them shows two everywhere, and its total is a sum all the same."""
    if field.kind != "number":
        return SheetColumn(_heading(field), 44 if field.kind == "text" else 18)
    said = [value for row in made.rows if (value := made.value(row, field)) is not None]
    whole = all(isinstance(_exact(Decimal(value)), int) for value in said)
    return SheetColumn(_heading(field), 18, "count" if whole else "rate", adds_up=True)


def _cell(made: Compiled, row: AskStanding, field: RequestField) -> Any:
    value = made.value(row, field)
    if value is None:
        return "được miễn" if row.state == "excused" else values.NO_FIGURE
    return _exact(Decimal(value)) if field.kind == "number" else values.said(field, value)


def _exact(number: Decimal) -> int | Decimal:
    return int(number) if number == number.to_integral_value() else number


def _totalled(made: Compiled) -> Any:
    def of(field: RequestField) -> Any:
        total = made.total(field)
        if total is not None:
            return _exact(total)
        return (
            "; ".join(f"{words}: {times}" for words, times in made.tally(field))
            if field.kind in ("yesno", "choice")
            else None
        )

    return of


def label_of(row: AskStanding) -> str:
    status, label = SHOWN[row.state]
    return label or {"missing": "Chưa trả lời", "returned": "Đã trả lại để sửa", "upcoming": "Chưa đến hạn"}.get(
        status, ""
    )


def _sent(row: AskStanding) -> str:
    return moment(row.first.sent_at) if row.first is not None else ""


# --- a report with its annex -----------------------------------------------------------------------------------------


def report_docx(made: Compiled) -> bytes:
    plan = made.request.plan
    return write_docx(with_address(report_document(made), plan.campaign if plan else None))


def report_document(made: Compiled) -> OfficialDocument:
    """A draft: how many have answered, the sums, texts place by place; the annex has one row for each place asked."""
    request, sender = made.request, sender_of(made)
    body: list[Block] = [
        Paragraph(f"{sender.in_prose} tổng hợp báo cáo nhanh về {lower_first_word(request.title)} như sau:"),
        *(Paragraph(line) for line in sentences(made)[1:]),
    ]
    if made.expected:
        body.insert(1, Paragraph(attendance_sentence(attendance(made))))
    for field in (f for f in made.fields if f.kind == "text"):
        if texts := made.texts(field):
            body.append(Paragraph(f"{field.label}:"))
            body += [Paragraph(f"- {row.ask.name}: {' '.join(text.split())}") for row, text in texts]
    return OfficialDocument(
        letterhead=sender.letterhead,
        subject=f"tổng hợp báo cáo nhanh về {lower_first_word(request.title)}",
        body=tuple(body),
        signature=sender.signature,
        archive=sender.archive,
        annexes=(annex(made),),
        issuer_in_prose=sender.in_prose,
    )


def lower_first_word(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def attendance(made: Compiled) -> Attendance:
    return Attendance(
        deadline=min(made.request.due_at, made.at),
        expected=made.expected,
        late=tuple(LateUnit(in_sentence(row), row.first.sent_at) for row in made.of("late") if row.first),
        missing=tuple(map(in_sentence, made.missing)),
    )


def annex(made: Compiled) -> Annex:
    """Numbers, days and choices in columns; what is missing is printed as missing. Texts stand in the report itself."""
    shown = [field for field in made.fields if field.kind != "text"] or list(made.fields)
    wide = len(shown) > 3
    room = ((WIDE_MM if wide else PAGE_MM) - NUMBER_MM - NAME_MM) / max(len(shown), 1)
    noun = noun_of(made.rows)
    table = Table(
        columns=(
            Column("TT", NUMBER_MM, "center"), Column(noun[:1].upper() + noun[1:], NAME_MM),
            *(Column(_heading(f), room, "right" if f.kind == "number" else "left") for f in shown),
        ),
        rows=tuple(
            (str(n), row.ask.name, *(_printed(made, row, field) for field in shown))
            for n, row in enumerate(made.rows, 1)
        ),
        total=("", "Tổng cộng", *(_total_printed(made, field) for field in shown)),
        note="Nơi ghi “chưa có số liệu” không tính vào dòng tổng cộng.",
    )  # fmt: skip
    return Annex(f"Tổng hợp {lower_first_word(made.request.title)}", (table,), landscape=wide)


def _printed(made: Compiled, row: AskStanding, field: RequestField) -> str:
    if row.state == "excused":
        return "được miễn"
    value = made.value(row, field)
    return values.said(field, value) if value is not None else values.NO_FIGURE


def _total_printed(made: Compiled, field: RequestField) -> str:
    total = made.total(field)
    if total is not None:
        return values.number_words(total)
    return "; ".join(f"{words}: {times}" for words, times in made.tally(field)) if field.kind != "text" else ""


def sender_of(made: Compiled) -> Sender:
    """Who writes: the body of the plan the question belongs to, else the one that asked."""
    request = made.request
    if request.plan is not None:
        return documents.sender_of(request.plan, made.at)
    area, body = request.area, request.organisation
    issuer = _issuer(area, body)
    above = area.province if area.kind != Area.Kind.PROVINCE else area
    committee = body is None or body.kind == Organisation.Kind.COMMITTEE or not _writes_itself(area, body)
    return Sender(
        letterhead=Letterhead(
            issuer=issuer_lines(issuer), place=area.name, symbol="BC-UBND" if committee else "BC",
            superior=superior_lines(
                "committee" if committee or body is None else body.kind, area.full_name, above.full_name,
                is_province_body=area.kind == Area.Kind.PROVINCE,
            ),
            year=made.at.astimezone(VIETNAM).year,
        ),
        signature=Signature(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") if committee else ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        in_prose=in_full(issuer),
    )  # fmt: skip


def _writes_itself(area: Area, body: Organisation) -> bool:
    """A department of a province signs its own papers; a room of a commune writes for the committee."""
    return area.kind == Area.Kind.PROVINCE and body.kind == Organisation.Kind.DEPARTMENT


def _issuer(area: Area, body: Organisation | None) -> str:
    if body is not None and (body.kind == Organisation.Kind.COMMITTEE or _writes_itself(area, body)):
        return body.name
    return f"UBND {area.full_name}"
