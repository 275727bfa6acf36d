"""Show 7: two installations, each with processes, a database and keys of its own; between them a cable that fails."""

from __future__ import annotations

import os
import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from tests import laid_tables
from tungnha.reports.exchange import answers, envelope, keys, proving, sending
from tungnha.reports.models import Answer, FileState, OwnKey
from tungnha.reports.operations import freeze, reopen_report, save_words

from .conftest import instant
from .exchanging import trust
from .province_installation import Cable, Province
from .test_exchange import COUNT, FROZEN, frozen, resigned, school, signatures  # noqa: F401 - its fixtures are used here

pytestmark = pytest.mark.slow
ARRIVED = instant("2026-05-28 11:00")
NOTHING = {"taken": [], "waiting": [], "refused": 0, "clock": [], "counts": [], "states": [], "late": [], "again": 0}


@pytest.fixture(scope="module")
def installation(django_db_setup, django_db_blocker, tmp_path_factory):
    """One province for all tests here. On PostgreSQL it has a second database on the same server."""
    folder = tmp_path_factory.mktemp("province") / "data"
    if connection.vendor != "postgresql":
        found = Province(folder)
        yield found
        found.close()
        return
    creation, name = connection.creation, f"tungnha_province_{os.getpid()}"
    with django_db_blocker.unblock():
        template = laid_tables.laid_on_server(creation)
        with creation._nodb_cursor() as cursor:
            cursor.execute(f'create database "{name}" template "{template}"')
    found = Province(folder, laid_tables.address_of(name))
    yield found
    found.close()
    with django_db_blocker.unblock(), creation._nodb_cursor() as cursor:
        cursor.execute(f'drop database "{name}" with (force)')


@pytest.fixture
def there(installation, db):
    installation.tell(begin=True)
    return installation


@pytest.fixture
def cable(there):
    found = Cable(there.port)
    yield found
    found.close()


@pytest.fixture
def sent(there, cable, frozen, commune, units, members, plan):  # noqa: F811 - a fixture
    own = keys.make_key(area=commune, by=members.mai, at=FROZEN)
    trusted = trust(commune, units.science, there.public, members.mai, FROZEN)
    sending.set_destination(
        plan=plan, key=trusted, url=cable.url, above_symbol="31/KH-SKHCN", above_on=date(2026, 5, 20),
        by=members.mai, at=FROZEN,
    )  # fmt: skip
    there.tell(trust=own.public)
    return sending.make_file(report=frozen, by=members.mai, at=FROZEN)


def held(there):
    found = there.tell()
    assert found.pop("people") == 0  # counts went up, nobody did
    return found


def ask(sent, members):
    there = sending.destination_of(sent.report.plan)
    return sending.ask_above(
        area=sent.report.area, url=there.url, key=there.key, by=members.mai, at=ARRIVED + timedelta(hours=1)
    )


def next_file(report, why, members, at):
    """The report reopened, reworded, frozen and made a file of; sent as the one after the last."""
    opened = reopen_report(report=report, why=why, by=members.mai, at=at)
    words = opened.words | {"situation": f"{opened.words['situation']} {why}."}
    opened = save_words(report=opened, version=opened.version, words=words, by=members.mai, at=at)
    return sending.make_file(
        report=freeze(report=opened, number="", issued_on=None, by=members.mai, at=at), by=members.mai, at=at
    )


def test_nothing_that_was_changed_forged_or_meant_for_others_enters(sent, there, commune, members):
    data, key = sent.content.encode(), OwnKey.objects.get(area=commune)
    for place in [*range(0, 230, 29), *range(230, len(data), len(data) // 9), len(data) - 1]:
        status, said = there.post(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert (status, said["state"], "answer" in said) == (403, "refused", False), place
        assert said["why"].endswith((".", "”.")), place
    stranger, _ = envelope.new_key()
    body = proving.body_of(sent)
    for forged, code in (
        (data[: len(data) // 2], 403), (data + b"\n", 403), (envelope.sign(body, stranger).encode(), 403),
        (resigned(sent, key, to="ab" * 32).encode(), 403), (resigned(sent, key, from__area="99902").encode(), 403),
        (resigned(sent, key, number=True).encode(), 403),
    ):  # fmt: skip
        status, said = there.post(forged)
        assert (status, said["why"][-1]) == (code, "."), said
    found = held(there)
    assert found.pop("refused") > 20
    assert found == {name: value for name, value in NOTHING.items() if name != "refused"}

    tried = sending.send(sent=sent, by=members.mai, at=ARRIVED)  # and rubbish did not keep the true one out
    assert (tried.arrived, held(there)["counts"]) == (True, [COUNT])


def test_whatever_the_cable_does_the_report_is_there_once(sent, there, cable, members, monkeypatch):
    there.pull_the_plug()
    tried = sending.send(sent=sent, by=members.mai, at=ARRIVED)
    assert (tried.arrived, "Máy sẽ tự gửi lại" in tried.why) == (False, True)
    assert sending.retry(ARRIVED + timedelta(minutes=1)) == 0  # too soon
    there.plug_in()
    at = ARRIVED
    for fault in ("500", "silent", "half", "hung up", "garbled", "elsewhere", "changed"):
        cable.fault, at = fault, at + timedelta(hours=7)
        before, patience = sent.tries.count(), 0.3 if fault == "silent" else 60
        with monkeypatch.context() as patch:
            patch.setattr(sending, "PATIENCE", patience)
            assert (sending.retry(at), sent.tries.count()) == (0, before + 1), fault
        if fault == "silent":
            cable.deliver_late(passed=1)
        assert sent.tries.order_by("pk").last().why.endswith("."), fault
        assert not Answer.objects.exists(), fault
    assert cable.passed == 6  # it has long been stored there, and came again each time
    assert held(there) | {"again": 5} == NOTHING | {
        "taken": [1], "counts": [COUNT], "states": ["sent"], "late": [False], "again": 5,
    }  # fmt: skip

    cable.fault = ""
    assert sending.retry(at + timedelta(hours=7)) == 1
    receipt = sent.answers.get()
    assert (receipt.state, answers.said_in(receipt)["late"]) == (FileState.TAKEN, False)
    assert sending.retry(at + timedelta(days=9)) == 0  # it has arrived: never sent again
    assert held(there)["counts"] == [COUNT]


def test_two_deliveries_at_once_are_one_and_get_one_receipt(sent, there, tmp_path, members, commune):
    data, said = sent.content.encode(), []
    presses = [threading.Thread(target=lambda: said.append(there.post(data))) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert {status for status, _ in said} <= {200, 503}  # one of two may have been busy: it is told so, and tries again
    assert held(there)["counts"] == [COUNT]

    carried = tmp_path / "bao-cao.tungnha"  # replayed, now as a file
    carried.write_bytes(data)
    answer = tmp_path / "tra-loi.tungnha"
    found = there.tell(take_file=str(carried), write_answer=str(answer))
    assert (found["taken"], found["counts"]) == ([1], [COUNT])
    kept = answers.take_answer(answer.read_bytes(), area=commune, by=members.mai, at=ARRIVED)
    (receipt,) = {one["answer"] for status, one in said if status == 200}
    assert kept.content == receipt
    forged = answer.read_bytes().replace(b'"late":false', b'"late":true ')
    with pytest.raises(envelope.NotTaken):
        answers.take_answer(forged, area=commune, by=members.mai, at=ARRIVED)


def test_what_is_corrected_after_the_province_accepted_and_locked_is_told_and_never_silent(sent, there, members):
    sending.send(sent=sent, by=members.mai, at=ARRIVED)
    there.tell(do=["return", "Thiếu số của thôn 2"])
    assert ask(sent, members) == 1
    assert answers.asks_of(Answer.objects.latest("pk")) == "Thiếu số của thôn 2"

    at = ARRIVED + timedelta(hours=2)
    second = next_file(sent.report, "Thiếu số của thôn 2", members, at)
    assert sending.send(sent=second, by=members.mai, at=at).arrived
    found = there.tell(do=["accept"])
    assert (found["taken"], found["counts"], found["states"]) == ([1, 2], [COUNT, COUNT], ["returned", "accepted"])
    assert "chạy trước giờ ở đây 2" in found["clock"][0]  # that clock says 13:00, ours 11:00
    assert ask(sent, members) >= 1
    assert answers.said_in(second.answers.latest("pk"))["stands"] == "accepted"

    third = next_file(second.report, "Đếm lại thôn 1", members, at)
    assert sending.send(sent=third, by=members.mai, at=at).arrived
    assert there.tell(do=["lock"])["states"][-1] == "locked"
    fourth = next_file(third.report, "Đếm lại thôn 2", members, at)
    sending.send(sent=fourth, by=members.mai, at=at)
    found = held(there)
    assert (found["taken"], found["waiting"], len(found["counts"])) == ([1, 2, 3], ["locked"], 3)
    assert "đã khóa" in answers.said_in(fourth.answers.get())["why"]
    found = there.tell(do=["reopen", "Xã có số mới"], look_again=fourth.sha256)
    assert (found["taken"], found["waiting"], len(found["counts"])) == ([1, 2, 3, 4], [], 4)


def test_of_a_revoked_key_nothing_enters_and_the_next_key_goes_on(sent, there, commune, members):
    own = OwnKey.objects.get(area=commune)
    there.tell(revoke=own.public)
    tried = sending.send(sent=sent, by=members.mai, at=ARRIVED)
    assert "đã bị thu hồi" in tried.why
    assert held(there) == NOTHING | {"refused": 1}

    anew = keys.make_key(area=commune, by=members.mai, at=ARRIVED)
    there.tell(trust=anew.public)
    second = sending.make_file(report=sent.report, by=members.mai, at=ARRIVED)
    assert sending.send(sent=second, by=members.mai, at=ARRIVED).arrived
    assert held(there)["counts"] == [COUNT]
