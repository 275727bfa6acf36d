"""Which commune is mine: the first tap."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from tungnha.identity import names
from tungnha.units.models import Area
from tungnha.units.public import for_everyone, show
from tungnha.web.public.shapes import Commune, at_work, commune_of, open_commune

# The doors of a commune's front page, in the order people ask for them: (route, icon, title, text). The route takes the
# commune's code; a door whose route does not stand is left out.
DOORS = (
    ("web:public-sessions", "calendar", "Buổi hỗ trợ gần nhà", "Ngày nào, ở đâu, đi thế nào"),
    ("web:public-guides", "list", "Cần mang gì, làm thế nào", "Chữ ký số, VNeID, ứng dụng của tỉnh…"),
    ("web:public-badge", "shield", "Người này có thật của Tổ không?", "Soi mã trên thẻ"),
    ("outreach:public-materials", "school", "Tài liệu, bài hướng dẫn", "Đọc, in, gửi cho nhau"),
    ("web:public-feedback", "voice", "Góp ý, báo điều chưa được", "Gửi và xem trả lời bằng mã"),
    ("web:public-far", "chart", "Xã ta đang ở đâu", "Số liệu công khai"),
    ("web:public-contact", "call", "Hỏi ai", "Số điện thoại cơ quan, giờ làm việc"),
)
MOST = 60  # a province has some 170: who sees more than a screenful types three letters of the name


@for_everyone
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Where only one commune works with the product, straight to it."""
    rows = Area.objects.filter(pk__in=at_work()).select_related("parent").order_by("parent__order", "folded_name")
    if (only := list(rows[:2])) and len(only) == 1:
        return HttpResponseRedirect(commune_of(only[0]).url)
    wanted = request.GET.get("ten", "").strip()[:60]
    found = rows.filter(folded_name__contains=names.fold(wanted)) if wanted else rows
    communes = [commune_of(area) for area in found[: MOST + 1]]
    return show(
        "public/find.html", wanted=wanted, rows=[_row(commune) for commune in communes[:MOST]],
        more=len(communes) > MOST,
    )  # fmt: skip


def _row(commune: Commune) -> dict[str, str]:
    return {"title": commune.title, "url": commune.url, "meta": commune.province}


@for_everyone
@require_safe
def front(request: HttpRequest, code: str) -> HttpResponse:
    """The front page of a commune: one door to each thing."""
    _, commune = open_commune(code)
    return show("public/commune.html", commune=commune, doors=_doors(code))


def _doors(code: str) -> list[dict[str, str]]:
    found = []
    for route, icon, title, text in DOORS:
        with suppress(NoReverseMatch):
            found.append({"url": reverse(route, args=[code]), "icon": icon, "title": title, "text": text})
    return found
