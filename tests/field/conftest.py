import pytest

from tungnha.ledger.models import CampaignService


@pytest.fixture
def asked(campaign, service):
    """The campaign asks every adult for a digital signature."""
    return CampaignService.objects.create(campaign=campaign, service=service, level=1, group="adult15")
