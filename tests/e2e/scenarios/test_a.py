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
from tests.e2e.scenarios.conftest import SHOTS, flat
from tungnha.demo.villages import make_villages
from tungnha.field.models import SupportSession
from tungnha.field.schedule.operations import check_in, say_word
from tungnha.field.schedule.operations.coming import ServiceDone
from tungnha.ledger.models import Service, Standing
from tungnha.outreach.models import ActivityPart, Theme
from tungnha.outreach.operations import activities as spoken
from tungnha.people.models import Household, Identifier, Person, Place, Telephone
from tungnha.plans.models import Plan, Target
from tungnha.reports import operations as reports
from tungnha.reports.models import Obligation
from tungnha.units import clock, setup
from tungnha.units.models import Area, Group, Organisation, Role
from tungnha.units.registry import add_villages

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
    province = Area.objects.create(code="38", kind="province", type_name="tỉnh", name="Thanh Hóa")
    commune = Area.objects.create(code="15835", kind="commune", type_name="xã", name="Thiệu Trung", parent=province)
    villages = add_villages(commune, [(village.kind, village.name) for village in make_villages(34, "thieu-trung")])
    board = Organisation.objects.create(name="UBND xã Thiệu Trung", kind="committee", area=commune, must_report=False)
    Organisation.objects.create(name=STEERING, kind="steering", area=commune, must_report=False)
    bodies = {name: Organisation.objects.create(name=name, kind=kind, area=commune) for name, kind in BODIES}
    teams = []
    for village in villages:
        name = f"Tổ công nghệ số cộng đồng {village.full_name}"
        teams.append(Organisation.objects.create(name=name, kind="team", area=village))
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
        commune=commune, villages=villages, homes=homes, bodies=bodies, teams=teams, board=board,
        nga=make_member("Nga", Role.OFFICER, commune, bodies["Phòng Văn hóa - Xã hội"]),
        binh=make_member("Bình", Role.LEADER, commune, board),
        lan=make_member("Lan", Role.TEAM_LEADER, villages[0], teams[0]),
        lam=make_member("Lâm", Role.TEAM_LEADER, villages[6], teams[6]),
        yen=make_member("Yến", Role.UNIT_OFFICER, commune, bodies["Trạm Y tế xã"]),
        viet=make_member("Việt", Role.PARTNER, commune, viettel),
        tien=make_member("Tiến", Role.PARTNER, commune, viettel),
    )  # fmt: skip


def test_scenario_a(world, plan_text, lines, at_desk, time_is):
    nga = at_desk("nga@mau.example", PASSWORD)
    with lines("A1a", "gửi văn bản 000: KH-BCĐ, chưa có số và ngày, 34 thôn, 8 đơn vị 13 việc, một chỉ tiêu", nga):
        hand_in(nga, plan_text("000"))
    with lines("A2a", "hỏi hạn trước 15/5 và đợt đến hết 15/5, Viettel chưa có kỳ; trả lời rồi xác nhận", nga):
        answer_in_review(nga)
        confirm(nga)
    plan = Plan.objects.get()
    with lines("A1b", "cao điểm đến hết 15/5 rồi thường xuyên; ba việc hỏi ở người dân, không bịa tỷ lệ nào", nga):
        what_runs(nga, plan)
    with lines("A2b", "mỗi đơn vị một kỳ phải nộp, hạn cuối 24 giờ ngày 14/5", nga):
        what_is_owed(nga, plan, world)
    with lines("A3", "tổ công tác: 33/34 thôn (97,06%), thôn cuối có tên, rồi 34/34", nga):
        groups(nga, world)
    time_is("2026-04-21T08:00")
    with lines("A4", "lịch 22/4 – 12/5 cho 34/34 thôn; một người ở hai nơi bị từ chối; trang công khai", nga):
        schedule(nga, at_desk, world)
    time_is("2026-04-22T08:30")
    with lines("A5", "thôn 1: lời Zalo và lời loa; 40 người đến, App, chữ ký số, số điện thoại", nga):
        the_first_session(at_desk, world)
    with lines("A6", "Trạm Y tế 12 người, 3 người nơi khác: 12/12, 10/12, 9/12", nga):
        the_clinic(at_desk, world, nga, plan)
    time_is("2026-04-24T08:00")
    with lines("A7a", "băng rôn ở 34 nhà văn hóa: một thôn tự ghi, xã ghi 29 nơi; 30/34, nêu tên bốn nơi còn lại", nga):
        what_hangs_where(nga, at_desk, world)
    with lines("A7b", "lời loa: 32/34 thôn đã đọc", nga):
        read_out(nga, at_desk, world)
    with lines("A8", "thôn 7 báo “không có sóng”, chủ tịch quyết ngày 6/5, thôn thấy trả lời", nga):
        no_signal(nga, at_desk, world, time_is)
    with lines("A9", "14/5 17 giờ: x/y đơn vị đã gửi, công văn đôn đốc; 15/5 0 giờ 01: quá hạn, vẫn thấy", nga):
        the_last_day(nga, plan, world, time_is)
    with lines("A10a", "16/5: kết thúc đợt, sơ kết của BCĐ, người ký, bài học kinh nghiệm", nga):
        paper = the_peak_is_closed(nga, plan, time_is)
    with lines("A10b", "bảng 34 dòng trong sơ kết, thôn 1 có số", nga):
        a_row_for_each_village(paper, world)
    with lines("A10c", "kế hoạch chạy tiếp, không sinh kỳ hằng tuần nào nữa", nga):
        it_goes_on(nga, plan, at_desk)
    assert nga.trouble == []
    lines.end()


def hand_in(nga, text: bytes) -> None:
    nga.goto("/ke-hoach/tai-len/")
    file = {"name": "ke-hoach-thieu-trung.txt", "mimeType": "text/plain", "buffer": text}
    nga.set_input_files("input[name=file]", file)
    nga.click("button:has-text('Đọc văn bản')")
    nga.wait_for_url(re.compile("/ke-hoach/ra-soat/"))
    nga.wait_for_selector(".has-review")
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


def answer_in_review(nga) -> None:
    said = flat(nga)
    for words in ("đợt cao điểm đến hết ngày 15/5/2026", "trước ngày 15/5/2026", "Viettel Khu vực Thiệu Hoá phải báo"):
        assert words in said, words
    for item, answer in (("questions-0", "số liệu trước ngày 15/5/2026"), ("questions-1", "khi có yêu cầu")):
        offered = nga.locator(f"button[data-do=answer][data-item={item}][data-answer='{answer}']")
        offered.locator("visible=true").first.click()
        nga.wait_for_selector("[data-save-state]:has-text('Đã lưu')")
        nga.wait_for_function("(one) => !document.querySelector(`button[data-do=answer][data-item=${one}]`)", arg=item)


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


def groups(nga, world) -> None:
    """Thirty-three by one decision on the page; then the last one by another."""
    nga.goto("/thiet-lap/to/thanh-lap/")
    nga.fill("input[name=number]", "45/QĐ-UBND")
    fill_day(nga, "signed_on", date(2026, 4, 20))
    boxes = nga.locator("input[name=areas]")
    last = world.villages[-1]
    for n in range(boxes.count()):
        value = boxes.nth(n).get_attribute("value")
        boxes.nth(n).set_checked(value not in (str(last.pk), str(world.commune.pk)))
    for part in ("kteam", "koperator", *(f"o{body.pk}" for body in STANDING(world)[1:])):
        nga.check(f"input[name=parts][value={part}]")
    nga.click("main form button[type=submit]")
    nga.wait_for_selector("text=Đã ghi 33 tổ")
    said = flat(nga)
    assert "33/34 thôn đã thành lập (97,06%)" in said
    lacking = said.partition("Chưa thành lập:")[2].partition(".")[0].strip()
    assert lacking.casefold() == last.full_name.casefold(), "the last one by name, and nobody else"

    nga.goto("/thiet-lap/to/thanh-lap/")
    nga.fill("input[name=number]", "46/QĐ-UBND")
    fill_day(nga, "signed_on", date(2026, 4, 20))
    nga.check(f"input[name=areas][value='{last.pk}']")
    nga.click("main form button[type=submit]")
    nga.wait_for_selector("text=34/34 thôn đã thành lập")
    for group in Group.objects.all():
        for body in (world.teams[world.villages.index(group.area)], *STANDING(world)):
            setup.add_place(
                group=group, full_name="Người được cử", part="member", sent_by=body, from_on=clock.today(),
                by=world.nga, at=clock.now(),
            )  # fmt: skip
    nga.goto("/thiet-lap/to/")
    assert "34/34 thôn có đủ thành phần (100,00%)" in flat(nga)


def STANDING(world):
    return [world.bodies[name] for name in (
        "Viettel Khu vực Thiệu Hoá", "Đoàn Thanh niên xã", "Hội Liên hiệp Phụ nữ xã",
    )]  # fmt: skip


def fill_day(page, name: str, day: date) -> None:
    box = page.locator(f"input[name={name}]")
    box.fill(f"{day:%Y-%m-%d}" if box.get_attribute("type") == "date" else f"{day:%d/%m/%Y}")


def schedule(nga, at_desk, world) -> None:
    """Viettel proposes, the villages agree: one on her telephone, the others heard by the desk."""
    viet = at_desk("viet@mau.example", PASSWORD)
    viet.goto("/buoi-ho-tro/de-xuat/")
    viet.fill("input[name=first_on]", "2026-04-22")
    viet.fill("input[name=last_on]", "2026-05-12")
    viet.fill("input[name=capacity]", "120")  # one session a village
    viet.click("button:has-text('Đề xuất ngày')")
    viet.wait_for_selector(".propose tbody tr")
    assert viet.locator(".propose tbody tr").count() == 34
    assert world.villages[0].title in flat(viet, ".propose tbody tr >> nth=0")
    viet.fill("[name=r0-on]", "2026-04-22")
    viet.fill("[name=r0-from_time]", "08:00")  # village 1 has the most to call, so it stands first
    viet.click("button:has-text('Lên lịch các buổi đã chọn')")
    viet.wait_for_load_state()
    sessions = SupportSession.objects.order_by("starts_at")
    assert sessions.count() == 34
    assert {village.pk for village in world.villages} == set(sessions.values_list("area", flat=True))
    days = [timezone.localtime(one.starts_at).date() for one in sessions]
    assert (days[0], days[-1] <= date(2026, 5, 12)) == (date(2026, 4, 22), True)
    nga.goto("/buoi-ho-tro/")
    assert "34/34 thôn có ít nhất một buổi" in flat(nga)

    first = SupportSession.objects.get(area=world.villages[0])
    assert f"{timezone.localtime(first.starts_at):%d/%m %H:%M}" == "22/04 08:00"
    nga.goto("/buoi-ho-tro/them/")
    nga.select_option("select[name=area]", str(world.villages[20].pk))
    nga.fill("input[name=on]", "2026-04-22")
    nga.fill("input[name=from_time]", "08:00")
    nga.fill("input[name=to_time]", "10:00")
    nga.fill("input[name=new_place]", "Sân kho cũ")
    (sent,) = first.staffing.filter(member__role=Role.PARTNER)
    nga.check(f"input[name=staff][value='{sent.member_id}']")
    nga.click("button:has-text('Lên lịch')")
    nga.wait_for_load_state()
    assert SupportSession.objects.count() == 34, "the same person at two places is refused"
    assert sent.member.user.full_name in nga.locator("main .error-summary, main [role=alert]").first.inner_text()
    they_agree(at_desk, world)

    citizen = at_desk(phone=True)
    page = f"/lich-ho-tro/{world.commune.code}/"
    for village in (world.villages[0], world.villages[-1]):
        citizen.goto(page)
        citizen.select_option("select[name=thon]", village.code)
        citizen.click("button:has-text('Xem')")
        citizen.wait_for_selector(f"main li.row:has-text('Dành cho {village.title}')")
    listed = [citizen.request.get(f"{page}?thon={village.code}").text() for village in world.villages]
    assert all(
        re.search(rf"Dành cho\s+{village.title}\b", said) for village, said in zip(world.villages, listed, strict=True)
    )
    assert "Việt" not in flat(citizen, "main"), "nobody's name is public"
    assert citizen.locator("a[href*='dang-xuat'], form[action*='dang-xuat']").count() == 0


def they_agree(at_desk, world) -> None:
    one = SupportSession.objects.get(area=world.villages[0])
    assert not one.is_published, "the village was not asked yet"
    lan = at_desk("lan@mau.example", PASSWORD, phone=True)
    lan.goto(f"/buoi-ho-tro/{one.pk}/y-kien/")
    lan.click("button:has-text('Gửi ý kiến')")
    lan.wait_for_selector("text=Các bên đã đồng ý: lịch được công bố.")
    for session in SupportSession.objects.exclude(pk=one.pk):
        say_word(
            session=session, side="area", says="yes", sequence=session.sequence, heard_from="trưởng thôn, gọi điện",
            by=world.nga, at=clock.now(),
        )  # fmt: skip


def the_first_session(at_desk, world) -> None:
    session = SupportSession.objects.filter(area=world.villages[0]).first()
    lan = at_desk("lan@mau.example", PASSWORD)
    lan.goto(f"/buoi-ho-tro/{session.pk}/loi-moi/")
    for where, words in (("#zalo", ("8 giờ", "22/4")), ("#loa", ("tám giờ", "hai mươi hai tháng Tư"))):
        said = flat(lan, where)
        assert all(one in said for one in (world.villages[0].full_name, *words)), said  # a loudspeaker reads no figures
        assert "Mẫu" not in said, "no resident's name"
    lan.goto(f"/buoi-ho-tro/{session.pk}/moi/")
    lan.fill("input[name=size]", "120")
    lan.click("button:has-text('Đưa vào danh sách')")
    lan.wait_for_selector("text=120 người trong danh sách mời")

    people = list(Person.objects.filter(household__village=world.villages[0]).order_by("pk")[:40])
    app, signature, number = (Service.objects.get(code=code) for code in ("app-tinh", "chu-ky-so", "thue-bao"))
    one_with_two_numbers(lan, session, people[0], app, signature, number)
    for n, person in enumerate(people[1:], 1):
        done = [ServiceDone(service=app)] * (n < 25) + [
            ServiceDone(service=signature, channel=(signature.channels or [""])[0])
        ] * (n < 20)
        if n < 11:
            phone = telephone(person, f"0912000{300 + n}")
            done.append(ServiceDone(service=number, channel=number.channels[0], telephone=phone))
        check_in(session=session, person=person, done=done, by=world.lan, at=clock.now())
    lan.goto(f"/buoi-ho-tro/{session.pk}/ket-qua/")
    assert re.search(r"Người đã đến 40 người", flat(lan))
    for service, words in ((app, "25"), (signature, "20"), (number, "12 số")):
        cell = lan.locator("tr", has_text=service.name).locator("td").first
        assert cell.inner_text().strip() == words, service.name
    assert Standing.objects.filter(service=number, level=1).values("telephone__person").distinct().count() == 11


def one_with_two_numbers(lan, session, person, app, signature, number) -> None:
    """On the page: found by name, three things done, a channel asked for, both telephone numbers ticked."""
    for digits in ("0912000300", "0912000399"):
        telephone(person, digits)
    lan.goto(f"/buoi-ho-tro/{session.pk}/diem-danh/")
    lan.fill("#tim-input", person.full_name)
    lan.keyboard.press("Enter")
    lan.click(f"a.row-title:has-text('{person.full_name}')")
    for service in (app, signature, number):
        lan.check(f"input[name=s{service.pk}][value=done]", force=True)
        channel = lan.locator(f"select[name=s{service.pk}-channel]")
        if channel.count() and service != number:
            channel.select_option(index=1)
    for box in lan.locator(f"input[name=s{number.pk}-phones]").all():
        box.check(force=True)
    lan.click("button:has-text('Đã đến')")
    lan.wait_for_selector("text=qua kênh nào? Xin chọn một kênh")
    lan.locator(f"select[name=s{number.pk}-channel]").select_option(index=1)
    lan.click("button:has-text('Đã đến')")
    lan.wait_for_selector(".big-count:has-text('1 người')")


def what_hangs_where(nga, at_desk, world) -> None:
    nga.goto("/niem-yet/them/")
    nga.fill("input[name=title]", "Cài App Thanh Hóa, có chữ ký số")
    nga.select_option("select[name=form]", index=0)
    nga.locator("main form button[type=submit]").first.click()
    nga.wait_for_selector("text=0/34 nơi đã treo")
    page = nga.url
    lan = at_desk("lan@mau.example", PASSWORD, phone=True)
    lan.goto(page)
    assert lan.locator("input[name=site]").count() == 1, "a village ticks its own"
    lan.locator("input[name=site]").evaluate("box => box.click()")
    lan.click("button:has-text('Ghi các nơi đã đánh dấu')")
    lan.wait_for_selector("text=Đã ghi 1 nơi.")
    nga.goto(page)
    boxes = nga.locator("input[name=site]")
    for n in range(29):
        boxes.nth(n).check(force=True)
    nga.click("button:has-text('Ghi các nơi đã đánh dấu')")
    nga.wait_for_selector("text=30/34 nơi đã treo")
    lacking = flat(nga).partition("Còn thiếu:")[2].partition(".")[0]
    assert [name.strip() for name in lacking.split(",")] == [
        f"Nhà văn hóa {village.full_name}" for village in world.villages[-4:]
    ], lacking
    assert lan.trouble == []


def read_out(nga, at_desk, world) -> None:
    """The plan has no sections of themes: the officer names one; the script is made of it and read in the villages."""
    nga.goto("/tuyen-truyen/chu-de/")
    if nga.locator("button:has-text('Lấy các mục đã chọn')").count():
        nga.click("button:has-text('Lấy các mục đã chọn')")
        nga.wait_for_load_state()
    nga.click("summary:has-text('Thêm chủ đề')")
    nga.fill("form:has(input[name=them][value=theme]) input[name=name]", "Cấp chữ ký số miễn phí cho người dân")
    nga.click("button:has-text('Thêm chủ đề')")
    nga.wait_for_selector("text=Đã thêm.")
    theme = Theme.objects.get(name__startswith="Cấp chữ ký số miễn phí")
    nga.goto("/tuyen-truyen/loi/")
    nga.select_option("select[name=theme]", str(theme.pk))
    nga.select_option("select[name=channel]", "loudspeaker")
    nga.click("button:has-text('Soạn')")
    nga.wait_for_selector("text=Đã soạn bản thảo")
    assert "{" not in nga.input_value("#loi")
    nga.click("button:has-text('Duyệt')")
    nga.wait_for_selector("text=đã duyệt")
    nga.click("a:has-text('Lên lịch dùng lời này')")
    nga.click("main form label:has-text('Cấp chữ ký số miễn phí')")
    nga.fill("input[name=from_on]", "2026-04-24")
    nga.check("input[name=where][value=all]", force=True)
    nga.click("button:has-text('Lên lịch')")
    nga.wait_for_selector("text=Đã lên lịch cho 34 nơi")
    page = nga.url
    lan = at_desk("lan@mau.example", PASSWORD, phone=True)
    lan.goto("/tuyen-truyen/viec/")
    lan.locator("main li.row a").first.click()
    lan.click("form.once button")
    lan.wait_for_load_state()
    for part in ActivityPart.objects.filter(activity__text__isnull=False, result=None).order_by("area__order")[:31]:
        spoken.tell_result(part=part, told=spoken.Told(on=clock.today()), by=world.nga, at=clock.now())
    nga.goto(page)
    assert "32/34 thôn" in flat(nga)
    assert all(village.title in flat(nga).partition("Chưa báo:")[2][:200] for village in world.villages[-2:])
    assert lan.trouble == []


def no_signal(nga, at_desk, world, time_is) -> None:
    """Village 7 raises it; the room that has it asks for a decision; the leader decides; village 7 reads it."""
    seven = at_desk("lam@mau.example", PASSWORD, phone=True)
    seven.goto("/kho-khan/neu/")
    seven.select_option("select[name=subject]", "signal")
    seven.fill("textarea[name=words]", "Xóm trong không có sóng, không gọi được tổng đài.")
    seven.click("button:has-text('Nêu lên')")
    seven.wait_for_selector("text=Đã nêu lên.")
    page = seven.url
    nga.goto(page)
    nga.click("summary:has-text('Chuyển đơn vị khác trả lời')")
    nga.select_option("form[action$='/chuyen/'] select[name=to]", label="Phòng Văn hóa - Xã hội")
    nga.click("form[action$='/chuyen/'] button")
    nga.wait_for_selector("text=Đã chuyển")
    nga.goto(page)
    nga.click("summary:has-text('Xin lãnh đạo quyết')")
    nga.click("form[action$='/xin-quyet/'] button")
    nga.wait_for_selector("text=Đã đưa lên trang")
    time_is("2026-05-06T09:00")
    binh = at_desk("binh@mau.example", PASSWORD)
    binh.goto("/lanh-dao/")
    assert "sóng" in flat(binh).casefold(), "it waits on the leader's page"
    binh.goto(page)
    binh.fill("form[action$='/quyet/'] textarea[name=words]", "Viettel đặt trạm thu phát tại thôn trong tháng 6.")
    binh.click("form[action$='/quyet/'] button")
    binh.wait_for_selector("text=Đã ghi quyết định")
    seven.goto(page)
    assert "Viettel đặt trạm thu phát tại thôn trong tháng 6." in flat(seven)
    assert "6/5/2026" in flat(seven)
    assert seven.trouble == binh.trouble == []


def telephone(person, digits: str) -> Telephone:
    made = Telephone(person=person)
    made.set_number(digits)
    made.save()
    return made


def the_clinic(at_desk, world, nga, plan) -> None:
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


def the_last_day(nga, plan, world, time_is) -> None:
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
    letter = words_of(caught.value)
    sent = {one.organisation.name for one in owed[:5]}
    assert all(one.organisation.name in letter for one in owed[5:]), "each of the rest by name"
    assert not any(name in letter for name in sent), "who has sent is not chased"
    time_is("2026-05-15T00:01")
    nga.goto(address)
    rows = nga.locator("main ul.rows li.row")
    assert rows.count() == owed.count()
    assert nga.locator("main li.row .row-side:has-text('Chưa gửi')").count() == owed.count() - 5
    assert not nga.locator("main li.row .row-side:has-text('sắp đến hạn')").count(), "the hour has passed"


def words_of(download) -> str:
    """All words of a Word file, those of its tables too."""
    paper = docx.Document(Path(download.path()))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def the_peak_is_closed(nga, plan, time_is):
    time_is("2026-05-16T08:00")
    peak = plan.campaign.phases.get(kind="peak")
    nga.goto(f"/bao-cao/dot/{plan.pk}/{peak.pk}/")
    nga.click("button:has-text('Kết thúc đợt, chốt số liệu')")
    nga.wait_for_url(re.compile(r"/bao-cao/dot/chot/\d+/$"))
    nga.click("button:has-text('Lập dự thảo báo cáo')")
    nga.wait_for_url(re.compile(r"/van-ban/\d+/$"))
    assert "sơ kết" in flat(nga).casefold()
    with nga.expect_download() as caught:
        nga.click("a:has-text('Tải dự thảo (Word)')")
    paper = docx.Document(Path(caught.value.path()))
    if SHOTS:
        paper.save(f"{SHOTS}/so-ket.docx")
    text = words_of(caught.value)
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
