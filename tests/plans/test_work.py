"""Tasks are worked: said, confirmed, put off, by grid and by row; nothing is overwritten (C1, scenarios A3, B2, E4)."""

import io
import uuid
import zipfile
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from tests.conftest import make_member
from tungnha.plans.models import Task, TaskEntry, TaskExtension, TaskUnit
from tungnha.plans.work import board, files, operations, places, queries
from tungnha.plans.work.operations import Result
from tungnha.plans.work.rules import State
from tungnha.units import clock
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Area, Event, Organisation, Role
from tungnha.units.problems import BadInput, Locked, OutOfDate

pytestmark = pytest.mark.django_db
MAY_28 = date(2026, 5, 28)


def at(month, day, hour=9):
    return datetime(2026, month, day, hour, tzinfo=VIETNAM)


@pytest.fixture
def sealed_files():
    return files.place()


def task(plan, no):
    return plan.tasks.get(no=no)


def say(found, by, *, step="done", unit="", on=MAY_28, when=None, words="Đã làm", key=None, **result):
    return operations.say(
        task=found, unit=unit, step=step, on=on, result=Result(words=words, **result), key=key or uuid.uuid4(), by=by,
        at=when or at(5, 28),
    )  # fmt: skip


def row(plan, no, when, member=None):
    return next(one for one in board.load([plan], when, member=member) if one.task.no == no)


def a(area):
    return f"a{area.pk}"


def o(body):
    return f"o{body.pk}"


# --- a task by itself ------------------------------------------------------------------------------------------------


def test_a_task_goes_from_not_taken_to_confirmed_and_every_word_is_kept(plan, members):
    found = task(plan, "1")
    assert row(plan, "1", at(5, 27)).state is State.NEW
    say(found, members.mai, step="taken", words="")
    say(found, members.mai, step="doing")
    done = say(found, members.mai, outputs={"bộ tài liệu": 1, "tin": 3}, link="https://xa.example/tin")
    waits = row(plan, "1", at(5, 29))
    assert (waits.state, waits.outputs, [s.pk for s in waits.to_confirm]) == (
        State.DONE, {"bộ tài liệu": 1, "tin": 3}, [done.pk],
    )  # fmt: skip
    decide(found, members.binh, [done.pk])
    assert row(plan, "1", at(6, 30)).state is State.CONFIRMED
    assert list(found.entries.values_list("step", flat=True)) == ["taken", "doing", "done", "confirmed"]
    assert row(plan, "1", at(5, 27)).state is State.NEW, "as it stood the day before"


def decide(found, by, entries, *, accepted=True, words="", key=None):
    return operations.decide(
        task=found, entries=entries, accepted=accepted, words=words, key=key or uuid.uuid4(), by=by, at=at(5, 29)
    )


def test_what_is_sent_back_is_under_way_again_and_says_why(plan, members):
    found = task(plan, "1")
    done = say(found, members.mai)
    with pytest.raises(BadInput, match="còn thiếu gì"):
        decide(found, members.binh, [done.pk], accepted=False)
    decide(found, members.binh, [done.pk], accepted=False, words="Chưa có bản cho thôn")
    assert row(plan, "1", at(5, 29)).state is State.DOING
    say(found, members.mai)
    assert row(plan, "1", at(5, 29)).state is State.DONE


def test_bad_words_are_refused_in_a_sentence(plan, members):
    found = task(plan, "1")
    with pytest.raises(BadInput, match="kết quả"):
        say(found, members.mai, words=" ")
    with pytest.raises(BadInput, match="sau hôm nay"):
        say(found, members.mai, on=date(2026, 5, 29))
    with pytest.raises(BadInput, match="không có trong bảng"):
        say(found, members.mai, unit="a999999")
    with pytest.raises(BadInput, match="Mời chọn"):
        say(found, members.mai, step="confirmed")
    assert not TaskEntry.objects.exists()


def test_a_typed_number_is_hidden_and_never_in_the_log(plan, members):
    made = say(task(plan, "1"), members.mai, words="Gọi 0912.000.555, thẻ 038080000123")
    assert "000.555" not in made.words
    assert "038080000123" not in made.words
    assert "000" not in str(Event.objects.filter(verb="task.said").get().data)


def test_a_button_pressed_twice_is_one_word_and_one_file(plan, members, sealed_files):
    key = uuid.uuid4()
    first = say(task(plan, "1"), members.mai, key=key, upload=pdf())
    again = say(task(plan, "1"), members.mai, key=key, upload=pdf())
    assert first == again
    assert [path.stem for path in sealed_files.iterdir()] == [first.token]


def test_a_confirmed_task_is_closed_until_it_is_sent_back(plan, members):
    found = task(plan, "1")
    done = say(found, members.mai)
    decide(found, members.binh, [done.pk])
    with pytest.raises(Locked, match="xác nhận"):
        say(found, members.mai, step="doing")
    with pytest.raises(Locked, match="xác nhận"):
        decide(found, members.binh, [done.pk])


def test_the_last_word_can_be_taken_back_an_earlier_one_not(plan, members):
    found, key = task(plan, "1"), uuid.uuid4()
    first, last = say(found, members.mai, step="taken", words=""), say(found, members.mai)
    with pytest.raises(OutOfDate):
        operations.take_back(entry=first, key=uuid.uuid4(), by=members.mai, at=at(5, 29))
    made = operations.take_back(entry=last, key=key, by=members.mai, at=at(5, 29))
    assert operations.take_back(entry=last, key=key, by=members.mai, at=at(5, 29)) == made
    assert row(plan, "1", at(5, 29)).state is State.TAKEN
    assert row(plan, "1", at(5, 28, 23)).state is State.DONE, "until then it stood"


def test_who_confirms_what_changed_meanwhile_is_told(plan, members):
    found = task(plan, "1")
    shown = say(found, members.mai)
    operations.take_back(entry=shown, key=uuid.uuid4(), by=members.mai, at=at(5, 29))
    with pytest.raises(OutOfDate):
        decide(found, members.binh, [shown.pk])


# --- files -----------------------------------------------------------------------------------------------------------


def pdf(name="kết quả.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7\n% bi mat\n")


def office(part, name, *more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for inside in (part, *more):
            packed.writestr(inside, "<x/>")
    return SimpleUploadedFile(name, out.getvalue())


def test_a_file_is_kept_sealed_under_the_kind_its_bytes_tell(plan, members, sealed_files):
    made = say(task(plan, "1"), members.mai, upload=pdf("bao-cao.exe"))
    assert made.file_name == "bao-cao.pdf"
    assert b"bi mat" not in files.path_of(made.token).read_bytes()
    assert files.opened(made.token).read().startswith(b"%PDF-")
    assert say(task(plan, "2"), members.mai, upload=office("word/document.xml", "a.docx")).file_name == "a.docx"


def test_a_picture_loses_where_it_was_taken(plan, members):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "nha van hoa thon 1"
    Image.new("RGB", (3000, 1000)).save(out, "JPEG", exif=exif)
    made = say(task(plan, "1"), members.mai, upload=SimpleUploadedFile("anh.jpg", out.getvalue()))
    kept = Image.open(files.opened(made.token))
    assert (kept.size, dict(kept.getexif())) == ((2000, 667), {})


@pytest.mark.parametrize(
    "upload",
    [
        lambda: SimpleUploadedFile("x.exe", b"MZ\x90"),
        lambda: SimpleUploadedFile("x.pdf", b"<html><script>"),
        lambda: SimpleUploadedFile("x.png", b"GIF89a"),
        lambda: office("word/document.xml", "x.docx", "word/vbaProject.bin"),
        lambda: office("khac.xml", "x.xlsx"),
        lambda: SimpleUploadedFile("x.docx", b"PK\x03\x04 torn"),
    ],
)
def test_other_files_are_refused_and_nothing_is_kept(plan, members, sealed_files, upload):
    with pytest.raises(BadInput, match="mời"):
        say(task(plan, "1"), members.mai, upload=upload())
    assert not TaskEntry.objects.exists()
    assert not sealed_files.exists() or not list(sealed_files.iterdir())


# --- the grid (E4) ---------------------------------------------------------------------------------------------------


@pytest.fixture
def fourteen(plan, commune, units, villages, members):
    """Row 4.1 with its grid: the commune's bodies and villages, fourteen places in all."""
    for n in range(3, 10):
        area = Area.objects.create(
            code=f"99901-0{n}", kind="village", type_name="thôn", name=str(n), parent=commune, order=n
        )
        villages.append(area)
    bodies = [units.culture, units.economy, units.police, units.school, units.vnpt]
    keys = [a(area) for area in villages] + [o(body) for body in bodies]
    found = task(plan, "4.1")
    assert operations.set_grid(task=found, units=keys, by=members.mai, at=at(5, 26)) == 14
    return found


def test_row_4_1_stands_at_11_of_14_and_is_overdue_from_the_first_of_june(plan, fourteen, villages, units, members):
    done = [*map(a, villages[:8]), o(units.culture), o(units.economy), o(units.school)]
    for key in done:
        say(fourteen, members.mai, unit=key, outputs={"buổi": 1})
    on_31, on_1 = row(plan, "4.1", at(5, 31, 23)), row(plan, "4.1", at(6, 1, 0))
    assert (on_31.done, len(on_31.places), on_31.state) == (11, 14, State.DOING)
    assert on_31.lacking_words() == "còn thiếu Thôn 9, Công an xã, VNPT Mẫu Sơn"
    assert (on_1.state, on_1.outputs) == (State.OVERDUE, {"buổi": 11})
    above = row(plan, "4", at(6, 1, 0))
    assert (above.state, above.children_words) == (State.OVERDUE, "0/3 mục xong")
    (told, other) = queries.overdue(plan, at(6, 1, 0))[2:]
    assert (told.no, other.no) == ("4.1", "4.4")
    assert told.words.endswith(
        "quá hạn 01 ngày (hạn đến hết 31/5/2026), mới xong 11/14 nơi, còn thiếu Thôn 9, Công an xã, VNPT Mẫu Sơn"
    )


@pytest.mark.parametrize(
    ("no", "in_time", "late"),
    [("4.3", (6, 14), (6, 15)), ("5", (7, 30), (7, 31)), ("6", (7, 30), (7, 31)), ("7", (7, 30), (7, 31))],
)
def test_what_is_due_before_a_day_is_overdue_on_it(plan, no, in_time, late):
    assert [row(plan, no, at(*day, 0)).state for day in (in_time, late)] == [State.NEW, State.OVERDUE]


def test_places_are_confirmed_together_and_who_leaves_the_grid_keeps_its_words(plan, fourteen, villages, members):
    shown = [say(fourteen, members.mai, unit=a(area)).pk for area in villages[:3]]
    operations.take_back(
        entry=TaskEntry.objects.get(pk=shown[2]), key=uuid.uuid4(), by=members.mai, at=at(5, 29)
    )  # fmt: skip
    assert decide(fourteen, members.mai, shown) == 2, "the third was taken back meanwhile"
    keys = board.grid_of(fourteen, MAY_28)
    assert operations.set_grid(task=fourteen, units=keys[1:], by=members.mai, at=at(5, 30)) == 13
    assert len(row(plan, "4.1", at(5, 30)).places) == 13
    assert fourteen.entries.filter(area=villages[0]).count() == 2
    assert TaskUnit.objects.filter(task=fourteen).count() == 14, "taken off, not deleted"


def test_a_village_that_merged_is_no_longer_waited_for(plan, fourteen, villages):
    Area.objects.filter(pk=villages[8].pk).update(valid_to=date(2026, 5, 30))
    assert [len(row(plan, "4.1", at(5, day)).places) for day in (30, 31)] == [14, 13]


def test_words_that_mean_everybody_make_the_grid_by_themselves(plan, units, villages):
    five = row(plan, "5", at(5, 27))
    titles = [one.place.title for one in five.places]
    assert {"Trường THCS Mẫu Sơn", "Thôn 1"} <= set(titles), "a team stands for its village"
    assert not row(plan, "6", at(5, 27)).places
    choices = places.choosable(plan, MAY_28)
    ticked = places.offered(task(plan, "4.1"), choices)
    assert {a(villages[0]), o(units.school)} <= ticked, "“từng cơ quan … từng thôn”"
    assert places.offered(task(plan, "6"), choices) == set()


# --- whose -----------------------------------------------------------------------------------------------------------


def test_a_unit_and_a_village_see_their_own_place_and_no_other(plan, fourteen, villages, units, members):
    for key in (a(villages[0]), a(villages[1]), o(units.school), o(units.police)):
        say(fourteen, members.mai, unit=key, words=f"của {key}")
    school = row(plan, "4.1", at(5, 29), members.thu)
    assert [one.place.title for one in school.places] == ["Trường THCS Mẫu Sơn"]
    assert [e.words for e in queries.entries_of(fourteen, members.thu)] == [f"của {o(units.school)}"]
    assert [e.words for e in queries.entries_of(fourteen, members.hung)] == [f"của {a(villages[1])}"]
    lead = row(plan, "4.1", at(5, 29), members.viet)
    assert (len(lead.places), len(queries.entries_of(fourteen, members.viet))) == (14, 4), "who leads it sees all"
    own = [one.place.title for one in row(plan, "5", at(5, 29), members.viet).places]
    assert own == ["VNPT Mẫu Sơn"], "where each answers for itself, each sees its own"


def test_a_collector_speaks_for_its_firms(plan, units, commune, members):
    firm = Organisation.objects.create(name="Công ty May", kind="company", area=commune, collector=units.economy)
    other = Organisation.objects.create(name="Công ty Gỗ", kind="company", area=commune)
    khanh = make_member("Khánh", Role.UNIT_OFFICER, commune, units.economy)
    found = task(plan, "7")
    operations.set_grid(task=found, units=[o(firm), o(other)], by=members.mai, at=at(5, 26))
    Task.objects.get(pk=found.pk).leads.clear()
    (place,) = row(plan, "7", at(5, 29), khanh).places
    assert (place.place.title, place.place.collector, place.is_mine) == ("Công ty May", "Phòng Kinh tế", True)


def test_my_work_is_ordered_by_what_presses_most(plan, units, members):
    say(task(plan, "4.4"), members.viet)
    found = [(one.task.no, queries.my_state(one)) for one in queries.mine(members.viet, at(6, 1))]
    numbers = [no for no, _ in found]
    assert found[0] == ("4.1", State.OVERDUE)
    assert numbers.index("4.3") < numbers.index("4.2"), "what has a day before what goes on"
    assert numbers.index("4.2") < numbers.index("4.4"), "what is done after what is not"
    assert numbers.index("6") > numbers.index("4.4"), "what others lead last"


# --- leads, more time ------------------------------------------------------------------------------------------------


def test_steps_without_a_unit_are_asked_about_until_a_lead_is_given(plan, units, members):
    found = task(plan, "3")  # its body is not in the register
    assert row(plan, "3", at(5, 27)).needs_lead
    for leads, person in (([units.culture], "Ông Một"), ([units.culture, units.police], "Bà Hai")):
        operations.put_in_charge(
            task=found, leads=leads, person=person, authority="Phó Chủ tịch", responsibility="", by=members.mai,
            at=at(5, 27),
        )  # fmt: skip
    now = row(plan, "3", at(5, 28))
    assert (now.needs_lead, now.charge.person, {b.pk for b in now.leads}) == (
        False, "Bà Hai", {units.culture.pk, units.police.pk},
    )  # fmt: skip
    assert [charge.person for charge in found.charges.all()] == ["Ông Một", "Bà Hai"], "the first is kept"


def test_an_extension_is_asked_granted_or_refused_once(plan, members):
    found = task(plan, "1")

    def ask(until, why="Chờ tài liệu của tỉnh"):
        return operations.ask_extension(task=found, unit="", until=until, why=why, by=members.mai, at=at(5, 30))

    with pytest.raises(BadInput, match="lý do"):
        ask(date(2026, 6, 10), " ")
    with pytest.raises(BadInput, match="sau hạn"):
        ask(date(2026, 5, 31))
    asked = ask(date(2026, 6, 10))
    assert ask(date(2026, 6, 10)) == asked, "the same twice is one"
    with pytest.raises(Locked):
        ask(date(2026, 6, 20))
    assert row(plan, "1", at(6, 1)).state is State.OVERDUE, "asking moves nothing"

    def decide_it(until, words=""):
        return operations.decide_extension(
            extension=asked, until=until, words=words, by=members.binh, at=at(6, 2)
        )  # fmt: skip

    with pytest.raises(BadInput, match="lý do"):
        decide_it(None)
    decide_it(date(2026, 6, 8))
    with pytest.raises(Locked):
        decide_it(date(2026, 6, 9))
    assert [row(plan, "1", at(6, day, 10)).state for day in (1, 2, 8, 9)] == [
        State.OVERDUE, State.NEW, State.NEW, State.OVERDUE,
    ], "granted on the 2nd until the 8th"  # fmt: skip
    assert TaskExtension.objects.get().until_on == date(2026, 6, 10), "what was asked stays beside what was granted"


def test_a_place_may_have_more_time_than_the_others(plan, fourteen, villages, members):
    unit = a(villages[0])
    asked = operations.ask_extension(
        task=fourteen, unit=unit, until=date(2026, 6, 20), why="Mưa lũ", by=members.lan, at=at(5, 30)
    )
    operations.decide_extension(extension=asked, until=asked.until_on, words="", by=members.mai, at=at(5, 31))
    states = {one.place.key: one.stand.state for one in row(plan, "4.1", at(6, 2)).places}
    assert (states.pop(unit), set(states.values())) == (State.NEW, {State.OVERDUE})


def test_what_goes_on_turns_grey_after_some_weeks_without_a_word(plan, members, settings):
    settings.QUIET_WEEKS = 2
    assert [row(plan, "12", at(6, day)).is_quiet for day in (9, 10)] == [False, True]
    say(task(plan, "12"), members.mai, step="doing", on=date(2026, 6, 10), when=at(6, 10))
    assert not row(plan, "12", at(6, 11)).is_quiet
    assert row(plan, "12", at(12, 30)).state is State.STEADY


# --- for the report --------------------------------------------------------------------------------------------------


def test_the_report_is_told_what_was_done_in_a_period_and_what_it_came_to(plan, members):
    say(task(plan, "1"), members.mai, outputs={"tin": 3}, on=date(2026, 5, 27))
    say(task(plan, "2"), members.mai, outputs={"hội nghị": 1}, words="Lễ phát động")
    gone = say(task(plan, "2"), members.mai, outputs={"tin": 9})
    operations.take_back(entry=gone, key=uuid.uuid4(), by=members.mai, at=at(5, 29))
    day = MAY_28
    (told,) = queries.done_between(plan, day, day, at=at(5, 30))
    assert (told.no, told.who, told.words) == ("2", "Phòng Văn hóa - Xã hội", "Lễ phát động")
    assert queries.outputs_between(plan, day - timedelta(days=7), day, at=at(5, 30)) == {"tin": 3, "hội nghị": 1}
    assert queries.outputs_between(plan, day, day, at=at(5, 28, 23)) == {"hội nghị": 1, "tin": 9}, "before it went"


def test_a_plan_of_sixty_units_costs_the_same_few_questions(plan, fourteen, commune, members):
    few = count_queries(plan)
    bodies = Organisation.objects.bulk_create(
        Organisation(name=f"Đơn vị {n}", kind="department", area=commune) for n in range(60)
    )
    keys = board.grid_of(fourteen, MAY_28) + [o(body) for body in bodies]
    operations.set_grid(task=fourteen, units=keys, by=members.mai, at=at(5, 28))
    for body in bodies[:5]:
        say(fourteen, members.mai, unit=o(body))
    assert count_queries(plan) == few < 12


def count_queries(plan):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        board.load([plan], clock.now())
    return len(asked)
