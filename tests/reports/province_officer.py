"""The province's officer at her desk, in a process of her own: told what to do by lines of JSON, she answers with what
the province then holds. Started by province_installation.py."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.conftest import make_member
from tests.reports.exchanging import above, trust
from tungnha.ledger.models import Measure
from tungnha.people.models import Person
from tungnha.reports import operations
from tungnha.reports.exchange import answers, keys, receiving
from tungnha.reports.models import Correction, LockedCopy, OtherKey, ReceivedFile, Step, Submission, SubmittedFigure
from tungnha.units import clock
from tungnha.units.models import Area, Event, Organisation, Role


class Officer:
    """Phúc of the province: what she does when she is told."""

    def __init__(self) -> None:
        self.area = Area.objects.create(code="99", kind="province", type_name="tỉnh", name="Mẫu")
        commune = Area.objects.create(
            code="99901", kind="commune", type_name="xã", name="Mẫu Sơn", parent=self.area
        )  # fmt: skip
        science = Organisation.objects.create(name="Sở Khoa học và Công nghệ", kind="department", area=self.area)
        self.owing = Organisation.objects.create(
            name="Ủy ban nhân dân xã Mẫu Sơn", kind="committee", area=commune
        )  # fmt: skip
        self.member = make_member("Phúc", Role.PROVINCE_OFFICER, self.area, science)
        measure = Measure.objects.get(code="chu-ky-so-tren-15")
        made = above(province=self.area, issuer=science, owing=self.owing, measure=measure, by=self.member)
        self.target = made.target
        self.public = keys.make_key(area=self.area, by=self.member, at=clock.now()).public

    def begin(self, anything: bool) -> None:
        """As on the first day: another commune's tests left nothing behind."""
        for model in (ReceivedFile, LockedCopy, Correction, Step, SubmittedFigure, Submission, OtherKey, Event):
            model._base_manager.all()._raw_delete("default")

    def trust(self, public: str) -> None:
        trust(self.area, self.owing, public, self.member, clock.now())

    def revoke(self, public: str) -> None:
        keys.revoke_key(key=OtherKey.objects.get(public=public), why="Máy bị mất", by=self.member, at=clock.now())

    def take_file(self, path: str) -> None:
        """A file somebody carried here."""
        receiving.receive(Path(path).read_bytes(), area=self.area, way="file", by=self.member, at=clock.now())

    def look_again(self, sha256: str) -> None:
        row = ReceivedFile.objects.select_related("area").get(sha256=sha256)
        receiving.look(row, receiving.bytes_of(row), by=self.member, at=clock.now())

    def write_answer(self, path: str) -> None:
        row = ReceivedFile.objects.select_related("area", "submission__obligation").get(state="taken")
        Path(path).write_text(answers.answer_to(row, clock.now()), encoding="utf-8")

    def do(self, deed: str, why: str = "") -> None:
        """Something about the report as it stands: return, accept, lock, reopen."""
        latest = Submission.objects.latest("pk")
        terms: dict[str, Any] = {"by": self.member, "at": clock.now()}
        if deed == "accept":
            operations.accept(submissions=[latest], **terms)
        elif deed == "lock":
            operations.lock(submission=latest, **terms)
        elif deed == "reopen":
            operations.reopen(submission=latest, why=why, **terms)
        else:
            operations.return_submission(submission=latest, why=why, **terms)

    def holds(self) -> dict[str, Any]:
        files = list(ReceivedFile.objects.order_by("pk"))
        figures = SubmittedFigure.objects.filter(target=self.target).order_by("submission__number")
        return {
            "taken": [one.number for one in files if one.state == "taken"],
            "waiting": [one.code for one in files if one.state == "waiting"],
            "refused": sum(one.state == "refused" for one in files),
            "clock": [words for one in files if (words := receiving.clock_words(one))],
            "counts": list(figures.values_list("count", flat=True)),
            "states": list(Submission.objects.order_by("pk").values_list("state", flat=True)),
            "late": [one.is_late for one in Submission.objects.order_by("pk")],
            "again": Event.objects.filter(verb="exchange.came_again").count(),
            "people": Person.objects.count(),
        }


def main() -> None:
    officer = Officer()
    _say({"public": officer.public})
    for line in sys.stdin:
        for deed, terms in json.loads(line).items():
            getattr(officer, deed)(*(terms if isinstance(terms, list) else [terms]))
        _say(officer.holds())


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
