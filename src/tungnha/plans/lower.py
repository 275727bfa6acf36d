"""What a confirmed plan hands to one lower unit, as its own plan would say it: targets, tasks, reports, orders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from tungnha.drafting import OfficialDocument, write_docx
from tungnha.drafting.document import Letterhead, Signature
from tungnha.drafting.letters import GivenReport, GivenTarget, GivenTask, HigherPlan, LowerPlan, lower_plan
from tungnha.drafting.letters.parts import Sender
from tungnha.drafting.letters.plan import Level, village_word
from tungnha.identity import names
from tungnha.outreach.queries.addresses import with_address
from tungnha.plans import handing, whom
from tungnha.plans.handing import Column, Known
from tungnha.plans.models import Duty, Plan, ShareStep, Task
from tungnha.plans.parents import MARK
from tungnha.plans.queries import organisations_near
from tungnha.plans.receivers import lower_areas
from tungnha.units.models import Area, Campaign, Organisation

Method = ShareStep.Method
Order = tuple[str, tuple[str, ...]]  # a body, and what it is told to do
LETTERS_IN_HEAD = 22  # capitals that fit one line of the left half of a letterhead
LEAST_WORDS = 25  # letters: what is left of an order once its report is taken out must still say something
IN_ANNEX = "Đạt số giao tại Phụ lục I"
NOUNS = {"person": "người", "household": "hộ", "establishment": "cơ sở", "product": "sản phẩm"}
CHIEFS = {
    "committee": ("CHỦ TỊCH",), "department": ("TRƯỞNG PHÒNG",), "police": ("TRƯỞNG CÔNG AN",),
    "military": ("CHỈ HUY TRƯỞNG",), "school": ("HIỆU TRƯỞNG",), "clinic": ("TRƯỞNG TRẠM",), "centre": ("GIÁM ĐỐC",),
    "operator": ("GIÁM ĐỐC",), "company": ("GIÁM ĐỐC",), "union": ("CHỦ TỊCH",), "team": ("TỔ TRƯỞNG",),
    "steering": ("TRƯỞNG BAN",),
}  # fmt: skip


@dataclass(frozen=True)
class LowerUnit:
    """Who gets a plan of its own: a commune or village with its bodies, or one body. `issuer` signs it."""

    key: str
    title: str
    area: Area
    issuer: Organisation | None
    bodies: tuple[Organisation, ...]
    level: Level

    @property
    def file_name(self) -> str:
        return f"ke-hoach-{re.sub(r'[^a-z0-9]+', '-', names.fold(self.title)).strip('-')[:60]}.docx"


def lower_units(plan: Plan, on: date) -> list[LowerUnit]:
    """The units right below a plan that may have their own: the areas, then the bodies of its own area."""
    here = plan.campaign.area
    areas = [r.row for r in lower_areas(plan, on)]
    rows = Organisation.objects.filter(area__parent=here, valid_to=None).select_related("area__parent")
    below: dict[int, list[Organisation]] = {}
    for body in rows.order_by("order", "name"):
        below.setdefault(body.area_id, []).append(body)
    made = [_of_area(cast("Area", area), below.get(area.pk, [])) for area in areas]
    own = Organisation.objects.filter(area=here, valid_to=None).exclude(pk=plan.organisation_id).exclude(kind="team")
    own = own.exclude(kind__in=("committee", "steering")).select_related("area__parent").order_by("order", "name")
    return made + [LowerUnit(f"o{b.pk}", b.label, b.area, b, (b,), "unit") for b in own]


def _of_area(area: Area, bodies: Sequence[Organisation]) -> LowerUnit:
    first = "team" if area.kind == Area.Kind.VILLAGE else "committee"
    issuer = next((body for body in bodies if body.kind == first), None)
    level: Level = "village" if area.kind == Area.Kind.VILLAGE else "commune"
    return LowerUnit(f"a{area.pk}", area.title, area, issuer, tuple(bodies), level)


class Handing:
    """Loads a plan once and drafts it for any of its lower units."""

    def __init__(self, plan: Plan, on: date) -> None:
        self.plan, self.on = plan, on
        self.columns = handing.columns_of(plan, on)
        self.tasks = list(plan.tasks.prefetch_related("leads").order_by("order", "id"))
        self.duties = list(
            plan.duties.select_related("phase", "addressee").prefetch_related("reporters").order_by("order", "id")
        )
        self.assignments = list(plan.assignments.prefetch_related("duties", "organisations").order_by("order", "id"))
        self.bodies = organisations_near(plan.campaign.area)

    def of(self, unit: LowerUnit) -> LowerPlan:
        rows, reports = self._rows(unit), self._reports(unit)
        orders = _with_open_reports(tuple(self._orders(unit)), reports)
        return LowerPlan(
            sender=_sender(unit, self.on),
            level=unit.level,
            place=unit.area.full_name if unit.level != "unit" else _name(unit),
            higher=higher_plan(self.plan),
            targets=tuple(self._targets(unit, rows, orders)),
            tasks=tuple(self._task(row, unit) for row in rows),
            reports=tuple(reports),
            duties=orders,
            recipients=tuple(self._recipients(unit, reports)),
            mark=f"{MARK}:{self.plan.pk}:{unit.key}",
        )

    # --- targets -----------------------------------------------------------------------------------------------------

    def _targets(self, unit: LowerUnit, rows: Sequence[Task], orders: Sequence[Order]) -> list[GivenTarget]:
        """What a row of the unit's task annex, or an order to one of its bodies, says already is not said twice; nor
        is one number of the same people by the same day ("63,80 %" and "trên 63,80 %" may be one in a village)."""
        said = [one_line(row.result) for row in rows] + [one_line(text) for _, texts in orders for text in texts]
        given = []
        for column in self.columns:
            target, words = self._target(column, unit), one_line(column.target.text)
            if target is not None and (target.count is not None or not any(words in text for text in said)):
                given.append(target)
        once = {(t.due, t.count, t.noun, t.subject) if t.count is not None else (t.due, t.sentence): t for t in given}
        return sorted(once.values(), key=lambda t: (t.due is None, t.due or date.max))

    def _target(self, column: Column, unit: LowerUnit) -> GivenTarget | None:
        step, target = column.settled, column.target
        if step is None or step.method == Method.NONE or column.to_bodies != (unit.level == "unit"):
            return self._of_all(column, unit)
        if column.to_bodies and all(receiver.key != unit.key for receiver in column.receivers):
            return None  # the armed forces' target is none of the school's
        if step.method == Method.LEVEL:
            return GivenTarget(target.text, target.due_on)
        count = step.counts.get(unit.key)
        if count is None:
            return None
        noun, subject = counted_words(column)
        known = column.known.get(unit.key, Known())
        return GivenTarget(
            target.text, target.due_on, count=count, noun=noun, subject=subject, base=known.base, now=known.now
        )

    def _of_all(self, column: Column, unit: LowerUnit) -> GivenTarget | None:
        """A commune answers to the province for its own staff too; a village's plan leaves the bodies' out."""
        step = column.settled
        if unit.level == "commune" and column.to_bodies and step is not None and step.method == Method.LEVEL:
            return GivenTarget(column.target.text, column.target.due_on)
        return None

    # --- tasks -------------------------------------------------------------------------------------------------------

    def _rows(self, unit: LowerUnit) -> list[Task]:
        """The rows that one of the unit's bodies leads, or takes part in; of reports only those it owes itself."""
        mine = {body.pk for body in unit.bodies}
        return [
            row for row in self.tasks
            if mine & {body.pk for body in row.leads.all()}
            or (mine & self._co_operating(row) and not any(_stands_in(duty, row) for duty in self.duties))
        ]  # fmt: skip

    def _task(self, row: Task, unit: LowerUnit) -> GivenTask:
        mine = {body.pk for body in unit.bodies}
        leads = [body for body in row.leads.all() if body.pk in mine]
        result = one_line(row.result)
        if any(_in_row(column, row) and unit.key in column.settled.counts for column in self.columns if column.settled):
            result = IN_ANNEX  # the unit's number stands there; the level of all is not its own
        if leads:
            lead = self._own_lead(row.lead, unit, leads)
            return GivenTask(row.name, lead, one_line(row.co).strip(" ,;"), result, row.due_text)
        return GivenTask(row.name, row.lead or self.plan.organisation.label, _name(unit), result, row.due_text)

    def _own_lead(self, words: str, unit: LowerUnit, leads: Sequence[Organisation]) -> str:
        """The unit's own body that answers to the one named above, where it has such a body; else the unit itself."""
        counterpart = counterparts(words, unit.bodies) if unit.level == "commune" else []
        return "; ".join(body.name for body in counterpart or leads[:1])

    def _co_operating(self, row: Task) -> set[int]:
        tokens = whom.match_units(row.co, self.bodies)
        found = whom.expand(tokens, self.bodies, self.plan.organisation_id, self.plan.campaign.area.kind)
        return {body.pk for body in found}

    # --- reports -----------------------------------------------------------------------------------------------------

    def _reports(self, unit: LowerUnit) -> list[GivenReport]:
        mine = {body.pk for body in unit.bodies}
        owed = [d for d in self.duties if mine & {body.pk for body in d.reporters.all()}]
        made = [self._report(duty, unit, elsewhere=self._led_row(duty, mine)) for duty in owed]
        trouble = next((d for d in self.duties if d.kind == "difficulty"), None)
        if trouble is not None and not any(r.is_difficulty for r in made):
            made.append(self._report(trouble, unit))
        return list(dict.fromkeys(made))

    def _led_row(self, duty: Duty, mine: set[int]) -> bool:
        """A report row of the task annex ("Báo cáo tiến độ"): the unit's own annex says it where it leads the row."""
        return any(_stands_in(duty, row) and mine & {b.pk for b in row.leads.all()} for row in self.tasks)

    def _report(self, duty: Duty, unit: LowerUnit, *, elsewhere: bool = False) -> GivenReport:
        to = duty.addressee.name if duty.addressee else re.sub(r"\s*\((?:thông )?qua.*", "", duty.to, flags=re.DOTALL)
        via = "" if names.fold(duty.via) == names.fold(_name(unit)) else duty.via  # nobody reports through itself
        return GivenReport(
            who=_name(unit), to=to or self.plan.organisation.name, frequency=duty.frequency, via=via,
            interval=duty.interval, weekday=duty.weekday, day_of_month=duty.day_of_month,
            months=tuple(duty.months or ()), at=duty.time, due_on=duty.due_on, inclusive=bool(duty.inclusive),
            in_peak=duty.phase is not None and duty.phase.kind == "peak", is_difficulty=duty.kind == "difficulty",
            elsewhere=elsewhere or duty.frequency == "unspecified",
        )  # fmt: skip

    # --- orders ------------------------------------------------------------------------------------------------------

    def _orders(self, unit: LowerUnit) -> Iterable[Order]:
        """What the plan tells the unit's bodies to do, under the body's own name; reports stand in their own part."""
        told: dict[int, list[str]] = {}
        for assignment in self.assignments:
            there = {body.pk for body in assignment.organisations.all()}
            texts = [text for row in assignment.duties.all() if (text := self._without_report(row.text))]
            for body in unit.bodies:
                if body.pk in there:
                    told.setdefault(body.pk, []).extend(texts)
        for body in unit.bodies:
            if body.pk in told:
                yield body.name, tuple(dict.fromkeys(told[body.pk]))

    def _without_report(self, text: str) -> str:
        kept = one_line(text)
        for duty in self.duties:
            quote = one_line(duty.quote)
            if quote and quote in kept:
                kept = kept.replace(quote, " ").strip()
            elif quote and kept in quote:
                return ""
        sentences = [part for part in re.split(r"(?<=[.;])\s+", kept) if not _REPORTS.search(names.fold(part))]
        kept = " ".join(sentences).strip(" ;,")
        return kept if len(kept) >= LEAST_WORDS else ""

    def _recipients(self, unit: LowerUnit, reports: Sequence[GivenReport]) -> list[str]:
        """The plan's owner and those whom the unit itself reports to; others above are its owner's to tell."""
        owner = self.plan.organisation.name
        known = {names.fold(d.addressee.name): d.addressee.name for d in self.duties if d.addressee is not None}
        told = {known[to] for r in reports if not r.is_difficulty and (to := names.fold(r.to)) in known}
        lines = [f"{owner} (b/c)"]
        lines += sorted(f"{name} (b/c)" for name in told - {owner, _name(unit)})[:3]
        lines.append({
            "village": "Thành viên Tổ (t/h)", "commune": "Các đơn vị, các thôn (t/h)", "unit": "Các bộ phận (t/h)"
        }[unit.level])  # fmt: skip
        return lines


_REPORTS = re.compile(r"\bbao cao\b|\btong hop\b.*\b(?:gui|ve)\b|\bgui\b.*\b(?:so lieu|ket qua)\b|\btruoc ngay\b")


def one_line(text: str) -> str:
    return " ".join(text.split())


def _with_open_reports(orders: tuple[Order, ...], reports: Sequence[GivenReport]) -> tuple[Order, ...]:
    """A report whose period the plan leaves open is told as an order, as the higher plan did."""
    told = {body: list(texts) for body, texts in orders}
    for report in reports:
        if report.frequency == "unspecified" and not report.is_difficulty:
            via = f" (qua {report.via})" if report.via else ""
            told.setdefault(report.who, []).append(f"Định kỳ báo cáo kết quả thực hiện về {report.to}{via}")
    return tuple((body, tuple(dict.fromkeys(texts))) for body, texts in told.items())


def _stands_in(duty: Duty, row: Task) -> bool:
    """Whether a reporting duty was read in a task's row."""
    if duty.span_start is None or row.span_start is None or row.span_end is None:
        return False
    return row.span_start <= duty.span_start < row.span_end


def _in_row(column: Column, row: Task) -> bool:
    """Whether a task's row says the target: its words stand in the result."""
    words = one_line(column.target.text)
    return bool(words) and words in one_line(row.result)


def counted_words(column: Column) -> tuple[str, str]:
    """(what is counted, what they shall have): `người`, `trên 15 tuổi có chữ ký số công cộng`."""
    target = column.target
    if target.measure is None:
        unit = target.unit.strip()
        return (unit if unit not in ("%", "") and "/" not in unit else "người"), target.subject or target.text
    noun = NOUNS.get(target.measure.counts, "người")
    words = re.sub(r"có ít nhất một (?:thành viên|người)", "có người", target.measure.name)
    if names.fold(words).startswith(names.fold(noun)):
        return noun, words[len(noun) :].strip()
    return noun, f"là {words[:1].lower()}{words[1:]}"


def counterparts(words: str, bodies: Sequence[Organisation]) -> list[Organisation]:
    """Of a unit's bodies those that stand for the ones named above: the commune's police for the province's."""
    kinds = {whom.guess_kind(part) for part in re.split(r"[;,\n]", words)} - {"", "department", "committee", "team"}
    return [body for body in bodies if body.kind in kinds and sum(b.kind == body.kind for b in bodies) == 1]


def higher_plan(plan: Plan) -> HigherPlan:
    return HigherPlan(
        kind=plan.doc_type or "Kế hoạch", symbol=plan.symbol, number=plan.number, issued_on=plan.issued_on,
        issuer=plan.organisation.name, about=one_line(plan.title),
    )  # fmt: skip


def _name(unit: LowerUnit) -> str:
    """Who issues it: the body in the register; where a commune has none there yet, its committee all the same."""
    if unit.issuer is not None:
        return unit.issuer.name
    return committee_of(unit.area) if unit.level == "commune" else unit.title


# --- the paper -------------------------------------------------------------------------------------------------------


def _sender(unit: LowerUnit, on: date) -> Sender:
    name = _name(unit)
    kind = unit.issuer.kind if unit.issuer else "committee" if unit.level == "commune" else ""
    commune = unit.area.commune or unit.area
    superior = "" if unit.level == "commune" else committee_of(commune if unit.level == "village" else unit.area)
    head = unit.issuer.head_title if unit.issuer else ""
    signer = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH") if kind == "committee" else (head.upper(),) if head else CHIEFS.get(
        kind, ("THỦ TRƯỞNG ĐƠN VỊ",) if kind else (village_chief(unit.title),)
    )  # fmt: skip
    place = commune.name if unit.area.kind != Area.Kind.PROVINCE else unit.area.name
    return Sender(
        letterhead=Letterhead(
            issuer=issuer_lines(name), superior=superior, symbol=symbol_of(name, kind), place=place, year=on.year
        ),
        signature=Signature(signer, unit.issuer.head_name if unit.issuer else ""),
        in_prose=in_full(name) if kind else unit.area.full_name,
        archive={"team": "Tổ", "": village_word(unit.title).capitalize()}.get(kind, "VT"),
    )


def village_chief(title: str) -> str:
    """Who signs for a village that has no team in the register: its head; a town's quarter calls its head otherwise."""
    word = village_word(title)
    return "TỔ TRƯỞNG" if word.startswith("tổ") else f"TRƯỞNG {word.upper()}"


def committee_of(area: Area) -> str:
    return f"UBND {area.full_name}"


def in_full(name: str) -> str:
    return re.sub(r"^UBND\b", "Ủy ban nhân dân", name)


_COMPOUNDS = (  # words of names of bodies that no line may tear apart
    r"công nghệ|cộng đồng|nhân dân|ủy ban|văn hóa|xã hội|trung tâm|hành chính|dịch vụ|tổng hợp|phục vụ|thành phố"
    r"|khu phố|tổ dân phố|đặc khu|chính trị|giáo dục|nông nghiệp|kinh tế|khoa học|phụ nữ|thanh niên|doanh nghiệp"
)


def issuer_lines(name: str) -> str:
    """A long name takes two lines, broken before its place, as long as that fills no third line; else where both are
    most alike: TỔ CÔNG NGHỆ SỐ / CỘNG ĐỒNG THÔN NÀ VANG."""
    full = in_full(name)
    found = re.match(r"(.{12,}?)\s+(?=(?:xã|phường|đặc khu|tỉnh|thành phố|thôn|bản|khu phố|tổ dân phố|xóm) \S)", full)
    if found is None:
        return full
    if len(found[1]) <= LETTERS_IN_HEAD:
        return f"{found[1]}\n{full[found.end() :]}"
    whole = re.sub(_COMPOUNDS, lambda word: word[0].replace(" ", "_"), full, flags=re.IGNORECASE)
    blanks = [at for at, letter in enumerate(whole) if letter == " "]
    middle = min(blanks, key=lambda at: max(at, len(full) - at - 1))
    return f"{full[:middle]}\n{full[middle + 1 :]}"


_SMALL = {"va", "cua", "xa", "phuong", "thon", "ban", "tinh", "thanh", "pho", "khu", "cac"}


def symbol_of(name: str, kind: str) -> str:
    """`KH-UBND`, `KH-TCNSCĐ`, `KH-THCSHL`: the first letters of the name, written-out abbreviations kept whole."""
    if kind == "committee":
        return "KH-UBND"
    words = re.split(r"\s+(?=(?:xã|phường|thôn|bản|khu phố|tổ dân phố|xóm|tỉnh) )", name)[0].replace("-", " ").split()
    said = [w for w in words if not (w.islower() and names.fold(w) in _SMALL)]  # “xã” goes, the “Xã” of “Xã hội” stays
    letters = [w if w.isupper() and len(w) > 1 else w[0].upper() for w in said]
    return f"KH-{''.join(letters)}"


def document_of(plan: LowerPlan) -> OfficialDocument:
    return lower_plan(plan)


def docx_of(plan: LowerPlan, above: Campaign | None = None) -> bytes:
    """A draft of the unit's own plan; until it has an address of its own it bears that of the plan above."""
    return write_docx(with_address(document_of(plan), above))


def is_empty(plan: LowerPlan) -> bool:
    """Nothing was handed down: the words about difficulties alone make no plan."""
    return not (plan.targets or plan.tasks or plan.duties or any(not r.is_difficulty for r in plan.reports))
