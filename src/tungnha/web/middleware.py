"""What every answer carries, and how a problem no form caught becomes a page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tungnha.units.problems import Problem
from tungnha.units.public import show

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class ContentSecurityPolicy:
    """No script, style, font or picture from anywhere else, and none inside the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), camera=(self)")
        response.headers.setdefault("Cache-Control", "private, no-store")  # names must not stay in a shared browser
        return response


class NotTooLarge:
    """Turns a request away by the size it states, before a byte is kept: whatever is uploaded, by a stranger too, goes
    to the machine's disk first, and only then to a form that looks at its size."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/dt/api/"):  # reads no more than half a megabyte, and answers no page
            return self.get_response(request)
        stated = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.REQUEST_MAX_BYTES_OF.get(request.path, settings.REQUEST_MAX_BYTES)
        if not stated.isdecimal() or len(stated) > 15 or int(stated) > most:
            sentence = f"Tệp gửi lên lớn hơn {most // 2**20} MB nên không nhận: xin chia nhỏ rồi gửi từng phần."
            return render(request, "web/problem.html", {"sentence": sentence}, status=413)
        return self.get_response(request)


BUTTON_ONLY = (
    "Địa chỉ này chỉ dùng khi bấm nút trên trang. Nếu vừa phải đăng nhập lại thì việc bấm trước đó chưa được làm: "
    "xin mở lại trang ấy rồi bấm lại."
)


class ProblemPages:
    """Turns a Problem that no form caught into one page with its sentence, and a door entered the wrong way too: who
    pressed a button after the session ended is led there by the log-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":
            page = render(request, "web/problem.html", {"sentence": BUTTON_ONLY}, status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Problem):
            if request.resolver_match and getattr(request.resolver_match.func, "for_everyone", False):
                return show(
                    "public/refused.html", status=exception.status, sentence=exception.sentence, back=request.path
                )
            return render(request, "web/problem.html", {"sentence": exception.sentence}, status=exception.status)
        return None
