"""A file with personal data that goes out is on record, marked, and says so itself."""

import hashlib
import io
import re

import docx
import openpyxl
import pytest

from tungnha.drafting import OfficialDocument, write_docx
from tungnha.drafting.document import Letterhead, Signature
from tungnha.drafting.stamp import WARNING
from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.people.forms.export import PurposeForm
from tungnha.people.models import Export
from tungnha.people.operations import exports
from tungnha.units.models import Event
from tungnha.units.problems import BadInput

pytestmark = pytest.mark.django_db
MARK = re.compile(r"TN-[2-9A-HJ-NP-Z]{6}")


@pytest.fixture
def said(members, people, commune, at_tuesday):
    return {
        "what": "people.test", "name": "danh-sach.xlsx", "purpose": "Đi từng nhà  tối thứ Ba", "rows": 2,
        "persons": [people.an.pk, people.bao.pk, people.an.pk], "area": commune, "by": members.mai, "at": at_tuesday,
    }  # fmt: skip


def sheet(*rows):
    return Sheet(name="Người", columns=(SheetColumn("Họ tên"), SheetColumn("Năm sinh")), rows=rows)


def test_an_export_is_on_record_with_its_people_and_digest(said, people, members):
    data, export = exports.export_workbook([sheet(["An", "1980"])], **said)
    export.refresh_from_db()
    assert MARK.fullmatch(export.mark)
    assert export.purpose == "Đi từng nhà tối thứ Ba"
    assert set(export.persons.all()) == {people.an, people.bao}
    assert export.sha256 == hashlib.sha256(data).hexdigest()
    assert export.fields == ["Họ tên", "Năm sinh"]
    event = Event.objects.get(verb="people.exported")
    assert (event.about, event.about_id, event.member_id) == ("people.Export", str(export.pk), members.mai.pk)
    assert event.data == {"mark": export.mark, "what": "people.test", "rows": 2}


def test_a_workbook_says_who_took_it_out_on_every_page_and_leaves_the_rows_alone(said):
    data, export = exports.export_workbook([sheet(["An", "1980"], ["Bảo", "1950"])], **said)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Người", "Về bản này"]
    assert book["Người"].max_row == 3  # heading and two: nothing below, so that it can be handed in again
    for paper in book.worksheets:
        assert export.mark in paper.oddFooter.left.text
        assert "không chuyển cho người khác" in paper.oddFooter.left.text
    told = "\n".join(str(cell) for row in book["Về bản này"].iter_rows(values_only=True) for cell in row)
    for words in (export.mark, "Mai, Cán bộ phụ trách", "08:00 ngày 26/05/2026", "Đi từng nhà", WARNING):
        assert words in told


def test_a_document_bears_its_mark_at_the_foot_of_every_page(said):
    plain = write_docx(
        OfficialDocument(
            letterhead=Letterhead(issuer="UBND", symbol="BC", place="Mẫu"),
            subject="Cần đến",
            body=(),
            signature=Signature(("CHỦ TỊCH",)),
        )
    )
    data, export = exports.export_document(plain, **(said | {"name": "danh-sach.docx"}))
    document = docx.Document(io.BytesIO(data))
    for section in document.sections:
        for footer in (section.footer, section.first_page_footer):
            assert export.mark in "".join(paragraph.text for paragraph in footer.paragraphs)
    assert f"Mã bản: {export.mark}" in [paragraph.text for paragraph in document.paragraphs]


def test_nothing_goes_out_without_a_purpose(said):
    with pytest.raises(BadInput, match="lấy ra để làm gì"):
        exports.export_workbook([sheet()], **(said | {"purpose": "  "}))
    assert not Export.objects.exists()
    assert not Event.objects.filter(verb="people.exported").exists()


def test_marks_are_never_the_same(said, monkeypatch):
    taken = exports.record_export(data=None, **said).mark
    letters = iter(taken.removeprefix("TN-") + "222222")
    monkeypatch.setattr(exports.secrets, "choice", lambda _: next(letters))
    assert exports.new_mark() == "TN-222222"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"purpose": "visit"}, "Đi từng nhà, hẹn người dân"),
        ({"purpose": "visit", "purpose_words": " tối  thứ Ba "}, "Đi từng nhà, hẹn người dân: tối thứ Ba"),
        ({"purpose": "other", "purpose_words": "gửi trưởng thôn rà lại"}, "gửi trưởng thôn rà lại"),
    ],
)
def test_the_purpose_is_a_line_chosen_and_words(given, words):
    form = PurposeForm(given)
    assert form.is_valid(), form.errors
    assert form.words == words


@pytest.mark.parametrize(
    "given", [{}, {"purpose": "other"}, {"purpose": "other", "purpose_words": "khác"}, {"purpose": "no such"}]
)
def test_a_purpose_that_says_nothing_is_asked_again(given):
    assert not PurposeForm(given).is_valid()


def test_a_purpose_names_nobody_by_number():
    form = PurposeForm({"purpose": "other", "purpose_words": "tìm người có số 0912 000 011"})
    assert not form.is_valid()
    assert "số" in str(form.errors["purpose_words"])
