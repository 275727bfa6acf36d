"""`tungnha verify`: each thing that was locked, whole; and each way somebody may go round it, found."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from tungnha.reports import verifying
from tungnha.reports.closing import operations as closing
from tungnha.reports.exchange import receiving
from tungnha.reports.models import Paper, ReceivedFile, Report
from tungnha.reports.verifying import verify
from tungnha.units.models import Event

from .conftest import instant
from .test_exchange import arrives, frozen, made, pair, school, signatures  # noqa: F401 - fixtures
from .test_papers import draft, issued, signer  # noqa: F401


@pytest.fixture
def everything(made, arrives, campaign, plan, members, draft, signer, units):  # noqa: F811
    """A frozen report with its unit's locked copy, a closed phase, an issued paper, a file sent and received."""
    arrives(made)
    closing.close_phase(
        plan=plan, phase=campaign.phases.get(kind="peak"), by=members.mai, at=instant("2026-06-12 08:00")
    )
    return issued(draft(units.committee), members.mai)


def by_hand(sql, *terms):
    with connection.cursor() as cursor:
        cursor.execute(sql, terms)


def test_what_is_whole_is_said_so(everything, capsys):
    found = verify()
    assert (found.wrong, found.without) == ([], 0)
    assert found.looked == dict.fromkeys(verifying.KINDS, 1)
    assert verifying.run(None) == 0
    assert "Không thấy gì sai." in capsys.readouterr().out
    assert Event.objects.get(verb="copies.verified").data == {"count": 6, "wrong": 0, "without": 0}


@pytest.mark.parametrize(
    ("sql", "what", "problem"),
    [
        ("UPDATE reports_lockedcopy SET content = content || ' '", "Báo cáo của Trường THCS", "không còn khớp mã kiểm"),
        ("UPDATE reports_lockedcopy SET sha256 = 'ab'", "Báo cáo của Trường THCS", "không còn khớp mã kiểm"),
        (
            "UPDATE reports_submission SET difficulties = 'Không có' WHERE id IN (SELECT submission_id FROM "
            "reports_lockedcopy)", "Báo cáo của Trường THCS", "không còn như bản khóa",
        ),
        ("DELETE FROM reports_lockedcopy", "Bản khóa của báo cáo nộp", "không còn trong cơ sở dữ liệu"),
        ("UPDATE reports_report SET number = '8'", "08/BC-UBND", "không còn như lúc chốt"),
        ("UPDATE reports_phaseclosing SET sha256 = 'ab'", "Số liệu chốt đợt", "không còn khớp mã kiểm"),
        ("DELETE FROM reports_phaseclosing", "Số liệu chốt đợt", "không còn trong cơ sở dữ liệu"),
        ("UPDATE reports_paper SET words = 'Khác'", "Thông báo số 01", "không còn như lúc ban hành"),
        ("UPDATE reports_paper SET pdf_sha256 = 'ab'", "Thông báo số 01", "tệp PDF"),
        ("UPDATE reports_sentfile SET content = replace(content, '5480', '5481')", "Tệp trao đổi số 1", "chữ ký"),
        ("UPDATE reports_receivedfile SET sha256 = 'ab'", "Tệp trao đổi nhận lúc", "không còn như lúc nhận"),
    ],
)  # fmt: skip
def test_a_row_changed_by_hand_is_named_and_the_command_fails(everything, capsys, sql, what, problem):
    by_hand(sql)
    assert verifying.run(None) == 1
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("KHÔNG CÒN NGUYÊN VẸN")]
    assert len(said) == 1, said
    assert what in said[0]
    assert problem in said[0]


def test_a_file_changed_on_the_disk_is_named(everything, tmp_path):
    for one, name in ((Report.objects.get(), "file"), (everything, "file"), (everything, "pdf")):
        file = getattr(one, name)
        with file.storage.open(file.name, "rb") as stored:
            data = stored.read()
        path = file.storage.path(file.name)
        with open(path, "r+b") as stored:
            stored.seek(len(data) // 2)
            stored.write(b"\0")
        assert len(verify().wrong) == 1, name
        with open(path, "wb") as stored:
            stored.write(data)
    sealed = receiving.file_of(ReceivedFile.objects.get())
    sealed.write_bytes(sealed.read_bytes()[:-9])
    ((what, problems),) = verify().wrong
    assert what.startswith("Tệp trao đổi nhận lúc 11 giờ 00 ngày 28/5/2026")
    assert problems == ["tệp lưu trên máy chủ không còn như lúc nhận"]


def test_a_file_changed_together_with_its_sum_is_known_by_the_log(everything):
    by_hand("UPDATE reports_paper SET pdf_sha256 = sha256, pdf = file")
    ((_, problems),) = verify().wrong
    assert problems == ["mã kiểm tệp không khớp mã ghi trong nhật ký lúc ban hành"]


def test_an_empty_house_has_nothing_to_verify(db, capsys):
    assert verifying.run(None) == 0
    assert "Chưa có bản khóa nào để kiểm." in capsys.readouterr().out
    assert not Paper.objects.filter(issued_on=date(2026, 5, 28)).exists()
