"""Difficulties: who has to answer, until when, what is told back, and the clock that passes them up."""

from __future__ import annotations

import uuid
from contextlib import nullcontext
from datetime import date, datetime, timedelta

import pytest

from tests.conftest import make_member
from tungnha.units import clock, days
from tungnha.units.calendar import VIETNAM
from tungnha.units.models import Event, Organisation, Role
from tungnha.units.problems import BadInput, OutOfDate
from tungnha.voices.models import Difficulty, DifficultyStep
from tungnha.voices.operations import difficulties, escalating, ruling
from tungnha.voices.queries import difficulties as queries
from tungnha.voices.queries import phones
from tungnha.voices.rules import acting, subjects

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def raised(members, villages, now, subject="signal", words="Cuối thôn không có sóng", **more):
    return difficulties.raise_difficulty(area=villages[0], subject=subject, words=words, by=members.lan, at=now, **more)


def steps(row):
    return list(row.steps.order_by("pk").values_list("kind", flat=True))


def test_nothing_is_decided_the_day_before_it_was_raised_early_in_the_morning(members, villages):
    early = at("2026-05-26T06:00")  # still Monday in UTC
    row = raised(members, villages, early)
    for day, is_taken in ((date(2026, 5, 25), False), (date(2026, 5, 26), True)):
        with nullcontext() if is_taken else pytest.raises(BadInput, match="từ ngày nhận khó khăn"):
            difficulties.decide(difficulty=row, words="Lắp trạm.", decided_on=day, by=members.binh, at=early)


class TestRouting:
    def test_the_only_operator_has_what_is_about_the_signal(self, members, villages, units, at_tuesday):
        assert raised(members, villages, at_tuesday).owner == units.vnpt

    def test_of_two_operators_nobody_knows_whose_mast_it_is_so_the_desk_has_it(
        self, members, villages, units, commune, at_tuesday
    ):
        Organisation.objects.create(name="Viettel Mẫu Sơn", kind="operator", area=commune)
        assert raised(members, villages, at_tuesday).owner is None

    def test_the_body_an_area_named_beats_the_kind_and_its_days_count(
        self, members, villages, units, commune, at_tuesday
    ):
        ruling.rule(area=commune, code="signal", owner=units.culture, answer_days=2, above_days=1, by=members.mai,
                    at=at_tuesday)  # fmt: skip
        row = raised(members, villages, at_tuesday)
        assert (row.owner, row.due_at) == (units.culture, at("2026-05-29T00:00"))  # Tuesday: Wednesday, Thursday

    def test_a_second_rule_ends_the_first_and_keeps_it(self, members, commune, at_tuesday):
        for number in (2, 4):
            ruling.rule(area=commune, code="signal", owner=None, answer_days=number, above_days=1, by=members.mai,
                        at=at_tuesday)  # fmt: skip
        assert subjects.subjects_of(commune)["signal"].answer_days == 4
        assert commune.subject_rules.count() == 2

    def test_weekends_and_holidays_are_not_counted(self, members, villages, commune, units):
        """Wednesday 29/4: 30/4 and 1/5 are holidays, then a weekend; 4/5 is off by decision: five days end on 11/5."""
        now = at("2026-04-29T21:00")
        days.decide_day(area=commune, day=date(2026, 5, 4), kind="off", name="Lễ của xã", source="QĐ 1", by=members.mai,
                        at=now)  # fmt: skip
        assert raised(members, villages, now).due_at == at("2026-05-12T00:00")

    @pytest.mark.parametrize(("raised_at", "late_at"), [
        ("2026-02-12T09:00", "2026-02-27T00:00"),  # Tết: 16–20/2 off
        ("2026-08-27T23:59", "2026-09-08T00:00"),  # 2/9 and a day beside it
        ("2026-12-29T08:00", "2027-01-07T00:00"),  # New Year's Day, then a weekend
        ("2026-05-30T08:00", "2026-06-06T00:00"),  # on a Saturday
    ])  # fmt: skip
    def test_five_working_days_are_counted_as_on_a_wall_calendar(self, members, villages, raised_at, late_at):
        assert raised(members, villages, at(raised_at)).due_at == at(late_at)

    def test_an_unknown_subject_is_other_and_an_old_label_is_its_code(self, members, villages, at_tuesday):
        assert raised(members, villages, at_tuesday, subject="gì đó").subject == "other"
        assert subjects.find("sóng, mạng, Wi-Fi") == "signal"
        assert subjects.find("song, mang, wi-fi") == "signal"
        assert subjects.find("") == "other"
        assert subjects.is_hearsay("lừa đảo, tin đồn")
        assert not subjects.is_hearsay("việc khác")

    def test_every_subject_of_the_table_can_be_answered(self):
        kinds = {"", *Organisation.Kind.values}
        table = subjects.catalogue()
        assert len({one.code for one in table}) == len(table) > 8
        assert all(one.kind in kinds and one.answer_days > 0 and one.above_days > 0 and one.said for one in table)


class TestWords:
    def test_numbers_and_secrets_are_hidden_before_they_are_stored(self, members, villages, at_tuesday):
        row = raised(members, villages, at_tuesday, words="Gọi 0912000011, số 019080000011, mật khẩu lan1980x")
        row.refresh_from_db()
        assert "0912000011" not in row.words_text
        assert "019080000011" not in row.words_text
        assert "lan1980x" not in row.words_text

    def test_names_on_the_register_are_hidden(self, members, villages, people, at_tuesday):
        row = raised(members, villages, at_tuesday, words="Nhà Nguyễn Văn An không có sóng")
        assert row.words_text == "Nhà [tên đã che] không có sóng"

    def test_without_words_it_is_refused(self, members, villages, at_tuesday):
        with pytest.raises(BadInput, match="vài chữ"):
            raised(members, villages, at_tuesday, words="   ")

    def test_the_same_key_twice_is_one(self, members, villages, at_tuesday):
        key = uuid.uuid4()
        first = raised(members, villages, at_tuesday, key=key)
        assert raised(members, villages, at_tuesday, key=key) == first
        assert Difficulty.objects.count() == 1


class TestAnswering:
    def test_answered_and_told_back_on_the_phone_then_settled(self, members, villages, at_tuesday):
        row = raised(members, villages, at_tuesday)
        difficulties.answer(difficulty=row, words="Dựng trạm tạm từ 1/6.", by=members.viet, at=at_tuesday)
        (told,) = phones.difficulties(members.son, at_tuesday)
        assert (told["state"], told["told"][0]["words"]) == ("answered", "Dựng trạm tạm từ 1/6.")
        assert phones.difficulties(members.hung, at_tuesday) == []
        closed = difficulties.close(difficulty=row, by=members.lan, at=at_tuesday)
        assert (closed.state, steps(row)) == ("closed", ["raised", "answered", "closed"])

    def test_a_decision_has_its_day_and_is_told(self, members, villages, at_tuesday):
        row = raised(members, villages, at_tuesday)
        difficulties.ask_decision(difficulty=row, by=members.mai, at=at_tuesday)
        assert [one.pk for one in queries.to_decide(members.binh)] == [row.pk]
        difficulties.decide(difficulty=row, words="Mượn bộ phát sóng của huyện đội.", decided_on=at_tuesday.date(),
                            paper="12/TB-UBND", by=members.binh, at=at_tuesday)  # fmt: skip
        (told,) = phones.difficulties(members.lan, at_tuesday)
        assert told["told"] == [{"kind": "lãnh đạo quyết", "on": at_tuesday.date(),
                                 "words": "Mượn bộ phát sóng của huyện đội."}]  # fmt: skip
        assert not queries.to_decide(members.binh).exists()

    def test_a_decision_that_hands_it_on_is_told_and_still_waits(self, members, villages, units, at_tuesday):
        row = raised(members, villages, at_tuesday)
        after = difficulties.decide(
            difficulty=row, words="Giao Phòng Kinh tế làm việc với nhà mạng.", decided_on=at_tuesday.date(),
            to=units.economy, by=members.binh, at=at_tuesday,
        )  # fmt: skip
        assert (after.state, after.owner) == ("waiting", units.economy)
        assert phones.difficulties(members.lan, at_tuesday)[0]["told"]

    @pytest.mark.parametrize("day", [date(2026, 5, 27), date(2026, 5, 25)])
    def test_a_decision_of_tomorrow_or_before_it_was_raised_is_refused(self, day, members, villages, at_tuesday):
        with pytest.raises(BadInput, match="Ngày quyết định"):
            difficulties.decide(difficulty=raised(members, villages, at_tuesday), words="Được.", decided_on=day,
                                by=members.binh, at=at_tuesday)  # fmt: skip

    def test_reopened_it_waits_again_with_a_new_clock_and_keeps_the_first_answer(self, members, villages, at_tuesday):
        row = raised(members, villages, at_tuesday)
        difficulties.answer(difficulty=row, words="Đã sửa.", by=members.viet, at=at_tuesday)
        later = at_tuesday + timedelta(days=14)
        again = difficulties.reopen(difficulty=row, words="Vẫn không có sóng.", by=members.lan, at=later)
        assert (again.state, again.turn, again.rung, again.answered_at) == ("waiting", 2, 0, None)
        assert again.due_at == at("2026-06-17T00:00")
        assert [step.words_text for step in row.steps.order_by("pk")] == ["", "Đã sửa.", "Vẫn không có sóng."]

    def test_two_who_answer_at_once_leave_one_answer(self, members, villages, at_tuesday):
        row = raised(members, villages, at_tuesday)
        difficulties.answer(difficulty=row, words="Một", by=members.viet, at=at_tuesday)
        with pytest.raises(OutOfDate, match="đã trả lời"):
            difficulties.answer(difficulty=row, words="Hai", by=members.mai, at=at_tuesday)

    def test_one_answer_for_all_that_say_the_same(self, members, villages, at_tuesday):
        rows = [raised(members, villages, at_tuesday) for _ in range(3)]
        difficulties.answer(difficulty=rows[0], words="Riêng", by=members.viet, at=at_tuesday)
        assert difficulties.answer_many(difficulties=rows, words="Chung", by=members.mai, at=at_tuesday) == 2
        said = DifficultyStep.objects.filter(kind="answered", difficulty=rows[0])
        assert [step.words_text for step in said] == ["Riêng"]

    def test_a_body_elsewhere_cannot_be_given_it(self, members, villages, units, at_tuesday):
        with pytest.raises(BadInput, match="không thuộc"):
            difficulties.hand_on(difficulty=raised(members, villages, at_tuesday), to=units.science, by=members.mai,
                                 at=at_tuesday)  # fmt: skip


class TestSight:
    def test_who_has_it_to_answer_sees_it_and_the_next_village_does_not(self, members, villages, units, at_tuesday):
        row = raised(members, villages, at_tuesday)
        seeing = {name for name, member in vars(members).items()
                  if Difficulty.objects.visible_to(member).filter(pk=row.pk).exists()}  # fmt: skip
        assert seeing == {"lan", "son", "mai", "binh", "dung", "viet"}

    def test_handed_on_the_new_body_sees_it_and_the_one_before_still_does(self, members, villages, units, at_tuesday):
        row = raised(members, villages, at_tuesday)
        difficulties.hand_on(difficulty=row, to=units.school, by=members.mai, at=at_tuesday)
        row.refresh_from_db()
        assert Difficulty.objects.visible_to(members.thu).count() == 1
        assert Difficulty.objects.visible_to(members.viet).count() == 1
        assert acting.may_answer(members.thu, row)
        assert not acting.may_answer(members.viet, row)


class TestEscalation:
    """Tuesday 26/5: five working days end on 2/6, three more on 5/6 (Friday), three more on 10/6."""

    LATE = "2026-06-03T00:00"

    def test_on_time_means_not_a_minute_early(self, members, villages, at_tuesday):
        row = raised(members, villages, at_tuesday)
        assert row.due_at == at(self.LATE)
        assert escalating.tick(at(self.LATE) - timedelta(seconds=1)) == 0
        assert escalating.tick(at(self.LATE)) == 1
        row.refresh_from_db()
        assert (row.state, row.rung, row.due_at) == ("deciding", 1, at("2026-06-09T00:00"))
        assert [one.pk for one in queries.to_decide(members.binh)] == [row.pk]

    def test_a_leader_who_is_told_on_the_eve_of_tet_has_three_days_after_it(self, members, villages):
        """Thursday 5/2: five days end on 12/2; told on the 13th, the leader's three are 23, 24 and 25/2."""
        row = raised(members, villages, at("2026-02-05T09:00"))
        assert [escalating.tick(at(f"2026-02-{day}T00:00")) for day in (13, 17, 20)] == [1, 0, 0]
        row.refresh_from_db()
        assert (row.state, row.due_at) == ("deciding", at("2026-02-26T00:00"))
        assert [escalating.tick(at(text)) for text in ("2026-02-25T23:59", "2026-02-26T00:00")] == [0, 1]

    def test_the_clock_asked_many_times_passes_it_up_once(self, members, villages, at_tuesday):
        row = raised(members, villages, at_tuesday)
        assert [escalating.tick(at(self.LATE) + timedelta(hours=n)) for n in range(5)] == [1, 0, 0, 0, 0]
        assert steps(row) == ["raised", "escalated"]
        assert Event.objects.filter(verb="difficulty.escalated", about_id=str(row.pk), member_id=None).count() == 1

    def test_leader_then_province_then_it_stays_in_sight(self, members, villages, units, at_tuesday):
        row = raised(members, villages, at_tuesday)
        for day in ("2026-06-03", "2026-06-09", "2026-06-30", "2026-07-30"):
            escalating.tick(at(f"{day}T01:00"))
        row.refresh_from_db()
        assert (row.level, row.owner, row.state, row.rung) == (units.science.area, units.science, "waiting", 2)
        assert steps(row) == ["raised", "escalated", "escalated"]
        assert Difficulty.objects.visible_to(members.phuc).filter(pk=row.pk).exists()
        assert acting.may_answer(members.phuc, row)
        assert queries.counts(members.mai, at("2026-07-30T01:00"))["qua-han"] == 1

    def test_the_province_has_a_leader_too(self, members, villages, units, province, at_tuesday):
        make_member("Giang", Role.LEADER, province, units.science)
        row = raised(members, villages, at_tuesday)
        for day in ("2026-06-03", "2026-06-09", "2026-06-30"):
            escalating.tick(at(f"{day}T01:00"))
        row.refresh_from_db()
        assert (row.level, row.state, row.rung) == (province, "deciding", 3)

    def test_nothing_is_lost_when_the_server_stops_in_between(self, members, villages, at_tuesday, monkeypatch):
        """Killed at the second of three: the first is passed up whole, the others not at all; the next hour does
        them, and the first is not passed up again."""
        rows = [raised(members, villages, at_tuesday) for _ in range(3)]
        done = []
        real = escalating._stored

        def dies(row, *args, **more):
            real(row, *args, **more)
            done.append(row.pk)
            if len(done) == 2:
                raise KeyboardInterrupt

        monkeypatch.setattr(escalating, "_stored", dies)
        with pytest.raises(KeyboardInterrupt):
            escalating.tick(at(self.LATE))
        monkeypatch.setattr(escalating, "_stored", real)
        assert DifficultyStep.objects.filter(kind="escalated").count() == 1
        assert Difficulty.objects.filter(rung=1).count() == 1
        assert escalating.tick(at(self.LATE)) == 2
        assert sorted(Difficulty.objects.values_list("rung", flat=True)) == [1, 1, 1]
        assert DifficultyStep.objects.filter(kind="escalated").count() == len(rows)

    def test_a_server_that_slept_for_weeks_gives_each_rung_its_whole_term(self, members, villages, at_tuesday):
        row = raised(members, villages, at_tuesday)
        assert escalating.tick(at("2026-07-01T08:00")) == 1
        row.refresh_from_db()
        assert (row.rung, row.due_at) == (1, at("2026-07-07T00:00"))

    def test_one_that_cannot_be_passed_up_holds_nobody_back(self, members, villages, at_tuesday, monkeypatch):
        first, second = (raised(members, villages, at_tuesday) for _ in range(2))
        real = escalating._raise_a_rung
        first_up = min(first.pk, second.pk)
        monkeypatch.setattr(
            escalating, "_raise_a_rung", lambda row, now: 1 / 0 if row.pk == first_up else real(row, now)
        )
        assert escalating.tick(at(self.LATE)) == 1

    def test_answered_in_time_it_never_moves(self, members, villages, at_tuesday):
        row = raised(members, villages, at_tuesday)
        difficulties.answer(difficulty=row, words="Xong", by=members.viet, at=at_tuesday)
        assert escalating.tick(at("2026-12-01T00:00")) == 0

    def test_reopened_it_climbs_again_from_the_bottom(self, members, villages, at_tuesday):
        row = raised(members, villages, at_tuesday)
        escalating.tick(at(self.LATE))
        difficulties.decide(difficulty=row, words="Làm.", decided_on=date(2026, 6, 3), by=members.binh,
                            at=at("2026-06-03T09:00"))  # fmt: skip
        difficulties.reopen(difficulty=row, words="Chưa.", by=members.lan, at=at("2026-06-04T09:00"))
        assert escalating.tick(at("2026-06-12T00:00")) == 1
        keys = DifficultyStep.objects.filter(kind="escalated").order_by("pk").values_list("key", flat=True)
        assert [key.split(":", 1)[1] for key in keys] == ["1:1", "2:1"]

    def test_the_tick_of_the_command_does_it(self, members, villages, at_tuesday, capsys):
        from tungnha import cli

        raised(members, villages, at_tuesday)
        with clock.freeze(at(self.LATE)):
            cli.main(["tick"])
            cli.main(["tick"])
        assert capsys.readouterr().out.count("Đã chuyển lên 1 khó khăn quá hạn.") == 1


def test_seventeen_villages_say_the_same(members, villages, commune, at_tuesday):
    from tungnha.units.registry import add_villages

    more = add_villages(commune, [("thôn", str(n)) for n in range(3, 18)])
    for village in [*villages, *more]:
        difficulties.raise_difficulty(area=village, subject="signal", words="Không có sóng", by=members.mai,
                                      at=at_tuesday)  # fmt: skip
    raised(members, villages, at_tuesday)
    raised(members, villages, at_tuesday, subject="device")
    found = queries.groups(queries.listed(members.mai, "cho", at_tuesday))
    assert [group.words for group in found] == [
        "17 thôn: không có sóng, mạng yếu", "Thôn 1: thiếu điện thoại thông minh, máy cũ"
    ]  # fmt: skip
    assert len(found[0].rows) == 18


class TestTold:
    """What stands under the bell (units.notices): who has it now, who waits for the answer; never its words."""

    def notices(self):
        from tungnha.units.models import MemberNotice

        rows = MemberNotice.objects.order_by("pk").values_list("member__user__full_name", "subject", "words")
        return [(who, subject) for who, subject, _ in rows], " ".join(words for *_, words in rows)

    def test_who_has_it_then_the_leader_then_who_raised_it(self, members, villages, at_tuesday):
        row = raised(members, villages, at_tuesday, words="Nhà cuối ngõ không có sóng")
        escalating.tick(at("2026-06-03T00:00"))
        difficulties.answer(difficulty=row, words="Thứ Sáu có xe.", by=members.mai, at=at("2026-06-03T09:00"))
        told, words = self.notices()
        assert told == [
            ("Việt", "Có khó khăn chờ trả lời"), ("Bình", "Có khó khăn chờ quyết"), ("Lan", "Xã đã trả lời khó khăn")
        ]  # fmt: skip
        assert "Trả lời chậm nhất hết ngày 2/6/2026." in words
        assert "cuối ngõ" not in words
        assert "Thứ Sáu" not in words
