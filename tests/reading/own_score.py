"""How much of what a careful person finds in a plan the reader finds: a share from 0 to 1 for each part of a draft.

A find is matched with the expected find it agrees with most; its share is the weighted part of its fields that agree.
What is missed and what is invented both cost (F1). Only the parts an annotation names in `scored` are measured.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

Item = dict[str, Any]
NEAR = 0.5  # share of common words from which two phrases speak of the same thing


def words(text: object) -> set[str]:
    flat = unicodedata.normalize("NFD", str(text or "").lower().replace("đ", "d"))
    return set(re.findall(r"[a-z0-9]+", "".join(c for c in flat if not unicodedata.combining(c))))


def near(a: object, b: object, share: float = NEAR) -> bool:
    """Whether two phrases share most of the shorter one's words; two empty ones agree."""
    one, two = words(a), words(b)
    if not one or not two:
        return one == two
    return len(one & two) / min(len(one), len(two)) >= share


def weighed(marks: Iterable[tuple[float, bool]]) -> float:
    marks = list(marks)
    return sum(w for w, good in marks if good) / sum(w for w, _ in marks)


def f1(wanted: list[Item], found: list[Item], agree: Callable[[Any, Any], float]) -> float | None:
    """Each find with the wanted one it agrees with most, best pairs first. None where there is nothing to find."""
    pairs = sorted(((agree(w, f), i, j) for i, w in enumerate(wanted) for j, f in enumerate(found)), reverse=True)
    left, right, total = set(range(len(wanted))), set(range(len(found))), 0.0
    for share, i, j in pairs:
        if share > 0 and i in left and j in right:
            left.discard(i)
            right.discard(j)
            total += share
    missed = [i for i in left if not _free(wanted[i])]
    size = len(wanted) - len(left) + len(missed) + len(found)
    return 2 * total / size if size else None


def _free(item: Any) -> bool:
    """A find that neither costs when missed: what careful people disagree on."""
    return isinstance(item, dict) and (bool(item.get("optional")) or item.get("role", "basis") != "basis")


def header(wanted: Item, found: Item) -> float:
    a, b = wanted["header"], found["header"]
    marks = [(1.0, words(a.get(k)) == words(b.get(k))) for k in ("number", "symbol", "place", "date", "doc_type")]
    return weighed([*marks, (1.0, near(a.get("title"), b.get("title"), 0.8))])


def scope(wanted: Item, found: Item) -> float | None:
    a, b = wanted.get("scope") or {}, found.get("scope") or {}
    if not a.get("place") and not a.get("villages"):
        return None
    return weighed([(1, near(a.get("place"), b.get("place"), 0.7)), (1, a.get("villages") == b.get("villages"))])


def _symbol(item: Item) -> str:
    return "".join(sorted(words(re.sub(r"\s", "", item.get("symbol") or ""))))


def _basis(a: Item, b: Item) -> float:
    return weighed([(4, True), (1, a.get("date") == b.get("date"))]) if _symbol(a) == _symbol(b) else 0.0


def _target(a: Item, b: Item) -> float:
    values = [(a["value"], "%" in a["unit"])]
    if "value_alt" in a:
        values.append((a["value_alt"][0], "%" in a["value_alt"][1]))
    if (b["value"], "%" in (b["unit"] or "")) not in values:
        return 0.0
    if not near(a["text"], b["text"]) and not near(a["subject"], b["subject"]):
        return 0.0
    due = b["due"] in (a.get("due"), a.get("due_implied"))
    return weighed(
        [
            (6, True),
            (2, due),
            (1, a["comparator"] == b["comparator"]),
            (1, near(a.get("population"), b["population"])),
        ]
    )


def _assignment(a: Item, b: Item) -> float:
    if not near(a["unit"], b["unit"], 0.75):
        return 0.0
    few, many = sorted((a.get("n_duties") or len(a["duties"]), b["n_duties"]))
    return 0.6 + 0.4 * (few / many if many else 1.0)


def _report(a: Item, b: Item) -> float:
    if a["frequency"] != b["frequency"]:
        return 0.0
    when = [(14, a.get(k) == b.get(k)) for k in ("weekday", "day_of_month", "time", "months", "due")]
    return weighed([*when, (15, near(a.get("who"), b["who"])), (15, near(a.get("to"), b["to"]))])


def _task(a: Item, b: Item) -> float:
    if not near(a["name"], b["name"], 0.7) and a.get("no") != b.get("no"):
        return 0.0
    return weighed(
        [
            (4, near(a["name"], b["name"], 0.7)),
            (2, near(a.get("lead"), b["lead"], 0.7)),
            (1, near(a.get("co"), b["co"])),
            (1, near(a.get("result"), b["result"])),
            (2, words(a.get("due")) == words(b["due"])),
        ]
    )


def signer(wanted: Item, found: Item) -> float | None:
    a, b = wanted.get("signer") or {}, found["signer"]
    if not a.get("name"):
        return None
    return weighed((1, near(a.get(k), b.get(k), 0.8)) for k in ("authority", "title", "name"))


def deadlines(wanted: Item, found: Item) -> float | None:
    a, b = ({d["date"] for d in x.get("deadlines") or [] if d.get("date")} for x in (wanted, found))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else None


def _listed(name: str, agree: Callable[[Any, Any], float]) -> Callable[[Item, Item], float | None]:
    return lambda wanted, found: f1(wanted.get(name) or [], found.get(name) or [], agree)


PARTS: dict[str, Callable[[Item, Item], float | None]] = {
    "header": header,
    "scope": scope,
    "legal_bases": _listed("legal_bases", _basis),
    "targets": _listed("targets", _target),
    "assignments": _listed("assignments", _assignment),
    "reporting": _listed("reporting", _report),
    "tasks": _listed("tasks", _task),
    "recipients": lambda wanted, found: f1(
        wanted.get("recipients") or [],
        [r["text"] if isinstance(r, dict) else r for r in found.get("recipients") or []],
        lambda a, b: float(near(a, b, 0.75)),
    ),
    "signer": signer,
    "deadlines": deadlines,
}


def shares(wanted: Item, found: Item) -> dict[str, float]:
    """The share of each part that the annotation scores and the plan has."""
    named = wanted.get("scored") or list(PARTS)
    all_ = {name: part(wanted, found) for name, part in PARTS.items() if name in named}
    return {name: share for name, share in all_.items() if share is not None}
