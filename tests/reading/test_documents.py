"""Files: what is read, and the one sentence said about what is not."""

import io
import zipfile

import docx
import pytest

from tungnha import reading
from tungnha.reading import documents, intake
from tungnha.reading.intake import zipsafe

from .plans import COMMUNE

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def docx_bytes(build):
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def refused(name, data):
    with pytest.raises(reading.UnreadableDocument) as problem:
        reading.read_bytes(name, data)
    return str(problem.value)


def test_each_refusal_is_one_sentence_of_its_own():
    said = [
        refused("trong.txt", b"  \n "),
        refused("tho.txt", "Trăm năm trong cõi người ta\nChữ tài chữ mệnh khéo là ghét nhau".encode()),
        refused("mat-khau.docx", OLE + b"\0" * 64 + "EncryptedPackage".encode("utf-16-le")),
        refused("hong.docx", b"PK\x03\x04 not really a zip"),
        refused("cu.doc", OLE + b"\0" * 64),
        refused("ban-in.pdf", b"%PDF-1.7"),
        refused("so.xlsx", zip_bytes({"xl/workbook.xml": b"<x/>"})),
    ]
    assert len(set(said)) == len(said)
    assert all(s.endswith(".") and "\n" not in s for s in said)


def test_a_broken_pdf_and_a_broken_picture_are_told_apart():
    assert "PDF" in refused("ban-in.pdf", b"%PDF-1.7")
    assert "Ảnh" in refused("anh.jpg", b"\xff\xd8\xff\xe0 not a picture at all")


def zip_bytes(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_zip_bomb_is_not_opened(monkeypatch):
    monkeypatch.setattr(zipsafe, "MAX_UNPACKED", 1024 * 1024)
    with pytest.raises(reading.UnreadableDocument, match="bất thường"):
        intake.take("bom.docx", zip_bytes({"word/document.xml": b"a" * (2 * 1024 * 1024)}))


def test_a_file_above_the_limit_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(documents, "MAX_BYTES", 10)
    assert "MB" in refused("lon.txt", b"x" * 11)
    assert "MB" in refused("lon.docx", b"PK" + b"x" * 11)


def test_a_truncated_docx_is_corrupt():
    whole = docx_bytes(lambda d: d.add_paragraph("KẾ HOẠCH"))
    assert "hỏng" in refused("cut.docx", whole[: len(whole) // 2])


def test_txt_and_docx_of_one_plan_read_alike():
    from_text = reading.read_bytes("a.txt", COMMUNE.encode())
    from_word = reading.read_bytes("a.docx", docx_bytes(write_commune))
    for name in ("recipients", "missing_sections", "year"):
        assert from_word[name] == from_text[name]
    for name, fields in (
        ("header", ("number", "symbol", "place", "date", "title")),
        ("signer", ("authority", "title", "name")),
    ):
        assert [from_word[name][f] for f in fields] == [from_text[name][f] for f in fields]
    for name, field in (("targets", "value"), ("assignments", "unit"), ("reporting", "frequency"), ("tasks", "name")):
        assert [x[field] for x in from_word[name]] == [x[field] for x in from_text[name]]


def write_commune(document):
    """The commune's plan as Word writes it: borderless head, real table, no markup."""
    head = document.add_table(2, 2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ KIM BỒNG"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 0045/KH-UBND"
    head.cell(1, 1).text = "Kim Bồng, ngày 02 tháng 3 năm 2026"
    body = COMMUNE.split("STT\t", 1)[0]
    for line in body.split("**KẾ HOẠCH**", 1)[1].join(["KẾ HOẠCH\n", ""]).split("\n"):
        if line.strip():
            document.add_paragraph(line.replace("*", ""))
    cells = [
        ["STT", "Nội dung", "Cơ quan chủ trì", "Phối hợp", "Thời gian thực hiện"],
        ["1.", "Lập danh sách người chưa có", "Công an xã", "Các thôn", "Tháng 4/2026"],
        ["2.", "Mở điểm hỗ trợ tại nhà văn\nhóa thôn", "Phòng Văn hóa - Xã hội", "", "Trước ngày 20/5/2026"],
        ["3.", "Hỗ trợ tại một cửa", "Trung tâm Phục vụ hành chính công", "", "Thường xuyên"],
    ]
    table = document.add_table(len(cells), len(cells[0]))
    for r, row in enumerate(cells):
        for c, text in enumerate(row):
            table.cell(r, c).text = text


def test_merged_cells_are_told_once():
    def build(document):
        document.add_paragraph("KẾ HOẠCH")
        table = document.add_table(3, 4)
        for c, name in enumerate(("TT", "Nhiệm vụ", "Chủ trì", "Thời gian")):
            table.cell(0, c).text = name
        for r in (1, 2):
            table.cell(r, 0).text = str(r)
            table.cell(r, 1).text = f"Việc {r}"
        table.cell(1, 2).merge(table.cell(2, 2)).text = "Công an xã"
        table.cell(1, 3).text = "Quý II/2026"

    text = documents.text_of("a.docx", docx_bytes(build))
    assert text.count("Công an xã") == 1


def test_words_own_numbers_are_kept():
    def build(document):
        document.add_paragraph("KẾ HOẠCH")
        for text in ("Phòng Kinh tế", "Các thôn"):
            document.add_paragraph(text, style="List Number")
        document.add_paragraph("Tuyên truyền", style="List Bullet")

    lines = [x for x in documents.text_of("a.docx", docx_bytes(build)).split("\n") if x]
    assert lines[:3] == ["KẾ HOẠCH", "1. Phòng Kinh tế", "2. Các thôn"]
    assert lines[3] in ("- Tuyên truyền", "• Tuyên truyền")


def test_the_command_line_prints_json_or_one_sentence(tmp_path, capsys):
    from tungnha.reading.__main__ import main

    plan, empty = tmp_path / "a.txt", tmp_path / "b.txt"
    plan.write_text(COMMUNE, encoding="utf-8")
    empty.write_text("", encoding="utf-8")
    assert main([str(plan)]) == 0
    assert '"symbol": "KH-UBND"' in capsys.readouterr().out
    assert main([str(empty)]) == 2
    assert capsys.readouterr().err.startswith("Tệp rỗng")
