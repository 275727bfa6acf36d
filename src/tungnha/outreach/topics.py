"""The topics ready words are kept for, as data (data/topics.toml), and which of them a theme of a plan is about."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tungnha.identity import names
from tungnha.outreach.models import Channel

GENERAL = "chung"


@dataclass(frozen=True)
class Topic:
    """`lines`: channel → what is said of it there. `measure`: whose count tells how far a village is, "" where nothing
    is counted; `figure`: the sentence that says so."""

    code: str
    name: str
    signs: tuple[str, ...]
    measure: str
    figure: str
    lines: dict[str, str]


@cache
def _data() -> tuple[dict[str, str], dict[str, Topic]]:
    file = resources.files("tungnha.outreach") / "data" / "topics.toml"
    held = tomllib.loads(file.read_text(encoding="utf-8"))
    topics = {
        row["code"]: Topic(
            row["code"], row["name"], tuple(row["signs"]), row["measure"], row["figure"],
            {channel: row[channel].strip() for channel in Channel.values},
        )
        for row in held["topic"]
    }  # fmt: skip
    return {channel: frame.strip() for channel, frame in held["frames"].items()}, topics


def all_topics() -> list[Topic]:
    return list(_data()[1].values())


def topic_of(code: str) -> Topic:
    """The topic of a code; the general one where there is none."""
    topics = _data()[1]
    return topics.get(code) or topics[GENERAL]


def product_words(code: str, channel: str) -> str:
    """The product's own template of a topic for a channel: the channel's frame around the topic's lines."""
    topic = topic_of(code)
    frame = _data()[0][channel]
    return frame.replace("{lời chính}", topic.lines[channel]).replace("{số của thôn}", topic.figure)


def fitting(name: str, lines: str = "") -> str:
    """Which topic a theme is about: by the words of its name, which weigh most, and of the plan's lines under it. One
    word in passing among the lines says nothing: then the general one."""
    weighed = {topic.code: 5 * _hits(topic, name) + _hits(topic, lines) for topic in all_topics()}
    best = max(weighed, key=lambda code: weighed[code])
    return best if weighed[best] > 1 else GENERAL


def _hits(topic: Topic, text: str) -> int:
    plain = f" {' '.join(re.findall(r'[a-z0-9]+', names.fold(text)))} "
    return sum(plain.count(f" {sign} ") for sign in topic.signs)
