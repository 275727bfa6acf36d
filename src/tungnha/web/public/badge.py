"""Is this helper real? What the code on a badge is worth, for whoever stands at the door with any telephone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from tungnha.units import clock, limits
from tungnha.units.badges import operations as badges
from tungnha.units.badges.operations import Verdict
from tungnha.units.public import for_everyone, shape, show
from tungnha.web.public.shapes import commune_of, open_commune

# code → tone, icon, what it is, what to do
SAID = {
    "valid": ("ok", "check", "Thẻ thật, còn hạn", "Tên này phải là của người đang đứng trước mặt."),
    "shown": ("ok", "check", "Đúng người: mã trên máy khớp", "Mã này chỉ máy của chính người ấy có, và vừa được tạo."),
    "forged": ("problem", "problem", "Thẻ giả", "Mã này không phải do xã ký. Đừng cho xem giấy tờ; gọi công an xã."),
    "expired": ("problem", "clock", "Thẻ đã hết hạn", "Người này không còn được đến giúp với thẻ ấy: gọi hỏi xã."),
    "early": ("warn", "clock", "Thẻ chưa đến ngày dùng", "Gọi hỏi xã trước khi nhờ giúp."),
    "revoked": ("problem", "cross", "Thẻ đã bị thu hồi", "Thẻ mất, hoặc người này không còn làm: gọi hỏi xã."),
    "ended": ("problem", "cross", "Người này đã thôi làm", "Thẻ còn hạn nhưng người cầm không còn trong Tổ."),
    "replayed": ("problem", "problem", "Mã chụp lại", "Mã đã dùng, hoặc đã quá hai phút: bảo người ấy cho xem mã mới."),
    "wrong": ("problem", "cross", "Mã trên máy không đúng", "Thẻ có thể bị chép: bảo người ấy mở máy cho xem lại mã."),
}  # fmt: skip
GOOD = ("valid", "shown")


@shape
@dataclass(frozen=True)
class Answer:
    """What is told of a badge. Who holds it is named only while it is good, for whoever stands before them."""

    code: str
    tone: str
    icon: str
    title: str
    words: str
    name: str = ""
    team: str = ""
    valid_to: date | None = None
    since: datetime | None = None


class DigitsForm(forms.Form):
    ma = forms.CharField(
        label="Sáu số trên máy của người ấy", max_length=12, required=True,
        error_messages={"required": "Mời gõ sáu số đang hiện trên máy của người ấy."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


@for_everyone
@require_safe
def about(request: HttpRequest, code: str) -> HttpResponse:
    """What to look at, and what nobody of the team ever asks."""
    _, commune = open_commune(code)
    crumbs = [{"url": commune.url, "label": commune.title}, {"label": "Người này có thật không"}]
    return show("public/badge_about.html", commune=commune, crumbs=crumbs)


@for_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, mark: str) -> HttpResponse:
    """Looked at, nothing is used up: a browser may fetch a page twice. The digits count when the button is pressed."""
    now = clock.now()
    form = DigitsForm(
        request.POST if request.method == "POST" else None, initial={"ma": request.GET.get("ma", "")[:12]}
    )
    if request.method == "POST" and form.is_valid():
        found = badges.look_at_digits(mark[:60], form.cleaned_data["ma"], who=limits.who(request), at=now)
        form = DigitsForm()
    else:
        found = badges.look(mark[:60], clock.today())
    area = found.badge.member.area.commune if found.badge is not None else None
    return show(
        "public/badge.html", kept=0, answer=_told(found), form=form, commune=commune_of(area) if area else None,
        no_index=True,
    )  # fmt: skip


def _told(found: Verdict) -> Answer:
    tone, icon, title, words = SAID[found.code]
    badge = found.badge
    if badge is None or found.code not in GOOD:
        return Answer(found.code, tone, icon, title, words, since=found.since)
    return Answer(found.code, tone, icon, title, words, badge.name, badge.team, badge.valid_to)
