"""The steps of sellers, told to the room of people (`people.seller_steps`), which may not look up here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from tungnha.field.models import SellerVisit
from tungnha.field.seller_rules import FLOOR, HELPED, OF_PRODUCT, PAYMENT, STALL, TOLD, is_asked_of, key_of, read_key
from tungnha.ledger.models import Claim, Service, Standing
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claim
from tungnha.ledger.queries import holding
from tungnha.ledger.rules import AnyOf, Has
from tungnha.people.models import Establishment, Product
from tungnha.people.operations.products import is_on_sale
from tungnha.people.sellers.steps import Rung
from tungnha.units.models import Member
from tungnha.units.models.members import VILLAGE_ROLES

TOLD_KEY = key_of(TOLD, 1)  # told, or helped on the spot: as the measure counts it


def services() -> list[Service]:
    """Everything an establishment can have, in the catalogue's order."""
    return list(Service.objects.filter(counts="establishment").prefetch_related("levels"))


class Steps:
    """See `people.seller_steps.StepBook`."""

    def choices(self) -> list[tuple[str, str]]:
        found = []
        for service in services():
            levels = list(service.levels.all())
            for level in levels:
                words = service.label if len(levels) == 1 else f"{service.label}: {level.name}"
                found.append((key_of(service.code, level.rank), words))
        return found

    def headline(self) -> list[tuple[str, str]]:
        return [
            (TOLD_KEY, "đã được tuyên truyền"), (key_of(HELPED, 1), "đã được hỗ trợ"),
            (key_of(PAYMENT, 1), "dùng mã QR"), (key_of(FLOOR, STALL), "có gian hàng"),
        ]  # fmt: skip

    def reached(self, key: str, on: date) -> Q | None:
        step = read_key(key)
        if step is None or not Service.objects.filter(code=step[0], counts="establishment").exists():
            return None
        rule = AnyOf((Has(TOLD), Has(HELPED))) if key == TOLD_KEY else Has(*step)
        return holding(rule, on, "establishment")

    def on_sale(self, on: date) -> Q:
        return holding(Has(OF_PRODUCT), on, "product")

    def ladder(self, establishment: Establishment, on: date) -> list[Rung]:
        held = {s.service_id: s for s in _standings([establishment.pk])}
        rungs = []
        for service in services():
            standing = held.get(service.pk)
            if standing is None and not is_asked_of(service.code, establishment.kind):
                continue
            levels = list(service.levels.all())
            for level in levels:
                words = service.name if len(levels) == 1 else f"{service.label}: {level.name}"
                rungs.append(_rung(words, level.rank, standing, on))
        return rungs

    def words_of(self, establishments: Sequence[Establishment], on: date) -> dict[int, list[str]]:
        found: dict[int, list[str]] = defaultdict(list)
        for standing in _standings([one.pk for one in establishments]):
            if _holds(standing, on):
                names = {level.rank: level.name for level in standing.service.levels.all()}
                several = len(names) > 1
                level = names.get(standing.level, "")
                words = f"{standing.service.label}: {level}" if several and level else standing.service.label
                found[standing.establishment_id or 0].append(words)
        return found

    def claims_of(self, thing: Any) -> list[Claim]:
        rows = thing.claims.select_related("service", "stated_by", "made_by__user", "retracted_by")
        return list(rows.prefetch_related("service__levels").order_by("-stored_at", "id")[:100])

    def calls_at(self, establishment: Establishment) -> list[SellerVisit]:
        return list(establishment.visits.select_related("made_by__user")[:50])


def _standings(pks: Iterable[int]) -> list[Standing]:
    rows = Standing.objects.filter(establishment__in=list(pks)).select_related("service", "decided_by__stated_by")
    return list(rows.prefetch_related("service__levels").order_by("service__order", "service__code"))


def _holds(standing: Standing, on: date) -> bool:
    return standing.level > 0 and standing.since_on <= on and (standing.until_on is None or standing.until_on >= on)


def _rung(words: str, rank: int, standing: Standing | None, on: date) -> Rung:
    if standing is None:
        return Rung(words, reached=False)
    claim = standing.decided_by
    whose = claim.stated_by.label if claim.stated_by else claim.get_source_display()
    return Rung(
        words, reached=_holds(standing, on) and standing.level >= rank, since=standing.since_on, whose=whose,
        contested=standing.is_contested, lost=standing.level == 0,
    )  # fmt: skip


def source_of(member: Member | None) -> str:
    """By whose word: the team that saw it at the door, else the body the member works for."""
    return Source.VISIT if member is not None and member.role in VILLAGE_ROLES else Source.UNIT


def claim_on_sale(product: Product, on: date, by: Member | None, at: datetime) -> None:
    """After a shop was opened, taken down or looked at: say whether the product is on a floor, where that is news."""
    service = Service.objects.get(code=OF_PRODUCT)
    fresh = Product.objects.prefetch_related("listings__checks").get(pk=product.pk)
    level = 1 if is_on_sale(fresh) else 0
    standing = Standing.objects.filter(product=product, service=service).first()
    if (standing.level if standing else 0) == level:
        return
    since = max(on, standing.since_on) if standing else on
    record_claim(
        NewClaim(
            subject={"product_id": product.pk}, service=service, level=level, since_on=min(since, at.date()),
            # Whoever looks sees the same page: the team's word weighs what the desk's does, and the last look decides.
            source=Source.SHOWN, stated_by=by.organisation if by else None, origin="listing",
            origin_id=str(product.pk), made_at=at,
        ),
        by=by, at=at,
    )  # fmt: skip
