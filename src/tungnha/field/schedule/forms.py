"""What is asked when a session is planned, moved, agreed to, and who is called to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from tungnha.field.models import Equipment, OpeningHours, SessionWord, SupportSession
from tungnha.field.schedule.rules import EVENING, LONGEST_STRETCH, USUAL_CAPACITY, USUAL_PARTS
from tungnha.ledger.models import Service
from tungnha.people.models import Place
from tungnha.units.models import Area, Member, Organisation
from tungnha.units.typed import WholeNumberField

MOST_COUNT = 999


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def time_input() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def instant(on: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(on, at))


class Narrowed(forms.Form):
    """A form whose choices lie within the member's scope: `choices` maps a field to its queryset."""

    def __init__(self, *args: Any, choices: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (choices or {}).items():
            if name in self.fields:
                self.fields[name].queryset = queryset  # type: ignore[attr-defined]


class WithEquipment(Narrowed):
    """A count of each kind of equipment, as `may-<id>`; 0 for none."""

    def __init__(
        self, *args: Any, equipment: Iterable[Equipment] = (), counts: dict[int, int] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.things = list(equipment)
        for thing in self.things:
            self.fields[f"may-{thing.pk}"] = WholeNumberField(
                label=f"{thing} (có {thing.count})", min_value=0, max_value=MOST_COUNT, required=False,
                initial=(counts or {}).get(thing.pk, 0),
            )  # fmt: skip

    def equipment_fields(self) -> list[Any]:
        return [self[f"may-{thing.pk}"] for thing in self.things]

    def wanted(self) -> dict[Equipment, int]:
        return {thing: self.cleaned_data.get(f"may-{thing.pk}") or 0 for thing in self.things}


class WhenForm(Narrowed):
    """A day, hours and a place, chosen or named."""

    on = forms.DateField(label="Ngày", widget=day_input())
    from_time = forms.TimeField(label="Từ giờ", widget=time_input())
    to_time = forms.TimeField(label="Đến giờ", widget=time_input())
    place = forms.ModelChoiceField(label="Địa điểm", queryset=Place.objects.none(), required=False)
    new_place = forms.CharField(
        label="Hoặc nơi mới", max_length=160, required=False, help_text="Ví dụ: Nhà văn hóa thôn Đông."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("place") and not (data.get("new_place") or "").strip():
            self.add_error("place", "Chọn một địa điểm, hoặc ghi tên nơi mới.")
        return data

    def times(self) -> dict[str, datetime]:
        data = self.cleaned_data
        return {
            "starts_at": instant(data["on"], data["from_time"]), "ends_at": instant(data["on"], data["to_time"]),
        }  # fmt: skip

    def where(self) -> Place | str:
        place: Place | str = self.cleaned_data["place"] or self.cleaned_data["new_place"]
        return place


class SessionForm(WithEquipment, WhenForm):
    """Where and when people are helped, by whom, with what."""

    area = forms.ModelChoiceField(label="Cho bà con", queryset=Area.objects.none(), empty_label="Chọn thôn")
    occasion = forms.ChoiceField(
        label="Hình thức", choices=SupportSession.Occasion.choices[:2], widget=forms.RadioSelect,
        initial=SupportSession.Occasion.OWN, required=False,
    )  # fmt: skip
    services = forms.ModelMultipleChoiceField(
        label="Giúp làm gì", queryset=Service.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    capacity = WholeNumberField(
        label="Một buổi làm được khoảng bao nhiêu người", min_value=1, max_value=MOST_COUNT, initial=USUAL_CAPACITY,
        required=False,
    )  # fmt: skip
    staff = forms.ModelMultipleChoiceField(
        label="Người trực", queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    organisations = forms.ModelMultipleChoiceField(
        label="Đơn vị cử người (chưa rõ là ai)", queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    bring = forms.CharField(
        label="Bà con mang theo", max_length=300, required=False, help_text="Để trống thì ghi theo việc được giúp."
    )
    name = forms.CharField(label="Nội dung ghi thêm", max_length=200, required=False)

    field_order = (
        "area", "on", "from_time", "to_time", "place", "new_place", "occasion", "services", "capacity", "staff",
        "organisations", "bring", "name",
    )  # fmt: skip


class MoveForm(WhenForm):
    why = forms.CharField(label="Vì sao đổi", max_length=200, help_text="Bà con đã được báo sẽ nghe câu này.")


class WhyForm(forms.Form):
    why = forms.CharField(label="Vì sao hủy", max_length=200, help_text="Bà con đã được báo sẽ nghe câu này.")


class WordForm(forms.Form):
    """One side agrees, or says why not, and when or where instead."""

    side = forms.CharField(widget=forms.HiddenInput)
    sequence = forms.IntegerField(widget=forms.HiddenInput)
    says = forms.ChoiceField(label="Ý kiến", choices=SessionWord.Says.choices, widget=forms.RadioSelect)
    heard_from = forms.CharField(
        label="Nghe ai nói, qua đâu", max_length=120, required=False,
        help_text="Ghi chức danh, không ghi tên: “trưởng thôn, gọi điện sáng 20/4”.",
    )  # fmt: skip
    why = forms.CharField(label="Chưa đồng ý vì sao", max_length=200, required=False)
    instead_on = forms.DateField(label="Đề nghị ngày khác", required=False, widget=day_input())
    instead_from = forms.TimeField(label="Từ giờ", required=False, widget=time_input())
    instead_to = forms.TimeField(label="Đến giờ", required=False, widget=time_input())
    instead_place = forms.CharField(label="Đề nghị nơi khác", max_length=160, required=False)

    def __init__(self, *args: Any, heard: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not heard:
            del self.fields["heard_from"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [data.get(name) for name in ("instead_on", "instead_from", "instead_to")]
        if data.get("says") == SessionWord.Says.NO and any(given) and not all(given):
            self.add_error("instead_on", "Đề nghị ngày khác: xin ghi đủ ngày, từ giờ, đến giờ.")
        return data

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        instead = None
        if data["says"] == SessionWord.Says.NO and data.get("instead_on"):
            instead = (
                instant(data["instead_on"], data["instead_from"]), instant(data["instead_on"], data["instead_to"]),
            )  # fmt: skip
        return {
            "side": data["side"], "sequence": data["sequence"], "says": data["says"], "why": data["why"],
            "instead": instead, "instead_place": data["instead_place"], "heard_from": data.get("heard_from", ""),
        }  # fmt: skip


class MeansForm(WithEquipment):
    staff = forms.ModelMultipleChoiceField(
        label="Người trực", queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    organisations = forms.ModelMultipleChoiceField(
        label="Đơn vị cử người (chưa rõ là ai)", queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip


# --- dates proposed --------------------------------------------------------------------------------------------------

PARTS = (("sang", "Buổi sáng", USUAL_PARTS[0]), ("chieu", "Buổi chiều", USUAL_PARTS[1]), ("toi", "Buổi tối", EVENING))


class RuleForm(WithEquipment):
    """By what dates are proposed: the stretch, days and hours, how many a session can serve, staff and equipment."""

    first_on = forms.DateField(label="Từ ngày", widget=day_input())
    last_on = forms.DateField(label="Đến hết ngày", widget=day_input())
    capacity = WholeNumberField(
        label="Một buổi làm được khoảng bao nhiêu người", min_value=1, max_value=MOST_COUNT,
    )  # fmt: skip
    weekdays = forms.MultipleChoiceField(
        label="Các thứ trong tuần", choices=OpeningHours.WEEKDAYS, widget=forms.CheckboxSelectMultiple,
        help_text="Ngày lễ, ngày nghỉ theo quyết định không bao giờ được đề xuất.",
    )  # fmt: skip
    staff = forms.ModelMultipleChoiceField(
        label="Người đơn vị phối hợp có thể cử", queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple,
        required=False, help_text="Tổ trưởng của thôn tự có trong buổi ở thôn mình.",
    )  # fmt: skip
    staff_each = WholeNumberField(label="Mỗi buổi cần mấy người trong số ấy", min_value=0, max_value=3, initial=1)
    services = forms.ModelMultipleChoiceField(
        label="Giúp làm gì", queryset=Service.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, parts: Sequence[tuple[time, time]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(parts)
        for code, label, usual in PARTS:
            mine = next((p for p in known if _part_of_day(p) == code), None)
            self.fields[f"{code}"] = forms.BooleanField(label=label, required=False, initial=mine is not None)
            self.fields[f"{code}_tu"] = forms.TimeField(
                label=f"{label}, từ giờ", required=False, initial=(mine or usual)[0], widget=time_input()
            )
            self.fields[f"{code}_den"] = forms.TimeField(
                label=f"{label}, đến giờ", required=False, initial=(mine or usual)[1], widget=time_input()
            )

    def part_rows(self) -> list[tuple[Any, Any, Any]]:
        return [(self[code], self[f"{code}_tu"], self[f"{code}_den"]) for code, _, _ in PARTS]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and not 0 <= (last - first).days < LONGEST_STRETCH:
            self.add_error("last_on", f"Ngày cuối phải từ ngày đầu trở đi và không quá {LONGEST_STRETCH} ngày.")
        chosen = []
        for code, label, _ in PARTS:
            if data.get(code):
                a, b = data.get(f"{code}_tu"), data.get(f"{code}_den")
                if not a or not b or b <= a:
                    self.add_error(f"{code}_den", f"{label}: xin ghi giờ đến sau giờ từ.")
                else:
                    chosen.append((a, b))
        if not chosen and not self.errors:
            self.add_error("sang", "Xin chọn ít nhất một buổi trong ngày.")
        data["parts"] = chosen
        return data


def _part_of_day(part: tuple[time, time]) -> str:
    return "sang" if part[0] < time(12) else "chieu" if part[0] < time(17, 30) else "toi"


class ProposedForm(Narrowed):
    """One proposed session as a row: taken or not, and changed where it must be. `prefix` tells rows apart."""

    use = forms.BooleanField(label="Lấy", required=False)
    area = forms.ModelChoiceField(queryset=Area.objects.none(), widget=forms.HiddenInput)
    on = forms.DateField(label="Ngày", widget=day_input())
    from_time = forms.TimeField(label="Từ giờ", widget=time_input())
    to_time = forms.TimeField(label="Đến giờ", widget=time_input())
    place = forms.ModelChoiceField(label="Địa điểm", queryset=Place.objects.none(), required=False)
    new_place = forms.CharField(label="Nơi mới", max_length=160, required=False)

    def __init__(self, *args: Any, staff_each: int, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff_names = [f"staff{n}" for n in range(staff_each)]
        for n, name in enumerate(self.staff_names, 1):
            self.fields[name] = forms.ModelChoiceField(
                label=f"Người cử {n}" if staff_each > 1 else "Người cử", queryset=staff, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("use") and not data.get("place") and not (data.get("new_place") or "").strip():
            self.add_error("place", "Chọn địa điểm, hoặc ghi nơi mới.")
        return data

    def staff_fields(self) -> list[Any]:
        return [self[name] for name in self.staff_names]

    def staff(self) -> list[Member]:
        chosen = [self.cleaned_data.get(name) for name in self.staff_names]
        return list({m.pk: m for m in chosen if m is not None}.values())


# --- places and equipment --------------------------------------------------------------------------------------------


class PlaceForm(Narrowed):
    area = forms.ModelChoiceField(label="Ở đâu", queryset=Area.objects.none())
    name = forms.CharField(label="Tên địa điểm", max_length=160)
    kind = forms.ChoiceField(label="Loại", choices=Place.Kind.choices)


class WayForm(forms.Form):
    words = forms.CharField(
        label="Đi thế nào", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Mọi người đọc được. Lấy mốc ai cũng biết: “từ chợ đi về phía đình 300 m, cạnh trường tiểu học”. "
        "Không ghi tên người, số điện thoại. Để trống là chưa chỉ đường.",
    )  # fmt: skip


class HoursForm(forms.Form):
    """Opening hours of a week: two spans a day; an empty day is closed, a week of empty days is open at any hour."""

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: dict[int, list[OpeningHours]] = {}
        for row in place.hours.all():  # type: ignore[attr-defined]
            known.setdefault(row.weekday, []).append(row)
        for weekday, label in OpeningHours.WEEKDAYS:
            for span in (0, 1):
                mine = known.get(weekday, [])[span : span + 1]
                for end, words in (("tu", "từ"), ("den", "đến")):
                    initial = (mine[0].from_time if end == "tu" else mine[0].to_time) if mine else None
                    self.fields[f"{weekday}-{span}-{end}"] = forms.TimeField(
                        label=f"{label}, {'buổi hai, ' if span else ''}{words} giờ", required=False, initial=initial,
                        widget=time_input(),
                    )  # fmt: skip

    def rows(self) -> list[tuple[str, list[Any]]]:
        names = [
            (w, label, [f"{w}-{s}-{e}" for s in (0, 1) for e in ("tu", "den")]) for w, label in OpeningHours.WEEKDAYS
        ]
        return [(label, [self[name] for name in fields]) for _, label, fields in names]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for weekday, label in OpeningHours.WEEKDAYS:
            for span in (0, 1):
                a, b = data.get(f"{weekday}-{span}-tu"), data.get(f"{weekday}-{span}-den")
                if bool(a) != bool(b):
                    self.add_error(f"{weekday}-{span}-den", f"{label.capitalize()}: xin ghi đủ giờ mở và giờ đóng.")
        return data

    def hours(self) -> list[tuple[int, time, time]]:
        data = self.cleaned_data
        found = [
            (w, data.get(f"{w}-{s}-tu"), data.get(f"{w}-{s}-den")) for w, _ in OpeningHours.WEEKDAYS for s in (0, 1)
        ]
        return [(w, a, b) for w, a, b in found if a and b]


class EquipmentForm(Narrowed):
    name = forms.CharField(label="Tên", max_length=80, help_text="Ví dụ: Máy tính bảng, Máy in, Bộ phát Wi-Fi.")
    count = WholeNumberField(label="Số lượng", min_value=0, max_value=MOST_COUNT)
    kept_by = forms.ModelChoiceField(
        label="Đơn vị giữ", queryset=Organisation.objects.none(), required=False, empty_label="xã"
    )


class CountForm(forms.Form):
    count = WholeNumberField(label="Số lượng", min_value=0, max_value=MOST_COUNT)


# --- people ----------------------------------------------------------------------------------------------------------


class CallForm(forms.Form):
    """How many to call, and of which lanes: all where none is ticked."""

    size = WholeNumberField(
        label="Mời thêm khoảng bao nhiêu người", min_value=1, max_value=1000,
    )  # fmt: skip
    lanes = forms.MultipleChoiceField(
        label="Chỉ các ngõ, xóm này", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn ngõ nào thì lấy lần lượt mọi ngõ.",
    )  # fmt: skip

    def __init__(self, *args: Any, lanes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lanes"].choices = lanes  # type: ignore[attr-defined]
        if len(lanes) < 2:
            del self.fields["lanes"]
