"""What a form field needs to be drawn: ids that tie label, hint and error to the input."""

from django import forms

from tungnha.web import formats

DASHES = "---------"  # Django's word for nothing chosen
STALE = "Trang này có chỗ không còn đúng: mời chép lại phần đã gõ, tải lại trang rồi gửi lại"
BIG = ("value", "label", "hint", "tone", "icon")


def kind_of(bound) -> str:
    """Return which drawing fits the widget: input, tick, choices or file."""
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    return "file" if isinstance(widget, forms.FileInput) else "input"


def context(bound, label="", hint="", width="", look="") -> dict:
    kind = kind_of(bound)
    hint = hint or bound.help_text
    base_id = bound.auto_id or bound.html_name
    if getattr(bound.field, "empty_label", None) == DASHES:
        bound.field.empty_label = "hãy chọn" if bound.field.required else "để trống"
    hint_id, error_id = f"{base_id}-hint", f"{base_id}-error"
    described = " ".join([hint_id] * bool(hint) + [error_id] * bool(bound.errors))
    attrs = {"aria-describedby": described} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound, "kind": kind, "look": look, "width": width, "hint": hint, "hint_id": hint_id,
        "error_id": error_id, "described": described, "label": label or bound.label,
        "optional": not bound.field.required, "errors": [_beside_label(bound, text) for text in sentences(bound)],
        "input": bound.as_widget(attrs=attrs) if kind != "choices" else "",
        "options": list(bound.subwidgets) if kind == "choices" else [],
        "accept": bound.field.widget.attrs.get("accept", ""),
    }  # fmt: skip


def sentences(bound) -> list[str]:
    """Say each error of a field so that it is understood away from the field; our own sentences are kept."""
    return [_sentence(bound, error) for error in bound.form.errors.as_data().get(bound.name, [])]


def _beside_label(bound, text: str) -> str:
    """Beside its field a sentence need not begin with the label again."""
    rest = text.removeprefix(f"{bound.label}: ")
    return rest[:1].upper() + rest[1:]


def _sentence(bound, error) -> str:
    written = " ".join(error.messages)
    label = str(bound.label)
    own = bound.field.error_messages.get(error.code)
    if own is not None and own != _built_in(bound.field).get(error.code):
        return written
    if error.code == "required":
        verb = {"choices": "Chọn", "file": "Chọn tệp", "tick": "Đánh dấu"}.get(kind_of(bound), "Điền")
        return f"{verb}: {label}"
    if error.code in ("min_value", "max_value"):
        way = "từ {} trở lên" if error.code == "min_value" else "không quá {}"
        return f"{label}: " + way.format(formats.count(error.params["limit_value"]))
    if error.code == "invalid" and isinstance(bound.field, forms.DateField):
        return f"{label}: ngày viết chưa đúng, ví dụ 28/5/2026"
    if error.code == "invalid" and isinstance(bound.field, forms.TimeField):
        return f"{label}: giờ viết chưa đúng, ví dụ 17:00"
    if error.code == "invalid" and isinstance(bound.field, forms.IntegerField):
        return f"{label}: chỉ viết số, ví dụ 25 hoặc 1.250"
    if error.code == "invalid" and isinstance(bound.field, forms.URLField):
        return f"{label}: chưa đúng, mời chép cả dòng, bắt đầu bằng https://"
    if error.code == "max_length":
        most, typed = error.params["limit_value"], error.params["show_value"]
        return f"{label}: dài nhất {formats.count(most)} chữ cái, đang có {formats.count(typed)}, mời viết ngắn lại"
    if error.code == "invalid_choice":
        return f"{label}: lựa chọn này không còn nữa, mời chọn lại"
    if error.code == "null_characters_not_allowed":
        return f"{label}: có ký tự lạ máy không đọc được, mời xóa đi gõ lại"
    if isinstance(bound.field, forms.UUIDField):  # what a page carries hidden: nobody typed it
        return STALE
    return written


def _built_in(field) -> dict:
    found: dict = {}
    for kind in reversed(type(field).__mro__):
        found |= getattr(kind, "default_error_messages", {})
    return found


def problems(form) -> list[dict]:
    """List every error of a form with the id of the input to jump to."""
    if not hasattr(form, "non_field_errors"):
        return []  # the page has no form: Django's templates give an empty string
    found = [{"text": text, "id": ""} for text in form.non_field_errors()]
    for bound in form:
        hidden = f"{bound.label}: " if bound.is_hidden and not isinstance(bound.field, forms.UUIDField) else ""
        found += [{"text": f"{hidden}{text}", "id": _first_id(bound)} for text in sentences(bound)]
    return found


def _first_id(bound) -> str:
    if bound.is_hidden:
        return ""
    if kind_of(bound) == "choices":
        first = next(iter(bound.subwidgets), None)
        return first.id_for_label if first else bound.auto_id
    return bound.id_for_label


def big_choices(choices, selected) -> list[dict]:
    """Give each answer its five parts: tuples may stop early, dicts may leave keys out."""
    rows = []
    for choice in choices:
        row = choice if isinstance(choice, dict) else dict(zip(BIG, choice, strict=False))
        rows.append({"hint": "", "tone": "calm", "icon": ""} | row)
    return [row | {"checked": selected is not None and str(row["value"]) == str(selected)} for row in rows]
