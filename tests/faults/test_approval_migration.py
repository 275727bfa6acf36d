"""What was handed in before approval had steps keeps its meaning: tables as they were, with rows, brought forward."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.reports.conftest import instant
from tungnha.reports.models import Obligation, Report, Step, Submission, SubmittedFigure
from tungnha.units.operations import log_event

BEFORE = [("reports", "0003_duties")]


@pytest.fixture
def earlier(weekly, units, members, plan, duties, commune, targets):
    """The tables of before, and their models; afterwards everything as it is now."""
    wanted = MigrationExecutor(connection).loader.graph.leaf_nodes()
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    MigrationExecutor(connection).migrate(wanted)


def test_reports_of_before_are_sent_returned_or_accepted(
    earlier, weekly, units, members, plan, duties, commune, targets
):
    Old, OldFigure = earlier.get_model("reports", "Submission"), earlier.get_model("reports", "SubmittedFigure")
    OldReport = earlier.get_model("reports", "Report")

    def hand_in(unit, number, at, **more):
        owed = Obligation.objects.get(duty=duties.weekly, organisation=unit, period="2026-W22")
        return Old.objects.create(
            obligation_id=owed.pk, number=number, narrative=f"Bản {number}", sent_at=instant(at),
            sent_by_id=members.mai.pk, **more,
        )  # fmt: skip

    back = hand_in(units.school, 1, "2026-05-28 08:00", returned_at=instant("2026-05-28 08:30"), returned_why="Thiếu")
    mended = hand_in(units.school, 2, "2026-05-28 09:00")
    late = hand_in(units.police, 1, "2026-05-28 11:00")
    OldFigure.objects.create(submission_id=mended.pk, target_id=targets.october.pk, count=184, computed=184)
    OldFigure.objects.create(submission_id=mended.pk, target_id=targets.pupils.pk, count=120, base=320)
    OldReport.objects.create(
        plan_id=plan.pk, duty_id=duties.weekly.pk, area_id=commune.pk, organisation_id=units.committee.pk,
        period="2026-W22", starts_on="2026-05-25", ends_on="2026-05-27", figures_at=instant("2026-05-28 10:15"),
        compiled_at=instant("2026-05-28 10:15"), compiled_by_id=members.mai.pk, frozen_at=instant("2026-05-28 10:40"),
        frozen_by_id=members.binh.pk,
    )  # fmt: skip
    log_event("report.returned", about=Submission(pk=back.pk), by=members.mai, at=instant("2026-05-28 08:30"))

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert dict(Submission.objects.values_list("pk", "state")) == {
        back.pk: "returned", mended.pk: "accepted", late.pk: "sent",
    }  # fmt: skip
    steps = Step.objects.order_by("submission", "at").values_list("submission", "act", "by", "why")
    assert list(steps) == [
        (back.pk, "send", members.mai.pk, ""), (back.pk, "return", members.mai.pk, "Thiếu"),
        (mended.pk, "send", members.mai.pk, ""), (mended.pk, "accept", members.binh.pk, ""),
        (late.pk, "send", members.mai.pk, ""),
    ]  # fmt: skip
    assert dict(SubmittedFigure.objects.values_list("target", "own")) == {
        targets.october.pk: False, targets.pupils.pk: True,
    }  # fmt: skip
    assert Report.objects.get().is_frozen
