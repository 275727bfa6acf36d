"""The request as views see it once the middleware has run."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tungnha.units.models import Member


class MemberRequest(HttpRequest):
    """A request by someone who is logged in. `member` is set where @only or @members_only guards the view."""

    member: Member
    memberships: list[Member]
    htmx: HtmxDetails
