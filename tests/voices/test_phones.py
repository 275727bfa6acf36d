"""What phones send about difficulties and rumours, and what they are told: on the phone's own door."""

from __future__ import annotations

import json
import uuid

import pytest

from tests.field.phones import Phone
from tungnha import cli
from tungnha.field.models import PhoneOperation
from tungnha.voices.models import Difficulty, RumourPlace
from tungnha.voices.operations import difficulties, rumours
from tungnha.web import voices_phones

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(members, at_tuesday):
    return Phone(members.son, by=members.lan)


def config_of(phone):
    phone.config = None
    return phone.sync()["config"]


def test_a_difficulty_of_the_phone_is_routed_answered_and_comes_back_with_the_next_config(
    phone, members, units, villages, at_tuesday
):
    subjects = {one["code"]: one["label"] for one in config_of(phone)["subjects"]}
    assert subjects["signal"] == "Sóng, mạng, Wi-Fi"
    op = phone.op("difficulty", {"subject": "signal", "words": "Ngõ Trên không có sóng, gọi 0912000011"})
    assert phone.answers(op) == ["stored"]
    assert phone.answers(op) == ["had"]
    row = Difficulty.objects.get()
    assert (str(row.pk), row.owner, row.area, row.by_phone) == (op["id"], units.vnpt, villages[0], True)
    assert "0912000011" not in row.words_text
    before = phone.config
    difficulties.answer(difficulty=row, words="Thứ Sáu có xe phát sóng.", by=members.viet, at=at_tuesday)
    told = phone.sync()["config"]
    assert told["hash"] != before
    (one,) = told["difficulties"]
    assert one["told"] == [{"kind": "trả lời", "on": "2026-05-26", "words": "Thứ Sáu có xe phát sóng."}]


@pytest.mark.parametrize(("word", "state"), [("solved", "closed"), ("again", "waiting")])
def test_the_phone_says_whether_it_helped(word, state, phone, members, at_tuesday):
    phone.sync(phone.op("difficulty", {"subject": "signal", "words": "Không có sóng"}))
    row = Difficulty.objects.get()
    difficulties.answer(difficulty=row, words="Xong.", by=members.viet, at=at_tuesday)
    op = phone.op("difficulty_word", {"difficulty": str(row.pk), "word": word, "words": "vẫn yếu"})
    assert phone.answers(op) == ["stored"]
    row.refresh_from_db()
    assert row.state == state
    again = phone.op("difficulty_word", {"difficulty": str(row.pk), "word": word})
    assert phone.answers(again) == ["stored"]
    assert row.steps.count() == 3


def test_another_villages_phone_cannot_judge_it(phone, members, at_tuesday):
    phone.sync(phone.op("difficulty", {"subject": "signal", "words": "Không có sóng"}))
    row = Difficulty.objects.get()
    difficulties.answer(difficulty=row, words="Xong.", by=members.viet, at=at_tuesday)
    other = Phone(members.hung, by=members.mai)
    assert other.answers(other.op("difficulty_word", {"difficulty": str(row.pk), "word": "again"})) == ["aside"]
    assert config_of(other)["difficulties"] == []


@pytest.mark.parametrize("content", [
    {"subject": ["x"], "words": "a"}, {"subject": "signal", "words": {"a": 1}}, {"subject": "signal", "words": "  "},
    {}, {"subject": "\0" * 50, "words": "\0"},
])  # fmt: skip
def test_what_cannot_be_used_is_kept_and_never_blocks_the_next(content, phone):
    bad, good = phone.op("difficulty", content), phone.op("difficulty", {"subject": "x", "words": "Thiếu máy"})
    first, second = phone.answers(bad, good)
    assert first in ("aside", "refused")
    assert second == "stored"
    assert PhoneOperation.objects.get(pk=bad["id"]).content_text


def kept_aside(phone, at, subject="sóng, mạng, Wi-Fi", words="Cuối thôn mất sóng", **more):
    content = {"subject": subject, "words": words, "household": str(uuid.uuid4())}
    phone.seq += 1
    return PhoneOperation.objects.create(
        device=phone.device, seq=phone.seq, kind="difficulty", digest=str(phone.seq), made_at=at, stored_at=at,
        answer="aside", content_text=json.dumps(content), **more,
    )  # fmt: skip


def test_those_kept_aside_before_are_taken_in_by_the_tick_once(phone, units, at_tuesday, capsys):
    old = kept_aside(phone, at_tuesday)
    for _ in range(2):
        cli.main(["tick"])
    assert capsys.readouterr().out.count("Đã nhận 1 khó khăn điện thoại gửi trước đây.") == 1
    row = Difficulty.objects.get()
    assert (row.pk, row.subject, row.owner) == (old.pk, "signal", units.vnpt)
    old.refresh_from_db()
    assert (old.answer, old.settled_how, old.content_text) == ("stored", "done", "")


def test_one_that_cannot_be_taken_in_stays_and_the_others_are(phone, at_tuesday):
    bad, good = kept_aside(phone, at_tuesday, words="   "), kept_aside(phone, at_tuesday)
    assert voices_phones.take_in_kept(at_tuesday) == 1
    bad.refresh_from_db()
    assert (bad.answer, bad.settled_at, bool(bad.content_text)) == ("aside", None, True)
    assert Difficulty.objects.get().pk == good.pk


def test_an_answer_to_a_rumour_comes_to_the_phone_and_its_word_goes_back(phone, members, villages, at_tuesday):
    op = phone.op("difficulty", {"subject": "hearsay", "words": "Làm chữ ký số phải nộp tiền", "where": "zalo"})
    assert phone.answers(op) == ["stored"]
    story = rumours.Rumour.objects.get()
    assert story.reports.get().where == "zalo"
    draft = rumours.write_answer(rumour=story, words="Không thu tiền.", by=members.mai, at=at_tuesday)
    rumours.approve(answer=draft, by=members.binh, at=at_tuesday)
    (told,) = config_of(phone)["rumours"]
    said = phone.op("rumour_word", {"answer": told["id"], "how": "loudspeaker", "still": False})
    assert phone.answers(said) == ["stored"]
    place = RumourPlace.objects.get(area=villages[0])
    assert (place.how, place.still_heard) == ("loudspeaker", False)
    elsewhere = RumourPlace.objects.get(area=villages[1])
    assert phone.answers(phone.op("rumour_word", {"answer": elsewhere.pk, "how": "zalo"})) == ["aside"]
