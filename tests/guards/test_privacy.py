"""No personal number, telephone or password stands in clear: not in any table, not in the log."""

import logging

import pytest
from django.db import connection
from django.test import Client

from tests.conftest import PASSWORD
from tests.lists.test_lists import workbook
from tungnha.lists import operations as lists
from tungnha.lists.models import IncomingList
from tungnha.people.models import Export, Person
from tungnha.units.logs import NothingPersonal
from tungnha.units.models import Event, Role
from tungnha.units.operations import add_member

pytestmark = pytest.mark.django_db

NUMBER, PHONE = "019080000011", "0912000011"  # An's, in conftest
OFFICERS_PHONE = "0987000123"


def everything_stored() -> str:
    """Every value of every table, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')
            found.extend(str(value) for row in cursor.fetchall() for value in row)
    return "\n".join(found)


@pytest.fixture
def busy_day(client_of, members, people, campaign, units, commune, service, at_tuesday, caplog, settings):
    """Log-ins good and bad by telephone, a list, a search by number, a number shown in full, a missing page."""
    caplog.set_level(logging.INFO)
    settings.AXES_ENABLED = True
    add_member(
        full_name="Kiên", role=Role.OFFICER, area=commune, organisation=units.culture, password=PASSWORD,
        at=at_tuesday, by=None, phone=OFFICERS_PHONE,
    )  # fmt: skip
    stranger = Client()
    for password in ("sai-mat-khau", PASSWORD):
        stranger.post("/dang-nhap/", {"login": OFFICERS_PHONE, "password": password})
    mai = client_of(members.mai)
    received = lists.receive_list(
        campaign=campaign, area=commune, sender=units.vnpt, service=service, level=1, name="vnpt.xlsx",
        data=workbook(), as_of_on=at_tuesday.date(), by=members.mai, at=at_tuesday,
    )  # fmt: skip
    lists.match_list(received=received, columns=received.columns, by=members.mai, at=at_tuesday)
    lists.confirm_list(received=received, by=members.mai, at=at_tuesday)
    person = Person.objects.get(pk=people.an.pk)
    shown = mai.post(f"/nhan-khau/{person.pk}/", {"purpose": "call"}).content.decode()
    found = mai.post("/nhan-khau/", {"tim": NUMBER}).content.decode()
    mai.get(f"/nhan-khau/{NUMBER}/")
    return shown, found


def test_the_day_did_touch_the_numbers(busy_day):
    """Otherwise the tests below would prove nothing."""
    shown, found = busy_day
    assert NUMBER in shown
    assert "Nguyễn Văn An" in found


def test_no_number_or_telephone_is_stored_in_clear(busy_day):
    stored = everything_stored()
    assert "Nguyễn Văn An" in stored  # the dump does read the tables
    assert [secret for secret in (NUMBER, PHONE, OFFICERS_PHONE, PASSWORD) if secret in stored] == []


def test_no_number_telephone_or_password_reaches_the_log(busy_day, caplog):
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h.formatter, NothingPersonal)]
    told = "\n".join(handler.format(record) for record in caplog.get_records("setup"))
    assert "Not Found" in told
    assert [secret for secret in (NUMBER, PHONE, OFFICERS_PHONE, PASSWORD) if secret in told] == []


def test_unmasking_and_export_leave_their_lines_in_the_log(busy_day, client_of, members, people):
    person, mai = Person.objects.get(pk=people.an.pk), client_of(members.mai)
    given = mai.post(f"/danh-sach/{IncomingList.objects.get().pk}/chua-nhan.xlsx", {"purpose": "return"})
    assert given.status_code == 200
    assert Event.objects.filter(verb="person.unmasked", about_id=str(person.pk), data__purpose="call").count() == 1
    export = Export.objects.get()
    line = Event.objects.get(verb="people.exported")
    assert (line.about_id, line.data["mark"], line.member_id) == (str(export.pk), export.mark, members.mai.pk)


def test_five_wrong_passwords_make_one_wait(db, commune, units, at_tuesday, settings):
    settings.AXES_ENABLED = True
    add_member(
        full_name="Kiên", role=Role.OFFICER, area=commune, organisation=units.culture, password=PASSWORD,
        at=at_tuesday, by=None, phone=OFFICERS_PHONE,
    )  # fmt: skip
    browser = Client()
    answers = [
        browser.post("/dang-nhap/", {"login": OFFICERS_PHONE, "password": f"sai-{n}"}).status_code for n in range(5)
    ]
    assert answers == [200, 200, 200, 200, 429]
    waiting = browser.post("/dang-nhap/", {"login": OFFICERS_PHONE, "password": PASSWORD})
    assert waiting.status_code == 429
    assert "chờ 15 phút" in waiting.content.decode()


def test_a_moved_ciphertext_cannot_be_opened(people):
    """A number pasted into another column of the database is refused, not shown."""
    from tungnha.people.models import Identifier, Telephone

    with connection.cursor() as cursor:
        cursor.execute("select value from people_identifier limit 1")
        sealed = cursor.fetchone()[0]
        cursor.execute("update people_telephone set number = %s", [sealed])
    assert Identifier.objects.first().value
    with pytest.raises(ValueError, match="cannot be opened"):
        Telephone.objects.first()
