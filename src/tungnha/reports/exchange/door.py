"""The door of the installation above: `/trao-doi/`. A signed message in, JSON out; no cookie, no session, no page.

Who somebody is, only the signature says. What it answers is signed too, so it is of use to nobody else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from tungnha.reports.exchange import answers, envelope, receiving
from tungnha.reports.exchange.envelope import NotTaken
from tungnha.reports.models import FileState, ReceivedFile
from tungnha.units import clock
from tungnha.units.problems import Problem

LOG = logging.getLogger(__name__)
STATUS = {FileState.TAKEN: 200, FileState.WAITING: 202, FileState.REFUSED: 403}
Answered = tuple[int, dict[str, Any]]


def _door(view: Callable[[bytes], Answered]) -> Callable[..., JsonResponse]:
    @login_not_required
    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest) -> JsonResponse:
        try:
            if request.method != "POST":
                return _said(404, {"why": "Địa chỉ này chỉ để máy chủ cấp dưới gửi tệp báo cáo."})
            return _said(*view(_read(request)))
        except Problem as problem:
            return _said(problem.status, {"why": problem.sentence})
        except (OperationalError, InterfaceError):
            LOG.warning("the database is away or busy", exc_info=True)
            return _said(503, {"why": "Máy chủ đang bận: xin gửi lại sau ít phút."})

    return guarded


def _said(status: int, what: dict[str, Any]) -> JsonResponse:
    answer = JsonResponse({"tungnha": 1, **what}, status=status, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _read(request: HttpRequest) -> bytes:
    """The body, read no further than a report may be long."""
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if not stated.isdecimal() or len(stated) > 12 or int(stated) > envelope.MOST_BYTES:
        raise NotTaken("too_large", "Tệp lớn hơn 2 MB nên không phải tệp báo cáo trao đổi.")
    return request.read(envelope.MOST_BYTES + 1)


@_door
def take(data: bytes) -> Answered:
    """One file. The answer to the same bytes is the same answer."""
    at = clock.now()
    area = receiving.area_for(data)
    if area is None:
        return 404, {"why": "Máy chủ này chưa mở việc nhận tệp báo cáo."}
    row = receiving.receive(data, area=area, way=ReceivedFile.Way.NET, by=None, at=at)
    said: dict[str, Any] = {"state": row.state, "why": row.why}
    if text := answers.answer_to(row, at):
        said["answer"] = text
    return STATUS[FileState(row.state)], said


@_door
def ask(data: bytes) -> Answered:
    """What was answered so far to the files of whoever asks."""
    return 200, {"answers": answers.answers_for(data, clock.now())}
