"""Scenario C: Như Thanh, propaganda in 37 villages, no figure and no date, from the plan handed in to its report.

Areas, bodies, people and households are invented here and made directly, and so is what was said of hundreds of
households; one of each deed is done on its page, and what the pages then say is what a line is about.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from django.utils import timezone

from tests.conftest import PASSWORD, make_member
from tests.e2e.phone import Phone
from tests.e2e.scenarios.conftest import flat
from tungnha.demo.villages import make_villages
from tungnha.field.homes import queries
from tungnha.ledger.models import Service, Standing
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.outreach.models import ActivityPart, OutreachForm, Theme
from tungnha.outreach.operations import activities as spoken
from tungnha.people.models import Household, Person
from tungnha.plans.models import Plan
from tungnha.plans.operations import network
from tungnha.reports.models import Obligation
from tungnha.units import clock
from tungnha.units.models import Area, Event, Organisation, Role
from tungnha.units.registry import add_villages
from tungnha.voices.models import Rumour, RumourAnswer, RumourReport

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODIES = (
    ("Phòng Văn hóa - Xã hội", "department"), ("Văn phòng HĐND và UBND xã", "department"), ("Công an xã", "police"),
    ("Trung tâm Phục vụ hành chính công xã", "centre"), ("Trung tâm Cung ứng dịch vụ công xã", "centre"),
    ("Trường THCS Như Thanh", "school"), ("Trạm Y tế xã", "clinic"), ("Ủy ban MTTQ Việt Nam xã", "union"),
    ("Đoàn Thanh niên xã", "union"), ("Đảng ủy xã Như Thanh", "party"),
)  # fmt: skip
VILLAGES, HOMES = 37, 50  # 1.850 households


@pytest.fixture
def world(transactional_db, time_is):
    """Xã Như Thanh: 37 villages with a team each, fifty households of two in every village."""
    time_is("2026-04-06T08:00")
    province = Area.objects.create(code="38", kind="province", type_name="tỉnh", name="Thanh Hóa")
    commune = Area.objects.create(code="16228", kind="commune", type_name="xã", name="Như Thanh", parent=province)
    villages = add_villages(commune, [(v.kind, v.name) for v in make_villages(VILLAGES, "nhu-thanh")])
    board = Organisation.objects.create(name="UBND xã Như Thanh", kind="committee", area=commune, must_report=False)
    bodies = {name: Organisation.objects.create(name=name, kind=kind, area=commune) for name, kind in BODIES}
    teams = [
        Organisation.objects.create(name=f"Tổ công nghệ số cộng đồng {v.full_name}", kind="team", area=v)
        for v in villages
    ]
    return SimpleNamespace(
        commune=commune, villages=villages, bodies=bodies, teams=teams, board=board,
        homes={n: lay_homes(village) for n, village in enumerate(villages, 1)},
        hoa=make_member("Hòa", Role.OFFICER, commune, bodies["Phòng Văn hóa - Xã hội"]),
        thang=make_member("Thắng", Role.LEADER, commune, board),
        cuong=make_member("Cường", Role.UNIT_OFFICER, commune, bodies["Công an xã"]),
        tu=make_member("Tú", Role.UNIT_OFFICER, commune, bodies["Trung tâm Phục vụ hành chính công xã"]),
        lan=make_member("Lan", Role.TEAM_LEADER, villages[4], teams[4]),
        leaders=[
            make_member(f"Trưởng {n}", Role.TEAM_LEADER, village, teams[n - 1])
            for n, village in enumerate(villages, 1) if n != 5
        ],
    )  # fmt: skip


@pytest.fixture
def phone(chromium, live_server, tmp_path, world):
    """The phone of the leader of village five's team."""
    one = Phone(chromium, live_server.url, tmp_path / "lan")
    yield one
    one.close()


def lay_homes(village) -> list[Household]:
    homes = Household.objects.bulk_create(
        Household(code=f"{n:03d}", village=village, order=n, lane="Ngõ Mẫu") for n in range(1, HOMES + 1)
    )
    people = []
    for home in homes:
        for n in range(2):
            person = Person(
                full_name=f"Hà Thị Mẫu {home.code}{'AB'[n]}", household=home, birth_date=date(1975 + 5 * n, 3, 4),
                birth_precision="day", residence="at_home", sex="female", is_head=n == 0,
            )  # fmt: skip
            person.fill_keys()
            people.append(person)
    Person.objects.bulk_create(people)
    return homes


def test_scenario_c(world, plan_text, lines, at_desk, time_is, phone):
    hoa = at_desk("hoa@mau.example", PASSWORD)
    with lines("C1", "gửi văn bản 002: tiêu đề ba dòng, bốn văn bản, 37 thôn, không hạn nào, không bịa hạn", hoa):
        hand_in(hoa, plan_text("002"))
    with lines("C2a", "“30%” là nội dung tuyên truyền, được hỏi; cán bộ chọn theo dõi như một chỉ số", hoa):
        a_message_that_is_watched(hoa)
    with lines("C3", "hai chỉ tiêu hộ gia đình vẫn là hai, được hỏi có phải là một", hoa):
        two_that_stay_two(hoa)
    with lines("C10a", "“định kỳ” không có kỳ: được hỏi, chọn hằng quý", hoa):
        asked_for_its_period(hoa)
    confirm(hoa)
    plan = Plan.objects.get()
    with lines(
        "C4", "bảng sáu chủ đề II.1–II.6 × bốn hình thức III.1–III.4 × 37 thôn; lên lịch tháng 4, ô trống hiện ra", hoa
    ):
        the_grid(hoa)
    with lines("C5", "lời loa về lừa đảo, 2 phút, 37 thôn 17 giờ 10/4; 35/37 thôn, nêu tên hai thôn", hoa):
        on_the_loudspeaker(hoa, at_desk, world, time_is)
    with lines("C6", "họp thôn 5 lồng ghép, 64 người, 48 hộ có mặt; vào số hội nghị và số hộ được thông tin", hoa):
        a_village_meeting(hoa, at_desk, world, time_is)
    with lines("C8", "hai Tổ báo “cài VNeID là mất tiền” thành một; Công an xã đáp, duyệt, 37 thôn; không tên ai", hoa):
        one_rumour(hoa, at_desk, world, time_is)
    with lines("C9", "cách làm hay của thôn 12, 4 thôn làm theo; kiểm tra thôn 20 một điều, khắc phục xong", hoa):
        a_good_way_and_a_finding(hoa, at_desk, world, time_is)
    with lines("C2b", "Một cửa gõ thủ tục X 10 ngày, rồi 7 ngày: giảm 30,00 %", hoa):
        ten_days_then_seven(hoa, at_desk, plan, time_is)
    with lines(
        "C7", "1.850 hộ, 1.110 có một người thành thạo cả hai: 60,00 %; hai người mỗi người một việc thì không", hoa
    ):
        fluent_homes(hoa, at_desk, plan, world, phone, time_is)
    with lines("C10b", "kế hoạch gửi 37 thôn, 37/37 đã nhận", hoa):
        sent_to_the_villages(hoa, at_desk, plan, world)
    with lines("C10c", "báo cáo quý: KT. CHỦ TỊCH / PHÓ CHỦ TỊCH, nói 37/37 thôn đã nhận", hoa):
        the_quarters_report(hoa, plan, time_is)
    with lines("C10d", "phiếu đánh giá cuối năm của đơn vị, từng dòng mở ra được", hoa):
        sheets_of_the_year(hoa, plan, world, time_is)
    lines.end()


def hand_in(hoa, text: bytes) -> None:
    hoa.goto("/ke-hoach/tai-len/")
    hoa.set_input_files("input[name=file]", {"name": "nhu-thanh.txt", "mimeType": "text/plain", "buffer": text})
    hoa.click("button:has-text('Đọc văn bản')")
    hoa.wait_for_url(re.compile("/ke-hoach/ra-soat/"))
    hoa.wait_for_selector(".has-review")
    title = hoa.locator("[name=header-0-title]").first.input_value()
    assert title.startswith("Tuyên truyền thực hiện Nghị quyết số 04-NQ/TU, ngày 29/01/2026 của Ban Thường vụ")
    assert title.endswith("trên địa bàn xã Như Thanh năm 2026"), "three lines of the document are one title"
    bases = hoa.locator("#can-cu .draft-title, [id^=legal_bases] .draft-title").all_inner_texts()
    assert bases == ["04-NQ/TU", "02-KH/BCĐ", "39-KH/ĐU", "57-CT/TW"]
    assert "19/3/2026" in flat(hoa, "#legal_bases-2")
    assert hoa.locator("[name=scope-0-villages]").first.input_value() == "37"
    dues = [box.input_value() for box in hoa.locator("[name^=targets-][name$=-due]").all()]
    assert dues, "the targets have a field for a day"
    assert not any(dues), "no day is invented"
    offered = hoa.locator("button[data-do=take-due]")
    assert offered.count() == 3
    assert {offered.nth(n).inner_text().strip() for n in range(3)} == {
        "Lấy hạn 31/12/2026 (kế hoạch không ghi ở dòng này)"
    }, "“năm 2026” is offered, not taken"


def answer(hoa, item: str, words: str) -> None:
    offered = hoa.locator(f"button[data-do=answer][data-item={item}][data-answer='{words}']")
    offered.locator("visible=true").first.click()
    hoa.wait_for_selector("[data-save-state]:has-text('Đã lưu')")
    hoa.wait_for_function("(one) => !document.querySelector(`button[data-do=answer][data-item=${one}]`)", arg=item)


def a_message_that_is_watched(hoa) -> None:
    row = hoa.locator("li.draft-row", has_text="cắt giảm ít nhất 30% thời gian giải quyết").first
    role = row.locator("select[name$='-role']")
    assert role.input_value() == "message"
    assert "là nội dung tuyên truyền hay là chỉ tiêu phải đo?" in flat(hoa)
    answer(hoa, "questions-1", "nội dung tuyên truyền")
    assert role.input_value() == "message"
    row.locator("[data-do=edit]").click()
    role.select_option("indicator")
    saved(hoa)


def saved(page) -> None:
    page.wait_for_selector("[data-save-state]:has-text('Đã lưu')")
    page.wait_for_function("() => ![...Object.keys(localStorage)].some(one => one.startsWith('ra-soat'))")


def two_that_stay_two(hoa) -> None:
    assert hoa.locator("input[name=targets-item]").count() == 3
    assert "Có 2 chỉ tiêu gần giống nhau cho mỗi hộ gia đình" in flat(hoa)
    answer(hoa, "questions-0", "theo dõi riêng từng chỉ tiêu")


def asked_for_its_period(hoa) -> None:
    assert "Phòng Văn hóa - Xã hội phải báo cáo nhưng kế hoạch không ghi kỳ" in flat(hoa)
    answer(hoa, "questions-2", "hằng quý")
    assert "Kế hoạch chưa nêu báo cáo vào ngày nào." in flat(hoa, "#reporting-0")
    hoa.click("#reporting-0 [data-do=edit]")
    hoa.fill("#id_reporting-0-day_of_month", "25")
    hoa.press("#id_reporting-0-day_of_month", "Tab")
    saved(hoa)
    hoa.click("#reporting-0 summary")
    hoa.select_option("#id_reporting-0-addressee", label="Đảng ủy xã Như Thanh")
    saved(hoa)


def confirm(hoa) -> None:
    hoa.click("button[name=do][value=confirm]")
    hoa.wait_for_url(re.compile("/xac-nhan/"))
    hoa.fill("input[name=campaign_name]", "Tuyên truyền chuyển đổi số năm 2026")
    hoa.fill("input[name=started_on]", "6/4/2026")
    hoa.click("button:has-text('Xác nhận, cho kế hoạch chạy')")
    hoa.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))


def a_good_way_and_a_finding(hoa, at_desk, world, time_is) -> None:
    time_is("2026-04-16T08:00")
    tell = at_desk("truong.12@mau.example", PASSWORD, phone=True)
    tell.goto("/cach-lam-hay/neu/")
    tell.select_option("select[name=of]", label=world.villages[11].title)
    tell.fill("input[name=title]", "Mỗi tối một nhà học số")
    tell.fill("textarea[name=words]", "Mỗi tối một nhà mở cửa, người biết chỉ người chưa biết.")
    tell.fill("input[name=proof]", "Biên bản họp thôn ngày 10/4/2026")
    tell.fill("input[name=since_on]", "2026-04-07")
    tell.locator("main form button[type=submit]").first.click()
    tell.wait_for_selector("text=Đã nêu cách làm")
    page = tell.url
    thang = at_desk("thang@mau.example", PASSWORD)
    thang.goto(page)
    thang.click("button:has-text('Đồng ý nhân rộng')")
    thang.wait_for_selector(".status:has-text('nhân rộng')")
    for n in (1, 2, 3):
        hoa.goto(page)
        hoa.click("summary:has-text('Ghi thôn làm theo')")
        hoa.select_option("select[name=village]", label=world.villages[n].title)
        hoa.fill("input[name=from_on]", "2026-04-16")
        hoa.click("button:has-text('Ghi thôn làm theo')")
        hoa.wait_for_selector("text=Đã ghi thôn làm theo.")
    lan = at_desk("lan@mau.example", PASSWORD, phone=True)
    lan.goto(page)
    lan.click("summary:has-text('Ghi thôn làm theo')")
    lan.click("button:has-text('Ghi thôn làm theo')")
    lan.wait_for_selector("text=Đã ghi thôn làm theo.")
    hoa.goto("/cach-lam-hay/")
    assert re.search(r"\b0?4 thôn", flat(hoa)), flat(hoa)

    hoa.goto("/kiem-tra/ghi/")
    hoa.select_option("select[name=of]", label=world.villages[19].title)
    hoa.fill("input[name=on]", "2026-04-16")
    hoa.fill("input[name=inspectors]", "Trưởng phòng Văn hóa - Xã hội")
    hoa.fill("textarea[name=words]", "Thôn đã treo đủ tài liệu.")
    hoa.fill("[name=f1]", "Chưa phát loa buổi chiều")
    hoa.fill("input[name=d1]", "2026-04-18")
    hoa.click("button:has-text('Lưu lần kiểm tra')")
    hoa.wait_for_selector("text=Đã ghi lần kiểm tra.")
    visit = hoa.url
    twenty = at_desk("truong.20@mau.example", PASSWORD, phone=True)
    twenty.goto(visit)
    twenty.click("summary:has-text('Ghi kết quả khắc phục')")
    twenty.fill("textarea[name=words]", "Đã phát đủ hai buổi.")
    twenty.click("button:has-text('Báo đã khắc phục')")
    twenty.wait_for_selector("text=Đã ghi.")
    time_is("2026-04-17T08:00")
    hoa.goto(visit)
    hoa.click("summary:has-text('Ghi kết quả khắc phục')")
    hoa.click("button:has-text('Xác nhận đã khắc phục')")
    hoa.wait_for_selector("text=Đã ghi.")
    assert "đã khắc phục" in flat(hoa).casefold()
    assert not hoa.locator("summary:has-text('Ghi kết quả khắc phục')").count(), "closed"
    assert tell.trouble == thang.trouble == twenty.trouble == []


THEMES = (
    "Mục tiêu và quan điểm chỉ đạo trọng tâm", "Phát triển kỹ năng số và Phong trào “Bình dân học vụ số”",
    "Cải cách thủ tục hành chính và xây dựng chính quyền số", "Xây dựng nền tảng dữ liệu và hạ tầng số",
    "Bảo đảm an toàn thông tin và an ninh mạng", "Đổi mới phương thức tuyên truyền",
)  # fmt: skip


def the_grid(hoa) -> None:
    """All cells are empty, and those of April for one theme are planned from its cell."""
    hoa.goto("/tuyen-truyen/")
    hoa.click("a:has-text('Lấy chủ đề từ kế hoạch')")
    assert "“Hành động đột phá, lan tỏa kết quả”" in flat(hoa), "the slogan of the year"
    hoa.click("button:has-text('Lấy các mục đã chọn')")
    hoa.wait_for_load_state()
    assert [one.name for one in Theme.objects.order_by("order")] == list(THEMES)
    assert OutreachForm.objects.count() == 4
    hoa.goto("/tuyen-truyen/")
    assert "888/888" in flat(hoa), "6 × 4 × 37"
    heads = flat(hoa, "table thead >> nth=0")
    assert all(mark in heads for mark in ("III.1", "III.2", "III.3", "III.4")), heads
    first = hoa.locator("table >> nth=0 >> tbody tr")
    assert [n for n in range(first.count()) if f"II.{n + 1}" in first.nth(n).inner_text()] == list(range(6))

    first.nth(1).locator("td >> nth=0 >> a").click()
    hoa.wait_for_url(re.compile("/tuyen-truyen/moi/"))
    hoa.fill("input[name=from_on]", "2026-04-13")
    hoa.fill("input[name=to_on]", "2026-04-30")
    hoa.check("input[name=where][value=all]", force=True)
    hoa.click("button:has-text('Lên lịch')")
    hoa.wait_for_selector("text=Đã lên lịch cho 37 nơi")
    hoa.goto("/tuyen-truyen/?thang=2026-04")
    assert "851/888" in flat(hoa)
    cell = hoa.locator("table >> nth=0 >> tbody tr >> nth=1 >> td >> nth=0")
    assert "37 đã lên lịch" in cell.inner_text()
    assert hoa.locator("table.matrix .mark-empty").count() == 37 * 5, "each village's empty themes are seen"
    hoa.goto("/tuyen-truyen/thang/?thang=2026-04")
    assert "0/37 nơi" in flat(hoa)


def on_the_loudspeaker(hoa, at_desk, world, time_is) -> None:
    theme = Theme.objects.get(name__startswith="Bảo đảm an toàn")
    hoa.goto("/tuyen-truyen/loi/")
    hoa.select_option("select[name=theme]", str(theme.pk))
    hoa.select_option("select[name=channel]", "loudspeaker")
    hoa.click("button:has-text('Soạn')")
    hoa.wait_for_selector("text=Đã soạn bản thảo")
    said = hoa.input_value("#loi")
    assert "lừa đảo" in said.casefold()
    assert "{" not in said
    assert "Đọc chậm khoảng 2 phút" in flat(hoa)
    hoa.click("button:has-text('Duyệt')")
    hoa.wait_for_selector("text=đã duyệt")
    hoa.click("a:has-text('Lên lịch dùng lời này')")
    hoa.check(f"input[name=themes][value='{theme.pk}']", force=True)
    hoa.select_option("select[name=kind]", "radio")
    hoa.fill("input[name=from_on]", "2026-04-10")
    hoa.fill("input[name=hours]", "17:00")
    hoa.check("input[name=where][value=all]", force=True)
    hoa.click("button:has-text('Lên lịch')")
    hoa.wait_for_selector("text=Đã lên lịch cho 37 nơi")
    page = hoa.url

    time_is("2026-04-10T17:30")
    lan = at_desk("lan@mau.example", PASSWORD, phone=True)
    lan.goto("/tuyen-truyen/viec/")
    lan.locator("main li.row a:has-text('an toàn thông tin')").first.click()
    assert world.villages[4].full_name in lan.input_value("#loi"), "the village reads its own words"
    lan.click("form.once button")
    lan.wait_for_load_state()
    parts = ActivityPart.objects.filter(activity__text__isnull=False, result=None).order_by("area__order")
    for part in parts[:34]:
        spoken.tell_result(part=part, told=spoken.Told(on=date(2026, 4, 10)), by=world.hoa, at=clock.now())
    hoa.goto(page)
    said = flat(hoa)
    assert "35/37 thôn" in said, said[:300]
    waiting = said.partition("Chưa báo:")[2].partition(".")[0]
    assert waiting.split(", ") == [" " * (n == 0) + one.title for n, one in enumerate(world.villages[-2:])], waiting
    assert lan.trouble == []


def a_village_meeting(hoa, at_desk, world, time_is) -> None:
    """A meeting of village five that was to be about something else."""
    time_is("2026-04-12T20:00")
    lan = at_desk("lan@mau.example", PASSWORD, phone=True)
    lan.goto("/tuyen-truyen/viec/")
    lan.click("a:has-text('Ghi thêm một việc')")
    lan.select_option("select[name=kind]", "joined")
    lan.click("main form label:has-text('Bình dân học vụ số')")
    lan.fill("input[name=from_on]", "2026-04-12")
    lan.click("summary:has-text('Ghi thêm')")
    lan.fill("input[name=joined_to]", "họp thôn tháng 4")
    lan.click("button:has-text('Lưu, ghi tiếp kết quả')")
    lan.wait_for_url(re.compile(r"/tuyen-truyen/phan/\d+/"))
    if not lan.locator("input[name=reached]").first.is_visible():
        lan.click("summary:has-text('Ghi ngày khác, số người')")
    lan.fill("input[name=reached]", "64")
    lan.select_option("select[name=reached_how]", index=1)
    lan.locator("form:has(input[name=reached]) button[type=submit]").first.click()
    lan.wait_for_selector("text=Đánh dấu hộ có mặt")
    lan.click("a:has-text('Đánh dấu hộ có mặt')")
    boxes = lan.locator("input[name=doors]")
    assert boxes.count() == HOMES
    boxes.evaluate_all("doors => doors.slice(0, 48).forEach(door => door.click())")
    lan.click("button:has-text('Lưu')")
    lan.wait_for_selector("text=48 hộ")
    hoa.goto("/tuyen-truyen/thang/?thang=2026-04")
    row = next(one for one in hoa.locator("main tbody tr").all_inner_texts() if "64" in one)
    assert "48" in row, row
    village = queries.by_village(world.villages[4], ActivityPart.objects.first().activity.campaign, clock.today())[0]
    assert village.informed == 48
    assert lan.trouble == []


def one_rumour(hoa, at_desk, world, time_is) -> None:
    """Two teams hear the same in other words; a name that was typed is nowhere; the police answer, the leader sends."""
    time_is("2026-04-14T08:00")
    told = (("lan@mau.example", "Bà Hà Thị Mẫu nói cài VNeID là mất tiền trong tài khoản"),
            ("truong.1@mau.example", "nghe bảo cai VNeID la mat tien"))  # fmt: skip
    for login, words in told:
        team = at_desk(login, PASSWORD, phone=True)
        team.goto("/tin-don/bao/")
        team.fill("textarea[name=words]", words)
        team.check("input[name=kind] >> nth=0", force=True)
        team.click("button:has-text('Báo')")
        team.wait_for_url(re.compile(r"/tin-don/\d+/$"))
        assert team.trouble == []
    rumour = Rumour.objects.get(merged_into=None)
    hoa.goto(f"/tin-don/{rumour.pk}/")
    assert "nghe 2 lần ở 2 nơi" in flat(hoa)
    assert "Hà Thị Mẫu" not in hoa.content()
    hoa.click("summary:has-text('Giao đơn vị')")
    hoa.select_option("select[name=to]", label="Công an xã")
    hoa.click("form[action$='/giao/'] button")
    hoa.wait_for_selector("text=Đã giao viết lời đáp.")

    cuong = at_desk("cuong@mau.example", PASSWORD)
    cuong.goto(f"/tin-don/{rumour.pk}/")
    if not cuong.locator("textarea[name=words]").is_visible():
        cuong.click("summary:has-text('Viết lời đáp')")
    cuong.fill("textarea[name=words]", "Cài VNeID không mất tiền. Ai gọi điện đòi chuyển tiền là lừa đảo.")
    cuong.click("button:has-text('Lưu bản thảo')")
    cuong.wait_for_selector("text=Đã lưu lời đáp")
    thang = at_desk("thang@mau.example", PASSWORD)
    thang.goto(f"/tin-don/{rumour.pk}/")
    thang.click("button:has-text('Duyệt, gửi các thôn')")
    thang.wait_for_selector("text=0/37 thôn đã báo cho dân")
    lan = at_desk("lan@mau.example", PASSWORD, phone=True)
    lan.goto("/tin-don/")
    for kind in ("Lời đọc trên loa", "Lời nhắn nhóm Zalo"):
        lan.click(f"summary:has-text('{kind}')")
    assert flat(lan).count("Cài VNeID không mất tiền") >= 3, "what is true, the script, the words for Zalo"
    lan.select_option("select[name=how]", index=1)
    lan.click("button:has-text('Ghi lại')")
    hoa.goto(f"/tin-don/{rumour.pk}/")
    assert "1/37 thôn đã báo cho dân" in flat(hoa)
    kept = [str(row) for model in (Rumour, RumourReport, RumourAnswer, Event) for row in model.objects.values()]
    kept += [one.words_text for one in RumourReport.objects.all()]
    assert not any("Hà Thị Mẫu" in one for one in kept), "no speaker's name is stored anywhere"
    assert lan.trouble == cuong.trouble == thang.trouble == []


def ten_days_then_seven(hoa, at_desk, plan, time_is) -> None:
    """The one-stop desk types how long one procedure takes, each time with the paper it is from."""
    tu = at_desk("tu@mau.example", PASSWORD)
    tu.goto("/ban-mot-cua/so-lieu/")
    tu.fill("input[name=name]", "Thời gian giải quyết thủ tục X")
    tu.select_option("select[name=less_is_better]", "1")
    tu.click("button:has-text('Bắt đầu theo dõi')")
    tu.wait_for_url(re.compile(r"/so-lieu/\d+/$"))
    page = tu.url
    for day, days, paper in (("2026-04-06", "10", "Quyết định công bố thủ tục"), ("2026-04-20", "7", "Sổ tiếp nhận")):
        time_is(f"{day}T08:00")
        tu.goto(page)
        tu.fill("input[name=on]", day)
        tu.fill("input[name=value]", days)
        tu.fill("input[name=evidence]", paper)
        tu.locator("main form").filter(has=tu.locator("input[name=value]")).locator("button[type=submit]").click()
        tu.wait_for_selector("text=Đã ghi.")
    assert "Giảm 30,00%" in flat(tu)
    assert "Từ 10 ngày làm việc (6/4/2026) đến 7 ngày làm việc (20/4/2026)" in flat(tu)
    watched = plan.targets.get(measure__code="thu-tuc-giam-thoi-gian")
    assert (watched.role, watched.due_on) == ("indicator", None)
    hoa.goto(f"/tien-do/chi-tieu/{watched.pk}/")
    assert "30,00%" in flat(hoa, ".figure >> nth=0")
    assert tu.trouble == []


def claim(code: str, level: int, people) -> None:
    service = Service.objects.get(code=code)
    record_claims(
        [
            NewClaim(
                subject={"person_id": pk}, service=service, level=level, since_on=clock.today(), source="visit"
            )
            for pk in people
        ],
        by=None, at=clock.now(),
    )  # fmt: skip


FLUENT = {"dich-vu-cong": 4, "thanh-toan-so": 3}


def fluent_homes(hoa, at_desk, plan, world, phone, time_is) -> None:
    """Thirty households of every village have one who is fluent in both; the last of village five is met by phone."""
    homes = [home.pk for rows in world.homes.values() for home in rows[:30]]
    last = world.homes[5][29]
    heads = (
        Person.objects.filter(household__in=homes, is_head=True).exclude(household=last).values_list("pk", flat=True)
    )
    for code, level in FLUENT.items():
        claim(code, level, heads)
    split, knows_how = world.homes[5][39], world.homes[5][40]
    one, other = Person.objects.filter(household=split).order_by("pk")
    claim("dich-vu-cong", 4, [one.pk])
    claim("thanh-toan-so", 3, [other.pk])
    phone.join(world.lan, world.hoa)
    phone.signal(on=False)
    at_the_door(phone, last, "làm thành thạo", 1)
    at_the_door(phone, knows_how, "biết làm", 2)
    phone.signal(on=True)
    phone.send()
    levels = dict(Standing.objects.filter(person__household=knows_how).values_list("service__code", "level"))
    assert levels == {"dich-vu-cong": 2, "thanh-toan-so": 1}, "biết làm, of a service that begins with an account too"

    target = plan.targets.get(measure__code="ho-thanh-thao")
    hoa.goto(f"/tien-do/chi-tieu/{target.pk}/")
    said = flat(hoa, ".figure >> nth=0")
    assert "1.110" in said, said
    assert "1.850" in said
    assert "60,00%" in said
    hoa.goto(f"/tien-do/chi-tieu/{target.pk}/nguoi/?which=missing&area={world.villages[4].code}")
    rows = flat(hoa)
    assert "Có đủ các việc nhưng ở nhiều người khác nhau" in rows.partition(f"Hộ {split.code}")[2][:400], rows
    assert f"Hộ {last.code}" not in rows
    assert phone.trouble == []


def at_the_door(phone, home, level: str, said: int) -> None:
    """The head's two skills, each in three taps: the question, the level, done."""
    phone.go(f"nha/{home.key}")
    head = home.persons.get(is_head=True)
    card = phone.page.locator(f"section.card.person:has(h2:text-is('{head.full_name}'))")
    for service in ("DVC", "Thanh toán số"):
        card.locator(f".ask:has-text('{service}')").first.tap()
        phone.page.tap(f"dialog .levels >> text='{level}'")
        phone.page.tap("dialog .outcomes >> text=Vừa làm xong")
        if phone.page.locator("dialog[open]").count():
            phone.page.tap("dialog >> text=Đóng")
    phone.page.tap(".act >> text=Lưu")
    phone.page.wait_for_selector(f".state .count:text-is('{said}')")


def sent_to_the_villages(hoa, at_desk, plan, world) -> None:
    hoa.goto(f"/ke-hoach/{plan.pk}/gui/")
    for recipient in plan.recipients.exclude(text__startswith="37 thôn"):
        box = hoa.locator(f"input[name=send-{recipient.pk}]")
        if box.count():
            box.uncheck()
    assert "37 nơi:" in flat(hoa)
    hoa.click("main form button:has-text('Gửi')")
    hoa.wait_for_selector("text=Đã gửi thêm 37 nơi.")
    assert "0/37 nơi đã nhận" in flat(hoa)
    lan = at_desk("lan@mau.example", PASSWORD, phone=True)
    lan.goto("/ke-hoach/gui-den/")
    lan.locator(f"main a[href='/ke-hoach/{plan.pk}/']").first.click()
    lan.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))
    for leader in world.leaders[:-1]:
        network.mark_received(by=leader, at=clock.now())
    hoa.goto(f"/ke-hoach/{plan.pk}/gui/")
    assert "36/37 nơi đã nhận, 1 nơi đã đọc" in flat(hoa)
    network.mark_received(by=world.leaders[-1], at=clock.now())
    hoa.goto(f"/ke-hoach/{plan.pk}/gui/")
    assert "37/37 nơi đã nhận" in flat(hoa)
    assert lan.trouble == []


def the_quarters_report(hoa, plan, time_is) -> None:
    time_is("2026-06-24T08:00")
    hoa.goto("/bao-cao/")
    owed = Obligation.objects.get(duty__plan=plan, period="2026-Q2")
    assert f"{timezone.localtime(owed.due_at):%d/%m %H:%M}" == "25/06 00:00"
    hoa.goto(f"/bao-cao/bang/{owed.duty_id}/{owed.period}/")
    hoa.click("button:has-text('Tổng hợp báo cáo')")
    hoa.wait_for_url(re.compile(r"/bao-cao/tong-hop/\d+/"))
    with hoa.expect_download() as download:
        hoa.click("a:has-text('Tải dự thảo')")
    text = words_of(download.value)
    assert re.search(r"KT\. CHỦ TỊCH\s+PHÓ CHỦ TỊCH\s", text), text[-900:]
    for words in (
        "37/37 thôn đã nhận", "Tuyên truyền trong kỳ:", "35 lần ở 35 nơi", "64 người dự, tiếp cận, 48 hộ có mặt",
        "VNeID", "đã giảm 03 ngày làm việc trên tổng số 10 ngày làm việc ở lần đo đầu (30,00%)",
    ):  # fmt: skip
        assert words in text, words


def words_of(download) -> str:
    """All words of a Word file, those of its tables too."""
    paper = docx.Document(Path(download.path()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def sheets_of_the_year(hoa, plan, world, time_is) -> None:
    time_is("2026-12-28T08:00")
    hoa.goto(f"/bao-cao/danh-gia/{plan.pk}/")
    names = set(hoa.locator("main tbody th").all_inner_texts())
    assert {
        body for body in world.bodies if body.startswith(("Phòng", "Văn phòng", "Trung tâm", "Trường", "Trạm"))
    } <= names
    assert {team.name for team in world.teams} <= names
    for body in (world.bodies["Phòng Văn hóa - Xã hội"], world.teams[4]):
        hoa.goto(f"/bao-cao/danh-gia/{plan.pk}/{body.pk}/")
        opened = hoa.eval_on_selector_all("main ul.rows a", "links => links.map(a => a.href)")
        assert opened, "each line opens"
        for address in dict.fromkeys(opened):
            assert hoa.request.get(address).ok, address
