"""How a leader says whose doors are whose: lane by lane, in stretches of the walk, or door by door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from tungnha.field.sharing.queries import Door, Village
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Member


def names_of(members: Iterable[Member]) -> list[tuple[str, str]]:
    return [(str(member.pk), member.user.full_name) for member in members]


class UntilForm(forms.Form):
    """Until when: a share that nobody renews comes back to all by itself."""

    until_on = forms.DateField(
        label="Giao đến hết ngày", required=False, widget=DayInput(),
        help_text="Qua ngày này hộ trở lại phần chung. Để trống: giao đến khi thu lại.",
    )  # fmt: skip

    def __init__(self, *args: Any, village: Village, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.village = village
        self.fields["until_on"].widget.attrs["min"] = village.on.isoformat()

    def clean_until_on(self) -> date | None:
        day: date | None = self.cleaned_data["until_on"]
        if day is not None and day < self.village.on:
            raise forms.ValidationError("Ngày này đã qua: xin chọn từ hôm nay trở đi, hoặc để trống.")
        return day

    def teammate(self, pk: str) -> Member | None:
        return next((m for m in self.village.team if str(m.pk) == pk), None)


class LanesForm(UntilForm):
    """One member for each lane."""

    also_held = forms.BooleanField(
        label="Giao cả những hộ đang ở người khác", required=False,
        help_text="Không chọn: chỉ giao các hộ chưa giao ai.",
    )  # fmt: skip
    field_order = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lanes: dict[str, list[Door]] = {}
        for door in self.village.doors:
            if not door.is_done:
                self.lanes.setdefault(door.household.lane, []).append(door)
        choices = [("", "giữ nguyên"), *names_of(self.village.team)]
        for n, lane in enumerate(self.lanes):
            self.fields[f"lane-{n}"] = forms.ChoiceField(label=lane or "Chưa ghi ngõ", required=False, choices=choices)

    def rows(self) -> list[dict[str, Any]]:
        """Each lane with its field, its doors and who holds them."""
        names = {hand.member.pk: hand.member.user.full_name for hand in self.village.hands}
        return [
            {
                "lane": lane or "Chưa ghi ngõ", "bound": self[f"lane-{n}"], "doors": len(doors),
                "people": sum(d.missing for d in doors), "free": sum(1 for d in doors if not d.shares),
                "holders": sorted({names[s.member_id] for d in doors for s in d.shares}),
            }
            for n, (lane, doors) in enumerate(self.lanes.items())
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(f"lane-{n}") for n in range(len(self.lanes))):
            raise forms.ValidationError("Chưa chọn ai cho ngõ nào: xin chọn ít nhất một ngõ.")
        return data

    def parts(self) -> dict[int, list[Door]]:
        found: dict[int, list[Door]] = {}
        for n, doors in enumerate(self.lanes.values()):
            chosen = self.cleaned_data.get(f"lane-{n}")
            if chosen:
                wanted = [d for d in doors if not d.shares or self.cleaned_data["also_held"]]
                found.setdefault(int(chosen), []).extend(wanted)
        return found


class ClusterForm(UntilForm):
    """Who takes part: the walk is cut into as many stretches."""

    members = forms.MultipleChoiceField(
        label="Chia cho", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chưa chọn ai: xin chọn ít nhất một người."},
    )  # fmt: skip
    field_order = ("members", "until_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["members"]
        field.choices = names_of(self.village.team)
        self.initial.setdefault("members", [str(m.pk) for m in self.village.team])

    def chosen(self) -> list[Member]:
        return [m for m in self.village.team if str(m.pk) in self.cleaned_data["members"]]


class HandForm(UntilForm):
    """Doors ticked one by one."""

    member = forms.ChoiceField(label="Giao cho", error_messages={"required": "Chưa chọn giao cho ai."})
    together = forms.BooleanField(
        label="Cùng làm: hộ vẫn ở người đang giữ, người này đến cùng", required=False,
        help_text="Hộ sẽ nằm trên hai máy. Chỉ chọn khi hai người thật sự cùng đến.",
    )  # fmt: skip
    doors = forms.MultipleChoiceField(
        label="Hộ", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Chưa chọn hộ nào."}
    )
    field_order = ("doors", "member", "until_on", "together")

    def __init__(self, *args: Any, shown: Sequence[Door], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member: Any = self.fields["member"]
        member.choices = [("", "chọn người"), *names_of(self.village.team)]
        doors: Any = self.fields["doors"]
        doors.choices = [(str(door.pk), door.household.code) for door in self.village.doors]
        self.shown = shown

    def parts(self) -> dict[int, list[Door]]:
        chosen = set(self.cleaned_data["doors"])
        return {int(self.cleaned_data["member"]): [d for d in self.village.doors if str(d.pk) in chosen]}


class AcceptForm(UntilForm):
    """What was shown, sent back as it was: `part-<member>` holds the doors of each."""

    way = forms.ChoiceField(choices=[("share", ""), ("level", "")], widget=forms.HiddenInput)
    together = forms.BooleanField(required=False, widget=forms.HiddenInput)
    as_shown = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        at = {str(door.pk): door for door in self.village.doors}
        parts: dict[int, list[Door]] = {}
        for name, value in self.data.items():
            member = self.teammate(name.removeprefix("part-")) if name.startswith("part-") else None
            if member is not None:
                parts[member.pk] = [at[pk] for pk in str(value).split(",") if pk in at]
        if not any(parts.values()):
            raise forms.ValidationError("Không có hộ nào để giao: xin chọn lại.")
        data["parts"] = parts
        return data
