"""Personal data at rest: AES-GCM under a key kept outside the database, found again by a keyed blind index.

A 12-digit personal number can be guessed by trying them all, so the index is HMAC under its own key, never a
plain hash. Stored form: `k1.` + base64(nonce + ciphertext); `k1` names the key, so that keys can be changed. An index
under the second key begins with `g`, under the third with `h`, which no hexadecimal digit is (units/keys.py changes
keys, docs/decisions/0019-keys-and-rotation.md says why so).
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact, In

from tungnha.units import keyring
from tungnha.units.problems import Locked, Problem

NONCE_BYTES = 12
INDEX_CHARS = 32  # 128 bits of HMAC-SHA256, in hexadecimal; 124 behind the letter of a later key
LETTERS = "ghijklmnopqrstuvwxyz"


class CannotOpen(Problem, ValueError):
    """What stands in the database is not what this key file locked there. The page gets the sentence, the log `why`."""

    status = 500

    def __init__(self, why: str) -> None:
        super().__init__(
            "Dữ liệu đã mã hóa này không mở được: tệp khóa đang dùng không đúng với cơ sở dữ liệu, hoặc dữ liệu đã bị "
            "sửa từ bên ngoài. Xin báo ngay người phụ trách máy chủ kiểm tra tệp khóa; không nhập đè lên."
        )
        self.args = (why,)


@dataclass(frozen=True)
class Ring:
    """The keys in use, oldest first."""

    ciphers: Mapping[str, bytes]
    indexes: Mapping[str, bytes]

    @property
    def cipher_id(self) -> str:
        return list(self.ciphers)[-1]

    @property
    def index_id(self) -> str:
        return list(self.indexes)[-1]


_held: tuple[Any, keyring.Stamp, Ring] | None = None


def ring(*, anew: bool = False) -> Ring:
    """The keys as they are now. A key put into the file while the product runs is in use from the next call on."""
    global _held
    configured, path = settings.KEYS, getattr(settings.KEYS, "path", None)
    if _held is None or _held[0] is not configured:
        _held = (configured, getattr(configured, "stamp", None), _ring_of(configured))
    if path is not None and ((stamp := keyring.stamp_of(path)) != _held[1] or anew) and stamp is not None:
        try:
            found = keyring.read(path)
        except (keyring.BadKeyFile, OSError):  # half copied or gone: what was read before still opens everything
            return _held[2]
        _held = (configured, found.stamp, _ring_of(found))
    return _held[2]


def _ring_of(keys: Mapping[str, Any]) -> Ring:
    """One bare key of a kind is its first."""

    def several(kind: str) -> Mapping[str, bytes]:
        found = keys[kind]
        return found if isinstance(found, Mapping) else {f"{keyring.KINDS[kind]}1": found}

    return Ring(several("cipher"), several("index"))


def encrypt(data: bytes, purpose: str) -> str:
    held, nonce = ring(), os.urandom(NONCE_BYTES)
    sealed = AESGCM(held.ciphers[held.cipher_id]).encrypt(nonce, data, purpose.encode())
    return f"{held.cipher_id}.{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, purpose: str) -> bytes:
    """Raises CannotOpen (a ValueError) for text moved from another column, damaged, or under a lost key."""
    key_id, _, body = stored.partition(".")
    key = ring().ciphers.get(key_id) or ring(anew=True).ciphers.get(key_id)
    if key is None:
        raise CannotOpen(f"{purpose}: no key of ours")  # never its text: it may be a number in clear
    try:
        raw = base64.b64decode(body)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], purpose.encode())
    except (InvalidTag, ValueError) as problem:
        raise CannotOpen(f"cannot be opened as {purpose}") from problem


# --- blind indexes ---------------------------------------------------------------------------------------------------


class Index(str):
    """A blind index while the index key is being changed: looked up, it finds rows under the older keys too."""

    older: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, other) is True or other in self.older

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__  # in a set or a dict only the newest form is found: such work runs inside `steady_index`


def blind_index(value: str, purpose: str) -> str:
    """What equality is tested on. `value` must be normalised first (digits only, 0-prefixed telephone)."""
    held = ring()
    found = [_index(key_id, key, value, purpose) for key_id, key in held.indexes.items()]
    if len(found) == 1:
        return found[0]
    newest = Index(found[-1])
    newest.older = tuple(found[:-1])
    return newest


def _index(key_id: str, key: bytes, value: str, purpose: str) -> str:
    digest = hmac.digest(key, f"{purpose}:{value}".encode(), hashlib.sha256).hex()
    return (index_letter(key_id) + digest)[:INDEX_CHARS]


def index_letter(key_id: str) -> str:
    """What an index under this key begins with; nothing for the first key."""
    place = keyring.generation(key_id) - 2
    if place >= len(LETTERS):
        raise ValueError("no letter left for another index key")
    return LETTERS[place] if place >= 0 else ""


class BlindIndexField(models.CharField):  # type: ignore[type-arg]
    """The blind index of an encrypted field of the same row. To the database a CharField of 32.

    of: the encrypted field; purpose: what `blind_index` is called with.
    """

    def __init__(self, *args: Any, of: str = "", purpose: str = "", **more: Any) -> None:
        self.of, self.purpose = of, purpose
        more.setdefault("max_length", INDEX_CHARS)
        super().__init__(*args, **more)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def get_lookup(self, lookup_name: str) -> Any:
        return {"exact": _Either, "in": _Among}.get(lookup_name) or super().get_lookup(lookup_name)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        found = super().get_db_prep_save(value, connection)
        return str(found) if isinstance(found, Index) else found


def _all_of(value: Any) -> list[Any]:
    return [str(value), *value.older] if isinstance(value, Index) else [value]


class _Among(In):
    def get_prep_lookup(self) -> Any:
        if self.rhs_is_direct_value() and isinstance(self.rhs, Iterable):
            self.rhs = [one for value in self.rhs for one in _all_of(value)]
        return super().get_prep_lookup()


class _Either(Exact):  # type: ignore[type-arg]
    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if isinstance(self.rhs, Index):
            return _Among(self.lhs, _all_of(self.rhs)).as_sql(compiler, connection)
        return super().as_sql(compiler, connection)


def index_lock() -> Path:
    """In the data folder: the one of the key file need not be the product's to write."""
    return Path(settings.DATA_DIR) / "index.lock"


@contextmanager
def steady_index() -> Iterator[None]:
    """For work that looks up thousands of numbers by itself (an import, a cross-check): the index key is not changed
    meanwhile. Raises Locked while it is being changed; that takes minutes."""
    try:
        with keyring.holding(index_lock(), alone=False, wait=False):
            if len(ring(anew=True).indexes) > 1:
                raise Locked(CHANGING)
            yield
    except BlockingIOError as problem:
        raise Locked(CHANGING) from problem


CHANGING = (
    "Máy đang đổi khóa của các số nên chưa đối chiếu, chưa nhập tệp được. Không mất gì: xin làm lại sau vài phút."
)


# --- encrypted fields ------------------------------------------------------------------------------------------------


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
