"""Tables from plain data.

A column is ``{"key", "label", "kind", "unit", "link", "help"}``; a row a dict or any object. Kinds:
text (default), count, rate, percent, delta, date, datetime, status, bar. ``link`` names the row's
key that holds an address. The first text column is the head of its row.
"""

from tungnha.web import formats

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


def context(caption, columns, rows, cards, sortable, empty, total, hide_caption) -> dict:
    columns = [{"kind": "text"} | column for column in columns]
    for column in columns:
        column["numeric"] = column["kind"] in NUMERIC
    return {
        "caption": caption, "columns": columns, "cards": cards, "sortable": sortable, "empty": empty,
        "hide_caption": hide_caption, "rows": [[cell(row, column) for column in columns] for row in rows],
        "total": [cell(total, column) for column in columns] if total else None,
    }  # fmt: skip
