"""Coming in, going out, choosing which of one's roles to work as."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tungnha.units import clock
from tungnha.units.forms import LoginForm, PasswordForm
from tungnha.units.middleware import SESSION_KEY
from tungnha.units.operations import change_password, log_event
from tungnha.units.problems import BadInput
from tungnha.units.requests import MemberRequest


@login_not_required
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    form = LoginForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        start_session(request, form.user, backend="tungnha.units.login.PhoneOrEmailBackend")
        log_event("user.logged_in", about=form.user, by=None, at=clock.now())
        return redirect(_next_page(request))
    context = {"form": form, "next": request.GET.get("next", ""), "demo": demo_guide()}
    return render(request, "units/login.html", context)


def demo_guide() -> dict[str, Any] | None:
    """Who may be tried in a demonstration, as its builder wrote it down; None wherever real people work."""
    path = settings.DATA_DIR / "demo.json"
    if settings.PRODUCTION or not settings.REHEARSAL or not path.exists():
        return None
    guide: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return guide


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url("web:home")


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    end_session(request)
    return redirect("units:login")


@require_POST
def work_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Change to another of one's own memberships."""
    own = {member.pk for member in request.memberships}  # type: ignore[attr-defined]
    if pk not in own:
        raise Http404("not one's own membership")
    request.session[SESSION_KEY] = pk
    return redirect("web:home")


@sensitive_post_parameters()
def password(request: MemberRequest) -> HttpResponse:
    """One's own password, which whoever admitted one must not go on knowing. Other browsers are logged out."""
    form = PasswordForm(request.POST or None, user=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        try:
            change_password(user=form.user, password=form.cleaned_data["new"], by=request.member, at=clock.now())
        except BadInput as problem:
            form.add_error("new", problem.sentence)
        else:
            update_session_auth_hash(request, form.user)
            messages.success(request, "Đã đổi mật khẩu.")
            return redirect("web:home")
    return render(request, "units/password.html", {"form": form})
