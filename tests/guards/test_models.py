"""Every table says how it is scoped and which of its fields are personal."""

import pytest
from django.apps import apps
from django.core.management import call_command

from tungnha.units.scope import Scope, ScopedQuerySet

OURS = [
    model for model in apps.get_models() if model.__module__.startswith("tungnha.") and not model._meta.auto_created
]
# Data of the whole country and log-ins: loaded by everyone or by nobody.
UNSCOPED = {"units.User", "ledger.Service", "ledger.ServiceLevel", "ledger.Measure"}
BLANKS = {"name", "year", "empty", "null"}


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_every_field_is_either_personal_or_plain(model):
    fields = {field.name for field in model._meta.get_fields() if field.concrete}
    assert set(model.privacy.personal) | set(model.privacy.plain) == fields
    assert not set(model.privacy.personal) & set(model.privacy.plain)
    assert set(model.privacy.personal.values()) <= BLANKS


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_every_model_is_loaded_through_the_scope_filter(model):
    if model._meta.label in UNSCOPED:
        return
    assert isinstance(model.scope, Scope)
    assert isinstance(model._default_manager.all(), ScopedQuerySet)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in OURS if m._meta.label not in UNSCOPED], ids=lambda m: m._meta.label)
def test_every_scope_is_a_query_that_runs(model, members):
    for member in vars(members).values():
        list(model._default_manager.visible_to(member)[:1])


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
