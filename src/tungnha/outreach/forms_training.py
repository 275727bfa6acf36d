"""What is asked about a programme, a course, and who came to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from tungnha.ledger.models import Service
from tungnha.outreach.models import Audience, Competence, Course, TrainingProgramme
from tungnha.outreach.operations.programmes import NewTask
from tungnha.outreach.rules_training import HIGHEST, LEVELS, PRESENCE, TASKS
from tungnha.people.models import Place
from tungnha.units.forms_setup import DayInput
from tungnha.units.models import Campaign, Organisation
from tungnha.units.typed import DayField, WholeNumberField

TASK_LINES = 12
SEEN = re.compile(r"^truoc-([0-9]{1,15})$")
CELL = re.compile(r"^viec-([0-9]{1,15})-([0-9]{1,15})$")
MOST = 99_999
TEACHES = ("dich-vu-cong", "thanh-toan-so", "ky-nang-so")  # services with the three levels of a skill


def _number(label: str, **more: Any) -> forms.IntegerField:
    return WholeNumberField(
        label=label, min_value=0, max_value=MOST, **more
    )  # fmt: skip


class ProgrammeForm(forms.Form):
    """A programme with up to twelve tasks, each with its group of the framework."""

    name = forms.CharField(label="Tên chương trình", max_length=160)
    audience = forms.ChoiceField(label="Dành cho", choices=Audience.choices)
    topics = forms.CharField(
        label="Các chuyên đề", required=False, max_length=3000, help_text="Mỗi chuyên đề một dòng.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    by = forms.ChoiceField(
        label="Thế nào là đạt", widget=forms.RadioSelect, initial=TASKS,
        choices=[(TASKS, "làm được các việc dưới đây"), (PRESENCE, "có mặt là đạt, không đánh giá")],
    )  # fmt: skip
    share = _number("Phải làm được bao nhiêu phần trăm số việc", initial=80, required=False)
    level = forms.TypedChoiceField(
        label="Ở mức", choices=[(n, LEVELS[n]) for n in range(1, HIGHEST + 1)], coerce=int, initial=2, required=False,
        empty_value=None,
    )  # fmt: skip
    service = forms.ModelChoiceField(
        label="Học đạt thì ghi mức làm được của", queryset=Service.objects.none(), required=False,
        empty_label="(chỉ ghi là đã học đạt)",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services: Any = self.fields["service"]
        services.queryset = Service.objects.filter(code__in=TEACHES)
        groups = Competence.objects.order_by("framework", "order")
        for n in range(1, TASK_LINES + 1):
            self.fields[f"task{n}"] = forms.CharField(label=f"Việc {n}", max_length=160, required=False)
            self.fields[f"group{n}"] = forms.ModelChoiceField(
                label=f"Nhóm năng lực của việc {n}", queryset=groups, required=False, empty_label="(không xếp nhóm)"
            )
            self.fields[f"must{n}"] = forms.BooleanField(label=f"Việc {n} bắt buộc", required=False)

    @property
    def head(self) -> list[Any]:
        return [self[name] for name in ("name", "audience", "topics")]

    @property
    def passing(self) -> list[Any]:
        return [self[name] for name in ("by", "share", "level", "service")]

    @property
    def lines(self) -> list[tuple[Any, Any, Any]]:
        return [(self[f"task{n}"], self[f"group{n}"], self[f"must{n}"]) for n in range(1, TASK_LINES + 1)]

    def said(self) -> dict[str, Any]:
        """What `operations.programmes.write_programme` takes."""
        data = self.cleaned_data
        rule: dict[str, Any] = {"by": data["by"]}
        if data["by"] == TASKS:
            rule |= {"share": data["share"], "level": data["level"]}
        tasks = [
            NewTask(data[f"task{n}"], data[f"group{n}"], data[f"must{n}"])
            for n in range(1, TASK_LINES + 1)
            if data[f"task{n}"].strip()
        ]
        return {
            "name": data["name"], "audience": data["audience"], "topics": data["topics"].splitlines(), "rule": rule,
            "service": data["service"], "tasks": tasks,
        }  # fmt: skip


def as_written(programme: TrainingProgramme) -> dict[str, Any]:
    """What the form shows of a programme that is changed."""
    first: dict[str, Any] = {
        "name": programme.name, "audience": programme.audience, "topics": "\n".join(programme.topics),
        "service": programme.service_id, **programme.rule,
    }  # fmt: skip
    for n, task in enumerate(programme.tasks.all()[:TASK_LINES], 1):
        first |= {f"task{n}": task.words, f"group{n}": task.competence_id, f"must{n}": task.must}
    return first


class CourseForm(forms.Form):
    """Which programme, by whom, where and when."""

    programme = forms.ModelChoiceField(label="Chương trình", queryset=TrainingProgramme.objects.none())
    name = forms.CharField(
        label="Tên lớp", max_length=160, required=False, help_text="Để trống thì lấy tên chương trình."
    )
    campaign = forms.ModelChoiceField(
        label="Theo kế hoạch", queryset=Campaign.objects.none(), required=False, empty_label="(không theo kế hoạch nào)"
    )
    on = DayField(label="Ngày học", widget=DayInput())
    until_on = DayField(label="Ngày cuối, nếu học nhiều ngày", widget=DayInput(), required=False)
    from_time = forms.TimeField(label="Từ giờ", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    to_time = forms.TimeField(label="Đến giờ", widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    trainer = forms.ModelChoiceField(
        label="Đơn vị giảng", queryset=Organisation.objects.none(), required=False, empty_label="(đơn vị ở nơi khác)"
    )
    trainer_words = forms.CharField(label="Đơn vị giảng ở nơi khác", max_length=160, required=False)
    mode = forms.ChoiceField(
        label="Hình thức", choices=Course.Mode.choices, widget=forms.RadioSelect, initial=Course.Mode.PLACE
    )
    place = forms.ModelChoiceField(label="Địa điểm", queryset=Place.objects.none(), required=False)
    where = forms.CharField(
        label="Nơi khác, hoặc đường dẫn phòng học", max_length=300, required=False,
        help_text="Học trực tuyến thì ghi đường dẫn vào lớp.",
    )  # fmt: skip
    topics = forms.CharField(
        label="Các chuyên đề của lớp", required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Mỗi chuyên đề một dòng. Để trống thì lấy theo chương trình.",
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in choices.items():
            field: Any = self.fields[name]
            field.queryset = queryset

    def said(self) -> dict[str, Any]:
        """What `operations.courses.plan_course` takes."""
        data = dict(self.cleaned_data)
        on, until = data.pop("on"), data.pop("until_on")
        starts, ends = data.pop("from_time"), data.pop("to_time")
        topics = data.pop("topics").splitlines()
        return data | {
            "topics": topics or None, "starts_at": timezone.make_aware(datetime.combine(on, starts)),
            "ends_at": timezone.make_aware(datetime.combine(until or on, ends)),
        }  # fmt: skip


class AskForm(forms.Form):
    units = forms.ModelMultipleChoiceField(
        label="Mời mọi người trong danh sách của", queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Mời chọn ít nhất một đơn vị."},
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["units"]
        field.queryset = units
        field.label_from_instance = lambda unit: f"{unit.label} ({unit.people} người)"


class CountForm(forms.Form):
    """How many came without a name, by whose word."""

    stated_by = forms.ModelChoiceField(label="Số của đơn vị nào", queryset=Organisation.objects.none())
    audience = forms.ChoiceField(label="Là ai", choices=Audience.choices)
    invited = _number("Được mời", required=False)
    present = _number("Đã dự")
    passed = _number("Học đạt", required=False, help_text="Để trống nếu không đánh giá.")
    document = forms.CharField(label="Theo văn bản", max_length=160, required=False)
    whole = _number(
        "Tổng số của cả đơn vị", required=False,
        help_text="Chỉ ghi khi các số trên là của cả trường, cả doanh nghiệp: số này khi đó thay cho số đơn vị báo "
        "trước và tính vào chỉ tiêu. Học một phần thì để trống.",
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stated_by"]
        field.queryset = units

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        whole, present = data.get("whole"), data.get("present")
        if whole is not None and present is not None and present > whole:
            self.add_error("whole", f"Tổng số ({whole}) nhỏ hơn số đã dự ({present}): mời xem lại hai số này.")
        return data


class HereForm(forms.Form):
    """The page behind the QR: one's own telephone number."""

    phone = forms.CharField(
        label="Số điện thoại của bác", max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": "Mời gõ số điện thoại của mình."},
    )  # fmt: skip


def typed_levels(
    post: Mapping[str, str], ticked: Iterable[str], tasks: Iterable[int]
) -> tuple[dict[int, dict[int, int]], str]:
    """trainee → task → level, out of `viec-<trainee>-<task>`, and what is wrong. Of who is ticked an empty task gets
    the level chosen for the rest; where none is chosen it stays open."""
    rest = _level(post.get("con-lai", ""))
    chosen = [int(pk) for pk in ticked if pk.isascii() and pk.isdigit() and len(pk) < 16]
    found: dict[int, dict[int, int]] = {pk: {} for pk in chosen}
    for name, value in post.items():
        cell, level = CELL.match(name), _level(value)
        if cell and level is not None:
            found.setdefault(int(cell[1]), {})[int(cell[2])] = level
    if rest is not None:
        found |= {pk: dict.fromkeys(tasks, rest) | found[pk] for pk in chosen}
    if not found:
        return {}, "Chưa chấm ai: chọn mức ở ít nhất một việc, hoặc đánh dấu người cần chấm."
    if not all(found.values()):
        return {}, "Người đã đánh dấu chưa có mức nào: mời chọn mức cho các việc để trống."
    return found, ""


def seen_marks(post: Mapping[str, str]) -> dict[int, int]:
    """trainee → the assessment the page had shown, out of `truoc-<trainee>`."""
    found = {}
    for name, value in post.items():
        shown = SEEN.match(name)
        if shown and value.isascii() and value.isdigit() and len(value) < 16:
            found[int(shown[1])] = int(value)
    return found


def _level(text: str) -> int | None:
    return int(text) if text in {str(n) for n in range(HIGHEST + 1)} else None
