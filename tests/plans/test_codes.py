"""From a code in the file that is handed in to the link of the plan, and to the plan's own code on its papers."""

import io

import docx
import pytest
from docx.shared import Mm

from tungnha.drafting import write_docx
from tungnha.drafting.qr import qr_png
from tungnha.outreach.models import PlanAddress, PlanLink
from tungnha.outreach.queries.addresses import link_of, with_address
from tungnha.plans import lower, operations
from tungnha.plans.queries import latest_draft

from .conftest import SAMPLE
from .test_parents import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ADDRESS = "https://kho-tai-lieu.example.gov.vn/chu-ky-so"


@pytest.fixture
def with_code(commune, units, members, villages, at_tuesday):
    """The sample as its officer sends it: a Word file with the code of the materials at its foot."""
    made = docx.Document()
    for line in SAMPLE.read_text(encoding="utf-8").split("\n"):
        made.add_paragraph(line)
    made.add_picture(io.BytesIO(qr_png(ADDRESS)), width=Mm(25))
    out = io.BytesIO()
    made.save(out)
    received = operations.receive_document(
        area=commune, name="ke-hoach.docx", data=out.getvalue(), by=members.mai, at=at_tuesday
    )
    return operations.confirm_plan(
        document=received, draft=latest_draft(received), organisation=units.committee, area=commune, ended_on=None,
        campaign_name="Cao điểm chữ ký số", started_on=DAY, by=members.mai, at=at_tuesday,
    )  # fmt: skip


def test_a_code_in_the_file_is_kept_as_a_link_nobody_sees_before_an_officer_says_so(with_code):
    link = PlanLink.objects.get(url=ADDRESS)
    assert (link.campaign, link.found, link.shown_at) == (with_code.campaign, "qr", None)


def test_a_plan_has_its_code_when_it_is_confirmed_and_a_lower_plan_bears_it(plan, settings, villages):
    settings.ADDRESS = "https://tungnha.example"
    code = PlanAddress.objects.get(campaign=plan.campaign).code
    handing = lower.Handing(plan, DAY)
    drafted = lower.document_of(handing.of(lower.lower_units(plan, DAY)[0]))
    assert link_of(plan.campaign).typed == f"tungnha.example/k/{code}"
    assert write_docx(with_address(drafted, plan.campaign)) != write_docx(drafted)


def test_what_was_closed_before_there_was_an_address_looks_as_it_did(plan, settings, at_tuesday):
    settings.ADDRESS = "https://tungnha.example"
    document = lower.document_of(lower.Handing(plan, DAY).of(lower.lower_units(plan, DAY)[0]))
    PlanAddress.objects.update(made_at="2026-06-30T08:00:00+07:00")
    assert with_address(document, plan.campaign, as_of=at_tuesday) == document
    assert with_address(document, plan.campaign).link is not None
