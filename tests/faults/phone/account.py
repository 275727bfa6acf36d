"""What must be true at the end of a run, worked out slowly from what the phones did, beside what the server holds."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder

from tests.faults.phone.actors import Made, Phone
from tests.faults.phone.village import GAINS, patiently
from tungnha.field.models import CheckIn, CheckInService, KnownAs, PhoneOperation, Visit, VisitResult
from tungnha.field.sync.documents import documents
from tungnha.field.sync.holding import campaigns_of
from tungnha.ledger.models import Claim, Standing
from tungnha.people.models import Household, Person
from tungnha.units import clock
from tungnha.units.models import Event
from tungnha.voices.models import Difficulty

if TYPE_CHECKING:
    from tests.faults.phone.run import Run

STANDS = ("stored", "conflict")
SLACK = timedelta(seconds=30)  # a request on a loaded machine


def check(run: Run) -> None:
    patiently(lambda: _Account(run).check())


class _Account:
    def __init__(self, run: Run) -> None:
        self.run, self.village = run, run.village
        self.made: dict[str, tuple[Phone, Made]] = {
            key: (phone, made) for phone in run.phones for key, made in phone.made.items()
        }
        devices = [device for phone in run.phones for device in phone.devices]
        rows = PhoneOperation.objects.filter(device__member__area=self.village.area).select_related("device")
        self.rows = {str(row.pk): row for row in rows}
        self.wrong = [f"{row.pk} came from a phone nobody knows" for row in rows if str(row.device_id) not in devices]

    def check(self) -> None:
        self._each_once()
        for key, row in self.rows.items():
            if key in self.made:
                self._answer(row, *self.made[key])
        self._on_the_phones()
        self._visits()
        self._newcomers()
        self._check_ins()
        self._difficulties()
        self._standings()
        self._log()
        self._same_everywhere()
        assert not self.wrong, "\n  ".join(["", *self.wrong[:12]])

    def _say(self, words: str) -> None:
        self.wrong.append(words)

    def _stood(self, kind: str) -> dict[str, Any]:
        """The content of what was stored of a kind, by its id."""
        return {
            key: made.said.content for key, (_, made) in self.made.items()
            if made.said.kind == kind and key in self.rows and self.rows[key].answer in STANDS
        }  # fmt: skip

    def _each_once(self) -> None:
        for key in sorted(set(self.made) - set(self.rows)):
            phone, made = self.made[key]
            self._say(f"missing: {made.said.kind} {key} of {phone.name}, which the phone acknowledged")
        for key in sorted(set(self.rows) - set(self.made)):
            self._say(f"nobody made: {self.rows[key].kind} {key} answered {self.rows[key].answer}")

    def _answer(self, row: PhoneOperation, phone: Phone, made: Made) -> None:
        emptied = row.device.emptied_at is not None and row.stored_at >= row.device.emptied_at
        if row.answer not in made.said.may and not (emptied and row.answer == "aside"):
            self._say(f"{made.said.kind} {row.pk} is {row.answer}, should be {made.said.may}: {row.why_text}")
        earliest = made.since - SLACK - timedelta(milliseconds=phone.behind)
        if not earliest <= row.made_at <= max(made.until + SLACK, row.stored_at):
            self._say(f"{made.said.kind} {row.pk} made at {row.made_at}, truly {made.since} … {made.until}")

    def _on_the_phones(self) -> None:
        for phone in self.run.phones:
            status = phone.ask("status")
            if any(status[name] for name in ("waiting", "left", "parcels", "unreadable")):
                self._say(f"{phone.name} still holds {status}")
            for op in phone.ask("operations"):
                row = self.rows.get(op["id"])
                told = "stored" if op["answer"] == "had" else op["answer"]
                if op["state"] != "answered" or row is None or told != row.answer:
                    self._say(
                        f"{phone.name} shows {op['id']} {op['state']} {op['answer']}, server {row and row.answer}"
                    )

    def _visits(self) -> None:
        said = self._stood("visit")
        rows = {str(v.pk): v for v in Visit.objects.filter(household__village=self.village.area)}
        if set(rows) != set(said):
            self._say(f"visits missing {set(said) - set(rows)}, too many {set(rows) - set(said)}")
        results = Counter(
            str(v) for v in VisitResult.objects.filter(visit__in=list(rows)).values_list("visit", flat=True)
        )
        for key, content in said.items():
            if results[key] != len(content.get("results", [])):
                self._say(f"visit {key} has {results[key]} results of {len(content.get('results', []))}")
            if key in rows and rows[key].outcome != content["outcome"]:
                self._say(f"visit {key} says {rows[key].outcome}")

    def _person(self, key: str) -> int | None:
        row = Person.objects.filter(key=key).first() or getattr(
            KnownAs.objects.filter(key=key).select_related("person").first(), "person", None
        )
        return row.pk if row else None

    def _home(self, key: str) -> int | None:
        row = Household.objects.filter(key=key).first() or getattr(
            KnownAs.objects.filter(key=key).select_related("household").first(), "household", None
        )
        return row.pk if row else None

    def _newcomers(self) -> None:
        wanted = {(c["lane"], c["house"]) for c in self._stood("add_household").values()}
        homes = Counter(
            Household.objects.filter(village=self.village.area, lane="Ngõ Mới").values_list("lane", "house")
        )
        if homes != Counter(dict.fromkeys(wanted, 1)):
            self._say(f"new homes are {dict(homes)}, should be {wanted}")
        people = {(self._home(c["household"]), c["full_name"]) for c in self._stood("add_person").values()}
        rows = Counter(
            Person.objects.filter(household__village=self.village.area, sex="female").values_list(
                "household", "full_name"
            )
        )
        if rows != Counter(dict.fromkeys(people, 1)):
            self._say(f"new people are {dict(rows)}, should be {people}")

    def _check_ins(self) -> None:
        said = self._stood("check_in")
        named = {self._person(c["person"]) for c in said.values() if "person" in c}
        nameless = sum("person" not in c for c in said.values())
        rows = list(CheckIn.objects.filter(session=self.village.session).values_list("person", flat=True))
        if Counter(rows) != Counter({**dict.fromkeys(named, 1), **({None: nameless} if nameless else {})}):
            self._say(f"who came: {Counter(rows)}, should be {named} and {nameless} nameless")
        self.came = [
            (row.check_in.person_id, row.service.code, row.level, row.made_at)
            for row in CheckInService.objects.filter(
                check_in__session=self.village.session, check_in__person__isnull=False
            ).select_related("check_in", "service")
        ]
        wanted = {(self._person(c["person"]), d["service"]) for c in said.values() if "person" in c for d in c["done"]}
        if Counter((person, code) for person, code, *_ in self.came) != Counter(dict.fromkeys(wanted, 1)):
            self._say(f"done at the session: {self.came}, should be {wanted}")

    def _difficulties(self) -> None:
        said = Counter(dict.fromkeys(self._stood("difficulty"), 1))
        rows = Counter(map(str, Difficulty.objects.filter(area=self.village.area).values_list("pk", flat=True)))
        if rows != said:
            self._say(f"difficulties are {dict(rows)}, should be {dict(said)}")

    def _standings(self) -> None:
        """The newest word wins; another level on the same day makes it contested. All words here weigh the same."""
        words: dict[tuple[Any, str], list[tuple[Any, int]]] = defaultdict(list)
        for key, content in self._stood("visit").items():
            for result in content.get("results", []):
                if result["outcome"] in GAINS:
                    subject = (self._person(result["person"]), result["service"])
                    words[subject].append((self.rows[key].made_at, result["level"]))
        for person, code, level, made_at in self.came:
            words[person, code].append((made_at, level))
        rows = Standing.objects.filter(person__household__village=self.village.area).select_related("service")
        stored = Counter((row.person_id, row.service.code) for row in rows)
        if stored != Counter(dict.fromkeys(words, 1)):
            self._say(f"standings of {dict(stored)}, should be of {list(words)}")
        for row in rows:
            self._standing(row, words.get((row.person_id, row.service.code), []))
        claims = Claim.objects.filter(person__household__village=self.village.area).count()
        if claims != sum(map(len, words.values())):
            self._say(f"{claims} claims, should be {sum(map(len, words.values()))}")

    def _standing(self, row: Standing, words: list[tuple[Any, int]]) -> None:
        newest = max((at for at, _ in words), default=None)
        levels = {level for at, level in words if at == newest}
        if newest is None or row.level not in levels:
            self._say(f"standing of {row.person_id} is {row.level}, should be {levels} of {sorted(words)}")
            return
        day = clock.start_of(newest)
        is_contested = any(level != row.level and at >= day for at, level in words)
        if is_contested != (row.contested_by_id is not None):
            self._say(
                f"standing of {row.person_id} contested: {row.contested_by_id}, should be {is_contested}: {words}"
            )

    def _log(self) -> None:
        """The event log says as many were received as stand there, and each visit once."""
        devices = [device for phone in self.run.phones for device in phone.devices]
        received = Event.objects.filter(verb="phone.received", about_id__in=devices)
        told = sum(event.data["count"] for event in received)
        if told != len(self.rows):
            self._say(f"the log says {told} were received, {len(self.rows)} stand")
        visits = Counter(
            Event.objects.filter(verb="visit.recorded", about_id__in=list(self._stood("visit"))).values_list(
                "about_id", flat=True
            )
        )
        if visits != Counter(dict.fromkeys(self._stood("visit"), 1)):
            self._say("the log does not say each visit once")

    def _same_everywhere(self) -> None:
        """Every phone shows what the server would give a new one."""
        today = clock.today()
        pks = list(Household.objects.filter(village=self.village.area).order_by("pk").values_list("pk", flat=True))
        given = documents(pks, campaigns_of(self.village.leader, today), today)
        wanted = {row["k"]: row for row in json.loads(json.dumps(given, cls=DjangoJSONEncoder))}
        for phone in self.run.phones:
            if phone.revoked:
                continue
            held = {row["k"]: row for row in phone.ask("doors")}
            other = [key for key in wanted.keys() | held.keys() if wanted.get(key) != held.get(key)]
            if other:
                self._say(f"{phone.name} holds otherwise: {_difference(held.get(other[0]), wanted.get(other[0]))}")


def _difference(held: Any, wanted: Any) -> str:
    if held is None or wanted is None:
        return f"{held} for {wanted}"
    return ", ".join(f"{name} {held.get(name)} for {wanted[name]}" for name in wanted if held.get(name) != wanted[name])
