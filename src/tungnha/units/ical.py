"""Calendars that any programme reads (RFC 5545). Pure.

CRLF between lines; a line is folded before its 76th octet, never inside a character; text is escaped; a UID never
changes; SEQUENCE grows with every move; a cancelled event stays, as CANCELLED, so that it is taken off.

What happens once stands in UTC, so that no rule of a time zone is needed. What comes again by a rule (RRULE) stands in
local time with its VTIMEZONE, because the rule names local days: 00:30 of a Thursday in Vietnam is a Wednesday in UTC.
One time of a series that differs is an event of the same UID whose RECURRENCE-ID names the time it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from tungnha.units.calendar import VIETNAM

PRODUCT = "-//Tung Nha//Lich buoi ho tro//VI"
ZONE = "Asia/Ho_Chi_Minh"

# No summer time since 1975, nor planned: one offset is the whole zone.
TIME_ZONE = (
    "BEGIN:VTIMEZONE", f"TZID:{ZONE}", f"X-LIC-LOCATION:{ZONE}", "BEGIN:STANDARD", "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0700", "TZOFFSETTO:+0700", "TZNAME:+07", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip
LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)


@dataclass(frozen=True, kw_only=True)
class Event:
    """`changed_at`: when it was last touched. `tentative`: not agreed by everybody yet. `rule`: an RRULE's value, by
    which it comes again; `recurs_at`: which time of such a series this event stands for."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    sequence: int
    changed_at: datetime
    cancelled: bool = False
    tentative: bool = False
    url: str = ""
    rule: str = ""
    recurs_at: datetime | None = None
    is_free: bool = False  # a deadline takes nobody's time

    @property
    def is_local(self) -> bool:
        return bool(self.rule) or self.recurs_at is not None


def calendar(events: Iterable[Event], *, name: str, at: datetime, product: str = PRODUCT) -> bytes:
    """A whole calendar, UTF-8, as `text/calendar`."""
    events = list(events)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{product}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}", f"NAME:{escape(name)}", "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ]  # fmt: skip
    if any(event.is_local for event in events):
        lines += TIME_ZONE
    for event in events:
        lines += _event(event, at)
    lines.append("END:VCALENDAR")
    return b"".join(folded for line in lines for folded in fold(line))


def _event(event: Event, at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{instant(at)}"
    yield f"LAST-MODIFIED:{instant(event.changed_at)}"
    yield f"SEQUENCE:{event.sequence}"
    if event.recurs_at is not None:
        yield f"RECURRENCE-ID{local(event.recurs_at)}"
    when = local if event.is_local else lambda moment: f":{instant(moment)}"
    yield f"DTSTART{when(event.starts_at)}"
    yield f"DTEND{when(event.ends_at)}"
    if event.rule:
        yield f"RRULE:{event.rule}"
    yield f"SUMMARY:{escape(event.summary)}"
    if event.location:
        yield f"LOCATION:{escape(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{escape(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    status = "CANCELLED" if event.cancelled else "TENTATIVE" if event.tentative else "CONFIRMED"
    yield f"STATUS:{status}"
    yield f"TRANSP:{'TRANSPARENT' if event.cancelled or event.is_free else 'OPAQUE'}"
    yield "END:VEVENT"


def instant(at: datetime) -> str:
    """`20260422T010000Z`: in UTC, so that no rule of a time zone is needed."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def local(at: datetime) -> str:
    """`;TZID=Asia/Ho_Chi_Minh:20260528T093000`: behind the name of the property."""
    return f";TZID={ZONE}:{at.astimezone(VIETNAM):%Y%m%dT%H%M%S}"


def escape(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11; control characters have no place in it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(c for c in plain if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> Iterator[bytes]:
    """The line in pieces of at most 75 octets; each further piece begins with a space."""
    piece = b""
    room = LONGEST_LINE
    for character in line:
        octets = character.encode("utf-8")
        if len(piece) + len(octets) > room:
            yield piece + b"\r\n"
            piece = b" "
            room = LONGEST_LINE
        piece += octets
    yield piece + b"\r\n"
