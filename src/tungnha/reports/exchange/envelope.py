"""One signed message between two installations: four parts, each byte of them signed or the signature itself.

    TUNGNHA-TRAO-DOI/1          what it is, and the form of what follows
    <64 hexadecimal digits>     the sender's public key (Ed25519, RFC 8032)
    <128 hexadecimal digits>    the signature over the other three parts
    {…}                         the body: canonical JSON (keys in order, no spaces), one line

A person can read it; nothing in it is packed. There is one way only to write a message, so a byte added, dropped or
changed anywhere is no longer the message that was signed. Pure: no database, no clock.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tungnha.reports.sending.copies import canonical
from tungnha.units.problems import BadInput

NAME, FORM = b"TUNGNHA-TRAO-DOI/", 1
MOST_BYTES = 2 * 1024 * 1024  # a commune's report is some tens of kilobytes
SUFFIX = ".tungnha"
MARK_DIGITS, MARK_GROUP = 30, 5  # about a hundred bits, in six groups to be read out
_HEAD = re.compile(rb"TUNGNHA-TRAO-DOI/([1-9][0-9]{0,3})\n")
_KEY, _SIGNATURE = re.compile(rb"[0-9a-f]{64}"), re.compile(rb"[0-9a-f]{128}")


class NotTaken(BadInput):
    """Why a message does not enter. `code` goes into the log, the sentence to whoever brought it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Message:
    """What was signed, by which key."""

    public: str
    body: dict[str, Any]
    sha256: str


def new_key() -> tuple[str, str]:
    """(private, public) as hexadecimal digits."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return private.hex(), key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(body: dict[str, Any], private: str) -> str:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private))
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    head, text = f"{NAME.decode()}{FORM}\n{public}\n", canonical(body) + "\n"
    signature = key.sign((head + text).encode()).hex()
    return f"{head}{signature}\n{text}"


def opened(data: bytes) -> Message:
    """What a message says. Raises NotTaken for everything that is not exactly what its key signed."""
    if len(data) > MOST_BYTES:
        raise NotTaken("too_large", "Tệp lớn hơn 2 MB nên không phải tệp báo cáo trao đổi: xin chọn đúng tệp.")
    head = _HEAD.match(data)
    if head is None:
        raise NotTaken("foreign", "Đây không phải tệp trao đổi báo cáo của Từng Nhà: xin chọn tệp có đuôi .tungnha.")
    if int(head[1]) != FORM:
        raise NotTaken(
            "newer",
            "Tệp này do bản phần mềm mới hơn lập. Tệp được giữ lại: cập nhật phần mềm ở đây rồi bấm “Thử nhận lại”.",
        )
    parts = data[head.end() :].split(b"\n")
    if len(parts) != 4 or parts[3] or not _KEY.fullmatch(parts[0]) or not _SIGNATURE.fullmatch(parts[1]):
        raise NotTaken("torn", "Tệp bị cắt cụt hoặc hỏng khi chép: xin chép lại, hoặc tải lại từ nơi gửi.")
    signed = head[0] + parts[0] + b"\n" + parts[2] + b"\n"
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(parts[0].decode())).verify(
            bytes.fromhex(parts[1].decode()), signed
        )
    except (InvalidSignature, ValueError) as problem:
        raise NotTaken(
            "changed", "Chữ ký của tệp không khớp: tệp đã bị sửa hoặc hỏng sau khi ký. Xin đề nghị nơi gửi gửi lại tệp."
        ) from problem
    return Message(parts[0].decode(), _body(parts[2]), hashlib.sha256(data).hexdigest())


def _body(text: bytes) -> dict[str, Any]:
    """The signer may still have written what is no message of ours."""
    try:
        body = json.loads(text.decode("utf-8"), parse_constant=_no_number)
        if isinstance(body, dict) and canonical(body).encode() == text:
            return body
    except (ValueError, RecursionError):
        pass
    raise NotTaken(
        "form", "Tệp có chữ ký đúng nhưng nội dung không theo mẫu trao đổi: xin báo nơi gửi xem lại phần mềm."
    )


def _no_number(name: str) -> None:
    raise ValueError(name)


def mark_of(public: str) -> str:
    """A key as it is read aloud over the telephone: thirty digits in groups of five."""
    digest = hashlib.sha256(b"tungnha-key\0" + bytes.fromhex(public)).digest()
    digits = str(int.from_bytes(digest) % 10**MARK_DIGITS).zfill(MARK_DIGITS)
    return " ".join(digits[n : n + MARK_GROUP] for n in range(0, MARK_DIGITS, MARK_GROUP))


def is_mark_of(typed: str, public: str) -> bool:
    """Whether the digits somebody typed are those of the key; spaces, points and dashes do not matter."""
    return re.sub(r"[\s.\-]", "", typed) == mark_of(public).replace(" ", "")
