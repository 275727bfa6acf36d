"""Files with personal data on the disk: written block by block, each block AES-GCM, so that memory stays small and a
stolen disk shows nothing.

Layout: magic, the file's own key (locked by units.protection, so that the house's keys can be changed), then blocks of
`length (4 bytes) + ciphertext`, then a closing block with the places of the others and what the writer noted, then
where that closing block begins. Each file has a key of its own, so a block's number can be its nonce; the number is
bound to the block, so blocks cannot be swapped, dropped or cut off unseen.
"""

from __future__ import annotations

import io
import json
import os
import struct
import zlib
from array import array
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tungnha.units.protection import CannotOpen, decrypt, encrypt

MAGIC = b"TNSEAL1\n"
PURPOSE = "sealed-file"
BYTES_OF_A_BLOCK = 256 * 1024
_LAST = (1 << 96) - 1


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


class SealedWriter:
    """Writes blocks one after the other. The file is whole only once `close` has put the closing block behind them."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = path
        self._file: BinaryIO = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        key = AESGCM.generate_key(bit_length=256)
        self._cipher = AESGCM(key)
        locked = encrypt(key, PURPOSE).encode()
        self._file.write(MAGIC + struct.pack(">H", len(locked)) + locked)
        self._places = array("Q")
        self.size = 0  # bytes given to `append`

    def append(self, data: bytes) -> int:
        """Write one block; returns its number."""
        number = len(self._places)
        self._places.append(self._file.tell())
        sealed = self._cipher.encrypt(_nonce(number), data, b"block")
        self._file.write(struct.pack(">I", len(sealed)) + sealed)
        self.size += len(data)
        return number

    def close(self, noted: dict[str, Any] | None = None) -> None:
        """Close the file whole, flushed to the disk, with what is worth knowing about it."""
        places = struct.pack(f">{len(self._places)}Q", *self._places)
        told = json.dumps({"size": self.size, "noted": noted or {}}, ensure_ascii=False).encode()
        end = self._file.tell()
        packed = zlib.compress(struct.pack(">I", len(self._places)) + places + told, 1)
        self._file.write(self._cipher.encrypt(_nonce(_LAST), packed, b"end"))
        self._file.write(struct.pack(">Q", end))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Leave nothing."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> SealedWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is not None and not self._file.closed:
            self.abandon()


class SealedFile:
    """A sealed file, opened to be read: any block, in any order. Raises CannotOpen where it is damaged or not ours."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("rb")
        try:
            self._open()
        except (struct.error, InvalidTag, zlib.error, ValueError, OSError) as problem:
            self._file.close()
            raise CannotOpen(f"{path.name} is cut off, damaged or not ours") from problem

    def _open(self) -> None:
        if self._file.read(len(MAGIC)) != MAGIC:
            raise ValueError("no sealed file")
        (length,) = struct.unpack(">H", self._file.read(2))
        self._cipher = AESGCM(decrypt(self._file.read(length).decode(), PURPOSE))
        self._file.seek(-8, os.SEEK_END)
        behind = self._file.tell()
        (end,) = struct.unpack(">Q", self._file.read(8))
        self._file.seek(end)
        packed = zlib.decompress(self._cipher.decrypt(_nonce(_LAST), self._file.read(behind - end), b"end"))
        (count,) = struct.unpack_from(">I", packed)
        self._places = struct.unpack_from(f">{count}Q", packed, 4)
        told = json.loads(packed[4 + 8 * count :])
        self.size: int = told["size"]
        self.noted: dict[str, Any] = told["noted"]

    def __len__(self) -> int:
        return len(self._places)

    def block(self, number: int) -> bytes:
        self._file.seek(self._places[number])
        try:
            (length,) = struct.unpack(">I", self._file.read(4))
            return self._cipher.decrypt(_nonce(number), self._file.read(length), b"block")
        except (struct.error, InvalidTag) as problem:
            raise CannotOpen(f"block {number} of {self.path.name} is damaged") from problem

    def __iter__(self) -> Iterator[bytes]:
        return (self.block(number) for number in range(len(self)))

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> SealedFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class SealedStream(io.RawIOBase):
    """A sealed file of equal blocks (an upload) as a file that is read and sought in, one block in memory."""

    def __init__(self, path: Path) -> None:
        self._sealed = SealedFile(path)
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    @property
    def size(self) -> int:
        return self._sealed.size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self.size:
            return 0
        number, within = divmod(self._at, BYTES_OF_A_BLOCK)
        if self._held[0] != number:
            self._held = (number, self._sealed.block(number))
        piece = self._held[1][within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._sealed.close()
        super().close()


class StreamWriter:
    """Bytes as they come, laid down in equal blocks: what SealedStream reads."""

    def __init__(self, path: Path) -> None:
        self._writer = SealedWriter(path)
        self._waiting = bytearray()

    def write(self, data: bytes) -> None:
        self._waiting += data
        while len(self._waiting) >= BYTES_OF_A_BLOCK:
            self._writer.append(bytes(self._waiting[:BYTES_OF_A_BLOCK]))
            del self._waiting[:BYTES_OF_A_BLOCK]

    def close(self) -> None:
        if self._waiting:
            self._writer.append(bytes(self._waiting))
        self._writer.close()

    def abandon(self) -> None:
        self._writer.abandon()


def seal_bytes(path: Path, data: bytes) -> None:
    writer = StreamWriter(path)
    try:
        writer.write(data)
        writer.close()
    except BaseException:
        writer.abandon()
        raise
