"""The form as versioned data."""

import copy
import tomllib
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest

from tungnha.drafting import write_docx, write_pdf
from tungnha.drafting.form import CURRENT, form, read_form
from tungnha.drafting.problems import FormUnknown, OutsideForm

from .examples import small_document
from .measure import printed, word


def raw() -> dict[str, Any]:
    file = resources.files("tungnha.drafting") / "data" / f"{CURRENT}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_a_form_says_which_decree_and_since_when() -> None:
    found = form()
    assert (found.version, found.name) == ("nd30-2020", "Nghị định số 30/2020/NĐ-CP")
    assert found.holds_from.isoformat() == "2020-03-05"
    assert all(look.source for look in found.looks.values())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("looks", "country", "size"), 14), (("looks", "recipients", "size"), 12), (("page", "left_mm"), 25),
        (("rules", "issuer", "share"), 0.6),
    ],
)  # fmt: skip
def test_a_size_that_the_decree_does_not_allow_is_refused(path: tuple[str, ...], value: float) -> None:
    changed = copy.deepcopy(raw())
    place: Any = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(OutsideForm, match="phải từ"):
        read_form(changed)


@pytest.mark.parametrize("version", ["nd30-2031", "../nd30-2020", ""])
def test_a_form_that_is_not_there_is_not_guessed(version: str) -> None:
    with pytest.raises(FormUnknown):
        form(version)


def test_both_writers_read_the_form_the_document_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coming decree is one more file: papers that name it change, the others do not."""
    coming = copy.deepcopy(raw())
    coming["looks"]["kind"]["size"] = 13
    coming["page"]["left_mm"] = 35
    monkeypatch.setattr("tungnha.drafting.document.form", lambda v: read_form(coming) if v == "coming" else form(v))
    for version, size, left in (("coming", 13.0, 35), (CURRENT, 14.0, 30)):
        document = replace(small_document(), form=version)
        file, paper = word(write_docx(document)), printed(write_pdf(document))
        assert file.line("BÁO CÁO").sizes == paper.line("BÁO CÁO").sizes == {size}
        assert round(file.parts[0].left) == left
        assert paper.line("Nơi nhận:").left == pytest.approx(left, abs=0.3)
