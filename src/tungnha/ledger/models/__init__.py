from .claims import Claim, CountClaim
from .services import CampaignService, Measure, Service, ServiceLevel
from .standing import Standing

__all__ = ["CampaignService", "Claim", "CountClaim", "Measure", "Service", "ServiceLevel", "Standing"]
