"""The demonstration's weeks of reports: most units send in time, one always late, one hardly ever, one has its report
returned; the desk accepts, compiles, locks, opens one again; a number changes after it was sent."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta

from tungnha.demo.commune import DemoCommune
from tungnha.ledger.models import Service
from tungnha.ledger.operations import NewClaim, record_claims
from tungnha.people.models import Person
from tungnha.plans.models import Plan, Target
from tungnha.progress.counting import way_of
from tungnha.reports import figures
from tungnha.reports import operations as reports
from tungnha.reports.models import Obligation, Report, Submission
from tungnha.reports.operations.shared import day_of
from tungnha.reports.papers import numbering
from tungnha.reports.sending import history
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Area, Role

FIRST_NUMBER = 31  # of the year's reports: this series has been going on since January
LATE_MINUTES, AFTERNOON = 7, time(14)
RETURNED, LATE, WAITING = 6, 4, 2  # which unit's report comes back, which is late first; how many wait for the desk
WHY_RETURNED = "Số tuần này lớn hơn nhiều so với tuần trước: xin ghi rõ vì sao, hoặc xem lại số."
TEAM_WORDS = (
    "Tổ chia nhau đến các hộ còn thiếu; tối thứ Ba và thứ Năm mở điểm ở nhà văn hóa thôn.",
    "Đến nhà vào buổi tối, ưu tiên nhà có người cao tuổi; nhờ con cháu ở nhà cùng làm.",
    "Lồng vào buổi họp thôn, sau họp ở lại cài đặt cho ai cần.",
)
UNIT_WORDS = (
    "Đã phổ biến trong buổi giao ban; cử một người giúp đồng nghiệp cài đặt, gắn vào VNeID.",
    "Phối hợp cùng Tổ công nghệ số cộng đồng ở điểm hỗ trợ; trực theo lịch đã chia.",
)
DIFFICULTIES = (
    "Một số điểm cuối thôn sóng yếu, cài đặt phải làm lại nhiều lần.",
    "Nhiều người quên mật khẩu VNeID, phải chờ tin nhắn cấp lại.",
    "Người đi làm xa chưa về, gọi điện hướng dẫn thì khó làm theo.",
)
PROPOSALS = "Đề nghị nhà mạng cử người về thôn vào tối thứ Bảy."


def report_weeks(made: DemoCommune, plan: Plan, now: datetime) -> int:
    """Every period that is over, oldest first, then what came in early for the present one. How many reports."""
    weeks = _Weeks(made, plan, now)
    periods = weeks.periods()
    over = [rows for rows in periods if rows[0].due_at <= now]
    weekly = [rows for rows in over if rows[0].duty.frequency == "weekly"]
    for number, rows in enumerate(over):
        weeks.live(number, rows, is_last=rows is (weekly or over)[-1])
    for rows in periods:
        if rows[0].due_at > now and rows[0].duty.frequency == "weekly":
            weeks.begin(rows)
    return weeks.sent


class _Weeks:
    def __init__(self, made: DemoCommune, plan: Plan, now: datetime) -> None:
        self.made, self.plan, self.now = made, plan, now
        self.desk = made.members[Role.OFFICER]
        speakers = [*made.members.values(), *(team[0] for team in made.teams.values())]
        self.speakers = {member.organisation_id: member for member in speakers}
        self.targets = list(Target.objects.filter(plan=plan).exclude(role=Target.Role.MESSAGE).select_related(
            "measure", "plan__campaign__area__parent", "plan__organisation"))  # fmt: skip
        self.own: dict[int, list[Target]] = {}
        self.sent = self.frozen = 0
        self.numbers: dict[int, int] = {}  # year → the number its next report gets

    def periods(self) -> list[list[Obligation]]:
        """What units owe the commune for each period, in the order of the deadlines."""
        owed = Obligation.objects.filter(duty__plan=self.plan, duty__compiled=False, closed_at=None).select_related(
            "duty__plan__campaign__area", "organisation__area__parent")  # fmt: skip
        found: dict[tuple[int, str], list[Obligation]] = defaultdict(list)
        for one in owed.order_by("due_at", "duty", "organisation__order", "organisation__pk"):
            found[one.duty_id, one.period].append(one)
        return list(found.values())

    def live(self, number: int, rows: list[Obligation], *, is_last: bool) -> None:
        """One period from the first report to the frozen one; of the last, some things are still open."""
        due, came = rows[0].due_at, []
        for n, owed in enumerate(rows):
            if n == len(rows) - 1 and n and (is_last or number % 3):
                continue  # the last village hardly ever writes
            if len(rows) > 3 and (number * 5 + 7) % len(rows) == n:
                continue
            late = n == (LATE + 5 * number) % len(rows) or (n == len(rows) - 2 and n > LATE)
            at = due + timedelta(minutes=LATE_MINUTES + n) if late else _in_time(due, n)
            came.append(self._send(owed, n, min(at, self.now)))
        if rows[0].duty.frequency == "weekly":
            self._read(came, due, is_last=is_last)
            self._compile(rows[0], due, came)
        else:
            self._accept(came, due + timedelta(minutes=40))

    def begin(self, rows: list[Obligation]) -> None:
        """The first ones of a period that is not over, where it is near enough to its end for reports to be taken."""
        opens = history.opens_on(rows[0])
        for n, owed in enumerate(rows[::4]):
            at = datetime.combine(day_of(self.now) - timedelta(days=1), AFTERNOON, VIETNAM) + timedelta(minutes=25 * n)
            if day_of(at) >= opens:
                self._send(owed, 4 * n, at)

    def _send(self, owed: Obligation, n: int, at: datetime, more: str = "") -> Submission:
        unit = owed.organisation
        if unit.pk not in self.own:
            self.own[unit.pk] = figures.asked_of(unit, self.targets, day_of(at))[0]
        words = TEAM_WORDS if unit.kind == "team" else UNIT_WORDS
        self.sent += 1
        return reports.submit(
            obligation=owed, narrative=f"{words[(n + self.frozen) % len(words)]} {more}",
            difficulties=DIFFICULTIES[n % len(DIFFICULTIES)] if n % 3 == 0 else "",
            proposals=PROPOSALS if n % 6 == 0 else "", figures=[self._figure(t, n) for t in self.own[unit.pk]],
            by=self.speakers.get(unit.pk, self.desk), at=at,
        )  # fmt: skip

    def _figure(self, target: Target, n: int) -> reports.NewFigure:
        """What the register counts stands; what only the unit knows it states: it grows from week to week."""
        if target.measure is None or way_of(target.measure) != "stated":
            return reports.NewFigure(target, None)
        whole = 40 + 17 * n
        return reports.NewFigure(target, whole * min(9, 2 + self.frozen) // 10, whole)

    def _read(self, came: list[Submission], due: datetime, *, is_last: bool) -> None:
        """The desk returns one and accepts the others; the one returned is mended, but not yet in the last week."""
        at = due + timedelta(minutes=30)
        if at > self.now or len(came) <= RETURNED:
            return
        back = came[RETURNED]
        reports.return_submission(submission=back, why=WHY_RETURNED, by=self.desk, at=at)
        rest = [one for one in came if one.pk != back.pk]
        if not is_last:
            rest.append(self._send(back.obligation, RETURNED + 1, at + timedelta(minutes=20), "Đã xem lại, số đúng."))
        self._accept(rest[:-WAITING] if is_last else rest, at + timedelta(minutes=25))

    def _accept(self, came: list[Submission], at: datetime) -> None:
        if at <= self.now:
            reports.accept(submissions=came, by=self.desk, at=at)

    def _compile(self, owed: Obligation, due: datetime, came: list[Submission]) -> None:
        """Compiled within the hour; locked in the afternoon, with a number, once that has passed."""
        at = due + timedelta(hours=1)
        if at > self.now:
            return
        report = reports.compile_report(
            plan=self.plan, duty=owed.duty, period=owed.period, area=self.made.area, by=self.desk, at=at
        )
        if at + timedelta(hours=4) > self.now:
            return
        self._freeze(report, at + timedelta(hours=4))
        own = [one for one in came if one.obligation.organisation_id in self.speakers]
        if self.frozen == 1 and own:
            self._open_again(own[-1], at + timedelta(hours=5))

    def _freeze(self, report: Report, at: datetime) -> None:
        day = day_of(at)
        if day.year not in self.numbers:
            self.numbers[day.year] = FIRST_NUMBER
            numbering.start_series(
                organisation=self.plan.organisation, kind="report", year=day.year, first=FIRST_NUMBER, by=self.desk,
                at=at,
            )  # fmt: skip
        number = self.numbers[day.year]
        reports.freeze(report=report, number=str(number), issued_on=day, by=self.desk, at=at)
        self.numbers[day.year] += 1
        self.frozen += 1

    def _open_again(self, sent: Submission, at: datetime) -> None:
        """A unit found a mistake after the report was locked: it asked, was let in, and mended it."""
        if at + timedelta(hours=2) > self.now:
            return
        speaker = self.speakers[sent.obligation.organisation_id]
        why = "Ghi thiếu buổi hướng dẫn tối thứ Tư."
        reports.ask_to_reopen(submission=sent, why=why, by=speaker, at=at)
        reports.reopen(submission=sent, why=why, by=self.desk, at=at + timedelta(hours=1))
        self._send(sent.obligation, 2, at + timedelta(hours=2), "Tối thứ Tư có thêm một buổi hướng dẫn.")


def _in_time(due: datetime, n: int) -> datetime:
    """When people write reports: the afternoon and evening before, or early on the morning of the day itself."""
    ten = datetime.combine(day_of(due - timedelta(minutes=1)), time(10), VIETNAM)
    return ten - (timedelta(hours=14, minutes=15 * n) if n % 2 else timedelta(minutes=25 + 7 * n))


def learn_later(made: DemoCommune, village: Area, now: datetime) -> None:
    """Two people whose signature began before the last reports became known only today: “thay đổi sau khi gửi”."""
    service = Service.objects.get(code="chu-ky-so")
    people = Person.objects.filter(household__village=village, residence="at_home", standings=None)
    record_claims(
        [
            NewClaim(
                subject={"person_id": person.pk}, service=service, source="list",
                since_on=day_of(now) - timedelta(days=10), provider="Viettel", origin="import",
                origin_id="demo-late",
            )
            for person in people.filter(birth_date__lt=day_of(now) - timedelta(days=365 * 20))[:2]
        ],
        by=made.members[Role.OFFICER], at=now,
    )  # fmt: skip
