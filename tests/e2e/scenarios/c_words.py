"""Scenario C, the words: the grid of themes, the loudspeaker, the meeting, the rumour, the good way and the inspection
(lines C4 to C6, C8 and C9)."""

from __future__ import annotations

import re
from datetime import date

from tests.conftest import PASSWORD
from tests.e2e.scenarios.conftest import flat
from tungnha.field.homes import queries
from tungnha.outreach.models import ActivityPart, OutreachForm, Theme
from tungnha.outreach.operations import activities as spoken
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.voices.models import Rumour, RumourAnswer, RumourReport

THEMES = {
    "real": (
        "Mục tiêu và quan điểm chỉ đạo trọng tâm", "Phát triển kỹ năng số và Phong trào “Bình dân học vụ số”",
        "Cải cách thủ tục hành chính và xây dựng chính quyền số", "Xây dựng nền tảng dữ liệu và hạ tầng số",
        "Bảo đảm an toàn thông tin và an ninh mạng", "Đổi mới phương thức tuyên truyền",
    ),
    "sample": (
        "Tinh thần chung của năm", "Kỹ năng số, Phong trào “Bình dân học vụ số”",
        "Thủ tục hành chính và chính quyền số", "Dữ liệu và hạ tầng số",
        "An toàn thông tin, an ninh mạng", "Đổi mới cách tuyên truyền",
    ),
}  # fmt: skip


def the_grid(hoa, which, keep) -> None:
    """All cells are empty, and those of April for one theme are planned from its cell."""
    hoa.goto("/tuyen-truyen/")
    hoa.click("a:has-text('Lấy chủ đề từ kế hoạch')")
    assert "“Hành động đột phá, lan tỏa kết quả”" in flat(hoa), "the slogan of the year"
    hoa.click("button:has-text('Lấy các mục đã chọn')")
    hoa.wait_for_load_state()
    assert [one.name for one in Theme.objects.order_by("order")] == list(THEMES[which])
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
    keep(hoa, "scenario-c-4-grid-desk", at="h2:has-text('Chủ đề và hình thức')")
    assert hoa.locator("table.matrix .mark-empty").count() == 37 * 5, "each village's empty themes are seen"
    hoa.goto("/tuyen-truyen/thang/?thang=2026-04")
    assert "0/37 nơi" in flat(hoa)


def on_the_loudspeaker(hoa, at_desk, world, time_is, keep) -> None:
    theme = Theme.objects.get(name__icontains="an toàn thông tin")
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
    keep(lan, "scenario-c-5-script-phone", at=".page-head")
    lan.click("form.once button")
    lan.wait_for_load_state()
    parts = ActivityPart.objects.filter(activity__text__isnull=False, result=None).order_by("area__order")
    for part in parts[:34]:
        spoken.tell_result(part=part, told=spoken.Told(on=date(2026, 4, 10)), by=world.hoa, at=clock.now())
    hoa.goto(page)
    said = flat(hoa)
    assert "35/37 thôn" in said, said[:300]
    keep(hoa, "scenario-c-5-villages-desk")
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
    assert boxes.count() == len(world.homes[5])
    boxes.evaluate_all("doors => doors.slice(0, 48).forEach(door => door.click())")
    lan.click("button:has-text('Lưu')")
    lan.wait_for_selector("text=48 hộ")
    hoa.goto("/tuyen-truyen/thang/?thang=2026-04")
    row = next(one for one in hoa.locator("main tbody tr").all_inner_texts() if "64" in one)
    assert "48" in row, row
    village = queries.by_village(world.villages[4], ActivityPart.objects.first().activity.campaign, clock.today())[0]
    assert village.informed == 48
    assert lan.trouble == []


def one_rumour(hoa, at_desk, world, time_is, keep) -> None:
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
    assert "tên đã che" not in flat(lan, "section.house >> nth=0"), "nobody reads out that a name was hidden"
    keep(lan, "scenario-c-8-rumour-phone", at="h2:has-text('Thôn cần báo')")
    lan.select_option("select[name=how]", index=1)
    lan.click("button:has-text('Ghi lại')")
    hoa.goto(f"/tin-don/{rumour.pk}/")
    assert "1/37 thôn đã báo cho dân" in flat(hoa)
    kept = [str(row) for model in (Rumour, RumourReport, RumourAnswer, Event) for row in model.objects.values()]
    kept += [one.words_text for one in RumourReport.objects.all()]
    assert not any("Hà Thị Mẫu" in one for one in kept), "no speaker's name is stored anywhere"
    assert lan.trouble == cuong.trouble == thang.trouble == []


def a_good_way_and_a_finding(hoa, at_desk, world, time_is, keep) -> None:
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
    for login in ("lan", "truong.2", "truong.3", "truong.4"):
        copies = at_desk(f"{login}@mau.example", PASSWORD, phone=True)
        copies.goto(page)
        copies.click("summary:has-text('Ghi thôn làm theo')")
        copies.click("button:has-text('Ghi thôn làm theo')")
        copies.wait_for_selector("text=Đã ghi thôn làm theo.")
        assert copies.trouble == []
    hoa.goto("/cach-lam-hay/")
    assert re.search(r"\b0?4 thôn", flat(hoa)), flat(hoa)
    hoa.goto(page)
    keep(hoa, "scenario-c-9-good-way-desk", at=".page-head")

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
