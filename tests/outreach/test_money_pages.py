"""The pages of money, when what was typed is not taken: said beside the field, and nothing typed is lost."""

import pytest

from tests.outreach.test_money import QUARTER, norm, paid_by, put_on, source, visited
from tungnha.outreach.models import EstimateLine, Gift, TeamPayment
from tungnha.outreach.queries import money as queries
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
__all__ = ["paid_by", "source", "visited"]


@pytest.fixture
def mai(client_of, members):
    return client_of(members.mai)


@pytest.fixture
def listed(visited, source, paid_by, villages, members, at_tuesday):
    return put_on(source, paid_by, villages[:1], members.mai, at_tuesday)[0]


def test_a_payment_that_was_not_taken_comes_back_as_it_was_typed(mai, listed):
    answer = mai.post(f"/kinh-phi/chi/{listed.pk}/", {"paid_on": "32/13/2026", "receipt_number": "PC 07/2026"})
    said = answer.content.decode()
    assert answer.status_code == 400
    assert "Chi ngày: ngày viết chưa đúng, ví dụ 28/5/2026" in said
    assert 'value="PC 07/2026"' in said
    assert 'value="32/13/2026"' in said
    answer = mai.post(f"/kinh-phi/chi/{listed.pk}/", {"paid_on": "2030-01-01", "receipt_number": "PC 07/2026"})
    assert "Ngày chi 01/01/2030 chưa đến" in answer.content.decode()
    assert 'value="PC 07/2026"' in answer.content.decode()


def test_an_empty_payment_names_its_fields(mai, listed):
    said = mai.post(f"/kinh-phi/chi/{listed.pk}/", {}).content.decode()
    assert "Điền: Chi ngày" in said
    assert "Điền: Số phiếu chi" in said
    said = mai.post(f"/kinh-phi/chi/{listed.pk}/bo/", {"why": ""}).content.decode()
    assert "Điền: Vì sao bỏ khoản này" in said


def test_a_payment_is_noted_and_another_taken_from_the_list(mai, listed):
    given = {"paid_on": "26/5/2026", "receipt_number": "PC 07/2026"}
    said = mai.post(f"/kinh-phi/chi/{listed.pk}/", given, follow=True).content.decode()
    assert "Đã ghi chi cho Tổ của" in said
    listed.refresh_from_db()
    assert listed.receipt_number == "PC 07/2026"
    said = mai.post(f"/kinh-phi/chi/{listed.pk}/", given | {"receipt_number": "PC 08"}, follow=True).content.decode()
    assert "Khoản này đã ghi là chi rồi" in said  # another officer was first


def test_nobody_is_paid_for_nothing(mai, visited, source, paid_by, villages, members, at_tuesday):
    """Village 2 did nothing in the quarter: no tick for it, and no list of 0 đồng by another way."""
    (idle,) = queries.propose(villages[1:2], QUARTER, paid_by)
    with pytest.raises(BadInput, match="không ai hoạt động"):
        put_on(source, paid_by, villages[:2], members.mai, at_tuesday)
    assert not TeamPayment.objects.exists()
    said = mai.get("/kinh-phi/quy/?quy=2026-2").content.decode()
    assert f'value="{villages[0].pk}" checked' in said
    assert f'name="teams" value="{idle.village.pk}"' not in said
    assert "chưa ai hoạt động" in said
    mai.post("/kinh-phi/quy/", {"quy": "2026-2", "norm": paid_by.pk, "source": source.pk, "teams": [idle.village.pk]})
    assert not TeamPayment.objects.exists()


def test_a_dot_in_money_stands_between_thousands(mai, source):
    where = f"/kinh-phi/nguon/{source.pk}/"
    before = EstimateLine.objects.count()
    for slip in ("1.5", "1,5", "1.500.00", "60 triệu"):
        said = mai.post(where, {"words": "Hỗ trợ", "amount": slip}).content.decode()
        assert "Số tiền viết chưa đúng: mời ghi số đồng, như 1.500.000." in said
    assert EstimateLine.objects.count() == before
    mai.post(where, {"words": "Hỗ trợ", "amount": "1.500.000 đồng"})
    assert EstimateLine.objects.latest("pk").amount == 1_500_000
    gift = {"what": "áo", "quantity": "2.000", "unit": "cái", "giver_name": "Hội", "on": "26/5/2026"}
    mai.post("/kinh-phi/hien-vat/", gift)
    assert Gift.objects.get().quantity == 2000


@pytest.mark.parametrize("asked", ["0000-1", "0001-1", "9999-4", "2026-9", "²026-1", "x"])
def test_a_quarter_that_cannot_be_is_the_present_one(mai, paid_by, campaign, villages, asked):
    assert "quý II/2026" in mai.get("/kinh-phi/quy/", {"quy": asked}).content.decode()
    assert mai.get(f"/kinh-phi/to/{villages[0].pk}/", {"quy": asked}).status_code == 200


@pytest.mark.parametrize("asked", ["9999-12", "0001-01", "2026-13", "2026-00", "x", "²026-01"])
def test_a_month_that_cannot_be_is_the_present_one(mai, campaign, at_tuesday, asked):
    assert "Tháng 5/2026" in mai.get("/tuyen-truyen/thang/", {"thang": asked}).content.decode()


def test_the_norm_says_since_when_as_days_are_written(paid_by, commune, members, at_tuesday):
    with pytest.raises(BadInput, match=r"từ 01/4/2026"):
        norm(commune, members.mai, at_tuesday, from_on=paid_by.from_on)
