"""What is typed while a list of establishments or products is taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from tungnha.matching.workbooks import MAX_BYTES
from tungnha.people.forms.establishments import day_field
from tungnha.people.forms.tables import TableColumnsForm, TableFileField
from tungnha.people.models import Establishment, SellerFile
from tungnha.people.sellers.columns import FIELDS
from tungnha.people.sellers.rows import NOT_HERE
from tungnha.units.models import Organisation


class SellerUploadForm(forms.Form):
    about = forms.ChoiceField(label="Danh sách gì", choices=SellerFile.About.choices)
    file = TableFileField(
        label="Tệp danh sách", most=MAX_BYTES,
        help_text="Excel (.xlsx, .xls), .ods hoặc .csv; có tiêu đề cột, không mật khẩu.",
    )  # fmt: skip
    source = forms.CharField(label="Ai lập danh sách này", max_length=60, help_text="Ví dụ: Thuế cơ sở, Phòng Kinh tế.")
    as_of_on = day_field("Số liệu đến ngày")
    kind = forms.ChoiceField(
        label="Cơ sở mới là", choices=Establishment.Kind.choices, initial=Establishment.Kind.HOUSEHOLD_BUSINESS,
        help_text="Dùng khi tệp và tên không nói rõ; “HTX …”, “Công ty …” máy tự nhận ra.",
    )  # fmt: skip
    kept_by = forms.ModelChoiceField(
        label="Đơn vị theo dõi", queryset=Organisation.objects.none(), required=False, empty_label="không",
        help_text="Cán bộ của đơn vị này thấy và ghi được các cơ sở mới thêm.",
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept_by"].queryset = organisations  # type: ignore[attr-defined]


class SellerColumnsForm(TableColumnsForm):
    def __init__(self, *args: Any, about: str, **kwargs: Any) -> None:
        super().__init__(*args, fields=FIELDS[about], **kwargs)


class SellerVillagesForm(forms.Form):
    """Words of the file that name no village of the commune: each is asked once for all its lines."""

    def __init__(
        self, *args: Any, unknown: Mapping[str, int], villages: Sequence[tuple[int, str, str]],
        answers: Mapping[str, str], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        # What was answered stays to be seen and changed, though it is no longer unknown.
        self.texts = [*unknown, *(text for text in answers if text not in unknown)]
        choices = [("", "chưa rõ: không nhận các dòng này")]
        choices += [(str(pk), f"{type_name} {name}") for pk, type_name, name in villages]
        choices.append((NOT_HERE, "không thuộc xã: không nhận"))
        for at, text in enumerate(self.texts):
            times = f" ({unknown[text]} dòng)" if text in unknown else ""
            label = f"“{text[:80]}”{times} là thôn nào?" if text else f"Các dòng không ghi thôn{times} ở thôn nào?"
            self.fields[f"village-{at}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=answers.get(text, "")
            )

    def answers(self) -> dict[str, str]:
        return {text: self.cleaned_data[f"village-{at}"] for at, text in enumerate(self.texts)}
