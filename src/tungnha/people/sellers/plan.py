"""What a list of establishments or products would do to the register, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tungnha.identity import names
from tungnha.people.models import Establishment, Product
from tungnha.people.models.establishments import CODE_INDEX
from tungnha.people.sellers.rows import ProductRow, Reading, SellerRow
from tungnha.people.sellers.rules import kind_of_name
from tungnha.units.models import Area
from tungnha.units.protection import blind_index


class Known:
    """A commune's establishments in memory, with the ways to find them again."""

    def __init__(self, area: Area) -> None:
        self.rows = list(Establishment.objects.filter(village__path__startswith=area.path).select_related("village"))
        self.by_code: dict[str, list[Establishment]] = defaultdict(list)
        self.by_name: dict[tuple[str, int | None], list[Establishment]] = defaultdict(list)
        for row in self.rows:
            if row.same_as_id is None:
                self.keep(row)

    def keep(self, row: Establishment) -> None:
        if row.code_ix:
            self.by_code[row.code_ix].append(row)
        for village in (row.village_id, None):
            self.by_name[row.name_key, village].append(row)


@dataclass
class Change:
    """One establishment that a line adds, changes or leaves. `fields`: what is written, name → value."""

    line: int
    row: Establishment
    is_new: bool
    fields: dict[str, Any] = field(default_factory=dict)
    village_id: int | None = None
    eligible: bool | None = None
    why: str = ""

    @property
    def touches(self) -> bool:
        return bool(self.fields or self.village_id or self.eligible is not None)


@dataclass
class ProductChange:
    line: int
    producer: Change
    product: Product
    is_new: bool
    fields: dict[str, Any] = field(default_factory=dict)
    floor: str = ""
    url: str = ""


@dataclass
class Plan:
    reading: Reading
    refused: dict[int, str]
    changes: list[Change] = field(default_factory=list)
    products: list[ProductChange] = field(default_factory=list)
    producers: list[Change] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """read = added + updated + unchanged + refused; `producers`: establishments that came with products."""
        rows: list[Change] | list[ProductChange] = self.products or self.changes
        added = sum(row.is_new for row in rows)
        updated = sum(not row.is_new and _is_touched(row) for row in rows)
        return {
            "read": self.reading.lines, "added": added, "updated": updated, "unchanged": len(rows) - added - updated,
            "refused": len(self.refused), "headings": self.reading.headings, "producers": len(self.producers),
        }  # fmt: skip


def _is_touched(row: Change | ProductChange) -> bool:
    if isinstance(row, Change):
        return row.touches
    return bool(row.fields or row.floor) or (not row.producer.is_new and row.producer.touches)


class _Refused(ValueError):
    pass


def make_plan(area: Area, reading: Reading, default_kind: str) -> Plan:
    """Find each line again by its code, else by its name in its village; the rest is new. Writes nothing."""
    plan, known = Plan(reading, dict(reading.refused)), Known(area)
    taken: dict[int, int] = {}  # id() of an establishment → the line that spoke of it
    for row in reading.rows:
        try:
            change = _of_seller(row, known, default_kind)
            if id(change.row) in taken:
                raise _Refused(f"Cùng một cơ sở với dòng {taken[id(change.row)]} của tệp.")
        except _Refused as problem:
            plan.refused[row.line] = str(problem)
            continue
        taken[id(change.row)] = row.line
        plan.changes.append(change)
    _plan_products(reading.products, known, default_kind, plan)
    return plan


def _of_seller(said: SellerRow, known: Known, default_kind: str) -> Change:
    code = str(said.facts.get("code", ""))
    row = _find(known, said.name, code, said.village_id)
    if row is None:
        return Change(said.line, _new(said.name, said.kind or default_kind, said.village_id, said.facts, known), True,
                      eligible=said.eligible, why=said.why)  # fmt: skip
    by_code = bool(code) and row.code == code
    fields = {name: value for name, value in said.facts.items() if getattr(row, name) != value}
    if by_code and row.name_key != names.tone_key(names.tidy(said.name))[:200]:
        fields["name"] = said.name
    moved = by_code and said.moves and said.village_id is not None and said.village_id != row.village_id
    news = said.eligible is not None and (row.eligible, row.eligible_why) != (said.eligible, said.why)
    return Change(
        said.line, row, False, fields, village_id=said.village_id if moved else None,
        eligible=said.eligible if news else None, why=said.why,
    )  # fmt: skip


def _find(known: Known, name: str, code: str, village: int | None) -> Establishment | None:
    """The one a line speaks of. Several that could be meant, or one that has closed, is for a person to settle."""
    found = known.by_code.get(blind_index(code, CODE_INDEX), []) if code else []
    if not found:
        key = names.tone_key(names.tidy(name))[:200]
        same_name = known.by_name.get((key, village), [])
        found = [row for row in same_name if not (code and row.code and row.code != code)]
    still_open = [row for row in found if row.is_open]
    if len(still_open) > 1:
        raise _Refused(f"Có {len(still_open)} cơ sở trong sổ cùng mã số hoặc cùng tên: xin xử lý ghi trùng trước.")
    if found and not still_open:
        raise _Refused(f"“{found[0].name}” đã ghi nghỉ trong sổ: nếu kinh doanh lại, xin mở lại rồi nhập.")
    return still_open[0] if still_open else None


def _new(name: str, kind: str, village: int | None, facts: Any, known: Known) -> Establishment:
    if village is None:
        raise _Refused("Không rõ thôn: xin ghi tên thôn của xã vào cột Thôn.")
    row = Establishment(name=name, kind=kind, village_id=village)
    for field_name, value in facts.items():
        if field_name == "code":
            row.set_code(value)
        else:
            setattr(row, field_name, value)
    row.fill_keys()
    known.keep(row)
    return row


def _plan_products(rows: list[ProductRow], known: Known, default_kind: str, plan: Plan) -> None:
    made_by: dict[int, Change] = {}
    products = {
        (p.establishment_id, p.folded_name): p
        for p in Product.objects.filter(establishment__in=[row.pk for row in known.rows], ended_on=None)
        .select_related("establishment").prefetch_related("listings")
    }  # fmt: skip
    lines: dict[tuple[int, str], int] = {}
    for said in rows:
        try:
            producer = _producer(said, known, default_kind, made_by)
            key = (id(producer.row), names.fold(said.name)[:200])
            if key in lines:
                raise _Refused(f"Cùng một sản phẩm với dòng {lines[key]} của tệp.")
        except _Refused as problem:
            plan.refused[said.line] = str(problem)
            continue
        lines[key] = said.line
        made_by[id(producer.row)] = producer
        plan.products.append(_of_product(said, producer, products.get((producer.row.pk, key[1]))))
    plan.producers = [producer for producer in made_by.values() if producer.is_new]


def _producer(said: ProductRow, known: Known, default_kind: str, made_by: dict[int, Change]) -> Change:
    code = str(said.producer_facts.get("code", ""))
    row = _find(known, said.producer, code, said.village_id) or _elsewhere(known, said.producer)
    if row is None:
        kind = kind_of_name(said.producer, default_kind)
        return Change(said.line, _new(said.producer, kind, said.village_id, said.producer_facts, known), True)
    if id(row) in made_by:
        return made_by[id(row)]
    # Of an establishment that is there, a list of products only fills in what is empty.
    fields = {name: value for name, value in said.producer_facts.items() if not getattr(row, name)}
    return Change(said.line, row, False, fields)


def _elsewhere(known: Known, name: str) -> Establishment | None:
    """A firm of that name in another village of the commune: firms have one name, household businesses share theirs."""
    found = [row for row in known.by_name.get((names.tone_key(names.tidy(name))[:200], None), []) if row.is_open]
    firms = [row for row in found if row.kind != Establishment.Kind.HOUSEHOLD_BUSINESS]
    return firms[0] if len(firms) == 1 else None


def _is_listed(product: Product, floor: str, url: str) -> bool:
    """The file says no more than what is known: the floor, and the same address or none."""
    there = [
        one for one in product.listings.all() if one.ended_on is None and names.fold(one.floor) == names.fold(floor)
    ]
    return any(not url or one.url == url for one in there)


def _of_product(said: ProductRow, producer: Change, product: Product | None) -> ProductChange:
    fresh = product is None
    if product is None:
        product = Product(name=said.name, **said.facts)
        fields = {}
    else:
        fields = {name: value for name, value in said.facts.items() if getattr(product, name) != value}
    listed = not said.floor or (not fresh and _is_listed(product, said.floor, said.url))
    return ProductChange(
        said.line, producer, product, fresh, fields, floor="" if listed else said.floor, url="" if listed else said.url
    )
