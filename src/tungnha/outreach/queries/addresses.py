"""Where a plan's materials are found by everybody, as it is printed on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from tungnha.drafting import OfficialDocument
from tungnha.drafting.document import PaperLink
from tungnha.outreach.models import PlanAddress
from tungnha.outreach.operations.addresses import address_of
from tungnha.units import clock
from tungnha.units.models import Campaign


def full_address(address: PlanAddress) -> str:
    """`https://tungnha.example.gov.vn/k/7K3F9Q/`; "" where the installation does not know how it is reached."""
    path = reverse("outreach:public-plan", args=[address.code])
    return f"{settings.ADDRESS}{path}" if settings.ADDRESS else ""


def link_of(campaign: Campaign | None) -> PaperLink | None:
    """What a paper of this campaign bears; None for a paper of no plan, and where nobody has said how the product is
    reached: a code that opens nothing is worse than none."""
    if campaign is None or not settings.ADDRESS:
        return None
    return PaperLink(full_address(address_of(campaign, clock.now())))


def with_address(
    document: OfficialDocument, campaign: Campaign | None, *, as_of: datetime | None = None
) -> OfficialDocument:
    """The paper with its plan's address. `as_of`: when it was closed. It looks as it did: an address made later is not
    on it."""
    made = PlanAddress.objects.filter(campaign=campaign)
    if as_of is not None and not made.filter(made_at__lte=as_of).exists():
        return document
    return replace(document, link=link_of(campaign))
