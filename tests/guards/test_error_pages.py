"""Error pages and the machine's log repeat nothing of what was asked; passwords are nowhere in clear."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from tests.conftest import PASSWORD
from tests.guards.test_privacy import everything_stored
from tungnha.units.logs import NothingPersonal
from tungnha.units.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NUMBER, PHONE = "019080000011", "0912000011"  # An's, in tests/conftest.py


@pytest.fixture
def said_to_the_log(caplog):
    """What the machine's own handler would have written."""
    caplog.set_level(logging.DEBUG)
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h.formatter, NothingPersonal)]
    return lambda: "\n".join(handler.format(record) for record in caplog.records)


def test_error_pages_and_the_log_repeat_no_number(people, members, client_of, said_to_the_log, monkeypatch, settings):
    from tungnha.people import operations

    def fails(**_):
        raise RuntimeError(f"cannot store {NUMBER} of {PHONE}")

    mai, pk = client_of(members.mai), people.an.pk
    mai.raise_request_exception = False
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(members.mai.user, backend="tungnha.units.login.PhoneOrEmailBackend")
    answers = {
        404: mai.get(f"/nhan-khau/{NUMBER}/"),
        403: strict.post(f"/nhan-khau/{pk}/", {"purpose": "call", "so": NUMBER}),
        405: mai.get(f"/danh-sach/{pk}/xac-nhan/?so={NUMBER}"),
    }
    settings.REQUEST_MAX_BYTES = 50
    answers[413] = mai.post("/nhan-khau/", {"tim": f"{NUMBER} {PHONE} và vài chữ cho dài thêm"})
    settings.REQUEST_MAX_BYTES = 10**7
    monkeypatch.setattr("tungnha.people.operations.unmask", fails)
    monkeypatch.setattr(operations, "unmask", fails)
    answers[500] = mai.post(f"/nhan-khau/{pk}/", {"purpose": "call"})
    client_of(members.lan).get(f"/nhat-ky/xem-so/{NUMBER}/cho-them/")
    for status, answer in answers.items():
        assert answer.status_code == status
        assert NUMBER not in answer.content.decode()
        assert PHONE not in answer.content.decode()
    told = said_to_the_log()
    assert "Not Found" in told
    assert "RuntimeError" in told
    assert NUMBER not in told
    assert PHONE not in told
    assert NUMBER not in str(list(Event.objects.values_list("data", flat=True)))


def test_passwords_are_hashed(members):
    assert PASSWORD not in everything_stored()
