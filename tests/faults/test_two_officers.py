"""Two officers at one plan or one report at the same moment: both texts are kept, and one freezing holds."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from tests.faults.agreement import events
from tests.faults.processes import at_once, elsewhere, killed_everywhere, slowly
from tests.reports.conftest import instant
from tungnha.plans.models import Draft, PlanDocument
from tungnha.plans.operations import receive_document, save_draft
from tungnha.reports.models import Obligation, Report, Submission, Wording
from tungnha.reports.operations import compile_report, ensure_obligations, freeze, save_words, submit

PLAN = Path(__file__).resolve().parents[2] / "samples" / "plans" / "hiep-luc.txt"
THURSDAY = instant("2026-05-28 10:15")


# --- a plan ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def document(commune, members, at_tuesday, files):
    return receive_document(
        area=commune, name="hiep-luc.txt", data=PLAN.read_bytes(), by=members.mai, at=at_tuesday
    )  # fmt: skip


def test_two_officers_who_save_a_draft_at_once_are_both_kept(document, members, at_tuesday):
    def save(by, title):
        content = document.drafts.get(number=1).content | {"title": title}
        save_draft(document=document, base_number=1, content=content, by=by, at=at_tuesday)

    texts = {"Bản của Mai": members.mai, "Bản của Dung": members.dung}
    officers = at_once([slowly(partial(save, by, title)) for title, by in texts.items()])

    (late,) = [o.error for o in officers if o.error]
    assert late[0] == "DraftOutOfDate"
    assert "Cả hai bản đều được giữ" in late[1]
    first, second = Draft.objects.filter(number=2).order_by("beside__number")
    main, beside = (first, second) if first.beside_id is None else (second, first)
    assert beside.beside == main
    assert {d.content["title"]: d.saved_by for d in (main, beside)} == texts
    assert (Draft.objects.count(), events("plan.draft_saved")) == (3, 2)


def test_a_plan_whose_button_was_pressed_twice_is_one_document_with_one_file(commune, members, at_tuesday, files):
    def press():
        return receive_document(
            area=commune, name="hiep-luc.txt", data=PLAN.read_bytes(), by=members.mai, at=at_tuesday
        ).pk  # fmt: skip

    presses = at_once([slowly(press)] * 3)

    assert sorted(p.error[0] for p in presses if p.error) == ["SameFile", "SameFile"]
    assert PlanDocument.objects.get().drafts.count() == 1
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1


def test_killed_anywhere_in_taking_a_plan_in_it_has_its_reading_or_is_not_there(commune, members, at_tuesday, files):
    receive = partial(
        receive_document, area=commune, name="hiep-luc.txt", data=PLAN.read_bytes(), by=members.mai, at=at_tuesday
    )
    for where in killed_everywhere(receive):
        done = where == "after the commit"
        assert (PlanDocument.objects.count(), Draft.objects.count()) == (done, done), where
        for document in PlanDocument.objects.all():
            assert document.file.read() == PLAN.read_bytes()


# --- a report --------------------------------------------------------------------------------------------------------


@pytest.fixture
def compiled(plan, duties, targets, commune):
    def run(by):
        return compile_report(
            plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=by, at=THURSDAY
        ).pk  # fmt: skip

    return run


def test_obligations_brought_into_being_by_four_at_once_stand_once(plan, duties, targets):
    def bring():
        ensure_obligations(plan=plan, until=date(2026, 6, 30), at=instant("2026-05-26 08:00"))

    processes = at_once([slowly(bring)] * 4)

    assert [p.error for p in processes] == [None] * 4
    keys = list(Obligation.objects.values_list("duty", "organisation", "period"))
    assert len(keys) == len(set(keys)) > 50


def test_a_unit_that_presses_send_three_times_at_once_has_sent_once(weekly, units, members):
    owed = weekly.get(organisation=units.school)

    def send():
        sent = submit(
            obligation=owed, narrative="Đã họp và phân công.", difficulties="", proposals="", figures=[],
            by=members.thu, at=instant("2026-05-28 09:00"),
        )  # fmt: skip
        return sent.pk

    presses = at_once([slowly(send)] * 3)

    assert [p.error for p in presses] == [None] * 3
    assert {p.value for p in presses} == {Submission.objects.get().pk}


def test_two_officers_who_compile_a_period_at_once_make_one_report(thursday, compiled, members):
    officers = at_once([slowly(partial(compiled, by)) for by in (members.mai, members.mai)])

    assert [o.error for o in officers] == [None, None]
    assert {o.value for o in officers} == {Report.objects.get().pk}
    assert sorted(Wording.objects.values_list("version", flat=True)) == [1, 2]


def test_two_officers_who_save_words_at_once_are_both_kept(thursday, compiled, members, files):
    report = Report.objects.get(pk=elsewhere(partial(compiled, members.mai)))
    key = next(iter(report.words))

    def save(text):
        save_words(report=report, version=1, words=report.words | {key: text}, by=members.mai, at=THURSDAY)

    officers = at_once([slowly(partial(save, text)) for text in ("Lời của Mai", "Lời của Dung")])

    assert sorted(o.error[0] for o in officers if o.error) == ["OutOfDate"]
    kept = {w.words[key]: w.version for w in Wording.objects.exclude(version=1)}
    kept |= {w.words[key]: w.version for w in Wording.objects.filter(version=None)}
    assert kept.keys() == {"Lời của Mai", "Lời của Dung"}
    assert sorted(kept.values(), key=str) == [2, None]
    assert Report.objects.get().words[key] == next(text for text, version in kept.items() if version == 2)


def test_of_two_who_freeze_a_report_at_once_one_has_frozen_it(thursday, compiled, members, files):
    report = Report.objects.get(pk=elsewhere(partial(compiled, members.mai)))

    def close(by):
        freeze(report=report, number="", issued_on=None, by=by, at=THURSDAY)

    officers = at_once([slowly(partial(close, by)) for by in (members.mai, members.binh)])

    assert sorted(o.error[0] for o in officers if o.error) == ["Locked"]
    frozen = Report.objects.get()
    assert (frozen.frozen_at, frozen.version, events("report.frozen")) == (THURSDAY, 2, 1)
    assert [path.name for path in files.rglob("*.docx")] == [Path(frozen.file.name).name]


def test_killed_anywhere_in_freezing_a_report_is_frozen_whole_or_still_open(thursday, compiled, members, files):
    report = Report.objects.get(pk=elsewhere(partial(compiled, members.mai)))
    close = partial(freeze, report=report, number="", issued_on=None, by=members.mai, at=THURSDAY)
    for where in killed_everywhere(close):
        now = Report.objects.get()
        done = where == "after the commit"
        assert (now.is_frozen, bool(now.file), now.version) == (done, done, 1 + done), where
    assert Report.objects.get().file.read()[:2] == b"PK"
