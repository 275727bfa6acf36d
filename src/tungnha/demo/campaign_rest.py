"""The rest of a campaign in the demonstration: Zalo groups, an inspection and calls back, praise, money."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tungnha.demo.commune import DemoCommune
from tungnha.outreach import figures
from tungnha.outreach.models import Finding
from tungnha.outreach.operations import inspections, money, recognition, zalo
from tungnha.outreach.queries import money as money_queries
from tungnha.outreach.queries import zalo as zalo_queries
from tungnha.outreach.queries.money import Quarter
from tungnha.progress.callbacks import operations as callbacks
from tungnha.units.models import Area, Campaign, Member, Organisation, Role

NO_GROUP_YET = 2  # villages at the end of the list whose group nobody has noted
WHOLE = 2  # the village (its place in the list) where almost every household was asked
OUT_OF_TEN = 8  # households of that village that agreed
FEW = 12  # households asked elsewhere
NOTICE = "Tối thứ Năm mời bà con mang điện thoại đến nhà văn hóa: Tổ giúp cài chữ ký số, không mất tiền."
NORM = 900_000  # đồng, an invented amount; the paper says so
PAPER = "Nghị quyết mẫu số 00/NQ-HĐND (số liệu minh họa)"


def live(made: DemoCommune, campaign: Campaign, began: datetime, now: datetime) -> None:
    _zalo(made, began, now)
    _inspect(made, campaign, now)
    _call_back(made, campaign, began, now)
    _praise(made, campaign, began, now)
    _pay(made, campaign, now)


def _leader(made: DemoCommune, village: int) -> Member:
    team = made.teams.get(village) or []
    return next((one for one in team if one.role == Role.TEAM_LEADER), made.members[Role.OFFICER])


def _zalo(made: DemoCommune, began: datetime, now: datetime) -> None:
    officer, on = made.members[Role.OFFICER], now.date()
    zalo.lay_notice(commune=made.area, by=officer, at=now)
    for n, village in enumerate(made.villages[:-NO_GROUP_YET]):
        leader = _leader(made, n)
        group = zalo.begin_group(
            village=village, name=f"{village.title} chuyển đổi số", keeper_name=leader.user.full_name,
            join_url=f"https://zalo.me/g/mau{village.pk:05d}", created_on=began.date(), by=leader, at=now,
        )  # fmt: skip
        homes = list(zalo_queries.homes_of(village, on))
        wanted = [home for i, home in enumerate(homes) if i % 10 < OUT_OF_TEN] if n == WHOLE else homes[:FEW]
        adults = zalo_queries.adults_of([home.pk for home in wanted], on)
        zalo.tick(
            group=group, who=[(home, adults[home.pk][0]) for home in wanted if home.pk in adults], on=on, by=leader,
            agreed=zalo.Agreed("paper", now, "tờ ký tên họp thôn, cặp hồ sơ của Tổ"), at=now,
        )  # fmt: skip
        zalo.note_notice(group=group, words=NOTICE, on=on, by=leader, at=now)


def _inspect(made: DemoCommune, campaign: Campaign, now: datetime) -> None:
    """One village whose finding is mended, one whose finding is overdue, one unit without any."""
    officer, day = made.members[Role.OFFICER], now.date()
    inspections.lay_checklist(area=made.area, by=officer, at=now)

    def visit(of: Area | Organisation, days: int, *to_mend: tuple[str, int]) -> list[Finding]:
        on, kind = day - timedelta(days=days), "village" if isinstance(of, Area) else "unit"
        asked = [words for words, where in inspections.STARTERS if where in (kind, "both")]
        seen = [inspections.Seen(words, "good" if n % 4 else "bad") for n, words in enumerate(asked)]
        told = inspections.record_inspection(
            area=made.area, campaign=campaign, of=of, on=on, inspectors="Phòng Văn hóa - Xã hội", words="",
            seen=seen, to_mend=[inspections.ToMend(words, on + timedelta(days=after)) for words, after in to_mend],
            by=officer, at=now,
        )  # fmt: skip
        return list(told.findings.all())

    (mended,) = visit(made.villages[1], 12, ("Treo bản mới của năm điều Tổ không hỏi", 7))
    inspections.say_step(
        finding=mended, step="said", words="Đã treo ở nhà văn hóa", on=day, by=_leader(made, 1), at=now
    )
    inspections.say_step(finding=mended, step="fixed", words="", on=day, by=officer, at=now)
    visit(made.villages[4], 10, ("Giao từng hộ cho một thành viên Tổ", 5), ("Gửi báo cáo tuần đúng hạn", 20))
    school = next((body for body in made.organisations.values() if body.kind == "school"), None)
    if school is not None:
        visit(school, 5)


def _call_back(made: DemoCommune, campaign: Campaign, began: datetime, now: datetime) -> None:
    officer = made.members[Role.OFFICER]
    sample = callbacks.draw_sample(
        area=made.area, campaign=campaign, from_on=began.date(), to_on=now.date(), size=10, said="bảy ba chín",
        by=officer, at=now,
    )  # fmt: skip
    outcomes = ("matches", "matches", "not_reached", "matches", "differs", "unsure")
    for row, outcome in zip(sample.call_backs.all(), outcomes, strict=False):
        words = "hộ nói chỉ gặp ngoài ngõ" if outcome == "differs" else ""
        callbacks.note_try(call_back=row, outcome=outcome, words=words, on=now.date(), by=officer, at=now)


def _praise(made: DemoCommune, campaign: Campaign, began: datetime, now: datetime) -> None:
    officer, leader = made.members[Role.OFFICER], _leader(made, WHOLE)
    village = made.villages[WHOLE]
    agreed = recognition.propose(
        area=made.area, campaign=campaign, of=village, person_name="", form="certificate",
        why="Cả Tổ đi buổi tối, mỗi ngõ một người phụ trách, hộ nào cũng có người chỉ lại.", by=leader, at=now,
    )  # fmt: skip
    recognition.say(commendation=agreed, step="agreed", by=officer, at=now)
    recognition.propose(
        area=made.area, campaign=campaign, of=made.villages[0], person_name=_leader(made, 0).user.full_name,
        form="letter", why="Giúp mười bốn cụ già dùng được VNeID.", by=_leader(made, 0), at=now,
    )  # fmt: skip
    line = next(iter(figures.of_place(campaign, made.area, now.date())), None)
    practice = recognition.name_practice(
        area=made.area, campaign=campaign, of=village, title="Mỗi ngõ một người phụ trách, tối thứ Năm cùng làm",
        words="Chia ngõ cho từng thành viên. Tối thứ Năm cả ngõ ra một nhà có wifi, người biết chỉ người chưa biết.",
        proof="Biên bản họp thôn, cặp hồ sơ của Tổ", since_on=began.date(), figure=line.key if line else "", by=leader,
        at=now,
    )  # fmt: skip
    recognition.decide_practice(practice=practice, approved=True, why="Dễ làm, không tốn kém", by=officer, at=now)
    from_on = min(began.date() + timedelta(days=5), now.date())
    for n in (0, 3, 5, 6):
        recognition.copy_practice(
            practice=practice, village=made.villages[n], from_on=from_on, words="", by=officer, at=now
        )


def _pay(made: DemoCommune, campaign: Campaign, now: datetime) -> None:
    """The quarter's list for half of the teams, some of it paid."""
    officer, quarter = made.members[Role.OFFICER], Quarter.of(now.date())
    source = money.add_source(
        campaign=campaign, area=made.area, name="Ngân sách xã", kind="budget", paper="Quyết định mẫu số 00 (minh họa)",
        by=officer, at=now,
    )  # fmt: skip
    money.add_estimate(source=source, words="Hỗ trợ thành viên Tổ", amount=60_000_000, paper="", by=officer, at=now)
    norm = money.set_norm(
        area=made.area, name="Hỗ trợ thành viên Tổ công nghệ số", amount=NORM, legal_source=PAPER, least=1,
        kinds=["visit", "session", "activity", "training"], from_on=date(now.year, 1, 1), by=officer, at=now,
    )  # fmt: skip
    rows = money_queries.propose(made.villages[: len(made.villages) // 2], quarter, norm)
    owed = [money.Owed(row.village, row.members, row.active) for row in rows if row.active]
    if owed:
        listed = money.list_payments(
            source=source, norm=norm, year=quarter.year, quarter=quarter.number, owed=owed, by=officer, at=now
        )
        for n, one in enumerate(listed[:3], 5):
            money.note_paid(payment=one, paid_on=now.date(), receipt_number=f"PC{n:02d}", by=officer, at=now)
    money.note_gift(
        campaign=campaign, area=made.area, village=made.villages[0], what="Điện thoại thông minh đã dùng", quantity=3,
        unit="chiếc", worth=4_500_000, giver_name="VNPT", on=now.date(), receipt_number="", by=officer, at=now,
    )  # fmt: skip
