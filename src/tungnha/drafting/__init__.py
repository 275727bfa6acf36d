"""Figures and words become official documents (Nghị định 30/2020/NĐ-CP) and workbooks. No Django here."""

from tungnha.drafting.document import OfficialDocument
from tungnha.drafting.pdf import to_pdf
from tungnha.drafting.pdffile import write_annex_pdf, write_pdf
from tungnha.drafting.wordfile import write_annex_docx, write_docx
from tungnha.drafting.workbook import write_xlsx

__all__ = ["OfficialDocument", "to_pdf", "write_annex_docx", "write_annex_pdf", "write_docx", "write_pdf", "write_xlsx"]
