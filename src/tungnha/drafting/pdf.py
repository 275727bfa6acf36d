"""A .docx as a PDF, where LibreOffice is installed. The .docx stays the original."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tungnha.drafting.problems import ConversionFailed, ConverterMissing

PROGRAMS = ("soffice", "libreoffice")
SECONDS_TO_WAIT = 60.0


def converter() -> str | None:
    """The program that converts, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def to_pdf(docx: bytes, *, timeout: float = SECONDS_TO_WAIT) -> bytes:
    """Convert in a directory and with a user profile of its own: two calls at once must not meet."""
    program = converter()
    if program is None:
        raise ConverterMissing
    with tempfile.TemporaryDirectory(prefix="tungnha-pdf-") as place:
        folder = Path(place)
        (folder / "document.docx").write_bytes(docx)
        run(program, folder, timeout)
        made = folder / "document.pdf"
        if not made.exists():
            raise ConversionFailed
        return made.read_bytes()


def run(program: str, folder: Path, timeout: float) -> None:
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(folder / "document.docx"),
    ]  # fmt: skip
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        started.wait(timeout)
    except subprocess.TimeoutExpired as problem:
        raise ConversionFailed(f"quá {timeout:g} giây".replace(".", ",")) from problem
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)  # the launcher and the office it started
            started.wait()
