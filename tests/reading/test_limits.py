"""What is too large, too slow, locked, broken or no plan is refused in one sentence, and nothing is left running."""

import io
import os
import sys
import time
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont

from tungnha import cli, reading
from tungnha.reading import errors, limits, sandbox
from tungnha.reading.intake import ocr, paper

from .plans import COMMUNE

ENCRYPTED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/Length 40/P -4/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>
%%%%EOF""" % (b"41" * 32, b"42" * 32)


def refused(name, data):
    with pytest.raises(reading.UnreadableDocument) as problem:
        reading.read_bytes(name, data)
    said = str(problem.value)
    assert said.endswith(".")
    assert "\n" not in said
    return said


def pdf_of_pages(count, draw=None):
    document = pdfium.PdfDocument.new()
    for _ in range(count):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def png(image):
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_a_pdf_under_a_password():
    assert "mật khẩu" in refused("khoa.pdf", ENCRYPTED)


def test_a_pdf_of_a_thousand_pages_is_refused_at_once():
    begun = time.perf_counter()
    said = refused("dai.pdf", pdf_of_pages(1000))
    assert "1000 trang" in said
    assert str(limits.MAX_PAGES) in said
    assert time.perf_counter() - begun < 10


def test_a_long_scan_is_refused_before_a_page_of_it_is_read(monkeypatch):
    monkeypatch.setattr(limits, "MAX_SCANNED_PAGES", 2)
    monkeypatch.setattr(ocr, "words_in", lambda *a, **k: pytest.fail("read"))
    sheet = Image.new("L", (300, 400), 200)
    out = io.BytesIO()
    sheet.save(out, "PDF", save_all=True, append_images=[sheet] * 4)
    with pytest.raises(reading.UnreadableDocument, match="5 trang quét"):
        paper.read_pdf(out.getvalue(), lambda *_: None)


def test_an_empty_pdf_holds_no_plan():
    assert "Tệp" in refused("trong.pdf", pdf_of_pages(2))


def test_pieces_of_files_never_break_the_reader():
    whole = pdf_of_pages(3)
    picture = png(Image.new("L", (60, 80), 255))
    for name, data in (("a.pdf", whole), ("a.png", picture), ("a.tif", b"II*\x00" + whole)):
        for part in (0.3, 0.8):
            refused(name, data[: int(len(data) * part)])


def test_a_picture_of_too_many_points_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(limits, "MAX_PIXELS", 1000)
    with pytest.raises(reading.UnreadableDocument, match="triệu điểm"):
        paper.read_pictures(png(Image.new("L", (60, 80), 255)), lambda *_: None)


def test_without_tesseract_one_sentence_says_what_to_install(monkeypatch):
    ocr.program.cache_clear()
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    try:
        with pytest.raises(reading.UnreadableDocument, match="tesseract-ocr-vie"):
            ocr.words_in(Image.new("L", (60, 80), 255), 2.0)
    finally:
        ocr.program.cache_clear()


# -- the process in which files are parsed


def run(code, tmp_path, progress=None):
    return sandbox._run([sys.executable, "-c", code], tmp_path, progress)


def test_what_takes_too_long_is_ended_with_all_it_started(monkeypatch, tmp_path):
    monkeypatch.setattr(limits, "SECONDS", 1.0)
    own_group = "import subprocess; subprocess.Popen(['sleep', '300'], start_new_session=True)"
    code = f"{own_group}; subprocess.Popen(['sleep', '301']); import time; time.sleep(300)"
    begun = time.monotonic()
    with pytest.raises(reading.UnreadableDocument, match="quá 1 giây"):
        run(code, tmp_path)
    assert time.monotonic() - begun < 5
    time.sleep(0.2)
    assert not [argv for argv in running() if argv[:1] == ["sleep"] and argv[1:] in (["300"], ["301"])]


def running():
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if os.stat(entry).st_uid == os.getuid():
                yield entry.read_bytes().decode(errors="replace").rstrip("\0").split("\0")
        except OSError:
            continue


def test_what_says_too_much_or_nothing_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(limits, "MAX_ANSWER", 1000)
    with pytest.raises(reading.UnreadableDocument, match="ký tự"):
        run("print('x' * 100000)", tmp_path)
    with pytest.raises(reading.UnreadableDocument, match="bộ nhớ"):
        run("import os; os.abort()", tmp_path)


def test_the_process_may_not_take_more_memory_than_stated(monkeypatch, tmp_path):
    code = (
        "from tungnha.reading import limits, worker; limits.MEMORY = 300 * 2**20; worker._limit(b'');"
        "worker._read = lambda *a: {'text': 'x' * 2**30};"
        f"worker.main({str(tmp_path / 'file')!r}, 'a.pdf')"
    )
    (tmp_path / "file").write_bytes(b"%PDF-")
    with pytest.raises(reading.UnreadableDocument, match="bộ nhớ"):
        run(code, tmp_path)


def test_what_progress_raises_stops_the_reading(tmp_path):
    class Enough(Exception):
        pass

    def progress(page, of):
        raise Enough

    begun = time.monotonic()
    with pytest.raises(Enough):
        run('print(\'{"page": 1, "of": 9}\', flush=True); import time; time.sleep(60)', tmp_path, progress)
    assert time.monotonic() - begun < 5


def test_a_fault_of_a_library_becomes_a_sentence_and_is_logged(monkeypatch, tmp_path, caplog):
    code = (
        "from tungnha.reading import worker\n"
        "def broken(*a): raise ZeroDivisionError('inside')\n"
        "worker._read = broken\n"
        f"worker.main({str(tmp_path / 'file')!r}, 'a.pdf')"
    )
    (tmp_path / "file").write_bytes(b"%PDF-")
    with pytest.raises(reading.UnreadableDocument, match="Không mở được tệp này"):
        run(code, tmp_path)
    assert "ZeroDivisionError" in caplog.text


# -- the command line


@pytest.fixture
def plan(tmp_path):
    file = tmp_path / "ke-hoach.txt"
    file.write_text(COMMUNE.replace("V. TỔ CHỨC", "\f\nV. TỔ CHỨC"), encoding="utf-8")
    return file


def test_the_text_is_printed_with_its_pages(plan, capsys):
    assert cli.main(["read", str(plan), "--text"]) == 0
    said = capsys.readouterr().out
    assert said.index("--- Trang 1 ---") < said.index("I. MỤC ĐÍCH") < said.index("--- Trang 2 ---")
    assert said.index("--- Trang 2 ---") < said.index("V. TỔ CHỨC THỰC HIỆN")


def test_json_is_what_is_printed_unasked(plan, capsys):
    assert cli.main(["read", str(plan)]) == 0
    unasked = capsys.readouterr().out
    assert cli.main(["read", str(plan), "--json"]) == 0
    assert capsys.readouterr().out == unasked
    assert '"source"' in unasked


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 nothing", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\x00\x01\x02" * 50])
def test_whatever_it_is_given_it_answers_with_a_sentence_and_2(data, tmp_path, capsys):
    file = tmp_path / "tep.bin"
    file.write_bytes(data)
    assert cli.main(["read", str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip().count("\n") == 0
    assert said.err.strip().endswith(".")


def test_a_folder_and_nothing_at_all(tmp_path, capsys):
    assert cli.main(["read", str(tmp_path)]) == 2
    assert cli.main(["read", str(tmp_path / "khong-co.pdf")]) == 2
    assert "Traceback" not in capsys.readouterr().err


# -- no plan

INVOICE = """HÓA ĐƠN GIÁ TRỊ GIA TĂNG
Ký hiệu: 1C26TAA  Số: 0000127
Đơn vị bán: Công ty TNHH Văn phòng phẩm Sao Khuê
1. Giấy A4: 20 ram, 1.400.000 đồng
2. Bút bi: 5 hộp, 225.000 đồng
Tổng cộng: 1.625.000 đồng. Thuế suất 8%"""
NOVEL = "Sáng ấy trời đổ mưa. Bà lão ngồi bên bếp, đợi con về.\n\nNgười con đi từ mùa trước, chưa có thư.\n" * 30
ENGLISH = (
    "Work plan for 2026\n\n1. Goals\n\nEvery household gets a digital signature.\n\n2. Tasks\n\nThe office leads.\n" * 5
)
LETTER = """Kính gửi: Ủy ban nhân dân xã Kim Bồng

Trường Tiểu học số 2 xin báo cáo tình hình sử dụng điện tháng 3: 412 kWh, giảm 5% so với tháng trước.

Trân trọng./."""


@pytest.mark.parametrize("text", [INVOICE, NOVEL, ENGLISH])
def test_what_is_no_plan_is_said_not_to_be_one_and_what_was_looked_for(text):
    said = refused("gui-nham.txt", text.encode())
    assert said.startswith("Không tìm thấy kế hoạch")
    assert "tổ chức thực hiện" in said


def test_a_letter_is_no_plan():
    assert "kế hoạch" in refused("cong-van.txt", LETTER.encode())


def test_a_plan_with_a_poor_frame_is_read():
    poor = """Kế hoạch
tổng vệ sinh cụm dân cư số 4

1. Mục tiêu: 100% hộ dọn rác trước nhà.
2. Tổ chức thực hiện
- Tổ dân phố: nhắc các hộ trước ngày 12/4/2026."""
    assert reading.read_text(poor)["targets"][0]["value"] == 100


@pytest.mark.office
def test_a_picture_of_a_cat():
    image = Image.new("L", (900, 700), 235)
    pen = ImageDraw.Draw(image)
    pen.ellipse((250, 250, 650, 600), fill=90)
    pen.polygon([(280, 320), (330, 150), (420, 270)], fill=90)
    pen.polygon([(480, 270), (570, 150), (620, 320)], fill=90)
    for x in (380, 500):
        pen.ellipse((x, 350, x + 40, 390), fill=250)
    for y in (440, 460, 480):
        pen.line((150, y - 20, 400, y), fill=40, width=3)
        pen.line((500, y, 750, y - 20), fill=40, width=3)
    assert "Không tìm thấy" in refused("meo.png", png(image))


@pytest.mark.office
def test_a_picture_of_an_invoice():
    image = Image.new("L", (1654, 1000), 255)
    font = ImageFont.load_default(size=36)
    ImageDraw.Draw(image).multiline_text(
        (120, 120), "INVOICE 0127\nPaper A4  20 x 70\nPens  5 x 45\nTotal 1625", 0, font
    )
    assert refused("hoa-don.png", png(image)).startswith("Không tìm thấy kế hoạch")


def test_the_sentences_fit_their_limits():
    assert str(limits.SECONDS) in str(errors.too_slow(limits.SECONDS))
    assert str(limits.MAX_BYTES // limits.MEGABYTE) in str(errors.too_large(limits.MAX_BYTES // limits.MEGABYTE))
