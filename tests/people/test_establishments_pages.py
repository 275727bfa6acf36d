"""The pages of establishments and products: what each role may do, what is shown, what is kept when it goes wrong."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from tungnha.field.operations_sellers import Step, record_seller_visit
from tungnha.ledger.models import Service
from tungnha.people.models import Establishment, Export, Product
from tungnha.people.operations import establishments as operations
from tungnha.people.operations import products

pytestmark = pytest.mark.django_db
ALL = ["HTX Chè", "Quán Mơ", "Tạp hóa Đào"]
CODE, PHONE = "019080990011", "0912000991"


def make(name, village, by, at, **more):
    return operations.add_establishment(
        village=village, name=name, kind=more.pop("kind", "household_business"), by=by, at=at, **more
    )


@pytest.fixture
def shops(members, villages, units, at_tuesday):
    """Thôn 1: Đào (eligible), Mơ (undecided). Thôn 2: HTX Chè, kept by Phòng Kinh tế."""
    mai = members.mai
    dao = make("Tạp hóa Đào", villages[0], mai, at_tuesday, code=CODE, phone=PHONE, owner_name="Lường Thị Đào")
    operations.decide_eligible(
        establishment=dao, eligible=True, why="", on=at_tuesday.date(), by=mai, at=at_tuesday
    )  # fmt: skip
    mo = make("Quán Mơ", villages[0], mai, at_tuesday)
    tea = make("HTX Chè", villages[1], mai, at_tuesday, kind="cooperative", kept_by=units.economy)
    return {"dao": dao, "mo": mo, "tea": tea}


def told(shop, by, at, *codes):
    import uuid

    steps = [Step(Service.objects.get(code=code)) for code in codes]
    return record_seller_visit(
        visit_id=uuid.uuid4(), establishment=shop, outcome="met", made_at=at, by=by, at=at, steps=steps
    )


def named(answer):
    return [row.name for row, _ in answer.context["rows"]]


def test_the_head_of_the_list_counts_and_each_number_opens_its_rows(shops, members, client_of, at_tuesday):
    told(shops["dao"], members.lan, at_tuesday, "co-so-tuyen-truyen", "ban-hang-so")
    told(shops["mo"], members.lan, at_tuesday, "co-so-tuyen-truyen")  # not in the base
    client, url = client_of(members.mai), reverse("people:establishments")
    figures = client.get(url).context["figures"]
    numbers = {f["label"]: f["number"] for f in figures}
    assert numbers == {
        "Hộ kinh doanh đủ điều kiện": 1, "Đã được tuyên truyền": 1, "Đã được hỗ trợ": 0, "Dùng mã QR": 1,
        "Có gian hàng": 0,
    }  # fmt: skip
    for figure in figures:
        opened = client.get(url + figure["url"])
        assert len(opened.context["rows"]) == figure["number"], figure["label"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ALL), ("?tim=luong dao", ["Tạp hóa Đào"]), ("?dien=chua", ["HTX Chè", "Quán Mơ"]),
        ("?dien=du", ["HTX Chè", "Tạp hóa Đào"]), ("?loai=cooperative", ["HTX Chè"]), ("?dien=nghi", []),
        ("?thieu=co-so-tuyen-truyen.1", ["HTX Chè", "Quán Mơ"]), ("?co=co-so-tuyen-truyen.1", ["Tạp hóa Đào"]),
        ("?co=khong-co.1", ALL), ("?thon=x&trang=9", ALL),
    ],
)  # fmt: skip
def test_the_list_is_filtered(query, names, shops, members, client_of, at_tuesday):
    told(shops["dao"], members.lan, at_tuesday, "co-so-tuyen-truyen")
    assert named(client_of(members.mai).get(reverse("people:establishments") + query)) == names


def test_a_code_that_is_looked_for_stands_in_no_address(shops, members, client_of):
    client, url = client_of(members.mai), reverse("people:establishments")
    answer = client.post(url, {"tim": CODE})
    assert (answer.status_code, named(answer)) == (200, ["Tạp hóa Đào"])
    assert CODE not in answer.content.decode().replace(f'value="{CODE}"', "")
    assert client.post(url, {"tim": "dao"}).url == f"{url}?tim=dao"


def test_each_sees_the_establishments_of_the_own_village_or_kept_by_the_own_unit(
    shops, members, client_of, units, commune, at_tuesday
):
    from tests.conftest import make_member

    economy = make_member("Thành", "unit_officer", commune, units.economy)
    url = reverse("people:establishments")
    seen = {
        who: named(client_of(member).get(url))
        for who, member in (("lan", members.lan), ("hung", members.hung), ("thu", members.thu), ("thành", economy))
    }
    assert seen == {"lan": ["Quán Mơ", "Tạp hóa Đào"], "hung": ["HTX Chè"], "thu": [], "thành": ["HTX Chè"]}
    assert client_of(members.viet).get(url).status_code == 404
    page = reverse("people:establishment", args=[shops["tea"].pk])
    assert [client_of(m).get(page).status_code for m in (members.hung, economy, members.lan, members.thu)] == [
        200, 200, 404, 404,
    ]  # fmt: skip
    client_of(economy).post(reverse("people:establishment-add"), {
        "name": "Công ty Mận", "kind": "enterprise", "village": shops["tea"].village_id,
    })  # fmt: skip
    assert Establishment.objects.get(name="Công ty Mận").kept_by == units.economy


def test_an_establishment_is_added_corrected_and_its_mistakes_are_told(members, villages, client_of, at_tuesday):
    client, url = client_of(members.lan), reverse("people:establishment-add")
    said = {"name": "Quán Mận", "kind": "household_business", "village": villages[0].pk, "code": "123", "phone": "113"}
    answer = client.post(url, said)
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"code", "phone"}
    answer = client.post(url, said | {"code": CODE, "phone": "02093870001"})
    shop = Establishment.objects.get()
    assert answer.url == reverse("people:establishment", args=[shop.pk])
    assert (shop.code, shop.phone) == (CODE, "02093870001")
    again = client.post(url, said | {"code": "", "phone": ""})
    assert "Vẫn thêm" in again.content.decode()
    assert Establishment.objects.count() == 1
    assert client.post(url, said | {"code": "", "phone": "", "another": "1"}).status_code == 302
    elsewhere = client.post(url, said | {"village": villages[1].pk})
    assert "village" in elsewhere.context["form"].errors
    where = reverse("people:establishment-correct", args=[shop.pk])
    page = client.get(where).content.decode()
    assert CODE not in page
    assert "0190******11" in page
    client.post(where, {"name": "Quán Mận Chín", "kind": "household_business", "code": "", "phone": ""})
    shop.refresh_from_db()
    assert (shop.name, shop.code) == ("Quán Mận Chín", CODE)


def test_deeds_are_done_on_pages_of_their_own(shops, members, villages, client_of, people):
    client, shop = client_of(members.mai), shops["mo"]

    def at(name):
        return reverse(f"people:establishment-{name}", args=[shop.pk])

    wrong = client.post(at("decide"), {"eligible": "no", "why": "", "on": "2026-05-26"})
    assert (wrong.status_code, "vì sao" in wrong.content.decode()) == (400, True)
    assert client.post(at("decide"), {"eligible": "yes", "why": "", "on": "2026-05-26"}).status_code == 302
    assert client.post(at("move"), {"village": villages[1].pk}).status_code == 302
    assert client.post(at("close"), {"on": "2026-05-26", "why": "", "same_as": shops["dao"].pk}).status_code == 302
    shop.refresh_from_db()
    assert (shop.eligible, shop.village, shop.same_as) == (True, villages[1], shops["dao"])
    page = client.get(reverse("people:establishment", args=[shop.pk])).content.decode()
    assert "Bản ghi này trùng với" in page
    assert client.post(at("reopen")).status_code == 302
    found = client.post(at("owner"), {"tim": "nguyen an"}).context["found"]
    assert people.an in found
    client.post(at("owner"), {"chon": people.an.pk})
    shop.refresh_from_db()
    assert (shop.owner, shop.is_open) == (people.an, True)
    kinds = [c.kind for c in shop.changes.all()]
    assert kinds == ["corrected", "reopened", "closed", "moved", "decided", "added"]
    page = client.get(reverse("people:establishment", args=[shop.pk])).content.decode()
    assert "Nguyễn Văn An" in page
    assert client.post(at("decide"), {"eligible": "yes", "on": "2026-05-26"}).status_code == 302


def test_a_team_decides_nothing_about_eligibility_and_a_leader_changes_nothing(shops, members, client_of):
    for name, member in (
        ("decide", members.lan),
        ("move", members.lan),
        ("close", members.son),
        ("correct", members.binh),
    ):
        where = reverse(f"people:establishment-{name}", args=[shops["mo"].pk])
        assert client_of(member).post(where, {}).status_code == 404, name


def test_the_owner_can_only_be_someone_the_member_may_see(shops, members, client_of, people):
    where = reverse("people:establishment-owner", args=[shops["mo"].pk])
    assert client_of(members.lan).post(where, {"chon": people.em.pk}).status_code == 404
    operations.correct_establishment(
        establishment=shops["mo"], changes={"owner": people.em}, by=members.mai, at=shops["mo"].changes.first().at
    )
    page = client_of(members.lan).get(reverse("people:establishment", args=[shops["mo"].pk])).content.decode()
    assert "sổ nhân khẩu</a>" not in page


def test_numbers_in_full_are_shown_once_for_a_purpose(shops, members, client_of):
    client, where = client_of(members.mai), reverse("people:establishment", args=[shops["dao"].pk])
    assert CODE not in client.get(where).content.decode()
    shown = client.post(where, {"purpose": "call"}).content.decode()
    assert CODE in shown
    assert PHONE in shown
    assert client.post(where, {"purpose": ""}).context["shown"] is None


def test_the_list_goes_out_with_a_mark_and_masked(shops, members, client_of, people, at_tuesday):
    operations.correct_establishment(
        establishment=shops["dao"], changes={"owner": people.an}, by=members.mai, at=at_tuesday
    )
    client, where = client_of(members.mai), reverse("people:establishments-out") + "?dien=du&loai=household_business"
    assert client.post(where, {"purpose": ""}).status_code == 400
    answer = client.post(where, {"purpose": "report"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    text = "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "Tạp hóa Đào" in text
    assert "Quán Mơ" not in text
    assert CODE not in text
    export = Export.objects.get()
    assert (export.what, export.rows, export.sha256 != "") == ("people.establishments", 1, True)


def test_bases_by_village_and_kind_open_their_rows(shops, members, client_of):
    client = client_of(members.mai)
    context = client.get(reverse("people:establishment-bases")).context
    lines = {line["village"].name: [n for _, n, _ in line["cells"]] for line in context["table"]}
    assert lines == {"1": [1, 0, 0, 0, 0], "2": [0, 1, 0, 0, 0]}
    assert context["undecided"] == 1
    for line in context["table"]:
        for _, number, url in line["cells"]:
            assert len(client.get(url).context["rows"]) == number


# --- products ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def tea(shops, members, at_tuesday):
    return products.add_product(
        establishment=shops["tea"], name="Chè Nà Mèo", ocop_stars=4, recognised_on=date(2025, 5, 1), by=members.mai,
        at=at_tuesday,
    )  # fmt: skip


def test_a_product_goes_on_a_floor_is_looked_at_and_made_known(tea, members, client_of):
    client, page = client_of(members.mai), reverse("people:product", args=[tea.pk])

    def at(name, pk=tea.pk):
        return reverse(f"people:{name}", args=[pk])

    bad = client.post(at("product-listing"), {"floor": "Voso", "url": "javascript:x", "from_on": "2026-05-20"})
    assert (bad.status_code, "https://" in bad.content.decode()) == (400, True)
    client.post(at("product-listing"), {"floor": "Voso", "url": "https://voso.example.vn/1", "from_on": "2026-05-20"})
    listing = tea.listings.get()
    assert 'href="https://voso.example.vn/1" rel="noopener noreferrer nofollow"' in client.get(page).content.decode()
    client.post(at("listing-check", listing.pk), {"seen": "no", "note": "trang trống"})
    client.post(at("product-promote"), {"on": "2026-05-25", "where": "Hội chợ huyện", "url": ""})
    client.post(at("product-correct"), {"name": "Chè Nà Mèo", "ocop_stars": "5", "recognised_on": "2025-05-01"})
    tea.refresh_from_db()
    said = client.get(page).content.decode()
    assert (tea.ocop_stars, "không thấy bán" in said, "Hội chợ huyện" in said) == (5, True, True)
    client.post(at("listing-end", listing.pk), {"on": "2026-05-26"})
    listing.refresh_from_db()
    assert listing.ended_on == date(2026, 5, 26)


def test_products_are_filtered_and_the_producers_name_stays_with_who_may_see_it(
    tea, shops, members, client_of, at_tuesday
):
    products.list_product(
        product=tea,
        floor="Voso",
        url="https://voso.example.vn/1",
        from_on=at_tuesday.date(),
        by=members.mai,
        at=at_tuesday,
    )
    products.add_product(establishment=shops["dao"], name="Miến", by=members.mai, at=at_tuesday)
    client, url = client_of(members.mai), reverse("people:products")
    found = {
        key: [p.name for p in client.get(f"{url}?sao={key}").context["page"]]
        for key in ("", "ocop", "san", "chua", "het", "4", "5", "x")
    }
    assert found == {
        "": ["Chè Nà Mèo", "Miến"], "ocop": ["Chè Nà Mèo"], "san": ["Chè Nà Mèo"], "chua": [], "het": [],
        "4": ["Chè Nà Mèo"], "5": [], "x": ["Chè Nà Mèo", "Miến"],
    }  # fmt: skip
    assert [p.name for p in client.get(f"{url}?tim=htx").context["page"]] == ["Chè Nà Mèo"]
    province = client_of(members.phuc)
    said = province.get(reverse("people:product", args=[tea.pk])).content.decode()
    assert "Chè Nà Mèo" in said
    assert "HTX Chè" not in said
    assert [p.name for p in province.get(f"{url}?tim=htx").context["page"]] == []
    assert province.post(reverse("people:product-promote", args=[tea.pk]), {}).status_code == 404
    assert client_of(members.thu).get(reverse("people:product-correct", args=[tea.pk])).status_code == 404


def test_a_product_is_added_at_its_maker(shops, members, client_of):
    client_of(members.lan).post(
        reverse("people:product-add", args=[shops["dao"].pk]),
        {"name": "Miến Đào", "ocop_stars": "3", "decision": "5/QĐ-UBND", "recognised_on": "2026-01-02"},
    )
    made = Product.objects.get()
    assert (made.establishment, made.valid_until) == (shops["dao"], date(2029, 1, 2))
