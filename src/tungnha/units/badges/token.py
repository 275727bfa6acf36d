"""What stands in a badge's QR code, byte for byte; the phone reads the same (phone/badge/token.js). Pure.

    https://…/the/<mark>[?ma=NNNNNN]#<body>[.<day>]

mark: what the server is told: serial (8 bytes) and the first 12 bytes of the signature. No name stands in an address
    that a server or a log sees; what follows “#” stays in the phone that reads it.
body: 1 (form) · key (4 bytes: the first of the public key) · serial (8) · first and last day (2 each, days since
    1/1/2020) · length and UTF-8 of the name · the same of the team · signature of all before (64).
day: number of the day (2 bytes) · signature of b"tungnha-day" + serial + day (64): only the member's own phone has
    those, for some weeks ahead; the printed badge has none.
Each is base64url without padding.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

FORM = 1
FIRST_DAY = date(2020, 1, 1)
SERIAL, SIGNATURE, IN_MARK = 8, 64, 12  # bytes
DAY = b"tungnha-day"
SLOT = 120  # seconds the digits stand
DIGITS = 6


class NotOurs(ValueError):
    """No badge of the form, or not signed by the key."""


@dataclass(frozen=True)
class Said:
    """What a badge says."""

    serial: str
    name: str
    team: str
    valid_from: date
    valid_to: date


def new_key() -> tuple[str, str]:
    """(private, public) as hexadecimal digits."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return private.hex(), key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def new_serial() -> str:
    return secrets.token_hex(SERIAL)


def new_secret() -> str:
    return secrets.token_hex(32)


def signed(said: Said, private: str) -> bytes:
    """The body: the same for the same badge, whenever it is made (Ed25519 signs without chance)."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private))
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    days = number_of(said.valid_from).to_bytes(2) + number_of(said.valid_to).to_bytes(2)
    text = bytes([FORM]) + public[:4] + bytes.fromhex(said.serial) + days + _text(said.name) + _text(said.team)
    return text + key.sign(text)


def opened(body: bytes, public: str) -> Said:
    """What it says. Raises NotOurs unless the key signed exactly this."""
    text, signature = body[:-SIGNATURE], body[-SIGNATURE:]
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, text)
    except (InvalidSignature, ValueError) as problem:
        raise NotOurs from problem
    if text[:1] != bytes([FORM]):
        raise NotOurs
    at = 5 + SERIAL
    name, after = _read(text, at + 4)
    team, _ = _read(text, after)
    return Said(text[5:at].hex(), name, team, day_of(text[at : at + 2]), day_of(text[at + 2 : at + 4]))


def mark_of(body: bytes) -> str:
    return to_text(body[5 : 5 + SERIAL] + body[-SIGNATURE:][:IN_MARK])


def read_mark(mark: str) -> tuple[str, bytes]:
    """(serial, beginning of the signature). Raises NotOurs."""
    raw = from_text(mark)
    if len(raw) != SERIAL + IN_MARK or to_text(raw) != mark:
        raise NotOurs
    return raw[:SERIAL].hex(), raw[SERIAL:]


def day_seal(serial: str, on: date, private: str) -> str:
    day = number_of(on).to_bytes(2)
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private))
    return to_text(day + key.sign(DAY + bytes.fromhex(serial) + day))


# --- the digits on the member's phone ----------------------------------------------------------------------------


def slot_of(at: datetime) -> int:
    return int(at.timestamp()) // SLOT


def digits_of(secret: str, slot: int) -> str:
    """RFC 4226 with SHA-256: six digits for one stretch of time."""
    made = hmac.new(bytes.fromhex(secret), slot.to_bytes(8), hashlib.sha256).digest()
    at = made[-1] & 15
    return f"{(int.from_bytes(made[at : at + 4]) & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"


# --- bytes ------------------------------------------------------------------------------------------------------


def number_of(on: date) -> int:
    return (on - FIRST_DAY).days


def day_of(two: bytes) -> date:
    return FIRST_DAY + timedelta(days=int.from_bytes(two))


def to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def from_text(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise NotOurs from problem


def _text(words: str) -> bytes:
    """At most 255 bytes, cut between letters."""
    raw = words.encode()[:255].decode(errors="ignore").encode()
    return bytes([len(raw)]) + raw


def _read(text: bytes, at: int) -> tuple[str, int]:
    end = at + 1 + text[at]
    if end > len(text):
        raise NotOurs
    return text[at + 1 : end].decode(), end
