"""The rest of a campaign in a commune of tests/guards/world.py: a Zalo group with a household in it, an inspection
with its finding, visits to be called back, praise, a practice that is copied, money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tungnha.outreach.models import ChecklistItem, ZaloHousehold
from tungnha.outreach.operations import inspections, money, recognition, zalo
from tungnha.progress.callbacks import operations as callbacks
from tungnha.units import clock


def make(commune: Any) -> None:
    _zalo(commune)
    _inspected(commune)
    _praised(commune)
    _paid(commune)


def _paid(commune: Any) -> None:
    """A source, a norm, the first village's team on the list of a quarter, something given in kind."""
    made, mai, now = commune.made, commune.members["mai"], clock.now()
    village = commune.villages[0]
    made["fund_source"] = money.add_source(
        campaign=made["campaign"], area=commune.area, name=f"Ngân sách {commune.tag}", kind="budget", paper="QĐ 12",
        by=mai, at=now,
    )  # fmt: skip
    money.add_estimate(source=made["fund_source"], words="Hỗ trợ Tổ", amount=9_000_000, paper="", by=mai, at=now)
    norm = money.set_norm(
        area=commune.area, name="Hỗ trợ Tổ", amount=600_000, legal_source="NQ 55", kinds=["visit"], least=1,
        from_on=now.date(), by=mai, at=now,
    )  # fmt: skip
    (made["payment"],) = money.list_payments(
        source=made["fund_source"], norm=norm, year=2026, quarter=2, owed=[money.Owed(village, 2, 1)], by=mai, at=now
    )
    made["gift"] = money.note_gift(
        campaign=made["campaign"], area=commune.area, village=village, what="Điện thoại cũ", quantity=1, unit="chiếc",
        worth=None, giver_name=f"VNPT {commune.tag}", on=now.date(), receipt_number="", by=mai, at=now,
    )  # fmt: skip


def _praised(commune: Any) -> None:
    """The first village proposed, agreed to; a way of working of its own that the second copies."""
    made, members, now = commune.made, commune.members, clock.now()
    one, two = commune.villages
    made["commendation"] = recognition.propose(
        area=commune.area, campaign=made["campaign"], of=one, person_name=f"Bà {commune.tag}", form="letter",
        why="Đến từng nhà buổi tối.", by=members["lan"], at=now,
    )  # fmt: skip
    recognition.say(commendation=made["commendation"], step="agreed", by=members["mai"], at=now)
    made["practice"] = recognition.name_practice(
        area=commune.area, campaign=made["campaign"], of=one, title=f"Tối cả xóm {commune.tag}",
        words="Cả xóm cùng làm một buổi.", proof="Biên bản", since_on=now.date(), figure="", by=members["lan"], at=now,
    )  # fmt: skip
    recognition.decide_practice(practice=made["practice"], approved=True, why="", by=members["mai"], at=now)
    made["practice_copy"] = recognition.copy_practice(
        practice=made["practice"], village=two, from_on=now.date(), words="", by=members["mai"], at=now
    )


def _inspected(commune: Any) -> None:
    """The first village inspected, with something to mend; its visits drawn to be called back."""
    made, mai, now = commune.made, commune.members["mai"], clock.now()
    inspections.lay_checklist(area=commune.area, by=mai, at=now)
    made["checklist_item"] = ChecklistItem.objects.filter(area=commune.area).first()
    made["inspection"] = inspections.record_inspection(
        area=commune.area, of=commune.villages[0], on=now.date(), inspectors=f"Ông Bình {commune.tag}", words="",
        seen=[inspections.Seen("Đã giao hộ", "bad")], to_mend=[inspections.ToMend("Giao hộ", now.date())], by=mai,
        at=now, campaign=made["campaign"],
    )  # fmt: skip
    made["finding"] = made["inspection"].findings.get()
    made["sample"] = callbacks.draw_sample(
        area=commune.area, campaign=made["campaign"], from_on=now.date(), to_on=now.date(), size=5, by=mai, at=now,
        inspection=made["inspection"],
    )  # fmt: skip
    made["call_back"] = made["sample"].call_backs.first()


def _zalo(commune: Any) -> None:
    made, lan, now = commune.made, commune.members["lan"], clock.now()
    zalo.lay_notice(commune=commune.area, by=commune.members["mai"], at=now)
    group = zalo.begin_group(
        village=commune.villages[0], name=f"Thôn {commune.tag}", keeper_name=f"Bà {commune.tag}",
        join_url="https://zalo.me/g/mau12345", created_on=now.date(), by=lan, at=now,
    )  # fmt: skip
    home = commune.people[f"{commune.tag}1"]
    zalo.tick(
        group=group, who=[(home.household, home)], on=now.date(), agreed=zalo.Agreed("paper", now, "tờ số 2"), by=lan,
        at=now,
    )  # fmt: skip
    zalo.note_notice(group=group, words="Mai họp thôn.", on=now.date(), by=lan, at=now)
    made["zalo_household"] = ZaloHousehold.objects.get(group=group)


def _of(name: str) -> Callable[[Any], dict[str, Any]]:
    return lambda c: {"pk": c.made[name].pk}


def _village(c: Any) -> dict[str, Any]:
    return {"pk": c.villages[0].pk}


ADDRESS_OF: dict[str, Callable[[Any], dict[str, Any]]] = {
    **{
        f"outreach:zalo-{name}": _village
        for name in ("village", "group", "close", "tick", "notice", "poster", "outside")
    },
    "outreach:inspection": _of("inspection"),
    "outreach:inspection-step": _of("finding"),
    "outreach:inspection-item-remove": _of("checklist_item"),
    "progress:call-back": _of("sample"),
    "progress:call-back-try": _of("call_back"),
    "outreach:commendation": _of("commendation"),
    "outreach:commendation-step": _of("commendation"),
    "reports:paper-commendation": _of("campaign"),
    **{f"outreach:practice{part}": _of("practice") for part in ("", "-decide", "-copy")},
    "outreach:practice-copy-end": _of("practice_copy"),
    "outreach:money-source": _of("fund_source"),
    "outreach:money-team": _village,
    **{f"outreach:money-{deed}": _of("payment") for deed in ("paid", "take-back")},
    "outreach:money-gift-withdraw": _of("gift"),
    "outreach:zalo-household": _of("household"),
    "outreach:zalo-leave": _of("zalo_household"),
}
