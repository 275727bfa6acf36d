"""The first page of each role: it starts from what is due and what is red."""

from django.http import HttpResponse
from django.shortcuts import render

from tungnha.units.requests import MemberRequest
from tungnha.web import home as first_pages


def home(request: MemberRequest) -> HttpResponse:
    if request.member is None:
        return render(request, "web/no_membership.html", status=403)
    template, context = first_pages.about(request.member)
    return render(request, template, context)
