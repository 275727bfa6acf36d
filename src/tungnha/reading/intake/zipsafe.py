"""Opening .docx and .odt: zip archives of XML that somebody else made.

Only the parts asked for are unpacked, each up to a limit that is counted while unpacking (the sizes an archive
states may lie). XML is parsed without entities, without the network and without a DTD; nothing is executed.
"""

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from .refusals import bomb, corrupt, locked, missing_part, unsafe_xml

MAX_UNPACKED = 200 * 1024 * 1024  # bytes an archive may state in all
MAX_RATIO = 200  # unpacked / packed; real documents of mostly XML stay under 30
RATIO_FROM = 20 * 1024 * 1024  # bytes; below it a high ratio harms nobody
MAX_ENTRIES = 10_000
MAX_PART = 64 * 1024 * 1024  # bytes of one XML part; a plan of 1,000 pages has about 25 MB

_BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, KeyError, RuntimeError)

# ISO "strict" files differ in the names of their namespaces only.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)


class Package:
    """A zip archive that has passed the checks; `kind` (".docx") is how a refusal names it."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind = kind
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self._archive.infolist()
        except _BROKEN as problem:
            raise corrupt(kind) from problem
        unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
        too_dense = unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1)
        if unpacked > MAX_UNPACKED or too_dense or len(entries) > MAX_ENTRIES:
            raise bomb(kind)
        if any(e.flag_bits & 1 for e in entries):
            raise locked()
        self.names = {e.filename for e in entries}

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None when the archive has none of that name."""
        if name not in self.names:
            return None
        try:
            with self._archive.open(name) as stream:
                data = stream.read(MAX_PART + 1)
        except _BROKEN as problem:
            raise corrupt(self.kind) from problem
        if len(data) > MAX_PART:
            raise bomb(self.kind)
        return data

    def xml(self, name: str) -> Any:
        """The root element of a part, None when there is no such part."""
        data = self.part(name)
        return None if data is None else parse_xml(data, self.kind)

    def needed(self, name: str) -> Any:
        root = self.xml(name)
        if root is None:
            raise missing_part(self.kind)
        return root


def parse_xml(data: bytes, kind: str) -> Any:
    """Parse with everything off that reaches outside the bytes or grows them."""
    if b"purl.oclc.org/ooxml" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        if b"<!DOCTYPE" in data[:100_000] or b"<!ENTITY" in data[:100_000]:
            raise unsafe_xml(kind) from problem
        raise corrupt(kind) from problem
    if root.getroottree().docinfo.doctype:
        raise unsafe_xml(kind)
    return root
