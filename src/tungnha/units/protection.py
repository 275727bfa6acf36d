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
from django.apps import apps
from django.conf import settings
from django.db import models

from tungnha.units.problems import Problem

KEY_ID = "k1"
NONCE_BYTES = 12
INDEX_CHARS = 32  # 128 bits of HMAC-SHA256, in hexadecimal


class CannotOpen(Problem, ValueError):
    """What stands in the database is not what this key file locked there. The page gets the sentence, the log `why`."""

    status = 500

    def __init__(self, why: str) -> None:
        super().__init__(
            "Dữ liệu đã mã hóa này không mở được: tệp khóa đang dùng không đúng với cơ sở dữ liệu, hoặc dữ liệu đã bị "
            "sửa từ bên ngoài. Xin báo ngay người phụ trách máy chủ kiểm tra tệp khóa; không nhập đè lên."
        )
        self.args = (why,)


def encrypt(data: bytes, purpose: str) -> str:
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(settings.KEYS["cipher"]).encrypt(nonce, data, purpose.encode())
    return f"{KEY_ID}.{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, purpose: str) -> bytes:
    """Raises CannotOpen (a ValueError) for text moved from another column, damaged, or under a lost key."""
    key_id, _, body = stored.partition(".")
    if key_id != KEY_ID:
        raise CannotOpen(f"{purpose}: no key of ours")  # never its text: it may be a number in clear
    try:
        raw = base64.b64decode(body)
        return AESGCM(settings.KEYS["cipher"]).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError) as problem:
        raise CannotOpen(f"cannot be opened as {purpose}") from problem


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


def keys_fit() -> bool:
    """Whether the key file opens what stands in the database: with another one every log-in by telephone would fail
    as a wrong password, and new rows would be locked under a second key."""
    fields = [
        (model, f) for model in apps.get_models() for f in model._meta.fields if isinstance(f, EncryptedTextField)
    ]
    try:
        for model, field in fields:
            list(model._default_manager.filter(**{f"{field.name}__isnull": False}).values_list(field.name)[:1])
    except CannotOpen:
        return False
    return True
