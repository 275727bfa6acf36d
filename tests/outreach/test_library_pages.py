"""The pages of what is given out and shown, as Mai, Lan, Thu and Việt use them."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.outreach.test_materials import picture
from tungnha.outreach.models import Material, MaterialDelivery, Offer, PlanLink, Posting, SiteEntry
from tungnha.outreach.operations import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
WORDS = {"title": "Năm điều", "kind": "warning", "words": "Không hỏi mật khẩu.", "for_door": "on", "order": "1"}
PDF = b"%PDF-1.7 to roi\n%%EOF"


def said(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def mai(client_of, members):
    return client_of(members.mai)


@pytest.fixture
def material(mai, service, at_tuesday):
    """Approved, with a file to print and a template, passed on to both villages and the school."""
    file, template = SimpleUploadedFile("to-roi.pdf", PDF), SimpleUploadedFile("mau.jpg", picture(300, 200))
    mai.post("/tai-lieu/them/", WORDS | {"file": file, "template": template, "audience": "elderly"})
    made = Material.objects.get()
    mai.post(f"/tai-lieu/{made.pk}/duyet/")
    return made


@pytest.fixture
def passed_on(material, mai, villages, units):
    given = {"areas": [v.pk for v in villages], "organisations": [units.school.pk]}
    mai.post(f"/tai-lieu/{material.pk}/chuyen/", given)
    return material


def test_passed_on_opened_downloaded_and_the_others_by_name(passed_on, mai, client_of, members):
    page = f"/tai-lieu/{passed_on.pk}/"
    assert "0/3 nơi đã nhận bản 1" in said(mai.get(page))
    client_of(members.lan).get(page)
    file = client_of(members.thu).get(f"{page}tep/use/")
    assert (file.content, file["Content-Disposition"]) == (PDF, f'attachment; filename="tai-lieu-{passed_on.pk}.pdf"')
    seen = said(mai.get(page))
    assert "2/3 nơi đã nhận bản 1" in seen
    assert "Chưa nhận: Thôn 2." in seen
    assert "2/3" in said(mai.get("/tai-lieu/"))
    waiting = MaterialDelivery.objects.get(received_at=None)
    mai.post(f"/tai-lieu/da-giao/{waiting.pk}/")
    assert "Tất cả đã nhận." in said(mai.get(page))


def test_who_may_pass_on_and_say_so_for_others(passed_on, client_of, members):
    waiting = MaterialDelivery.objects.first()
    for member in (members.lan, members.thu, members.binh):
        client = client_of(member)
        assert client.post(f"/tai-lieu/{passed_on.pk}/chuyen/", {}).status_code == 404
        assert client.post(f"/tai-lieu/da-giao/{waiting.pk}/").status_code == 404
    assert MaterialDelivery.objects.filter(received_at=None).count() == 3


def test_nothing_chosen_is_said_and_a_wrong_file_beside_its_field(material, mai):
    assert "Chưa chọn nơi nhận" in said(mai.post(f"/tai-lieu/{material.pk}/chuyen/", {}))
    wrong = WORDS | {"file": SimpleUploadedFile("a.html", b"<script>alert(1)</script>")}
    answer = mai.post("/tai-lieu/them/", wrong)
    assert (answer.status_code, "mời chọn tệp PDF, ảnh" in said(answer)) == (400, True)
    assert Material.objects.count() == 1


def test_a_phone_that_holds_it_is_the_receipt(passed_on, members, at_tuesday):
    from tungnha.field.sync import config
    from tungnha.outreach.operations.passing import held_on_phone

    assert held_on_phone in config._when_held
    held_on_phone(members.son, config.config_for(members.son, at_tuesday), at_tuesday)
    assert MaterialDelivery.objects.get(received_by=members.son).how == "phone"


# --- sites -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def posting(mai, villages, campaign, at_tuesday):
    given = {"title": "Băng rôn chữ ký số", "form": "banner", "houses": "on", "others": "Cổng chợ\n\nNgã ba"}
    mai.post("/niem-yet/them/", given)
    return Posting.objects.get()


def test_a_village_ticks_its_own_and_the_desk_reads_who_lacks(posting, mai, client_of, members):
    page = f"/niem-yet/{posting.pk}/"
    sites = {site.name: site for site in posting.sites.all()}
    assert set(sites) == {"Nhà văn hóa thôn 1", "Nhà văn hóa thôn 2", "Cổng chợ", "Ngã ba"}
    lan = client_of(members.lan)
    assert "Cổng chợ" not in said(lan.get(page))
    tick = {"site": [s.pk for s in sites.values()], "quantity": "2", "on": "2026-05-26"}
    lan.post(f"{page}danh-dau/", tick)  # she may tick only the place of her own village
    seen = said(mai.get(page))
    assert "1/4 nơi đã treo, cả thảy 2." in seen
    lacking = seen.split("Còn thiếu:")[1].split(".")[0]
    assert {name.strip() for name in lacking.split(",")} == {"Nhà văn hóa thôn 2", "Cổng chợ", "Ngã ba"}
    assert "1/4" in said(mai.get("/niem-yet/"))


def test_a_photo_of_what_hangs_is_small_and_says_nothing_of_the_place(posting, client_of, members):
    lan, site = client_of(members.lan), posting.sites.get(name="Nhà văn hóa thôn 1")
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (20.0, 8.0, 0.0)
    photo = SimpleUploadedFile("anh.jpg", picture(exif=exif))
    lan.post(f"/niem-yet/noi/{site.pk}/", {"is_up": "1", "quantity": "1", "on": "2026-05-25", "picture": photo})
    entry = SiteEntry.objects.get()
    kept = lan.get(f"/niem-yet/anh/{entry.pk}.webp").content
    assert (kept, dict(Image.open(io.BytesIO(kept)).getexif())) == (bytes(entry.picture), {})
    assert client_of(members.hung).get(f"/niem-yet/anh/{entry.pk}.webp").status_code == 404
    assert client_of(members.son).post(f"/niem-yet/loi-ghi/{entry.pk}/rut/").status_code == 404
    lan.post(f"/niem-yet/loi-ghi/{entry.pk}/rut/")
    assert "0/1 nơi đã treo" in said(lan.get(f"/niem-yet/{posting.pk}/"))


def test_a_wrong_day_is_said_and_the_ticks_stay(posting, mai):
    site = posting.sites.first()
    answer = mai.post(f"/niem-yet/{posting.pk}/danh-dau/", {"site": [site.pk], "quantity": "1", "on": "2026-06-30"})
    assert (answer.status_code, "Ngày treo chưa tới" in said(answer)) == (400, True)
    assert f'value="{site.pk}" checked' in answer.content.decode()


# --- offers ----------------------------------------------------------------------------------------------------------


def test_an_operator_offers_the_commune_agrees_villages_are_told(client_of, mai, members, units, villages, at_tuesday):
    viet, lan = client_of(members.viet), client_of(members.lan)
    given = {"organisation": units.vnpt.pk, "title": "Miễn phí chữ ký số", "for_whom": "người từ 15 tuổi"}
    viet.post("/uu-dai/them/", given | {"until": "2026-06-30"})
    offer = Offer.objects.get()
    page = f"/uu-dai/{offer.pk}/"
    assert lan.get(page).status_code == 404  # not before the commune has read it
    assert viet.post(f"{page}dong-y/").status_code == 404
    mai.post(f"{page}dong-y/")
    lan.post(f"{page}bao-thon/", {"area": [v.pk for v in villages], "how": "meeting", "on": "2026-05-26"})
    seen = said(mai.get(page))
    assert "Đã báo 1/2 thôn" in seen
    assert "Chưa báo: Thôn 2." in seen
    assert "1/2" in said(mai.get("/uu-dai/"))
    assert viet.post(f"{page}thoi/", follow=True).status_code == 200
    offer.refresh_from_db()
    assert offer.withdrawn_at is not None


# --- addresses -------------------------------------------------------------------------------------------------------


def test_the_code_of_a_plan_on_the_page_and_on_a_sheet(campaign, mai, client_of, members, settings):
    page = f"/tai-lieu/dia-chi/{campaign.pk}/"
    assert "TUNGNHA_ADDRESS" in said(mai.get(page))
    settings.ADDRESS = "https://tungnha.example"
    code = campaign.address.code
    for answer in (mai.get(page), mai.get(f"{page}in/"), client_of(members.lan).get(page)):
        assert f"tungnha.example/k/{code}" in said(answer)
        assert 'class="qr"' in answer.content.decode()


def test_a_link_of_the_plan_is_shown_to_everybody_only_once_an_officer_says_so(
    campaign, mai, client, client_of, members, at_tuesday
):
    kept = addresses.keep_links_of(
        campaign, [{"kind": "qr", "url": "https://kho.example/a", "text": "Kho"}, {"kind": "qr", "url": "javascript:x"},
                   {"kind": "url", "url": "xa.example.vn/tai-lieu", "text": ""}], by=members.mai, at=at_tuesday,
    )  # fmt: skip
    links = list(PlanLink.objects.order_by("pk").values_list("url", "found"))
    assert (kept, links) == (2, [("https://kho.example/a", "qr"), ("https://xa.example.vn/tai-lieu", "url")])
    public = f"/k/{addresses.address_of(campaign, at_tuesday).code}/"
    assert "kho.example" not in said(client.get(public))
    link = PlanLink.objects.order_by("pk").first()
    assert client_of(members.lan).post(f"/tai-lieu/duong-dan/{link.pk}/", {"shown": "1"}).status_code == 404
    mai.post(f"/tai-lieu/duong-dan/{link.pk}/", {"shown": "1"})
    assert "kho.example" in said(client.get(public))
    mai.post(f"/tai-lieu/duong-dan/{link.pk}/", {"shown": "0"})
    assert "kho.example" not in said(client.get(public))
    answer = mai.post(f"/tai-lieu/dia-chi/{campaign.pk}/them/", {"url": "javascript:alert(1)", "words": "x"})
    assert (answer.status_code, "Địa chỉ này không mở được" in said(answer)) == (400, True)


def test_a_school_speaks_for_its_own_gate_and_for_no_village(mai, client_of, members, units, service, at_tuesday):
    mai.post("/niem-yet/them/", {"title": "Băng rôn", "form": "banner", "houses": "on", "offices": "on"})
    posting = Posting.objects.get()
    gate = posting.sites.get(organisation=units.school)
    house = posting.sites.filter(organisation=None).first()
    thu, where = client_of(members.thu), f"/niem-yet/{posting.pk}/"
    shown = thu.get(where).content.decode()
    assert (f'name="site" value="{gate.pk}"' in shown, f'name="site" value="{house.pk}"' in shown) == (True, False)
    thu.post(f"{where}danh-dau/", {"site": [gate.pk, house.pk], "quantity": "1", "on": "2026-05-26"})
    assert list(SiteEntry.objects.values_list("site", flat=True)) == [gate.pk]
    said_of = {"is_up": "1", "quantity": "1", "on": "2026-05-26"}
    assert thu.post(f"/niem-yet/noi/{house.pk}/", said_of).status_code == 404
    assert thu.post(f"/niem-yet/noi/{gate.pk}/", said_of | {"quantity": "2"}).status_code == 302
