"""The bad input that is named: each a scene with two phones of one village, compared at the end like any run."""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from tests.faults.phone import account, village
from tests.faults.phone.actors import PIN, Phone
from tests.faults.phone.host import Dead, Refused
from tests.faults.phone.run import YEAR, Run
from tests.faults.phone.village import Said, Speech
from tungnha.field.models import PhoneOperation
from tungnha.units import clock

Case = Callable[["Scene"], None]
CASES: dict[str, Case] = {}
MOST_STEPS = 60


def case(act: Case) -> Case:
    CASES[act.__name__] = act
    return act


class Scene(Run):
    """`one` and `other`: two phones that have joined and hold the village."""

    def play(self, act: Case) -> None:
        self.village = village.build(self.rng, 2)
        self.speech = Speech(self.village, self.rng)
        self.phones = [self._phone(n) for n in range(2)]
        self.one, self.other = self.phones
        for phone in self.phones:
            phone.tabs, phone.locks = 1, True
            phone.open()
            phone.join(self.village, self.server.revive)
            assert self.sync(phone)["problem"] == ""
        act(self)
        for phone in self.phones:
            phone.gate.heal()
        self._heal()
        account.check(self)
        for phone in self.phones:
            phone.gate.close()
            self.host.ask(phone.name, "close")

    def sync(self, phone: Phone, tab: int = 0) -> Any:
        return phone.ask("sync", tab=tab)

    def visits(self, count: int, phone: Phone | None = None) -> list[Said]:
        return [self.speech._visit((phone or self.one).name, clock.today()) for _ in range(count)]

    def stored(self) -> int:
        connections.close_all()
        return PhoneOperation.objects.filter(device__member__area=self.village.area).count()

    def again(self) -> None:
        """The process is dead: everything is opened anew."""
        self._reopen()


def broken_way(scene: Scene, fault: str, problem: str, *, stored: int) -> None:
    scene.one.save(scene.visits(3))
    scene.one.gate.always = fault
    state = scene.sync(scene.one)
    assert state["problem"] == problem, state
    assert state["words"], "it is said in words"
    assert scene.one.owes == 3
    assert scene.stored() == stored
    scene.one.gate.always = ""
    assert scene.sync(scene.one)["problem"] == ""
    assert scene.one.owes == 0
    answers = {op["answer"] for op in scene.one.ask("operations")}
    assert answers <= ({"had", "conflict"} if stored else {"stored", "conflict"}), answers


@case
def wifi_login_page_that_answers_200(scene: Scene) -> None:
    broken_way(scene, "portal", "unclear", stored=0)


@case
def json_that_is_not_ours(scene: Scene) -> None:
    broken_way(scene, "foreign", "unclear", stored=0)


@case
def login_page_by_redirect(scene: Scene) -> None:
    broken_way(scene, "redirect", "wait", stored=0)


@case
def proxy_that_cuts_bodies(scene: Scene) -> None:
    broken_way(scene, "there", "wait", stored=0)


@case
def answer_that_never_arrives(scene: Scene) -> None:
    broken_way(scene, "back", "wait", stored=3)


@case
def half_an_answer_and_the_line_breaks(scene: Scene) -> None:
    broken_way(scene, "half", "wait", stored=3)


@case
def half_an_answer_as_if_it_were_whole(scene: Scene) -> None:
    broken_way(scene, "short", "unclear", stored=3)


@case
def too_large_413(scene: Scene) -> None:
    """Said of everything: each is tried alone, none is lost. Said once: the batch is halved and goes."""
    scene.one.save(scene.visits(8))
    scene.one.gate.always = "413"
    scene.sync(scene.one)
    assert scene.one.owes == 8
    scene.one.gate.always = ""
    scene.one.gate.plan.append("413")
    before = scene.one.gate.seen
    assert scene.sync(scene.one)["problem"] == ""
    assert (scene.one.owes, scene.one.gate.seen - before) == (0, 3)


@case
def too_many_429(scene: Scene) -> None:
    broken_way(scene, "429", "wait", stored=0)


@case
def error_500(scene: Scene) -> None:
    broken_way(scene, "500", "wait", stored=0)


@case
def busy_503(scene: Scene) -> None:
    broken_way(scene, "503", "wait", stored=0)


@case
def the_same_five_times_at_once(scene: Scene) -> None:
    scene.one.save(scene.visits(5))
    scene.one.gate.plan.append("five")
    assert scene.sync(scene.one)["problem"] == ""
    assert (scene.one.owes, scene.stored()) == (0, 5)


@case
def a_clock_in_2020(scene: Scene) -> None:
    """The account holds the time each visit was made against the true one."""
    scene.one.set_clock(-6 * YEAR)
    scene.one.ask("set", offset=scene.one.offset)
    scene.one.save(scene.visits(3))
    state = scene.sync(scene.one)
    assert state["problem"] == ""
    assert state["words"], "the wrong clock is said"


@case
def a_full_disk(scene: Scene) -> None:
    """A save that finds no room says so and leaves nothing; an answer that finds none changes nothing."""
    one = scene.one
    one.save(scene.visits(2))
    one.ask("set", room=0)
    with contextlib.suppress(Refused):
        said = scene.visits(1)[0]
        one.ask("save", ops=[{"id": said.id, "kind": said.kind, "content": said.content}])
        raise AssertionError("saved on a full disk")
    one.save(scene.visits(1))
    assert len(one.todo) == 1
    state = scene.sync(one)
    assert state["problem"] == "broken", state
    assert "đầy" in state["words"], state
    one.ask("set", room=None)
    assert one.owes == 2
    assert scene.sync(one)["problem"] == ""
    one.save([])
    assert scene.sync(one)["problem"] == ""


@case
def two_phones_add_the_same_at_once(scene: Scene) -> None:
    """The same newcomer behind the same door, the same new house, sent at one moment: each stands once."""
    for n in range(6):
        for phone in scene.phones:
            rng = scene.rng
            keys = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(4)]
            person = {"person": keys[0], "household": scene.village.homes[0], "full_name": f"Mới Tinh {'abcdef'[n]}",
                      "sex": "female", "birth": "1970"}  # fmt: skip
            home = {"household": keys[1], "village": scene.village.area.code, "lane": "Ngõ Mới", "house": f"Số {n}"}
            may = ("stored", "conflict")
            phone.save([Said(keys[2], "add_household", home, may), Said(keys[3], "add_person", person, may)])
        for phone in scene.phones:
            phone.begin_sync()
        for phone in scene.phones:
            phone.end_syncs()


def _killed_at_each_step(scene: Scene, act: Callable[[], Any]) -> int:
    for step in range(1, MOST_STEPS):
        scene.one.ask("set", die=step)
        try:
            act()
            scene.one.ask("set", die=None)
            return step - 1
        except Dead:
            scene.again()
    raise AssertionError("a deed of sixty steps?")


@case
def tab_killed_at_each_step_of_a_save(scene: Scene) -> None:
    assert _killed_at_each_step(scene, lambda: scene.one.save(scene.visits(2))) >= 4


@case
def tab_killed_at_each_step_of_a_sync(scene: Scene) -> None:
    def send() -> None:
        scene.one.save(scene.visits(2))
        scene.sync(scene.one)

    assert _killed_at_each_step(scene, send) >= 8


@case
def two_tabs(scene: Scene) -> None:
    """Both save, both send at once; with the browser's locks and without."""
    one = scene.one
    one.tabs = 2
    for one.locks in (True, False):
        scene.host.kill()
        scene.again()
        for n in range(6):
            one.save(scene.visits(1), tab=n % 2)
            one.begin_sync(tab=n % 2)
            one.begin_sync(tab=1 - n % 2)
        one.end_syncs()
        for tab in (0, 1):
            assert {op["id"] for op in one.ask("operations", tab=tab)} == set(one.made)


@case
def the_pin_is_forgotten(scene: Scene) -> None:
    """Unsent work is carried out of the locked phone, taken in and sent by another; and sent by the phone itself after
    it joined anew: once each."""
    one, other = scene.one, scene.other
    one.save(scene.visits(4))
    one.ask("lock")
    envelope = one.ask("carryOut")
    assert other.ask("takeIn", envelope=envelope)["taken"] == 4
    assert scene.sync(other)["problem"] == ""
    assert scene.stored() == 4
    for wrong in range(3):
        assert not one.ask("unlock", pin=f"11{wrong}374")["ok"]
    one.join(scene.village, scene.server.revive)
    assert one.ask("status")["left"] == 4
    assert scene.sync(one)["problem"] == ""
    assert one.owes == 0
    assert one.ask("unlock", pin=PIN)["ok"]


@case
def five_thousand_operations_after_a_month(scene: Scene) -> None:
    one = scene.one
    for _ in range(50):
        one.save(scene.visits(100))
    before = one.gate.seen
    one.gate.plan.extend(["", "", "back", "", "short"])
    for _ in range(3):
        scene.sync(one)
    assert one.owes == 0
    assert one.gate.seen - before <= 25 + 5, "batches of 200"


@case
def an_operation_no_version_knew(scene: Scene) -> None:
    today = clock.today()
    scene.one.save([scene.speech._unknown(scene.one.name, today), *scene.visits(1)])
    assert scene.sync(scene.one)["problem"] == ""
    assert {op["kind"]: op["answer"] for op in scene.one.ask("operations")}["mot-loai-la"] == "aside"
    assert scene.one.ask("status")["aside"] == 1


@case
def server_killed_at_its_steps(scene: Scene) -> None:
    """Before every third statement of a batch, the commit among them."""
    for step in range(1, 120, 3):
        scene.one.save(scene.visits(1))
        scene.server.die_before(step)
        state = scene.sync(scene.one)
        scene.server.die_before(0)
        if state["problem"] == "":
            break
        scene.server.revive()
    assert step > 20, "it died at many"


@case
def server_restored_from_a_backup(scene: Scene) -> None:
    """What came after the copy is gone on the server; the phones have it, and every operation is offered again."""
    first = scene.visits(3)
    scene.one.save(first)
    scene.other.save(scene.visits(2, scene.other))
    for phone in scene.phones:
        scene.sync(phone)
    copy = scene.database.copy()
    scene.one.save(scene.visits(4))
    scene.other.save(scene.visits(3, scene.other))
    for phone in scene.phones:
        scene.sync(phone)
    scene.one.save(scene.visits(1))
    assert scene.stored() == 12
    scene.server.kill()
    connections.close_all()
    scene.database.put_back(copy)
    assert scene.stored() == 5
    scene.server.revive()
    for _ in range(2):
        for phone in scene.phones:
            scene.sync(phone)
    assert scene.stored() == 13


def copy_sqlite() -> Path:
    path = Path(settings.DATA_DIR) / "tungnha.sqlite3"
    copy = path.with_suffix(".copy")
    with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    return copy


def put_back_sqlite(copy: Path) -> None:
    path = Path(settings.DATA_DIR) / "tungnha.sqlite3"
    for part in ("-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
    copy.replace(path)
