"""The review page's one big form: sections of row forms over a draft, and the draft that comes out of it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from django import forms

from tungnha.plans import rows
from tungnha.plans.marks import SIGNS
from tungnha.plans.rows import Choices, RowForm
from tungnha.units.requests import asked_id

MOST_ROWS = 500  # of one section

#: key in the draft, heading, form, whether there are many, what the button adds
SECTIONS: tuple[tuple[str, str, type[RowForm], bool, str], ...] = (
    ("header", "Đầu văn bản", rows.HeaderRow, False, ""),
    ("legal_bases", "Căn cứ", rows.BasisRow, True, "Thêm căn cứ"),
    ("scope", "Phạm vi", rows.ScopeRow, False, ""),
    ("targets", "Chỉ tiêu", rows.TargetRow, True, "Thêm chỉ tiêu"),
    ("tasks", "Nhiệm vụ", rows.TaskRow, True, "Thêm nhiệm vụ"),
    ("steps", "Các bước", rows.StepRow, True, "Thêm bước"),
    ("assignments", "Phân công", rows.AssignmentRow, True, "Thêm đơn vị"),
    ("reporting", "Chế độ báo cáo", rows.DutyRow, True, "Thêm chế độ báo cáo"),
    ("phases", "Giai đoạn", rows.PhaseRow, True, "Thêm giai đoạn"),
    ("appendix_targets", "Phụ lục chỉ tiêu", rows.AnnexRow, True, "Thêm dòng phụ lục"),
    ("recipients", "Nơi nhận", rows.RecipientRow, True, "Thêm nơi nhận"),
    ("signer", "Ký", rows.SignerRow, False, ""),
    ("contact", "Đầu mối liên hệ", rows.ContactRow, False, ""),
    ("supervisor", "Người phụ trách", rows.SupervisorRow, False, ""),
    ("questions", "Điều cần hỏi", rows.QuestionRow, True, ""),
)


class Section:
    """The forms of one part of the draft."""

    def __init__(self, spec: tuple[str, str, type[RowForm], bool, str], content: Any, choices: Choices, data: Any):
        self.key, self.title, self.form_class, self.many, self.add_words = spec
        value = content.get(self.key)
        self.base: list[dict[str, Any]] = list(value or []) if self.many else [value or {}]
        self.choices, self.data = choices, data
        self.forms = self._bound() if data is not None else self._unbound()

    def _unbound(self) -> list[RowForm]:
        return [self._form(n, row, str(n), None) for n, row in enumerate(self.base)]

    def _bound(self) -> list[RowForm]:
        made = []
        for n in range(self._count()):
            origin = asked_id(self.data.get(f"{self.key}-{n}-origin"))
            known = origin is not None and origin < len(self.base)
            row = self.base[origin] if origin is not None and known else {}
            made.append(self._form(n, row, str(origin) if known else "", self.data))
        return made

    def _count(self) -> int:
        if not self.many:
            return 1
        sent = asked_id(self.data.get(f"{self.key}-count"))
        more = self.data.get("do") == f"add:{self.key}"
        return len(self.base) if sent is None else min(sent, MOST_ROWS) + more

    def _form(self, n: int, row: dict[str, Any], origin: str, data: Any) -> RowForm:
        form = self.form_class(row, self.choices, data, prefix=f"{self.key}-{n}", origin=origin)
        form.anchor = f"{self.key}-{n}"  # type: ignore[attr-defined]
        form.sign = f"{SIGNS.get(self.key, '?')}{n + 1 if self.many else ''}"  # type: ignore[attr-defined]
        form.shown_at = f"{self.key}-{origin}" if row.get("span") else ""  # type: ignore[attr-defined]
        return form

    @property
    def gap_count(self) -> int:
        return sum(len(form.gaps) for form in self.forms)

    def result(self) -> Any:
        kept = [form.corrected() for form in self.forms if not form.cleaned_data["remove"] and not form.is_blank()]
        return kept if self.many else (kept[0] if kept else None)


class ReviewForm:
    """Everything a draft says, as one form. `errors` and iteration as a Django form has them, for the summary."""

    def __init__(self, content: dict[str, Any], choices: Choices, data: Any = None) -> None:
        self.base = content
        self.sections = [Section(spec, content, choices, data) for spec in SECTIONS]
        self.data = data

    def is_valid(self) -> bool:
        wrong = [form for form in self._forms() if not form.is_valid()]  # every form is checked, to show all at once
        return not wrong

    @property
    def errors(self) -> list[Any]:
        return [form.errors for form in self._forms() if self.data is not None and form.errors]

    def non_field_errors(self) -> list[str]:
        return []

    def __iter__(self) -> Iterator[forms.BoundField]:
        for form in self._forms():
            if form.errors:
                yield from form

    def _forms(self) -> list[RowForm]:
        return [form for section in self.sections for form in section.forms]

    def said(self) -> dict[str, list[dict[str, str]]]:
        """Each part's rows as a person reads them: name of the field → its words."""
        return {
            section.title: [form.in_words() for form in section.forms if section.many or form.row]
            for section in self.sections
        }

    def content(self) -> dict[str, Any]:
        """The draft as corrected; what the form does not know is kept as it was read."""
        made = copy.deepcopy(self.base)
        for section in self.sections:
            result = section.result()
            if result or section.key in made:
                made[section.key] = result
        return _tidied(made)


def _tidied(content: dict[str, Any]) -> dict[str, Any]:
    """Recipients are kept both as lines and with their places."""
    lines = content.get("recipients") or []
    content["recipient_finds"] = lines
    content["recipients"] = [line.get("text") for line in lines]
    return content
