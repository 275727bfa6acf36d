"""The door of the review's script: one change in, kept at once; what has to be drawn anew comes back as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tungnha.plans import marks, review_asks, review_ops
from tungnha.plans.models.documents import DraftChange
from tungnha.plans.operations import reviewing
from tungnha.plans.review import Section
from tungnha.plans.review_ops import Operation
from tungnha.plans.rows import RowForm
from tungnha.plans.sitting import Sitting
from tungnha.plans.views.documents import WRITERS, own_document
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Member
from tungnha.units.problems import BadInput, Problem
from tungnha.units.requests import MemberRequest, asked_id

MOST = 10**9


class NotYet(BadInput):
    """The fields of a row are not all right yet; `errors` says it field by field."""

    def __init__(self, form: RowForm) -> None:
        self.errors = {form[name].id_for_label: [str(text) for text in texts] for name, texts in form.errors.items()}
        super().__init__("; ".join(text for texts in self.errors.values() for text in texts))


@never_cache
@only(*WRITERS)
@require_http_methods(["GET", "POST"])
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """GET: what others changed since the page last knew. POST: keep one change, and the same."""
    document = own_document(request, pk)
    known = _number(request.GET.get("known") or request.POST.get("known"))
    sitting = Sitting(document)
    if hasattr(document, "plan"):
        return JsonResponse(
            {"sentence": "Kế hoạch này đã được xác nhận; mời tải lại trang.", "reload": True}, status=409
        )
    if request.method == "GET":
        return JsonResponse(Fresh(sitting, known, request.member).answer())
    try:
        operation = _operation(request, sitting)
        kept = _keep(request, sitting, operation) if operation else None
    except reviewing.Clash as clash:
        return JsonResponse(_clash(sitting, known, request.member, clash), status=409)
    except Problem as problem:
        wrong = {"sentence": problem.sentence, "errors": getattr(problem, "errors", {})}
        return JsonResponse(Fresh(sitting, known, request.member).answer() | wrong, status=400)
    answer = Fresh(sitting.after(), known, request.member).answer()
    return JsonResponse(answer | ({"focus": _focus(kept.change), "kept": kept.change.number} if kept else {}))


def _number(text: str | None) -> int:
    return min(asked_id(text) or 0, MOST)


def _keep(request: MemberRequest, sitting: Sitting, operation: Operation) -> reviewing.Kept:
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError as problem:
        raise BadInput("Lần sửa này thiếu mã; mời tải lại trang rồi làm lại.") from problem
    return reviewing.keep_change(
        document=sitting.document, operation=operation, key=key, seen=_number(request.POST.get("seen")),
        base=sitting.base, by=request.member, at=clock.now(),
    )  # fmt: skip


def _focus(change: DraftChange) -> str:
    """Where the page goes on: the first item that the change made or changed."""
    operation = change.operation
    return str(operation["rows"][0]["id"] if operation["do"] == "add" else (change.touched or [""])[0])


# --- from what was sent to a change ----------------------------------------------------------------------------------


def _operation(request: MemberRequest, sitting: Sitting) -> Operation | None:
    """The change that is asked for; None where all stands as it is asked to stand."""
    post, content, text = request.POST, sitting.content, sitting.document.text
    deed, item = post.get("do", ""), post.get("item", "")[:60]
    if deed == "set":
        return _set(request, sitting, item)
    if deed in ("accept", "drop", "restore"):
        return {"do": deed, "item": item}
    if deed == "undo":
        return {"do": "undo", "change": _number(post.get("change"))}
    if deed == "add":
        return review_asks.addition(
            content, text, post.get("section", ""), post.get("quote", ""), asked_id(post.get("start"))
        )
    if deed == "split":
        return review_asks.splitting(content, text, item, post.get("parts", "").splitlines())
    if deed == "merge":
        return review_asks.merging(content, item, post.getlist("others"))
    if deed == "answer":
        return review_asks.answering(content, item, post.get("answer", "")[:2000])
    raise BadInput("Thay đổi này không hiểu được; mời tải lại trang rồi làm lại.")


def _set(request: MemberRequest, sitting: Sitting, item: str) -> Operation | None:
    row = sitting.form.row(item)
    if row is None:
        raise review_ops.ItemGone(f"Mục {review_ops.sign_of(item)} không còn trong bản rà soát.")
    bound = type(row)(row.row, sitting.choices, request.POST, prefix=item)
    if not bound.is_valid():
        raise NotYet(bound)
    if review_ops.section_of(item) == "questions":
        answer = bound.corrected().get("answer") or ""
        return review_asks.answering(sitting.content, item, answer) if answer != row.answered else None  # type: ignore[attr-defined]
    values = _only(bound, request.POST.getlist("only"))
    return {"do": "set", "item": item, "values": values} if values else None


def _only(bound: RowForm, names: list[str]) -> dict[str, Any]:
    """The fields the officer changed herself, with what follows from them; the rest of the page may be old."""
    values = bound.values()
    meant = {name.removeprefix(f"{bound.item}-") for name in names}
    if not meant or "take_due" in meant:
        return values
    fields = bound.row_fields()
    return {name: value for name, value in values.items() if name in meant or name not in fields}


# --- what has to be drawn anew ---------------------------------------------------------------------------------------


@dataclass
class Fresh:
    """The parts of the page that changed since change number `known`."""

    sitting: Sitting
    known: int
    member: Member

    @cached_property
    def newer(self) -> list[DraftChange]:
        rows = self.sitting.document.changes.filter(number__gt=self.known).order_by("number")
        return list(rows.select_related("made_by__user"))

    def answer(self) -> dict[str, Any]:
        latest = self.sitting.latest
        made: dict[str, Any] = {"number": self.sitting.number, "draft": latest.number}
        made["others"] = self._draw("plans/_others.html", {"others": self.sitting.others_here(self.member)})
        if not self.newer:
            return made
        if any(row.draft_id != latest.pk or row.operation.get("do") == "form" for row in self.newer):
            return made | {"reload": True}
        items = self._items()
        return made | {
            "items": {item: self._item(item) for item in items},
            "lines": self._lines(items),
            "sections": {key: self._section(key) for key in {review_ops.section_of(item) for item in items}},
            "doubts": self._draw("plans/_doubts.html", {"form": self.sitting.form}),
            "history": self._draw("plans/_history.html", {"sitting": self.sitting}),
            "undo": self._draw("plans/_undo.html", undo_context(self.sitting, self.member)),
            "by_others": [row.touched for row in self.newer if row.made_by_id != self.member.pk],
        }

    def _items(self) -> list[str]:
        """What was touched, and what is drawn beside it: questions and the items they speak of."""
        touched = dict.fromkeys(item for row in self.newer for item in row.touched)
        questions = self.sitting.content.get("questions") or []
        related = [q["id"] for q in questions if touched.keys() & set(q.get("about") or ())]
        asked = [q for q in questions if q["id"] in touched]
        return list(dict.fromkeys([*touched, *related, *(item for q in asked for item in q.get("about") or ())]))

    def _item(self, item: str) -> dict[str, Any]:
        section = self._section_of(item)
        forms = section.forms if section else []
        at = next((n for n, form in enumerate(forms) if form.item == item), None)
        if section is None or at is None:
            return {"html": "", "section": review_ops.section_of(item), "before": ""}
        html = self._draw("plans/_row.html", {"row": forms[at], "section": section})
        after = forms[at + 1].item if at + 1 < len(forms) else ""
        return {"html": html, "section": section.key, "before": after}

    def _section_of(self, item: str) -> Section | None:
        key = review_ops.section_of(item)
        return next((section for section in self.sitting.form.sections if section.key == key), None)

    def _section(self, key: str) -> dict[str, Any]:
        section = next((each for each in self.sitting.form.sections if each.key == key), None)
        if section is None:
            return {}
        return {"count": len(section.forms), "dropped": self._draw("plans/_dropped.html", {"section": section})}

    def _lines(self, items: list[str]) -> dict[str, str]:
        """The lines of the text on which these items stand, or stood before."""
        before = review_ops.play(self.sitting.base, [c for c in self.sitting.log if c.number <= self.known])
        rows = [
            row for content in (before, self.sitting.content) for item in items
            if (row := review_ops.find(content, item)) is not None
        ]  # fmt: skip
        spans = [
            span for row in rows for span in (row.get("span"), *(row.get("also") or ()), *(row.get("duty_spans") or ()))
            if marks.is_span(span, len(self.sitting.document.text))
        ]  # fmt: skip
        numbers = marks.lines_between(self.sitting.document.text, spans)
        return {
            f"dong-{line.number}": self._draw(
                "plans/_line.html", {"line": line, "linked": True, "is_row": len(line.cells) > 1}
            )
            for line in self.sitting.lines(numbers)
        }

    def _draw(self, template: str, context: dict[str, Any]) -> str:
        return render_to_string(template, context).strip()


def undo_context(sitting: Sitting, member: Member) -> dict[str, Any]:
    row = sitting.undoable(member)
    return {"undo": row, "undo_words": review_ops.words(row.operation) if row else ""}


def _clash(sitting: Sitting, known: int, member: Member, clash: reviewing.Clash) -> dict[str, Any]:
    """Both sides in words: what the other made of the item; the page itself still holds ours."""
    theirs = [
        {"who": row.made_by.user.full_name, "words": review_ops.words(row.operation), "facts": _facts(sitting, row)}
        for row in clash.changes
    ]
    return Fresh(sitting, known, member).answer() | {"sentence": clash.sentence, "clash": theirs}


def _facts(sitting: Sitting, row: DraftChange) -> list[str]:
    """What a change of fields set, as the page says it."""
    form = sitting.form.row(row.touched[0]) if row.touched else None
    said = form.in_words() if form else {}
    labels = {name: str(made.label) for name, made in form.row_fields().items()} if form else {}
    fields = row.operation.get("values") or {}
    return [f"{labels[name]}: {said[labels[name]] or 'để trống'}" for name in fields if name in labels]


# --- dialogs ---------------------------------------------------------------------------------------------------------


@never_cache
@only(*WRITERS)
@require_GET
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    """The question before a split, a merge or an addition, as the inside of a dialog."""
    sitting = Sitting(own_document(request, pk))
    deed, item = request.GET.get("do", ""), request.GET.get("item", "")[:60]
    if deed == "add":
        return _dialog(request, "plans/_ask_add.html", {"sections": _addable(sitting)})
    row, form = review_ops.find(sitting.content, item), sitting.form.row(item)
    if row is None or form is None or deed not in ("split", "merge"):
        raise Http404("no such item to ask about")
    if deed == "split":
        parts = review_asks.offered_parts(row, review_ops.section_of(item), sitting.document.text)
        return _dialog(request, "plans/_ask_split.html", {"row": form, "parts": parts})
    near = [
        {"form": other, "likeness": like, "differs": _differs(form, other)}
        for each, like in review_asks.alike(sitting.content, item)
        if (other := sitting.form.row(each["id"])) is not None
    ]
    return _dialog(request, "plans/_ask_merge.html", {"row": form, "near": near})


def _addable(sitting: Sitting) -> list[tuple[str, str]]:
    return [(section.key, section.title) for section in sitting.form.sections if section.many and section.add_words]


def _differs(row: RowForm, other: RowForm) -> list[str]:
    """What would be lost of the other: fields both say, differently."""
    names = review_asks.differing(row.row, other.row)
    said, labels = row.in_words(), {name: str(made.label) for name, made in row.row_fields().items()}
    others = other.in_words()
    return [
        f"{labels[name]}: giữ “{said[labels[name]]}”, bỏ “{others.get(labels[name], '')}”"
        for name in names
        if name in labels and said[labels[name]] != others.get(labels[name]) and others.get(labels[name])
    ]


def _dialog(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return HttpResponse(render_to_string(template, context, request=request))
