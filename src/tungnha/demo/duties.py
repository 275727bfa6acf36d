"""In the demonstration units are reminded of their weekly report, and one question is asked beside the plan."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tungnha.demo.commune import DemoCommune
from tungnha.plans.models import Plan
from tungnha.reports.duties import reminding
from tungnha.reports.models import RequestAsk
from tungnha.reports.requests import operations as questions
from tungnha.reports.requests.values import NewField
from tungnha.units.calendar import VIETNAM
from tungnha.units.days import calendar_of
from tungnha.units.models import Role

DAYS_BACK = 8
ANSWERED = ("3", "5", "2", "4", "6", "3", "1")  # how many places with a weak signal the first villages name


def remind_units(now: datetime) -> None:
    """As if the clock had struck morning and noon of the last days; nothing leaves the house."""
    for day in range(DAYS_BACK, -1, -1):
        for hour in (8, 12):
            at = (now - timedelta(days=day)).astimezone(VIETNAM).replace(hour=hour, minute=5, second=0, microsecond=0)
            if at <= now:
                reminding.make(at)


def ask_about_signal(commune: DemoCommune, plan: Plan, now: datetime) -> None:
    """Two fields, to every village, due at 16:00 of the second working day; seven have answered, one needs a word."""
    officer = commune.members[Role.OFFICER]
    day = calendar_of(commune.area).add_working_days(now, 2)
    asked = questions.ask_all(
        title="Điểm sóng điện thoại yếu trong thôn", plan=plan,
        words="Tính các điểm có từ ba hộ trở lên gọi điện, dùng mạng hay bị ngắt.",
        due_at=datetime.combine(day, time(16), VIETNAM), by=officer, at=now - timedelta(hours=3),
        fields=[
            NewField("Số điểm sóng yếu", "number", unit="điểm", required=True),
            NewField("Ở những chỗ nào", "text"),
            NewField("Đã báo nhà mạng chưa", "yesno"),
        ],
        to=[questions.Addressee(village) for village in commune.villages],
    )  # fmt: skip
    asks = list(asked.asks.select_related("request__area", "area"))
    reminding.tell_of_request(asks, at=now - timedelta(hours=3))
    for n, ask in enumerate(asks[: len(ANSWERED)]):
        _answer(commune, ask, n, now - timedelta(minutes=150 - 15 * n))


def _answer(commune: DemoCommune, ask: RequestAsk, n: int, at: datetime) -> None:
    leader = next((team[0] for team in commune.teams.values() if team[0].area_id == ask.area_id), None)
    count, where, told = ask.request.fields.all()
    said: dict[int, object] = {count.pk: ANSWERED[n], told.pk: n % 3 != 0}
    if n % 2 == 0:
        said[where.pk] = "Cuối thôn, gần chân đồi; nhà văn hóa trong nhà không có sóng."
    questions.answer(ask=ask, typed=said, by=leader or commune.members[Role.OFFICER], at=at)
