"""What is typed while a population file is taken in."""

from __future__ import annotations

from typing import Any

from django import forms

from tungnha.matching.sources import MAX_BYTES
from tungnha.people.forms.tables import TableColumnsForm, TableFileField
from tungnha.people.importing.reading import NOT_HERE, Questions
from tungnha.people.importing.rules import FIELDS, PARTS_OF_A_FIELD
from tungnha.people.models import Person


class PopulationUploadForm(forms.Form):
    file = TableFileField(
        label="Tệp nhân khẩu",
        most=MAX_BYTES,
        help_text="Tệp Excel (.xlsx, .xls), .ods hoặc .csv; mỗi dòng một người, có tiêu đề cột, không mật khẩu; "
        "đến một triệu dòng.",
    )
    source = forms.CharField(label="Ai lập danh sách này", max_length=60, initial="Công an xã")
    official = forms.BooleanField(
        label="Đây là danh sách chính thức của cơ quan quản lý cư trú", required=False,
        help_text="Người có trong danh sách được ghi là đã xác nhận vào ngày của số liệu.",
    )  # fmt: skip
    as_of_on = forms.DateField(
        label="Số liệu đến ngày", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class PopulationColumnsForm(TableColumnsForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, fields=FIELDS, **kwargs)

    @property
    def usual(self) -> list[forms.BoundField]:
        """What nearly every file has, and whatever else was found in this one."""
        return [self[name] for name in FIELDS if name not in PARTS_OF_A_FIELD or self[name].value()]

    @property
    def in_parts(self) -> list[forms.BoundField]:
        """What some files write in several columns."""
        return [self[name] for name in PARTS_OF_A_FIELD if not self[name].value()]


class AnswersForm(forms.Form):
    """What the file leaves open, asked once for all its lines: nothing is invented."""

    def __init__(self, *args: Any, asked: Questions, villages: list[tuple[int, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        known = [(str(pk), f"{type_name} {name}") for pk, type_name, name in villages]
        for at, (text, times) in enumerate(asked.villages.items()):
            self.fields[f"village-{at}"] = _select(
                f"“{text[:80]}” ({times} dòng) là thôn nào?", [*known, (NOT_HERE, "không thuộc xã: không nhận")]
            )
        if asked.no_village:
            self.fields["no_village"] = _select(
                f"{asked.no_village} dòng không ghi thôn. Đó là người của thôn nào?", known
            )
        states = Person.Residence.choices
        for at, (text, times) in enumerate(asked.residences.items()):
            self.fields[f"residence-{at}"] = _select(f"“{text[:80]}” ({times} dòng) là cư trú thế nào?", states)
        if asked.no_residence:
            self.fields["no_residence"] = _select(
                f"{asked.no_residence} dòng không ghi tình trạng cư trú. Người mới thêm từ các dòng ấy:", states,
                initial=Person.Residence.AT_HOME, hint="Người đã có trong sổ giữ nguyên tình trạng cư trú đang ghi.",
            )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "villages": {text: data[f"village-{at}"] for at, text in enumerate(self.asked.villages)},
            "residences": {text: data[f"residence-{at}"] for at, text in enumerate(self.asked.residences)},
            "no_village": data.get("no_village", ""), "no_residence": data.get("no_residence", ""),
        }  # fmt: skip


def _select(label: str, choices: Any, initial: str = "", hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "hãy chọn"), *choices], initial=initial, help_text=hint)
