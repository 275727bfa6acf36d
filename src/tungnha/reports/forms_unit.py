"""A unit's one form: what is counted here is shown, what only the unit knows is asked, a doubt wants a word."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from tungnha.plans.models import Target
from tungnha.reports.figures import Computed
from tungnha.reports.forms import number, text, written
from tungnha.reports.models import Submission, UnitDraft
from tungnha.reports.models.submissions import PARTS
from tungnha.reports.operations import Doubtful, NewFigure
from tungnha.reports.sending.checks import LONGEST_ANSWER, Finding
from tungnha.units.requests import asked_id

HINTS = {
    "narrative": "Việc đã làm, kết quả. Vài câu là đủ.",
    "shortcomings": "Việc chưa xong, chậm. Không có thì để trống.",
    "causes": "Vì sao chưa xong. Không có thì để trống.",
    "difficulties": "Điều tự đơn vị không gỡ được. Không có thì để trống.",
    "proposals": "Xin cấp trên việc gì. Không có thì để trống.",
    "next_tasks": "Việc sẽ làm trong kỳ sau.",
}
ROWS = {"narrative": 5}
LINE, MOST_LINES = 40, 14  # letters, lines
ANSWER = re.compile(r"answer_(\d+)_([a-z]+)")


class UnitReportForm(forms.Form):
    """What the product holds already is filled in; nothing held is asked again.

    sitting: the opened page; seen: the number of the draft it began with; after: that of the latest submission it knew.
    """

    sitting = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, *args: Any, own: Sequence[Target], others: Sequence[Target], held: Mapping[int, Computed],
        computed: Mapping[int, Computed], latest: Submission | None, draft: UnitDraft | None = None,
        proposed: Mapping[str, str] | None = None, fills_in: bool = True, **kwargs: Any,
    ) -> None:  # fmt: skip
        """`proposed`: part → what the house proposes; filled in where nobody wrote yet and `fills_in`."""
        super().__init__(*args, **kwargs)
        self.targets = {target.pk: target for target in [*own, *others]}
        self.own, self.others, self.computed = list(own), list(others), computed
        self.proposed, self.draft, self.latest = dict(proposed or {}), draft, latest
        self.doubts: dict[int, list[dict[str, Any]]] = {}
        self.fields["sitting"].initial = uuid.uuid4()
        self.fields["seen"].initial = draft.number if draft is not None else 0
        self.fields["after"].initial = latest.number if latest is not None else 0
        for name, label in PARTS.items():
            self._add_part(name, label, fills_in=fills_in)
        for target in self.targets.values():
            self._add(target, held.get(target.pk) or Computed(None, None))

    def _add_part(self, name: str, label: str, *, fills_in: bool) -> None:
        proposal = self.proposed.get(name, "")
        if self.draft is not None and name in self.draft.content:
            initial = self.draft.content[name]
        elif self.latest is not None:
            initial = getattr(self.latest, name)
        else:
            initial = proposal if fills_in else ""
        self.fields[name] = text(label, lines_of(initial, ROWS.get(name, 3)), help_text=HINTS[name], initial=initial)
        self.fields[f"shown_{name}"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=mark(proposal), max_length=20
        )  # fmt: skip

    def _add(self, target: Target, held: Computed) -> None:
        """A count, and the whole it is of where only the unit knows that. What is counted here is no question."""
        known = self.computed.get(target.pk)
        if known is not None and known.typed:
            return  # typed where its source is asked for too
        counted = known is not None
        own = self._stated(target.pk) if counted else held
        self.fields[f"count_{target.pk}"] = number(
            "Số của đơn vị" if counted else "Số đã đạt", initial=self._drafted(f"count_{target.pk}", own.count)
        )
        if not counted:
            self.fields[f"base_{target.pk}"] = number(
                "Tổng số", initial=self._drafted(f"base_{target.pk}", held.base)
            )  # fmt: skip

    def _stated(self, target: int) -> Computed:
        """The unit's own number beside a counted one, as it gave it in the report this one corrects."""
        rows = self.latest.figures.all() if self.latest is not None else ()
        return next((Computed(r.count, r.base) for r in rows if r.target_id == target and r.own), Computed(None, None))

    def _drafted(self, name: str, otherwise: int | None) -> str:
        if self.draft is not None and name in self.draft.content:
            return str(self.draft.content[name])
        return written(otherwise)

    # --- what the page shows

    def part_blocks(self) -> list[dict[str, Any]]:
        """Each part with its field, whether it is the machine's proposal, and the proposal where it is another text."""
        return [
            {
                "field": self[name], "shown": self[f"shown_{name}"], "is_proposed": self._is_proposed(name),
                "offered": "" if self._is_proposed(name) else self.proposed.get(name, ""),
            }
            for name in PARTS
        ]  # fmt: skip

    def _is_proposed(self, name: str) -> bool:
        shown = str(self[f"shown_{name}"].value() or "")
        return bool(shown) and mark(str(self[name].value() or "")) == shown

    def blocks(self, targets: Sequence[Target]) -> list[dict[str, Any]]:
        """For the page: each target with what is counted already, its fields, and what is doubtful."""
        made = []
        for target in targets:
            bound = [self[name] for name in (f"count_{target.pk}", f"base_{target.pk}") if name in self.fields]
            made.append({
                "name": target.label, "computed": self.computed.get(target.pk), "fields": bound,
                "is_used": any(f.value() or f.errors for f in bound), "doubts": self.doubts.get(target.pk, []),
                "carried": self._carried(target.pk),
            })  # fmt: skip
        return made

    def own_blocks(self) -> list[dict[str, Any]]:
        return self.blocks(self.own)

    def other_blocks(self) -> list[dict[str, Any]]:
        return self.blocks(self.others)

    def other_is_used(self) -> bool:
        """Whether the folded part holds anything to be seen."""
        return any(block["is_used"] or block["doubts"] for block in self.other_blocks())

    # --- what is doubtful

    def doubt(self, problem: Doubtful) -> None:
        """Ask for a word beside each doubtful number, or have a fault mended."""
        for target, found in problem.findings.items():
            for one in found:
                if one.is_fault:
                    self.add_error(f"count_{target}", one.sentence)
                else:
                    self._ask(target, one, is_open=one.key in problem.open_keys)

    def _ask(self, target: int, one: Finding, *, is_open: bool) -> None:
        name = f"answer_{target}_{one.code}"
        self.fields[name] = forms.CharField(
            label="Vẫn đúng, vì", max_length=LONGEST_ANSWER,
            help_text="Ghi vì sao rồi gửi lại; số ghi nhầm thì sửa ở ô trên.",
        )  # fmt: skip
        self.doubts.setdefault(target, []).append(
            {
                "sentence": one.sentence,
                "field": self[name],
                "key_name": self.add_prefix(f"key_{target}_{one.code}"),
                "key": one.key,
            }
        )
        if is_open:
            self.add_error(name, one.sentence)

    def _answers(self, target: int) -> dict[str, str]:
        """What was answered, by the key of the numbers it was asked about."""
        posted = self._posted()
        return {posted.get(f"key_{m[1]}_{m[2]}", ""): posted[m[0]] for m in _answered(posted, target)}

    def _posted(self) -> dict[str, str]:
        """What came with the page, by the names of a form that stands alone."""
        begin = self.add_prefix("")
        return {name.removeprefix(begin): value for name, value in self.data.items() if name.startswith(begin)}

    def _carried(self, target: int) -> list[tuple[str, str]]:
        """Answers given already that the page does not ask again now: they go along with the next try."""
        if not self.is_bound or target in self.doubts:
            return []
        posted = self._posted()
        names = [name for m in _answered(posted, target) for name in (m[0], f"key_{m[1]}_{m[2]}")]
        return [(self.add_prefix(name), posted.get(name, "")) for name in names]

    # --- what was written

    def figures(self) -> list[NewFigure]:
        data = self.cleaned_data
        return [
            NewFigure(target, data.get(f"count_{pk}"), data.get(f"base_{pk}"), self._answers(pk))
            for pk, target in self.targets.items()
        ]

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PARTS}

    def left_as_proposed(self) -> list[str]:
        return [
            name for name in PARTS
            if self.cleaned_data[name] and mark(self.cleaned_data[name]) == self.cleaned_data[f"shown_{name}"]
        ]  # fmt: skip


def lines_of(words: str, least: int) -> int:
    """How high a field must be to show what stands in it, on a phone's width too."""
    return max(least, min(MOST_LINES, sum(1 + len(line) // LINE for line in words.split("\n"))))


def mark(words: str) -> str:
    """By which a text is known again when it comes back from the page; "" for none."""
    plain = "\n".join(line.rstrip() for line in words.replace("\r\n", "\n").strip().split("\n"))
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()[:16] if plain else ""


def _answered(posted: Mapping[str, str], target: int) -> list[re.Match[str]]:
    found = [match for name in posted if (match := ANSWER.fullmatch(name))]
    return [match for match in found if int(match[1]) == target]


def drafted(data: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """What of a posted page is a draft: the fields people write in."""
    begin = f"{prefix}-" if prefix else ""
    names = [name.removeprefix(begin) for name in data if name.startswith(begin)]
    return {name: data[begin + name] for name in names if name in PARTS or re.fullmatch(r"(count|base)_\d+", name)}


def sitting_of(data: Mapping[str, str], prefix: str = "") -> tuple[uuid.UUID, int]:
    """(the opened page, the number of the draft it began with); a page that says none is one of its own."""
    begin = f"{prefix}-" if prefix else ""
    try:
        sitting = uuid.UUID(data.get(f"{begin}sitting", ""))
    except ValueError:
        sitting = uuid.uuid4()
    return sitting, asked_id(data.get(f"{begin}seen")) or 0
