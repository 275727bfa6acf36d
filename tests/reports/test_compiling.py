"""Compiled, reworded by two officers, frozen: the report of Thursday 28/5/2026 (E6)."""

from __future__ import annotations

import io
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse
from docx import Document

from tungnha.ledger.operations import NewClaim, record_claim
from tungnha.plans.models import Duty
from tungnha.reports import documents, figures, queries
from tungnha.reports.below import tables
from tungnha.reports.models import Obligation, Report, Wording
from tungnha.reports.operations import compile_report, freeze, save_front, save_words
from tungnha.units.problems import BadInput, Locked, OutOfDate, Problem

from .conftest import instant

AT = instant("2026-05-28 10:15")


@pytest.fixture
def compile_at(plan, duties, commune, members):
    def made(at=AT, by=None):
        return compile_report(
            plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=by or members.mai, at=at
        )  # fmt: skip

    return made


@pytest.fixture
def report(signatures, thursday, compile_at):
    return compile_at()


def lines_of(data: bytes) -> list[str]:
    """Every paragraph of a Word file, those in tables too."""
    document = Document(io.BytesIO(data))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return [p.text for p in document.paragraphs] + "\n".join(cells).split("\n")


def annex_of(data: bytes) -> list[list[str]]:
    return [[c.text for c in row.cells] for row in Document(io.BytesIO(data)).tables[-1].rows]


# --- the figures -----------------------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_moment(report):
    october = next(r for r in report.figures["targets"] if r["needed"] == 3496)

    assert (october["reached"], october["base"], october["rate"], october["rate_of_needed"], october["change"]) == (
        368, 5480, "6.72", "10.53", 28,
    )  # fmt: skip
    assert (october["base_whose"], october["base_on"]) == ("Công an xã", "2026-05-26")
    assert (october["per_day"], october["days_left"]) == ("20.1", 156)


def test_the_first_sentence_is_in_official_style(report):
    assert report.words["situation"] == (
        "Tính đến 10 giờ 15 ngày 28/5/2026, toàn xã có 368 người có chữ ký số, đạt 6,72% số người trên 15 tuổi "
        "(368/5.480), đạt 10,53% chỉ tiêu (368/3.496), tăng 28 người từ đầu kỳ; 11/14 đơn vị đã gửi báo cáo, "
        "01 đơn vị gửi muộn (Trường THCS Mẫu Sơn), 03 đơn vị chưa gửi (Đơn vị 07, Đơn vị 08, Đơn vị 09)."
    )


def test_the_next_tasks_say_how_many_a_day(report):
    assert "24,2 người" in report.words["next_tasks"]
    assert "20,1 người" in report.words["next_tasks"]


def test_difficulties_and_proposals_come_from_the_units_each_by_name(report):
    assert report.words["difficulties"] == "- Trường THCS Mẫu Sơn: Học sinh lớp 9 chưa đủ tuổi cấp chữ ký số."
    assert report.words["proposals"] == "- Trường THCS Mẫu Sơn: Cử nhân viên VNPT đến trường một buổi."


def test_without_figures_the_report_says_so_and_never_zero(thursday, compile_at):
    report = compile_at()

    assert all(row["reached"] is None for row in report.figures["targets"])
    assert "chưa có số liệu" in report.words["situation"]
    assert "0 người" not in report.words["situation"]


def test_only_the_officer_compiles(thursday, compile_at, members):
    for member in (members.thu, members.lan, members.viet, members.phuc, members.binh):
        with pytest.raises(Problem):
            compile_at(by=member)
    assert Report.objects.count() == 0


def test_a_period_nobody_owes_cannot_be_compiled(plan, duties, commune, members):
    with pytest.raises(BadInput, match="không có đơn vị nào"):
        compile_report(plan=plan, duty=duties.weekly, period="2026-W01", area=commune, by=members.mai, at=AT)


def test_compiling_again_renews_the_figures_and_keeps_what_the_officer_wrote(report, compile_at, send, weekly, members):
    words = report.words | {"outreach": "Phát thanh 12 buổi."}
    save_words(report=report, version=report.version, words=words, by=members.mai, at=AT)
    send(weekly.get(organisation__name="Đơn vị 07").organisation, "2026-05-28 10:20")

    again = compile_at(at=instant("2026-05-28 10:30"))

    assert again.pk == report.pk
    assert again.words["outreach"] == "Phát thanh 12 buổi."
    assert "10 giờ 30" in again.words["situation"]
    assert again.figures["attendance"]["handed_in"] == report.figures["attendance"]["handed_in"] + 1


# --- the document ----------------------------------------------------------------------------------------------------


def test_the_word_file_has_the_annex_of_six_columns_and_the_total_of_the_commune(report, members):
    frozen = freeze(report=report, number="7", issued_on=date(2026, 5, 28), by=members.mai, at=AT)

    rows = annex_of(frozen.file.read())

    assert rows[0] == ["TT", "Thôn", "Tổng số hiện có", "Số người trên 15 tuổi", "Đạt tỷ lệ (%)", "Chỉ tiêu"]
    assert rows[-1] == ["", "Tổng cộng", "368", "5.480", "6,72", "3.496"]
    assert [row[:3] for row in rows[1:-1]] == [["1", "Thôn 1", "184"], ["2", "Thôn 2", "184"]]


def test_the_word_file_is_signed_addressed_and_names_who_was_late(report, members):
    frozen = freeze(report=report, number="7", issued_on=date(2026, 5, 28), by=members.mai, at=AT)

    lines = lines_of(frozen.file.read())
    text = "\n".join(lines)

    order = [lines.index(line) for line in ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nông Thế Viễn")]
    assert order == sorted(order)
    assert {"ỦY BAN NHÂN DÂN", "XÃ MẪU SƠN", "Số: 07/BC-UBND"} <= set(lines)
    assert "Mẫu Sơn, ngày 28 tháng 5 năm 2026" in text
    assert "Kính gửi: Sở Khoa học và Công nghệ tỉnh Mẫu" in text
    assert "gửi muộn 01 đơn vị: Trường THCS Mẫu Sơn (10 giờ 07 ngày 28/5/2026)" in text
    assert "DỰ THẢO" not in text


def test_a_draft_carries_its_mark(report):
    assert "DỰ THẢO" in lines_of(documents.report_docx(report))


def test_a_report_upward_under_a_steering_committee_names_who_stands_above(plan, duties, commune, province):
    plan.organisation.kind, plan.organisation.name = "steering", "BCĐ chuyển đổi số xã Mẫu Sơn"
    plan.symbol, plan.signer_lines = "KH-BCĐ", ["TM. BAN CHỈ ĐẠO", "PHÓ TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND"]

    front = documents.default_front(plan, duties.upward)

    assert front == {
        "superior": "UBND xã Mẫu Sơn", "issuer": "Ban Chỉ đạo chuyển đổi số xã Mẫu Sơn", "place": "Mẫu Sơn",
        "addressees": ["Sở Khoa học và Công nghệ tỉnh Mẫu"],
        "recipients": ["Thường trực Đảng ủy, HĐND xã (b/c)", "Lãnh đạo UBND (b/c)"],
        "signer_lines": ["TM. BAN CHỈ ĐẠO", "PHÓ TRƯỞNG BAN", "PHÓ CHỦ TỊCH UBND"], "archive": "VT, VHXH",
        "bases": [], "form": "nd30-2020",
    }  # fmt: skip


def test_the_reminder_goes_to_those_who_have_not_sent(thursday, duties):
    board = queries.board(duties.weekly, "2026-W22", AT)

    text = " ".join("\n".join(lines_of(documents.reminder_docx(board))).split())

    assert "V/v đôn đốc gửi báo cáo kết quả thực hiện cao điểm chữ ký số tuần từ ngày" in text
    assert "có 11/14 đơn vị đã gửi báo cáo; còn 03 đơn vị chưa gửi:" in text
    assert all(row.obligation.organisation.name in text for row in board.missing)
    assert "Trường THCS" not in text


# --- words of two officers -------------------------------------------------------------------------------------------


def test_of_two_officers_the_second_is_told_and_her_text_is_kept(report, members):
    version = report.version
    save_words(report=report, version=version, words={"assessment": "Bản của Mai"}, by=members.mai, at=AT)

    with pytest.raises(OutOfDate, match="giữ lại"):
        save_words(report=report, version=version, words={"assessment": "Bản của Dung"}, by=members.mai, at=AT)

    report.refresh_from_db()
    assert report.words["assessment"] == "Bản của Mai"
    assert [w.words["assessment"] for w in Wording.objects.filter(version=None)] == ["Bản của Dung"]


def test_nothing_that_was_saved_is_overwritten(report, members):
    saved = save_words(report=report, version=report.version, words={"outreach": "Một"}, by=members.mai, at=AT)
    save_words(report=report, version=saved.version, words={"outreach": "Hai"}, by=members.mai, at=AT)

    kept = Wording.objects.filter(report=report).order_by("version").values_list("version", "words__outreach")
    assert list(kept) == [(1, ""), (2, "Một"), (3, "Hai")]


# --- frozen ----------------------------------------------------------------------------------------------------------


def test_a_frozen_report_takes_no_change_of_any_kind(report, members, compile_at):
    frozen = freeze(report=report, number="7", issued_on=date(2026, 5, 28), by=members.binh, at=AT)
    before = Report.objects.filter(pk=report.pk).values().get()

    with pytest.raises(Locked):
        save_words(report=report, version=frozen.version, words={"outreach": "x"}, by=members.mai, at=AT)
    with pytest.raises(Locked):
        save_front(
            report=report, version=frozen.version, front={}, symbol="BC-X", signer_name="", by=members.mai, at=AT
        )
    with pytest.raises(Locked):
        freeze(report=report, number="8", issued_on=None, by=members.mai, at=AT)
    with pytest.raises(Locked):
        compile_at(at=instant("2026-05-28 11:00"))
    assert Report.objects.filter(pk=report.pk).values().get() == before


def test_freezing_answers_the_communes_own_report_upward(report, members, duties):
    freeze(report=report, number="7", issued_on=date(2026, 5, 28), by=members.mai, at=AT)

    upward = Obligation.objects.get(duty=duties.upward, period="2026-W22")
    assert [s.sent_at for s in upward.submissions.all()] == [AT]


def test_a_report_somebody_just_reworded_is_not_frozen_unseen(report, members):
    version = report.version
    save_words(report=report, version=version, words={"outreach": "Mới"}, by=members.mai, at=AT)

    with pytest.raises(OutOfDate):
        freeze(report=report, number="7", issued_on=None, by=members.binh, at=AT, version=version)


@pytest.mark.parametrize(
    ("number", "issued_on", "words"),
    [
        ("7/BC", date(2026, 5, 28), "chỉ gồm chữ số"),
        ("0", date(2026, 5, 28), "chỉ gồm chữ số"),
        ("7", date(2026, 5, 27), "Ngày ban hành"),
        ("7", date(2026, 5, 30), "Ngày ban hành"),
    ],
)
def test_a_wrong_number_or_day_is_refused(report, members, number, issued_on, words):
    with pytest.raises(BadInput, match=words):
        freeze(report=report, number=number, issued_on=issued_on, by=members.mai, at=AT)

    report.refresh_from_db()
    assert (report.is_frozen, bool(report.file)) == (False, False)


def test_number_and_day_may_stay_blank_for_the_clerk(report, members):
    frozen = freeze(report=report, number="", issued_on=None, by=members.mai, at=AT)

    text = "\n".join(lines_of(frozen.file.read()))
    assert "/BC-UBND" in text
    assert "DỰ THẢO" not in text


def test_only_the_desk_freezes(report, members):
    for member in (members.thu, members.lan, members.viet, members.phuc, members.dung):
        with pytest.raises(Problem):
            freeze(report=report, number="", issued_on=None, by=member, at=AT)


def test_what_is_learnt_later_about_that_day_shows_as_changed_after_sending(
    report, members, people, service, signatures
):
    frozen = freeze(report=report, number="", issued_on=None, by=members.mai, at=AT)
    assert figures.changes_since(frozen) == []

    def claim(person, since):
        at = instant("2026-06-02 08:00")
        record_claim(
            NewClaim(subject={"person_id": person.pk}, service=service, source="list", since_on=since),
            by=members.mai, at=at,
        )  # fmt: skip

    claim(people.an, date(2026, 5, 27))
    claim(people.em, date(2026, 6, 1))  # of the next week: no change of this report

    changes = figures.changes_since(frozen)
    assert {(c.then, c.now) for c in changes} == {(368, 369)}
    frozen.refresh_from_db()
    assert frozen.figures["targets"][0]["reached"] == 368


def test_the_reminder_after_the_deadline_asks_for_an_hour_that_is_still_to_come(thursday, duties):
    board = queries.board(duties.weekly, "2026-W22", AT)

    text = "\n".join(lines_of(documents.reminder_docx(board)))

    assert "trước 16 giờ 00, thứ Năm ngày 28/5/2026" in text


def test_asked_of_the_report_upward_it_is_compiled_from_the_units_duty(
    signatures, thursday, plan, duties, commune, members
):
    report = compile_report(plan=plan, duty=duties.upward, period="2026-W22", area=commune, by=members.mai, at=AT)

    assert (report.duty, report.figures["attendance"]["expected"]) == (duties.weekly, 14)


def test_a_report_upward_without_units_below_speaks_of_none(
    signatures, plan, duties, commune, members, targets, weekly
):
    duties.weekly.obligations.all().delete()

    report = compile_report(plan=plan, duty=duties.upward, period="2026-W22", area=commune, by=members.mai, at=AT)

    assert report.figures["attendance"]["expected"] == 0
    assert "đơn vị" not in report.words["situation"]
    assert "Việc thực hiện chế độ báo cáo" not in "\n".join(lines_of(documents.report_docx(report)))


def test_a_village_without_a_base_has_no_share_rather_than_none_to_reach(villages):
    def row(base, needed):
        found = SimpleNamespace(
            target=SimpleNamespace(pk=1), area=villages[0], way="things", now=0, base=base, on=date(2026, 5, 28),
            needed=SimpleNamespace(count=needed),
        )  # fmt: skip
        return tables.row_of(found, None, False, figures.opens)

    shares = [row(base, 0)["needed"] for base in (None, SimpleNamespace(count=None))]

    assert shares == [None, None]
    assert row(SimpleNamespace(count=600), 0)["needed"] == 0
    assert row(None, 40)["needed"] == 40


def test_two_officers_who_compile_at_the_same_moment_make_one_report(signatures, thursday, compile_at, monkeypatch):
    compile_at()
    monkeypatch.setattr(Report.objects, "select_for_update", lambda **_: Report.objects.none())

    with pytest.raises(OutOfDate, match="vừa tổng hợp"):
        compile_at()

    assert Report.objects.count() == 1


def test_the_change_of_the_next_week_is_told_from_the_report_before(
    signatures, thursday, compile_at, plan, duties, commune, members, people, service
):
    first = compile_at()
    record_claim(
        NewClaim(subject={"person_id": people.an.pk}, service=service, source="visit", since_on=date(2026, 6, 1)),
        by=members.mai, at=instant("2026-06-01 08:00"),
    )  # fmt: skip

    second = compile_report(
        plan=plan, duty=duties.weekly, period="2026-W23", area=commune, by=members.mai, at=instant("2026-06-04 10:15")
    )

    row = second.figures["targets"][0]
    assert (row["reached"], row["change"], second.figures["since"]) == (369, 1, "2026-05-28")
    assert second.figures["before"] == first.pk
    assert "tăng 01 người so với kỳ trước" in second.words["situation"]
    assert "tăng 01 người so với kỳ trước" in " ".join(lines_of(documents.report_docx(second)))


def test_a_first_report_tells_its_change_from_the_start_of_the_period(report, client_of, members):
    """Nothing was reported before it: the 28 are those since the eve of Monday 25/5."""
    assert (report.figures["before"], report.figures["since"]) == (None, "2026-05-24")
    paper = " ".join(lines_of(documents.report_docx(report)))
    page = client_of(members.mai).get(reverse("reports:report", args=[report.pk])).content.decode()

    assert "tăng 28 người từ đầu kỳ" in paper
    assert "+28</a> từ đầu kỳ" in page
    assert "so với kỳ trước" not in paper + page


def test_figures_frozen_before_they_said_what_they_are_told_from_are_read_as_they_were(report):
    del report.figures["before"]

    assert "tăng 28 người so với kỳ trước" in " ".join(lines_of(documents.report_docx(report)))


def test_what_a_room_hands_to_its_own_office_is_not_the_way_upward(plan, duties, units):
    inside = Duty.objects.create(
        plan=plan, frequency="weekly", weekday=4, compiled=True, who="Phòng VHXH", to="Ủy ban nhân dân xã", order=0
    )
    assert queries.upper_duty(duties.weekly) == duties.upward
    duties.upward.delete()
    assert queries.upper_duty(duties.weekly) == inside, "of a plan that names nobody else"
