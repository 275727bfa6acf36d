"""Sổ giao nhận dữ liệu: what came from whom, under which paper, and when its content goes."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tungnha.lists import handed_queries, operations, queries
from tungnha.lists.buckets import BUCKETS
from tungnha.lists.forms import AgreementForm, KeepForm
from tungnha.lists.models import Agreement, IncomingList
from tungnha.lists.operations import exchange
from tungnha.lists.rules import FIELDS
from tungnha.lists.views import told
from tungnha.lists.views.lists import DESK, open_list
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Organisation
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest

PAGE = 25
SOON = 14  # days before content goes in which the page says so


@only(*DESK)
def index(request: MemberRequest) -> HttpResponse:
    """Every list that came, the newest first; what is due for deletion on top."""
    lists, today = queries.lists_for(request.member), clock.today()
    wanted = request.GET.get("muc", "")
    due = lists.filter(pk__in=exchange.due(today).values("pk"))
    groups = {
        "": ("Tất cả", lists), "den-han": ("Đến hạn xóa", due),
        "con": ("Còn nội dung", lists.filter(gone_at=None)),
        "cho": ("Đã xóa, chờ xác nhận", lists.filter(gone_at__isnull=False, gone_confirmed_at=None)),
    }  # fmt: skip
    going_out = wanted == "giao-di"
    wanted = wanted if wanted in groups else ""
    page = Paginator(groups[wanted][1], PAGE).get_page(request.GET.get("trang"))
    tabs = [
        {
            "url": f"?muc={name}", "label": f"{label} ({told.vn(rows.count())})",
            "current": name == wanted and not going_out,
        }
        for name, (label, rows) in groups.items()
    ]  # fmt: skip
    out = handed_queries.exchange_lines(request.member, today)
    tabs.append({"url": "?muc=giao-di", "label": f"Giao đi ({told.vn(len(out))})", "current": going_out})
    context = {
        "page": page, "rows": queries.with_counts(list(page)), "tabs": tabs, "due": due.count(), "today": today,
        "out": Paginator(out, PAGE).get_page(request.GET.get("trang")) if going_out else None,
    }  # fmt: skip
    return render(request, "lists/exchange.html", context)


@only(*DESK)
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """One list's record: given by whom, under what, which columns, how many rows, until when; and its end."""
    received = open_list(request, pk)
    form = KeepForm(request.POST if request.POST.get("do") == "keep" else None, initial={"until": received.keep_until})
    if request.method == "POST":
        answer = _act(request, received, form)
        if answer is not None:
            return answer
    counts = queries.with_counts([received])[0][1]
    context = {
        "list": received, "form": form, "facts": _facts(received, counts), "there": operations.is_there(received),
        "kept": [(told.WORDS[name], received.kept[name]) for name in BUCKETS if received.kept.get(name)],
    }  # fmt: skip
    return render(request, "lists/exchange_one.html", context, status=400 if form.errors else 200)


def _act(request: MemberRequest, received: IncomingList, form: KeepForm) -> HttpResponse | None:
    do, by, at = request.POST.get("do", ""), request.member, clock.now()
    if do == "delete":
        operations.end_content(received=received, by=by, at=at)
        messages.success(request, "Đã xóa tệp và nguyên văn các dòng; kết quả, quyết định và ghi nhận vẫn còn.")
    elif do == "confirm":
        operations.confirm_gone(received=received, by=by, at=at)
        messages.success(request, "Đã xác nhận việc xóa nội dung danh sách này.")
    elif do == "keep":
        if not form.is_valid():
            return None
        try:
            operations.keep_longer(received=received, until=form.cleaned_data["until"], by=by, at=at)
        except Problem as problem:
            form.add_error("until", problem.sentence)
            return None
        messages.success(request, "Đã đổi ngày xóa nội dung.")
    return redirect("lists:exchange-list", pk=received.pk)


def _facts(received: IncomingList, counts: dict[str, int]) -> list[tuple[str, str]]:
    agreement = received.agreement
    under = f"{agreement.number}, ký ngày {agreement.signed_on:%d/%m/%Y}" if agreement else "chưa có văn bản nào"
    columns = ", ".join(FIELDS[name] for name in FIELDS if name in received.columns)
    return [
        ("Nơi gửi", received.sender.name), ("Theo văn bản, thỏa thuận", under), ("Để làm gì", received.purpose),
        ("Tệp", received.name), ("Dấu kiểm SHA-256", received.sha256),
        ("Các cột đã đọc", columns), ("Số dòng", told.vn(counts["rows"] or received.lines)),
        ("Nhận lúc", f"{timezone.localtime(received.received_at):%H:%M %d/%m/%Y}"),
        ("Người nhận vào", received.received_by.user.full_name),
    ]  # fmt: skip


# -- agreements


@only(*DESK)
def agreements(request: MemberRequest) -> HttpResponse:
    form = AgreementForm(request.POST or None, senders=_senders(request), initial={"signed_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            operations.make_agreement(
                area=request.member.area, sender=data["sender"], number=data["number"], signed_on=data["signed_on"],
                valid_until=data["valid_until"], purpose=data["purpose"], services=list(data["services"]),
                fields=data["fields_agreed"], keep_days=data["keep_days"], by=request.member, at=clock.now(),
            )  # fmt: skip
            messages.success(request, "Đã ghi thỏa thuận: từ nay danh sách của nơi này tự theo văn bản ấy.")
            return redirect("lists:agreements")
        except Problem as problem:
            form.add_error(None, problem.sentence)
    rows = Agreement.objects.visible_to(request.member).select_related("sender", "made_by__user")
    context = {"form": form, "rows": [(one, one.holds_on(clock.today())) for one in rows]}
    return render(request, "lists/agreements.html", context, status=400 if form.errors else 200)


def _senders(request: MemberRequest) -> object:
    return Organisation.objects.visible_to(request.member)


@require_POST
@only(*DESK)
def end_agreement(request: MemberRequest, pk: int) -> HttpResponse:
    agreement = get_visible_or_404(Agreement, request.member, pk=pk)
    operations.end_agreement(agreement=agreement, by=request.member, at=clock.now())
    messages.success(request, "Từ hôm nay danh sách mới không còn theo văn bản này.")
    return redirect("lists:agreements")
