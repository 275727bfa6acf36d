"""The review page's one big form: sections of row forms over a draft, and the draft that comes out of it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from django import forms

from tungnha.plans import rows
from tungnha.plans.review_ops import closed, find, find_dropped, fresh_ids, option_changes, perform
from tungnha.plans.rows import Choices, QuestionRow, RowForm
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
        self.base: list[dict[str, Any]] = list(value or []) if self.many else [value or {"id": f"{self.key}-0"}]
        self.away = [each for each in content.get("dropped") or [] if each["section"] == self.key]
        self.choices, self.data = choices, data
        rows = self._sent(content) if data is not None else self.base
        self.forms = [self.form_class(row, choices, data, prefix=row["id"]) for row in rows]
        self.dropped = [self.form_class(each["row"], choices, prefix=each["row"]["id"]) for each in self.away]

    def _sent(self, content: Any) -> list[dict[str, Any]]:
        """The rows the page sent: those that stand, and new ones with an id the page was given."""
        if not self.many:
            return self.base
        known = {row["id"]: row for row in self.base}
        away = {each["row"]["id"] for each in self.away}
        sent = [item for item in self.data.getlist(f"{self.key}-item") if self._may_be(item) and item not in away]
        rows = [known.get(item, {"id": item}) for item in dict.fromkeys(sent)][:MOST_ROWS]
        if self.data.get("do") == f"add:{self.key}" and len(rows) < MOST_ROWS:
            rows.append({"id": next(fresh_ids(content, self.key, taken=sent))})
        return rows

    def _may_be(self, item: str) -> bool:
        section, _, place = item.rpartition("-")
        return section == self.key and asked_id(place) is not None and len(place) < 6

    @property
    def gap_count(self) -> int:
        return sum(len(form.gaps) for form in self.forms)

    def result(self) -> Any:
        if not self.many:
            return self.forms[0].corrected()
        return [form.corrected() for form in self.forms if not form.cleaned_data["remove"] and not form.is_blank()]

    def gone(self, kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows that stood and were taken out, to be listed as dropped."""
        left = {row["id"] for row in kept}
        return [
            {"section": self.key, "at": at, "row": row} for at, row in enumerate(self.base) if row["id"] not in left
        ]


class ReviewForm:
    """All an opened draft says, as one form. `errors` and iteration as a Django form has them, for the summary."""

    def __init__(self, content: dict[str, Any], choices: Choices, data: Any = None) -> None:
        self.base = content
        self.sections = [Section(spec, content, choices, data) for spec in SECTIONS]
        self.data = data
        self._tell_questions()

    def _tell_questions(self) -> None:
        """Each open question is told to the rows it concerns."""
        rows = {form.item: form for form in self._forms()}
        for form in rows.values():
            if isinstance(form, QuestionRow) and not form.answered:
                for item in form.row.get("about") or ():
                    if item in rows:
                        rows[item].open_questions.append(form)

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

    def row(self, item: str) -> RowForm | None:
        """The form of one row; nothing where no such row stands."""
        return next((form for form in self._forms() if form.item == item), None)

    @property
    def doubtful(self) -> list[RowForm]:
        """The rows to look at first, the most doubtful at the head."""
        return sorted((form for form in self._forms() if form.doubts), key=lambda form: form.weight)

    def said(self) -> dict[str, dict[str, dict[str, str]]]:
        """Each part's rows as a person reads them: heading → sign of the row → name of the field → its words."""
        return {
            section.title: {
                form.sign: form.in_words() for form in section.forms if section.many or any(form.in_words().values())
            }
            for section in self.sections
        }

    def content(self) -> dict[str, Any]:
        """The draft as corrected, to be kept; what the form does not know stays as it was read."""
        made = copy.deepcopy(self.base)
        made["dropped"] = list(made.get("dropped") or [])
        for section in self.sections:
            result = section.result()
            made[section.key] = result
            if section.many:
                made["dropped"] += section.gone(result)
        for item in self.data.getlist("restore"):
            if find_dropped(made, item):
                perform(made, {"do": "restore", "item": item})
        self._take_answers(made)
        return closed(made)

    def _take_answers(self, made: dict[str, Any]) -> None:
        """An option just chosen sets what it stands for, where the field itself was left alone."""
        was = {row["id"]: row.get("answer") for row in self.base.get("questions") or []}
        for question in made["questions"]:
            answer = question.get("answer")
            for change in option_changes(question, answer) if answer and answer != was.get(question["id"]) else []:
                row, before = find(made, change["item"]), find(self.base, change["item"])
                if row and before and row.get(change["field"]) == before.get(change["field"]):
                    row[change["field"]] = change["value"]
