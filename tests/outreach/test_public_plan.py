"""What the code on a plan's papers opens: for everybody, for ever, and nothing but what is on the whitelist."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.outreach.test_library import upload
from tests.outreach.test_materials import picture
from tungnha.outreach import files, pictures
from tungnha.outreach.models import MaterialFile, PlanAddress
from tungnha.outreach.operations import addresses, materials, offers
from tungnha.outreach.queries.addresses import link_of
from tungnha.plans.models import Plan
from tungnha.units import clock
from tungnha.units.models import Campaign

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MOST_BYTES = 100 * 1024
STATIC = re.compile(r"""(?:href|src)="(/static/[^"]+)\"""")
PDF = b"%PDF-1.7 to roi\n%%EOF"


def said(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def stranger():
    return Client()


@pytest.fixture
def show(commune, members, at_tuesday):
    def make(title="VNeID mức 2", words="Mở VNeID.\nBấm “Kích hoạt”.", approve=True, **more):
        made = materials.write_material(
            area=commune, title=title, words=words, kind="guide", by=members.mai, at=at_tuesday,
            **({"is_public": True, "for_door": False} | more),
        )  # fmt: skip
        return materials.approve(material=made, by=members.mai, at=at_tuesday) if approve else made

    return make


@pytest.fixture
def where(campaign, at_tuesday):
    return f"/k/{addresses.address_of(campaign, at_tuesday).code}/"


def test_the_materials_of_a_plan_without_log_in_cookie_or_script(show, where, stranger, campaign):
    photo = pictures.small(picture())
    taken = {MaterialFile.Purpose.USE: files.take(upload(PDF, "Tờ rơi Bà Lường.pdf"), MaterialFile.Purpose.USE)}
    made = show(picture=photo, taken=taken, link="https://video.example/vneid", audience="elderly")
    page = stranger.get(where)
    assert (page.status_code, page.cookies) == (200, {})
    assert "VNeID mức 2" in said(page)
    assert "dành cho người cao tuổi" in said(page)
    one = stranger.get(f"{where}{made.pk}/")
    for words in ("Mở VNeID.", "Tải về (PDF, 1 KB)", "Trang khác: https://video.example/vneid"):
        assert words in said(one), words
    for answer in (page, one):
        assert "<script" not in answer.content.decode()
        assert "Bà Lường" not in answer.content.decode()
    assert stranger.get(f"{where}{made.pk}/hinh.webp").content == photo
    file = stranger.get(f"{where}{made.pk}/tep")
    assert (file.content, file["Content-Disposition"]) == (PDF, f'attachment; filename="tai-lieu-{made.pk}.pdf"')
    assert file["X-Content-Type-Options"] == "nosniff"


def test_a_page_with_its_styles_and_its_picture_stays_under_100_kb(show, where, stranger):
    made = show(words="Bước một.\n" * 250, picture=pictures.small(picture()))
    for address in (where, f"{where}{made.pk}/"):
        answer = stranger.get(address)
        loaded = {path.split("?")[0] for path in STATIC.findall(answer.content.decode())}
        whole = len(answer.content) + sum(Path(finders.find(path[8:])).stat().st_size for path in loaded)
        if "hinh.webp" in answer.content.decode():
            whole += len(stranger.get(f"{address}hinh.webp").content)
        assert whole < MOST_BYTES, (address, whole, loaded)


@pytest.mark.parametrize(
    "more",
    [{"is_public": False}, {"approve": False}, {"valid_until": date(2026, 5, 26)}, {"campaign": "other"}],
    ids=["not marked", "a draft", "run out", "of another plan"],
)
def test_only_what_is_for_everybody_today(show, where, stranger, more, campaign, at_tuesday):
    if more.get("campaign") == "other":
        more = {"campaign": Campaign.objects.create(
            name="Kế hoạch khác", area=campaign.area, organisation=campaign.organisation)}  # fmt: skip
    taken = {MaterialFile.Purpose.TEMPLATE: files.take(upload(PDF, "mau.pdf"), MaterialFile.Purpose.TEMPLATE)}
    made = show(title="Riêng", taken=taken, **more)
    with clock.freeze(at_tuesday + timedelta(days=1)):
        assert "Riêng" not in said(stranger.get(where))
        for tail in ("", "hinh.webp", "tep"):
            assert stranger.get(f"{where}{made.pk}/{tail}").status_code == 404


def test_a_template_is_for_those_who_work_not_for_everybody(show, where, stranger):
    taken = {MaterialFile.Purpose.TEMPLATE: files.take(upload(PDF, "mau.pdf"), MaterialFile.Purpose.TEMPLATE)}
    made = show(taken=taken)
    assert stranger.get(f"{where}{made.pk}/tep").status_code == 404


def test_scripts_in_what_was_typed_are_words_and_names_of_people_are_hidden(show, where, stranger, people):
    made = show(title="Cách làm", words="<script>alert(1)</script> hỏi Nguyễn Văn An, gọi 0912 000 011")
    page = stranger.get(f"{where}{made.pk}/").content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert ("Nguyễn Văn An" in page, "000 011" in page) == (False, False)


def test_an_offer_is_told_while_it_runs_and_once_the_commune_has_agreed(
    where, stranger, commune, units, members, at_tuesday
):
    offer = offers.write_offer(
        area=commune, organisation=units.vnpt, title="Miễn phí chữ ký số", for_whom="mọi người",
        until=date(2026, 5, 30), by=members.viet, at=at_tuesday,
    )  # fmt: skip
    assert "Miễn phí chữ ký số" not in said(stranger.get(where))
    offers.agree(offer=offer, by=members.mai, at=at_tuesday)
    assert "VNPT Mẫu Sơn, cho mọi người, đến hết 30/5/2026" in said(stranger.get(where))
    with clock.freeze("2026-05-31T08:00:00+07:00"):
        assert "Miễn phí chữ ký số" not in said(stranger.get(where))


def test_a_closed_plan_says_so_and_still_leads_to_the_contact(show, where, stranger, campaign, units, members):
    show()
    Plan.objects.create(
        campaign=campaign, organisation=units.committee, title="cao điểm", confirmed_at=clock.now(),
        confirmed_by=members.mai, contact="Bà Hoàng Thị Mai, 0204 385 4111, Phòng Văn hóa",
    )  # fmt: skip
    campaign.ended_on = date(2026, 5, 31)
    campaign.save()
    again = Campaign.objects.create(name="Đợt hai", area=campaign.area, organisation=units.committee)
    second = addresses.address_of(again, clock.now())
    with clock.freeze("2026-06-01T08:00:00+07:00"):
        page = stranger.get(where)
    seen = said(page)
    assert page.status_code == 200
    assert "Kế hoạch này đã kết thúc Ngày cuối là 31/5/2026." in seen
    assert f'href="/k/{second.code}/"' in page.content.decode()
    assert "UBND xã Mẫu Sơn: 02043854111" in seen
    assert "VNeID mức 2" in seen
    assert "Hoàng Thị Mai" not in seen


def test_the_code_is_the_same_whatever_becomes_of_the_plan(campaign, where, at_tuesday):
    before = PlanAddress.objects.get().code
    campaign.name, campaign.ended_on = "Tên khác", date(2026, 5, 1)
    campaign.save()
    assert addresses.address_of(campaign, at_tuesday + timedelta(days=400)).code == before
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{6}", before)


def test_typed_small_it_is_found_and_a_wrong_one_is_told_how_a_code_looks(where, stranger):
    assert stranger.get(where.lower()).url == where
    for wrong in ("/k/OOOOOO/", "/k/x/", "/k/%3Cscript%3E/"):
        answer = stranger.get(wrong)
        assert (answer.status_code, "xem lại từng chữ" in said(answer)) == (404, True)
        assert "<script>" not in answer.content.decode()


def test_the_door_of_the_commune_leads_to_its_running_plan_or_says_which(where, campaign, stranger, units):
    door = f"/xa/{campaign.area.code}/tai-lieu/"
    assert stranger.get(door).url == where
    again = Campaign.objects.create(name="Đợt hai", area=campaign.area, organisation=units.committee)
    addresses.address_of(again, clock.now())
    page = said(stranger.get(door))
    assert (campaign.name in page, "Đợt hai" in page) == (True, True)
    assert stranger.get("/xa/00000/tai-lieu/").status_code == 404


def test_no_code_is_printed_where_nobody_said_how_the_product_is_reached(campaign, settings):
    settings.ADDRESS = ""
    assert link_of(campaign) is None
    settings.ADDRESS = "https://tungnha.example"
    assert link_of(campaign).typed == f"tungnha.example/k/{campaign.address.code}"
    assert link_of(None) is None
