"""Lists of household businesses and of OCOP products: columns found, counts that add up, odd input."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tungnha.matching.workbooks import open_workbook
from tungnha.people.models import Establishment, EstablishmentChange, Product, SellerFile
from tungnha.people.operations import establishments as register
from tungnha.people.operations import sellers_import as operations
from tungnha.people.sellers import rows as rules
from tungnha.people.sellers.columns import find_table, guess
from tungnha.units.problems import BadInput, Locked

TAX = (
    "STT",
    "Tên hộ kinh doanh",
    "Họ và tên chủ hộ",
    "Mã số thuế",
    "Địa chỉ kinh doanh",
    "Thôn",
    "Ngành nghề",
    "Số điện thoại",
)
OCOP = ("TT", "Tên sản phẩm", "Chủ thể", "Số sao", "Số Quyết định", "Ngày công nhận", "Thôn", "Link gian hàng")
SHOP = "san.example.vn/che"
CODES = ("019080990011", "8012345678", "0100109106001")


def workbook(rows, *, name="Sheet1", before=()):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(name)
        for at, row in enumerate([*before, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell)
                elif cell is not None:
                    sheet.write(at, column, cell)
    return out.getvalue()


def shops(*more):
    return [
        TAX,
        (1, "Tạp hóa Đào", "LƯỜNG THỊ ĐÀO", CODES[0], "Ngõ Trên", "Thôn 1", "Tạp hóa", "0912 000 991"),
        (2, "", "Nông Văn Mận", 8012345678, "", "thôn 2", "Sửa xe", ""),
        (3, "HTX Chè Nà Mèo", "Ma Văn Lê", CODES[2], "", "Thôn 2", "Chè", "02093870001"),
        *more,
    ]


@pytest.fixture
def take_in(members, commune, villages, units, at_tuesday):
    """Hand a file in and confirm its columns as guessed."""

    def received(data, about="establishments", name="hkd.xlsx", **more):
        said = {
            "about": about, "area": commune, "name": name, "data": data, "source": "Thuế cơ sở", "by": members.mai,
            "kind": "household_business", "as_of_on": at_tuesday.date(), "at": at_tuesday,
        } | more  # fmt: skip
        file = operations.receive_file(**said)
        operations.choose_columns(file=file, columns=file.columns, by=members.mai, at=at_tuesday)
        return file

    return received


@pytest.fixture
def bring(take_in, members, at_tuesday):
    def imported(data, about="establishments", answers=None, **more):
        file = take_in(data, about, **more)
        if answers:
            operations.answer(file=file, answers=answers, by=members.mai, at=at_tuesday)
        return operations.import_file(file=file, by=members.mai, at=at_tuesday)

    return imported


def outcome(file):
    return {key: file.counts[key] for key in ("read", "added", "updated", "unchanged", "refused")}


def why(file):
    return {line: reason for line, _, reason in file.refused_rows["rows"]}


# --- columns ----------------------------------------------------------------------------------------------------------


def test_the_columns_of_both_lists_are_guessed():
    assert guess(TAX, "establishments") == {
        "name": 1, "owner_name": 2, "code": 3, "address": 4, "village": 5, "trade": 6, "phone": 7,
    }  # fmt: skip
    assert guess(OCOP, "products") == {
        "name": 1, "producer": 2, "stars": 3, "decision": 4, "recognised_on": 5, "village": 6, "url": 7,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Tên người nộp thuế", "name"), ("MST", "code"), ("Tổ dân phố", "village"),
        ("Mặt hàng kinh doanh chính", "trade"),
        ("Chủ hộ kinh doanh", "owner_name"), ("Địa chỉ trụ sở", "address"), ("Đủ điều kiện (Có/Không)", "eligible"),
        ("Ghi chú", ""), ("ĐT", "phone"),
    ],
)  # fmt: skip
def test_a_header_is_read_in_the_words_offices_use(header, field):
    assert next(iter(guess([header], "establishments")), "") == field


@given(st.lists(st.sampled_from([*TAX, *OCOP, "", "Tên", "Chủ hộ", "Ghi chú"]), max_size=12))
def test_no_column_is_two_things(header):
    found = guess(header, "establishments")
    assert len(set(found.values())) == len(found)


# --- a list of household businesses -----------------------------------------------------------------------------------


def test_a_list_becomes_establishments_and_the_counts_add_up(bring, villages, units):
    file = bring(workbook(shops()), kept_by=units.economy)
    assert outcome(file) == {"read": 3, "added": 3, "updated": 0, "unchanged": 0, "refused": 0}
    dao, man, tea = Establishment.objects.order_by("id")
    assert (dao.name, dao.owner_name, dao.code, dao.phone, dao.village, dao.kept_by) == (
        "Tạp hóa Đào", "Lường Thị Đào", CODES[0], "0912000991", villages[0], units.economy,
    )  # fmt: skip
    assert (man.name, man.code, man.kind) == ("Hộ kinh doanh Nông Văn Mận", "8012345678", "household_business")
    assert (tea.kind, tea.phone) == ("cooperative", "02093870001")
    assert {c.kind for c in EstablishmentChange.objects.all()} == {"added"}
    file.refresh_from_db()
    assert (file.content, file.answers) == ("", "")


def test_the_same_file_twice_changes_nothing(bring):
    bring(workbook(shops()))
    again = bring(workbook(shops()))
    assert outcome(again) == {"read": 3, "added": 0, "updated": 0, "unchanged": 3, "refused": 0}
    assert EstablishmentChange.objects.count() == 3


def test_what_differs_is_updated_and_what_the_file_does_not_say_stays(bring, villages):
    bring(workbook(shops()))
    header = ("Tên cơ sở", "Mã số thuế", "Thôn", "Ngành nghề", "Địa chỉ")
    file = bring(workbook([
        header,
        ("Tạp hóa Đào Lê", CODES[0], "Thôn 2", "", ""),  # found by its code: renamed, moved; its trade stays
        ("Hộ kinh doanh Nông Văn Mận", "", "Thôn 2", "Sửa xe máy", ""),  # found by name and village
        ("HTX chè Nà Mèo", CODES[2], "", "", "số 5"),  # no village: it stays where it is
    ]))  # fmt: skip
    assert outcome(file) == {"read": 3, "added": 0, "updated": 3, "unchanged": 0, "refused": 0}
    dao, man, tea = Establishment.objects.order_by("id")
    assert (dao.name, dao.village, dao.trade, dao.phone) == ("Tạp hóa Đào Lê", villages[1], "Tạp hóa", "0912000991")
    assert (man.trade, man.code) == ("Sửa xe máy", "8012345678")
    assert (tea.name, tea.village, tea.address) == ("HTX Chè Nà Mèo", villages[1], "số 5")
    assert [c.kind for c in dao.changes.order_by("id")] == ["added", "corrected", "moved"]
    assert dao.changes.get(kind="corrected").before == {"name": "Tạp hóa Đào"}


def test_refused_lines_have_their_reasons_and_stand_in_the_senders_own_words(bring):
    file = bring(workbook(shops(
        (4, "Quán Lê", "", "1.9E+11", "", "Thôn 1", "", ""),
        (5, "Quán Bưởi", "", "", "", "Thôn Nào Đó", "", ""),
        (6, "Tạp hóa Đào khác", "", CODES[0], "", "Thôn 1", "", ""),
        (7, "12345", "", "", "", "Thôn 1", "", ""),
    )))  # fmt: skip
    assert outcome(file) == {"read": 7, "added": 3, "updated": 0, "unchanged": 0, "refused": 4}
    reasons = why(file)
    assert [reasons[line].split(":")[0][:24] for line in (5, 6, 7, 8)] == [
        "Mã số “1.9E+11” đã bị Ex", "Không rõ thôn", "Cùng một cơ sở với dòng ", "Thiếu tên cơ sở, hộ kinh",
    ]  # fmt: skip
    kept = file.refused_rows
    assert (kept["header"][1], kept["rows"][0][1][1]) == ("Tên hộ kinh doanh", "Quán Lê")


def test_villages_nobody_knows_are_asked_once_and_headings_are_none(bring, take_in, villages, at_tuesday):
    rows = [
        TAX[:5], ("", "THÔN 1", "", "", ""), (1, "Quán A", "An", "", ""), (2, "Quán B", "Bình", "", ""),
        ("", "Thôn Cũ (đã sáp nhập)", "", "", ""), (3, "Quán C", "Chi", "", ""), (4, "Quán D", "Dũng", "", ""),
        ("", "Tổng cộng", "4", "", ""), ("", "", "Ngày 1 tháng 5 năm 2026", "", ""),
    ]  # fmt: skip
    plan = operations.plan_of(take_in(workbook(rows)), at_tuesday.date())
    assert (plan.reading.unknown, plan.counts["headings"], plan.counts["refused"]) == ({"Thôn Cũ": 2}, 4, 2)
    file = bring(workbook(rows), answers={"Thôn Cũ": str(villages[1].pk)})
    assert outcome(file) == {"read": 4, "added": 4, "updated": 0, "unchanged": 0, "refused": 0}
    assert list(Establishment.objects.order_by("id").values_list("village", flat=True)) == [
        villages[0].pk, villages[0].pk, villages[1].pk, villages[1].pk,
    ]  # fmt: skip


def test_a_place_that_is_not_of_the_commune_is_left_out(bring):
    rows = [TAX, (1, "Quán A", "An", "", "", "Thôn xã bên", "", "")]
    file = bring(workbook(rows), answers={"Thôn xã bên": "none"})
    assert why(file) == {2: "“Thôn xã bên” được trả lời là không thuộc xã."}


def test_eligibility_in_the_file_is_a_decision_of_its_day(bring, members, at_tuesday):
    header = ("Tên hộ kinh doanh", "Thôn", "Đủ điều kiện", "Lý do")
    rows = [header, ("Quán A", "Thôn 1", "Có", ""), ("Quán B", "Thôn 1", "Không", "chỉ bán phiên chợ"),
            ("Quán C", "Thôn 1", "", ""), ("Quán D", "Thôn 1", "có lẽ", "")]  # fmt: skip
    file = bring(workbook(rows))
    assert why(file)[5].startswith("Cột Đủ điều kiện ghi “có lẽ”")
    said = Establishment.objects.order_by("id").values_list("eligible", "eligible_why", "eligible_on", "eligible_by")
    day, mai = at_tuesday.date(), members.mai.pk
    assert list(said) == [(True, "", day, mai), (False, "chỉ bán phiên chợ", day, mai), (None, "", None, None)]
    again = bring(workbook(rows))
    assert (again.counts["unchanged"], EstablishmentChange.objects.count()) == (3, 3)


def test_one_that_has_closed_or_is_there_twice_is_for_a_person_to_settle(bring, members, villages, at_tuesday):
    bring(workbook(shops()))
    dao = Establishment.objects.get(name="Tạp hóa Đào")
    register.close_establishment(
        establishment=dao, on=at_tuesday.date(), why="trả mặt bằng", by=members.mai, at=at_tuesday
    )
    register.add_establishment(
        village=villages[0], name="Xe Mận", kind="household_business", code="8012345678", by=members.mai, at=at_tuesday
    )
    file = bring(workbook(shops()))
    assert outcome(file) == {"read": 3, "added": 0, "updated": 0, "unchanged": 1, "refused": 2}
    assert ["nghỉ" in why(file)[2], "2 cơ sở" in why(file)[3]] == [True, True]


def test_the_neighbours_establishments_are_not_touched(bring, province, members, at_tuesday):
    from tungnha.units.models import Area

    other = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Bên", parent=province)
    there = Area.objects.create(code="99902-01", kind="village", type_name="thôn", name="1", parent=other)
    same = register.add_establishment(
        village=there, name="Tạp hóa Đào", kind="household_business", code=CODES[0], by=members.mai, at=at_tuesday
    )
    assert bring(workbook(shops())).counts["added"] == 3
    same.refresh_from_db()
    assert same.owner_name == ""


# --- a list of OCOP products ------------------------------------------------------------------------------------------


def teas():
    return [
        OCOP,
        (1, "Chè xanh Nà Mèo", "HTX Chè Nà Mèo", "4 sao", "512/QĐ-UBND", date(2025, 6, 1), "Thôn 2", SHOP),
        (2, "Chè đen", "HTX chè Nà Mèo", 3, "512/QĐ-UBND", "01/06/2025", "Thôn 2", ""),
        (3, "Miến dong", "Hộ kinh doanh Mơ", "***", "", "", "Thôn 1", ""),
    ]  # fmt: skip


def test_products_come_with_their_makers_and_shops(bring):
    file = bring(workbook(teas()), "products", kind="household_business")
    assert outcome(file) == {"read": 3, "added": 3, "updated": 0, "unchanged": 0, "refused": 0}
    assert file.counts["producers"] == 2
    green, black, noodle = Product.objects.order_by("id")
    assert (green.ocop_stars, green.decision, green.recognised_on, green.valid_until) == (
        4, "512/QĐ-UBND", date(2025, 6, 1), date(2028, 6, 1),
    )  # fmt: skip
    assert (green.establishment, green.establishment.kind) == (black.establishment, "cooperative")
    assert (noodle.ocop_stars, noodle.valid_until, noodle.establishment.kind) == (3, None, "household_business")
    listing = green.listings.get()
    assert (listing.floor, listing.url) == ("san.example.vn", "https://san.example.vn/che")
    assert green.standings.get().level == 1  # on a floor, with an address: counted from now on
    again = bring(workbook(teas()), "products")
    assert outcome(again) == {"read": 3, "added": 0, "updated": 0, "unchanged": 3, "refused": 0}
    assert (Establishment.objects.count(), green.listings.count()) == (2, 1)


def test_a_maker_that_is_there_is_used_and_a_new_recognition_keeps_the_old(bring, villages):
    bring(workbook(shops()))
    bring(workbook(teas()[:2]), "products")
    assert Product.objects.get().establishment.code == CODES[2]
    rows = [OCOP, (1, "Chè xanh Nà Mèo", "HTX Chè Nà Mèo", 5, "77/QĐ-UBND", date(2026, 5, 1), "", "")]
    file = bring(workbook(rows), "products")
    tea = Product.objects.get()
    assert (file.counts["updated"], tea.ocop_stars, tea.valid_until) == (1, 5, date(2029, 5, 1))
    assert tea.changes.first().before["ocop_stars"] == "4"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("Chè", "HTX", "7 sao", "", "", "Thôn 1", ""), "Số sao “7 sao” không rõ"),
        (("Chè", "HTX", 4, "", "31/02/2025", "Thôn 1", ""), "Ngày công nhận"),
        (("Chè", "HTX", 4, "", "2025", "Thôn 1", ""), "cần đủ ngày, tháng, năm"),
        (("Chè", "HTX", 4, "", "01/01/2030", "Thôn 1", ""), "còn ở phía trước"),
        (("Chè", "", 4, "", "", "Thôn 1", ""), "Thiếu tên chủ thể"),
        (("", "HTX", 4, "", "", "Thôn 1", ""), "Thiếu tên sản phẩm"),
        (("Chè", "HTX", 4, "", "", "Thôn 1", "javascript:alert(1)"), "Địa chỉ trên sàn không đúng"),
        (("Chè", "HTX", 4, "", "", "", ""), "Không rõ thôn"),
    ],
)  # fmt: skip
def test_a_line_of_products_that_cannot_be_is_refused_in_words(cells, reason, bring):
    file = bring(workbook([OCOP, (1, *cells)]), "products")
    assert reason in why(file)[2]
    assert not Product.objects.exists()


# --- odd input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"%PDF-1.7", "a.xlsx", "không phải là bảng tính"), (b"", "a.csv", "không có dòng nào"),
        (workbook([("Ngày", "Việc"), ("1/5", "họp")]), "a.xlsx", "Không tìm thấy dòng tiêu đề"),
        (workbook([TAX]), "a.xlsx", "không có dòng nào bên dưới"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_is_answered_with_a_sentence(data, name, sentence, take_in):
    with pytest.raises(BadInput, match=sentence):
        take_in(data, name=name)
    assert not SellerFile.objects.exists()


def test_a_header_lower_down_formulas_that_failed_nul_and_an_equals_sign_do_no_harm(bring):
    before = [("UBND XÃ MẪU SƠN",), ("DANH SÁCH HỘ KINH DOANH",), ()]
    text = "Tên hộ kinh doanh;Chủ hộ;Mã số thuế;Thôn;Ngành nghề\nQuán =1+1;An;#N/A;Thôn 1;=HYPERLINK(1)\n"
    file = bring(text.encode(), name="hkd.csv")
    row = Establishment.objects.get()
    assert (file.counts["added"], row.name, row.code, row.trade) == (1, "Quán =1+1", "", "=HYPERLINK(1)")
    assert bring(workbook(shops(), before=before)).counts["added"] == 3
    nul = rules.words_of("Quán\0 B")
    assert nul == "Quán B"


def test_a_file_is_imported_once_and_can_be_given_up(bring, take_in, members, at_tuesday):
    file = bring(workbook(shops()))
    with pytest.raises(Locked):
        operations.import_file(file=file, by=members.mai, at=at_tuesday)
    waiting = take_in(workbook(shops()))
    operations.discard_file(file=waiting, by=members.mai, at=at_tuesday)
    assert list(SellerFile.objects.all()) == [file]


def test_the_file_is_kept_encrypted_until_it_is_imported(take_in):
    file = take_in(workbook(shops()))
    assert "Đào" not in file.content
    assert open_workbook(file.name, file.open()).sheets[0].rows[1][1] == "Tạp hóa Đào"


def test_the_sheet_with_the_list_is_found(take_in):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Bìa").write(0, 0, "Kính gửi")
        sheet = book.add_worksheet("DS")
        for at, row in enumerate(shops()):
            sheet.write_row(at, 0, row)
    file = take_in(out.getvalue())
    assert file.sheet == "DS"
    assert find_table(open_workbook("a.xlsx", out.getvalue()), "establishments").header_at == 0
