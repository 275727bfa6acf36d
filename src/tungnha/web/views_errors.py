"""Pages for what is not there and for our own mistakes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tungnha.units.public import show

# Where addresses for everybody begin: who typed one wrong has been given no work, and knows no officer to ask.
FOR_EVERYBODY = ("/cong-dan/", "/xa/", "/lich-ho-tro/", "/the/", "/k/", "/h/")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith(FOR_EVERYBODY):
        return show("public/not_found.html", status=404)
    return render(request, "web/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "web/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a page that was left open too long, or sent from elsewhere."""
    return forbidden(request)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "web/500.html", status=500)
