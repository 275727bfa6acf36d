"""A document comes in, is reviewed, and becomes a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.db.models import Model
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render

from tungnha.ledger.models import Measure
from tungnha.ledger.queries import measures_for
from tungnha.plans import asked, operations, whom
from tungnha.plans.forms import ConfirmForm, UploadForm
from tungnha.plans.guesses import has_peak
from tungnha.plans.models import PlanDocument, Target
from tungnha.plans.operations import reading_job, reviewing
from tungnha.plans.operations.asking import is_under
from tungnha.plans.operations.confirming import last_day
from tungnha.plans.parents import followed
from tungnha.plans.review import SECTIONS
from tungnha.plans.sitting import Sitting
from tungnha.plans.views.reading import send_or_wait
from tungnha.reading import takes_long
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Organisation, Role
from tungnha.units.operations import log_event
from tungnha.units.problems import BadInput
from tungnha.units.requests import MemberRequest

WRITERS = (Role.OFFICER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)
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
        name, data = form.given()
        try:
            if takes_long(data):
                return send_or_wait(request, name, data)
            document = operations.receive_document(
                area=request.member.area, name=name, data=data, by=request.member, at=clock.now()
            )
            return redirect("plans:review", document.pk)
        except operations.SameFile as problem:
            form.add_error(None, problem.sentence)
            earlier = problem.document
        except BadInput as problem:
            form.add_error("file" if form.cleaned_data["file"] is not None else "pasted", problem.sentence)
    context = {"form": form, "earlier": earlier, "steps": STEPS, "going": reading_job.jobs_of(request.member)}
    return render(request, "plans/upload.html", context, status=400 if form.errors else 200)


@only(*WRITERS)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    document = own_document(request, pk)
    if hasattr(document, "plan"):
        return redirect("plans:plan", document.plan.pk)
    sitting = Sitting(document)
    organisations = Organisation.objects.filter(area=document.area, valid_to=None).exclude(kind="team")
    doors = _doors(sitting)
    form = ConfirmForm(
        request.POST or None, organisations=organisations, asked=asked.choices(doors),
        initial=_offered(sitting, organisations) | {"asked": _ticked(sitting, doors)},
    )  # fmt: skip
    stands = _stands(sitting)
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("stands", stands) != stands:
                raise BadInput("Vừa có người sửa bản rà soát; mời xem lại các con số bên cạnh rồi xác nhận.")
            draft = reviewing.settle(document=document, base=sitting.base, by=request.member, at=clock.now())
            plan = operations.confirm_plan(
                document=document, draft=draft, area=document.area, by=request.member, at=clock.now(),
                **form.cleaned_data | {"asked": _chosen(doors, form.cleaned_data.get("asked", ()))},
            )  # fmt: skip
            messages.success(request, "Đã xác nhận. Kế hoạch bắt đầu chạy.")
            return redirect("plans:plan", plan.pk)
        except BadInput as problem:
            form.add_error(None, problem.sentence)
    sitting = sitting.after()
    context = {"document": document, "stands": _stands(sitting), "form": form, "steps": STEPS} | _summary(sitting)
    return render(request, "plans/confirm.html", context, status=400 if form.errors else 200)


def _doors(sitting: Sitting) -> list[asked.Offer]:
    """What may be asked from house to house, where the plan gives the work and no target; nothing for a plan under
    another one's campaign."""
    area = sitting.document.area
    above = followed(sitting.document, sitting.content)
    if above is not None and is_under(above.area or area, above.plan):
        return []
    found = asked.offers(asked.pieces_of(sitting.content), measures_for(area))
    return asked.left_open(found, _counted(sitting))


def _counted(sitting: Sitting) -> list[Measure]:
    codes = [row.get("measure") for row in sitting.content["targets"] if row.get("role") == Target.Role.TARGET]
    return list(measures_for(sitting.document.area).filter(code__in=[code for code in codes if code]))


def _ticked(sitting: Sitting, doors: list[asked.Offer]) -> list[str]:
    """Proposed only where nobody would be called otherwise; beside targets of residents the officer adds it."""
    return [] if asked.services_asked(_counted(sitting)) else [offer.measure.code for offer in doors]


def _chosen(doors: list[asked.Offer], codes: Sequence[str]) -> list[Measure]:
    return [offer.measure for offer in doors if offer.measure.code in codes]


def _stands(sitting: Sitting) -> str:
    """Which state a page showed: the number of its draft and of the last change to it."""
    return f"{sitting.latest.number}.{sitting.number}"


def _offered(sitting: Sitting, organisations: Any) -> dict[str, Any]:
    header = sitting.content.get("header") or {}
    issuer = whom.match_one(header.get("issuer"), list(organisations.select_related("area")))
    return {
        "campaign_name": (header.get("title") or "")[:300],
        "organisation": issuer or organisations.filter(kind="committee").values_list("pk", flat=True).first(),
        "started_on": last_day(header.get("date")) or clock.today(),
    }


def _summary(sitting: Sitting) -> dict[str, Any]:
    """What will be made, and what stays open."""
    content = sitting.content
    rows = [(title, len(content.get(key) or [])) for key, title, _, many, _ in SECTIONS if many]
    peak_known = any(row.get("end") for row in content.get("phases") or [])
    return {
        "rows": [{"label": title, "value": count} for title, count in rows if count],
        "open_questions": [q["text"] for q in content.get("questions") or [] if not q.get("answer")],
        "unmeasured": [t["text"] for t in content["targets"] if not t.get("measure") and t.get("role") == "target"],
        "undated": [t["text"] for t in content["targets"] if not t.get("due")],
        "ask_peak_end": has_peak(content) and not peak_known,
        "elsewhere": whom.elsewhere(content.get("header") or {}, sitting.document.area.name),
        "missing_bodies": [body["name"] for body in sitting.missing_bodies],
    }


@only(*WRITERS, Role.LEADER)
def file(request: MemberRequest, pk: int) -> HttpResponse:
    """The document as it was handed in."""
    document = own_document(request, pk)
    answer = FileResponse(document.file.open("rb"), as_attachment=True, filename=document.name)
    return cast("HttpResponse", answer)
