"""Files that are broken, hostile or something else: one Vietnamese sentence each, in bounded time, no traceback."""

import contextlib
import io
import random
import re
import time
import zipfile

import pytest

from tungnha import reading
from tungnha.reading import intake
from tungnha.reading.intake import zipsafe

from .test_word_plans import as_text
from .web_pages import portal_page
from .word_files import NAMESPACES, cell, package, paragraph, table, word_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODT = "application/vnd.oasis.opendocument.text"


def archive(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


def stream(name):
    return OLE + b"\0" * 512 + name.encode("utf-16-le") + b"\0\0" + b"\0" * 512


def read(name, data):
    taken = intake.take(name, data)
    return reading.read_text(taken.text) if taken else None


def said(name, data):
    with pytest.raises(reading.UnreadableDocument) as problem:
        read(name, data)
    sentence = str(problem.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert re.search(r"[ăâđêôơưạảấầẩậắằẵặẹẻếềểễệịọỏốồổộớờởợụủứừửữự]", sentence)
    return sentence


BOMB = """<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>"""
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BODY = f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("a.docx", stream("EncryptedPackage"), "mật khẩu"),
        ("a.doc", stream("EncryptedPackage"), "mật khẩu"),
        ("a.doc", OLE + b"\0" * 900, "bị hỏng"),
        ("a.xls", stream("Workbook"), "bảng tính"),
        ("a.ppt", stream("PowerPoint Document"), "trình chiếu"),
        ("a.docx", b"PK\x03\x04 not really a zip", "bị hỏng"),
        ("a.docx", package(paragraph("KẾ HOẠCH"))[:300], "bị hỏng"),
        ("a.docx", b"\x00\x01\x02\xff" * 99, "bị hỏng"),
        ("a.docx", archive(word__styles_xml="<x/>"), "thiếu phần nội dung"),
        ("a.docx", archive(word__document_xml="<x>"), "bị hỏng"),
        ("a.docx", archive(word__document_xml="<x/>"), "thiếu phần nội dung"),
        ("a.docx", archive(word__document_xml=BOMB + BODY % "&f;"), "khai báo lạ"),
        ("a.docx", archive(word__document_xml=OUTSIDE + BODY % "&a;"), "khai báo lạ"),
        ("a.docx", package(""), "không có chữ nào"),
        ("a.odt", archive(mimetype=ODT), "thiếu phần nội dung"),
        ("a.odt", archive(mimetype=ODT, content_xml="<x>"), "bị hỏng"),
        ("a.odt", archive(mimetype=ODT, content_xml=BOMB + "<x>&f;</x>"), "khai báo lạ"),
        ("a.odt", archive(mimetype=ODT, **{"META-INF__manifest_xml": "<encryption-data/>"}), "mật khẩu"),
        ("a.xlsx", archive(xl__workbook_xml="<x/>"), "“Danh sách”"),
        ("a.docx", archive(xl__workbook_xml="<x/>"), "“Danh sách”"),
        ("a.ods", archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "bảng tính"),
        ("a.pptx", archive(ppt__presentation_xml="<x/>"), "trình chiếu"),
        ("a.zip", archive(ke_hoach="x"), "giải nén"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "giải nén"),
        ("a.exe", b"MZ\x90\x00" + bytes(range(256)) * 9, "không phải văn bản"),
        ("a.html", b"<html><body><script>1</script></body></html>", "không có chữ nào"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n", "bị hỏng"),
        ("a.txt", b"Dear all, please find attached the invoice no. 5 of 2026.", "kế hoạch"),
    ],
)  # fmt: skip
def test_each_is_refused_in_one_sentence(name, data, part):
    assert part in said(name, data)


def test_a_zip_that_unpacks_too_large_is_not_opened(monkeypatch):
    monkeypatch.setattr(zipsafe, "MAX_UNPACKED", 1_000_000)
    assert "bất thường" in said("a.docx", archive(word__document_xml="a" * 1_100_000))


def test_a_zip_that_lies_about_its_size_is_stopped_while_unpacking(monkeypatch):
    monkeypatch.setattr(zipsafe, "MAX_PART", 100_000)
    assert "bất thường" in said("a.docx", archive(word__document_xml="a" * 200_000))


def test_a_real_bomb_of_gigabytes_is_refused_at_once():
    dense = archive(word__document_xml="<x/>", word__media__a=b"\0" * 190_000_000)
    started = time.perf_counter()
    assert "bất thường" in said("a.docx", dense)
    assert time.perf_counter() - started < 2


def test_an_encrypted_zip_is_told(monkeypatch):
    data = bytearray(archive(word__document_xml="<x/>"))
    data[6] |= 1
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "mật khẩu" in said("a.docx", bytes(data))


def test_an_old_doc_under_a_password_is_told():
    block = b"\xec\xa5\xc1\x00" + b"\0" * 7 + b"\x01" + b"\0" * 500
    assert "mật khẩu" in said("a.doc", stream("WordDocument").ljust(2048, b"\0") + block)


def test_without_a_converter_a_doc_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr(intake.doc.shutil, "which", lambda program: None)
    assert "LibreOffice" in said("a.doc", stream("WordDocument"))
    assert "LibreOffice" in said("a.rtf", rb"{\rtf1 ke hoach}")
    assert "LibreOffice" in said("a.doc", rb"{\rtf1 ke hoach}")


def test_a_converter_that_hangs_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(intake.doc.shutil, "which", lambda program: str(slow) if program == "soffice" else None)
    monkeypatch.setattr(intake.doc, "SECONDS", 0.3)
    started = time.perf_counter()
    assert "Không mở được" in said("a.doc", stream("WordDocument"))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("depth", [50, 5_000])
def test_tables_in_tables_without_end_are_borne(depth):
    inner = paragraph("KẾ HOẠCH")
    body = "<w:tbl><w:tr><w:tc>" * depth + inner + "</w:tc></w:tr></w:tbl>" * depth
    answer("a.docx", package(body))
    answer("a.html", ("<table><tr><td>" * depth + "KẾ HOẠCH").encode())
    answer("a.html", ("<div>" * depth + "KẾ HOẠCH").encode())


@pytest.mark.parametrize("value", ["-5", "99999999999", "x", "", "1e999"])
def test_absurd_numbers_in_tables_and_lists_are_borne(value):
    span = f'<w:gridSpan w:val="{value}"/>'
    body = table([cell(paragraph("KẾ HOẠCH"), span), cell(paragraph("b"), span)], [cell(paragraph("c"))])
    body += paragraph("x", f'<w:numPr><w:ilvl w:val="{value}"/><w:numId w:val="1"/></w:numPr>')
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="{value}"><w:start w:val="{value}"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert "KẾ HOẠCH" in intake.take("a.docx", package(body, numbering=numbering)).text
    assert "a" in intake.take("a.html", f"<table><tr><td colspan={value} rowspan={value}>a<td>b</table>".encode()).text


# -- files damaged at random


def answer(name, data, seconds=20):
    """A draft or a refusal, in bounded time: anything else fails."""
    started = time.perf_counter()
    with contextlib.suppress(reading.UnreadableDocument):
        read(name, data)
    assert time.perf_counter() - started < seconds


def flipped(data, rng, flips):
    out = bytearray(data)
    for _ in range(flips):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def damaged_inside(data, rng):
    """The parts of an archive damaged and packed again, so that the damage reaches the reading of XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith(".xml") and rng.random() < 0.8:
                part = _cut_tags(part, rng)
            made.writestr(name, part)
    return out.getvalue()


def _cut_tags(part, rng):
    """Whole elements dropped, doubled or emptied of their values: still XML more often than not."""
    pieces = re.split(rb"(<[^<>]*/>)", part)
    for _ in range(rng.randrange(1, 12)):
        at = rng.randrange(len(pieces))
        pieces[at] = rng.choice([b"", pieces[at] * 2, re.sub(rb'="[^"]*"', b'="-7"', pieces[at]), pieces[at]])
        if len(pieces[at]) > 500_000:
            pieces[at] = b""
    return b"".join(pieces)


def odt_file():
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles><text:list-style'
        ' style:name="L"><text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="."/></text:list-style>'
        "</office:automatic-styles><office:body><office:text><text:p>KẾ HOẠCH</text:p>"
        '<text:list text:style-name="L"><text:list-item><text:p>MỤC TIÊU</text:p><text:list><text:list-item>'
        "<text:p>Đạt 80% hộ</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>TỔ CHỨC THỰC"
        " HIỆN</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell"
        ' table:number-columns-spanned="2"><text:p>STT</text:p></table:table-cell><table:covered-table-cell/>'
        "</table:table-row></table:table><text:p>Nơi nhận:<text:tab/>CHỦ TỊCH<text:note><text:note-body>"
        "<text:p>a</text:p></text:note-body></text:note></text:p></office:text></office:body></office:document-content>"
    )
    return archive(mimetype=ODT, content_xml=content)


def test_the_odt_of_these_tests_is_whole():
    lines = [x for x in intake.take("a.odt", odt_file()).text.split("\n") if x]
    assert lines == [
        "KẾ HOẠCH",
        "I. MỤC TIÊU",
        "1. Đạt 80% hộ",
        "II. TỔ CHỨC THỰC HIỆN",
        "STT",
        "Nơi nhận:\tCHỦ TỊCH",
        "[1] a",
    ]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_a_draft_or_a_refusal(seed):
    rng = random.Random(seed)
    word = word_file(as_text("hiep-luc"))
    answer("a.docx", flipped(word, rng, rng.choice([1, 5, 60])))
    answer("a.docx", damaged_inside(word, rng))
    answer("a.docx", word[: rng.randrange(len(word))])
    answer("a.odt", flipped(odt_file(), rng, 3))
    answer("a.odt", damaged_inside(odt_file(), rng))
    page = portal_page(as_text("nhu-thanh")).encode()
    answer("a.html", flipped(page, rng, rng.choice([5, 300])))
    answer("a.html", _cut_tags(page, rng)[: rng.randrange(len(page))])
    answer("a.md", flipped(as_text("nhu-thanh").encode(), rng, 300))


ENDLESS = (
    "* ",
    "**a ",
    "_a ",
    "[",
    "![",
    "[a](",
    "|",
    "`a",
    "\\*",
    "<!--",
    "<?xml ",
    "<p>",
    "> ",
    "# ",
    "&",
    "-|",
    "<![if ",
)


@pytest.mark.parametrize("piece", ENDLESS)
def test_marks_without_end_take_no_more_time_than_words(piece):
    for name in ("a.md", "a.html", "a.txt"):
        started = time.perf_counter()
        with contextlib.suppress(reading.UnreadableDocument):
            intake.take(name, f"<p>Kế hoạch {piece * (200_000 // len(piece))}".encode())
        assert time.perf_counter() - started < 5, name


# -- speed


def big(pages):
    """About 3,000 characters a page: numbered paragraphs and a table of tasks."""
    text = as_text("hiep-luc")
    head, rest = text.split("V. TỔ CHỨC THỰC HIỆN", 1)
    line = "- Tổ chức tuyên truyền, hướng dẫn người dân cài đặt và sử dụng dịch vụ công trực tuyến tại các thôn.\n\n"
    return word_file(head + line * (27 * pages) + "V. TỔ CHỨC THỰC HIỆN" + rest)


def test_twenty_pages_are_taken_in_well_under_a_second_and_time_grows_with_length():
    def seconds(data):
        started = time.perf_counter()
        intake.take("a.docx", data)
        return time.perf_counter() - started

    short, long = big(20), big(400)
    taken = min(seconds(short) for _ in range(3))
    assert taken < 1
    assert seconds(long) < 20 * max(taken, 0.02) * 4
