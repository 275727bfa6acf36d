"""Two records side by side, made one and taken apart again; the queue of those that may be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from tungnha.identity import numbers, phones
from tungnha.people.finding import searching
from tungnha.people.models import Identifier, LikelyDouble, Merge, Person
from tungnha.people.operations import merging
from tungnha.people.operations.steps import others_at_home
from tungnha.people.operations.viewing import note_views
from tungnha.people.protection.letters import Piece, mark_differences
from tungnha.people.register import doubles
from tungnha.people.register.double_rules import WHY
from tungnha.people.sections import DESK
from tungnha.people.views.person import own_person_or_404
from tungnha.people.views.register import by_now
from tungnha.units import clock
from tungnha.units.access import get_visible_or_404, only
from tungnha.units.models import Member
from tungnha.units.problems import Problem
from tungnha.units.requests import MemberRequest, asked_id, asked_text

PAGE = 20
LETTERS = ("full_name", "birth")  # where one mark or digit is what to look for


@dataclass(frozen=True)
class Row:
    """One line of the comparison: what each record says, with the letters that differ marked."""

    name: str
    label: str
    kept: list[Piece]
    gone: list[Piece]
    differs: bool
    chosen: str


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Vì sao biết là một người", max_length=300, required=False)


class UndoForm(forms.Form):
    different = forms.BooleanField(
        label="Đây là hai người khác nhau, không hỏi lại cặp này nữa", required=False, initial=True
    )
    reason = forms.CharField(label="Vì sao tách", max_length=300, required=False)


@only(*DESK)
def merge_with(request: MemberRequest, pk: int) -> HttpResponse:
    """Find the other record; those the machine thinks likely come first."""
    person = own_person_or_404(request, pk)
    text = asked_text(request, "tim")
    likely = [d.b if d.a_id == pk else d.a for d in _open_pairs(request.member).filter(a=pk)] + [
        d.a for d in _open_pairs(request.member).filter(b=pk)
    ]
    hits = searching.find(searching.Question(text=text), request.member).people if text else []
    found = [hit.person for hit in hits if hit.person.pk != pk][:PAGE]
    context = {"person": person, "text": text, "likely": likely, "found": found}
    return render(request, "people/register_merge_with.html", context)


@only(*DESK)
def merge(request: MemberRequest, pk: int, other: int) -> HttpResponse:
    one, two = own_person_or_404(request, pk), own_person_or_404(request, other)
    if one.pk == two.pk:
        raise Http404("one record")
    wanted = asked_id(request.POST.get("giu") or request.GET.get("giu"))
    kept, gone = (one, two) if wanted == one.pk else (two, one) if wanted == two.pk else merging.surer_record(one, two)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose = {name: request.POST.get(f"chon-{name}", "kept") for name in merging.CHOICES}
        try:
            done = merging.merge(
                kept=kept, gone=gone, choose=choose, number=asked_id(request.POST.get("so")),
                reason=form.cleaned_data["reason"], **by_now(request),
            )  # fmt: skip
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, "Đã gộp hai bản ghi. Gộp nhầm thì mở lần gộp này ra tách lại được.")
            return redirect("people:merged", done.pk)
    note_views([kept, gone], by=request.member, at=clock.now())
    return render(request, "people/register_merge.html", _compared(kept, gone, request) | {"form": form})


def _compared(kept: Person, gone: Person, request: MemberRequest) -> dict[str, Any]:
    surer = merging.surer_values(kept, gone)
    rows = []
    for name, (label, _) in merging.CHOICES.items():
        one, other = _shown(kept, name), _shown(gone, name)
        left, right = mark_differences(one, other) if name in LETTERS else ([Piece(one, False)], [Piece(other, False)])
        chosen = request.POST.get(f"chon-{name}") or surer[name]
        rows.append(Row(name, label, left, right, one != other, chosen))
    mine = _numbers(kept), _numbers(gone)
    active = [i for i in (*mine[0], *mine[1]) if i["row"].status == "active" and i["row"].kind == "personal"]
    pair = LikelyDouble.objects.filter(a=min(kept.pk, gone.pk), b=max(kept.pk, gone.pk)).first()
    return {
        "kept": kept, "gone": gone, "rows": rows, "kept_numbers": mine[0], "gone_numbers": mine[1],
        "kept_phones": _phones(kept), "gone_phones": _phones(gone), "choose_number": active if len(active) > 1 else [],
        "pair": pair,
        "why": [WHY[code][0] for code in pair.why if code in WHY] if pair and pair.state == "open" else [],
        "moves": _moves(gone), "swap_url": f"{reverse('people:merge', args=[kept.pk, gone.pk])}?giu={gone.pk}",
        "loses_head": _loses_head(kept, gone, surer["home"]),
    }  # fmt: skip


def _loses_head(kept: Person, gone: Person, home: str) -> Any:
    """The household that is left without a head, if one is."""
    if kept.household_id == gone.household_id:
        return None
    leaves = kept if home == "gone" else gone
    return leaves.household if leaves.is_head and others_at_home(leaves) else None


def _shown(person: Person, name: str) -> str:
    if name == "home":
        home = person.household
        role = "chủ hộ" if person.is_head else person.relation
        return (
            f"Hộ {home.code}, {home.village.full_name}{', ' + role if role else ''}" if home else "không thuộc hộ nào"
        )
    if name == "residence":
        since = f" từ {person.residence_since:%d/%m/%Y}" if person.residence_since else ""
        return f"{person.get_residence_display()}{since}"
    if name == "birth":
        return person.birth_shown or "chưa rõ"
    return person.get_sex_display() or "chưa rõ" if name == "sex" else str(getattr(person, name))


def _numbers(person: Person) -> list[dict[str, Any]]:
    rows = Identifier.objects.filter(person=person).order_by("kind", "-pk")
    return [{"row": i, "masked": numbers.mask(i.value)} for i in rows]


def _phones(person: Person) -> list[str]:
    return [phones.mask_phone(t.number) for t in person.telephones.filter(to_on=None).order_by("-main", "pk")]


def _moves(gone: Person) -> list[tuple[str, int]]:
    """How much goes along, so that nobody fears to lose it."""
    told = []
    for label, rows in (
        ("ghi nhận về tiện ích", "claims"), ("kết quả lượt đến nhà", "visit_results"),
        ("lần điểm danh buổi hỗ trợ", "check_ins"),
        ("dòng danh sách gửi đến", "list_rows"), ("nhóm", "groups"), ("danh sách đơn vị", "roster_entries"),
    ):  # fmt: skip
        count = getattr(gone, rows).count() if hasattr(gone, rows) else 0
        if count:
            told.append((label, count))
    return told


@only(*DESK)
def merged_page(request: MemberRequest, pk: int) -> HttpResponse:
    """One merge: both records as they stood, what went along, and the button that takes them apart."""
    found = get_visible_or_404(
        Merge.objects.select_related("kept", "gone", "by__user", "undone_by__user"), request.member, pk=pk
    )
    form = UndoForm(request.POST or None, initial={"different": True})
    if request.method == "POST" and form.is_valid():
        try:
            done = merging.undo(merge=found, **form.cleaned_data, **by_now(request))
        except Problem as problem:
            form.add_error(None, problem.sentence)
        else:
            messages.success(request, _told(done))
            return redirect("people:person", found.kept_id)
    why_not = ""
    try:
        merging.why_not(found)
    except Problem as problem:
        why_not = problem.sentence
    before = found.state.get("before", {})
    context = {
        "merge": found, "form": form, "why_not": why_not,
        "before": [_as_it_stood(before.get(k, {})) for k in ("kept", "gone")],
        "rows": sum(len(s.get("ids", [1])) for s in found.state.get("steps", []) if s["do"] != "set"),
        "since": merging.added_since(found),
    }  # fmt: skip
    return render(request, "people/register_merged.html", context)


def _told(done: merging.Undone) -> str:
    said = ["Đã tách: hai bản ghi trở lại như trước khi gộp."]
    if done.added_since:
        said.append(
            f"{done.added_since} dòng ghi thêm sau khi gộp ở lại với bản ghi còn lại: xin xem và chuyển tay nếu cần."
        )
    if done.kept_as_is:
        said.append("Thông tin đã sửa sau khi gộp được giữ như đã sửa.")
    return " ".join(said)


def _as_it_stood(facts: dict[str, Any]) -> dict[str, str]:
    person = Person(**{k: v for k, v in facts.items() if k not in ("birth_date", "residence_since", "confirmed_on")})
    person.birth_date = Person._meta.get_field("birth_date").to_python(facts.get("birth_date"))
    home = person.household
    return {
        "full_name": person.full_name, "birth": person.birth_shown, "sex": person.get_sex_display(),
        "residence": person.get_residence_display(),
        "home": f"Hộ {home.code}, {home.village.full_name}" if home else "",
    }  # fmt: skip


def _open_pairs(member: Member) -> Any:
    """Both of a pair lie within what the member may see."""
    seen = Person.objects.visible_to(member).order_by()
    rows = LikelyDouble.objects.visible_to(member).filter(state=LikelyDouble.State.OPEN, b__in=seen.values("pk"))
    return rows.select_related("a__household__village", "b__household__village")


@only(*DESK)
def likely(request: MemberRequest) -> HttpResponse:
    page = Paginator(_open_pairs(request.member).order_by("-weight", "pk"), PAGE).get_page(request.GET.get("trang"))
    pairs = []
    for pair in page:
        left, right = mark_differences(pair.a.full_name, pair.b.full_name)
        pairs.append((pair, left, right, [WHY[code][0] for code in pair.why if code in WHY]))
    decided = LikelyDouble.objects.visible_to(request.member).exclude(state=LikelyDouble.State.OPEN)
    counts = {state: decided.filter(state=state).count() for state in ("same", "different")}
    return render(request, "people/register_doubles.html", {"page": page, "pairs": pairs, "counts": counts})


@require_POST
@only(*DESK)
def different(request: MemberRequest, pk: int) -> HttpResponse:
    """Two people: never asked again."""
    pair = get_visible_or_404(_open_pairs(request.member), request.member, pk=pk)
    doubles.keep_apart(pair.a, [pair.b_id], **by_now(request))
    messages.success(request, f"Đã ghi: {pair.a.full_name} và {pair.b.full_name} là hai người khác nhau.")
    return redirect(f"{reverse('people:doubles')}?trang={asked_id(request.POST.get('trang')) or 1}")
