"""Whom to call to a session; the texts to call them with; the list and the invitations on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tungnha.drafting.numbers import count
from tungnha.drafting.workbook import Sheet, SheetColumn
from tungnha.field.models import CheckIn, Invitation, SupportSession
from tungnha.field.schedule import whom, words
from tungnha.field.schedule.forms import CallForm
from tungnha.field.schedule.operations import call_people, mark_called, take_off
from tungnha.field.schedule.texts import said_of
from tungnha.field.schedule.views.common import CALLERS, GIVERS, may_see_people, session_or_404, tabs
from tungnha.identity.phones import mask_phone
from tungnha.people.forms.export import PurposeForm
from tungnha.people.models import Person, Telephone
from tungnha.people.operations.exports import export_workbook, new_mark, record_export, stamp_of
from tungnha.people.operations.viewing import note_views
from tungnha.people.protection.giving import as_file, ask_purpose
from tungnha.units import clock
from tungnha.units.access import only
from tungnha.units.models import Member
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id

WITHOUT_LANE = "chưa ghi ngõ"
COLUMNS = (
    SheetColumn("STT", 6, "count"), SheetColumn("Ngõ, nhà", 22), SheetColumn("Hộ", 10), SheetColumn("Họ và tên", 28),
    SheetColumn("Năm sinh", 10), SheetColumn("Điện thoại", 13), SheetColumn("Ghi chú", 26),
)  # fmt: skip


def _session(request: MemberRequest, pk: int) -> SupportSession:
    found = session_or_404(request, pk)
    if not may_see_people(request.member, found):
        raise Http404("names are not this member's to know")
    return found


@only(*CALLERS)
def call(request: MemberRequest, pk: int) -> HttpResponse:
    """Who is on the list; the next ones in order put on it, by lane and number; taken off; told."""
    found, member, now = _session(request, pk), request.member, clock.now()
    to_call = whom.to_call(found, now.date(), now, member)
    lanes = whom.lanes_of(to_call)
    listed = list(whom.invited(found, member))
    form = CallForm(
        request.POST if "size" in request.POST else None, initial={"size": max(found.capacity - len(listed), 1)},
        lanes=[(f"{v}|{lane}", f"{village}, {lane or WITHOUT_LANE}: {n} người") for v, village, lane, n in lanes],
    )  # fmt: skip
    if request.method == "POST":
        try:
            if _deed(request, found, form, to_call):
                return redirect("field:session-call", pk=found.pk)
        except Problem as problem:
            form.add_error(None, problem.sentence)
    homes = whom.homes_invited(listed)
    note_views([row.person for row in listed], by=member, at=now, where="session")
    phones = main_telephones([row.person_id for row in listed])
    context = {
        "session": found, "tabs": tabs(request, found, "session-call"), "form": form, "homes": homes,
        "listed": len(listed), "came": sum(row.came for row in listed), "phones": phones,
        "called": sum(row.called_at is not None for row in listed), "left": sum(n for *_, n in lanes),
        "over": found.ends_at < now, "may_print": member.has_role(*GIVERS), "rate": _rate(member, found),
    }  # fmt: skip
    return render(request, "field/session_call.html", context)


def _deed(request: MemberRequest, session: SupportSession, form: CallForm, to_call: Any) -> bool:
    """True when something was done."""
    member, now = request.member, clock.now()
    if "took" in request.POST or "one" in request.POST:
        ids = {i for i in map(asked_id, request.POST.getlist("person")) if i is not None}
        seen = set(
            Invitation.objects.visible_to(member)
            .filter(session=session, person__in=ids)
            .values_list("person", flat=True)
        )
        if "took" in request.POST:
            messages.success(request, f"Đã bỏ {take_off(session=session, persons=seen, by=member, at=now)} người.")
        else:
            messages.success(
                request, f"Đã ghi báo {mark_called(session=session, persons=seen, by=member, at=now)} người."
            )
        return True
    if "told" in request.POST:
        mine = set(whom.invited(session, member).values_list("person", flat=True))
        done = mark_called(session=session, persons=mine, by=member, at=now)
        messages.success(request, f"Đã ghi: báo {done} người.")
        return True
    if not form.is_valid():
        return False
    chosen = form.cleaned_data.get("lanes") or []
    lanes = [(int(v), lane) for v, _, lane in (one.partition("|") for one in chosen)] or None
    picked = whom.choose(to_call, form.cleaned_data["size"], lanes)
    added = call_people(session=session, persons=picked.persons, by=member, at=now)
    rest = f" Còn {count(picked.more)} người chưa mời." if picked.more else ""
    messages.success(request, f"Đã đưa {count(added)} người của {count(picked.homes)} hộ vào danh sách.{rest}")
    return True


def _rate(member: Member, session: SupportSession) -> str:
    """How many of those called came to earlier sessions: whoever fills 40 places calls more than 40."""
    before = Invitation.objects.filter(
        session__campaign=session.campaign, session__ends_at__lt=clock.now(), called_at__isnull=False,
        session__area__path__startswith=member.area.path,
    )  # fmt: skip
    total = before.count()
    if total < 20:
        return ""
    here = CheckIn.objects.filter(session=OuterRef("session"), person=OuterRef("person"))
    came = before.filter(Exists(here)).count()
    return f"Các buổi trước: mời {count(total)} người, {count(came)} người đến ({round(came * 100 / total)}%)."


def main_telephones(persons: list[int]) -> dict[int, str]:
    """person → the main number, masked."""
    rows = Telephone.objects.filter(person__in=persons, to_on=None).order_by("main", "pk")
    return {row.person_id: mask_phone(row.number) for row in rows if row.person_id is not None}


# --- texts -----------------------------------------------------------------------------------------------------------


@only(*CALLERS)
def texts(request: MemberRequest, pk: int) -> HttpResponse:
    """What is sent to a group and read over the loudspeaker: nobody is named in it."""
    found = _session(request, pk)
    said = said_of(found)
    aloud = words.loudspeaker(said)
    context = {
        "session": found, "tabs": tabs(request, found, "session-texts"), "zalo": words.zalo(said), "aloud": aloud,
        "minutes": words.minutes(aloud), "may_print": request.member.has_role(*GIVERS),
        "listed": whom.invited(found, request.member).count(),
    }  # fmt: skip
    return render(request, "field/session_texts.html", context)


# --- what goes out ---------------------------------------------------------------------------------------------------


def _lines(session: SupportSession, member: Member) -> list[whom.Home]:
    return whom.homes_invited(list(whom.invited(session, member)))


def _said(session: SupportSession, homes: list[whom.Home], code: str, name: str) -> dict[str, Any]:
    persons = [row.person_id for home in homes for row in home.rows]
    return {
        "what": code, "name": name, "rows": len(persons), "persons": persons, "area": session.area,
        "campaign": session.campaign,
    }  # fmt: skip


def _ask(
    request: MemberRequest, session: SupportSession, form: PurposeForm, homes: list[whom.Home], title: str
) -> HttpResponse:
    people = sum(len(home.rows) for home in homes)
    lines = [f"{session.place.name}, {words.digits(session.starts_at)}.", f"Có {people} người của {len(homes)} hộ."]
    back = reverse("field:session-call", args=[session.pk])
    return ask_purpose(request, form, title=title, back_url=back, lines=lines)


@only(*GIVERS)
def call_xlsx(request: MemberRequest, pk: int) -> HttpResponse:
    found = _session(request, pk)
    form, homes = PurposeForm(request.POST or None, initial={"purpose": "session"}), _lines(found, request.member)
    if not form.is_valid():
        return _ask(request, found, form, homes, "Tải danh sách mời (Excel)")
    phones = main_telephones([row.person_id for home in homes for row in home.rows])
    name = f"danh-sach-moi-{found.pk}.xlsx"
    sheet = Sheet(
        name="Danh sách mời", columns=COLUMNS, rows=_rows(homes, phones), landscape=True,
        title_lines=(f"Danh sách mời đến {found.place.name}", words.digits(found.starts_at)),
    )  # fmt: skip
    data, _ = export_workbook(
        [sheet], title="Danh sách mời", purpose=form.words, by=request.member, at=clock.now(),
        **_said(found, homes, "field.invitations", name),
    )  # fmt: skip
    return as_file(data, name)


def _rows(homes: list[whom.Home], phones: dict[int, str]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for home in homes:
        where = ", ".join(part for part in (home.household.lane, home.household.house) if part)
        for row in home.rows:
            note = "ưu tiên hỗ trợ" if row.comes_first else ""
            born = str(row.person.birth_date.year) if row.person.birth_date else ""
            phone = phones.get(row.person_id, "")
            found.append((len(found) + 1, where, home.household.code, row.person.full_name, born, phone, note))
    return found


@only(*GIVERS)
def call_print(request: MemberRequest, pk: int) -> HttpResponse:
    return _paper(request, pk, "field.invitations", "In danh sách mời", "field/session_call_print.html")


@only(*GIVERS)
def invitations(request: MemberRequest, pk: int) -> HttpResponse:
    return _paper(request, pk, "field.invitation_letters", "In giấy mời từng hộ", "field/session_invitations.html")


def _paper(request: MemberRequest, pk: int, code: str, title: str, template: str) -> HttpResponse:
    found, member, now = _session(request, pk), request.member, clock.now()
    form, homes = PurposeForm(request.POST or None, initial={"purpose": "session"}), _lines(found, member)
    if not form.is_valid():
        return _ask(request, found, form, homes, title)
    mark = new_mark()
    said = _said(found, homes, code, f"{code.split('.')[1]}-{found.pk}")
    record_export(data=None, mark=mark, purpose=form.words, by=member, at=now, fields=["Họ và tên", "Hộ"], **said)
    commune = found.area.commune
    context = {
        "session": found, "homes": homes, "said": said_of(found), "printed_at": now, "mark": mark,
        "stamp": stamp_of(mark, purpose=form.words, by=member, at=now),
        "phones": main_telephones([row.person_id for home in homes for row in home.rows]),
        "heads": _heads(homes), "when": words.day(found.starts_at.astimezone(now.tzinfo).date()),
        "issuing_body": f"UBND {commune.full_name}".upper() if commune else "", "place_name": found.area.title,
        "back_url": reverse("field:session-call", args=[found.pk]),
    }  # fmt: skip
    return render(request, template, context)


def _heads(homes: list[whom.Home]) -> dict[int, Person]:
    """household → its head, who the paper is addressed to, asked or not."""
    rows = Person.objects.filter(household__in=[home.household.pk for home in homes], is_head=True)
    return {person.household_id: person for person in rows if person.household_id is not None}
