"""Web push: a few words, sealed so that only the member's browser reads them (RFC 8291), handed to the service of the
browser's maker (RFC 8030), which is told who we are (RFC 8292). With `cryptography` alone: the usual library brings an
HTTP client, an event loop and a second implementation of the cipher along, for a hundred lines."""

from __future__ import annotations

import base64
import http.client
import json
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD = 4096  # one record holds all we ever say
MOST_WORDS = 3000  # bytes; services take no more than 4096 in all
PATIENCE = 15  # seconds
TOKEN_LASTS = timedelta(hours=12)  # services take no more than a day


class PushFailed(Exception):
    """`code`: one word for the record. `may_pass`: worth another try. `gone`: the browser wants nothing any more."""

    def __init__(self, code: str, *, may_pass: bool = False, gone: bool = False) -> None:
        super().__init__(code)
        self.code, self.may_pass, self.gone = code, may_pass, gone


@dataclass(frozen=True)
class Place:
    """Where a browser is told: the service's address, the browser's public key (65 bytes), its secret (16 bytes)."""

    endpoint: str
    public: bytes
    secret: bytes


@dataclass(frozen=True)
class Sender:
    """Who tells: a private key of P-256 (32 bytes), and whom a service writes to when something is wrong."""

    private: bytes
    contact: str

    @property
    def key(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(self.private), CURVE)

    @property
    def public(self) -> bytes:
        return raw_public(self.key)


def new_private() -> bytes:
    return ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(32)


def raw_public(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


# --- sealing (RFC 8291, 3; RFC 8188, 2) -----------------------------------------------------------------------------


def sealed(
    words: bytes, place: Place, *, salt: bytes | None = None, own: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """aes128gcm, one record. `salt` and `own` (this message's key) are by chance; a test gives those of the RFC."""
    if len(words) > MOST_WORDS:
        raise ValueError("too long for a push service")
    salt, own = salt or os.urandom(16), own or ec.generate_private_key(CURVE)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, place.public)
    mine = raw_public(own)
    shared = own.exchange(ec.ECDH(), theirs)
    both = _derived(shared, place.secret, b"WebPush: info\0" + place.public + mine, 32)
    key = _derived(both, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(both, salt, b"Content-Encoding: nonce\0", 12)
    body = AESGCM(key).encrypt(nonce, words + b"\x02", None)  # 2: the last record
    return salt + RECORD.to_bytes(4) + bytes([len(mine)]) + mine + body


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


# --- who we are (RFC 8292) ------------------------------------------------------------------------------------------


def token(endpoint: str, sender: Sender, at: datetime) -> str:
    """A signed JWT (ES256) for the service's origin."""
    parts = urlsplit(endpoint)
    said = {
        "aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + TOKEN_LASTS).timestamp()), "sub": sender.contact,
    }  # fmt: skip
    text = ".".join(to_text(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, said))
    r, s = decode_dss_signature(sender.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{text}.{to_text(r.to_bytes(32) + s.to_bytes(32))}"


def headers(
    endpoint: str, sender: Sender, at: datetime, *, seconds: int, urgent: bool, topic: str
) -> Mapping[str, str]:
    """`seconds`: how long the service keeps it for a browser that is off; a later one of the topic takes its place."""
    return {
        "Authorization": f"vapid t={token(endpoint, sender, at)}, k={to_text(sender.public)}",
        "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "TTL": str(max(0, seconds)),
        "Urgency": "high" if urgent else "normal", "Topic": topic,
    }  # fmt: skip


# --- on its way -----------------------------------------------------------------------------------------------------


def post(endpoint: str, body: bytes, head: Mapping[str, str]) -> None:
    """Hand it over. Raises PushFailed; afterwards the service has it. No redirect is followed."""
    parts = urlsplit(endpoint)
    if parts.scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.netloc, timeout=PATIENCE, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        connection.request("POST", path, body, dict(head))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as problem:
        raise PushFailed("no_connection", may_pass=True) from problem
    finally:
        connection.close()
    if status in (404, 410):
        raise PushFailed("gone", gone=True)
    if not 200 <= status < 300:
        raise PushFailed(f"push_{status}", may_pass=status == 429 or status >= 500)


def to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def from_text(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
