"""Each kind of workbook that leaves the reports: numbers are numbers, totals are formulas, and both agree."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.drafting.recalculated import formulas, numbers_as_text, typed_totals
from tungnha.drafting.pdf import converter
from tungnha.reports.operations import compile_report
from tungnha.reports.requests import compiling, operations, values
from tungnha.reports.requests.operations import Addressee
from tungnha.reports.requests.values import NewField
from tungnha.units import clock
from tungnha.units.models import Area

from .conftest import instant

pytestmark = pytest.mark.one_database
NOON = "2026-05-28 12:00"


@pytest.fixture
def compiled(client_of, plan, duties, targets, commune, members, signatures, thursday, weekly):
    report = compile_report(
        plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=instant("2026-05-28 10:15")
    )
    return client_of(members.mai).get(reverse("reports:xlsx", args=[report.pk])).content


@pytest.fixture
def rates(client_of, members, duties, thursday, weekly):
    with clock.freeze(instant(NOON)):
        return client_of(members.mai).get(reverse("reports:rates-xlsx")).content


@pytest.fixture
def evaluation(client_of, members, plan, weekly, thursday, signatures, targets):
    with clock.freeze(instant(NOON)):
        browser = client_of(members.mai)
        browser.post(reverse("reports:evaluation-weigh", args=[plan.pk]), {"targets": 40, "tasks": 30, "reports": 30})
        return browser.get(reverse("reports:evaluation-xlsx", args=[plan.pk])).content


@pytest.fixture
def request_made(province, commune, members):
    """Hours with a half, a count, a word; one of three places has not answered."""
    areas = [commune]
    for n in (1, 2):
        areas.append(
            Area.objects.create(code=f"9800{n}", kind="commune", type_name="xã", name=f"Số {n}", parent=province)
        )
    with clock.freeze(instant("2026-05-26 08:00")):
        asked = operations.ask_all(
            title="Giờ hỗ trợ", words="", due_at=instant("2026-05-28 10:00"),
            fields=[NewField("Số giờ", "number", "giờ"), NewField("Số buổi", "number", "buổi")],
            to=[Addressee(area) for area in areas], by=members.phuc, at=instant("2026-05-26 08:00"),
        )  # fmt: skip
    for area, hours, sessions in ((areas[0], "12,5", "3"), (areas[1], "4", "2")):
        first, second = asked.fields.all()
        typed = {first.pk: values.read(first, hours), second.pk: values.read(second, sessions)}
        with clock.freeze(instant("2026-05-27 08:00")):
            operations.answer(
                ask=asked.asks.get(area=area), typed=typed, by=members.phuc, at=instant("2026-05-27 08:00")
            )
    return compiling.workbook(compiling.compiled(asked, instant(NOON)))


KINDS = ("compiled", "rates", "evaluation", "request_made")


@pytest.mark.parametrize(("kind", "fewest"), list(zip(KINDS, (4, 4, 2, 2), strict=True)))
def test_numbers_are_numbers_and_totals_are_formulas_that_agree(kind, fewest, request):
    data = request.getfixturevalue(kind)
    found = formulas(data)
    assert len(found) >= fewest
    for where, formula, comes_to, beside in found:
        assert float(comes_to or 0) == float(beside or 0), (where, formula)
    assert typed_totals(data) == []
    assert numbers_as_text(data) == []


def test_hours_with_a_half_are_summed_by_a_formula_and_shown_with_decimals(request_made):
    sums = {formula: beside for _, formula, _, beside in formulas(request_made)}
    assert sums == {"=SUM(E5:E7)": 16.5, "=SUM(F5:F7)": 5}


@pytest.mark.skipif(not (converter() and list(Path("/usr/lib").glob("libreoffice/program/libsclo.so"))),
                    reason="LibreOffice Calc is not installed")  # fmt: skip
@pytest.mark.office
@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_an_office_that_computes_for_itself_comes_to_the_same(kind, request, tmp_path):
    """Formulas are stripped of the values beside them, so that LibreOffice has to work them out."""
    data = request.getfixturevalue(kind)
    load_workbook(io.BytesIO(data)).save(tmp_path / "bang.xlsx")  # openpyxl keeps a formula, and no value of it
    program = converter()
    assert program
    subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path / "anew"), str(tmp_path / "bang.xlsx")],
        check=True, capture_output=True, timeout=90,
    )  # fmt: skip
    anew = formulas((tmp_path / "anew" / "bang.xlsx").read_bytes())
    assert [(where, beside) for where, _, _, beside in anew] == [
        (where, beside) for where, _, _, beside in formulas(data)
    ]
