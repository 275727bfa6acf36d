"""Writes a plan as a portal of legal texts shows it: navigation around it, the head as a table, lines wrapped."""

import textwrap
from html import escape

from tungnha.reading.document import open_document
from tungnha.reading.fold import fold, is_upper

RELATED = "Quyết định số 99/QĐ-UBND phấn đấu đạt 88% hộ gia đình trước ngày 09/9/2031"


def portal_page(raw: str) -> str:
    doc = open_document(raw)
    head = "\n".join(line.text for line in doc.head).split("\n")
    sides: list[list[str]] = [[], []]
    for text in head:
        for piece in text.split("\t"):
            sides[fold(piece).startswith(("cong hoa", "doc lap")) or ", ngay" in fold(piece)].append(piece)
    table = "".join(f"<td><b>{'<br>'.join(map(_words, side))}</b></td>" for side in sides)
    body = f"<table border=0><tr>{table}</tr></table>"
    for line in doc.lines[doc.head_end : doc.body_start]:
        body += f"<p align=center><b>{_words(line.text)}</b></p>\n"
    for line in doc.body:
        body += f"<p style='margin:6pt'><span>{_words(line.text)}</span></p>\n"
    body += _foot(doc) + _annex(doc)
    return (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>Kế hoạch phổ cập</title>"
        "<script>var diem = '100% người dân';</script><style>p{color:red}</style></head><body>"
        f"<nav><a href=/>Trang chủ</a> <a>{RELATED}</a></nav><div class='menu-left'>{RELATED}</div>"
        f"<form id=aspnetForm><div id='divContentDoc' class='content1'><!-- {RELATED} -->{body}</div></form>"
        f"<div class='related-docs'><h3>Văn bản liên quan</h3>{RELATED}</div><div style='display:none'>{RELATED}</div>"
        "<footer>Bản quyền 2026, giấy phép số 27/GP-TTĐT</footer></body></html>"
    )


def _words(text: str) -> str:
    """Wrapped in the source as portals do, hard blanks among the words."""
    wrapped = "\n".join(textwrap.wrap(text, 70, break_long_words=False, break_on_hyphens=False))
    return escape(wrapped, quote=False).replace(" - ", "&nbsp;- ", 1)


def _foot(doc) -> str:
    from tungnha.reading.signature import read_recipients

    ends = max((r["span"][1] for r in read_recipients(doc)), default=-1)
    lines = doc.lines[doc.foot[0] : doc.foot[1]]
    left = "<br>".join(_words(x.text) for x in lines if x.start < ends)
    right = "<br>".join(f"<b>{_words(x.text)}</b>" for x in lines if x.start >= ends)
    return f"<table><tr><td>{left}</td><td align=center>{right}</td></tr></table>"


def _annex(doc) -> str:
    out, rows = "", []
    for line in [*doc.annex, None]:
        if line is not None and line.is_row:
            rows.append([cell for cell, _, _ in line.cells()])
            continue
        if rows:
            out += f"<table border=1>{''.join(_row(rows, at) for at in range(len(rows)))}</table>"
        rows = []
        if line is not None:
            out += f"<p align=center>{_words(line.text)}</p>"
    return out


def _row(rows: list[list[str]], at: int) -> str:
    """Cells that are blank below a filled one are merged with it by rowspan."""
    cells = []
    for i, text in enumerate(rows[at]):
        mergeable = i in (2, 3) and at >= 1
        if mergeable and not text and any(r[i : i + 1] not in ([""], []) for r in rows[1:at]):
            continue
        down = 1
        while mergeable and text and at + down < len(rows) and rows[at + down][i : i + 1] == [""]:
            down += 1
        tag = "th" if at == 0 else "td"
        span = f" rowspan={down}" if down > 1 else ""
        cells.append(f"<{tag}{span}><p>{_words(text)}</p></{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def pasted(raw: str, width: int = 90) -> str:
    """What one gets by marking such a page and pasting it as text: bars for the head, lines wrapped."""
    doc = open_document(raw)
    lines = []
    for line in doc.lines:
        if line.is_row:
            lines.append("| " + " | ".join(cell for cell, _, _ in line.cells()) + " |")
        elif is_upper(line.text):
            lines += [line.text, ""]
        else:
            # A dash at the start of a line would be a new item to any reader; browsers do not break there.
            whole = line.text.replace(" - ", "\u00a0- ")
            lines += [*textwrap.wrap(whole, width, break_long_words=False, break_on_hyphens=False), ""]
    return "\n".join(lines)
