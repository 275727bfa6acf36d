"""One page with every part on it: to look at, to test with, to copy from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tungnha.web import components_sample

PAGES = {"": "web/components_page.html", "dien-thoai": "web/components_phone.html",
         "ban-in": "web/components_print.html", "cong-dan": "web/components_public.html"}  # fmt: skip


def components(request: HttpRequest, kind: str = "") -> HttpResponse:
    return render(request, PAGES[kind], components_sample.everything())
