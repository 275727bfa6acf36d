"""Show 1, for duties: every reporting duty of the five plans has its deadlines to the year's end, or is asked about.

Each plan is read and confirmed as an officer would, in our own words (samples/plans) and, where it lies beside the
project, as the office wrote it; then the duties are held against what a careful person found in it (gold).
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr

from tests.conftest import make_member
from tungnha.demo import sample_plans
from tungnha.plans import operations as plans
from tungnha.plans.rules import why_no_dates
from tungnha.plans.rules.recurrence import entry, recurrence
from tungnha.reports import queries, showing
from tungnha.reports.duties import planning
from tungnha.reports.models import Obligation
from tungnha.reports.operations import ensure_obligations
from tungnha.units import clock
from tungnha.units.models import Area, Organisation, Role

from .conftest import instant

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

REAL = Path(__file__).resolve().parents[3] / "shared" / "plans"
YEAR_END = date(2026, 12, 31)
NO_DAY, NO_PERIOD, NO_WEEKDAY = (
    "Kế hoạch chưa nêu báo cáo vào ngày nào.", "Kế hoạch chưa nêu kỳ báo cáo.",
    "Kế hoạch chưa nêu báo cáo vào thứ mấy.",
)  # fmt: skip
ON_CALL = "Chỉ báo cáo khi có yêu cầu."

# slug → file, last day of the peak; then each duty: who (its first words), how often → what follows to the year's end:
# (how many, first and last deadline as said to people), or why there is none.
PLANS = {
    "thieu-trung": ("000_8409e3ed17cbbbc4", date(2026, 5, 15)),
    "so-khcn-thanh-hoa": ("001_9d3e5b27e6c0e75c", None),
    "nhu-thanh": ("002_97f8b2b2de2110f7", None),
    "quang-ngoc": ("003_f6055a1ceed07a45", None),
    "hiep-luc": ("004_73920fd348904d55", date(2026, 10, 31)),
}
MONTHLY = (7, "24 giờ thứ Sáu, 19/6/2026", "24 giờ thứ Bảy, 19/12/2026")
TABLE = {
    "thieu-trung": {
        ("Thủ trưởng", "once"): (1, "24 giờ thứ Năm, 14/5/2026", "24 giờ thứ Năm, 14/5/2026"),
        ("Viettel", "unspecified"): NO_PERIOD,
    },
    "so-khcn-thanh-hoa": {
        ("Các phòng", "once"): (1, "24 giờ Chủ nhật, 19/7/2026", "24 giờ Chủ nhật, 19/7/2026"),
        ("Trung tâm", "monthly"): MONTHLY,
        ("Phòng Quản lý", "unspecified"): NO_PERIOD,
    },
    "nhu-thanh": {("Phòng Văn hóa", "unspecified"): NO_PERIOD},
    "quang-ngoc": {
        ("Tổ công nghệ", "quarterly"): (3, "24 giờ thứ Bảy, 20/6/2026", "24 giờ Chủ nhật, 20/12/2026"),
        ("Ủy ban nhân dân", "quarterly"): (3, "24 giờ thứ Tư, 24/6/2026", "24 giờ thứ Năm, 24/12/2026"),
        ("Phòng Văn hóa", "quarterly"): NO_DAY,
        ("Phòng Văn hóa", "adhoc"): ON_CALL,
        ("Các Thôn", "monthly"): NO_DAY,
        ("Các Thôn", "quarterly"): NO_DAY,
    },
    "hiep-luc": {
        ("Các cơ quan", "weekly"): (23, "10 giờ 00 thứ Năm, 28/5/2026", "10 giờ 00 thứ Năm, 29/10/2026"),
        ("Các cơ quan", "monthly"): MONTHLY,
        ("Các cơ quan", "adhoc"): ON_CALL,
        ("UBMTTQ", "monthly"): MONTHLY,
        ("Công an xã", "monthly"): MONTHLY,
        ("", "weekly"): (23, "24 giờ thứ Năm, 28/5/2026", "24 giờ thứ Năm, 29/10/2026"),
        ("Phòng Văn hóa", "weekly"): NO_WEEKDAY,
        ("Phòng Văn hóa", "adhoc"): ON_CALL,
        ("Phòng Kinh tế", "unspecified"): NO_PERIOD,
    },
}


def text_of(slug: str, source: str) -> bytes:
    path = REAL / f"{PLANS[slug][0]}.txt"
    if source == "sample":
        return sample_plans.text(slug).encode()
    if not path.exists():
        pytest.skip("the plans as the offices wrote them do not lie beside the project")
    return path.read_bytes()


@pytest.fixture
def run(db):
    """Read and confirm a plan on its own day; whoever it names, but who is no body here, is a body all the same."""

    def running(slug, source):
        data = text_of(slug, source)
        at = instant(f"{sample_plans.PLAN_DAYS[slug].isoformat()} 09:00")
        province = Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")
        area, name, kind = province, "Sở Khoa học và Công nghệ", "department"
        if slug != "so-khcn-thanh-hoa":
            area = Area.objects.create(code="99901", kind="commune", type_name="xã", name="Mẫu", parent=province)
            name, kind = "UBND xã Mẫu", "committee"
        issuer = Organisation.objects.create(name=name, kind=kind, area=area)
        unit = Organisation.objects.create(name="Phòng Văn hóa - Xã hội", kind="department", area=area)
        officer = make_member("Mai", Role.OFFICER, area, issuer)
        with clock.freeze(at):
            document = plans.receive_document(area=area, name="ke-hoach.txt", data=data, by=officer, at=at)
            plan = plans.confirm_plan(
                document=document, draft=document.drafts.latest("number"), organisation=issuer, area=area,
                campaign_name="Đợt", started_on=sample_plans.PLAN_DAYS[slug], ended_on=PLANS[slug][1], by=officer,
                at=at,
            )  # fmt: skip
            for duty in plan.duties.filter(compiled=False, reporters=None):
                duty.reporters.add(unit)
            ensure_obligations(plan=plan, until=YEAR_END, at=at)
        return plan

    return running


SOURCES = [(slug, source) for source in ("sample", "real") for slug in PLANS]


@pytest.mark.parametrize(("slug", "source"), SOURCES)
def test_every_duty_has_its_deadlines_to_the_years_end_or_is_asked_about(run, slug, source):
    """One reading of each plan, since reading takes long: what follows is what each table, rule and gold says of it."""
    plan = run(slug, source)
    owed = {duty: _dues(duty) for duty in plan.duties.exclude(kind="difficulty")}
    found = {(_key(slug, duty), duty.frequency): _said(duty, dues) for duty, dues in owed.items()}
    expected = TABLE[slug]

    assert {key: said for key, said in found.items() if key in expected} == expected
    beside = {key: said for key, said in found.items() if key not in expected}
    assert all(isinstance(said, str) and said for said in beside.values())  # asked about, never guessed
    ruled = [duty for duty, dues in owed.items() if comes_again_by_its_rule(duty, dues)]
    assert len(ruled) == sum(isinstance(said, tuple) and said[0] > 1 for said in expected.values())
    if source == "real":
        as_a_careful_person_found(plan, slug)
    BESIDES.get(slug, lambda: None)()


def _dues(duty):
    return sorted(set(Obligation.objects.filter(duty=duty).values_list("due_at", flat=True)))


def _said(duty, dues):
    if not dues:
        return why_no_dates(duty)
    return len(dues), showing.last_instant(dues[0]), showing.last_instant(dues[-1])


def _key(slug, duty):
    named = [who for who, often in TABLE[slug] if who and duty.who.startswith(who) and often == duty.frequency]
    return named[0] if named else duty.who


def comes_again_by_its_rule(duty, dues):
    """A library of others makes the same deadlines of the duty's RRULE."""
    rule = recurrence(duty)
    assert (rule is None) == (not dues or duty.frequency == "once")
    if rule is None:
        return False
    starts = [entry(due)[0].replace(tzinfo=None) for due in dues]
    assert list(rrulestr(f"{rule.text};COUNT={len(dues)}", dtstart=starts[0])) == starts
    return True


def as_a_careful_person_found(plan, slug):
    gold = json.loads((REAL / "gold" / f"{PLANS[slug][0]}.json").read_text(encoding="utf-8"))["reporting"]
    keys = ("frequency", "weekday", "day_of_month", "time", "due")
    wanted = Counter((*(row[key] for key in keys), tuple(row["months"] or ()), row.get("kind", "")) for row in gold)
    found = Counter(
        (
            d.frequency, d.weekday, d.day_of_month, f"{d.time:%H:%M}" if d.time else None,
            d.due_on.isoformat() if d.due_on else None, tuple(d.months or ()), d.kind,
        )
        for d in plan.duties.all()
    )  # fmt: skip
    assert found == wanted


def weekly_and_monthly_are_both_owed_in_the_peak_and_only_the_monthly_after_it():
    june = Obligation.objects.filter(due_at__gte=instant("2026-06-18 00:00"), due_at__lte=instant("2026-06-20 00:00"))
    assert set(june.values_list("duty__frequency", flat=True)) == {"weekly", "monthly"}
    later = Obligation.objects.filter(due_at__gt=instant("2026-10-31 00:00"))
    assert set(later.values_list("duty__frequency", "period")) == {("monthly", "2026-11"), ("monthly", "2026-12")}


def a_sunday_is_said_and_july_has_no_quarters_report():
    assert planning.day_note(date(2026, 6, 21), planning.Calendar()) == "nghỉ cuối tuần"
    july = Obligation.objects.filter(due_at__gt=instant("2026-07-01 00:00"), due_at__lt=instant("2026-08-01 00:00"))
    assert not july.exists()


def who_has_not_sent_by_24_00_is_late_a_minute_later_and_in_sight():
    owed = list(Obligation.objects.all())
    for when, state in (("2026-05-14 17:00", "due"), ("2026-05-15 00:01", "missing")):
        assert {row.state for row in queries.standings(owed, instant(when))} == {state}


BESIDES = {
    "hiep-luc": weekly_and_monthly_are_both_owed_in_the_peak_and_only_the_monthly_after_it,
    "quang-ngoc": a_sunday_is_said_and_july_has_no_quarters_report,
    "thieu-trung": who_has_not_sent_by_24_00_is_late_a_minute_later_and_in_sight,
}
