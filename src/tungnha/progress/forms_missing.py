"""What of the missing is asked for: words of the address. A word that says nothing is left out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms

from tungnha.people.models import PersonGroup
from tungnha.progress.missing.sought import AGE_WORDS, GROUPS, PHONES, WHY, Sought
from tungnha.units import clock
from tungnha.units.models import Organisation, Role

EVERYBODY = ("", "tất cả")


class MissingForm(forms.Form):
    """The filters of a worklist. Field → what it is called in `Sought`."""

    NAMES = {
        "donvi": "unit", "nhom": "group", "tuoi": "ages", "lydo": "why", "dt": "phone", "cho": "waiting", "tim": "text",
    }  # fmt: skip

    donvi = forms.ChoiceField(label="Đơn vị", required=False)
    nhom = forms.ChoiceField(label="Nhóm", required=False)
    tuoi = forms.ChoiceField(label="Tuổi", required=False, choices=[EVERYBODY, *AGE_WORDS.items()])
    lydo = forms.ChoiceField(label="Vì sao chưa", required=False, choices=[EVERYBODY, *WHY.items()])
    dt = forms.ChoiceField(label="Điện thoại", required=False, choices=[EVERYBODY, *PHONES.items()])
    tim = forms.CharField(label="Tên hoặc mã hộ", required=False, max_length=120)
    cho = forms.BooleanField(label="Chỉ người có thể đã có (đang chờ xem)", required=False)

    def __init__(self, *args: Any, sought: Sought, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = dict(PersonGroup.Kind.choices)
        self.fields["nhom"].choices = [EVERYBODY, *((kind.value, words[kind]) for kind in GROUPS)]  # type: ignore[attr-defined]
        self.fields["donvi"].choices = [EVERYBODY, *_units(sought)]  # type: ignore[attr-defined]
        for name in set(self.fields) - set(fields_for(sought)):
            del self.fields[name]

    def asked(self) -> dict[str, Any]:
        """As `Sought` takes it."""
        self.is_valid()
        said: dict[str, Any] = {name: self.cleaned_data.get(name) for name in self.fields}
        if said.get("donvi"):
            said["donvi"] = int(said["donvi"])
        return {self.NAMES[name]: value for name, value in said.items() if value}

    def in_words(self) -> list[str]:
        """What is filtered by, as a sentence says it."""
        self.is_valid()
        said = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value is True:
                said.append("có thể đã có, đang chờ xem")
            elif value:
                choices = dict(getattr(field, "choices", ()))
                said.append(str(choices.get(value, f"“{value}”")))
        return said


def fields_for(sought: Sought) -> tuple[str, ...]:
    """Who sees counts only cannot narrow them down to somebody; shops have neither age nor telephone."""
    if sought.counts == "household":
        return ("lydo", "tim") if sought.reader.sees_whole_area(names=True) else ()
    if sought.counts != "person":
        return ("tim",) if sought.reader.sees_whole_area(names=True) else ()
    if sought.reader.role == Role.UNIT_OFFICER:
        return ("tuoi", "dt", "tim", "cho", "lydo")
    if sought.reader.sees_whole_area(names=True):
        return ("donvi", "nhom", "tuoi", "lydo", "dt", "tim", "cho")
    return ("nhom", "tuoi")


def _units(sought: Sought) -> list[tuple[str, str]]:
    commune = sought.area.commune or sought.area
    units = Organisation.objects.filter(area__path__startswith=commune.path, roster_entries__to_on=None)
    rows = units.filter(roster_entries__isnull=False).distinct().order_by("order", "name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def address_of(sought: Sought, **more: Any) -> str:
    """The same filters as words of an address; `more` says others, None takes one away."""
    said: dict[str, Any] = {
        name: getattr(sought, attribute) for name, attribute in MissingForm.NAMES.items()
    }  # fmt: skip
    said = {name: "on" if value is True else value for name, value in said.items() if value}
    day = {} if sought.on == clock.today() else {"ngay": sought.on.isoformat()}
    said = {"noi": sought.area.code} | day | said | more
    return urlencode({name: value for name, value in said.items() if value})
