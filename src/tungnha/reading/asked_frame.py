"""Questions about the rest: impossible days, tasks without or with two leads, references to nothing, villages."""

import re

from .asking import Draft, Option, Question, ask, listed, sets, short, vn
from .dates import impossible_days
from .document import Document
from .find import Find
from .fold import fold, key
from .header import village_counts
from .sections import ROMAN, Node
from .unit_names import split_units

_DATED = ("targets", "reporting", "tasks")


def impossible_dates(doc: Document, draft: Draft) -> list[Question]:
    """ "31/6/2026" stays as it is written; what depends on it has no date until somebody says which was meant."""
    out = []
    for line in doc.lines[doc.body_start :]:
        for start, end in impossible_days(line.text):
            at = line.start + start
            about = [
                f"{name}.{i}"
                for name in _DATED
                for i, row in enumerate(draft[name])
                if row["span"][0] <= at < row["span"][1]
            ]
            text = f"Lịch không có ngày “{line.text[start:end]}”; kế hoạch muốn nói ngày nào?"
            out.append(ask("impossible_date", text, [], about, [(at, line.start + end)]))
    return out


def past_dates(draft: Draft) -> list[Question]:
    """Due before the plan was issued, or in a year before its own."""
    issued: str | None = draft["header"].get("date")
    year = draft.get("year")
    out = []
    for name, says in (("targets", "subject"), ("reporting", "quote"), ("tasks", "name")):
        for i, row in enumerate(draft[name]):
            due = row.get("due")
            if not due or not (due < issued[: len(due)] if issued else year and int(due[:4]) < year):
                continue
            before = f"trước ngày ban hành kế hoạch ({vn(issued)})" if issued else f"trước năm của kế hoạch ({year})"
            text = f"Hạn {vn(due)} của “{short(row[says], 70)}” đứng {before}; hạn đúng là ngày nào?"
            out.append(ask("past_date", text, _a_year_later(f"{name}.{i}.due", due, issued), [f"{name}.{i}"]))
    return out


def _a_year_later(path: str, due: str, issued: str | None) -> list[Option]:
    """The commonest slip of a new year: last year's number."""
    later = f"{int(due[:4]) + 1}{due[4:]}"
    return [sets(vn(later), (path, later))] if issued and later >= issued[: len(later)] and later[5:] != "02-29" else []


def _numbered(task: Find) -> str:
    return str(task["no"] or f"“{short(task['name'], 40)}”")


def tasks_without_lead(tasks: list[Find]) -> list[Question]:
    """Rows whose lead is blank, asked of at once; where a merged cell may speak for them, it is offered."""
    blank = [i for i, t in enumerate(tasks) if not t["lead"]]
    if not blank or len(blank) == len(tasks):
        return []  # the table names nobody at all, which is no gap of a row
    offered = [i for i in blank if (tasks[i].get("inherits") or {}).get("lead")]
    options: list[Option] = []
    if offered:
        named = dict.fromkeys(short(tasks[i]["inherits"]["lead"], 60) for i in offered)
        words = f"lấy như dòng trên ({listed(list(named), 2)})"
        options = [sets(words, *[(f"tasks.{i}.lead", tasks[i]["inherits"]["lead"]) for i in offered]), "để trống"]
    rows = listed([_numbered(tasks[i]) for i in blank])
    text = f"Nhiệm vụ {rows} không ghi ai chủ trì; đơn vị nào chủ trì?"
    return [ask("task_without_lead", text, options, [f"tasks.{i}" for i in blank])]


def tasks_with_two_leads(tasks: list[Find]) -> list[Question]:
    """Rows with several leads, asked of at once: who answers for the task?"""
    several = {i: parts for i, t in enumerate(tasks) if len(parts := _leads(t["lead"])) > 1}
    if not several:
        return []
    changes = []
    for i, parts in several.items():
        co = "; ".join([*parts[1:], *([tasks[i]["co"]] if tasks[i]["co"] else [])])
        changes += [(f"tasks.{i}.lead", parts[0]), (f"tasks.{i}.co", co)]
    rows = listed([_numbered(tasks[i]) for i in several])
    text = f"Nhiệm vụ {rows} có từ hai đơn vị chủ trì trở lên; đơn vị nào chịu trách nhiệm chính?"
    options = [sets("đơn vị ghi đầu, các đơn vị sau phối hợp", *changes), "cùng chủ trì"]
    return [ask("task_with_two_leads", text, options, [f"tasks.{i}" for i in several])]


def _leads(lead: str | None) -> list[str]:
    if not lead:
        return []
    parts = split_units(lead)
    # "Các cơ quan, đơn vị" and "Sở, ban, ngành" name a group in one breath.
    return [] if re.match(r"(?:cac|toan the|tat ca|so, ban|thu truong)\b", fold(lead)) else parts


def steps_without_lead(steps: list[Find]) -> list[Question]:
    if not steps:
        return []
    text = f"{len(steps)} bước triển khai không ghi ai chủ trì; giao cho đơn vị nào?"
    return [ask("steps_without_lead", text, [], [f"steps.{i}" for i in range(len(steps))])]


_REFERENCE = re.compile(r"\b(?:muc|phan)\s+(?P<label>[ivx]{1,5}|\d{1,2}|[a-d])\b(?!\s*/)")


def references_to_nothing(doc: Document, draft: Draft, root: Node) -> list[Question]:
    """ "Các đơn vị tại mục VI" of a plan that ends with section V."""
    labels = {key(n.label): n for n in root.children if n.label}
    if not labels:
        return []
    out = []
    for i, line in enumerate(draft["recipient_finds"]):
        hit = _REFERENCE.search(fold(line["text"]))
        if not hit or hit.group("label") in labels or not any(n.level <= ROMAN for n in root.children):
            continue
        with_units = [n for n in root.children if re.search(r"to chuc thuc hien|phan cong|trach nhiem", n.folded)]
        options: list[Option] = [
            sets(
                f"mục {n.label} ({short(n.text, 50)})",
                (f"recipients.{i}.text", line["text"][: hit.start("label")] + n.label + line["text"][hit.end() :]),
            )
            for n in with_units
        ]
        said = line["text"][hit.start() : hit.end()]
        text = f"Nơi nhận ghi “{short(line['text'])}” nhưng kế hoạch không có {said}; gửi những đơn vị nào?"
        out.append(ask("reference_to_nothing", text, options, [f"recipient_finds.{i}"]))
    return out


def villages_that_differ(doc: Document, draft: Draft) -> list[Question]:
    """ "34 thôn" here, "33 thôn" there; far smaller numbers speak of some of them."""
    if not draft["scope"]["villages"]:
        return []
    said = draft["scope"]["villages"]
    counts = village_counts(doc)
    clash = [n for n in counts if n != said and 0.7 <= n / said <= 1.4]
    if said not in counts or not clash:
        return []
    numbers = sorted({said, *clash})
    words = listed([str(n) for n in numbers])
    text = f"Số thôn, khu phố được ghi khác nhau ({words}); thực tế có bao nhiêu?"
    options = [sets(str(n), ("scope.villages", n)) for n in numbers]
    return [ask("villages_differ", text, options, ["scope"], [counts[n] for n in numbers])]


def ask_about_the_rest(doc: Document, draft: Draft, root: Node) -> list[Question]:
    return [
        *villages_that_differ(doc, draft),
        *tasks_without_lead(draft["tasks"]),
        *tasks_with_two_leads(draft["tasks"]),
        *steps_without_lead(draft["steps"]),
        *references_to_nothing(doc, draft, root),
        *impossible_dates(doc, draft),
        *past_dates(draft),
    ]
