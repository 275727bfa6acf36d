"""What a file gives: its text and how it was got."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Taken:
    """Text of a file.

    Paragraphs stand apart by a blank line, rows of a table by one line end, cells by a tab; "\\f" marks a page
    end and stands between paragraphs or rows only. `notes` are Vietnamese sentences for whoever sent the file.
    """

    text: str
    kind: str  # docx, odt, doc, rtf, html, md, txt
    encoding: str | None = None  # only where letters had to be decoded: utf-8, windows-1258, tcvn3, vni, viscii …
    notes: tuple[str, ...] = ()
    pictures: tuple[bytes, ...] = ()  # pages set in as pictures, where there are no words to speak of
