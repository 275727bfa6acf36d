"""Open places of a text, `{thôn}` `{khẩu hiệu}` …, filled for one reader. Pure.

A line with a place that nothing is known for is left out whole: no text ever shows an empty place. What is heard is
written as it is said: numbers, days and hours in words (`drafting.aloud`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from tungnha.drafting import aloud
from tungnha.drafting.dates import WEEKDAYS, short_date
from tungnha.drafting.numbers import in_prose, rate_value
from tungnha.outreach.models import Channel
from tungnha.units.problems import BadInput

PLACES = {
    "thôn": "tên thôn, khu phố", "xã": "tên xã, phường", "cơ quan": "Ủy ban nhân dân xã", "trưởng thôn": "trưởng thôn",
    "chủ đề": "chủ đề", "CHỦ ĐỀ": "chủ đề, chữ in", "khẩu hiệu": "khẩu hiệu của kế hoạch", "tên việc": "tên hoạt động",
    "ngày": "ngày làm", "giờ": "giờ làm", "nơi": "địa điểm", "đã có": "số đã có của thôn", "tổng": "tổng số của thôn",
    "tỷ lệ": "tỷ lệ của thôn", "đường dẫn": "địa chỉ tài liệu của kế hoạch",
}  # fmt: skip
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Facts:
    """What is known of the reader's place and of the day. None and "" are unknown."""

    village: str = ""
    commune: str = ""
    body: str = ""
    head: str = ""
    subject: str = ""
    slogan: str = ""
    name: str = ""
    on: date | None = None
    at: time | None = None
    place: str = ""
    have: int | None = None
    base: int | None = None
    link: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


def check(words: str) -> None:
    """Raise BadInput where a text has an open place nobody can fill."""
    unknown = [f"{{{name}}}" for name in _PLACE.findall(words) if name.strip() not in PLACES]
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACES)
        raise BadInput(f"Không có chỗ trống {unknown[0]}: mời dùng một trong các chỗ {known}.")
    if words.count("{") != words.count("}") or "{" in _PLACE.sub("", words):
        raise BadInput("Dấu ngoặc nhọn mở mà không đóng: mời xem lại, thí dụ {thôn}.")


def fill(words: str, facts: Facts, channel: str) -> str:
    """The text as it is read: each line with its places filled, or left out."""
    values = _aloud(facts) if channel == Channel.LOUDSPEAKER else _seen(facts)
    lines = [_filled(line, values) for line in words.replace("\r\n", "\n").split("\n")]
    return "\n".join(line for line in lines if line)


def _filled(line: str, values: Mapping[str, str]) -> str:
    places = [name.strip() for name in _PLACE.findall(line)]
    if any(not values.get(name) for name in places):
        return ""
    done = _PLACE.sub(lambda found: values[found[1].strip()], line)
    return _sentence(" ".join(done.split()))


def _sentence(line: str) -> str:
    """A line that begins with a place begins with a capital; “Mục: lừa đảo..” ends once."""
    line = re.sub(r"(?<!\.)\.\.(?!\.)", ".", line)
    return line[:1].upper() + line[1:]


def _seen(facts: Facts) -> dict[str, str]:
    rate = rate_value(facts.have, facts.base)
    return _words(facts) | {
        "ngày": f"{WEEKDAYS[facts.on.weekday()]}, ngày {short_date(facts.on)}" if facts.on else "",
        "giờ": f"{facts.at.hour} giờ {facts.at.minute:02d}" if facts.at else "",
        "đã có": in_prose(facts.have) if facts.have else "", "tổng": in_prose(facts.base) if facts.base else "",
        "tỷ lệ": f"{rate:.2f}%".replace(".", ",") if rate and facts.have else "",
    }  # fmt: skip


def _aloud(facts: Facts) -> dict[str, str]:
    rate = rate_value(facts.have, facts.base)
    heard = {name: _without_marks(text) for name, text in _words(facts).items()}
    at = datetime.combine(facts.on or date(2000, 1, 1), facts.at) if facts.at else None
    return heard | {
        "ngày": aloud.day(facts.on) if facts.on else "", "giờ": aloud.hour(at) if at else "",
        "đã có": aloud.number(facts.have) if facts.have else "",
        "tổng": aloud.number(facts.base) if facts.base else "",
        "tỷ lệ": aloud.percent(Decimal(rate)) if rate and facts.have else "", "đường dẫn": "",
    }  # fmt: skip


def _words(facts: Facts) -> dict[str, str]:
    upper = facts.subject.upper().replace("VNEID", "VNeID")
    return {
        "thôn": facts.village, "xã": facts.commune, "cơ quan": facts.body, "trưởng thôn": facts.head,
        "chủ đề": facts.subject, "CHỦ ĐỀ": upper, "khẩu hiệu": facts.slogan.rstrip(".!"), "tên việc": facts.name,
        "nơi": facts.place, "đường dẫn": facts.link, **facts.more,
    }  # fmt: skip


def _without_marks(text: str) -> str:
    """As it is read aloud: numbers in words, brackets as a clause, no quotation marks, offices by their full name."""
    text = re.sub(r"\bUBND\b", "Ủy ban nhân dân", aloud.without_brackets(text))
    text = re.sub(r"[“”\"«»]", "", text)
    return re.sub(r"\d+", lambda found: aloud.number(int(found[0])), text)
