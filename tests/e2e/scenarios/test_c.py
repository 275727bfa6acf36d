"""Scenario C: Như Thanh, propaganda in 37 villages, no figure and no date, from the plan handed in to its report.

Areas, bodies, people and households are invented here and made directly, and so is what was said of hundreds of
households; one of each deed is done on its page, and what the pages then say is what a line is about.
"""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.conftest import PASSWORD, make_member
from tests.e2e.phone import Phone
from tests.e2e.scenarios import c_words, deeds
from tests.e2e.scenarios.conftest import flat
from tests.e2e.scenarios.laid import lay_commune
from tungnha.ledger.models import Service, Standing
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import Household, Person
from tungnha.plans.models import Plan
from tungnha.plans.operations import network
from tungnha.reports.models import Obligation
from tungnha.units import clock
from tungnha.units.models import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODIES = (
    ("Phòng Văn hóa - Xã hội", "department"), ("Văn phòng HĐND và UBND xã", "department"), ("Công an xã", "police"),
    ("Trung tâm Phục vụ hành chính công xã", "centre"), ("Trung tâm Cung ứng dịch vụ công xã", "centre"),
    ("Trường THCS Như Thanh", "school"), ("Trạm Y tế xã", "clinic"), ("Ủy ban MTTQ Việt Nam xã", "union"),
    ("Đoàn Thanh niên xã", "union"), ("Đảng ủy xã Như Thanh", "party"),
)  # fmt: skip
VILLAGES, HOMES = 37, 50  # 1.850 households
TITLE = {
    "real": ("Tuyên truyền thực hiện Nghị quyết số 04-NQ/TU, ngày 29/01/2026", "trên địa bàn xã Như Thanh năm 2026"),
    "sample": ("Đưa Nghị quyết số 04-NQ/TU, ngày 29/01/2026", "đến từng thôn của xã Như Thanh năm 2026"),
}


@pytest.fixture
def world(transactional_db, time_is):
    """Xã Như Thanh: 37 villages with a team each, fifty households of two in every village."""
    time_is("2026-04-06T08:00")
    ground = lay_commune(code="16228", name="Như Thanh", slug="nhu-thanh", villages=VILLAGES, bodies=BODIES)
    commune, villages, teams, bodies = ground.commune, ground.villages, ground.teams, ground.bodies
    return SimpleNamespace(
        **vars(ground),
        homes={n: lay_homes(village) for n, village in enumerate(villages, 1)},
        hoa=make_member("Hòa", Role.OFFICER, commune, bodies["Phòng Văn hóa - Xã hội"]),
        thang=make_member("Thắng", Role.LEADER, commune, ground.board),
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


@pytest.mark.parametrize("which", ["sample", "real"])
def test_scenario_c(which, world, plan_of, lines, at_desk, time_is, phone, pictures):
    keep = pictures(which)
    hoa = at_desk("hoa@mau.example", PASSWORD)
    with lines("C1", "gửi văn bản 002: tiêu đề ba dòng, bốn văn bản, 37 thôn, không hạn nào, không bịa hạn", hoa):
        what_was_read(hoa, which, plan_of(which, "002", "nhu-thanh"))
    with lines("C2a", "“30%” là nội dung tuyên truyền, được hỏi; cán bộ chọn theo dõi như một chỉ số", hoa):
        a_message_that_is_watched(hoa, keep)
    with lines("C3", "hai chỉ tiêu hộ gia đình vẫn là hai, được hỏi có phải là một", hoa):
        two_that_stay_two(hoa)
    with lines("C10a", "“định kỳ” không có kỳ: được hỏi, chọn hằng quý", hoa):
        asked_for_its_period(hoa)
    confirm(hoa)
    plan = Plan.objects.get()
    with lines(
        "C4", "bảng sáu chủ đề II.1–II.6 × bốn hình thức III.1–III.4 × 37 thôn; lên lịch tháng 4, ô trống hiện ra", hoa
    ):
        c_words.the_grid(hoa, which, keep)
    with lines("C5", "lời loa về lừa đảo, 2 phút, 37 thôn 17 giờ 10/4; 35/37 thôn, nêu tên hai thôn", hoa):
        c_words.on_the_loudspeaker(hoa, at_desk, world, time_is, keep)
    with lines("C6", "họp thôn 5 lồng ghép, 64 người, 48 hộ có mặt; vào số hội nghị và số hộ được thông tin", hoa):
        c_words.a_village_meeting(hoa, at_desk, world, time_is)
    with lines("C8", "hai Tổ báo “cài VNeID là mất tiền” thành một; Công an xã đáp, duyệt, 37 thôn; không tên ai", hoa):
        c_words.one_rumour(hoa, at_desk, world, time_is, keep)
    with lines("C9", "cách làm hay của thôn 12, 4 thôn làm theo; kiểm tra thôn 20 một điều, khắc phục xong", hoa):
        c_words.a_good_way_and_a_finding(hoa, at_desk, world, time_is, keep)
    with lines("C2b", "Một cửa gõ thủ tục X 10 ngày, rồi 7 ngày: giảm 30,00 %", hoa):
        ten_days_then_seven(hoa, at_desk, plan, time_is)
    with lines(
        "C7", "1.850 hộ, 1.110 có một người thành thạo cả hai: 60,00 %; hai người mỗi người một việc thì không", hoa
    ):
        fluent_homes(hoa, at_desk, plan, world, phone, time_is, keep)
    with lines("C10b", "kế hoạch gửi 37 thôn, 37/37 đã nhận", hoa):
        sent_to_the_villages(hoa, at_desk, plan, world)
    with lines("C10c", "báo cáo quý: KT. CHỦ TỊCH / PHÓ CHỦ TỊCH, nói 37/37 thôn đã nhận", hoa):
        the_quarters_report(hoa, plan, time_is)
    with lines("C10d", "phiếu đánh giá cuối năm của đơn vị, từng dòng mở ra được", hoa):
        sheets_of_the_year(hoa, plan, world, time_is, keep)
    lines.end()


def what_was_read(hoa, which, file) -> None:
    deeds.hand_in(hoa, file)
    title = hoa.locator("[name=header-0-title]").first.input_value()
    assert (title[: len(TITLE[which][0])], title[-len(TITLE[which][1]) :]) == TITLE[which], "three lines are one title"
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


def a_message_that_is_watched(hoa, keep) -> None:
    row = hoa.locator("li.draft-row", has_text="cắt giảm ít nhất 30% thời gian").first
    role = row.locator("select[name$='-role']")
    assert role.input_value() == "message"
    assert "là nội dung tuyên truyền hay là chỉ tiêu phải đo?" in flat(hoa)
    keep(hoa, "scenario-c-1-review-desk", at="h2:has-text('Cần xem trước')")
    deeds.answer(hoa, "questions-1", "nội dung tuyên truyền")
    assert role.input_value() == "message"
    row.locator("[data-do=edit]").click()
    role.select_option("indicator")
    deeds.saved(hoa)


def two_that_stay_two(hoa) -> None:
    assert hoa.locator("input[name=targets-item]").count() == 3
    assert "Có 2 chỉ tiêu gần giống nhau cho mỗi hộ gia đình" in flat(hoa)
    deeds.answer(hoa, "questions-0", "theo dõi riêng từng chỉ tiêu")


def asked_for_its_period(hoa) -> None:
    assert "Phòng Văn hóa - Xã hội phải báo cáo nhưng kế hoạch không ghi kỳ" in flat(hoa)
    deeds.answer(hoa, "questions-2", "hằng quý")
    assert "Kế hoạch chưa nêu báo cáo vào ngày nào." in flat(hoa, "#reporting-0")
    hoa.click("#reporting-0 [data-do=edit]")
    hoa.fill("#id_reporting-0-day_of_month", "25")
    hoa.press("#id_reporting-0-day_of_month", "Tab")
    deeds.saved(hoa)
    hoa.click("#reporting-0 summary")
    hoa.select_option("#id_reporting-0-addressee", label="Đảng ủy xã Như Thanh")
    deeds.saved(hoa)


def confirm(hoa) -> None:
    hoa.click("button[name=do][value=confirm]")
    hoa.wait_for_url(re.compile("/xac-nhan/"))
    hoa.fill("input[name=campaign_name]", "Tuyên truyền chuyển đổi số năm 2026")
    hoa.fill("input[name=started_on]", "6/4/2026")
    hoa.click("button:has-text('Xác nhận, cho kế hoạch chạy')")
    hoa.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))


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


def fluent_homes(hoa, at_desk, plan, world, phone, time_is, keep) -> None:
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
    keep(hoa, "scenario-c-7-fluent-desk")
    hoa.goto(f"/tien-do/chi-tieu/{target.pk}/nguoi/?which=missing&area={world.villages[4].code}")
    rows = flat(hoa)
    assert "Có đủ các việc nhưng ở nhiều người khác nhau" in rows.partition(f"Hộ {split.code}")[2][:400], rows
    assert f"Hộ {last.code}" not in rows
    keep(hoa, "scenario-c-7-not-counted-desk", at="tr:has-text('Hộ 038')")
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
    text = deeds.words_of(download.value)
    assert re.search(r"KT\. CHỦ TỊCH\s+PHÓ CHỦ TỊCH\s", text), text[-900:]
    for words in (
        "37/37 thôn đã nhận", "Tuyên truyền trong kỳ:", "35 lần ở 35 nơi", "64 người dự, tiếp cận, 48 hộ có mặt",
        "VNeID", "đã giảm 03 ngày làm việc trên tổng số 10 ngày làm việc ở lần đo đầu (30,00%)",
    ):  # fmt: skip
        assert words in text, words


def sheets_of_the_year(hoa, plan, world, time_is, keep) -> None:
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
        if body in world.teams:
            keep(hoa, "scenario-c-10-sheet-desk")
        for address in dict.fromkeys(opened):
            assert hoa.request.get(address).ok, address
