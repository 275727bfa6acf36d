"""Plans as they arrive on paper: a .docx of a text, its PDF, and the scan or photograph of the print."""

import io
import re

import docx
import numpy as np
import pypdfium2 as pdfium
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Pt
from PIL import Image, ImageFilter

from tungnha.reading.fold import is_upper

DPI = 200


def docx_of(text: str) -> bytes:
    """Text with tabs between cells as a Word file: A4, 14 points, indented and justified paragraphs, ruled tables."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(3), Cm(1.5), Cm(2), Cm(2)
    rows: list[list[str]] = []
    for line in [*re.sub(r"\*{1,2}(?=\S)|(?<=\S)\*{1,2}|</?(?:p|i|b|ul|li)>", "", text).split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            _table(document, rows)
            rows = []
        if line.strip():
            _paragraph(document, line.strip())
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document, rows):
    table = document.add_table(len(rows), max(map(len, rows)))
    table.style = "Table Grid"
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            table.cell(at, column).text = cell


def _paragraph(document, line):
    paragraph = document.add_paragraph(line)
    paragraph.paragraph_format.space_after = Pt(6)
    if is_upper(line):
        paragraph.alignment = ALIGN.CENTER
    else:
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.27)


def pages_of(pdf: bytes, dpi: int = DPI) -> list[Image.Image]:
    document = pdfium.PdfDocument(pdf)
    return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]


def scanned(pages: list[Image.Image], *, lean: float = 0.6, noise: float = 10, seed: int = 1) -> bytes:
    """A PDF of pictures only: each page leans by `lean` degrees to one side or the other, with grain and blur."""
    chance = np.random.default_rng(seed)
    sheets = []
    for number, page in enumerate(pages):
        turned = page.rotate(lean if number % 2 else -lean, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.5)), dtype=float)
        grey += chance.normal(0, noise, grey.shape)
        sheets.append(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)))
    out = io.BytesIO()
    sheets[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=sheets[1:], quality=80)
    return out.getvalue()


def photographed(page: Image.Image, *, lean: float = 2.0, seed: int = 1) -> bytes:
    """A .jpg of a sheet on a desk, leaning, with the shadow of a hand across it."""
    chance = np.random.default_rng(seed)
    width, height = page.size
    desk = Image.new("L", (int(width * 1.12), int(height * 1.1)), 95)
    desk.paste(page, (int(width * 0.06), int(height * 0.05)))
    desk = desk.rotate(lean, resample=Image.Resampling.BICUBIC, fillcolor=95).filter(ImageFilter.GaussianBlur(0.8))
    grey = np.asarray(desk, dtype=float)
    y, x = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]]
    shadow = 1 - 0.45 / (1 + np.exp(-(x + 0.6 * y - 0.9 * grey.shape[1]) / 60.0))
    grey = grey * shadow * (0.85 + 0.15 * y / grey.shape[0]) + chance.normal(0, 6, grey.shape)
    out = io.BytesIO()
    Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=85)
    return out.getvalue()


def picture(page: Image.Image, turn: int = 0) -> bytes:
    out = io.BytesIO()
    page.rotate(turn, expand=True).save(out, "PNG")
    return out.getvalue()
