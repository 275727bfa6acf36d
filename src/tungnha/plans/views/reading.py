"""The page one waits on while a scan is read."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from tungnha.plans import operations
from tungnha.plans.operations import reading_job
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Role
from tungnha.units.problems import BadInput
from tungnha.units.requests import MemberRequest

WRITERS = (Role.OFFICER, Role.DATA_STEWARD, Role.PROVINCE_OFFICER)
SECONDS_TO_WAIT = 3.0  # in the upload itself; a PDF that has letters is read by then


def send_or_wait(request: MemberRequest, name: str, data: bytes) -> HttpResponse:
    """Read a file that may take long: to its review when that was quick, else to the page that tells how far it is."""
    try:
        job = reading_job.wait(reading_job.start(name=name, data=data, by=request.member), SECONDS_TO_WAIT)
    except reading_job.TooManyJobs as problem:
        raise BadInput(
            f"Đang có {reading_job.MOST_WAITING} tệp của đồng chí được đọc; hãy đợi xong hoặc dừng bớt rồi gửi tiếp."
        ) from problem
    if job.state == "refused":
        reading_job.forget(job)
        raise BadInput(job.sentence)
    if job.state == "read":
        return _opened(request, job)
    return redirect("plans:reading", job.token)


@never_cache
@only(*WRITERS)
def reading(request: MemberRequest, token: str) -> HttpResponse:
    job = reading_job.find(token, request.member)
    if job is None:
        raise Http404("no such reading of this member")
    if request.method == "POST" and request.POST.get("do") == "stop" and job.is_open:
        reading_job.stop(job)
        job = reading_job.wait(job, 2.0)
        if not request.htmx:
            return redirect("plans:reading", token)
    elif request.method == "POST" and job.state == "read":
        try:
            return _gone_to(request, _opened(request, job))
        except operations.SameFile as problem:
            reading_job.forget(job)
            messages.info(request, problem.sentence)
            return _gone_to(request, redirect("plans:review", problem.document.pk))
    template = "plans/_reading.html" if request.htmx else "plans/reading.html"
    return render(request, template, {"job": job})


def _opened(request: MemberRequest, job: reading_job.Job) -> HttpResponse:
    data, found = reading_job.result_of(job)
    document = operations.receive_document(
        area=request.member.area, name=job.name, data=data, by=request.member, at=clock.now(), content=found
    )
    reading_job.forget(job)
    return redirect("plans:review", document.pk)


def _gone_to(request: MemberRequest, answer: HttpResponse) -> HttpResponse:
    """A redirect that the script of the waiting page follows too."""
    if request.htmx:
        where = answer["Location"] if answer.has_header("Location") else reverse("plans:upload")
        return HttpResponse(headers={"HX-Redirect": where})
    return answer
