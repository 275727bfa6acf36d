"""Hands out the phone's app. No log-in and no data: what is personal comes through `/dt/api/`, to a known device."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tungnha.web.middleware import POLICY
from tungnha.web.phone_app import AppFile, app

# The card scanner is WebAssembly: without this word the browser refuses to compile it. Nothing else is let in.
PHONE_POLICY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
ASK_EACH_TIME = "no-cache"
FOR_GOOD = "public, max-age=31536000, immutable"


@login_not_required
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page all screens are drawn in. After the first time the phone's own copy answers."""
    return _answer(request, app().shell, ASK_EACH_TIME)


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, in front of it the list of what this version is made of."""
    return _answer(request, app().worker, ASK_EACH_TIME)


@login_not_required
@require_safe
def app_file(request: HttpRequest, version: str, path: str) -> HttpResponse:
    """One file of the running version; of another version there is nothing: a mix of two would be a third."""
    if version != app().version or path not in app().files:
        raise Http404("not a file of this version")
    return _answer(request, app().files[path], FOR_GOOD)


def _answer(request: HttpRequest, file: AppFile, keep: str) -> HttpResponse:
    packed = file.shrinks and "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(file.packed if packed else file.body, content_type=file.kind)
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = keep
    answer.headers["Content-Security-Policy"] = PHONE_POLICY
    return answer
