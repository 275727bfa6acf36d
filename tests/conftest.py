"""People with meanings, known to every suite.

Commune Xã Mẫu (code 99901) of province Tỉnh Mẫu (99) has thôn 1 and thôn 2. Lan and Sơn are the team of thôn 1 (Lan
leads), Hùng is the team of thôn 2; Mai is the commune's officer, Bình its leader; Thu reports for the school; Việt
comes from the operator; Phúc is the province's officer; Dung keeps the data. A stranger has no log-in at all.
"""

from __future__ import annotations

import copy
import gc
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hypothesis
import pytest
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import Client

from tests.laid_tables import copy_before_migrating
from tungnha.identity import names
from tungnha.units import clock
from tungnha.units.models import Area, Campaign, Member, Organisation, Phase, Role, User

PASSWORD = "mot-mat-khau-dai"
TUESDAY = "2026-05-26T08:00:00+07:00"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# The same engine without windows of its own, which take a third of the work: for pages at the desk. Phones, which are
# installed, given notices and killed, are looked at in the whole browser.
PAGES_ONLY = shutil.which("chromium-headless-shell") or CHROMIUM
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic",
]  # fmt: skip


hypothesis.settings.register_profile("house", deadline=None)  # no test asserts how long anything takes
hypothesis.settings.load_profile("house")


def pytest_collection_modifyitems(items):
    """Tests of whole pages are the longest part: `make check` leaves them to `make test`."""
    for item in items:
        if "pages" in item.path.name:
            item.add_marker(pytest.mark.pages)


def pytest_collection_finish(session):
    """What is there by now stays to the end, as in the server: a tenth of the suite's work was looking through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


@pytest.fixture(autouse=True, scope="session")
def _tables_laid_once():
    with pytest.MonkeyPatch.context() as patch:
        copy_before_migrating(patch)
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords():
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _each_document_opened_once():
    """Opening a plan takes a process of its own, a second each time: the same bytes under the same name are opened once
    for all tests of a worker. tests/reading opens each anew."""
    from tungnha.reading import documents, sandbox

    opened: dict[tuple[str, bytes], Any] = {}

    def parse(name: str, data: bytes, progress: Any = None) -> Any:
        if "tests/reading/" in os.environ.get("PYTEST_CURRENT_TEST", ""):
            return sandbox.parse(name, data, progress)
        key = (name, hashlib.sha256(data).digest())
        if key not in opened:
            opened[key] = sandbox.parse(name, data, progress)
        elif progress is not None:
            progress(1, 1)
        return copy.deepcopy(opened[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "sandbox", SimpleNamespace(parse=parse, Progress=sandbox.Progress))
        yield


def rooms_at(patch: pytest.MonkeyPatch, home: Path) -> None:
    """What waits to be read lies on the disk: not in the place of whoever works here."""
    patch.setattr("tungnha.plans.operations.reading_job._place", lambda: home / "reading")
    patch.setattr("tungnha.people.importing.store.place", lambda: home / "imports")
    patch.setattr("tungnha.units.uploads.place", lambda: home / "uploads")
    patch.setattr("tungnha.plans.work.files.place", lambda: home / "work")
    patch.setattr("tungnha.outreach.files.place", lambda: home / "materials")
    patch.setattr("tungnha.outreach.evidence.place", lambda: home / "evidence")
    patch.setattr("tungnha.reports.exchange.receiving.place", lambda: home / "exchange")
    patch.setattr("tungnha.field.sync.epochs._file", lambda: home / "sync-height.json")


@pytest.fixture(autouse=True)
def _own_reading_room(tmp_path, monkeypatch):
    rooms_at(monkeypatch, tmp_path)


@pytest.fixture(scope="module")
def build_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Callable[..., Any]:
    """build_once(build) → what build() made, standing in the database for all tests of the module, which look at it
    through a fixture of their own: `own_copy`. What a test changes is undone after it, and at last everything is."""
    outer = transaction.atomic()
    outer._from_testcase = True
    home = tmp_path_factory.mktemp("standing")

    def start(build: Callable[[], Any]) -> SimpleNamespace:
        with pytest.MonkeyPatch.context() as patch, clock.freeze(TUESDAY):
            rooms_at(patch, home)
            return SimpleNamespace(made=build(), home=home)

    with django_db_blocker.unblock():
        outer.__enter__()
    yield lambda build: _unblocked(django_db_blocker, start, build)
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


def _unblocked(blocker: Any, call: Callable[..., Any], *given: Any) -> Any:
    with blocker.unblock():
        return call(*given)


@pytest.fixture
def own_copy(db, tmp_path) -> Callable[[SimpleNamespace], Any]:
    """own_copy(built) → this test's copy of what was built once, its files too."""

    def copied(built: SimpleNamespace) -> Any:
        shutil.copytree(built.home, tmp_path, dirs_exist_ok=True)
        return copy.deepcopy(built.made)

    return copied


@pytest.fixture
def at_tuesday():
    with clock.freeze(TUESDAY):
        yield clock.now()


@pytest.fixture
def province(db):
    return Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")


@pytest.fixture
def commune(province):
    return Area.objects.create(code="99901", kind="commune", type_name="xã", name="Mẫu Sơn", parent=province)


@pytest.fixture
def villages(commune):
    return [
        Area.objects.create(code=f"99901-0{n}", kind="village", type_name="thôn", name=str(n), parent=commune, order=n)
        for n in (1, 2)
    ]


@pytest.fixture
def units(commune, villages, province):
    """The organisations of the commune."""

    def make(name, kind, area=commune, **more):
        return Organisation.objects.create(name=name, kind=kind, area=area, **more)

    return SimpleNamespace(
        committee=make("UBND xã Mẫu Sơn", "committee", must_report=False),
        culture=make("Phòng Văn hóa - Xã hội", "department"),
        economy=make("Phòng Kinh tế", "department"),
        police=make("Công an xã", "police"),
        school=make("Trường THCS Mẫu Sơn", "school"),
        vnpt=make("VNPT Mẫu Sơn", "operator"),
        team1=make("Tổ công nghệ số cộng đồng thôn 1", "team", area=villages[0]),
        team2=make("Tổ công nghệ số cộng đồng thôn 2", "team", area=villages[1]),
        science=make("Sở Khoa học và Công nghệ", "department", area=province),
    )


@pytest.fixture
def campaign(commune, units):
    campaign = Campaign.objects.create(
        name="Cao điểm chữ ký số", area=commune, organisation=units.committee, started_on=date(2026, 5, 25)
    )
    Phase.objects.create(
        campaign=campaign, name="Cao điểm", kind="peak", starts_on=date(2026, 5, 25), ends_on=date(2026, 10, 31)
    )
    Phase.objects.create(campaign=campaign, name="Thường xuyên", kind="steady", starts_on=date(2026, 11, 1))
    return campaign


def make_member(name: str, role: str, area: Area, organisation: Organisation | None = None) -> Member:
    user = User(full_name=name, email=f"{names.fold(name).replace(' ', '.')}@mau.example")
    user.password = make_password(PASSWORD)
    user.save()
    return Member.objects.create(user=user, role=role, area=area, organisation=organisation)


@pytest.fixture
def members(commune, villages, units, province):
    """One member of each role, by name."""
    one, two = villages
    return SimpleNamespace(
        lan=make_member("Lan", Role.TEAM_LEADER, one, units.team1),
        son=make_member("Sơn", Role.TEAM_MEMBER, one, units.team1),
        hung=make_member("Hùng", Role.TEAM_MEMBER, two, units.team2),
        mai=make_member("Mai", Role.OFFICER, commune, units.culture),
        binh=make_member("Bình", Role.LEADER, commune, units.committee),
        thu=make_member("Thu", Role.UNIT_OFFICER, commune, units.school),
        viet=make_member("Việt", Role.PARTNER, commune, units.vnpt),
        phuc=make_member("Phúc", Role.PROVINCE_OFFICER, province, units.science),
        dung=make_member("Dung", Role.DATA_STEWARD, commune, units.culture),
    )


@pytest.fixture
def client_of(db):
    """A browser logged in as a member: client_of(members.lan)."""

    def log_in(member: Member) -> Client:
        client = Client()
        client.force_login(member.user, backend="tungnha.units.login.PhoneOrEmailBackend")
        return client

    return log_in


@pytest.fixture
def households(villages):
    """Thôn 1: hộ 01 with An (1980), Bảo (1950, year only), Chi (2015, a child), Duy (1990, away for work).
    Thôn 2: hộ 01 with Em (1975) and Gấm (1978)."""
    from tungnha.people.models import Household

    one = Household.objects.create(code="01", village=villages[0], order=1, lane="Ngõ Trên")
    two = Household.objects.create(code="01", village=villages[1], order=1, lane="Ngõ Dưới")
    return SimpleNamespace(one=one, two=two)


@pytest.fixture
def people(households):
    from tungnha.people.models import Identifier, Person, Telephone

    def make(
        name, household, born, precision="day", residence="at_home", sex="female", number="", phone="", head=False
    ):
        person = Person.objects.create(
            full_name=name, household=household, birth_date=born, birth_precision=precision, residence=residence,
            sex=sex, is_head=head,
        )  # fmt: skip
        if number:
            identifier = Identifier(person=person, kind="personal", source="test")
            identifier.set_value(number)
            identifier.save()
        if phone:
            telephone = Telephone(person=person)
            telephone.set_number(phone)
            telephone.save()
        return person

    one, two = households.one, households.two
    return SimpleNamespace(
        an=make(
            "Nguyễn Văn An", one, date(1980, 3, 15), sex="male", number="019080000011", phone="0912000011", head=True
        ),
        bao=make("Trần Thị Bảo", one, date(1950, 1, 1), precision="year", number="019150000012"),
        chi=make("Nguyễn Thị Chi", one, date(2015, 6, 1), number="019315000013"),
        duy=make("Nguyễn Văn Duy", one, date(1990, 9, 9), residence="away", sex="male", number="019090000014"),
        em=make(
            "Hoàng Văn Em", two, date(1975, 2, 2), sex="male", number="019075000015", phone="0912000015", head=True
        ),
        gam=make("Nông Thị Gấm", two, date(1978, 8, 8), number="019178000016"),
    )


@pytest.fixture
def service(db):
    from tungnha.ledger.models import Service

    return Service.objects.get(code="chu-ky-so")


@pytest.fixture
def measure(db):
    from tungnha.ledger.models import Measure

    return Measure.objects.get(code="chu-ky-so-tren-15")


def day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's chromium, one for the whole run: playwright's loop cannot be started twice in one process."""
    if CHROMIUM is None:
        pytest.skip("không có trình duyệt chromium trên máy này")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread beside the database
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PAGES_ONLY, headless=True, args=QUIET)
        yield browser
        browser.close()
