"""Whom a phone may ring about the plan."""

import pytest

from tungnha.field.sync import config
from tungnha.plans.contacts import read_contact
from tungnha.plans.models import Plan


@pytest.mark.parametrize(("text", "name", "phone"), [
    ("Bà Hoàng Thị Mai, 0912 000 345, Phòng Văn hóa - Xã hội", "Bà Hoàng Thị Mai", "0912000345"),
    ("ông Nông Văn Bình (0912.000.102)", "ông Nông Văn Bình", "0912000102"),
    ("0204.3000.111, Văn phòng UBND xã", "Người phụ trách kế hoạch", "02043000111"),
    ("Mai, +84 912 000 345", "Mai", "0912000345"),
])  # fmt: skip
def test_a_number_of_work_is_read_from_the_plans_words(text, name, phone):
    assert read_contact(text) == {"name": name, "phone": phone}


@pytest.mark.parametrize("text", [
    "", "Phòng Văn hóa", "Mai, 091****345", "Mai, 0912 000 ***", "số 12/KH-UBND ngày 26/05/2026", "Mai, 0112 000 345",
])  # fmt: skip
def test_what_nobody_could_ring_is_not_given(text):
    assert read_contact(text) is None


@pytest.mark.django_db
def test_a_team_is_told_its_leader_and_the_plans_focal_point_and_nobody_else(
    members, campaign, service, commune, villages, at_tuesday
):
    from tungnha.ledger.models import CampaignService

    CampaignService.objects.create(campaign=campaign, service=service, level=1, group="adult15")
    members.lan.user.set_phone("0912000200")
    members.lan.user.save()
    Plan.objects.create(
        campaign=campaign, organisation=campaign.organisation, title="Đợt cao điểm", contact="Mai, 0912 000 345",
        confirmed_at=at_tuesday, confirmed_by=members.mai,
    )  # fmt: skip
    told = {name: config.config_for(getattr(members, name), at_tuesday) for name in ("son", "lan", "hung")}
    assert told["son"]["leader_phone"] == "0912000200"
    assert "leader_phone" not in told["lan"]  # nobody rings herself
    assert told["hung"].get("leader_phone") != "0912000200"  # another village
    assert told["son"]["contact"] == told["hung"]["contact"] == {"name": "Mai", "phone": "0912000345"}
    Plan.objects.update(contact="Phòng Văn hóa")
    assert "contact" not in config.config_for(members.son, at_tuesday)
