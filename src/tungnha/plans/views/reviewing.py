"""The review as a page: one plain form; with script each change is kept as it is made (views/changes.py)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tungnha.ledger.queries import measures_for
from tungnha.plans import operations
from tungnha.plans.compare import differences
from tungnha.plans.marks import KINDS
from tungnha.plans.models import PlanDocument
from tungnha.plans.operations import reviewing
from tungnha.plans.review import ReviewForm
from tungnha.plans.sitting import Sitting
from tungnha.plans.views.changes import undo_context
from tungnha.plans.views.documents import STEPS, WRITERS, own_document
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Organisation
from tungnha.units.problems import BadInput
from tungnha.units.requests import MemberRequest, asked_id

MOST_NUMBER = 10**6  # of drafts, of changes: a larger one was not made by our page
MEASURE_COLUMNS = [
    {"key": "name", "label": "Chỉ tiêu"},
    {"key": "numerator", "label": "Tử số"},
    {"key": "denominator", "label": "Mẫu số"},
    {"key": "unit", "label": "Đơn vị tính"},
]
KIND_WORDS = {
    "target": ("Chỉ tiêu", "CT, PL"), "task": ("Nhiệm vụ", "NV, B"), "unit": ("Phân công", "PC"),
    "duty": ("Chế độ báo cáo", "BC"), "frame": ("Đầu, căn cứ, nơi nhận", "Đ, CC, NN"),
}  # fmt: skip
#: what selected words may be added as: section, words on the button
ADDABLE = (
    ("targets", "Chỉ tiêu"), ("tasks", "Nhiệm vụ"), ("reporting", "Chế độ báo cáo"), ("assignments", "Đơn vị"),
    ("recipients", "Nơi nhận"), ("legal_bases", "Căn cứ"),
)  # fmt: skip


@only(*WRITERS)
def review(request: MemberRequest, pk: int) -> HttpResponse:
    document = own_document(request, pk)
    if hasattr(document, "plan"):
        return redirect("plans:plan", document.plan.pk)
    if request.method == "POST" and request.POST.get("do") == "settle":
        base = Sitting(document).base
        reviewing.settle(document=document, base=base, by=request.member, at=clock.now())
        return redirect("plans:confirm", document.pk)
    sitting = _opened(request, document)
    form = ReviewForm(sitting.content, sitting.choices, request.POST) if request.method == "POST" else sitting.form
    problem = ""
    deed = request.POST.get("do", "")
    if request.method == "POST" and not deed.startswith("add:") and form.is_valid():
        try:
            return _save(request, sitting, form, deed)
        except operations.DraftOutOfDate as late:
            messages.warning(request, late.sentence)
            return redirect("plans:compare", document.pk, late.draft.pk)
        except BadInput as wrong:
            problem = wrong.sentence
    context = _context(request, sitting, form) | {"problem": problem}
    status = 400 if problem or (request.method == "POST" and form.errors) else 200
    return render(request, "plans/review.html", context, status=status)


def _opened(request: MemberRequest, document: PlanDocument) -> Sitting:
    """The review as it stands; of a form sent, as it stood when its page was drawn; or a rival draft chosen."""
    asked = asked_id(request.POST.get("base_draft") or request.GET.get("ban"))
    if asked is None:
        return Sitting(document)
    found = get_object_or_404(document.drafts.select_related("saved_by__user"), pk=asked)
    if request.method == "POST" or found.beside_id:
        return Sitting(document, opened_on=found, upto=_number(request, "base_change"))
    return Sitting(document)


def _number(request: MemberRequest, name: str) -> int:
    return min(asked_id(request.POST.get(name)) or 0, MOST_NUMBER)


def _save(request: MemberRequest, sitting: Sitting, form: ReviewForm, deed: str) -> HttpResponse:
    document = sitting.document
    content = form.content()
    wanted = _wanted_bodies(request) if deed == "bodies" else []
    if wanted:
        _match_again(content)
    reviewing.save_form(
        document=document, content=content, before=sitting.content, by=request.member, at=clock.now(),
        base_number=_number(request, "base_number"), base_change=_number(request, "base_change"),
    )  # fmt: skip
    if wanted:
        made = operations.create_missing_organisations(
            area=document.area, wanted=wanted, by=request.member, at=clock.now()
        )
        messages.success(request, f"Đã lưu và tạo {len(made)} đơn vị; các dòng nhắc đến đã được khớp lại.")
        return redirect(reverse("plans:review", args=[document.pk]) + "#don-vi")
    if deed == "confirm":
        return redirect("plans:confirm", document.pk)
    messages.success(request, "Đã lưu bản rà soát.")
    return redirect("plans:review", document.pk)


def _wanted_bodies(request: MemberRequest) -> list[tuple[str, str]]:
    """The proposed bodies that were ticked, as (name, kind)."""
    post = request.POST
    ticked = [n for n in range(200) if post.get(f"body-{n}-make")]
    return [(post.get(f"body-{n}-name", ""), post.get(f"body-{n}-kind", "")) for n in ticked]


def _match_again(content: dict[str, Any]) -> None:
    """Rows that found no body so far look again once the new ones are there."""
    for key in ("assignments", "tasks", "steps", "reporting"):
        for row in content.get(key) or []:
            for name in ("organisations", "addressee"):
                if not row.get(name):
                    row.pop(name, None)


def _context(request: MemberRequest, sitting: Sitting, form: ReviewForm) -> dict[str, Any]:
    post = request.POST
    return {
        "sitting": sitting,
        "document": sitting.document,
        "form": form,
        "steps": STEPS,
        "draft": sitting.draft,
        "base_number": post.get("base_number") or sitting.latest.number,
        "base_change": post.get("base_change") or sitting.number,
        "lines": sitting.blocks,
        "legend": legend(sitting),
        "addable": ADDABLE,
        "others": sitting.others_here(request.member),
        **undo_context(sitting, request.member),
        "missing_bodies": sitting.missing_bodies,
        "kinds": Organisation.Kind.choices,
        "missing_sections": sitting.content.get("missing_sections") or [],
        "villages": sitting.villages,
        "notes": (sitting.content.get("source") or {}).get("notes") or [],
        "nav_items": [
            {"url": f"#muc-{section.key}", "label": section.title, "badge": section.gap_count or ""}
            for section in form.sections
            if section.forms
        ],
        "measure_columns": MEASURE_COLUMNS,
        "measures": [
            {"name": m.name, "numerator": m.numerator, "denominator": m.denominator, "unit": m.unit}
            for m in measures_for(sitting.document.area)
        ],
    }


def legend(sitting: Sitting) -> list[dict[str, Any]]:
    """Each kind of find as it is drawn in the text, with its signs and how many there are."""
    counts = dict.fromkeys(KINDS, 0)
    for find in sitting.finds:
        counts[find.kind] += not find.part
    return [
        {"kind": kind, "words": words, "signs": signs, "count": counts[kind]}
        for kind, (words, signs) in KIND_WORDS.items()
    ]


@only(*WRITERS)
def compare(request: MemberRequest, pk: int, draft: int) -> HttpResponse:
    document = own_document(request, pk)
    mine = get_object_or_404(document.drafts.select_related("saved_by__user"), pk=draft)
    theirs = Sitting(document)
    found = differences(theirs.form.said(), Sitting(document, opened_on=mine).form.said())
    context = {"document": document, "mine": mine, "theirs": _last_saved(theirs), "differences": found}
    return render(request, "plans/compare.html", context)


def _last_saved(sitting: Sitting) -> dict[str, Any]:
    """Who touched the other state last, and when: its last change, else who saved it."""
    last = sitting.rows[-1] if sitting.rows else None
    by = last.made_by if last else sitting.draft.saved_by
    return {"by": by, "at": last.made_at if last else sitting.draft.saved_at}
