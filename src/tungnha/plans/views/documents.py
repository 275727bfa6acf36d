"""A document comes in, is reviewed, and becomes a plan."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tungnha.ledger.models import Measure
from tungnha.plans import marks, operations, queries, whom
from tungnha.plans.compare import differences
from tungnha.plans.forms import ConfirmForm, UploadForm
from tungnha.plans.guesses import has_peak
from tungnha.plans.models import Draft, PlanDocument
from tungnha.plans.operations import reading_job
from tungnha.plans.operations.confirming import last_day
from tungnha.plans.prepare import named_bodies, prepared
from tungnha.plans.review import SECTIONS, ReviewForm
from tungnha.plans.rows import Choices
from tungnha.plans.views.reading import send_or_wait
from tungnha.reading import takes_long
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Area, Organisation, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.units.requests import MemberRequest, asked_id

WRITERS = (Role.OFFICER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)
MEASURE_COLUMNS = [
    {"key": "name", "label": "Chỉ tiêu"},
    {"key": "numerator", "label": "Tử số"},
    {"key": "denominator", "label": "Mẫu số"},
    {"key": "unit", "label": "Đơn vị tính"},
]
MOST_DRAFTS = 10**6  # a larger number was not made by our page
STEPS = ("Tải lên", "Rà soát", "Xác nhận")


def own_document(request: MemberRequest, pk: int) -> PlanDocument:
    """A document of the member's own level: nobody corrects the plan of the level below or above."""
    rows = PlanDocument.objects.select_related("area", "uploaded_by__user")
    found: PlanDocument = get_visible_or_404(rows, request.member, pk=pk)
    must_be_own(request, found, found.area_id)
    return found


def must_be_own(request: MemberRequest, about: Model, area_id: int) -> None:
    """404 for what lies in sight but at another level, and the log says so."""
    if area_id != request.member.area_id:
        log_event("scope.refused", about=about, by=request.member, at=clock.now())
        raise Http404("of another level")


@only(*WRITERS)
def upload(request: MemberRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    earlier = None
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            data = file.read()
            if takes_long(data):
                return send_or_wait(request, file.name, data)
            document = operations.receive_document(
                area=request.member.area, name=file.name, data=data, by=request.member, at=clock.now()
            )
            return redirect("plans:review", document.pk)
        except operations.SameFile as problem:
            form.add_error(None, problem.sentence)
            earlier = problem.document
        except BadInput as problem:
            form.add_error("file", problem.sentence)
    context = {"form": form, "earlier": earlier, "steps": STEPS, "going": reading_job.jobs_of(request.member)}
    return render(request, "plans/upload.html", context, status=400 if form.errors else 200)


@only(*WRITERS)
def review(request: MemberRequest, pk: int) -> HttpResponse:
    document = own_document(request, pk)
    if hasattr(document, "plan"):
        return redirect("plans:plan", document.plan.pk)
    latest = queries.latest_draft(document)
    base = _base_draft(request, document) or latest
    bodies = queries.organisations_near(document.area)
    content = _ready(base, document, bodies)
    form = ReviewForm(content, _choices(bodies, document.area), request.POST if request.method == "POST" else None)
    problem = ""
    deed = request.POST.get("do", "")
    if request.method == "POST" and not deed.startswith("add:") and form.is_valid():
        try:
            return _save(request, document, form, deed)
        except operations.DraftOutOfDate as late:
            messages.warning(request, late.sentence)
            return redirect("plans:compare", document.pk, late.draft.pk)
        except BadInput as wrong:
            problem = wrong.sentence
    context = _review_context(document, content, form, bodies) | {
        "draft": base,
        "base_number": request.POST.get("base_number") or latest.number,
        "problem": problem,
    }
    status = 400 if problem or (request.method == "POST" and form.errors) else 200
    return render(request, "plans/review.html", context, status=status)


def _base_draft(request: MemberRequest, document: PlanDocument) -> Draft | None:
    """The state the page was opened on: named in the form, or chosen after two officers saved at once."""
    asked = asked_id(request.POST.get("base_draft") or request.GET.get("ban"))
    if asked is None:
        return None
    return get_object_or_404(document.drafts.select_related("saved_by__user"), pk=asked)


def _save(request: MemberRequest, document: PlanDocument, form: ReviewForm, deed: str) -> HttpResponse:
    content = form.content()
    wanted = _wanted_bodies(request) if deed == "bodies" else []
    if wanted:
        _match_again(content)
    base_number = min(asked_id(request.POST.get("base_number")) or 0, MOST_DRAFTS)
    operations.save_draft(
        document=document, base_number=base_number, content=content, by=request.member, at=clock.now()
    )
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


def _ready(draft: Draft, document: PlanDocument, bodies: list[Organisation]) -> dict[str, Any]:
    return prepared(draft.content, bodies=bodies, area_name=document.area.name)


def _choices(bodies: list[Organisation], area: Area) -> Choices:
    """Teams and, for a province, its communes' committees are chosen as a group."""
    provincial = area.kind == Area.Kind.PROVINCE
    measures = list(Measure.objects.all())
    few = [
        body for body in bodies if body.kind != Organisation.Kind.TEAM and not (provincial and body.area_id != area.pk)
    ]
    named = [(str(body.pk), body.label) for body in few]
    return Choices(
        measures=[(measure.code, measure.name) for measure in measures],
        bodies=[*[(key, words) for key, (words, _) in whom.GROUPS.items()], *named],
        measure_words={measure.code: (measure.numerator, measure.denominator) for measure in measures},
    )


def _review_context(
    document: PlanDocument, content: dict[str, Any], form: ReviewForm, bodies: list[Organisation]
) -> dict[str, Any]:
    missing = whom.missing_bodies(named_bodies(content), bodies)
    kinds = Organisation.Kind.choices
    return {
        "document": document,
        "form": form,
        "steps": STEPS,
        "lines": marks.marked_lines(document.text, marks.finds_of(content, len(document.text))),
        "missing_bodies": [{"name": name, "kind": kind} for name, kind in missing],
        "kinds": kinds,
        "missing_sections": content.get("missing_sections") or [],
        "villages": _villages(document, content),
        "nav_items": [
            {"url": f"#muc-{section.key}", "label": section.title, "badge": section.gap_count or ""}
            for section in form.sections
        ],
        "measure_columns": MEASURE_COLUMNS,
        "measures": [
            {"name": m.name, "numerator": m.numerator, "denominator": m.denominator, "unit": m.unit}
            for m in Measure.objects.all()
        ],
    }


def _villages(document: PlanDocument, content: dict[str, Any]) -> dict[str, int] | None:
    """Where the plan names another number of villages than the register holds."""
    stated = (content.get("scope") or {}).get("villages")
    if not stated or document.area.kind != "commune":
        return None
    here = document.area.children.standing_on(clock.today()).count()
    return None if here == stated else {"stated": stated, "here": here}


@only(*WRITERS)
def compare(request: MemberRequest, pk: int, draft: int) -> HttpResponse:
    document = own_document(request, pk)
    mine = get_object_or_404(document.drafts.select_related("saved_by__user"), pk=draft)
    theirs = queries.latest_draft(document)
    bodies = queries.organisations_near(document.area)
    choices = _choices(bodies, document.area)
    found = differences(*(ReviewForm(_ready(each, document, bodies), choices).said() for each in (theirs, mine)))
    context = {"document": document, "mine": mine, "theirs": theirs, "differences": found}
    return render(request, "plans/compare.html", context)


@only(*WRITERS)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    document = own_document(request, pk)
    if hasattr(document, "plan"):
        return redirect("plans:plan", document.plan.pk)
    draft = queries.latest_draft(document)
    organisations = Organisation.objects.filter(area=document.area, valid_to=None).exclude(kind="team")
    form = ConfirmForm(request.POST or None, organisations=organisations, initial=_offered(draft, organisations))
    seen = request.POST.get("draft", str(draft.number))
    if request.method == "POST" and form.is_valid():
        try:
            if seen != str(draft.number):
                raise BadInput("Vừa có người lưu bản rà soát mới hơn; mời xem lại các con số bên cạnh rồi xác nhận.")
            plan = operations.confirm_plan(
                document=document, draft=draft, area=document.area, by=request.member, at=clock.now(),
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, "Đã xác nhận. Kế hoạch bắt đầu chạy.")
            return redirect("plans:plan", plan.pk)
        except BadInput as problem:
            form.add_error(None, problem.sentence)
    context = {"document": document, "draft": draft, "form": form, "steps": STEPS} | _summary(document, draft)
    return render(request, "plans/confirm.html", context, status=400 if form.errors else 200)


def _offered(draft: Draft, organisations: Any) -> dict[str, Any]:
    header = draft.content.get("header") or {}
    issuer = whom.match_one(header.get("issuer"), list(organisations.select_related("area")))
    return {
        "campaign_name": (header.get("title") or "")[:300],
        "organisation": issuer or organisations.filter(kind="committee").values_list("pk", flat=True).first(),
        "started_on": last_day(header.get("date")) or clock.today(),
    }


def _summary(document: PlanDocument, draft: Draft) -> dict[str, Any]:
    """What will be made, and what stays open."""
    bodies = queries.organisations_near(document.area)
    content = prepared(draft.content, bodies=bodies, area_name=document.area.name)
    rows = [(title, len(content.get(key) or [])) for key, title, _, many, _ in SECTIONS if many]
    peak_known = any(row.get("end") for row in content.get("phases") or [])
    return {
        "rows": [{"label": title, "value": count} for title, count in rows if count],
        "open_questions": [q["text"] for q in content.get("questions") or [] if not q.get("answer")],
        "unmeasured": [t["text"] for t in content["targets"] if not t.get("measure") and t.get("role") == "target"],
        "undated": [t["text"] for t in content["targets"] if not t.get("due")],
        "ask_peak_end": has_peak(content) and not peak_known,
        "elsewhere": whom.elsewhere(draft.content.get("header") or {}, document.area.name),
        "missing_bodies": [name for name, _ in whom.missing_bodies(named_bodies(content), bodies)],
    }


@only(*WRITERS, Role.LEADER)
def file(request: MemberRequest, pk: int) -> HttpResponse:
    """The document as it was handed in."""
    document = own_document(request, pk)
    answer = FileResponse(document.file.open("rb"), as_attachment=True, filename=document.name)
    return cast("HttpResponse", answer)
