"""Tables from plain data.

A column is ``{"key", "label", "kind", "unit", "link", "help"}``; a row a dict or any object. Kinds:
text (default), count, rate, percent, delta, date, datetime, status, bar. ``link`` names the row's
key that holds an address. The first text column is the head of its row.
"""

from functools import cache

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from tungnha.web import formats
from tungnha.web.words import STATUS

WRITE = {
    "count": formats.count,
    "rate": formats.rate,
    "percent": formats.percent,
    "delta": formats.delta,
    "date": formats.day,
    "datetime": formats.moment,
}
NUMERIC = {"count", "rate", "percent", "delta"}


def value_of(row, key, default=None):
    return row.get(key, default) if isinstance(row, dict) else getattr(row, key, default)


def cell(row, column: dict) -> dict:
    kind = column.get("kind", "text")
    raw = value_of(row, column["key"])
    missing = raw is None or raw == ""
    text = WRITE[kind](raw) if kind in WRITE else raw
    if missing and kind not in NUMERIC:
        text = "–"
    return {
        "kind": kind, "label": column["label"], "text": text, "raw": raw, "missing": missing,
        "numeric": kind in NUMERIC, "url": value_of(row, column["link"]) if column.get("link") else "",
        "sort": "" if missing or kind not in WRITE else sort_value(raw),
    }  # fmt: skip


def sort_value(raw) -> str:
    return raw.isoformat() if hasattr(raw, "isoformat") else str(raw)


def written(cell: dict, *, head: bool) -> str:
    """One cell as it stands in the page. Written here and not by a template: tables have hundreds of them, and the
    template took longer than everything else on a page of a province."""
    name, scope = ("th", ' scope="row"') if head else ("td", "")
    look = (' class="num missing"' if cell["missing"] else ' class="num"') if cell["numeric"] else ""
    sort = ' data-sort="{}"'.format(conditional_escape(cell["sort"])) if cell["sort"] else ""
    label = conditional_escape(cell["label"])
    return f'<{name}{scope} data-label="{label}"{look}{sort}>{_inside(cell)}</{name}>'


def _inside(cell: dict) -> str:
    if cell["kind"] == "status" and not cell["missing"]:
        return status_html(cell["raw"])
    text = conditional_escape(cell["text"])
    return '<a href="{}">{}</a>'.format(conditional_escape(cell["url"]), text) if cell["url"] else str(text)


@cache
def status_html(code: str) -> SafeString:
    word, tone, icon = STATUS.get(code, (code, "calm", ""))
    drawn = render_to_string("web/components/status.html", {"word": word, "tone": tone, "icon": icon})
    return mark_safe(drawn.strip())


def line(cells: list[dict]) -> SafeString:
    return mark_safe("".join(written(cell, head=number == 0) for number, cell in enumerate(cells)))


def context(caption, columns, rows, cards, sortable, empty, total, hide_caption) -> dict:
    columns = [{"kind": "text"} | column for column in columns]
    for column in columns:
        column["numeric"] = column["kind"] in NUMERIC
    return {
        "caption": caption, "columns": columns, "cards": cards, "sortable": sortable, "empty": empty,
        "hide_caption": hide_caption, "rows": [line([cell(row, column) for column in columns]) for row in rows],
        "total": line([cell(total, column) for column in columns]) if total else None,
    }  # fmt: skip
