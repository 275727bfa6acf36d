"""What was issued or closed by mistake: a later paper, a reason; nothing erased, everything shown."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from tungnha.reports.closing import operations as closing
from tungnha.reports.closing import phases, sealing
from tungnha.reports.models import Obligation, Paper, PaperChange, PhaseClosing, TakenNumber
from tungnha.reports.operations import ensure_obligations
from tungnha.reports.papers import changing, operations
from tungnha.reports.papers.standing import name_of, standing_of
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.units.problems import BadInput, Locked, OutOfDate, Problem

from .conftest import instant
from .test_pages import text_of
from .test_papers import draft, filled, issued, signer  # noqa: F401 - fixtures

FRIDAY = "2026-05-29 08:00"


@pytest.fixture
def told(draft, signer, units, members):  # noqa: F811
    """An issued notice of where help is given: 01/TB-UBND of 28/5/2026."""
    paper = draft(units.committee, about="Lịch điểm hỗ trợ")
    return issued(operations.save_paper(
        paper=paper, version=paper.version, words=paper.words, subject=paper.subject, symbol=paper.symbol,
        signer_name=paper.signer_name, front={"recipients": ["Các thôn", "Trường THCS Mẫu Sơn"]}, by=members.mai,
        at=instant("2026-05-28 14:00"),
    ), members.mai)  # fmt: skip


@pytest.fixture
def change(told, members):
    def changed(way, why="Ghi nhầm ngày", paper=None, by=None):
        return changing.draft_change(
            paper=paper or told, way=way, why=why, by=by or members.mai, at=instant(FRIDAY)
        )  # fmt: skip

    return changed


def issue(paper, by, on=date(2026, 5, 29), **more):
    return operations.issue_paper(paper=filled(paper, by), issued_on=on, by=by, at=instant(FRIDAY), **more)


# --- papers ----------------------------------------------------------------------------------------------------------


def test_a_withdrawal_is_a_notice_to_all_who_have_the_paper_and_counts_once_it_is_issued(told, change, members):
    before = (told.words, told.sha256, told.number)
    notice = change("withdraw")

    assert (notice.kind, notice.front["recipients"]) == ("notice", ["Các thôn", "Trường THCS Mẫu Sơn"])
    assert notice.subject == "Thu hồi thông báo số 01/TB-UBND ngày 28/5/2026"
    assert "thu hồi Thông báo số 01/TB-UBND ngày 28/5/2026 về lịch điểm hỗ trợ" in notice.words
    assert "Lý do: Ghi nhầm ngày." in notice.words
    assert standing_of(told).ended is None
    issue(notice, members.mai)

    assert standing_of(told).words == "Đã thu hồi theo 02/TB-UBND ngày 29/5/2026"
    told.refresh_from_db()
    assert (told.words, told.sha256, told.number) == before
    assert TakenNumber.objects.get(paper=told).number == 1
    assert Event.objects.get(verb="paper.changed").about_id == str(told.pk)
    with pytest.raises(TypeError):
        PaperChange.objects.update(why="x")


def test_a_replacement_is_the_same_paper_once_more_and_a_correction_leaves_it_standing(told, change, members):
    letter = issue(change("correct"), members.mai)
    assert (letter.kind, letter.front["addressees"]) == ("letter", ["Các thôn", "Trường THCS Mẫu Sơn"])
    assert (standing_of(told).ended, standing_of(told).words) == (
        None, f"Có đính chính: {letter.full_symbol} ngày 29/5/2026",
    )  # fmt: skip

    anew = change("replace")
    assert (anew.kind, anew.subject, anew.number) == (told.kind, told.subject, None)
    old, new = told.words.split("\n"), anew.words.split("\n")
    line = "Thông báo này thay thế Thông báo số 01/TB-UBND ngày 28/5/2026 về lịch điểm hỗ trợ."
    assert [*old[:-1], line, old[-1]] == new
    issue(anew, members.mai)
    assert standing_of(told).words == "Đã được thay thế bằng 02/TB-UBND ngày 29/5/2026"


def test_a_draft_put_aside_changes_nothing_and_asked_again_it_is_the_same_draft(told, change, members):
    first = change("withdraw")
    assert change("withdraw", why="Lý do khác") == first
    operations.put_aside(paper=first, by=members.mai, at=instant(FRIDAY))
    assert standing_of(told).words == ""
    second = change("withdraw")
    assert (second != first, PaperChange.objects.count()) == (True, 2)


def test_of_two_that_would_end_it_only_the_first_is_issued(told, change, members):
    withdrawal, replacement = change("withdraw"), change("replace")
    issue(withdrawal, members.mai)
    with pytest.raises(BadInput, match="không còn hiệu lực: đã thu hồi theo 02/TB-UBND"):
        issue(replacement, members.mai)
    with pytest.raises(Locked, match="không còn hiệu lực"):
        change("correct")
    assert TakenNumber.objects.count() == 2  # what could not be issued took no number


def test_what_cannot_be_withdrawn_says_why(told, change, draft, units, members):  # noqa: F811
    with pytest.raises(BadInput, match="vì sao"):
        change("withdraw", why="  ")
    with pytest.raises(BadInput, match="Dự thảo thì sửa hoặc bỏ"):
        change("withdraw", paper=draft(units.committee))
    with pytest.raises(BadInput, match="chọn thu hồi"):
        change("burn")
    for stranger in (members.phuc, members.binh, members.lan):
        with pytest.raises(Problem, match="cán bộ phụ trách"):
            change("withdraw", by=stranger)
    with pytest.raises(BadInput, match="từ ngày 28/5/2026"):
        issue(change("withdraw"), members.mai, on=date(2026, 5, 27))
    notice = issue(Paper.objects.get(source=f"change:withdraw:{told.pk}"), members.mai)
    with pytest.raises(BadInput, match="thông báo thu hồi văn bản 01/TB-UBND"):
        change("withdraw", paper=notice)


def test_the_pages_show_what_became_of_a_paper(told, client_of, members):
    with clock.freeze(instant(FRIDAY)):
        mai = client_of(members.mai)
        address = reverse("reports:paper-change", args=[told.pk])
        empty = mai.post(address, {"way": "withdraw", "why": ""})
        assert (empty.status_code, "Chưa soạn được" in text_of(empty)) == (422, True)
        made = mai.post(address, {"way": "withdraw", "why": "Ghi nhầm ngày"})
        notice = Paper.objects.get(source=f"change:withdraw:{told.pk}")
        assert made.url == reverse("reports:paper", args=[notice.pk])
        assert "Đang có dự thảo thu hồi" in text_of(mai.get(reverse("reports:paper", args=[told.pk])))
        assert "Chưa ban hành thì văn bản kia vẫn còn hiệu lực" in text_of(mai.get(made.url))
        letter = changing.draft_change(
            paper=told, way="correct", why="Sai giờ", by=members.mai, at=instant(FRIDAY)
        )  # fmt: skip
        issue(notice, members.mai)
        in_vain = text_of(mai.get(reverse("reports:paper", args=[letter.pk])))
        page = text_of(mai.get(reverse("reports:paper", args=[told.pk])))
        register = text_of(mai.get(reverse("reports:papers")))
        file = mai.get(reverse("reports:paper-pdf", args=[told.pk]))
    assert "Đã thu hồi theo 02/TB-UBND ngày 29/5/2026" in page
    assert "Văn bản có sai sót" not in page
    assert "Văn bản kia đã thu hồi theo 02/TB-UBND ngày 29/5/2026; dự thảo này không ban hành được nữa" in in_vain
    assert "Đã thu hồi theo 02/TB-UBND ngày 29/5/2026" in register
    assert f"van-ban-{told.pk}-da-thu-hoi.pdf" in file["Content-Disposition"]
    leader = client_of(members.binh)
    assert leader.post(address, {"way": "withdraw", "why": "x"}).status_code in (403, 404)


def test_a_paper_is_named_as_other_papers_refer_to_it(told):
    assert name_of(told) == "Thông báo số 01/TB-UBND ngày 28/5/2026 về lịch điểm hỗ trợ"
    told.kind, told.subject = "letter", "Báo cáo số liệu"
    assert name_of(told) == "Công văn số 01/TB-UBND ngày 28/5/2026 về việc báo cáo số liệu"
    with pytest.raises((Locked, OutOfDate)):
        operations.save_paper(
            paper=told, version=told.version, words="", front={}, subject="", symbol="", signer_name="",
            by=told.drafted_by, at=instant(FRIDAY),
        )  # fmt: skip


# --- phases ----------------------------------------------------------------------------------------------------------

CLOSED, OPENED = instant("2026-06-12 08:00"), instant("2026-06-19 08:00")


@pytest.fixture
def peak(campaign):
    return campaign.phases.get(kind="peak")


@pytest.fixture
def closed(plan, peak, weekly, signatures, targets, members):
    ensure_obligations(plan=plan, until=date(2026, 7, 31), at=instant("2026-06-01 08:00"))
    return closing.close_phase(plan=plan, phase=peak, by=members.mai, at=CLOSED)


def owed(plan, peak, after):
    return Obligation.objects.filter(duty__plan=plan, duty__phase=peak, due_at__gt=after, closed_at=None)


def test_a_phase_opened_again_goes_on_and_nothing_is_asked_of_the_days_between(closed, plan, peak, members):
    given_up = Obligation.objects.filter(duty__plan=plan, duty__phase=peak, closed_at=CLOSED)
    later = given_up.filter(due_at__gt=OPENED).count()
    between = given_up.filter(due_at__lte=OPENED).count()
    assert (later > 0, between > 0, owed(plan, peak, CLOSED).count()) == (True, True, 0)
    assert phases.will_go_on(closed, OPENED) == later

    known = Obligation.objects.count()
    opened = closing.reopen_phase(closing=closed, why="Gia hạn theo Công văn 45", by=members.binh, at=OPENED)

    peak.refresh_from_db()
    assert (peak.closed_at, peak.closed_by) == (None, None)
    made = Obligation.objects.count() - known  # the periods of the months ahead
    assert (opened.obligations, owed(plan, peak, OPENED).count()) == (later, later + made)
    assert given_up.filter(due_at__lte=OPENED).count() == between  # nobody is late for what was not asked
    assert closing.reopen_phase(closing=closed, why="Lần nữa", by=members.mai, at=OPENED) == opened
    assert Event.objects.filter(verb="phase.reopened").count() == 1
    assert sealing.problems_of_closing(PhaseClosing.objects.get(pk=closed.pk)) == []


def test_closed_again_it_is_a_further_edition_beside_the_first(closed, plan, peak, members):
    closing.reopen_phase(closing=closed, why="Gia hạn", by=members.mai, at=OPENED)
    second = closing.close_phase(plan=plan, phase=peak, by=members.mai, at=instant("2026-06-26 08:00"))
    assert closing.close_phase(plan=plan, phase=peak, by=members.mai, at=instant("2026-06-27 08:00")) == second
    kept = list(PhaseClosing.objects.order_by("edition").values_list("edition", "sha256"))
    assert (len(kept), kept[0], kept[1][0]) == (2, (1, closed.sha256), 2)
    assert owed(plan, peak, instant("2026-06-26 08:00")).count() == 0


def test_a_summary_is_drafted_of_no_phase_that_goes_on_and_an_older_one_says_so(closed, client_of, members):
    paper = closing.draft_summary(closing=closed, by=members.mai, at=CLOSED)
    with clock.freeze(OPENED):
        mai = client_of(members.mai)
        address = reverse("reports:closing-reopen", args=[closed.pk])
        assert mai.post(address, {"why": ""}).status_code == 400
        assert PhaseClosing.objects.filter(reopening=None).count() == 1
        mai.post(address, {"why": "Gia hạn theo Công văn 45"})
        kept = text_of(mai.get(reverse("reports:closing-kept", args=[closed.pk])))
        draft_page = text_of(mai.get(reverse("reports:paper", args=[paper.pk])))
        index = text_of(mai.get(reverse("reports:closing")))
    assert "Đợt này đã mở lại" in kept
    assert "Gia hạn theo Công văn 45" in kept
    assert "Nguyên vẹn" in kept
    assert "đợt ấy đã mở lại: Gia hạn theo Công văn 45" in draft_page
    assert "Đã mở lại" in index
    with pytest.raises(Locked, match="kết thúc đợt lần nữa"):
        closing.draft_summary(closing=PhaseClosing.objects.get(pk=closed.pk), by=members.mai, at=OPENED)


def test_a_phase_is_opened_again_only_with_a_reason_and_by_the_desk(closed, members, client_of):
    with pytest.raises(BadInput, match="vì sao"):
        closing.reopen_phase(closing=closed, why=" ", by=members.mai, at=OPENED)
    for by in (members.thu, members.lan, members.phuc):
        with pytest.raises(Problem):
            closing.reopen_phase(closing=closed, why="x", by=by, at=OPENED)
    assert client_of(members.lan).post(reverse("reports:closing-reopen", args=[closed.pk])).status_code == 404
