"""A10 and E10: a phase ends, its figures are frozen, its papers begin; C15: sheets of units, line by line; B6: a
department's own rooms; E6 and D10: what a compiled report says of tasks, of corrections, of others' figures."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.db import connection, transaction
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from tests.reports import province as b8
from tungnha.ledger.models import Measure
from tungnha.ledger.operations import NewClaim, record_claim, record_claims, state_count
from tungnha.people.models import Household, Person, PersonGroup, RosterEntry
from tungnha.plans.models import Duty, Target, Task
from tungnha.plans.operations.network import Address, decide_proposal, propose_change, send_plan
from tungnha.reports import documents, operations
from tungnha.reports.below import parts
from tungnha.reports.closing import evaluation
from tungnha.reports.closing import operations as closing_operations
from tungnha.reports.closing.phases import duty_line
from tungnha.reports.models import EvaluationWeights, Obligation, Paper, PhaseClosing, Report
from tungnha.units import clock
from tungnha.units.models import Event, Organisation
from tungnha.units.problems import BadInput, Locked, Problem

from .conftest import instant
from .test_compiling import annex_of, lines_of
from .test_pages import text_of

NOVEMBER = "2026-11-02 08:00"


@pytest.fixture
def peak(campaign):
    return campaign.phases.get(kind="peak")


@pytest.fixture
def close(client_of, members, plan, peak):
    def closed(at=NOVEMBER, by=None):
        address = reverse("reports:closing-phase", args=[plan.pk, peak.pk])
        with clock.freeze(instant(at)):
            browser = client_of(by or members.mai)
            asked = text_of(browser.get(address))
            answer = browser.post(address)
        return asked, answer, PhaseClosing.objects.filter(plan=plan).first()

    return closed


# --- E10 -------------------------------------------------------------------------------------------------------------


def test_the_peak_ends_weekly_reports_stop_and_monthly_ones_go_on(close, plan, duties, weekly, signatures, peak):
    asked, answer, kept = close()

    assert "Các chế độ báo cáo này dừng lại" in asked
    assert "báo cáo tổng kết" in asked
    assert answer.url == reverse("reports:closing-kept", args=[kept.pk])
    operations.ensure_obligations(plan=plan, until=date(2026, 11, 30), at=instant(NOVEMBER))
    owed = Obligation.objects.filter(duty__plan=plan, due_at__gt=instant(NOVEMBER), closed_at=None)
    assert {o.duty_id for o in owed} == {duties.monthly.pk}  # nothing weekly on 5/11
    assert "2026-11" in {o.period for o in owed}
    peak.refresh_from_db()
    assert peak.closed_at == instant(NOVEMBER)


def test_a_peak_closed_early_gives_up_what_is_not_due_and_nothing_else(close, plan, weekly, signatures, reporters):
    before = Obligation.objects.filter(duty__plan=plan, duty__phase__isnull=False)
    late = before.filter(due_at__lte=instant("2026-06-12 08:00")).count()
    later = before.filter(due_at__gt=instant("2026-06-12 08:00")).count()

    asked, _, kept = close(at="2026-06-12 08:00")

    assert "Đợt này chưa hết hạn" in asked
    assert (kept.obligations, later > 0, late > 0) == (later, True, True)
    operations.ensure_obligations(plan=plan, until=date(2026, 7, 31), at=instant("2026-06-13 08:00"))
    assert before.filter(closed_at=None).count() == late
    assert json.loads(kept.content)["is_last"] is False  # targets of July and October are still to come


def test_what_was_frozen_stays_and_opens_as_of_its_day(close, client_of, members, plan, signatures, people, service,
                                                       targets):  # fmt: skip
    _, _, kept = close()
    record_claim(
        NewClaim(subject={"person_id": people.an.pk}, service=service, source="list", since_on=date(2026, 10, 1)),
        by=members.mai, at=instant("2026-11-03 08:00"),
    )  # fmt: skip

    with clock.freeze(instant("2026-11-20 08:00")):
        page = client_of(members.mai).get(reverse("reports:closing-kept", args=[kept.pk]))
    assert "Nguyên vẹn" in text_of(page)
    assert "ngay=2026-11-02" in page.content.decode()
    rows = {row["needed"]: row["reached"] for row in json.loads(kept.content)["targets"] if row["headline"]}
    assert rows == {1918: 368, 3496: 368}
    with pytest.raises(TypeError):
        kept.save()
    with pytest.raises(TypeError):
        PhaseClosing.objects.update(content="{}")


def test_a_changed_closing_is_known(close, client_of, members, plan, signatures, targets):
    _, _, kept = close()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE reports_phaseclosing SET content = REPLACE(content, '368', '468') WHERE id = %s", [kept.pk]
        )
    with clock.freeze(instant("2026-11-20 08:00")):
        assert "Không còn nguyên vẹn" in text_of(
            client_of(members.mai).get(reverse("reports:closing-kept", args=[kept.pk]))
        )


def test_closed_twice_is_closed_once_and_only_by_the_desk(close, client_of, members, plan, peak, signatures):
    for by in (members.thu, members.lan, members.phuc):
        with pytest.raises(Problem):
            closing_operations.close_phase(plan=plan, phase=peak, by=by, at=instant(NOVEMBER))
    close()
    close(at="2026-11-03 08:00", by=members.binh)

    assert PhaseClosing.objects.filter(plan=plan).count() == 1
    assert Event.objects.filter(verb="phase.closed").count() == 1


# --- A9 --------------------------------------------------------------------------------------------------------------


def test_after_the_last_instant_of_the_14th_who_had_not_sent_is_late_and_still_in_view(
    client_of, members, plan, peak, campaign, reporters, units
):
    for row, day in ((campaign, "started_on"), (plan, "issued_on"), (peak, "starts_on")):
        setattr(row, day, date(2026, 4, 20))
    peak.ends_on, plan.confirmed_at = date(2026, 5, 15), instant("2026-04-20 10:00")
    for row in (campaign, plan, peak):
        row.save()
    duty = Duty.objects.create(plan=plan, frequency="once", due_on=date(2026, 5, 15), phase=peak, order=9)
    duty.reporters.set(reporters)
    operations.ensure_obligations(plan=plan, until=date(2026, 5, 31), at=instant("2026-04-20 10:00"))
    owed = Obligation.objects.filter(duty=duty)
    assert set(owed.values_list("due_at", flat=True)) == {instant("2026-05-15 00:00")}  # 14/5, 24 giờ

    def send(unit, at):
        operations.submit(
            obligation=owed.get(organisation=unit), narrative="Đã làm.", difficulties="", proposals="", figures=[],
            by=members.mai, at=instant(at),
        )  # fmt: skip

    send(units.school, "2026-05-14 16:00")
    board = reverse("reports:board", args=[duty.pk, "once"])
    with clock.freeze(instant("2026-05-14 17:00")):
        desk = client_of(members.mai)
        assert "1/14 đơn vị đã gửi" in text_of(desk.get(board))
        assert "đôn đốc" in "\n".join(lines_of(desk.get(reverse("reports:reminder", args=[duty.pk, "once"])).content))
    send(units.police, "2026-05-15 00:01")
    with clock.freeze(instant("2026-05-15 00:02")):
        text = text_of(desk.get(board))
        made = operations.compile_report(
            plan=plan, duty=duty, period="once", area=campaign.area, by=members.mai, at=clock.now()
        )
    assert "2/14 đơn vị đã gửi" in text
    who = made.figures["attendance"]
    assert [row["unit"] for row in who["late"]] == ["Công an xã"]
    assert len(who["missing"]) == 12


# --- A10 -------------------------------------------------------------------------------------------------------------


def test_a_plan_that_gives_no_target_a_day_is_not_over_with_its_peak(close, plan, campaign, signatures, targets):
    """A10: the peak ends in a sơ kết, the plan goes on; a report of one day is not among what is kept up."""
    plan.targets.update(due_on=None)
    once = Duty.objects.create(plan=plan, frequency="once", due_on=date(2026, 5, 15), who="Các đơn vị", order=9)
    asked, _, kept = close()

    assert json.loads(kept.content)["is_last"] is False
    assert "báo cáo sơ kết" in asked
    assert duty_line(once) not in asked


def test_the_summary_is_drafted_in_the_name_of_the_steering_committee(
    close, client_of, members, plan, units, signatures, targets, weekly, thursday
):
    units.committee.kind, units.committee.name = "steering", "BCĐ chuyển đổi số xã Mẫu Sơn"
    units.committee.save()
    plan.symbol, plan.signer_lines = "KH-BCĐ", ["TM. BAN CHỈ ĐẠO", "PHÓ TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND"]
    plan.save()
    Task.objects.create(plan=plan, no="1", name="Treo băng rôn", due_on=date(2026, 6, 30), due_text="30/6/2026")
    _, _, kept = close(at="2026-10-31 23:00")

    with clock.freeze(instant(NOVEMBER)):
        browser = client_of(members.mai)
        first = browser.post(reverse("reports:closing-paper", args=[kept.pk]))
        again = browser.post(reverse("reports:closing-paper", args=[kept.pk]))
        paper = Paper.objects.get()
        data = browser.get(reverse("reports:paper-docx", args=[paper.pk])).content
    assert first.url == again.url == reverse("reports:paper", args=[paper.pk])
    lines = lines_of(data)
    text = "\n".join(lines)
    order = [lines.index(line) for line in ("TM. BAN CHỈ ĐẠO", "PHÓ TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND")]
    assert order == sorted(order)
    assert "Tổng kết cao điểm chữ ký số" in text
    for asked in ("Bài học kinh nghiệm", "BIỂU DƯƠNG, KHEN THƯỞNG", "NHIỆM VỤ TIẾP TỤC THỰC HIỆN"):
        assert asked.lower() in text.lower()
    assert "còn 3.128 người" in text
    assert "Treo băng rôn: quá hạn" in text
    rows = annex_of(data)
    assert rows[-1] == ["", "Tổng cộng", "368", "5.480", "6,72", "3.496"]
    assert [row[1:3] for row in rows[1:-1]] == [["Thôn 1", "184"], ["Thôn 2", "184"]]


def test_next_years_plan_begins_from_this_one(client_of, members, plan, targets, signatures, duties):
    with clock.freeze(instant("2026-11-20 08:00")):
        browser = client_of(members.mai)
        browser.post(reverse("reports:next-year", args=[plan.pk]))
        paper = Paper.objects.get(kind="plan")
        tables = Document(io.BytesIO(browser.get(reverse("reports:paper-docx", args=[paper.pk])).content)).tables
    cells = next(
        [[c.text for c in r.cells] for r in t.rows] for t in tables if t.rows[0].cells[-1].text == "Mức năm 2027"
    )
    october = next(row for row in cells if row[3] == "3.496")
    assert october[4:] == ["368", "6,72", ""]  # what it came to; what is wanted next is nobody's guess
    assert any(row[4] == "-" for row in cells)  # what was never counted is missing, not zero


# --- C15 -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def evaluated(thursday, signatures, plan, units):
    """Trường THCS was late once; it leads a task that is overdue."""
    task = Task.objects.create(plan=plan, no="2", name="Tuyên truyền trong trường", due_on=date(2026, 5, 20))
    task.leads.set([units.school])
    return task


def test_a_units_sheet_counts_targets_tasks_and_reports_and_grades_nobody(
    client_of, members, plan, units, evaluated, targets
):
    with clock.freeze(instant("2026-05-29 08:00")):
        browser = client_of(members.mai)
        unit_url = reverse("reports:evaluation-unit", args=[plan.pk, units.school.pk])
        page = browser.get(unit_url)
        whole = text_of(browser.get(reverse("reports:evaluation", args=[plan.pk])))
        text = text_of(page)
        assert "Tuyên truyền trong trường" in text
        assert "quá hạn 9 ngày" in text
        assert "Điểm" not in whole.replace("Điểm theo", "") or "Chưa đặt trọng số" in whole
        assert not {"xuất sắc", "loại A"} & set(text.lower().split())
        late = Obligation.objects.get(organisation=units.school, period="2026-W22", duty__frequency="weekly")
        assert f'href="{reverse("reports:obligation", args=[late.pk])}"' in page.content.decode()

        wrong = browser.post(
            reverse("reports:evaluation-weigh", args=[plan.pk]), {"targets": 40, "tasks": 30, "reports": 20}
        )
        assert wrong.status_code == 422
        browser.post(reverse("reports:evaluation-weigh", args=[plan.pk]), {"targets": 40, "tasks": 30, "reports": 30})
        assert EvaluationWeights.objects.get().targets == 40
        sheets = {s.unit.pk: s for s in evaluation.sheets(plan, clock.now())}
        school, village = sheets[units.school.pk], sheets[units.team1.pk]
        assert [(s.good, s.of) for s in school.sums] == [(0, 0), (0, 1), (0, 1)]
        assert (school.points, school.points_of) == (0, 60)  # no target of its own: no part of what could be had
        assert [(s.good, s.of) for s in village.sums] == [(0, 2), (0, 0), (1, 1)]

        docx = browser.get(reverse("reports:evaluation-docx", args=[plan.pk, units.school.pk])).content
        book = load_workbook(io.BytesIO(browser.get(reverse("reports:evaluation-xlsx", args=[plan.pk])).content))
    assert "PHIẾU ĐÁNH GIÁ" in lines_of(docx)
    assert any("không đề xuất xếp loại" in line for line in lines_of(docx))
    assert len(book.worksheets) == 2


def test_a_units_officer_opens_the_own_sheet_and_no_other(client_of, members, plan, units, evaluated):
    with clock.freeze(instant("2026-05-29 08:00")):
        school = client_of(members.thu)
        own, other = (
            school.get(reverse("reports:evaluation-unit", args=[plan.pk, unit.pk])).status_code
            for unit in (units.school, units.police)
        )
        assert (own, other) == (200, 404)
        assert school.get(reverse("reports:evaluation", args=[plan.pk])).status_code == 404


# --- B6 --------------------------------------------------------------------------------------------------------------


def test_nine_rooms_of_a_department_stand_in_a_grid_without_any_village(
    client_of, members, province, units, service, villages
):
    world = b8.lay(province, units.science, members.phuc, instant("2026-06-08 09:00"), communes=1)
    rooms = [
        Organisation.objects.create(name=f"Phòng {n}", kind="department", area=province, parent=units.science, order=n)
        for n in range(1, 10)
    ]
    world.duty.reporters.set(rooms)
    Obligation.objects.all().delete()
    operations.ensure_obligations(plan=world.plan, until=date(2026, 8, 31), at=instant("2026-06-08 09:00"))
    house = Household.objects.create(code="77", village=villages[0])
    staff = [
        Person.objects.create(
            full_name=f"Cán Bộ {n}", folded_name=f"can bo {n}", household=house, birth_date=date(1985, 1, 1),
            birth_precision="day", residence="at_home", sex="female",
        )
        for n in range(16)
    ]  # fmt: skip
    for n, person in enumerate(staff):
        room = rooms[n % 8]  # the ninth has sent no list of its people
        PersonGroup.objects.create(person=person, kind="official", organisation=room)
        RosterEntry.objects.create(person=person, organisation=room)
    target = Target.objects.create(
        plan=world.plan, text="100% cán bộ", value=100, measure=Measure.objects.get(code="chu-ky-so-can-bo"), order=9
    )
    record_claims(
        [NewClaim(subject={"person_id": p.pk}, service=service, source="list", since_on=date(2026, 6, 1))
         for p in staff[:8]],
        by=members.mai, at=instant("2026-06-20 08:00"),
    )  # fmt: skip
    with clock.freeze(instant("2026-07-20 08:00")):
        report = operations.compile_report(
            plan=world.plan, duty=world.duty, period=b8.PERIOD, area=province, by=members.phuc, at=clock.now()
        )
        page = text_of(client_of(members.phuc).get(reverse("reports:report", args=[report.pk])))
    grid = report.figures["staff"]
    assert [column["target"] for column in grid["columns"]] == [target.pk]
    assert [row["name"] for row in grid["rows"]] == [f"Phòng {n}" for n in range(1, 10)]
    assert [cell and (cell["now"], cell["base"]) for row in grid["rows"] for cell in row["cells"]] == [(1, 2)] * 8 + [
        None
    ]
    assert (grid["total"][0]["now"], grid["total"][0]["base"], grid["total"][0]["known"]) == (8, 16, 8)
    assert "8/16 (50,00)" in page
    assert "0/9 đơn vị đã gửi" in page


# --- E6, D10 ---------------------------------------------------------------------------------------------------------


def test_a_report_says_what_is_overdue_what_was_corrected_and_what_an_operator_gives(
    client_of, members, plan, duties, units, commune, thursday, signatures, send, weekly, targets, service
):
    Task.objects.create(plan=plan, no="4.1", name="Hẹn lịch cấp chữ ký số", due_on=date(2026, 5, 20))
    state_count(
        area=commune, stated_by=units.vnpt, group="adult15", count=390, on=date(2026, 5, 27), by=members.mai,
        at=instant("2026-05-27 15:00"), service=service,
    )  # fmt: skip
    at = instant("2026-05-28 10:15")
    made = {"plan": plan, "duty": duties.weekly, "area": commune, "by": members.mai}
    report = operations.compile_report(period="2026-W22", at=at, **made)
    assert "còn 01 nhiệm vụ quá hạn" in report.words["assessment"]
    assert "4.1. Hẹn lịch cấp chữ ký số: quá hạn" in report.words["assessment"]
    assert any("VNPT Mẫu Sơn nêu 390 người" in line for line in report.figures["beside"])
    assert any("VNPT Mẫu Sơn nêu 390" in line for line in lines_of(documents.report_docx(report)))

    operations.freeze(report=report, number="7", issued_on=date(2026, 5, 28), by=members.mai, at=at)
    late = weekly.get(organisation__name="Đơn vị 07").organisation
    send(late, "2026-05-28 14:00", narrative="Bổ sung báo cáo.")
    second = operations.compile_report(period="2026-W23", at=instant("2026-06-04 10:15"), **made)
    assert "Số liệu kỳ trước đã sửa sau khi chốt:\n- Đơn vị 07" in second.words["assessment"]


def test_other_rooms_speak_in_a_report_and_nothing_is_printed_where_nothing_is_known(
    plan, duties, commune, members, thursday, monkeypatch
):
    monkeypatch.setattr(parts, "_TELLERS", dict(parts._TELLERS))
    parts.register("money", lambda period: parts.Section(
        "proposals", "Kinh phí:", ("Ngân sách xã: 5.000.000 đồng.",), "Kinh phí theo nguồn", ("Nguồn", "Số tiền"),
        (("Ngân sách xã", "5.000.000"),)))  # fmt: skip
    parts.register("silent", lambda period: None)
    report = operations.compile_report(
        plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=instant("2026-05-28 10:15")
    )
    assert report.words["proposals"].endswith("Kinh phí:\n- Ngân sách xã: 5.000.000 đồng.")
    assert annex_of(documents.report_docx(report))[1] == ["Ngân sách xã", "5.000.000"]
    assert [s["name"] for s in report.figures["sections"]] == ["money"]


def test_a_proposal_to_adjust_the_plan_stands_in_the_report_with_its_decision(
    plan, targets, duties, commune, members, thursday
):
    plan.bases.create(symbol="45/UBND-VX", dated=date(2026, 5, 20), issuer="UBND tỉnh Mẫu", order=1)
    plan.bases.create(symbol="9/QĐ-TTg", role="cited", order=2)
    asked = propose_change(
        plan=plan, part="target", row=targets.july.pk, instead="đến hết 15/8/2026", why="máy chủ nghẽn một tuần",
        by=members.thu, at=instant("2026-05-26 09:00"),
    )  # fmt: skip
    whose = members.thu.organisation.label
    said = f"- {whose} đề nghị sửa chỉ tiêu “{asked.label}” thành “đến hết 15/8/2026”, lý do: máy chủ nghẽn một tuần."

    def compiled(period: str, at: str):
        return operations.compile_report(
            plan=plan, duty=duties.weekly, period=period, area=commune, by=members.mai, at=instant(at)
        )

    first = compiled("2026-W22", "2026-05-28 10:15")
    assert (
        f"Đề nghị điều chỉnh kế hoạch:\n{said} Đề nghị ngày 26/5/2026, chưa có quyết định." in first.words["proposals"]
    )
    lines = lines_of(documents.report_docx(first))
    assert "Căn cứ Công văn số 45/UBND-VX ngày 20/5/2026 của Ủy ban nhân dân tỉnh Mẫu." in lines
    assert not any("9/QĐ-TTg" in line for line in lines), "what the plan only mentions is no basis"

    decide_proposal(
        proposal=asked, accepted=True, words="Đồng ý lùi hạn", values={"due_on": "2026-08-15"}, base_version=1,
        by=members.mai, at=instant("2026-06-02 09:00"),
    )  # fmt: skip
    second = compiled("2026-W23", "2026-06-04 10:15")
    assert f"{said} Đã chấp thuận ngày 02/6/2026 (kế hoạch bản số 2): Đồng ý lùi hạn." in second.words["proposals"]
    assert "chưa có quyết định" in compiled_again(first), "what was frozen then is not told anew"
    third = compiled("2026-W24", "2026-06-11 10:15")
    assert "điều chỉnh" not in third.words["proposals"], "decided in an earlier period"


def test_to_whom_the_plan_was_sent_stands_in_the_report_until_everybody_has_it(
    plan, duties, commune, members, villages, thursday
):
    send_plan(
        plan=plan, addresses=[Address(village) for village in villages], by=members.mai,
        at=instant("2026-05-26 09:00"),
    )  # fmt: skip
    plan.deliveries.exclude(area=villages[-1]).update(received_at=instant("2026-05-27 09:00"), received_by=members.mai)

    def situation(period: str, at: str) -> str:
        made = operations.compile_report(
            plan=plan, duty=duties.weekly, period=period, area=commune, by=members.mai, at=instant(at)
        )
        return made.words["situation"]

    many = len(villages)
    lacking = f"{many - 1}/{many} thôn đã nhận, chưa nhận: {villages[-1].title}."
    assert lacking in situation("2026-W22", "2026-05-28 10:15")
    assert lacking in situation("2026-W23", "2026-06-04 10:15")
    plan.deliveries.filter(received_at=None).update(received_at=instant("2026-06-05 09:00"), received_by=members.mai)
    assert "đã nhận" not in situation("2026-W24", "2026-06-11 10:15"), "said once, and everybody has it"


def compiled_again(report: Report) -> str:
    report.refresh_from_db()
    return report.words["proposals"]


# --- sealed ----------------------------------------------------------------------------------------------------------


def test_a_frozen_report_refuses_every_way_of_changing_it_and_tells_when_it_was_changed(
    client_of, members, plan, duties, commune, thursday, signatures
):
    at = instant("2026-05-28 10:15")
    report = operations.compile_report(
        plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=at
    )
    frozen = operations.freeze(report=report, number="7", issued_on=date(2026, 5, 28), by=members.mai, at=at)
    for change in (
        frozen.save, frozen.delete, report.save, Report.objects.all().delete,
        lambda: Report.objects.filter(pk=frozen.pk).update(words={}),
        lambda: Report.objects.bulk_update([frozen], ["words"]),
    ):  # fmt: skip
        with pytest.raises(Locked), transaction.atomic():
            change()
    address = reverse("reports:report-check", args=[frozen.pk])
    with clock.freeze(instant("2026-06-01 08:00")):
        desk = client_of(members.mai)
        assert "Nguyên vẹn" in text_of(desk.get(address))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE reports_report SET signer_name = 'Ai khác' WHERE id = %s", [frozen.pk])
        said = text_of(desk.get(address))
        assert "Không còn nguyên vẹn" in said
        assert "báo cáo đang lưu không còn như lúc chốt" in said


def test_a_reason_is_asked_of_who_reopens_and_the_old_number_is_kept(
    members, plan, duties, commune, thursday, signatures
):
    at = instant("2026-05-28 10:15")
    report = operations.compile_report(
        plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=at
    )
    frozen = operations.freeze(report=report, number="7", issued_on=date(2026, 5, 28), by=members.mai, at=at)
    with pytest.raises(BadInput, match="vì sao"):
        operations.reopen_report(report=frozen, why=" ", by=members.mai, at=at)
    second = operations.reopen_report(report=frozen, why="Sai số", by=members.mai, at=at)
    assert operations.reopen_report(report=frozen, why="Sai số", by=members.binh, at=at).pk == second.pk
    signed = operations.freeze(report=second, number="7", issued_on=date(2026, 5, 28), by=members.mai, at=at)
    assert (signed.edition, signed.number, Report.objects.count()) == (2, "7", 2)
