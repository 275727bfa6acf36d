"""Scenario A: Thiệu Trung, 34 villages before 15/5/2026, from the plan handed in to the peak closed, in a browser.

Areas, bodies, people and who logs in are invented here and made directly; what a line is about is done through pages.
Where a line is about a number of the same deed (33 groups, 40 who come), one is done on the page and counted there,
the others are laid beside it by the same operation the page calls.
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
from tests.e2e.scenarios import a_villages, deeds
from tests.e2e.scenarios.conftest import SHOTS, flat
from tests.e2e.scenarios.laid import lay_commune
from tungnha.people.models import Household, Identifier, Person, Place
from tungnha.plans.models import Plan, Target
from tungnha.reports import operations as reports
from tungnha.reports.models import Obligation
from tungnha.units import clock
from tungnha.units.models import Organisation, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEERING = "Ban Chỉ đạo về phát triển khoa học công nghệ, đổi mới sáng tạo, chuyển đổi số và Đề án 06 xã Thiệu Trung"
OF_EVERYBODY = {"app-tinh-tren-15", "chu-ky-so-tren-15", "thue-bao-xac-thuc"}
BODIES = (
    ("Phòng Văn hóa - Xã hội", "department"), ("Phòng Kinh tế", "department"), ("Công an xã", "police"),
    ("Trung tâm cung ứng dịch vụ công", "centre"), ("Trạm Y tế xã", "clinic"), ("Ủy ban MTTQ Việt Nam xã", "union"),
    ("Đoàn Thanh niên xã", "union"), ("Hội Liên hiệp Phụ nữ xã", "union"), ("Hội Nông dân xã", "union"),
    ("Hội Cựu chiến binh xã", "union"), ("Viettel Khu vực Thiệu Hoá", "operator"),
)  # fmt: skip


@pytest.fixture
def world(transactional_db, time_is):
    """Xã Thiệu Trung with 34 villages, each a team and a culture house; 120 adults in village 1 who have nothing."""
    time_is("2026-04-20T09:00")
    ground = lay_commune(code="15835", name="Thiệu Trung", slug="thieu-trung", villages=34, bodies=BODIES)
    commune, villages, teams, bodies = ground.commune, ground.villages, ground.teams, ground.bodies
    Organisation.objects.create(name=STEERING, kind="steering", area=commune, must_report=False)
    for village in villages:
        Place.objects.create(name=f"Nhà văn hóa {village.full_name}", kind="culture_house", area=village)
    homes = [Household.objects.create(code=f"{n:03d}", village=villages[0], order=n) for n in range(1, 41)]
    for n in range(120):
        person = Person(
            full_name=f"Lê Văn Mẫu {n + 1:03d}", household=homes[n % 40], birth_date=date(1980, 1, 1 + n % 28),
            birth_precision="day", residence="at_home", sex="male",
        )  # fmt: skip
        person.fill_keys()
        person.save()
    viettel = bodies["Viettel Khu vực Thiệu Hoá"]
    return SimpleNamespace(
        **vars(ground), homes=homes,
        nga=make_member("Nga", Role.OFFICER, commune, bodies["Phòng Văn hóa - Xã hội"]),
        binh=make_member("Bình", Role.LEADER, commune, ground.board),
        lan=make_member("Lan", Role.TEAM_LEADER, villages[0], teams[0]),
        lam=make_member("Lâm", Role.TEAM_LEADER, villages[6], teams[6]),
        yen=make_member("Yến", Role.UNIT_OFFICER, commune, bodies["Trạm Y tế xã"]),
        viet=make_member("Việt", Role.PARTNER, commune, viettel),
        tien=make_member("Tiến", Role.PARTNER, commune, viettel),
    )  # fmt: skip


@pytest.mark.parametrize("which", ["sample", "real"])
def test_scenario_a(which, world, plan_of, lines, at_desk, time_is, pictures):
    keep = pictures(which)
    nga = at_desk("nga@mau.example", PASSWORD)
    with lines("A1a", "gửi văn bản 000: KH-BCĐ, chưa có số và ngày, 34 thôn, 8 đơn vị 13 việc, một chỉ tiêu", nga):
        what_was_read(nga, plan_of(which, "000", "thieu-trung"))
    with lines("A2a", "hỏi hạn trước 15/5 và đợt đến hết 15/5, Viettel chưa có kỳ; trả lời rồi xác nhận", nga):
        answer_in_review(nga, keep)
        confirm(nga)
    plan = Plan.objects.get()
    with lines("A1b", "cao điểm đến hết 15/5 rồi thường xuyên; ba việc hỏi ở người dân, không bịa tỷ lệ nào", nga):
        what_runs(nga, plan)
    with lines("A2b", "mỗi đơn vị một kỳ phải nộp, hạn cuối 24 giờ ngày 14/5", nga):
        what_is_owed(nga, plan, world)
    with lines("A3", "tổ công tác: 33/34 thôn (97,06%), thôn cuối có tên, rồi 34/34", nga):
        a_villages.groups(nga, world, keep)
    time_is("2026-04-21T08:00")
    with lines("A4", "lịch 22/4 – 12/5 cho 34/34 thôn; một người ở hai nơi bị từ chối; trang công khai", nga):
        a_villages.schedule(nga, at_desk, world, keep)
    time_is("2026-04-22T08:30")
    with lines("A5", "thôn 1: lời Zalo và lời loa; 40 người đến, App, chữ ký số, số điện thoại", nga):
        a_villages.the_first_session(at_desk, world, keep)
    with lines("A6", "Trạm Y tế 12 người, 3 người nơi khác: 12/12, 10/12, 9/12", nga):
        the_clinic(at_desk, world, nga, plan, keep)
    time_is("2026-04-24T08:00")
    with lines("A7a", "băng rôn ở 34 nhà văn hóa: một thôn tự ghi, xã ghi 29 nơi; 30/34, nêu tên bốn nơi còn lại", nga):
        a_villages.what_hangs_where(nga, at_desk, world)
    with lines("A7b", "lời loa: 32/34 thôn đã đọc", nga):
        a_villages.read_out(nga, at_desk, world)
    with lines("A8", "thôn 7 báo “không có sóng”, chủ tịch quyết ngày 6/5, thôn thấy trả lời", nga):
        a_villages.no_signal(nga, at_desk, world, time_is, keep)
    with lines("A9", "14/5 17 giờ: x/y đơn vị đã gửi, công văn đôn đốc; 15/5 0 giờ 01: quá hạn, vẫn thấy", nga):
        the_last_day(nga, plan, world, time_is, keep)
    with lines("A10a", "16/5: kết thúc đợt, sơ kết của BCĐ, người ký, bài học kinh nghiệm", nga):
        paper = the_peak_is_closed(nga, plan, time_is, keep)
    with lines("A10b", "bảng 34 dòng trong sơ kết, thôn 1 có số", nga):
        a_row_for_each_village(paper, world)
    with lines("A10c", "kế hoạch chạy tiếp, không sinh kỳ hằng tuần nào nữa", nga):
        it_goes_on(nga, plan, at_desk)
    assert nga.trouble == []
    lines.end()


def what_was_read(nga, file) -> None:
    deeds.hand_in(nga, file)
    read = {name: nga.locator(f"[name={name}]").first.input_value().strip() for name in (
        "header-0-symbol", "header-0-number", "header-0-date", "scope-0-villages", "targets-0-value", "targets-0-unit",
        "targets-0-population",
    )}  # fmt: skip
    assert read.pop("targets-0-population").startswith("cán bộ, công chức, viên chức")
    assert read == {
        "header-0-symbol": "KH-BCĐ", "header-0-number": "", "header-0-date": "", "scope-0-villages": "34",
        "targets-0-value": "100", "targets-0-unit": "%",
    }  # fmt: skip
    many = {part: nga.locator(f"input[name={part}-item]").count() for part in ("targets", "assignments", "reporting")}
    assert many == {"targets": 1, "assignments": 8, "reporting": 3}
    duties = [nga.locator(f"[name=assignments-{n}-duties]").first.input_value() for n in range(8)]
    assert sum(len([part for part in re.split(r"\n\s*\n", words) if part.strip()]) for words in duties) == 13


def answer_in_review(nga, keep) -> None:
    said = flat(nga)
    for words in ("đợt cao điểm đến hết ngày 15/5/2026", "trước ngày 15/5/2026", "Viettel Khu vực Thiệu Hoá phải báo"):
        assert words in said, words
    keep(nga, "scenario-a-2-review-desk", at="h2:has-text('Cần xem trước')")
    deeds.answer(nga, "questions-0", "số liệu trước ngày 15/5/2026")
    deeds.answer(nga, "questions-1", "khi có yêu cầu")


def confirm(nga) -> None:
    nga.click("button[name=do][value=confirm]")
    nga.wait_for_url(re.compile("/xac-nhan/"))
    assert "Còn để hỏi sau" not in flat(nga), "both were answered"
    nga.select_option("select[name=organisation]", label=STEERING)
    nga.fill("input[name=started_on]", "20/4/2026")
    offered = nga.locator("input[name=asked]")
    assert {offered.nth(n).get_attribute("value") for n in range(offered.count())} == OF_EVERYBODY
    assert all(offered.nth(n).is_checked() for n in range(offered.count())), "proposed, since nobody would be called"
    nga.click("button:has-text('Xác nhận, cho kế hoạch chạy')")
    nga.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))


def what_runs(nga, plan) -> None:
    said = flat(nga)
    assert "đến hết thứ Sáu, 15/5/2026" in said or "đến hết 15/5/2026" in said
    assert "Thường xuyên: từ 16/5/2026" in said
    peak, steady = plan.campaign.phases.order_by("starts_on")
    assert (peak.kind, peak.ends_on, steady.kind, steady.starts_on) == (
        "peak", date(2026, 5, 15), "steady", date(2026, 5, 16),
    )  # fmt: skip
    assert plan.targets.get(role=Target.Role.TARGET).value == 100
    watched = plan.targets.exclude(role=Target.Role.TARGET)
    assert set(watched.values_list("measure__code", "value")) == {(code, None) for code in OF_EVERYBODY}
    assert said.count("chỉ số theo dõi") == 3
    asked = plan.campaign.asked_services.filter(group__in=("all", "adult15"))
    assert set(asked.values_list("service__code", flat=True)) == {"app-tinh", "chu-ky-so", "thue-bao"}


def what_is_owed(nga, plan, world) -> None:
    assert "trước ngày 15/5/2026 (hạn cuối: 24 giờ ngày 14/5/2026)" in flat(nga, "#bao-cao")
    assert "khi có yêu cầu" in flat(nga, "#bao-cao").casefold()
    reports.ensure_obligations(plan=plan, until=date(2026, 12, 31), at=clock.now())
    owed = Obligation.objects.filter(duty__plan=plan)
    assert set(owed.values_list("duty__frequency", flat=True)) == {"once"}
    assert {f"{timezone.localtime(due):%d/%m %H:%M}" for due in owed.values_list("due_at", flat=True)} == {
        "15/05 00:00"
    }
    every = [*world.bodies.values(), *world.teams]
    assert set(owed.values_list("organisation", flat=True)) == {body.pk for body in every}
    assert owed.count() == len(every)
    nga.goto("/bao-cao/lich/?thang=2026-05")
    assert "24:00" in flat(nga, ".month-wide")


def the_clinic(at_desk, world, nga, plan, keep) -> None:
    """Twelve on its roster, three of them not of the commune; ticked 12, 10 and 9 in the three columns."""
    from tests.people.test_rosters import facts
    from tungnha.people.operations.rosters import add_entry

    clinic = world.bodies["Trạm Y tế xã"]
    for n in range(12):
        known = {"birth": str(1980 + n)}
        if n < 9:
            known["number"] = number_of(world.homes[n], f"Y sĩ Mẫu Số {n + 1}", 1980 + n)
        add_entry(organisation=clinic, facts=facts(f"Y sĩ Mẫu Số {n + 1}", **known), by=world.yen, at=clock.now())
    yen = at_desk("yen@mau.example", PASSWORD)
    yen.goto(f"/nguoi-don-vi/{clinic.pk}/")
    columns = yen.locator("main thead th").count() - 3
    assert columns >= 3, "three services are asked of the staff"
    for column, many in enumerate((12, 10, 9)):
        boxes = yen.locator(f"main tbody tr td:nth-child({column + 4}) input[name=co]")
        for n in range(many):
            boxes.nth(n).check(force=True)
    yen.click("button:has-text('Ghi nhận')")
    yen.wait_for_load_state()
    said = flat(yen)
    keep(yen, "scenario-a-6-clinic-desk")
    assert "9 người đã nối với sổ nhân khẩu của xã" in said, "three are not of the commune"
    shares = re.findall(r"(\d+/12) có [^(]+ \(([\d,]+%)\)", said)
    assert shares == [("12/12", "100,00%"), ("10/12", "83,33%"), ("9/12", "75,00%")]
    nga.goto(f"/tien-do/chi-tieu/{plan.targets.get(role=Target.Role.TARGET).pk}/")
    said = flat(nga)
    assert "75,00%" in said
    assert not nga.locator(".figure-status:has-text('Đạt')").count()
    nga.goto(f"/tien-do/chi-tieu/{plan.targets.get(role=Target.Role.TARGET).pk}/con-thieu/")
    nga.click("a:has-text('Theo đơn vị')")
    nga.wait_for_load_state()
    row = nga.locator("main tr", has_text=clinic.name)
    assert row.count() == 1
    row.locator("a").first.click()
    nga.wait_for_load_state()
    assert clinic.name in flat(nga), "it opens to the clinic"


def number_of(home, name: str, born: int) -> str:
    """One of the clinic who lives here, with a number that is nobody's."""
    person = Person(
        full_name=name, household=home, birth_date=date(born, 1, 1), birth_precision="year", residence="at_home"
    )
    person.fill_keys()
    person.save()
    identifier = Identifier(person=person, kind="personal", source="test")
    identifier.set_value(f"0380{born % 100:02d}99{born % 100:04d}")
    identifier.save()
    return identifier.value


def the_last_day(nga, plan, world, time_is, keep) -> None:
    time_is("2026-05-14T17:00")
    owed = Obligation.objects.filter(duty__plan=plan, duty__frequency="once", closed_at=None).order_by("pk")
    for obligation in owed[:5]:
        reports.submit(
            obligation=obligation, narrative="Đã triển khai theo kế hoạch.", difficulties="", proposals="", figures=[],
            by=world.nga, at=clock.now(),
        )  # fmt: skip
    first = owed.first()
    address = f"/bao-cao/bang/{first.duty_id}/{first.period}/"
    nga.goto(address)
    assert f"5/{owed.count()} đơn vị đã gửi" in flat(nga)
    nga.click("button:has-text('Soạn công văn đôn đốc')")
    with nga.expect_download() as caught:
        nga.locator("a[href$='van-ban.docx']").first.click()
    letter = deeds.words_of(caught.value)
    sent = {one.organisation.name for one in owed[:5]}
    assert all(one.organisation.name in letter for one in owed[5:]), "each of the rest by name"
    assert not any(name in letter for name in sent), "who has sent is not chased"
    time_is("2026-05-15T00:01")
    nga.goto(address)
    keep(nga, "scenario-a-9-late-desk")
    rows = nga.locator("main ul.rows li.row")
    assert rows.count() == owed.count()
    assert nga.locator("main li.row .row-side:has-text('Chưa gửi')").count() == owed.count() - 5
    assert not nga.locator("main li.row .row-side:has-text('sắp đến hạn')").count(), "the hour has passed"


def the_peak_is_closed(nga, plan, time_is, keep):
    time_is("2026-05-16T08:00")
    peak = plan.campaign.phases.get(kind="peak")
    nga.goto(f"/bao-cao/dot/{plan.pk}/{peak.pk}/")
    nga.click("button:has-text('Kết thúc đợt, chốt số liệu')")
    nga.wait_for_url(re.compile(r"/bao-cao/dot/chot/\d+/$"))
    nga.click("button:has-text('Lập dự thảo báo cáo')")
    nga.wait_for_url(re.compile(r"/van-ban/\d+/$"))
    assert "sơ kết" in flat(nga).casefold()
    keep(nga, "scenario-a-10-report-desk", at=".page-head")
    with nga.expect_download() as caught:
        nga.click("a:has-text('Tải dự thảo (Word)')")
    paper = docx.Document(Path(caught.value.path()))
    if SHOTS:
        paper.save(f"{SHOTS}/so-ket.docx")
    text = deeds.words_of(caught.value)
    head = " ".join(" ".join(cell.text for cell in row.cells) for row in paper.tables[0].rows)
    assert "BAN CHỈ ĐẠO VỀ PHÁT TRIỂN KHOA HỌC CÔNG NGHỆ" in re.sub(r"\s+", " ", head).upper(), head
    signed = re.search(r"TM\. BAN CHỈ ĐẠO\s+PHÓ TRƯỞNG BAN\s+PHÓ CHỦ TỊCH UBND\s", text)
    assert signed, text[-900:]
    for words in (
        "sơ kết",
        "Bài học kinh nghiệm",
        "75,00%",
        "không có sóng",
        "lãnh đạo quyết định ngày",
        "Người trên 15 tuổi đã cài ứng dụng số của tỉnh: hiện có",
    ):
        assert words.casefold() in text.casefold(), words
    return paper


def a_row_for_each_village(paper, world) -> None:
    (table,) = [table for table in paper.tables if len(table.rows) >= 35]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    villages = {cells[1]: cells[2:] for cells in rows if cells[0].isdigit()}
    assert list(villages) == [village.title for village in world.villages]
    assert len(rows[0]) == 5, "number, village, three services"
    cells = dict(zip(rows[0][2:], villages[world.villages[0].title], strict=True))
    app = next(cell for name, cell in cells.items() if "ứng dụng" in name)
    number = next(cell for name, cell in cells.items() if "thuê bao" in name)
    assert app.startswith("34/129 "), cells  # 25 at the session, and the nine of the clinic who live here
    assert number.startswith("12/"), cells
    assert set(villages[world.villages[20].title]) == {"chưa có số liệu"}, (
        "a village whose register is empty has no zero"
    )


def it_goes_on(nga, plan, at_desk) -> None:
    nga.goto(f"/ke-hoach/{plan.pk}/")
    assert "Thường xuyên: từ 16/5/2026" in flat(nga)
    before = Obligation.objects.filter(duty__plan=plan).count()
    reports.ensure_obligations(plan=plan, until=date(2026, 12, 31), at=clock.now())
    assert Obligation.objects.filter(duty__plan=plan).count() == before, "nothing new is owed, weekly or otherwise"
    assert not plan.duties.filter(frequency="weekly").exists()
    lan = at_desk("lan@mau.example", PASSWORD, phone=True)
    lan.goto("/ho-can-den/")
    assert lan.locator("main a[href^='/ho-can-den/']").count(), "whoever is still without it stays on the lists"
