"""Only what was made to be public gets into a page for everybody."""

from dataclasses import dataclass
from datetime import date

import pytest
from django import forms

from tungnha.units.models import Area
from tungnha.units.public import refuse_rows, shape


@shape
@dataclass(frozen=True)
class Seen:
    title: str
    of: object = None


class Asked(forms.Form):
    words = forms.CharField()


class OfARow(forms.ModelForm):
    class Meta:
        model = Area
        fields = ("name",)


@dataclass(frozen=True)
class NotMarked:
    title: str


@pytest.mark.parametrize(
    "value", ["x", 1, None, date(2026, 5, 26), [("a", 1)], {"a": [1]}, Seen("x", [Seen("y")]), Asked()]
)
def test_plain_values_and_shapes_pass(value):
    refuse_rows(value, "x")


@pytest.mark.parametrize(
    "value",
    [Area(name="x"), [Area(name="x")], {"a": (1, Area(name="x"))}, Seen("x", Area(name="x")), NotMarked("x"), OfARow(),
     Area.objects.none(), (n for n in "ab"), object()],
)  # fmt: skip
def test_rows_queries_and_what_nobody_marked_are_refused(value):
    with pytest.raises(TypeError, match="whitelist"):
        refuse_rows(value, "x")


def test_a_shape_cannot_be_changed_after_it_was_made():
    with pytest.raises(TypeError, match="frozen"):
        shape(dataclass(type("Loose", (), {})))
