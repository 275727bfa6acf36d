"""Nothing of anybody outside one's scope reaches a page, a file, an address, an error page or the machine's log; a
stolen database, data folder or log shows no number."""

from __future__ import annotations

import base64
import html
import re
import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.guards.addresses import ADDRESS_OF
from tests.guards.test_privacy import everything_stored
from tests.guards.test_routes import (
    FOR_EVERYONE,
    NOT_WALKED,
    PICTURES_FOR_EVERYONE,
    address,
    names_a_member_may_read,
    routes,
    text_of,
    two_built,
    two_communes,
)
from tungnha.people.models import Identifier, Person, Telephone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
__all__ = ["two_built", "two_communes"]

# The phone's app is the same for everyone and holds no data; it must be kept, or it would not open without signal.
MAY_BE_KEPT = FOR_EVERYONE | PICTURES_FOR_EVERYONE | {
    "web:phone", "web:phone-worker", "web:phone-file",
}  # fmt: skip
# The very file its sender sent, given back to be corrected: asked for, and put on record.
GIVES_NUMBERS_BACK = {"lists:refused", "lists:handed-refused", "people:import-refused", "people:roster-refused"}
A_LINK = re.compile(r"""\b(?:href|src|action|hx-get|hx-post|data-url)=["']([^"']*)["']""")
A_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
A_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d\d-\d\d|\d{8})(?!\d)")
A_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")  # SHA-256 of a locked report: half of them hold nine digits in a row
LONG_RUN = re.compile(r"\d{9,}")


@pytest.fixture
def two(two_communes):
    """Everybody gets a day of birth of the own."""
    everyone = [person for c in (two_communes.alpha, two_communes.beta) for person in c.people.values()]
    for n, person in enumerate(everyone):
        Person.objects.filter(pk=person.pk).update(birth_date=date(1961 + n, 11, 12 + n % 15), birth_precision="day")
        person.refresh_from_db()
    assert len(everyone) >= 12
    return two_communes


def known_routes(commune):
    """(name, address) of every route whose address is told; test_routes fails where one is not."""
    for name, has_parts in routes():
        if name not in NOT_WALKED and (not has_parts or name in ADDRESS_OF):
            yield name, address(name, has_parts, commune)


def numbers_of_everyone():
    return {i.value for i in Identifier.objects.all()} | {t.number for t in Telephone.objects.all()}


def spelled(day: date) -> set[str]:
    """The ways a full birth date is written, as `dates_in` reads them."""
    return {f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day:%d%m%Y}", f"{day:%Y%m%d}"}


def dates_in(said: str) -> set[str]:
    """Every run of digits that may be a full date; days and months without the zero in front."""
    found = set()
    for run in A_DATE.findall(said):
        parts = re.split("[/.-]", run)
        found.add("/".join(str(int(part)) for part in parts) if len(parts) == 3 and len(parts[2]) == 4 else run)
    return found


def digits_of(said: str) -> str:
    """Words with the marks between digits taken out, so that 0912.000.011 is found too."""
    return re.sub(r"(?<=\d)[ .\-\u00a0](?=\d)", "", said)


def leaks(name, answer, secrets, birth_dates):
    """What is wrong with one answer."""
    if name not in MAY_BE_KEPT and "no-store" not in answer.headers.get("Cache-Control", ""):
        yield name, "may be kept by a cache", answer.headers.get("Cache-Control", "")
    if answer.headers.get("Referrer-Policy") != "same-origin":
        yield name, "tells others where it was come from", ""
    if LONG_RUN.search(answer.headers.get("Content-Disposition", "")):
        yield name, "a number in a file's name", ""
    if LONG_RUN.search(A_UUID.sub("", answer.headers.get("Location", ""))):
        yield name, "a number in where it leads", answer.headers["Location"]
    said = text_of(answer)
    for link in A_LINK.findall(said) if "<html" in said else ():
        if LONG_RUN.search(A_UUID.sub("", html.unescape(link))) and not link.startswith("/static/"):
            yield name, "a number in an address", link
    plain = digits_of(said)
    yield from ((name, "a number in clear", secret) for secret in secrets if secret in plain)
    told = dates_in(said)
    yield from ((name, "a birth date", str(day)) for day, ways in birth_dates if ways & told)


def not_to_be_seen(two, who):
    allowed = names_a_member_may_read(two, who)
    everyone = {**two.alpha.people, **two.beta.people}
    return [(p.birth_date, spelled(p.birth_date)) for name, p in everyone.items() if name not in allowed]


@pytest.mark.one_database
@pytest.mark.parametrize("who", ["thu", "phuc"])
def test_nor_in_the_answer_to_anything_that_is_sent(who, two, client_of):
    """Forms left empty or filled with nonsense are answered with errors: those echo nobody."""
    member = two.phuc if who == "phuc" else two.alpha.members[who]
    client, secrets, days = client_of(member), numbers_of_everyone(), not_to_be_seen(two, who)
    client.raise_request_exception = False
    wrong = []
    for name, where in known_routes(two.alpha):
        if name in GIVES_NUMBERS_BACK:
            continue
        wrong += leaks(name, client.post(where, {"tim": "Lường", "person": "x", "full_name": ""}), secrets, days)
    for name, where in known_routes(two.beta):
        wrong += leaks(name, client.post(where, {"purpose": "call"}), secrets, days)
    assert wrong == []


def test_the_guard_does_see_what_it_looks_for(two, client_of):
    """Otherwise the tests above would prove nothing."""
    an = two.alpha.people["Alpha1"]
    page = client_of(two.alpha.members["mai"]).post(f"/nhan-khau/{an.pk}/", {"purpose": "call"})
    number, day = an.identifiers.first().value, an.birth_date
    found = {what for _, what, _ in leaks("x", page, {number}, [(day, spelled(day))])}
    assert found == {"a number in clear", "a birth date"}
    page.content = page.content.replace(b"</html>", b'<a href="/x/?q=0912000011">x</a></html>')
    assert "a number in an address" in {what for _, what, _ in leaks("x", page, set(), [])}
    assert digits_of("0912.000 011") == "0912000011"


# --- stolen: the database, the data folder, what was left behind -----------------------------------------------------


def forms_of(secret: str) -> set[bytes]:
    """A number in clear, backwards, in UTF-16, in hexadecimal, and inside base64 wherever it may begin there."""
    raw = secret.encode()
    found = {raw, raw[::-1], secret.encode("utf-16-le"), secret.encode("utf-16-be"), raw.hex().encode()}
    for shift in range(3):
        inside = base64.b64encode(b"\0" * shift + raw)
        found.add(inside[(shift * 8 + 5) // 6 : (shift + len(raw)) * 8 // 6])
    if secret.startswith("0") and len(secret) == 10:
        found.add(b"84" + raw[1:])
    return found


def found_in(stolen: bytes, secrets) -> list[tuple[str, bytes]]:
    return [(secret, form) for secret in secrets for form in forms_of(secret) if form in stolen]


@pytest.fixture
def day(two_communes, client_of, settings, tmp_path, monkeypatch):
    """A folder and a temporary folder of its own; failed log-ins, uploads large and broken, searches, files out."""
    settings.AXES_ENABLED = True
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    for folder in ("data", "tmp"):
        (tmp_path / folder).mkdir()
    secrets, mai = numbers_of_everyone(), client_of(two_communes.alpha.members["mai"])
    mai.raise_request_exception = False
    number, phone = Identifier.objects.first().value, Telephone.objects.first().number
    for login in (phone, number):
        Client().post(f"/dang-nhap/?next=/nhan-khau/%3Ftim%3D{number}", {"login": login, "password": "x"})
    mai.post("/nhan-khau/", {"tim": number})
    mai.post("/nhan-khau/", {"tim": phone})
    rows = "\n".join(f"{n};Lò Văn {n};1980;{number};{phone}" for n in range(80_000))  # too large to stay in memory
    head = "STT;Họ và tên;Năm sinh;Số định danh;Điện thoại\n"
    for where in ("/nhan-khau/nhap/", "/danh-sach/gui/"):
        for text in (head + rows, "x" * 3_000_000 + number):
            file = SimpleUploadedFile("ds.csv", text.encode())
            mai.post(where, {"file": file, "source": "Công an xã", "as_of_on": "2026-05-26"})
    pk = two_communes.alpha.people["Alpha1"].pk
    mai.post(f"/nhan-khau/{pk}/", {"purpose": "call"})
    mai.post(f"/danh-sach/{two_communes.alpha.made['list'].pk}/chua-nhan.xlsx", {"purpose": "return"})
    mai.post(f"/nhan-khau/{pk}/ai-da-xem/", {"purpose": "inspection"})
    return secrets


def stolen_database() -> bytes:
    if connection.vendor == "sqlite":
        return connection.connection.serialize()  # every page of the file, the freed ones too
    return everything_stored().encode()


def test_a_stolen_database_shows_no_number_in_any_form(day):
    stolen = stolen_database()
    assert "Lường Thị Alpha1".encode() in stolen  # names stand in clear: docs/security.md says so
    assert found_in(stolen, day) == []


def test_no_session_keeps_a_number(day):
    kept = "\n".join(str(session.get_decoded()) for session in Session.objects.all())
    assert kept
    assert found_in(kept.encode(), day) == []


def test_a_stolen_data_folder_shows_no_number_and_nothing_is_left_in_temporary_ones(day, settings, tmp_path):
    files = [path for path in [*settings.DATA_DIR.rglob("*"), *(tmp_path / "tmp").rglob("*")] if path.is_file()]
    shown = [(path.name, form) for path in files for _, form in found_in(path.read_bytes(), day)]
    assert shown == []


def test_the_search_for_forms_finds_them():
    for hidden in (
        b"..019080000011..", b"110000080910", "019080000011".encode("utf-16"), b"019080000011".hex().encode(),
        base64.b64encode(b"x019080000011y"), base64.b64encode(b"xx019080000011"), base64.b64encode(b"019080000011"),
    ):  # fmt: skip
        assert found_in(hidden, {"019080000011"}), hidden
    assert found_in(b"+84912000011", {"0912000011"})
    assert found_in(b"0190******11 k1.AAAA", {"019080000011"}) == []


# --- files that go out -----------------------------------------------------------------------------------------------

SRC = Path(__file__).resolve().parents[2] / "src" / "tungnha"
GIVES = re.compile(r"Content-Disposition|FileResponse\(|StreamingHttpResponse\(|as_attachment")
# Modules that answer with a file of people: where each puts it on record.
WITH_NAMES = {
    "field/schedule/views/calling.py": "field/schedule/views/calling.py",
    "lists/views/handed.py": "lists/operations/handing.py",
    "lists/views/handed_returns.py": "lists/views/handed_returns.py",
    "lists/views/lists.py": "lists/views/lists.py",
    "outreach/views_zalo.py": "outreach/views_zalo.py",
    "outreach/views_course_papers.py": "outreach/views_course_papers.py",
    "people/protection/giving.py": "people/operations/exports.py",  # what the others answer with
    "people/views/access.py": "people/views/access.py",
    "reports/views_unit.py": "reports/views_unit.py",
    "people/views/establishments.py": "people/views/establishments.py",
    "people/views/importing.py": "people/importing/refused_file.py",
    "people/views/rights.py": "people/views/rights.py",
    "people/views/roster_files.py": "people/views/roster_files.py",
    "people/views/sellers_import.py": "people/views/sellers_import.py",
}
# The deed is the purpose, and the file says it: a letter answering a request; refused lines to mend and hand in again.
ONE_PURPOSE = {
    "lists/views/handed.py",  # said when the list is handed out
    "people/protection/giving.py", "people/views/importing.py", "people/views/rights.py",
    "people/views/sellers_import.py",
}  # fmt: skip
WITHOUT_NAMES = {
    "outreach/views_materials.py",  # what is given out: as an office handed it in
    "outreach/views_public.py",  # of that, what is marked for everybody
    "outreach/views_activities.py",  # what shows that an activity was done, as a village handed it in
    "field/schedule/views/papers.py",  # the schedule: sessions, places, members who work there
    "outreach/views_money.py",  # what teams are paid: villages, counts, sums
    "people/views/breaches.py",  # the notice of a breach: counts
    "plans/adoption/views.py",  # who has taken a plan up: places and papers; the letter to those who have not
    "plans/views/below.py",  # drafts of lower plans
    "plans/views/documents.py",  # a plan as it was handed in
    "plans/work/views.py",  # tasks: bodies, states, sums
    "plans/work/views_task.py",  # the file a unit handed in beside a result; a task's places
    "reports/closing/views_evaluation.py",  # evaluation sheets: bodies and counts
    "reports/duties/views.py",  # deadlines of bodies, at a secret address
    "reports/duties/views_chase.py",  # the letter to units that have not sent
    "reports/duties/views_rates.py",  # who has sent, in time or late
    "reports/papers/views.py",  # an office's own papers
    "reports/requests/views.py",  # what bodies answered
    "reports/views.py",  # reminders, requests for figures
    "reports/views_report.py",  # reports
}


def test_every_view_that_gives_a_file_is_reviewed():
    giving = {
        str(path.relative_to(SRC)) for path in SRC.rglob("*.py") if GIVES.search(path.read_text(encoding="utf-8"))
    }
    assert giving - set(WITH_NAMES) - WITHOUT_NAMES == set()


@pytest.mark.parametrize("module", sorted(WITH_NAMES))
def test_every_file_with_names_goes_on_record_with_its_purpose(module):
    recorder = (SRC / WITH_NAMES[module]).read_text(encoding="utf-8")
    assert re.search(r"\b(record_export|export_workbook|export_document)\(", recorder)
    if module not in ONE_PURPOSE:
        assert "PurposeForm" in (SRC / module).read_text(encoding="utf-8")


def test_the_table_of_files_is_in_the_docs():
    told = (SRC.parents[1] / "docs" / "security.md").read_text(encoding="utf-8")
    assert [
        m for m in sorted({*WITH_NAMES, *WITHOUT_NAMES} - {"people/protection/giving.py"}) if f"`{m}`" not in told
    ] == []
