"""A question asked beside the plan (C18): a province asks its communes, one of which asks its villages."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.conftest import make_member
from tungnha.reports.duties import feeds, planning, reminding
from tungnha.reports.models import Reminder, RequestAnswer, RequestAsk
from tungnha.reports.requests import compiling, operations, queries, values
from tungnha.reports.requests.operations import Addressee
from tungnha.reports.requests.values import NewField
from tungnha.units import clock
from tungnha.units.models import Area, Event, Role
from tungnha.units.problems import BadInput, Locked, Problem

from .conftest import instant

ASKED = "2026-07-22 08:00"
DUE = "2026-07-24 16:00"
FIELDS = [NewField("Số xã chưa có sóng", "number", unit="điểm"), NewField("Khó khăn lớn nhất", "text")]


@pytest.fixture
def communes(province, commune):
    """Xã Mẫu Sơn and 165 others."""
    others = []
    for n in range(1, 166):
        area = Area(code=f"{98000 + n}", kind="commune", type_name="xã", name=f"Số {n}", parent=province, order=n)
        area.fill_keys()
        others.append(area)
    Area.objects.bulk_create(others)
    return [commune, *Area.objects.filter(parent=province).exclude(pk=commune.pk).order_by("order")]


@pytest.fixture
def asked(communes, members):
    with clock.freeze(instant(ASKED)):
        return operations.ask_all(
            title="Vùng lõm sóng", words="Tính đến 20/7.", due_at=instant(DUE), fields=FIELDS,
            to=[Addressee(area) for area in communes], by=members.phuc, at=instant(ASKED),
        )  # fmt: skip


def say(asked, area, by, at, number=None, text=None):
    ask = asked.asks.get(area=area, organisation=None)
    first, second = asked.fields.all()
    typed = {first.pk: values.read(first, number or ""), second.pk: values.read(second, text or "")}
    with clock.freeze(instant(at)):
        return operations.answer(ask=ask, typed=typed, by=by, at=instant(at))


# --- 22/7, 166 communes, Friday 16:00 (B9) ---------------------------------------------------------------------------


def test_a_province_asks_166_communes_chases_and_compiles(asked, communes, members, django_assert_max_num_queries):
    for n, area in enumerate(communes[:154]):
        say(asked, area, members.phuc, "2026-07-23 09:00" if n else "2026-07-24 16:00", number=str(n % 7 + 1))
    say(asked, communes[0], members.mai, "2026-07-24 16:05", number="1", text="Không có trạm phát.")
    at = instant("2026-07-25 08:00")

    with django_assert_max_num_queries(6):
        made = compiling.compiled(asked, at)

    assert (len(made.rows), made.expected, len(made.received), len(made.missing)) == (166, 166, 154, 12)
    assert [row.ask.area for row in made.of("late")] == [communes[0]]  # 16:00 sharp; a correction is no worse
    number, text = made.fields
    assert made.total(number) == sum((Decimal(n % 7 + 1) for n in range(154)), Decimal())
    said = compiling.sentences(made)
    assert said[0] == (
        "Đến 08 giờ 00 ngày 25/7/2026, 154/166 xã đã trả lời, trong đó 01 gửi muộn; 12 xã chưa có số liệu."
    )
    assert said[1] == (
        "Số xã chưa có sóng: 616 điểm (154/166 xã có số liệu); cao nhất là xã Số 6 và 21 xã khác (7 điểm), thấp nhất "
        "là xã Mẫu Sơn và 21 xã khác (1 điểm)."
    )
    assert [row.ask.area for row, _ in made.texts(text)] == [communes[0]]

    paper = Document(io.BytesIO(compiling.report_docx(made)))
    table = max(paper.tables, key=lambda one: len(one.rows))
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert len(cells) == 1 + 166 + 1
    assert [row[2] for row in cells[1:-1]].count("chưa có số liệu") == 12
    assert "0" not in [row[2] for row in cells]
    assert cells[-1][1:] == ["Tổng cộng", "616"]
    words = "\n".join(p.text for p in paper.paragraphs)
    assert "Xã Mẫu Sơn: Không có trạm phát." in words

    sheet = load_workbook(io.BytesIO(compiling.workbook(made))).active
    column = [row[4].value for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    assert (len(column), column.count("chưa có số liệu")) == (166, 12)
    assert sum(value for value in column if isinstance(value, int)) == 616


def test_those_who_have_not_answered_are_reminded_like_of_any_report(asked, communes, members, settings):
    settings.SENDERS = {}
    say(asked, communes[1], members.phuc, "2026-07-23 09:00", number="2")
    with clock.freeze(instant("2026-07-23 08:00")):
        assert reminding.remind(instant("2026-07-23 07:59")) == 0
        assert reminding.remind(instant("2026-07-23 08:00")) == 166
    with clock.freeze(instant("2026-07-24 16:30")):
        assert reminding.remind(instant("2026-07-24 16:30")) == 165
        assert reminding.remind(instant("2026-07-24 16:31")) == 0
    to_mai = Reminder.objects.filter(to=members.mai)
    assert to_mai.count() == 2


# --- a commune hands it on to its villages ---------------------------------------------------------------------------


def test_what_villages_answer_adds_up_into_the_communes_answer(asked, communes, villages, members):
    ask = asked.asks.get(area=communes[0])
    at = instant("2026-07-22 10:00")
    with clock.freeze(at):
        below = operations.hand_on(
            ask=ask, due_at=instant("2026-07-24 10:00"), to=[Addressee(v) for v in villages], by=members.mai, at=at
        )
    assert [f.from_field_id for f in below.fields.all()] == [f.pk for f in asked.fields.all()]
    say(below, villages[0], members.lan, "2026-07-23 09:00", number="2", text="Cuối thôn")
    number = asked.fields.first()
    assert queries.from_below(ask, instant("2026-07-23 10:00")) == {number.pk: "2"}

    leader = make_member("Hồng", Role.TEAM_LEADER, villages[1])
    say(below, villages[1], leader, "2026-07-23 09:30", number="1.003")
    assert queries.from_below(ask, instant("2026-07-23 10:00")) == {number.pk: "1005"}
    assert not RequestAnswer.objects.filter(ask=ask).exists()  # it is still the commune's own word to send


@pytest.mark.parametrize("due", ["2026-07-24 16:01", "2026-07-22 09:00"])
def test_a_question_is_handed_on_within_its_time_and_by_whom_it_was_put_to(asked, communes, villages, members, due):
    ask = asked.asks.get(area=communes[0])
    with clock.freeze(instant("2026-07-22 10:00")), pytest.raises(BadInput):
        operations.hand_on(
            ask=ask, due_at=instant(due), to=[Addressee(villages[0])], by=members.mai, at=instant("2026-07-22 10:00")
        )
    with clock.freeze(instant("2026-07-22 10:00")), pytest.raises(Problem):
        operations.hand_on(
            ask=ask, due_at=instant(DUE), to=[Addressee(villages[0])], by=members.thu, at=instant("2026-07-22 10:00")
        )


# --- who may, and what is refused ------------------------------------------------------------------------------------


def test_only_the_place_asked_answers_and_whoever_asked_types_in(asked, communes, members, units):
    for member in (members.lan, members.thu, members.viet, members.binh):
        with pytest.raises(Problem):
            say(asked, communes[0], member, "2026-07-23 09:00", number="1")
    with pytest.raises(Problem):
        say(asked, communes[5], members.mai, "2026-07-23 09:00", number="1")
    assert say(asked, communes[0], members.mai, "2026-07-23 09:00", number="1").number == 1
    assert say(asked, communes[0], members.phuc, "2026-07-23 09:10", number="2").number == 2


def test_the_same_sent_twice_is_one_and_a_correction_keeps_the_first(asked, communes, members):
    first = say(asked, communes[0], members.mai, "2026-07-23 09:00", number="5")
    assert say(asked, communes[0], members.mai, "2026-07-23 09:01", number="5") == first
    say(asked, communes[0], members.mai, "2026-07-24 17:00", number="6")
    row = queries.standing_of(first.ask, instant("2026-07-24 18:00"))
    assert (row.state, row.given, row.ask.answers.count()) == ("sent", {str(asked.fields.first().pk): "6"}, 2)


def test_a_returned_answer_is_owed_again(asked, communes, members):
    sent = say(asked, communes[0], members.mai, "2026-07-23 09:00", number="500")
    with clock.freeze(instant("2026-07-23 10:00")):
        with pytest.raises(Problem):
            operations.return_answer(row=sent, why="Nhầm", by=members.mai, at=instant("2026-07-23 10:00"))
        operations.return_answer(row=sent, why="Nhiều quá, xem lại", by=members.phuc, at=instant("2026-07-23 10:00"))
    row = queries.standing_of(sent.ask, instant("2026-07-23 11:00"))
    assert (row.state, row.given) == ("returned", {})
    assert compiling.compiled(asked, instant("2026-07-23 11:00")).total(asked.fields.first()) is None


def test_moving_excusing_and_closing_are_the_askers(asked, communes, members):
    ask, at = asked.asks.get(area=communes[0]), instant("2026-07-23 08:00")
    for deed in (
        lambda by: operations.move(request=asked, due_at=instant("2026-07-27 16:00"), by=by, at=at),
        lambda by: operations.excuse(ask=ask, why="Lũ quét", by=by, at=at),
        lambda by: operations.close(request=asked, why="Đã có số", by=by, at=at),
    ):
        with pytest.raises(Problem):
            deed(members.mai)
        deed(members.phuc)
    made = compiling.compiled(asked, instant("2026-07-22 12:00"))
    assert made.expected == 166  # as it stood before
    with pytest.raises(Locked):
        say(asked, communes[1], members.phuc, "2026-07-23 09:00", number="1")
    verbs = set(Event.objects.filter(verb__startswith="request.").values_list("verb", flat=True))
    assert verbs == {"request.asked", "request.moved", "request.excused", "request.closed"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": " "}, "hỏi về việc gì"), ({"fields": []}, "Chưa có câu hỏi"), ({"to": []}, "Chưa chọn nơi nào"),
        ({"due_at": instant("2026-07-22 07:59")}, "đã qua"),
        ({"fields": [NewField("Chọn", "choice", choices=["một"])]}, "ít nhất hai câu"),
        ({"fields": [NewField(" ", "number")]}, "Câu hỏi 1 chưa có lời"),
        ({"fields": [NewField(f"Câu {n}", "number") for n in range(21)]}, "Nhiều nhất 20"),
    ],
)  # fmt: skip
def test_a_question_that_cannot_be_answered_is_not_asked(commune, villages, members, at_tuesday, more, words):
    good = {"title": "Sóng", "words": "", "due_at": instant(DUE), "fields": FIELDS, "to": [Addressee(villages[0])]}
    with pytest.raises(BadInput, match=words):
        operations.ask_all(**good | more, by=members.mai, at=instant(ASKED))
    assert RequestAsk.objects.count() == 0


def test_nobody_asks_outside_the_own_area(province, villages, members, at_tuesday):
    with pytest.raises(BadInput):
        operations.ask_all(
            title="Sóng", words="", due_at=instant(DUE), fields=FIELDS, to=[Addressee(province)], by=members.mai,
            at=instant(ASKED),
        )  # fmt: skip


# --- values ----------------------------------------------------------------------------------------------------------


class Field:
    pk, label, choices, required, unit = 1, "Số điểm", ["tốt", "kém"], False, ""

    def __init__(self, kind):
        self.kind = kind


@pytest.mark.parametrize(
    ("kind", "typed", "value", "said"),
    [
        ("number", "5.480", "5480", "5.480"), ("number", " 63,80 ", "63.8", "63,8"), ("number", "0", "0", "0"),
        ("number", "1 200", "1200", "1.200"), ("text", "  Có mưa ", "Có mưa", "Có mưa"),
        ("yesno", "khong", False, "không"),
        ("date", "24/7/2026", "2026-07-24", "24/7/2026"), ("date", "29/2/2028", "2028-02-29", "29/02/2028"),
        ("choice", "kém", "kém", "kém"), ("number", "", None, "chưa có số liệu"), ("yesno", "", None, "chưa trả lời"),
    ],
)  # fmt: skip
def test_what_is_typed_is_read_and_said_again(kind, typed, value, said):
    field = Field(kind)
    assert values.read(field, typed) == value
    assert values.said(field, value) == said
    assert values.read(field, values.typed_again(field, value)) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("number", "-5"), ("number", "5.48"), ("number", "năm"), ("number", "1e5"), ("number", "9" * 16),
     ("date", "29/2/2026"), ("date", "31/12"), ("choice", "vừa"), ("yesno", "maybe"), ("text", "a" * 2001)],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_the_fields_own_words(kind, typed):
    with pytest.raises(BadInput, match="Số điểm"):
        values.read(Field(kind), typed)


def test_required_fields_and_empty_answers():
    field = Field("number")
    with pytest.raises(BadInput, match="Chưa điền ô nào"):
        values.clean([field], {1: None})
    field.required = True
    with pytest.raises(BadInput, match="Còn thiếu: Số điểm"):
        values.clean([field], {})
    assert values.clean([field], {1: "0"}) == {"1": "0"}  # nought is an answer


# --- where it stands -------------------------------------------------------------------------------------------------


def test_it_stands_in_the_calendars_of_both_and_moves_there(asked, communes, members):
    with clock.freeze(instant("2026-07-22 12:00")):
        mine = planning.entries(members.mai, date(2026, 7, 1), date(2026, 7, 31), clock.now())
        theirs = planning.entries(members.phuc, date(2026, 7, 1), date(2026, 7, 31), clock.now())
        before = feeds.calendar_of(members.mai, clock.now()).decode()
    assert [(e.on.day, e.hour, e.title) for e in mine] == [(24, "16:00", "Báo cáo nhanh: Vùng lõm sóng")]
    assert [(e.label, e.mine) for e in theirs] == [("0/166 đã trả lời", False)]
    with clock.freeze(instant("2026-07-23 08:00")):
        operations.move(request=asked, due_at=instant("2026-07-27 16:00"), by=members.phuc, at=clock.now())
        after = feeds.calendar_of(members.mai, clock.now()).decode()
    uid = re.findall(r"UID:(ask-.*)\r", before)
    assert uid == re.findall(r"UID:(ask-.*)\r", after)
    assert (re.findall(r"SEQUENCE:(\d+)", before), re.findall(r"SEQUENCE:(\d+)", after)) == (["0"], ["3"])
    assert f"DTEND:{datetime(2026, 7, 27, 9):%Y%m%dT%H%M%SZ}" in after
