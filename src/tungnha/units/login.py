"""Log-in by telephone number or e-mail; five wrong passwords make one wait."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tungnha.units.models import User
from tungnha.units.models.members import phone_index
from tungnha.units.protection import blind_index

WAIT_SENTENCE = (
    "Nhập sai mật khẩu nhiều lần. Xin chờ {minutes} phút rồi thử lại; nếu quên mật khẩu, hãy gọi cán bộ phụ trách."
)


class PhoneOrEmailBackend:
    """Finds the user by e-mail or by the blind index of a telephone number."""

    def authenticate(self, request: HttpRequest | None, login: str = "", password: str = "", **_: Any) -> User | None:
        user = find_user(login)
        if user is None:
            make_password(password)  # the same time is spent for an unknown name: nothing to learn from it
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()


def find_user(login: str) -> User | None:
    login = login.strip()
    if "@" in login:
        return User.objects.filter(email=login.lower()).first()
    index = phone_index(login)
    return User.objects.filter(phone_ix=index).first() if index else None


def attempt_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """What failed attempts are counted under: never the telephone number itself, which would stand in clear.

    What was typed goes first: axes gives a user's e-mail once the log-in succeeded, even if a telephone was typed.
    """
    login = (request.POST.get("login") if request else "") or (credentials or {}).get("login") or ""
    return blind_index(phone_index(login) or login.strip().lower(), "units.login")


def client_address(request: HttpRequest) -> str | None:
    """Whose attempts are counted: behind a proxy the address it saw, the last it wrote; what stands before is anybody's
    claim. Counted under the proxy's own, five wrong passwords would lock a user out everywhere."""
    own: str | None = request.META.get("REMOTE_ADDR")
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    if not settings.BEHIND_PROXY or not seen:
        return own
    try:
        return str(ipaddress.ip_address(seen))
    except ValueError:
        return own


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "units/locked_out.html", {"sentence": WAIT_SENTENCE.format(minutes=minutes)}, status=429)
