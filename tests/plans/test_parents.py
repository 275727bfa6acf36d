"""A lower plan finds the plan it follows, and says where its figures differ from what was handed down."""

import io
import re
import zipfile
from datetime import date
from types import SimpleNamespace

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tungnha.ledger.models import CampaignService
from tungnha.plans import handing, lower, operations, parents
from tungnha.plans.models import Plan
from tungnha.plans.operations import HandDown
from tungnha.plans.queries import headline_target, latest_draft
from tungnha.units.models import Campaign, Event, Organisation

from .conftest import SAMPLE

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 26)


@pytest.fixture
def plan(received, units, members, villages, at_tuesday):
    made = operations.confirm_plan(
        document=received, draft=latest_draft(received), organisation=units.committee, area=received.area,
        campaign_name="Cao điểm chữ ký số", started_on=DAY, ended_on=date(2026, 10, 31), by=members.mai,
        at=at_tuesday,
    )  # fmt: skip
    for target in (headline_target(made, DAY), made.targets.get(value="35")):
        operations.share_target(target=target, areas=villages, weights=[612, 488], by=members.mai, at=at_tuesday)
    return made


def drafted(plan, key):
    of = lower.Handing(plan, DAY)
    return lower.docx_of(of.of(next(unit for unit in lower.lower_units(plan, DAY) if unit.key == key)))


def finished(data, change=lambda text: text):
    """The draft after its officer worked on it in Word: number filled in, words changed, saved anew."""
    document = docx.Document(io.BytesIO(data))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = change(run.text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def without(data, words):
    """The draft with the paragraphs and table rows struck out that say some words."""
    document = docx.Document(io.BytesIO(data))
    for paragraph in document.paragraphs:
        if words in paragraph.text:
            paragraph._element.getparent().remove(paragraph._element)
    for table in document.tables:
        for row in table.rows:
            if any(words in cell.text for cell in row.cells):
                row._tr.getparent().remove(row._tr)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@pytest.fixture
def level(plan, villages, members, at_tuesday):
    """A target that is the same for every village."""
    made = plan.targets.create(
        text="95% hộ có người được tập huấn cài khóa cổng điện tử", value=95, comparator="=", due_on=date(2026, 9, 30),
        order=90,
    )  # fmt: skip
    operations.hand_down(
        plan=plan, wanted=[HandDown(made, "level", 0)], settle=True, by=members.mai, at=at_tuesday
    )  # fmt: skip
    return made


def test_a_plan_that_leaves_out_a_level_of_everyone_is_asked_about_it(
    plan, level, villages, members, units, at_tuesday
):
    data = drafted(plan, f"a{villages[0].pk}")
    child = hand_in(without(data, "khóa cổng"), members, units, at_tuesday)
    (question,) = child.questions.filter(kind="differs_from_assigned", text__contains="khóa cổng")
    assert "kế hoạch này không nêu" in question.text


def test_a_plan_that_says_a_level_of_everyone_is_not_asked(plan, level, villages, members, units, at_tuesday):
    child = hand_in(drafted(plan, f"a{villages[0].pk}"), members, units, at_tuesday)
    assert not child.questions.filter(kind="differs_from_assigned").exists()


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Đến từng ngõ để 95% hộ có người được tập huấn cài khóa cổng điện tử.", False),
        ("Bảo đảm 95% hộ trong thôn có người được tập huấn cài khóa cổng điện tử", False),
        ("80% hộ có người được tập huấn cài khóa cổng điện tử", True),
        ("Tập huấn cho các hộ", True),
    ],
)
def test_a_level_told_by_a_task_or_an_order_is_told(plan, level, said, asked, villages, members, units, at_tuesday):
    data = without(drafted(plan, f"a{villages[0].pk}"), "khóa cổng")
    child = hand_in(data, members, units, at_tuesday)
    child.tasks.create(name="Tập huấn", result=said, order=99)
    missing = [row for row in parents.assigned_to(child) if row.own is None and row.above == level]
    assert bool(missing) == asked


def hand_in(data, members, units, at, name="thon-1.docx"):
    document = operations.receive_document(area=units.committee.area, name=name, data=data, by=members.mai, at=at)
    return operations.confirm_plan(
        document=document, draft=latest_draft(document), organisation=units.committee, area=document.area,
        campaign_name="Kế hoạch thôn 1", started_on=DAY, ended_on=None, by=members.mai, at=at,
    )  # fmt: skip


def test_a_draft_carries_its_mark_and_other_files_carry_none(plan, villages):
    data = drafted(plan, f"a{villages[0].pk}")
    assert parents.mark_of(data) == (plan.pk, "a", villages[0].pk)
    assert parents.mark_of(finished(data)) == (plan.pk, "a", villages[0].pk)
    assert parents.mark_of(SAMPLE.read_bytes()) is None
    assert parents.mark_of(b"PK\x03\x04 no zip") is None


def test_a_properties_file_that_is_too_large_or_holds_entities_is_not_read():
    def packed(text):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("docProps/core.xml", text)
        return out.getvalue()

    mark = f"<a>{parents.MARK}:1:a2</a>"
    assert parents.mark_of(packed(mark)) == (1, "a", 2)
    assert parents.mark_of(packed(mark + " " * 300_000)) is None
    assert parents.mark_of(packed(f'<!DOCTYPE a [<!ENTITY b "c">]>{mark}')) is None


def test_the_finished_draft_of_a_village_becomes_its_own_plan_under_the_communes(
    plan, villages, members, units, at_tuesday
):
    child = hand_in(finished(drafted(plan, f"a{villages[0].pk}")), members, units, at_tuesday)
    assert (child.parent, child.campaign.area, child.organisation) == (plan, villages[0], units.team1)
    assert [row.words for row in parents.assigned_to(child)] == ["", ""]
    assert not child.questions.filter(kind="differs_from_assigned").exists()
    assert not CampaignService.objects.filter(campaign=child.campaign).exists(), "the commune's campaign asks at doors"


def test_a_lower_figure_than_was_given_is_asked_about(plan, villages, members, units, at_tuesday):
    def less(text):
        return re.sub(r"1\.945", "1.849", text)

    child = hand_in(finished(drafted(plan, f"a{villages[0].pk}"), less), members, units, at_tuesday)
    question = child.questions.get(kind="differs_from_assigned")
    assert "cấp trên giao 1.945, kế hoạch ghi 1.849: thấp hơn 96. Lấy số nào?" in question.text
    own = child.targets.get(value=1849)
    assert [row.is_below for row in parents.assigned_to(child) if row.words] == [True]
    given = {"part": "target", "row": own.pk, "field": "value", "value": 1945}
    assert question.options == [
        {"text": "theo số được giao: 1.945", "changes": [given]},
        "giữ số của kế hoạch: 1.849",
    ]
    operations.answer_question(question=question, answer="theo số được giao: 1.945", by=members.mai, at=at_tuesday)
    own.refresh_from_db()
    child.refresh_from_db()
    assert (own.value, child.version) == (1945, 2)
    assert [row.words for row in parents.assigned_to(child)] == ["", ""]


def test_a_target_left_out_is_asked_about(plan, villages, members, units, at_tuesday):
    data = drafted(plan, f"a{villages[0].pk}")
    child = hand_in(
        finished(data, lambda text: re.sub(r"Có ít nhất 1\.067 người.*", "Làm tốt mọi việc", text)), members, units,
        at_tuesday,
    )  # fmt: skip
    assert "kế hoạch này không nêu" in child.questions.get(kind="differs_from_assigned").text


def test_a_department_follows_the_committee_of_its_own_province_that_it_cites(plan, province, units, members):
    top = Organisation.objects.create(name="UBND tỉnh Mẫu", kind="committee", area=province)
    above = Plan.objects.create(
        campaign=Campaign.objects.create(name="Của tỉnh", area=province, organisation=top), organisation=top,
        number="178", symbol="KH-UBND", issued_on=date(2026, 5, 4), title="Toàn tỉnh",
        confirmed_at=plan.confirmed_at, confirmed_by=members.phuc,
    )  # fmt: skip
    document = SimpleNamespace(area=province, file=SimpleNamespace(open=lambda mode: io.BytesIO(b"plain")))
    cited = {"symbol": "178/KH-UBND", "date": "2026-05-04", "issuer": "UBND tỉnh"}
    assert parents.followed(document, {"parent": cited}).plan == above
    assert parents.followed(document, {"parent": cited | {"issuer": "Sở Y tế"}}) is None, "another body's number"


def test_without_a_mark_the_cited_number_and_day_tell_the_parent(plan, province, units, members, at_tuesday):
    """The sample commune's plan cites 217/KH-UBND of 25/5/2026: the province's own, once it is here."""
    from tungnha.units.models import Campaign

    above = Plan.objects.create(
        campaign=Campaign.objects.create(name="Tỉnh", area=province, organisation=units.science),
        organisation=units.science, number="217", symbol="KH-UBND", issued_on=date(2026, 5, 25), title="Toàn tỉnh",
        confirmed_at=at_tuesday, confirmed_by=members.phuc,
    )  # fmt: skip
    content = latest_draft(plan.document).content
    assert parents.followed(plan.document, content).plan == above
    Plan.objects.filter(pk=above.pk).update(issued_on=date(2025, 5, 25))
    assert parents.followed(plan.document, content) is None


def test_a_mark_of_another_commune_is_no_parent(plan, villages, members, province, at_tuesday):
    from tests.conftest import make_member
    from tungnha.units.models import Area, Role

    elsewhere = Area.objects.create(code="99902", kind="commune", type_name="xã", name="Khác", parent=province)
    stranger = make_member("Khách", Role.OFFICER, elsewhere)
    document = operations.receive_document(
        area=elsewhere, name="a.docx", data=drafted(plan, f"a{villages[0].pk}"), by=stranger, at=at_tuesday
    )
    assert parents.followed(document, latest_draft(document).content) is None


def test_a_bodys_plan_is_linked_and_issued_by_the_body(plan, members, units, at_tuesday):
    staff = plan.targets.filter(measure__code="chu-ky-so-can-bo").first()
    one = HandDown(staff, "level", 0)
    operations.hand_down(plan=plan, wanted=[one], settle=True, by=members.mai, at=at_tuesday)
    child = hand_in(finished(drafted(plan, f"o{units.school.pk}")), members, units, at_tuesday)
    assert (child.parent, child.organisation, child.campaign.area) == (plan, units.school, units.school.area)


def test_a_level_for_bodies_of_one_kind_is_not_told_to_the_others(plan, members, units, at_tuesday):
    forces = plan.targets.get(measure__code="chu-ky-so-vu-trang")
    one = HandDown(forces, "level", 0)
    operations.hand_down(plan=plan, wanted=[one], settle=True, by=members.mai, at=at_tuesday)
    of, told = lower.Handing(plan, DAY), set()
    for unit in lower.lower_units(plan, DAY):
        draft = of.of(unit)
        said = [t.sentence for t in draft.targets] + [t.result for t in draft.tasks]
        if any(forces.text in words for words in said):
            told.add(unit.title)
    assert "Công an xã" in told
    assert "Trường THCS Mẫu Sơn" not in told


# --- the pages -------------------------------------------------------------------------------------------------------


def test_the_page_of_lower_plans_says_what_each_got_and_made_of_it(
    plan, villages, members, units, client_of, at_tuesday
):
    mai = client_of(members.mai)
    page = reverse("plans:below", args=[plan.pk])
    assert "Đã có 0/" in mai.get(page).content.decode()
    answer = mai.get(reverse("plans:lower-draft", args=[plan.pk, f"a{villages[0].pk}"]))
    assert answer["Content-Disposition"] == 'attachment; filename="ke-hoach-thon-1.docx"'
    hand_in(finished(answer.content, lambda text: text.replace("1.945", "1.849")), members, units, at_tuesday)
    said = mai.get(page).content.decode()
    assert "Đã có 1/" in said
    assert "Khác số được giao" in said
    assert "thấp hơn 96" in said
    assert "đã tải lúc" in said


def test_the_page_asks_no_more_for_more_plans_below(
    plan, villages, members, units, client_of, at_tuesday, django_assert_max_num_queries
):
    mai, page = client_of(members.mai), reverse("plans:below", args=[plan.pk])
    hand_in(finished(drafted(plan, f"a{villages[0].pk}")), members, units, at_tuesday)
    with CaptureQueriesContext(connection) as one:
        mai.get(page)
    hand_in(finished(drafted(plan, f"a{villages[1].pk}")), members, units, at_tuesday, name="thon-2.docx")
    with django_assert_max_num_queries(len(one)):
        mai.get(page)


def test_all_drafts_come_in_one_zip_and_the_log_says_so(plan, villages, members, client_of):
    answer = client_of(members.mai).get(reverse("plans:all-drafts", args=[plan.pk]))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names = packed.namelist()
    assert [name for name in names if "thon" in name] == ["001-ke-hoach-thon-1.docx", "002-ke-hoach-thon-2.docx"]
    event = Event.objects.get(verb="plan.lower_draft_made")
    assert set(event.data["units"]) >= {f"a{v.pk}" for v in villages}


@pytest.mark.parametrize("who", ["hung", "thu", "binh", "phuc", "viet"])
def test_nobody_else_takes_the_drafts(who, plan, villages, client_of, members):
    client = client_of(getattr(members, who))
    for name, args in (("below", []), ("all-drafts", []), ("lower-draft", [f"a{villages[0].pk}"])):
        assert client.get(reverse(f"plans:{name}", args=[plan.pk, *args])).status_code == 404


def test_a_unit_that_is_not_below_has_no_draft(plan, units, members, client_of):
    mai = client_of(members.mai)
    assert mai.get(reverse("plans:lower-draft", args=[plan.pk, f"o{units.science.pk}"])).status_code == 404


def test_a_village_gets_its_counted_targets_and_progress_stays_with_the_commune(plan, villages):
    column = next(c for c in handing.columns_of(plan, DAY) if c.target == headline_target(plan, DAY))
    assert [column.settled.counts[f"a{v.pk}"] for v in villages] == [1945, 1551]
