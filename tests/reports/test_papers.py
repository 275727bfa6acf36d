"""Papers: from settings and words to a number, a day and files; each number once."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection
from docx import Document

from tests.drafting.measure import printed, word
from tungnha.drafting.document import Column, Table
from tungnha.drafting.words import as_data, from_words, left_out, of_data, parts_of, to_words
from tungnha.reports.models import NumberSeries, Paper, TakenNumber
from tungnha.reports.papers import kinds, numbering, operations, settings
from tungnha.reports.papers.front import document_of
from tungnha.units.models import Event, Organisation
from tungnha.units.problems import BadInput, Locked, OutOfDate, Problem

from .conftest import instant

AT = "2026-05-28 14:00"


@pytest.fixture
def steering(units, commune):
    return Organisation.objects.create(
        name="Ban Chỉ đạo Chuyển đổi số xã Mẫu Sơn", kind="steering", area=commune, parent=units.committee
    )


@pytest.fixture
def signer(units, members):
    return operations.add_signer(
        organisation=units.committee, lines=["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"], name="Nông Thế Viễn",
        from_on=date(2026, 1, 1), by=members.mai, at=instant(AT),
    )  # fmt: skip


@pytest.fixture
def draft(members):
    def drafted(body, kind="notice", about="Lịch điểm hỗ trợ", source="", addressees=(), at=AT):
        wanted = kinds.Wanted(settings.sender_for(body, kind, instant(at)), kind, about, tuple(addressees))
        return operations.draft_paper(
            organisation=body, kind=kind, document=kinds.first_draft(wanted), by=members.mai, at=instant(at),
            source=source,
        )  # fmt: skip

    return drafted


def filled(paper, by, words="Mở từ 19 giờ 30.", **front):
    """The paper with nothing left to be written."""
    said = [line if not line.startswith("[?]") else words for line in paper.words.split("\n")]
    return operations.save_paper(
        paper=paper, version=paper.version, words="\n".join(said), front=front, subject=paper.subject,
        symbol=paper.symbol, signer_name=paper.signer_name, by=by, at=instant(AT),
    )  # fmt: skip


def issued(paper, by, **more):
    terms = {"issued_on": date(2026, 5, 28), "at": instant(AT)} | more
    return operations.issue_paper(paper=filled(paper, by), by=by, **terms)


# --- how a body writes -----------------------------------------------------------------------------------------------


def test_until_something_is_set_a_likely_form_is_offered(units, steering):
    committee = settings.how_written(units.committee, date(2026, 5, 28))
    assert (committee.superior, committee.issuer) == ("", "Ủy ban nhân dân\nxã Mẫu Sơn")
    assert (committee.place, committee.symbol, committee.is_set) == ("Mẫu Sơn", "UBND", False)
    group = settings.how_written(steering, date(2026, 5, 28))
    assert (group.superior, group.symbol) == ("UBND xã Mẫu Sơn", "BCĐ")
    office = settings.how_written(units.culture, date(2026, 5, 28))
    assert (office.superior, office.symbol) == ("UBND xã Mẫu Sơn", "VHXH")
    assert settings.symbol_for(committee, "letter") == "UBND-VHXH"
    assert settings.symbol_for(committee, "submission") == "TTr-UBND"


def test_what_is_set_stands_on_new_papers_and_not_on_old_drafts(units, members, draft, signer):
    before = draft(units.committee)
    operations.save_office(
        organisation=units.committee, superior="", issuer="ỦY BAN NHÂN DÂN\nXÃ MẪU SƠN", in_prose="UBND xã Mẫu Sơn",
        place="Mẫu Sơn", symbol="UB", unit="VX", archive="VT, VX", recipients=["Các thôn"], address=["Thôn 1"],
        one_series=False, by=members.mai, at=instant(AT),
    )  # fmt: skip
    after = draft(units.committee)
    assert (before.symbol, after.symbol) == ("TB-UBND", "TB-UB")
    assert document_of(after).letterhead.address == ("Thôn 1",)
    assert (after.signer_name, after.front["signer_lines"]) == ("Nông Thế Viễn", ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"])
    before.refresh_from_db()
    assert before.front["in_prose"] == "Ủy ban nhân dân xã Mẫu Sơn"


def test_the_letters_of_a_plan_are_written_as_the_office_has_set(plan, units, members, signer):
    from tungnha.reports.documents import sender_of

    assert sender_of(plan, instant(AT)).letterhead.symbol == "UBND-VHXH"
    operations.save_office(
        organisation=units.committee, superior="", issuer="ỦY BAN NHÂN DÂN\nXÃ MẪU SƠN", in_prose="UBND xã Mẫu Sơn",
        place="Mẫu Sơn", symbol="UBND", unit="VX", archive="VT, VX", recipients=[], address=["Thôn 1"],
        one_series=False, by=members.mai, at=instant(AT),
    )  # fmt: skip
    made = sender_of(plan, instant(AT))
    assert (made.letterhead.symbol, made.archive, made.letterhead.address) == ("UBND-VX", "VT, VX", ("Thôn 1",))
    assert (made.signature.name, made.in_prose) == ("Nông Thế Viễn", "UBND xã Mẫu Sơn")


def test_a_signer_signs_from_a_day_to_a_day_and_by_delegation_only_with_a_paper(units, members, signer):
    operations.end_signer(signer=signer, on=date(2026, 5, 31), by=members.mai, at=instant(AT))
    assert settings.signer_on(units.committee, date(2026, 5, 31)) == signer
    assert settings.signer_on(units.committee, date(2026, 6, 1)) is None
    terms = {"organisation": units.committee, "name": "Lò Văn Bách", "by": members.mai, "at": instant(AT)}
    with pytest.raises(BadInput, match="thời hạn và văn bản ủy quyền"):
        operations.add_signer(lines=["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG"], from_on=date(2026, 6, 1), **terms)
    with pytest.raises(BadInput, match="Ngày thôi ký"):
        operations.add_signer(lines=["CHỦ TỊCH"], from_on=date(2026, 6, 1), to_on=date(2026, 5, 1), **terms)


def test_nobody_writes_for_another_area(units, members, draft):
    paper = draft(units.committee)
    for member in (members.phuc, members.binh, members.lan):
        with pytest.raises(Problem, match="cán bộ phụ trách"):
            filled(paper, member)


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Paper.Kind.values)
def test_each_kind_begins_with_what_can_be_said_and_asks_for_the_rest(kind, units, draft, signer):
    paper = draft(units.committee, kind, "Triển khai đợt cao điểm", addressees=["Trạm Y tế"])
    assert "[?]" in paper.words
    document = document_of(paper)
    assert document.is_draft
    assert from_words(paper.words) == document.body
    assert paper.symbol in {
        "BC-UBND", "KH-UBND", "UBND-VHXH", "TB-UBND", "GM-UBND", "TTr-UBND",
    }  # fmt: skip


def test_lines_become_the_blocks_they_were_with_tables_kept_beside(units, members):
    table = Table((Column("A", 20), Column("B", 20, "right")), (("1", "2"),), ("", "2"), note="x", unit="người")
    text = "Mở đầu.\n# {V.} Mục\n## Nhỏ\n### điểm\n- ý **đậm** một\n[bảng 1]\n[bảng 7]"
    blocks = from_words(text, [table])
    words, kept = to_words(blocks)
    assert (words, kept) == (text, [table])
    assert of_data(as_data(table)) == table
    assert left_out("# Mục", [table]) == [1]
    assert parts_of("a\nb\n# Một\nc\n# Hai") == ["a\nb", "# Một\nc", "# Hai"]


def test_two_officers_save_and_the_second_is_told(units, members, draft):
    paper = draft(units.committee)
    filled(paper, members.mai)
    with pytest.raises(OutOfDate, match="vừa lưu"):
        operations.save_paper(
            paper=paper, version=1, words="khác", front={}, subject="a", symbol="TB-UBND", signer_name="",
            at=instant(AT), by=members.mai,
        )  # fmt: skip
    assert paper.saved.count() == 2


# --- numbers ---------------------------------------------------------------------------------------------------------


def test_numbers_run_for_each_body_kind_and_year_and_a_committee_has_its_own(units, steering, members, draft, signer):
    operations.add_signer(
        organisation=steering, lines=["TM. BAN CHỈ ĐẠO", "PHÓ TRƯỞNG BAN"], concurrent="PHÓ CHỦ TỊCH UBND",
        name="Lò Văn Bách", from_on=date(2026, 1, 1), by=members.mai, at=instant(AT),
    )  # fmt: skip
    said = [
        issued(draft(body, kind, addressees=["Các thôn"]), members.mai).full_symbol
        for body, kind in (
            (units.committee, "notice"), (units.committee, "notice"), (units.committee, "letter"), (steering, "notice"),
        )
    ]  # fmt: skip
    assert said == ["01/TB-UBND", "02/TB-UBND", "01/UBND-VHXH", "01/TB-BCĐ"]
    assert numbering.next_number(units.committee, "notice", 2026) == 3
    assert numbering.next_number(units.committee, "notice", 2027) == 1


def test_a_number_is_never_used_twice_and_gaps_are_told(units, members, draft, signer):
    issued(draft(units.committee), members.mai, number=5)
    with pytest.raises(BadInput, match=r"Số 05 năm 2026 đã cấp.*tiếp theo còn trống là 06"):
        issued(draft(units.committee), members.mai, number=5)
    assert issued(draft(units.committee), members.mai).number == 6
    series = NumberSeries.objects.get(organisation=units.committee, kind="notice")
    assert numbering.gaps(series) == [1, 2, 3, 4]
    numbering.start_series(
        organisation=units.committee, kind="notice", year=2026, first=4, by=members.mai, at=instant(AT)
    )
    operations.record_number(
        organisation=units.committee, kind="notice", number=4, on=date(2026, 5, 2), what="Thông báo ở sổ giấy",
        by=members.mai, at=instant(AT),
    )  # fmt: skip
    series.refresh_from_db()
    assert numbering.gaps(series) == []


def test_what_was_opened_again_keeps_its_number(units, members):
    terms = {
        "organisation": units.committee, "kind": "report", "on": date(2026, 5, 28), "number": 7, "by": members.mai,
        "at": instant(AT),
    }  # fmt: skip
    first = numbering.take_number(what="Báo cáo tổng hợp kỳ 2026-W22 (chế độ 1)", **terms)
    assert numbering.take_number(what="Báo cáo tổng hợp kỳ 2026-W22 (chế độ 1)", **terms) == first
    with pytest.raises(BadInput, match="đã cấp"):
        numbering.take_number(what="Báo cáo tổng hợp kỳ 2026-W22 (chế độ 2)", **terms)


def test_an_office_may_count_all_kinds_together(units, members, draft, signer):
    how = settings.how_written(units.committee, date(2026, 5, 28))
    operations.save_office(
        organisation=units.committee, superior="", issuer=how.issuer, in_prose=how.in_prose, place=how.place,
        symbol="UBND", unit="VHXH", archive="VT", recipients=[], address=[], one_series=True, by=members.mai,
        at=instant(AT),
    )  # fmt: skip
    first = issued(draft(units.committee, "notice"), members.mai)
    second = issued(draft(units.committee, "letter", addressees=["Các thôn"]), members.mai)
    assert (first.number, second.number) == (1, 2)


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one writer in at a time, and in memory no thread"
)
@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_one_moment_get_two_numbers(units, members, draft, signer):
    papers = [filled(draft(units.committee), members.mai) for _ in range(4)]
    start, found = Barrier(4), []

    def issue(paper):
        start.wait()
        try:
            operations.issue_paper(paper=paper, issued_on=date(2026, 5, 28), by=members.mai, at=instant(AT))
        except Exception as problem:  # told below: none is expected
            found.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=issue, args=(paper,)) for paper in papers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert found == []
    assert sorted(TakenNumber.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert sorted(Paper.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


# --- issuing ---------------------------------------------------------------------------------------------------------


def test_what_is_issued_is_kept_with_its_sums_and_cannot_be_changed(units, members, draft, signer):
    paper = issued(draft(units.committee), members.mai)
    for file, told in ((paper.file, paper.sha256), (paper.pdf, paper.pdf_sha256)):
        with file.open("rb") as stored:
            assert hashlib.sha256(stored.read()).hexdigest() == told
    with paper.file.open("rb") as stored:
        said = word(stored.read())
    assert said.line("Số: 01/TB-UBND").sizes == {13.0}
    assert said.line("Mẫu Sơn, ngày 28 tháng 5 năm 2026")
    with paper.pdf.open("rb") as stored:
        assert printed(stored.read()).line("Nông Thế Viễn")
    with pytest.raises(Locked, match="đã ban hành"):
        filled(paper, members.mai)
    event = Event.objects.get(verb="paper.issued")
    assert "Viễn" not in str(event.data)


def test_a_paper_that_still_asks_for_words_is_not_issued_and_takes_no_number(units, members, draft, signer):
    paper = draft(units.committee)
    with pytest.raises(BadInput, match="còn phần chưa viết"):
        operations.issue_paper(paper=paper, issued_on=date(2026, 5, 28), by=members.mai, at=instant(AT))
    assert not TakenNumber.objects.exists()
    with pytest.raises(BadInput, match="sau hôm nay"):
        issued(paper, members.mai, issued_on=date(2026, 5, 29))


def test_a_paper_nobody_signs_is_not_issued(units, members, draft):
    with pytest.raises(BadInput, match="Chưa có người ký"):
        issued(draft(units.committee), members.mai)


def test_to_be_signed_it_has_no_number_no_day_and_no_mark(units, members, draft, signer):
    paper = filled(draft(units.committee), members.mai)
    document = document_of(paper, to_sign=True)
    assert (document.draft_mark, document.letterhead.number, document.letterhead.issued_on) == ("", None, None)


def test_from_one_source_there_is_one_open_draft(units, members, draft, signer):
    first = draft(units.committee, source="reminder:1:2026-W22")
    filled(first, members.mai, words="Lời của cán bộ.")
    again = draft(units.committee, source="reminder:1:2026-W22")
    assert again.pk == first.pk
    assert "Lời của cán bộ." in again.words
    operations.put_aside(paper=again, by=members.mai, at=instant(AT))
    assert draft(units.committee, source="reminder:1:2026-W22").pk != first.pk


def test_a_frozen_report_takes_its_number_from_the_same_register(
    plan, duties, commune, members, signatures, thursday, units, draft, signer
):
    from tungnha.reports.operations import compile_report, freeze

    issued(draft(units.committee, "report", "Sơ kết", addressees=["Sở A"]), members.mai)
    report = compile_report(
        plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=instant("2026-05-28 10:15")
    )
    assert (report.signer_name, report.front["form"]) == ("Nông Thế Viễn", "nd30-2020")
    with pytest.raises(BadInput, match="Số 01 năm 2026 đã cấp"):
        freeze(report=report, number="1", issued_on=date(2026, 5, 28), by=members.mai, at=instant("2026-05-28 14:00"))
    freeze(report=report, number="2", issued_on=date(2026, 5, 28), by=members.mai, at=instant("2026-05-28 14:00"))
    assert numbering.next_number(units.committee, "report", 2026) == 3


def test_the_word_file_of_a_draft_opens(units, members, draft):
    from tungnha.drafting import write_docx

    paper = draft(units.committee, "plan", "Phổ cập chữ ký số")
    texts = [line.text for line in Document(io.BytesIO(write_docx(document_of(paper)))).paragraphs]
    assert "I. MỤC ĐÍCH, YÊU CẦU" in texts
