"""Show 2, Thursday 28/5/2026, 09:10: 31 of 34 units have sent. The desk reminds three by hand, reads, accepts,
compiles, locks, takes the three files; a unit mends its report afterwards, and the frozen one says so. A village head
writes on a phone of 360 px. Whatever the desk presses or opens, from its log-in on, is counted."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from tests.conftest import PASSWORD
from tests.e2e.pages import FINGER, LOOK
from tests.reports.conftest import duties, plan, send, signatures, targets, weekly
from tungnha.reports.models import Correction, LockedCopy, Reminder, Report, Submission
from tungnha.reports.sending.copies import problems_of
from tungnha.units import clock
from tungnha.units.models import Organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["duties", "plan", "send", "signatures", "targets", "weekly"]
MOST_CLICKS = 40


@pytest.fixture
def time_is():
    with ExitStack() as held:

        def move(at: str) -> None:
            held.pop_all().close()
            held.enter_context(clock.freeze(f"2026-05-{at}:00+07:00"))

        yield move


@pytest.fixture
def reporters(units, commune):
    """Thirty-four units: police, economy, school, the two teams and twenty-nine more."""
    others = [
        Organisation.objects.create(name=f"Đơn vị {n:02d}", kind="other", area=commune, order=n) for n in range(1, 30)
    ]
    return [units.police, units.economy, units.school, units.team1, units.team2, *others]


class Desk:
    """A page whose clicks are counted, the one of the log-in first."""

    def __init__(self, page, folder: Path):
        self.page, self.folder, self.clicks = page, folder, 1

    def press(self, what: str) -> None:
        self.clicks += 1
        self.page.click(what)
        self.page.wait_for_load_state()

    def open(self, address: str) -> None:
        """An address typed, or a bookmark: no less than a click."""
        self.clicks += 1
        self.page.goto(address)

    def take(self, what: str, ends_with: str) -> Path:
        """A file the page gives."""
        with self.page.expect_download() as kept:
            self.clicks += 1
            self.page.click(what)
        assert kept.value.suggested_filename.endswith(ends_with)
        kept.value.save_as(self.folder / kept.value.suggested_filename)
        return self.folder / kept.value.suggested_filename

    @property
    def said(self) -> str:
        return re.sub(r"\s+", " ", self.page.inner_text("main"))


def test_thursday_morning_from_the_board_to_a_correction(
    open_browser, send, signatures, reporters, units, members, duties, targets, weekly, time_is, picture, tmp_path
):
    for unit in [u for u in reporters if u not in (units.team1, units.school, units.police)]:
        send(unit, "2026-05-28 08:30")
    time_is("28T09:10")
    desk = Desk(open_browser("mai@mau.example", PASSWORD), tmp_path)
    desk.press("a:has-text('Báo cáo') >> nth=0")
    assert "31/34" in desk.said
    desk.press(f"a[href$='/bao-cao/bang/{duties.weekly.pk}/2026-W22/'] >> nth=0")
    assert "31/34 đơn vị đã gửi; 3 chưa gửi" in desk.said
    picture(desk.page, "thursday-1")
    remind_three_by_hand(desk, units, picture)

    a_village_head_writes_on_a_phone(open_browser, weekly, units, picture, targets)
    send(units.police, "2026-05-28 09:40")
    send(units.school, "2026-05-28 10:07", by=members.thu)

    time_is("28T10:15")
    desk.open(f"/bao-cao/bang/{duties.weekly.pk}/2026-W22/")
    assert "34/34 đơn vị đã gửi, trong đó 1 gửi muộn" in desk.said
    assert "Gửi lúc 10 giờ 07" in desk.page.inner_text(f"li.row:has-text('{units.school.label}')")
    assert "muộn" in desk.page.inner_text(f"li.row:has-text('{units.school.label}') .row-side")
    the_desk_reads_one_and_returns_it(desk, units)
    send(units.school, "2026-05-28 10:20", by=members.thu, narrative="Đã ghi thêm lớp 9.")
    time_is("28T10:21")
    accept_all(desk, units)
    picture(desk.page, "thursday-6")

    report = compile_reword_and_freeze(desk, picture)
    assert Submission.objects.filter(state="locked").count() == LockedCopy.objects.count() == 34
    assert all(problems_of(copy) == [] for copy in LockedCopy.objects.all()[:3])

    a_correction_afterwards_shows_as_one(desk, open_browser, units, weekly, report, time_is, picture)
    assert desk.clicks <= MOST_CLICKS, desk.clicks
    assert desk.page.trouble == []


def remind_three_by_hand(desk, units, picture):
    """The three that have not sent, ticked already: one text for the Zalo group, and that it was sent is on record."""
    desk.press("a:has-text('Nhắc đơn vị chưa gửi')")
    missing = [units.team1.label, units.school.label, units.police.label]
    assert desk.page.locator("input[name=chosen]:checked").count() == 3
    desk.press("button:has-text('Soạn lời nhắn cho nơi đã chọn')")
    text = desk.page.input_value("#loi-nhan")
    assert [name for name in missing if name not in text] == []
    assert "10 giờ 00" in text
    picture(desk.page, "thursday-2")
    desk.press("button:has-text('Đã nhắn vào nhóm Zalo')")
    by_hand = Reminder.objects.filter(channel="zalo")
    assert {reminder.obligation.organisation for reminder in by_hand} == {units.team1, units.school, units.police}


def a_village_head_writes_on_a_phone(open_browser, weekly, units, picture, targets):
    """Facts are shown; her own number wants a word; what she types is kept before she sends."""
    owed = weekly.get(organisation=units.team1)
    phone = open_browser("lan@mau.example", PASSWORD, phone=True)
    phone.set_viewport_size({"width": 360, "height": 780})
    phone.goto(f"/bao-cao/ky/{owed.pk}/")
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= 360
    picture(phone, "thursday-3")
    assert "184" in phone.inner_text("fieldset >> nth=0")
    assert "Máy tính từ sổ" in phone.inner_text("fieldset >> nth=0")
    assert phone.evaluate(LOOK, 18) + phone.evaluate(FINGER) == []

    phone.fill("textarea[name=difficulties]", "Sóng yếu ở xóm trên.")
    phone.wait_for_selector("#draft-state:has-text('Đã lưu nháp')")
    phone.reload()
    assert phone.input_value("textarea[name=difficulties]") == "Sóng yếu ở xóm trên."

    phone.click("summary:has-text('Đơn vị có số khác?')")
    phone.fill(f"input[name=count_{targets.october.pk}]", "180")
    phone.click("button:has-text('Gửi báo cáo')")
    phone.wait_for_selector("text=Vì sao khác?")
    picture(phone, "thursday-4")
    assert Submission.objects.filter(obligation=owed).count() == 0
    phone.fill(f"input[name=answer_{targets.october.pk}_gap]", "Bốn người vừa chuyển đi")
    phone.click("button:has-text('Gửi báo cáo')")
    phone.wait_for_selector("text=Đã nhận báo cáo lúc 09 giờ 10")
    sent = Submission.objects.get(obligation=owed)
    assert sent.difficulties == "Sóng yếu ở xóm trên."
    assert sent.figures.get().checked[0]["answer"] == "Bốn người vừa chuyển đi"
    picture(phone, "thursday-5")
    assert [said for said in phone.trouble if "422" not in said] == []  # the page that asks why


def the_desk_reads_one_and_returns_it(desk, units):
    row = f"li.row:has-text('{units.school.label}')"
    desk.press(f"{row} >> summary:has-text('Đọc báo cáo')")
    desk.page.fill(f"{row} >> input[name^=why_]", "Thiếu số học sinh lớp 9")
    desk.press(f"{row} >> button:has-text('Trả lại để sửa')")
    assert "Đã trả lại báo cáo của Trường THCS Mẫu Sơn" in desk.page.inner_text("body")
    assert "33/34 đơn vị đã gửi; 1 chưa gửi" in desk.said


def accept_all(desk, units):
    """All that ask nothing are ticked already; the village's, which was asked something, is read and ticked."""
    desk.open(desk.page.url)
    row = f"li.row:has-text('{units.team1.label}')"
    assert not desk.page.is_checked(f"{row} >> input[name=accept]")
    desk.press(f"{row} >> summary:has-text('Đọc báo cáo')")
    assert "Bốn người vừa chuyển đi" in desk.page.inner_text(row)
    desk.press(f"{row} >> input[name=accept]")
    desk.press("button:has-text('Tiếp nhận các báo cáo đã đánh dấu')")
    assert "Đã tiếp nhận 34 báo cáo." in desk.page.inner_text("body")
    assert set(Submission.objects.exclude(state="returned").values_list("state", flat=True)) == {"accepted"}


def compile_reword_and_freeze(desk, picture) -> Report:
    desk.press("button:has-text('Tổng hợp')")
    desk.page.fill("textarea[name=outreach]", "Phát thanh 02 buổi.")
    desk.press("button:has-text('Lưu lời văn')")
    desk.press("button:has-text('Chốt và khóa báo cáo')")
    report = Report.objects.get()
    assert report.is_frozen
    picture(desk.page, "thursday-7")
    desk.take("a:has-text('tệp Word')", ".docx")
    with PdfDocument(desk.take("a:has-text('PDF')", ".pdf")) as printed:
        words = " ".join(page.get_textpage().get_text_range() for page in printed)
    assert "Trường THCS Mẫu Sơn" in re.sub(r"\s+", " ", words)
    sheets = load_workbook(desk.take("a:has-text('Excel')", ".xlsx"), read_only=True)
    cells = {value for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row}
    assert {368, 3496} <= cells or {"368", "3.496"} <= {str(cell) for cell in cells}
    return report


def a_correction_afterwards_shows_as_one(desk, open_browser, units, weekly, report, time_is, picture):
    """The unit asks, the desk opens it again, the unit sends another one: the frozen report says so."""
    time_is("29T08:00")
    owed = weekly.get(organisation=units.school)
    thu = open_browser("thu@mau.example", PASSWORD)
    thu.goto(f"/bao-cao/ky/{owed.pk}/")
    thu.click("summary:has-text('Đề nghị mở lại')")
    thu.fill("input[name=why]", "Ghi nhầm số lớp")
    thu.click("button:has-text('Gửi đề nghị')")

    desk.open(f"/bao-cao/ky/{owed.pk}/")
    assert "Ghi nhầm số lớp" in desk.said
    desk.press("summary:has-text('Mở lại để đơn vị sửa')")
    desk.page.fill("input[name=why]", "Trường báo ghi nhầm")
    desk.press("button:has-text('Mở lại')")

    time_is("29T08:10")
    thu.goto(f"/bao-cao/ky/{owed.pk}/")
    assert "Trường báo ghi nhầm" in thu.inner_text("main")
    thu.fill("textarea[name=narrative]", "Đã ghi thêm lớp 9, hai lớp.")
    picture(thu, "thursday-8")
    thu.click("button:has-text('Gửi bản sửa')")
    thu.wait_for_selector("text=Đã nhận bản sửa")
    assert Correction.objects.get().submission.obligation == owed

    desk.open(f"/bao-cao/tong-hop/{report.pk}/")
    assert "Đã sửa sau khi chốt" in desk.said
    assert "Trường THCS Mẫu Sơn" in desk.page.inner_text(".notice:has-text('Đã sửa sau khi chốt')")
    picture(desk.page, "thursday-9")
    desk.press("button:has-text('Đã xem các bản sửa')")
    assert "Chưa xem" not in desk.said
    desk.open(f"/bao-cao/ky/{owed.pk}/")
    assert "Bản khóa nguyên vẹn" in desk.said
    desk.press("a:has-text('Bản khóa lúc')")
    assert "Nội dung khớp mã kiểm" in desk.said
    picture(desk.page, "thursday-10")
