"""What no register counts, one unit of a province types with its day and source; the report takes it from there."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.conftest import make_member
from tests.reports.conftest import instant
from tests.reports.test_pages import text_of
from tungnha.field.models import SeriesValue
from tungnha.plans.models import Duty, Plan, Target
from tungnha.progress import queries
from tungnha.progress.indicators import operations
from tungnha.progress.indicators.queries import typed_of
from tungnha.reports import operations as reports
from tungnha.reports.models import Obligation, SubmittedFigure
from tungnha.units import clock
from tungnha.units.models import Campaign, Organisation, Role
from tungnha.units.problems import BadInput

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ON = date(2026, 6, 19)
NOW = "2026-06-19 16:00"
SOURCE = "Trang quản trị ứng dụng"


@pytest.fixture
def centre(province, units):
    return Organisation.objects.create(name="Trung tâm CNTT", kind="department", area=province, parent=units.science)


@pytest.fixture
def tam(province, centre):
    return make_member("Tâm", Role.UNIT_OFFICER, province, centre)


@pytest.fixture
def plan(province, units, members, centre):
    campaign = Campaign.objects.create(
        name="Công dân số", area=province, organisation=units.science, started_on=date(2026, 6, 8)
    )
    made = Plan.objects.create(
        campaign=campaign, organisation=units.science, symbol="KH-SKHCN", doc_type="Kế hoạch", title="Công dân số",
        confirmed_at=instant("2026-06-08 09:00"), confirmed_by=members.phuc,
    )  # fmt: skip
    duty = Duty.objects.create(plan=made, frequency="monthly", day_of_month=20, who="Trung tâm CNTT")
    duty.reporters.set([centre])
    return made


@pytest.fixture
def three(plan, centre, members):
    """Sent, answered of those sent, in time of those answered."""
    at = instant("2026-06-10 08:00")
    found: list[Target] = []
    for name in ("Phản ánh gửi đến", "Phản ánh đã trả lời", "Phản ánh trả lời đúng hạn"):
        whole = found[-1] if found else None
        found.append(
            operations.add_indicator(
                plan=plan, name=name, unit="phản ánh", typed_by=centre, part_of=whole, by=members.phuc, at=at
            )
        )
    return found


def type_in(targets, numbers, *, by, on=ON, source=SOURCE, at=NOW):
    values = {t: Decimal(n) for t, n in zip(targets, numbers, strict=True) if n is not None}
    return operations.type_figures(values=values, on=on, source=source, by=by, at=instant(at))


def test_what_nobody_typed_is_missing_and_a_blank_changes_nothing(three, tam, province):
    assert [one.value for one in typed_of(three, ON)] == [None, None, None]
    figure = queries.figure(three[0], province, ON)
    assert (figure.now, figure.state) == (None, "no_data")
    assert "đơn vị được giao ghi số" in figure.why_none
    type_in(three, (412, None, 0), by=tam)
    assert [one.value for one in typed_of(three, ON)] == [412, None, 0]
    type_in(three, (None, 398, None), by=tam)
    assert [one.value for one in typed_of(three, ON)] == [412, 398, 0]


def test_a_part_has_its_whole_for_base_and_is_not_above_it(three, tam, province):
    type_in(three, (412, 398, 371), by=tam)
    found = [queries.figure(target, province, ON) for target in three]
    assert [(f.now, f.base.count if f.base else None) for f in found] == [(412, None), (398, 412), (371, 398)]
    assert [str(f.rate_of_base) for f in found[1:]] == ["96.60", "93.22"]
    with pytest.raises(BadInput, match="“Phản ánh đã trả lời” \\(413\\) lớn hơn “Phản ánh gửi đến” \\(412\\)"):
        type_in(three, (None, 413, None), by=tam)
    with pytest.raises(BadInput, match="lớn hơn"):
        type_in(three, (397, None, None), by=tam)
    with pytest.raises(BadInput, match="số nguyên"):
        type_in(three, ("1.5", None, None), by=tam)
    with pytest.raises(BadInput, match="Chưa ghi số nào"):
        type_in(three, (None, None, None), by=tam)
    with pytest.raises(BadInput, match="phía trước"):
        type_in(three, (500, None, None), by=tam, on=date(2026, 6, 20))


def test_typed_twice_is_once_and_typed_anew_keeps_both(three, tam):
    type_in(three, (412, 398, 371), by=tam)
    assert type_in(three, (412, 398, 371), by=tam) == []
    type_in(three, (420, None, None), by=tam, source="Đếm lại")
    assert SeriesValue.objects.count() == 4
    assert typed_of(three, ON)[0].source == "19/6/2026, nguồn: Đếm lại"


def test_the_unit_types_and_no_other_unit_does(three, plan, tam, centre, members, province, client_of, units):
    address = reverse("progress:indicator-type", args=[plan.pk])
    other = make_member(
        "Thơ", Role.UNIT_OFFICER, province,
        Organisation.objects.create(name="Thanh tra Sở", kind="department", area=province, parent=units.science),
    )  # fmt: skip
    data = {f"value_{three[0].pk}": "1.412", "on": "2026-06-19", "source": SOURCE}
    with clock.freeze(instant(NOW)):
        assert client_of(other).get(address).status_code == 404
        assert client_of(other).post(address, data).status_code == 404
        assert client_of(members.mai).post(address, data).status_code == 404
        page = client_of(tam).post(address, data | {"source": ""})
        assert page.status_code == 400
        page = client_of(tam).post(address, data, follow=True)
        said = text_of(page)
        assert "1.412 phản ánh" in said
        assert "2/3 chỉ số chưa ai ghi" in said
        said = text_of(client_of(tam).get(reverse("progress:target", args=[three[0].pk])))
        assert SOURCE in said
        assert "Trung tâm CNTT" in said
        assert client_of(tam).get(reverse("progress:indicator-add", args=[plan.pk])).status_code in (403, 404)


def test_an_officer_adds_one_on_its_page_and_not_twice(plan, centre, members, client_of, tam):
    address = reverse("progress:indicator-add", args=[plan.pk])
    data = {"name": "Lượt cài ứng dụng", "unit": "lượt", "typed_by": centre.pk}
    with clock.freeze(instant(NOW)):
        page = client_of(members.phuc).post(address, data, follow=True)
        assert "Lượt cài ứng dụng" in text_of(page)
        watched = client_of(members.phuc).post(address, {"measure": "so-suc-khoe-moi-nguoi"}, follow=True)
        assert "theo dõi, không nêu mức" in text_of(watched)
        twice = client_of(members.phuc).post(address, {"measure": "so-suc-khoe-moi-nguoi"})
        blank = client_of(members.phuc).post(address, {"name": "Chỉ số chưa rõ ai ghi"})
        again = client_of(members.phuc).post(address, data | {"name": "lượt  cài ứng dụng"})
    assert (again.status_code, "Kế hoạch đã có chỉ số" in text_of(again)) == (400, True)
    assert (twice.status_code, "Kế hoạch đã đếm" in text_of(twice)) == (400, True)
    assert (blank.status_code, "Mời cho biết đơn vị nào ghi số" in text_of(blank)) == (400, True)
    assert set(Target.objects.filter(plan=plan).values_list("role", flat=True)) == {"indicator"}


def test_the_units_report_carries_what_it_typed_and_its_source(three, plan, tam, members, client_of, province):
    type_in(three, (412, 398, None), by=tam)
    reports.ensure_obligations(plan=plan, until=date(2026, 6, 30), at=instant("2026-06-10 08:00"))
    owed = Obligation.objects.get(period="2026-06")
    with clock.freeze(instant(NOW)):
        address = reverse("reports:obligation", args=[owed.pk])
        said = text_of(client_of(tam).get(address))
        assert "nguồn: Trang quản trị ứng dụng" in said
        assert "Đơn vị chưa ghi số này" in said
        client_of(tam).post(address, {"narrative": "Đã trả lời phản ánh.", "seen": 0, "after": 0})
        said = text_of(client_of(members.phuc).get(address))
    rows = SubmittedFigure.objects.order_by("target__order").values_list("count", "base", "own")
    assert list(rows) == [(412, None, False), (398, 412, False)]
    assert "(đơn vị đã ghi, kèm ngày và nguồn)" in said

    report = reports.compile_report(
        plan=plan, duty=owed.duty, period="2026-06", area=province, by=members.phuc, at=instant("2026-06-20 08:00")
    )
    rows = {row["name"]: (row["reached"], row["base"], row["unit"]) for row in report.figures["targets"]}
    assert rows == {
        "Phản ánh gửi đến": (412, None, "phản ánh"), "Phản ánh đã trả lời": (398, 412, "phản ánh"),
        "Phản ánh trả lời đúng hạn": (None, None, "phản ánh"),
    }  # fmt: skip
    assert (
        "Phản ánh gửi đến: 412 phản ánh (Trung tâm CNTT ghi, 19/6/2026, nguồn: Trang quản trị ứng dụng)."
        in report.figures["beside"]
    )
