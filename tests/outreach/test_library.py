"""The library of materials: files told by their bytes, passed on, received by name; sites and offers."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.outreach.test_materials import picture
from tungnha.outreach import files, pictures
from tungnha.outreach.models import MaterialDelivery, MaterialFile, OfferTelling, SiteEntry
from tungnha.outreach.operations import materials, offers, passing, sites
from tungnha.outreach.queries import materials as queries
from tungnha.outreach.queries import offers as offer_queries
from tungnha.outreach.queries import sites as site_queries
from tungnha.units.models import Event
from tungnha.units.problems import BadInput, Locked

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
USE, TEMPLATE = MaterialFile.Purpose.USE, MaterialFile.Purpose.TEMPLATE
WHERE_TAKEN = b"GPSLatitude 20.13 N"


def upload(data, name="tep.bin"):
    return SimpleUploadedFile(name, data)


def package(*inside):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in inside:
            packed.writestr(name, "x")
    return out.getvalue()


def exif_block(words=WHERE_TAKEN):
    body = b"Exif\x00\x00" + words
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def mp3(before=b"", after=b""):
    return before + b"\xff\xfb\x90\x64" + bytes(200) + after


@pytest.fixture
def approved(commune, members, at_tuesday):
    def make(title="Năm điều", replaces=None, by=members.mai, area=commune, **more):
        made = materials.write_material(
            area=area, title=title, words="Không hỏi mật khẩu.", kind="leaflet", by=by, at=at_tuesday,
            replaces=replaces, **more,
        )  # fmt: skip
        return materials.approve(material=made, by=by, at=at_tuesday)

    return make


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "purpose", "ending"),
    [
        ("to-roi.exe", b"%PDF-1.7\n%%EOF", USE, ".pdf"),  # the bytes tell, not the name
        ("bai.txt", mp3(), USE, ".mp3"),
        ("hinh.pdf", picture(300, 200, "PNG"), USE, ".jpg"),
        ("mau.zip", package("word/document.xml"), TEMPLATE, ".docx"),
        ("mau.bin", package("ppt/presentation.xml"), TEMPLATE, ".pptx"),
    ],
)
def test_a_file_is_what_its_bytes_say(name, data, purpose, ending):
    assert files.looked_at(name, data, purpose)[1] == ending


@pytest.mark.parametrize(
    ("data", "purpose", "said"),
    [
        (b"<html><script>alert(1)</script>", USE, "mời chọn tệp PDF, ảnh"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", USE, "mời chọn tệp PDF, ảnh"),
        (b"MZ\x90\x00", TEMPLATE, "mời chọn tệp Word"),
        (b"", USE, "mời chọn tệp PDF"),
        (package("word/document.xml"), USE, "mời chọn tệp PDF"),  # a template is nothing to print from
        (package("evil.js"), TEMPLATE, "mời chọn tệp Word"),
        (b"PK\x03\x04torn", TEMPLATE, "mời chọn tệp Word"),
        (package("word/document.xml", "word/vbaProject.bin"), TEMPLATE, "có macro"),
        (b"%PDF-" + bytes(files.MOST_BYTES), USE, "lớn hơn 20 MB"),
        (b"\xff\xd8\xff\xe0broken", USE, "Tệp hình không mở được"),
    ],
)
def test_what_is_not_taken_is_said_in_one_sentence(data, purpose, said):
    with pytest.raises(BadInput, match=said):
        files.take(upload(data), purpose)
    assert not files.place().exists()


def test_where_a_picture_was_taken_leaves_pictures_pdfs_and_recordings():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (20.0, 8.0, 0.0)
    photo, _ = files.looked_at("a.jpg", picture(400, 300, exif=exif), USE)
    assert dict(Image.open(io.BytesIO(photo)).getexif()) == {}
    pdf = b"%PDF-1.7 stream\xff\xd8" + exif_block() + b"the picture\xff\xd9 endstream"
    kept, _ = files.looked_at("a.pdf", pdf, USE)
    assert (WHERE_TAKEN in kept, len(kept), b"the picture" in kept) == (False, len(pdf), True)
    tag = b"ID3\x04\x00\x00" + bytes((0, 0, 0, 30)) + b"TIT2 recorded at Ba Luong's".ljust(30, b"\0")
    spoken, _ = files.looked_at("a.mp3", mp3(before=tag, after=b"TAG" + b"Ba Luong".ljust(125)), USE)
    assert spoken == mp3()


def test_a_picture_of_fifty_megabytes_becomes_a_small_one_without_its_place():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (20.0, 8.0, 0.0)
    heavy = picture(1200, 900, exif=exif)
    heavy = heavy[:-2] + bytes(50 * 1024 * 1024 - len(heavy)) + heavy[-2:]
    small = pictures.small(heavy)
    assert (len(small) <= pictures.MOST_BYTES, dict(Image.open(io.BytesIO(small)).getexif())) == (True, {})
    with pytest.raises(BadInput, match="lớn hơn 55 MB"):
        pictures.small(heavy + bytes(6 * 1024 * 1024))


def test_a_file_lies_sealed_and_a_new_version_has_it_until_it_brings_its_own(approved):
    words = b"%PDF-1.7 to roi cua thon\n%%EOF"
    first = approved(taken={USE: files.take(upload(words, "Tờ rơi.pdf"), USE)})
    kept = first.files.get()
    assert (kept.name, files.content(kept)) == ("Tờ rơi.pdf", words)
    assert b"to roi" not in files.path_of(kept.token).read_bytes()
    second = approved(replaces=first)
    assert files.content(second.files.get()) == words
    third = approved(replaces=second, taken={USE: files.take(upload(mp3(), "bai.mp3"), USE)})
    assert third.files.get().name == "bai.mp3"
    assert files.content(first.files.get()) == words
    files.path_of(kept.token).unlink()
    with pytest.raises(Locked, match="không còn trên máy"):
        files.content(kept)


# --- passed on, received ---------------------------------------------------------------------------------------------


def test_passed_on_received_by_who_opens_it_and_the_others_by_name(approved, villages, units, members, at_tuesday):
    material = approved()
    given = {"material": material, "areas": villages, "organisations": [units.school], "by": members.mai}
    assert passing.pass_on(**given, at=at_tuesday) == 3
    assert passing.pass_on(**given, at=at_tuesday) == 0
    one = {"materials": [material.pk], "how": "opened"}
    assert passing.receive(**one, by=members.lan, at=at_tuesday) == 1
    assert passing.receive(**one, by=members.son, at=at_tuesday) == 0  # the village has said so
    assert passing.receive(**one, by=members.binh, at=at_tuesday) == 0  # nobody sent it to the commune's own desk
    found = queries.receipts(queries.deliveries_of(material, members.mai))
    assert (found.words, found.missing) == ("1/3 nơi", ("Thôn 2", "Trường THCS Mẫu Sơn"))
    passing.receive(materials=[material.pk], how="file", by=members.thu, at=at_tuesday)
    waiting = material.deliveries.get(area=villages[1])
    passing.receive_on_paper(delivery=waiting, by=members.mai, at=at_tuesday)
    assert queries.receipts(queries.deliveries_of(material, members.mai)).missing == ()
    assert set(material.deliveries.values_list("how", flat=True)) == {"opened", "file", "paper"}


def test_a_new_version_goes_to_the_same_places_and_each_says_anew_that_it_has_it(
    approved, villages, members, at_tuesday
):
    first = approved()
    passing.pass_on(material=first, areas=villages, organisations=[], by=members.mai, at=at_tuesday)
    passing.receive(materials=[first.pk], how="opened", by=members.lan, at=at_tuesday)
    second = approved(replaces=first)
    assert queries.receipts(queries.deliveries_of(second, members.mai)).words == "0/2 thôn"
    assert queries.receipts(queries.deliveries_of(first, members.mai)).words == "1/2 thôn"


def test_from_the_province_to_the_commune_to_its_villages(approved, province, commune, villages, members, at_tuesday):
    material = approved(area=province, by=members.phuc)
    passing.pass_on(material=material, areas=[commune], organisations=[], by=members.phuc, at=at_tuesday)
    passing.receive(materials=[material.pk], how="opened", by=members.mai, at=at_tuesday)
    passing.pass_on(material=material, areas=villages, organisations=[], by=members.mai, at=at_tuesday)
    assert [row.from_area for row in queries.deliveries_of(material, members.mai)] == [province, commune, commune]
    assert MaterialDelivery.objects.visible_to(members.lan).count() == 1
    assert MaterialDelivery.objects.visible_to(members.hung).get().area == villages[1]


def test_only_what_is_in_use_is_passed_on_and_somewhere(approved, commune, villages, members, at_tuesday):
    draft = materials.write_material(
        area=commune, title="Nháp", words="Lời.", kind="guide", by=members.mai, at=at_tuesday
    )
    given = {"organisations": [], "by": members.mai, "at": at_tuesday}
    with pytest.raises(Locked, match="đã duyệt"):
        passing.pass_on(material=draft, areas=villages, **given)
    with pytest.raises(BadInput, match="Chưa chọn nơi nhận"):
        passing.pass_on(material=approved(), areas=[], **given)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x.vn/a"])
def test_a_link_that_is_no_web_address_is_not_kept(approved, link):
    with pytest.raises(BadInput, match="https://"):
        approved(link=link)


# --- sites -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def posting(commune, villages, members, campaign, at_tuesday):
    return sites.ask_posting(
        area=commune, form="banner", title="Băng rôn chữ ký số", campaign=campaign, by=members.mai, at=at_tuesday,
        sites=[*site_queries.culture_houses(commune, at_tuesday.date()), sites.Wanted("Cổng chợ", commune)],
    )  # fmt: skip


def test_what_hangs_and_the_places_that_have_not_said_so_by_name(posting, members, at_tuesday):
    one, two = posting.sites.filter(area__kind="village")
    sites.tick(sites={one: 2}, on=at_tuesday.date(), by=members.lan, at=at_tuesday)
    found = site_queries.standing(posting, members.mai)
    assert (found.done, found.asked, found.pieces) == (1, 3, 2)
    assert set(found.lacking) == {"Nhà văn hóa thôn 2", "Cổng chợ"}
    assert [row.site for row in site_queries.standing(posting, members.hung).rows] == [two]


def test_nothing_said_of_a_place_is_overwritten(posting, members, at_tuesday):
    site = posting.sites.filter(area__kind="village").first()
    day = at_tuesday.date()
    (up,) = sites.tick(sites={site: 1}, on=day, by=members.lan, at=at_tuesday)
    assert sites.tick(sites={site: 1}, on=day, by=members.lan, at=at_tuesday) == []  # pressed twice
    (down,) = sites.tick(sites={site: 1}, on=day, is_up=False, by=members.mai, at=at_tuesday + timedelta(hours=1))
    assert site_queries.standing(posting, members.mai).done == 0
    sites.take_back(entry=down, by=members.mai, at=at_tuesday + timedelta(hours=2))
    assert site_queries.standing(posting, members.mai).done == 1
    assert list(SiteEntry.objects.values_list("pk", "is_up")) == [(up.pk, True), (down.pk, False)]
    assert Event.objects.filter(verb__startswith="site.").count() == 3


def test_what_cannot_be_said_of_a_place(posting, commune, members, at_tuesday):
    site, day = posting.sites.first(), at_tuesday.date()
    given = {"by": members.mai, "at": at_tuesday}
    with pytest.raises(BadInput, match="chưa tới"):
        sites.tick(sites={site: 1}, on=day + timedelta(days=1), **given)
    with pytest.raises(BadInput, match="từ 1 đến 999"):
        sites.tick(sites={site: 0}, on=day, **given)
    with pytest.raises(BadInput, match="Chưa chọn nơi"):
        sites.tick(sites={}, on=day, **given)
    with pytest.raises(BadInput, match="Chưa có nơi nào"):
        sites.ask_posting(area=commune, form="banner", title="A", sites=[], **given)
    sites.close_posting(posting=posting, **given)
    with pytest.raises(Locked, match="thôi theo dõi"):
        sites.tick(sites={site: 1}, on=day, **given)


# --- offers ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def offer(commune, units, members, at_tuesday):
    return offers.write_offer(
        area=commune, organisation=units.vnpt, title="Miễn phí chữ ký số", for_whom="người từ 15 tuổi",
        until=at_tuesday.date() + timedelta(days=9), by=members.viet, at=at_tuesday,
    )  # fmt: skip


def test_villages_are_told_once_the_commune_has_agreed(offer, villages, members, at_tuesday):
    said = {"on": at_tuesday.date(), "how": "meeting", "at": at_tuesday}
    with pytest.raises(Locked, match="xã đã đồng ý"):
        offers.tell(offer=offer, areas=villages, by=members.mai, **said)
    offers.agree(offer=offer, by=members.mai, at=at_tuesday)
    assert offers.tell(offer=offer, areas=villages[:1], by=members.lan, **said) == 1
    assert offers.tell(offer=offer, areas=villages[:1], by=members.son, **said) == 0
    (told,) = offer_queries.told([offer], members.mai, at_tuesday.date())
    assert (told.count, told.villages, told.names, told.noun) == (1, 2, ["Thôn 2"], "thôn")
    (own,) = offer_queries.told([offer], members.hung, at_tuesday.date())
    assert (own.count, own.villages) == (0, 1)
    offers.take_telling_back(telling=OfferTelling.objects.get(), by=members.lan, at=at_tuesday)
    assert offers.tell(offer=offer, areas=villages, by=members.mai, **said) == 2
    assert OfferTelling.objects.count() == 3


def test_a_draft_is_seen_by_the_desk_and_the_operator_alone(offer, members):
    seen = [name for name, member in vars(members).items() if offer_queries.offers_for(member).exists()]
    assert set(seen) == {"mai", "binh", "viet", "dung"}


def test_what_an_offer_cannot_be(commune, units, members, at_tuesday):
    day = at_tuesday.date()
    given = {"area": commune, "organisation": units.vnpt, "by": members.viet, "at": at_tuesday}
    for wrong, said in (
        ({"title": " ", "for_whom": "ai"}, "ưu đãi gì và cho ai"),
        ({"title": "A", "for_whom": "B", "until": day - timedelta(days=1)}, "đã hết hạn"),
        ({"title": "A", "for_whom": "B", "starts_on": day + timedelta(days=2), "until": day}, "đứng trước"),
    ):
        with pytest.raises(BadInput, match=said):
            offers.write_offer(**given, **wrong)
