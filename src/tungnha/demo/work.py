"""The life of the demonstration's tasks: some done and confirmed, some half, one put off; who took the province's
plan up."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from tungnha.demo.commune import DemoCommune
from tungnha.plans import operations as plans
from tungnha.plans.adoption import operations as adoption
from tungnha.plans.adoption.operations import Stated
from tungnha.plans.models import AdoptionItem, Plan, Task
from tungnha.plans.operations import Address
from tungnha.plans.work import operations, places
from tungnha.plans.work.operations import Result
from tungnha.units.models import Area, Member, Role

OF_DEMO = uuid.UUID("1b7c2f5e-0d1a-4a57-9a2f-6e2f0c3d2026")
HELD = 11  # of the places of row 4.1 whose visit was kept already
HAVE_PLAN, HELD_MEETING, HAVE_GROUP, HAVE_CONTACT = 120, 90, 74, 103  # of 166 communes, as scenario B tells
WITH_MINUTES = "2-done"  # the row whose result has a file beside it
SAID_IN_ALL = 26  # things said and decided: they are spread over the days there were
BELOW = (7, 31, 58)  # communes whose plan says less than was assigned
# row of the annex → what was said of it: (step, words, outputs)
SAID: dict[str, tuple[tuple[str, str, dict[str, int]], ...]] = {
    "1": (("taken", "", {}), ("done", "Đã gom và gửi bộ tài liệu đến mọi đơn vị, mọi thôn.", {"bộ tài liệu": 1})),
    "2": (("done", "Đã phát động tại hội nghị giao ban; các đơn vị ký giao ước.", {"hội nghị": 1, "tin": 3}),),
    "3": (("doing", "Phát trên hệ thống truyền thanh sáng và chiều.", {"buổi phát thanh": 4, "tin": 2}),),
    "4.2": (("doing", "Mỗi điểm có một người của Tổ và một người của nhà mạng.", {}),),
    "4.4": (("taken", "", {}),),
    "7": (("doing", "Đã hẹn lịch với hai doanh nghiệp trong cụm công nghiệp.", {"doanh nghiệp": 2}),),
    "9": (("doing", "Trực tại trụ sở các buổi sáng, giúp tích hợp vào VNeID.", {"lượt người": 37}),),
    "10": (("doing", "Tư vấn cho mọi người đến nộp hồ sơ.", {"lượt người": 52}),),
}
CHARGES = {
    "1": ("Phó Trưởng phòng phụ trách văn hóa", "Phó Chủ tịch UBND xã phụ trách văn hóa - xã hội"),
    "4.1": ("Phó Trưởng Công an xã", "Trưởng Công an xã"),
}


def live(made: DemoCommune, plan: Plan, began: datetime, now: datetime) -> int:
    """Row by row, by whoever leads it; row 4.1 village by village. Returns how many words were said."""
    desk = made.members[Role.OFFICER]
    _send_to_villages(made, plan, desk, began)
    tasks = {task.no: task for task in plan.tasks.prefetch_related("leads")}
    moments, said = _moments(began, now), 0
    for no, steps in SAID.items():
        speaker = _speaker(made, tasks[no], desk) if no in tasks else None
        for step, words, outputs in steps if speaker else ():
            _say(tasks[no], "", step, words, outputs, speaker or desk, next(moments), f"{no}-{step}")
            said += 1
    _put_in_charge(tasks, desk, began)
    _confirm(tasks.get("1"), made.members[Role.LEADER], next(moments))
    said += _visit_places(tasks["4.1"], plan, desk, moments) if "4.1" in tasks else 0
    _ask_for_time(tasks.get("4.3"), made, next(moments))
    return said


def _moments(began: datetime, now: datetime) -> Iterator[datetime]:
    """Working hours of the days since the plan's first, evenly, twenty minutes apart within a day, never after now."""
    n, days = 0, (now - began).days
    while True:
        n += 1
        yield min(now, began + timedelta(days=days * n // SAID_IN_ALL, minutes=20 * (n % 24)))


def _speaker(made: DemoCommune, task: Task, desk: Member) -> Member:
    bodies = {body.pk for body in task.leads.all()}
    return next((m for m in made.members.values() if m.organisation_id in bodies), desk)


def _say(
    task: Task, unit: str, step: str, words: str, outputs: dict[str, int], by: Member, at: datetime, key: str
) -> None:
    minutes = _minutes(words) if key == WITH_MINUTES else None
    operations.say(
        task=task, unit=unit, step=step, on=at.date(), result=Result(words, outputs, upload=minutes),
        key=uuid.uuid5(OF_DEMO, key), by=by, at=at,
    )  # fmt: skip


def _minutes(words: str) -> SimpleUploadedFile:
    """The minutes of the meeting, as the evidence beside what was said."""
    paper, file = Document(), io.BytesIO()
    paper.add_paragraph("BIÊN BẢN HỘI NGHỊ PHÁT ĐỘNG")
    paper.add_paragraph(words)
    paper.save(file)
    return SimpleUploadedFile("bien-ban-phat-dong.docx", file.getvalue())


def _put_in_charge(tasks: dict[str, Task], desk: Member, at: datetime) -> None:
    for no, (person, authority) in CHARGES.items():
        if no in tasks:
            operations.put_in_charge(
                task=tasks[no], leads=list(tasks[no].leads.all()), person=person, authority=authority,
                responsibility="", by=desk, at=at,
            )  # fmt: skip


def _confirm(task: Task | None, leader: Member, at: datetime) -> None:
    last = task.entries.filter(step="done").last() if task else None
    if task is not None and last is not None:
        operations.decide(
            task=task, entries=[last.pk], accepted=True, words="Đã kiểm tra ở ba thôn.",
            key=uuid.uuid5(OF_DEMO, "confirm"), by=leader, at=at,
        )  # fmt: skip


def _visit_places(task: Task, plan: Plan, desk: Member, moments: Iterator[datetime]) -> int:
    """Row 4.1 asks for an appointment with every unit and village: the grid, with eleven kept."""
    at = next(moments)
    choices = places.choosable(plan, at.date())
    ticked = places.offered(task, choices)
    operations.set_grid(task=task, units=ticked, by=desk, at=at)
    keys = [one.key for one in choices if one.key in ticked][::2][:HELD]
    for key in keys:
        _say(task, key, "done", "Đã đến cài đặt, hướng dẫn tại chỗ.", {"buổi": 1}, desk, next(moments), f"4.1-{key}")
    return len(keys)


def _ask_for_time(task: Task | None, made: DemoCommune, at: datetime) -> None:
    if task is None or task.due_on is None:
        return
    operations.ask_extension(
        task=task, unit="", until=task.due_on + timedelta(days=7), by=_speaker(made, task, made.members[Role.OFFICER]),
        why="Nhà mạng đổi lịch làm sạch sim sang tuần sau.", at=at,
    )  # fmt: skip


def _send_to_villages(made: DemoCommune, plan: Plan, desk: Member, at: datetime) -> None:
    plans.send_plan(plan=plan, addresses=[Address(village) for village in made.villages], by=desk, at=at)
    for team in list(made.teams.values())[:-2]:  # two villages have not looked yet
        plans.mark_received(by=team[0], at=at)
    adoption.lay_out(plan=plan, by=desk, at=at)


# --- the province's plan ---------------------------------------------------------------------------------------------


def take_up(plan: Plan, by: Member, now: datetime) -> int:
    """What the province's officer typed from the communes' papers: 120 of 166 have their plan, 90 met …"""
    items = {item.asks: item for item in adoption.lay_out(plan=plan, by=by, at=now)}
    areas = list(Area.objects.filter(parent=plan.campaign.area, valid_to=None).order_by("order", "code"))
    said = 0
    for n, area in enumerate(areas):
        words = list(_words(n, items, now))
        said += adoption.state(
            place=f"a{area.pk}", said=words, key=uuid.uuid5(OF_DEMO, f"{plan.pk}-{area.code}"), by=by, at=now
        )  # fmt: skip
    return said


def _words(n: int, items: dict[str, AdoptionItem], now: datetime) -> Iterator[tuple[AdoptionItem, Stated]]:
    day = now.date()
    if "plan" in items and n < HAVE_PLAN:
        yield items["plan"], Stated(is_done=True, on=day, paper_number=f"{n % 60 + 11}/KH-UBND")
    if "figure" in items and n < HAVE_PLAN:
        value = Decimal("35.4") if n in BELOW else items["figure"].target.value  # type: ignore[union-attr]
        yield items["figure"], Stated(is_done=True, value=value)
    if "day" in items and n < HELD_MEETING:
        yield items["day"], Stated(is_done=True, on=day)
    if "group" in items and n < HAVE_GROUP:
        yield items["group"], Stated(is_done=True, on=day, paper_number=f"{n % 80 + 21}/QĐ-UBND")
    if "contact" in items and n < HAVE_CONTACT:
        yield items["contact"], Stated(is_done=True, contact_name="Phòng Văn hóa - Xã hội")
