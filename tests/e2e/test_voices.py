"""Scenario A8 between a phone and the desk: no signal, said offline, decided by the chairman, told back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.phone import Phone, Server
from tests.e2e.test_phone_days import phone_of, server, village
from tungnha.units import clock
from tungnha.voices.models import Difficulty, RumourPlace
from tungnha.voices.operations import difficulties, rumours

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
__all__ = ["phone_of", "server", "village"]


def test_a_difficulty_from_the_phone_is_decided_and_told_back(village, server: Server, phone_of):
    phone: Phone = phone_of("lan")
    phone.join(village.lan, village.lan)
    phone.signal(on=False)
    phone.go("kho-khan")
    phone.page.select_option("select", "signal")
    phone.page.fill("textarea", "Ngõ Giếng không có sóng")
    faults = phone.faults("kho-khan")
    phone.page.tap("text=Lưu để gửi")
    phone.page.wait_for_selector("text=Đã lưu vào máy")
    assert Difficulty.objects.count() == 0
    phone.signal(on=True)
    phone.send()
    row = Difficulty.objects.get()
    now = clock.now()
    difficulties.ask_decision(difficulty=row, by=village.mai, at=now)
    difficulties.decide(
        difficulty=row, words="Nhà mạng đưa xe phát sóng về thứ Sáu.", decided_on=now.date(), by=village.binh, at=now
    )
    story = rumours.report(area=village.lan.area, words="Cài VNeID là mất tiền", by=village.lan, at=now).rumour
    draft = rumours.write_answer(rumour=story, words="VNeID không lấy tiền của ai.", by=village.mai, at=now)
    rumours.approve(answer=draft, by=village.binh, at=now)
    phone.go("kho-khan")
    phone.page.fill("textarea", "Thiếu máy")
    phone.page.tap("text=Lưu để gửi")
    phone.page.wait_for_selector("text=Đã lưu vào máy")
    phone.send()
    phone.go("tra-loi")
    expect(phone.page.locator("#screen")).to_contain_text("xe phát sóng về thứ Sáu")
    expect(phone.page.locator("#screen")).to_contain_text("VNeID không lấy tiền của ai.")
    faults += phone.faults("tra-loi")
    phone.page.tap("button:has-text('Đã hết vướng')")
    expect(phone.page.locator("#screen")).to_contain_text("đã xong")
    phone.page.tap("button:has-text('Đã báo, vẫn còn nghe')")
    expect(phone.page.locator("#screen")).to_contain_text("Mời chọn đã báo bà con bằng cách nào.")
    phone.page.select_option("select >> nth=0", "loudspeaker")
    phone.send()  # news that comes now leaves what she chose where it is
    assert phone.page.locator("select >> nth=0").input_value() == "loudspeaker"
    phone.page.tap("button:has-text('Đã báo, vẫn còn nghe')")
    expect(phone.page.locator("#screen")).to_contain_text("Máy sẽ báo lại cho xã.")
    phone.send()
    row.refresh_from_db()
    place = RumourPlace.objects.get(area=village.lan.area)
    assert (row.state, place.how, place.still_heard) == ("closed", "loudspeaker", True)
    assert faults == []
