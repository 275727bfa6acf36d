"""Establishments and products: what is kept of each step, who counts, and what pure rules read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tungnha.ledger.models import Measure, Standing
from tungnha.people.models import Establishment, Product
from tungnha.people.operations import establishments as operations
from tungnha.people.operations import products
from tungnha.people.operations.unmasking import TooManyToday
from tungnha.people.sellers import queries, rules
from tungnha.progress.counting import in_base
from tungnha.units.models import Event
from tungnha.units.problems import BadInput, Locked

NUMBER, PHONE = "019080990011", "0912000991"


# --- pure rules -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("0100109106", "0100109106"), ("100109106", "0100109106"), (100109106.0, "0100109106"),
        ("0100109106-001", "0100109106001"), ("0100109106 - 001", "0100109106001"), (NUMBER, NUMBER),
        ("019 080 990 011", NUMBER), ("19080990011", NUMBER), ("", ""), (None, ""), ("8012345678", "8012345678"),
    ],
)  # fmt: skip
def test_codes_are_read_as_they_are_written(said, read):
    assert rules.read_code(said) == read


@pytest.mark.parametrize(
    ("said", "why"),
    [("1.9E+11", "làm tròn"), ("12345", "5 chữ số"), ("MST 0100109106", "ký tự"), ("0000000000", "10 chữ số"),
     ("123456789", "9 chữ số")],
)  # fmt: skip
def test_what_is_no_code_is_refused_in_words(said, why):
    with pytest.raises(rules.BadCode, match=why.replace("+", r"\+")):
        rules.read_code(said)


@given(st.text(max_size=30))
def test_reading_a_code_gives_digits_of_a_known_length_or_a_reason(text):
    try:
        code = rules.read_code(text)
    except rules.BadCode:
        return
    assert code == "" or (code.isdigit() and len(code) in (10, 12, 13))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("HTX chè Nà Mèo", "cooperative"), ("Hợp tác xã dịch vụ Đông Tiến", "cooperative"),
        ("Công ty TNHH Sao Mai", "enterprise"), ("DNTN Tân Phát", "enterprise"), ("Trường Mầm non Hoa Sen", "school"),
        ("Cơ sở sản xuất miến Hòa", "workshop"), ("Quán phở Hà", "household_business"), ("Bà Lan", "workshop"),
    ],
)  # fmt: skip
def test_a_name_says_what_it_is(name, kind):
    assert rules.kind_of_name(name, "workshop") == kind


@pytest.mark.parametrize(
    ("said", "stars"),
    [("4 sao", 4), (3, 3), (3.0, 3), ("***", 3), ("Bốn sao", 4), ("OCOP 5 sao", 5), ("6", None), ("", None),
     ("sao", None), ("******", None), ("hạng 4 sao", 4)],
)  # fmt: skip
def test_stars_are_read(said, stars):
    assert rules.read_stars(said) == stars


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://a.vn/x", "https://a b.vn", "không",
     "https://ai:mk@san.vn/x", "//x"],
)  # fmt: skip
def test_an_address_that_is_no_web_page_becomes_no_link(address):
    with pytest.raises(ValueError, match="not an address"):
        rules.clean_url(address)


def test_an_address_without_its_scheme_gets_one():
    assert rules.clean_url("san.example.vn/che-1") == "https://san.example.vn/che-1"
    assert rules.clean_url(" http://san.example.vn/a?b=1 ") == "http://san.example.vn/a?b=1"
    assert rules.clean_url("") == ""


def test_thirty_six_months_end_on_the_same_day_or_the_months_last():
    assert rules.months_after(date(2023, 8, 31), 36) == date(2026, 8, 31)
    assert rules.months_after(date(2024, 2, 29), 36) == date(2027, 2, 28)


# --- what is done leaves its trace ------------------------------------------------------------------------------------


@pytest.fixture
def shop(members, villages, at_tuesday):
    return operations.add_establishment(
        village=villages[0], name="Tạp hóa  Lường Thị Đào", kind="household_business", owner_name="Lường Thị Đào",
        code=NUMBER, phone=PHONE, trade="tạp hóa", by=members.mai, at=at_tuesday,
    )  # fmt: skip


def test_codes_and_telephones_stand_in_no_table_in_clear(shop, members, at_tuesday):
    operations.correct_establishment(
        establishment=shop, changes={"code": "019080990022", "address": "cạnh nhà 0912000992"}, by=members.mai,
        at=at_tuesday,
    )  # fmt: skip
    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')
            stored += [str(value) for row in cursor.fetchall() for value in row]
    text = "\n".join(stored)
    assert "Tạp hóa Lường Thị Đào" in text
    assert [secret for secret in (NUMBER, PHONE, "019080990022", "0912000992") if secret in text] == []
    assert Establishment.objects.get().code == "019080990022"


def test_a_correction_keeps_what_stood_before_and_the_same_again_leaves_no_trace(shop, members, at_tuesday):
    changes = {"name": "Tạp hóa Đào", "phone": PHONE}
    said = {"establishment": shop, "changes": changes, "by": members.lan, "at": at_tuesday}
    assert operations.correct_establishment(**said) == ["name"]
    assert operations.correct_establishment(**said) == []
    assert [c.kind for c in shop.changes.all()] == ["corrected", "added"]
    change = shop.changes.first()
    assert (change.before, change.after) == ({"name": "Tạp hóa Lường Thị Đào"}, {"name": "Tạp hóa Đào"})
    assert PHONE not in str(shop.changes.last().after)


def test_two_who_correct_different_fields_at_once_keep_both(shop, members, at_tuesday):
    first, second = (Establishment.objects.get(pk=shop.pk) for _ in range(2))
    operations.correct_establishment(establishment=first, changes={"trade": "vật tư"}, by=members.mai, at=at_tuesday)
    operations.correct_establishment(establishment=second, changes={"workers": 3}, by=members.lan, at=at_tuesday)
    shop.refresh_from_db()
    assert (shop.trade, shop.workers) == ("vật tư", 3)


def test_who_decided_about_eligibility_when_and_why_is_kept(shop, members, at_tuesday):
    today = at_tuesday.date()
    with pytest.raises(BadInput, match="vì sao"):
        operations.decide_eligible(establishment=shop, eligible=False, why=" ", on=today, by=members.mai, at=at_tuesday)
    for eligible, why in ((True, ""), (False, "chỉ bán theo mùa"), (True, "nay bán quanh năm")):
        operations.decide_eligible(
            establishment=shop, eligible=eligible, why=why, on=today, by=members.mai, at=at_tuesday
        )
    shop.refresh_from_db()
    assert (shop.eligible, shop.eligible_by, shop.eligible_on) == (True, members.mai, today)
    told = [c.after["eligible"] for c in shop.changes.filter(kind="decided").order_by("id")]
    assert told == ["đủ điều kiện", "không đủ điều kiện", "đủ điều kiện"]


def test_a_double_is_closed_for_the_other_and_can_be_opened_again(shop, members, villages, at_tuesday):
    today = at_tuesday.date()
    double = operations.add_establishment(
        village=villages[0], name="tạp hoá Lường Thị Đào", kind="household_business", by=members.lan, at=at_tuesday
    )
    assert set(queries.doubles(Establishment.objects.all())) == {shop, double}
    assert list(queries.alike(village=villages[1], name="khác", code=NUMBER)) == [shop]
    with pytest.raises(BadInput, match="trùng"):
        operations.close_establishment(
            establishment=double, on=today, why="", same_as=double, by=members.mai, at=at_tuesday
        )
    operations.close_establishment(establishment=double, on=today, why="", same_as=shop, by=members.mai, at=at_tuesday)
    assert list(queries.doubles(Establishment.objects.all())) == []
    with pytest.raises(Locked):
        operations.close_establishment(establishment=double, on=today, why="x", by=members.mai, at=at_tuesday)
    operations.reopen_establishment(establishment=double, by=members.mai, at=at_tuesday)
    double.refresh_from_db()
    assert (double.closed_on, double.same_as, [c.kind for c in double.changes.all()][:2]) == (
        None, None, ["reopened", "closed"],
    )  # fmt: skip


def test_when_its_owner_is_erased_the_establishment_forgets_her(shop, members, people, at_tuesday):
    operations.correct_establishment(establishment=shop, changes={"owner": people.an}, by=members.mai, at=at_tuesday)
    firm = operations.add_establishment(
        village=shop.village, name="Công ty Sao", kind="enterprise", code="8012345678", owner=people.an,
        owner_name="An", by=members.mai, at=at_tuesday,
    )  # fmt: skip
    said = {"person": people.an, "by": members.dung, "at": at_tuesday}
    assert operations.forget_owner(names_her=lambda text, name: "Đào" in text, **said) == 2
    shop.refresh_from_db()
    firm.refresh_from_db()
    assert (shop.owner, shop.owner_name, shop.code, shop.code_ix, shop.phone) == (None, "", "", "", "")
    assert (shop.name, "dao" in shop.folded_words) == (f"Hộ kinh doanh số {shop.pk}", False)
    assert (firm.name, firm.owner_name, firm.code) == ("Công ty Sao", "", "8012345678")  # a firm is not its owner
    assert {(c.kind, c.before_text, c.after_text) for c in shop.changes.all()} == {
        ("forgotten", "", ""), ("corrected", "", ""), ("added", "", ""),
    }  # fmt: skip


def test_numbers_in_full_have_a_purpose_a_log_line_and_a_days_number(shop, members, villages, at_tuesday, settings):
    settings.UNMASKS_A_DAY = 1
    said = {"purpose": "call", "by": members.mai, "at": at_tuesday}
    assert operations.unmask_establishment(establishment=shop, **said) == {"code": NUMBER, "phone": PHONE}
    assert operations.unmask_establishment(establishment=shop, **said)["code"] == NUMBER  # the same again is no second
    assert shop.changes.first().kind == "seen"
    event = Event.objects.filter(verb="establishment.unmasked").latest("id")
    assert (event.data, event.about_id) == ({"purpose": "call"}, str(shop.pk))
    other = operations.add_establishment(
        village=villages[0], name="Quán Em", kind="household_business", by=members.mai, at=at_tuesday
    )
    with pytest.raises(TooManyToday):
        operations.unmask_establishment(establishment=other, **said)


# --- who counts -------------------------------------------------------------------------------------------------------


def test_of_household_businesses_the_eligible_count_of_others_all_but_those_decided_not_to_be(villages, at_tuesday):
    for kind in ("household_business", "enterprise"):
        for eligible in (None, True, False):
            Establishment.objects.create(name=f"{kind} {eligible}", kind=kind, village=villages[0], eligible=eligible)
    today = at_tuesday.date()
    counted = {
        kind: set(Establishment.objects.filter(queries.establishments_counted(kind, today)).values_list(
            "eligible", flat=True)) for kind in ("household_business", "enterprise")
    }  # fmt: skip
    assert counted == {"household_business": {True}, "enterprise": {True, None}}
    (row,) = queries.base_by_village(Establishment.objects.all(), today)
    assert (row.counts["household_business"], row.counts["enterprise"], row.undecided, row.total) == (1, 2, 1, 3)


def test_one_that_closes_leaves_the_base_on_its_day_and_not_before(villages, at_tuesday):
    shop = Establishment.objects.create(
        name="Quán", kind="household_business", village=villages[0], eligible=True, closed_on=date(2026, 5, 20)
    )
    measure = Measure.objects.get(code="ho-kinh-doanh-qr")
    counted = [
        Establishment.objects.filter(in_base(measure, day)).count() for day in (date(2026, 5, 19), date(2026, 5, 20))
    ]
    assert counted == [1, 0]
    tea = Product.objects.create(establishment=shop, name="Chè", ocop_stars=4)
    ocop = Measure.objects.get(code="ocop-len-san")
    assert [Product.objects.filter(in_base(ocop, day)).count() for day in (date(2026, 5, 19), date(2026, 5, 20))] == [
        1,
        0,
    ]
    assert tea.folded_name == "che"


def test_an_ocop_product_counts_while_its_recognition_holds(shop, members, at_tuesday):
    tea = products.add_product(
        establishment=shop, name="Chè Nà Mèo", ocop_stars=4, decision="512/QĐ-UBND", recognised_on=date(2023, 6, 1),
        by=members.mai, at=at_tuesday,
    )  # fmt: skip
    assert tea.valid_until == date(2026, 6, 1)

    def on(day):
        return Product.objects.filter(queries.products_counted("ocop", day)).count()

    assert [on(date(2023, 5, 31)), on(date(2023, 6, 1)), on(date(2026, 6, 1)), on(date(2026, 6, 2))] == [0, 1, 1, 0]
    assert queries.ocop_by_stars(Product.objects.all(), at_tuesday.date()) == {4: 1}
    with pytest.raises(BadInput, match="1 đến 5"):
        products.correct_product(product=tea, changes={"ocop_stars": 6}, by=members.mai, at=at_tuesday)
    products.correct_product(product=tea, changes={"ended_on": at_tuesday.date()}, by=members.mai, at=at_tuesday)
    assert on(at_tuesday.date()) == 0


def test_a_product_is_on_sale_while_the_last_look_saw_it(shop, members, at_tuesday):
    tea = products.add_product(establishment=shop, name="Chè", ocop_stars=3, by=members.mai, at=at_tuesday)
    said = {"by": members.mai, "at": at_tuesday}
    today = at_tuesday.date()

    def minute(n):
        return at_tuesday + timedelta(minutes=n)

    def level():
        return Standing.objects.filter(product=tea).values_list("level", flat=True).first()

    nowhere = products.list_product(product=tea, floor="Sàn của tỉnh", url="", from_on=today, **said)
    assert level() is None  # no address: nobody can look
    shop_on_floor = products.list_product(
        product=tea, floor="sàn của tỉnh", url="san.example.vn/che", from_on=today, **said
    )
    nowhere.refresh_from_db()
    assert (nowhere.ended_on, level()) == (today, 1)
    again = products.list_product(
        product=tea, floor="Sàn của tỉnh", url="https://san.example.vn/che", from_on=today, **said
    )
    assert again == shop_on_floor
    products.check_listing(listing=shop_on_floor, seen=False, note="trang trống", by=members.lan, at=minute(1))
    assert level() == 0
    later = at_tuesday + timedelta(days=1)
    products.check_listing(listing=shop_on_floor, seen=True, note="", by=members.lan, at=later)
    assert level() == 1
    later += timedelta(minutes=1)
    products.end_listing(listing=shop_on_floor, on=later.date(), by=members.mai, at=later)
    assert level() == 0
    with pytest.raises(BadInput, match="gỡ"):
        products.check_listing(listing=shop_on_floor, seen=True, note="", by=members.lan, at=later)
    assert [look.seen for look in shop_on_floor.checks.order_by("id")] == [False, True]
    assert tea.claims.count() == 4  # nothing that was seen is overwritten


def test_a_script_is_no_address_of_a_shop(shop, members, at_tuesday):
    tea = products.add_product(establishment=shop, name="Chè", by=members.mai, at=at_tuesday)
    with pytest.raises(BadInput, match="https://"):
        products.list_product(
            product=tea,
            floor="Voso",
            url="javascript:alert(1)",
            from_on=at_tuesday.date(),
            by=members.mai,
            at=at_tuesday,
        )
    with pytest.raises(BadInput, match="Đường dẫn"):
        products.promote(
            product=tea, on=at_tuesday.date(), where="Hội chợ", url="data:x", by=members.mai, at=at_tuesday
        )


# --- finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["tap hoa", "Đào", "dao luong", "tạp hóa thôn 1".replace("thôn ", ""), NUMBER, "019 080 990 011"]
)
def test_it_is_found_by_name_owner_trade_village_or_code(words, shop, members, villages, at_tuesday):
    operations.add_establishment(
        village=villages[1], name="Sửa xe Bình", kind="household_business", by=members.mai, at=at_tuesday
    )
    assert list(queries.find(Establishment.objects.all(), words)) == [shop]
