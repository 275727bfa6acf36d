"""Show 1: every target of the five real plans has a measure that computes.

`pytest tests/progress/test_targets_of_plans.py -v -s` prints the table: plan, target, measure, figure, state.
"""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.progress.all_ways import EXPECTED, make
from tungnha.drafting.numbers import percent
from tungnha.identity import names
from tungnha.ledger.models import Measure
from tungnha.plans import operations as plans
from tungnha.plans.models import Target
from tungnha.progress import queries
from tungnha.progress.ways import unit_word
from tungnha.units import clock

PLANS = Path(__file__).parents[2].parent / "shared" / "plans"
GOLDS = sorted((PLANS / "gold").glob("*.json"))
pytestmark = pytest.mark.django_db
beside = pytest.mark.skipif(not GOLDS, reason="the five reference plans are not beside this checkout")


@pytest.fixture
def at_work(at_tuesday, commune, villages, people, units, members, campaign):
    make(commune, villages, people, units, members, campaign, at_tuesday)
    return at_tuesday


def confirmed(gold, commune, units, members, at):
    """The plan as an officer confirms it without changing anything, but that what is only told is watched."""
    document = plans.receive_document(
        area=commune, name=f"{gold.stem}.txt", data=(PLANS / f"{gold.stem}.txt").read_bytes(), by=members.mai, at=at
    )
    plan = plans.confirm_plan(
        document=document, draft=document.drafts.get(), organisation=units.committee, area=commune,
        campaign_name=gold.stem, started_on=date(2026, 4, 20), ended_on=None, by=members.mai, at=at,
    )  # fmt: skip
    plan.targets.filter(role=Target.Role.MESSAGE).update(role=Target.Role.INDICATOR)
    return plan


def own_base(found):
    """The product's own count: a plan that gives a base of its own is measured against that one."""
    base = found.base
    return None if base is None else base.own if base.own is not None else base.count


def nearest(wanted, targets):
    """The target of the plan that a line of the gold speaks of: same level, most like words; each is taken once."""

    def like(target):
        said = names.fold(f"{target.text} {target.subject} {target.population}")
        words = set(re.findall(r"\w+", names.fold(f"{wanted['text']} {wanted['subject']} {wanted['population']}")))
        return (
            len(words & set(re.findall(r"\w+", said))) + SequenceMatcher(None, said, names.fold(wanted["text"])).ratio()
        )

    level = Decimal(str(wanted["value"]))
    same = [t for t in targets if t.value == level and t.comparator == wanted["comparator"]]
    return max(same, key=like, default=None)


@beside
@pytest.mark.one_database
@pytest.mark.parametrize("gold", GOLDS, ids=lambda path: path.stem[:3])
def test_every_target_of_a_real_plan_is_counted(gold, commune, units, members, at_work):
    plan = confirmed(gold, commune, units, members, at_work)
    left, table = list(queries.targets().filter(plan=plan)), []
    for wanted in json.loads(gold.read_text("utf-8"))["targets"]:
        target = nearest(wanted, left)
        assert target is not None, wanted["text"]
        left.remove(target)
        measure = target.measure
        assert measure is not None, f"không có cách tính: {wanted['text']}"
        found = queries.figure(target, commune, clock.today())
        row = wanted["text"][:60], measure.code, found.now, own_base(found), unit_word(measure), found.state_words
        table.append(row)
    lines = [f"  {text:<60} | {code:<26} | {now}/{base} {unit} = {percent(now, base)} | {state}"
             for text, code, now, base, unit, state in table]  # fmt: skip
    sys.stdout.write("\n".join([f"\n{gold.stem[:3]}: {len(table)} chỉ tiêu", *lines, ""]))
    assert {code: (now, base) for _, code, now, base, _, _ in table} == {code: EXPECTED[code] for _, code, *_ in table}


@beside
@pytest.mark.one_database
def test_the_five_plans_have_twenty_nine_targets():
    assert [len(json.loads(gold.read_text("utf-8"))["targets"]) for gold in GOLDS] == [1, 4, 3, 11, 10]


@pytest.mark.parametrize("code", sorted(EXPECTED))
@pytest.mark.one_database
def test_a_measure_gives_what_was_said(code, commune, at_work, plan):
    """The same without the plans: each measure, its own number, the rows it opens to, its line along the days."""
    measure = Measure.objects.get(code=code)
    target = Target.objects.create(plan=plan, text=measure.name, value=Decimal(100), measure=measure)
    target = queries.targets().get(pk=target.pk)
    found = queries.figure(target, commune, clock.today())
    assert (found.now, found.base.count if found.base else None) == EXPECTED[code]
    if found.now is None:
        assert re.match(r"Chưa có ghi nhận nào .*\. (Ghi|Đơn vị ghi) ", found.why_none)
    elif found.way in ("things", "units"):
        for which, count in (("now", found.now), ("base", found.base.own), ("missing", found.base.own - found.now)):
            rows = queries.rows_behind(measure, commune, which, on=found.on, since=found.since)
            assert rows.count() == count
            assert len(queries.with_words(measure, list(rows))) == count
    if found.now is not None:
        assert queries.series(target, commune, found.start_on, found.on)[-1] == (found.on, found.now)


def test_nothing_said_is_no_figure_and_says_where_it_is_given(commune, plan, at_tuesday, people):
    """Of every measure there is: no zero, no “máy chưa tính được”."""
    for number, measure in enumerate(Measure.objects.all()):
        target = Target.objects.create(plan=plan, order=number, text=measure.name, value=Decimal(100), measure=measure)
    board = queries.Board(list(queries.targets().filter(plan=plan)), commune, clock.today())
    for target in board.targets:
        found = board.figure(target, commune)
        assert found.now is None, target.measure.code
        assert re.match(r"(Chưa|Chuỗi số liệu) .*([Gg]hi) ", found.why_none), (target.measure.code, found.why_none)
