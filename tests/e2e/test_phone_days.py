"""The phone app in a browser, the server really stopped and the network really off."""

from __future__ import annotations

import io
import os
import shutil
from datetime import date, timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.conftest import WALK
from tests.e2e.phone import Phone, Server, camera_film
from tungnha.field.models import CheckIn, Device, PhoneOperation, QueueTicket, SupportSession, Visit, VisitResult
from tungnha.field.sync import joining
from tungnha.ledger.models import CampaignService, Service, Standing
from tungnha.outreach.operations import materials as outreach
from tungnha.people.models import Household, Person, Place
from tungnha.units import clock
from tungnha.units.models import Campaign
from tungnha.web import phone_app, views_phone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FAMILIES = [
    ("Ngõ Trên",
     [("Nguyễn Văn Khoa", 1961), ("Trần Thị Nga", 1963), ("Nguyễn Thị Hạnh", 1988), ("Nguyễn Văn Sáu", 1992)]),
    ("Ngõ Trên", [("Lê Thị Bưởi", 1949)]),
    ("Ngõ Trên", [("Phạm Văn Cừ", 1970), ("Hà Thị Duyên", 1974)]),
    ("Ngõ Giếng", [("Hoàng Văn Giang", 1980), ("Bùi Thị Huệ", 1983), ("Hoàng Thị Út", 2004)]),
    ("Ngõ Giếng", [("Trương Văn Ích", 1955)]),
    ("Ngõ Giếng", [("Cao Văn Kỳ", 1966), ("Lường Thị Lý", 1968)]),
]  # fmt: skip
SCREENS = [
    "cho-gui", "them", "huong-dan", "mang-ra", "kho-khan", "tai-lieu", "loi-nhan", "doi-ma", "to", "nhan-vao", "buoi",
    "them-ho", "the-to",
]  # fmt: skip
CARD = "019061000017|012345678|Nguyễn Văn Khoa|14021961|Nam|Thôn 1, Mẫu Sơn|20082021"


@pytest.fixture
def server(transactional_db):
    one = Server()
    yield one
    one.stop()


@pytest.fixture
def village(transactional_db, members, villages, campaign, service):
    """Six houses of thôn 1, where everyone over 15 is asked for a signature and nobody has one."""
    CampaignService.objects.create(campaign=campaign, service=service, level=1, group="adult15")
    for n, (lane, family) in enumerate(FAMILIES, 1):
        home = Household.objects.create(code=f"{n:03}", village=villages[0], order=n, lane=lane)
        for k, (name, year) in enumerate(family):
            Person.objects.create(
                full_name=name, household=home, birth_date=date(year, 2, 14 + k), birth_precision="day",
                residence="at_home", sex="female" if " Thị " in name else "male", is_head=k == 0,
            )  # fmt: skip
    return members


@pytest.fixture
def phone_of(chromium, server, tmp_path):
    """phone_of("lan", camera=None) → a phone that opened the app."""
    phones: list[Phone] = []

    def make(name: str, camera=None) -> Phone:
        phones.append(Phone(chromium, server.url, tmp_path / name, camera))
        return phones[-1]

    yield make
    for phone in phones:
        phone.close()
    assert [trouble for phone in phones for trouble in phone.trouble] == []


@pytest.fixture
def shot():
    def keep(phone: Phone, name: str) -> None:
        if os.environ.get("TUNGNHA_WALK") == "1":
            phone.page.wait_for_timeout(250)
            phone.page.screenshot(path=WALK / f"phone-{name}.png")

    return keep


def answer(phone: Phone, words: str) -> None:
    phone.page.tap(f"dialog .outcomes >> text={words}")


def test_two_days_without_signal_then_everything_is_in_the_register(village, server, phone_of, shot, tmp_path):
    film = camera_film(tmp_path / "card.mjpeg", CARD)
    phone, faults = phone_of("lan", film), []

    def look(name: str) -> None:
        shot(phone, name)
        faults.extend(phone.faults(name))

    phone.page.wait_for_selector("input")
    look("1-code")
    phone.join(village.lan, village.lan, look)
    look("2-list")

    server.stop()
    phone.signal(on=False)
    phone.page.reload()  # everything from here on comes out of the phone
    look("3-locked")
    phone.unlock()
    assert phone.next_house() == "Nguyễn Văn Khoa"
    a_house_of_four(phone, look)
    nobody_at_home(phone)
    come_back_on_sunday(phone, look)
    a_card(phone, look)
    somebody_new(phone, look)
    assert phone.waiting() == 5
    for way in SCREENS:
        phone.go(way)
        phone.page.wait_for_selector("h1")
        look(f"5-{way}")
    phone.close()

    the_next_morning(phone, look)
    assert phone.waiting() == 6
    assert Visit.objects.count() == 0

    server.start()
    phone.signal(on=True)
    phone.send()
    look("8-sent")
    assert sorted(Visit.objects.values_list("household__code", "outcome")) == [
        ("001", "met"), ("002", "all_away"), ("003", "come_back"), ("005", "met"),
    ]  # fmt: skip
    gains = Standing.objects.filter(person__isnull=False, level__gte=1)
    assert sorted(gains.values_list("person__full_name", flat=True)) == [
        "Nguyễn Thị Hạnh", "Nguyễn Văn Khoa", "Trương Văn Ích",
    ]  # fmt: skip
    assert VisitResult.objects.get(person__full_name="Trần Thị Nga").outcome == "no_smartphone"
    phone.send()
    assert Visit.objects.count() == 4
    assert "\n".join(faults) == ""


def the_next_morning(phone: Phone, look) -> None:
    """Still without a server: a wrong PIN, a search, and an answer that the end of the app does not take along."""
    phone.open()
    phone.page.wait_for_selector(".pad")
    assert phone.waiting() == 5
    phone.enter("482916")
    phone.page.wait_for_selector("text=Mã PIN chưa đúng")
    look("6-wrong-pin")
    phone.page.wait_for_selector("text=Mời bấm lại")
    phone.unlock()
    phone.go("")
    phone.page.wait_for_selector(".next")
    phone.page.fill("#find", "ich")
    look("7-search")
    phone.page.tap("text=Trương Văn Ích")
    phone.page.tap(".ask")
    answer(phone, "Đã có từ trước")
    phone.page.wait_for_timeout(600)
    phone.page.reload()  # the phone ended the app before it was saved
    phone.unlock()
    phone.page.wait_for_selector(".ask.answered >> text=Đã có từ trước")
    phone.page.tap(".act >> text=Lưu")
    phone.page.wait_for_selector("text=Đã lưu vào máy")


def a_house_of_four(phone: Phone, look) -> None:
    """From the list and back in at most eight taps; only after that is it said to be saved."""
    phone.page.evaluate("globalThis.taps = 0")
    phone.page.tap("text=Vào nhà này")
    phone.page.tap(".ask >> nth=0")
    answer(phone, "Vừa làm xong")
    answer(phone, "Không có điện thoại thông minh")
    answer(phone, "Đã có từ trước")
    answer(phone, "Sợ lừa đảo")
    phone.page.wait_for_selector("dialog", state="detached")
    phone.page.tap(".act >> text=Lưu")
    phone.page.wait_for_selector("text=Đã lưu vào máy")
    assert phone.page.evaluate("globalThis.taps") <= 8
    look("4-saved")
    assert phone.next_house() == "Lê Thị Bưởi"


def nobody_at_home(phone: Phone) -> None:
    phone.page.tap("text=Vào nhà này")
    phone.page.tap("text=Cả nhà đi vắng")
    phone.page.wait_for_selector("text=Lê Thị Bưởi: cả nhà đi vắng")


def come_back_on_sunday(phone: Phone, look) -> None:
    assert phone.next_house() == "Phạm Văn Cừ"
    phone.page.tap("text=Vào nhà này")
    phone.page.wait_for_selector(".ask")
    look("4-door")
    phone.page.tap("text=Cả nhà: tuyên truyền")
    phone.page.fill("textarea", "gọi số 0912 000 345 nhé")
    phone.page.wait_for_selector("text=Trong ghi chú có số dài")
    look("4-whole-house")
    phone.page.fill("textarea", "chủ nhật mới có nhà")
    phone.page.tap(".ask >> nth=0")
    look("4-outcomes")
    phone.page.tap("dialog >> text=Đóng")
    phone.page.tap("text=Hẹn lại")
    look("4-appointment")
    phone.page.tap("dialog >> text=Chủ nhật")
    phone.page.tap(".act >> text=Lưu")
    phone.page.wait_for_selector("text=Phạm Văn Cừ: hẹn quay lại")


def a_card(phone: Phone, look) -> None:
    """A noisy, tilted film of a card: its four fields, nothing else of it, and the camera is off."""
    phone.page.fill("#find", "khoa")
    phone.page.tap("text=Nguyễn Văn Khoa")
    phone.page.tap("summary:has-text('Thẻ') >> nth=0")
    phone.page.tap("text=Xem thẻ căn cước >> nth=0")
    phone.page.tap("text=Quét thẻ căn cước")
    phone.page.wait_for_selector("text=Tên trên thẻ khớp với sổ", timeout=20_000)
    values = phone.page.eval_on_selector_all("#screen input, #screen select", "all => all.map(e => e.value)")
    assert values == ["019061000017", "Nguyễn Văn Khoa", "14/02/1961", "male"]
    assert phone.page.locator("video").count() == 0
    assert "Mẫu Sơn" not in phone.page.content()
    look("4-card")
    phone.page.tap(".act >> text=Lưu")
    phone.page.wait_for_selector("text=Đã lưu vào máy")


def somebody_new(phone: Phone, look) -> None:
    """One who is held already is shown while she is typed; another of her name is somebody else."""
    phone.page.tap("text=Thêm người chưa có trong sổ")
    phone.page.get_by_label("Họ và tên").fill("Bùi Thị Huệ")
    phone.page.get_by_label("Ngày sinh").fill("1983")
    phone.page.get_by_label("Ngày sinh").press("Tab")
    phone.page.locator("text=Có phải người này không?").evaluate("head => head.scrollIntoView()")
    look("4-double")
    phone.page.tap("text=Người khác")
    phone.page.tap("text=Lưu người này")
    phone.page.wait_for_selector("text=Bùi Thị Huệ, ở nhà Nguyễn Văn Khoa")


@pytest.fixture
def second_campaign(village, campaign):
    """Beside the first one: it asks for VNeID, and a leaflet with a picture goes to the doors for it."""
    with io.BytesIO() as drawn:
        Image.new("RGB", (320, 180), "#1b6243").save(drawn, "WEBP")
        leaflet = outreach.write_material(
            area=campaign.area, title="Năm điều không hỏi", words="Không hỏi mật khẩu.\nKhông hỏi mã OTP.",
            kind="leaflet", picture=drawn.getvalue(), by=village.mai, at=clock.now(),
        )  # fmt: skip
    outreach.approve(material=leaflet, by=village.mai, at=clock.now())
    second = Campaign.objects.create(
        name="Đợt VNeID", area=campaign.area, organisation=campaign.organisation, started_on=campaign.started_on
    )
    CampaignService.objects.create(
        campaign=second, service=Service.objects.get(code="vneid"), level=1, group="adult15"
    )  # fmt: skip
    return second


def somebody_held_already(phone: Phone) -> None:
    """The phone knows him from another door: nobody is added, and two campaigns ask here."""
    phone.go("")
    phone.page.tap("text=Vào nhà này")
    phone.page.tap("text=Thêm người chưa có trong sổ")
    phone.page.get_by_label("Họ và tên").fill("Trương Văn Ích")
    phone.page.get_by_label("Ngày sinh").fill("1955")
    phone.page.get_by_label("Ngày sinh").press("Tab")
    phone.page.tap("text=Đúng người này")
    phone.page.wait_for_selector("h1 >> text=Trương Văn Ích")
    assert phone.waiting() == 0
    phone.page.tap(".ask:has-text('VNeID')")
    answer(phone, "Vừa làm xong")
    answer(phone, "Chưa muốn làm")
    phone.page.tap(".act >> text=Lưu")
    phone.page.wait_for_selector("text=Đã lưu vào máy")


def test_what_is_rarely_done_is_done_in_one_afternoon_without_signal(
    village, second_campaign, campaign, server, phone_of
):
    """Somebody held already, a new house, a new PIN, a picture to show, a number to ring, two campaigns at one door."""
    village.lan.user.set_phone("0912000200")
    village.lan.user.save()
    phone = phone_of("son")
    phone.join(village.son, village.lan)
    server.stop()
    phone.signal(on=False)

    phone.go("tai-lieu")
    phone.page.tap("text=Năm điều không hỏi")
    expect(phone.page.locator("img.picture")).to_have_js_property("naturalWidth", 320)
    faults = phone.faults("material")
    phone.go("huong-dan")
    assert phone.page.get_attribute("a:has-text('Gọi tổ trưởng')", "href") == "tel:0912000200"
    faults += phone.faults("whom to ring")

    somebody_held_already(phone)

    phone.go("them-ho")
    phone.page.get_by_label("Ngõ, xóm").fill("Ngõ Mới")
    phone.page.get_by_label("Nhà ở đâu").fill("cạnh giếng")
    phone.page.get_by_label("Họ và tên").fill("Lò Thị Xuân")
    phone.page.get_by_label("Ngày sinh").fill("1971")
    phone.page.tap("text=Lưu nhà này")
    phone.page.wait_for_selector("h1 >> text=Lò Thị Xuân")
    faults += phone.faults("new house")

    phone.go("doi-ma")
    phone.page.wait_for_selector("text=Bấm mã PIN đang dùng")
    phone.enter()
    phone.page.wait_for_selector("text=Bấm mã PIN mới")
    phone.enter("739164")
    phone.page.wait_for_selector("text=Bấm lại mã PIN mới")
    phone.enter("739164")
    phone.page.wait_for_selector("text=Đã đổi mã PIN")
    phone.page.reload()
    phone.page.wait_for_selector(".pad")
    phone.enter()
    phone.page.wait_for_selector("text=Mã PIN chưa đúng")
    phone.page.wait_for_selector("text=Mời bấm lại")
    phone.unlock("739164")

    server.start()
    phone.signal(on=True)
    phone.send()
    told = Visit.objects.order_by("campaign").values_list("campaign", "household__code", "outcome")
    assert list(told) == [(campaign.pk, "005", "met"), (second_campaign.pk, "005", "met")]
    answers = VisitResult.objects.values_list("visit__campaign", "service__code", "outcome")
    assert set(answers) == {(campaign.pk, "chu-ky-so", "refused"), (second_campaign.pk, "vneid", "set_up_now")}
    assert Household.objects.get(lane="Ngõ Mới").house == "cạnh giếng"
    assert Person.objects.filter(full_name="Trương Văn Ích").count() == 1
    assert set(PhoneOperation.objects.values_list("answer", flat=True)) == {"stored"}
    assert "\n".join(faults) == ""


def test_unsent_work_goes_over_by_file_and_a_phone_taken_back_is_emptied_after_its_work(
    village, server, phone_of, shot, tmp_path
):
    son, lan = phone_of("son"), phone_of("lan")
    son.join(village.son, village.lan)
    lan.join(village.lan, village.lan)
    son.signal(on=False)
    nobody_at_home_at(son, "Nguyễn Văn Khoa")

    son.page.reload()  # he forgot the PIN: the work goes out all the same
    son.page.wait_for_selector(".pad")
    son.page.tap("text=Quên mã PIN")
    shot(son, "9-forgotten")
    faults = son.faults("forgotten")
    son.page.tap("text=Mang việc chưa gửi ra")
    with son.page.expect_download() as download:
        son.page.tap("text=Làm tệp để gửi")
    carried = tmp_path / "viec.json"
    download.value.save_as(carried)
    assert "Khoa" not in carried.read_text("utf-8")
    son.page.tap("text=Hiện mã QR")
    son.page.wait_for_selector(".qr")
    shot(son, "9-carry")
    faults += son.faults("carry")
    assert son.waiting() == 1

    lan.go("nhan-vao")
    lan.page.set_input_files("input[type=file]", carried)
    lan.page.wait_for_selector("text=Đã nhận vào máy")
    lan.send()
    assert list(Visit.objects.values_list("household__code", "made_by")) == [("001", village.son.pk)]

    son.go("")
    son.unlock()
    nobody_at_home_at(son, "Lê Thị Bưởi")
    joining.revoke(device=Device.objects.get(member=village.son), by=village.lan, at=clock.now())
    son.signal(on=True)
    son.page.wait_for_selector("text=Máy này đã được thu hồi")
    shot(son, "9-revoked")
    faults += son.faults("revoked")
    assert sorted(Visit.objects.values_list("household__code", flat=True)) == ["001", "002"]
    assert son.page.evaluate(HELD) == {"rows": 0, "config": 0}
    assert "\n".join(faults) == ""


HELD = """async () => {
    const done = (request) => new Promise(said => { request.onsuccess = () => said(request.result) });
    const db = await done(indexedDB.open("tungnha"));
    const count = (name) => done(db.transaction(name).objectStore(name).count());
    return {rows: await count("rows"), config: await count("config")};
}"""


def nobody_at_home_at(phone: Phone, name: str) -> None:
    phone.page.wait_for_selector(f".next >> text={name}")
    phone.page.tap("text=Vào nhà này")
    phone.page.tap("text=Cả nhà đi vắng")
    phone.page.wait_for_selector("text=Đã lưu vào máy")


@pytest.fixture
def session(village, campaign, villages, service):
    """This hour at the culture house of thôn 1."""
    now = clock.now()
    place = Place.objects.create(name="Nhà văn hóa thôn 1", kind="culture_house", area=villages[0])
    one = SupportSession.objects.create(
        campaign=campaign, area=villages[0], place=place, starts_at=now, ends_at=now + timedelta(hours=3),
        published_at=now, changed_at=now, name="Làm chữ ký số",
    )  # fmt: skip
    one.services.set([service])
    return one


def test_two_phones_at_one_session_without_signal_come_to_the_same_totals(village, session, server, phone_of, shot):
    lan, son = phone_of("lan"), phone_of("son")
    for phone, member in ((lan, village.lan), (son, village.son)):
        phone.join(member, village.lan)
        phone.signal(on=False)
    server.stop()

    faults = came(lan, "khoa", "Nguyễn Văn Khoa", session, done=True)
    lan.page.tap("text=Người ngoài sổ đến")
    lan.page.wait_for_selector("text=Thêm một người ngoài sổ")
    shot(lan, "10-session")
    faults += came(son, "buoi", "Lê Thị Bưởi", session) + came(son, "khoa", "Nguyễn Văn Khoa", session)
    for phone, count in ((lan, 2), (son, 1)):
        phone.go(f"so/{session.pk}")
        for _ in range(count):
            given = phone.page.inner_text("button:has-text('Phát số mới')").split()[-1]
            phone.page.tap("text=Phát số mới")
            phone.page.wait_for_selector(f".rows >> text={given}")
    lan.page.tap("button:has-text('Mời số')")
    lan.page.wait_for_selector(".serving")
    shot(lan, "10-queue")
    faults += lan.faults("queue")
    lan.page.tap("text=Đã làm xong")

    server.start()
    for phone in (lan, son, lan):
        phone.signal(on=True)
        phone.send()
    tickets = QueueTicket.objects.values_list("letter", "n", "state")
    assert sorted(tickets) == [("A", 1, "served"), ("A", 2, "waiting"), ("B", 1, "waiting")]
    assert CheckIn.objects.filter(session=session, person__isnull=False).count() == 2
    assert CheckIn.objects.filter(session=session, person=None).count() == 1
    assert Standing.objects.get(person__full_name="Nguyễn Văn Khoa").decided_by.source == "session"
    for phone in (lan, son):
        phone.go(f"so/{session.pk}")
        phone.page.wait_for_selector("text=2 người chờ")
        phone.go(f"diem-danh/{session.pk}")
        phone.page.wait_for_selector(".rows >> text=Lê Thị Bưởi")
        assert phone.page.locator(".rows >> text=Nguyễn Văn Khoa").count() == 1
    assert "\n".join(faults) == ""


def came(phone: Phone, typed: str, name: str, session: SupportSession, *, done: bool = False) -> list[str]:
    phone.go(f"diem-danh/{session.pk}")
    phone.page.get_by_label("Tìm tên hoặc số căn cước").fill(typed)
    phone.page.tap(f"#screen button:has-text('{name}')")
    phone.page.wait_for_selector("dialog")
    if done:
        phone.page.tap("dialog label.tick >> nth=0")
    faults = phone.faults("check-in")
    phone.page.tap("dialog >> text=Điểm danh")
    phone.page.wait_for_selector(f"text={name} đã đến")
    return faults


def test_a_new_version_opens_what_the_old_one_saved(village, server, phone_of, monkeypatch, tmp_path, record_property):
    phone = phone_of("lan")
    phone.join(village.lan, village.lan)
    record_property("usable", usable_on_a_slow_phone(phone))
    server.stop()
    nobody_at_home_at(phone, "Nguyễn Văn Khoa")

    newer = tmp_path / "phone"
    shutil.copytree(phone_app.FOLDER, newer)
    (newer / "app.css").write_text((newer / "app.css").read_text("utf-8") + "\nh1 { letter-spacing: 0; }\n", "utf-8")
    newest = phone_app.load(newer)
    monkeypatch.setattr(views_phone, "app", lambda: newest)
    server.start()
    phone.page.reload()
    phone.unlock()
    phone.page.evaluate("() => navigator.serviceWorker.ready.then(one => one.update())")
    phone.go("them")
    phone.page.wait_for_selector("text=Dùng bản mới")
    phone.page.tap("text=Dùng bản mới")
    phone.page.wait_for_selector(".pad")
    assert phone.page.get_attribute("meta[name=version]", "content") == newest.version != phone_app.app().version
    phone.unlock()
    phone.send()
    assert Visit.objects.count() == 1


def usable_on_a_slow_phone(phone: Phone) -> float:
    """Milliseconds from the tap on the drawing to the first screen that answers, four times slowed; told, not held."""
    slow = phone.context.new_cdp_session(phone.page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    took = []
    for _ in range(3):
        phone.page.reload()
        phone.page.wait_for_selector(".pad")
        took.append(phone.page.evaluate("performance.getEntriesByName('usable')[0].startTime"))
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    print(f"from tap to usable, four times slowed: {min(took):.0f} ms of {[round(one) for one in took]}")  # noqa: T201
    phone.unlock()
    return min(took)
