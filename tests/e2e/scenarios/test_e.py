"""Scenario E: xã Hiệp Lực, 340 → 1.918 → 3.496, from the plan handed in to the peak closed, in a browser.

People, households, organisations are the demonstration's. E1, E3, E5, E6 share their steps with tests/e2e/test_walk.py.
Claims by the thousand (E10) are recorded directly: what the pages then say is what the line is about. Pictures of
docs/walk are taken with our own sample plan only; test_walk.py has those of the steps it shares.
"""

from __future__ import annotations

import re
import uuid
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from tests.e2e import test_walk as walk
from tests.e2e import world
from tests.e2e.phone import Phone
from tests.e2e.scenarios.conftest import flat
from tungnha.field.models import Visit
from tungnha.ledger.models import Claim, Service, Standing
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import Person
from tungnha.people.queries import in_group
from tungnha.plans.models import Plan, Target
from tungnha.plans.work import operations as work
from tungnha.plans.work import places
from tungnha.plans.work.operations import Result
from tungnha.reports.models import Obligation
from tungnha.units import clock
from tungnha.units.models import Organisation, Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONE_STOP = "0912000107"


@pytest.fixture
def commune(transactional_db, time_is):
    time_is(world.TUESDAY)
    return world.build()


@pytest.fixture
def phone(chromium, live_server, tmp_path, commune):
    """The phone of the leader of village one: a browser of its own."""
    one = Phone(chromium, live_server.url, tmp_path / "lan")
    yield one
    one.close()


@pytest.mark.parametrize("which", ["sample", "real"])
def test_scenario_e(which, commune, plan_of, lines, at_desk, time_is, pictures, tmp_path, phone, settings, live_server):
    settings.ADDRESS = live_server.url  # how the product is reached: without it no paper bears an address
    keep, file = pictures(which), plan_of(which, "004", "hiep-luc")
    mai = at_desk(world.OFFICER, world.PASSWORD)
    with lines("E1", "gửi văn bản 004, đọc ra 10 chỉ tiêu, 16 nhiệm vụ, phụ lục; thiếu mục II thì nói", mai):
        plan = walk.hand_in_the_plan(mai, file["name"], file["buffer"], looked_at, at_desk)
        walk.check_what_was_read(plan)
        the_rows_and_the_annex(mai, plan)
    plan = Plan.objects.get()
    targets = {
        "first": plan.targets.get(value=35), "last": plan.targets.get(value="63.8", comparator="="),
        "over": plan.targets.get(value="63.8", comparator=">"), "integrated": plan.targets.get(value=64),
    }  # fmt: skip

    with lines("E2", "những điều còn phải hỏi; đường đi 340 → 1.918 → 3.496", mai):
        what_is_asked(mai, plan, targets)
    with lines("E3", "công văn hỏi Công an xã; 5.480 thành mẫu số, 5.512 của sổ đứng bên cạnh", mai):
        the_letter_to_the_police(mai, targets["last"], keep)
        walk.ask_the_police(mai, targets, commune, no_picture)
        walk.assert_progress(mai, targets, now="340", of_base="6,20%", of_target="9,73%")
    with lines("E4a", "việc 4.1: 11/14 nơi, một thôn tự ghi trên điện thoại, cán bộ xác nhận", mai):
        row_41(mai, plan, commune, at_desk)

    time_is("2026-05-27T09:00")
    with lines("E5a", "danh sách VNPT 25 người", mai):
        walk.give_in_the_operators_list(mai, commune, tmp_path, no_picture)
    with lines("E5b", "ba nhà ghi lúc điện thoại không có mạng: 368, 6,72%, 10,53%; 24,2 và 20,1 mỗi ngày", mai):
        three_doors_without_a_network(commune, phone, time_is)
        time_is("2026-05-28T08:30")
        walk.assert_progress(mai, targets, now="368", of_base="6,72%", of_target="10,53%")
        walk.assert_pace(mai, targets)

    with lines("E6a", "số của doanh nghiệp qua Phòng Kinh tế", mai):
        firms_through_the_economy_room(plan, at_desk)
    with lines("E6b", "thứ Năm 28/5: ai đã gửi, 10 giờ 07 là muộn, tổng hợp, văn bản có phụ lục", mai):
        late = walk.units_report(mai, plan, at_desk, time_is, no_picture)
        report = walk.compile_the_report(mai, plan, late, time_is, no_picture)
        walk.assert_the_word_file(mai, report, late, tmp_path)
        assert_firms_are_in_it(report)
    with lines("E6c", "mã QR tài liệu của kế hoạch in trên báo cáo, mở không cần đăng nhập", mai):
        the_address_on_the_paper(mai, at_desk, plan, tmp_path)

    time_is("2026-06-01T08:00")
    with lines("E4b", "1/6: việc 4.1 quá hạn; 4.3 trước 15/6; 5, 6, 7 trước 31/7", mai):
        tasks_on_1_june(mai, plan, time_is)
    with lines("E7a", "chữ ký số hết hạn 30/6 có trong danh sách phải đến gia hạn từ 1/6", mai):
        expiring = the_one_that_expires(mai, keep)
    with lines("E8a", "một cửa 1/6: 18 khách, 18 được tư vấn, 9 việc, 4 của người nơi khác; chỉ thêm 5", mai):
        a_monday_at_the_desk(mai, at_desk, targets["last"], keep)
    with lines("E8b", "Ban Chỉ huy quân sự báo tỷ lệ, không hỏi tên ai", mai):
        soldiers_without_names(mai, commune, plan)
    with lines("E9", "tháng 6: hạn tuần và hạn tháng 19/6 24 giờ; 23 ngày thứ Năm 28/5 – 29/10", mai):
        deadlines(mai, plan)

    with lines("E7b", "1/7 số giảm một và ô nói vì sao; gia hạn tại nhà thì trở lại", mai):
        it_falls_and_comes_back(mai, at_desk, commune, targets["last"], expiring, time_is, keep)
    with lines("E10a", "1.918 thì dòng 31/7 đạt; 3.496, 3.497, 3.508 từng dòng một", mai):
        the_three_lines(mai, targets, time_is, keep)
    with lines("E10b", "hết 31/10: đợt kết thúc, không còn báo cáo tuần 5/11, còn tháng 11; dự thảo tổng kết", mai):
        the_peak_is_closed(mai, plan, time_is, keep)
    assert mai.trouble == []
    lines.end()


def no_picture(page, name) -> None:
    """The shared steps keep pictures of the invented plan only."""


def looked_at(page, name) -> None:
    """While the steps of the walk go by: what the review says before anything is confirmed."""
    if name == "02-review-desk":
        said = flat(page)
        assert "Không thấy mục II trong văn bản" in said
        assert page.locator("[name=header-0-number]").first.input_value() == ""
        many = {part: page.locator(f"input[name={part}-item]").count() for part in ("targets", "tasks")}
        assert many == {"targets": 10, "tasks": 16}


def the_rows_and_the_annex(mai, plan) -> None:
    basis = plan.bases.get(role="basis")
    assert (basis.symbol, basis.dated) == ("217/KH-UBND", date(2026, 5, 25))
    (annex,) = plan.extra["appendix_targets"]
    numbers = [annex[key] for key in ("existing", "population_over_15", "rate_pct", "target_2026")]
    assert numbers == [340, 5480, 6.2, 3496]
    four = plan.tasks.get(no="4")
    parts = {task.no: task for task in four.children.all()}
    assert list(parts) == ["4.1", "4.2", "4.3", "4.4"]
    assert {parts[no].lead for no in ("4.2", "4.3", "4.4")} == {parts["4.1"].lead}, "a blank cell takes the one above"
    assert "Công an xã" in parts["4.1"].lead
    assert "217/KH-UBND" in flat(mai, "#can-cu")


def what_is_asked(mai, plan, targets) -> None:
    """Each doubt of the plan is a question of its own, and none is answered by the machine."""
    mai.goto(f"/ke-hoach/{plan.pk}/")
    panels = [re.sub(r"\s+", " ", words) for words in mai.locator("#dieu-can-hoi .panel").all_inner_texts()]
    for words in (
        ("63,80%", "trên 63,80%", "trên 64%"), ("Chỉ tiêu phần", "cao hơn chỉ tiêu chung"),
        ("trưởng thành", "trên 15 tuổi"), ("hằng tuần", "UBND tỉnh", "Sở Khoa học và Công nghệ"), ("100%", "học sinh"),
    ):  # fmt: skip
        assert any(all(one in panel for one in words) for panel in panels), words
    assert not plan.questions.exclude(answered_at=None).exists()
    mai.goto(f"/tien-do/chi-tieu/{targets['last'].pk}/")
    way = flat(mai)
    for words in ("340", "1.918", "31/7", "3.496", "31/10"):
        assert words in way, words
    for which, level, day, count in (("first", 35, (7, 31), 1918), ("last", "63.8", (10, 31), 3496)):
        mai.goto(f"/tien-do/chi-tieu/{targets[which].pk}/")
        assert f"{count:,}".replace(",", ".") in flat(mai)
        assert targets[which].due_on == date(2026, *day), level
    assert targets["last"].starting_count == 340


def the_letter_to_the_police(mai, target, keep) -> None:
    mai.goto(f"/tien-do/chi-tieu/{target.pk}/mau-so/")
    keep(mai, "scenario-e-3-ask-the-police-desk")
    with mai.expect_download() as caught:
        mai.click("a:has-text('Công văn đề nghị cung cấp số này')")
    letter = "\n".join(p.text for p in walk.docx.Document(Path(caught.value.path())).paragraphs)
    assert "15 tuổi" in letter
    assert "Công an xã" in letter
    assert "Kính gửi" in letter


def row_41(mai, plan, commune, at_desk) -> None:
    """Fourteen places; a village writes on a phone, ten others came by paper; the desk confirms all at once."""
    task = plan.tasks.get(no="4.1")
    mai.goto(f"/viec/{task.pk}/tung-noi/")
    village = f"a{commune.villages[0].pk}"
    boxes = mai.locator("input[name=places]")
    keys = [boxes.nth(n).get_attribute("value") for n in range(boxes.count())]
    chosen = [village, *(key for key in keys if key != village)][:14]
    for key in keys:
        mai.locator(f"input[name=places][value={key}]").set_checked(key in chosen)
    mai.click("button:has-text('Ghi danh sách này')")
    mai.wait_for_selector("text=0/14 nơi")

    lan = at_desk(world.leader_of(0), world.PASSWORD, phone=True)
    lan.goto(f"/viec/{task.pk}/")
    lan.check("input[name=step][value=done]")
    lan.fill("textarea[name=words] >> nth=0", "Đã hẹn lịch với từng xóm.")
    lan.click("#ghi button:has-text('Ghi')")
    lan.wait_for_selector("text=Xong, chờ xác nhận")
    for n, key in enumerate(chosen[1:11]):
        work.say(
            task=task, unit=key, step="done", on=clock.today(), result=Result("Đã hẹn lịch.", {}),
            key=uuid.uuid5(uuid.NAMESPACE_OID, f"e4-{n}"), by=commune.members[Role.OFFICER], at=clock.now(),
        )  # fmt: skip
    assert places.key_of(commune.villages[0].pk, None) == village
    mai.goto(f"/viec/{task.pk}/")
    mai.click("button:has-text('Xác nhận đã xong')")
    mai.wait_for_selector("text=11/14 nơi")


def firms_through_the_economy_room(plan, at_desk) -> None:
    """A firm owes nothing by itself; the room that gathers for the firms is asked for their workers first."""
    owed = walk.weekly_obligations(plan)
    firms = Organisation.objects.filter(collector__name="Phòng Kinh tế")
    assert firms.exists()
    assert not owed.filter(organisation__in=firms).exists()
    workers = plan.targets.get(measure__code="chu-ky-so-cong-nhan")
    one = owed.get(organisation__name="Phòng Kinh tế")
    room = at_desk(world.ECONOMY, world.PASSWORD)
    room.goto(f"/bao-cao/ky/{one.pk}/")
    room.fill("textarea[name=narrative]", "Đã làm việc với hợp tác xã trên địa bàn.")
    room.fill(f"input[name=count_{workers.pk}]", "18")
    room.fill(f"input[name=base_{workers.pk}]", "24")
    room.click("button:has-text('Gửi báo cáo')")
    room.wait_for_selector("text=đúng hạn")
    assert room.trouble == []


def assert_firms_are_in_it(report) -> None:
    row = next(row for row in report.figures["targets"] if row["name"].startswith("Công nhân"))
    assert (row["reached"], row["base"], row["rate"]) == (18, 24, "75.00")


def three_doors_without_a_network(commune, phone, time_is) -> None:
    """The app in flight mode in the evening, sent the next morning; sent again, it is counted once."""
    phone.join(commune.teams[0][0], commune.members[Role.OFFICER])
    time_is("2026-05-27T19:30")
    phone.signal(on=False)
    found = walk.three_without(commune)
    for n, person in enumerate(found, 1):
        phone.go(f"nha/{person.household.key}")
        card = phone.page.locator(f"section.card.person:has(h2:text-is('{person.full_name}'))")
        card.locator(".ask:has-text('Chữ ký số')").first.tap()
        phone.page.tap("dialog .outcomes >> text=Vừa làm xong")
        if phone.page.locator("dialog[open]").count():  # others of the house are asked about next
            phone.page.tap("dialog >> text=Đóng")
        phone.page.tap(".act >> text=Lưu")
        phone.page.wait_for_selector(f".state .count:text-is('{n}')")
    assert not Standing.objects.filter(person__in=found).exists(), "nothing reached the server in flight mode"
    time_is("2026-05-28T07:00")
    phone.signal(on=True)
    phone.send()
    phone.send()
    visits = Visit.objects.filter(household__in=[person.household_id for person in found])
    assert visits.count() == 3
    assert Standing.objects.filter(person__in=found, service__code="chu-ky-so", level=1).count() == 3
    assert phone.trouble == []


def the_address_on_the_paper(mai, at_desk, plan, folder) -> None:
    """The frozen report bears the code of its plan's materials; a citizen's phone opens it."""
    paper = walk.docx.Document(str(folder / "bao-cao.docx"))
    parts = [paper, *(section.first_page_footer for section in paper.sections), *(s.footer for s in paper.sections)]
    cells = [cell for part in parts for table in part.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(p.text for part in parts for p in part.paragraphs), *(cell.text for cell in cells)])
    printed = re.search(r"\S+(/k/\w+)/?", text)
    assert printed, text[-600:]
    images = [rel for part in paper.part.package.iter_parts() for rel in part.rels.values() if "image" in rel.reltype]
    assert images, "the code itself"
    citizen = at_desk(phone=True)
    citizen.goto(f"{printed[1]}/")
    assert citizen.locator("h2:has-text('Tài liệu')").count() == 1
    assert plan.campaign.name in flat(citizen)
    assert citizen.trouble == []


def tasks_on_1_june(mai, plan, time_is) -> None:
    """What was due in May is overdue; what is due before a day is not, up to the last instant of the day before."""
    said = tasks_said(mai, plan)
    assert "11/14 nơi" in said["4.1"]
    late = {no for no, words in said.items() if "Quá hạn" in words}
    assert late == {"1", "2", "4.1", "4.4"}
    for no, day in (("4.3", "14/6/2026"), ("5", "30/7/2026"), ("6", "30/7/2026"), ("7", "30/7/2026")):
        assert day in said[no], (no, said[no])
    time_is("2026-06-14T23:59")
    assert "Quá hạn" not in tasks_said(mai, plan)["4.3"]
    time_is("2026-06-15T00:01")
    assert "Quá hạn" in tasks_said(mai, plan)["4.3"]
    time_is("2026-06-01T08:00")


NUMBERS = ("1", "2", "4.1", "4.3", "4.4", "5", "6", "7")


def tasks_said(mai, plan) -> dict[str, str]:
    """What the page of the plan's tasks says of each row."""
    mai.goto(f"/ke-hoach/{plan.pk}/viec/")
    rows = {no: plan.tasks.get(no=no).pk for no in NUMBERS}
    return {no: flat(mai, f"li:has-text('{no}. '):has(a[href='/viec/{pk}/'])") for no, pk in rows.items()}


def the_one_that_expires(mai, keep) -> Person:
    claim = Claim.objects.get(until_on=date(2026, 6, 30))
    mai.goto("/tien-do/sap-het-han/")
    total = mai.locator("tfoot td").first
    assert total.inner_text().strip().startswith("1")
    total.locator("a").click()
    mai.wait_for_url(re.compile("tung-nha"))
    keep(mai, "scenario-e-7-to-renew-desk")
    said = flat(mai)
    assert claim.person.full_name in said
    assert "30/06/2026" in said or "30/6/2026" in said
    return claim.person


def now_of(mai, target) -> int:
    """What the target's page says there is."""
    mai.goto(f"/tien-do/chi-tieu/{target.pk}/")
    number = re.search(r"[\d.]+", mai.inner_text(".figure >> nth=0 >> .figure-number"))
    return int(number.group().replace(".", ""))


def a_monday_at_the_desk(mai, at_desk, target, keep) -> None:
    before = now_of(mai, target)
    here = walk_in_residents(5)
    hanh = at_desk(ONE_STOP, world.PASSWORD)
    for number in here:
        hanh.goto("/ban-mot-cua/")
        hanh.fill("#tim", number)
        hanh.click("form[role=search] button:has-text('Tìm')")
        hanh.wait_for_selector("#khach input[name=person]:checked", state="attached")
        one_visitor(hanh, "here", "helped", done=True)
    for _ in range(4):
        one_visitor(hanh, "elsewhere", "helped", done=True)
    for _ in range(9):
        one_visitor(hanh, "here", "advised")
    keep(hanh, "scenario-e-8-one-stop-desk")
    today = flat(hanh, "main dl.pairs")
    assert "18 người (" in today
    assert "18 người, 100,00%" in today
    assert "9 việc" in today
    assert "4 việc làm cho người nơi khác" in flat(hanh)
    assert now_of(mai, target) == before + 5
    assert hanh.trouble == []


def walk_in_residents(many: int) -> list[str]:
    """Whole personal numbers of adults here who have no signature yet, each of another household."""
    found = Person.objects.filter(
        in_group("adult15", clock.today()), residence="at_home", standings=None, identifiers__kind="personal"
    ).order_by("-pk")  # fmt: skip
    return [person.identifiers.get(kind="personal").value for person in found[:many]]


def one_visitor(hanh, come_from: str, outcome: str, *, done: bool = False) -> None:
    hanh.check(f"input[name=come_from][value={come_from}]", force=True)
    hanh.check(f"input[name=outcome][value={outcome}]", force=True)
    if done:
        hanh.check("input[name=done][value=chu-ky-so]", force=True)
    hanh.click("button:has-text('Lưu, khách tiếp theo')")
    hanh.wait_for_selector("text=Đã ghi một lượt khách")


def soldiers_without_names(mai, commune, plan) -> None:
    unit = commune.organisations["Ban Chỉ huy quân sự xã"]
    mai.goto(f"/nguoi-don-vi/{unit.pk}/so-lieu/")
    boxes = mai.locator("main form input[inputmode=numeric]")
    assert boxes.count() >= 2, "a whole and who has it"
    assert "tên" not in " ".join(mai.locator("main form label").all_inner_texts()).casefold()
    boxes.nth(0).fill("12")
    boxes.nth(1).fill("9")
    mai.fill("input[name=on]", "2026-06-01")
    mai.click("button:has-text('Ghi số liệu')")
    mai.wait_for_url(re.compile(rf"/nguoi-don-vi/{unit.pk}/$"))
    mai.goto(f"/tien-do/chi-tieu/{plan.targets.get(measure__code='chu-ky-so-vu-trang').pk}/")
    assert "75,00%" in flat(mai)


def deadlines(mai, plan) -> None:
    mai.goto("/bao-cao/lich/?thang=2026-06")
    said = flat(mai, ".month-wide")
    assert "10:00 Tuần 23" in said
    assert re.search(r"24:00 Tháng 6", said)
    walk.reports.ensure_obligations(plan=plan, until=date(2026, 12, 31), at=clock.now())
    june = Obligation.objects.filter(duty__plan=plan, period="2026-06", duty__frequency="monthly")
    assert {f"{timezone.localtime(due):%d/%m %H:%M}" for due in june.values_list("due_at", flat=True)} == {
        "20/06 00:00"
    }
    who = set(june.values_list("organisation__name", flat=True))
    assert "Công an xã" in who
    assert any("Mặt trận Tổ quốc" in name or "MTTQ" in name for name in who), who
    assert set(Organisation.objects.filter(kind="operator").values_list("name", flat=True)) <= who
    assert len(who) > 10, "and the units"
    both = Obligation.objects.filter(
        duty__plan=plan, due_at__gte="2026-06-15T00:00+07:00", due_at__lt="2026-06-21T00:00+07:00"
    )
    assert {"weekly", "monthly"} <= set(both.values_list("duty__frequency", flat=True))
    weekly = Obligation.objects.filter(duty__plan=plan, duty__frequency="weekly", duty__time="10:00")
    days = sorted(set(weekly.values_list("due_at", flat=True)))
    assert (len(days), timezone.localtime(days[0]).date(), timezone.localtime(days[-1]).date()) == (
        23, date(2026, 5, 28), date(2026, 10, 29),
    )  # fmt: skip
    mai.goto("/bao-cao/lich/?thang=2026-11")
    said = flat(mai, "main")
    assert "tuần" not in said.replace("cuối tuần", "")
    assert "11/2026" in said


def it_falls_and_comes_back(mai, at_desk, commune, target, person, time_is, keep) -> None:
    time_is("2026-06-30T17:00")
    before = now_of(mai, target)
    time_is("2026-07-01T08:00")
    assert now_of(mai, target) == before - 1
    mai.click("a:has-text('không còn được tính')")
    mai.wait_for_load_state()
    assert person.full_name in flat(mai)
    assert "Đã hết hạn ngày 30/6/2026, chưa gia hạn." in flat(mai)
    keep(mai, "scenario-e-7-expired-desk")

    time_is("2026-07-02T18:00")
    village = commune.villages.index(next(v for v in commune.villages if v.pk == person.household.village_id))
    leader = at_desk(world.leader_of(village), world.PASSWORD, phone=True)
    leader.goto(f"/ho-can-den/{person.household_id}/")
    service = Service.objects.get(code="chu-ky-so")
    leader.click(f"label[for='p{person.pk}-s{service.pk}-set_up_now']")
    leader.click("button:has-text('Lưu, đã gặp')")
    leader.wait_for_selector("text=Đã lưu hộ")
    assert now_of(mai, target) == before


def the_three_lines(mai, targets, time_is, keep) -> None:
    """At each count the page of each target says whether it is reached."""
    time_is("2026-07-20T08:00")
    raise_to(mai, targets["last"], 1917)
    assert not is_reached(mai, targets["first"])
    raise_to(mai, targets["last"], 1918)
    assert [is_reached(mai, targets[which]) for which in ("first", "last")] == [True, False]
    time_is("2026-10-20T08:00")
    for count, reached in ((3495, (False, False)), (3496, (True, False)), (3497, (True, True))):
        raise_to(mai, targets["last"], count)
        assert (is_reached(mai, targets["last"]), is_reached(mai, targets["over"])) == reached, count
        assert not is_reached(mai, targets["integrated"])
        if count == 3496:
            mai.goto("/tien-do/")
            keep(mai, "scenario-e-10-three-lines-desk", at="text=Các chỉ tiêu khác")
    time_is("2026-10-21T08:00")  # what was said of one day in two ways would be asked about, not counted
    integrate(3507)
    assert not is_reached(mai, targets["integrated"])
    integrate(3508)
    assert is_reached(mai, targets["integrated"])


def is_reached(mai, target: Target) -> bool:
    mai.goto(f"/tien-do/chi-tieu/{target.pk}/")
    state = mai.inner_text(".figure >> nth=0 >> .figure-status").strip().casefold()
    return state.startswith("đạt") or "đã đạt" in state


def raise_to(mai, target, count: int) -> None:
    """Claims of those who have none, so that the page says so many."""
    more = count - now_of(mai, target)
    claim(Person.objects.filter(in_group("adult15", clock.today()), residence="at_home", standings=None), more, level=1)
    assert now_of(mai, target) == count


def integrate(count: int) -> None:
    """So many people have the signature integrated in VNeID."""
    had = Standing.objects.filter(service__code="chu-ky-so", level__gte=2).count()
    here = Person.objects.filter(in_group("adult15", clock.today()), residence="at_home")
    claim(here.exclude(standings__service__code="chu-ky-so", standings__level__gte=2), count - had, level=2)


def claim(people, many: int, *, level: int) -> None:
    service, officer = Service.objects.get(code="chu-ky-so"), walk.Member.objects.get(role=Role.OFFICER)
    record_claims(
        [
            NewClaim(
                subject={"person_id": pk}, service=service, source="list", since_on=clock.today(), level=level,
            )
            for pk in people.order_by("pk").values_list("pk", flat=True)[:many]
        ],
        by=officer, at=clock.now(),
    )  # fmt: skip


def the_peak_is_closed(mai, plan, time_is, keep) -> None:
    time_is("2026-11-02T08:00")
    mai.goto("/bao-cao/dot/")
    peak = plan.campaign.phases.get(kind="peak")
    mai.goto(f"/bao-cao/dot/{plan.pk}/{peak.pk}/")
    mai.click("button:has-text('Kết thúc đợt, chốt số liệu')")
    mai.wait_for_url(re.compile(r"/bao-cao/dot/chot/\d+/$"))
    assert "Nguyên vẹn" in flat(mai)
    mai.click("button:has-text('Lập dự thảo báo cáo tổng kết')")
    mai.wait_for_url(re.compile(r"/van-ban/\d+/$"))
    assert "tổng kết" in flat(mai).casefold()
    assert "Tổng kết thực hiện Kế hoạch" in flat(mai)
    keep(mai, "scenario-e-10-summing-up-desk")
    with mai.expect_download() as caught:
        mai.click("a:has-text('Tải dự thảo (Word)')")
    paper = walk.docx.Document(Path(caught.value.path()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(p.text for p in paper.paragraphs), *cells])
    for words in ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "5.480", "3.496", "Bài học kinh nghiệm"):
        assert words.casefold() in text.casefold(), words
    later = Obligation.objects.filter(duty__plan=plan, due_at__gt="2026-11-02T00:00+07:00", closed_at=None)
    assert not later.filter(duty__frequency="weekly").exists()
    november = later.filter(duty__frequency="monthly", period="2026-11")
    assert {f"{timezone.localtime(due):%d/%m %H:%M}" for due in november.values_list("due_at", flat=True)} == {
        "20/11 00:00"
    }
    assert not later.filter(due_at__gte="2026-11-05T00:00+07:00", due_at__lt="2026-11-06T00:00+07:00").exists()
