"""Pages of papers: who sees them, what an officer does there, and the files."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.drafting.measure import printed, word
from tungnha.reports.models import OfficeForm, Paper, Signer
from tungnha.units import clock

from .conftest import instant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thursday():
    with clock.freeze("2026-05-28T14:00:00+07:00"):
        yield


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def go(client, name, *args):
    return client.get(reverse(f"reports:{name}", args=args))


def typed(page) -> dict[str, str]:
    """What the form of the page would send as it stands."""
    form = page.context["paper_form"]
    return {field.html_name: field.value() if field.value() is not None else "" for field in form}


@pytest.fixture
def mai(client_of, members):
    return client_of(members.mai)


@pytest.fixture
def begun(mai, units):
    """A notice begun on the page."""
    terms = {
        "organisation": units.committee.pk,
        "kind": "notice",
        "about": "Lịch điểm hỗ trợ tháng 6",
        "addressees": "",
    }
    answer = mai.post(reverse("reports:paper-new"), terms)
    assert answer.status_code == 302
    return Paper.objects.get()


def test_an_officer_takes_a_notice_from_its_first_words_to_the_register(mai, units, begun):
    signer = {
        "which": "signer", "lines": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "name": "Nông Thế Viễn", "from_on": "01/01/2026",
        "concurrent": "", "to_on": "", "by_paper": "",
    }  # fmt: skip
    assert mai.post(reverse("reports:paper-office-save", args=[units.committee.pk]), signer).status_code == 302
    page = go(mai, "paper", begun.pk)
    said = typed(page) | {"signer_lines": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "signer_name": "Nông Thế Viễn"}
    said["part_0"] = said["part_0"].replace("[?] Viết nội dung", "Mở từ 19 giờ 30.\n- Thôn 1: tối thứ Ba.")
    assert mai.post(reverse("reports:paper-save", args=[begun.pk]), said).status_code == 302
    page = go(mai, "paper", begun.pk)
    assert page.context["issue_form"].initial["number"] == 1
    terms = {"version": page.context["paper"].version, "number": "01", "issued_on": "28/5/2026"}
    assert mai.post(reverse("reports:paper-issue", args=[begun.pk]), terms).status_code == 302
    seen = text_of(go(mai, "papers"))
    assert "01/TB-UBND" in seen
    assert "Lịch điểm hỗ trợ tháng 6" in seen
    file = word(b"".join(go(mai, "paper-docx", begun.pk)))
    assert file.line("- Thôn 1: tối thứ Ba.")
    assert file.line("Số: 01/TB-UBND")
    assert printed(b"".join(go(mai, "paper-pdf", begun.pk))).line("THÔNG BÁO")


def test_another_part_of_the_office_drafts_a_letter_under_its_own_short_form(mai, units, members):
    from tungnha.reports.papers import operations

    operations.save_abbreviation(
        organisation=units.committee, name="Phòng Kinh tế", short="KT", by=members.mai, at=clock.now()
    )
    terms = {
        "organisation": units.committee.pk, "kind": "letter", "about": "Mời họp", "addressees": "Các thôn",
        "unit": "KT",
    }  # fmt: skip
    assert mai.post(reverse("reports:paper-new"), terms).status_code == 302
    made = Paper.objects.get()
    assert (made.symbol, made.front["archive"]) == ("UBND-KT", "VT, KT")


def test_a_draft_is_seen_with_its_mark_and_to_be_signed_without(mai, begun):
    url = reverse("reports:paper-pdf", args=[begun.pk])
    draft = printed(b"".join(mai.get(url)))
    assert "DỰ THẢO" in draft.texts[0]
    refused = mai.get(url, {"trinh-ky": "1"})
    assert refused.status_code == 400
    assert "còn phần chưa viết" in text_of(refused)


def test_a_file_changed_on_the_disk_is_not_given_out(mai, begun, units, members):
    from tungnha.reports.papers import operations

    Paper.objects.update(words="Xong.", signer_name="Nông Thế Viễn")
    begun.refresh_from_db()
    begun.front["signer_lines"] = ["CHỦ TỊCH"]
    begun.save()
    made = operations.issue_paper(
        paper=begun, issued_on=clock.today(), by=members.mai, at=instant("2026-05-28 14:00")
    )  # fmt: skip
    with open(made.pdf.path, "ab") as stored:
        stored.write(b"%")
    answer = go(mai, "paper-pdf", begun.pk)
    assert answer.status_code == 409
    assert "không còn đúng như lúc ban hành" in text_of(answer)
    assert go(mai, "paper-docx", begun.pk).status_code == 200


def test_two_officers_and_the_second_keeps_what_was_typed(mai, begun):
    said = typed(go(mai, "paper", begun.pk))
    mai.post(reverse("reports:paper-save", args=[begun.pk]), said | {"part_0": "Của người trước."})
    answer = mai.post(reverse("reports:paper-save", args=[begun.pk]), said | {"part_0": "Của người sau."})
    assert answer.status_code == 409
    assert "vừa lưu văn bản này trước" in text_of(answer)
    assert "Của người sau." in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("kind", "letter", "xin ghi gửi đến ai"),
        ("about", "", "bắt buộc"),
        ("kind", "bài thơ", "không còn trong danh sách|mời chọn lại"),
    ],
)
def test_what_is_missing_is_asked_for(mai, units, field, value, sentence):
    terms = {"organisation": units.committee.pk, "kind": "notice", "about": "Lịch", "addressees": ""} | {field: value}
    answer = mai.post(reverse("reports:paper-new"), terms)
    assert answer.status_code == 422
    assert not Paper.objects.exists()
    if field != "about":
        assert re.search(sentence, text_of(answer))


def test_leaders_read_and_write_nothing_and_others_find_nothing(client_of, members, begun, units):
    leader = client_of(members.binh)
    page = go(leader, "paper", begun.pk)
    assert page.status_code == 200
    assert "Lưu văn bản" not in text_of(page)
    assert leader.post(reverse("reports:paper-issue", args=[begun.pk]), {}).status_code == 404
    assert go(leader, "paper-office", units.committee.pk).status_code == 200
    for member in (members.lan, members.thu, members.viet, members.phuc):
        client = client_of(member)
        assert go(client, "paper", begun.pk).status_code == 404
        assert go(client, "paper-docx", begun.pk).status_code == 404


def test_how_an_office_writes_is_set_on_its_page(mai, units):
    page = go(mai, "paper-office", units.committee.pk)
    form = page.context["forms"]["office"]
    said = {field.html_name: field.value() or "" for field in form} | {"which": "office", "recipients": "Các thôn"}
    said.pop("one_series")
    url = reverse("reports:paper-office-save", args=[units.committee.pk])
    assert mai.post(url, said).status_code == 302
    assert OfficeForm.objects.get().recipients == ["Các thôn"]
    wrong = mai.post(url, said | {"symbol": "ub nd"})
    assert wrong.status_code == 422
    assert "chỉ gồm chữ hoa" in text_of(wrong)
    for terms in (
        {"which": "abbreviation", "name": "Phòng Văn hóa - Xã hội", "short": "VHXH"},
        {"which": "series", "kind": "notice", "first": "12"},
        {"which": "elsewhere", "kind": "plan", "number": "3", "on": "02/5/2026", "what": "Kế hoạch ở sổ giấy"},
    ):
        assert mai.post(url, terms).status_code == 302
    seen = text_of(go(mai, "paper-office", units.committee.pk))
    assert "VHXH: Phòng Văn hóa - Xã hội" in seen
    assert "Thông báo TB-UBND 12" in seen
    register = text_of(go(mai, "papers"))
    assert "Số chưa cấp cho văn bản nào: 01, 02" in register
    assert "Kế hoạch ở sổ giấy" in register


def test_a_signer_stops_on_the_page(mai, units, members):
    from tungnha.reports.papers import operations

    signer = operations.add_signer(
        organisation=units.committee, lines=["CHỦ TỊCH"], name="Nông Thế Viễn", from_on=clock.today(), by=members.mai,
        at=clock.now(),
    )  # fmt: skip
    assert mai.post(reverse("reports:paper-signer-choose", args=[signer.pk])).status_code == 302
    assert mai.post(reverse("reports:paper-signer-end", args=[signer.pk])).status_code == 302
    assert Signer.objects.get().to_on == clock.today()


def test_a_board_becomes_a_reminder_that_can_be_reworded(mai, duties, thursday, weekly):
    answer = mai.post(reverse("reports:paper-reminder", args=[duties.weekly.pk, "2026-W22"]))
    assert answer.status_code == 302
    paper = Paper.objects.get()
    assert paper.kind == "letter"
    assert "còn 03 đơn vị chưa gửi" in paper.words
    assert paper.symbol == "UBND-VHXH"
    again = mai.post(reverse("reports:paper-reminder", args=[duties.weekly.pk, "2026-W22"]))
    assert again.url == answer.url


def test_a_report_has_a_pdf_and_a_workbook_beside_its_word_file(
    mai, plan, duties, targets, commune, members, signatures, thursday
):
    from tungnha.reports.operations import compile_report

    report = compile_report(
        plan=plan, duty=duties.weekly, period="2026-W22", area=commune, by=members.mai, at=instant("2026-05-28 10:15")
    )
    paper = printed(b"".join(go(mai, "pdf", report.pk)))
    assert paper.line("BÁO CÁO")
    assert "DỰ THẢO" in paper.texts[0]
    book = load_workbook(io.BytesIO(b"".join(go(mai, "xlsx", report.pk))))
    assert book.sheetnames[0] == "Chỉ tiêu"
    cells = [cell.value for row in book["Chỉ tiêu"].iter_rows() for cell in row]
    assert 368 in cells
    assert any(str(cell).startswith("=IF(N(") for cell in cells)
    page = go(mai, "report", report.pk).content.decode()
    for name in ("pdf", "xlsx", "docx"):
        assert reverse(f"reports:{name}", args=[report.pk]) in page
