"""Money is paid by a written rule with its legal paper, within the estimate or with a reason (C14)."""

import datetime
import io
import uuid

import openpyxl
import pytest
from django.apps import apps

from tungnha.field import operations as field
from tungnha.outreach.models import FundSource, Gift, TeamPayment
from tungnha.outreach.operations import money
from tungnha.outreach.queries import money as queries
from tungnha.outreach.queries.money import Quarter
from tungnha.people.protection.never_stored import FORBIDDEN
from tungnha.units.models import Group, GroupMember
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
QUARTER = Quarter(2026, 2)
DAY = datetime.date


@pytest.fixture
def source(campaign, commune, members, at_tuesday):
    made = money.add_source(
        campaign=campaign, area=commune, name="Ngân sách xã", kind="budget", paper="QĐ 12/QĐ-UBND", by=members.mai,
        at=at_tuesday,
    )  # fmt: skip
    money.add_estimate(source=made, words="Hỗ trợ Tổ", amount=1_000_000, paper="", by=members.mai, at=at_tuesday)
    return made


def norm(commune, by, at, **more):
    told = {
        "name": "Hỗ trợ thành viên Tổ", "amount": 600_000, "legal_source": "NQ 55/2025/NQ-HĐND", "least": 1,
        "kinds": ["visit", "session"], "from_on": DAY(2026, 4, 1), **more,
    }  # fmt: skip
    return money.set_norm(area=commune, by=by, at=at, **told)


@pytest.fixture
def paid_by(commune, members, at_tuesday):
    return norm(commune, members.mai, at_tuesday)


@pytest.fixture
def visited(households, people, campaign, members, at_tuesday):
    field.record_visit(
        visit_id=uuid.uuid4(), household=households.one, campaign=campaign, outcome="met", made_at=at_tuesday,
        by=members.son, at=at_tuesday, results=[],
    )  # fmt: skip


def put_on(source, paid_by, villages, by, at, **more):
    owed = [money.Owed(row.village, row.members, row.active) for row in queries.propose(villages, QUARTER, paid_by)]
    return money.list_payments(source=source, norm=paid_by, year=2026, quarter=2, owed=owed, by=by, at=at, **more)


def test_active_is_who_did_something_in_the_quarter_by_the_rule(
    visited, paid_by, villages, commune, members, at_tuesday
):
    group = Group.objects.create(name="Tổ thôn 1", kind="team", area=villages[0])
    GroupMember.objects.create(group=group, full_name="Bà Năm")  # in the team, without a log-in
    (one, two) = queries.propose(villages, QUARTER, paid_by)
    assert (one.active, one.members, one.amount) == (1, 3, 600_000)  # Sơn of Lan, Sơn and Bà Năm
    assert (two.active, two.members, two.amount) == (0, 1, 0)
    assert [work.words for work in one.work if work.name == "Sơn"] == ["1 lượt đến nhà"]
    (before,) = queries.propose(villages[:1], QUARTER.before, paid_by)
    assert before.active == 0
    stricter = norm(commune, members.mai, at_tuesday, name="Mức khác", least=2)
    assert queries.propose(villages, QUARTER, stricter)[0].active == 0
    other = norm(commune, members.mai, at_tuesday, name="Chỉ tính tập huấn", kinds=["training"])
    assert queries.propose(villages, QUARTER, other)[0].active == 0


def test_a_list_above_the_estimate_is_refused_and_saved_only_with_a_reason(
    visited, source, paid_by, villages, members, households, campaign, at_tuesday
):
    for by in (members.lan, members.hung):
        field.record_visit(
            visit_id=uuid.uuid4(), household=households.one, campaign=campaign, outcome="met", made_at=at_tuesday,
            by=by, at=at_tuesday, results=[],
        )  # fmt: skip
    with pytest.raises(money.OverEstimate, match=r"còn 1\.000\.000 đồng, danh sách cần 1\.800\.000 đồng"):
        put_on(source, paid_by, villages, members.mai, at_tuesday)
    assert not TeamPayment.objects.exists()
    rows = put_on(source, paid_by, villages, members.mai, at_tuesday, over_why="chờ bổ sung dự toán quý III")
    assert {row.over_why for row in rows} == {"chờ bổ sung dự toán quý III"}
    (line,) = queries.sources(source.campaign, members.mai)
    assert (line.estimate, line.committed, line.paid, line.left) == (1_000_000, 1_800_000, 0, -800_000)


def test_a_team_is_on_a_quarters_list_once_until_it_is_taken_back(
    visited, source, paid_by, villages, members, at_tuesday
):
    (made,) = put_on(source, paid_by, villages[:1], members.mai, at_tuesday)
    with pytest.raises(BadInput, match="Đã có trong danh sách"):
        put_on(source, paid_by, villages[:1], members.mai, at_tuesday)
    with pytest.raises(BadInput, match="vì sao"):
        money.take_back(payment=made, why=" ", by=members.mai, at=at_tuesday)
    money.take_back(payment=made, why="tính nhầm", by=members.mai, at=at_tuesday)
    put_on(source, paid_by, villages[:1], members.mai, at_tuesday)
    assert TeamPayment.objects.count() == 2
    assert queries.sources(source.campaign, members.mai)[0].committed == 600_000


def test_paid_is_a_day_and_a_receipt_and_no_account(visited, source, paid_by, villages, members, at_tuesday):
    (made,) = put_on(source, paid_by, villages[:1], members.mai, at_tuesday)
    today = at_tuesday.date()

    def pay(number, on=today):
        money.note_paid(payment=made, paid_on=on, receipt_number=number, by=members.mai, at=at_tuesday)

    with pytest.raises(BadInput, match="số phiếu chi"):
        pay("")
    with pytest.raises(BadInput, match="không ghi số tài khoản"):
        pay("0911000123456")
    with pytest.raises(BadInput, match="chưa đến"):
        pay("PC05", today + datetime.timedelta(days=1))
    pay("PC05")
    with pytest.raises(BadInput, match="đã ghi là chi"):
        pay("PC06")
    (line,) = queries.report_lines(source.campaign, villages[0].parent, DAY(2026, 4, 1), DAY(2026, 6, 30))
    assert (line.source, line.team, line.quarter, line.active, line.amount, line.paid) == (
        "Ngân sách xã", "Thôn 1", "quý II/2026", 1, 600_000, True
    )  # fmt: skip
    assert line.legal_source == "NQ 55/2025/NQ-HĐND"
    assert queries.report_lines(source.campaign, villages[1], DAY(2026, 4, 1), DAY(2026, 6, 30)) == []


def test_no_table_of_money_has_a_place_for_bank_data():
    fields = {field.name for model in apps.get_app_config("outreach").get_models() for field in model._meta.fields}
    assert {"amount", "receipt_number"} <= fields
    assert [name for name in fields for word in (*FORBIDDEN, "bank", "iban") if word in name and word != "face"] == []


def test_a_norm_needs_its_paper_and_a_new_one_ends_the_one_before(paid_by, commune, members, at_tuesday):
    with pytest.raises(BadInput, match="căn cứ pháp lý"):
        norm(commune, members.mai, at_tuesday, legal_source=" ")
    with pytest.raises(BadInput, match="từ ngày sau đó"):
        norm(commune, members.mai, at_tuesday, from_on=DAY(2026, 4, 1))
    later = norm(commune, members.mai, at_tuesday, from_on=DAY(2026, 7, 1), amount=700_000)
    paid_by.refresh_from_db()
    assert paid_by.to_on == DAY(2026, 6, 30)
    assert (queries.norms_on(commune, DAY(2026, 6, 30)), queries.norms_on(commune, DAY(2026, 7, 1))) == (
        [paid_by], [later]
    )  # fmt: skip


def test_an_estimate_is_taken_from_only_by_a_paper_and_never_below_nothing(source, members, at_tuesday):
    def change(amount, paper="CV 3"):
        money.add_estimate(source=source, words="Giảm", amount=amount, paper=paper, by=members.mai, at=at_tuesday)

    with pytest.raises(BadInput, match="phải có văn bản"):
        change(-100, "")
    with pytest.raises(BadInput, match="Giảm nhiều hơn"):
        change(-1_000_001)
    change(-400_000)
    assert money.estimate_of(source) == 600_000


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2026-1", DAY(2026, 1, 1), DAY(2026, 3, 31), "quý I/2026"),
        ("2026-4", DAY(2026, 10, 1), DAY(2026, 12, 31), "quý IV/2026"),
        ("2026-5", DAY(2026, 4, 1), DAY(2026, 6, 30), "quý II/2026"),  # no such quarter: today's
        ("", DAY(2026, 4, 1), DAY(2026, 6, 30), "quý II/2026"),
    ],
)
def test_a_quarter_of_an_address(text, first, last, words):
    found = Quarter.read(text, DAY(2026, 5, 26))
    assert (found.from_on, found.to_on, str(found)) == (first, last, words)


@pytest.mark.one_database
def test_from_a_norm_to_a_receipt_on_the_pages(visited, campaign, villages, members, client_of, at_tuesday):
    mai, lan = client_of(members.mai), client_of(members.lan)
    assert "máy không đặt sẵn mức" in mai.get("/kinh-phi/quy/").content.decode()
    mai.post("/kinh-phi/muc-ho-tro/", {
        "name": "Hỗ trợ Tổ", "amount": "600.000", "legal_source": "NQ 55/2025/NQ-HĐND", "kinds": ["visit"],
        "least": "1", "from_on": "2026-04-01",
    })  # fmt: skip
    mai.post("/kinh-phi/nguon/", {"name": "Ngân sách xã", "kind": "budget", "paper": "QĐ 12"})
    where = f"/kinh-phi/nguon/{FundSource.objects.get().pk}/"
    mai.post(where, {"words": "Hỗ trợ Tổ", "amount": "500.000 đồng"})
    norm_id = FundSource.objects.get().area.support_norms.get().pk
    told = {"quy": "2026-2", "norm": norm_id, "source": FundSource.objects.get().pk, "teams": [villages[0].pk]}
    answer = mai.post("/kinh-phi/quy/", told)
    assert (answer.status_code, "Vượt dự toán: nguồn này còn 500.000 đồng" in answer.content.decode()) == (400, True)
    page = mai.post("/kinh-phi/quy/", told | {"over_why": "chờ bổ sung"}, follow=True).content.decode()
    assert "Đã lập danh sách chi 1 Tổ" in page
    made = TeamPayment.objects.get()
    mai.post(f"/kinh-phi/chi/{made.pk}/", {"paid_on": "2026-05-26", "receipt_number": "PC05"})
    seen = lan.get("/kinh-phi/").content.decode()
    assert ("600.000" in seen, "phiếu PC05" in seen) == (True, True)
    assert "hoạt động" in lan.get(f"/kinh-phi/to/{villages[0].pk}/?quy=2026-2").content.decode()
    assert lan.get(f"/kinh-phi/to/{villages[1].pk}/").status_code == 404
    assert [lan.get(where).status_code, lan.get("/kinh-phi/bang.xlsx").status_code] == [404, 404]
    sheet = openpyxl.load_workbook(io.BytesIO(mai.get("/kinh-phi/bang.xlsx").content)).worksheets[0]
    assert 600_000 in [cell for row in sheet.values for cell in row]
    assert client_of(members.binh).post("/kinh-phi/quy/", told).status_code == 404


@pytest.mark.one_database
def test_a_gift_is_noted_and_taken_back(campaign, villages, members, client_of, at_tuesday):
    mai = client_of(members.mai)
    told = {"what": "Điện thoại cũ", "quantity": "3", "unit": "chiếc", "worth": "1.500.000", "giver_name": "VNPT",
            "village": villages[0].pk, "on": "2026-05-26"}  # fmt: skip
    assert "Điện thoại cũ" in mai.post("/kinh-phi/hien-vat/", told, follow=True).content.decode()
    assert (Gift.objects.get().worth, Gift.objects.get().village) == (1_500_000, villages[0])
    mai.post(f"/kinh-phi/hien-vat/{Gift.objects.get().pk}/bo/")
    assert "Điện thoại cũ" not in mai.get("/kinh-phi/hien-vat/").content.decode()
