"""What views of this room answer with: a form that is taken or comes back as it was typed, a button that is pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest


def tried(form: forms.Form, deed: Callable[[dict[str, Any]], Any], field: str | None = None) -> Any:
    """What the deed made of what was typed, True where it makes nothing. None: the form says why it was not taken, the
    deed's own refusal beside `field`."""
    if not form.is_valid():
        return None
    try:
        made = deed(form.cleaned_data)
    except Problem as problem:
        form.add_error(field, problem.sentence)
        return None
    return True if made is None else made


def pressed(request: MemberRequest, deed: Callable[[], Any], words: str, route: str, *args: Any) -> HttpResponse:
    """A button with nothing typed: done and said, or why not; then to the page."""
    try:
        deed()
        messages.success(request, words)
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect(route, *args)
