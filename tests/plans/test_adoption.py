"""Who has taken a plan up: a province over its communes, a commune over its villages and units (C17, scenario B)."""

import io
import uuid
from datetime import date
from decimal import Decimal

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import make_member
from tungnha.plans.adoption import letter, operations, sheets, table
from tungnha.plans.adoption.operations import Stated
from tungnha.plans.adoption.rules import Mark, figure_mark, share_words
from tungnha.plans.models import AdoptionEntry, AdoptionItem, Plan, Target
from tungnha.units import clock
from tungnha.units.models import Area, Campaign, Group, GroupDecision, Organisation, Role
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 20)


@pytest.fixture
def above(province, commune, units, members, at_tuesday):
    """The province's plan with 40 % assigned to all, over 166 communes (Mẫu Sơn is the first)."""
    Area.objects.bulk_create(_commune(province, n) for n in range(2, 167))
    campaign = Campaign.objects.create(name="Công dân số", area=province, organisation=units.science)
    plan = Plan.objects.create(
        campaign=campaign, organisation=units.science, number="12", symbol="KH-SKHCN", issued_on=DAY,
        title="triển khai mô hình công dân số", confirmed_at=at_tuesday, confirmed_by=members.phuc,
        doc_type="Kế hoạch", signer_lines=["GIÁM ĐỐC"],
    )  # fmt: skip
    Target.objects.create(plan=plan, text="40% người dân có chữ ký số", value=Decimal(40), headline=True)
    operations.lay_out(plan=plan, by=members.phuc, at=at_tuesday)
    return plan


def _commune(province, n):
    area = Area(code=f"99{900 + n}", kind="commune", type_name="xã", name=f"Số {n}", parent=province, order=n)
    area.fill_keys()
    return area


def item(plan, asks):
    return plan.adoption_items.get(asks=asks)


def state(place, by, *said, key=None):
    return operations.state(place=place, said=said, key=key or uuid.uuid4(), by=by, at=clock.now())


def communes(plan, count):
    return [f"a{area.pk}" for area in plan.campaign.area.children.order_by("order", "code")[:count]]


PAPER = Stated(is_done=True, on=DAY, paper_number="05/KH-UBND")


def test_120_of_166_have_their_plan_90_held_the_conference_and_46_get_a_letter(above, members):
    plan_item, meeting = item(above, "plan"), item(above, "day")
    for n, place in enumerate(communes(above, 120)):
        said = [(plan_item, PAPER)] + ([(meeting, Stated(is_done=True, on=DAY))] if n < 90 else [])
        state(place, members.phuc, *said)
    whole = table.load(above, clock.now())
    sums = {one.item.asks: one.words for one in whole.sums}
    assert (sums["plan"], sums["day"]) == ("120/166 (72,29%)", "90/166 (54,22%)")
    left = [line.place.title for line in whole.without(plan_item)]
    assert len(left) == 46
    data = letter.docx_of(letter.Lacking(above, plan_item, left, 166, clock.today()))
    words = words_of(data)
    assert "có 120/166 đơn vị đã ban hành kế hoạch triển khai; còn 46 đơn vị chưa thực hiện" in words
    assert "Thực hiện Kế hoạch số 12/KH-SKHCN ngày 20/5/2026 của Sở Khoa học và Công nghệ" in words
    assert all(name in words for name in left), "the annex names them"
    assert "Xã Mẫu Sơn" not in words


def words_of(data):
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for found in document.tables for row in found.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_stated_level_below_the_assigned_one_is_marked(above, members, units, commune):
    figure = item(above, "figure")
    (here, beside) = communes(above, 2)
    state(here, members.mai, (figure, Stated(is_done=True, value=Decimal("35.4"))))
    state(beside, members.phuc, (figure, Stated(is_done=True, value=Decimal(40))))
    whole = table.load(above, clock.now())
    cells = {line.place.key: cell for line, cell in whole.column(figure)}
    assert (cells[here].mark, cells[here].words, cells[here].source) == (
        Mark.BELOW, "ghi 35,40%, giao 40,00%", "nơi ấy khai",
    )  # fmt: skip
    assert (cells[beside].mark, cells[beside].source) == (Mark.DONE, "cấp trên ghi")
    (found,) = [one for one in whole.sums if one.item == figure]
    assert (found.done, found.below, found.total) == (1, 1, 166), "what is below has not adopted the figure"
    assert [line.place.key for line in whole.having(figure, Mark.BELOW)] == [here]


def test_what_this_installation_knows_is_not_asked_again(above, members, units, commune, at_tuesday):
    place = communes(above, 1)[0]
    child = Plan.objects.create(
        campaign=Campaign.objects.create(name="Của xã", area=commune, organisation=units.committee), parent=above,
        organisation=units.committee, title="triển khai tại xã", confirmed_at=at_tuesday, confirmed_by=members.mai,
        contact="Phòng Văn hóa - Xã hội",
    )  # fmt: skip
    group = Group.objects.create(name="Tổ triển khai", kind="rollout", area=commune)
    GroupDecision.objects.create(group=group, number="45/QĐ-UBND", signed_on=DAY)

    def cells():
        line = next(one for one in table.load(above, clock.now()).lines if one.place.key == place)
        return dict(zip([one.asks for one in above.adoption_items.all()], line.cells, strict=True))

    assert (cells()["plan"].mark, cells()["contact"].mark) == (Mark.MISSING, Mark.DONE), "no number yet"
    assert cells()["group"].words == "45/QĐ-UBND, 20/5/2026"
    Plan.objects.filter(pk=child.pk).update(number="7", symbol="KH-UBND", issued_on=DAY)
    assert (cells()["plan"].words, cells()["plan"].known_here) == ("7/KH-UBND, 20/5/2026", True)


def test_the_latest_word_stands_and_none_is_lost(above, members):
    meeting, place = item(above, "day"), communes(above, 1)[0]
    state(place, members.phuc, (meeting, Stated(is_done=True, on=DAY)))
    state(place, members.mai, (meeting, Stated(is_done=False)))
    (line,) = table.load(above, clock.now(), only={place}).lines
    assert [cell.mark for cell in line.cells].count(Mark.NOT_YET) == 1
    assert AdoptionEntry.objects.filter(item=meeting).count() == 2


def test_a_page_sent_twice_is_one_word_and_half_of_a_bad_one_is_none(above, members):
    place, key = communes(above, 1)[0], uuid.uuid4()
    assert [state(place, members.mai, (item(above, "plan"), PAPER), key=key) for _ in range(2)] == [1, 0]
    with pytest.raises(BadInput, match="họ tên"):
        state(
            place, members.mai, (item(above, "day"), Stated(is_done=True, on=DAY)),
            (item(above, "contact"), Stated(is_done=True)),
        )  # fmt: skip
    assert AdoptionEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("asks", "said", "words"),
    [
        ("plan", Stated(is_done=True, on=DAY), "số, ký hiệu"),
        ("plan", Stated(is_done=True, paper_number="5/KH"), "ngày ban hành"),
        ("group", Stated(is_done=True, on=DAY), "quyết định"),
        ("day", Stated(is_done=True), "ngày"),
        ("day", Stated(is_done=True, on=date(2026, 6, 1)), "sau hôm nay"),
        ("figure", Stated(is_done=True), "mức"),
        ("figure", Stated(is_done=True, value=Decimal(-1)), "nhỏ hơn 0"),
        ("contact", Stated(is_done=True, contact_name="Ai", contact_phone="12"), "điện thoại"),
    ],
)
def test_a_word_that_lacks_what_its_item_asks_is_refused(above, members, asks, said, words):
    with pytest.raises(BadInput, match=words):
        state(communes(above, 1)[0], members.mai, (item(above, asks), said))


def test_a_contacts_telephone_lies_locked_and_is_masked_in_the_table(above, members):
    place = communes(above, 1)[0]
    said = Stated(is_done=True, contact_name="Lò Thị Mẫu", contact_phone="0912 000 555")
    state(place, members.mai, (item(above, "contact"), said))
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_phone FROM plans_adoptionentry")
        assert "0912000555" not in str(cursor.fetchall())
    (line,) = table.load(above, clock.now(), only={place}).lines
    shown = line.cells[-1].words
    assert shown.startswith("Lò Thị Mẫu, ")
    assert "000555" not in shown
    book = sheets.of_table(above, table.load(above, clock.now()), clock.today())
    assert "Lò Thị Mẫu".encode() not in unzipped(book)


def unzipped(book):
    import zipfile

    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def test_a_commune_over_its_villages_and_units_and_firms_through_their_collector(plan, members, units, commune):
    firm = Organisation.objects.create(name="Công ty May", kind="company", area=commune, collector=units.economy)
    made = operations.lay_out(plan=plan, by=members.mai, at=clock.now())
    assert operations.lay_out(plan=plan, by=members.mai, at=clock.now()) == []
    whole = table.load(plan, clock.now())
    asked = {one.item.name: one.total for one in whole.sums}
    assert asked == {
        "Họp thôn phổ biến kế hoạch": 2, "Tổ công tác của thôn": 2, "Kế hoạch của đơn vị": 6, "Đầu mối": 8,
    }  # fmt: skip
    (line,) = [one for one in whole.lines if one.place.key == f"o{firm.pk}"]
    assert line.place.collector == "Phòng Kinh tế"
    khanh = make_member("Khánh", Role.UNIT_OFFICER, commune, units.economy)
    state(f"o{firm.pk}", khanh, (made[2], PAPER))
    (line,) = table.load(plan, clock.now(), only={f"o{firm.pk}"}).lines
    assert line.cells[2].source == "nơi ấy khai"


def test_items_are_data_of_the_plan(plan, members):
    def add(name="Pa nô đã treo", asks="day", target=None):
        return operations.add_item(
            plan=plan, name=name, asks=asks, of="areas", target=target, group_kind="", due_on=None, by=members.mai,
            at=clock.now(),
        )  # fmt: skip

    made = add()
    with pytest.raises(BadInput, match="Đã có mục"):
        add()
    with pytest.raises(BadInput, match="chọn chỉ tiêu"):
        add("Chỉ tiêu", "figure")
    operations.remove_item(item=made, by=members.mai, at=clock.now())
    assert table.items_of(plan) == []
    assert add().pk != made.pk, "asked again, under a row of its own"
    assert AdoptionItem.objects.filter(plan=plan).count() == 2


def test_166_communes_cost_the_same_few_questions(above, members):
    def asked():
        with CaptureQueriesContext(connection) as found:
            table.load(above, clock.now())
        return len(found)

    few = asked()
    for place in communes(above, 30):
        state(place, members.phuc, (item(above, "plan"), PAPER))
    assert asked() == few < 15


@pytest.mark.parametrize(
    ("stated", "assigned", "mark"),
    [("35.4", 40, Mark.BELOW), ("40", 40, Mark.DONE), ("41", 40, Mark.DONE), ("1", None, Mark.DONE),
     (None, 40, Mark.MISSING)],
)  # fmt: skip
def test_a_figure_is_held_against_what_was_assigned(stated, assigned, mark):
    assert figure_mark(stated and Decimal(stated), assigned and Decimal(assigned)) is mark


def test_shares_are_said_with_two_decimals_and_nothing_of_nobody():
    assert (share_words(90, 166), share_words(0, 0)) == ("90/166 (54,22%)", "0/0")
