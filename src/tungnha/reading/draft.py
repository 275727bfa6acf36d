"""Composes a PlanDraft from the readers: the one place that knows their order."""

import re
from typing import Any

from .bases import read_bases
from .dates import due_of, month_end
from .document import Document, is_plan, open_document
from .duties import read_reporting
from .errors import empty_file, not_a_plan
from .extras import (
    read_contact,
    read_deadlines,
    read_materials,
    read_missing_sections,
    read_parent,
    read_phases,
    read_steps,
    read_supervisor,
)
from .find import Find
from .header import plan_year, read_header, read_scope
from .other_kinds import named_otherwise, other_kind
from .prose_tasks import read_prose_tasks
from .questions import read_questions
from .report_places import report_passages
from .sections import Node, build_tree, preamble_end
from .signature import read_recipients, read_signer
from .spans import Spans
from .standing import Place, leads_of
from .target_tables import find_target_tables, is_in_table
from .targets import read_targets
from .tasks import find_tables, read_appendix_targets, read_tasks
from .units import Assignment, as_find, find_assignments, nested_units

PlanDraft = dict[str, Any]


def read_draft(raw: str) -> PlanDraft:
    """Text of a plan → its draft. Raises UnreadableDocument when the text is empty or no plan."""
    if not raw.strip():
        raise empty_file()
    doc = open_document(raw)
    if not doc.lines:
        raise empty_file()
    kind = other_kind(doc)
    if kind:
        raise named_otherwise(kind)
    if not is_plan(doc):
        raise not_a_plan()
    return compose(doc)


def compose(doc: Document) -> PlanDraft:
    header = read_header(doc)
    year = plan_year(doc, header)
    root = build_tree(doc, preamble_end(doc), doc.body_end)
    tables = find_tables(doc)
    aims = find_target_tables(doc, year)
    tasks = [t for t in read_tasks(doc, tables, year) if not is_in_table(t, aims)] + read_prose_tasks(doc, root, year)
    units = find_assignments(doc, root)
    nested = nested_units(doc, units)
    implied = f"{year}-12-31" if year and re.search(rf"năm\s+{year}", header["title"] or "", re.IGNORECASE) else None
    targets, not_targets = read_targets(doc, target_places(doc, root, units, tasks, year), year, implied)
    reporting = read_reporting(doc, report_passages(doc, root, units, nested, tasks), year)
    bases = read_bases(doc, header)
    phases = read_phases(doc, year)
    _offer_phase_end(targets, phases)
    draft: PlanDraft = {
        "header": header,
        "legal_bases": bases,
        "scope": read_scope(doc, header),
        "targets": targets,
        "not_targets": not_targets,
        "assignments": [as_find(doc, u) for u in sorted([*units, *nested], key=lambda u: (u.start, u.nested))],
        "reporting": reporting,
        "tasks": tasks,
        "appendix_targets": read_appendix_targets(doc, tables),
        "recipients": [r["text"] for r in read_recipients(doc)],
        "recipient_finds": read_recipients(doc),
        "signer": read_signer(doc),
        "deadlines": read_deadlines(doc, targets, reporting, tasks, year),
        "phases": phases,
        "contact": read_contact(doc),
        "materials": read_materials(doc),
        "supervisor": read_supervisor(doc),
        "steps": read_steps(doc, root),
        "missing_sections": read_missing_sections(root),
        "parent": read_parent(doc, bases, targets),
        "year": year,
        "due_implied": implied,
    }
    draft["questions"] = read_questions(doc, draft, root)
    draft["text"] = doc.text
    # Another document in the same file is kept in the text but not read as part of this plan.
    draft["other_document"] = [doc.rest, len(doc.text)] if doc.rest < len(doc.text) else None
    return draft


def _offer_phase_end(targets: list[Find], phases: list[Find]) -> None:
    """A peak's end is a likelier due than the year's; still only offered."""
    peak = next((p["end"] for p in phases if p["name"] == "cao điểm" and p["end"]), None)
    for target in targets:
        if peak and target["due"] is None:
            target["due_implied"] = peak


def _unit_due(doc: Document, unit: Assignment, year: int | None) -> tuple[str | None, str | None]:
    """ "- Thời gian thực hiện: Hoàn thành trước …" is the deadline of the unit's duties."""
    for node in unit.due_nodes:
        hit = due_of(node.text, year)
        if hit:
            return month_end(hit.iso), node.line.text
    return None, None


def target_places(
    doc: Document, root: Node, units: list[Assignment], tasks: list[Find], year: int | None
) -> list[Place]:
    """Where targets may stand: each paragraph of the body under its headings, then each task's cells."""
    owners = [u for u in units for _ in u.duties]
    unit_spans = Spans([span for u in units for span in u.duties])
    places = []
    leads = leads_of(root.walk())
    for node in root.walk():
        if node.level < 0:
            continue
        touched = unit_spans.first_touching(node.start, node.end)
        owner = owners[touched] if touched is not None else None
        due, source = _unit_due(doc, owner, year) if owner else (None, None)
        above = [n for n in (node, *node.ancestors()) if n.level >= 0]
        heads = tuple(h for n in above for h in (leads.get(id(n)), n) if h is not None and h is not node)
        places.append(Place(node.start, node.end, heads, due, source, "unit" if owner else "body"))
    for task in tasks:
        if "\t" in task["quote"]:
            places += _cell_places(doc, task)
    return places


def _cell_places(doc: Document, task: Find) -> list[Place]:
    start = task["span"][0]
    out = []
    source = f"{task['no'] or ''} {task['due_text'] or ''}".strip() or None
    due = month_end(task["due"]) if task["due"] else None
    for cell in doc.text[start : task["span"][1]].split("\t"):
        if "%" in cell and cell.strip() != task["due_text"]:
            out.append(
                Place(start, start + len(cell), (), due, source if due else None, f"task {task['no']}", task["name"])
            )
        start += len(cell) + 1
    return out
