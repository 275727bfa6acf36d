"""Voices and phones meet here: neither room knows the other.

What phones send of kind `difficulty` becomes a difficulty, or the report of a rumour; `difficulty_word` says whether an
answer helped, `rumour_word` that an answer was read out. Operations set aside before there was anybody to take them are
taken in by the clock.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tungnha.field.models import PhoneOperation
from tungnha.field.sync import config, handlers, waiting
from tungnha.field.sync.handlers import Answer, Incoming, Sender
from tungnha.field.sync.reading import Fields
from tungnha.people.protection.named_in_words import hide_names, names_in
from tungnha.units.access import visible_to
from tungnha.units.models import Area
from tungnha.units.problems import Problem
from tungnha.voices.models import Difficulty, RumourPlace
from tungnha.voices.operations import difficulties, rumours
from tungnha.voices.queries import phones
from tungnha.voices.rules import acting, subjects, wording

GONE = "Khó khăn này không còn ở thôn của anh/chị."
NOT_HERE = "Lời đáp này không gửi cho thôn của anh/chị."
AT_ONCE = 500


def lay() -> None:
    wording.register(_hide_names)
    handlers.register("difficulty", check=read_difficulty, apply=raise_difficulty)
    handlers.register("difficulty_word", check=read_difficulty_word, apply=judge)
    handlers.register("rumour_word", check=read_rumour_word, apply=confirm)
    config.provide("subjects", phones.subjects)
    config.provide("difficulties", phones.difficulties)
    config.provide("rumours", phones.rumours)


def _hide_names(text: str, area: Area) -> str:
    return hide_names(text, names_in([text], area))


# -- a difficulty


@dataclass(frozen=True)
class ReadDifficulty:
    subject: str
    words: str
    from_citizen: bool
    where: str


def read_difficulty(content: Mapping[str, Any]) -> ReadDifficulty:
    """`household` may come along and is not kept: a difficulty is of a village."""
    fields = Fields(content)
    return ReadDifficulty(
        fields.text("subject", 60), fields.text("words", 1500), fields.flag("citizen"), fields.text("where", 8)
    )


def raise_difficulty(op: Incoming, sender: Sender) -> Answer:
    said: ReadDifficulty = op.read
    member = sender.member
    if subjects.is_hearsay(said.subject):
        rumours.report(
            area=member.area, words=said.words, by=member, at=sender.at, key=op.id, made_at=op.made_at,
            where=said.where or "talk",
        )  # fmt: skip
        return handlers.stored()
    row = difficulties.raise_difficulty(
        area=member.area, subject=subjects.find(said.subject), words=said.words, by=member, at=sender.at, key=op.id,
        made_at=op.made_at, by_phone=True, said_by=Difficulty.SaidBy.CITIZEN if said.from_citizen else "",
    )  # fmt: skip
    return handlers.stored(difficulty=str(row.pk))


# -- whether the answer helped


@dataclass(frozen=True)
class ReadWord:
    difficulty: uuid.UUID
    word: str
    words: str


def read_difficulty_word(content: Mapping[str, Any]) -> ReadWord:
    fields = Fields(content)
    return ReadWord(
        fields.key("difficulty"), fields.choice("word", frozenset({"solved", "again"})), fields.text("words", 1500)
    )


def judge(op: Incoming, sender: Sender) -> Answer:
    """Said of a difficulty that was settled meanwhile, “solved” stands already; “again” opens it once."""
    said: ReadWord = op.read
    row = visible_to(Difficulty.objects.all(), sender.member).filter(pk=said.difficulty).first()
    if row is None:
        return handlers.aside(GONE)
    if said.word == "again" and row.is_open:
        return handlers.stored()
    if not row.is_open and not acting.may_judge(sender.member, row):
        return handlers.aside(GONE)
    if said.word == "solved":
        difficulties.close(difficulty=row, by=sender.member, at=sender.at, words=said.words)
    else:
        difficulties.reopen(difficulty=row, words=said.words or "Chưa xong.", by=sender.member, at=sender.at)
    return handlers.stored()


# -- an answer to a rumour was read out


@dataclass(frozen=True)
class ReadRumourWord:
    place: int
    how: str
    still: bool | None


def read_rumour_word(content: Mapping[str, Any]) -> ReadRumourWord:
    fields = Fields(content)
    how = fields.choice("how", frozenset(["", *RumourPlace.How.values]))
    still = content.get("still")
    return ReadRumourWord(fields.count("answer"), how, still if isinstance(still, bool) else None)


def confirm(op: Incoming, sender: Sender) -> Answer:
    said: ReadRumourWord = op.read
    row = RumourPlace.objects.filter(pk=said.place, area=sender.member.area).first()
    if row is None:
        return handlers.aside(NOT_HERE)
    rumours.confirm(place=row, how=said.how, still_heard=said.still, by=sender.member, at=sender.at)
    return handlers.stored()


# -- what was set aside before


def take_in_kept(at: datetime) -> int:
    """Difficulties that phones sent before this room took them (`tungnha tick`); each by itself, oldest first, as the
    word of whoever sent it. How many were taken in."""
    rows = PhoneOperation.objects.filter(
        kind="difficulty", answer=PhoneOperation.Answer.ASIDE, settled_at=None, same_id_as=None, device__emptied_at=None
    ).select_related("device__member")
    taken = 0
    for row in rows.order_by("stored_at", "seq")[:AT_ONCE]:
        try:
            answer = waiting.try_again(operation=row, by=row.device.member, at=at)
        except Problem:  # somebody settled it meanwhile
            continue
        if answer.answer == PhoneOperation.Answer.STORED:
            # Words about a rumour may name who told it: nothing is kept of them but what was cleaned.
            PhoneOperation.objects.filter(pk=row.pk).update(content_text="")
            taken += 1
    return taken
