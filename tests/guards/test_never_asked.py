"""Ethnicity, religion and health are asked of nobody: no column and no field of a form would hold them (C20)."""

import importlib
import pkgutil
import re

import pytest
from django import forms
from django.apps import apps

import tungnha

NEVER = re.compile(
    r"ethnic|dan_?toc|relig|ton_?giao|illness|disease|disab|khuyet|benh|health|blood|medical|diagnos|handicap"
)
# What a field is for stands in its label, so that is looked at too.
NEVER_WORDS = re.compile(r"dân tộc|tôn giáo|khuyết tật|bệnh|sức khỏe", re.I)


def subclasses(of):
    for child in of.__subclasses__():
        yield child
        yield from subclasses(child)


@pytest.fixture(scope="module")
def fields_of_forms():
    for module in pkgutil.walk_packages(tungnha.__path__, "tungnha."):
        if ".forms" in module.name:
            importlib.import_module(module.name)
    ours = [form for form in subclasses(forms.BaseForm) if form.__module__.startswith("tungnha.")]
    return [
        (f"{f.__module__}.{f.__name__}.{name}", name, str(field.label))
        for f in ours
        for name, field in f.base_fields.items()
    ]


def test_no_column_holds_them():
    columns = [
        (f"{model._meta.label}.{field.name}", field.name, str(field.verbose_name))
        for model in apps.get_models() if model.__module__.startswith("tungnha.")
        for field in model._meta.concrete_fields
    ]  # fmt: skip
    assert len(columns) > 300
    assert [where for where, name, words in columns if NEVER.search(name) or NEVER_WORDS.search(words)] == []


def test_no_form_asks_for_them(fields_of_forms):
    assert len(fields_of_forms) > 50
    assert [where for where, name, words in fields_of_forms if NEVER.search(name) or NEVER_WORDS.search(words)] == []


@pytest.mark.parametrize("name", ["ethnicity", "dan_toc", "religion", "disability_kind", "benh_nen", "health_state"])
def test_the_guard_would_find_one(name):
    assert NEVER.search(name)
