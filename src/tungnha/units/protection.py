"""Personal data at rest: AES-GCM under a key kept outside the database, found again by a keyed blind index.

A 12-digit personal number can be guessed by trying them all, so the index is HMAC under its own key, never a
plain hash. Stored form: `k1.` + base64(nonce + ciphertext); `k1` names the key, so that keys can be changed.
"""

import base64
import hashlib
import hmac
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

KEY_ID = "k1"
NONCE_BYTES = 12
INDEX_CHARS = 32  # 128 bits of HMAC-SHA256, in hexadecimal


def encrypt(data: bytes, purpose: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(settings.KEYS["cipher"]).encrypt(nonce, data, purpose.encode())
    return f"{KEY_ID}.{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, purpose: str) -> bytes:
    """Raises ValueError for text moved from another column, damaged, or under a lost key."""
    key_id, _, body = stored.partition(".")
    if key_id != KEY_ID:
        raise ValueError(f"unknown key {key_id!r}")
    raw = base64.b64decode(body)
    try:
        return AESGCM(settings.KEYS["cipher"]).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
    except InvalidTag as problem:
        raise ValueError(f"cannot be opened as {purpose}") from problem


def blind_index(value: str, purpose: str) -> str:
    """What equality is tested on. `value` must be normalised first (digits only, 0-prefixed telephone)."""
    return hmac.digest(settings.KEYS["index"], f"{purpose}:{value}".encode(), hashlib.sha256).hex()[:INDEX_CHARS]


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that stands encrypted in the database. It can be tested for emptiness, never searched."""

    @property
    def purpose(self) -> str:
        # Binding the ciphertext to its column stops a value from being pasted into another one.
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return decrypt(value, self.purpose).decode() if value else value

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(str(value).encode(), self.purpose) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.name} is encrypted: search its blind index instead")
        return super().get_lookup(lookup_name)
