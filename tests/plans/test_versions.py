"""A running plan is changed step by step: what it was stays to be seen, what was sent stays as it was."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tungnha.plans import amending, operations, parts
from tungnha.plans.models import Duty, PlanChange, PlanDocument, PlanVersion, Target, Task
from tungnha.plans.operations import Edit, PlanChangedMeanwhile
from tungnha.plans.queries import headline_target, latest_draft
from tungnha.reports import operations as reports
from tungnha.reports.models import Obligation, Report
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.units.problems import BadInput, Locked

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 26)

AMENDING = """UBND XÃ MẪU SƠN
Số: 75/KH-UBND
Mẫu Sơn, ngày 10 tháng 6 năm 2026

KẾ HOẠCH
Sửa đổi, bổ sung một số nội dung Kế hoạch số 61/KH-UBND ngày 27/5/2026 về đợt cao điểm chữ ký số

UBND xã Mẫu Sơn sửa đổi, bổ sung một số nội dung của Kế hoạch số 61/KH-UBND ngày 27/5/2026 như sau:

I. MỤC TIÊU CỤ THỂ

1. Đến ngày 31/7/2026:

- Có 40% dân số trưởng thành của xã được cấp chữ ký số công cộng.

- 100% hộ gia đình được hướng dẫn ký đơn trên điện thoại.

II. TỔ CHỨC THỰC HIỆN

1. Các cơ quan, đơn vị

- Suốt đợt cao điểm báo cáo hằng tuần (trước 16h00 thứ Sáu) gửi UBND xã để tổng hợp.

Nơi nhận:
- Các cơ quan, đơn vị;
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Nông Thế Viễn
"""


@pytest.fixture
def plan(received, units, members, at_tuesday):
    made = operations.confirm_plan(
        document=received, draft=latest_draft(received), organisation=units.committee, area=received.area,
        campaign_name="Cao điểm chữ ký số", started_on=DAY, ended_on=date(2026, 10, 31), by=members.mai,
        at=at_tuesday,
    )  # fmt: skip
    return operations.set_number(
        plan=made, number="61", symbol="KH-UBND", issued_on=date(2026, 5, 27), by=members.mai, at=at_tuesday
    )


@pytest.fixture
def change(plan, members, at_tuesday):
    """change(Edit(...)): the next version, by an answer's cause."""

    def do(*edits, base=None, at=at_tuesday, **more):
        given = {"cause": "paper", "words": "Văn bản 75"} | more
        return operations.make_version(
            plan=plan, base_version=base or plan.version, edits=edits, by=members.mai, at=at, **given
        )

    return do


@pytest.fixture
def paper(commune, members, at_tuesday):
    return operations.receive_document(
        area=commune, name="sua-doi.txt", data=AMENDING.encode(), by=members.mai, at=at_tuesday
    )


def told(version):
    return [(c.part, c.kind, c.field, c.old, c.new) for c in version.changes.all()]


def test_a_target_keeps_its_row_and_the_change_holds_what_it_was(plan, change, members, at_tuesday):
    head = headline_target(plan, DAY)
    version = change(Edit("target", head.pk, {"value": "70", "stated_count": 3836, "unit": "%"}))
    head.refresh_from_db()
    assert (str(head.value), head.stated_count) == ("70.000", 3836)
    assert told(version) == [
        ("target", "changed", "value", "63.800", "70.000"),
        ("target", "changed", "stated_count", 3496, 3836),
    ]
    assert (version.number, version.made_by, version.made_at, plan.version) == (2, members.mai, at_tuesday, 2)
    assert Event.objects.filter(verb="plan.changed").count() == 1


def test_edits_that_change_nothing_make_no_version(plan, change):
    head = headline_target(plan, DAY)
    assert change(Edit("target", head.pk, {"value": "63.8", "stated_count": "3496"})) is None
    assert (plan.version, PlanVersion.objects.count()) == (1, 0)


def test_from_the_page_of_an_older_version_nothing_is_changed(plan, change):
    head = headline_target(plan, DAY)
    change(Edit("target", head.pk, {"value": "70"}))
    with pytest.raises(PlanChangedMeanwhile):
        change(Edit("target", head.pk, {"value": "71"}), base=1)
    head.refresh_from_db()
    assert str(head.value) == "70.000"


def test_all_of_a_version_or_nothing(plan, change):
    head = headline_target(plan, DAY)
    with pytest.raises(BadInput):
        change(Edit("target", head.pk, {"value": "70"}), Edit("target", head.pk, {"due_on": "ngày mai"}))
    head.refresh_from_db()
    assert (str(head.value), PlanVersion.objects.count(), PlanChange.objects.count()) == ("63.800", 0, 0)


def test_what_is_removed_leaves_the_plan_and_stays_in_the_table(plan, change):
    task = plan.tasks.get(no="12")
    version = change(Edit("task", task.pk, remove=True))
    assert not plan.tasks.filter(pk=task.pk).exists()
    assert Task.ever.get(pk=task.pk).removed_in == version
    assert told(version)[0][:2] == ("task", "removed")


def test_a_row_of_another_plan_is_not_touched(plan, change, members, at_tuesday):
    with pytest.raises(BadInput):
        change(Edit("target", 10**6, {"value": "1"}))


def test_shares_stay_and_the_page_says_that_the_total_is_another(plan, change, villages, members, at_tuesday):
    from tungnha.plans import handing

    head = headline_target(plan, DAY)
    operations.share_target(target=head, areas=villages, weights=[612, 488], by=members.mai, at=at_tuesday)
    change(Edit("target", head.pk, {"stated_count": 3600}))
    column = next(c for c in handing.columns_of(plan, DAY) if c.target == head)
    assert sorted(head.shares.values_list("count", flat=True)) == [1551, 1945]
    assert column.total_changed


# --- duties: the past stays with the old one -------------------------------------------------------------------------


@pytest.fixture
def weekly(plan):
    return plan.duties.get(frequency="weekly", time="10:00")


def owed(duty, school):
    return list(
        Obligation.objects.filter(duty=duty, organisation=school).order_by("due_at").values_list("period", "closed_at")
    )


def test_a_changed_duty_is_followed_by_a_new_one_and_past_obligations_stay(plan, weekly, change, units, at_tuesday):
    until = date(2026, 6, 30)
    reports.ensure_obligations(plan=plan, until=until, at=at_tuesday)
    before = owed(weekly, units.school)
    assert [period for period, _ in before][:3] == ["2026-W22", "2026-W23", "2026-W24"]
    with clock.freeze("2026-06-10T08:00"):
        change(Edit("duty", weekly.pk, {"weekday": 5, "time": "16:00"}), at=clock.now())
        plan.refresh_from_db()
        reports.ensure_obligations(plan=plan, until=until, at=clock.now())
        fresh = Duty.objects.get(replaces=weekly)
        now = owed(weekly, units.school)
    assert (fresh.weekday, fresh.since_on) == (5, date(2026, 6, 10))
    assert set(fresh.reporters.all()) == set(Duty.ever.get(pk=weekly.pk).reporters.all())
    assert [closed for _, closed in now[:2]] == [None, None], "two Thursdays have passed: they stay owed as they were"
    assert all(closed is not None for _, closed in now[2:])
    assert [period for period, _ in owed(fresh, units.school)] == ["2026-W24", "2026-W25", "2026-W26"]


def test_a_period_that_was_asked_under_the_old_deadline_is_not_asked_again(plan, weekly, change, units, at_tuesday):
    reports.ensure_obligations(plan=plan, until=date(2026, 6, 30), at=at_tuesday)
    with clock.freeze("2026-06-11T11:00"):  # Thursday, after ten
        change(Edit("duty", weekly.pk, {"weekday": 5, "time": "16:00"}), at=clock.now())
        plan.refresh_from_db()
        reports.ensure_obligations(plan=plan, until=date(2026, 6, 30), at=clock.now())
    fresh = Duty.objects.get(replaces=weekly)
    assert [period for period, _ in owed(fresh, units.school)] == ["2026-W25", "2026-W26"]


def test_the_page_of_a_past_report_still_opens_under_the_old_duty(plan, weekly, change, client_of, members, at_tuesday):
    reports.ensure_obligations(plan=plan, until=date(2026, 6, 30), at=at_tuesday)
    change(Edit("duty", weekly.pk, {"weekday": 5}))
    address = reverse("reports:board", kwargs={"duty": weekly.pk, "period": "2026-W22"})
    assert client_of(members.mai).get(address).status_code == 200


def test_a_frozen_report_does_not_move(plan, weekly, change, units, members, at_tuesday):
    reports.ensure_obligations(plan=plan, until=date(2026, 6, 30), at=at_tuesday)
    with clock.freeze("2026-05-28T11:00"):
        report = reports.compile_report(
            plan=plan, duty=weekly, period="2026-W22", area=units.committee.area, by=members.mai, at=clock.now()
        )
        Report.objects.filter(pk=report.pk).update(frozen_at=clock.now(), frozen_by=members.mai, file="r.docx")
        before = report.figures
        change(Edit("target", headline_target(plan, DAY).pk, {"value": "70", "stated_count": 3836}), at=clock.now())
        with pytest.raises(Locked):
            reports.compile_report(
                plan=plan, duty=weekly, period="2026-W22", area=units.committee.area, by=members.mai, at=clock.now()
            )
        report.refresh_from_db()
    assert report.figures == before
    assert [row["needed"] for row in report.figures["targets"] if row["headline"]] == [3496]


# --- answers ---------------------------------------------------------------------------------------------------------


def test_an_answer_that_says_what_it_sets_changes_the_target_as_a_version(plan, members, at_tuesday):
    head = headline_target(plan, DAY)
    question = plan.questions.create(
        order=99, kind="count_differs_from_rate", text="3.496 hay 3.497?",
        options=["3.496", {"text": "3.497", "changes": [
            {"part": "target", "row": head.pk, "field": "stated_count", "value": 3497}
        ]}],
    )  # fmt: skip
    operations.answer_question(question=question, answer="3.497", by=members.mai, at=at_tuesday)
    head.refresh_from_db()
    version = plan.versions.get()
    assert (head.stated_count, version.cause, version.question) == (3497, "answer", question)
    operations.answer_question(question=question, answer="3.497", by=members.mai, at=at_tuesday)
    assert plan.versions.count() == 1, "the same answer again, a double click"
    operations.answer_question(question=question, answer="3.496", by=members.mai, at=at_tuesday)
    head.refresh_from_db()
    assert (head.stated_count, plan.versions.count()) == (3496, 2), "what the first answer set goes back"


def test_an_answer_taken_back_leaves_alone_what_a_paper_has_changed_since(plan, change, members, at_tuesday):
    head = headline_target(plan, DAY)
    option = {"text": "3.497", "changes": [{"part": "target", "row": head.pk, "field": "stated_count", "value": 3497}]}
    question = plan.questions.create(order=99, kind="k", text="?", options=["như cũ", option])
    operations.answer_question(question=question, answer="3.497", by=members.mai, at=at_tuesday)
    change(Edit("target", head.pk, {"stated_count": 3600}), base=2)
    operations.answer_question(question=question, answer="Tự ghi", by=members.mai, at=at_tuesday)
    head.refresh_from_db()
    assert head.stated_count == 3600


def test_an_answer_about_a_duty_taken_back_closes_and_follows_it_again(plan, members, at_tuesday):
    duty = plan.duties.get(frequency="weekly", time="10:00")
    option = {"text": "thứ Sáu", "changes": [{"part": "duty", "row": duty.pk, "field": "weekday", "value": 5}]}
    question = plan.questions.create(order=99, kind="k", text="?", options=["thứ Năm", option])
    for answer, weekday in (("thứ Sáu", 5), ("thứ Năm", 4), ("thứ Sáu", 5)):
        operations.answer_question(question=question, answer=answer, by=members.mai, at=at_tuesday)
        assert plan.duties.get(frequency="weekly", time="10:00").weekday == weekday


def test_the_second_of_two_who_answer_from_one_page_is_told(plan, members, client_of):
    question = plan.questions.create(order=99, kind="k", text="Mức nào?", options=["64%", "63,80%"])
    url = reverse("plans:answer", args=[question.pk])
    name = f"q{question.pk}"
    client_of(members.mai).post(url, {f"{name}-chosen": "64%", f"{name}-instead_of": ""})
    page = client_of(members.dung).post(url, {f"{name}-chosen": "63,80%", f"{name}-instead_of": ""}, follow=True)
    assert "có người đã trả lời: “64%”" in page.content.decode()
    question.refresh_from_db()
    assert question.answer == "64%"
    client_of(members.dung).post(url, {f"{name}-chosen": "63,80%", f"{name}-instead_of": "64%"})
    question.refresh_from_db()
    assert question.answer == "63,80%"
    assert "Trả lời lại" in client_of(members.mai).get(reverse("plans:plan", args=[plan.pk])).content.decode()


def test_the_options_of_a_draft_speak_of_rows_once_it_is_a_plan(received, units, members, at_tuesday):
    draft = latest_draft(received)
    by_path = {"text": "64%", "path": "targets.2.value", "value": 64}
    by_item = {"text": "31/8", "changes": [{"item": "targets-1", "field": "due", "value": "2026-08-31"}]}
    gone = {"text": "không còn", "path": "targets.99.value", "value": 1}
    annex = {"text": "3.497", "path": "appendix_targets.0.target_2026", "value": 3497}
    question = {"kind": "k", "text": "?", "options": [by_path, by_item, gone, annex, "để sau"], "about": []}
    content = draft.content | {"questions": [question]}
    saved = operations.save_draft(document=received, base_number=1, content=content, by=members.mai, at=at_tuesday)
    plan = operations.confirm_plan(
        document=received, draft=saved, organisation=units.committee, area=received.area, campaign_name="Đợt",
        started_on=DAY, ended_on=date(2026, 10, 31), by=members.mai, at=at_tuesday,
    )  # fmt: skip
    targets = list(plan.targets.order_by("order"))
    head = headline_target(plan, DAY)
    assert plan.questions.get().options == [
        {"text": "64%", "changes": [{"part": "target", "row": targets[2].pk, "field": "value", "value": 64}]},
        {"text": "31/8", "changes": [
            {"part": "target", "row": targets[1].pk, "field": "due_on", "value": "2026-08-31"}
        ]},
        "không còn",
        {"text": "3.497", "changes": [{"part": "target", "row": head.pk, "field": "stated_count", "value": 3497}]},
        "để sau",
    ]  # fmt: skip


def test_answering_on_the_page_sets_it(plan, client_of, members):
    head = headline_target(plan, DAY)
    option = {"text": "trên 64%", "changes": [{"part": "target", "row": head.pk, "field": "value", "value": 64}]}
    question = plan.questions.create(order=99, kind="k", text="Mức nào?", options=[option])
    mai = client_of(members.mai)
    mai.post(reverse("plans:answer", args=[question.pk]), {f"q{question.pk}-chosen": "trên 64%"})
    head.refresh_from_db()
    assert str(head.value) == "64.000"
    page = mai.get(reverse("plans:history", args=[plan.pk])).content.decode()
    assert "63,80" in page
    assert "Trả lời điều cần hỏi" in page
    assert "Bản số 2" in mai.get(reverse("plans:plan", args=[plan.pk])).content.decode()


# --- a paper that amends ---------------------------------------------------------------------------------------------


def test_a_paper_says_which_plan_it_amends(plan, paper, commune, province):
    assert amending.amended_plan(paper.text, commune) == (plan, "paper")
    replacing = "Kế hoạch này thay thế Kế hoạch số 61/KH- UBND ngày 27/5/2026."
    assert amending.amended_plan(replacing, commune) == (plan, "replaced")
    assert amending.amended_plan("sửa đổi Kế hoạch số 62/KH-UBND", commune) == (None, "paper")
    assert amending.amended_plan(paper.text, province) == (None, "paper")


def test_what_the_paper_changes_is_proposed_and_nothing_else(plan, paper, client_of, members):
    page = client_of(members.mai).get(reverse("plans:amend", args=[paper.pk]))
    rows = {(r.kind, r.edit.part): r for r in page.context["rows"]}
    assert set(rows) == {("changed", "target"), ("added", "target"), ("changed", "duty")}
    changed = rows["changed", "target"]
    assert changed.edit.row == plan.targets.get(value="35").pk
    assert changed.edit.values["value"] == "40.000"
    assert "due_on" not in changed.edit.values
    duty = rows["changed", "duty"]
    assert {k: duty.edit.values[k] for k in ("weekday", "time")} == {"weekday": 5, "time": "16:00:00"}


def test_the_ticked_changes_become_a_version_and_the_paper_waits_no_longer(plan, paper, client_of, members):
    mai = client_of(members.mai)
    url = reverse("plans:amend", args=[paper.pk])
    key = f"target-{plan.targets.get(value='35').pk}"
    sent = {"plan": plan.pk, "cause": "paper", "base_version": "1"}
    shown = {"shown": [row.key for row in mai.get(url).context["rows"]]}
    answer = mai.post(url, sent | shown)
    assert answer.status_code == 400, "nothing ticked"
    assert " checked>" not in answer.content.decode().split("Thay đổi so với")[1], "and nothing is ticked for her"
    mai.post(url, sent | {f"take-{key}": "1"})
    version = plan.versions.get()
    assert (version.document, version.cause) == (paper, "paper")
    assert plan.targets.filter(value="40", text__contains="40%").exists()
    assert plan.duties.get(frequency="weekly", weekday=4, time="10:00")
    history = mai.get(reverse("plans:history", args=[plan.pk])).content.decode()
    assert "35" in history
    assert "40" in history
    assert "sua-doi.txt" in history
    assert "sua-doi.txt" not in mai.get(reverse("plans:index")).content.decode()
    assert mai.get(url).status_code == 302


def test_one_paper_amends_once(plan, paper, change):
    head = headline_target(plan, DAY)
    change(Edit("target", head.pk, {"value": "70"}), document=paper)
    with pytest.raises(Locked):
        change(Edit("target", head.pk, {"value": "71"}), document=paper)


def test_a_paper_that_replaces_proposes_to_remove_what_it_does_not_mention(plan, paper, client_of, members):
    url = reverse("plans:amend", args=[paper.pk])
    page = client_of(members.mai).get(url, {"plan": plan.pk, "cause": "replaced"})
    removed = [r for r in page.context["rows"] if r.kind == "removed"]
    assert len([r for r in removed if r.edit.part == "task"]) == plan.tasks.count()
    assert len([r for r in removed if r.edit.part == "target"]) == plan.targets.count() - 1


@pytest.mark.parametrize("who", ["hung", "thu", "binh", "phuc"])
def test_nobody_else_amends_and_everyone_reads_the_story(who, plan, paper, client_of, members):
    client = client_of(getattr(members, who))
    assert client.get(reverse("plans:amend", args=[paper.pk])).status_code == 404
    assert client.get(reverse("plans:history", args=[plan.pk])).status_code == 200


def test_a_paper_of_another_level_is_not_there(paper, client_of, members):
    PlanDocument.objects.filter(pk=paper.pk).update(area=members.phuc.area)
    assert client_of(members.mai).get(reverse("plans:amend", args=[paper.pk])).status_code == 404


# --- the list of plans -----------------------------------------------------------------------------------------------


def test_the_list_shows_a_plan_under_the_one_it_follows(plan, villages, members, units, client_of, at_tuesday):
    from .test_parents import drafted, finished, hand_in

    operations.share_target(
        target=headline_target(plan, DAY), areas=villages, weights=[1, 1], by=members.mai, at=at_tuesday
    )
    child = hand_in(finished(drafted(plan, f"a{villages[0].pk}")), members, units, at_tuesday)
    page = client_of(members.mai).get(reverse("plans:index"))
    (top,) = page.context["tree"]
    assert (top["plan"], [node["plan"] for node in top["children"]]) == (plan, [child])
    assert "1 kế hoạch cấp dưới" in page.content.decode()


def test_a_lower_plans_repeated_duty_is_owed_once(plan, villages, members, units, at_tuesday):
    from .test_parents import drafted, finished, hand_in

    child = hand_in(finished(drafted(plan, f"a{villages[0].pk}")), members, units, at_tuesday)
    assert child.duties.filter(frequency="weekly").get().repeats == plan.duties.get(frequency="weekly", time="10:00")
    reports.ensure_obligations(plan=child, until=DAY + timedelta(days=60), at=at_tuesday)
    assert not Obligation.objects.filter(duty__plan=child).exists()


# --- any value comes back as it was ----------------------------------------------------------------------------------


@given(st.decimals(0, 10**6, places=3), st.dates(), st.integers(0, 10**6))
def test_what_a_change_holds_reads_back_to_the_same_column(value, day, number):
    for name, given_value in (("value", value), ("due_on", day), ("stated_count", number)):
        assert parts.read("target", name, parts.plain(given_value)) == given_value
        assert parts.said("target", name, parts.plain(given_value))


def test_every_field_a_version_changes_is_a_column_and_has_words():
    for part, fields in parts.FIELDS.items():
        columns = {field.name for field in parts.MODELS[part]._meta.get_fields()}
        assert set(fields) <= columns
        assert all(field.label for field in fields.values())
    assert parts.said("target", "value", None) == "để trống"
    assert Target.Role.TARGET.value in dict(Target.Role.choices)


@pytest.mark.parametrize(
    ("part", "column", "value"),
    [
        ("target", "stated_count", "-5"), ("target", "stated_count", "1000000000000"),
        ("target", "stated_count", "abc"),
        ("target", "stated_base", 10**12), ("target", "value", "1e12"), ("target", "value", "-1"),
        ("target", "value", "NaN"), ("target", "value", "Infinity"), ("target", "text", "  "),
        ("target", "due_on", "31/2"),
        ("task", "name", ""), ("duty", "weekday", 9), ("duty", "weekday", 0), ("duty", "day_of_month", 45),
        ("duty", "time", "25:99"), ("duty", "months", ["x"]),
    ],
)  # fmt: skip
def test_no_value_that_cannot_stand_becomes_a_version(plan, change, part, column, value):
    row = parts.MODELS[part].objects.filter(plan=plan).first()
    with pytest.raises(BadInput):
        change(Edit(part, row.pk, {column: value}))
    assert plan.versions.count() == 0
