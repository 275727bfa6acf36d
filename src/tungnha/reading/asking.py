"""The form of a question: one plain sentence, its likely answers, the finds it concerns and the words that clash."""

import re
from typing import Any

from .document import Document
from .find import Find
from .fold import key
from .numbers import show_number

Question = dict[str, Any]
Option = str | dict[str, Any]
Draft = dict[str, Any]

_COMMON = {"nguoi", "dan", "so", "trong", "do", "tuoi", "tren", "dia", "ban", "toan", "xa", "tinh", "phuong", "cua"}
_SIGNS = {"=": "", ">=": "ít nhất ", ">": "trên ", "<": "dưới ", "<=": "không quá "}


def ask(
    kind: str, text: str, options: list[Option], about: list[str], spans: list[tuple[int, int]] | None = None
) -> Question:
    """`about` names finds ("targets.3"); `spans` adds words of the text that are no find."""
    return {"kind": kind, "text": text, "options": options, "about": about, "spans": spans or []}


def sets(words: str, *changes: tuple[str, Any]) -> Option:
    """An answer with the fields it would set: ("targets.3.comparator", ">")."""
    if not changes:
        return words
    return {"text": words, "set": [{"path": path, "value": value} for path, value in changes]}


def with_places(question: Question, doc: Document, draft: Draft) -> Question:
    """The question with the quote and span of every find and word it speaks of."""
    places: list[dict[str, Any]] = []
    for path in question["about"]:
        section, _, index = path.partition(".")
        rows = draft.get(section)
        if isinstance(rows, list) and index.isdigit() and int(index) < len(rows) and "span" in rows[int(index)]:
            row = rows[int(index)]
            places.append({"path": path, "quote": row["quote"], "span": row["span"]})
    for start, end in question.pop("spans"):
        places.append({"path": None, "quote": doc.text[start:end], "span": [start, end]})
    return {**question, "places": places}


def figure(target: Find) -> str:
    """ "63,80%" as the plan writes it, "1 người/hộ"."""
    number = target.get("value_text") or show_number(target["value"])
    return f"{number}%" if target["unit"] == "%" else f"{number} {target['unit']}"


def shown(target: Find) -> str:
    return f"{_SIGNS[target['comparator']]}{figure(target)}"


def alike(a: str | None, b: str | None) -> float:
    """Share of the shorter phrase's telling words that the other has too."""
    one, two = set(key(a).split()) - _COMMON, set(key(b).split()) - _COMMON
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


def nearly_same(a: str | None, b: str | None) -> float:
    """Share of all words of two phrases that both have."""
    one, two = set(key(a).split()), set(key(b).split())
    return len(one & two) / len(one | two) if one | two else 1.0


def vn(iso: str) -> str:
    """2026-07-31 → 31/7/2026; 2026-05 → 5/2026."""
    parts = iso.split("-")
    return "/".join(str(int(p)) if i < len(parts) - 1 else p for i, p in enumerate(reversed(parts)))


def short(words: str | None, length: int = 80) -> str:
    words = re.sub(r"\s+", " ", words or "").strip(" ,.;:")
    if len(words) <= length:
        return words
    return words[:length].rsplit(" ", 1)[0] + "…"


def listed(items: list[str], most: int = 5) -> str:
    """ "a, b và c"; a long list is cut with the number left."""
    if len(items) > most:
        return ", ".join(items[:most]) + f" và {len(items) - most} mục khác"
    return ", ".join(items[:-1]) + f" và {items[-1]}" if len(items) > 1 else "".join(items)
