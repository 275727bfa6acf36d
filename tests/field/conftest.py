import pytest

from tests.field.phones import Phone
from tungnha.ledger.models import CampaignService


@pytest.fixture
def asked(campaign, service):
    """The campaign asks every adult for a digital signature."""
    return CampaignService.objects.create(campaign=campaign, service=service, level=1, group="adult15")


@pytest.fixture
def lans(members, asked, at_tuesday):
    """The phone of Lan, who leads the team of thôn 1."""
    return Phone(members.lan, by=members.mai)


@pytest.fixture
def sons(members, asked, at_tuesday):
    """The phone of Sơn, of the same team."""
    return Phone(members.son, by=members.lan)


@pytest.fixture
def hungs(members, asked, at_tuesday):
    """The phone of Hùng, of thôn 2."""
    return Phone(members.hung, by=members.mai)
