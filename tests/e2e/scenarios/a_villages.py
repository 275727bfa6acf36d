"""Scenario A in the villages: working groups, the schedule, the first session, what hangs and what is read out, and the
village without a signal (lines A3 to A8)."""

from __future__ import annotations

import re
from datetime import date

from django.utils import timezone

from tests.conftest import PASSWORD
from tests.e2e.scenarios.conftest import flat
from tests.e2e.scenarios.deeds import fill_day
from tungnha.field.models import SupportSession
from tungnha.field.schedule.operations import check_in, say_word
from tungnha.field.schedule.operations.coming import ServiceDone
from tungnha.ledger.models import Service, Standing
from tungnha.outreach.models import ActivityPart, Theme
from tungnha.outreach.operations import activities as spoken
from tungnha.people.models import Person, Telephone
from tungnha.units import clock, setup
from tungnha.units.models import Group, Role


def groups(nga, world, keep) -> None:
    """Thirty-three by one decision on the page; then the last one by another."""
    nga.goto("/thiet-lap/to/thanh-lap/?loai=working")
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
    keep(nga, "scenario-a-3-groups-desk")
    lacking = said.partition("Chưa thành lập:")[2].partition(".")[0].strip()
    assert lacking.casefold() == last.full_name.casefold(), "the last one by name, and nobody else"

    nga.goto("/thiet-lap/to/thanh-lap/?loai=working")
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
    nga.goto("/thiet-lap/to/?loai=working")
    assert "34/34 thôn có đủ thành phần (100,00%)" in flat(nga)


def STANDING(world):
    return [world.bodies[name] for name in (
        "Viettel Khu vực Thiệu Hoá", "Đoàn Thanh niên xã", "Hội Liên hiệp Phụ nữ xã",
    )]  # fmt: skip


def schedule(nga, at_desk, world, keep) -> None:
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
    nga.goto("/buoi-ho-tro/")
    assert "34/34 đã duyệt và công bố" in flat(nga)
    keep(nga, "scenario-a-4-schedule-desk")

    citizen = at_desk(phone=True)
    page = f"/lich-ho-tro/{world.commune.code}/"
    for village in (world.villages[0], world.villages[-1]):
        citizen.goto(page)
        citizen.select_option("select[name=thon]", village.code)
        citizen.click("button:has-text('Xem')")
        citizen.wait_for_selector(f"main li.row:has-text('Dành cho {village.title}')")
    keep(citizen, "scenario-a-4-public-phone", at="h1")
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


def the_first_session(at_desk, world, keep) -> None:
    session = SupportSession.objects.filter(area=world.villages[0]).first()
    lan = at_desk("lan@mau.example", PASSWORD, phone=True)
    lan.goto(f"/buoi-ho-tro/{session.pk}/loi-moi/")
    keep(lan, "scenario-a-5-words-phone", at="main :has(> #zalo)")
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
        assert " ".join(cell.inner_text().split()) == words, service.name
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


def telephone(person, digits: str) -> Telephone:
    made = Telephone(person=person)
    made.set_number(digits)
    made.save()
    return made


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


def no_signal(nga, at_desk, world, time_is, keep) -> None:
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
    heads = seven.locator("main h2").all_inner_texts()
    assert heads.index("Trả lời") < heads.index("Làm gì tiếp"), "the answer stands before what is asked of them"
    keep(seven, "scenario-a-8-decided-phone", at=".page-head")
    assert seven.trouble == binh.trouble == []
