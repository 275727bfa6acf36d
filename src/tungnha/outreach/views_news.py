"""News from activities: drafted, written, approved; pictures with the word of who asked; put up by people."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tungnha.outreach import news_words
from tungnha.outreach.answering import tried
from tungnha.outreach.campaign_pages import (
    APPROVERS,
    PLANNERS,
    READERS,
    WRITERS,
    address,
    answered_or_404,
    campaign_or_empty,
    frame,
    way_back,
)
from tungnha.outreach.forms_campaign import NewsForm, PhotoForm, PostedForm
from tungnha.outreach.models import News, NewsPhoto
from tungnha.outreach.operations import news as operations
from tungnha.outreach.queries import activities
from tungnha.outreach.queries.materials import as_address
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.problems import BadInput, Problem
from tungnha.units.requests import MemberRequest, asked_id


@only(*READERS)
def index(request: MemberRequest) -> HttpResponse:
    campaign = campaign_or_empty(request, "news")
    if isinstance(campaign, HttpResponse):
        return campaign
    rows = News.objects.visible_to(request.member).filter(part__activity__campaign=campaign)
    context = frame(request, campaign, "news") | {"rows": _loaded(rows)[:60]}
    return render(request, "outreach/news.html", context)


def _loaded(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related(
        "part__activity__campaign__area", "part__area", "part__organisation", "approved_by__user", "made_by__user"
    )


@only(*PLANNERS)
def write(request: MemberRequest, pk: int) -> HttpResponse:
    """A piece about what one place did, begun from what is known of it."""
    part = answered_or_404(request, pk)
    title, said = news_words.draft(part) if part.is_done else ("", "")
    form = NewsForm(request.POST or None, initial={"title": title, "words": said})
    draft = partial(operations.write_news, part=part, by=request.member, at=clock.now())
    if request.method == "POST" and (made := tried(form, lambda data: draft(**data))) is not None:
        messages.success(request, "Đã lưu bản thảo tin.")
        return redirect(address(request, "outreach:news-one", made.pk))
    above = (part.activity.name, address(request, "outreach:part", part.pk))
    context = frame(request, part.activity.campaign, "news") | {
        "part": part, "form": form, **way_back(request, "Viết tin", above),
    }  # fmt: skip
    return render(request, "outreach/news_write.html", context, status=400 if form.errors else 200)


def _news(request: MemberRequest, pk: int) -> News:
    found: News = get_visible_or_404(_loaded(News.objects.all()), request.member, pk=pk)
    return found


@only(*READERS)
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """As it will be read, its pictures, who approved it, where it was put up."""
    found, form = _news(request, pk), None
    if request.method == "POST":
        _of_this_place(request, found, *PLANNERS)
        form = NewsForm(request.POST)
        mend = partial(operations.write_news, part=found.part, news=found, by=request.member, at=clock.now())
        if tried(form, lambda data: mend(**data)) is not None:
            messages.success(request, "Đã lưu.")
            return redirect(address(request, "outreach:news-one", found.pk))
    return _page(request, found, form=form)


def _page(request: MemberRequest, found: News, **typed: forms.Form | None) -> HttpResponse:
    """`typed`: form, photo_form or posted_form as it was sent, when it was not taken."""
    member, on = request.member, clock.today()
    shown: dict[str, Any] = {
        "form": NewsForm(initial={"title": found.title, "words": found.words}),
        "photo_form": PhotoForm(initial={"consent_on": on}), "posted_form": PostedForm(initial={"on": on}),
    }  # fmt: skip
    refused = {name: form for name, form in typed.items() if form is not None}
    context = frame(request, found.part.activity.campaign, "news") | shown | refused | {
        "news": found, "may_write_news": member.has_role(*PLANNERS) and activities.answers_for(member, found.part),
        "photos": [(photo, as_address(photo.picture)) for photo in found.photos.select_related("made_by__user")],
        "may_approve": member.has_role(*APPROVERS) and found.part.area.path.startswith(member.area.path),
        "may_post": member.has_role(*WRITERS),
        **way_back(request, found.title, ("Tin", address(request, "outreach:news"))),
    }  # fmt: skip
    return render(request, "outreach/news_one.html", context, status=400 if refused else 200)


@only(*READERS)
@require_POST
def step(request: MemberRequest, pk: int, what: str) -> HttpResponse:
    """Approved, put up, a picture added or taken away."""
    found = _news(request, pk)
    deeds = {"duyet": _approve, "dang": _post, "anh": _photo, "bo-anh": _withdraw}
    if what not in deeds:
        raise Http404("no such step")
    try:
        messages.success(request, deeds[what](request, found))
    except _Refused as refused:
        return _page(request, found, **{refused.name: refused.form})
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect(address(request, "outreach:news-one", found.pk))


class _Refused(Exception):
    """A form of the page was not taken: it is shown again as it was typed."""

    def __init__(self, name: str, form: forms.Form) -> None:
        super().__init__(name)
        self.name, self.form = name, form


def _approve(request: MemberRequest, found: News) -> str:
    if not request.member.has_role(*APPROVERS) or not found.part.area.path.startswith(request.member.area.path):
        raise Http404("not this member's to approve")
    operations.approve_news(news=found, by=request.member, at=clock.now())
    return "Đã duyệt. Máy không tự đăng: mời chép lời, đăng rồi ghi đường dẫn."


def _post(request: MemberRequest, found: News) -> str:
    if not request.member.has_role(*WRITERS):
        raise Http404("only the desk puts it up")
    form, post = PostedForm(request.POST), partial(operations.note_posted, news=found)
    if tried(form, lambda data: post(by=request.member, at=clock.now(), **data)) is None:
        raise _Refused("posted_form", form)
    return "Đã ghi nơi đăng. Tin được tính là một tin, bài của chủ đề."


def _photo(request: MemberRequest, found: News) -> str:
    _of_this_place(request, found)
    form = PhotoForm(request.POST, request.FILES)

    def add(data: dict[str, Any]) -> NewsPhoto:
        given = data | {"picture": data["picture"].read()}
        return operations.add_photo(news=found, by=request.member, at=clock.now(), **given)

    if tried(form, add) is None:
        raise _Refused("photo_form", form)
    return "Đã thêm ảnh."


def _withdraw(request: MemberRequest, found: News) -> str:
    _of_this_place(request, found)
    photo = NewsPhoto.objects.filter(news=found, pk=asked_id(request.POST.get("anh")) or 0).first()
    if photo is None:
        raise BadInput("Ảnh này không còn: mời mở lại trang.")
    operations.withdraw_photo(photo=photo, by=request.member, at=clock.now())
    return "Đã bỏ ảnh khỏi máy."


def _of_this_place(request: MemberRequest, found: News, *roles: str) -> None:
    if not activities.answers_for(request.member, found.part) or (roles and not request.member.has_role(*roles)):
        raise Http404("another place's news")
