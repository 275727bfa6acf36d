"""Scenario B: Sở KH&CN Thanh Hóa, 166 communes and its own staff, in a browser as the province's officer.

The 166 communes are the register's own; their committees, and what 119 and 154 of them answered and sent, is laid
directly, many rows at a time. Pictures of docs/walk are taken with our own sample plan only.
"""

from __future__ import annotations

import io
import re
import uuid
from datetime import date
from types import SimpleNamespace

import docx
import pytest
from django.urls import reverse

from tests.conftest import PASSWORD, make_member
from tests.e2e import test_province_the_20th as twentieth
from tests.e2e.scenarios.conftest import flat
from tests.people.test_rosters import facts
from tests.reports import province as b8
from tests.reports.conftest import instant
from tungnha.demo import sample_plans
from tungnha.field import rosters
from tungnha.ledger.models import Service
from tungnha.ledger.operations import state_count
from tungnha.people.operations.rosters import add_entry
from tungnha.plans.adoption import operations as adoption
from tungnha.plans.adoption.operations import Stated
from tungnha.plans.models import Duty, Plan, Proposal, TargetShare
from tungnha.reports import operations as reports
from tungnha.reports.models import Obligation, Request
from tungnha.units import clock
from tungnha.units.models import Area, Campaign, Organisation, Role
from tungnha.units.registry import load_areas

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MISSING = twentieth.MISSING
CENTRE = "Trung tâm Công nghệ thông tin và Truyền thông"
IT_ROOM = "Phòng Quản lý Công nghệ thông tin và Chuyển đổi số"
ROOMS = (
    "Văn phòng Sở", "Thanh tra Sở", "Phòng Kế hoạch - Tài chính", "Phòng Quản lý Khoa học", "Phòng Quản lý Công nghệ",
    "Phòng Đổi mới sáng tạo", IT_ROOM, "Phòng Bưu chính, Viễn thông", CENTRE,
)  # fmt: skip
PARTNERS = {
    "Công an tỉnh": "police", "Tỉnh đoàn Thanh Hóa": "union", "Liên đoàn Lao động tỉnh": "union",
    "VNPT Thanh Hóa": "operator", "Đơn vị cung cấp chữ ký số": "company",
}  # fmt: skip
STAFF = 86
ADULTS = {n: 1000 + 7 * n for n in range(166)}  # [mẫu] people over 15 of each commune


@pytest.fixture
def province(transactional_db, time_is):
    """Tỉnh Thanh Hóa on Monday 8/6/2026: bodies, who logs in, the plan of the province that the department follows."""
    time_is("2026-06-08T08:00+07:00")
    load_areas()
    area = Area.objects.get(code="38")
    communes = list(area.children.order_by("order", "code"))

    def body(name, kind, parent=None, **more):
        return Organisation.objects.create(name=name, kind=kind, area=area, parent=parent, **more)

    top = body("UBND tỉnh Thanh Hóa", "committee", must_report=False)
    science = body("Sở Khoa học và Công nghệ", "department", must_report=False)
    partners = [body(name, kind) for name, kind in PARTNERS.items()]
    rooms = [body(name, "department", science, order=n) for n, name in enumerate(ROOMS, 10)]
    Organisation.objects.bulk_create(
        Organisation(name=f"UBND {one.full_name}", kind="committee", area=one) for one in communes
    )
    phuc = make_member("Phúc", Role.PROVINCE_OFFICER, area, science)
    make_member("Viên", Role.LEADER, area, science)
    make_member("Tâm", Role.UNIT_OFFICER, area, rooms[-1])
    make_member("Vân", Role.UNIT_OFFICER, area, science)  # Văn phòng Sở: works for the department as a whole
    make_member("Quân", Role.UNIT_OFFICER, area, rooms[ROOMS.index(IT_ROOM)])
    make_member("Xuân", Role.OFFICER, communes[0], Organisation.objects.get(area=communes[0], kind="committee"))
    above = Plan.objects.create(
        campaign=Campaign.objects.create(name="Công dân số", area=area, organisation=top, started_on=date(2026, 6, 4)),
        organisation=top, number="178", symbol="KH-UBND", issued_on=date(2026, 6, 4), doc_type="Kế hoạch",
        title="Mô hình Công dân số", confirmed_at=instant("2026-06-05 09:00"), confirmed_by=phuc,
    )  # fmt: skip
    return SimpleNamespace(
        area=area, communes=communes, science=science, partners=partners, rooms=rooms, phuc=phuc, above=above
    )


@pytest.mark.parametrize("which", ["sample", "real"])
def test_scenario_b(which, province, at_desk, lines, time_is, plan_text, picture, tmp_path):
    keep = picture if which == "sample" else (lambda page, name: None)
    if which == "sample":
        name, data = "ke-hoach-so.docx", sample_plans.build_docx("so-khcn-thanh-hoa")
    else:
        name, data = "ke-hoach-so.txt", plan_text("001")
    desk = at_desk("phuc@mau.example", PASSWORD)
    plan = hand_in(desk, name, data, keep)

    with lines("B1", "đọc kế hoạch: ký hiệu, căn cứ là kế hoạch trên, chỉ tiêu không hạn, cán bộ 30/7, đầu mối", desk):
        what_was_read(desk, plan, province)
    with lines("B2", "sáu bước có chủ trì; tổ cấp tỉnh 5/6 đơn vị đã cử người, nêu tên nơi thiếu", desk):
        leads(desk, plan)
        group(desk, keep)
    with lines("B3a", "tỉnh ghi số người trên 15 tuổi của Công an tỉnh, cả tỉnh và từng xã, kèm ngày, văn bản", desk):
        the_base(desk, plan, province)
    with lines("B3b", "40% chia cho 166 xã theo số người trên 15 tuổi, cộng lại đúng", desk):
        handed_down(desk, plan, province, keep)
    with lines("B7", "Trung tâm gõ 412, 398, 371 kèm ngày, nguồn; báo cáo tháng mang số ấy, hạn 24 giờ 19/6", desk):
        watched(desk, plan, keep)
        the_centres_month(desk, at_desk, plan, time_is, keep)
    time_is("2026-06-30T09:00+07:00")
    with lines("B4", "120/166 (72,29%) có kế hoạch, 90/166 (54,22%) đã họp; công văn cho 46 xã", desk):
        adopted(desk, plan, province, keep, tmp_path)
    with lines("B5", "xã ghi 35,4% so với 40% giao: thấp hơn chỉ tiêu giao", desk):
        below_the_assigned(desk, plan, province)
    with lines("B6", "9 phòng: 17/7 7/9 phòng đã gửi; 20/7 00:01 hai phòng quá hạn", desk):
        own_rooms(desk, at_desk, plan, province, time_is, keep)
    with lines("B6", "28/7 còn một người, chỉ phòng đó và Văn phòng Sở thấy tên; 29/7 86/86 ở từng cột", desk):
        own_staff(desk, at_desk, plan, province, time_is, keep)
    with lines("B8", "20/7: 154/166 gửi, 12 chưa có số liệu, Sổ SKĐT không có cột chỉ tiêu, số VNPT bên cạnh", desk):
        the_20th(desk, plan, province, time_is, keep, tmp_path)
    with lines("B9", "22/7: báo cáo nhanh 166 xã, hạn 16 giờ thứ Sáu, nhắc, .docx phụ lục 166 dòng", desk):
        quick_report(desk, time_is, keep, tmp_path)
    with lines("B10a", "khó khăn “hết lượt cấp miễn phí” của xã đến Phòng QL CNTT&CĐS, được trả lời, xã thấy", desk):
        no_more_free_ones(at_desk, province)
    with lines("B8b", "trang tiến độ của tỉnh: số xã báo, 154/166 xã đã báo, không lẫn vào số đếm từ sổ", desk):
        as_reported(desk, plan, province, keep)
    with lines("B10", "một trang của phó giám đốc trên điện thoại: xã đỏ, việc cần quyết", desk):
        deputy(desk, at_desk, plan, province, keep)
    assert desk.trouble == []
    lines.end()


# --- the plan --------------------------------------------------------------------------------------------------------


def hand_in(desk, name, data, keep) -> Plan:
    desk.goto("/ke-hoach/tai-len/")
    desk.set_input_files("input[name=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    desk.click("button:has-text('Đọc văn bản')")
    desk.wait_for_url(re.compile("/ke-hoach/ra-soat/"))
    keep(desk, "scenario-b-1-review-desk")
    desk.click("button[name=do][value=confirm]")
    desk.wait_for_url(re.compile("/xac-nhan/"))
    desk.select_option("select[name=organisation]", label="Sở Khoa học và Công nghệ")
    desk.fill("input[name=started_on]", "8/6/2026")
    desk.click("button:has-text('Xác nhận, cho kế hoạch chạy')")
    desk.wait_for_url(re.compile(r"/ke-hoach/\d+/$"))
    keep(desk, "scenario-b-1-plan-desk")
    return Plan.objects.latest("pk")


def what_was_read(desk, plan, province) -> None:
    assert (plan.number, plan.symbol, plan.issued_on) == ("", "KH-SKHCN", None)
    assert plan.parent == province.above
    levels = [(t.comparator, t.value, t.due_on) for t in plan.targets.order_by("order", "pk")]
    assert levels[:3] == [("=", 40, None), (">=", 40, None), ("=", 100, None)]
    assert levels[3:] == [("=", 100, date(2026, 7, 30))]
    four = plan.targets.get(due_on=date(2026, 7, 30)).measure
    assert four is not None
    assert four.code == "can-bo-bon-tien-ich"
    assert [d.name for d in plan.duties.get(frequency="once").reporters.order_by("order")] == list(ROOMS)
    monthly = plan.duties.get(frequency="monthly")
    assert (monthly.day_of_month, [d.name for d in monthly.reporters.all()]) == (20, [CENTRE])
    assert monthly.addressee is not None
    assert monthly.addressee.name == IT_ROOM
    said = flat(desk)
    assert said.count("chưa có hạn") == 3
    assert re.search(r"Đầu mối liên hệ .{0,60}\d{2,4}\*?\.\*\*\*\.\d{3}", said), "the telephone is masked"
    assert "178/KH-UBND" in said


def leads(desk, plan) -> None:
    for task in plan.tasks.order_by("order", "pk"):
        desk.goto(f"/ke-hoach/{plan.pk}/viec/")
        desk.locator(f"a[href='/viec/{task.pk}/'], a[href*='/{task.pk}/']:has-text('{task.no}')").first.click()
        desk.click("a:has-text('Ai chủ trì, ai phụ trách')")
        desk.get_by_label(IT_ROOM, exact=True).check()
        desk.click("main button:has-text('Ghi')")
        desk.wait_for_selector("text=Đã ghi ai chủ trì")
    desk.goto(f"/ke-hoach/{plan.pk}/viec/")
    assert plan.tasks.count() == 6
    assert "Việc này chưa có đơn vị chủ trì" not in flat(desk)
    assert "Chưa có đơn vị chủ trì: 6" not in flat(desk)


def group(desk, keep) -> None:
    """One focal point each: five of six have sent somebody."""
    desk.goto("/thiet-lap/to/")
    desk.click("a:has-text('Tổ triển khai')")
    desk.click("main a:has-text('Ghi quyết định thành lập')")
    desk.fill("input[name=number]", "45/QĐ-UBND")
    desk.fill("input[name=signed_on]", "2026-06-08")
    for box in desk.locator("input[name=areas]").all():
        box.check()
    six = ["Sở Khoa học và Công nghệ", *PARTNERS]
    for name in six:
        desk.get_by_label(name, exact=True).check()
    desk.click("button:has-text('Ghi quyết định')")
    desk.wait_for_load_state()
    desk.goto("/thiet-lap/to/?loai=rollout")
    desk.locator("main tbody a").first.click()
    desk.wait_for_selector("h2:has-text('Thêm thành viên')")
    for n, name in enumerate(six[:5]):
        desk.fill("input[name$=full_name]", f"Nguyễn Văn Mẫu {n + 1}")
        desk.select_option("select[name$=sent_by]", label=name)
        desk.fill("input[name$=from_on]", "2026-06-08")
        desk.click("button:has-text('Thêm vào tổ')")
        desk.wait_for_selector(f"main tbody th:has-text('Nguyễn Văn Mẫu {n + 1}')")
    said = flat(desk)
    assert "5/6 đơn vị đã cử người" in said
    assert re.search(rf"Còn thiếu {six[5]}", said)
    keep(desk, "scenario-b-2-group-desk")


def the_base(desk, plan, province) -> None:
    head = plan.targets.get(comparator="=", value=40)
    desk.goto(f"/tien-do/chi-tieu/{head.pk}/")
    desk.click("a:has-text('Ghi số mới nhận được')")
    desk.select_option("select[name=stated_by]", label="Công an tỉnh")
    desk.fill("input[name=count]", f"{sum(ADULTS.values())}")
    desk.fill("input[name=on]", "5/6/2026")
    desk.fill("input[name=document]", "512/CAT-QLHC")
    parts = "\n".join(f"{one.full_name}: {ADULTS[n]}" for n, one in enumerate(province.communes))
    desk.fill("textarea[name=villages]", parts)
    desk.click("button:has-text('Ghi số này')")
    desk.wait_for_selector("text=Đã ghi số phải tính")
    assert "Công an tỉnh, 5/6/2026, 512/CAT-QLHC" in flat(desk)


def handed_down(desk, plan, province, keep) -> None:
    head = plan.targets.get(comparator="=", value=40)
    desk.goto(f"/ke-hoach/{plan.pk}/giao-xuong/")
    for other in plan.targets.exclude(pk=head.pk):
        desk.select_option(f"select[name=t{other.pk}-method]", "level" if other.value == 40 else "none")
    desk.select_option(f"select[name=t{head.pk}-method]", "people")
    desk.click("button[value='propose:all']")
    desk.wait_for_selector(f"[name=c{head.pk}-a{province.communes[0].pk}]")
    keep(desk, "scenario-b-3-hand-down-desk")
    desk.click("button[name=do][value=give]")
    desk.wait_for_selector("text=/Đã giao/")
    shares = list(TargetShare.objects.filter(target=head).values_list("count", flat=True))
    whole = sum(ADULTS.values())
    assert (len(shares), sum(shares)) == (166, -(-whole * 40 // 100))
    assert all(abs(share - ADULTS[n] * 0.4) < 1 for n, share in enumerate(by_commune(head, province)))


def by_commune(head, province) -> list[int]:
    counts = dict(TargetShare.objects.filter(target=head).values_list("area", "count"))
    return [counts[one.pk] for one in province.communes]


# --- who has taken it up ---------------------------------------------------------------------------------------------


def adopted(desk, plan, province, keep, tmp_path) -> None:
    desk.goto(f"/ke-hoach/{plan.pk}/trien-khai/")
    desk.click("button:has-text('Mở bảng')")
    desk.wait_for_selector("text=Hội nghị liên ngành")
    paper, meeting = (plan.adoption_items.get(asks=asks) for asks in ("plan", "day"))
    held = Stated(is_done=True, on=date(2026, 6, 20))
    for n, one in enumerate(province.communes[1:120], 1):
        said = [(paper, Stated(is_done=True, on=date(2026, 6, 15), paper_number=f"{n:02d}/KH-UBND"))]
        said += [(meeting, held)] if n < 90 else []
        adoption.state(place=f"a{one.pk}", said=said, key=uuid.uuid4(), by=province.phuc, at=clock.now())
    first = province.communes[0]
    desk.goto(f"/ke-hoach/{plan.pk}/trien-khai/a{first.pk}/")
    desk.check(f"input[name=m{paper.pk}-is][value=yes]")
    desk.fill(f"input[name=m{paper.pk}-paper]", "07/KH-UBND")
    desk.fill(f"input[name=m{paper.pk}-on]", "8/6/2026")
    desk.check(f"input[name=m{meeting.pk}-is][value=yes]")
    desk.fill(f"input[name=m{meeting.pk}-on]", "8/6/2026")
    desk.click("main button:has-text('Ghi')")
    desk.wait_for_load_state()
    desk.goto(f"/ke-hoach/{plan.pk}/trien-khai/")
    said = flat(desk)
    assert "120/166 (72,29%)" in said
    assert "90/166 (54,22%)" in said
    keep(desk, "scenario-b-4-adoption-desk")
    with desk.expect_download() as download:
        desk.locator(f"a[href='/ke-hoach/trien-khai/muc/{paper.pk}/don-doc.docx']").click()
    words = words_of(download.value, tmp_path / "don-doc.docx")
    assert "còn 46 đơn vị chưa thực hiện" in words
    lacking = [one.title for one in province.communes[120:]]
    assert [name for name in lacking if name not in words] == []


def words_of(download, file) -> str:
    download.save_as(file)
    document = docx.Document(io.BytesIO(file.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def below_the_assigned(desk, plan, province) -> None:
    figure = plan.adoption_items.get(asks="figure")
    desk.goto(f"/ke-hoach/{plan.pk}/trien-khai/a{province.communes[1].pk}/")
    desk.check(f"input[name=m{figure.pk}-is][value=yes]")
    desk.fill(f"input[name=m{figure.pk}-value]", "35,4")
    desk.click("main button:has-text('Ghi')")
    desk.wait_for_load_state()
    desk.goto(f"/ke-hoach/{plan.pk}/trien-khai/")
    assert re.search(r"Thấp hơn chỉ tiêu giao ghi 35,40%, giao 40,00%", flat(desk))


# --- the department's own staff --------------------------------------------------------------------------------------


def own_rooms(desk, at_desk, plan, province, time_is, keep) -> None:
    lay_staff(province)
    tam = at_desk("tam@mau.example", PASSWORD)
    time_is("2026-07-16T09:00+07:00")
    desk.goto("/bao-cao/")
    once = plan.duties.get(frequency="once")
    owed = Obligation.objects.filter(duty=once)
    assert owed.count() == 9
    own = owed.get(organisation__name=CENTRE)
    tam.goto(f"/bao-cao/ky/{own.pk}/")
    tam.fill("textarea[name=narrative]", "Đã hướng dẫn từng người cài đủ bốn việc.")
    tam.click("button:has-text('Gửi báo cáo')")
    tam.wait_for_selector("text=đúng hạn")
    for one in owed.exclude(pk=own.pk).order_by("organisation__order")[:6]:
        reports.submit(
            obligation=one, narrative="Đã cài.", difficulties="", proposals="", figures=[], by=province.phuc,
            at=clock.now(),
        )  # fmt: skip
    time_is("2026-07-17T09:00+07:00")
    desk.goto(f"/bao-cao/bang/{once.pk}/{own.period}/")
    assert "7/9 đơn vị đã gửi" in flat(desk)
    keep(desk, "scenario-b-6-rooms-desk")
    time_is("2026-07-20T00:01+07:00")
    desk.goto(f"/bao-cao/bang/{once.pk}/{own.period}/")
    assert re.search(r"quá hạn .*7/9 đơn vị đã gửi; 2 chưa gửi", flat(desk))
    assert tam.trouble == []


def own_staff(desk, at_desk, plan, province, time_is, keep) -> None:
    """The centre's officer ticks its people; eight other rooms did the same, laid beside hers."""
    time_is("2026-07-28T16:00+07:00")
    others_have_all_four(plan, province)
    tam = at_desk("tam@mau.example", PASSWORD)
    tam.goto(reverse("field:roster", args=[province.rooms[-1].pk]))
    boxes = tam.locator("input[name=co]").all()
    own = rosters.entries_of(province.rooms[-1], clock.today()).count()
    assert len(boxes) == 4 * own, "VNeID 2, Sổ SKĐT, App, đào tạo of everybody"
    for box in boxes[:-1]:
        box.check(force=True)
    keep(tam, "scenario-b-6-grid-desk")
    tam.click("main button:has-text('Ghi nhận')")
    tam.wait_for_selector(f"text=Đã ghi {4 * own - 1} điều đã có")
    staff = plan.targets.get(measure__code="can-bo-bon-tien-ich")
    desk.goto(f"/tien-do/chi-tieu/{staff.pk}/")
    assert re.search(r"\b85\b.*98,84%", flat(desk, ".figure >> nth=0"))
    assert "Nhân viên Mẫu" not in flat(desk), "the province's officer reads counts, no names"
    missing = re.search(r"Còn thiếu 1: (Nhân viên Mẫu \d\d)", flat(tam))
    assert missing, "the room itself knows who"
    office = at_desk("van@mau.example", PASSWORD)
    office.goto(reverse("field:rosters"))
    assert re.findall(r"Nhân viên Mẫu \d\d", flat(office)) == [missing.group(1)], "and so does the department's office"
    assert "85/86 có" in flat(office)
    keep(office, "scenario-b-6-office-desk")
    quan = at_desk("quan@mau.example", PASSWORD)
    quan.goto(reverse("field:roster", args=[province.rooms[-1].pk]))
    assert "Nhân viên Mẫu" not in flat(quan, "body"), "another room does not"

    time_is("2026-07-29T16:00+07:00")
    tam.goto(reverse("field:roster", args=[province.rooms[-1].pk]))
    tam.locator("input[name=co]").check(force=True)
    tam.click("main button:has-text('Ghi nhận')")
    tam.wait_for_selector("text=Đã ghi 1 điều đã có")
    desk.goto(f"/tien-do/chi-tieu/{staff.pk}/")
    assert re.search(r"\b86\b.*100,00%", flat(desk, ".figure >> nth=0"))
    columns = desk.locator("table:has(caption:text('Từng việc, tính riêng')) tbody tr").all()
    assert len(columns) == 4
    for column in columns:
        assert re.search(r"86\s+86\s+100,00%", column.inner_text()), column.inner_text()
    keep(desk, "scenario-b-6-staff-desk")
    assert tam.trouble == []


def lay_staff(province) -> None:
    for n in range(STAFF):
        room = province.rooms[n % len(province.rooms)]
        add_entry(organisation=room, facts=facts(f"Nhân viên Mẫu {n:02d}"), by=province.phuc, at=clock.now())


def others_have_all_four(plan, province) -> None:
    codes = ("vneid", "so-suc-khoe", "app-tinh", "dao-tao-so")
    four = [Service.objects.get(code=code).pk for code in codes]
    for room in province.rooms[:-1]:
        people = [entry.person_id for entry in rosters.entries_of(room, clock.today())]
        said = rosters.say_who_has(
            organisation=room, campaign=plan.campaign, ticked=[(one, code) for one in people for code in four],
            since_on=date(2026, 7, 28), by=province.phuc, at=clock.now(),
        )  # fmt: skip
        assert said == 4 * len(people)


INTERACTIONS = ("Phản ánh qua ứng dụng trong tháng", "Phản ánh đã trả lời", "Phản ánh trả lời đúng hạn")


def watched(desk, plan, keep) -> None:
    """The officer adds what the centre is to type, and Sổ SKĐT, which is counted and has no level."""
    for n, name in enumerate(INTERACTIONS):
        desk.goto(f"/tien-do/ke-hoach/{plan.pk}/chi-so/")
        desk.click("a:has-text('Thêm chỉ số')")
        desk.fill("input[name=name]", name)
        desk.fill("input[name=unit]", "phản ánh")
        desk.select_option("select[name=typed_by]", label=CENTRE)
        if n:
            desk.select_option("select[name=part_of]", label=INTERACTIONS[n - 1])
        desk.click("main button:has-text('Thêm chỉ số')")
        desk.wait_for_selector("text=Đã thêm chỉ số")
    assert "3/3 chỉ số chưa ai ghi" in flat(desk)
    keep(desk, "scenario-b-7-indicators-desk")
    desk.goto(f"/tien-do/ke-hoach/{plan.pk}/chi-so/them/")
    desk.select_option("select[name=measure]", value=b8.WATCHED)
    desk.click("main button:has-text('Thêm chỉ số')")
    desk.wait_for_selector("text=Đã thêm chỉ số để theo dõi")


def the_centres_month(desk, at_desk, plan, time_is, keep) -> None:
    """412 sent, 398 of them answered, 371 of these on time: typed once, with day and source, by the centre."""
    time_is("2026-06-19T16:00+07:00")
    desk.goto("/bao-cao/")
    monthly = plan.duties.get(frequency="monthly", reporters__name=CENTRE)
    owed = Obligation.objects.get(duty=monthly, period="2026-06")
    assert owed.due_at == instant("2026-06-20 00:00")
    tam = at_desk("tam@mau.example", PASSWORD)
    tam.goto(f"/bao-cao/ky/{owed.pk}/")
    assert "24 giờ thứ Sáu, 19/6/2026" in flat(tam)
    assert flat(tam).count("Đơn vị chưa ghi số này") == 3, "missing is not zero"
    tam.locator("a:has-text('Ghi số, kèm ngày và nguồn')").first.click()
    keep(tam, "scenario-b-7-type-desk")
    for name, number in zip(INTERACTIONS, ("412", "398", "371"), strict=True):
        tam.get_by_label(f"{name} (phản ánh)").fill(number)
    tam.fill("input[name=source]", "Trang quản trị ứng dụng của tỉnh")
    tam.click("main button:has-text('Ghi')")
    tam.wait_for_selector("text=Đã ghi 3 số")
    tam.goto(f"/bao-cao/ky/{owed.pk}/")
    assert "19/6/2026, nguồn: Trang quản trị ứng dụng của tỉnh" in flat(tam)
    tam.fill("textarea[name=narrative]", "Đã theo dõi, chuyển xử lý mọi phản ánh.")
    keep(tam, "scenario-b-7-report-desk")
    tam.click("button:has-text('Gửi báo cáo')")
    tam.wait_for_selector("text=đúng hạn")
    desk.goto(f"/bao-cao/ky/{owed.pk}/")
    said = flat(desk)
    for name, number in zip(INTERACTIONS, ("412", "398/412", "371/398"), strict=True):
        assert re.search(rf"{name}\s+{number} \(đơn vị đã ghi, kèm ngày và nguồn\)", said), said
    desk.goto(f"/tien-do/ke-hoach/{plan.pk}/chi-so/")
    assert "96,60%" in flat(desk), "398 of 412"
    assert "93,22%" in flat(desk), "371 of 398"
    assert tam.trouble == []


# --- the 20th of July ------------------------------------------------------------------------------------------------


def the_20th(desk, plan, province, time_is, keep, tmp_path) -> None:
    """The duty of the communes, which this plan does not write down, is laid as the department's guidance sets it."""
    committees = Organisation.objects.filter(kind="committee", area__in=province.communes)
    duty = Duty.objects.create(plan=plan, frequency="monthly", day_of_month=20, who="UBND các xã, phường", order=90)
    duty.reporters.set(committees)
    watched = plan.targets.get(measure__code=b8.WATCHED)
    reports.ensure_obligations(plan=plan, until=date(2026, 8, 31), at=instant("2026-06-20 09:00"))
    signature, app = (plan.targets.get(value=40, comparator=sign) for sign in ("=", ">="))
    laid = SimpleNamespace(
        duty=duty, areas=province.communes,
        targets=SimpleNamespace(signature=signature, app=app, health=watched),
    )  # fmt: skip
    b8.send(laid, province.phuc, instant("2026-07-18 10:00"))
    vnpt = next(one for one in province.partners if one.kind == "operator")
    state_count(
        area=province.area, stated_by=vnpt, group="adult15", count=119_000, on=date(2026, 7, 15), by=province.phuc,
        at=instant("2026-07-16 09:00"), service=Service.objects.get(code="chu-ky-so"),
    )  # fmt: skip
    time_is("2026-07-20T08:00+07:00")
    desk.goto(f"/bao-cao/bang/{duty.pk}/{b8.PERIOD}/")
    assert "154/166 đơn vị đã gửi; 12 chưa gửi" in flat(desk)
    keep(desk, "scenario-b-8-board-desk")
    desk.click("button:has-text('Tổng hợp báo cáo')")
    desk.wait_for_url(re.compile(r"/bao-cao/tong-hop/\d+/"))
    said = flat(desk)
    assert "Cộng báo cáo của 154/166 xã" in said
    assert "VNPT Thanh Hóa nêu 119.000 người (ngày 15/7/2026), ít hơn 350 người" in said
    keep(desk, "scenario-b-8-report-desk")
    with desk.expect_download() as download:
        desk.click("a:has-text('Tải dự thảo')")
    file = tmp_path / "thang-7.docx"
    annexes = twentieth.numbered_rows(download.value, file)
    assert {len(annex) for annex in annexes} == {166}
    for annex in annexes:
        counts = [row[2] for row in annex]
        assert (counts.count(MISSING), counts.count("0")) == (12, 0)
    heads = [[c.text for c in t.rows[0].cells][-1] for t in docx.Document(str(file)).tables if len(t.rows) > 100]
    assert (heads[0], heads[-1]) == ("Chỉ tiêu", "Đạt tỷ lệ (%)")


def as_reported(desk, plan, province, keep) -> None:
    """Nobody of these communes stands in the register here: what they report is told as reported, never as counted."""
    desk.goto("/tien-do/")
    assert flat(desk).count("154/166 xã, phường đã báo") >= 3
    signature = plan.targets.get(value=40, comparator="=")
    desk.goto(f"/tien-do/chi-tieu/{signature.pk}/")
    whole = sum(10 * n for n in range(1, 155))
    assert re.search(rf"Theo báo cáo {whole:,}".replace(",", r"\.") + r".{0,30}154/166 xã, phường đã báo", flat(desk))
    assert "12 nơi chưa có số liệu" in flat(desk)
    assert MISSING in flat(desk, ".figure >> nth=0"), "what is counted here stays missing"
    desk.click("summary:has-text('Từng xã, phường')")
    assert desk.locator("table:has(caption:text('Số từng xã, phường báo')) tbody tr").count() == 166
    keep(desk, "scenario-b-8-reported-desk")


def quick_report(desk, time_is, keep, tmp_path) -> None:
    time_is("2026-07-22T08:00+07:00")
    twentieth.ask(desk, lambda page, name: keep(page, "scenario-b-9-ask-desk"))
    asked = Request.objects.get(area__kind="province")
    assert (asked.due_at, asked.fields.count()) == (instant("2026-07-24 16:00"), 2)
    twentieth.answered_by_others(asked, 154)
    time_is("2026-07-24T15:00+07:00")
    desk.goto(f"/bao-cao/nhanh/{asked.pk}/nhac/")
    desk.click("button:has-text('Đã nhắn vào nhóm Zalo')")
    desk.wait_for_load_state()
    time_is("2026-07-24T16:00+07:00")
    desk.goto(f"/bao-cao/nhanh/{asked.pk}/")
    keep(desk, "scenario-b-9-answers-desk")
    with desk.expect_download() as download:
        desk.click("a:has-text('Báo cáo kèm phụ lục')")
    (annex,) = twentieth.numbered_rows(download.value, tmp_path / "nhanh.docx")
    assert (len(annex), [row[2] for row in annex].count(MISSING)) == (166, 12)


def no_more_free_ones(at_desk, province) -> None:
    """The commune passes it up; the plan's contact has it there."""
    xuan = at_desk("xuan@mau.example", PASSWORD)
    xuan.goto("/kho-khan/neu/")
    xuan.select_option("select[name=subject]", "quota")
    xuan.fill("textarea[name=words]", "Đã hết lượt cấp chữ ký số miễn phí của nhà cung cấp.")
    xuan.click("button:has-text('Nêu lên')")
    xuan.wait_for_selector("text=Đã nêu lên.")
    page = xuan.url
    xuan.click("summary:has-text('Chuyển lên cấp trên')")
    xuan.click("form[action$='/chuyen-len/'] button")
    xuan.wait_for_selector("text=Đã chuyển lên cấp trên.")
    xuan.goto(page)
    assert IT_ROOM in flat(xuan), "by the plan's contact"
    quan = at_desk("quan@mau.example", PASSWORD)
    quan.goto("/kho-khan/")
    quan.locator("main li.row a.row-title", has_text="Hết lượt cấp miễn phí").first.click()
    quan.fill("form[action$='/tra-loi/'] textarea[name=words]", "Đã bổ sung 5.000 lượt từ ngày 1/8/2026.")
    quan.click("form[action$='/tra-loi/'] button")
    quan.wait_for_selector("text=Đã trả lời")
    xuan.goto(page)
    assert "Đã bổ sung 5.000 lượt từ ngày 1/8/2026." in flat(xuan)
    assert xuan.trouble == quan.trouble == []


def deputy(desk, at_desk, plan, province, keep) -> None:
    """A commune asks for a day to reach 40 % by: it waits for a decision; with the day, communes are red by their own
    reports. The page fits a phone."""
    signature = plan.targets.get(value=40, comparator="=")
    xuan = at_desk("xuan@mau.example", PASSWORD)
    xuan.goto(reverse("plans:propose", args=[plan.pk]))
    xuan.select_option("select[name=about]", value=f"target-{signature.pk}")
    xuan.fill("textarea[name=instead]", "Hoàn thành trước 31/8/2026")
    xuan.fill("textarea[name=why]", "Kế hoạch chưa nêu hạn, xã chưa chia được việc theo tuần")
    xuan.click("button:has-text('Gửi kiến nghị')")
    xuan.wait_for_selector("text=Đã gửi kiến nghị")
    phone = at_desk("vien@mau.example", PASSWORD, phone=True)
    phone.goto("/lanh-dao/")
    assert "Kiến nghị sửa kế hoạch" in flat(phone)
    assert not any(f"{one.title} báo cáo" in flat(phone) for one in province.communes), "without a day nobody is late"
    keep(phone, "scenario-b-10-decide-phone")

    desk.goto(reverse("plans:decide", args=[Proposal.objects.get(plan=plan).pk]))
    desk.fill("[name=due_on]", "31/8/2026")
    desk.fill("textarea[name=words]", "Đồng ý, hạn chung của cả tỉnh")
    desk.click("button:has-text('Chấp thuận, ghi bản mới')")
    desk.wait_for_selector("text=Đã chấp thuận và ghi thành bản mới")
    xuan.goto(f"/ke-hoach/{plan.pk}/")
    assert "Đồng ý, hạn chung của cả tỉnh" in flat(xuan), "told back to who asked"
    phone.goto("/lanh-dao/")
    said = flat(phone)
    assert "Đang đỏ" in said
    first = province.communes[0]
    assert f"{first.title} báo cáo 10/" in said, "red by its own report"
    assert "12/166 xã, phường chưa báo số" in said
    assert "154/166 xã, phường đã báo" in said
    assert xuan.trouble == []
    assert phone.evaluate("document.scrollingElement.scrollWidth") == 390
    keep(phone, "scenario-b-10-deputy-phone")
    assert phone.trouble == []
