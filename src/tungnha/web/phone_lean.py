"""The phone's own code without what only its readers need: notes, margins, blanks between signs.

No build step: the server leaves them out as it reads the files, so that a phone at the edge of a cell waits less. What
the code does stays to the letter: tests/web/test_phone_app.py reads both forms with a parser and compares every word.
"""

from __future__ import annotations

import re

BLOCK_NOTE = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
LINE_NOTE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
END_NOTE = re.compile(r"[ \t]+// .*$", re.MULTILINE)  # a blank on both sides: addresses in texts have none
MARGIN = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)

# Texts and patterns are passed over as they are; a pattern stands where a value may begin.
TEXT = r"""'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`"""
PATTERN = r"(?:(?<=[(,=:\[!&|?{};\n>])|(?<=[,=:&|?{;>][ ]))/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*"
PART = re.compile(rf"(?P<kept>{TEXT}|{PATTERN})|(?P<code>[^'\"`/]+|/)")
BLANKS = re.compile(r" *([=<>?:;,{}()\[\]|&!*%]+) *")
GOES_ON = re.compile(r"(?<=[{(\[,;&|?:=>])\n|\n(?=[})\].?:&|])")  # where the end of a line ends nothing


def lean_script(text: str) -> str:
    text = BLOCK_NOTE.sub("", text)
    text = MARGIN.sub("", END_NOTE.sub("", LINE_NOTE.sub("", text)))
    parts = (m["kept"] if m["kept"] is not None else _joined(m["code"]) for m in PART.finditer(text))
    return "".join(parts).lstrip("\n")


def _joined(code: str) -> str:
    return GOES_ON.sub("", BLANKS.sub(r"\1", code))


def lean_sheet(text: str) -> str:
    """A sheet has texts too, but none with these signs in it."""
    bare = MARGIN.sub("", BLOCK_NOTE.sub("", text))
    return re.sub(r" *([{};,]|: | > )[ \n]*", lambda m: m[1].strip(), bare).strip().replace(";}", "}")
