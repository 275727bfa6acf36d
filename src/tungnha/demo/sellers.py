"""The invented sellers of the demonstration's commune: shops of its villages, a few firms and schools, OCOP products.

Owners are the demonstration's own invented people; codes of firms end in 99xxxx as all its numbers do.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tungnha.demo.commune import DemoCommune
from tungnha.demo.names import bag
from tungnha.demo.records import SamplePerson, years_of
from tungnha.field.operations_sellers import Step, record_seller_visit
from tungnha.ledger.models import Service
from tungnha.people.models import Establishment, Product
from tungnha.people.operations import establishments, products
from tungnha.units.models import Member, Role

OF_DEMO = uuid.UUID("0d3a0b52-6a0c-4f5e-9f4f-3d4b5f1c2027")
GROWN = 24  # years: who keeps a shop
SHOPS_IN = (9, 15)  # in one village, by its people: 9 at the least, 15 at the most
# What the sign says, what is sold.
TRADES = bag("Tạp hóa 30, Quán ăn 14, Vật tư nông nghiệp 9, Sửa xe máy 9, Cắt tóc 6, May mặc 6, Thuốc tây 4, "
             "Xay xát 5, Điện nước 5, Cơ khí 5, Hàng quà 4, Đại lý thức ăn chăn nuôi 3")  # fmt: skip
NOT_ELIGIBLE = ("chỉ bán phiên chợ", "nghỉ theo mùa", "chủ đi làm ăn xa, người nhà trông hộ")
NOTES = ("Hẹn tối thứ Năm cài đặt", "Chủ cửa hàng hỏi phí giao dịch", "Đã dán mã ở quầy", "Muốn học cách chụp ảnh hàng")
# name, kind, village, what it does, workers, kept by
FIRMS: tuple[tuple[str, str, int, str, int, str], ...] = (
    ("Hợp tác xã chè Nà Mèo", "cooperative", 0, "chè shan tuyết", 14, "Phòng Kinh tế"),
    ("Hợp tác xã miến dong Bản Lùng", "cooperative", 2, "miến dong", 9, "Phòng Kinh tế"),
    ("Hợp tác xã nông nghiệp Nà Dảo", "cooperative", 10, "rau, gạo nếp", 11, "Phòng Kinh tế"),
    ("Công ty TNHH Lâm sản Hiệp Lực", "enterprise", 6, "gỗ bóc", 22, "Phòng Kinh tế"),
    ("Công ty TNHH Xây dựng Pác Thin", "enterprise", 4, "xây dựng", 17, "Phòng Kinh tế"),
    ("Cơ sở sản xuất mật ong Khuổi Sưa", "workshop", 1, "mật ong hoa rừng", 3, "Phòng Kinh tế"),
    ("Trường Tiểu học Hiệp Lực", "school", 0, "", 31, "Trường Tiểu học Hiệp Lực"),
    ("Trường THCS Hiệp Lực", "school", 0, "", 28, "Trường THCS Hiệp Lực"),
)


@dataclass(frozen=True)
class SampleProduct:
    """`recognised`: days before now; `seen`: the looks at its shop, the last one first; None: on no floor."""

    maker: int
    name: str
    stars: int | None
    recognised: int
    floor: str = ""
    address: str = ""
    seen: tuple[bool, ...] = ()


PRODUCTS = (
    SampleProduct(0, "Chè shan tuyết Nà Mèo", 4, 420, "Sàn của tỉnh", "https://san.example.vn/che-shan", (True, True)),
    SampleProduct(0, "Chè đinh Nà Mèo", 3, 420, "Voso", "https://voso.example.vn/che-dinh", (True,)),
    SampleProduct(1, "Miến dong Bản Lùng", 4, 700, "Postmart", "https://postmart.example.vn/mien-dong", (False, True)),
    SampleProduct(1, "Bột dong nguyên chất", None, 0),
    SampleProduct(2, "Gạo nếp tài Nà Dảo", 3, 160, "Sàn của tỉnh"),  # a floor, and no address yet
    SampleProduct(5, "Mật ong hoa rừng Khuổi Sưa", 3, 1130, "Voso", "https://voso.example.vn/mat-ong", (True,)),
)  # the last one's recognition has run out


def make_sellers(commune: DemoCommune, began: datetime, now: datetime) -> int:
    """Put them on the register and let the teams call. Returns how many establishments there are."""
    rng = Random("sellers/2026")
    officer = commune.members[Role.OFFICER]
    shops = [shop for village in range(len(commune.villages)) for shop in _shops(commune, village, rng, officer, began)]
    firms = _firms(commune, officer, began)
    _decide(shops, rng, officer, began)
    _calls(commune, shops, rng, began, now)
    _firms_do_it_already(firms, officer, began)
    _products(firms, officer, began, now)
    return len(shops) + len(firms)


def _shops(commune: DemoCommune, village: int, rng: Random, by: Member, at: datetime) -> list[Establishment]:
    least, most = SHOPS_IN
    people = commune.population
    owners = [
        p for p in people.counted()
        if p.village_index == village and p.telephone and p.personal_number and years_of(p, people.reference) >= GROWN
    ]  # fmt: skip
    owners = rng.sample(owners, rng.randint(least, most))
    return [_shop(commune, owner, TRADES.draw(rng), by, at) for owner in owners]


def _shop(commune: DemoCommune, owner: SamplePerson, trade: str, by: Member, at: datetime) -> Establishment:
    household = commune.households[owner.household_index]
    return establishments.add_establishment(
        village=commune.villages[owner.village_index], name=f"{trade} {' '.join(owner.full_name.split()[-2:])}",
        kind="household_business", owner=commune.persons[owner.index], owner_name=owner.full_name, trade=trade.lower(),
        code=owner.personal_number or "", phone=owner.telephone or "", address=household.lane,
        kept_by=commune.organisations["Phòng Kinh tế"], by=by, at=at,
    )  # fmt: skip


def _firms(commune: DemoCommune, by: Member, at: datetime) -> list[Establishment]:
    return [
        establishments.add_establishment(
            village=commune.villages[village], name=name, kind=kind, trade=trade, workers=workers,
            code="" if kind == "school" else f"480099{n:04d}", kept_by=commune.organisations[kept_by], by=by, at=at,
        )
        for n, (name, kind, village, trade, workers, kept_by) in enumerate(FIRMS, 11)
    ]  # fmt: skip


def _decide(shops: list[Establishment], rng: Random, by: Member, at: datetime) -> None:
    """Most are eligible, some are not and it says why, a few nobody has asked about."""
    for shop in shops:
        drawn = rng.random()
        if drawn < 0.9:
            yes = drawn < 0.78
            why = "" if yes else rng.choice(NOT_ELIGIBLE)
            establishments.decide_eligible(
                establishment=shop, eligible=yes, why=why, on=at.date(), by=by, at=at, origin="import"
            )


def _calls(commune: DemoCommune, shops: list[Establishment], rng: Random, began: datetime, now: datetime) -> None:
    """The teams of eager villages have called everywhere, others hardly anywhere."""
    services = {service.code: service for service in Service.objects.filter(counts="establishment")}
    hours = max(1, int((now - began).total_seconds() // 3600))
    for shop in Establishment.objects.filter(pk__in=[shop.pk for shop in shops]).select_related("village"):
        village = commune.villages.index(shop.village)
        eager = commune.population.villages[village].eagerness
        if shop.eligible is False or rng.random() > 0.3 + 0.4 * eager:
            continue
        met = rng.random() < 0.88
        at = began + timedelta(hours=rng.randrange(hours), minutes=rng.randrange(60))
        record_seller_visit(
            visit_id=uuid.uuid5(OF_DEMO, f"{shop.pk}"), establishment=shop, outcome="met" if met else "shut",
            steps=_steps(services, rng) if met else [], note=rng.choice(NOTES) if rng.random() < 0.25 else "",
            made_at=min(at, now), by=rng.choice(commune.teams[village]), at=min(at, now),
        )  # fmt: skip


def _steps(services: dict[str, Service], rng: Random) -> list[Step]:
    """Told; half of them helped; most of those pay by code, fewer stand on a floor, fewest pack and send."""
    steps = [Step(services["co-so-tuyen-truyen"])]
    if rng.random() < 0.55:
        steps.append(Step(services["co-so-ho-tro"]))
        if rng.random() < 0.75:
            steps.append(Step(services["ban-hang-so"]))
        if rng.random() < 0.4:
            steps.append(Step(services["san-tmdt"], rng.choice((1, 1, 2, 2, 2, 3, 4))))
        if rng.random() < 0.5:
            steps.append(Step(services["cam-ket-ban-hang"]))
    return steps


def _firms_do_it_already(firms: list[Establishment], by: Member, at: datetime) -> None:
    said: dict[int, list[tuple[str, int]]] = {
        0: [("co-so-ho-tro", 1), ("san-tmdt", 4), ("hoa-don-dien-tu", 1), ("ban-hang-so", 1)],
        1: [("san-tmdt", 3), ("hoa-don-dien-tu", 1)], 3: [("hoa-don-dien-tu", 1)], 6: [("thu-phi-so", 1)],
    }  # fmt: skip
    for index, steps in said.items():
        record_seller_visit(
            visit_id=uuid.uuid5(OF_DEMO, f"firm/{index}"), establishment=firms[index], outcome="desk", made_at=at,
            by=by, at=at, steps=[Step(Service.objects.get(code=code), level) for code, level in steps],
        )  # fmt: skip


def _products(firms: list[Establishment], by: Member, began: datetime, now: datetime) -> None:
    for n, sample in enumerate(PRODUCTS):
        facts: dict[str, Any] = {}
        if sample.stars:
            recognised = began.date() - timedelta(days=sample.recognised)
            facts = {"ocop_stars": sample.stars, "recognised_on": recognised, "decision": f"{500 + n}/QĐ-UBND"}
        product = products.add_product(establishment=firms[sample.maker], name=sample.name, by=by, at=began, **facts)
        if sample.floor:
            _on_floor(product, sample, by, began, now)
    first = Product.objects.get(establishment=firms[0], name=PRODUCTS[0].name)
    products.promote(
        product=first, on=began.date(), where="Gian hàng OCOP tại lễ phát động của xã", url="", by=by, at=began
    )


def _on_floor(product: Product, sample: SampleProduct, by: Member, began: datetime, now: datetime) -> None:
    since = began.date() - timedelta(days=30)
    listing = products.list_product(
        product=product, floor=sample.floor, url=sample.address, from_on=since, by=by, at=began
    )
    for back, seen in reversed(list(enumerate(sample.seen))):
        at = max(began, now - timedelta(days=7 * back + 1))
        note = "" if seen else "trang báo hết hàng"
        products.check_listing(listing=listing, seen=seen, note=note, by=by, at=at)
