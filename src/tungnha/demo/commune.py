"""The demonstration's commune in the database: villages, organisations, people, who logs in, who has a signature."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from tungnha.demo.records import AWAY, TEMPORARY, Population, SamplePerson
from tungnha.demo.villages import HIEP_LUC
from tungnha.ledger.models import Service
from tungnha.ledger.models.claims import Source
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people import finding
from tungnha.people.models import Household, Identifier, Person, PersonGroup, Place, Telephone
from tungnha.units.database import refresh_statistics
from tungnha.units.models import Area, Member, Organisation, Role
from tungnha.units.operations import add_member
from tungnha.units.registry import add_villages

PASSWORD = "tung-nha-2026"
BATCH = 1000
RESIDENCE = {AWAY: Person.Residence.AWAY, TEMPORARY: Person.Residence.TEMPORARY}
GROUPS = {
    "official": PersonGroup.Kind.OFFICIAL,
    "teacher": PersonGroup.Kind.OFFICIAL,
    "health": PersonGroup.Kind.OFFICIAL,
    "worker": PersonGroup.Kind.WORKER,
}
# name, kind, must report, head's title
ORGANISATIONS = (
    ("UBND xã Hiệp Lực", "committee", False, "Chủ tịch"),
    ("Phòng Văn hóa - Xã hội", "department", False, "Trưởng phòng"),
    ("Phòng Kinh tế", "department", True, "Trưởng phòng"),
    ("Văn phòng HĐND và UBND xã", "department", True, "Chánh Văn phòng"),
    ("Công an xã", "police", True, "Trưởng Công an xã"),
    ("Ban Chỉ huy quân sự xã", "military", True, "Chỉ huy trưởng"),
    ("Ủy ban MTTQ Việt Nam xã", "union", True, "Chủ tịch"),
    ("Đoàn Thanh niên xã", "union", False, "Bí thư"),
    ("Hội Liên hiệp Phụ nữ xã", "union", False, "Chủ tịch"),
    ("Trung tâm Dịch vụ tổng hợp", "centre", True, "Giám đốc"),
    ("Trung tâm Phục vụ Hành chính công xã", "centre", True, "Giám đốc"),
    ("Trường Tiểu học Hiệp Lực", "school", True, "Hiệu trưởng"),
    ("Trường THCS Hiệp Lực", "school", True, "Hiệu trưởng"),
    ("Trạm Y tế xã", "clinic", True, "Trạm trưởng"),
    ("VNPT Hiệp Lực", "operator", True, "Giám đốc"),
    ("Viettel Hiệp Lực", "operator", True, "Giám đốc"),
)
# full name, role, organisation, telephone
DESK = (
    ("Hoàng Thị Mai", Role.OFFICER, "Phòng Văn hóa - Xã hội", "0912000101"),
    ("Nông Văn Bình", Role.LEADER, "UBND xã Hiệp Lực", "0912000102"),
    ("Triệu Thị Dung", Role.DATA_STEWARD, "Phòng Văn hóa - Xã hội", "0912000103"),
    ("Lý Văn Khánh", Role.UNIT_OFFICER, "Công an xã", "0912000104"),
    ("Đàm Thị Thu", Role.UNIT_OFFICER, "Trường THCS Hiệp Lực", "0912000105"),
    ("Ma Văn Thành", Role.UNIT_OFFICER, "Phòng Kinh tế", "0912000106"),
    ("Bế Thị Hạnh", Role.UNIT_OFFICER, "Trung tâm Phục vụ Hành chính công xã", "0912000107"),
    ("Phan Quốc Việt", Role.PARTNER, "VNPT Hiệp Lực", "0912000108"),
    ("Nguyễn Hoàng Phúc", Role.PROVINCE_OFFICER, "Sở Khoa học và Công nghệ", "0912000109"),
)


@dataclass
class DemoCommune:
    """What later steps of the demonstration need to find again."""

    area: Area
    villages: list[Area]
    organisations: dict[str, Organisation]
    population: Population
    persons: list[Person] = field(default_factory=list)
    households: list[Household] = field(default_factory=list)
    members: dict[str, Member] = field(default_factory=dict)
    teams: dict[int, list[Member]] = field(default_factory=dict)


@transaction.atomic
def build(population: Population, at: datetime, *, skip_claims_of: frozenset[int] = frozenset()) -> DemoCommune:
    """Fill xã Hiệp Lực (01960). `skip_claims_of`: those whose signature the team's own visits will claim."""
    area = Area.objects.get(code="01960")
    villages = add_villages(area, [(village.kind, village.name) for village in HIEP_LUC])
    commune = DemoCommune(area, villages, _organisations(area, villages), population)
    _people(commune)
    _members(commune, at)
    _signatures(commune, at, skip_claims_of)
    return commune


def _organisations(area: Area, villages: list[Area]) -> dict[str, Organisation]:
    made = {
        name: Organisation.objects.create(
            name=name, kind=kind, area=area, must_report=reports, head_title=title, order=order
        )
        for order, (name, kind, reports, title) in enumerate(ORGANISATIONS)
    }
    for order, village in enumerate(villages, 100):
        team = Organisation.objects.create(
            name=f"Tổ công nghệ số cộng đồng {village.full_name}", short_name=f"Tổ {village.full_name}", kind="team",
            area=village, head_title="Tổ trưởng", order=order,
        )  # fmt: skip
        made[team.name] = team
        Place.objects.create(name=f"Nhà văn hóa {village.full_name}", kind="culture_house", area=village)
    Place.objects.create(name="Bộ phận một cửa xã Hiệp Lực", kind="one_stop", area=area)
    economy = made["Phòng Kinh tế"]
    Organisation.objects.create(
        name="Hợp tác xã chè Nà Mèo", kind="company", area=area, collector=economy, order=60, head_title="Giám đốc"
    )
    science = Organisation.objects.get_or_create(
        name="Sở Khoa học và Công nghệ", area=area.province, defaults={"kind": "department", "must_report": False}
    )[0]
    return {**made, science.name: science}


def _people(commune: DemoCommune) -> None:
    population = commune.population
    commune.households = Household.objects.bulk_create(
        [
            Household(
                code=h.code,
                village=commune.villages[h.village_index],
                lane=h.lane,
                house=h.address.split(",")[0],
                order=h.index,
            )
            for h in population.households
        ],
        batch_size=BATCH,
    )
    heads = {h.head_index for h in population.households}
    rows = [_person(p, commune.households[p.household_index], p.index in heads) for p in population.persons]
    commune.persons = Person.objects.bulk_create(rows, batch_size=BATCH)
    finding.refresh(person.pk for person in commune.persons)
    _numbers(commune)
    PersonGroup.objects.bulk_create(
        [
            PersonGroup(person=commune.persons[p.index], kind=GROUPS[p.occupation])
            for p in population.persons
            if p.occupation in GROUPS
        ],
        batch_size=BATCH,
    )
    refresh_statistics(Household, Person, Identifier, Telephone, PersonGroup)


def _person(p: SamplePerson, household: Household, is_head: bool) -> Person:
    person = Person(
        household=household, full_name=p.full_name, sex="male" if p.sex == "Nam" else "female",
        birth_date=p.birth_date, birth_precision=p.birth_precision, is_head=is_head, relation=p.relation[:40],
        residence=RESIDENCE.get(p.residence, Person.Residence.AT_HOME),
    )  # fmt: skip
    person.fill_keys()
    return person


def _numbers(commune: DemoCommune) -> None:
    identifiers, telephones = [], []
    for p in commune.population.persons:
        if p.personal_number:
            identifier = Identifier(person=commune.persons[p.index], kind="personal", source="công an")
            identifier.set_value(p.personal_number)
            identifiers.append(identifier)
        if p.telephone:
            telephone = Telephone(person=commune.persons[p.index])
            telephone.set_number(p.telephone)
            telephones.append(telephone)
    Identifier.objects.bulk_create(identifiers, batch_size=BATCH)
    Telephone.objects.bulk_create(telephones, batch_size=BATCH)


def _members(commune: DemoCommune, at: datetime) -> None:
    """The desk, then two members for each village's team; telephones 0912000 2VN for village V, member N."""

    def add(name: str, role: str, area: Area, organisation: str, phone: str) -> Member:
        return add_member(
            full_name=name, role=role, area=area, organisation=commune.organisations[organisation], phone=phone,
            password=PASSWORD, at=at, by=None,
        )  # fmt: skip

    for name, role, organisation, phone in DESK:
        area = commune.area.province if role == Role.PROVINCE_OFFICER else commune.area
        commune.members[role if role not in commune.members else phone] = add(name, role, area, organisation, phone)
    leaders = _team_names(commune.population)
    for index, village in enumerate(commune.villages):
        team = f"Tổ công nghệ số cộng đồng {village.full_name}"
        roles = (Role.TEAM_LEADER, Role.TEAM_MEMBER)
        commune.teams[index] = [
            add(leaders[index][n], role, village, team, f"0912000{index + 20}{n}") for n, role in enumerate(roles)
        ]


def _team_names(population: Population) -> dict[int, list[str]]:
    """Two grown-ups of each village, so that a team is made of neighbours."""
    found: dict[int, list[str]] = {}
    for person in population.counted():
        if person.occupation in ("farmer", "teacher") and len(found.setdefault(person.village_index, [])) < 2:
            found[person.village_index].append(person.full_name)
    return found


def _signatures(commune: DemoCommune, at: datetime, skip: frozenset[int]) -> None:
    service = Service.objects.get(code="chu-ky-so")
    claims = [
        NewClaim(
            subject={"person_id": commune.persons[p.index].pk}, service=service, since_on=p.signature.since,
            until_on=p.signature.until, source=Source.LIST, provider=p.signature.provider, origin="import",
            origin_id="demo",
        )
        for p in commune.population.signers()
        if p.signature and p.index not in skip
    ]  # fmt: skip
    record_claims(claims, by=commune.members[Role.OFFICER], at=at)


def adults_by_village(population: Population) -> dict[str, int]:
    """What the police would answer: people over 15 by village."""
    return population.by_village(population.counted())
