"""The changes of a review, one at a time: an opened draft and a change go in, the changed draft comes out. Pure.

Every row of an opened draft has an id (`targets-2`) that stays its own whatever is dropped, split or added around it.
A change is a dict that can be kept as JSON and played again: ids and rows it makes are written in it.

    {"do": "set", "item": id, "values": {field: value}}      {"do": "accept", "item": id}
    {"do": "drop", "item": id}                               {"do": "restore", "item": id}
    {"do": "add", "section": key, "rows": [row, …]}          {"do": "split", "item": id, "rows": [row, …]}
    {"do": "merge", "item": id, "others": [id, …]}           {"do": "undo", "change": number}
    {"do": "answer", "item": id, "answer": words, "changes": [{"item": id, "field": name, "value": value}, …]}
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from tungnha.plans.marks import SIGNS
from tungnha.units.problems import BadInput

Row = dict[str, Any]
Content = dict[str, Any]
Operation = dict[str, Any]

MANY = (
    "legal_bases", "targets", "tasks", "steps", "assignments", "reporting", "phases", "appendix_targets", "recipients",
    "questions",
)  # fmt: skip
SINGLE = ("header", "scope", "signer", "contact", "supervisor")
QUIET = ("accept",)  # says only that somebody looked: it stands in nobody's way
NOTES = ("undo", "form")  # entries of the log that are not played: what they did shows in the others, or in the draft
#: words of a row → what is matched to them in the register, as long as nobody chose it by hand
MATCHED_TO = {"unit": ("organisations",), "lead": ("organisations",), "who": ("organisations",), "to": ("addressee",)}
BLANK: tuple[Any, ...] = (None, "", [])


class ItemGone(BadInput):
    """The item a change speaks of is not there (any more)."""


@dataclass(frozen=True)
class Change:
    """One change that was kept: its number in the document's log, and the items it touched."""

    number: int
    operation: Operation
    touched: tuple[str, ...]


# --- opening and closing a draft -------------------------------------------------------------------------------------


def opened(content: Content) -> Content:
    """A draft ready to be changed: every row with an id, questions speaking of ids instead of places in a list."""
    made = copy.deepcopy(content)
    dropped = made.setdefault("dropped", [])
    for key in MANY:
        rows = [row if isinstance(row, dict) else {"text": row} for row in made.get(key) or []]
        made[key] = _with_ids(key, rows, [entry["row"] for entry in dropped if entry.get("section") == key])
    for key in SINGLE:
        made[key] = {**(made.get(key) or {}), "id": f"{key}-0"}
    for question in made["questions"]:
        question["about"] = [_id_of(made, path) for path in question.get("about") or []]
        question["options"] = [_option(made, option) for option in question.get("options") or []]
        if "places" in question:
            question["places"] = [_placed(made, place) for place in question["places"]]
    return made


def _with_ids(key: str, rows: list[Row], away: list[Row]) -> list[Row]:
    taken = {row["id"] for row in [*rows, *away] if row.get("id")}
    fresh = (name for n in count() if (name := f"{key}-{n}") not in taken)
    return [row if row.get("id") else {**row, "id": next(fresh)} for row in rows]


def _id_of(content: Content, path: str) -> str:
    """`targets.2` → the id of that row; what is an id or a whole section already stays."""
    section, _, rest = str(path).partition(".")
    place = rest.partition(".")[0]
    rows = content.get(section)
    if isinstance(rows, list) and place.isdigit() and int(place) < len(rows):
        return str(rows[int(place)]["id"])
    return f"{section}-0" if section in SINGLE else str(path)


def _placed(content: Content, place: Row) -> Row:
    return {**place, "path": _id_of(content, place["path"])} if place.get("path") else dict(place)


def _option(content: Content, option: Any) -> Any:
    """An option as words, or as words with the values it would set, each on an item by id."""
    if not isinstance(option, dict):
        return option
    given = option.get("changes") or option.get("set") or ([option] if "path" in option else [])
    changes = [each if "item" in each else _change_of(content, each) for each in given if isinstance(each, dict)]
    words = option.get("text") or option.get("label") or option.get("value")
    return {"text": str(words), "changes": [each for each in changes if each]}


def _change_of(content: Content, given: Row) -> Row | None:
    path = str(given.get("path") or "")
    field = path.rpartition(".")[2]
    item = _id_of(content, path)
    return {"item": item, "field": field, "value": given.get("value")} if find(content, item) else None


def option_words(option: Any) -> str:
    return str(option["text"] if isinstance(option, dict) else option)


def option_changes(question: Row, answer: str) -> list[Row]:
    """What the chosen option sets; nothing for an answer in own words."""
    for option in question.get("options") or []:
        if isinstance(option, dict) and option_words(option) == answer:
            return list(option.get("changes") or [])
    return []


def closed(content: Content) -> Content:
    """The draft to be numbered and kept: recipients as lines and with their places, empty single parts as none."""
    made = copy.deepcopy(content)
    lines = made.get("recipients") or []
    made["recipient_finds"] = lines
    made["recipients"] = [line.get("text") for line in lines]
    for key in SINGLE:
        row = {name: value for name, value in (made.get(key) or {}).items() if name != "id"}
        made[key] = row if any(value not in BLANK for value in row.values()) else None
    if not made.get("dropped"):
        made.pop("dropped", None)
    return made


# --- looking ---------------------------------------------------------------------------------------------------------


def section_of(item: str) -> str:
    return item.rpartition("-")[0]


def sign_of(item: str) -> str:
    """`targets-2` → `CT3`: the short sign of the page."""
    section, _, place = item.rpartition("-")
    letters = SIGNS.get(section, "?")
    return letters if section in SINGLE or not place.isdecimal() else f"{letters}{int(place) + 1}"


def find(content: Content, item: str) -> Row | None:
    """The row of an id, where it stands in the draft (dropped rows do not)."""
    section = section_of(item)
    value = content.get(section)
    if section in SINGLE:
        return value if value and value.get("id") == item else None
    rows = value if section in MANY and isinstance(value, list) else []
    return next((row for row in rows if row.get("id") == item), None)


def find_dropped(content: Content, item: str) -> Row | None:
    return next((entry["row"] for entry in content.get("dropped") or [] if entry["row"].get("id") == item), None)


def fresh_ids(content: Content, section: str, taken: Iterable[str] = ()) -> Iterator[str]:
    """Ids nobody in this section has had, the dropped and the `taken` included."""
    used = {row["id"] for row in content.get(section) or []} | set(taken)
    used |= {entry["row"]["id"] for entry in content.get("dropped") or []}
    last = max((int(name.rpartition("-")[2]) for name in used if section_of(name) == section), default=-1)
    return (f"{section}-{n}" for n in count(last + 1))


def _must(content: Content, item: str) -> Row:
    row = find(content, item)
    if row is None:
        raise ItemGone(f"Mục {sign_of(item)} không còn trong bản rà soát (đã bỏ, đã gộp hoặc đã hoàn tác).")
    return row


# --- playing ---------------------------------------------------------------------------------------------------------


def play(content: Content, changes: Sequence[Change]) -> Content:
    """The draft after these changes; those undone leave no trace."""
    made = copy.deepcopy(content)
    for change in active(changes):
        perform(made, change.operation)
    return made


def active(changes: Sequence[Change]) -> list[Change]:
    """The changes that hold. An undo takes back one change; undoing the undo gives it again."""
    dead: set[int] = set()
    for change in reversed(changes):
        if change.operation["do"] == "undo" and change.number not in dead:
            dead.add(change.operation["change"])
    return [change for change in changes if change.operation["do"] not in NOTES and change.number not in dead]


def perform(content: Content, operation: Operation) -> None:
    """Change an opened draft in place. Raises ItemGone where the item is not there."""
    deeds = {
        "set": _set, "accept": _accept, "drop": _drop, "restore": _restore, "add": _add, "split": _split,
        "merge": _merge, "answer": _answer,
    }  # fmt: skip
    deed = deeds.get(operation.get("do", ""))
    if deed is None:
        raise BadInput("Thay đổi này không hiểu được; mời tải lại trang rồi làm lại.")
    deed(content, operation)


def touched_by(operation: Operation) -> tuple[str, ...]:
    """The items a change speaks of, its own first."""
    own = [operation["item"]] if "item" in operation else []
    rows = operation.get("rows", ())
    others = [*operation.get("others", ()), *(change["item"] for change in operation.get("changes", ()))]
    return tuple(dict.fromkeys([*own, *(row["id"] for row in rows), *others]))


def _set(content: Content, operation: Operation) -> None:
    _write(_must(content, operation["item"]), copy.deepcopy(operation["values"]))


def _write(row: Row, values: Row) -> None:
    """Fields as an officer wants them. What was only matched to the old words is open to be matched to the new."""
    row.update(values)
    row["by_hand"] = sorted({*(row.get("by_hand") or ()), *values})
    for name in values:
        for matched in MATCHED_TO.get(name, ()):
            if matched not in row["by_hand"]:
                row.pop(matched, None)
    row["reviewed"] = True


def _accept(content: Content, operation: Operation) -> None:
    _must(content, operation["item"])["reviewed"] = True


def _drop(content: Content, operation: Operation) -> None:
    item = operation["item"]
    row = _must(content, item)
    section = section_of(item)
    if section not in MANY:
        raise BadInput("Phần này chỉ có một trong văn bản: sửa hoặc để trống, không bỏ được.")
    rows = content[section]
    at = rows.index(row)
    rows.pop(at)
    content.setdefault("dropped", []).append({"section": section, "at": at, "row": row})


def _restore(content: Content, operation: Operation) -> None:
    item = operation["item"]
    entry = next((each for each in content.get("dropped") or [] if each["row"].get("id") == item), None)
    if entry is None:
        raise ItemGone(f"Mục {sign_of(item)} không nằm trong danh sách đã bỏ.")
    content["dropped"].remove(entry)
    content[section_of(item)].insert(entry["at"], entry["row"])


def _add(content: Content, operation: Operation) -> None:
    section = operation["section"]
    if section not in MANY:
        raise BadInput("Không thêm được vào phần này.")
    for row in copy.deepcopy(operation["rows"]):
        content.setdefault(section, []).insert(_place_of(content[section], row), row)


def _place_of(rows: list[Row], row: Row) -> int:
    """Before the first row that stands later in the text; without a place of its own, last."""
    if not row.get("span"):
        return len(rows)
    later = (n for n, other in enumerate(rows) if other.get("span") and other["span"][0] > row["span"][0])
    return next(later, len(rows))


def _split(content: Content, operation: Operation) -> None:
    item = operation["item"]
    row = _must(content, item)
    rows = content[section_of(item)]
    at = rows.index(row)
    rows[at : at + 1] = copy.deepcopy(operation["rows"])


def _merge(content: Content, operation: Operation) -> None:
    """One row of several: its own values win, its blanks are filled from the others, every place is kept."""
    row = _must(content, operation["item"])
    for item in operation["others"]:
        other = _must(content, item)
        if item == operation["item"] or section_of(item) != section_of(operation["item"]):
            raise BadInput("Chỉ gộp được hai mục khác nhau của cùng một phần.")
        content[section_of(item)].remove(other)
        _take_in(row, other)
    row["reviewed"] = True


def _take_in(row: Row, other: Row) -> None:
    places = [other["span"]] if other.get("span") else []
    places += other.get("also") or []
    known = [row.get("span"), *(row.get("also") or [])]
    row["also"] = [*(row.get("also") or []), *(place for place in places if place not in known)]
    row["merged"] = [*(row.get("merged") or []), {"id": other["id"], "quote": other.get("quote"), "span": places[:1]}]
    for name, value in other.items():
        if name == "duties":
            _take_duties(row, other)
        elif name not in ("id", "quote", "span", "at", "also", "merged") and row.get(name) in BLANK:
            row[name] = value


def _take_duties(row: Row, other: Row) -> None:
    new = [n for n, duty in enumerate(other["duties"]) if duty not in (row.get("duties") or [])]
    spans, others = row.get("duty_spans"), other.get("duty_spans")
    if spans is not None and others is not None and len(others) == len(other["duties"]):
        row["duty_spans"] = [*spans, *(others[n] for n in new)]
    row["duties"] = [*(row.get("duties") or []), *(other["duties"][n] for n in new)]
    if "n_duties" in row:
        row["n_duties"] = len(row["duties"])


def _answer(content: Content, operation: Operation) -> None:
    question = _must(content, operation["item"])
    question["answer"] = operation["answer"] or None
    question["reviewed"] = bool(operation["answer"])
    for change in operation.get("changes") or ():
        _write(_must(content, change["item"]), {change["field"]: change["value"]})


# --- two officers, and taking back -----------------------------------------------------------------------------------


def versions(changes: Sequence[Change]) -> dict[str, int]:
    """Item → the number of the last change that touched it."""
    return {item: change.number for change in changes for item in change.touched}


def since(changes: Sequence[Change], touched: Iterable[str], seen: int) -> list[Change]:
    """Changes after number `seen` to any of these items: what somebody about to change them has not seen."""
    items = set(touched)
    return [
        change for change in changes
        if change.number > seen and change.operation["do"] not in QUIET and items & set(change.touched)
    ]  # fmt: skip


def in_the_way(changes: Sequence[Change], number: int) -> list[Change]:
    """Later changes that hold and rest on change `number`: they have to be taken back first."""
    own = next((change for change in changes if change.number == number), None)
    if own is None:
        return []
    items = set(own.touched)
    return [change for change in active(changes) if change.number > number and items & set(change.touched)]


def words(operation: Operation) -> str:
    """What was done, in a few words."""
    item = operation.get("item", "")
    sign = sign_of(item) if item else ""
    if operation["do"] == "merge":
        return f"gộp {', '.join(sign_of(other) for other in operation['others'])} vào {sign}"
    if operation["do"] == "split":
        return f"tách {sign} thành {len(operation['rows'])} mục"
    if operation["do"] == "add":
        return f"thêm {', '.join(sign_of(row['id']) for row in operation['rows'])}"
    if operation["do"] == "answer":
        return f"trả lời câu hỏi {sign}"
    verbs = {
        "set": "sửa",
        "accept": "xem xong",
        "drop": "bỏ",
        "restore": "lấy lại",
        "undo": "hoàn tác",
        "form": "lưu cả trang",
    }
    return f"{verbs.get(operation['do'], 'đổi')} {sign}".strip()
