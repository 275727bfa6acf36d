"""B8: on the 20th the department compiles 166 communes. And the way of one commune's report upward, as far as a
correction after the province has locked. Through the pages."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from tests.reports import province as b8
from tungnha.ledger.operations import state_count
from tungnha.people.models import Household, Person
from tungnha.reports import operations
from tungnha.reports.models import HandedUp, Obligation, Report, Submission
from tungnha.units import clock
from tungnha.units.models import Area, AreaSuccession
from tungnha.units.problems import BadInput

from .conftest import instant
from .test_pages import text_of

JULY_20 = "2026-07-20 08:00"


@pytest.fixture
def world(province, commune, units, members):
    return b8.lay(province, units.science, members.phuc, instant("2026-06-08 09:00"))


def compiled(client_of, members, world, at=JULY_20):
    with clock.freeze(instant(at)):
        browser = client_of(members.phuc)
        made = browser.post(reverse("reports:compile", args=[world.duty.pk, b8.PERIOD]))
        report = Report.objects.order_by("-pk").first()
        assert made.url == reverse("reports:report", args=[report.pk])
        return browser, report


def tables_in(data: bytes) -> list[list[list[str]]]:
    return [[[c.text for c in row.cells] for row in t.rows] for t in Document(io.BytesIO(data)).tables]


def test_154_of_166_have_sent_and_twelve_print_that_they_have_no_figure(
    client_of, members, world, units, province, service
):
    b8.send(world, members.phuc, instant("2026-07-18 10:00"))
    state_count(
        area=province, stated_by=units.vnpt, group="adult15", count=119_000, on=date(2026, 7, 15), by=members.phuc,
        at=instant("2026-07-16 09:00"), service=service,
    )  # fmt: skip
    browser, report = compiled(client_of, members, world)
    whole = sum(n * 10 for n in range(1, 155))

    head, app, health = [report.figures["villages"], *report.figures["annexes"]]
    assert [len(t["rows"]) for t in (head, app, health)] == [166, 166, 166]
    assert head["total"] | {"opens": 0} == head["total"] | {"opens": 0, "reached": whole, "known": 154, "of": 166}
    silent = [row["name"] for row in head["rows"] if row["reached"] is None]
    assert (len(silent), silent[-1]) == (12, "Xã Số 166")
    assert report.words["situation"].startswith(
        "Tính đến 08 giờ 00 ngày 20/7/2026, toàn tỉnh có 119.350 người có chữ ký số (số của 154/166 xã đã báo cáo), "
        "đạt 10,00% số người trên 15 tuổi (119.350/1.193.500)"
    )
    assert "; 154/166 xã đã gửi báo cáo, 12 xã chưa gửi (UBND xã Số 155," in report.words["situation"]
    with clock.freeze(instant(JULY_20)):
        page = text_of(browser.get(reverse("reports:report", args=[report.pk])))
        data = browser.get(reverse("reports:docx", args=[report.pk])).content
        book = load_workbook(io.BytesIO(browser.get(reverse("reports:xlsx", args=[report.pk])).content))
    assert "Cộng báo cáo của 154/166 xã" in page
    assert "VNPT Mẫu Sơn nêu 119.000 người (ngày 15/7/2026), ít hơn 350 người so với số báo cáo (119.350)" in page

    annexes = [t for t in tables_in(data) if len(t) == 1 + 166 + 1]
    assert [t[0][-1] for t in annexes] == ["Chỉ tiêu", "Chỉ tiêu", "Đạt tỷ lệ (%)"]  # what is watched has no target
    assert [[row[2] for row in t[1:-1]].count("chưa có số liệu") for t in annexes] == [12, 12, 12]
    assert not any(row[2] == "0" for t in annexes for row in t)
    assert annexes[0][-1][1:3] == ["Tổng cộng", "119.350"]
    assert [c.value for c in book.worksheets[1]["C"]].count("chưa có số liệu") == 12


def test_compiling_166_communes_asks_the_database_a_fixed_number_of_questions(
    members, world, province, django_assert_max_num_queries
):
    b8.send(world, members.phuc, instant("2026-07-18 10:00"), first=3)
    made = {"plan": world.plan, "duty": world.duty, "period": b8.PERIOD, "area": province, "by": members.phuc}
    with clock.freeze(instant(JULY_20)):
        operations.compile_report(at=instant(JULY_20), **made)
        with django_assert_max_num_queries(120):
            operations.compile_report(at=instant(JULY_20), **made)


def test_a_merged_commune_is_read_for_the_one_it_went_into(client_of, members, world):
    b8.send(world, members.phuc, instant("2026-07-10 10:00"), first=6)
    old, also, new = world.areas[3], world.areas[4], world.areas[160]
    for one in (old, also):
        AreaSuccession.objects.create(predecessor=one, successor=new, on=date(2026, 7, 15))
        Area.objects.filter(pk=one.pk).update(valid_to=date(2026, 7, 14))
    _, report = compiled(client_of, members, world)

    rows = {row["area"]: row for row in report.figures["villages"]["rows"]}
    assert not {old.pk, also.pk} & set(rows)
    assert (rows[new.pk]["reached"], rows[new.pk]["base"]) == (40 + 50, 400 + 500)
    assert any("trước khi sáp nhập" in line for line in report.figures["villages"]["said"])


# --- one commune's report upward -------------------------------------------------------------------------------------


@pytest.fixture
def frozen(plan, duties, targets, signatures, commune, villages, members, world):
    """The commune's own plan follows the department's; its report of July is frozen."""
    plan.parent = world.plan
    plan.save(update_fields=["parent"])
    operations.ensure_obligations(plan=plan, until=date(2026, 8, 31), at=instant("2026-06-08 09:00"))
    report = operations.compile_report(
        plan=plan, duty=duties.monthly, period=b8.PERIOD, area=commune, by=members.mai, at=instant("2026-07-19 09:00")
    )
    home = Household.objects.create(code="LTM", village=villages[0])
    Person.objects.create(full_name="Lường Thị Mẩy", household=home)
    report.words["difficulties"] = "Bà Lường Thị Mẩy, điện thoại 0900 012 345, chưa có thẻ."
    report.save()
    return operations.freeze(
        report=report, number="9", issued_on=date(2026, 7, 19), by=members.mai, at=instant("2026-07-19 10:00")
    )


def test_a_frozen_report_answers_the_plan_above_and_its_number_opens_it(frozen, commune, members, world, client_of):
    sent = Submission.objects.get(obligation__duty=world.duty, obligation__organisation__area=commune)
    assert [(f.target, f.count, f.base, f.computed, f.own) for f in sent.figures.all()] == [
        (world.targets.signature, 368, 5480, 368, False)
    ]
    assert HandedUp.objects.get(submission=sent).report == frozen
    assert "Bà [tên đã che]" in sent.difficulties
    assert "012" not in sent.difficulties
    assert "Lường Thị Mẩy" in frozen.words["difficulties"]
    browser, report = compiled(client_of, members, world)
    row = next(r for r in report.figures["villages"]["rows"] if r["area"] == commune.pk)
    assert (row["reached"], row["computed"], row["gap"]) == (368, 368, 0)
    assert row["opens"] == ["reports:report", [frozen.pk]]
    with clock.freeze(instant(JULY_20)):
        address = reverse("reports:report", args=[frozen.pk])
        assert f'href="{address}"' in browser.get(reverse("reports:report", args=[report.pk])).content.decode()
        assert browser.get(address).status_code == 200


def test_a_report_reopened_after_the_province_has_locked_waits_to_be_let_in(
    frozen, commune, members, world, client_of, targets
):
    _, above = compiled(client_of, members, world)
    operations.freeze(report=above, number="", issued_on=None, by=members.phuc, at=instant("2026-07-20 09:00"))
    sent = Submission.objects.get(obligation__duty=world.duty, obligation__organisation__area=commune)
    assert sent.state == "locked"

    desk = client_of(members.mai)
    with clock.freeze(instant("2026-07-21 08:00")):
        refused = desk.post(reverse("reports:report-reopen", args=[frozen.pk]), {"why": " "})
        opened = desk.post(reverse("reports:report-reopen", args=[frozen.pk]), {"why": "Thiếu số của thôn 2"})
    second = Report.objects.get(plan=frozen.plan, edition=2)
    assert (refused.status_code, opened.url) == (422, reverse("reports:report", args=[second.pk]))
    operations.freeze(report=second, number="", issued_on=None, by=members.mai, at=instant("2026-07-21 09:00"))

    # Upstairs nothing changed unseen: it is asked to open the period, and what was locked stays.
    assert sent.obligation.submissions.count() == 1
    assert sent.steps.order_by("-pk").first().act == "ask"
    sent.refresh_from_db()
    operations.reopen(submission=sent, why="Xã sửa số", by=members.phuc, at=instant("2026-07-21 10:00"))
    with clock.freeze(instant("2026-07-21 10:05")):
        page = text_of(desk.get(reverse("reports:report", args=[second.pk])))
        assert "Gửi lên cấp trên" in page
        assert "mở lại vì: Thiếu số của thôn 2" in page
        desk.post(reverse("reports:report-send-up", args=[second.pk]))
        desk.post(reverse("reports:report-send-up", args=[second.pk]))  # pressed twice is sent once
    assert list(sent.obligation.submissions.values_list("number", "state")) == [(1, "reopened"), (2, "sent")]
    frozen.refresh_from_db()
    assert (frozen.is_frozen, frozen.edition) == (True, 1)


def test_a_period_that_has_not_begun_is_not_compiled_and_one_not_over_not_frozen(world, members, province):
    made = {"plan": world.plan, "duty": world.duty, "area": province, "by": members.phuc}
    with pytest.raises(BadInput, match="bắt đầu từ ngày"):
        operations.compile_report(period="2026-08", at=instant("2026-07-01 08:00"), **made)
    early = operations.compile_report(period="2026-08", at=instant("2026-07-22 08:00"), **made)
    with pytest.raises(BadInput, match="mới hết"):
        operations.freeze(report=early, number="", issued_on=None, by=members.phuc, at=instant("2026-07-22 08:00"))
    assert Obligation.objects.filter(duty=world.duty, period="2026-08").count() == 166


def test_a_communes_desk_writes_its_committees_report_to_the_department_by_hand(
    client_of, members, world, commune, signatures
):
    owed = Obligation.objects.get(duty=world.duty, period=b8.PERIOD, organisation__area=commune)
    with clock.freeze(instant("2026-07-19 09:00")):
        desk = client_of(members.mai)
        assert desk.get(reverse("reports:obligation", args=[owed.pk])).status_code == 200
        made = operations.submit(
            obligation=owed, narrative="Đã làm.", difficulties="", proposals="", figures=[
                operations.NewFigure(target=world.targets.signature, count=None)
            ], by=members.mai, at=clock.now(),
        )  # fmt: skip
        assert client_of(members.thu).get(reverse("reports:obligation", args=[owed.pk])).status_code == 404
    assert [(f.count, f.base, f.own) for f in made.figures.all()] == [(368, 5480, False)]
