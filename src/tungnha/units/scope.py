"""The one scope filter: what of a table a member may load. Outside it a thing does not exist (404).

Each model says once, as `scope = Scope(...)`, how a row is tied to an area and to an organisation, and whether
it names a person. Pages, exports, the API and the phone's sync all load through `visible_to(member)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet

from tungnha.units import clock

if TYPE_CHECKING:
    from tungnha.units.models import Member


@dataclass(frozen=True)
class Scope:
    """How one row is tied to the world.

    area: lookup path to the Area the row lies in ("household__village"; "" for the area itself, None for none);
        several where a row may lie in one by any of them (a claim about a person or about a household).
    organisation: lookup path to the organisation whose own row it is.
    names: the row names a person; province officers then see only their own staff.
    shared: every member whose area lies above or below the row's area may see it (a plan, an area).
    partner: lookup path to the organisation whose staff met the person at a support session.
    sent_to: lookup paths to the area and to the organisation it was sent to: their members may read it, wherever it
        comes from (a plan of the commune next door).
    until: lookup path to the last day of the tie to the organisation; once it is over, its officer sees the row no
        more.
    roles: only members of these roles load it at all, wherever the row lies.
    """

    area: str | tuple[str, ...] | None = None
    organisation: str | None = None
    names: bool = False
    shared: bool = False
    partner: str | None = None
    sent_to: tuple[str, str] | None = None
    until: str | None = None
    roles: tuple[str, ...] | None = None

    def in_area(self, lookup: str, value: Any) -> Q:
        """Rows whose area's path answers to the lookup."""
        found = Q()
        for area in (self.area,) if isinstance(self.area, str) else self.area or ():
            found |= Q(**{f"{area}__path{lookup}" if area else f"path{lookup}": value})
        return found


class ScopedQuerySet(QuerySet[Any]):
    def visible_to(self, member: Member | None) -> ScopedQuerySet:
        return visible_to(self, member)


def visible_to(rows: Any, member: Member | None) -> Any:
    """The rows of a queryset that this member may load."""
    scope: Scope = rows.model.scope
    if member is None or not member.is_current or (scope.roles and member.role not in scope.roles):
        return rows.none()
    mine = _by_area(scope, member) | _by_organisation(rows.model, scope, member)
    return rows.filter(mine | _by_delivery(rows.model, scope, member))


def _by_area(scope: Scope, member: Member) -> Q:
    if scope.area is None:
        return _nothing()
    here = scope.in_area("__startswith", member.area.path)
    if scope.shared:
        return here | scope.in_area("__in", member.area.ancestor_paths())
    if member.sees_whole_area(names=scope.names):
        return here
    return _nothing()


def _by_organisation(model: type[Model], scope: Scope, member: Member) -> Q:
    if member.organisation_id is None:
        return _nothing()
    own = _nothing()
    if scope.organisation and member.sees_own_organisation:
        own |= _rows_with(model, scope.organisation, member.organisation_id, _still(scope))
    if scope.partner and member.is_partner:
        own |= _rows_with(model, scope.partner, member.organisation_id)
    return own


def _by_delivery(model: type[Model], scope: Scope, member: Member) -> Q:
    """What was sent to the member's own area or body; a village's team reads what its commune was sent. What goes to a
    province is for the province's own desk, not for everyone below it."""
    if scope.sent_to is None:
        return _nothing()
    to_area, to_body = scope.sent_to
    areas = [member.area_id] + ([member.area.parent_id] if member.area.kind == "village" else [])
    found = _rows_with(model, f"{to_area}__in", areas)
    if member.organisation_id is not None:
        found |= _rows_with(model, to_body, member.organisation_id)
    return found


def _still(scope: Scope) -> Q:
    """That the tie to the organisation holds today."""
    if scope.until is None:
        return Q()
    return Q(**{scope.until: None}) | Q(**{f"{scope.until}__gte": clock.today()})


def _rows_with(model: type[Model], lookup: str, organisation_id: Any, also: Q | None = None) -> Q:
    """As a sub-select, so that a path over many rows gives no row twice. What else must hold does so of the same tie:
    one filter."""
    return Q(pk__in=model._default_manager.filter(also or Q(), **{lookup: organisation_id}).values("pk"))


def _nothing() -> Q:
    return Q(pk__in=[])
