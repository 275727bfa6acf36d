"""A plan whose targets are of nobody in the villages: what is asked at the doors is told village by village, no level
made up (A10)."""

from __future__ import annotations

from datetime import date

import pytest

from tungnha.ledger.models import Measure, Service
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import Person
from tungnha.plans.models import Target
from tungnha.progress import queries as progress
from tungnha.reports.below import paper, tables
from tungnha.reports.closing import operations as closing
from tungnha.reports.closing import phases
from tungnha.units.models import Area

from .conftest import instant

WATCHED = ("app-tinh-tren-15", "chu-ky-so-tren-15")
NOVEMBER = instant("2026-11-02 08:00")


@pytest.fixture
def watched(plan, signatures, members):
    """One target of the staff, two things watched; 30 of village 1 and none of village 2 have the app."""
    staff = Measure.objects.get(code="can-bo-app-chu-ky")
    Target.objects.create(plan=plan, text="100% cán bộ", value=100, measure=staff, order=1)
    here = Person.objects.filter(household__village=signatures[0].household.village, full_name__startswith="Người Mẫu")
    app = Service.objects.get(code="app-tinh")
    record_claims(
        [NewClaim(subject={"person_id": p.pk}, service=app, source="list", since_on=date(2026, 6, 1))
         for p in here.order_by("pk")[:30]],
        by=members.mai, at=instant("2026-06-02 08:00"),
    )  # fmt: skip
    for order, code in enumerate(WATCHED, 2):
        measure = Measure.objects.get(code=code)
        Target.objects.create(plan=plan, text=measure.name, role="indicator", measure=measure, order=order)
    return plan


def asked(plan, **more):
    found = tables.asked_for(list(progress.targets().filter(plan=plan).order_by("order")), by_reports=False)
    return [target.measure.code for target in found]


def test_what_is_only_watched_has_its_table_where_no_target_is_of_the_villages(watched):
    assert asked(watched) == list(WATCHED)
    aim = Measure.objects.get(code="ky-nang-so-tren-15")
    Target.objects.create(plan=watched, text="40% người dân", value=40, measure=aim, order=9)
    assert asked(watched) == ["ky-nang-so-tren-15"]


@pytest.fixture
def kept(watched, campaign, members):
    peak = campaign.phases.get(kind="peak")
    return closing.close_phase(plan=watched, phase=peak, by=members.mai, at=NOVEMBER)


def test_they_stand_side_by_side_a_row_for_each_village(kept):
    figures = phases.kept_of(kept)
    (annex,) = paper.annexes_of(figures | {"staff": None}, "đợt", "kỳ")
    (table,) = annex.body
    assert [c.title for c in table.columns] == [
        "TT", "Thôn", "Người trên 15 tuổi đã cài ứng dụng số của tỉnh", "Người trên 15 tuổi có chữ ký số công cộng",
    ]  # fmt: skip
    assert table.rows == (
        ("1", "Thôn 1", "30/184 (16,30)", "184/184 (100,00)"), ("2", "Thôn 2", "0/184 (0,00)", "184/184 (100,00)"),
    )  # fmt: skip
    assert table.total == ("", "Tổng cộng", "30/5.480 (0,55)", "368/5.480 (6,72)")
    assert "Số người trên 15 tuổi ở dòng tổng: nguồn Công an xã, ngày 26/5/2026." in table.note


def test_the_summary_says_where_something_was_done_and_names_no_level(kept, members):
    found = closing.draft_summary(closing=kept, by=members.mai, at=NOVEMBER)
    words = "\n".join(block.text for block in summary_of(kept).body if hasattr(block, "text"))
    assert found.source == f"closing:{kept.pk}"
    assert "Người trên 15 tuổi đã cài ứng dụng số của tỉnh: 01/02 thôn đã có." in words
    assert "Người trên 15 tuổi có chữ ký số công cộng: 02/02 thôn đã có" in words
    assert "chỉ tiêu giao" not in words.partition("Kết quả theo thôn")[2]


def summary_of(kept):
    from tungnha.reports.closing import drafts

    return drafts.summary(kept, NOVEMBER)


def test_one_thing_watched_keeps_its_own_columns(watched, campaign, members):
    watched.targets.filter(measure__code="app-tinh-tren-15").delete()
    kept = closing.close_phase(plan=watched, phase=campaign.phases.get(kind="peak"), by=members.mai, at=NOVEMBER)
    (annex,) = paper.annexes_of(phases.kept_of(kept) | {"staff": None}, "đợt", "kỳ")
    assert [c.title for c in annex.body[0].columns][2:] == [
        "Tổng số hiện có", "Số người trên 15 tuổi", "Đạt tỷ lệ (%)"
    ]  # fmt: skip


def test_a_village_nobody_of_is_in_the_register_has_no_zero_and_numbers_are_of_numbers(
    watched, campaign, members, commune
):
    Area.objects.create(code="99901-03", kind="village", type_name="thôn", name="3", parent=commune, order=3)
    watched.targets.filter(measure__code="chu-ky-so-tren-15").update(
        measure=Measure.objects.get(code="thue-bao-xac-thuc")
    )
    kept = closing.close_phase(plan=watched, phase=campaign.phases.get(kind="peak"), by=members.mai, at=NOVEMBER)
    (annex,) = paper.annexes_of(phases.kept_of(kept) | {"staff": None}, "đợt", "kỳ")
    assert annex.body[0].rows[2] == ("3", "Thôn 3", "chưa có số liệu", "chưa có số liệu")
    assert "Số thuê bao di động đã xác thực thông tin: tính trên số thuê bao đang dùng." in annex.body[0].note
    words = "\n".join(block.text for block in summary_of(kept).body if hasattr(block, "text"))
    assert "Người trên 15 tuổi đã cài ứng dụng số của tỉnh: 01/03 thôn đã có; 01 thôn chưa có số liệu." in words
