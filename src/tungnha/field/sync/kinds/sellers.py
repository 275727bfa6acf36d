"""Calls at shops and workshops."""

from __future__ import annotations

from tungnha.field import operations_sellers as operations
from tungnha.field.sync import handlers
from tungnha.field.sync.handlers import Answer, Incoming, Sender
from tungnha.field.sync.reading import ReadSellerVisit
from tungnha.field.sync.whom import SERVICE_UNKNOWN
from tungnha.ledger.models import Service
from tungnha.people.models import Establishment


def seller_visit(op: Incoming, sender: Sender) -> Answer:
    """One call; what a visit's rules refuse is set aside with their sentence."""
    said: ReadSellerVisit = op.read
    row = Establishment.objects.visible_to(sender.member).filter(pk=said.establishment).first()
    if row is None:
        return handlers.aside("Cơ sở này không còn trong địa bàn của anh/chị.")
    services = {s.code: s for s in Service.objects.filter(code__in=[code for code, _ in said.steps])}
    if len(services) < len(said.steps):
        return handlers.aside(SERVICE_UNKNOWN)
    steps = [operations.Step(services[code], level) for code, level in said.steps]
    operations.record_seller_visit(
        visit_id=op.id, establishment=row, outcome=said.outcome, made_at=op.made_at, by=sender.member, at=sender.at,
        steps=steps, note=said.note,
    )  # fmt: skip
    return handlers.stored()
