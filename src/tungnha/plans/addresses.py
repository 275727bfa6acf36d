"""“Nơi nhận” resolved: which areas and bodies of the register each line means, and to what end. Nothing is guessed
where a line cannot be told: it is left for the officer to match by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from tungnha.identity import names
from tungnha.plans import whom
from tungnha.plans.models import Plan, Recipient
from tungnha.plans.queries import organisations_near
from tungnha.units.models import Area, Organisation

PURPOSES = (
    (r"b/?c\b|bao cao", "để báo cáo"), (r"p/?h\b|phoi hop", "để phối hợp"),
    (r"t/?h(?:ien)?\b|thuc hien", "để thực hiện"), (r"c/?d\b|chi dao", "để chỉ đạo"),
    (r"biet|theo doi", "để biết"),
)  # fmt: skip
_ARCHIVE = re.compile(r"^[\W]*luu\b")
_SECTION = re.compile(r"\b(?:muc|phan)\s+([ivx]+)\b")
_SAME_AS_ABOVE = re.compile(r"^[\W]*nhu tren\b")
_VILLAGES = re.compile(r"\b(?:cac|\d+)\s+(?:thon|ban|khu pho|to dan pho|xom)\b|\btruong (?:thon|ban)\b")
_HEADING = re.compile(r"^[ \t*#]*([IVX]+)[.)/]\s", re.MULTILINE)


@dataclass(frozen=True)
class Addressed:
    """One line of “Nơi nhận”: whom it means, to what end; `why` says why nobody was found."""

    recipient: Recipient
    areas: tuple[Area, ...] = ()
    bodies: tuple[Organisation, ...] = ()
    purpose: str = ""
    why: str = ""
    is_archive: bool = False
    is_own: bool = False  # the issuing body itself

    @property
    def is_open(self) -> bool:
        return not (self.areas or self.bodies or self.is_archive or self.is_own)


@dataclass
class _Register:
    """The bodies and villages a plan's lines may speak of."""

    plan: Plan
    near: list[Organisation] = field(default_factory=list)  # what a group ("các đơn vị") is made of
    bodies: list[Organisation] = field(default_factory=list)  # what a name may mean: the neighbours' committees too
    villages: list[Area] = field(default_factory=list)


def resolved(plan: Plan) -> list[Addressed]:
    """Every line, in order."""
    area = plan.campaign.area
    beside = Organisation.objects.filter(kind="committee", area__parent=area.parent_id, valid_to=None)
    near = organisations_near(area)
    more = beside.exclude(Q(area=area) | Q(pk__in=[b.pk for b in near])).select_related("area")
    register = _Register(
        plan, near, [*near, *(more if area.parent_id else [])], list(area.children.villages().filter(valid_to=None))
    )
    return [_line(recipient, register) for recipient in plan.recipients.all()]


def _line(recipient: Recipient, register: _Register) -> Addressed:
    words, purpose = _without_purpose(recipient.text)
    folded = names.fold(words)
    if _ARCHIVE.search(folded):
        return Addressed(recipient, is_archive=True)
    if found := _SECTION.search(folded):
        return _of_section(recipient, found[1].upper(), purpose, register)
    if _SAME_AS_ABOVE.search(folded):
        return Addressed(recipient, purpose=purpose, why="Kế hoạch không có dòng “Kính gửi” để biết “Như trên” là ai.")
    # "Các phòng, ban, ngành" are no villages: these get it where the line names them.
    tokens = ["units" if token == "all" else token for token in whom.match_units(words, register.bodies)]
    area, issuer = register.plan.campaign.area, register.plan.organisation_id
    groups, named = [t for t in tokens if t in whom.GROUPS], [t for t in tokens if t not in whom.GROUPS]
    by_name = [b for b in whom.expand(named, register.bodies, issuer) if _is_meant(b, area, folded)]
    bodies = whom.expand(groups, register.near, issuer, area.kind) + by_name
    return _sorted_out(recipient, bodies, purpose, register, villages=bool(_VILLAGES.search(folded)))


def _is_meant(body: Organisation, own: Area, folded: str) -> bool:
    """“UBND xã” is the plan's own; a neighbour's committee is meant only where the line names its place."""
    beside = body.kind == "committee" and body.area_id != own.pk and body.area.kind == Area.Kind.COMMUNE
    return not beside or own.kind == Area.Kind.PROVINCE or body.area.folded_name in folded


def _without_purpose(text: str) -> tuple[str, str]:
    """`Sở Khoa học và Công nghệ (để b/c)` → the name and `để báo cáo`."""
    for found in re.finditer(r"\(([^)]*)\)?", text):
        inside = names.fold(found[1])
        purpose = next((words for pattern, words in PURPOSES if re.search(pattern, inside)), "")
        if purpose:
            return (text[: found.start()] + text[found.end() :]).strip(" ;,."), purpose
    return text.strip(" ;,."), ""


def _of_section(recipient: Recipient, number: str, purpose: str, register: _Register) -> Addressed:
    """“Các đơn vị tại mục VI”: the units that stand under that heading of the document."""
    text = register.plan.document.text if register.plan.document else ""
    headings = [(found.start(), found[1]) for found in _HEADING.finditer(text)]
    bodies: dict[int, Organisation] = {}
    for assignment in register.plan.assignments.prefetch_related("organisations__area"):
        above = [name for start, name in headings if start <= (assignment.span_start or -1)]
        if above and above[-1] == number:
            bodies |= {body.pk: body for body in assignment.organisations.all()}
    if not bodies:
        return Addressed(recipient, purpose=purpose, why=f"Không thấy đơn vị nào ở mục {number} của kế hoạch.")
    return _sorted_out(recipient, list(bodies.values()), purpose, register, villages=False)


def _sorted_out(
    recipient: Recipient, bodies: Sequence[Organisation], purpose: str, register: _Register, *, villages: bool
) -> Addressed:
    """A team stands for its village, the committee of another place for that place; others for themselves."""
    own = register.plan.campaign.area
    areas = {area.pk: area for area in register.villages} if villages else {}
    left = []
    for body in bodies:
        if body.kind == "team" or (body.kind == "committee" and body.area_id != own.pk):
            areas[body.area_id] = body.area
        elif body.pk != register.plan.organisation_id:
            left.append(body)
    found, is_own = bool(areas or left), bool(bodies) and not (areas or left)
    why = "" if found else "Là chính cơ quan ban hành." if is_own else "Không có nơi nào trong sổ mang tên này."
    ordered = sorted(areas.values(), key=lambda a: (a.order, a.code))
    return Addressed(recipient, tuple(ordered), tuple(left), purpose, why, is_own=is_own)
