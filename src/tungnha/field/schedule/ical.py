"""Calendars that any programme reads (RFC 5545). Pure.

CRLF between lines; a line is folded before its 76th octet, never inside a character; text is escaped; a UID never
changes; SEQUENCE grows with every move; a cancelled event stays, as CANCELLED, so that it is taken off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

PRODUCT = "-//Tung Nha//Lich buoi ho tro//VI"
LONGEST_LINE = 75  # octets, without the line break (RFC 5545, 3.1)


@dataclass(frozen=True, kw_only=True)
class Event:
    """`changed_at`: when it was last touched. `tentative`: not agreed by everybody yet."""

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


def calendar(events: Iterable[Event], *, name: str, at: datetime) -> bytes:
    """A whole calendar, UTF-8, as `text/calendar`."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}", f"NAME:{escape(name)}", "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ]  # fmt: skip
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
    yield f"DTSTART:{instant(event.starts_at)}"
    yield f"DTEND:{instant(event.ends_at)}"
    yield f"SUMMARY:{escape(event.summary)}"
    yield f"LOCATION:{escape(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{escape(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    status = "CANCELLED" if event.cancelled else "TENTATIVE" if event.tentative else "CONFIRMED"
    yield f"STATUS:{status}"
    yield f"TRANSP:{'TRANSPARENT' if event.cancelled else 'OPAQUE'}"
    yield "END:VEVENT"


def instant(at: datetime) -> str:
    """`20260422T010000Z`: in UTC, so that no rule of a time zone is needed."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


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
