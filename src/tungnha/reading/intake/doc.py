"""Old Word files (.doc) and .rtf, through LibreOffice, else antiword: separate programs, each run with limits.

LibreOffice runs in a directory and with a profile of its own, so that two calls never meet and nothing of the
machine's own set-up is used; macros are not run in a conversion without a window. Over time, it and whatever it
started is ended.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ...identity import legacy
from .blocks import PAGE, Block, Cell, Grid, Para, render
from .docx import read_docx
from .refusals import no_converter, no_words, not_converted
from .taken import Taken

OFFICE = ("soffice", "libreoffice")
SECONDS = 60.0  # for one conversion; a plan takes 2 to 5
SIMPLY = (
    "Máy chủ không có LibreOffice nên tệp .doc được đọc theo cách giản lược: số mục tự động có thể thiếu,"
    " chữ đã xóa khi sửa có thể còn; hãy soát kỹ, hoặc lưu thành .docx rồi gửi lại."
)
MAX_ANTIWORD = 20 * 1024 * 1024  # bytes of text taken from antiword

# Macros off whatever the file asks for, and no link of a document is followed.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value>
</prop></item>
</oor:items>
"""


def read_doc(data: bytes, kind: str = ".doc") -> Taken:
    """Text of an OLE .doc or an .rtf. Raises UnreadableDocument when no program can open it."""
    office = next(filter(None, map(shutil.which, OFFICE)), None)
    if office:
        made = to_docx(office, data, kind)
        if made is not None:
            taken = read_docx(made, kind)
            return Taken(taken.text, kind.lstrip("."), taken.encoding, taken.notes)
    antiword = shutil.which("antiword") if kind == ".doc" else None
    if antiword:
        text, codecs = legacy.mend(render(_blocks(_antiword(antiword, data))))
        if not text.strip():
            raise no_words(kind)
        return Taken(text, "doc", "+".join(codecs) or None, (SIMPLY, *map(legacy.told, codecs)))
    raise not_converted(kind) if office else no_converter(kind)


def to_docx(office: str, data: bytes, kind: str) -> bytes | None:
    """The file as .docx, None when LibreOffice cannot."""
    with tempfile.TemporaryDirectory(prefix="tungnha-doc-") as place:
        folder = Path(place)
        source = folder / f"document{kind}"
        source.write_bytes(data)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        command = [
            office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source),
        ]  # fmt: skip
        if not _run(command, SECONDS, folder):
            return None
        made = folder / "out" / "document.docx"
        return made.read_bytes() if made.exists() else None


def _run(command: list[str], seconds: float, home: Path) -> bool:
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LANG": "C.UTF-8"}
    started = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, env=environment,
    )  # fmt: skip
    try:
        return started.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)  # the launcher and the office it started
            started.wait()


def _antiword(program: str, data: bytes) -> str:
    """Text as antiword lays it out: a line for each paragraph, tables between bars."""
    with tempfile.TemporaryDirectory(prefix="tungnha-doc-") as place:
        source = Path(place) / "document.doc"
        source.write_bytes(data)
        try:
            done = subprocess.run(
                [program, "-m", "UTF-8.txt", "-w", "0", str(source)], capture_output=True, timeout=SECONDS, check=False
            )
        except (subprocess.TimeoutExpired, OSError) as problem:
            raise not_converted(".doc") from problem
    if done.returncode != 0 or len(done.stdout) > MAX_ANTIWORD:
        raise not_converted(".doc")
    return done.stdout.decode("utf-8", errors="replace")


def _blocks(text: str) -> list[Block]:
    """Antiword's lines; a row of its tables goes on in lines whose first cell is blank."""
    out: list[Block] = []
    rows: list[list[list[str]]] = []  # row → cell → lines
    for line in text.split("\n"):
        if len(line) > 2 and line.startswith("|") and line.endswith("|"):
            cells = [cell.strip() for cell in line[1:-1].split("|")]
            if rows and not cells[0] and len(rows[-1]) == len(cells):
                for lines, cell in zip(rows[-1], cells, strict=True):
                    lines.append(cell)
            else:
                rows.append([[cell] for cell in cells])
            continue
        out += _grid(rows)
        rows = []
        out += [Para(PAGE)] * line.count(PAGE)
        out.append(Para(re.sub(r"(?<=\S)\[\d{1,3}\]", "", line.replace(PAGE, ""))))
    return out + _grid(rows)


def _grid(rows: list[list[list[str]]]) -> list[Block]:
    return [Grid([[Cell([Para("\n".join(c))], i) for i, c in enumerate(row)] for row in rows])] if rows else []
