from .claims import Claim, CountClaim
from .services import Measure, Service, ServiceLevel
from .standing import Standing

__all__ = ["Claim", "CountClaim", "Measure", "Service", "ServiceLevel", "Standing"]
