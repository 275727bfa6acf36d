"""What an official would strike out of a draft at first sight."""

from dataclasses import replace
from datetime import date

import pytest

from tungnha.drafting.letters import HigherPlan
from tungnha.drafting.letters.plan import subject, tasks, village_word
from tungnha.plans import lower, operations
from tungnha.plans.queries import latest_draft
from tungnha.units.models import Area

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 26)


@pytest.fixture
def plan(received, units, members, at_tuesday):
    return operations.confirm_plan(
        document=received, draft=latest_draft(received), organisation=units.committee, area=received.area,
        campaign_name="Đợt", started_on=DAY, ended_on=date(2026, 10, 31), by=members.mai, at=at_tuesday,
    )  # fmt: skip


def drafted(plan):
    handing = lower.Handing(plan, DAY)
    return [(unit, handing.of(unit)) for unit in lower.lower_units(plan, DAY)]


def test_no_unit_reports_through_itself_or_tells_itself(plan):
    for unit, draft in drafted(plan):
        name = unit.issuer.name if unit.issuer else unit.title
        assert f"{name} (b/c)" not in draft.recipients
        assert all(report.via != name for report in draft.reports)


def test_a_unit_tells_only_those_it_reports_to_itself(plan):
    for _, draft in drafted(plan):
        told = {line.removesuffix(" (b/c)") for line in draft.recipients if line.endswith("(b/c)")}
        assert told <= {plan.organisation.name, *(r.to for r in draft.reports)}


def test_a_commune_without_a_committee_in_the_register_still_gets_its_committees_form(plan):
    area = Area(name="Bản Phố", kind=Area.Kind.COMMUNE, type_name="phường", pk=9)
    unit = lower.LowerUnit("a9", "Phường Bản Phố", area, None, (), "commune")
    sender = lower._sender(unit, DAY)
    assert sender.letterhead.issuer == "Ủy ban nhân dân\nphường Bản Phố"
    assert sender.letterhead.symbol == "KH-UBND"
    assert (sender.signature.lines, sender.archive) == (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "VT")


@pytest.mark.parametrize(
    ("title", "signer"),
    [("Thôn Khuổi Lặp", "TRƯỞNG THÔN"), ("Khu phố 3", "TRƯỞNG KHU PHỐ"), ("Tổ dân phố số 5", "TỔ TRƯỞNG")],
)
def test_a_village_without_a_team_is_signed_by_its_head(title, signer):
    assert lower.village_chief(title) == signer


def test_a_town_quarter_is_not_called_a_village(plan):
    _, draft = next(row for row in drafted(plan) if row[0].level == "village")
    quarter = replace(draft, place="khu phố 3")
    said = " ".join(str(block) for block in tasks(quarter, annexed=False, alone=True))
    assert "của khu phố" in said
    assert "của thôn" not in said
    assert village_word("tổ dân phố số 5") == "tổ dân phố"


def test_a_title_that_begins_with_thuc_hien_says_it_once(plan):
    _, draft = drafted(plan)[0]
    higher = HigherPlan(
        kind="Kế hoạch", symbol="KH-UBND", number="", issued_on=None, issuer="UBND tỉnh Mẫu",
        about="Thực hiện mô hình bản số",
    )  # fmt: skip
    assert subject(replace(draft, higher=higher)).startswith("Thực hiện mô hình bản số ")


@pytest.mark.parametrize(
    ("name", "kind", "symbol"),
    [("Phòng Văn hóa - Xã hội", "department", "KH-PVHXH"), ("Công an xã", "police", "KH-CA")],
)
def test_only_the_word_for_the_place_is_left_out_of_a_symbol(name, kind, symbol):
    assert lower.symbol_of(name, kind) == symbol


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Tổ công nghệ số cộng đồng thôn Nà Vang", "Tổ công nghệ số\ncộng đồng thôn Nà Vang"),
        ("UBND xã Nà Hạ", "Ủy ban nhân dân\nxã Nà Hạ"),
    ],
)
def test_a_long_name_takes_two_lines_and_tears_no_word(name, lines):
    assert lower.issuer_lines(name) == lines
