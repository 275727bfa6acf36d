"""What was said in a commune of tests/guards/world.py: a difficulty that names somebody, a citizen's words, a rumour
that was answered and sent to the villages, an opinion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tungnha.units import clock
from tungnha.voices.models import RumourPlace
from tungnha.voices.operations import difficulties, feedback, opinions, rumours


def make(commune: Any) -> None:
    made, members, now = commune.made, commune.members, clock.now()
    one, two = commune.villages
    name, other = (commune.people[f"{commune.tag}{n}"].full_name for n in (1, 2))
    made["difficulty"] = difficulties.raise_difficulty(
        area=one, subject="device", words=f"Nhà {name} chưa có điện thoại", by=members["lan"], at=now
    )
    difficulties.raise_difficulty(area=one, subject="signal", words="Không có sóng", by=members["lan"], at=now)
    made["feedback"] = feedback.send(
        commune=commune.area, village=two, kind="helper", words=f"{other} chờ mãi", form=feedback.new_form(), at=now
    ).row
    made["rumour_report"] = rumours.report(area=one, words="Cài VNeID là mất tiền", by=members["lan"], at=now)
    made["rumour"] = made["rumour_report"].rumour
    answer = rumours.write_answer(rumour=made["rumour"], words="Không đúng.", by=members["mai"], at=now)
    rumours.approve(answer=answer, by=members["binh"], at=now)
    made["rumour_place"] = RumourPlace.objects.get(answer=answer, area=one)
    made["opinion"] = opinions.note(area=one, mood="doubt", words="Ngại khó", on=now.date(), by=members["lan"], at=now)


def _of(name: str, **more: str) -> Callable[[Any], dict[str, Any]]:
    return lambda c: {"pk": c.made[name].pk} | more


ADDRESS_OF: dict[str, Callable[[Any], dict[str, Any]]] = {
    "voices:difficulty": _of("difficulty"),
    "voices:difficulty-deed": _of("difficulty", deed="tra-loi"),
    "voices:difficulties-group": lambda c: {"code": "device"},
    "voices:rule": lambda c: {"code": "signal"},
    "voices:feedback-one": _of("feedback"),
    "voices:feedback-answer": _of("feedback"),
    "voices:feedback-raise": _of("feedback"),
    "voices:rumour": _of("rumour"),
    "voices:rumour-deed": _of("rumour", deed="dap"),
    "voices:rumour-part": _of("rumour_report"),
    "voices:rumour-confirm": _of("rumour_place"),
    "web:public-feedback": lambda c: {"code": c.area.code},
    "web:public-follow": lambda c: {"code": c.area.code},
    "web:public-app": lambda c: {"code": c.area.code},
}
