"""In a browser, at a desk and on a phone: a person asks at a door, the steward answers, the letter is downloaded."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.e2e.pages import faults
from tests.e2e.test_pages import log_in
from tests.people.test_rights import words
from tungnha.people.models import ConsentNotice, Person, RightsRequest
from tungnha.people.operations import consents, restricting, retention
from tungnha.units import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT = "/nhan-khau/bao-ve-du-lieu/"


@pytest.fixture
def frozen(transactional_db):
    with clock.freeze("2026-02-13T16:30:00+07:00"):  # the Friday before Tết
        yield


def downloaded(page, button: str) -> str:
    with page.expect_download() as started:
        page.click(button)
    return words(Path(started.value.path()).read_bytes())


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_request_from_the_door_to_the_letter(frozen, phone, members, people, client_of, open_browser, live_server):
    door, desk = open_browser(phone=phone), open_browser(phone=phone)
    log_in(door, live_server, client_of(members.lan))
    log_in(desk, live_server, client_of(members.dung))

    door.goto(f"{AT}yeu-cau/nhan/")
    door.click("button:has-text('Gửi yêu cầu')")
    door.wait_for_selector("text=Chưa gửi được")  # nothing was chosen beforehand
    door.check("input[name=kind][value=delete]")
    door.fill("input[name=asker_name]", "Nguyễn Văn An")
    door.fill("textarea[name=words]", "Nhà đầu ngõ Trên, xin xóa hết")
    door.click("button:has-text('Gửi yêu cầu')")
    door.wait_for_selector("text=Đã nhận yêu cầu DL-")

    desk.goto(AT)
    desk.click("a:has-text('xóa dữ liệu')")
    desk.wait_for_selector("text=hết thứ Ba, 24/2/2026")  # two working days over Tết
    desk.wait_for_selector("text=hết thứ Năm, 5/3/2026")  # twenty days
    assert "hết ngày 05/3/2026" in downloaded(desk, "button:has-text('Thư phản hồi')")
    desk.reload()
    desk.fill("#tim", "nguyen van an")
    desk.click("main button:has-text('Tìm')")
    desk.click("button[aria-label^='Chọn Nguyễn Văn An']")
    desk.check("input[name=checked][value=known]")
    desk.click("button:has-text('Ghi đã kiểm tra')")
    desk.wait_for_selector("text=cán bộ, Tổ trưởng biết mặt")
    desk.check("input[name=outcome][value=done]")
    desk.click("button:has-text('Trả lời và đóng yêu cầu')")
    letter = downloaded(desk, "button:has-text('Thư trả lời')")
    assert "đã thực hiện xong yêu cầu" in letter
    assert "được xóa khỏi hệ thống" in letter
    assert Person.objects.get(pk=people.an.pk).full_name == "Đã xóa thông tin"
    assert RightsRequest.objects.get().outcome == "done"
    assert desk.trouble == door.trouble == []


def made_pages(client, people, members, commune, campaign) -> list[str]:
    """One of everything, made through the pages themselves; where each is looked at."""
    form = {"kind": "view", "asker_name": "Nguyễn Văn An", "asks": "self", "channel": "desk", "words": "Cho xem"}
    asked = client.post(f"{AT}yeu-cau/nhan/", form | {"received_at": "08:00 13/2/2026"}).url
    client.post(f"{asked}buoc/chon/", {"person": people.an.pk})
    said = {"purpose": "Chữ ký số", "basis": "duty", "fields_used": ["họ và tên"], "responsible_unit": "Phòng"}
    said |= {"keep_until": "12/2/2026", "responsible_name": "Dung"}
    record = client.post(f"{AT}ho-so/lap/?chien-dich={campaign.pk}", said).url
    retention.propose(clock.now())
    breach = client.post(
        f"{AT}su-co/ghi/", {"detected_at": "07:00 13/2/2026", "what": "Mất máy", "member": members.lan.pk}
    ).url
    client.post(f"{AT}dong-y/", {"purpose": "Chụp ảnh", "text": "Xin phép"})
    notice = ConsentNotice.objects.get()
    consents.give(person=people.an, notice=notice, channel="paper", given_at=clock.now(), evidence="tờ 1",
                  by=members.lan, at=clock.now())  # fmt: skip
    held = restricting.restrict(person=people.bao, by=members.dung, at=clock.now())
    return [
        AT, f"{AT}yeu-cau/", f"{AT}yeu-cau/nhan/", asked, f"{AT}nguoi/{people.an.pk}/", f"{AT}khong-luu/",
        f"{AT}ho-so/", f"{AT}ho-so/lap/", record, f"{AT}kiem-tra/", f"{AT}den-han/{commune.retentions.get().pk}/",
        f"{AT}su-co/", f"{AT}su-co/ghi/", breach, f"{breach}nguoi/", f"{AT}dong-y/",
        f"{AT}dong-y/mau/{notice.pk}/", f"{AT}dong-y/nguoi/{people.an.pk}/", f"{AT}han-che/{held.pk}/thoi/",
        f"/nhan-khau/{people.bao.pk}/", "/thiet-lap/ngay-nghi/",
    ]  # fmt: skip


def test_the_pages_of_the_law_can_be_read_touched_and_heard(
    frozen, members, people, commune, campaign, client_of, open_browser, live_server
):
    client, page = client_of(members.dung), open_browser()
    log_in(page, live_server, client)
    host, wrong = urlsplit(live_server.url).netloc, {}
    for address in made_pages(client, people, members, commune, campaign):
        if found := faults(page, address, host):
            wrong[address] = found
    door = open_browser(phone=True)
    log_in(door, live_server, client_of(members.lan))
    for address in (f"{AT}yeu-cau/nhan/", f"{AT}dong-y/nguoi/{people.an.pk}/"):
        if found := faults(door, address, host):
            wrong[f"Lan {address}"] = found
    assert not wrong, "\n".join(f"{address}: {fault}" for address, found in wrong.items() for fault in found)
