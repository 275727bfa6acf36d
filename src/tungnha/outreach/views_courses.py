"""One course: planned, people asked, who came, what each could do, closed; and the page behind its QR."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tungnha.drafting.dates import page_date
from tungnha.drafting.qr import qr_svg
from tungnha.outreach.forms_training import AskForm, CountForm, CourseForm, HereForm, seen_marks, typed_levels
from tungnha.outreach.models import Audience, Course, Trainee
from tungnha.outreach.operations import attending, courses
from tungnha.outreach.queries import courses as queries
from tungnha.outreach.queries import programmes
from tungnha.outreach.rules_training import LEVELS, rule_words
from tungnha.outreach.views_training import MANAGERS, READERS, framed
from tungnha.people.finding import searching
from tungnha.people.models import Person, Place
from tungnha.people.operations.viewing import note_views
from tungnha.people.rosters.rules import NO_NAMES
from tungnha.units import clock, limits
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Campaign, Member, Organisation, Role
from tungnha.units.problems import Problem
from tungnha.units.public import for_everyone, show
from tungnha.units.requests import MemberRequest, asked_id, asked_text

FOUND = 20
OPENED = {"": "Tất cả", "da-du": "Đã dự", "dat": "Đã đạt", "chua-dat": "Chưa đạt", "vang": "Chưa dự"}
MOST_DAYS = 31  # of a long course, the latest to be ticked
# Whose rosters are ticked before anybody chooses, by audience.
USUAL = {Audience.TEAM: (Organisation.Kind.TEAM,)}


def may_manage(member: Member, course: Course) -> bool:
    """The commune's desk keeps all courses of the commune, a team's leader those of the own village."""
    return member.has_role(*MANAGERS) and member.area.contains(course.area)


def course_or_404(request: MemberRequest, pk: int, *, to_manage: bool = False) -> Course:
    rows = Course.objects.select_related("programme__service", "area__parent", "place", "trainer", "campaign")
    found: Course = get_visible_or_404(rows, request.member, pk=pk)
    if to_manage and not may_manage(request.member, found):
        raise Http404("another's course")
    return found


def course_frame(request: MemberRequest, course: Course, here: str = "") -> dict[str, Any]:
    where = reverse("outreach:course", args=[course.pk])
    crumbs = [(course.name, where if here else "")] + ([(here, "")] if here else [])
    manages = may_manage(request.member, course)
    return framed(request, *crumbs, back=where if here else "") | {
        "course": course, "manages": manages, "acts": manages and not course.is_cancelled,
        "may_state": not course.is_cancelled and (manages or request.member.has_role(Role.UNIT_OFFICER)),
        "counts": queries.counts_of(course),
    }  # fmt: skip


def lines_of(course: Course, member: Member) -> list[dict[str, Any]]:
    """Those the member may see by name, with what the course came to for each. Noted as looked at."""
    results = {row.trainee: row for row in queries.outcomes_of(course)}
    trainees = list(queries.trainees_of(course, member))
    note_views([row.person for row in trainees], by=member, at=clock.now(), where="course")
    tested = course.programme.is_tested
    return [
        {
            "trainee": row, "person": row.person, "unit": row.organisation, "result": results[row.pk],
            "level": LEVELS[results[row.pk].level] if results[row.pk].tested else "",
            "why": queries.why_not_passed(results[row.pk], tested),
        }
        for row in trainees
    ]  # fmt: skip


# -- planned


@only(*MANAGERS)
def new(request: MemberRequest) -> HttpResponse:
    member = request.member
    wanted = asked_id(request.GET.get("chuong-trinh"))
    form = CourseForm(request.POST or None, choices=_choices(member), initial=_first(member, wanted))
    if request.method == "POST" and form.is_valid():
        try:
            made = courses.plan_course(area=member.area, by=member, at=clock.now(), **form.said())
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã mở lớp. Bây giờ mời người học.")
            return redirect("outreach:course-ask", pk=made.pk)
    context = framed(request, ("Mở lớp", "")) | {
        "form": form, "has_programme": programmes.latest_versions(member).exists()
    }  # fmt: skip
    return render(request, "outreach/course_new.html", context, status=400 if form.errors else 200)


def _choices(member: Member) -> dict[str, Any]:
    commune = member.area.commune or member.area
    bodies = Organisation.objects.filter(area__path__in=commune.ancestor_paths(), valid_to=None)
    return {
        "programme": programmes.latest_versions(member),
        "campaign": Campaign.objects.filter(area__path__in=member.area.ancestor_paths()).order_by("-pk"),
        "trainer": bodies.order_by("order", "name"),
        "place": Place.objects.filter(area__path__startswith=commune.path).order_by("area__order", "name"),
    }  # fmt: skip


def _first(member: Member, programme: int | None) -> dict[str, Any]:
    newest = Campaign.objects.filter(area__path__in=member.area.ancestor_paths()).order_by("-area__path", "-pk").first()
    only_one = list(programmes.latest_versions(member)[:2])
    chosen = programme or (only_one[0].pk if len(only_one) == 1 else None)
    return {"campaign": newest.pk if newest else None, "programme": chosen, "on": clock.today()}


@only(*READERS)
@require_safe
def course(request: MemberRequest, pk: int) -> HttpResponse:
    """What it came to, and by name those the reader may see. Each number opens to its rows (?xem=)."""
    found = course_or_404(request, pk)
    lines, totals = lines_of(found, request.member), queries.totals(queries.outcomes_of(found))
    show_only = request.GET.get("xem", "")
    show_only = show_only if show_only in OPENED else ""
    where = reverse("outreach:course", args=[found.pk])
    missing = [line for line in lines if not line["result"].passed]
    context = course_frame(request, found) | {
        "totals": totals, "share": totals.share,
        "missing": missing, "missing_groups": _by_reason(missing),
        "lines": [line for line in lines if _shown(line["result"], show_only)], "show": show_only,
        "filters": [
            {"label": label, "url": f"{where}?xem={code}#ds" if code else f"{where}#ds", "current": code == show_only}
            for code, label in OPENED.items()
        ],
        "all_seen": len(lines) == totals.asked, "rule": rule_words(found.programme.rule),
        "is_over": clock.now() >= found.starts_at, "url": where,
        "waiting": totals.present - totals.marked if found.programme.is_tested else 0,
    }  # fmt: skip
    return render(request, "outreach/course.html", context)


def _by_reason(missing: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Who has not passed, under the reason: those who never came last."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in sorted(missing, key=lambda line: not line["result"].present):
        found.setdefault(line["why"], []).append(line)
    return list(found.items())


def _shown(result: queries.Result, show_only: str) -> bool:
    shown = {
        "": True, "da-du": result.present, "dat": result.passed, "chua-dat": not result.passed,
        "vang": not result.present,
    }  # fmt: skip
    return shown[show_only]


# -- who is asked


@only(*MANAGERS)
def ask(request: MemberRequest, pk: int) -> HttpResponse:
    """Whole rosters, or one person found by name, number or telephone; what is looked for is posted."""
    found, member = course_or_404(request, pk, to_manage=True), request.member
    units = queries.units_with_people(member.area, _rostered())
    looks = request.method == "POST" and "tim" in request.POST
    usual = units.filter(kind__in=USUAL.get(Audience(found.programme.audience), ()))
    first = [] if found.trainees.exists() else [unit.pk for unit in usual]
    form = AskForm(None if looks else request.POST or None, units=units, initial={"units": first})
    if request.method == "POST" and not looks and form.is_valid():
        try:
            new_ones = courses.ask_units(course=found, units=form.cleaned_data["units"], by=member, at=clock.now())
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, f"Đã mời thêm {new_ones} người." if new_ones else "Những người này đã được mời.")
            return redirect("outreach:course", pk=found.pk)
    text = asked_text(request, "tim") if looks else ""
    people = _found(text, member)
    context = course_frame(request, found, "Mời người học") | {
        "form": form, "units": units, "text": text, "looked": bool(text), "found": people,
        "asked": set(found.trainees.filter(taken_off_at=None).values_list("person", flat=True)),
    }  # fmt: skip
    return render(request, "outreach/course_ask.html", context, status=400 if form.errors else 200)


def _rostered() -> list[str]:
    return [kind for kind in Organisation.Kind.values if kind not in NO_NAMES]


def _found(text: str, member: Member) -> list[Person]:
    if not text:
        return []
    found = [hit.person for hit in searching.find(searching.Question(text=text), member).people[:FOUND]]
    note_views(found, by=member, at=clock.now(), where="course")
    return found


@only(*MANAGERS)
@require_POST
def ask_one(request: MemberRequest, pk: int) -> HttpResponse:
    """One person of the register is asked, or came without being asked."""
    found = course_or_404(request, pk, to_manage=True)
    person = get_visible_or_404(Person, request.member, pk=asked_id(request.POST.get("person")) or 0)
    try:
        trainee = courses.ask_person(course=found, person=person, by=request.member, at=clock.now())
        if "co-mat" in request.POST:
            attending.tick(trainees=[trainee], by=request.member, at=clock.now())
        messages.success(request, f"Đã đưa {person.full_name} vào lớp.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("outreach:course-ask", pk=found.pk)


# -- who came


@only(*MANAGERS)
def attendance(request: MemberRequest, pk: int) -> HttpResponse:
    """By name: a tick for who is here; ticked by mistake, or not asked after all, beside it."""
    found = course_or_404(request, pk, to_manage=True)
    if request.method == "POST":
        day = _asked_day(found, request.POST.get("ngay", ""))
        _note_attendance(request, found, day)
        where = reverse("outreach:course-attendance", args=[found.pk])
        return redirect(where if found.is_one_day else f"{where}?ngay={day.isoformat()}")
    day, came = _asked_day(found, request.GET.get("ngay", "")), queries.days_of(found)
    lines = [line | {"here": day in came.get(line["trainee"].pk, ())} for line in lines_of(found, request.member)]
    context = course_frame(request, found, "Điểm danh") | {
        "lines": lines, "here": sum(line["here"] for line in lines), "asked": len(lines), "day": day,
        "days": _days(found, day),
        "code_url": reverse("outreach:course-code", args=[found.pk]),
    }  # fmt: skip
    return render(request, "outreach/course_attendance.html", context)


def _asked_day(course: Course, text: str) -> date:
    """The day of the course a page is about: as asked, else today's."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return course.day_of(clock.now())
    return min(max(day, course.first_day), course.last_day)


def _days(course: Course, chosen: date) -> list[dict[str, Any]]:
    """A course of several days: its days up to today, to be ticked one by one."""
    if course.is_one_day:
        return []
    last = max(min(course.last_day, clock.today()), course.first_day)
    days = [course.first_day + timedelta(days=n) for n in range((last - course.first_day).days + 1)][-MOST_DAYS:]
    return [{"label": page_date(day), "url": f"?ngay={day.isoformat()}", "current": day == chosen} for day in days]


def _note_attendance(request: MemberRequest, course: Course, day: date) -> None:
    def chosen(name: str) -> Sequence[Trainee]:
        pks = [pk for text in request.POST.getlist(name) if (pk := asked_id(text)) is not None]
        return list(queries.trainees_of(course, request.member).filter(pk__in=pks).select_related("course"))

    common: dict[str, Any] = {"by": request.member, "at": clock.now()}
    try:
        everybody = "ca-lop" in request.POST
        here = list(queries.trainees_of(course, request.member).select_related("course")) if everybody else chosen("co")
        came = attending.tick(trainees=here, on=day, **common)
        gone = attending.untick(trainees=chosen("rut"), on=day, **common)
        off = chosen("bo")
        for trainee in off:
            courses.take_off(trainee=trainee, **common)
    except Problem as problem:
        messages.error(request, problem.sentence)
        return
    parts = [f"{came} người có mặt"] * bool(came) + [f"bỏ {gone} lượt ghi nhầm"] * bool(gone)
    parts += [f"bỏ {len(off)} người khỏi lớp"] * bool(off)
    messages.success(request, f"Đã ghi {', '.join(parts)}." if parts else "Không có gì thay đổi.")


@only(*MANAGERS)
@require_safe
def code(request: MemberRequest, pk: int) -> HttpResponse:
    """The QR for the wall or the screen."""
    found = course_or_404(request, pk, to_manage=True)
    if found.is_cancelled:
        raise Http404("a cancelled course has no QR")
    link = request.build_absolute_uri(reverse("outreach:course-here", args=[found.code]))
    context = {
        "course": found, "link": link, "qr": mark_safe(qr_svg(link, f"Mã QR điểm danh lớp {found.name}")),
        "opens_at": found.starts_at - queries.OPENS, "shuts_at": found.ends_at + queries.SHUTS,
        "back_url": reverse("outreach:course-attendance", args=[found.pk]),
    }  # fmt: skip
    return render(request, "outreach/course_code.html", context)


@for_everyone
@require_http_methods(["GET", "POST"])
def here(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR opens on somebody's own phone: the own number, and she is here. No name is asked and none is said."""
    found = Course.objects.select_related("area__parent", "place").filter(code=code).first()
    if found is None:
        raise Http404("no such course")
    now, said = clock.now(), {}
    form = HereForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            attending.knock(course=found, who=limits.who(request), at=now)
            since, is_new = attending.tick_by_code(course=found, number=form.cleaned_data["phone"], at=now)
            said = {"since": since, "is_new": is_new}
        except Problem as problem:
            form.add_error("phone", problem.sentence)
            status = problem.status if isinstance(problem, limits.TooMany) else 400
    elif request.method == "POST":
        status = 400
    where = {"name": found.name, "place": found.held_at, "starts_at": found.starts_at, "area": found.area.full_name}
    if found.mode == Course.Mode.ONLINE:
        where["place"] = "trực tuyến"
    return show(
        "outreach/course_here.html", status=status, kept=0, form=form, no_index=True, course=where,
        said=said, is_open=queries.is_open(found, now) and not found.is_closed,
        opens_at=found.starts_at - queries.OPENS, shuts_at=found.ends_at + queries.SHUTS,
    )  # fmt: skip


# -- what each could do


@only(*MANAGERS)
def assess(request: MemberRequest, pk: int) -> HttpResponse:
    """The tasks of everybody who came, on one page; ?hoc=<trainee> one person by large buttons, for the phone."""
    found = course_or_404(request, pk, to_manage=True)
    if not found.programme.is_tested or found.is_cancelled:
        raise Http404("nothing is tested")
    tasks = list(found.programme.tasks.select_related("competence"))
    wrong = ""
    if request.method == "POST":
        wrong = _note_levels(request, found, [task.pk for task in tasks])
        if not wrong:
            return redirect("outreach:course-assess", pk=found.pk)
    lines = [line for line in lines_of(found, request.member) if line["result"].present]
    marks = queries.latest_marks([line["trainee"].pk for line in lines])
    for line in lines:
        mark = marks.get(line["trainee"].pk)
        line["seen"] = mark.pk if mark else ""
        told = str(line["trainee"].pk)  # who was marked by somebody else since stands as the other left it
        kept = request.POST if wrong and request.POST.get(f"truoc-{told}", "") == str(line["seen"]) else None
        line["cells"] = _cells(line["trainee"].pk, tasks, mark, kept)
        line["chosen"] = kept is not None and told in kept.getlist("cham")
    lines.sort(key=lambda line: line["result"].tested)  # who waits stands first
    one = asked_id(request.GET.get("hoc"))
    context = course_frame(request, found, "Đánh giá") | {
        "tasks": tasks, "lines": [line for line in lines if one in (None, line["trainee"].pk)], "one": one is not None,
        "levels": list(enumerate(LEVELS)), "rule": rule_words(found.programme.rule), "wrong": wrong,
        "why": request.POST.get("vi-sao", ""), "rest": request.POST.get("con-lai", ""),
        "left": sum(not line["result"].tested for line in lines), "people": len(lines),
    }  # fmt: skip
    return render(request, "outreach/course_assess.html", context, status=400 if wrong else 200)


def _cells(trainee: int, tasks: Sequence[Any], mark: Any, typed: QueryDict | None) -> list[tuple[Any, Any]]:
    """Each task and its level: as it was chosen just now, when it was not taken, else as it stands."""
    if typed is not None:
        chosen = {task.pk: asked_id(typed.get(f"viec-{trainee}-{task.pk}")) for task in tasks}
        return [(task, "" if chosen[task.pk] is None else chosen[task.pk]) for task in tasks]
    return [(task, "" if mark is None else mark.levels.get(str(task.pk), "")) for task in tasks]


def _note_levels(request: MemberRequest, course: Course, tasks: list[int]) -> str:
    """Keep what was chosen; what is wrong, in a sentence."""
    levels, wrong = typed_levels(request.POST, request.POST.getlist("cham"), tasks)
    if wrong:
        return wrong
    try:
        new_ones = attending.assess(
            course=course,
            levels=levels,
            why=request.POST.get("vi-sao", ""),
            by=request.member,
            at=clock.now(),
            seen=seen_marks(request.POST),
        )
    except Problem as problem:
        return problem.sentence
    passed = sum(mark.passed for mark in new_ones)
    said = f"Đã ghi kết quả của {len(new_ones)} người, {passed} người đạt." if new_ones else "Không có gì thay đổi."
    messages.success(request, said)
    return ""


# -- figures without names, the end


@only(*MANAGERS, Role.UNIT_OFFICER)
def count(request: MemberRequest, pk: int) -> HttpResponse:
    """How many came whom nobody names, by whose word: a school's officer speaks for the own school."""
    found, member = course_or_404(request, pk), request.member
    bodies = Organisation.objects.filter(area__path__startswith=(member.area.commune or member.area).path)
    if member.has_role(Role.UNIT_OFFICER):
        bodies = bodies.filter(members=member)
    elif not may_manage(member, found):
        raise Http404("another's course")
    form = CountForm(
        request.POST or None, units=bodies.filter(valid_to=None).order_by("order", "name"),
        initial={"audience": found.programme.audience, "stated_by": member.organisation_id},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            attending.state(course=found, by=member, at=clock.now(), **form.cleaned_data)
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã ghi số người học.")
            return redirect("outreach:course", pk=found.pk)
    context = course_frame(request, found, "Số người không ghi tên") | {"form": form}
    return render(request, "outreach/course_count.html", context, status=400 if form.errors else 200)


@only(*MANAGERS)
@require_POST
def close(request: MemberRequest, pk: int) -> HttpResponse:
    found = course_or_404(request, pk, to_manage=True)
    try:
        came = courses.close(course=found, by=request.member, at=clock.now())
        messages.success(request, f"Đã chốt lớp: {came} người đã dự được ghi vào hiện trạng.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("outreach:course", pk=found.pk)


@only(*MANAGERS)
@require_POST
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    found = course_or_404(request, pk, to_manage=True)
    try:
        courses.cancel(course=found, why=request.POST.get("why", ""), by=request.member, at=clock.now())
        messages.success(request, "Đã hủy lớp.")
    except Problem as problem:
        messages.error(request, problem.sentence)
    return redirect("outreach:course", pk=found.pk)
